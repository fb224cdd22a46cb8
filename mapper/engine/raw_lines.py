"""YAML text -> its lines as a person means them: key, and value to its real end, also where YAML sees it otherwise.

This is no YAML parser: it knows indentation, dashes, keys, comments, quotes, block scalars and `{…}`, and it takes a
bracket or a quote within a value for a part of an expression. It is asked where the parser cannot be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_FARTHEST = 4_000
_FARTHEST_ALTOGETHER = 100_000
"""How many characters one value, and all of a file, are followed over further lines; it bounds the work for text in
which nothing closes. After that a value ends with its line.
"""

_LINE = re.compile(r"([ \t]*)([^\r\n]*)(?:\r\n|\r|\n|$)")
_DASH = re.compile(r"-(?:[ \t]+|(?=[\r\n]|$))")
_COLON = re.compile(r":(?=[ \t\r\n]|$)")
_BLOCK = re.compile(r"[|>][+-]?[0-9]?[+-]?[ \t]*(?:#.*)?$")
_QUOTED = {'"': re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL), "'": re.compile(r"'(?:[^']|'')*'")}
_SIGN = re.compile(r"['\"`(){}\[\],\r\n]|[ \t]#")
_FLOW_KEY = re.compile(r"[^\s,{}\[\]'\"`:][^,{}\[\]'\"`:\r\n]{0,200}?:(?=[ \t\r\n])")
_COMMENT = re.compile(r"[ \t]#")
_SPACE = re.compile(r"[ \t\r\n]*")


@dataclass(frozen=True, slots=True)
class Value:
    """A value from *start* to *end*, without its comment.

    `closed` and `rest`: it starts with a quote that ends, and something follows. `brackets`: it holds what `{…}` of
    YAML takes for its own. `hash_inside`: it holds a ` #` that is no comment. `line_end` is where its line ends.
    """

    start: int
    end: int
    line_end: int
    closed: bool = False
    rest: bool = False
    in_flow: bool = False
    brackets: bool = False
    hash_inside: bool = False


@dataclass(slots=True)
class Line:
    """A line that says something: where it begins after its dashes, its key, its values (several in `{…}`).

    `tabs` and `broken_key` are the characters of an indentation with tabs, and of a text that YAML takes for a key.
    """

    body: int
    key: str = ""
    tabs: tuple[int, int] | None = None
    broken_key: tuple[int, int] | None = None
    values: list[Value] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Extent:
    """How far an expression goes, and what was met on the way."""

    end: int
    brackets: bool
    hash_inside: bool
    is_open: bool


class _Reach:
    """How far values may be followed beyond their line, until that is used up."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.left = _FARTHEST_ALTOGETHER

    def beyond(self, line_end: int) -> int:
        """The place up to which a value may be followed that did not end on its line."""
        return min(len(self.text), line_end + min(_FARTHEST, self.left))

    def went(self, line_end: int, at: int) -> None:
        """A value was followed to *at*."""
        self.left -= max(min(at - line_end, self.left), 0)


def values_of(text: str) -> Iterator[Line]:
    """The lines of *text* that begin something; lines that go on with a text are passed over."""
    at = 0
    reach = _Reach(text)
    belongs_below: int | None = None  # lines deeper than this go on with the text above
    while at < len(text):
        found = _LINE.match(text, at)
        if found is None:
            return
        start, end, at = found.start(2), found.end(2), found.end()
        depth = start - found.start()
        if start == end or text[start] == "#":
            continue
        if belongs_below is not None and depth > belongs_below:
            continue
        line, reached, belongs_below = _read_line(reach, found.start(), start, end)
        yield line
        if reached > at:
            rest = _LINE.match(text, reached)
            at = rest.end() if rest else reached


