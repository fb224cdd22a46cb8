"""Why a condition did not hold, or held where it should not have: the values of what it compares, and near misses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from ..engine import expressions as tree
from ..schemas.values import Json, kind_of
from .clauses import Clause, Shown, Telling, listing
from .nearness import nearness
from .values import UNKNOWN
from .walk import Walk
from .words import Words

_MOST_NEAR: Final = 3
"""So many near misses of one comparison are told."""


class ConditionReasons:
    """Finds reasons for conditions within the expression that *walk* goes through."""

    def __init__(self, walk: Walk) -> None:
        self._walk, self._values, self._words = walk, walk.values, Words(walk.text)

    # --- it did not hold ---------------------------------------------------------------------------------------------

    def failed(self, node: tree.Node, currents: Sequence[Json]) -> Iterator[Clause]:
        """Why the condition *node* did not hold on those of *currents* on which it did not."""
        false = [current for current in currents if self._values.truth(node, current) is False]
        if not false:
            return
        if isinstance(node, tree.And):
            yield from self._sides(node, false)
        elif isinstance(node, tree.Or):
            yield from self.failed(node.left, false)
            yield from self.failed(node.right, false)
        elif isinstance(node, tree.Not):
            yield from self.held(node.of, false)
        elif isinstance(node, tree.Comparison):
            yield from self._comparison(node, false)
        elif isinstance(node, tree.Call):
            yield from self._false_call(node, false)
        elif isinstance(node, tree.Own) and node.kind == "let":
            yield (f"`{self._words.of(node)}`{self._walk.let_place(node.name)} does not hold",)
            inside = self._walk.inside(node.name, false)
            if inside is not None:
                yield from inside[0].conditions.failed(inside[1], inside[2])
        else:
            yield from self._false_value(node, false)

    def _sides(self, node: tree.And, currents: Sequence[Json]) -> Iterator[Clause]:
        """The side of `&&` that failed; where one failed on some elements and the other on others, both with counts."""
        sides = (node.left, node.right)
        failing = [[each for each in currents if self._values.truth(side, each) is False] for side in sides]
        for side, false in zip(sides, failing, strict=True):
            if len(false) == len(currents):
                yield from self.failed(side, false)
                return
        for side, false in zip(sides, failing, strict=True):
            if false:
                yield (f"{len(false):,} of them {_verb(len(false))} not pass `{self._words.of(side)}`",)
                yield from self.failed(side, false)

    def _comparison(self, node: tree.Comparison, currents: Sequence[Json]) -> Iterator[Clause]:
        """Those that are nearly equal, and the values of the sides that are no constants."""
        sides = (self._values.of(side, currents) for side in (node.left, node.right))
        known = [pair for pair in zip(*sides, strict=True) if UNKNOWN not in pair]
        if node.operator not in ("==", "!="):
            yield from self.unordered(node, currents)
        near = [(pair, found) for pair in known if node.operator == "==" and (found := nearness(*pair))]
        for (left, right), found in near[:_MOST_NEAR]:
            of, value, other = self._varying(node, left, right)
            wanted = other if other.startswith("`") else f"`{other}`"
            remedy = _remedy(node, of, value) if of != other else ""
            yield (f"`{of}` is ", Shown(value), Telling(f", and {wanted} is asked for: {found}{remedy}"))
        told = [pair for pair, _ in near[:_MOST_NEAR]]
        rest = [pair for pair in known if not any(pair is each for each in told)]
        for at, side in enumerate((node.left, node.right)):
            if rest and not isinstance(side, tree.Constant):
                yield (f"`{self._words.of(side)}` is ", *listing(pair[at] for pair in rest))

    def _varying(self, node: tree.Comparison, left: Json, right: Json) -> tuple[str, Json, str]:
        """The side that comes from a payload, its value, and the words of the other side."""
        if isinstance(node.left, tree.Constant):
            return self._words.of(node.right), right, self._words.of(node.left)
        return self._words.of(node.left), left, self._words.of(node.right)

    def unordered(self, node: tree.Comparison, currents: Sequence[Json]) -> Iterator[Clause]:
        """A side of `<` and the like that is no number, for which nothing is true."""
        for side in (node.left, node.right):
            for value in self._values.of(side, currents):
                is_number = isinstance(value, int | float) and not isinstance(value, bool)
                if value is UNKNOWN or is_number:
                    continue
                if value is None:
                    yield from self._walk.absent(side, currents)
                else:
                    words = f"`{self._words.of(side)}` is {kind_of(value)}, and `{node.operator}` compares numbers only"
                    yield (Telling(words),)

    def _false_call(self, node: tree.Call, currents: Sequence[Json]) -> Iterator[Clause]:
        words = [self._words.of(argument) for argument in node.arguments]
        for current in currents:
            absent = self._walk.absent_argument(node, current)
            if absent is not None:
                yield from self._walk.absent(absent, (current,))
                continue
            value = self._values.first(node, current)
            if value is False:
                values = [self._values.first(argument, current) for argument in node.arguments]
                yield from self._walk.calls.false(node, self._words.of(node), words, values)
            elif value is None:
                yield from self._walk.absent(node, (current,))
            elif value is not UNKNOWN:
                yield (f"`{self._words.of(node)}` is ", Shown(value), ", which counts as false")

    def _false_value(self, node: tree.Node, currents: Sequence[Json]) -> Iterator[Clause]:
        values = [value for value in self._values.of(node, currents) if value is not UNKNOWN]
        present = [value for value in values if value is not None and value != []]
        if present:
            yield (f"`{self._words.of(node)}` is ", *listing(present))
        yield from self._walk.absent(node, currents)

    # --- it held -----------------------------------------------------------------------------------------------------

    def held(self, node: tree.Node, currents: Sequence[Json]) -> Iterator[Clause]:
        """What the condition *node* held on, where it should not have."""
        true = [current for current in currents if self._values.truth(node, current) is True]
        if not true:
            return
        if isinstance(node, tree.Own) and node.kind == "let":
            yield (f"`{self._words.of(node)}`{self._walk.let_place(node.name)} holds",)
            inside = self._walk.inside(node.name, true)
            if inside is not None:
                yield from inside[0].conditions.held(inside[1], inside[2])
        elif isinstance(node, tree.Not):
            yield from self.failed(node.of, true)
        elif isinstance(node, tree.Or):
            yield from self.held(node.left, true)
            yield from self.held(node.right, true)
        elif isinstance(node, tree.And):
            yield (f"`{self._words.of(node)}` holds",)
            yield from self.held(node.left, true)
            yield from self.held(node.right, true)
        elif isinstance(node, tree.Comparison | tree.Call):
            yield (f"`{self._words.of(node)}` holds", *self._values_in(node, true))
        else:
            yield from self._true_value(node, true)

    def _true_value(self, node: tree.Node, currents: Sequence[Json]) -> Iterator[Clause]:
        values = [value for value in self._values.of(node, currents) if value is not UNKNOWN]
        if not values:
            yield (f"`{self._words.of(node)}` holds",)
            return
        is_spelled = any(isinstance(value, str) and value.strip().casefold() in ("true", "false") for value in values)
        hint = (Telling(", which is text, and any text counts as true"),) if is_spelled else ()
        yield (f"`{self._words.of(node)}` is ", *listing(values), *hint)

    def _values_in(self, node: tree.Node, currents: Sequence[Json]) -> Clause:
        """The values of the paths in a condition: `: `userType` is 'Contractor'`."""
        said: list[str | Shown] = []
        for path in _paths(node):
            values = [value for value in self._values.of(path, currents) if value is not UNKNOWN]
            if values:
                said += [", " if said else ": ", f"`{self._words.of(path)}` is ", *listing(values)]
        return tuple(said)


def _paths(node: tree.Node) -> Iterator[tree.Node]:
    """What a condition reads, from left to right; what stands within a projection is not read here."""
    if isinstance(node, tree.Comparison | tree.And | tree.Or | tree.Not | tree.Call):
        for part in tree.parts(node):
            yield from _paths(part)
    elif not isinstance(node, tree.Constant | tree.Reference | tree.MultiList | tree.MultiHash | tree.Current):
        yield node


def _remedy(node: tree.Comparison, of: str, value: Json) -> str:
    """How the comparison would hold, where that is certain and short: `; `lower(type) == 'work'` passes it`."""
    constant = node.left if isinstance(node.left, tree.Constant) else node.right
    if not isinstance(constant, tree.Constant) or not isinstance(constant.value, str) or not isinstance(value, str):
        return ""
    wanted = constant.value
    if "'" in wanted or "\\" in wanted:
        return ""
    if value.strip() == wanted:
        return f"; `trim({of}) == '{wanted}'` passes it"
    if value.lower() == wanted.lower():
        return f"; `lower({of}) == '{wanted.lower()}'` passes it"
    if value.strip().lower() == wanted.lower():
        return f"; `lower(trim({of})) == '{wanted.lower()}'` passes it"
    return ""


def _verb(count: int) -> str:
    return "does" if count == 1 else "do"
