"""A key or an item of a text of YAML, with what stands below it and the text that is its value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from .scalars import scalar

LONGEST_VALUE: Final = 8 * 1024
"""What is longer is no expression and no template, and is not looked into."""


@dataclass(slots=True, eq=False)
class Entry:
    """A key, or an item of a list, whose key is None: what stands `below` it, and its value `source[value:end]`.

    `column` is where its key or dash stands.
    """

    key: str | None
    column: int
    source: str = field(repr=False)
    value: int
    end: int
    above: Entry | None = field(default=None, repr=False)
    below: list[Entry] = field(default_factory=list)

    @property
    def depth(self) -> int:
        """How deep it stands: a dash may stand below the first letter of the key that it belongs to."""
        return 2 * self.column + (self.key is None)

    @property
    def text(self) -> str:
        """Its value as text; empty when there is none, or a list or mapping."""
        return scalar(self.source[self.value : min(self.end, self.value + LONGEST_VALUE)]).text.strip()

    def find(self, key: str) -> Entry | None:
        """The entry of that key directly below."""
        return next((each for each in self.below if each.key == key), None)

    def texts(self) -> Iterator[str]:
        """The values of the items below, or its own."""
        if self.below:
            yield from (each.text for each in self.below)
        else:
            yield self.text
