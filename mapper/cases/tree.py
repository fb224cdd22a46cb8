"""A file of tests as it was read: cases, each a payload, what stands beside it, and what is expected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from ..engine.directory import Directory
from ..engine.text import Span
from ..schemas.values import Json


@dataclass(frozen=True, slots=True)
class AsWritten:
    """An unquoted scalar where no type is known: it stands for every value that is written so, `42` for 42 and "42".

    `value` is what it would be in JSON.
    """

    text: str
    value: Json


@dataclass(frozen=True, slots=True)
class Expected:
    """What is expected of one thing, and where that is written."""

    value: Json
    span: Span


@dataclass(frozen=True, slots=True)
class ExpectedMember:
    """What a member of a group is expected to receive. `person` is by field, as in Expectations."""

    value: str
    person: Mapping[str, Expected]
    span: Span


@dataclass(frozen=True, slots=True)
class ExpectedGroup:
    """What is expected of the outcome of a group; None where the case says nothing of it."""

    stands_for: Expected | None
    called: Expected | None
    members: tuple[ExpectedMember, ...] | None


@dataclass(frozen=True, slots=True)
class Expectations:
    """What a case says of the outcome; None where it says nothing.

    `person` has fields by name, parts of free-form fields as `custom_fields.cost_center`. `exactly`: nothing else is
    set or cleared, and there are no other problems. `keep` has the reason, or None when any will do. A problem is its
    code and its field, or None when any will do.
    """

    person: Mapping[str, Expected] | None = None
    group: ExpectedGroup | None = None
    exactly: Span | None = None
    action: Expected | None = None
    clear: Expected | None = None
    keep: Mapping[str, Expected] | None = None
    problems: Expected | None = None
    look_again: Expected | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One payload, what stands beside it, and what is expected. `groups` is None where the payload's own count.

    `file` is the name of the file, beside the tests, that holds the payload; None where it stands in place.
    """

    name: str
    span: Span
    payload: dict[str, Json]
    is_group: bool
    members: tuple[dict[str, Json], ...]
    groups: tuple[dict[str, Json], ...] | None
    current: dict[str, Json] | None
    account: dict[str, Json] | None
    connection: str | None
    directory: Directory | None
    now: datetime | None
    expects: Expectations
    file: str | None = None
