"""What a case expects and the outcome that came out -> what differs, each with what was expected and what came."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from ..engine.outcome import GroupOutcome, Outcome, Problem
from ..engine.text import Span
from ..json_writer import write_json
from ..schemas.target import ObjectType, RecordsType, TargetSchema
from ..schemas.values import Json
from .tree import AsWritten, Case, Expectations, Expected, ExpectedMember


@dataclass(frozen=True, slots=True)
class State:
    """What becomes of a field: it is set to a `value`, cleared, kept for a `reason`; or a problem is reported."""

    does: Literal["set", "clear", "keep", "report", "nothing"]
    value: Json = None
    reason: str | None = None

    def as_json(self) -> Json:
        """The state as in the output of `mapper test --format json`."""
        return {"does": self.does, "value": as_json(self.value), "reason": self.reason}


NOTHING = State("nothing")


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as expected. `field` is what it is about, `span` where the case says what is expected.

    `source` is the field whose candidates tell where the value came from, `member` whose they are in a group; None
    where no field is behind it. `problem` is one that was not expected.
    """

    field: str
    expected: State
    got: State
    span: Span
    source: str | None = None
    member: str | None = None
    problem: Problem | None = None


def compare(case: Case, outcome: Outcome | GroupOutcome, target: TargetSchema) -> list[Difference]:
    """What differs between what *case* expects and its *outcome*."""
    if isinstance(outcome, GroupOutcome):
        found = [*_of_group(case.expects, outcome, target)]
    else:
        found = [*_of_user(case.expects, outcome, target)]
    return [*found, *_problems(case.expects, outcome), *_look_again(case.expects, outcome)]


def as_json(value: Json) -> Json:
    """A value as JSON; what is expected as it was written becomes what JSON would read."""
    if isinstance(value, AsWritten):
        return value.value
    if isinstance(value, dict):
        return {name: as_json(part) for name, part in value.items()}
    return [as_json(part) for part in value] if isinstance(value, list) else value


def _flat(person: Mapping[str, Json], target: TargetSchema) -> dict[str, Json]:
    """A person with each part of a free-form field by itself: `custom_fields.cost_center`."""
    fields: dict[str, Json] = {}
    for name, value in person.items():
        field = target.fields.get(name)
        if field is not None and isinstance(field.type, ObjectType) and isinstance(value, dict):
            fields |= {f"{name}.{part}": inner for part, inner in value.items()}
        else:
            fields[name] = value
    return fields


# --- users -----------------------------------------------------------------------------------------------------------


def _of_user(expects: Expectations, outcome: Outcome, target: TargetSchema) -> Iterator[Difference]:
    given = _flat(outcome.person, target) if outcome.action != "skip" else {}
    told: set[str] = set()
    if expects.action is not None and expects.action.value != outcome.action:
        got = State("set", outcome.action, outcome.reason)
        yield Difference("action", State("set", expects.action.value), got, expects.action.span)
    if expects.person is not None:
        for difference in _person(expects.person, given, target, expects.exactly, outcome):
            told.add(difference.source or "")
            yield difference
    for name, kept in (expects.keep or {}).items():
        state = _state(name, given, outcome)
        if state.does != "keep" or kept.value not in (None, state.reason):
            told.add(name)
            yield Difference(name, State("keep", reason=kept.value), state, kept.span, name)
    yield from _clear(expects, given, outcome, told)


def _clear(expects: Expectations, given: Mapping[str, Json], outcome: Outcome, told: set[str]) -> Iterator[Difference]:
    """What is to be cleared and is not, and the other way round; not what was *told* already."""
    expected = expects.clear or (Expected([], expects.exactly) if expects.exactly is not None else None)
    if expected is None:
        return
    cleared = outcome.clear if outcome.action != "skip" else []
    for name in expected.value:
        if name not in cleared:
            yield Difference(name, State("clear"), _state(name, given, outcome), expected.span, name)
    for name in cleared:
        if name not in expected.value and name not in told:
            yield Difference(name, NOTHING, State("clear"), expected.span, name)


def _state(name: str, given: Mapping[str, Json], outcome: Outcome) -> State:
    """What becomes of a field, or of a part of a free-form one."""
    if name in given:
        return State("set", given[name])
    if outcome.action == "skip":
        return State("nothing", reason=f"the person is skipped, {outcome.reason}")
    whole = name.partition(".")[0]
    for known in (name, whole):
        if known in outcome.clear:
            return State("clear")
        if known in outcome.keep:
            return State("keep", reason=outcome.keep[known])
    parts = {part: value for part, value in given.items() if part.startswith(f"{name}.")}
    return State("set", parts) if parts else NOTHING


def _person(
    expected: Mapping[str, Expected],
    given: Mapping[str, Json],
    target: TargetSchema,
    exactly: Span | None,
    outcome: Outcome,
) -> Iterator[Difference]:
    for name, each in expected.items():
        state = _state(name, given, outcome)
        if state.does != "set":
            yield Difference(name, State("set", each.value), state, each.span, name)
        else:
            yield from _values(name, each, state.value, target, exactly=exactly is not None)
    for name in given if exactly is not None else ():
        if name not in expected and exactly is not None:
            yield Difference(name, NOTHING, State("set", given[name]), exactly, name)


# --- values ----------------------------------------------------------------------------------------------------------


