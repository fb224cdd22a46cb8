"""The SCIM schemas that ship (RFC 7643), and what a mapping adds to them -> what may be read of a user or a group."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Final, Literal, TypeAlias, cast, get_args

from .names import Names
from .values import Json

AttributeType: TypeAlias = Literal[
    "string", "boolean", "decimal", "integer", "dateTime", "reference", "binary", "complex"
]
"""The types of RFC 7643 section 2.3."""

Mutability: TypeAlias = Literal["readOnly", "readWrite", "immutable", "writeOnly"]
Returned: TypeAlias = Literal["always", "never", "default", "request"]
Uniqueness: TypeAlias = Literal["none", "server", "global"]

ATTRIBUTE_TYPES: Final[tuple[str, ...]] = get_args(AttributeType)

ENTERPRISE_USER: Final = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"

_ATTRIBUTE_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_$-]*", re.ASCII)
_SHORT_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)
_URN = re.compile(r"urn:[A-Za-z0-9][A-Za-z0-9-]{0,31}:\S+", re.ASCII | re.IGNORECASE)


class InvalidExtension(ValueError):
    """An extension that cannot be added. `name` is the attribute that it is about, None when it is the whole."""

    def __init__(self, message: str, name: str | None = None, hint: str | None = None) -> None:
        super().__init__(message, name, hint)
        self.message = message
        self.name = name
        self.hint = hint

    def __str__(self) -> str:
        return self.message


_NONE: Final[Names[Json]] = Names()


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute with its characteristics (RFC 7643 sections 2.2 and 7); a complex one has `attributes` of its own.

    A complex attribute without any may hold any object.
    """

    name: str
    type: AttributeType
    multi_valued: bool = False
    attributes: Names[Attribute] = _NONE
    required: bool = False
    case_exact: bool = False
    mutability: Mutability = "readWrite"
    returned: Returned = "default"
    uniqueness: Uniqueness = "none"
    canonical_values: tuple[str, ...] = ()
    reference_types: tuple[str, ...] = ()
    description: str = ""


@dataclass(frozen=True, slots=True)
class Schema:
    """A schema (RFC 7643 section 7): its URN, its name, its attributes."""

    id: str
    name: str
    attributes: Names[Attribute]


@dataclass(frozen=True, slots=True, eq=False)
class ResourceSchema:
    """All that a resource may hold: a core schema and its extensions by URN, `short_names` giving the URN of each.

    `attributes` are those of the core and the ones that every resource has. It is compared by identity, so that
    caches may be kept by it at no cost.
    """

    core: Schema
    attributes: Names[Attribute]
    extensions: Names[Schema] = _NONE
    short_names: Names[str] = _NONE


def extend(resource: ResourceSchema, urn: str, short_name: str | None, attributes: Mapping[str, str]) -> ResourceSchema:
    """*resource* with *attributes* (name -> type) in the extension *urn*, which is made if it is not there.

    The URN of the core schema adds to the core what clients send there beyond RFC 7643. A name with a dot
    (`manager.managerId`) adds a part to a complex attribute. An attribute that is there already stays as it is. Raises
    InvalidExtension for a name or type that SCIM does not have, an attribute that is there with another type, and a
    short name that is taken.
    """
    spelled = resource.extensions.spelling(urn) or urn
    _check_names(resource, spelled, short_name)
    if _is_core(resource, urn):
        return _with_core(resource, attributes)
    known = resource.extensions.get(spelled) or Schema(spelled, short_name or spelled.rsplit(":", 1)[-1], Names())
    extension = replace(known, attributes=_extended(known.attributes, attributes))
    short_names = dict(resource.short_names)
    if short_name is not None:
        short_names[short_name] = spelled
    return replace(
        resource,
        extensions=Names({**resource.extensions, spelled: extension}),
        short_names=Names(short_names),
    )


def _is_core(resource: ResourceSchema, urn: str) -> bool:
    return urn.casefold() == resource.core.id.casefold()


def _with_core(resource: ResourceSchema, attributes: Mapping[str, str]) -> ResourceSchema:
    common = resource.attributes.keys() - resource.core.attributes.keys()
    every = _extended(resource.attributes, attributes)
    core = replace(resource.core, attributes=Names((name, every[name]) for name in every if name not in common))
    return replace(resource, core=core, attributes=every)


