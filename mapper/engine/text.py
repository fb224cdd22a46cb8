"""Characters and where they came from: a source, a span of it, and text that maps back to its file.

In goes the text of a file and what the YAML parser says of a scalar; out come places that a person can look up.
Offsets are counted in characters (code points) from 0; lines and columns from 1. A line ends at LF, CRLF or CR,
as editors see it, and not where YAML ends one besides (U+0085, U+2028, U+2029). Editors in a browser count UTF-16 code
units instead of characters.
"""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

_LINE_END = re.compile(r"\r\n|\n|\r")
_OF_TWO_UNITS = re.compile("[\U00010000-\U0010ffff]")

Style = Literal["plain", "single", "double", "literal", "folded"]


@dataclass(frozen=True)
class Source:
    """A text and the name under which its author knows it, such as `acme.yaml`."""

    name: str
    text: str = field(repr=False)

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(found.end() for found in _LINE_END.finditer(self.text))]

    @cached_property
    def _of_two_units(self) -> list[int]:
        """The offsets of the characters that are two code units in UTF-16."""
        return [found.start() for found in _OF_TWO_UNITS.finditer(self.text)] if not self.text.isascii() else []

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1, of the character at *offset*."""
        line = bisect.bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    def offset(self, line: int, column: int) -> int:
        """The offset of a line and column; of what lies behind the text its end."""
        starts = self._line_starts
        return min(starts[line - 1] + column - 1, len(self.text)) if line <= len(starts) else len(self.text)

    def units(self, offset: int) -> int:
        """An offset in characters as one in UTF-16 code units."""
        return offset + bisect.bisect_left(self._of_two_units, offset)

    def characters(self, units: int) -> int:
        """An offset in UTF-16 code units as one in characters; within a character it is where that begins."""
        starts = [offset + earlier for earlier, offset in enumerate(self._of_two_units)]
        return max(0, min(units - bisect.bisect_left(starts, units), len(self.text)))

    def line(self, number: int) -> str:
        """The text of a line, without its end; empty when there is no such line."""
        starts = self._line_starts
        if not 1 <= number <= len(starts):
            return ""
        end = starts[number] if number < len(starts) else len(self.text)
        return self.text[starts[number - 1] : end].rstrip("\r\n")


@dataclass(frozen=True, slots=True)
class Place:
    """A span as people read it: file, first line and column, last line and column (from 1, end exclusive)."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Span:
    """The characters of *source* from *start* up to, not including, *end*."""

    source: Source
    start: int
    end: int

    @property
    def place(self) -> Place:
        """Where that is, in lines and columns."""
        line, column = self.source.position(self.start)
        end_line, end_column = self.source.position(self.end)
        return Place(self.source.name, line, column, end_line, end_column)

    @property
    def text(self) -> str:
        """The characters themselves, as they stand in the source."""
        return self.source.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Text:
    """A scalar: its value, and the span of the file it was read from (with its quotes or block header).

    `in_flow` where it stands within `{…}` or `[…]` of YAML.
    """

    value: str
    span: Span
    style: Style = "plain"
    in_flow: bool = False

    @property
    def is_traced(self) -> bool:
        """Whether every character of the value can be traced to its place, so that `at` is exact."""
        return _origins(self) is not None

    def at(self, start: int, end: int) -> Span:
        """The span of the file from which the characters *start* to *end* of the value came.

        Exact where every character can be traced; else the whole scalar: exact or honestly wide, never wrong.
        """
        origins = _origins(self)
        if origins is None:
            return self.span
        beyond = len(origins) - 1
        first = origins[min(start, beyond)]
        if end <= start or end > beyond:
            return Span(self.span.source, first, max(first, origins[min(end, beyond)]))
        doubled = self.style == "single" and self.value[end - 1] == "'"
        return Span(self.span.source, first, origins[end - 1] + (2 if doubled else 1))


def _origins(text: Text) -> list[int] | None:
    """For each character of the value, and one past it, the offset in the file; None when it cannot be traced."""
    raw, base = text.span.text, text.span.start
    if text.style == "double":
        return _trace_escaped(raw, base, text.value)
    if text.style == "single":
        return _trace(raw, base, text.value, 1, len(raw) - 1, doubled="'")
    if text.style == "plain":
        return _trace(raw, base, text.value, 0, len(raw), doubled="")
    header = _LINE_END.search(raw)
    return _trace(raw, base, text.value, header.end() if header else len(raw), len(raw), doubled="")


def _trace(raw: str, base: int, value: str, start: int, end: int, *, doubled: str) -> list[int] | None:
    """Walk raw text and value side by side; folding changes blanks only, so all other characters must agree."""
    origins: list[int] = []
    at = start
    for char in value:
        if char in " \t\n":
            # A blank of the value stands for the next raw character if that is the same, else for a fold.
            origins.append(min(at, end))
            if at < end and raw[at] == char:
                at += 1
            continue
        while at < end and raw[at] in " \t\r\n":
            at += 1
        if at >= end or raw[at] != char:
            return None
        origins.append(at)
        at += 2 if char == doubled and raw[at : at + 2] == doubled * 2 else 1
    origins.append(min(at, end))
    return [base + offset for offset in origins]


def _trace_escaped(raw: str, base: int, value: str) -> list[int] | None:
    """Double-quoted text is exact when nothing in it is escaped; an escape makes the answer wide."""
    if "\\" in raw:
        return None
    return _trace(raw, base, value, 1, len(raw) - 1, doubled="")
