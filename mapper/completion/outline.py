"""The text of a mapping, perhaps half-typed, and a place in it in; its keys and items by indentation, and the spot out.

This is no YAML parser: a line is a key, an item or goes on with what stands above it less deep, whatever is open there.
So a line that is not finished spoils no other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from .entries import LONGEST_VALUE, Entry
from .flow import Left, is_flow, read_flow
from .scalars import Scalar, comment_start, scalar

_LINE = re.compile(r"([ \t]*)([^\r\n]*)(\r\n|\r|\n|$)")
_DASH = re.compile(r"-(?:[ \t]+|$)")
_IN_KEY: Final = r"""(?:[^"'{}\[\]`:(#]|(?<=\S)#)*"""
_KEY = re.compile(
    rf"""("[^"]*"|'[^']*'|[^\s"'{{}}\[\],#&*!|>%@`:(]{_IN_KEY}(?::(?=\S){_IN_KEY})*)(?<=\S)[ \t]*:(?=[ \t]|$)"""
)
_BLANKS: Final = " \t"
_MOST_IN_FLOWS: Final = 100_000
_LATER_KEY = re.compile(r"([A-Za-z_]\w*):(?=\s)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something is typed: `path` leads there; `before` is what is written of it, `behind` what follows.

    `head`: a key may be typed here. `has_colon`: it has its colon already. `close`: a blank is due first.
    `there`: the keys beside it. `in_flow`: it stands in braces or brackets, and not at a `column` of its own;
    `in_braces`: nothing but a key may stand here.
    """

    path: tuple[Entry, ...]
    before: str
    behind: str = ""
    head: bool = False
    has_colon: bool = False
    close: bool = False
    there: frozenset[str] = frozenset()
    column: int = 0
    in_flow: bool = False
    in_braces: bool = False

    def as_head(self) -> Spot:
        """The same where it was taken for a text below a key that takes none: the last line of it begins a key."""
        line = self.before.rpartition("\n")[2]
        word = line.lstrip()
        there = frozenset(each.key for each in self.path[-1].below if each.key is not None)
        return replace(self, before=word, head=True, there=there, column=len(line) - len(word))

    @property
    def scalar(self) -> Scalar:
        """What is written so far as a scalar."""
        return scalar(self.before)


@dataclass(frozen=True, slots=True)
class Outline:
    """The entries of a text below `root`, and the spot, None where nothing is to be completed."""

    root: Entry
    spot: Spot | None


def outline(text: str, at: int) -> Outline:
    """The outline of *text* with the spot at the character *at*."""
    reading = _Reading(text, at)
    for line in _LINE.finditer(text):
        reading.line(line.start(1), line.start(2), line.end(2))
    reading.flows()
    return Outline(reading.root, reading.spot())


class _Reading:
    """One text on its way from lines to entries. `stack` leads to the entry that was read last."""

    def __init__(self, text: str, at: int) -> None:
        self._text, self._at = text, at
        self.root = Entry(None, -1, text, 0, 0)
        self._stack = [self.root]
        self._open: Entry | None = None
        """Whose value the next lines may go on with; `is_stray` when it stands below its key."""
        self._is_stray = False
        self._found: Spot | None = None
        self._typed: Entry | None = None
        self._has_spot = False
        self._flows: list[Entry] = []

    def spot(self) -> Spot | None:
        """The spot, with the keys beside it: they may stand behind it, so that all lines are read first."""
        spot = self._found
        if spot is None or not spot.head or spot.in_flow:
            return spot
        parent = spot.path[-1] if spot.path else self.root
        there = frozenset(each.key for each in parent.below if each.key is not None and each is not self._typed)
        is_list = any(each.key is None for each in parent.below)
        # Below a list of items the next thing is a dash.
        return None if is_list else replace(spot, there=there)

    def flows(self) -> None:
        """Read what stands in brackets and braces; of a long text the first of it."""
        left = _MOST_IN_FLOWS
        for entry in self._flows:
            end = min(entry.end, entry.value + left)
            if end > entry.value:
                read_flow(entry, entry.value, end)
            left = max(left - (end - entry.value), 0)

    def line(self, start: int, body: int, end: int) -> None:
        """Read the line from *start* to *end*, whose first sign stands at *body*."""
        is_here = not self._has_spot and start <= self._at <= end
        self._has_spot = self._has_spot or is_here
        column = (self._at if is_here and body == end else body) - start
        if self._open is not None and self._goes_on(column, body, end) and (body < end or is_here):
            if body < end:
                self._open.end = end
            if is_here:
                self._value(self._open, end)
        elif body == end:
            if is_here:
                self._head(column, self._at, end)
        elif self._text[body] == "#" or (is_here and self._at < body):
            if self._text[body] != "#":
                self._entry(start, body, end, is_here=False)
        else:
            self._entry(start, body, end, is_here=is_here)

    def _goes_on(self, column: int, body: int, end: int) -> bool:
        """Whether a line goes on with the value above it."""
        if self._open is None or column <= self._open.column:
            return False
        # A text below its key ends where something begins: it was a line that is not finished.
        return not (self._is_stray and (_DASH.match(self._text, body, end) or _KEY.match(self._text, body, end)))

    def _entry(self, start: int, at: int, end: int, *, is_here: bool) -> None:
        """Read a line that begins something."""
        text, self._open = self._text, None
        item: Entry | None = None
        while dash := _DASH.match(text, at, end):
            item = self._push(Entry(None, at - start, text, dash.end(), dash.end()))
            if is_here and self._at <= at:
                return
            is_close = self._at == at + 1
            at = dash.end()
            if is_here and (self._at < at or at == end):
                self._head(at - start, self._at, self._at, close=is_close)
                is_here = False
        if at == end:
            return
        key = _KEY.match(text, at, end)
        if key is not None:
            self._key(key, start, end, is_here=is_here)
            return
        if item is not None:
            self._with_value(item, at, end)
        if is_here and item is not None and is_flow(text, at):
            self._value(item, end)
        elif is_here:
            self._head(at - start, at, end)
        elif item is None:
            self._stray(at, at - start, end)

    def _stray(self, at: int, column: int, end: int) -> None:
        """A text on lines of its own is the value of the key above it."""
        self._pop(2 * column)
        above = self._stack[-1]
        if above.value == above.end and not above.below and above is not self.root:
            self._with_value(above, at, end)
            self._is_stray = True

    def _with_value(self, entry: Entry, at: int, end: int) -> None:
        """What stands at *at* is the value of *entry*; lines that are deeper go on with it."""
        entry.value, entry.end = at, end
        self._open, self._is_stray = entry, False
        if is_flow(self._text, at):
            self._flows.append(entry)

    def _key(self, key: re.Match[str], start: int, end: int, *, is_here: bool) -> None:
        text, at, colon = self._text, key.start(), key.end()
        value = colon
        while value < end and text[value] in _BLANKS:
            value += 1
        entry = Entry(key[1].strip("\"'"), at - start, text, value, value)
        if is_here and self._at < colon:
            self._head(at - start, at, colon - 1)
            self._typed = self._push(entry)
        else:
            self._push(entry)
        comment = comment_start(text[value:end]) if end - value <= LONGEST_VALUE else None
        if comment != 0 and value < end:
            self._with_value(entry, value, end)
        if is_here and self._at >= colon:
            self._value(entry, end)

    # --- the spot ----------------------------------------------------------------------------------------------------

    def _head(self, column: int, at: int, end: int, *, close: bool = False) -> None:
        """What is typed at *column* from the character *at* is a key, or a text of its own."""
        self._pop(2 * column)
        has_colon = self._text[end : end + 1] == ":"
        self._found = Spot(
            tuple(self._stack[1:]),
            self._text[at : self._at],
            self._text[self._at : end],
            head=True,
            has_colon=has_colon,
            close=close,
            column=column,
        )

    def _value(self, entry: Entry, end: int) -> None:
        """What is typed is the value of *entry*, which goes on to *end* on this line."""
        text, at = self._text, self._at
        begin = min(entry.value, at)
        is_close = entry.key is not None and begin == at and text[at - 1 : at] == ":"
        if begin < at and is_flow(text, begin) and at - begin <= LONGEST_VALUE:
            # What is read up to here hangs below an entry of its own: all of the value is read as well.
            copy = Entry(entry.key, entry.column, text, begin, at, entry.above)
            left = read_flow(copy, begin, at)
            self._found = self._in_flow(left, text[at:end]) if left is not None else None
            return
        self._found = Spot(self._path(entry), text[begin:at], text[at:end], close=is_close)

    def _in_flow(self, left: Left, behind: str) -> Spot:
        """The spot in brackets or braces; the keys beside it may follow on its line."""
        there = {each.key for each in left.entry.below if each.key is not None}
        there |= {key[1] for key in _LATER_KEY.finditer(behind.partition("}")[0])}
        return Spot(
            self._path(left.entry),
            self._text[left.start : self._at],
            behind,
            left.head,
            there=frozenset(there),
            in_flow=True,
            in_braces=left.in_braces,
        )

    def _path(self, entry: Entry) -> tuple[Entry, ...]:
        """What leads to *entry*, outermost first."""
        path: list[Entry] = []
        above: Entry | None = entry
        while above is not None and above is not self.root:
            path.append(above)
            above = above.above
        return tuple(reversed(path))

    # --- the stack ---------------------------------------------------------------------------------------------------

    def _push(self, entry: Entry) -> Entry:
        self._pop(entry.depth)
        entry.above = self._stack[-1]
        entry.above.below.append(entry)
        self._stack.append(entry)
        return entry

    def _pop(self, depth: int) -> None:
        while self._stack[-1].depth >= depth and len(self._stack) > 1:
            self._stack.pop()
