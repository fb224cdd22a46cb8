"""A mapping with all that stands beside the payloads -> what becomes of each of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..engine.outcome import GroupOutcome, Outcome
from ..schemas.values import InvalidPayload, Json
from .context import Context
from .streams import WrongUse

if TYPE_CHECKING:
    from .. import CompiledMapping, Groups


@dataclass(frozen=True, slots=True)
class Applied:
    """What is the same for every payload; `groups` are those of the context, made ready once."""

    mapping: CompiledMapping
    context: Context
    groups: Groups
    as_groups: bool

    @classmethod
    def of(cls, mapping: CompiledMapping, context: Context, *, as_groups: bool) -> Applied:
        """Make the groups ready. Raises WrongUse when one of them cannot be used."""
        try:
            return cls(mapping, context, mapping.groups(context.groups), as_groups)
        except InvalidPayload as fault:
            raise WrongUse(f"a group of --groups cannot be used: {fault.message}") from fault

    def outcome(self, payload: dict[str, Json]) -> Outcome | GroupOutcome:
        """What becomes of one user or group. Raises InvalidPayload."""
        from ..payloads import is_group

        return self._map_group(payload) if self.as_groups or is_group(payload) else self._map_user(payload)

    def _map_group(self, payload: dict[str, Json]) -> GroupOutcome:
        beside = self.context
        return self.mapping.map_group(
            payload,
            directory=beside.directory,
            account=beside.account,
            connection=beside.connection,
            now=beside.now,
        )

    def _map_user(self, payload: dict[str, Json]) -> Outcome:
        beside = self.context
        return self.mapping.map_user(
            payload,
            groups=self.groups,
            current=beside.current,
            directory=beside.directory,
            account=beside.account,
            connection=beside.connection,
            now=beside.now,
        )
