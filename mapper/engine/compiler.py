"""A CheckedMapping in, a CompiledMapping out: a value that maps users and groups, and never changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import cached_property
from typing import NamedTuple, cast

from ..schemas.normalise import normalise
from ..schemas.values import Json
from .checked import CheckedMapping
from .day import Day
from .directory import Directory
from .emitter import build
from .groups import Group, Groups
from .json_bytes import decode, encode
from .mapping_emitter import MappingEmitter
from .outcome import GroupOutcome, Outcome
from .trace import GroupTrace, Trace, Watched
from .work import Work

_NOTHING: dict[str, Json] = {}


class _Function(NamedTuple):
    """The function that maps a user: its text, and whether it counts its steps."""

    text: str
    call: Callable[..., Json]
    counts: bool


def compile_mapping(mapping: CheckedMapping) -> CompiledMapping:
    """Compile a mapping that was checked; nothing unchecked can run."""
    compiled = CompiledMapping(mapping)
    _ = compiled._map  # whoever loads a mapping waits here, and not at the first payload
    return compiled


class CompiledMapping:
    """A mapping as a function. Immutable, safe to share between threads, picklable, and cheap to keep.

    Each function is compiled when it is first needed: who only explains does without that of `map_user`.
    """

    def __init__(self, checked: CheckedMapping) -> None:
        self._checked = checked
        self._needs_groups = bool(
            {"groups", "links"} & checked.contexts or checked.reads_groups or any(f.groups for f in checked.fields)
        )

    def __reduce__(self) -> tuple[Callable[[CheckedMapping], CompiledMapping], tuple[CheckedMapping]]:
        return (compile_mapping, (self._checked,))

    @property
    def name(self) -> str:
        """The name that the mapping gives itself."""
        return self._checked.name

    @property
    def checked(self) -> CheckedMapping:
        """The mapping as it was checked."""
        return self._checked

    @property
    def text(self) -> str:
        """The Python text of the function that maps a user."""
        return self._user.text

    @property
    def rule_count(self) -> int:
        """How many rules the mapping has, for users and groups."""
        return len(self._checked.users) + len(self._checked.groups)

    def map_user(
        self,
        payload: Json,
        *,
        groups: Groups | Iterable[Group] = (),
        current: Mapping[str, Json] | None = None,
        directory: Directory | None = None,
        account: Mapping[str, Json] | None = None,
        connection: str | None = None,
        now: datetime | None = None,
    ) -> Outcome:
        """What the rules give for the SCIM User *payload* (RFC 7643 section 4.1), which is normalised first.

        *groups* are SCIM Group resources (or `Groups` made of them), *current* the person as stored (None: there is
        none yet), *account* the values that rules read as `account.x`, *connection* the name of the client, *now* an
        aware instant (None: the present one). Without a *directory* references stay keys.

        Raises InvalidPayload when the payload is no object or has one attribute twice, ValueError when *now* has no
        time zone.
        """
        user = normalise(payload, self._checked.user).payload
        context = self._context(user, groups, current, directory, account, connection, now, self._counts)
        return cast(Outcome, self._map(user, *context, None))

    def map_json(
        self,
        data: bytes,
        *,
        groups: Groups | Iterable[Group] = (),
        current: Mapping[str, Json] | None = None,
        directory: Directory | None = None,
        account: Mapping[str, Json] | None = None,
        connection: str | None = None,
        now: datetime | None = None,
    ) -> bytes:
        """The same from the JSON bytes of a user to those of the outcome, in the form of `Outcome.as_json`.

        For bytes that the host made itself: they are not searched for duplicate names. Raises InvalidPayload.
        """
        outcome = self.map_user(
            decode(data),
            groups=groups,
            current=current,
            directory=directory,
            account=account,
            connection=connection,
            now=now,
        )
        return encode(outcome.as_json())

    def explain(
        self,
        payload: Json,
        *,
        groups: Groups | Iterable[Group] = (),
        current: Mapping[str, Json] | None = None,
        directory: Directory | None = None,
        account: Mapping[str, Json] | None = None,
        connection: str | None = None,
        now: datetime | None = None,
    ) -> tuple[Outcome, Trace]:
        """The same outcome as `map_user`, and how it came about."""
        normal = normalise(payload, self._checked.user)
        watched, explain, counts = self._explain
        trace = Trace(watched, normal.payload, normal.changes)
        context = self._context(normal.payload, groups, current, directory, account, connection, now, counts)
        trace.groups, trace.beside, trace.directory = context[0], (current, account, connection), directory
        return cast(Outcome, explain(normal.payload, *context, trace)), trace

    def map_group(
        self,
        payload: Json,
        *,
        members: Iterable[Mapping[str, Json]] = (),
        directory: Directory | None = None,
        account: Mapping[str, Json] | None = None,
        connection: str | None = None,
        now: datetime | None = None,
    ) -> GroupOutcome:
        """What the group rules give for the SCIM Group *payload* (RFC 7643 section 4.2), and each of its members.

        *members* are the SCIM User resources of the members that are known; of others only the id is.
        """
        group = normalise(payload, self._checked.group).payload
        context = self._context_of_group(group, members, directory, account, connection, now)
        return cast(GroupOutcome, self._map_group(group, *context, None))

    def explain_group(
        self,
        payload: Json,
        *,
        members: Iterable[Mapping[str, Json]] = (),
        directory: Directory | None = None,
        account: Mapping[str, Json] | None = None,
        connection: str | None = None,
        now: datetime | None = None,
    ) -> tuple[GroupOutcome, GroupTrace]:
        """The same outcome as `map_group`, and how it came about."""
        normal = normalise(payload, self._checked.group)
        watched, explain = self._explain_group
        trace = GroupTrace(watched, normal.payload, normal.changes)
        trace.beside, trace.directory = (account, connection), directory
        context = self._context_of_group(normal.payload, members, directory, account, connection, now)
        return cast(GroupOutcome, explain(normal.payload, *context, trace)), trace

    def groups(self, resources: Iterable[Json]) -> Groups:
        """SCIM Group resources, normalised and indexed by their members, to be given to many calls of `map_user`."""
        return Groups([normalise(resource, self._checked.group).payload for resource in resources])

    def _context(
        self,
        user: Mapping[str, Json],
        groups: Groups | Iterable[Group],
        current: Mapping[str, Json] | None,
        directory: Directory | None,
        account: Mapping[str, Json] | None,
        connection: str | None,
        now: datetime | None,
        counts: bool,
    ) -> tuple[list[Group], *tuple[object, ...]]:
        """The arguments of the generated function behind the user; the first are the groups of the person."""
        values = account or _NOTHING
        instant = _aware(now)
        held: list[Group] = []
        if self._needs_groups and (groups != () or user.get("groups")):
            held = (groups if isinstance(groups, Groups) else self.groups(groups)).of(user)
        day = Day(instant, values.get("time_zone")) if "day" in self._checked.contexts else None
        work = Work(user) if counts else None
        stored = _NOTHING if current is None else current
        return held, stored, current is None, values, connection, directory, day, work

    def _context_of_group(
        self,
        group: Mapping[str, Json],
        members: Iterable[Mapping[str, Json]],
        directory: Directory | None,
        account: Mapping[str, Json] | None,
        connection: str | None,
        now: datetime | None,
    ) -> tuple[object, ...]:
        """The arguments of the generated function behind the group."""
        users = _by_id(normalise(user, self._checked.user).payload for user in members)
        named = [(value, users.get(value) or {"id": value}) for value in _people(group)]
        values = account or _NOTHING
        day = Day(_aware(now), values.get("time_zone"))
        return named, values, connection, directory, day, Work([group, list(users.values())])

    @cached_property
    def _user(self) -> _Function:
        first = MappingEmitter(self._checked)
        first.user()
        hoisted = frozenset(
            path[:length]
            for path, count in first.expressions.look_ups.items()
            if count > 1
            for length in range(1, len(path) + 1)
        )
        writer = MappingEmitter(self._checked, hoisted=hoisted)
        text = writer.user()
        return _Function(text, build(text, "map_user", writer.out.bound), self._is_counted(writer))

    @cached_property
    def _map(self) -> Callable[..., Json]:
        return self._user.call

    @cached_property
    def _counts(self) -> bool:
        return self._user.counts

    @cached_property
    def _explain(self) -> tuple[Watched, Callable[..., Json], bool]:
        # To write it twice, so that nothing is looked up twice, takes longer than it saves: few payloads are explained.
        watched = Watched()
        writer = MappingEmitter(self._checked, watched=watched)
        return watched, build(writer.user(), "map_user", writer.out.bound), self._is_counted(writer)

    def _is_counted(self, writer: MappingEmitter) -> bool:
        """Whether the function that was written counts its steps."""
        return writer.expressions.counts or bool({"tables", "work"} & self._checked.contexts)

    @cached_property
    def _explain_group(self) -> tuple[Watched, Callable[..., Json]]:
        watched = Watched()
        writer = MappingEmitter(self._checked, watched=watched)
        return watched, build(writer.group(), "map_group", writer.out.bound)

    @cached_property
    def _map_group(self) -> Callable[..., Json]:
        writer = MappingEmitter(self._checked)
        return build(writer.group(), "map_group", writer.out.bound)


def _by_id(users: Iterable[dict[str, Json]]) -> dict[str, dict[str, Json]]:
    return {user["id"]: user for user in users if isinstance(user.get("id"), str)}


def _aware(now: datetime | None) -> datetime | None:
    if now is not None and now.utcoffset() is None:
        raise ValueError("`now` has no time zone: write datetime(…, tzinfo=UTC)")
    return now


def _people(group: Mapping[str, Json]) -> list[str]:
    """The ids of the members that are no groups, each once, in the order of the group."""
    members = group.get("members")
    values = [
        member["value"]
        for member in (members if isinstance(members, list) else ())
        if isinstance(member, dict) and isinstance(member.get("value"), str) and member.get("type") != "Group"
    ]
    return list(dict.fromkeys(values))
