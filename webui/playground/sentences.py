"""Clauses of the engine -> sentences that stand by themselves, as text, or in pieces that look different."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mapper.schemas.values import Json

_QUOTED = re.compile("`([^`]*)`")
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_A-Z]|['’-])*[,;:.?!]?(?:\s|\Z)")
_ENDS = (".", "?", "!")


def counted(number: int, noun: str) -> str:
    """`1 problem`, `2 problems`."""
    return f"{number} {noun}" if number == 1 else f"{number:,} {noun}s"


def sentence(clause: object) -> str:
    """A clause as the engine words it, with a capital and a full stop."""
    text = str(clause)
    return _capital(text) + ("" if text.endswith(_ENDS) else ".")


def pieces(parts: Sequence[dict[str, Json]]) -> list[tuple[str, str]]:
    """A clause in parts, as `mapper.preview` gives it, as a sentence of pieces: each is `words`, `code` or a `value`.

    Words of a mapping stand in backquotes, and are code; what a value holds means nothing.
    """
    found = list(_pieces(parts))
    if found and not (found[-1][0] == "words" and found[-1][1].endswith(_ENDS)):
        found.append(("words", "."))
    return found


def _pieces(parts: Sequence[dict[str, Json]]) -> Iterator[tuple[str, str]]:
    for at, part in enumerate(parts):
        if part["is_value"]:
            yield "value", part["text"]
            continue
        for place, text in enumerate(_QUOTED.split(part["text"])):
            if place % 2:
                yield "code", text
            elif text:
                yield "words", _capital(text) if at == place == 0 else text


def _capital(text: str) -> str:
    """The text with a capital, unless it starts with a word of code, such as `phone_e164()` or `userName`."""
    is_word = _WORD.match(text) is not None
    return text[:1].upper() + text[1:] if is_word else text
