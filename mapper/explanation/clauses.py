"""Sentences that hold values of a person, so that whoever prints them decides if the values are shown or masked."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Final, TypeAlias

from ..json_writer import write_json
from ..masking import masked
from ..schemas.values import Json

MOST_CHARACTERS: Final = 80
"""A value longer than this is cut in a sentence, and ends in `…`."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A value of a person, in a sentence."""

    value: Json


class Telling(str):
    """Words of a clause that tell of a near miss or of a fault: worth reading even where all went well otherwise."""

    __slots__ = ()


Clause: TypeAlias = tuple[str | Shown, ...]
"""One clause without a full stop: words, and values among them."""


def staying(count: int) -> tuple[Clause, ...]:
    """What is said of so many entries that stay, whatever a mapping says of their list; nothing of none."""
    if not count:
        return ()
    return (("1 entry that people made stays" if count == 1 else f"{count:,} entries that people made stay",),)


def is_telling(clause: Clause) -> bool:
    """Whether a clause tells of a near miss or of a fault."""
    return any(isinstance(part, Telling) for part in clause)


def clause_text(clause: Clause, *, show_values: bool) -> str:
    """The clause as text; without *show_values* its values are masked (their shape remains)."""
    return "".join(
        part if isinstance(part, str) else value_text(part.value, show_values=show_values) for part in clause
    )


def value_text(value: Json, *, show_values: bool) -> str:
    """A value as it stands in a sentence: text in single quotes, all else as JSON; masked without *show_values*.

    What is long is cut, before any work is done on the rest of it.
    """
    short = shortened(value, characters=MOST_CHARACTERS + 1, nodes=_MOST_NODES)
    known = short if show_values else masked(short)
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if isinstance(known, str):
        return f"'{_cut(known)}'" if not is_number else _cut(known)
    return _cut(write_json(known))


def shortened(value: Json, *, characters: int, nodes: int) -> Json:
    """*value* with texts cut to so many characters, and with at most so many parts in all; `…` stands for the rest."""
    return _Shortening(characters, nodes).of(value)


_MOST_NODES: Final = 40


class _Shortening:
    """Copies one value as far as there is room."""

    def __init__(self, characters: int, nodes: int) -> None:
        self._characters, self._room = characters, nodes

    def of(self, value: Json) -> Json:
        """The value, or as much of it as there is room for."""
        self._room -= 1
        if isinstance(value, str):
            return value if len(value) <= self._characters else value[: self._characters - 1] + "…"
        if isinstance(value, dict):
            members = {self.of(name): self.of(each) for name, each in islice(value.items(), max(0, self._room))}
            return members if len(members) == len(value) else {**members, "…": "…"}
        if isinstance(value, (list, tuple)):
            elements: list[Json] = []
            for each in value:
                if self._room <= 0:
                    return [*elements, "…"]
                elements.append(self.of(each))
            return elements
        return value


def _cut(text: str) -> str:
    return text if len(text) <= MOST_CHARACTERS else text[: MOST_CHARACTERS - 1] + "…"


def listing(values: Iterable[Json], *, most: int = 4) -> Clause:
    """The different ones of *values* in a row: `'work'`, `'work' and 'home'`; of many the first."""
    different = list({_identity(value): value for value in values}.values())
    parts: list[str | Shown] = []
    for at, value in enumerate(different[:most]):
        if at:
            parts.append(" and " if at == len(different) - 1 else ", ")
        parts.append("absent" if value is None else Shown(value))
    if len(different) > most:
        parts.append(f" and {len(different) - most} more")
    return tuple(parts)


def _identity(value: Json) -> tuple[type, object]:
    """What is the same for equal values of one type, and no others."""
    return type(value), value if isinstance(value, Hashable) else write_json(value)
