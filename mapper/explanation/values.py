"""What a node of an expression gave on each of several values, as far as the trace and plain paths tell."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import Final

from ..engine import expressions as tree
from ..engine.checked import CheckedMapping
from ..engine.runtime import flattened
from ..engine.trace import Trace
from ..schemas.values import Json


class Unknown(Enum):
    """A value that nobody kept."""

    VALUE = "unknown"


UNKNOWN: Final = Unknown.VALUE


class Values:
    """The values behind one trace. Plain paths are followed; what a function gave is what the trace saw."""

    def __init__(self, trace: Trace, mapping: CheckedMapping) -> None:
        self._trace, self._mapping = trace, mapping

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
        if isinstance(node, tree.Own):
            return [self._own(node) for _ in currents]
        return self._seen(node, currents)

    def first(self, node: tree.Node, current: Json) -> Json:
        """What *node* gave on *current*."""
        return self.of(node, (current,))[0]

    def answers(self, node: tree.Node, currents: Sequence[Json]) -> list[Json]:
        """Whether the condition *node* held on each of *currents*; UNKNOWN where that is not known."""
        answers = self._trace.answers(node)
        return list(answers) if len(answers) == len(currents) else [UNKNOWN] * len(currents)

    def elements(self, node: tree.Projection, current: Json) -> list[Json] | None:
        """What a projection walks over; None when there is no list (or object)."""
        value = self.first(node.of, current)
        if node.kind == "values":
            return list(value.values()) if isinstance(value, dict) else None
        if not isinstance(value, list):
            return None
        if node.kind == "flatten":
            return flattened(value)
        return value[slice(*node.slice)] if node.slice is not None else value

    def _own(self, node: tree.Own) -> Json:
        if node.kind == "user" and isinstance(self._trace.payload, dict):
            return self._trace.payload
        if node.kind == "let" and node.name in self._mapping.lets:
            values = self._trace.values(self._mapping.lets[node.name].expression.node)
        else:
            values = self._trace.values(node)
        return values[-1] if values else UNKNOWN

    def _seen(self, node: tree.Node, currents: Sequence[Json]) -> list[Json]:
        """What the trace saw: in the order of *currents*, if it saw as many; one that all have in common else."""
        values = self._trace.values(node)
        if len(values) == len(currents):
            return list(values)
        same = bool(values) and all(type(value) is type(values[0]) and value == values[0] for value in values)
        return [values[0] if same else UNKNOWN for _ in currents]


def _attribute(value: Json, name: str) -> Json:
    if value is UNKNOWN:
        return UNKNOWN
    return value.get(name) if isinstance(value, dict) else None


def _element(value: Json, index: int) -> Json:
    if value is UNKNOWN:
        return UNKNOWN
    return value[index] if isinstance(value, list) and -len(value) <= index < len(value) else None
