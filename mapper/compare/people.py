"""The outcomes of two mappings for one user or group -> the changes between them, each with its field and shape.

Only what is done counts: the action, what is set and cleared, problems, the day to look again. Why a field is kept, and
the place in the mapping that a problem names, may differ without a change. A value that is to be compared among many
people never leaves this module unmasked, unless somebody asked to see it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from ..engine.outcome import GroupOutcome, Outcome, Problem
from ..masking import masked
from ..payloads import NO_PAYLOAD, Item
from ..schemas.values import InvalidPayload, Json
from .examples import FirstFew
from .shapes import State, Untouched, change_shape, is_same

AnyOutcome: TypeAlias = Outcome | GroupOutcome
Answered: TypeAlias = "AnyOutcome | InvalidPayload"
"""What a mapping makes of a payload, or why it cannot."""


class Change(NamedTuple):
    """One change of a field. `before` and `after` are the values it was set to; None for none, or if nobody asked."""

    field: str
    shape: str
    before: Json = None
    after: Json = None

    def as_json(self) -> Json:
        """The change as in the output of `mapper diff --full --format json`."""
        return self._asdict()


class Compared(NamedTuple):
    """What comes of one payload that both mappings can read: its place, who it is, what changes.

    `number` is its own among those of the file, from 1.
    """

    file: str
    line: int
    identity: Json
    is_group: bool
    changes: tuple[Change, ...]
    number: int = 1

    def as_json(self) -> Json:
        """The person as in the output of `mapper diff --full --format json`."""
        changes: Json = [change.as_json() for change in self.changes]
        place: dict[str, Json] = {"file": self.file, "line": self.line, "number": self.number}
        return {**place, "identity": self.identity, "changes": changes}


SAME_USER, SAME_GROUP = (Compared("", 0, None, is_group, ()) for is_group in (False, True))
"""For payloads of which nothing changes: those are nearly all, and nobody asks who they are."""


class Failed(NamedTuple):
    """A payload that cannot be mapped: by `both`, or only by the `old` or the `new` mapping, and why.

    `number` is its own among those of the file, from 1.
    """

    file: str
    line: int
    by: str
    code: str
    message: str
    number: int = 1

    def as_json(self) -> Json:
        """The payload as in the output of `mapper diff --format json`."""
        place: dict[str, Json] = {"file": self.file, "line": self.line, "number": self.number}
        return {**place, "by": self.by, "code": self.code, "message": self.message}


@dataclass(frozen=True, slots=True)
class Comparer:
    """How people are compared. `free_form` are the fields whose parts are fields of their own.

    Changes have their values if it is `with_values`, else those that `examples` takes; without it none has. `constants`
    has, by field, the texts that the mappings themselves hold; `references` are the fields that name other records.
    """

    free_form: frozenset[str]
    with_values: bool = False
    shows_values: bool = False
    examples: FirstFew | None = None
    constants: Mapping[str, frozenset[str]] = field(default_factory=dict)
    references: frozenset[str] = frozenset()

    def compare(self, file: str, item: Item, old: Answered, new: Answered, *, number: int = 1) -> Compared | Failed:
        """What differs between what two mappings make of one payload, which is that *number* of its file."""
        if isinstance(old, InvalidPayload) or isinstance(new, InvalidPayload):
            return self._failed(file, item.line, old, new)._replace(number=number)
        changes = tuple(map(self._told, self.changes(old, new)))
        is_group = isinstance(new, GroupOutcome)
        if not changes:
            return SAME_GROUP if is_group else SAME_USER
        return Compared(file, item.line, self._shown(_identity(item.payload)), is_group, changes, number)

    def changes(self, old: AnyOutcome, new: AnyOutcome) -> Iterator[Change]:
        """The changes from one outcome to another of the same payload; `before` and `after` as they are, unmasked."""
        if isinstance(old, Outcome) and isinstance(new, Outcome):
            yield from _changed_action(old, new)
            if old.action == "skip" or new.action == "skip":
                yield from self._changed_if_done(old, new)
            elif not (old.clear == new.clear and _is_plainly_same(old.person, new.person)):
                yield from self._changed_fields(_states(old, self.free_form), _states(new, self.free_form))
            if old.look_again != new.look_again:
                yield from self._changed_fields(_look_again(old), _look_again(new), Untouched.NOTHING)
        elif isinstance(old, GroupOutcome) and isinstance(new, GroupOutcome):
            yield from self._changed_fields(_group_states(old), _group_states(new), Untouched.NOTHING)
            yield from self._changed_members(old, new)
        yield from _changed_problems(old.problems, new.problems)

    def _changed_if_done(self, old: Outcome, new: Outcome) -> Iterator[Change]:
        """What is done by the one of two outcomes that does not skip the person, if there is one."""
        if old.action == new.action:
            return
        done = _states(new if old.action == "skip" else old, self.free_form)
        skipped: dict[str, State] = dict.fromkeys(done, Untouched.SKIPPED)
        yield from self._changed_fields(*((skipped, done) if old.action == "skip" else (done, skipped)))

    def _changed_fields(
        self, old: dict[str, State], new: dict[str, State], otherwise: State = Untouched.KEPT
    ) -> Iterator[Change]:
        """The changes from some fields to others; *otherwise* is done with those that stand on one side only."""
        for name in new if old.keys() == new.keys() else dict.fromkeys([*new, *old]):
            before, after = old.get(name, otherwise), new.get(name, otherwise)
            if not is_same(before, after):
                texts, is_reference = self.constants.get(name, ()), name in self.references
                yield Change(name, change_shape(before, after, texts, is_reference=is_reference), before, after)

    def _changed_members(self, old: GroupOutcome, new: GroupOutcome) -> Iterator[Change]:
        """The changes of what members receive: for a field and a shape the first one, however many members it has."""
        before, after = ({str(each["value"]): each["person"] for each in outcome.members} for outcome in (old, new))
        seen: set[tuple[str, str]] = set()
        for member in dict.fromkeys([*after, *before]):
            was, is_now = (_set_fields(received.get(member, {}), self.free_form) for received in (before, after))
            for change in self._changed_fields(was, is_now, Untouched.NOTHING):
                if (change.field, change.shape) not in seen:
                    seen.add((change.field, change.shape))
                    yield change._replace(field=f"members: {change.field}")

    def _told(self, change: Change) -> Change:
        if not self._has_values(change) or change.before is change.after is None:
            return Change(change.field, change.shape)
        return change._replace(before=self._shown(change.before), after=self._shown(change.after))

    def _has_values(self, change: Change) -> bool:
        return self.with_values or (self.examples is not None and self.examples.takes(change.field, change.shape))

    def _shown(self, value: State) -> Json:
        if isinstance(value, Untouched):
            return None
        return value if self.shows_values else masked(value)

    def _failed(self, file: str, line: int, old: Answered, new: Answered) -> Failed:
        faults = [answer for answer in (old, new) if isinstance(answer, InvalidPayload)]
        fault = faults[0]
        by = "both" if len(faults) == 2 else "old" if fault is old else "new"
        is_shown = self.shows_values or fault.message == NO_PAYLOAD
        message = fault.message if is_shown else _WHY.get(fault.code, "it cannot be used")
        return Failed(file, fault.line or line, by, fault.code, message)


_WHY = {
    "json-syntax": "it is no JSON",
    "json-too-deep": "too many objects and lists stand in one another",
    "json-number": "a number is none of JSON, or too long",
    "json-duplicate-key": "an object has one name twice",
    "json-character": "it has a character that JSON does not have",
    "json-encoding": "it is not UTF-8",
    "json-too-large": "it is too large",
    "not-an-object": "it is no object",
    "not-a-resource": "it is a message of the protocol, not a user or a group",
    "duplicate-attribute": "it has one attribute twice",
}
"""What is wrong with a payload, without a word of it; the message of a fault may quote the payload."""


def _identity(payload: dict[str, Json]) -> Json:
    """What a user or group is known by: `userName`, else the name of a group, else `id`; in any spelling."""
    spelled = {name.lower(): value for name, value in payload.items()}
    return next((spelled[name] for name in ("username", "displayname", "id") if spelled.get(name)), None)


# --- changes ---------------------------------------------------------------------------------------------------------


def _changed_action(old: Outcome, new: Outcome) -> Iterator[Change]:
    before, after = (f"skip: {each.reason}" if each.action == "skip" else each.action for each in (old, new))
    if before != after:
        yield Change("action", f"{before} -> {after}")


def _states(outcome: Outcome, free_form: frozenset[str]) -> dict[str, State]:
    """What is done with each field; what is kept is left out."""
    return {**_set_fields(outcome.person, free_form), **dict.fromkeys(outcome.clear, Untouched.CLEARED)}


def _is_plainly_same(old: dict[str, Json], new: dict[str, Json]) -> bool:
    """Whether two people are the same to the last type and in the order of their fields, which most people are.

    Their bytes are compared in a fifth of the time that a look at each value takes.
    """
    from ..engine.json_bytes import encode  # slow to load, and `mapper --help` need not wait for it

    return old == new and encode(old) == encode(new)


def _set_fields(person: dict[str, Json], free_form: frozenset[str]) -> dict[str, State]:
    """The fields that are set; those of a free-form one by part."""
    if free_form.isdisjoint(person):
        return person
    fields: dict[str, State] = {}
    for name, value in person.items():
        if name in free_form and isinstance(value, dict):
            fields.update((f"{name}.{part}", inner) for part, inner in value.items())
        else:
            fields[name] = value
    return fields


def _look_again(outcome: Outcome | GroupOutcome) -> dict[str, State]:
    return {} if outcome.look_again is None else {"look_again": outcome.look_again}


def _group_states(outcome: GroupOutcome) -> dict[str, State]:
    said = {"stands_for": outcome.stands_for, "called": outcome.called, "look_again": outcome.look_again}
    return {name: value for name, value in said.items() if value is not None}


def _changed_problems(old: Iterable[Problem], new: Iterable[Problem]) -> Iterator[Change]:
    if not old and not new:
        return
    before, after = (Counter((each.field or "person", each.code) for each in problems) for problems in (old, new))
    for word, found in (("added", after - before), ("removed", before - after)):
        yield from (Change(field, f"problem {word}: {code}") for field, code in found)
