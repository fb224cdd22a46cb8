"""An explanation -> a tree of lines that fits a terminal; values are masked unless they shall be shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Final

from ..engine.text import Span
from ..render import Paint, Role, plain
from ..terminal import cut, padded, shown, width
from .clauses import Clause, clause_text, value_text
from .tree import (
    CandidateExplanation,
    ElementExplanation,
    Explanation,
    FieldExplanation,
    GroupExplanation,
    RuleExplanation,
)

_VERDICTS: Final[dict[str, Role]] = {"won": "hint", "not tried": "muted"}
_MOST_POINTERS: Final = 30


@dataclass(frozen=True, slots=True)
class Look:
    """How an explanation is shown: at most so many columns wide, with or without values, in which colours.

    `whole`: every candidate of every field, not only what is needed to see why.
    """

    columns: int
    show_values: bool
    whole: bool
    paint: Paint = plain


def explanation_text(explanation: Explanation, look: Look) -> str:
    """The explanation of a user."""
    title = f"{explanation.action}: {shown(explanation.reason)}" if explanation.reason else explanation.action
    lines = [look.paint(cut(title, look.columns), "strong")]
    writer = _Writer(look)
    lines += writer.changes(explanation)
    lines += writer.rules(explanation.rules)
    for field in explanation.fields:
        lines += ["", *writer.field(field)]
    lines += writer.unread(explanation.unread)
    return "\n".join(lines)


def group_explanation_text(explanation: GroupExplanation, look: Look) -> str:
    """The explanation of a group."""
    stands = "stands for nothing"
    if explanation.stands_for is not None:
        called = value_text(explanation.called, show_values=look.show_values)
        stands = f"stands for the {explanation.stands_for} {called}"
    writer = _Writer(look)
    lines = [look.paint(cut(stands, look.columns), "strong"), *writer.because(explanation.because, "")]
    lines += writer.changes(explanation)
    lines += writer.rules(explanation.rules)
    for value, rules, fields in explanation.members:
        lines += ["", look.paint(cut(f"member {shown(value)}", look.columns), "strong"), *writer.rules(rules)]
        for field in fields:
            lines += writer.field(field)
    if explanation.left_out:
        lines += ["", f"{explanation.left_out:,} more members are mapped in the same way, and not explained here."]
    return "\n".join(lines)


class _Writer:
    """Writes the parts of an explanation."""

    def __init__(self, look: Look) -> None:
        self._look = look

    def changes(self, explanation: Explanation | GroupExplanation) -> Iterator[str]:
        """What was put right before any rule read it."""
        for change in explanation.changes:
            yield from self._wrapped(f"{shown(change.pointer) or '/'}: {shown(str(change))}", "  ", "muted")

    def rules(self, rules: Iterable[RuleExplanation]) -> Iterator[str]:
        """The rules that do not apply, and why; all of them when the whole is asked for."""
        for rule in rules:
            if rule.applies and not self._look.whole:
                continue
            group = f" for the group {value_text(rule.group, show_values=self._look.show_values)}" if rule.group else ""
            verb = "applies" if rule.applies else "does not apply"
            yield from self._wrapped(f"rule '{shown(rule.name)}' {verb}{group} ({_line(rule.span)})", "  ", None)
            yield from self.because(rule.because, "      ")

    def field(self, field: FieldExplanation) -> Iterator[str]:
        """A field, why it is as it is, and its candidates."""
        yield self._look.paint(cut(f"{shown(field.name)}  {self._state(field)}", self._look.columns), "strong")
        yield from self.because(field.because, "    ")
        shown_ones = [each for each in field.candidates if self._is_shown(each, field)]
        for candidate in shown_ones:
            yield from self.candidate(candidate, "    ", _rules(field.candidates))

    def _state(self, field: FieldExplanation) -> str:
        if field.state == "set":
            return f"= {self._value(field.value)}"
        if field.state == "skipped":
            return f"would be {self._value(field.value)}" if field.value is not None else "has no value"
        return "is cleared" if field.state == "clear" else f"is kept: {shown(field.reason or 'absent')}"

    def _is_shown(self, candidate: CandidateExplanation, field: FieldExplanation) -> bool:
        """Of a field that is set, what was tried before the winner is only of interest to who asks for the whole."""
        if self._look.whole or candidate.verdict == "won":
            return True
        return field.state not in ("set",) and candidate.verdict != "not tried"

    def candidate(self, candidate: CandidateExplanation, indent: str, with_rule: bool) -> Iterator[str]:
        """One candidate: its place and verdict, then what it read and why."""
        of = f" of '{shown(candidate.rule)}'" if with_rule and candidate.rule else ""
        group = f", group {self._value(candidate.group)}" if candidate.group is not None else ""
        verdict = candidate.verdict
        role = _VERDICTS.get(verdict, "warning")
        head = f"{indent}{candidate.number}{of} {shown(candidate.text)} ({_line(candidate.span)}{group})"
        room = self._look.columns - width(verdict) - 2
        yield f"{padded(cut(head, room), min(room, 56))}  {self._look.paint(verdict, role)}"
        inner = indent + "  "
        if self._look.whole:
            for read in candidate.reads:
                value = f" = {self._value(read.value)}" if read.state == "value" else f": {_STATES[read.state]}"
                yield from self._wrapped(f"reads {shown(read.pointer)}{value}", inner, "muted")
        if candidate.verdict == "won" and self._look.whole and not candidate.elements:
            yield from self._wrapped(f"gives {self._value(candidate.value)}", inner, None)
        yield from self.because(candidate.because, inner)
        for inside in candidate.inside:
            yield from self.candidate(inside, inner, with_rule=False)
        for element in candidate.elements:
            yield from self.element(element, inner)
        if candidate.left_out:
            yield f"{inner}{candidate.left_out:,} more elements are not shown."

    def element(self, element: ElementExplanation, indent: str) -> Iterator[str]:
        """One element of a list: its entry or why there is none."""
        if element.verdict == "entry" and not self._look.whole:
            bad = [part for part in element.parts if any(each.verdict in _BAD for each in part.candidates)]
            if not bad:
                return
        place = f"[{element.index}]" if element.index is not None else "entry"
        verdict = "becomes an entry" if element.verdict == "entry" else element.verdict
        yield f"{indent}{place} {self._look.paint(verdict, 'muted' if element.verdict == 'entry' else 'warning')}"
        yield from self.because(element.because, indent + "    ")
        for part in element.parts:
            yield f"{indent}    {shown(part.name)}  {self._value(part.value) if part.value is not None else 'no value'}"
            for candidate in part.candidates:
                if self._look.whole or candidate.verdict in _BAD:
                    yield from self.candidate(candidate, indent + "      ", with_rule=False)

    def because(self, clauses: Sequence[Clause], indent: str) -> Iterator[str]:
        """Clauses, each on lines of its own."""
        for clause in clauses:
            text = clause_text(clause, show_values=self._look.show_values)
            yield from self._wrapped(shown(text), indent, None)

    def unread(self, pointers: Sequence[str]) -> Iterator[str]:
        """What no rule reads."""
        if pointers:
            more = f" and {len(pointers) - _MOST_POINTERS} more" if len(pointers) > _MOST_POINTERS else ""
            yield ""
            yield from self._wrapped(
                f"sent, and read by no rule: {', '.join(map(shown, pointers[:_MOST_POINTERS]))}{more}", "", "muted"
            )

    def _value(self, value: object) -> str:
        return shown(value_text(value, show_values=self._look.show_values))

    def _wrapped(self, text: str, indent: str, role: Role | None) -> Iterator[str]:
        for line in wrap(text, self._look.columns, initial_indent=indent, subsequent_indent=indent + "  "):
            yield self._look.paint(line, role) if role else line


_STATES: Final = {"empty": "sent empty", "absent": "not sent"}
_BAD: Final = ("does not fit", "function failed", "not found", "disabled")


def _line(span: Span) -> str:
    return f"line {span.place.line}"


def _rules(candidates: Iterable[CandidateExplanation]) -> bool:
    """Whether candidates of several rules have to be told apart."""
    return len({each.rule for each in candidates}) > 1
