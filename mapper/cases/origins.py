"""A difference and the trace of its case -> the lines of the mapping that the value came from, or why there is none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..engine.checked import CheckedField, CheckedMapping, CheckedRule
from ..engine.outcome import Outcome
from ..engine.text import Span
from ..engine.trace import CandidateTrace, GroupTrace, Trace
from ..explanation.candidates import Candidates, label_of
from ..explanation.clauses import clause_text, is_telling
from ..explanation.endings import Endings
from ..schemas.values import Json
from .comparison import Difference

MOST_LINES = 8
"""So many candidates of one field are told; of more, the last ones, among which the winner is."""

_ENTRY = re.compile(r"([^\[]+)\[[0-9]+\](?:\.(.*))?")


@dataclass(frozen=True, slots=True)
class Origin:
    """One candidate or rule that has to do with a difference: where it stands, how it is written, what became of it."""

    span: Span | None
    text: str
    verdict: str

    def as_json(self) -> Json:
        """As in the output of `mapper test --format json`."""
        place = self.span.place if self.span is not None else None
        where = {"file": place.file, "line": place.line, "column": place.column} if place else None
        return {"mapping": where, "text": self.text, "verdict": self.verdict}


def origins(difference: Difference, trace: Trace, mapping: CheckedMapping) -> tuple[Origin, ...]:
    """Where the value of a difference came from: its candidates as they were tried, or the rules that do not apply."""
    if difference.source is None:
        return ()
    if difference.member is not None and isinstance(trace, GroupTrace):
        trace = next((each for value, each in trace.members if value == difference.member), trace)
    tried = [*_tried(difference, trace)]
    policy = _policy(difference, trace, mapping)
    if tried:
        candidates = Candidates(mapping, trace)
        return tuple(
            Origin(each.span, label_of(each.candidate), _verdict(each, candidates, policy))
            for each in tried[-MOST_LINES:]
        )
    field = difference.source
    filled = [each for each in mapping.fields if each.name == field or each.name.startswith(f"{field}.")]
    if not filled:
        return (Origin(None, f"no rule fills '{field}'", ""),)
    if policy:
        return tuple(Origin(each.span, field, policy) for entry in filled for each in (*entry.users, *entry.groups)[:1])
    return tuple(_not_applied(filled, trace, mapping))


def _verdict(candidate: CandidateTrace, candidates: Candidates, policy: str) -> str:
    """What became of a candidate, and in one line why: a near miss sooner than anything else."""
    if candidate.verdict == "won":
        return f"won, but {policy}" if policy else "won"
    because = list(candidates.because(candidate))
    told = [each for each in because if is_telling(each)] or because
    if not told:
        return candidate.verdict
    why = clause_text(told[0], show_values=True).removeprefix(f"`{label_of(candidate.candidate)}` ")
    if candidate.failure is None or why == candidate.failure or told[0] is because[0]:
        return f"{candidate.verdict}: {why}"
    return f"{candidate.verdict}: {clause_text(because[0], show_values=True)}; {why}"


def _policy(difference: Difference, trace: Trace, mapping: CheckedMapping) -> str:
    """Which `write` kept a field although a candidate gave a value, and where that stands."""
    reason = difference.got.reason
    if difference.got.does != "keep" or reason is None or not reason.startswith("write: "):
        return ""
    applying = {id(each.rule) for each in trace.rules if each.applies}
    endings = Endings(mapping, Outcome("update", None), lambda rule: id(rule) in applying)
    field = next((each for each in mapping.fields if each.name == difference.source), None)
    clauses = endings.why(field, "keep", reason, ()) if field is not None else ()
    return next((clause_text(clause, show_values=True) for clause in clauses), "")


def _tried(difference: Difference, trace: Trace) -> Iterator[CandidateTrace]:
    """The candidates of the field; of an entry those that gave its part, else those of the list."""
    assert difference.source is not None
    entry = _ENTRY.search(difference.field)
    part = entry[2] if entry else None
    if part:
        parts = trace.fields.get(f"{difference.source}[{{index}}].{part}")
        same = [each for each in parts.candidates if each.value == difference.got.value] if parts else []
        if same:
            yield same[0]
            return
    for name in (difference.source, difference.source.partition(".")[0]):
        if name in trace.fields:
            yield from trace.fields[name].candidates
            return


def _not_applied(fields: list[CheckedField], trace: Trace, mapping: CheckedMapping) -> Iterator[Origin]:
    """The rules that would fill a field and do not apply."""
    applied = {id(each.rule) for each in trace.rules if each.applies}
    told: set[int] = set()
    for rule in _rules_of(fields, mapping):
        if id(rule) not in applied and id(rule) not in told:
            told.add(id(rule))
            yield Origin(rule.span, f"rule '{rule.name}'", "does not apply")


def _rules_of(fields: list[CheckedField], mapping: CheckedMapping) -> Iterator[CheckedRule]:
    for field in fields:
        yield from (mapping.users[each.rule] for each in field.users)
        yield from (mapping.groups[each.rule] for each in field.groups)
