"""Two versions of a mapping, each with all that stands beside the payloads -> what becomes of a payload in each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from ..compare.people import Answered
from ..engine.compiler import CompiledMapping
from ..engine.diagnostics import Diagnostics, Severity
from ..payloads import Item, is_group
from ..schemas.values import InvalidPayload, Json
from .beside import Beside, read_beside

Loaded: TypeAlias = tuple[CompiledMapping | None, Diagnostics]
"""A mapping, if it can run, and all its faults."""


@dataclass(frozen=True, slots=True)
class Version:
    """A mapping that can run, and what stands beside the payloads, ready for it."""

    mapping: CompiledMapping
    beside: Beside

    def outcome(self, payload: dict[str, Json]) -> Answered:
        """What becomes of a payload, or why it cannot be mapped."""
        try:
            if is_group(payload):
                return self.mapping.map_group(payload, **self.beside.of_group())
            return self.mapping.map_user(payload, **self.beside.of_user())
        except InvalidPayload as fault:
            return fault

    def answered(self, item: Item) -> Answered:
        """The same; for what cannot be read, why not."""
        return item.fault or self.outcome(item.payload)


@dataclass(frozen=True, slots=True)
class EarlierVersion:
    """An earlier version; `version` is None when it has errors. `found` are its faults."""

    version: Version | None
    found: Diagnostics

    @property
    def errors(self) -> int:
        """How many errors it has."""
        return 0 if self.version else sum(each.severity is Severity.ERROR for each in self.found)


def earlier_version(
    text: str | None, mapping: str, load: Callable[[str], Loaded], context: Mapping[str, str], beside: Beside
) -> EarlierVersion | None:
    """The version to compare *mapping* with; None when there is none, or it is no other.

    *beside* is what stands beside the payloads of *mapping*, and *context* has the texts of it.
    """
    if text is None or not text.strip() or text == mapping:
        return None
    compiled, found = load(text)
    if compiled is None:
        return EarlierVersion(None, found)
    # Only groups are made ready for one mapping; the time above all has to be the same for both.
    groups = read_beside({"groups": context.get("groups", "")}, compiled, payloads=1)[0].groups
    return EarlierVersion(Version(compiled, replace(beside, groups=groups)), found)
