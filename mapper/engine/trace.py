"""What happened while a user was mapped, as data: what was normalised, every candidate, and why it won or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..schemas.normalise import Change
from ..schemas.values import Json
from .functions.declaration import CandidateFailure
from .settling import Site
from .text import Span


@dataclass(frozen=True, slots=True)
class CandidateTrace:
    """One candidate that was reached: where it stands, what it read and gave, and the verdict on it.

    Verdicts: `won`, `absent`, `does not fit: …`, `condition does not hold`, `stops the search`.
    """

    span: Span | None
    text: str
    reads: tuple[str, ...]
    read: Json
    value: Json
    verdict: str


@dataclass(slots=True)
class FieldTrace:
    """The candidates of one field in the order in which they were tried; those after the winner were not."""

    candidates: list[CandidateTrace] = field(default_factory=list)

    @property
    def winner(self) -> CandidateTrace | None:
        """The candidate that gave the value; None when none did."""
        return next((each for each in self.candidates if each.verdict == "won"), None)


@dataclass(slots=True)
class Trace:
    """The explanation of one outcome."""

    changes: Sequence[Change] = ()
    rules: list[tuple[str, bool]] = field(default_factory=list)
    fields: dict[str, FieldTrace] = field(default_factory=dict)

    def rule(self, name: str, applies: bool) -> None:
        """Whether the condition of a rule held."""
        self.rules.append((name, applies))

    def tried(self, site: Site, read: Json, value: Json) -> None:
        """A candidate was evaluated: what its source gave, and what became of it."""
        self._add(site, read, value, "absent" if value is None else "won")

    def guarded(self, site: Site) -> None:
        """The condition of a candidate did not hold."""
        self._add(site, None, None, "condition does not hold")

    def failed(self, site: Site, failure: CandidateFailure) -> None:
        """A candidate failed: its value does not fit, or a function could not work."""
        self._add(site, None, None, f"{failure.reason}: {failure}")

    def _add(self, site: Site, read: Json, value: Json, verdict: str) -> None:
        entry = CandidateTrace(site.span, site.label, site.reads, read, value, verdict)
        self.fields.setdefault(site.field, FieldTrace()).candidates.append(entry)
