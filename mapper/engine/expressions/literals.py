"""The text between two backticks in, its JSON value out (RFC 8259)."""

from __future__ import annotations

import json
import math
import re
from typing import NoReturn

from ...schemas.values import Json

DEEPEST_LITERAL = 16

_WRITTEN = 'backticks hold JSON, such as `true`, `42` or `["a", "b"]`; a text stands in single quotes'


class NotJson(ValueError):
    """Why a literal cannot be read, in one clause, and perhaps a hint."""

    def __init__(self, clause: str, hint: str | None = None) -> None:
        super().__init__(clause)
        self.hint = hint


def read_literal(written: str) -> tuple[Json, bool]:
    """The value of the JSON text *written*, and whether it was none, so that the value is the text itself.

    The first grammar of JMESPath took `` `work` `` for a text (its JEP-12 replaced that by single quotes); the
    reference still does. Raises NotJson for what cannot even be a text, for `NaN` and numbers beyond all floats, for
    NUL and lone surrogates, and for deep nesting.
    """
    if _depth(written) > DEEPEST_LITERAL:
        raise NotJson(f"the literal is nested more than {DEEPEST_LITERAL} levels deep")
    value, bare = _read(written)
    _refuse_values(value)
    return value, bare


def unwanted(text: str) -> tuple[int, str] | None:
    """The first character of *text* that JSON exchange cannot carry, and what it is called."""
    found = re.search("[\0\ud800-\udfff]", text)
    if found is None:
        return None
    return found.start(), "a NUL character" if found[0] == "\0" else "a lone surrogate"


def _read(written: str) -> tuple[Json, bool]:
    try:
        return json.loads(written, parse_constant=_refuse_constant), False
    except json.JSONDecodeError:
        pass
    try:
        return json.loads(f'"{written.lstrip()}"'), True
    except json.JSONDecodeError:
        raise NotJson("the literal is no JSON", _WRITTEN) from None


def _refuse_constant(word: str) -> NoReturn:
    raise NotJson(f"{word!r} is no JSON number", _WRITTEN)


def _refuse_values(value: Json) -> None:
    """Raise NotJson for a number beyond all floats, a NUL or a lone surrogate anywhere in *value*."""
    match value:
        case float():
            if math.isinf(value):
                raise NotJson("the number is too large")
        case str():
            _refuse_text(value)
        case list():
            for item in value:
                _refuse_values(item)
        case dict():
            for key, item in value.items():
                _refuse_text(key)
                _refuse_values(item)


def _refuse_text(text: str) -> None:
    found = unwanted(text)
    if found is not None:
        raise NotJson(f"the literal holds {found[1]}")


_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)


def _depth(written: str) -> int:
    """How deep the brackets of the JSON text *written* nest."""
    depth = deepest = 0
    for character in _STRING.sub("", written):
        if character in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif character in "]}":
            depth -= 1
    return deepest
