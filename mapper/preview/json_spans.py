"""A JSON text that could be read, and pointers into its value -> the characters where each value is written.

The value may be the normalised one, so names are found in any case, and where normalising made a list of one, or an
object with `value`, what was wrapped is found. The C scanner tells where a value ends; only the objects and lists on
the way to a pointer are walked in Python, and only as far as to the last that is asked for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import Final, TypeAlias

from ..explanation.pointers import names_of

Spans: TypeAlias = dict[str, tuple[int, int]]

_SKIM: Final = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)
_BLANKS: Final = re.compile(r"[ \t\n\r]*+")


def spans_at(text: str, pointers: Iterable[str]) -> Spans:
    """Start and end of the value at each of *pointers* (RFC 6901); what is not in *text* is left out.

    *text* is JSON without faults: no name is there twice, in any case, and no more than 32 levels.
    """
    whole = _Asked()
    for pointer in pointers:
        whole.add(pointer)
    walk = _Walk(text)
    walk.value(walk.skip_blanks(0), [(whole, walk.exact)])
    return walk.likely | walk.exact


class _Asked:
    """What is asked of one value: the pointers that end here, and the same of its parts, by name in any case."""

    __slots__ = ("parts", "pointers")

    def __init__(self) -> None:
        self.pointers: list[str] = []
        self.parts: dict[str, _Asked] = {}

    def add(self, pointer: str) -> None:
        """Ask for a value below this one."""
        asked = self
        for name in names_of(pointer):
            asked = asked.parts.setdefault(name.casefold(), _Asked())
        asked.pointers.append(pointer)


_Open: TypeAlias = Sequence[tuple[_Asked, Spans]]
"""What is asked of a value, each with the spans to which it belongs."""


class _Walk:
    """Goes through a text. `exact` has what stands at a pointer, `likely` what was wrapped before it stood there."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.exact: Spans = {}
        self.likely: Spans = {}

    def skip_blanks(self, at: int) -> int:
        """The next character that is not blank."""
        blanks = _BLANKS.match(self._text, at)
        return blanks.end() if blanks else at

    def value(self, start: int, asked: _Open) -> int:
        """Note where the value at *start* stands, and what is asked of its parts. Gives its end."""
        end = _SKIM.raw_decode(self._text, start)[1]
        char = self._text[start]
        if char != "[":
            asked = [*asked, *self._wrapped(asked, "0")]
        if char == '"':
            asked = [*asked, *self._wrapped(asked, "value")]
        for each, spans in asked:
            spans.update(dict.fromkeys(each.pointers, (start, end)))
        if char in "{[" and any(each.parts for each, _ in asked):
            (self._members if char == "{" else self._elements)(start, end, asked)
        return end

    def _wrapped(self, asked: _Open, name: str) -> _Open:
        """What is asked of the one part of the list or object that normalising makes of a value."""
        return [(each.parts[name], self.likely) for each, _ in asked if name in each.parts]

    def _members(self, start: int, end: int, asked: _Open) -> None:
        """Look for what is asked of an object."""
        due = {name for each, _ in asked for name in each.parts}
        at = self.skip_blanks(start + 1)
        while due and at < end - 1:
            name, at = _SKIM.raw_decode(self._text, at)
            at = self.skip_blanks(self.skip_blanks(at) + 1)
            at = self._part(str(name).casefold(), at, asked, due)

    def _elements(self, start: int, end: int, asked: _Open) -> None:
        """Look for what is asked of a list."""
        due = {name for each, _ in asked for name in each.parts if name.isdecimal()}
        at, index = self.skip_blanks(start + 1), 0
        while due and at < end - 1:
            at = self._part(str(index), at, asked, due)
            index += 1

    def _part(self, name: str, at: int, asked: _Open, due: set[str]) -> int:
        """Go over the part *name* at *at*. Gives where the next one begins."""
        inner = [(each.parts[name], spans) for each, spans in asked if name in each.parts]
        due.discard(name)
        at = self.skip_blanks(self.value(at, inner))
        return self.skip_blanks(at + 1) if self._text[at] == "," else at
