"""An expression that was cut off in -> where it was left off: a name, a part of something, a text, or none of them.

It is read from left to right. Each bracket that is still open says what names in it are taken from; what stands left
of it is whole, so that the check's own eyes can look at it (`Meaning`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from ..engine.call_shapes import element_of
from ..engine.functions import FUNCTIONS
from ..engine.shapes import UNKNOWN, Shape
from .meaning import Meaning

_TOKEN = re.compile(
    r"""(?P<blank>\s+)
      |(?P<text>'(?:[^'\\]|\\.?)*(?:'|\Z))|(?P<quoted>"(?:[^"\\]|\\.?)*(?:"|\Z))|(?P<literal>`(?:[^`\\]|\\.?)*(?:`|\Z))
      |(?P<name>[A-Za-z_][A-Za-z0-9_]*)|(?P<number>-?[0-9]+)|(?P<current>@)
      |(?P<sign>\|\||&&|[=!<>]=|\[\?|.)""",
    re.VERBOSE | re.DOTALL,
)
_WHOLE: Final = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|`(?:[^`\\]|\\.)*`", re.DOTALL)
_QUOTES: Final = ("text", "quoted", "literal")
_COMPARISONS: Final = ("==", "!=", "<=", ">=", "<", ">")
_LOGIC: Final = ("||", "&&", "!")
_DEEPEST: Final = 32
_MOST_LISTS: Final = 4

Place: TypeAlias = Literal["name", "part", "text", "nothing"]


@dataclass(frozen=True, slots=True)
class Call:
    """The call in whose brackets something stands: its name, the arguments before, and what they are read on."""

    name: str
    arguments: tuple[str, ...]
    current: Shape


@dataclass(frozen=True, slots=True)
class LeftOff:
    """Where an expression was left off, and the `word` that was begun there.

    `current` is what names are taken from, `path` what a part is taken from, `compared` the other side of a comparison,
    `call` the call around.
    """

    place: Place
    word: str = ""
    current: Shape = UNKNOWN
    path: str = ""
    compared: str | None = None
    call: Call | None = None


@dataclass(slots=True)
class _Bracket:
    """A bracket that is open, or the whole; what is in it is read on `left`, the value before it, or on what that is.

    `piece` is where what goes through `pipe` begins, `operand` where the value begins that is being written, `start`
    where the argument. `walks`: it is an argument with `&`. `due`: a value may stand here, no index, no name of a part.
    """

    kind: Literal["whole", "group", "filter", "parts"]
    start: int
    piece: int
    left: tuple[int, int] = (0, 0)
    name: str = ""
    pipe: int | None = None
    walks: bool = False
    operand: int | None = None
    compared: tuple[int, int] | None = None
    arguments: list[str] = field(default_factory=list)
    due: bool = True


def left_off(written: str, meaning: Meaning, behind: str = "") -> LeftOff:
    """Where the expression *written* was left off. *behind* is what follows, in which `&…` finds the list it walks."""
    return _Reading(written, meaning, behind).read()


class _Reading:
    """One expression on its way from its first sign to where it was left off."""

    def __init__(self, written: str, meaning: Meaning, behind: str) -> None:
        self._text, self._meaning, self._behind = written, meaning, behind
        self._open = [_Bracket("whole", 0, 0)]
        self._last: re.Match[str] | None = None
        """The token before, but for blanks."""
        self._signs: dict[str, Callable[[re.Match[str]], None]] = {
            "(": self._round,
            "[?": self._filter,
            "[": self._square,
            "{": self._curly,
            ",": self._comma,
            "|": self._pipe,
            "&": self._reference,
            ":": self._colon,
        }

    def read(self) -> LeftOff:
        """Go through all tokens."""
        for token in _TOKEN.finditer(self._text):
            kind = token.lastgroup
            if kind == "blank":
                continue
            if kind in _QUOTES and not _WHOLE.fullmatch(token[0]):
                return self._in_quotes(token) if kind == "text" else LeftOff("nothing")
            if token.end() == len(self._text) and kind == "name":
                return self._at_name(token)
            if kind == "sign":
                self._sign(token)
            elif self._top.operand is None:
                self._top.operand = token.start()
            if len(self._open) > _DEEPEST:
                return LeftOff("nothing")
            self._last = token
        if self._last is not None and self._last[0] == ".":
            return self._part(self._last.start(), "")
        return self._name("") if self._top.operand is None else LeftOff("nothing")

    @property
    def _top(self) -> _Bracket:
        return self._open[-1]

    # --- where it was left off ---------------------------------------------------------------------------------------

    def _at_name(self, token: re.Match[str]) -> LeftOff:
        if self._last is not None and self._last[0] == ".":
            return self._part(self._last.start(), token[0])
        return self._name(token[0]) if self._top.operand is None else LeftOff("nothing")

    def _part(self, dot: int, word: str) -> LeftOff:
        top = self._top
        if top.operand is None or not top.due:
            return LeftOff("nothing")
        return LeftOff("part", word, self._current(), self._text[top.operand : dot].strip())

    def _name(self, word: str) -> LeftOff:
        return self._begun("name", word)

    def _in_quotes(self, token: re.Match[str]) -> LeftOff:
        return self._begun("text", token[0][1:]) if self._top.operand is None else LeftOff("nothing")

    def _begun(self, place: Place, word: str) -> LeftOff:
        """A value has begun, if one may stand here."""
        top = self._top
        if not top.due:
            return LeftOff("nothing")
        compared = self._cut(top.compared).strip() if top.compared is not None else None
        call = Call(top.name, tuple(top.arguments), self._base(top)) if top.name else None
        return LeftOff(place, word, self._current(), compared=compared, call=call)

    # --- what names are taken from -----------------------------------------------------------------------------------

    def _current(self) -> Shape:
        """What the current node is where the text was left off."""
        current = self._meaning.scope.current
        for bracket in self._open:
            current = self._inside(bracket, self._entered(bracket, current))
        return current

    def _base(self, of: _Bracket) -> Shape:
        """What the current node is at the start of an open bracket."""
        current = self._meaning.scope.current
        for bracket in self._open:
            current = self._entered(bracket, current)
            if bracket is of:
                break
            current = self._inside(bracket, current)
        return current

    def _entered(self, bracket: _Bracket, current: Shape) -> Shape:
        left = self._cut(bracket.left)
        if bracket.kind == "filter":
            return self._meaning.current(f"{left}[?@]", len(left) + 2, current)
        if bracket.kind == "parts" and left:
            return self._meaning.after(left.rstrip(".").rstrip(), current)
        return current

    def _inside(self, bracket: _Bracket, base: Shape) -> Shape:
        """What the current node is behind the last pipe in a bracket, or in an argument with `&`."""
        if bracket.walks:
            given = [*bracket.arguments, *_next_argument(self._behind)]
            shapes = (self._meaning.shape(each, base) for each in given[:_MOST_LISTS])
            base = next((element_of(shape) for shape in shapes if shape.kind == "list"), UNKNOWN)
        return base if bracket.pipe is None else self._meaning.shape(self._text[bracket.piece : bracket.pipe], base)

    def _cut(self, span: tuple[int, int]) -> str:
        return self._text[span[0] : span[1]]

    # --- signs -------------------------------------------------------------------------------------------------------

    def _sign(self, token: re.Match[str]) -> None:
        sign, top = token[0], self._top
        if sign in self._signs:
            self._signs[sign](token)
        elif sign in (")", "]", "}"):
            if len(self._open) > 1:
                self._open.pop()
        elif sign in _COMPARISONS:
            top.compared = (top.operand, token.start()) if top.operand is not None else None
            top.operand = None
        elif sign in _LOGIC:
            top.operand, top.compared = None, None
        elif sign != "." and top.operand is None:
            top.operand = token.start()

    def _round(self, token: re.Match[str]) -> None:
        """A group, or a call, whose name stands right before the bracket."""
        last = self._last
        is_call = last is not None and last.lastgroup == "name" and last.end() == token.start()
        self._push(token, "group", name=last[0] if is_call and last is not None else "")

    def _filter(self, token: re.Match[str]) -> None:
        self._push(token, "filter")

    def _square(self, token: re.Match[str]) -> None:
        """An index or a slice; behind a dot or at the start of a value a list of expressions."""
        is_list = self._top.operand is None or (self._last is not None and self._last[0] == ".")
        self._push(token, "parts", due=is_list)

    def _curly(self, token: re.Match[str]) -> None:
        self._push(token, "parts", due=False)

    def _push(
        self,
        token: re.Match[str],
        kind: Literal["group", "filter", "parts"],
        *,
        name: str = "",
        due: bool = True,
    ) -> None:
        top, at = self._top, token.end()
        if top.operand is None:
            top.operand = token.start()
        left = (top.operand, token.start())
        self._open.append(_Bracket(kind, at, at, left, name, due=due and top.due))

    def _comma(self, token: re.Match[str]) -> None:
        top = self._top
        top.arguments.append(self._text[top.start : token.start()])
        top.start = top.piece = token.end()
        top.operand, top.compared, top.pipe, top.walks = None, None, None, False
        if self._is_object():
            top.due = False

    def _colon(self, token: re.Match[str]) -> None:
        if self._is_object():
            top = self._top
            top.operand, top.pipe, top.piece = None, None, token.end()
            top.due = self._open[-2].due

    def _is_object(self) -> bool:
        """Whether the innermost bracket that is open is `{`."""
        top = self._top
        return top.kind == "parts" and self._text[top.left[1]] == "{"

    def _pipe(self, token: re.Match[str]) -> None:
        top = self._top
        top.pipe, top.operand, top.compared = token.start(), None, None

    def _reference(self, token: re.Match[str]) -> None:
        """`&…` in a call is read on each element of the list that the call has besides."""
        top = self._top
        top.walks = top.name in FUNCTIONS
        top.operand, top.compared, top.piece = None, None, token.end()


def _next_argument(behind: str) -> list[str]:
    """The argument that follows next in what stands behind, in which the one that is begun goes on to a comma."""
    depth, start = 0, None
    for token in _TOKEN.finditer(behind):
        sign = token[0]
        if sign in ("(", "[", "[?", "{"):
            depth += 1
        elif sign in (")", "]", "}", ",") and depth == 0:
            if start is not None:
                return [behind[start : token.start()]]
            if sign != ",":
                return []
            start = token.end()
        elif sign in (")", "]", "}"):
            depth -= 1
    return []
