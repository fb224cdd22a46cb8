"""A case and its mapping -> what differs from what is expected, and where it came from; the same for all of a file."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from ..engine.checked import CheckedMapping
from ..engine.compiler import CompiledMapping
from ..engine.groups import entry_of
from ..engine.outcome import GroupOutcome, Outcome
from ..engine.trace import GroupTrace, Trace
from ..schemas.values import Json
from .comparison import Difference, compare
from .coverage import Coverage
from .origins import Origin, origins
from .tree import Case

NO_DAY: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""The time of cases that have none, whose mapping does not ask for it: no outcome depends on the day of the run."""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one case; it passed when there is no difference. `seconds` is how long it took."""

    case: Case
    differences: tuple[tuple[Difference, tuple[Origin, ...]], ...]
    seconds: float

    @property
    def passed(self) -> bool:
        """Whether everything came out as expected."""
        return not self.differences


def run_cases(
    cases: Iterable[Case], mapping: CheckedMapping, compiled: CompiledMapping, coverage: Coverage
) -> list[Result]:
    """The results of *cases*; what they reached is added to *coverage*. *compiled* is made of *mapping*."""
    results = []
    for case in cases:
        started = time.perf_counter()
        outcome, trace = explained(case, compiled)
        differences = compare(case, outcome, mapping.target)
        coverage.reached(_all_traces(trace))
        told = tuple((each, origins(each, trace, mapping)) for each in differences)
        results.append(Result(case, told, time.perf_counter() - started))
    return results


def explained(case: Case, compiled: CompiledMapping) -> tuple[Outcome | GroupOutcome, Trace]:
    """The outcome of a case and how it came about."""
    now = case.now or NO_DAY
    if case.is_group:
        return compiled.explain_group(
            case.payload,
            members=case.members,
            directory=case.directory,
            account=case.account,
            connection=case.connection,
            now=now,
        )
    payload, groups = with_groups(case.payload, case.groups)
    return compiled.explain(
        payload,
        groups=groups,
        current=case.current,
        directory=case.directory,
        account=case.account,
        connection=case.connection,
        now=now,
    )


def with_groups(
    user: dict[str, Json], groups: tuple[dict[str, Json], ...] | None
) -> tuple[dict[str, Json], list[dict[str, Json]]]:
    """The user with *groups* in place of those that the payload says, and the groups as resources with an id.

    A group without an id has its name for one. What the payload says of a group that stays is kept. None: as it is.
    """
    if groups is None:
        return user, []
    sent = _sent(user)
    resources = [{"id": group["displayName"], **group} if "displayName" in group else group for group in groups]
    entries = [{**entry_of(group), **sent.get(str(group.get("id")), {})} for group in resources]
    rest = {name: value for name, value in user.items() if name.casefold() != "groups"}
    return {**rest, "groups": entries}, resources


def _sent(user: dict[str, Json]) -> dict[str, dict[str, Json]]:
    held = next((value for name, value in user.items() if name.casefold() == "groups"), None)
    entries = held if isinstance(held, list) else ()
    return {str(entry["value"]): entry for entry in entries if isinstance(entry, dict) and "value" in entry}


def _all_traces(trace: Trace) -> list[Trace]:
    members = [each for _, each in trace.members] if isinstance(trace, GroupTrace) else []
    return [trace, *members]
