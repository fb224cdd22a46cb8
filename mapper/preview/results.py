"""An outcome -> what the page shows of one payload: a row for each field, with where its value comes from.

Only a row that is open has its explanation: to explain a field can take longer than to map a person.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from ..compare.rules import free_form_fields
from ..engine.compiler import CompiledMapping
from ..engine.outcome import GroupOutcome, Outcome
from ..engine.trace import CandidateTrace, FieldTrace, GroupTrace, Trace
from ..explanation.explaining import explain_group, explain_user
from ..json_writer import write_json
from ..payloads import Item
from ..schemas.normalise import Change
from ..schemas.values import InvalidPayload, Json
from .differences import Earlier, Was, action_before, differing, differing_members
from .explained import Teller, is_block, one_line, place, rules_told, sentence, unread_told
from .lights import Lights
from .problems import problems_told
from .standing import standing
from .values import free_form_parts, shown
from .writing import write_told

MOST_MEMBERS: Final = 200
"""So many members of a group have a row."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of one result: the rows that are open, and what an earlier version of the mapping gave.

    `lights` finds what belongs to a row in the text of `item`. For the `view` "write" there is also what would be
    written over `current`, the person as stored, and for "json" the outcome as JSON.
    """

    opened: Collection[str]
    teller: Teller
    lights: Lights
    item: Item
    earlier: Earlier = None
    view: str = "person"
    current: dict[str, Json] | None = None


def user_result(
    mapping: CompiledMapping, payload: Json, outcome: Outcome, trace: Trace, asked: Asked
) -> dict[str, Json]:
    """One user: what happens to each field, and to each part of a free-form field."""
    free_form = free_form_fields(mapping.checked.target)
    explanation = explain_user(mapping, outcome, trace, only=asked.opened)
    earlier = asked.earlier if isinstance(asked.earlier, Outcome) else None
    was = differing(earlier, outcome, free_form) if earlier is not None else {}
    rows = list(_rows(mapping, outcome, trace, free_form))
    explained = {field.name: asked.teller.field(field) for field in explanation.fields}
    decisive = {row["field"]: _decisive(trace.fields.get(row["field"], FieldTrace())) for row in rows}
    lights = asked.lights.of_user(mapping.checked, trace, decisive, asked.item)
    return {
        **_whole(mapping, payload, "userName", outcome, trace.changes, asked),
        "action": outcome.action,
        "reason": outcome.reason,
        "was": action_before(earlier, outcome) if earlier is not None else None,
        "differing": len(was),
        "rows": [
            {**row, "lights": lights.get(row["field"], []), "explanation": explained.get(row["field"])}
            for row in _beside(rows, was)
        ],
        "rules": rules_told([rule for rule in explanation.rules if not rule.applies]),
        "unread": unread_told(explanation.unread),
        "write": write_told(outcome, asked.current, mapping.checked.target) if asked.view == "write" else None,
    }


def group_result(
    mapping: CompiledMapping, payload: Json, outcome: GroupOutcome, trace: GroupTrace, asked: Asked
) -> dict[str, Json]:
    """One group: what it stands for, and a row for each member."""
    explanation = explain_group(mapping, outcome, trace)
    earlier = asked.earlier if isinstance(asked.earlier, GroupOutcome) else None
    was = differing_members(earlier, outcome) if earlier is not None else {}
    rows: list[dict[str, Json]] = [
        {"field": str(member.get("value")), "state": "set", "value": shown(member.get("person")), "origin": None}
        for member in outcome.members
    ]
    explained = {
        value: asked.teller.member(rules, fields)
        for value, rules, fields in explanation.members
        if value in asked.opened
    }
    told = {value for value, rules, fields in explanation.members if rules or fields}
    beside = list(_beside(rows, was))
    lights = asked.lights.of_group(trace.payload, [row["field"] for row in beside[:MOST_MEMBERS]], asked.item)
    return {
        **_whole(mapping, payload, "displayName", outcome, trace.changes, asked),
        "action": "group",
        "reason": _role(outcome),
        "was": {"reason": _role(earlier)} if earlier is not None and _role(earlier) != _role(outcome) else None,
        "differing": len(was),
        "rows": [
            {
                **row,
                "can_open": row["field"] in told,
                "lights": lights[row["field"]],
                "explanation": explained.get(row["field"]),
            }
            for row in beside[:MOST_MEMBERS]
        ],
        "left_out": max(0, len(beside) - MOST_MEMBERS),
        "explained": len(explanation.members),
        "not_explained": explanation.left_out,
        "rules": rules_told(explanation.rules, standing(mapping, outcome, trace)),
        "because": [sentence(clause) for clause in explanation.because],
        "unread": unread_told(()),
    }


def _whole(
    mapping: CompiledMapping,
    payload: Json,
    name: str,
    outcome: Outcome | GroupOutcome,
    changes: tuple[Change, ...],
    asked: Asked,
) -> dict[str, Json]:
    """What users and groups have in common; `not_compared` is why the earlier version gives nothing to compare."""
    return {
        "called": _called(payload, name),
        "changes": [{"pointer": change.pointer, "change": str(change)} for change in changes],
        "problems": problems_told(outcome.problems, mapping.checked),
        "json": write_json(outcome.as_json(), indent=2) if asked.view == "json" else None,
        "not_compared": asked.earlier.message if isinstance(asked.earlier, InvalidPayload) else None,
    }


def _role(outcome: GroupOutcome) -> str:
    return f"stands for the {outcome.stands_for} '{outcome.called}'" if outcome.stands_for else "stands for nothing"


# --- rows ------------------------------------------------------------------------------------------------------------


def _rows(
    mapping: CompiledMapping, outcome: Outcome, trace: Trace, free_form: frozenset[str]
) -> Iterator[dict[str, Json]]:
    """What is set, what is cleared and what is kept; of a person who is skipped what would be set."""
    if outcome.action == "skip":
        if trace.fields:
            order = {name: at for at, name in enumerate(mapping.checked.order)}
            for field in sorted(mapping.checked.fields, key=lambda field: order.get(field.target.name, len(order))):
                winner = trace.fields.get(field.name, FieldTrace()).winner
                yield _row(field.name, "skipped", shown(winner.value) if winner else None, trace)
        return
    for name, value in free_form_parts(outcome.person, free_form):
        yield _row(name, "set", shown(value), trace)
    for name in outcome.clear:
        yield _row(name, "clear", None, trace)
    for name, reason in outcome.keep.items():
        yield {"field": name, "state": "keep", "value": None, "reason": reason, "origin": None}


def _beside(rows: list[dict[str, Json]], was: dict[str, Was]) -> Iterator[dict[str, Json]]:
    """Each row with what happened to it before, then those that no rule fills any more."""
    for row in rows:
        yield {**row, "was": was.get(row["field"])}
    here = {row["field"] for row in rows}
    for name, before in was.items():
        if name not in here:
            yield {"field": name, "state": "unfilled", "value": None, "origin": None, "was": before}


def _row(name: str, state: str, value: Json, trace: Trace) -> dict[str, Json]:
    origin = _decisive(trace.fields.get(name, FieldTrace()))
    return {"field": name, "state": state, "value": value, "origin": _origin(origin) if origin else None}


def _decisive(field: FieldTrace) -> CandidateTrace | None:
    """The candidate that won; where none did, the only one that there was."""
    return field.winner or (field.candidates[0] if len(field.candidates) == 1 else None)


def _origin(candidate: CandidateTrace) -> dict[str, Json]:
    """Where the candidate stands; its text if that is an expression, and not the lines of an `entry` run together.

    Of lines that read no attribute the first stands for all.
    """
    span, reads = candidate.span, list(candidate.reads)
    text = None if is_block(candidate.text, span) and reads else one_line(candidate.text, span)
    return {**place(span), "text": text, "reads": reads}


def _called(payload: Json, attribute: str) -> str | None:
    """By what people know the payload, in whatever spelling, if it is there at all."""
    spelled = {name.lower(): value for name, value in payload.items()} if isinstance(payload, dict) else {}
    name = spelled.get(attribute.lower()) or spelled.get("id")
    return name if isinstance(name, str) else None
