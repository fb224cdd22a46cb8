"""A payload, and what is the same for all payloads -> the line it becomes, or why it becomes none."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from ..engine.outcome import GroupOutcome, Outcome
from ..json_writer import write_json
from ..render import outcome_row
from ..schemas.values import InvalidPayload, Json
from .context import Context
from .rejects import Reject

if TYPE_CHECKING:
    from .. import CompiledMapping, Groups
    from ..payloads import Piece

Answer: TypeAlias = str | Reject
"""The line that a payload becomes, or why it becomes none."""


class Task(NamedTuple):
    """A payload that is not read yet: its number among all (from 1), and the file it stands in."""

    number: int
    file: str
    piece: Piece


@dataclass(frozen=True, slots=True)
class Job:
    """What is the same for every payload; `groups` are those of the context, made ready once.

    A line is a row of a table as wide as `columns`, without them JSON.
    """

    mapping: CompiledMapping
    context: Context
    groups: Groups
    as_groups: bool
    columns: int | None

    def answer(self, task: Task) -> Answer:
        """The line of one payload among several, or its Reject."""
        outcome = self.outcome(task)
        if isinstance(outcome, Reject):
            return outcome
        if self.columns is None:
            return write_json(outcome.as_json())
        return outcome_row(task.number, outcome, self.columns)

    def outcome(self, task: Task) -> Outcome | GroupOutcome | Reject:
        """What becomes of one payload."""
        from ..payloads import is_group

        item = task.piece.read()
        try:
            payload = item.payload
            return self._map_group(payload) if self.as_groups or is_group(payload) else self._map_user(payload)
        except InvalidPayload as fault:
            return Reject(task.file, item.line, item.text, fault)

    def _map_group(self, payload: dict[str, Json]) -> GroupOutcome:
        beside = self.context
        return self.mapping.map_group(
            payload,
            directory=beside.directory,
            account=beside.account,
            connection=beside.connection,
            now=beside.now,
        )

    def _map_user(self, payload: dict[str, Json]) -> Outcome:
        beside = self.context
        return self.mapping.map_user(
            payload,
            groups=self.groups,
            current=beside.current,
            directory=beside.directory,
            account=beside.account,
            connection=beside.connection,
            now=beside.now,
        )


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
