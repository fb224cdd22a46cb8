"""A mapping and payloads as texts -> what a page shows of them: faults with places, outcomes, the origin of each field.

Everything in the answer is JSON, and values come as the texts to show, so that no number is rounded on its way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Final, TypeAlias

from .engine.compiler import CompiledMapping, compile_mapping
from .engine.diagnostics import Diagnostic, Diagnostics
from .engine.outcome import GroupOutcome, Outcome
from .engine.text import Source, Span
from .engine.trace import CandidateTrace, FieldTrace, Trace
from .files import check_text
from .json_writer import write_json
from .payloads import Item, is_group, read_stream
from .render import diagnostic_json
from .schemas.values import InvalidPayload, Json

MOST_RESULTS: Final = 20
"""So many payloads of one text are mapped; the others are mentioned."""

_BEFORE, _AFTER = 40, 80
"""How many characters of a source line are shown before and after the start of a fault."""

MAPPING_NAME: Final = "mapping.yaml"

Loaded: TypeAlias = tuple[CompiledMapping | None, Diagnostics]


def load(text: str) -> Loaded:
    """The mapping of the page, compiled if it can run, and all its faults."""
    checked, found = check_text(text, name=MAPPING_NAME)
    return (compile_mapping(checked) if checked else None), found


def preview(mapping: str, payload: str, *, load: Callable[[str], Loaded] = load) -> dict[str, Json]:
    """What the page shows for the two texts; *load* may keep mappings by their text.

    `at_fault` names those of "mapping" and "payload" that cannot be used as they are; then `results` is empty.
    `mapping_faults` are those of `mapper check`, `payload_faults` what is wrong with the other text, in the same form
    and with the `excerpt` of the line that they are about. Each of `results` has the `json` of the outcome exactly as
    the command line writes it, and the same as rows with where each value comes from. `note` says what was left out.
    """
    compiled, found = load(mapping)
    items = list(read_stream(BytesIO(payload.encode(errors="surrogatepass")))) or [_NOTHING]
    results: list[Json] = []
    payload_faults: list[Json] = []
    for item in items[:MOST_RESULTS]:
        try:
            results.append(_result(compiled, item.payload))
        except InvalidPayload as fault:
            payload_faults.append(_payload_fault(fault, item.line, payload))
    return {
        "at_fault": ([] if compiled else ["mapping"]) + ([] if results else ["payload"]),
        "rules": compiled.rule_count if compiled else 0,
        "mapping_faults": [_mapping_fault(fault) for fault in found],
        "payload_faults": payload_faults,
        "results": results if compiled else [],
        "note": f"The first {MOST_RESULTS} of {len(items)} payloads are shown." if len(items) > MOST_RESULTS else None,
    }


_NOTHING = Item(1, "", InvalidPayload("not-an-object", "the list holds no payload", line=1, column=1))


def _result(compiled: CompiledMapping | None, payload: dict[str, Json]) -> dict[str, Json]:
    if compiled is None:
        return {}
    if is_group(payload):
        return _group(payload, compiled.map_group(payload))
    return _user(payload, *compiled.explain(payload))


# --- faults ----------------------------------------------------------------------------------------------------------


def _mapping_fault(found: Diagnostic) -> dict[str, Json]:
    place = found.span.place
    line = found.span.source.line(place.line)
    end = place.end_column - 1 if place.end_line == place.line else len(line)
    return {**diagnostic_json(found), "excerpt": _excerpt(line, place.column - 1, end)}


def _payload_fault(fault: InvalidPayload, begin: int, text: str) -> dict[str, Json]:
    """In the form of a fault of the mapping; *begin* is the line on which the payload begins."""
    line, column = fault.line or begin, fault.column or 1
    return {
        "code": fault.code,
        "severity": "error",
        "message": fault.message,
        "hint": fault.hint,
        "line": line,
        "column": column,
        "end_line": line,
        "end_column": column + 1 if fault.column else column,
        "excerpt": _excerpt(Source("payload", text).line(line), column - 1, column) if fault.column else None,
    }


def _excerpt(line: str, start: int, end: int) -> dict[str, str]:
    """A line in three parts, of which the second is what the fault is about; of a long line what is around it."""
    start = min(start, len(line))
    first, last = max(0, start - _BEFORE), min(len(line), start + _AFTER)
    end = min(end, last)
    return {
        "before": f"…{line[first:start]}" if first else line[:start].lstrip(),
        "marked": line[start:end],
        "after": line[end:last] + ("…" if last < len(line) else ""),
    }


# --- results ---------------------------------------------------------------------------------------------------------


def _user(payload: Json, outcome: Outcome, trace: Trace) -> dict[str, Json]:
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


def _group(payload: Json, outcome: GroupOutcome) -> dict[str, Json]:
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
        "origin": _origin(origin, origin.span) if origin and origin.span else None,
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
