"""What the engine asks a host about the records of an account: organizations, sites, calendars, people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from ..schemas.values import Json

Record = Mapping[str, Json]
"""A record has `id` and `name`, perhaps `disabled`, a person also `scim_id`, `primary_email`, `employeeID`."""


class Directory(Protocol):
    """The records of one account. The engine never asks for more than one attribute at a time."""

    def find(self, kind: str, attribute: str, value: str) -> Sequence[Record]:
        """The records of a kind (`organization`, `site`, `calendar`, `person`) whose *attribute* is exactly *value*."""


class RecordsDirectory:
    """A Directory over records held in memory, indexed by attribute when it is first asked for one.

    `records` are those that it was given, by kind.
    """

    def __init__(self, records: Mapping[str, Sequence[Record]]) -> None:
        """*records* by kind."""
        self.records = records
        self._indexes: dict[tuple[str, str], dict[str, list[Record]]] = {}

    def find(self, kind: str, attribute: str, value: str) -> Sequence[Record]:
        """The records of *kind* whose *attribute* is exactly *value*."""
        index = self._indexes.get((kind, attribute))
        if index is None:
            index = {}
            for record in self.records.get(kind, ()):
                held = record.get(attribute)
                if held is not None:
                    index.setdefault(str(held), []).append(record)
            self._indexes[kind, attribute] = index
        return index.get(value, ())
