"""A checked mapping and the traces of its tests -> which rules, candidates and outcomes of conditions they reached.

Of the elements of a long list a trace keeps the first, and so does what is counted here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..engine.checked import AnyHolds, CheckedCandidate, CheckedExpression, CheckedMapping, Collected, Entries
from ..engine.text import Span
from ..engine.trace import Trace
from ..schemas.values import Json
from ..terminal import shown


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that no case reached: where it stands, what it is (a rule, a candidate, a condition), what it lacks."""

    span: Span
    what: str
    text: str
    lacks: str

    def as_json(self) -> Json:
        """As in the output of `mapper test --format json`."""
        place = self.span.place
        where = {"file": place.file, "line": place.line, "column": place.column}
        return {**where, "what": self.what, "text": self.text, "lacks": self.lacks}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the mapping on which something begins that can be reached: how much there is, and what is missing."""

    number: int
    total: int
    missing: tuple[Missing, ...]


class Coverage:
    """Collects what the cases of one mapping reached.

    Counted are: a rule that applied; a candidate that won, or ended the search, parts of entries included; and of each
    condition, of rules, candidates and `if`, that it held and that it did not.
    """

    def __init__(self, mapping: CheckedMapping) -> None:
        self._rules = [*mapping.users, *mapping.groups]
        self._candidates = list(candidates_of(mapping))
        # A condition beside a list of candidates is one condition, though each of them has it.
        self._conditions: dict[tuple[int, int], list[CheckedExpression]] = {}
        for condition in self._all_conditions():
            span = condition.text.span
            self._conditions.setdefault((span.start, span.end), []).append(condition)
        self._applied: set[int] = set()
        self._won: set[int] = set()
        self._held: set[tuple[tuple[int, int], bool]] = set()

    def _all_conditions(self) -> Iterator[CheckedExpression]:
        yield from (rule.guard.condition for rule in self._rules if rule.guard is not None)
        for _, candidate in self._candidates:
            yield from (guard.condition for guard in candidate.guards)
            if isinstance(candidate.origin, AnyHolds):
                yield from candidate.origin.conditions

    def reached(self, traces: Iterable[Trace]) -> None:
        """Note what one case reached."""
        for trace in traces:
            self._applied.update(id(rule.rule) for rule in trace.rules if rule.applies)
            for field in trace.fields.values():
                self._won.update(id(each.candidate) for each in field.candidates if _counts(each.verdict))
            for key, conditions in self._conditions.items():
                if (key, True) not in self._held or (key, False) not in self._held:
                    self._held.update((key, held) for each in conditions for held in trace.held(each))

    @property
    def total(self) -> int:
        """How many things there are to reach."""
        return len(self._rules) + len(self._candidates) + 2 * len(self._conditions)

    @property
    def percent(self) -> int:
        """How much was reached, in whole percent, rounded down: 100 is all."""
        return 100 * (self.total - len(self.missing)) // self.total if self.total else 100

    @property
    def missing(self) -> list[Missing]:
        """What was not reached, in the order of the file."""
        missing = (each for each, is_reached in self._all() if not is_reached)
        return sorted(missing, key=lambda each: (each.span.start, each.span.end))

    @property
    def lines(self) -> list[Line]:
        """The lines on which something begins that can be reached, in the order of the file."""
        lines: dict[int, list[tuple[Missing, bool]]] = {}
        for each, is_reached in self._all():
            lines.setdefault(each.span.place.line, []).append((each, is_reached))
        return [
            Line(number, len(here), tuple(each for each, is_reached in here if not is_reached))
            for number, here in sorted(lines.items())
        ]

    def _all(self) -> Iterator[tuple[Missing, bool]]:
        """Whatever there is to reach, as it is told where it is missing, and whether it was reached."""
        for rule in self._rules:
            yield Missing(rule.span, "rule", rule.name, "never applied"), id(rule) in self._applied
        for field, candidate in self._candidates:
            named = f"{field}: {candidate.label}"
            yield Missing(candidate.span, "candidate", named, "never won"), id(candidate) in self._won
        for key, (condition, *_) in self._conditions.items():
            for held, lacks in ((True, "never held"), (False, "always held")):
                text = shown(condition.text.value.strip())
                yield Missing(condition.text.span, "condition", text, lacks), (key, held) in self._held


def _counts(verdict: str) -> bool:
    return verdict == "won" or verdict.startswith("says ")


def candidates_of(mapping: CheckedMapping) -> Iterator[tuple[str, CheckedCandidate]]:
    """Every candidate with the name of its field, those of the parts of entries included."""
    for field in mapping.fields:
        for contribution in (*field.users, *field.groups):
            for candidate in contribution.candidates:
                yield from _with_inner(field.name, candidate)


def _with_inner(field: str, candidate: CheckedCandidate) -> Iterator[tuple[str, CheckedCandidate]]:
    yield field, candidate
    origin = candidate.origin
    if isinstance(origin, Collected):
        for each in origin.candidates:
            yield from _with_inner(field, each)
    elif isinstance(origin, Entries):
        for part in origin.parts:
            for each in part.candidates:
                yield from _with_inner(f"{field}.{part.name}", each)
