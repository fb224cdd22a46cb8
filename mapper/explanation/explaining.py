"""An outcome, its trace and the mapping -> the explanation: every field, every candidate, and why."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import Final

from ..engine import expressions as tree
from ..engine.checked import (
    AnyHolds,
    CheckedCandidate,
    CheckedField,
    CheckedMapping,
    Collected,
    Contribution,
    Entries,
    From,
    FromTemplate,
    Opposite,
)
from ..engine.compiler import CompiledMapping
from ..engine.outcome import GroupOutcome, Outcome
from ..engine.sites import reads_of
from ..engine.trace import CandidateTrace, FieldTrace, GroupTrace, RuleTrace, Trace
from ..schemas.values import Json
from .clauses import Clause, Shown, with_values
from .reasons import Reasons
from .tree import (
    CandidateExplanation,
    ElementExplanation,
    Explanation,
    FieldExplanation,
    GroupExplanation,
    PartExplanation,
    Read,
    RuleExplanation,
    State,
)
from .unread import unread

NOT_TRIED: Final = "not tried"
_NO_TRACE: Final = FieldTrace()


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
    )


def explain_group(mapping: CompiledMapping, outcome: GroupOutcome, trace: GroupTrace) -> GroupExplanation:
    """Why *outcome* is as it is; it and *trace* are what `mapping.explain_group` gave."""
    checked = mapping.checked
    members = []
    for (value, inner), received in zip(trace.members, outcome.members, strict=False):
        person = _Person(checked, Outcome("update", None, received["person"]), inner)
        members.append((value, person.rules(), person.received()))
    because: tuple[Clause, ...] = ()
    if not checked.links:
        because = (("no rule of the mapping says `stands_for`",),)
    return GroupExplanation(
        stands_for=outcome.stands_for,
        called=outcome.called,
        changes=trace.changes,
        rules=_Person(checked, Outcome("update", None), trace).rules(),
        because=because,
        members=tuple(members),
        left_out=trace.left_out,
    )


class _Person:
    """Explains one person."""

    def __init__(self, mapping: CheckedMapping, outcome: Outcome, trace: Trace) -> None:
        self._mapping, self._outcome, self._trace = mapping, outcome, trace
        self._reasons = Reasons(trace, mapping)
        self._applying = {id(each.rule): each.applies for each in trace.rules}

    def rules(self) -> tuple[RuleExplanation, ...]:
        """Every rule that was asked, in that order."""
        return tuple(map(self._rule, self._trace.rules))

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

    def _rule(self, each: RuleTrace) -> RuleExplanation:
        guard = each.rule.guard
        because = self._reasons.not_passed(guard, each.current) if guard is not None and not each.applies else ()
        return RuleExplanation(each.name, each.span, each.applies, each.group, because)

    # --- fields ------------------------------------------------------------------------------------------------------

    def _field(self, field: CheckedField, *, only_groups: bool = False) -> FieldExplanation:
        state, value, reason = self._result(field)
        candidates = tuple(self._candidates(field, only_groups=only_groups))
        because = tuple(self._why(field, state, reason, candidates))
        return FieldExplanation(field.name, state, value, reason, because, candidates)

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
        winner = self._trace.fields.get(field.name, _NO_TRACE).winner
        return winner.value if winner is not None else None

    def _why(
        self,
        field: CheckedField,
        state: State,
        reason: str | None,
        candidates: Sequence[CandidateExplanation],
    ) -> Iterator[Clause]:
        """What the candidates do not say of a field that has no value."""
        if reason in _POLICIES:
            yield (_POLICIES[reason],)
        elif state in ("set", "skipped"):
            return
        elif all(each.verdict == NOT_TRIED for each in candidates):
            yield ("no rule that fills it applies",)
        elif state == "clear" and any(each.verdict == "says clear" for each in candidates):
            yield ("a rule says `clear`",)
        elif state == "clear" and any(each.verdict in _REFERENCES for each in candidates):
            key = next(_REFERENCES[each.verdict] for each in candidates if each.verdict in _REFERENCES)
            yield (f"the record that it names cannot be used, and the rules say `{key}: clear`",)
        elif state == "clear":
            yield from self._cleared(candidates)
        elif reason in ("absent", "empty"):
            key = "missing" if reason == "absent" else "empty"
            sent = "no candidate gave a value" if reason == "absent" else "what it is read from was sent empty"
            yield (f"{sent}, and `{key}` does not say clear: the field stays as it is",)

    def _cleared(self, candidates: Sequence[CandidateExplanation]) -> Iterator[Clause]:
        emptied = [read.pointer for each in candidates for read in each.reads if read.state == "empty"]
        if emptied:
            yield (f"{emptied[0]} was sent empty, and the rules say to clear the field then",)
        else:
            yield ("no candidate gave a value, and the rules say to clear the field then",)

    # --- candidates --------------------------------------------------------------------------------------------------

    def _candidates(self, field: CheckedField, *, only_groups: bool) -> Iterator[CandidateExplanation]:
        """All candidates in the order in which they are asked; one of a group rule once for each group."""
        traced = self._trace.fields.get(field.name, _NO_TRACE)
        overriding = [each for each in field.groups if each.settings.override]
        others = [each for each in field.groups if not each.settings.override]
        rules = self._mapping.users, self._mapping.groups
        in_order = [
            *((each, rules[1]) for each in overriding),
            *((each, rules[0]) for each in (field.users if not only_groups else ())),
            *((each, rules[1]) for each in others),
        ]
        for contribution, section in in_order:
            rule = section[contribution.rule].name
            for number, candidate in enumerate(contribution.candidates, 1):
                yield from self._candidate(field, traced, contribution, candidate, number, rule)

    def _candidate(
        self,
        field: CheckedField,
        traced: FieldTrace,
        contribution: Contribution,
        candidate: CheckedCandidate,
        number: int,
        rule: str,
    ) -> Iterator[CandidateExplanation]:
        found = _of(candidate, traced)
        for each in found:
            yield self._told(field.name, traced, each, number, rule)
        if not found:
            yield CandidateExplanation(
                number,
                candidate.label,
                candidate.span,
                rule,
                NOT_TRIED,
                reads=self._reads(candidate, self._trace.payload, None),
                because=tuple(self._why_not_tried(traced, contribution)),
            )

    def _why_not_tried(self, traced: FieldTrace, contribution: Contribution) -> Iterator[Clause]:
        winner = traced.winner
        if winner is not None:
            yield (f"an earlier candidate gave a value (line {winner.span.place.line})",)
        elif any(each.verdict.startswith("says ") for each in traced.candidates):
            yield ("an earlier candidate ended the search",)
        elif not traced.candidates:
            yield ("its rule does not apply, or the field is not written now",)

    def _told(
        self, name: str, traced: FieldTrace, each: CandidateTrace, number: int, rule: str
    ) -> CandidateExplanation:
        """What the trace tells of one candidate."""
        origin = each.candidate.origin
        inside: tuple[CandidateExplanation, ...] = ()
        elements: tuple[ElementExplanation, ...] = ()
        left_out = 0
        if isinstance(origin, Collected):
            inside = tuple(
                self._told(name, traced, found, at, rule)
                for at, inner in enumerate(origin.candidates, 1)
                for found in _of(inner, traced)
            )
        elif isinstance(origin, Entries):
            elements = tuple(self._elements(name, each, origin))
            left_out = max(0, self._length(origin) - len(elements))
        return CandidateExplanation(
            number=number,
            text=each.text,
            span=each.span,
            rule=rule,
            verdict=each.verdict,
            group=each.group,
            reads=self._reads(each.candidate, each.current, each.index),
            read=each.read,
            value=each.value if each.verdict == "won" else None,
            because=tuple(self._because(each)),
            inside=inside,
            elements=elements,
            left_out=left_out,
        )

    def _because(self, each: CandidateTrace) -> Iterator[Clause]:
        """Why a candidate gave nothing; of one that won, what became of what it read."""
        if each.failure is not None:
            yield with_values(each.failure, [each.read, each.current], self._mapping.source.text)
        elif each.verdict == "condition does not hold":
            for guard in each.candidate.guards:
                held = self._trace.answers(guard.condition.node)
                if not held or bool(held[-1]) == guard.negated or each.index is not None:
                    yield from self._reasons.not_passed(guard, each.current)
        elif each.verdict == "absent":
            yield from self._nothing(each)
        elif each.verdict == "won":
            yield from self._converted(each)

    def _nothing(self, each: CandidateTrace) -> Iterator[Clause]:
        origin = each.candidate.origin
        if isinstance(origin, From | Opposite):
            if each.read is not None:
                yield ("`then` gave nothing for ", Shown(each.read))
            else:
                yield from self._reasons.absent(origin.expression, each.current)
        elif isinstance(origin, FromTemplate):
            yield ("no part of it printed anything",)
            for node in origin.expressions:
                yield from self._reasons.absent_part(origin.text.value, node, each.current)
        elif isinstance(origin, AnyHolds):
            for condition in origin.conditions:
                yield from self._reasons.not_held(condition, each.current)
        elif isinstance(origin, Entries) and origin.each is not None:
            if self._reasons.is_absent(origin.each, each.current):
                yield from self._reasons.absent(origin.each, each.current)
            else:
                yield ("none of its elements could be used",)

    def _converted(self, each: CandidateTrace) -> Iterator[Clause]:
        origin = each.candidate.origin
        if isinstance(origin, From):
            yield from self._reasons.ambiguous(origin.expression, each.current)
        if each.read is not None and not isinstance(origin, Opposite) and not _same(each.read, each.value):
            yield (Shown(each.read), " became ", Shown(each.value))

    # --- what is read ------------------------------------------------------------------------------------------------

    def _reads(self, candidate: CheckedCandidate, current: Json, index: int | None) -> tuple[Read, ...]:
        """The attributes that a candidate reads, of the named expressions that it uses too."""
        pointers = [(pointer, current) for pointer in reads_of(candidate)]
        for let in self._lets(candidate):
            pointers += [(pointer, self._trace.payload) for pointer in self._mapping.lets[let].expression.reads]
        return tuple(_read(pointer, root) for pointer, root in _once(pointers))

    def _lets(self, candidate: CheckedCandidate) -> list[str]:
        origin = candidate.origin
        nodes: Iterable[tree.Node] = ()
        if isinstance(origin, From | Opposite):
            nodes = (origin.expression.node,)
        elif isinstance(origin, FromTemplate):
            nodes = origin.expressions
        elif isinstance(origin, AnyHolds):
            nodes = (condition.node for condition in origin.conditions)
        names = [
            each.name for node in nodes for each in tree.walk(node) if isinstance(each, tree.Own) and each.kind == "let"
        ]
        lets = self._mapping.lets
        return [name for name in dict.fromkeys(names) if lets[name].root == "user"]

    # --- entries -----------------------------------------------------------------------------------------------------

    def _elements(self, name: str, each: CandidateTrace, origin: Entries) -> Iterator[ElementExplanation]:
        """What became of each element of the list, the first of them."""
        dropped = {
            found.index: found for found in _of(each.candidate, self._trace.fields.get(f"{name}[{{index}}]", _NO_TRACE))
        }
        parts: dict[int | None, list[PartExplanation]] = {}
        for part in origin.parts:
            index = "[{index}]" if part.each is not None else ""
            traced = self._trace.fields.get(f"{part.field}{index}.{part.name}", _NO_TRACE)
            by_index: dict[int | None, list[CandidateExplanation]] = {}
            for number, candidate in enumerate(part.candidates, 1):
                for found in _of(candidate, traced):
                    told = self._told(part.name, traced, found, number, "")
                    by_index.setdefault(found.index, []).append(told)
            for at, candidates in by_index.items():
                value = next((found.value for found in candidates if found.verdict == "won"), None)
                parts.setdefault(at, []).append(PartExplanation(part.name, value, tuple(candidates)))
        for at in sorted({*dropped, *parts}, key=lambda at: -1 if at is None else at):
            gone = dropped.get(at)
            verdict = gone.verdict if gone is not None else "entry"
            because = tuple(self._because(gone)) if gone is not None else ()
            yield ElementExplanation(at, verdict, because, tuple(parts.get(at, ())))

    def _length(self, origin: Entries) -> int:
        """How many elements the list has that entries are made of."""
        seen = self._trace.values(origin.each.node) if origin.each is not None else ()
        return len(seen[-1]) if seen and isinstance(seen[-1], list) else 0


_REFERENCES: Final = {"not found": "not_found", "disabled": "disabled"}
"""The verdicts on references, and the keys that say what happens then."""

_POLICIES: Final[Mapping[str | None, str]] = {
    "write: create": "`write: create` fills it for a new person only, and this one is stored already",
    "write: blank": "`write: blank` fills it only where the stored person has nothing, and this one has",
    "write: never": "`write: never`: the field is only for matching",
    "required": "the rules say to clear it, but a person must have it, so it stays",
}


def _of(candidate: CheckedCandidate, traced: FieldTrace) -> list[CandidateTrace]:
    """What was told of *candidate*; two that are equal stand in the same place, so they are one."""
    return [each for each in traced.candidates if each.candidate is candidate or each.candidate == candidate]


def _read(pointer: str, root: Json) -> Read:
    value = root
    for name in pointer.split("/")[1:]:
        plain = name.replace("~1", "/").replace("~0", "~")
        if not isinstance(value, dict) or plain not in value:
            return Read(pointer, "absent", None)
        value = value[plain]
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
