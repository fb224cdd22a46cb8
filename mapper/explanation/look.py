"""How an explanation is shown, and whether any value of it had to be masked."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from ..render import Paint, plain
from ..schemas.values import Json
from ..terminal import shown, width
from .clauses import Clause, value_text


@dataclass(slots=True)
class Look:
    """How an explanation is shown: at most so many columns wide, with or without values, in which colours.

    `whole`: every candidate of every field, not only what is needed to see why. `has_masked` says, once it is shown,
    whether something was masked.
    """

    columns: int
    show_values: bool
    whole: bool
    paint: Paint = plain
    has_masked: bool = field(default=False, init=False)

    def value(self, value: Json, *, is_constant: bool = False) -> str:
        """A value as it is shown; constants of the mapping need no mask."""
        is_open = self.show_values or is_constant
        text = value_text(value, show_values=is_open)
        self.has_masked |= not is_open and text != value_text(value, show_values=True)
        if not isinstance(value, str):
            return shown(text)
        seen = _with_blanks_seen(text)
        return seen.replace(" ", _KEPT_BLANK) if width(seen) < self.columns - _MOST_INDENT else seen

    def clause(self, clause: Clause) -> str:
        """A clause as it is shown."""
        return "".join(shown(part) if isinstance(part, str) else self.value(part.value) for part in clause)

    @staticmethod
    def lines(lines: Iterable[str]) -> str:
        """All lines, now that none of them has to be broken any more."""
        return "\n".join(lines).replace(_KEPT_BLANK, " ")


_KEPT_BLANK: Final = "\x00"
"""Stands for a blank at which no line is broken, until the lines are made; what is shown never has this character."""

_SEEN_BLANK: Final = "␣"
_MOST_INDENT: Final = 8


def _with_blanks_seen(quoted: str) -> str:
    """A quoted text as it is shown, with blanks that can be seen where they begin or end it or are no plain ones."""
    text = quoted[1:-1]
    inner = text.strip(" ")
    begin = len(text) - len(text.lstrip(" ")) if inner else 0
    seen = _SEEN_BLANK * begin + inner + _SEEN_BLANK * (len(text) - len(inner) - begin)
    plain_blanks = "".join(
        char if char == " " or unicodedata.category(char) != "Zs" else char.encode("unicode_escape").decode("ascii")
        for char in seen
    )
    return shown(f"'{plain_blanks}'")
