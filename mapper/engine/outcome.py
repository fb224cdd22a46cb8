"""What a mapping gives for one user or group, and how it changes a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Final, Literal

from ..schemas.target import ObjectType, RecordsType, TargetField, TargetSchema, person_schema
from ..schemas.values import Json

Action = Literal["create", "update", "skip"]


class Stopped(Enum):
    """What a candidate says instead of a value: the search ends, the field is cleared or kept."""

    CLEAR = "clear"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something of one payload that an administrator should see; the rest of the person went on.

    `mapping` is the place in the mapping as (file, line, column), `payload` a JSON pointer (RFC 6901), None where
    there is none.
    """

    code: str
    field: str | None
    message: str
    severity: Literal["error", "warning"] = "warning"
    mapping: tuple[str, int, int] | None = None
    payload: str | None = None

    def as_json(self) -> Json:
        """The problem as in the output of `mapper run --format json`."""
        place = self.mapping
        return {
            "code": self.code,
            "field": self.field,
            "message": self.message,
            "mapping": {"file": place[0], "line": place[1], "column": place[2]} if place else None,
            "payload": self.payload,
        }


REASONS_TO_KEEP: Final = (
    *("absent", "empty", "does not fit", "function failed", "not found", "disabled", "required"),
    *("a rule says keep", "a rule says clear", "write: create", "write: blank", "write: never"),
)
"""Why a field stays as it is: the values of `Outcome.keep`. What a rule clears stays where it must have a value."""


@dataclass(slots=True)
class Outcome:
    """What a mapping gives for one user.

    `person` holds only what is to be set, `clear` the names of fields to clear, `keep` the fields that stay with the
    reason, `look_again` the day (ISO 8601) on which the answer may change, or None.
    """

    action: Action
    reason: str | None
    person: dict[str, Json] = field(default_factory=dict)
    clear: list[str] = field(default_factory=list)
    keep: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    look_again: str | None = None

    def as_json(self) -> Json:
        """The outcome as in the output of `mapper run --format json`."""
        return {
            "action": self.action,
            "reason": self.reason,
            "person": self.person,
            "clear": self.clear,
            "keep": self.keep,
            "problems": [problem.as_json() for problem in self.problems],
            "look_again": self.look_again,
        }


@dataclass(slots=True)
class GroupOutcome:
    """What a mapping gives for one group: what it stands for and what each member receives."""

    stands_for: str | None
    called: str | None
    members: list[dict[str, Json]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    look_again: str | None = None

    def as_json(self) -> Json:
        """The outcome as in the output of `mapper run --format json`."""
        return {
            "stands_for": self.stands_for,
            "called": self.called,
            "members": self.members,
            "problems": [problem.as_json() for problem in self.problems],
        }


def merge(
    outcome: Outcome, current: Mapping[str, Json] | None, target: TargetSchema | None = None
) -> dict[str, Json] | None:
    """The person after *outcome* is applied to *current* (None: there is none yet). Neither is changed.

    A skipped outcome gives *current* back. Lists of records keep the entries that are not marked with the owner flag
    of *target* (default: the target schema `person`); free-form objects are merged part by part.
    """
    if outcome.action == "skip":
        return None if current is None else dict(current)
    fields = (target or person_schema()).fields
    person = dict(current or {})
    for name in outcome.clear:
        _clear(person, name, fields)
    for name, value in outcome.person.items():
        kind = fields[name].type if name in fields else None
        if isinstance(kind, RecordsType):
            person[name] = [*entries_of_others(person.get(name), kind), *value]
        elif isinstance(kind, ObjectType) and isinstance(person.get(name), dict):
            person[name] = {**person[name], **value}
        else:
            person[name] = value
    return person


def _clear(person: dict[str, Json], name: str, fields: Mapping[str, TargetField]) -> None:
    """Clear a field, or a part of a free-form object (`custom_fields.cost_center`)."""
    whole, _, part = name.partition(".")
    kind = fields[whole].type if whole in fields else None
    if part:
        held = person.get(whole)
        if isinstance(held, dict):
            person[whole] = {key: value for key, value in held.items() if key != part}
    elif isinstance(kind, RecordsType):
        person[whole] = entries_of_others(person.get(whole), kind)
    else:
        person[whole] = None


def entries_of_others(entries: Json, kind: RecordsType) -> list[Json]:
    """Those of the stored *entries* that did not come from a mapping; they stay, whatever an outcome says."""
    held = entries if isinstance(entries, list) else []
    return [entry for entry in held if not (isinstance(entry, dict) and entry.get(kind.owner))]
