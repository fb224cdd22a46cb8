"""JSON values -> one JSON text (RFC 8259), numbers digit by digit as they were sent.

What steers a terminal or turns the direction of text is written as an escape, which reads back as the same character.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal
from json.encoder import encode_basestring

from .schemas.values import Json, WrittenFloat
from .terminal import UNSHOWABLE

_LITERALS = {True: "true", False: "false", None: "null"}


def write_json(value: Json, indent: int | None = None) -> str:
    """The JSON text of *value*: on one line, or over several lines, each level *indent* blanks further in.

    A Decimal is written as its digits, a WrittenFloat as its text. Raises ValueError for a number that JSON does not
    have (NaN, Infinity), and TypeError for what is no JSON value.
    """
    return _write(value, indent, 0)


def _write(value: Json, indent: int | None, depth: int) -> str:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, dict):
        members = [f"{_key(key)}: {_write(member, indent, depth + 1)}" for key, member in value.items()]
        return _enclose("{", members, "}", indent, depth)
    if isinstance(value, (list, tuple)):
        return _enclose("[", [_write(element, indent, depth + 1) for element in value], "]", indent, depth)
    if value is None or isinstance(value, bool):
        return _LITERALS[value]
    return _number(value)


def _enclose(opening: str, parts: list[str], closing: str, indent: int | None, depth: int) -> str:
    if indent is None or not parts:
        return opening + ", ".join(parts) + closing
    margin = "\n" + " " * (indent * depth)
    deeper = margin + " " * indent
    return opening + deeper + f",{deeper}".join(parts) + margin + closing


def _key(key: Json) -> str:
    if not isinstance(key, str):
        raise TypeError(f"the name of a JSON member is text, not {type(key).__name__}")
    return _text(key)


def _text(text: str) -> str:
    written = encode_basestring(text)
    return written if written.isascii() and "\x7f" not in written else UNSHOWABLE.sub(_escape, written)


def _escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


def _number(value: Json) -> str:
    if isinstance(value, WrittenFloat):
        return value.text
    if isinstance(value, int):
        return int.__repr__(value)
    if not isinstance(value, (float, Decimal)):
        raise TypeError(f"{type(value).__name__} is no JSON value")
    if not math.isfinite(value):
        raise ValueError(f"JSON has no number {value}")
    return float.__repr__(value) if isinstance(value, float) else str(value)
