"""A constant as written and the type of its field in, its value out, or a diagnostic.

`value` and `else` take a text as it is written. One that reads exactly like an expression or a template is reported.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ...schemas.target import AnyType, EnumType, FieldType
from ...schemas.values import Json
from .. import syntax
from ..checked import Fixed
from ..conversions import DoesNotFit, convert_constant, spoken_type
from ..diagnostics import Diagnostics, warning
from ..expression_checker import ExpressionChecker
from ..scope import Scope
from ..suggestions import did_you_mean
from ..text import Span, Text
from . import fields as codes
from .keys import template_meant
from .likeness import likeness
from .templates import check_template

READ_AS_TEXT = warning("read-as-text", "a constant that is written like an expression or a template")

_KEY = re.compile(r"value[ \t]*:[ \t]*\Z")
_NEAR = 40


class _Meant(NamedTuple):
    """What a constant reads like: a noun with its article, the key for it, and how it is written behind that."""

    what: str
    key: str
    words: str
    is_certain: bool


class _Advice(NamedTuple):
    """What to do about a constant that reads like something else; *place* is what the fix replaces."""

    place: Span
    hint: str
    fix: str | None = None


class ConstantCheck:
    """Checks the constants of rules."""

    def __init__(self, expressions: ExpressionChecker, found: Diagnostics) -> None:
        self._expressions, self._found = expressions, found

    def value(self, value: syntax.Value, kind: FieldType, field: str, path: str, scope: Scope) -> Fixed | None:
        """The constant behind `value` as the type of *field* has it; None when it does not fit, which is reported."""
        meant = self._meant(value, kind, scope)
        advice = _instead_of_value(value.span, meant) if meant is not None else None
        return self._checked("value", value, kind, field, path, meant, advice)

    def otherwise(
        self, value: syntax.Value, kind: FieldType, field: str, path: str, scope: Scope, *, in_groups: bool
    ) -> Fixed | None:
        """The constant behind `else`, as `value`."""
        meant = self._meant(value, kind, scope)
        is_certain = meant is not None and (meant.is_certain or kind.kind == "boolean")
        advice = _instead_of_else(value.span, meant, in_groups=in_groups) if meant is not None and is_certain else None
        return self._checked("else", value, kind, field, path, meant, advice)

    def in_table(self, table: syntax.Table, scope: Scope) -> None:
        """Warn of the values of *table* that are written like an expression or a template."""
        name = table.name.value
        values = [value for _, value in table.rows or ()]
        for value in values if table.otherwise is None else [*values, table.otherwise]:
            meant = self._meant(value, AnyType(), scope)
            if meant is None or not meant.is_certain:
                continue
            candidate = _as_item(meant)
            if value is table.otherwise:
                hint = f"write `{candidate}` as the candidate behind the look-up, without `otherwise`"
            else:
                hint = f"write the candidate `{candidate}` with a condition in front of the look-up, without this row"
            message = f"the table '{name}' gives this as a text, and it is written like {meant.what}"
            self._found.add(READ_AS_TEXT, message, value.span, hint=hint, path=table.path)

    def _checked(
        self,
        key: str,
        value: syntax.Value,
        kind: FieldType,
        field: str,
        path: str,
        meant: _Meant | None,
        advice: _Advice | None,
    ) -> Fixed | None:
        try:
            fixed = Fixed(convert_constant(plain_value(value), kind))
        except DoesNotFit as fault:
            message = f"'{field}' takes {a_type(kind)}, and {fault}"
            place, hint, fix = advice or _Advice(value.span, "true or false" if kind.kind == "boolean" else "")
            if advice is None and isinstance(kind, EnumType):
                nearest, _ = did_you_mean(value.value if isinstance(value, Text) else "", kind.values)
                hint = nearest or f"one of {', '.join(kind.values[:8])}"
            self._found.add(codes.WRONG_CONSTANT, message, place, hint=hint or None, path=path, fix=fix)
            return None
        if meant is not None and meant.is_certain and advice is not None:
            message = f"`{key}` takes this as a text, and it is written like {meant.what}"
            # A free-form field may hold the name of an attribute.
            fix = advice.fix if kind.kind != "any" else None
            self._found.add(READ_AS_TEXT, message, advice.place, hint=advice.hint, path=path, fix=fix)
        return fixed

    def _meant(self, value: syntax.Value, kind: FieldType, scope: Scope) -> _Meant | None:
        """What the constant *value* reads like besides a text; None for a text that is nothing else."""
        if not isinstance(value, Text):
            return None
        apart = self._expressions.apart()
        meant: _Meant | None = None
        if "{{" in value.value or "{%" in value.value:
            template = check_template(value, "", scope, apart.found, apart)
            if template is not None and template.expressions:
                meant = _Meant("a template", *template_meant(value, kind), is_certain=True)
        else:
            alike = likeness(value, scope, apart)
            if alike is not None:
                meant = _Meant(alike.what, "from", value.span.text, alike.is_certain)
        if meant is not None and meant.is_certain:
            self._expressions.use_what(apart)
        return meant


def _instead_of_value(span: Span, meant: _Meant) -> _Advice:
    """What to write instead of `value` and the constant at *span*; over several lines without a fix."""
    written = f"{meant.key}: {meant.words}"
    if not meant.is_certain:
        return _Advice(span, f"write `{written}` instead of `value: {meant.words}` if {meant.what} is meant")
    source = span.source
    key = _KEY.search(source.text, max(span.start - _NEAR, 0), span.start)
    if "\n" in span.text or "\r" in span.text:
        return _Advice(span, f"write `{meant.key}:` instead of `value:`")
    if key is None:
        return _Advice(span, f"write `{written}`")
    return _Advice(Span(source, key.start(), span.end), f"write `{written}`", written)


def _instead_of_else(span: Span, meant: _Meant, *, in_groups: bool) -> _Advice:
    candidate = _as_item(meant)
    if in_groups:
        hint = f"write `override: true` instead of `else`, and `{candidate}` for the field in a rule of `users`"
        return _Advice(span, hint)
    return _Advice(span, f"make a list of candidates, and write `{candidate}` as the last of them, without `else`")


def _as_item(meant: _Meant) -> str:
    return f"- {meant.words}" if meant.key == "from" else f"- {meant.key}: {meant.words}"


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
