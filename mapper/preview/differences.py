"""What an earlier version of the mapping gave for the same payload, put beside what this one gives.

As in `mapper diff`: what is kept differs from nothing else that leaves the field alone, whatever the reason; and of a
person who is skipped now only that is said. Of one who was skipped before all that is done now differs.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from ..compare.shapes import State, Untouched, is_same
from ..engine.outcome import GroupOutcome, Outcome
from ..schemas.values import InvalidPayload, Json
from .values import free_form_parts, shown

Earlier: TypeAlias = "Outcome | GroupOutcome | InvalidPayload | None"
"""What the earlier version made of the payload, or why it could not; None when nothing is compared."""

Was: TypeAlias = dict[str, Json]
"""What happened to a row before: its `state` and, when it was set, its `value`."""


def differing(before: Outcome, after: Outcome, free_form: frozenset[str]) -> dict[str, Was]:
    """The fields that differ, each with what happened to it before."""
    if after.action == "skip":
        return {}
    if before.action == "skip":
        return {name: {"state": "skipped", "value": None} for name in _states(after, free_form)}
    return dict(_differing(_states(before, free_form), _states(after, free_form)))


def differing_members(before: GroupOutcome, after: GroupOutcome) -> dict[str, Was]:
    """The members that receive something else, each with what it received before."""
    old, new = ({str(each["value"]): each["person"] for each in group.members} for group in (before, after))
    return dict(_differing(old, new))


def action_before(before: Outcome, after: Outcome) -> dict[str, Json] | None:
    """The `action` and `reason` of the person before; None when they are the same."""
    if (before.action, before.reason) == (after.action, after.reason):
        return None
    return {"action": before.action, "reason": before.reason}


def _differing(old: dict[str, State], new: dict[str, State]) -> Iterator[tuple[str, Was]]:
    for name in dict.fromkeys([*new, *old]):
        before = old.get(name, Untouched.KEPT)
        if not is_same(before, new.get(name, Untouched.KEPT)):
            yield name, _was(before)


def _was(before: State) -> Was:
    if isinstance(before, Untouched):
        return {"state": "clear" if before is Untouched.CLEARED else "keep", "value": None}
    return {"state": "set", "value": shown(before)}


def _states(outcome: Outcome, free_form: frozenset[str]) -> dict[str, State]:
    """What is done with each field that is not kept."""
    return {**dict(free_form_parts(outcome.person, free_form)), **dict.fromkeys(outcome.clear, Untouched.CLEARED)}
