"""Candidates, elements and parts of entries -> lines that fit a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from ..render import Role
from ..terminal import shown, wrapped
from .clauses import Clause, is_telling, staying
from .look import Look
from .pointers import path_text
from .tree import CandidateExplanation, ElementExplanation, FieldExplanation, PartExplanation

_VERDICTS: Final = {
    "won": "gives the value",
    "absent": "gives nothing",
    "condition does not hold": "its condition does not hold",
    "not tried": "is not tried",
}
"""What is said of a candidate; other verdicts stand for themselves."""

_STATES: Final = {"empty": "sent empty", "absent": "not sent"}
_MOST_READS: Final = 12
_MOST_PASSED_OVER: Final = 3


class CandidateText:
    """Writes candidates. *short_names* has the names of extensions by URN."""

    def __init__(self, look: Look, short_names: Mapping[str, str]) -> None:
        self._look, self._names = look, short_names

    def head(self, candidate: CandidateExplanation, *, rule: bool = False) -> str:
        """What a candidate is called, and where it stands."""
        of = f" of '{shown(candidate.rule)}'" if rule and candidate.rule else ""
        group = f", group {self._look.value(candidate.group)}" if candidate.group is not None else ""
        return f"{shown(candidate.label)} (line {candidate.span.place.line}{of}{group})"

    def clauses(self, clauses: Iterable[Clause], indent: str) -> Iterator[str]:
        """Clauses, each on lines of its own."""
        for clause in clauses:
            yield from wrapped(self._look.clause(clause), self._look.columns, indent, indent + "  ")

    def notes(self, field: FieldExplanation, indent: str) -> Iterator[str]:
        """Of a field that is set: what did not go well on the way, and what was sent too but not asked for."""
        yield from self.clauses((*field.because, *staying(field.staying)), indent)
        is_numbered = len(field.candidates) > 1
        for candidate in field.candidates:
            if candidate.verdict == "won":
                yield from self._notes_of(candidate, indent)
            elif _is_telling(candidate):
                yield from self.candidate(candidate, indent, is_numbered=is_numbered)
        passed_over = [each for each in field.candidates if each.is_passed_over and _reads_something(each)]
        for candidate in passed_over[:_MOST_PASSED_OVER]:
            yield from self._muted(f"{candidate.number} {self.head(candidate)}: not tried", indent)

    def _notes_of(self, candidate: CandidateExplanation, indent: str) -> Iterator[str]:
        yield from self.clauses(filter(is_telling, candidate.because), indent)
        for inside in candidate.inside:
            notes = list(self._notes_of(inside, indent + "  "))
            if notes:
                head = f"{inside.number} {self.head(inside)}"
                yield from wrapped(head, self._look.columns, indent, indent + "    ")
                yield from notes
        for element in candidate.elements:
            if any(part.is_telling for part in element.parts):
                yield from self._element(candidate, element, indent)

    def candidate(
        self,
        candidate: CandidateExplanation,
        indent: str,
        *,
        rule: bool = False,
        is_numbered: bool = False,
        is_given: bool = False,
    ) -> Iterator[str]:
        """One candidate: its place and verdict, then what it read and why. *is_given*: with the value that it gave."""
        number = f"{candidate.number} " if is_numbered else ""
        inner = indent + "  "
        because = list(candidate.because)
        verdict = _VERDICTS.get(candidate.verdict, candidate.verdict)
        if candidate.verdict == "won" and candidate.value == []:
            verdict = "gives an empty list"
        if is_given and candidate.verdict == "won":
            verdict = f"would give {self._look.value(candidate.value, is_constant=candidate.is_constant)}"
        is_told = candidate.verdict == "absent" and because and not self._look.whole
        said = [] if is_told else [verdict]
        if len(because) == 1 and not self._look.whole:
            said.append(self._look.clause(because.pop()).removeprefix(f"`{shown(candidate.label)}` "))
        text = f"{number}{self.head(candidate, rule=rule)}: {': '.join(said)}" if said else ""
        yield from self._painted(text or f"{number}{self.head(candidate, rule=rule)}", indent, candidate.verdict)
        if self._look.whole and not candidate.inside:
            yield from self._reads(candidate, inner)
        yield from self.clauses(because, inner)
        for inside in candidate.inside:
            yield from self.candidate(inside, inner)
        for element in candidate.elements:
            if self._look.whole or element.verdict != "entry" or any(part.is_telling for part in element.parts):
                yield from self._element(candidate, element, inner)
        if candidate.left_out:
            yield from wrapped(
                f"{candidate.left_out:,} more elements are not told of", self._look.columns, inner, inner
            )

    def _reads(self, candidate: CandidateExplanation, indent: str) -> Iterator[str]:
        for read in candidate.reads[:_MOST_READS]:
            value = f" = {self._look.value(read.value)}" if read.state == "value" else f": {_STATES[read.state]}"
            yield from self._muted(f"reads {shown(path_text(read.pointer, self._names))}{value}", indent)
        if len(candidate.reads) > _MOST_READS:
            yield from self._muted(f"reads {len(candidate.reads) - _MOST_READS:,} more attributes", indent)

    def _element(self, candidate: CandidateExplanation, element: ElementExplanation, indent: str) -> Iterator[str]:
        """One element of a list: its entry or why there is none."""
        place = "the entry"
        if element.index is not None and candidate.each is not None:
            is_path = candidate.each.replace(".", "").isalnum()
            place = f"{candidate.each}[{element.index}]" if is_path else f"element {element.index} of {candidate.each}"
        verdict = {"entry": "becomes an entry", "no content": "gives no entry, for no part of it has content"}.get(
            element.verdict, _VERDICTS.get(element.verdict, element.verdict)
        )
        because = list(element.because)
        text = f"{shown(place)}: {verdict}"
        if len(because) == 1:
            text += f": {self._look.clause(because.pop())}"
        yield from wrapped(text, self._look.columns, indent, indent + "  ")
        yield from self.clauses(because, indent + "  ")
        for part in element.parts:
            if self._look.whole or part.value is None:
                yield from self._part(part, indent + "  ")

    def _part(self, part: PartExplanation, indent: str) -> Iterator[str]:
        """A part of an entry: its value and where that came from, or why there is none."""
        winner = next((each for each in part.candidates if each.verdict == "won"), None)
        if winner is not None:
            value = self._look.value(part.value, is_constant=winner.is_constant)
            yield from wrapped(
                f"{shown(part.name)} = {value}  {self.head(winner)}", self._look.columns, indent, indent + "  "
            )
            return
        yield from wrapped(f"{shown(part.name)} has no value", self._look.columns, indent, indent + "  ")
        for candidate in part.candidates:
            yield from self.candidate(candidate, indent + "  ", is_numbered=len(part.candidates) > 1)

    def _painted(self, text: str, indent: str, verdict: str) -> Iterator[str]:
        role: Role | None = "hint" if verdict == "won" else "muted" if verdict == "not tried" else None
        for line in wrapped(text, self._look.columns, indent, indent + "    "):
            yield self._look.paint(line, role) if role else line

    def _muted(self, text: str, indent: str) -> Iterator[str]:
        for line in wrapped(text, self._look.columns, indent, indent + "  "):
            yield self._look.paint(line, "muted")


def _is_telling(candidate: CandidateExplanation) -> bool:
    """Whether a candidate tells of a near miss or of a fault, itself or inside."""
    return (
        candidate.verdict == "function failed"
        or any(map(is_telling, candidate.because))
        or any(map(_is_telling, candidate.inside))
        or any(part.is_telling for element in candidate.elements for part in element.parts)
    )


def _reads_something(candidate: CandidateExplanation) -> bool:
    """Whether any attribute that a candidate reads was sent with a value."""
    return any(read.state == "value" for read in candidate.reads)
