"""Sentences that hold values of a person, so that whoever prints them decides if the values are shown or masked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
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


Clause: TypeAlias = tuple[str | Shown, ...]
"""One clause without a full stop: words, and values among them."""


def clause_text(clause: Clause, *, show_values: bool) -> str:
    """The clause as text; without *show_values* its values are masked (their shape remains)."""
    return "".join(
        part if isinstance(part, str) else value_text(part.value, show_values=show_values) for part in clause
    )


def value_text(value: Json, *, show_values: bool) -> str:
    """A value as it stands in a sentence: text in single quotes, all else as JSON; masked without *show_values*."""
    known = value if show_values else masked(value)
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if isinstance(known, str):
        return f"'{_cut(known)}'" if not is_number else _cut(known)
    return _cut(write_json(known))


def _cut(text: str) -> str:
    return text if len(text) <= MOST_CHARACTERS else text[: MOST_CHARACTERS - 1] + "…"


def listing(values: Sequence[Json], *, most: int = 4) -> Clause:
    """The different ones of *values* in a row: `'work'`, `'work' and 'home'`; of many the first."""
    different: list[Json] = []
    for value in values:
        if not any(type(value) is type(other) and value == other for other in different):
            different.append(value)
    parts: list[str | Shown] = []
    for at, value in enumerate(different[:most]):
        if at:
            parts.append(" and " if at == len(different) - 1 else ", ")
        parts.append(Shown(value))
    if len(different) > most:
        parts.append(f" and {len(different) - most} more")
    return tuple(parts)


def with_values(sentence: str, values: Iterable[Json], mapping_text: str) -> Clause:
    """A sentence of the engine as a clause: what it quotes of *values* can be masked.

    So can whatever else it quotes, unless that stands in the mapping: of what is not known for sure to be no value of
    a person, nothing is told.
    """
    texts = sorted({text for value in values for text in _texts(value)}, key=len, reverse=True)
    quoted = "|".join(re.escape(form) for text in texts for form in _forms(text))
    pattern = re.compile(f"'({quoted})'|'([^']*)'" if quoted else "()'([^']*)'")
    parts: list[str | Shown] = []
    at = 0
    for found in pattern.finditer(sentence):
        if found.group(2) is not None and found.group(2) in mapping_text:
            continue
        value = found.group(1) or found.group(2) or ""
        parts += [sentence[at : found.start()], Shown(value)]
        at = found.end()
    return tuple(part for part in (*parts, sentence[at:]) if part != "")


_CUTS: Final = (40, 60)
"""The lengths to which sentences of the engine cut what they quote."""


def _forms(text: str) -> Iterator[str]:
    yield text
    for length in _CUTS:
        if len(text) > length:
            yield text[:length]


def _texts(value: Json) -> Iterator[str]:
    """Every text in *value*, that of numbers too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from _texts(part)
    elif value is not None and not isinstance(value, bool):
        yield write_json(value)
