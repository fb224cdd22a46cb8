"""What a node of an expression gave on each of several values, as far as the trace and plain paths tell.

What is not known for sure is UNKNOWN: an explanation is silent sooner than wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import Final

from ..engine import expressions as tree
from ..engine.checked import CheckedLet
from ..engine.functions.standard import equal
from ..engine.runtime import flattened
from ..engine.trace import GroupTrace, Trace
from ..schemas.values import Json


class Unknown(Enum):
    """A value that nobody kept."""

    VALUE = "unknown"


UNKNOWN: Final = Unknown.VALUE


class Values:
    """The values behind one trace. What the trace saw counts; plain paths are followed where it saw nothing."""

    def __init__(self, trace: Trace) -> None:
        self._trace = trace
        users = (rule.current for rule in trace.rules if rule.group is None)
        self._user = next(users, UNKNOWN if isinstance(trace, GroupTrace) else trace.payload)

    def of(self, node: tree.Node, currents: Sequence[Json]) -> list[Json]:
        """What *node* gave on each of *currents*; UNKNOWN where that is not known."""
        if isinstance(node, tree.Current):
            return list(currents)
        if isinstance(node, tree.Constant):
            return [node.value for _ in currents]
        if isinstance(node, tree.Name):
            return [_attribute(current, node.name) for current in currents]
        if isinstance(node, tree.Attribute):
            return [_attribute(value, node.name) for value in self.of(node.of, currents)]
        if isinstance(node, tree.Index):
            return [_element(value, node.index) for value in self.of(node.of, currents)]
        return [self._seen(node, current) for current in currents]

    def first(self, node: tree.Node, current: Json) -> Json:
        """What *node* gave on *current*."""
        return self.of(node, (current,))[0]

    def truth(self, node: tree.Node, current: Json) -> bool | None:
        """Whether the condition *node* held on *current*; None when that is not known."""
        answers = self._trace.answers_on(node, current)
        if answers and all(answer is answers[0] for answer in answers):
            return bool(answers[0])
        if isinstance(node, tree.And | tree.Or):
            sides = self.truth(node.left, current), self.truth(node.right, current)
            decisive = isinstance(node, tree.Or)
            return decisive if decisive in sides else None if None in sides else not decisive
        if isinstance(node, tree.Not):
            truth = self.truth(node.of, current)
            return None if truth is None else not truth
        if isinstance(node, tree.Comparison) and node.operator in ("==", "!="):
            left, right = self.first(node.left, current), self.first(node.right, current)
            return None if UNKNOWN in (left, right) else equal(left, right) == (node.operator == "==")
        value = self.first(node, current)
        return None if value is UNKNOWN else is_true(value)

    def elements(self, node: tree.Projection, current: Json) -> list[Json] | None:
        """What a projection walks over; None when there is no list (or object), or none is known."""
        value = self.first(node.of, current)
        if node.kind == "values":
            return list(value.values()) if isinstance(value, dict) else None
        if not isinstance(value, list):
            return None
        if node.kind == "flatten":
            return flattened(value)
        return value[slice(*node.slice)] if node.slice is not None else value

    def roots(self, let: CheckedLet, start: Json) -> list[Json]:
        """The value at which a named expression was evaluated for one who stands at *start*; none if not known."""
        currents = self._trace.currents(let.expression.node)
        here = [current for current in currents if current is start]
        return here or currents if len(here or currents) == 1 else []

    def _seen(self, node: tree.Node, current: Json) -> Json:
        values = self._trace.values_on(node, current)
        if not values:
            return self._user if isinstance(node, tree.Own) and node.kind == "user" else UNKNOWN
        return values[0] if all(value is values[0] or equal(value, values[0]) for value in values) else UNKNOWN


def is_true(value: Json) -> bool:
    """Whether a value counts as true: everything but null, false, "", [] and {}."""
    return bool(value) or (isinstance(value, int | float) and not isinstance(value, bool))


def _attribute(value: Json, name: str) -> Json:
    if value is UNKNOWN:
        return UNKNOWN
    return value.get(name) if isinstance(value, dict) else None


def _element(value: Json, index: int) -> Json:
    if value is UNKNOWN:
        return UNKNOWN
    return value[index] if isinstance(value, list) and -len(value) <= index < len(value) else None
