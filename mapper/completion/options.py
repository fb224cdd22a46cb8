"""What can stand at a place, as an editor shows it; the options that fit in, the best of them in their order out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Final, Literal, TypeAlias

from ..schemas.values import Json

MOST_OPTIONS: Final = 60
"""So many options are given at most."""

Kind: TypeAlias = Literal["key", "field", "attribute", "function", "filter", "table", "value"]


class Rank(IntEnum):
    """How well an option fits, best first."""

    FAMILIAR = 0
    """What other products call like the field; keys where keys are due."""
    QUOTED = 1
    LET = 2
    FITTING = 3
    """Of the kind that is due."""
    ATTRIBUTE = 4
    SHORT = 5
    """The short name of an extension."""
    UNLIKELY = 6
    OWN = 7
    """A name beside the payload."""
    SELDOM = 8
    FITTING_FUNCTION = 9
    FUNCTION = 10


@dataclass(frozen=True, slots=True)
class Option:
    """What can stand at a place: as it is shown, what it is (`detail`: its type or signature), and what for (`info`).

    `insert` is written in place of what was typed, without it the label; `rank` is how well it fits.
    """

    label: str
    kind: Kind
    detail: str = ""
    info: str = ""
    insert: str = ""
    rank: Rank = Rank.FAMILIAR

    @property
    def written(self) -> str:
        """What is written in place of what was typed."""
        return self.insert or self.label


@dataclass(frozen=True, slots=True)
class Completions:
    """The options for the characters *start* to *end* of a text; `complete` says that there are no others."""

    start: int
    end: int
    options: tuple[Option, ...] = ()
    complete: bool = True

    def as_json(self) -> dict[str, Json]:
        """The same as an object of JSON."""
        options = [
            {"label": each.label, "kind": each.kind, "detail": each.detail, "info": each.info, "insert": each.written}
            for each in self.options
        ]
        return {"from": self.start, "to": self.end, "options": options, "complete": self.complete}


def best(options: Iterable[Option], typed: str) -> tuple[tuple[Option, ...], bool]:
    """The options in the order in which they fit, and whether all are among them.

    Where there are too many, they are those that go on with what was *typed*, then those that hold it.
    """
    known: dict[tuple[str, Kind], Option] = {}
    for option in sorted(options, key=lambda option: option.rank):
        known.setdefault((option.label, option.kind), option)
    ordered = [*known.values()]
    if len(ordered) <= MOST_OPTIONS:
        return tuple(ordered), True
    word = typed.casefold()
    begin = [option for option in ordered if option.label.casefold().startswith(word)]
    hold = [option for option in ordered if word in option.label.casefold() and option not in begin] if word else []
    return tuple([*begin, *hold][:MOST_OPTIONS]), False