def _check_names(resource: ResourceSchema, urn: str, short_name: str | None) -> None:
    if not _URN.fullmatch(urn):
        raise InvalidExtension(
            f"'{urn}' is no URN", hint="an extension is known by its URN, such as urn:acme:scim:schemas:2.0:User"
        )
    if short_name is None:
        return
    if _is_core(resource, urn):
        raise InvalidExtension("attributes of the core schema have no short name", hint="leave `as` out")
    if not _SHORT_NAME.fullmatch(short_name):
        raise InvalidExtension(f"'{short_name}' is no short name", hint="it has letters, digits and _ only")
    taken = resource.short_names.find(short_name)
    if taken is not None and (taken != urn or short_name not in resource.short_names):
        raise InvalidExtension(f"the short name '{short_name}' is taken by '{taken}'", hint="choose another one")


def _extended(known: Names[Attribute], attributes: Mapping[str, str]) -> Names[Attribute]:
    """*known* and what *attributes* add to it."""
    try:
        Names(attributes)
    except ValueError as fault:
        raise InvalidExtension(str(fault)) from fault
    extended = known
    for name, type_ in attributes.items():
        whole, dot, part = name.partition(".")
        attribute = _with_part(extended, name, whole, part, type_) if dot else _added(extended, name, name, type_)
        extended = Names({**extended, attribute.name: attribute})
    return extended


def _with_part(known: Names[Attribute], written: str, whole: str, part: str, type_: str) -> Attribute:
    """The complex attribute *whole* with one more part."""
    there = known.find(whole)
    if there is None or there.type != "complex":
        raise InvalidExtension(f"there is no complex attribute '{whole}'", written, "declare it first, as `complex`")
    added = _added(there.attributes, written, part, type_)
    return replace(there, attributes=Names({**there.attributes, added.name: added}))


def _added(known: Names[Attribute], written: str, name: str, type_: str) -> Attribute:
    if not _ATTRIBUTE_NAME.fullmatch(name):
        raise InvalidExtension(
            f"'{name}' is no name of an attribute",
            written,
            "it begins with a letter, and has letters, digits, _ and - only (RFC 7643 section 2.1)",
        )
    if type_ not in ATTRIBUTE_TYPES:
        hint = f"the types are {', '.join(ATTRIBUTE_TYPES)}"
        if type_ == "date":
            hint = "write `string` for a day, and `dateTime` for a moment"
        raise InvalidExtension(f"'{type_}' is no type of SCIM", written, hint)
    there = known.find(name)
    if there is not None and there.type != type_:
        raise InvalidExtension(f"'{there.name}' is there already, of the type {there.type}", written)
    return there or Attribute(name, cast(AttributeType, type_))


@cache
def user_schema() -> ResourceSchema:
    """User and EnterpriseUser (RFC 7643 sections 4.1 and 4.3), the latter with the short name `enterprise`."""
    enterprise = _schema("enterprise_user")
    return replace(
        _resource("user"),
        extensions=Names({enterprise.id: enterprise}),
        short_names=Names({"enterprise": enterprise.id}),
    )


@cache
def group_schema() -> ResourceSchema:
    """Group (RFC 7643 section 4.2), with `groupType` beyond it."""
    return _resource("group")


def _resource(name: str) -> ResourceSchema:
    core = _schema(name)
    common = _attributes(shipped("common")["attributes"])
    return ResourceSchema(core, Names({**common, **core.attributes}))


def _schema(name: str) -> Schema:
    data = shipped(name)
    return Schema(data["id"], data["name"], _attributes(data["attributes"]))


def shipped(name: str) -> Json:
    """The JSON value of the file *name* among the data that ships."""
    return json.loads(resources.files("mapper.schemas").joinpath("data", f"{name}.json").read_bytes())


def _attributes(data: list[Json]) -> Names[Attribute]:
    return Names((each["name"], _attribute(each)) for each in data)


def _attribute(data: Json) -> Attribute:
    """An attribute as in a Schema resource (RFC 7643 section 7)."""
    return Attribute(
        name=data["name"],
        type=data["type"],
        multi_valued=data["multiValued"],
        attributes=_attributes(data.get("subAttributes", [])),
        required=data["required"],
        case_exact=data.get("caseExact", False),
        mutability=data["mutability"],
        returned=data["returned"],
        uniqueness=data.get("uniqueness", "none"),
        canonical_values=tuple(data.get("canonicalValues", ())),
        reference_types=tuple(data.get("referenceTypes", ())),
        description=data["description"],
    )
