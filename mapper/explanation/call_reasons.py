"""Why a function gave nothing or false for its arguments, and what is nearly what it looked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Final, TypeAlias

from ..engine import expressions as tree
from ..engine.checked import CheckedMapping
from ..engine.failures import CandidateFailure, number_text
from ..engine.functions.lists import is_of
from ..engine.tables import Table
from ..engine.trace import Trace
from ..engine.work import Work
from ..schemas.values import Json
from .clauses import Clause, Shown, Telling, listing
from .group_reasons import GroupReasons
from .nearness import Relation, nearest, nearness, relation_nearness
from .values import UNKNOWN

_MOST_ELEMENTS: Final = 1000
_MOST_COMPARED: Final = 20_000
"""So many rows, types and elements are looked through, in all, for one that is near."""

_RELATIONS: Final[dict[str, Relation]] = {
    "starts_with": str.startswith,
    "ends_with": str.endswith,
    "contains": str.__contains__,
    "before": str.__contains__,
    "after": str.__contains__,
    "same_email": str.__eq__,
}
"""What functions of two texts ask of them, by the name of the function."""

Values: TypeAlias = Sequence[Json]
Arguments: TypeAlias = Sequence[str]


class CallReasons:
    """Finds reasons for calls; *trace* knows the groups of the person, *mapping* the tables."""

    def __init__(self, trace: Trace, mapping: CheckedMapping) -> None:
        self._tables = mapping.tables
        self._room = _MOST_COMPARED
        groups = GroupReasons(trace, mapping, self.nearest)
        self._nothing: dict[str, Callable[[Arguments, Values], Iterator[Clause]]] = {
            "lookup": self._no_row,
            "pick": self._nothing_picked,
            "group_for": groups.none_for,
        }
        self._false: dict[str, Callable[[Arguments, Values], Iterator[Clause]]] = {
            "listed": self._not_listed,
            "in_group": groups.not_in,
        }

    def nothing(self, node: tree.Call, words: str, arguments: Arguments, values: Values) -> Iterator[Clause]:
        """Why a call gave nothing for *values*; *words* are the call as written, *arguments* those of its arguments."""
        if node.name in self._nothing:
            yield from self._nothing[node.name](arguments, values)
        else:
            yield (f"`{words}` gives nothing", *_for(node, arguments, values), *self._near(node, arguments, values))

    def false(self, node: tree.Call, words: str, arguments: Arguments, values: Values) -> Iterator[Clause]:
        """Why a call gave false for *values*."""
        if node.name in self._false:
            yield from self._false[node.name](arguments, values)
        else:
            yield (f"`{words}` does not hold", *_for(node, arguments, values), *self._near(node, arguments, values))

    @staticmethod
    def picked(values: Json, kind: Json) -> int:
        """How many elements `pick` could have taken."""
        if not isinstance(values, list) or not isinstance(kind, str):
            return 0
        return sum(isinstance(each, dict) and is_of(each, kind) for each in values[:_MOST_ELEMENTS])

    # --- tables ------------------------------------------------------------------------------------------------------

    def _no_row(self, arguments: Arguments, values: Values) -> Iterator[Clause]:
        """A table has no row for a key, or one without a value."""
        table, key = self._asked(values)
        if table is None or key is None:
            return
        of = f"for `{arguments[1]}`, which is "
        if _has(table, key):
            yield (f"the row of the table '{table.name}' {of}", Shown(key), ", has no value")
        else:
            yield (
                Telling(f"the table '{table.name}' has no row {of}"),
                Shown(key),
                *self._near_row(table, key, arguments[1]),
            )

    def _not_listed(self, arguments: Arguments, values: Values) -> Iterator[Clause]:
        table, key = self._asked(values)
        if table is not None and key is not None:
            yield (
                f"the table '{table.name}' does not list `{arguments[1]}`, which is ",
                Shown(key),
                *self._near_row(table, key, arguments[1]),
            )

    def _asked(self, values: Values) -> tuple[Table | None, str | None]:
        """The table that was looked in, and the key as it was looked for."""
        name, key = values
        table = self._tables.get(name) if isinstance(name, str) else None
        if isinstance(key, str):
            return table, key
        return table, number_text(key) if isinstance(key, int | float) and not isinstance(key, bool) else None

    def _near_row(self, table: Table, key: str, words: str) -> Clause:
        near = self.nearest(key, table.rows)
        if near is None:
            return self._near_beginning(table, key) if table.match == "prefix" else ()
        how = nearness(key, near)
        remedy = {
            _CAPITALS: "; `ignore_case: true` in the table takes both",
            "the same but for blanks": f"; `trim({words})` finds it" if key.strip() == near else "",
        }
        return (Telling(f"; it has one for '{near}', which is {how}{remedy.get(how or '', '')}"),)

    def _near_beginning(self, table: Table, key: str) -> Clause:
        """The longest row of a table of prefixes with which *key* nearly begins."""
        looked_at = list(islice(table.rows, self._room))
        self._room -= len(looked_at)
        found = [(row, but) for row in looked_at if (but := relation_nearness(str.startswith, key, row))]
        if not found:
            return ()
        row, but = max(found, key=lambda each: len(each[0]))
        remedy = "; `ignore_case: true` in the table takes both" if but == _CAPITALS else ""
        return (Telling(f"; it has one for '{row}', and the beginning of the key is {but}{remedy}"),)

    # --- lists -------------------------------------------------------------------------------------------------------

    def _nothing_picked(self, arguments: Arguments, values: Values) -> Iterator[Clause]:
        listed, kind = values
        if not isinstance(listed, list) or not isinstance(kind, str):
            return
        looked_at = [each for each in listed[:_MOST_ELEMENTS] if isinstance(each, dict)]
        asked = f"'{kind}'" if arguments[1] == f"'{kind}'" else Shown(kind)  # what is computed may be of the person
        if not listed:
            yield (f"`{arguments[0]}` has no entries",)
        elif self.picked(listed, kind):
            which: Clause = ("that is the primary one",) if kind == "primary" else ("of the type ", asked)
            yield (f"the entry of `{arguments[0]}` ", *which, " has no `value`")
        elif kind == "primary":
            yield (f"no entry of `{arguments[0]}` is the primary one",)
        else:
            types = [each["type"] for each in looked_at if each.get("type") is not None]
            near = self.nearest(kind, [each for each in types if isinstance(each, str)])
            yield (
                f"no entry of `{arguments[0]}` has the type ",
                asked,
                *((": there is ", *listing(types)) if types else ()),
                *(("; ", Shown(near), Telling(f" is {nearness(kind, near)}")) if near is not None else ()),
            )

    # --- near misses -------------------------------------------------------------------------------------------------

    def nearest(self, text: str, known: Iterable[str]) -> str | None:
        """The one of *known* that is near to *text*, as long as there is room to look."""
        looked_at = list(islice(known, self._room))
        self._room -= len(looked_at)
        return nearest(text, looked_at)

    def _near(self, node: tree.Call, arguments: Arguments, values: Values) -> Clause:
        """But for what two texts would have done."""
        if node.name == "switch" and isinstance(values[0], str):
            near = self.nearest(values[0], (case for case in values[1::2] if isinstance(case, str)))
            if near is None:
                return ()
            return Telling("; there is "), Shown(near), f", which is {nearness(values[0], near)}"
        relation = _RELATIONS.get(node.name)
        if relation is None or len(values) < 2 or not isinstance(values[1], str):
            return ()
        if isinstance(values[0], list):
            found = self.nearest(values[1], (each for each in values[0] if isinstance(each, str)))
            return (" (", Shown(found), Telling(f" is {nearness(values[1], found)}"), ")") if found is not None else ()
        if isinstance(values[0], str) and relation(values[0], values[1]):
            return ()  # it holds as it is, so nothing but the rest of the function made it nothing
        but = relation_nearness(relation, values[0], values[1]) if isinstance(values[0], str) else None
        return (Telling(f" ({but}{_remedy(node, arguments, values[0], relation)})"),) if but else ()


def _remedy(node: tree.Call, arguments: Arguments, value: Json, relation: Relation) -> str:
    """How the condition would hold, where that is certain: `; `starts_with(lower(title), 'chief')` passes it`."""
    wanted = node.arguments[1]
    if node.name not in _CONDITIONS or not isinstance(wanted, tree.Constant) or not isinstance(wanted.value, str):
        return ""
    text = wanted.value.lower()
    if not isinstance(value, str) or not relation(value.lower(), text) or "'" in text or "\\" in text:
        return ""
    return f"; `{node.name}(lower({arguments[0]}), '{text}')` passes it"


_CONDITIONS: Final = ("starts_with", "ends_with", "contains")

_CAPITALS: Final = "the same but for capitals"


def _has(table: Table, key: str) -> bool:
    try:
        return table.find(key, Work(None))[0]
    except CandidateFailure:
        return False


def _for(node: tree.Call, arguments: Arguments, values: Values) -> Clause:
    """The arguments that are no constants: `: `title` is 'Boss'`."""
    said: list[str | Shown] = []
    for at, (argument, words, value) in enumerate(zip(node.arguments, arguments, values, strict=True)):
        if value is UNKNOWN or words in arguments[:at] or isinstance(argument, tree.Constant | tree.Reference):
            continue
        said += [", " if said else ": ", f"`{words}` is ", *(("absent",) if value is None else (Shown(value),))]
    return tuple(said)
