"""The tree of a template in, lines of straight Python out that print it, with the look-ups of the whole function.

A template of texts and parts alone is one concatenation when all its parts are texts; blanks and lines of absent parts
are looked after in the cold. With a few branches each way through them is such a concatenation; with many, or with
loops, the pieces are collected first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from math import inf
from typing import Final, Protocol, TypeAlias

from . import expressions as tree
from . import templates
from .checked import FromTemplate
from .emitter import Emitter
from .emptiness_emitter import EmptinessEmitter
from .expression_emitter import ExpressionEmitter, Operand
from .functions.filters import LONGEST_TEXT, as_text, check_length
from .printing import elements, part_text, printed
from .template_values import Loop, TemplateValues

Question: TypeAlias = Callable[[], str]

_MOST_JOINED: Final = 32
"""Up to so many parts are joined before the length of the result is looked at."""

_MOST_WAYS: Final = 4
"""Up to so many ways through the branches of a template are written one by one."""

_MAY_FAIL: Final = (templates.Filter, templates.For, templates.Joined, tree.Own)
"""What can fail in a template: filters, loops over what is no list, values that do not print, named expressions."""


class TemplateEmitter:
    """Writes templates into the function of a mapping."""

    def __init__(self, out: Emitter, expressions: ExpressionEmitter, emptiness: EmptinessEmitter) -> None:
        self._out, self._expressions, self._emptiness = out, expressions, emptiness

    def emit(self, origin: FromTemplate, current: Operand) -> tuple[Operand, list[Question]]:
        """Write what the template gives on the value *current*: its text, or None when no part has a value.

        The questions are asked, in the cold, when it gave none: was the source of a part sent empty?
        """
        nodes = origin.nodes
        values = TemplateValues(self._out, self._expressions, origin, current)
        outputs = sum(isinstance(node, templates.Output) for node in templates.walk(nodes))
        if outputs <= _MOST_JOINED and _ways(nodes) <= _MOST_WAYS:
            result = self._out.fresh()
            self._each_way(nodes, _Concatenation(self._out, values), result)
        else:
            pieces = _Pieces(self._out, values)
            _Walk(self._out, values, pieces).body(nodes)
            result = self._out.assign(f"{self._out.require(printed)}({pieces.name})")
        if not any(isinstance(each, _MAY_FAIL) for each in templates.walk(nodes)):
            return Operand(result), [lambda: self._sent_empty(origin, current)]
        return Operand(result), [lambda: self._emptiness.ask(lambda: self._sent_empty(origin, current))]

    def _sent_empty(self, origin: FromTemplate, current: Operand) -> str:
        with self._expressions.unwatched():
            values = TemplateValues(self._out, self._expressions, origin, current, self._emptiness)
            answer = _Answer(self._out, values)
            _Walk(self._out, values, answer).body(origin.nodes)
        return answer.name

    def _each_way(self, nodes: Sequence[templates.TemplateNode], begun: _Concatenation, result: str) -> None:
        """Put the text of *nodes* into *result*, behind what has *begun*; what follows a branch is written in each."""
        for at, node in enumerate(nodes):
            if isinstance(node, templates.Literal):
                begun.text(node.text)
            elif isinstance(node, templates.Output):
                begun.part(node.of)
            elif isinstance(node, templates.If):
                (condition, body), *others = node.branches
                otherwise = (replace(node, branches=tuple(others)),) if others else node.otherwise
                rest = nodes[at + 1 :]
                with self._out.block(f"if {begun.values.condition(condition)}:"):
                    self._each_way((*body, *rest), begun.copy(), result)
                with self._out.block("else:"):
                    self._each_way((*otherwise, *rest), begun.copy(), result)
                return
        begun.end(result)


def _ways(nodes: Sequence[templates.TemplateNode]) -> float:
    """How many ways there are through the branches of *nodes*; a loop has any number."""
    ways = 1.0
    for node in nodes:
        if isinstance(node, templates.If):
            ways *= sum(_ways(body) for _, body in node.branches) + _ways(node.otherwise)
        elif isinstance(node, templates.For):
            ways = inf
    return ways


@dataclass(slots=True)
class _Concatenation:
    """Texts and parts in a row: one sum when all parts are texts, else their pieces are printed."""

    out: Emitter
    values: TemplateValues
    _texts: list[str] = field(default_factory=list)
    _pieces: list[str] = field(default_factory=list)
    _tests: list[str] = field(default_factory=list)
    _before: str = ""

    def copy(self) -> _Concatenation:
        """What has begun, to be ended in another way."""
        return replace(self, _texts=[*self._texts], _pieces=[*self._pieces], _tests=[*self._tests])

    def text(self, text: str) -> None:
        """Text of the template."""
        self._before += text

    def part(self, value: templates.Value) -> None:
        """A part that is printed."""
        part = _printable(self.out, self.values.emit(value))
        if part.type != "string":
            self._tests.append(f"{part.code}.__class__ is str")
        self._tests.append(part.code)
        self._add(part.code, _piece(self.out, part, self.values.label(value)))

    def _add(self, text: str, piece: str) -> None:
        before = self.out.bind(self._before)
        self._texts += [each for each in (before if self._before else "", text) if each]
        self._pieces += [before, piece]
        self._before = ""

    def end(self, result: str) -> None:
        """Put the whole text into *result*, None when no part has a value."""
        out = self.out
        if not self._tests:
            out.write(f"{result} = {out.bind(self._before.strip() or None)}")
            return
        if self._before:
            self._add("", out.bind(""))
        with out.block(f"if {' and '.join(self._tests)}:"):
            out.write(f"{result} = {' + '.join(self._texts)}")
            with out.block(f"if len({result}) > {out.bind(LONGEST_TEXT)}:"):
                out.write(f"{out.require(check_length)}(len({result}))")
            out.write(f"{result} = {result}.strip() or None")
        with out.block("else:"):
            out.write(f"{result} = {out.require(printed)}(({', '.join(self._pieces)}))")


def _printable(out: Emitter, part: Operand) -> Operand:
    """The value of a part; a number or a boolean as its text."""
    if part.type in ("number", "boolean"):
        return Operand(out.assign(f"{out.require(as_text)}({part.code})"), "string")
    return part


def _piece(out: Emitter, part: Operand, label: str) -> str:
    """The code of the text of a part, None when it is absent."""
    if part.type == "string":
        return f"{part.code} or None"
    text = f"{out.require(part_text)}({part.code}, {out.bind(label)})"
    return f"{part.code} if {part.code}.__class__ is str and {part.code} else {text}"


# --- branches and loops ----------------------------------------------------------------------------------------------


class _Visitor(Protocol):
    """What is done with the texts, parts and lists of a template where its branches and loops come past."""

    def text(self, text: str) -> None:
        """Text of the template."""

    def part(self, value: templates.Value) -> None:
        """A part that is printed."""

    def list(self, value: templates.Value, name: str) -> None:
        """A list that a loop is about to walk, the elements of which are in *name*."""

    def turn(self) -> None:
        """A branch or a loop begins or ends here."""


@dataclass(slots=True)
class _Walk:
    """Writes the branches and loops of a template around what a visitor does."""

    out: Emitter
    values: TemplateValues
    visitor: _Visitor

    def body(self, nodes: Sequence[templates.TemplateNode]) -> None:
        """The nodes of a template or of a block."""
        for node in nodes:
            if isinstance(node, templates.Literal):
                self.visitor.text(node.text)
            elif isinstance(node, templates.Output):
                self.visitor.part(node.of)
            elif isinstance(node, templates.If):
                self.visitor.turn()
                self._if(node)
            else:
                self.visitor.turn()
                self._for(node)
        self.visitor.turn()

    def _if(self, node: templates.If) -> None:
        """One branch and its else nest; further ones follow each other, for Python nests only so deep."""
        if len(node.branches) == 1:
            condition, body = node.branches[0]
            with self.out.block(f"if {self.values.condition(condition)}:"):
                self.body(body)
            if node.otherwise:
                with self.out.block("else:"):
                    self.body(node.otherwise)
            return
        waiting = self.out.assign("True")
        for condition, body in node.branches:
            with self._while(waiting), self.out.block(f"if {self.values.condition(condition)}:"):
                self.out.write(f"{waiting} = False")
                self.body(body)
        if node.otherwise:
            with self._while(waiting):
                self.body(node.otherwise)

    @contextmanager
    def _while(self, waiting: str) -> Iterator[None]:
        with self.out.block(f"if {waiting}:"):
            yield

    def _for(self, node: templates.For) -> None:
        out, values = self.out, self.values
        values.prepare(node.body)
        of = values.emit(node.of)
        walked = f"{out.require(elements)}({of.code}, {out.bind(values.label(node.of))})"
        name = out.assign(f"{of.code} if isinstance({of.code}, list) else {walked}")
        values.spend(f"len({name}) * {out.bind(_weight(node))}")
        self.visitor.list(node.of, name)
        index, element = out.fresh(), out.fresh()
        with out.block(f"for {index}, {element} in enumerate({name}):"), values.inside(Loop(element, index, name)):
            self.body(node.body)


def _weight(node: templates.For) -> int:
    """How many steps one turn of a loop takes."""
    return sum(1 for _ in templates.walk(node.body)) + 1


class _Pieces:
    """Collects what is printed, in pairs of the template's text and a part's."""

    def __init__(self, out: Emitter, values: TemplateValues) -> None:
        self._out, self._values = out, values
        self._before = ""
        self.name = out.assign("[]")

    def text(self, text: str) -> None:
        self._before += text

    def part(self, value: templates.Value) -> None:
        part = _printable(self._out, self._values.emit(value))
        self._add(_piece(self._out, part, self._values.label(value)))

    def list(self, value: templates.Value, name: str) -> None:
        """A list without elements is an absent part."""
        with self._out.block(f"if not {name}:"):
            self._add("None")

    def turn(self) -> None:
        if self._before:
            self._add(self._out.bind(""))

    def _add(self, part: str) -> None:
        self._out.write(f"{self.name} += ({self._out.bind(self._before)}, {part})")
        self._before = ""


class _Answer:
    """Asks whether the source of a part that was printed, or a list that was walked, was sent empty."""

    def __init__(self, out: Emitter, values: TemplateValues) -> None:
        self._out, self._values = out, values
        self.name = out.assign("False")

    def text(self, text: str) -> None:
        """Text has no source."""

    def part(self, value: templates.Value) -> None:
        answer = self._values.sent_empty(value)
        if answer != "False":
            with self._out.block(f"if {answer}:"):
                self._out.write(f"{self.name} = True")

    def list(self, value: templates.Value, name: str) -> None:
        self.part(value)

    def turn(self) -> None:
        """Nothing is asked between parts."""
