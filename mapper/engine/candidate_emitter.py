"""Candidates in, lines of Python out: guards, source, `then`, conversion, and what happens when one of them fails.

The lines leave the value in the name they are given, None when no candidate gives one. A failure is kept for the end of
the field: a candidate that loses to a later one is no problem.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from ..schemas.target import ScalarType
from .checked import (
    AnyHolds,
    CheckedCandidate,
    CheckedExpression,
    CheckedGuard,
    CheckedPart,
    Collected,
    Entries,
    Fixed,
    From,
    FromTemplate,
    Opposite,
    Stop,
)
from .conversions import convert, convert_part, convert_reference, nothing_read, unfit_test
from .emitter import Emitter
from .emptiness_emitter import EmptinessEmitter
from .expression_emitter import ExpressionEmitter, Operand
from .functions.declaration import CandidateFailure
from .needs import candidate_nodes
from .outcome import Stopped
from .runtime import copied, without_duplicates
from .settling import Site, also_failed, report_misses, report_part
from .sites import part_site
from .template_emitter import TemplateEmitter

Question = Callable[[], str]
"""Writes the cold question whether a source was sent empty, and gives the Python expression that answers it."""


@dataclass(frozen=True, slots=True)
class Slot:
    """Where candidates leave what they find: the names of the value and of the failures, and the site of each.

    `index` is the name of the place in the list of which the value becomes a part of an entry, `group` that of the
    group whose rule the candidates belong to.
    """

    value: str
    failed: str
    site: Callable[[CheckedCandidate], Site]
    index: str | None = None
    group: str | None = None


class CandidateEmitter:
    """Writes the candidates of fields, and of the parts of entries."""

    def __init__(
        self,
        out: Emitter,
        expressions: ExpressionEmitter,
        emptiness: EmptinessEmitter,
        templates: TemplateEmitter,
        *,
        traced: bool,
    ) -> None:
        self._out, self._expressions, self._emptiness = out, expressions, emptiness
        self._templates, self._traced = templates, traced

    def first_of(
        self, slot: Slot, candidates: Iterable[CheckedCandidate], current: Operand, *, started: bool = False
    ) -> list[Question]:
        """Write *candidates* so that the first that gives a value leaves it in the slot.

        *started*: a value may be there already. Gives the questions to ask when none gave one.
        """
        questions: list[Question] = []
        for candidate in candidates:
            if started:
                with self._out.block(f"if {slot.value} is None:"):
                    questions += self._attempt(slot, candidate, current)
            else:
                questions += self._attempt(slot, candidate, current)
            started = True
        return questions

    def ahead(self, candidates: Iterable[CheckedCandidate]) -> None:
        """Write the named expressions that *candidates* need, before them."""
        self._expressions.ahead(candidate_nodes(candidates))

    def holds(self, guard: CheckedGuard, current: Operand) -> str:
        """Write a guard, and give a Python expression that is true when it lets pass."""
        condition = self._expressions.condition_of(guard.condition, current)
        return f"not ({condition})" if guard.negated else condition

    def _teller(self, slot: Slot, candidate: CheckedCandidate, site: Site, current: Operand) -> _Teller | None:
        return _Teller(self._out, slot, candidate, site, current) if self._traced else None

    # --- one candidate -----------------------------------------------------------------------------------------------

    def _attempt(self, slot: Slot, candidate: CheckedCandidate, current: Operand) -> list[Question]:
        """One candidate. Whatever fails in it leaves no value, and is remembered if it is the first of the field."""
        guards = () if isinstance(candidate.origin, Entries) else candidate.guards
        passed = self._out.assign("False") if guards else ""
        site = self._out.bind(slot.site(candidate))
        teller = self._teller(slot, candidate, slot.site(candidate), current)
        with self._out.block("try:"):
            questions = self._guarded(slot, candidate, current, guards, passed, teller)
            if passed and teller:
                with self._out.block(f"if not {passed}:"):
                    teller.passed_over("condition does not hold")
        self._except(slot, site, teller)
        if not passed:
            return questions
        return [_question_if(self._out, passed, question) for question in questions]

    def _guarded(
        self,
        slot: Slot,
        candidate: CheckedCandidate,
        current: Operand,
        guards: Sequence[CheckedGuard],
        passed: str,
        teller: _Teller | None,
    ) -> list[Question]:
        """The source below its guards, each inside of the one before."""
        if guards:
            with self._out.block(f"if {self.holds(guards[0], current)}:"):
                return self._guarded(slot, candidate, current, guards[1:], passed, teller)
        if passed:
            self._out.write(f"{passed} = True")
        questions = self._source(slot, candidate, current, teller)
        if teller:
            teller.tried()
        return questions

    def _source(
        self, slot: Slot, candidate: CheckedCandidate, current: Operand, teller: _Teller | None
    ) -> list[Question]:
        origin = candidate.origin
        if isinstance(origin, Entries | Collected):
            return self._list(slot, candidate, current)
        if isinstance(origin, AnyHolds):
            self._any_holds(slot, origin.conditions, current, self._out.bind(slot.site(candidate)))
            return []
        read, questions = self._read(origin, current)
        if teller:
            teller.has_read(read)
        value = self._then(read, candidate.then)
        if isinstance(origin, Fixed | Stop) and slot.site(candidate).type.kind != "reference":
            self._out.write(f"{slot.value} = {value.code}")
        elif isinstance(origin, Opposite):
            self._fit(slot, replace(slot.site(candidate), type=ScalarType("boolean")), value)
            with self._out.block(f"if {slot.value} is not None:"):
                self._out.write(f"{slot.value} = not {slot.value}")
        else:
            self._fit(slot, slot.site(candidate), value)
        return questions

    def _read(self, origin: object, current: Operand) -> tuple[Operand, list[Question]]:
        """What the source gives, before `then` and conversion."""
        if isinstance(origin, From | Opposite):
            return self._expression(origin.expression, current)
        if isinstance(origin, FromTemplate):
            return self._templates.emit(origin, current)
        assert isinstance(origin, Fixed | Stop)
        return Operand(self.constant(origin)), []

    def constant(self, origin: Fixed | Stop) -> str:
        """The code of a constant, of which no outcome shares a part with another, or of the end of the search."""
        if isinstance(origin, Stop):
            return self._out.bind(Stopped(origin.action))
        name = self._out.bind(origin.value)
        return f"{self._out.require(copied)}({name})" if isinstance(origin.value, list | dict) else name

    def _expression(self, expression: CheckedExpression, current: Operand) -> tuple[Operand, list[Question]]:
        value = self._expressions.emit_checked(expression, current)
        return value, [lambda: self._emptiness.asks(expression, current)]

    def _any_holds(self, slot: Slot, conditions: Sequence[CheckedExpression], current: Operand, site: str) -> None:
        """True as soon as one condition holds; one that fails does not hold, and does not keep the others from it."""
        self._out.write(f"{slot.value} = None")
        for condition in conditions:
            with self._out.block(f"if {slot.value} is None:"):
                with self._out.block("try:"):
                    self._true_if(slot, condition, current)
                self._except(slot, site, None, condition)

    def _true_if(self, slot: Slot, condition: CheckedExpression, current: Operand) -> None:
        with self._out.block(f"if {self._expressions.condition_of(condition, current)}:"):
            self._out.write(f"{slot.value} = True")

    def _except(
        self, slot: Slot, site: str, teller: _Teller | None, condition: CheckedExpression | None = None
    ) -> None:
        """Remember a failure, of a *condition* if it is given; what failed gives no value."""
        with self._out.block(f"except {self._out.require(CandidateFailure)} as failure:"):
            self._out.write(f"{slot.value} = None")
            self._out.write(f"{slot.failed} = {self._out.require(also_failed)}({slot.failed}, failure, {site})")
            if teller:
                teller.failed()
            if condition is not None:
                self._expressions.tell_failure(condition.node)

    def _then(self, value: Operand, steps: Sequence[CheckedExpression]) -> Operand:
        """Each step works on the value of the one before; absent stays absent."""
        if not steps:
            return value
        result = self._out.assign(value.code)
        for step in steps:
            with self._out.block(f"if {result} is not None:"):
                self._out.write(f"{result} = {self._expressions.emit_checked(step, Operand(result)).code}")
        return Operand(result)

    def _fit(self, slot: Slot, site: Site, value: Operand) -> None:
        """Leave the value in the slot, converted to the type of the field when it is not of it yet."""
        self._out.write(f"{slot.value} = {value.code}")
        name = self._out.bind(site)
        if site.type.kind == "reference":
            call = f"{self._out.require(convert_reference)}({slot.value}, {name}, directory, problems)"
            test = f"{slot.value} is not None"
        else:
            # What is reported of a text that is cut says of which element it is.
            is_placed = slot.index is not None and site.too_long == "cut"
            function, index = (convert_part, f", {slot.index}") if is_placed else (convert, "")
            call = f"{self._out.require(function)}({slot.value}, {name}, problems{index})"
            unfit = unfit_test(site.type, slot.value, self._out.bind)
            test = f"{slot.value} is not None{f' and ({unfit})' if unfit else ''}"
        with self._out.block(f"if {test}:"):
            self._out.write(f"{slot.value} = {call}")

    # --- lists -------------------------------------------------------------------------------------------------------

    def _list(self, slot: Slot, candidate: CheckedCandidate, current: Operand) -> list[Question]:
        """A list of entries. A list that was sent is a result, unless all that is in it is bad."""
        origin = candidate.origin
        if isinstance(origin, Entries):
            return self._entries(slot, candidate, origin, current)
        assert isinstance(origin, Collected)
        self._out.write(f"{slot.value} = None")
        failed = self._out.assign("None")
        questions: list[Question] = []
        for each in origin.candidates:
            part = replace(slot, value=self._out.assign("None"), failed=failed)
            questions += self._attempt(part, each, current)
            with self._out.block(f"if {part.value} is not None:"):
                self._out.write(f"{slot.value} = ({slot.value} or []) + {part.value}")
        with self._out.block(f"if {slot.value}:"):
            self._out.write(f"{slot.value} = {self._out.require(without_duplicates)}({slot.value})")
        with self._out.block(f"if {failed} is not None:"):
            with self._out.block(f"if {slot.value} is None:"):
                self._out.write(f"{slot.failed} = [*({slot.failed} or ()), *{failed}]")
            with self._out.block("else:"):
                self._out.write(f"{self._out.require(report_part)}(problems, {failed}, None)")
        return questions

    def _entries(self, slot: Slot, candidate: CheckedCandidate, origin: Entries, current: Operand) -> list[Question]:
        """One entry per element of a list, or one at the root of the rule."""
        if origin.each is None:
            return self._single_entry(slot, candidate, origin, current)
        source, questions = self._expression(origin.each, current)
        self._out.write(f"{slot.value} = None")
        before = self._out.assign("len(problems)")
        with self._out.block(f"if isinstance({source.code}, list):"):
            self._out.write(f"{slot.value} = []")
            index, element = self._out.fresh(), self._out.fresh()
            with self._out.block(f"for {index}, {element} in enumerate({source.code}):"):
                self._guarded_entry(slot, candidate, origin, Operand(element), index)
            with self._out.block(f"if len({slot.value}) > 1:"):
                self._out.write(f"{slot.value} = {self._out.require(without_duplicates)}({slot.value})")
            self._all_bad(slot, candidate, before, "elif")
        return questions

    def _all_bad(self, slot: Slot, candidate: CheckedCandidate, before: str, test: str) -> None:
        """Where no entry came of what was there, and that was reported, garbage was sent: it never clears."""
        with self._out.block(f"{test} not {slot.value} and len(problems) > {before}:"):
            failure = f"{self._out.require(nothing_read)}({self._out.bind(slot.site(candidate))})"
            self._out.write(f"{slot.value}, {slot.failed} = None, [*({slot.failed} or ()), {failure}]")

    def _guarded_entry(
        self, slot: Slot, candidate: CheckedCandidate, origin: Entries, element: Operand, index: str
    ) -> None:
        """The entry of one element; a guard beside `each` is read per element, and a failing one costs only that."""
        site = slot.site(candidate)
        element_site, one = replace(site, field=f"{site.field}[{{index}}]"), replace(slot, index=index)
        teller = self._teller(one, candidate, element_site, element)
        if not candidate.guards:
            self._entry(one, origin, element, teller)
            return
        passed = self._out.assign("False")
        with self._out.block("try:"):
            self._pass(candidate.guards, element, passed)
        with self._out.block(f"except {self._out.require(CandidateFailure)} as failure:"):
            failures = f"[(failure, {self._out.bind(element_site)})]"
            self._out.write(f"{self._out.require(report_part)}(problems, {failures}, {index})")
            if teller:
                teller.failed()
        with self._out.block(f"if {passed}:"):
            self._entry(one, origin, element, teller)
        if teller:
            with self._out.block("else:"):
                teller.passed_over("condition does not hold")

    def _pass(self, guards: Sequence[CheckedGuard], current: Operand, passed: str) -> None:
        """Make the name *passed* true when every guard lets pass."""
        if not guards:
            self._out.write(f"{passed} = True")
            return
        with self._out.block(f"if {self.holds(guards[0], current)}:"):
            self._pass(guards[1:], current, passed)

    def _single_entry(
        self, slot: Slot, candidate: CheckedCandidate, origin: Entries, current: Operand
    ) -> list[Question]:
        passed = self._out.assign("False")
        self._pass(candidate.guards, current, passed)
        self._out.write(f"{slot.value} = []")
        before = self._out.assign("len(problems)")
        with self._out.block(f"if {passed}:"):
            questions = self._entry(slot, origin, current, None)
        self._all_bad(slot, candidate, before, "if")
        self._out.write(f"{slot.value} = {slot.value} or None")
        return [_question_if(self._out, passed, question) for question in questions]

    def _entry(self, slot: Slot, origin: Entries, element: Operand, teller: _Teller | None) -> list[Question]:
        """Write the parts of one entry, and append it to the slot's list when it has any content."""
        entry = self._out.assign("{}")
        questions: list[Question] = []
        content: list[str] = []
        for part in origin.parts:
            value = self._part(slot, part, element, questions)
            with self._out.block(f"if {value} is not None:"):
                self._out.write(f"{entry}[{self._out.bind(part.name)}] = {value}")
            if part.content:
                content.append(value)
        with self._out.block(f"if {' or '.join(f'{value} is not None' for value in content) or 'False'}:"):
            if origin.owner is not None:
                self._out.write(f"{entry}[{self._out.bind(origin.owner)}] = True")
            self._out.write(f"{slot.value}.append({entry})")
        if teller:
            with self._out.block("else:"):
                teller.passed_over("no content")
        return questions

    def _part(self, slot: Slot, part: CheckedPart, element: Operand, questions: list[Question]) -> str:
        value, failed = self._out.assign("None"), self._out.assign("None")
        index = slot.index or "None"
        if part.looks_up:
            self._out.write("missed = []")
        questions += self.first_of(
            replace(slot, value=value, failed=failed, site=lambda candidate: part_site(part, candidate)),
            part.candidates,
            element,
        )
        with self._out.block(f"if {value} is None and {failed} is not None:"):
            self._out.write(f"{self._out.require(report_part)}(problems, {failed}, {index})")
        if part.looks_up:
            site = self._out.bind(part_site(part, part.candidates[0]))
            with self._out.block(f"if {value} is None and missed:"):
                self._out.write(f"{self._out.require(report_misses)}(problems, missed, {site}, {index})")
            self._out.write("missed = []")
        return value


