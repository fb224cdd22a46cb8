"""JSON text in which something is wrong -> the first fault, with its place, in words; None when all is well.

It reads every character in Python and keeps no values: right and slow, for texts that the quick reader refused.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NoReturn, TypeAlias

from .schemas.normalise import DEEPEST
from .schemas.values import InvalidPayload

MOST_DIGITS: Final = 1000
"""Python reads longer numbers in quadratic time, and nobody sends them."""

_BLANKS = re.compile(r"[ \t\n\r]*+")
_STRING = re.compile(r'"[^"\\\x00-\x1f]*+(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*+)*+')
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.+-])", re.ASCII)
_WORD = re.compile(r"[^\s,:\[\]{}\"]+")
_ESCAPE = re.compile(r"\\u[dD][89abAB]..\\u[dD][c-fC-F]..|\\u(?P<bad>0000|[dD][89a-fA-F]..)|\\.")

_ADVICE = {
    "'": 'JSON has double quotes: "text"',
    "‘": 'JSON has straight double quotes: "text"',
    "’": 'JSON has straight double quotes: "text"',
    "“": 'JSON has straight double quotes: "text"',
    "”": 'JSON has straight double quotes: "text"',
    "/": "JSON has no comments",
    "#": "JSON has no comments",
    "<": "this looks like XML or HTML, not like JSON",
}
_MEANT = {"true": "true", "false": "false", "none": "null", "nil": "null", "undefined": "null", "null": "null"}
_NO_NUMBERS = ("NaN", "Infinity", "-Infinity")
_MOST_SHOWN = 40
_CLOSING = {"{": "}", "[": "]"}


def first_fault(text: str, name: str) -> InvalidPayload | None:
    """The first fault of the JSON text; *name* is what the text is called where there is nothing in it."""
    due: _State | None = _Walk(text, name).value
    try:
        while due is not None:
            due = due()
    except InvalidPayload as fault:
        return fault
    return None


def position(text: str, offset: int) -> tuple[int, int]:
    """Line and column, both from 1, of the character at *offset*."""
    ends = text.count("\n", 0, offset) + text.count("\r", 0, offset) - text.count("\r\n", 0, offset)
    start = max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1
    return ends + 1, offset - start + 1


def _shortened(word: str) -> str:
    """A word of the text, or as much of it as a sentence can bear."""
    return word if len(word) <= _MOST_SHOWN else f"{word[:_MOST_SHOWN]}…"


@dataclass(slots=True)
class _Open:
    """An object or list that has begun; an object has the names it holds, as they are compared and as written."""

    start: int
    names: dict[str, str]


class _Walk:
    """A place in the text. Each state is a method that reads on and gives the next one, None at the end."""

    def __init__(self, text: str, name: str) -> None:
        self._text = text
        self._name = name
        self._at = 0
        self._open: list[_Open] = []

    def value(self) -> _State:
        """Read a value, or into one."""
        char = self._next()
        if char == '"':
            self._string()
        elif char in ("{", "["):
            self._enter()
            return self._first_name if char == "{" else self._first_element
        elif number := _NUMBER.match(self._text, self._at):
            self._check_number(number[0])
            self._at = number.end()
        else:
            self._word()
        return self._after_value

    def _first_name(self) -> _State:
        return self._leave() if self._next() == "}" else self._member

    def _first_element(self) -> _State:
        return self._leave() if self._next() == "]" else self.value

    def _member(self) -> _State:
        if self._next() != '"':
            hint = _ADVICE.get(self._next(), 'a member is written "name": value')
            self._refuse(f"a name in quotes is due here, not {self._seen()}", hint)
        start = self._at
        self._check_name(self._string(), start)
        if self._next() != ":":
            self._refuse("':' is missing after a name", 'a member is written "name": value')
        self._at += 1
        return self.value

    def _after_value(self) -> _State | None:
        if not self._open:
            self._skip_blanks()
            if self._at < len(self._text):
                self._refuse(f"{self._seen()} follows after the end", "several payloads stand in a list, or one a line")
            return None
        opening = self._text[self._open[-1].start]
        char = self._next()
        if char == _CLOSING[opening]:
            return self._leave()
        if char in ("}", "]"):
            line, column = position(self._text, self._open[-1].start)
            self._refuse(f"'{char}' closes the '{opening}' of line {line}, column {column}", f"use {_CLOSING[opening]}")
        if char != ",":
            self._refuse(f"a comma is missing before {self._seen()}", _ADVICE.get(char))
        self._at += 1
        if self._next() == _CLOSING[opening]:
            self._refuse(f"a comma stands before '{_CLOSING[opening]}'", "take the comma away")
        return self._member if opening == "{" else self.value

    # --- parts ---

    def _skip_blanks(self) -> None:
        blanks = _BLANKS.match(self._text, self._at)
        self._at = blanks.end() if blanks else self._at

    def _next(self) -> str:
        """Go to the next character that is not blank, and give it."""
        self._skip_blanks()
        if self._at == len(self._text):
            self._refuse_end()
        return self._text[self._at]

    def _refuse_end(self) -> NoReturn:
        if not self._open:
            self._refuse(f"{self._name} is empty")
        line, column = position(self._text, self._open[-1].start)
        opening = self._text[self._open[-1].start]
        self._refuse(f"the text ends before '{_CLOSING[opening]}'", f"'{opening}' is at line {line}, column {column}")

    def _enter(self) -> None:
        if len(self._open) == DEEPEST:
            self._refuse(f"more than {DEEPEST} objects and lists stand in one another", code="json-too-deep")
        self._open.append(_Open(self._at, {}))
        self._at += 1

    def _leave(self) -> _State:
        self._open.pop()
        self._at += 1
        return self._after_value

    def _string(self) -> str:
        """Go over a text in quotes, and give what stands between them as it is written."""
        start = self._at
        found = _STRING.match(self._text, start)
        end = found.end() if found else start
        self._at = end
        stop = self._text[end : end + 1]
        if stop == "\\":
            self._refuse(
                f"'{_shortened(self._text[end : end + 2])}' is no escape of JSON", "a backslash is written \\\\"
            )
        if stop in ("", "\n", "\r"):
            self._at = start
            self._refuse(
                "the text in quotes does not end" + (" on its line" if stop else ""),
                "close the quotes; a line end in a text is written \\n" if stop else "close the quotes",
            )
        if stop != '"':
            self._refuse("a control character stands in a text", f"write \\u{ord(stop):04x}", code="json-character")
        self._check_escapes(start, end)
        self._at = end + 1
        return self._text[start + 1 : end]

    def _check_escapes(self, start: int, end: int) -> None:
        for escape in _ESCAPE.finditer(self._text, start, end):
            if escape["bad"] is None:
                continue
            self._at = escape.start()
            what = "NUL" if escape["bad"] == "0000" else "half of a surrogate pair"
            self._refuse(f"'{escape[0]}' is {what}, which is no character", code="json-character")

    def _check_name(self, raw: str, start: int) -> None:
        name = json.loads(f'"{raw}"')
        names = self._open[-1].names
        before = names.get(name.casefold())
        names[name.casefold()] = name
        if before is None:
            return
        self._at = start
        self._refuse(
            f"'{_shortened(name)}' is there twice" + (f", first as '{_shortened(before)}'" if before != name else ""),
            "names are the same in any case: leave one of the two out",
            code="json-duplicate-key",
        )

    def _check_number(self, number: str) -> None:
        if len(number) > MOST_DIGITS:
            self._refuse(f"a number has more than {MOST_DIGITS} digits", "send it as text", code="json-number")
        if math.isinf(float(number)) and not number.lstrip("-").isdigit():
            self._refuse(f"'{_shortened(number)}' is too large a number", "send it as text", code="json-number")

    def _word(self) -> None:
        """Go over `true`, `false` or `null`; refuse everything else."""
        found = _WORD.match(self._text, self._at)
        word = found[0] if found else ""
        if word in ("true", "false", "null"):
            self._at += len(word)
            return
        if word in _NO_NUMBERS:
            self._refuse(f"'{word}' is no number of JSON", "send null, or leave it out", code="json-number")
        seen = self._seen()
        if word and word[0] in "+-.0123456789":
            self._refuse(f"{seen} is no number of JSON", "a number has no sign but -, and does not begin with 0 or '.'")
        meant = _MEANT.get(word.casefold())
        hint = (
            f"write {meant}" if meant else _ADVICE.get(self._text[self._at], 'text is written "text"' if word else None)
        )
        self._refuse(f"a value is due here, not {seen}", hint)

    def _seen(self) -> str:
        """What stands here, in quotes, not too much of it."""
        found = _WORD.match(self._text, self._at)
        if found:
            return f"'{_shortened(found[0])}'"
        return "a text" if self._text[self._at] == '"' else f"'{self._text[self._at]}'"

    def _refuse(self, message: str, hint: str | None = None, *, code: str = "json-syntax") -> NoReturn:
        line, column = position(self._text, self._at)
        raise InvalidPayload(code, message, line=line, column=column, hint=hint)


_State: TypeAlias = Callable[[], "_State | None"]