def _values(name: str, expected: Expected, got: Json, target: TargetSchema, *, exactly: bool) -> Iterator[Difference]:
    """What differs in the value of one field; of a list with as many entries as expected, the parts that differ."""
    field = target.fields.get(name)
    kind = field.type if field is not None else None
    owner = kind.owner if isinstance(kind, RecordsType) else None
    value = expected.value
    if _matches(value, got, owner, exactly=exactly):
        return
    if owner is None or not isinstance(got, list) or len(value) != len(got):
        yield Difference(name, State("set", value), State("set", _without(owner, got)), expected.span, name)
        return
    for index, (entry, came) in enumerate(zip(value, got, strict=True)):
        for part in dict.fromkeys([*entry, *came]):
            if (part == owner and part not in entry) or _part_matches(part, entry, came):
                continue
            states = [State("set", each[part]) if part in each else NOTHING for each in (entry, came)]
            yield Difference(f"{name}[{index}].{part}", states[0], states[1], expected.span, name)


def _part_matches(part: str, expected: dict[str, Json], got: dict[str, Json]) -> bool:
    return part in expected and part in got and _matches(expected[part], got[part], None, exactly=True)


def _without(owner: str | None, value: Json) -> Json:
    """A list of entries as people write it: the flag of our entries says nothing."""
    if owner is None or not isinstance(value, list):
        return value
    return [{part: inner for part, inner in entry.items() if part != owner} for entry in value]


def _matches(expected: Json, got: Json, owner: str | None, *, exactly: bool) -> bool:
    """Whether *got* is what is expected: of an object the parts that are named, of a list every element."""
    if isinstance(expected, AsWritten):
        return expected.text == got if isinstance(got, str) else _is_same(expected.value, got)
    if isinstance(expected, dict):
        return (
            isinstance(got, dict)
            and all(name in got and _matches(part, got[name], None, exactly=exactly) for name, part in expected.items())
            and (not exactly or all(name in expected or name == owner for name in got))
        )
    if isinstance(expected, list):
        return (
            isinstance(got, list)
            and len(expected) == len(got)
            and all(_matches(each, came, owner, exactly=True) for each, came in zip(expected, got, strict=True))
        )
    return _is_same(expected, got)


def _is_same(expected: Json, got: Json) -> bool:
    """Whether two scalars are one JSON value: 1 is 1.0, but never true."""
    if isinstance(expected, bool) or isinstance(got, bool):
        return expected is got
    if isinstance(expected, int | float) and isinstance(got, int | float):
        return expected == got
    return type(expected) is type(got) and bool(expected == got)


# --- groups ----------------------------------------------------------------------------------------------------------


def _of_group(expects: Expectations, outcome: GroupOutcome, target: TargetSchema) -> Iterator[Difference]:
    group = expects.group
    if group is None:
        return
    nothing = Expected(None, expects.exactly) if expects.exactly is not None else None
    pairs = (("stands_for", group.stands_for, outcome.stands_for), ("called", group.called, outcome.called))
    for name, said, got in pairs:
        expected = said or nothing
        if expected is not None and expected.value != got:
            states = [State("set", value) if value is not None else NOTHING for value in (expected.value, got)]
            yield Difference(name, states[0], states[1], expected.span)
    yield from _members(group.members or (), outcome, target, expects.exactly)


def _members(
    expected: tuple[ExpectedMember, ...], outcome: GroupOutcome, target: TargetSchema, exactly: Span | None
) -> Iterator[Difference]:
    given = {member["value"]: member.get("person", {}) for member in outcome.members}
    for member in expected:
        label = f"members[{member.value}]"
        if member.value not in given:
            yield Difference(label, State("set", member.value), NOTHING, member.span)
            continue
        received = Outcome("update", None, given[member.value])
        for each in _person(member.person, _flat(received.person, target), target, exactly, received):
            yield Difference(f"{label}.{each.field}", each.expected, each.got, each.span, each.source, member.value)
    named = {member.value for member in expected}
    for value in given if exactly is not None else ():
        if value not in named and exactly is not None:
            yield Difference(f"members[{value}]", NOTHING, State("set", given[value]), exactly)


# --- problems and the day --------------------------------------------------------------------------------------------


def _problems(expects: Expectations, outcome: Outcome | GroupOutcome) -> Iterator[Difference]:
    """Problems that are missing and that are too many; the order does not count."""
    expected = expects.problems or (Expected([], expects.exactly) if expects.exactly is not None else None)
    if expected is None:
        return
    left = list(outcome.problems)
    # Those that say their field choose first: the others take what is left.
    for code, field in sorted(expected.value, key=lambda problem: problem[1] is None):
        found = next((each for each in left if each.code == code and field in (None, each.field)), None)
        if found is None:
            yield Difference("problems", State("report", {"code": code, "field": field}), NOTHING, expected.span)
        else:
            left.remove(found)
    for each in left:
        got = State("report", {"code": each.code, "field": each.field}, each.message)
        yield Difference("problems", NOTHING, got, expected.span, problem=each)


def _look_again(expects: Expectations, outcome: Outcome | GroupOutcome) -> Iterator[Difference]:
    expected = expects.look_again
    if expected is not None and expected.value != outcome.look_again:
        states = [State("set", day) if day else NOTHING for day in (expected.value, outcome.look_again)]
        yield Difference("look_again", states[0], states[1], expected.span)


def state_text(state: State) -> str:
    """A state in words, on one line: a value as its JSON."""
    if state.does == "set":
        return write_json(as_json(state.value)) + (f": {state.reason}" if state.reason else "")
    if state.does == "report":
        about = f" ({state.value['field']})" if state.value["field"] else ""
        return f"{state.value['code']}{about}" + (f": {state.reason}" if state.reason else "")
    words = {"clear": "cleared", "keep": "kept", "nothing": "nothing"}[state.does]
    return f"{words}: {state.reason}" if state.reason else words
