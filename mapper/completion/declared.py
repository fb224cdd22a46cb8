"""The outline of a mapping -> what it declares: attributes of extensions, tables, named expressions, own parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Final, TypeAlias

from ..engine.keys import CONTENT_KEYS, PARTS_END
from ..engine.shapes import Shape, resource_shape
from ..schemas.names import Names
from ..schemas.scim import Attribute, InvalidExtension, ResourceSchema, extend, group_schema, user_schema
from .entries import Entry

_MOST_ATTRIBUTES: Final = 500
_MOST_EXTENSIONS: Final = 50
"""No client has more; of a text that declares more these are known."""

_Extension: TypeAlias = tuple[str, str | None, tuple[tuple[str, str], ...]]


@dataclass(frozen=True, slots=True)
class Known:
    """The schema of a resource with its shape, and the attributes behind each object of that shape.

    `parts` finds them by the identity of what the shape holds, which stays the same whatever path leads there.
    """

    resource: ResourceSchema
    shape: Shape
    parts: Mapping[int, Names[Attribute]]

    def attributes_of(self, shape: Shape) -> Mapping[str, Attribute]:
        """The attributes of an object, where they are those of a schema."""
        return self.parts.get(id(shape.attributes), Names())


@dataclass(frozen=True, slots=True)
class Declared:
    """What a mapping declares."""

    user: Known
    group: Known
    tables: Mapping[str, str]
    """What each table has: `rows`, `names` or `list`; empty where nothing is said yet."""
    lets: Mapping[str, str]


def declared(root: Entry) -> Declared:
    """What the mapping whose entries stand below *root* declares; what cannot be read is left out."""
    extensions = tuple(islice(_extensions(root), _MOST_EXTENSIONS))
    return Declared(_user(extensions), _group(), dict(_tables(root)), named_expressions(root))


def named_expressions(of: Entry) -> dict[str, str]:
    """The expressions that `let` names in a file or a rule."""
    let = of.find("let")
    return {each.key: each.text for each in let.below if each.key is not None} if let is not None else {}


def parts_of(root: Entry, field: str) -> list[str]:
    """The names that a mapping gives to the parts of a free-form *field*, in all of its rules."""
    rules = [rule for section in ("users", "groups") for rule in _rules(root.find(section))]
    persons = [person for rule in rules if (person := rule.find("person")) is not None]
    fields = [found for person in persons if (found := person.find(field)) is not None]
    names = [each.key for found in fields for each in found.below if each.key is not None and each.key not in PARTS_END]
    return list(dict.fromkeys(names))


def _rules(section: Entry | None) -> list[Entry]:
    if section is None:
        return []
    return section.below if any(each.key is None for each in section.below) else [section]


def _tables(root: Entry) -> Iterator[tuple[str, str]]:
    tables = root.find("tables")
    for table in tables.below if tables is not None else ():
        if table.key is not None:
            yield table.key, next((key for key in CONTENT_KEYS if table.find(key) is not None), "")


def _extensions(root: Entry) -> Iterator[_Extension]:
    for each in _rules(root.find("extensions")):
        urn, short, attributes = each.find("id"), each.find("as"), each.find("attributes")
        if urn is None:
            continue
        typed = attributes.below if attributes is not None else ()
        pairs = tuple((one.key, one.text or "string") for one in typed if one.key is not None)
        yield urn.text, (short.text or None) if short is not None else None, pairs[:_MOST_ATTRIBUTES]


@lru_cache(maxsize=16)
def _user(extensions: tuple[_Extension, ...]) -> Known:
    user = user_schema()
    for urn, short, attributes in extensions:
        user = _extended(user, urn, short, attributes)
    return _known(user)


def _extended(
    user: ResourceSchema, urn: str, short: str | None, attributes: tuple[tuple[str, str], ...]
) -> ResourceSchema:
    """*user* with an extension; of one that has a fault, with as much as can be read."""
    try:
        return extend(user, urn, short, dict(attributes))
    except InvalidExtension:
        pass
    for name, kind in ((None, ""), *attributes):
        try:
            user = extend(user, urn, short, {name: kind} if name is not None else {})
        except InvalidExtension:
            if name is None:
                return user
    return user


@lru_cache(maxsize=1)
def _group() -> Known:
    return _known(group_schema())


def _known(resource: ResourceSchema) -> Known:
    shape = resource_shape(resource)
    parts: dict[int, Names[Attribute]] = {}
    _index(shape, resource.attributes, parts)
    for extension in resource.extensions.values():
        _index((shape.attributes or {})[extension.id], extension.attributes, parts)
    return Known(resource, shape, parts)


def _index(shape: Shape, attributes: Names[Attribute], parts: dict[int, Names[Attribute]]) -> None:
    of = shape.element if shape.kind == "list" and shape.element is not None else shape
    if of.attributes is None:
        return
    parts[id(of.attributes)] = attributes
    for name, attribute in attributes.items():
        if attribute.attributes:
            _index(of.attributes[name], attribute.attributes, parts)
