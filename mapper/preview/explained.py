"""Explanations -> what a page shows of them, as JSON whose size is bounded: what is left out is counted.

A sentence is a list of parts, each with its `text`; `is_value` says that it is a value of the payload, which may hold
any characters. Values are shown as they are: the page belongs to the person who pasted them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from ..engine.text import Span
from ..explanation.clauses import Clause, staying, value_text
from ..explanation.explaining import NOT_TRIED
from ..explanation.tree import (
    CandidateExplanation,
    ElementExplanation,
    FieldExplanation,
    PartExplanation,
    Read,
    RuleExplanation,
)
from ..schemas.values import Json
from .offsets import units

MOST_CANDIDATES: Final = 1000
"""So many candidates are told of in one answer, however many rows are open."""

_MOST_IN_A_ROW: Final = 30
_MOST_ELEMENTS: Final = 5
_MOST_RULES: Final = 30
_MOST_READS: Final = 10
_MOST_POINTERS: Final = 30
_MOST_CHARACTERS: Final = 400


class Teller:
    """Tells of one answer as much as there is room for."""

    def __init__(self) -> None:
        self._room = MOST_CANDIDATES

    def field(self, field: FieldExplanation) -> dict[str, Json]:
        """Why a field is as it is: `because`, its `candidates`, and how many of them are `left_out`."""
        candidates, left_out = self._candidates(field.candidates, 0)
        several = len({each.rule for each in field.candidates}) > 1
        for told in candidates if not several else ():
            told["rule"] = None
        return {
            "because": [sentence(each) for each in (*(field.because or _verdict(field)), *staying(field.staying))],
            "candidates": candidates,
            "left_out": left_out,
        }

    def member(self, rules: Sequence[RuleExplanation], fields: Sequence[FieldExplanation]) -> dict[str, Json]:
        """Why a member of a group receives what it does: the rules, and the fields that they fill."""
        return {
            "rules": rules_told(rules),
            "fields": [
                {"name": field.name, "state": field.state, **self.field(field)} for field in fields[:_MOST_IN_A_ROW]
            ],
            "left_out": max(0, len(fields) - _MOST_IN_A_ROW),
        }

    def _candidates(
        self, candidates: Sequence[CandidateExplanation], left_out: int
    ) -> tuple[list[dict[str, Json]], int]:
        """The first of *candidates*, and how many more there are; *left_out* are left out already."""
        told: list[dict[str, Json]] = []
        for candidate in candidates[:_MOST_IN_A_ROW]:
            if self._room <= 0:
                break
            self._room -= 1
            told.append(self._candidate(candidate))
        return told, left_out + len(candidates) - len(told)

    def _candidate(self, candidate: CandidateExplanation) -> dict[str, Json]:
        is_tried = candidate.verdict != NOT_TRIED
        inside, _ = self._candidates(candidate.inside, 0)
        elements = [self._element(each) for each in candidate.elements[:_MOST_ELEMENTS]]
        return {
            "number": candidate.number,
            "text": _cut(one_line(candidate.text, candidate.span)),
            "place": place(candidate.span),
            "rule": candidate.rule or None,
            "group": candidate.group and _cut(candidate.group),
            "verdict": candidate.verdict,
            "reads": [_read(read) for read in candidate.reads[:_MOST_READS]] if is_tried else [],
            "more_reads": max(0, len(candidate.reads) - _MOST_READS) if is_tried else 0,
            "gives": value_text(candidate.value, show_values=True) if candidate.value is not None else None,
            "because": [sentence(clause) for clause in candidate.because],
            "inside": inside,
            "elements": elements,
            "left_out": candidate.left_out + len(candidate.elements) - len(elements),
        }

    def _element(self, element: ElementExplanation) -> dict[str, Json]:
        return {
            "index": element.index,
            "verdict": element.verdict,
            "because": [sentence(clause) for clause in element.because],
            "parts": [self._part(part) for part in element.parts[:_MOST_IN_A_ROW]],
        }

    def _part(self, part: PartExplanation) -> dict[str, Json]:
        candidates, left_out = self._candidates(part.candidates, 0)
        value = value_text(part.value, show_values=True) if part.value is not None else None
        return {"name": part.name, "value": value, "candidates": candidates, "left_out": left_out}


def rules_told(rules: Sequence[RuleExplanation], more: Mapping[int, Sequence[Clause]] | None = None) -> dict[str, Json]:
    """Rules, whether they apply and why not, and how many are `left_out`; *more* has clauses by where a rule starts."""
    return {
        "rules": [
            {
                "name": _cut(rule.name),
                "place": place(rule.span),
                "applies": rule.applies,
                "group": rule.group and _cut(rule.group),
                "because": [sentence(clause) for clause in (*rule.because, *(more or {}).get(rule.span.start, ()))],
            }
            for rule in rules[:_MOST_RULES]
        ],
        "left_out": max(0, len(rules) - _MOST_RULES),
    }


def unread_told(pointers: Sequence[str]) -> dict[str, Json]:
    """JSON pointers of what no rule reads, and how many are `left_out`."""
    shown = pointers[:_MOST_POINTERS]
    return {"pointers": [_cut(pointer) for pointer in shown], "left_out": len(pointers) - len(shown)}


def sentence(clause: Clause) -> list[dict[str, Json]]:
    """A clause in its parts."""
    return [
        {"text": _cut(part), "is_value": False}
        if isinstance(part, str)
        else {"text": value_text(part.value, show_values=True), "is_value": True}
        for part in clause
    ]


def one_line(text: str, span: Span) -> str:
    """A candidate as written; of an `entry` and others that stand on several lines the first."""
    return f"{span.text.splitlines()[0].rstrip()} …" if is_block(text, span) else text


def is_block(text: str, span: Span) -> bool:
    """Whether the text of a candidate is lines of YAML run together, and no expression."""
    return span.place.line < span.place.end_line and " ".join(span.text.split()).startswith(text.rstrip("…"))


def place(span: Span) -> dict[str, int]:
    """Where something begins and ends in the mapping: in lines and columns for people, in code units for editors."""
    at = span.place
    ends = {"line": at.line, "column": at.column, "end_line": at.end_line, "end_column": at.end_column}
    return {**ends, **units(span)}


def _verdict(field: FieldExplanation) -> tuple[Clause, ...]:
    """What can be said of a field of which the explanation says no more than its candidates do."""
    winner = next((each for each in field.candidates if each.verdict == "won"), None)
    by = f"the candidate on line {winner.span.place.line}" if winner is not None else "no candidate"
    if field.state == "set":
        return ((f"{by} gives the value",),)
    if field.state == "skipped":
        return ((f"the person is skipped; {by} would give a value",),)
    if field.state == "clear":
        return ((f"the field is cleared: {field.reason or 'absent'}",),)
    # Of a new person there is nothing that could be kept.
    return ((f"no candidate gives a value: {field.reason or 'absent'}",),)


def _read(read: Read) -> dict[str, Json]:
    value = value_text(read.value, show_values=True) if read.state == "value" else None
    return {"pointer": _cut(read.pointer), "state": read.state, "value": value}


def _cut(text: str) -> str:
    return text if len(text) <= _MOST_CHARACTERS else text[: _MOST_CHARACTERS - 1] + "…"
