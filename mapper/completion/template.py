"""A template that was cut off, and what its names mean -> the options: names, parts, filters, tags, texts in quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from ..engine import templates
from ..engine.call_shapes import element_of
from ..engine.functions.declaration import Function
from ..engine.templates.filters import filter_named, filter_names, filter_usage, main_position
from .meaning import Meaning
from .names import first_sentence, names, parts, texts, texts_of_call
from .options import Option
from .unfinished import Call, LeftOff

_TAG = re.compile(r"\{\{[-+]?|\{%[-+]?|\{#|[-+]?\}\}|[-+]?%\}|#\}")
_FOR = re.compile(r"\s*for\s+([A-Za-z_]\w*)\s+in\s+(.*)", re.ASCII | re.DOTALL)
_TAG_NAME = re.compile(r"\s*([A-Za-z_]*)", re.ASCII)
_TOKEN = re.compile(
    r"""(?P<blank>\s+)|(?P<text>'(?:[^'\\]|\\.?)*(?:'|\Z)|"(?:[^"\\]|\\.?)*(?:"|\Z))
      |(?P<name>[A-Za-z_][A-Za-z0-9_]*)|(?P<number>[0-9]+)|(?P<sign>[=!<>]=|.)""",
    re.VERBOSE | re.DOTALL,
)
_WHOLE: Final = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"", re.DOTALL)
_WORDS: Final = templates.WORDS.union(templates.TAGS)
_COMPARISONS: Final = ("==", "!=")
_MOST_TAGS: Final = 500


@dataclass(frozen=True, slots=True)
class _Inside:
    """The tag that is open at the end of a template: its sign, what is written in it, the variables of loops around."""

    sign: str
    written: str
    loops: tuple[tuple[str, str], ...]


def options_in_template(written: str, meaning: Meaning) -> tuple[str, list[Option]]:
    """The word that was begun at the end of the template *written*, and what can stand there."""
    tag = _open_tag(written)
    if tag is None:
        return "", []
    if tag.sign.startswith("{%"):
        name = _TAG_NAME.fullmatch(tag.written)
        if name is not None:
            return name[1], [Option(each, "key", insert=each) for each in templates.TAGS]
        if tag.written.split(maxsplit=1)[0] == "for" and " in " not in tag.written:
            return "", []  # the name of a variable is the author's own
    return _Reading(tag, meaning).options()


def _open_tag(written: str) -> _Inside | None:
    """The tag in which a template was cut off; None between tags."""
    loops: list[tuple[str, str]] = []
    opened: tuple[str, int] | None = None
    for count, sign in enumerate(_TAG.finditer(written)):
        if count > _MOST_TAGS:
            return None
        is_end = sign[0][-1] in "}"
        if not is_end:
            opened = opened or (sign[0], sign.end())
        elif opened is not None:
            inside = written[opened[1] : sign.start()]
            loop = _FOR.match(inside) if opened[0].startswith("{%") else None
            if loop is not None:
                loops.append((loop[1], loop[2].strip()))
            elif opened[0].startswith("{%") and inside.strip() == "endfor" and loops:
                loops.pop()
            opened = None
    if opened is None or opened[0] == "{#":
        return None
    return _Inside(opened[0], written[opened[1] :], tuple(loops))


@dataclass(slots=True)
class _Bracket:
    """A bracket of a tag that is open: the arguments of the filter `name`, or none."""

    name: str = ""
    arguments: list[str] = field(default_factory=list)
    start: int = 0
    operand: int | None = None
    compared: tuple[int, int] | None = None
    piped: bool = False


class _Reading:
    """What is written in one tag, on its way to where it was left off."""

    def __init__(self, tag: _Inside, meaning: Meaning) -> None:
        self._text, self._has_loop = tag.written, bool(tag.loops)
        self._meaning = meaning
        for variable, of in tag.loops:
            shape = element_of(self._meaning.shape(of, meaning.scope.current))
            self._meaning = self._meaning.with_names({variable: shape})
        self._open = [_Bracket()]
        self._last: re.Match[str] | None = None

    def options(self) -> tuple[str, list[Option]]:
        """Go through all tokens; the word that was begun, and what can stand there."""
        for token in _TOKEN.finditer(self._text):
            kind, top = token.lastgroup, self._open[-1]
            if kind == "blank":
                continue
            if kind == "text" and not _WHOLE.fullmatch(token[0]):
                return token[0][1:], list(self._texts()) if top.operand is None else []
            if kind == "name" and token.end() == len(self._text):
                return token[0], list(self._at_name())
            if kind == "sign":
                self._sign(token)
            elif kind == "name" and token[0] in _WORDS and not self._follows("."):
                top.operand, top.compared, top.piped = None, None, False
            elif top.operand is None:
                top.operand = token.start()
            self._last = token
        return "", list(self._at_name())

    def _follows(self, sign: str) -> bool:
        return self._last is not None and self._last[0] == sign

    def _sign(self, token: re.Match[str]) -> None:
        sign, top = token[0], self._open[-1]
        if sign in ("(", "["):
            is_filter = top.piped and self._last is not None and self._last.lastgroup == "name"
            name = self._last[0] if is_filter and sign == "(" and self._last is not None else ""
            self._open.append(_Bracket(name, start=token.end()))
            if top.operand is None:
                top.operand = token.start()
        elif sign in (")", "]"):
            if len(self._open) > 1:
                self._open.pop()
        elif sign == ",":
            top.arguments.append(self._text[top.start : token.start()])
            top.start, top.operand, top.compared, top.piped = token.end(), None, None, False
        elif sign == "|":
            top.piped = True
        elif sign in _COMPARISONS and top.operand is not None and not top.piped:
            top.compared, top.operand = (top.operand, token.start()), None
        elif sign != ".":
            top.operand, top.compared, top.piped = None, None, False

    # --- options -----------------------------------------------------------------------------------------------------

    def _at_name(self) -> Iterator[Option]:
        """What can stand where a name was begun, or would be."""
        top, last, current = self._open[-1], self._last, self._meaning.scope.current
        if last is not None and last[0] == "|":
            yield from _filters()
        elif last is not None and last[0] == "." and top.operand is not None:
            path = self._text[top.operand : last.start()].strip()
            if path == "loop" and self._has_loop:
                yield from (Option(each, "attribute") for each in templates.COUNTERS)
            elif not top.piped:
                yield from parts(path, current, self._meaning, "value")
        elif top.operand is None and not top.piped:
            yield from names(current, self._meaning, "value")
            if self._has_loop:
                yield Option("loop", "attribute", info="The counters of the loop.", insert="loop.")

    def _texts(self) -> Iterator[Option]:
        """What can stand in quotes."""
        top, current = self._open[-1], self._meaning.scope.current
        if top.compared is not None:
            path = self._text[top.compared[0] : top.compared[1]].strip()
            yield from texts(LeftOff("text", current=current, compared=path), self._meaning)
            return
        function = filter_named(top.name)
        if function is None or function.context not in ("tables", "links"):
            return
        # The value that is piped takes the place of its parameter.
        before = [*top.arguments]
        if len(before) >= main_position(function):
            before.append("")
        yield from texts_of_call(Call(function.name, tuple(before), current), self._meaning)


@cache
def _filters() -> tuple[Option, ...]:
    filters = ((name, filter_named(name)) for name in filter_names())
    return tuple(_filter(name, function) for name, function in filters if function is not None)


def _filter(name: str, function: Function) -> Option:
    about, insert = first_sentence(function.about), name if function.fewest == 1 else f"{name}("
    return Option(name, "filter", filter_usage(function), about, insert)
