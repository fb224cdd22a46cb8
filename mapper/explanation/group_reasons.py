"""Why a person is in no such group, and why none of the groups stands for what was asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from ..engine.checked import CheckedMapping, GroupLink
from ..engine.trace import Trace
from ..schemas.values import Json
from .clauses import Clause, Shown, Telling, listing
from .nearness import nearness

_MOST_GROUPS: Final = 1000

NO_GROUP: Final = "the person is in no group: neither `groups` of the payload nor the groups given beside it say so"


class GroupReasons:
    """Finds reasons about the groups of the person of *trace*; *nearest* finds the nearest of several names."""

    def __init__(
        self, trace: Trace, mapping: CheckedMapping, nearest: Callable[[str, Iterable[str]], str | None]
    ) -> None:
        self._trace, self._mapping, self._nearest = trace, mapping, nearest

    @property
    def _groups(self) -> Sequence[Mapping[str, Json]]:
        return self._trace.groups[:_MOST_GROUPS]

    def not_in(self, arguments: Sequence[str], values: Sequence[Json]) -> Iterator[Clause]:
        """Why `in_group` did not hold."""
        wanted = values[0]
        if not isinstance(wanted, str):
            return
        if not self._groups:
            yield (NO_GROUP,)
            return
        called = [name for group in self._groups if isinstance(name := group.get("displayName"), str)]
        near = self._nearest(wanted, called)
        if near is not None:
            words = Telling(f", and {arguments[0]} is asked for: {nearness(wanted, near)}")
            yield ("the person is in the group ", Shown(near), words)
        others = [name for name in called if name != near]
        if others:
            yield (f"the person is not in {arguments[0]}, but in ", *listing(others))
        elif near is None:
            yield ("the groups of the person have no names",)

    def none_for(self, arguments: Sequence[str], values: Sequence[Json]) -> Iterator[Clause]:
        """Why `group_for` gave nothing."""
        kind = values[0]
        if not isinstance(kind, str):
            return
        links = [link for link in self._mapping.links if link.stands_for == kind]
        if not links:
            yield (Telling(f"no group rule of the mapping says `stands_for: {kind}`"),)
        elif not self._groups:
            yield (NO_GROUP,)
        else:
            applying = [found for link in links for found in self._applying(link)]
            for link, group in applying[:3]:
                rule = self._mapping.groups[link.rule].name
                yield (
                    f"the rule '{rule}' applies to the group ",
                    Shown(group),
                    f", but gives no {kind}: there is no name to call it by, no such {kind}, or the group stands "
                    "for something else",
                )
            if not applying:
                names = listing(name for group in self._groups if (name := group.get("displayName")) is not None)
                rules = ", ".join(dict.fromkeys(f"'{self._mapping.groups[link.rule].name}'" for link in links))
                yield (f"no group of the person stands for one: {rules} {_apply(len(links))} to ", *(names or ("it",)))

    def _applying(self, link: GroupLink) -> Iterator[tuple[GroupLink, str]]:
        """The groups that the rule of a link applies to, by name."""
        rule = self._mapping.groups[link.rule]
        for each in self._trace.rules:
            if each.rule is rule and each.applies and each.group is not None:
                yield link, each.group


def _apply(count: int) -> str:
    return "does not apply" if count == 1 else "do not apply"
