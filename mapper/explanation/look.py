"""How an explanation is shown, and whether any value of it had to be masked."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..render import Paint, plain
from ..schemas.values import Json
from ..terminal import shown
from .clauses import Clause, clause_text, value_text


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
        return shown(text)

    def clause(self, clause: Clause) -> str:
        """A clause as it is shown."""
        text, shown_text = (clause_text(clause, show_values=show) for show in (self.show_values, True))
        self.has_masked |= text != shown_text
        return shown(text)
