"""A value in the braces or brackets of YAML, perhaps cut off -> the entries in it, and where it was left off."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from .entries import Entry

_SPACE = re.compile(r"[ \t\r\n]*")
_QUOTED: Final = {'"': re.compile(r'"(?:[^"\\]|\\.)*("?)', re.DOTALL), "'": re.compile(r"'(?:[^']|'')*('?)")}
_KEY_END = re.compile(r":(?=[ \t\r\n]|$)")
_SIGN = re.compile(r"""['"`(){}\[\],]|:(?=[ \t\r\n]|$)""")
_TEMPLATES: Final = ("{{", "{%", "{#")


def is_flow(text: str, at: int) -> bool:
    """Whether a list or mapping in brackets or braces begins at *at*, and no template."""
    return text[at : at + 1] in ("{", "[") and text[at : at + 2] not in _TEMPLATES


@dataclass(frozen=True, slots=True)
class Left:
    """Where the text ends within brackets: below `entry`, in what begins at `start`.

    `head`: a key may stand there, and with `in_braces` nothing else.
    """

    entry: Entry
    start: int
    head: bool
    in_braces: bool = False


@dataclass(slots=True)
class _Frame:
    """A bracket that is open: whose list or mapping it is, and the key whose value is due."""

    sign: str
    owner: Entry
    key: Entry | None = None


def read_flow(of: Entry, start: int, end: int) -> Left | None:
    """Read `of.source[start:end]` into entries below *of*, and tell where it was left off; None when it has closed."""
    return _Flow(of, start, end).read()


class _Flow:
    """One value on its way from its first bracket to its last."""

    def __init__(self, of: Entry, start: int, end: int) -> None:
        self._of, self._text, self._at, self._end = of, of.source, start, end
        self._frames: list[_Frame] = []
        self._start = start

    def read(self) -> Left | None:
        while True:
            self._skip()
            self._start = self._at
            if self._at >= self._end:
                return self._left("")
            sign = self._text[self._at]
            if is_flow(self._text, self._at):
                self._frames.append(_Frame(sign, self._owner()))
                self._at += 1
            elif sign in "}]":
                self._frames.pop()
                self._at += 1
                if not self._frames:
                    return None
            elif sign == ",":
                self._frames[-1].key = None
                self._at += 1
            else:
                word = self._scalar()
                if self._at >= self._end:
                    return self._left(word)
                self._take(word)

    def _owner(self) -> Entry:
        """Whose list or mapping begins here."""
        if not self._frames:
            return self._of
        frame = self._frames[-1]
        return frame.key if frame.key is not None else self._new(frame, None)

    def _take(self, word: str) -> None:
        """A scalar has ended: a key, its value, or an item."""
        frame = self._frames[-1]
        if frame.sign == "{" and frame.key is None:
            frame.key = self._new(frame, word.strip().strip("\"'"))
            if colon := _KEY_END.match(self._text, self._at, self._end):
                self._at = colon.end()
            return
        entry = frame.key if frame.key is not None else self._new(frame, None)
        entry.value, entry.end = self._start, self._at

    def _left(self, word: str) -> Left:
        frame = self._frames[-1]
        if frame.sign == "[":
            return Left(self._new(frame, None), self._start, True)
        if frame.key is not None:
            return Left(frame.key, self._start, False)
        return Left(frame.owner, self._start, True, in_braces=True)

    def _new(self, frame: _Frame, key: str | None) -> Entry:
        entry = Entry(key, frame.owner.column + 1, self._text, self._at, self._at, frame.owner)
        frame.owner.below.append(entry)
        return entry

    def _scalar(self) -> str:
        """Go to the end of a scalar; brackets and quotes within it are those of an expression."""
        text, start, depth = self._text, self._at, 0
        quoted = _QUOTED[text[start]].match(text, start, self._end) if text[start] in _QUOTED else None
        if quoted is not None:
            self._at = quoted.end()
            return text[start : self._at]
        at = start
        while sign := _SIGN.search(text, at, self._end):
            at = sign.end()
            if sign[0] in _QUOTED and (inner := _QUOTED[sign[0]].match(text, sign.start(), self._end)):
                at = inner.end()
            elif sign[0] in "([{":
                depth += 1
            elif depth and sign[0] in ")]}":
                depth -= 1
            elif not depth and sign[0] in ",]}:":
                self._at = max(sign.start(), start + 1)
                return text[start : self._at]
        self._at = self._end
        return text[start : self._end]

    def _skip(self) -> None:
        space = _SPACE.match(self._text, self._at, self._end)
        self._at = space.end() if space else self._at
