"""What a value can be, by the schemas: the type of an attribute, of its parts, of the elements of a list.

In goes a SCIM schema, out comes a Shape that expressions are checked against. An unknown shape is never an error.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias

from ..schemas.scim import Attribute, ResourceSchema
from .functions.declaration import Type

Kind: TypeAlias = Literal["unknown", "object", "list", "string", "date", "boolean", "number"]


@dataclass(frozen=True, slots=True)
class Shape:
    """A kind of value. An object has `attributes` by name, or None when it may have any; a list has an `element`."""

    kind: Kind
    attributes: Mapping[str, Shape] | None = None
    element: Shape | None = None

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
OPEN_OBJECT = Shape("object")

_KINDS: dict[str, Shape] = {
    "string": STRING,
    "reference": STRING,
    "binary": STRING,
    "dateTime": Shape("date"),
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
    return list_of(one) if attribute.multi_valued else one


@lru_cache(maxsize=64)
def resource_shape(resource: ResourceSchema) -> Shape:
    """The shape of a whole resource: its core attributes, and one object for each extension, by URN."""
    attributes = {attribute.name: attribute_shape(attribute) for attribute in resource.attributes.values()}
    for extension in resource.extensions.values():
        parts = {attribute.name: attribute_shape(attribute) for attribute in extension.attributes.values()}
        attributes[extension.id] = Shape("object", parts)
    return Shape("object", attributes)


def result_shape(returns: Type | None) -> Shape:
    """The shape of what a function declares to give."""
    known: dict[Type | None, Shape] = {
        "string": STRING,
        "boolean": BOOLEAN,
        "number": NUMBER,
        "object": OPEN_OBJECT,
        "array": list_of(UNKNOWN),
    }
    return known.get(returns, UNKNOWN)
