"""A mapping with all that stands beside the payloads -> what becomes of each of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypedDict

from ..engine.outcome import GroupOutcome, Outcome
from ..schemas.values import InvalidPayload, Json
from .context import Context
from .streams import WrongUse

if TYPE_CHECKING:
    from .. import CompiledMapping, Groups
    from ..engine.directory import RecordsDirectory
    from ..explanation.tree import Explanation, GroupExplanation


class BesideGroup(TypedDict):
    """What stands beside a group."""

    directory: RecordsDirectory | None
    account: dict[str, Json] | None
    connection: str | None
    now: datetime


class BesideUser(BesideGroup):
    """What stands beside a user."""

    groups: Groups
    current: dict[str, Json] | None


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

        if self.as_groups or is_group(payload):
            return self.mapping.map_group(payload, **self._beside_group)
        return self.mapping.map_user(payload, **self._beside_user)

    def explained(
        self, payload: dict[str, Json]
    ) -> tuple[Outcome, Explanation] | tuple[GroupOutcome, GroupExplanation]:
        """The same, and why it is so. Raises InvalidPayload."""
        from ..explanation.explaining import explain_group, explain_user
        from ..payloads import is_group

        if self.as_groups or is_group(payload):
            outcome, trace = self.mapping.explain_group(payload, **self._beside_group)
            return outcome, explain_group(self.mapping, outcome, trace)
        of_user, trace_of_user = self.mapping.explain(payload, **self._beside_user)
        return of_user, explain_user(self.mapping, of_user, trace_of_user)

    @property
    def _beside_group(self) -> BesideGroup:
        beside = self.context
        return {
            "directory": beside.directory,
            "account": beside.account,
            "connection": beside.connection,
            "now": beside.now,
        }

    @property
    def _beside_user(self) -> BesideUser:
        return {**self._beside_group, "groups": self.groups, "current": self.context.current}
