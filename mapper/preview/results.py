"""An outcome -> what the page shows of one payload: a row for each field, with where its value comes from."""

from __future__ import annotations

from collections.abc import Iterator

from ..engine.outcome import GroupOutcome, Outcome
from ..engine.text import Span
from ..engine.trace import CandidateTrace, FieldTrace, Trace
from ..json_writer import write_json
from ..schemas.values import Json


def user_result(payload: Json, outcome: Outcome, trace: Trace) -> dict[str, Json]:
    """One user: what happens to each field that the outcome changes, and to each part of a free-form field."""
    values = dict(_values(outcome.person, trace))
    return {
        "called": _called(payload, "userName"),
        "action": outcome.action,
        "reason": outcome.reason,
        "rows": [
            *(_row(name, "set", shown(value), trace) for name, value in values.items()),
            *(_row(name, "clear", None, trace) for name in outcome.clear),
        ],
        "kept": _kept(outcome),
        "changes": [{"pointer": change.pointer, "change": str(change)} for change in trace.changes],
        "problems": [{**problem.as_json(), "severity": problem.severity} for problem in outcome.problems],
        "json": write_json(outcome.as_json(), indent=2),
    }


def _values(person: dict[str, Json], trace: Trace) -> Iterator[tuple[str, Json]]:
    """Each field with its value; a free-form object by its parts, where each of them has candidates of its own."""
    for name, value in person.items():
        parts = {f"{name}.{part}": inner for part, inner in value.items()} if isinstance(value, dict) else {}
        if parts and parts.keys() <= trace.fields.keys():
            yield from parts.items()
        else:
            yield name, value


def group_result(payload: Json, outcome: GroupOutcome) -> dict[str, Json]:
    """One group: what it stands for, and a row for each member."""
    role = f"stands for the {outcome.stands_for} '{outcome.called}'" if outcome.stands_for else "stands for nothing"
    return {
        "called": _called(payload, "displayName"),
        "action": "group",
        "reason": role,
        "rows": [
            {"field": str(member.get("value")), "state": "set", "value": shown(member.get("person")), "origin": None}
            for member in outcome.members
        ],
        "kept": [],
        "changes": [],
        "problems": [{**problem.as_json(), "severity": problem.severity} for problem in outcome.problems],
        "json": write_json(outcome.as_json(), indent=2),
    }


def _row(name: str, state: str, value: Json, trace: Trace) -> dict[str, Json]:
    origin = _decisive(trace.fields.get(name, FieldTrace()))
    return {
        "field": name,
        "state": state,
        "value": value,
        "origin": _origin(origin, origin.span) if origin else None,
    }


def _decisive(field: FieldTrace) -> CandidateTrace | None:
    """The candidate that won; where none did, the only one that there was."""
    return field.winner or (field.candidates[0] if len(field.candidates) == 1 else None)


def _origin(candidate: CandidateTrace, span: Span) -> dict[str, Json]:
    """Where the candidate stands; its text if that is an expression, and not the lines of an `entry` run together."""
    place = span.place
    is_block = place.line < place.end_line and " ".join(span.text.split()).startswith(candidate.text.rstrip("…"))
    return {
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
        "text": None if is_block else candidate.text,
        "reads": list(candidate.reads),
    }


def _kept(outcome: Outcome) -> list[Json]:
    """The fields that stay as they are, by the reason why."""
    by_reason: dict[str, list[str]] = {}
    for name, reason in outcome.keep.items():
        by_reason.setdefault(reason, []).append(name)
    return [[reason, names] for reason, names in by_reason.items()]


def _called(payload: Json, attribute: str) -> str | None:
    """By what people know the payload, if it is there at all."""
    name = payload.get(attribute) or payload.get("id") if isinstance(payload, dict) else None
    return name if isinstance(name, str) else None


def shown(value: Json) -> dict[str, Json]:
    """A value as `kind` and the text to show, or the same of its items or parts."""
    if isinstance(value, dict):
        return {"kind": "object", "parts": [[name, shown(part)] for name, part in value.items()]}
    if isinstance(value, (list, tuple)):
        return {"kind": "list", "items": [shown(item) for item in value]}
    if isinstance(value, str):
        return {"kind": "text", "text": value}
    kind = "null" if value is None else "boolean" if isinstance(value, bool) else "number"
    return {"kind": kind, "text": write_json(value)}