def _question_if(out: Emitter, passed: str, question: Question) -> Question:
    """The question, asked only where the candidate was reached."""

    def ask() -> str:
        answer = out.assign("False")
        with out.block(f"if {passed}:"):
            out.write(f"{answer} = {question()}")
        return answer

    return ask


class _Teller:
    """Writes what the trace is told of one candidate."""

    def __init__(self, out: Emitter, slot: Slot, candidate: CheckedCandidate, site: Site, current: Operand) -> None:
        self._out, self._value = out, slot.value
        self._about = f"{out.bind(candidate)}, {out.bind(site)}, {current.code}"
        self._where = f"{slot.index}, {slot.group}"
        self._read = out.assign("None")

    def has_read(self, read: Operand) -> None:
        """What its source gave."""
        self._out.write(f"{self._read} = {read.code}")

    def tried(self) -> None:
        """It went its way, and gave a value or none."""
        self._out.write(f"trace.tried({self._about}, {self._read}, {self._value}, {self._where})")

    def passed_over(self, verdict: str) -> None:
        """It was not evaluated, or gave no entry."""
        self._out.write(f"trace.passed_over({self._about}, {verdict!r}, {self._where})")

    def failed(self) -> None:
        """It failed, in the block of the exception."""
        self._out.write(f"trace.failed({self._about}, failure, {self._read}, {self._where})")
