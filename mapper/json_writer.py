"""JSON values -> one JSON text (RFC 8259), numbers digit by digit as they were sent.

What steers a terminal or turns the direction of text is written as an escape, which reads back as the same character.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from decimal import Decimal
from json.encoder import encode_basestring

from .schemas.values import Json, WrittenFloat
from .terminal import UNSHOWABLE


def write_json(value: Json, indent: int | None = None) -> str:
    """The JSON text of *value*: on one line, or over several lines, each level *indent* blanks further in.

    A Decimal is written as its digits, a WrittenFloat as its text. Raises ValueError for a number that JSON does not
    have (NaN, Infinity), and TypeError for what is no JSON value.
    """
    return _shown(_write(value)) if indent is None else _over_lines(value, " " * indent, "\n")


def _over_lines(value: Json, indent: str, margin: str) -> str:
    """The text with each member and element on its line; *margin* is the end of a line and the blanks after it."""
    deeper = margin + indent
    if isinstance(value, dict) and value:
        members = [f"{_shown(encode_basestring(name))}: {_over_lines(value[name], indent, deeper)}" for name in value]
        return "{" + deeper + f",{deeper}".join(members) + margin + "}"
    if isinstance(value, (list, tuple)) and value:
        return "[" + deeper + f",{deeper}".join(_over_lines(each, indent, deeper) for each in value) + margin + "]"
    return _shown(_write(value))


def _shown(written: str) -> str:
    """JSON text on one line, with escapes for what cannot be shown as it is: that only stands within quotes."""
    return written if written.isprintable() else UNSHOWABLE.sub(_escape, written)


def _escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


def _write(value: Json) -> str:
    return _WRITERS.get(type(value), _other)(value)


def _object(value: dict[str, Json]) -> str:
    members = [
        f"{encode_basestring(name)}: {_WRITERS.get(type(member), _other)(member)}" for name, member in value.items()
    ]
    return "{" + ", ".join(members) + "}"


def _list(value: list[Json] | tuple[Json, ...]) -> str:
    return "[" + ", ".join(map(_write, value)) + "]"


def _boolean(value: bool) -> str:
    return "true" if value else "false"


def _null(value: None) -> str:
    return "null"


def _written(value: WrittenFloat) -> str:
    return value.text


def _fraction(value: float | Decimal) -> str:
    if not math.isfinite(value):
        raise ValueError(f"JSON has no number {value}")
    return float.__repr__(value) if isinstance(value, float) else str(value)


_WRITERS: dict[type, Callable[[Json], str]] = {
    str: encode_basestring,
    dict: _object,
    list: _list,
    tuple: _list,
    type(None): _null,
    bool: _boolean,
    int: int.__repr__,
    WrittenFloat: _written,
    float: _fraction,
    Decimal: _fraction,
}


def _other(value: Json) -> str:
    """The text of a value whose type is derived from one that JSON has, such as a list of keys."""
    for kind in type(value).__mro__:
        if kind in _WRITERS:
            return _WRITERS[kind](value)
    raise TypeError(f"{type(value).__name__} is no JSON value")
