"""An explanation as data: what a renderer needs to say why each field is as it is.

Renderers of others build on this shape: what is added to it gets a default.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from ..engine.text import Span
from ..schemas.normalise import Change
from ..schemas.values import Json
from .clauses import Clause

State: TypeAlias = Literal["set", "clear", "keep", "skipped"]


@dataclass(frozen=True, slots=True)
class Read:
    """An attribute that a candidate reads: its JSON pointer, and whether it was sent, sent empty, or not sent."""

    pointer: str
    state: Literal["value", "empty", "absent"]
    value: Json


@dataclass(frozen=True, slots=True)
class CandidateExplanation:
    """One candidate: `number` (from 1) in its rule, its verdict, and clauses that say why.

    `text` is the candidate as written, on one line and cut; `label` says what it is where one that stands on several
    lines has no room: `each: emails`, `entry`, `collect`, `if`. `is_constant`: its value stands in the mapping.
    `each` is the expression of the list whose elements become entries.
    Verdicts are those of `CandidateTrace`, and `not tried`. `group` is the name of the group that a group rule was
    asked of. `inside` are the candidates that `collect` joins, `elements` the elements of the list of an `each`;
    `left_out` elements more are not told of. `is_passed_over`: it was not tried as an earlier one of rules that apply
    gave the value.
    """

    number: int
    text: str
    span: Span
    rule: str
    verdict: str
    group: str | None = None
    reads: tuple[Read, ...] = ()
    read: Json = None
    value: Json = None
    because: tuple[Clause, ...] = ()
    inside: tuple[CandidateExplanation, ...] = ()
    elements: tuple[ElementExplanation, ...] = ()
    left_out: int = 0
    label: str = ""
    is_constant: bool = False
    each: str | None = None
    is_passed_over: bool = False


@dataclass(frozen=True, slots=True)
class ElementExplanation:
    """What became of one element of a list: an `entry`, or the reason why there is none.

    `index` is its place in the list, None where there is no list.
    """

    index: int | None
    verdict: str
    because: tuple[Clause, ...]
    parts: tuple[PartExplanation, ...]


@dataclass(frozen=True, slots=True)
class PartExplanation:
    """A part of an entry, and its candidates as far as they were tried.

    `is_telling`: it has no value, for a reason that is worth telling even where the entry came about.
    """

    name: str
    value: Json
    candidates: tuple[CandidateExplanation, ...]
    is_telling: bool = False


@dataclass(frozen=True, slots=True)
class RuleExplanation:
    """A rule, and why it does not apply. `group` is the name of the group that a group rule was asked of."""

    name: str
    span: Span
    applies: bool
    group: str | None
    because: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class FieldExplanation:
    """A field: what happens to it, the reason when it is kept, clauses that say more, and all its candidates.

    `is_constant`: its value stands in the mapping. Of a skipped person `value` is what the field would be.
    `is_looked_up` is false for a reference that stands for its key only, as there was no directory. `staying` is
    how many entries of the stored person stay beside those of the mapping.
    """

    name: str
    state: State
    value: Json
    reason: str | None
    because: tuple[Clause, ...]
    candidates: tuple[CandidateExplanation, ...]
    is_constant: bool = False
    is_looked_up: bool = True
    staying: int = 0


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why an outcome is as it is. `unread` are pointers into the payload as normalised: sent, and read by no rule.

    `short_names` has, by URN, the names under which the mapping reads extensions.
    """

    action: str
    reason: str | None
    changes: tuple[Change, ...]
    rules: tuple[RuleExplanation, ...]
    fields: tuple[FieldExplanation, ...]
    unread: tuple[str, ...]
    short_names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GroupExplanation:
    """Why a group stands for something, and what its first members receive; `left_out` more are not told of.

    A member is its id, the rules, and the fields that they fill.
    """

    stands_for: str | None
    called: str | None
    changes: tuple[Change, ...]
    rules: tuple[RuleExplanation, ...]
    because: tuple[Clause, ...]
    members: tuple[tuple[str, tuple[RuleExplanation, ...], tuple[FieldExplanation, ...]], ...]
    left_out: int
    short_names: Mapping[str, str] = field(default_factory=dict)