def _read_line(reach: _Reach, line_start: int, start: int, end: int) -> tuple[Line, int, int | None]:
    """The line, the place up to which it was read, and the depth beyond which the next lines belong to it."""
    text = reach.text
    at, depth = start, start - line_start
    own_depth = depth - 1
    while dash := _DASH.match(text, at, end):
        own_depth = at - line_start
        at = dash.end()
    line = Line(at)
    if "\t" in text[line_start:start]:
        line.tabs = (line_start, start)
    if at >= end:
        return line, at, None
    colon = _key_colon(text, at, end)
    if colon is not None:
        key = text[at:colon].rstrip()
        if key[0] not in "\"'" and extent_of(text, at, colon).is_open:
            extent = extent_of(text, at, end)
            line.broken_key = (at, extent.end)
            return line, end, at - line_start
        line.key = key.strip("\"'")
        own_depth = at - line_start
        at = _after_space(text, colon + 1, end)
        if line.tabs is None and "\t" in text[colon + 1 : at]:
            line.tabs = (colon + 1, at)
    if at >= end or text[at] == "#":
        return line, end, None
    if _BLOCK.match(text, at, end):
        return line, end, own_depth
    line.values, reached = _values(reach, at, end)
    goes_on = text[at] not in "\"'{["
    return line, reached, own_depth if goes_on else None


def _key_colon(text: str, at: int, end: int) -> int | None:
    """Where the colon of a key stands, when the line has one."""
    if text[at] in "\"'":
        key = _QUOTED[text[at]].match(text, at, end)
        colon = _COLON.match(text, _after_space(text, key.end(), end)) if key else None
        return colon.start() if colon and colon.start() < end else None
    if text[at] in "{[&*!|>%@`#":
        return None
    colon = _COLON.search(text, at)
    if colon is None or colon.start() >= end:
        return None
    comment = _COMMENT.search(text, at, colon.start())
    return colon.start() if comment is None and colon.start() > at else None


def _values(reach: _Reach, at: int, end: int) -> tuple[list[Value], int]:
    """The values that begin at *at*, and the place up to which they reach."""
    text = reach.text
    first = text[at]
    if first in "\"'":
        quoted = _QUOTED[first].match(text, at, end) or _QUOTED[first].match(text, at, reach.beyond(end))
        reach.went(end, quoted.end() if quoted else reach.beyond(end))
        if quoted is None:
            return [Value(at, end, end)], end
        if quoted.end() > end:
            return [Value(at, quoted.end(), quoted.end(), closed=True)], quoted.end()
        extent = extent_of(text, quoted.end(), end)
        if extent.end == quoted.end():
            return [Value(at, quoted.end(), end, closed=True)], end
        return [Value(at, extent.end, end, closed=True, rest=True)], end
    if first in "{[" and text[at : at + 2] not in ("{{", "{%"):
        flow = _Flow(text, at, end, reach.beyond(end))
        values = flow.read()
        reach.went(end, flow.at)
        return values, max(flow.at, end) if flow.has_closed else end
    extent = extent_of(text, at, end)
    return [Value(at, extent.end, end, hash_inside=extent.hash_inside)], end


def extent_of(text: str, start: int, end: int, *, in_flow: bool = False) -> _Extent:
    """How far an expression goes: to *end*, a comment, or in `{…}` to the comma or bracket that ends it."""
    at, depth, brackets, hash_inside = start, 0, False, False
    while sign := _SIGN.search(text, at, end):
        char, at = sign[0], sign.end()
        if char in "'\"`":
            if sign.start() > start and text[sign.start() - 1].isalnum():
                continue
            close = _closing_quote(text, char, at, end)
            if close < 0:
                if char != "'" or depth:
                    return _Extent(_strip(text, start, end), brackets, hash_inside, True)
                continue
            inside = text[at:close]
            hash_inside = hash_inside or " #" in inside
            brackets = brackets or any(one in inside for one in ",{}[]")
            at = close + 1
        elif char.endswith("#"):
            if depth == 0 or not re.search(r"[)\]}]", text[at:end]):
                return _Extent(_strip(text, start, sign.start()), brackets, hash_inside, depth > 0)
            hash_inside = True
        elif char in "\r\n" or (in_flow and depth == 0 and char in ",}]"):
            return _Extent(_strip(text, start, sign.start()), brackets, hash_inside, depth > 0)
        elif char in "([{":
            depth += 1
            brackets = brackets or char != "("
        elif char in ")]}":
            depth = max(depth - 1, 0)
            brackets = brackets or char != ")"
        else:
            brackets = brackets or depth > 0
    return _Extent(_strip(text, start, end), brackets, hash_inside, depth > 0)


