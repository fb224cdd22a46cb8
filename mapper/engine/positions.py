"""An expression and its role in, the role of each of its nodes out: a value, or a condition that holds or does not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from . import expressions as tree

Role: TypeAlias = Literal["value", "condition", "filter"]
"""What a node is there for; of a condition, and of that of a filter, only counts whether it holds."""


@dataclass(frozen=True, slots=True)
class Position:
    """A node and its role. `here`: the current node is certainly there."""

    node: tree.Node
    role: Role
    here: bool

    @property
    def is_condition(self) -> bool:
        """Whether it only counts if the node holds."""
        return self.role != "value"


def positions(whole: Position) -> Iterator[Position]:
    """*whole* and all nodes below it, in the order of the text."""
    waiting = [whole]
    while waiting:
        found = waiting.pop()
        yield found
        waiting.extend(reversed(list(_below(found))))


def _below(position: Position) -> Iterator[Position]:
    node, role, here = position.node, position.role, position.here
    condition: Role = role if position.is_condition else "condition"
    if isinstance(node, tree.Not):
        yield Position(node.of, condition, here)
    elif isinstance(node, tree.Or):
        yield Position(node.left, role, here)
        yield Position(node.right, role, here)
    elif isinstance(node, tree.And):
        yield Position(node.left, condition, here)
        yield Position(node.right, role, here)
    elif isinstance(node, tree.Pipe):
        yield Position(node.left, "value", here)
        yield Position(node.right, role, here=False)
    elif isinstance(node, tree.Projection):
        yield Position(node.of, "value", here)
        if node.condition is not None:
            yield Position(node.condition, "filter", here=False)
        yield Position(node.right, "value", here=False)
    elif isinstance(node, tree.Chain):
        yield Position(node.of, "value", here)
        yield Position(node.right, "value", here=False)
    else:
        is_choice = isinstance(node, tree.Call) and node.name == "if_else"
        for place, part in enumerate(tree.parts(node)):
            is_inner = isinstance(node, tree.Reference)
            yield Position(part, "condition" if is_choice and place == 0 else "value", here and not is_inner)
