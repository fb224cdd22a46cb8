"""An outcome, its trace and the mapping -> the explanation: every field, every candidate, and why."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from typing import Final

from ..engine.checked import CheckedField, CheckedMapping, CheckedRule, Contribution
from ..engine.compiler import CompiledMapping
from ..engine.outcome import GroupOutcome, Outcome, entries_of_others
from ..engine.trace import FieldTrace, GroupTrace, RuleTrace, Trace
from ..schemas.target import RecordsType, ReferenceType
from ..schemas.values import Json
from .candidates import Candidates, Traced
from .clauses import Clause, Shown
from .endings import Endings
from .reasons import Reasons
from .tree import (
    CandidateExplanation,
    Explanation,
    FieldExplanation,
    GroupExplanation,
    RuleExplanation,
    State,
)
from .unread import unread

NOT_TRIED: Final = "not tried"


def explain_user(
    mapping: CompiledMapping, outcome: Outcome, trace: Trace, *, only: Container[str] | None = None
) -> Explanation:
    """Why *outcome* is as it is; it and *trace* are what `mapping.explain` gave. *only*: the fields to explain."""
    person = _Person(mapping.checked, outcome, trace)
    return Explanation(
        action=outcome.action,
        reason=outcome.reason,
        changes=trace.changes,
        rules=person.rules(),
        fields=person.fields(only),
        unread=unread(mapping.checked, trace.payload),
        short_names=short_names(mapping.checked),
    )


def explain_group(mapping: CompiledMapping, outcome: GroupOutcome, trace: GroupTrace) -> GroupExplanation:
    """Why *outcome* is as it is; it and *trace* are what `mapping.explain_group` gave."""
    checked = mapping.checked
    members = []
    for (value, inner), received in zip(trace.members, outcome.members, strict=False):
        person = _Person(checked, Outcome("update", None, received["person"]), inner)
        members.append((value, person.rules(), person.received()))
    return GroupExplanation(
        stands_for=outcome.stands_for,
        called=outcome.called,
        changes=trace.changes,
        rules=_Person(checked, Outcome("update", None), trace).rules(),
        because=tuple(_standing(checked, outcome, trace)),
        members=tuple(members),
        left_out=trace.left_out,
        short_names=short_names(checked),
    )


def short_names(mapping: CheckedMapping) -> dict[str, str]:
    """By URN, the names under which *mapping* reads extensions."""
    return {urn: name for name, urn in mapping.user.short_names.items()}


def _standing(mapping: CheckedMapping, outcome: GroupOutcome, trace: GroupTrace) -> Iterator[Clause]:
    """Why a group stands for nothing, as far as the rules that do not apply do not say it."""
    if outcome.stands_for is not None:
        return
    if not mapping.links:
        yield ("no rule of the mapping says `stands_for`",)
    for link in mapping.links:
        rule = mapping.groups[link.rule]
        if not any(each.rule is rule and each.applies for each in trace.rules):
            continue
        name = trace.payload.get("displayName")
        if link.called is not None:
            values = trace.values_on(link.called.node, trace.payload)
            name = values[0] if values else None
        if not isinstance(name, str) or not name.strip():
            yield (f"the rule '{rule.name}' applies, but finds no name for the {link.stands_for}",)
            if link.called is not None:
                yield from Reasons(trace, mapping).absent(link.called, trace.payload)
        else:
            yield (
                f"the rule '{rule.name}' applies, but the {link.stands_for} ",
                Shown(name),
                " cannot be used: no record is called so, or more than one",
            )


class _Person:
    """Explains one person."""

    def __init__(self, mapping: CheckedMapping, outcome: Outcome, trace: Trace) -> None:
        self._mapping, self._outcome, self._trace = mapping, outcome, trace
        self._candidates = Candidates(mapping, trace)
        self._applying = {id(each.rule) for each in trace.rules if each.applies}
        self._endings = Endings(mapping, outcome, self._applies)

    def rules(self) -> tuple[RuleExplanation, ...]:
        """Every rule that was asked, in that order; one of groups once for each of them."""
        asked = {(id(each.rule), id(each.current)): each for each in self._trace.rules}
        return tuple(map(self._rule, asked.values()))

    def fields(self, only: Container[str] | None = None) -> tuple[FieldExplanation, ...]:
        """Every field that a rule fills (*only* those), in the order of the file."""
        order = {name: at for at, name in enumerate(self._mapping.order)}
        fields = sorted(self._mapping.fields, key=lambda field: order.get(field.target.name, len(order)))
        return tuple(self._field(field) for field in fields if only is None or field.name in only)

    def received(self) -> tuple[FieldExplanation, ...]:
        """The fields that group rules alone fill, of a member of a group."""
        return tuple(
            self._field(field, only_groups=True) for field in self._mapping.fields if field.name in self._trace.fields
        )

    def _applies(self, rule: CheckedRule) -> bool:
        return id(rule) in self._applying

    def _rule(self, each: RuleTrace) -> RuleExplanation:
        guard = each.rule.guard
        because: tuple[Clause, ...] = ()
        if guard is not None and not each.applies:
            because = self._candidates.not_passed(guard, each.current)
        return RuleExplanation(each.name, each.span, each.applies, each.group, because)

    # --- fields ------------------------------------------------------------------------------------------------------

    def _field(self, field: CheckedField, *, only_groups: bool = False) -> FieldExplanation:
        state, value, reason = self._result(field)
        candidates = tuple(self._all_candidates(field, only_groups=only_groups))
        because = tuple(self._endings.why(field, state, reason, candidates))
        winner = next((each for each in candidates if each.verdict == "won"), None)
        is_constant = value is not None and (winner.is_constant if winner else self._endings.is_else(field, value))
        is_looked_up = self._trace.directory is not None or not isinstance(field.type, ReferenceType)
        return FieldExplanation(
            field.name,
            state,
            value,
            reason,
            because,
            candidates,
            is_constant,
            is_looked_up or value is None,
            self._staying(field) if state in ("set", "clear") else 0,
        )

    def _staying(self, field: CheckedField) -> int:
        """How many entries of the stored person stay beside those of the mapping."""
        stored = self._trace.stored
        if not isinstance(field.type, RecordsType) or not isinstance(stored, Mapping):
            return 0
        return len(entries_of_others(stored.get(field.name), field.type))

    def _result(self, field: CheckedField) -> tuple[State, Json, str | None]:
        """What happens to the field, its value, and the reason when it is kept."""
        outcome = self._outcome
        if outcome.action == "skip":
            return "skipped", self._winning(field), outcome.reason
        held: Json = outcome.person.get(field.target.name)
        if field.part is not None:
            held = held.get(field.part) if isinstance(held, dict) else None
        if held is not None:
            return "set", held, None
        if field.name in outcome.clear:
            return "clear", None, None
        return "keep", None, outcome.keep.get(field.name)

    def _winning(self, field: CheckedField) -> Json:
        traced = self._trace.fields.get(field.name)
        winner = traced.winner if traced is not None else None
        return winner.value if winner is not None else None

    # --- candidates --------------------------------------------------------------------------------------------------

    def _all_candidates(self, field: CheckedField, *, only_groups: bool) -> Iterator[CandidateExplanation]:
        """All candidates in the order in which they are asked; one of a group rule once for each group."""
        traced = Traced(self._trace.fields.get(field.name) or FieldTrace())
        overriding = [each for each in field.groups if each.settings.override]
        others = [each for each in field.groups if not each.settings.override]
        users, groups = self._mapping.users, self._mapping.groups
        in_order = [
            *((each, groups[each.rule]) for each in overriding),
            *((each, users[each.rule]) for each in (field.users if not only_groups else ())),
            *((each, groups[each.rule]) for each in others),
        ]
        for contribution, rule in in_order:
            yield from self._of_rule(field, traced, contribution, rule)

    def _of_rule(
        self, field: CheckedField, traced: Traced, contribution: Contribution, rule: CheckedRule
    ) -> Iterator[CandidateExplanation]:
        for number, candidate in enumerate(contribution.candidates, 1):
            found = traced.of(candidate)
            for each in found:
                yield self._candidates.told(field.name, traced, each, number, rule.name)
            if not found:
                is_passed_over = traced.field.winner is not None and self._applies(rule)
                because = tuple(self._why_not_tried(traced.field, rule, is_group=contribution in field.groups))
                yield self._candidates.not_tried(
                    candidate, number, rule.name, NOT_TRIED, because, is_passed_over=is_passed_over
                )

    def _why_not_tried(self, traced: FieldTrace, rule: CheckedRule, *, is_group: bool) -> Iterator[Clause]:
        winner = traced.winner
        if not self._applies(rule):
            yield (f"the rule '{rule.name}' {'applies to no group of the person' if is_group else 'does not apply'}",)
        elif winner is not None:
            yield (f"an earlier candidate gave a value (line {winner.span.place.line})",)
        elif any(each.verdict.startswith("says ") for each in traced.candidates):
            yield ("an earlier candidate ended the search",)
        elif not traced.candidates:
            yield ("the field is not written now",)
