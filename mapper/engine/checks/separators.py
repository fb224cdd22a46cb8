"""A separator or brackets of a template that stay alone when a part beside them is absent."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from .. import expressions, templates
from ..checked import CheckedGuard, FromTemplate
from ..diagnostics import Diagnostics, warning
from ..expression_checker import reads
from ..functions import FUNCTIONS
from ..yaml_quotes import quoted

DANGLING = warning("dangling-separator", "a sign beside a part of a template that stays alone when the part is absent")

_PAIRS = {"(": ")", "[": "]", "<": ">", "{": "}"}
_SIGNS = frozenset("|<>=+~")
_MOST_REPORTED = 8
"""So many faults of one template are told; whoever repairs them sees the others."""
_PATH = re.compile(r"[A-Za-z_][\w.]*(?:\[-?\d+\])?(?:\.\w+)*", re.ASCII)
_LOOSE = re.compile(r"\b(?:if|or|and|not)\b")


def check_separators(template: FromTemplate, guards: Iterable[CheckedGuard], path: str, found: Diagnostics) -> None:
    """Warn of signs between two parts in a line of *template* of which one may be absent.

    What a condition around a part asks is taken to be there: that of `{% if %}`, and the *guards* of the candidate.
    """
    there = frozenset(pointer for guard in guards for pointer in guard.condition.reads)
    _Separators(template, path, found).body(template.nodes, there)


@dataclass(frozen=True, slots=True)
class _Between:
    """Two parts that follow each other, and the text between them: its characters, from *start* on."""

    left: templates.Value
    right: templates.Value
    text: str
    start: int


class _Separators:
    """Looks at one template, branch by branch."""

    def __init__(self, template: FromTemplate, path: str, found: Diagnostics) -> None:
        self._template, self._text, self._path, self._found = template, template.text, path, found
        self._reported = 0

    def body(self, nodes: Sequence[templates.TemplateNode], there: frozenset[str]) -> None:
        """The nodes of the template or of a block of it, of which the parts *there* have a value."""
        for line in _lines(nodes):
            self._line(line, there)
        for node in nodes:
            if isinstance(node, templates.For):
                self.body(node.body, there)
            elif isinstance(node, templates.If):
                for condition, body in node.branches:
                    self.body(body, there | set(self._asked(condition)))
                self.body(node.otherwise, there)

    def _line(self, line: list[templates.Output | _Piece], there: frozenset[str]) -> None:
        """Parts and texts of one line of the template, between which there is no branch and no loop."""
        parts = [each for each in line if isinstance(each, templates.Output)]
        called = self._call(line, parts)
        for at, piece in enumerate(line):
            right = line[at + 1] if at + 1 < len(line) else None
            if isinstance(piece, templates.Output) or not piece.text.strip() or not isinstance(right, templates.Output):
                continue
            closing = line[at + 2] if at + 2 < len(line) else None
            if isinstance(closing, _Piece) and _PAIRS.get(piece.text[-1:]) == closing.text[:1]:
                if len(parts) > 1:
                    self._in_brackets(piece, right, closing, there)
                continue
            left = line[at - 1] if at else None
            if isinstance(left, templates.Output) and _is_separator(piece.text) and not _closes(line, at):
                hint = _hint_of(called, parts)
                if self._between(_Between(left.of, right.of, piece.text, piece.start), hint, there) and hint:
                    return  # the hint is about the whole line, so all has been said

    # --- brackets ----------------------------------------------------------------------------------------------------

    def _in_brackets(self, opening: _Piece, part: templates.Output, closing: _Piece, there: frozenset[str]) -> None:
        """Report the brackets around *part* if it can be absent."""
        if not self._may_be_absent(part.of, there):
            return
        start, end = opening.start + len(opening.text) - 1, closing.start + 1
        said = self._text.value[start:end]
        self._report(
            f"when '{self._words(part.of)}' is absent, '{said[0]}{said[-1]}' stays alone",
            start,
            end,
            f"write {{% if {_operand(self._words(part.of))} %}}{said}{{% endif %}}",
        )

    # --- separators --------------------------------------------------------------------------------------------------

    def _between(self, between: _Between, hint: str | None, there: frozenset[str]) -> bool:
        """Report a separator if one of its parts may be absent. False when neither can be."""
        absent = [part for part in (between.left, between.right) if self._may_be_absent(part, there)]
        if absent:
            both = " and ".join(_operand(self._words(part)) for part in (between.left, between.right))
            self._report(
                f"when '{self._words(absent[0])}' is absent, '{between.text.strip()}' stays alone",
                between.start,
                between.start + len(between.text),
                hint or f"write {{% if {both} %}}{between.text}{{% endif %}}",
            )
        return bool(absent)

    def _call(self, line: Sequence[templates.Output | _Piece], parts: Sequence[templates.Output]) -> str | None:
        """The call that joins the parts as the template does, if all of it are *parts* with one separator between."""
        texts = [each.text for each in line if isinstance(each, _Piece) and each.text.strip()]
        nodes = self._template.nodes
        if sum(isinstance(node, templates.Output) for node in nodes) != len(parts) or not texts or "'" in texts[0]:
            return None
        if any(isinstance(node, templates.If | templates.For) for node in nodes):
            return None
        if texts != texts[:1] * (len(parts) - 1):
            return None
        words = [self._in_expression(part.of) for part in parts]
        if None in words:
            return None
        call = f"join_present('{texts[0]}', {', '.join(filter(None, words))})"
        return quoted(call) if self._text.in_flow or ": " in call or " #" in call else call

    def _in_expression(self, value: templates.Value) -> str | None:
        """A part as it is written in an expression; None where that cannot be said."""
        if isinstance(value, templates.Filter):
            inner = self._in_expression(value.of)
            is_same = value.name in FUNCTIONS and not value.arguments and FUNCTIONS[value.name].fewest == 1
            return f"{value.name}({inner})" if inner is not None and is_same else None
        words = self._words(value)
        return words if _PATH.fullmatch(words) else None

    # --- what can be absent ------------------------------------------------------------------------------------------

    def _may_be_absent(self, value: templates.Value, there: frozenset[str]) -> bool:
        if isinstance(value, templates.Counter | templates.Compare | templates.Among | templates.Not):
            return False
        if isinstance(value, expressions.Constant):
            return value.value is None
        words = self._words(value)
        if words in there or words.endswith(".value"):  # an element is there for its value
            return False
        if isinstance(value, templates.Filter):
            return value.name not in ("default", "length") and self._may_be_absent(value.of, there)
        if isinstance(value, templates.Choice) and value.otherwise is not None:
            asked = there | set(self._asked(value.condition))
            return self._may_be_absent(value.value, asked) or self._may_be_absent(value.otherwise, there)
        if isinstance(value, templates.Or):
            return all(self._may_be_absent(each, there) for each in (value.left, value.right))
        if isinstance(value, templates.Joined):
            return all(self._may_be_absent(each, there) for each in value.values if not _is_constant(each))
        return there.isdisjoint(_pointers(value))

    def _asked(self, condition: templates.Value) -> Iterator[str]:
        """What a condition of the template asks: the words and the attributes of everything in it."""
        yield self._words(condition)
        yield from _pointers(condition)
        if not isinstance(condition, templates.Part | expressions.Attribute):
            for part in templates.parts(condition):
                yield from self._asked(part)

    # --- reports -----------------------------------------------------------------------------------------------------

    def _words(self, value: templates.Value) -> str:
        return self._text.value[value.start : value.end]

    def _report(self, message: str, start: int, end: int, hint: str) -> None:
        self._reported += 1
        if self._reported > _MOST_REPORTED:
            return
        self._found.add(DANGLING, message, self._text.at(start, end), hint=hint, path=self._path)


# --- lines -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Piece:
    """Text of a template within one line; its characters begin at *start*."""

    text: str
    start: int


def _lines(nodes: Iterable[templates.TemplateNode]) -> Iterator[list[templates.Output | _Piece]]:
    """The parts and texts of *nodes* that stand in one line with neither a branch nor a loop between them."""
    line: list[templates.Output | _Piece] = []
    for node in nodes:
        if isinstance(node, templates.Output):
            line.append(node)
        elif isinstance(node, templates.Literal):
            at = node.start
            for number, text in enumerate(node.text.split("\n")):
                if number:
                    yield line
                    line = []
                if text:
                    line.append(_Piece(text, at))
                at += len(text) + 1
        else:
            yield line
            line = []
    yield line


def _hint_of(called: str | None, parts: Sequence[templates.Output]) -> str | None:
    """What to write for all the *parts* of a line; None where it can be said of two of them."""
    if called is not None:
        return f"write `from: {called}` instead of the template"
    if len(parts) > 2:
        return "name each part in `let`, and join them with join_present(), which leaves out what is absent"
    return None


def _closes(line: Sequence[templates.Output | _Piece], at: int) -> bool:
    """Whether the text at *at* begins with the bracket that closes those around the part before it."""
    opening, closing = line[max(at - 2, 0)], line[at]
    if not isinstance(opening, _Piece) or not isinstance(closing, _Piece):
        return False
    return _PAIRS.get(opening.text[-1:]) == closing.text[:1]


def _is_separator(text: str) -> bool:
    """Whether *text* is nothing but signs, with blanks around them."""
    signs = "".join(text.split())
    return bool(signs) and all(char in _SIGNS or unicodedata.category(char).startswith("P") for char in signs)


def _is_constant(value: templates.Value) -> bool:
    return isinstance(value, expressions.Constant)


def _pointers(value: templates.Value) -> frozenset[str]:
    """The attributes that a path reads, as JSON pointers; none for what is no path."""
    if not isinstance(value, expressions.Name | expressions.Attribute | expressions.Index | expressions.Own):
        return frozenset()
    return frozenset(reads(value))


def _operand(words: str) -> str:
    """A value as it stands in a condition with `and`."""
    return f"({words})" if _LOOSE.search(words) else words
