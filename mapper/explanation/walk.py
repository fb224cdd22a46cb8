"""What the two halves of a walk through an expression know of each other: absences and conditions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from ..engine import expressions as tree
from ..schemas.values import Json
from .call_reasons import CallReasons
from .clauses import Clause
from .values import Values


class Conditions(Protocol):
    """Why conditions held, or did not."""

    def failed(self, node: tree.Node, currents: Sequence[Json]) -> Iterator[Clause]:
        """Why the condition *node* did not hold on those of *currents* on which it did not."""

    def held(self, node: tree.Node, currents: Sequence[Json]) -> Iterator[Clause]:
        """What the condition *node* held on, where it should not have."""


class Walk(Protocol):
    """Why an expression, whose words are those of `text`, gave nothing."""

    text: str
    values: Values
    calls: CallReasons

    @property
    def conditions(self) -> Conditions:
        """The same walk through conditions."""

    def absent(self, node: tree.Node, currents: Sequence[Json]) -> Iterator[Clause]:
        """Why *node* gave nothing on those of *currents* on which it did."""

    def absent_argument(self, node: tree.Call, current: Json) -> tree.Node | None:
        """The first argument that was absent on *current*, where that makes the call absent."""

    def let_place(self, let: str) -> str:
        """Where a named expression stands: ` (line 5)`."""

    def inside(self, let: str, currents: Sequence[Json]) -> tuple[Walk, tree.Node, list[Json]] | None:
        """A named expression, to go on in: what walks it, its node, and where it was evaluated; None when too deep."""
