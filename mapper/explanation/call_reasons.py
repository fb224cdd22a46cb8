"""Why a function gave nothing or false for its arguments, and what is nearly what it looked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Final

from ..engine import expressions as tree
from ..engine.checked import CheckedMapping
from ..engine.functions.lists import is_of
from ..engine.trace import Trace
from ..schemas.values import Json
from .clauses import Clause, Shown, listing
from .nearness import Relation, nearest, nearness, relation_nearness
from .values import UNKNOWN

_MOST_ROWS: Final = 5_000
"""So many rows of a table, groups or elements are looked through for one that is near."""

_RELATIONS: Final[dict[str, Relation]] = {
    "starts_with": str.startswith,
    "ends_with": str.endswith,
    "contains": str.__contains__,
    "before": str.__contains__,
    "after": str.__contains__,
    "same_email": str.__eq__,
}
"""What functions of two texts ask of them, by the name of the function."""

Values = Sequence[Json]
Words = Sequence[str]


class CallReasons:
    """Finds reasons for calls; *trace* knows the groups of the person, *mapping* the tables."""

    def __init__(self, trace: Trace, mapping: CheckedMapping) -> None:
        self._groups = trace.groups
        self._tables = mapping.tables
        self._nothing: dict[str, Callable[[Words, Values], Iterator[Clause]]] = {
            "lookup": self._no_row,
            "pick": self._nothing_picked,
            "group_for": self._no_group_for,
        }
        self._false: dict[str, Callable[[Words, Values], Iterator[Clause]]] = {
            "listed": self._no_row,
            "in_group": self._not_in_group,
        }

    def nothing(self, node: tree.Call, words: str, names: Words, values: Values) -> Iterator[Clause]:
        """Why a call gave nothing for *values*; *words* are the call as written, *names* its arguments."""
        if node.name in self._nothing:
            yield from self._nothing[node.name](names, values)
        else:
            yield (f"`{words}` gives nothing", *_for(node, names, values), *_near(node.name, values))

    def false(self, node: tree.Call, words: str, names: Words, values: Values) -> Iterator[Clause]:
        """Why a call gave false for *values*."""
        if node.name in self._false:
            yield from self._false[node.name](names, values)
        else:
            yield (f"`{words}` does not hold", *_for(node, names, values), *_near(node.name, values))

    @staticmethod
    def picked(values: Json, kind: Json) -> int:
        """How many elements `pick` could have taken."""
        if not isinstance(values, list) or not isinstance(kind, str):
            return 0
        return sum(isinstance(each, dict) and is_of(each, kind) for each in values)

    def _no_row(self, names: Words, values: Values) -> Iterator[Clause]:
        name, key = values[0], values[1]
        table = self._tables.get(name) if isinstance(name, str) else None
        if table is None or key is UNKNOWN:
            return
        said: list[str | Shown] = [f"the table '{name}' has no row for `{names[1]}`, which is ", Shown(key)]
        text = key if isinstance(key, str) else str(key)
        near = nearest(text, islice(table.rows, _MOST_ROWS))
        if near is not None:
            said.append(f"; it has one for '{near}', which is {nearness(text, near)}")
        yield tuple(said)

    def _nothing_picked(self, names: Words, values: Values) -> Iterator[Clause]:
        entries, kind = values
        if not isinstance(entries, list) or not isinstance(kind, str):
            return
        if not entries:
            yield (f"`{names[0]}` has no entries",)
        elif kind == "primary":
            yield (f"no entry of `{names[0]}` is the primary one",)
        else:
            types = [each.get("type") for each in entries[:_MOST_ROWS] if isinstance(each, dict)]
            sent = [each for each in types if each is not None]
            yield (
                f"no entry of `{names[0]}` has the type '{kind}'",
                *((": there is ", *listing(sent)) if sent else ()),
            )

    def _no_group_for(self, names: Words, values: Values) -> Iterator[Clause]:
        count = len(self._groups)
        groups = "the person is in no group" if not count else f"none of the person's {count} groups stands for one"
        if count == 1:
            groups = "the person's one group stands for none"
        yield (f"{groups} ({names[0]})" if not isinstance(values[0], str) else f"no {values[0]}: {groups}",)

    def _not_in_group(self, names: Words, values: Values) -> Iterator[Clause]:
        wanted = values[0]
        held = [group.get("displayName") for group in self._groups[:_MOST_ROWS]]
        called = [name for name in held if isinstance(name, str)]
        if not called:
            yield (f"the person is in no group, so not in {names[0]}",)
            return
        near = nearest(wanted, called) if isinstance(wanted, str) else None
        if near is not None:
            yield ("the person is in the group ", Shown(near), f", which is {nearness(wanted, near)} as {names[0]}")
        yield (f"the person is not in {names[0]}, but in ", *listing(called))


def _for(node: tree.Call, names: Words, values: Values) -> Clause:
    """The arguments that are no constants: `: `title` is 'Boss'`."""
    said: list[str | Shown] = []
    for argument, name, value in zip(node.arguments, names, values, strict=True):
        if value is UNKNOWN or isinstance(argument, tree.Constant | tree.Reference):
            continue
        said += [": " if not said else ", ", f"`{name}` is ", *(("absent",) if value is None else (Shown(value),))]
    return tuple(said)


def _near(function: str, values: Values) -> Clause:
    """But for what two texts would have done."""
    relation = _RELATIONS.get(function)
    if relation is None or len(values) < 2 or not (isinstance(values[0], str) and isinstance(values[1], str)):
        return ()
    near = relation_nearness(relation, values[0], values[1])
    return (f" ({near})",) if near else ()
