"""A constant as written and the type of its field in, its value out, or a diagnostic."""

from __future__ import annotations

from ...schemas.target import EnumType, FieldType
from ...schemas.values import Json
from .. import syntax
from ..checked import Fixed
from ..conversions import DoesNotFit, convert_constant, spoken_type
from ..diagnostics import Diagnostics
from ..suggestions import did_you_mean
from ..text import Text
from . import fields as codes


def check_constant(value: syntax.Value, kind: FieldType, field: str, path: str, found: Diagnostics) -> Fixed | None:
    """The constant *value* as the type of *field* has it; None when it does not fit, which is reported."""
    try:
        return Fixed(convert_constant(plain_value(value), kind))
    except DoesNotFit as fault:
        hint = "true or false" if kind.kind == "boolean" else None
        if isinstance(kind, EnumType):
            hint, _ = did_you_mean(value.value if isinstance(value, Text) else "", kind.values)
            hint = hint or f"one of {', '.join(kind.values[:8])}"
        message = f"'{field}' takes {a_type(kind)}, and {fault}"
        found.add(codes.WRONG_CONSTANT, message, value.span, hint=hint, path=path)
        return None


def plain_value(value: syntax.Value) -> Json:
    """A constant as JSON: scalars are the text they were written as, only an unquoted null is null."""
    if isinstance(value, syntax.Null):
        return None
    if isinstance(value, syntax.ListValue):
        return [plain_value(item) for item in value.items]
    if isinstance(value, syntax.MapValue):
        return {key.value: plain_value(item) for key, item in value.items}
    return value.value


def a_type(kind: FieldType) -> str:
    """The type of a field as a sentence says it, with its article."""
    words = spoken_type(kind)
    return f"{'an' if words[0] in 'aeio' else 'a'} {words}" if words != "text" else "text"
