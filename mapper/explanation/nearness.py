"""Two values that are not equal -> in what they differ, when that is so little that they were meant to be equal."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Callable, Iterable
from typing import Final

from ..json_writer import write_json
from ..schemas.values import Json

_LONGEST: Final = 256
"""Longer texts are not compared: no name, code or type is that long."""

_SPELLING: Final = 0.8
_SHORTEST_SPELLED: Final = 5

Relation = Callable[[str, str], bool]


def _blanks(text: str) -> str:
    return " ".join("".join(" " if char in _UNSEEN else char for char in text).split())


def _zeros(text: str) -> str:
    return text.lstrip("0") if text.isascii() and text.isdigit() else text


def _accents(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))


_UNSEEN: Final = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
"""Characters without a width, which count as blanks here."""

_FOLDS: Final[tuple[tuple[str, tuple[Callable[[str], str], ...]], ...]] = (
    ("capitals", (str.casefold,)),
    ("blanks", (_blanks,)),
    ("accents", (_accents,)),
    ("capitals and blanks", (_blanks, str.casefold)),
    ("capitals and accents", (_accents, str.casefold)),
    ("capitals, blanks and accents", (_blanks, _accents, str.casefold)),
    ("leading zeros", (_zeros,)),
    ("blanks and leading zeros", (_blanks, _zeros)),
    ("leading zeros, blanks and accents", (_blanks, _accents, _zeros)),
)


def nearness(left: Json, right: Json) -> str | None:
    """How *left* and *right* are nearly equal: `the same but for capitals`; None when they are not near.

    Only for values that are not equal.
    """
    if isinstance(left, str) and isinstance(right, str):
        return relation_nearness(str.__eq__, left, right) or _spelling(left, right)
    if isinstance(left, str) == isinstance(right, str) or left is None or right is None:
        return None
    text, other = (left, right) if isinstance(left, str) else (right, left)
    if isinstance(other, (bool, int, float)) and text.strip().casefold() == write_json(other).casefold():
        return f"the same, but one is text and the other {'a boolean' if isinstance(other, bool) else 'a number'}"
    return None


def relation_nearness(holds: Relation, left: str, right: str) -> str | None:
    """But for what *holds*, such as `str.startswith`, would be true of two texts; None when it would not be anyway."""
    if max(len(left), len(right)) > _LONGEST:
        return None
    for name, folds in _FOLDS:
        one, other = left, right
        for fold in folds:
            one, other = fold(one), fold(other)
        if one and other and holds(one, other):
            return f"the same but for {name}"
    return None


def nearest(text: str, known: Iterable[str]) -> str | None:
    """The one of *known* that is near to *text*, the nearest kind of difference first; None when there is none.

    Takes time in proportion to what is known: each is folded once, and only like ones are compared letter by letter.
    """
    if len(text) > _LONGEST:
        return None
    others = [other for other in known if other != text and len(other) <= _LONGEST]
    folded = _all_folded(text)
    near = next((other for other in others if folded and _all_folded(other) == folded), None)
    if near is not None or len(text) < _SHORTEST_SPELLED:
        return near
    matcher = difflib.SequenceMatcher(None, "", text.casefold(), autojunk=False)
    for other in others:
        matcher.set_seq1(other.casefold())
        if len(other) < _SHORTEST_SPELLED or matcher.real_quick_ratio() < _SPELLING:
            continue
        if matcher.quick_ratio() >= _SPELLING and _spelling(text, other):
            return other
    return None


def _all_folded(text: str) -> str:
    """What is the same for texts that differ in capitals, blanks, accents and leading zeros alone."""
    return _zeros(_accents(_blanks(text))).casefold()


def _spelling(left: str, right: str) -> str | None:
    if not _SHORTEST_SPELLED <= min(len(left), len(right)) <= max(len(left), len(right)) <= _LONGEST:
        return None
    near = difflib.SequenceMatcher(None, left.casefold(), right.casefold(), autojunk=False).ratio() >= _SPELLING
    return "spelled nearly the same" if near else None
