"""A call that looks something up in, with a table's name without its quotes or in the wrong place: what is meant out.

A table is named by a constant. So a name there is never an attribute, whichever attribute is called nearly so.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

from .. import expressions as tree


class Placed(Protocol):
    """An argument: a node of an expression, or a value of a template."""

    @property
    def start(self) -> int:
        """The first of its characters."""

    @property
    def end(self) -> int:
        """The one behind its last."""


@dataclass(frozen=True, slots=True)
class Misplaced:
    """The argument that names `table`; `swapped`: it is the second, and stands where the key belongs."""

    table: str
    argument: Placed
    swapped: bool

    @property
    def message(self) -> str:
        """What is wrong, a clause."""
        if self.swapped:
            return f"the table '{self.table}' is named behind the key, and belongs in front of it"
        return f"the name of the table '{self.table}' stands in single quotes"


def misplaced(table: Placed, key: Placed, tables: Collection[str]) -> Misplaced | None:
    """What is wrong with how a call names its table, where one of *tables* is surely meant."""
    first, second = _name(table), _name(key)
    if isinstance(table, tree.Constant):
        return None
    if first in tables:
        return Misplaced(first, table, swapped=False)
    return Misplaced(second, key, swapped=True) if second in tables else None


def _name(node: Placed) -> str:
    """The name of a table that an argument can be, with or without quotes; blank for all else."""
    if isinstance(node, tree.Name):
        return node.name
    return node.value if isinstance(node, tree.Constant) and isinstance(node.value, str) else ""
