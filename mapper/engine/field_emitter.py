"""A field in, lines of Python out: the candidates of all its rules in order, and how the field ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from ..schemas.target import RecordsType
from .candidate_emitter import CandidateEmitter, Question, Slot
from .checked import AnyHolds, CheckedField, Contribution, FieldSettings, Stop
from .emitter import Emitter
from .expression_emitter import Operand
from .outcome import Stopped
from .settling import Ending, is_blank, report_misses, report_part, settle, settle_clear, settle_failed
from .sites import site_of

_DEFAULTS = {"missing": "keep", "empty": "clear", "not_found": "keep", "disabled": "keep"}


@dataclass(frozen=True, slots=True)
class RuleTests:
    """Python expressions: whether a user rule applies (empty: always), and the groups that a group rule applies to.

    By the number of the rule. A rule is there once its condition was written.
    """

    users: dict[int, str] = field(default_factory=dict)
    groups: dict[int, str] = field(default_factory=dict)


class FieldEmitter:
    """Writes fields into the function that maps a user."""

    def __init__(
        self,
        out: Emitter,
        candidates: CandidateEmitter,
        tests: RuleTests,
        around_group: Callable[[str], None],
        defaults: FieldSettings,
    ) -> None:
        self._out, self._candidates, self._tests = out, candidates, tests
        self._around_group, self._defaults = around_group, defaults

    def write(self, field: CheckedField) -> None:
        """Write the whole field: it ends in `person`, in `clear` or in `keep`."""
        self._ahead(field)
        policies = {contribution.settings.write or "always" for contribution in (*field.users, *field.groups)}
        name = self._out.bind(field.name)
        if policies == {"never"}:
            self._out.write(f"keep[{name}] = {self._out.bind('write: never')}")
        elif policies == {"always"}:
            self._field(field, by_winner=False)
        elif len(policies) == 1:
            policy = policies.pop()
            with self._out.block("if new:" if policy == "create" else f"if new or {self._blank_test(field)}:"):
                self._field(field, by_winner=False)
            with self._out.block("else:"):
                self._out.write(f"keep[{name}] = {self._out.bind(f'write: {policy}')}")
        else:
            self._field(field, by_winner=True)

    def _field(self, field: CheckedField, *, by_winner: bool) -> None:
        """*by_winner*: the rules say different things for `write`, so the one that wins decides."""
        value, failed = self._out.assign("None"), self._out.assign("None")
        if field.looks_up:
            self._out.write("missed = []")
        winner = self._out.assign("None") if by_winner else ""
        emptied = self._out.assign("False") if field.groups else ""
        questions: list[Question] = []
        overriding = [contribution for contribution in field.groups if contribution.settings.override]
        for contribution in overriding:
            self._group(field, contribution, value, failed, winner, emptied)
        started = bool(overriding)
        for contribution in field.users:
            questions += self._user(field, contribution, value, failed, winner, started=started)
            started = True
        for contribution in field.groups:
            if not contribution.settings.override:
                self._group(field, contribution, value, failed, winner, emptied)
        self._otherwise(field, value, failed, winner)
        if emptied:
            questions.append(lambda: emptied)
        self._end(field, value, failed, questions, winner)

    def _ahead(self, field: CheckedField) -> None:
        """Write the named expressions that read the person: what they read is settled by now."""
        for contribution in (*field.users, *field.groups):
            self._candidates.ahead(contribution.candidates)

    def receive(self, field: CheckedField) -> None:
        """Write what group rules alone give: a value goes into `person`, and nothing is said of its absence."""
        self._ahead(field)
        value, failed = self._out.assign("None"), self._out.assign("None")
        if field.looks_up:
            self._out.write("missed = []")
        for contribution in sorted(field.groups, key=lambda each: not each.settings.override):
            self._group(field, contribution, value, failed, winner="", emptied="")
        with self._out.block(f"if {value} is not None and {value}.__class__ is not {self._out.require(Stopped)}:"):
            self._store(field, value)
        with self._out.block(f"elif {failed} is not None:"):
            report = self._out.require(report_part)
            self._out.write(f"{report}(problems, {failed}, None)")

    # --- contributions -----------------------------------------------------------------------------------------------

    def _user(
        self, field: CheckedField, contribution: Contribution, value: str, failed: str, winner: str, *, started: bool
    ) -> list[Question]:
        slot = Slot(value, failed, lambda candidate: site_of(field, contribution, candidate))
        applies = self._tests.users[contribution.rule]
        user = Operand("user", "object")
        if not applies:
            questions = self._candidates.first_of(slot, contribution.candidates, user, started=started)
        else:
            with self._out.block(f"if {applies} and {value} is None:" if started else f"if {applies}:"):
                questions = self._candidates.first_of(slot, contribution.candidates, user)
            questions = [self._if_applies(applies, question) for question in questions]
        self._note_winner(contribution, value, winner)
        return questions

    def _if_applies(self, applies: str, question: Question) -> Question:
        def ask() -> str:
            answer = self._out.assign("False")
            with self._out.block(f"if {applies}:"):
                self._out.write(f"{answer} = {question()}")
            return answer

        return ask

    def _group(
        self, field: CheckedField, contribution: Contribution, value: str, failed: str, winner: str, emptied: str
    ) -> None:
        """The candidates of a group rule, for each of the person's groups that it applies to."""
        group = self._out.fresh()
        slot = Slot(value, failed, lambda candidate: site_of(field, contribution, candidate), group=group)
        with self._out.block(f"for {group} in {self._tests.groups[contribution.rule]}:"):
            with self._out.block(f"if {value} is not None:"):
                self._out.write("break")
            self._around_group(group)
            self._candidates.ahead(contribution.candidates)
            questions = self._candidates.first_of(slot, contribution.candidates, Operand(group, "object"))
            if emptied and questions:
                with self._out.block(f"if {value} is None:"):
                    for question in questions:
                        self._out.write(f"{emptied} = {emptied} or {question()}")
            self._around_group("")
        self._note_winner(contribution, value, winner)

    def _note_winner(self, contribution: Contribution, value: str, winner: str) -> None:
        """Remember what `write` says of the first rule that gave a value."""
        if winner:
            with self._out.block(f"if {value} is not None and {winner} is None:"):
                self._out.write(f"{winner} = {self._out.bind(contribution.settings.write or 'always')}")

    def _otherwise(self, field: CheckedField, value: str, failed: str, winner: str) -> None:
        """What `else` says: of `if` when no condition holds, of a group field for those in no such group, or both."""
        for contribution in field.users:
            applies = self._tests.users[contribution.rule]
            self._else(contribution, value, failed, f" and {applies}" if applies else "")
            self._note_winner(contribution, value, winner)
        for contribution in field.groups:
            asks = any(isinstance(candidate.origin, AnyHolds) for candidate in contribution.candidates)
            outside = "" if asks else f" and not {self._tests.groups[contribution.rule]}"
            self._else(contribution, value, failed, outside)
            self._note_winner(contribution, value, winner)

    def _else(self, contribution: Contribution, value: str, failed: str, applies: str) -> None:
        otherwise = contribution.settings.otherwise
        if otherwise is None:
            return
        with self._out.block(f"if {value} is None and {failed} is None{applies}:"):
            self._out.write(f"{value} = {self._candidates.constant(otherwise)}")

    # --- the end -----------------------------------------------------------------------------------------------------

    def _end(self, field: CheckedField, value: str, failed: str, questions: list[Question], winner: str) -> None:
        ending = self._out.bind(_ending(field))
        name = self._out.bind(field.name)
        header = "if"
        if _may_stop(field):
            with self._out.block(f"if {value} is {self._out.bind(Stopped.CLEAR)}:"):
                said = self._out.bind("a rule says clear")
                self._cold(settle_clear, f"{ending}, keep, clear, problems, reason={said}")
            with self._out.block(f"elif {value} is {self._out.bind(Stopped.KEEP)}:"):
                self._out.write(f"keep[{name}] = {self._out.bind('a rule says keep')}")
            header = "elif"
        with self._out.block(f"{header} {value} is not None:"):
            self._set(field, value, winner)
        with self._out.block(f"elif {failed} is not None:"):
            not_found, disabled = self._said(field, "not_found"), self._said(field, "disabled")
            said = f"({not_found}, {disabled})"
            self._cold(settle_failed, f"{ending}, {failed}, {said}, person, keep, clear, problems")
        with self._out.block("else:"):
            self._nothing(field, ending, questions)

    def _set(self, field: CheckedField, value: str, winner: str) -> None:
        """The value goes into the person, if `write` of the rule that won lets it."""
        if not winner:
            self._store(field, value)
            return
        name = self._out.bind(field.name)
        blank = f"({winner} == 'blank' and (new or {self._blank_test(field)}))"
        with self._out.block(f"if {winner} == 'always' or ({winner} == 'create' and new) or {blank}:"):
            self._store(field, value)
        with self._out.block("else:"):
            self._out.write(f"keep[{name}] = {self._out.bind('write: ')} + {winner}")

    def _blank_test(self, field: CheckedField) -> str:
        """A Python expression: whether the stored person has nothing there that we would overwrite."""
        blank = self._out.require(is_blank)
        kind = field.target.type
        owner = self._out.bind(kind.owner if isinstance(kind, RecordsType) else None)
        return f"{blank}(current, {self._out.bind(field.target.name)}, {self._out.bind(field.part)}, {owner})"

    def _store(self, field: CheckedField, value: str) -> None:
        if field.part is None:
            self._out.write(f"person[{self._out.bind(field.name)}] = {value}")
        else:
            whole = f"person.setdefault({self._out.bind(field.target.name)}, {{}})"
            self._out.write(f"{whole}[{self._out.bind(field.part)}] = {value}")

    def _nothing(self, field: CheckedField, ending: str, questions: list[Question]) -> None:
        """No candidate gave a value: ask, in the cold, whether one was sent empty, and do what the rules say."""
        name = self._out.bind(field.name)
        if field.looks_up:
            first = (*field.users, *field.groups)[0]
            site = self._out.bind(site_of(field, first, first.candidates[0]))
            with self._out.block("if missed:"):
                self._out.write(f"{self._out.require(report_misses)}(problems, missed, {site}, None)")
        missing, empty = self._said(field, "missing"), self._said(field, "empty")
        answers = [answer for question in questions if (answer := question()) != "False"]
        settled = self._out.require(settle)
        if answers:
            with self._out.block(f"if {' or '.join(answers)}:"):
                self._out.write(f"{settled}({ending}, {empty}, {self._out.bind('empty')}, keep, clear, problems)")
        absent = self._out.bind("absent")
        with self._out.block("else:" if answers else "if True:"):
            if missing == self._out.bind("keep"):
                self._out.write(f"keep[{name}] = {absent}")
            else:
                self._out.write(f"{settled}({ending}, {missing}, {absent}, keep, clear, problems)")

    def _said(self, field: CheckedField, key: str) -> str:
        """The code of what the first applying rule that says something says of *key*."""
        code = ""
        for contribution, applies in self._tested(field):
            said = getattr(contribution.settings, key)
            if said is not None:
                code += self._out.bind(said)
                if not applies:
                    return code
                code += f" if {applies} else "
        return code + self._by_default(field, key)

    def _by_default(self, field: CheckedField, key: str) -> str:
        """The code of what `defaults` says of *key*. Where no rule of the field applies, nothing is missing."""
        default = self._out.bind(getattr(self._defaults, key) or _DEFAULTS[key])
        keep = self._out.bind("keep")
        tests = [applies for _, applies in self._tested(field)]
        if key != "missing" or default == keep or not all(tests):
            return default
        return f"({default} if {' or '.join(tests)} else {keep})"

    def _tested(self, field: CheckedField) -> list[tuple[Contribution, str]]:
        """Every contribution with the Python expression that its rule applies; empty: always."""
        users = [(each, self._tests.users[each.rule]) for each in field.users]
        return users + [(each, self._tests.groups[each.rule]) for each in field.groups]

    def _cold(self, function: Callable[..., None], arguments: str) -> None:
        self._out.write(f"{self._out.require(function)}({arguments})")


def _ending(field: CheckedField) -> Ending:
    first = (*field.users, *field.groups)[0]
    place = first.span.place
    clearable = field.type.kind != "boolean"
    required = field.target.required and field.part is None
    return Ending(field.name, required, clearable, (place.file, place.line, place.column))


def _may_stop(field: CheckedField) -> bool:
    """Whether a candidate or an `else` can say `clear` or `keep` instead of a value."""
    contributions = (*field.users, *field.groups)
    return any(isinstance(contribution.settings.otherwise, Stop) for contribution in contributions) or any(
        isinstance(candidate.origin, Stop) for contribution in contributions for candidate in contribution.candidates
    )
