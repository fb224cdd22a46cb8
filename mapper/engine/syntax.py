"""The tree of a mapping as it was written: frozen, every node with its place, nothing checked against any schema.

The reader makes it, the checker turns it into a CheckedMapping. Expressions and templates are still text here.
`path` is the place in the words of the file, such as `users[0].person.primary_email[1]`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from .allowances import Remark
from .text import Span, Text


@dataclass(frozen=True, slots=True)
class Null:
    """An unquoted `null` or `~`."""

    span: Span


@dataclass(frozen=True, slots=True)
class ListValue:
    """A YAML list that stands for itself: a constant, or the rows of a table."""

    items: tuple[Value, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class MapValue:
    """A YAML mapping that stands for itself, in the order of the file."""

    items: tuple[tuple[Text, Value], ...]
    span: Span


Value: TypeAlias = "Text | Null | ListValue | MapValue"
"""A constant. Scalars are text as written; the place where they stand decides on the type."""


@dataclass(frozen=True, slots=True)
class Guard:
    """`when: CONDITION` or `unless: CONDITION`."""

    kind: Literal["when", "unless"]
    condition: Text
    path: str


@dataclass(frozen=True, slots=True)
class Let:
    """A named expression."""

    name: Text
    expression: Text
    path: str


# --- what a candidate takes its value from ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Expression:
    """`from: EXPRESSION`, or an expression by itself."""

    text: Text


@dataclass(frozen=True, slots=True)
class Template:
    """`template: TEXT`."""

    text: Text


@dataclass(frozen=True, slots=True)
class Constant:
    """`value: VALUE`."""

    value: Value


@dataclass(frozen=True, slots=True)
class FirstOf:
    """`from:` with a list of candidates; a guard beside it guards the whole list, `then` runs on each."""

    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """`if:` with conditions: true when any holds, else what the field's `else` says."""

    conditions: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Opposite:
    """`not: EXPRESSION`."""

    text: Text


@dataclass(frozen=True, slots=True)
class Stop:
    """`clear: true` or `keep: true`: the search ends here."""

    action: Literal["clear", "keep"]


@dataclass(frozen=True, slots=True)
class Entry:
    """`entry:` with its parts, once per element of `each` (or once at the root of the rule without `each`)."""

    each: Text | None
    parts: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Collect:
    """`collect:` joins the entries of several candidates into one list."""

    candidates: tuple[Candidate, ...]


Origin: TypeAlias = "Expression | Template | Constant | FirstOf | AnyOf | Opposite | Stop | Entry | Collect"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One way to a value: where it comes from, when it counts, what is done to it."""

    origin: Origin
    guard: Guard | None
    then: Text | None
    span: Span
    path: str


@dataclass(frozen=True, slots=True)
class Setting:
    """A key of a field that is no source, such as `empty: clear`; `key` and `value` keep their places."""

    key: Text
    value: Value

    @property
    def text(self) -> str:
        """The value as text; empty for anything that is not a scalar."""
        return self.value.value if isinstance(self.value, Text) else ""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the person, of a rule's `person`, of an `entry`, or a part of a free-form object.

    `settings` has, by key, those of `write missing empty found_by not_found disabled else type override too_long`
    that were written. `parts` has the parts of a free-form object; a field has either candidates or parts.
    """

    name: Text
    candidates: tuple[Candidate, ...]
    settings: dict[str, Setting]
    parts: tuple[Field, ...]
    span: Span
    path: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of `users` or `groups`. The last four are for group rules; `create` and `rename` default to false."""

    name: Text | None
    guard: Guard | None
    lets: tuple[Let, ...]
    fields: tuple[Field, ...]
    span: Span
    path: str
    stands_for: Text | None = None
    called: Text | None = None
    create: Text | None = None
    rename: Text | None = None


@dataclass(frozen=True, slots=True)
class Extension:
    """One of `extensions`: a SCIM schema by its URN, the attributes it has besides, perhaps a short name."""

    urn: Text
    short: Text | None
    attributes: tuple[tuple[Text, Text], ...]
    span: Span
    path: str


@dataclass(frozen=True, slots=True)
class Table:
    """One of `tables`. Exactly one of rows, names, items is not None (they are written `rows`, `names`, `list`)."""

    name: Text
    match: Text | None
    ignore_case: Text | None
    ignore_accents: Text | None
    rows: tuple[tuple[Text, Value], ...] | None
    names: tuple[tuple[Text, tuple[Text, ...]], ...] | None
    items: tuple[Text, ...] | None
    otherwise: Value | None
    span: Span
    path: str


@dataclass(frozen=True, slots=True)
class MappingSyntax:
    """A whole file. `defaults` holds settings for every field that says nothing else.

    `unread` has the paths of what is written but could not be read and so is left out, such as `let.external` or
    `users[0].person.name[1]`; it was reported. With it, nothing can be said about what is missing or unused. `remarks`
    are the comments that speak to the check. `unread_short_names` may be what extensions that are left out are called.
    """

    version: Text
    name: Text
    description: Text | None
    target: Text | None
    extensions: tuple[Extension, ...]
    defaults: dict[str, Setting]
    lets: tuple[Let, ...]
    tables: tuple[Table, ...]
    users: tuple[Rule, ...]
    groups: tuple[Rule, ...]
    span: Span
    unread: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()
    unread_short_names: tuple[str, ...] = ()