def _closing_quote(text: str, quote: str, at: int, end: int) -> int:
    """Where the quote closes on the line, or -1; a backslash keeps one from closing."""
    close = text.find(quote, at, end)
    while close > at and text[close - 1] == "\\":
        close = text.find(quote, close + 1, end)
    return close


def _after_space(text: str, at: int, end: int) -> int:
    space = _SPACE.match(text, at, end)
    return space.end() if space else at


def _strip(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in " \t\r\n":
        end -= 1
    return end


class _Flow:
    """`{…}` or `[…]` and the values in it; also over several lines."""

    def __init__(self, text: str, at: int, line_end: int, end: int) -> None:
        self.text = text
        self.at = at
        self.line_end = line_end
        self.end = end
        self.has_closed = False
        self.values: list[Value] = []
        self.opened: list[tuple[int, int]] = []  # where each bracket stands, and how many values there were before it

    def read(self) -> list[Value]:
        """The values up to the last bracket; only those of the line when it does not close before the end."""
        after_key = False
        while self.at < self.end:
            self.at = _after_space(self.text, self.at, self.end)
            char = self.text[self.at : self.at + 1]
            if not char:
                break
            if char in "{[" and self.text[self.at : self.at + 2] not in ("{{", "{%"):
                self.opened.append((self.at, len(self.values)))
                self.at += 1
            elif char in "}]":
                self._close()
                if not self.opened:
                    self.has_closed = True
                    return self.values
            elif char in ",:":
                self.at += 1
            else:
                after_key = self._scalar(after_key)
                continue
            after_key = False
        return [value for value in self.values if value.start < self.line_end]

    def _scalar(self, after_key: bool) -> bool:
        """A key or a value; tells whether it was a key."""
        if not after_key and self.text[self.opened[-1][0]] == "{" and (key := _FLOW_KEY.match(self.text, self.at)):
            self.at = key.end()
            return True
        start = self.at
        if self.text[start] in "\"'" and (quoted := _QUOTED[self.text[start]].match(self.text, start, self.end)):
            after = _after_space(self.text, quoted.end(), self.end)
            if self.text[after : after + 1] in (",", "}", "]", ":", ""):
                self._take(Value(start, quoted.end(), quoted.end(), closed=True, in_flow=True))
                return False
            extent = extent_of(self.text, quoted.end(), self.end, in_flow=True)
            self._take(Value(start, extent.end, extent.end, closed=True, rest=True, in_flow=True))
            return False
        extent = extent_of(self.text, start, self.end, in_flow=True)
        self._take(Value(start, max(extent.end, start + 1), extent.end, in_flow=True, brackets=extent.brackets))
        return False

    def _take(self, value: Value) -> None:
        self.values.append(value)
        self.at = value.end

    def _close(self) -> None:
        """A bracket closes. What goes on after it, such as `[0].value`, was an expression from the start."""
        start, before = self.opened.pop()
        self.at += 1
        end = self.end if self.opened else max(self.line_end, self.at)
        extent = extent_of(self.text, self.at, end, in_flow=bool(self.opened))
        if extent.end > self.at and self.text[self.at] != "#":
            del self.values[before:]
            self._take(Value(start, extent.end, extent.end, in_flow=True, brackets=True))
