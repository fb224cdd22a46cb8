"""What the trace has of a candidate -> its explanation: what it read, its verdict and why, and what is inside of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from ..engine.checked import (
    AnyHolds,
    CheckedCandidate,
    CheckedGuard,
    CheckedMapping,
    Collected,
    Entries,
    Fixed,
    From,
    FromTemplate,
    Opposite,
)
from ..engine.trace import MOST_VALUES, CandidateTrace, FieldTrace, Trace
from ..schemas.values import Json
from .clauses import Clause, Shown, Telling, is_telling
from .pointers import names_of
from .reading import readings
from .reasons import MOST_REASONS, Reasons
from .record_reasons import RecordReasons
from .sentences import Sentences
from .template_reasons import TemplateReasons
from .tree import CandidateExplanation, ElementExplanation, PartExplanation, Read

_FAILED: Final = ("does not fit", "function failed", "not found", "disabled")
_NO_TRACE: Final = FieldTrace()


class Traced:
    """What a trace has of one field, found by candidate."""

    def __init__(self, field: FieldTrace) -> None:
        self.field = field
        self._by_place: dict[tuple[str, int, int], list[CandidateTrace]] = {}
        for each in field.candidates:
            self._by_place.setdefault(_place(each.candidate), []).append(each)

    def of(self, candidate: CheckedCandidate) -> list[CandidateTrace]:
        """What was told of *candidate*; two that are equal stand in the same place, so they are one."""
        return [each for each in self._by_place.get(_place(candidate), ()) if each.candidate == candidate]


def _place(candidate: CheckedCandidate) -> tuple[str, int, int]:
    return candidate.path, candidate.span.start, candidate.span.end


class Candidates:
    """Explains the candidates behind one trace of *mapping*."""

    def __init__(self, mapping: CheckedMapping, trace: Trace) -> None:
        self._mapping, self._trace = mapping, trace
        self._reasons = Reasons(trace, mapping)
        self._templates = TemplateReasons(self._reasons)
        self._sentences = Sentences(mapping.source.text, trace)
        self._records = RecordReasons(trace, self._reasons.calls.nearest)
        self._parts: dict[str, Traced] = {}

    def not_passed(self, guard: CheckedGuard, current: Json) -> tuple[Clause, ...]:
        """Why a condition did not let pass."""
        failure = self._trace.failure(guard.condition.node)
        if failure is not None:
            return ((Telling("its condition failed: "), *self._sentences.clause(failure, current)),)
        return self._reasons.not_passed(guard, current)

    def not_tried(
        self,
        candidate: CheckedCandidate,
        number: int,
        rule: str,
        verdict: str,
        because: tuple[Clause, ...],
        *,
        is_passed_over: bool,
    ) -> CandidateExplanation:
        """A candidate that was not reached."""
        return CandidateExplanation(
            number,
            candidate.label,
            candidate.span,
            rule,
            verdict,
            reads=self._reads(candidate, self._trace.payload, None),
            because=because,
            label=label_of(candidate),
            is_constant=isinstance(candidate.origin, Fixed),
            is_passed_over=is_passed_over,
        )

    def told(self, name: str, traced: Traced, each: CandidateTrace, number: int, rule: str) -> CandidateExplanation:
        """What the trace tells of one candidate of the field *name*."""
        origin = each.candidate.origin
        inside: tuple[CandidateExplanation, ...] = ()
        elements: tuple[ElementExplanation, ...] = ()
        left_out = 0
        if isinstance(origin, Collected):
            inside = tuple(
                self.told(name, traced, found, at, rule)
                for at, inner in enumerate(origin.candidates, 1)
                for found in traced.of(inner)
                if found.group == each.group
            )
        elif isinstance(origin, Entries):
            elements = tuple(self._elements(name, each, origin))
            left_out = max(0, self._length(origin, each.current) - len(elements))
        return CandidateExplanation(
            number=number,
            text=each.text,
            span=each.span,
            rule=rule,
            verdict=each.verdict,
            group=each.group,
            reads=self._reads(each.candidate, each.current, each.group),
            read=each.read,
            value=each.value if each.verdict == "won" else None,
            because=tuple(self.because(each)),
            inside=inside,
            elements=elements,
            left_out=left_out,
            label=label_of(each.candidate),
            is_constant=isinstance(origin, Fixed),
            each=_one_line(origin.each.text.value) if isinstance(origin, Entries) and origin.each else None,
        )

    # --- why ---------------------------------------------------------------------------------------------------------

    def because(self, each: CandidateTrace) -> Iterator[Clause]:
        """Why a candidate gave nothing; of one that won, what became of what it read."""
        if each.failure is not None:
            in_then = ("`then` failed: ",) if each.candidate.then and _is_of_then(each) else ()
            yield (*in_then, *self._sentences.clause(each.failure, each.read, each.current))
            if isinstance(each.read, str) and each.read != each.read.strip():
                yield (Telling("there are blanks around it, which `trim(…)` takes away"),)
            yield from self._records.not_found(each.site, each.failure)
        elif each.verdict == "condition does not hold":
            for guard in each.candidate.guards:
                yield from self.not_passed(guard, each.current)
        elif each.verdict == "absent":
            yield from self._nothing(each)
        elif each.verdict == "won":
            yield from self._converted(each)
            yield from self._records.not_looked_up(each.site)

    def _nothing(self, each: CandidateTrace) -> Iterator[Clause]:
        origin = each.candidate.origin
        if isinstance(origin, From | Opposite | FromTemplate) and each.read is not None:
            yield from self._nothing_of(each)
        elif isinstance(origin, From | Opposite):
            yield from self._reasons.absent(origin.expression, each.current)
        elif isinstance(origin, FromTemplate):
            yield from self._templates.nothing(origin, each.current)
        elif isinstance(origin, AnyHolds):
            for condition in origin.conditions:
                failure = self._trace.failure(condition.node)
                if failure is not None:
                    words = Telling(f"`{_one_line(condition.text.value)}` failed: ")
                    yield (words, *self._sentences.clause(failure))
                else:
                    yield from self._reasons.not_held(condition, each.current)
        elif isinstance(origin, Entries) and origin.each is not None:
            if self._reasons.is_absent(origin.each, each.current):
                yield from self._reasons.absent(origin.each, each.current)
            elif self._length(origin, each.current):
                yield ("none of its elements could be used",)
        elif isinstance(origin, Entries):
            for guard in each.candidate.guards:
                yield from self.not_passed(guard, each.current)

    def _nothing_of(self, each: CandidateTrace) -> Iterator[Clause]:
        """What was read went on, and came to nothing in `then` or since it is blank."""
        stopped = self._reasons.step(each.candidate.then, each.read)
        if stopped:
            yield from stopped[:MOST_REASONS]
        elif each.candidate.then:
            yield ("`then` gave nothing for ", Shown(each.read))
        else:
            yield (Shown(each.read), " is blank, which counts as nothing")

    def _converted(self, each: CandidateTrace) -> Iterator[Clause]:
        origin = each.candidate.origin
        if isinstance(origin, From):
            for clause in self._reasons.ambiguous(origin.expression, each.current):
                yield (Telling(""), *clause)
            if each.value is False and each.read is False:  # a right answer, but perhaps one that a near miss gave
                yield from (why for why in self._reasons.not_held(origin.expression, each.current) if is_telling(why))
        elif isinstance(origin, Entries) and origin.each is not None and not self._length(origin, each.current):
            yield from self._reasons.absent(origin.each, each.current)
        if isinstance(origin, From | FromTemplate) and each.read is not None and not _same(each.read, each.value):
            yield (Shown(each.read), " became ", Shown(each.value))

    # --- what is read ------------------------------------------------------------------------------------------------

    def _reads(self, candidate: CheckedCandidate, current: Json, group: str | None) -> tuple[Read, ...]:
        """The attributes that a candidate reads, of the named expressions that it uses too."""
        starts = {None: current, "user": self._trace.payload, "group": self._group(group)}
        pointers = [(pointer, starts[whose]) for whose, pointer in readings(candidate, self._mapping.lets)]
        return tuple(_read(pointer, root) for pointer, root in _once(pointers))

    def _group(self, name: str | None) -> Json:
        """The group of that name whose rules were asked."""
        return next((each.current for each in self._trace.rules if name is not None and each.group == name), None)

    # --- entries -----------------------------------------------------------------------------------------------------

    def _elements(self, name: str, each: CandidateTrace, origin: Entries) -> Iterator[ElementExplanation]:
        """What became of the elements of the list: of the first of them, and of the first that gave no entry."""
        gone: dict[int | None, CandidateTrace] = {}
        for found in self._traced(f"{name}[{{index}}]").of(each.candidate):
            if found.group == each.group:
                gone.setdefault(found.index, found)
        parts: dict[int | None, list[PartExplanation]] = {}
        for part in origin.parts:
            index = "[{index}]" if part.each is not None else ""
            traced = self._traced(f"{part.field}{index}.{part.name}")
            by_index: dict[int | None, list[CandidateExplanation]] = {}
            for number, candidate in enumerate(part.candidates, 1):
                for found in traced.of(candidate):
                    if found.group == each.group and (found.index or 0) < MOST_VALUES:
                        told = self.told(part.name, traced, found, number, "")
                        by_index.setdefault(found.index, []).append(told)
            for at, candidates in by_index.items():
                parts.setdefault(at, []).append(_part(part.name, candidates))
        for at in sorted({*gone, *parts}, key=lambda at: -1 if at is None else at):
            verdict = gone[at].verdict if at in gone else "entry"
            because = tuple(self.because(gone[at])) if at in gone else ()
            yield ElementExplanation(at, verdict, because, tuple(parts.get(at, ())))

    def _traced(self, name: str) -> Traced:
        """What the trace has of the elements of a field, or of a part of its entries."""
        if name not in self._parts:
            self._parts[name] = Traced(self._trace.fields.get(name, _NO_TRACE))
        return self._parts[name]

    def _length(self, origin: Entries, current: Json) -> int:
        """How many elements the list has that entries are made of."""
        seen = self._trace.values_on(origin.each.node, current) if origin.each is not None else ()
        return len(seen[-1]) if seen and isinstance(seen[-1], list) else 0


def _is_of_then(each: CandidateTrace) -> bool:
    """Whether it was `then` that failed: the source gave a value before, and no conversion was reached."""
    return each.verdict == "function failed" and each.read is not None


def _part(name: str, candidates: Sequence[CandidateExplanation]) -> PartExplanation:
    winner = next((found for found in candidates if found.verdict == "won"), None)
    failed = any(found.verdict in _FAILED or any(map(is_telling, found.because)) for found in candidates)
    return PartExplanation(name, winner.value if winner else None, tuple(candidates), winner is None and failed)


def label_of(candidate: CheckedCandidate) -> str:
    """What a candidate is called where there is one line for it."""
    origin = candidate.origin
    if isinstance(origin, Entries):
        return f"each: {_one_line(origin.each.text.value)}" if origin.each is not None else "entry"
    if isinstance(origin, Collected):
        return "collect"
    if isinstance(origin, AnyHolds):
        first = _one_line(origin.conditions[0].text.value)
        return f"if: {first}" if len(origin.conditions) == 1 else f"if: one of {len(origin.conditions)} conditions"
    kind = "not: " if isinstance(origin, Opposite) else "value: " if isinstance(origin, Fixed) else ""
    if isinstance(origin, FromTemplate):
        return f"template: {_one_line(origin.text.value)}"
    return f"{kind}{candidate.label}"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _read(pointer: str, root: Json) -> Read:
    value = root
    for name in names_of(pointer):
        if not isinstance(value, dict) or name not in value:
            return Read(pointer, "absent", None)
        value = value[name]
        if value is None or value == []:
            return Read(pointer, "empty", None)
    return Read(pointer, "value", value)


def _same(read: Json, value: Json) -> bool:
    return type(read) is type(value) and bool(read == value)


def _once(pointers: Iterable[tuple[str, Json]]) -> Iterator[tuple[str, Json]]:
    """Each pointer with its root, the first of those that are the same."""
    seen: set[tuple[str, int]] = set()
    for pointer, root in pointers:
        if (pointer, id(root)) not in seen:
            seen.add((pointer, id(root)))
            yield pointer, root
