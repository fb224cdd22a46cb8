"""A field of the target -> the sentences about it that an editor shows, and the schema of its values."""

from __future__ import annotations

from typing import Final

from ..engine.conversions import spoken_type
from ..schemas.target import (
    AnyType,
    EnumType,
    FieldType,
    ObjectType,
    RecordsType,
    ReferenceType,
    ScalarType,
    TargetField,
)
from .shapes import FLAG, NUMBER, SCALAR, TEXT, Schema, a_list, mapping_of, mapping_with, one_of

_FEW: Final = 8

SOMETHING: Final[Schema] = {"type": [*SCALAR, "array", "object"]}
"""Any value but null."""


def about(field: TargetField) -> str:
    """What the field is, of which type, and what it holds."""
    sentences = [field.description, _type(field.type)]
    if field.too_long == "cut":
        sentences.append("What is longer is cut.")
    if field.required:
        sentences.append("Every person has one.")
    return " ".join(sentence for sentence in sentences if sentence)


def _type(kind: FieldType) -> str:
    if isinstance(kind, EnumType):
        more = ", …" if len(kind.values) > _FEW else ""
        otherwise = f"; all else becomes {kind.otherwise}" if kind.otherwise else ""
        return f"One of {', '.join(kind.values[:_FEW])}{more}{otherwise}."
    if isinstance(kind, ReferenceType):
        made = ", and made if a rule says so" if kind.create else ""
        return f"The key of a record of kind {kind.to}, which is found by its {kind.found_by}{made}."
    if isinstance(kind, RecordsType):
        return f"A list of entries with {', '.join(kind.parts)}."
    if isinstance(kind, ObjectType):
        return "Parts with names of your own."
    if kind.kind == "boolean":
        return "True or false."
    limit = _limit(kind) if isinstance(kind, ScalarType) else ""
    words = spoken_type(kind)
    return f"{'An' if words[0] in 'aeio' else 'A'} {words}{limit}."


def _limit(kind: ScalarType) -> str:
    if kind.length is not None:
        return f" of at most {kind.length} characters"
    return f" of at most {kind.size} bytes" if kind.size is not None else ""


def expected_value(kind: FieldType) -> Schema:
    """What a test may expect of a field of this type."""
    if isinstance(kind, EnumType):
        return one_of(kind.values)
    return _value(kind, is_expected=True)


def stored_value(kind: FieldType) -> Schema:
    """What a person as stored may have in a field of this type."""
    return _or_null(_value(kind, is_expected=False))


def _value(kind: FieldType, *, is_expected: bool) -> Schema:
    if isinstance(kind, RecordsType):
        value = expected_value if is_expected else stored_value
        parts = {name: {"description": about(part), **value(part.type)} for name, part in kind.parts.items()}
        owner = {"description": "Whether the entry came from the mapping.", **FLAG}
        return a_list(mapping_with({**parts, kind.owner: owner}))
    if isinstance(kind, ObjectType):
        return mapping_of(SOMETHING) if is_expected else {}
    if isinstance(kind, ReferenceType):
        return {"type": "object"}
    if isinstance(kind, AnyType):
        return SOMETHING if is_expected else {}
    if kind.kind == "boolean":
        return FLAG
    return NUMBER if kind.kind in ("integer", "decimal") else TEXT


def _or_null(schema: Schema) -> Schema:
    if "type" not in schema:
        return schema
    kind = schema["type"]
    return {**schema, "type": [*([kind] if isinstance(kind, str) else kind), "null"]}
