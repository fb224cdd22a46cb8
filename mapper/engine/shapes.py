"""What a value can be, by the schemas: the type of an attribute, of its parts, of the elements of a list.

In goes a SCIM or a target schema, out comes a Shape that expressions are checked against. Whatever its shape, a value
may be absent. An unknown shape is never an error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache, reduce
from typing import Literal, TypeAlias

from ..schemas.scim import Attribute, ResourceSchema
from ..schemas.target import FieldType
from ..schemas.values import Json

Kind: TypeAlias = Literal["unknown", "object", "list", "string", "date", "boolean", "number"]


@dataclass(frozen=True, slots=True)
class Shape:
    """A kind of value. An object has `attributes` by name, or None when it may have any; a list has an `element`.

    `canonical` are the values that the schema suggests for a text. A reference takes the first element that fits of a
    list that is `tried`. `is_address`: it is an e-mail address in small letters.
    """

    kind: Kind
    attributes: Mapping[str, Shape] | None = None
    element: Shape | None = None
    canonical: tuple[str, ...] = ()
    tried: bool = False
    is_address: bool = False

    @property
    def is_single(self) -> bool:
        """Whether it is certainly text, a number, a boolean or a date."""
        return self.kind in ("string", "date", "boolean", "number")


def spoken(shape: Shape) -> str:
    """What a value of a known shape is, in a sentence."""
    return f"an {shape.kind}" if shape.kind == "object" else f"a {'text' if shape.kind == 'string' else shape.kind}"


UNKNOWN = Shape("unknown")
STRING = Shape("string")
BOOLEAN = Shape("boolean")
NUMBER = Shape("number")
DATE = Shape("date")
OPEN_OBJECT = Shape("object")
ADDRESS = Shape("string", is_address=True)

_KINDS: dict[str, Shape] = {
    "string": STRING,
    "reference": STRING,
    "binary": STRING,
    "dateTime": DATE,
    "boolean": BOOLEAN,
    "integer": NUMBER,
    "decimal": NUMBER,
}


def list_of(element: Shape) -> Shape:
    """A list whose elements all have the shape *element*."""
    return Shape("list", element=element)


def attribute_shape(attribute: Attribute) -> Shape:
    """The shape of the values of a SCIM attribute."""
    if attribute.attributes:
        one = Shape("object", {part.name: attribute_shape(part) for part in attribute.attributes.values()})
    else:
        one = _KINDS.get(attribute.type, UNKNOWN)
        if attribute.canonical_values:
            one = replace(one, canonical=attribute.canonical_values)
    return list_of(one) if attribute.multi_valued else one


@lru_cache(maxsize=64)
def resource_shape(resource: ResourceSchema) -> Shape:
    """The shape of a whole resource: its core attributes, and one object for each extension, by URN."""
    attributes = {attribute.name: attribute_shape(attribute) for attribute in resource.attributes.values()}
    for extension in resource.extensions.values():
        parts = {attribute.name: attribute_shape(attribute) for attribute in extension.attributes.values()}
        attributes[extension.id] = Shape("object", parts)
    return Shape("object", attributes)


_FIELD_KINDS: dict[str, Shape] = {
    "boolean": BOOLEAN, "integer": NUMBER, "decimal": NUMBER, "date": DATE, "datetime": DATE, "email": ADDRESS,
    "object": OPEN_OBJECT, "records": list_of(OPEN_OBJECT), "reference": OPEN_OBJECT, "any": UNKNOWN,
}  # fmt: skip


def field_shape(kind: FieldType) -> Shape:
    """The shape of the values of a field of the person."""
    return _FIELD_KINDS.get(kind.kind, STRING)


def constant_shape(value: Json) -> Shape:
    """The shape of a constant; null has none of its own."""
    if isinstance(value, bool):
        return BOOLEAN
    if isinstance(value, str):
        return STRING
    if isinstance(value, int | float):
        return NUMBER
    if isinstance(value, list):
        return list_of(joined(constant_shape(item) for item in value if item is not None))
    if isinstance(value, dict) and value:
        return Shape("object", {name: constant_shape(part) for name, part in value.items()})
    return UNKNOWN if value is None else OPEN_OBJECT


def joined(shapes: Iterable[Shape]) -> Shape:
    """The shape of what is a value of one of *shapes*, whichever; unknown for none."""
    return reduce(_either, shapes, None) or UNKNOWN


def _either(one: Shape | None, other: Shape) -> Shape:
    if one is None or one is other or one == other:
        return other
    if {one.kind, other.kind} == {"string", "date"} or one.kind == other.kind == "string":
        return STRING
    if one.kind != other.kind or one.tried != other.tried:
        return UNKNOWN
    if one.kind == "list":
        return list_of(_either(one.element or UNKNOWN, other.element or UNKNOWN))
    return merged((one, other), _either) if one.kind == "object" else one


def merged(objects: Iterable[Shape], both: Callable[[Shape, Shape], Shape] = lambda _, last: last) -> Shape:
    """The shape of an object with the attributes of all *objects*; *both* says what one is that several have."""
    attributes: dict[str, Shape] = {}
    for each in objects:
        if each.attributes is None:
            return OPEN_OBJECT
        attributes |= {
            name: both(attributes[name], shape) if name in attributes else shape
            for name, shape in each.attributes.items()
        }
    return Shape("object", attributes)
