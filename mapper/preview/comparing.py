"""Two mappings and payloads -> what differs between their rules, and between the people that they make.

The differences are those of `mapper diff`. Values come as they are: the page belongs to the person who pasted them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final

from ..compare.constants import constant_texts
from ..compare.difference import Difference
from ..compare.people import Answered, AnyOutcome, Change, Compared, Comparer, Failed
from ..compare.report import is_unseen
from ..compare.rules import free_form_fields, reference_fields, rule_differences
from ..compare.shapes import State, Untouched
from ..compare.tally import Tally
from ..engine.checked import CheckedMapping
from ..engine.compiler import CompiledMapping
from ..payloads import Item
from ..schemas.values import InvalidPayload, Json
from .explained import place
from .values import shown
from .versions import Version

MOST_DIFFERENCES: Final = 200
MOST_SHAPES: Final = 100
MOST_CHANGES: Final = 100
"""So many differences of rules, shapes of change, and changes of one person are told of."""

_MOST_CHARACTERS: Final = 400


def compare_told(old: Version, new: Version, items: Sequence[Item]) -> dict[str, Json]:
    """What differs, as JSON of bounded size.

    `rules` are the differences, `fields` counts those who differ by field and shape of change, `people` has each who
    differs with the `number` of the payload (from 1) and the changes. Each says how many are `left_out`.
    """
    rules, comparer = _of_mappings(old.mapping, new.mapping)
    tally, people = Tally(), []
    for number, item in enumerate(items, 1):
        before, after = old.answered(item), new.answered(item)
        found = comparer.compare("payload", item, before, after)
        tally.add(found)
        if isinstance(found, Failed):
            people.append({"number": number, "called": None, "failed_by": found.by, "message": found.message})
        elif found.changes:
            changes = comparer.changes(*_outcomes(before, after))
            people.append({"number": number, "called": _called(found), **_changes(changes)})
    return {
        "rules": [_rule(each) for each in rules[:MOST_DIFFERENCES]],
        "rules_left_out": max(0, len(rules) - MOST_DIFFERENCES),
        "is_unseen": is_unseen(rules),
        "read": tally.read,
        "differ": tally.differ,
        "failed_by": dict(tally.failed_by),
        "has_groups": tally.has_groups,
        **_fields(tally),
        "people": people,
    }


def _outcomes(*answers: Answered) -> list[AnyOutcome]:
    return [each for each in answers if not isinstance(each, InvalidPayload)]


@lru_cache(1)  # to compare the rules takes longer than anything else here, and payloads are edited more often
def _of_mappings(old: CompiledMapping, new: CompiledMapping) -> tuple[list[Difference], Comparer]:
    """The differences between the rules, and how the people are to be compared."""
    return rule_differences(old.checked, new.checked), _comparer(old.checked, new.checked)


def _comparer(old: CheckedMapping, new: CheckedMapping) -> Comparer:
    return Comparer(
        free_form_fields(old.target) | free_form_fields(new.target),
        shows_values=True,
        constants=constant_texts(old, new),
        references=reference_fields(old.target) | reference_fields(new.target),
    )


def _rule(found: Difference) -> dict[str, Json]:
    return {
        "kind": found.kind,
        "path": _cut(found.path),
        "before": None if found.before is None else _cut(found.before),
        "after": None if found.after is None else _cut(found.after),
        "old": None if found.old is None else place(found.old),
        "new": None if found.new is None else place(found.new),
    }


def _fields(tally: Tally) -> dict[str, Json]:
    """Each field with how many differ in it, and the shapes of its changes."""
    room, told = MOST_SHAPES, []
    for name, count, shapes in tally.by_field():
        if room > 0:
            some = [{"shape": shape, "count": group.count} for shape, group in shapes[:room]]
            told.append({"field": name, "count": count, "shapes": some})
            room -= len(shapes)
    return {"fields": told, "fields_left_out": max(0, -room) + tally.others}


def _changes(changes: Iterable[Change]) -> dict[str, Json]:
    all_changes = list(changes)
    return {
        "changes": [dict(_change(each)) for each in all_changes[:MOST_CHANGES]],
        "left_out": max(0, len(all_changes) - MOST_CHANGES),
    }


def _change(change: Change) -> Iterator[tuple[str, Json]]:
    """A change; where no value changes, such as of a problem, `before` and `after` are None."""
    yield "field", change.field
    yield "shape", change.shape
    has_values = not (change.before is change.after is None)
    yield "before", _state(change.before) if has_values else None
    yield "after", _state(change.after) if has_values else None


_UNTOUCHED: Final = {
    Untouched.CLEARED: "clear",
    Untouched.KEPT: "keep",
    Untouched.SKIPPED: "skipped",
    Untouched.NOTHING: "nothing",
}


def _state(state: State) -> dict[str, Json]:
    if isinstance(state, Untouched):
        return {"state": _UNTOUCHED[state], "value": None}
    return {"state": "set", "value": shown(state)}


def _called(found: Compared) -> str | None:
    return _cut(found.identity) if isinstance(found.identity, str) else None


def _cut(text: str) -> str:
    return text if len(text) <= _MOST_CHARACTERS else text[: _MOST_CHARACTERS - 1] + "…"
