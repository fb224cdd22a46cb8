"""What comes of one payload after another -> how many people differ, in which fields, by shape of change.

Whatever passes, it takes the memory of a few examples for each field and shape.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from ..json_writer import write_json
from ..schemas.values import Json
from .examples import MOST_EXAMPLES, MOST_GROUPS
from .people import Compared, Failed

MOST_FAILED: Final = 20
MOST_CHARACTERS: Final = 1000
"""So much is kept of a value of an example: a payload can be large, and there are many examples."""


class Example(NamedTuple):
    """Somebody who differs: where the payload is, which of its file, who it is, and the values the field was set to.

    `before` and `after` are None for none, or where the changes were found without values.
    """

    file: str
    line: int
    number: int
    identity: Json
    before: Json = None
    after: Json = None


@dataclass(slots=True)
class Group:
    """Those whose field changes in the same shape."""

    count: int = 0
    examples: list[Example] = field(default_factory=list)


@dataclass(slots=True)
class Tally:
    """The numbers so far. `fields` counts people by field, `groups` has them by field and shape.

    `failed_by` counts the payloads that cannot be mapped: by `both`, or only by the `old` or the `new` mapping.
    """

    read: int = 0
    differ: int = 0
    failed_by: Counter[str] = field(default_factory=Counter)
    has_groups: bool = False
    fields: Counter[str] = field(default_factory=Counter)
    groups: dict[tuple[str, str], Group] = field(default_factory=dict)
    others: int = 0
    first_failed: list[Failed] = field(default_factory=list)

    @property
    def failed(self) -> int:
        """How many payloads at least one of the mappings cannot map."""
        return self.failed_by.total()

    @property
    def people(self) -> int:
        """How many can differ: all but the payloads that neither mapping can map."""
        return self.read - self.failed_by["both"]

    def add(self, found: Compared | Failed) -> None:
        """Count what came of one payload more."""
        self.read += 1
        if isinstance(found, Failed):
            self._add_failed(found)
            return
        self.has_groups = self.has_groups or found.is_group
        if found.changes:
            self.differ += 1
            self._add_changes(found)

    def _add_failed(self, failed: Failed) -> None:
        self.failed_by[failed.by] += 1
        self.differ += failed.by != "both"
        if len(self.first_failed) < MOST_FAILED:
            self.first_failed.append(failed)

    def _add_changes(self, found: Compared) -> None:
        named = set()
        for change in found.changes:
            group = self._group(change.field, change.shape)
            if group is None:
                self.others += 1
                continue
            named.add(change.field)
            group.count += 1
            if len(group.examples) < MOST_EXAMPLES:
                values = map(_begin, (found.identity, change.before, change.after))
                group.examples.append(Example(found.file, found.line, found.number, *values))
        self.fields.update(named)

    def _group(self, name: str, shape: str) -> Group | None:
        group = self.groups.get((name, shape))
        if group is None and len(self.groups) < MOST_GROUPS:
            group = self.groups[name, shape] = Group()
        return group

    def by_field(self) -> list[tuple[str, int, list[tuple[str, Group]]]]:
        """Each field with how many people differ in it and its shapes; what most people have comes first."""
        shapes: dict[str, list[tuple[str, Group]]] = {}
        for (name, shape), group in self.groups.items():
            shapes.setdefault(name, []).append((shape, group))
        return [
            (name, count, sorted(shapes[name], key=lambda each: (-each[1].count, each[0])))
            for name, count in sorted(self.fields.items(), key=lambda each: (-each[1], each[0]))
        ]

    def as_json(self) -> Json:
        """The numbers as in the output of `mapper diff --format json`."""
        return {
            "read": self.read,
            "differ": self.differ,
            "failed": self.failed,
            "fields": [
                {"field": name, "count": count, "shapes": [_group_json(shape, group) for shape, group in shapes]}
                for name, count, shapes in self.by_field()
            ],
            "others": self.others,
            "first_failed": [failed.as_json() for failed in self.first_failed],
        }


def _group_json(shape: str, group: Group) -> Json:
    return {"shape": shape, "count": group.count, "examples": [example._asdict() for example in group.examples]}


def _begin(value: Json) -> Json:
    """A value as it is; of a long one the beginning, as text."""
    text = value if isinstance(value, str) else write_json(value)
    return value if len(text) <= MOST_CHARACTERS else f"{text[: MOST_CHARACTERS - 1]}…"
