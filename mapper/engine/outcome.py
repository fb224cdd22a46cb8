"""What a mapping gives for one user or group, and how it changes a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from ..schemas.values import Json

Action = Literal["create", "update", "skip"]


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


@dataclass(slots=True)
class Outcome:
    """What a mapping gives for one user.

    `person` holds only what is to be set, `clear` the names of fields to clear, `keep` the fields that stay with the
    reason, `look_again` an ISO date-time on which the answer may change, or None.
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

    def as_json(self) -> Json:
        """The outcome as in the output of `mapper run --format json`."""
        return {
            "stands_for": self.stands_for,
            "called": self.called,
            "members": self.members,
            "problems": [problem.as_json() for problem in self.problems],
        }


def merge(outcome: Outcome, current: Mapping[str, Json] | None) -> dict[str, Json] | None:
    """The person after *outcome* is applied to *current* (None: there is none yet). Neither is changed.

    A skipped outcome gives *current* back. Free-form objects are merged part by part.
    """
    raise NotImplementedError
