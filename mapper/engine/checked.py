"""A mapping in which every name is known: what the checker gives and the only thing the compiler takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from ..schemas.scim import ResourceSchema
from ..schemas.target import FieldType, TargetField, TargetSchema
from ..schemas.values import Json
from . import expressions as tree
from .shapes import Shape
from .tables import Table
from .templates import TemplateNode
from .text import Source, Span, Text

Root: TypeAlias = Literal["user", "group", "element", "value"]
"""What the current node is: the user, the group of a group rule, an element of `each`, the value in `then`."""


@dataclass(frozen=True, slots=True)
class CheckedExpression:
    """An expression with its names resolved, what it can give, and the attributes that it reads as JSON pointers.

    `growth` is how much larger than what was sent its value may be, `counted` says that its steps are counted.
    `is_there`: it gives a value for every payload. `negates`: it is `!` on a boolean attribute that may be absent.
    """

    text: Text
    node: tree.Node
    shape: Shape
    reads: tuple[str, ...]
    growth: float
    counted: bool
    is_there: bool
    negates: bool


@dataclass(frozen=True, slots=True)
class CheckedGuard:
    """A condition, and whether it must hold (`when`) or must not (`unless`)."""

    condition: CheckedExpression
    negated: bool


@dataclass(frozen=True, slots=True)
class From:
    """The value of an expression."""

    expression: CheckedExpression


@dataclass(frozen=True, slots=True)
class FromTemplate:
    """The text that a template prints. `counted`: it walks the same values for each of several elements or groups."""

    text: Text
    nodes: tuple[TemplateNode, ...]
    reads: tuple[str, ...]
    expressions: tuple[tree.Node, ...]
    counted: bool


@dataclass(frozen=True, slots=True)
class Fixed:
    """A constant, already of the field's type."""

    value: Json


@dataclass(frozen=True, slots=True)
class AnyHolds:
    """True when one of the conditions holds; else no value."""

    conditions: tuple[CheckedExpression, ...]


@dataclass(frozen=True, slots=True)
class Opposite:
    """The opposite of a boolean; absent stays absent."""

    expression: CheckedExpression


@dataclass(frozen=True, slots=True)
class Stop:
    """The search ends here: the field is kept or cleared."""

    action: Literal["clear", "keep"]


@dataclass(frozen=True, slots=True)
class Entries:
    """One record per element of a list, or one record when there is no `each`. `owner` is the flag of our entries."""

    each: CheckedExpression | None
    parts: tuple[CheckedPart, ...]
    owner: str | None


@dataclass(frozen=True, slots=True)
class Collected:
    """The entries of several candidates in one list."""

    candidates: tuple[CheckedCandidate, ...]


CheckedOrigin: TypeAlias = "From | FromTemplate | Fixed | AnyHolds | Opposite | Stop | Entries | Collected"


@dataclass(frozen=True, slots=True)
class CheckedCandidate:
    """One way to a value. All `guards` must let it pass, every expression of `then` is applied in turn.

    `label` is what it is called in explanations, as written in the mapping.
    """

    origin: CheckedOrigin
    guards: tuple[CheckedGuard, ...]
    then: tuple[CheckedExpression, ...]
    span: Span
    path: str
    label: str


@dataclass(frozen=True, slots=True)
class CheckedPart:
    """A part of an entry: its type in the target, and its own candidates. A label is no `content`.

    `each` is the JSON pointer of the list it is read from; `looks_up` as for a field.
    """

    field: str
    name: str
    type: FieldType
    candidates: tuple[CheckedCandidate, ...]
    content: bool
    looks_up: bool
    each: str | None
    too_long: Literal["cut", "error"]


Missing: TypeAlias = Literal["keep", "clear", "error"]
Write: TypeAlias = Literal["always", "create", "blank", "never"]
NotFound: TypeAlias = Literal["keep", "clear", "create", "error"]


@dataclass(frozen=True, slots=True)
class FieldSettings:
    """What one rule says of a field besides its candidates; None where it says nothing, and no default does.

    `key_type` is the type of the field of a person that `found_by` names, where a key has to be put into its form.
    """

    write: Write | None = None
    missing: Missing | None = None
    empty: Missing | None = None
    found_by: str | None = None
    not_found: NotFound | None = None
    disabled: Literal["keep", "clear"] | None = None
    too_long: Literal["cut", "error"] | None = None
    otherwise: Fixed | Stop | None = None
    override: bool = False
    key_type: FieldType | None = None


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one rule contributes to a field. `rule` is its index among the rules of its section (users or groups).

    `key` is where the name of the field stands, `span` what stands behind it.
    """

    rule: int
    candidates: tuple[CheckedCandidate, ...]
    settings: FieldSettings
    span: Span
    path: str
    key: Span


@dataclass(frozen=True, slots=True)
class CheckedField:
    """A field of the person, or a part of a free-form field (`custom_fields.cost_center`, then `part` is its name).

    `users` and `groups` are what the rules of the two sections contribute, in the order of the file. `looks_up`: a
    candidate looks something up in a table, and can miss.
    """

    name: str
    target: TargetField
    type: FieldType
    part: str | None
    users: tuple[Contribution, ...]
    groups: tuple[Contribution, ...]
    looks_up: bool


@dataclass(frozen=True, slots=True)
class CheckedLet:
    """A named expression and the root it is evaluated at.

    `late`: it reads what is computed on the way, so it cannot stand at the top. `fails`: it can fail. `looks_up`: it
    can miss in a table. `needs` has everything that it needs through others as well, those in the order of need.
    """

    name: str
    expression: CheckedExpression
    root: Root
    late: bool
    fails: bool
    looks_up: bool
    needs: LetNeeds


@dataclass(frozen=True, slots=True)
class LetNeeds:
    """The named expressions and the fields of the person behind a named expression, and how deep those stand."""

    lets: tuple[str, ...] = ()
    persons: frozenset[str] = frozenset()
    depth: int = 0


@dataclass(frozen=True, slots=True)
class CheckedRule:
    """A rule without its fields, which stand by field in the mapping."""

    name: str
    guard: CheckedGuard | None
    span: Span
    path: str


@dataclass(frozen=True, slots=True)
class GroupLink:
    """What a group rule says of the group itself: what it stands for and how that is called."""

    rule: int
    stands_for: str
    called: CheckedExpression | None
    create: bool
    rename: bool
    span: Span


@dataclass(frozen=True, slots=True)
class CheckedMapping:
    """A mapping that can run.

    `fields` stand in the order in which they need each other, `order` has the names of whole fields in that of the
    file, `contexts` what its functions ask of the engine: `tables`, `groups`, `links`, `day`. `reads_groups`: an
    expression reads `user.groups`.
    """

    source: Source
    name: str
    target: TargetSchema
    user: ResourceSchema
    group: ResourceSchema
    lets: Mapping[str, CheckedLet]
    tables: Mapping[str, Table]
    defaults: FieldSettings
    users: tuple[CheckedRule, ...]
    groups: tuple[CheckedRule, ...]
    links: tuple[GroupLink, ...]
    fields: tuple[CheckedField, ...]
    order: tuple[str, ...]
    contexts: frozenset[str]
    reads_groups: bool
