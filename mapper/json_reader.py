"""JSON text from strangers -> its value, with every number as it was written; or InvalidPayload, with the place.

Python's C scanner reads; it accepts more than RFC 8259, so what it lets through is caught by what it calls back and by
two quick looks at the text. Only a text in which something is wrong, or may be, is read a second time by
`json_faults`, which finds the first fault and says it in words.
"""

from __future__ import annotations

import json
import math
import re
from typing import Final

from .json_faults import MOST_DIGITS, first_fault, position
from .schemas.normalise import DEEPEST
from .schemas.values import InvalidPayload, Json, WrittenFloat

MOST_BYTES: Final = 16 * 2**20
"""More than this is no single payload."""

_SUSPECT = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")
_HALF = re.compile("[\ud800-\udfff]")
_PAIR = re.compile(r"\{\}|\[\]")
_NO_BRACKETS = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[^"\[\]{}]++', re.DOTALL)


def read_json(data: bytes | str, name: str = "the payload", *, limit: int = MOST_BYTES) -> Json:
    """The value of the JSON text *data*, which is UTF-8 and at most *limit* bytes long; a mark at its start is passed.

    Fractions come as WrittenFloat, whole numbers exactly. Raises InvalidPayload with one of the codes json-syntax,
    json-too-deep (beyond 32 levels), json-number (NaN, Infinity, `1e400`, beyond a thousand digits), json-duplicate-key
    (in any case), json-character (NUL, half a surrogate pair, unescaped controls), json-encoding, json-too-large.
    *name* is what the text is called where it has no place.
    """
    text = decoded(data, name, limit)
    if _may_be_wrong(text):
        fault = first_fault(text, name)
        if fault is not None:
            raise fault
    try:
        return _DECODER.decode(text)
    except ValueError as refusal:
        fault = first_fault(text, name)
        if fault is None:  # a bug: the two readers must agree
            raise
        raise fault from refusal


def decoded(data: bytes | str, name: str, limit: int) -> str:
    """The characters of *data*. Raises InvalidPayload (json-encoding, json-character, json-too-large)."""
    if len(data) > limit:
        raise too_large(name, limit)
    text = _checked(data) if isinstance(data, str) else _from_utf8(data, name)
    return text.removeprefix("\ufeff")


def too_large(name: str, limit: int, hint: str | None = None) -> InvalidPayload:
    """The fault of a text that is longer than *limit* bytes."""
    size = f"{limit // 2**20} MiB" if limit >= 2**20 else f"{limit} bytes"
    return InvalidPayload("json-too-large", f"{name} is larger than {size}", hint=hint)


def _from_utf8(data: bytes, name: str) -> str:
    hint = "it looks like UTF-16: save it as UTF-8" if b"\0" in data[:4] else "save it as UTF-8"
    try:
        text = data.decode()
    except UnicodeDecodeError as refusal:
        line, column = position(before := data[: refusal.start].decode(), len(before))
        raise InvalidPayload("json-encoding", f"{name} is not UTF-8", line=line, column=column, hint=hint) from refusal
    if b"\0" in data[:2]:
        raise InvalidPayload("json-encoding", f"{name} is not UTF-8", line=1, column=1, hint=hint)
    return text


def _checked(text: str) -> str:
    """*text*, in which no half of a surrogate pair may stand: UTF-8 cannot write it."""
    half = None if text.isascii() else _HALF.search(text)
    if half is None:
        return text
    line, column = position(text, half.start())
    raise InvalidPayload("json-character", "half of a surrogate pair is no character", line=line, column=column)


def _may_be_wrong(text: str) -> bool:
    """Whether the text holds what the C scanner does not mind: suspect escapes, or too many levels."""
    if "\\u" in text and _SUSPECT.search(text):
        return True
    return text.count("{") + text.count("[") > DEEPEST and _is_deep(text)


def _is_deep(text: str) -> bool:
    """Whether something is left of the brackets when the innermost have been taken away as often as is allowed."""
    brackets = _NO_BRACKETS.sub("", text)
    for _ in range(DEEPEST):
        before = len(brackets)
        brackets = _PAIR.sub("", brackets)
        if len(brackets) == before:
            break
    return bool(brackets)


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    members = dict(pairs)
    if len(set(map(str.casefold, members))) < len(pairs):
        raise ValueError("a name is there twice")
    return members


def _integer(text: str) -> int:
    if len(text) > MOST_DIGITS:
        raise ValueError("a number is too long")
    return int(text)


def _fraction(text: str) -> WrittenFloat:
    number = WrittenFloat(text)
    if len(text) > MOST_DIGITS or math.isinf(number):
        raise ValueError("a number is too long or too large")
    return number


def _constant(text: str) -> Json:
    raise ValueError(f"{text} is no number")


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=_integer, parse_float=_fraction, parse_constant=_constant
)
