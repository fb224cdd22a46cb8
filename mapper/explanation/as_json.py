"""An explanation -> JSON in a stable form; values are masked unless they shall be shown, sentences are text.

docs/explain.md tells what each member means. Long values are cut, and lists of what can be many are cut with the number
of what is left out, so that no payload makes an explanation endless.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from ..engine.text import Span
from ..masking import masked
from ..schemas.normalise import Change
from ..schemas.values import Json
from .clauses import Clause, clause_text, shortened, staying
from .tree import (
    CandidateExplanation,
    ElementExplanation,
    Explanation,
    FieldExplanation,
    GroupExplanation,
    PartExplanation,
    Read,
    RuleExplanation,
)

_MOST_CHARACTERS: Final = 200
_MOST_NODES: Final = 200
_MOST_LISTED: Final = 200


def as_json(explanation: Explanation | GroupExplanation, *, show_values: bool) -> dict[str, Json]:
    """The explanation of a user or a group."""
    writer = _Writer(show_values=show_values)
    return _group(explanation, writer) if isinstance(explanation, GroupExplanation) else _user(explanation, writer)


def _user(explanation: Explanation, writer: _Writer) -> dict[str, Json]:
    return {
        "action": explanation.action,
        "reason": explanation.reason,
        "masked": not writer.show_values,
        "fields": [writer.field(field) for field in explanation.fields],
        "rules": [writer.rule(rule) for rule in explanation.rules],
        "changes": _changes(explanation.changes),
        "unread": list(explanation.unread[:_MOST_LISTED]),
        "left_out": _left_out(changes=explanation.changes, unread=explanation.unread),
    }


def _group(explanation: GroupExplanation, writer: _Writer) -> dict[str, Json]:
    return {
        "stands_for": explanation.stands_for,
        "called": writer.value(explanation.called),
        "because": writer.sentences(explanation.because),
        "masked": not writer.show_values,
        "rules": [writer.rule(rule) for rule in explanation.rules],
        "members": [
            {
                "value": writer.value(value),
                "rules": [writer.rule(rule) for rule in rules],
                "fields": [writer.field(field) for field in fields],
            }
            for value, rules, fields in explanation.members
        ],
        "changes": _changes(explanation.changes),
        "left_out": {"members": explanation.left_out, **_left_out(changes=explanation.changes)},
    }


class _Writer:
    """Writes the parts of an explanation."""

    def __init__(self, *, show_values: bool) -> None:
        self.show_values = show_values

    def value(self, value: Json, *, is_constant: bool = False) -> Json:
        """A value, cut if it is long, masked if it has to be."""
        short = shortened(value, characters=_MOST_CHARACTERS, nodes=_MOST_NODES)
        return short if self.show_values or is_constant else masked(short)

    def sentences(self, clauses: Iterable[Clause]) -> list[str]:
        """Clauses as texts."""
        return [clause_text(clause, show_values=self.show_values) for clause in clauses]

    def rule(self, rule: RuleExplanation) -> dict[str, Json]:
        """A rule, and why it does not apply."""
        return {
            "rule": rule.name,
            "applies": rule.applies,
            "group": self.value(rule.group),
            "because": self.sentences(rule.because),
            **_place(rule.span),
        }

    def field(self, field: FieldExplanation) -> dict[str, Json]:
        """A field, and its candidates."""
        return {
            "field": field.name,
            "state": field.state,
            "value": self.value(field.value, is_constant=field.is_constant),
            "reason": field.reason,
            "because": self.sentences((*field.because, *staying(field.staying))),
            "candidates": [self.candidate(each) for each in field.candidates],
        }

    def candidate(self, candidate: CandidateExplanation) -> dict[str, Json]:
        """A candidate, what it read and why it gave something or nothing."""
        return {
            "number": candidate.number,
            "text": candidate.label,
            "rule": candidate.rule or None,
            "group": self.value(candidate.group),
            "verdict": candidate.verdict,
            "value": self.value(candidate.value, is_constant=candidate.is_constant),
            "because": self.sentences(candidate.because),
            "reads": [self._read(read) for read in candidate.reads[:_MOST_LISTED]],
            "inside": [self.candidate(each) for each in candidate.inside],
            "elements": [self._element(each) for each in candidate.elements],
            "left_out": candidate.left_out,
            **_place(candidate.span),
        }

    def _read(self, read: Read) -> dict[str, Json]:
        return {"pointer": read.pointer, "state": read.state, "value": self.value(read.value)}

    def _element(self, element: ElementExplanation) -> dict[str, Json]:
        return {
            "index": element.index,
            "verdict": element.verdict,
            "because": self.sentences(element.because),
            "parts": [self._part(part) for part in element.parts],
        }

    def _part(self, part: PartExplanation) -> dict[str, Json]:
        winner = next((each for each in part.candidates if each.verdict == "won"), None)
        return {
            "part": part.name,
            "value": self.value(part.value, is_constant=winner is not None and winner.is_constant),
            "candidates": [self.candidate(each) for each in part.candidates],
        }


def _changes(changes: Sequence[Change]) -> list[dict[str, Json]]:
    return [
        {"pointer": change.pointer, "was": change.was, "became": change.became} for change in changes[:_MOST_LISTED]
    ]


def _left_out(**listed: Sequence[object]) -> dict[str, Json]:
    """How many of each list there was no room for."""
    return {name: max(0, len(values) - _MOST_LISTED) for name, values in listed.items()}


def _place(span: Span) -> Mapping[str, Json]:
    place = span.place
    return {"file": place.file, "line": place.line, "column": place.column}
