"""What happened while a user or a group was mapped, as data: what was normalised, every candidate, why it won or not.

Generated code tells a trace what it does while it does it; `mapper.explanation` makes sentences of that. What a node
gave is kept with the value that it was evaluated on: that very object, for equal ones may stand in other places.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from ..schemas.normalise import Change
from ..schemas.values import Json
from . import expressions as tree
from .checked import CheckedCandidate, CheckedExpression, CheckedRule
from .directory import Directory
from .functions.declaration import CandidateFailure
from .outcome import Stopped
from .settling import Site
from .text import Span

MOST_VALUES: Final = 20
"""So many values are kept of each node, and so many elements and groups of each candidate: enough to see why."""

MOST_MEMBERS: Final = 20
"""So many members of a group have a trace of their own."""


class Watched:
    """The number under which generated code tells what a node of an expression gave.

    Nodes are told apart by what they are in memory: the same words in two places are two nodes. So it only makes sense
    beside the mapping whose nodes they are.
    """

    def __init__(self) -> None:
        self._numbers: dict[tuple[int, bool], int] = {}

    def number(self, node: tree.Node, *, asked: bool = False) -> int:
        """The number of a node; *asked*: of the answer that it gave as a condition."""
        return self._numbers.setdefault((id(node), asked), len(self._numbers))


@dataclass(frozen=True, slots=True)
class RuleTrace:
    """Whether a rule applied to *current*, the user or, for a group rule, one of his groups."""

    rule: CheckedRule
    applies: bool
    current: Json

    @property
    def name(self) -> str:
        """What the rule is called."""
        return self.rule.name

    @property
    def span(self) -> Span:
        """Where the rule stands."""
        return self.rule.span

    @property
    def group(self) -> str | None:
        """The name of the group that a group rule was asked of; None for user rules."""
        return _name(self.current) if self.rule.path.startswith("groups") else None


@dataclass(frozen=True, slots=True)
class CandidateTrace:
    """One candidate that was reached: what it read and gave, and the verdict on it.

    Verdicts: `won`, `absent`, `says clear` and `says keep` (which end the search), `condition does not hold`,
    `no content` (of an entry), or the reason of a failure such as `does not fit`, whose sentence is `failure`.
    `current` is the node that its paths start at, `index` the place of the element of a list that an entry was made of,
    `group` the name of the group whose rule it belongs to.
    """

    candidate: CheckedCandidate
    site: Site
    current: Json
    read: Json
    value: Json
    verdict: str
    failure: str | None = None
    index: int | None = None
    group: str | None = None

    @property
    def span(self) -> Span:
        """Where the candidate stands."""
        return self.candidate.span

    @property
    def text(self) -> str:
        """The candidate as written, on one line."""
        return self.candidate.label

    @property
    def reads(self) -> tuple[str, ...]:
        """The JSON pointers of what it reads; `{index}` stands for the place of the element."""
        return self.site.reads


@dataclass(slots=True)
class FieldTrace:
    """The candidates of one field, or part of an entry, in the order in which they were tried.

    Those after the winner were not. Of many elements or groups the first are kept; `left_out` counts the others.
    """

    candidates: list[CandidateTrace] = field(default_factory=list)
    left_out: int = 0
    _kept: dict[int, int] = field(default_factory=dict)

    @property
    def winner(self) -> CandidateTrace | None:
        """The candidate that gave the value; None when none did."""
        return next((each for each in self.candidates if each.verdict == "won"), None)

    def add(self, entry: CandidateTrace) -> None:
        """Keep what became of a candidate, unless there is enough of it already."""
        kept = self._kept[id(entry.candidate)] = self._kept.get(id(entry.candidate), 0) + 1
        if kept > MOST_VALUES:
            self.left_out += 1
        else:
            self.candidates.append(entry)


class Trace:
    """The explanation of one outcome.

    `payload` is the normalised one. `fields` has each field, and each part of an entry as `contacts[{index}].label`;
    `groups` are those of the person, `beside` is what else was given: the stored person, the account, the connection;
    `directory` is where records were looked up.
    """

    def __init__(self, watched: Watched, payload: Json, changes: Sequence[Change] = ()) -> None:
        self.payload = payload
        self.changes = tuple(changes)
        self.rules: list[RuleTrace] = []
        self.fields: dict[str, FieldTrace] = {}
        self.groups: Sequence[Mapping[str, Json]] = ()
        self.beside: tuple[Json, ...] = ()
        self.directory: Directory | None = None
        self._watched = watched
        self._seen: dict[int, list[tuple[Json, Json]]] = {}
        self._failures: dict[int, str] = {}

    @property
    def stored(self) -> Json:
        """The stored person; None for a new one, and for a member of a group."""
        return self.beside[0] if self.beside else None

    # --- what generated code tells -----------------------------------------------------------------------------------

    def rule(self, rule: CheckedRule, applies: bool, current: Json) -> None:
        """Whether a rule applies."""
        self.rules.append(RuleTrace(rule, applies, current))

    def tried(
        self,
        candidate: CheckedCandidate,
        site: Site,
        current: Json,
        read: Json,
        value: Json,
        index: int | None,
        group: Json,
    ) -> None:
        """A candidate was evaluated: what its source gave, and what became of it."""
        verdict = "absent" if value is None else f"says {value.value}" if isinstance(value, Stopped) else "won"
        self._add(CandidateTrace(candidate, site, current, read, value, verdict, None, index, _name(group)))

    def passed_over(
        self,
        candidate: CheckedCandidate,
        site: Site,
        current: Json,
        verdict: str,
        index: int | None,
        group: Json,
    ) -> None:
        """A candidate was not evaluated, or an element gave no entry: *verdict* says why."""
        self._add(CandidateTrace(candidate, site, current, None, None, verdict, None, index, _name(group)))

    def failed(
        self,
        candidate: CheckedCandidate,
        site: Site,
        current: Json,
        failure: CandidateFailure,
        read: Json,
        index: int | None,
        group: Json,
    ) -> None:
        """A candidate failed: its value does not fit, or a function could not work."""
        reason, sentence = failure.reason, str(failure)
        self._add(CandidateTrace(candidate, site, current, read, None, reason, sentence, index, _name(group)))

    def saw(self, number: int, value: Json, current: Json) -> None:
        """A node gave *value* on *current*."""
        values = self._seen.setdefault(number, [])
        if len(values) < MOST_VALUES:
            values.append((current, value))

    def answered(self, number: int, answer: bool, current: Json) -> None:
        """A condition held on *current* or not; an answer that it never gave before is always kept."""
        answers = self._seen.setdefault(number, [])
        if len(answers) < MOST_VALUES or all(known is not answer for _, known in answers):
            answers.append((current, answer))

    def stumbled(self, number: int, failure: CandidateFailure) -> None:
        """A condition failed, where that did not end anything."""
        self._failures[number] = str(failure)

    def _add(self, entry: CandidateTrace) -> None:
        self.fields.setdefault(entry.site.field, FieldTrace()).add(entry)

    # --- what can be asked -------------------------------------------------------------------------------------------

    def values(self, node: tree.Node) -> Sequence[Json]:
        """What *node* of the mapping gave, in the order of its evaluations; empty when it was never evaluated."""
        return [value for _, value in self._seen.get(self._watched.number(node), ())]

    def all_values(self) -> Iterator[Json]:
        """Everything that any node was seen to give, and what it gave it on."""
        for seen in self._seen.values():
            for current, value in seen:
                yield value
                yield current

    def answers(self, node: tree.Node) -> Sequence[Json]:
        """True or false, for each time that *node* was asked as a condition."""
        return [answer for _, answer in self._seen.get(self._watched.number(node, asked=True), ())]

    def values_on(self, node: tree.Node, current: Json) -> list[Json]:
        """What *node* gave on the very value *current*; more than once where something else stood beside it."""
        return [value for on, value in self._seen.get(self._watched.number(node), ()) if on is current]

    def answers_on(self, node: tree.Node, current: Json) -> list[Json]:
        """The answers of *node* as a condition on the very value *current*."""
        return [answer for on, answer in self._seen.get(self._watched.number(node, asked=True), ()) if on is current]

    def currents(self, node: tree.Node) -> list[Json]:
        """The values that *node* was evaluated on, each once."""
        seen = self._seen.get(self._watched.number(node), ())
        return list({id(current): current for current, _ in seen}.values())

    def failure(self, node: tree.Node) -> str | None:
        """The sentence with which the condition *node* failed; None when it did not, or when that ended a candidate."""
        return self._failures.get(self._watched.number(node, asked=True))

    def held(self, condition: CheckedExpression) -> frozenset[bool]:
        """The outcomes that a condition had: none when it was never asked."""
        return frozenset(map(bool, self.answers(condition.node)))


class GroupTrace(Trace):
    """The explanation of what became of a group; each of its members has a trace of its own, the first of them kept."""

    def __init__(self, watched: Watched, payload: Json, changes: Sequence[Change] = ()) -> None:
        super().__init__(watched, payload, changes)
        self.members: list[tuple[str, Trace]] = []
        self.left_out = 0

    def member(self, value: str, user: Json) -> Trace:
        """The trace of a member."""
        trace = Trace(self._watched, user)
        trace.groups, trace.beside, trace.directory = (self.payload,), self.beside, self.directory
        if len(self.members) < MOST_MEMBERS:
            self.members.append((value, trace))
        else:
            self.left_out += 1
        return trace


def _name(group: Json) -> str | None:
    """By what people know a group."""
    if group is None:
        return None
    name = group.get("displayName")
    return name if isinstance(name, str) else "a group without a name"
