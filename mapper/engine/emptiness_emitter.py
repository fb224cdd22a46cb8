"""The tree of an expression in, the cold question of rule 2 out: was an attribute that it reads as source sent empty?

It is written where no candidate gave a value, so that it costs nothing as long as one does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

from . import expressions as tree
from .checked import CheckedExpression
from .emitter import Emitter
from .expression_emitter import ExpressionEmitter, Operand
from .functions.declaration import CandidateFailure, Type
from .runtime import sent_empty

_NEVER = "False"
_SENT = ("user", "group", "let")
"""The own names below which attributes were sent by the client, and can have been sent empty."""

_HANDS_ON = ("at", "first_present", "if_else", "max_by", "min_by", "not_null", "pick", "to_array")
"""The functions that give one of their arguments, or an element of it, as it is."""


class Lets(Protocol):
    """What is asked of named expressions."""

    def may_fail(self, own: tree.Own) -> bool:
        """Whether a named expression can fail."""

    def sent_empty(self, own: tree.Own) -> str:
        """A Python expression: whether the source of a named expression was sent empty."""


class EmptinessEmitter:
    """Writes questions into an Emitter."""

    def __init__(self, out: Emitter, expressions: ExpressionEmitter, lets: Lets) -> None:
        self._out, self._expressions, self._lets = out, expressions, lets

    def asks(self, expression: CheckedExpression, current: Operand) -> str:
        """Write the cold question for a checked expression, and give a Python expression that is the answer."""
        with self._expressions.unwatched():
            return self._asks(expression, current)

    def _asks(self, expression: CheckedExpression, current: Operand) -> str:
        node = expression.node
        if not (expression.counted or any(map(self._may_fail, tree.walk(node)))):
            return self.of(node, current)
        return self.ask(lambda: self.of(node, current), counted=expression.counted)

    def ask(self, question: Callable[[], str], *, counted: bool = False) -> str:
        """Write a cold question that can fail: it may go where the value was never asked. Then the answer is no."""
        answer = self._out.assign(_NEVER)
        outer, self._expressions.counted = self._expressions.counted, counted
        with self._out.block("try:"):
            self._out.write(f"{answer} = {question()}")
        with self._out.block(f"except {self._out.require(CandidateFailure)}:"):
            self._out.write("pass")
        self._expressions.counted = outer
        return answer

    def _may_fail(self, node: tree.Node) -> bool:
        if isinstance(node, tree.Own) and node.kind == "let":
            return self._lets.may_fail(node)
        return isinstance(node, tree.Call)

    def of(self, node: tree.Node, current: Operand) -> str:
        """Write the cold question of rule 2: was an attribute that *node* reads as its source sent empty?

        Gives a Python expression; `False` when it can never be so.
        """
        if isinstance(node, tree.Own):
            return self._lets.sent_empty(node) if node.kind == "let" else _NEVER
        if isinstance(node, tree.Name):
            return self._asked(current, node.name)
        if isinstance(node, tree.Attribute | tree.Index | tree.Pipe | tree.Chain):
            return self._path(node, current)
        if isinstance(node, tree.Projection):
            return self._projection(node, current)
        return _any([self.of(part, current) for part in _sources(node)])

    def _path(self, node: tree.Node, current: Operand) -> str:
        """Each step of a path is asked on the value of those before it, which is written once."""
        start, steps = _steps(node)
        while steps and _only_picks(steps[-1]):
            steps.pop()
        if not steps:
            return self.of(start, current)
        was_sent = _was_sent(start)
        answers = [self.of(start, current)]
        value = self._expressions.emit(start, current)
        for at, step in enumerate(steps):
            if isinstance(step, tree.Pipe | tree.Chain):
                answers += [self.of(step.right, value)] if was_sent else []
                was_sent = was_sent and _was_sent(step.right)
            elif isinstance(step, tree.Attribute) and was_sent:
                answers.append(self._asked(value, step.name))
            if at < len(steps) - 1:
                value = self._step(step, value)
        return _any(answers)

    def _step(self, step: tree.Node, value: Operand) -> Operand:
        """Write one step of a path on the value of those before it."""
        if isinstance(step, tree.Attribute):
            return self._expressions.look_up(value, step.name)
        if isinstance(step, tree.Index):
            return self._expressions.element(step.index, value)
        assert isinstance(step, tree.Pipe | tree.Chain)
        return self._expressions.emit(step.right, value)

    def _asked(self, parent: Operand, name: str) -> str:
        return f"{self._out.require(sent_empty)}({parent.code}, {self._out.bind(name)})"

    def _projection(self, node: tree.Projection, current: Operand) -> str:
        """The list itself, or the right side of an element that passes the condition."""
        of = self.of(node.of, current)
        source = self._expressions.emit(node.of, current)
        result = self._out.assign(of)
        kind: Type = "object" if node.kind == "values" else "array"
        with self._out.block(f"if not {result} and {self._expressions.is_of(kind, source.code)}:"):
            elements = self._expressions.elements(node, source)
            element = self._out.fresh()
            with self._out.block(f"for {element} in {elements}:"):
                passes = "True"
                if node.condition is not None:
                    passes = self._expressions.condition(node.condition, Operand(element))
                with self._out.block(f"if {passes}:"):
                    asked = self.of(node.right, Operand(element))
                    with self._out.block(f"if {asked}:"):
                        self._out.write(f"{result} = True")
                        self._out.write("break")
        return result


def _was_sent(node: tree.Node) -> bool:
    """Whether the value of a node can be a piece of what was sent, so that a null in it was sent too.

    What an expression or a function puts together has nulls of its own: those are absent.
    """
    if isinstance(node, tree.Own):
        return node.kind in _SENT
    if isinstance(node, tree.Call):
        return node.name in _HANDS_ON
    return not isinstance(node, tree.MultiHash | tree.MultiList | tree.Constant)


def _any(answers: Iterable[str]) -> str:
    """A Python expression: whether one of the answers is yes."""
    possible = [answer for answer in answers if answer != _NEVER]
    return f"({' or '.join(possible)})" if possible else _NEVER


def _steps(node: tree.Node) -> tuple[tree.Node, list[tree.Node]]:
    """What a path starts with, and its steps from there."""
    steps: list[tree.Node] = []
    while isinstance(node, tree.Attribute | tree.Index | tree.Pipe | tree.Chain):
        steps.append(node)
        node = node.left if isinstance(node, tree.Pipe) else node.of
    return node, steps[::-1]


def _only_picks(step: tree.Node) -> bool:
    """Whether a step takes one element of the value before it, of which nothing is asked: `[0]` or `| [0]`."""
    if isinstance(step, tree.Index):
        return True
    if not isinstance(step, tree.Pipe | tree.Chain):
        return False
    right = step.right
    while isinstance(right, tree.Index):
        right = right.of
    return isinstance(right, tree.Current)


def _sources(node: tree.Node) -> list[tree.Node]:
    """The parts of a node that are read as a source, not as a condition."""
    if isinstance(node, tree.Or | tree.And):
        return [node.left, node.right]
    if isinstance(node, tree.MultiList):
        return list(node.items)
    if isinstance(node, tree.MultiHash):
        return [item for _, item, _ in node.items]
    if isinstance(node, tree.Call):
        return [argument for argument in node.arguments if not isinstance(argument, tree.Reference)]
    return []
