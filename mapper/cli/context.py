"""The options for what stands beside a payload -> one Context, for every command that maps."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import wraps
from typing import TYPE_CHECKING, TypeVar

import click

from ..schemas.values import InvalidPayload, Json, kind_of
from ..terminal import shown
from .mappings import print_faults
from .streams import WrongUse, reading

if TYPE_CHECKING:
    from ..engine.directory import RecordsDirectory


Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Context:
    """What stands beside a payload: the stored person, groups, directory, account, connection, and the time."""

    current: dict[str, Json] | None
    groups: Sequence[Json]
    directory: RecordsDirectory | None
    account: dict[str, Json] | None
    connection: str | None
    now: datetime


def _instant(ctx: click.Context, parameter: click.Parameter, value: str | None) -> datetime | None:
    """The instant that an ISO 8601 date or date-time names; without a zone it is UTC."""
    if value is None:
        return None
    from ..context_files import read_instant

    try:
        return read_instant(value)
    except ValueError as fault:
        sentence = f"'{shown(value)}' is no date or date-time such as 2026-01-31 or 2026-01-31T08:00:00Z"
        raise click.BadParameter(sentence, ctx, parameter) from fault


CONTEXT_FILES = ("current", "groups", "directory", "account")
"""The options whose values are files."""

CONTEXT_OPTIONS = (*CONTEXT_FILES, "connection", "now")
"""All options for what stands beside a payload."""

_OPTIONS = (
    click.option("--current", type=click.Path(), metavar="FILE", help="The person as stored (JSON); without it, new."),
    click.option(
        "--groups", type=click.Path(), metavar="FILE", help="Groups of the user: SCIM resources, JSON or NDJSON."
    ),
    click.option("--directory", type=click.Path(), metavar="FILE", help="Organizations, sites, people to find (YAML)."),
    click.option("--account", type=click.Path(), metavar="FILE", help="Values of the account (YAML)."),
    click.option("--connection", metavar="NAME", help="The name of the client that sent it."),
    click.option("--now", callback=_instant, metavar="TIME", help="The time that rules see; without it, the clock's."),
)


def with_context(command: Callable[..., None]) -> Callable[..., None]:
    """Give *command* the options, and their files as its argument `context`."""

    @wraps(command)
    def read_first(
        *arguments: object,
        current: str | None,
        groups: str | None,
        directory: str | None,
        account: str | None,
        connection: str | None,
        now: datetime | None,
        **others: object,
    ) -> None:
        from .. import context_files

        context = Context(
            current=_person(current) if current else None,
            groups=_groups(groups) if groups else (),
            directory=from_yaml(context_files.read_directory, directory) if directory else None,
            account=from_yaml(context_files.read_account, account) if account else None,
            connection=connection,
            now=now or datetime.now(UTC),
        )
        command(*arguments, context=context, **others)

    for option in reversed(_OPTIONS):
        read_first = option(read_first)
    return read_first


def _person(name: str) -> dict[str, Json]:
    from ..json_reader import MOST_BYTES, read_json
    from ..payloads import STORED, is_of_scim

    with reading(name) as file, _told_of(name):
        person = read_json(file.read(MOST_BYTES + 1), f"'{name}'")
    if not isinstance(person, dict):
        raise WrongUse(f"'{name}' holds no person but {kind_of(person)}")
    if is_of_scim(person):
        raise WrongUse(f"'{name}' holds what a client sends, and --current takes the person as stored: {STORED}")
    return person


def _groups(name: str) -> list[Json]:
    from ..payloads import is_group, read_stream

    with reading(name) as file, _told_of(name):
        groups = [item.payload for item in read_stream(file)]
    if any(group.get("schemas") and not is_group(group) for group in groups):
        raise WrongUse(f"'{name}' holds a user, and --groups takes groups")
    return groups


def from_yaml(read: Callable[[str, bytes], Value], name: str) -> Value:
    """What *read* makes of the file *name*; its faults are printed, and end the command as wrong use."""
    from ..engine.yaml_nodes import MOST_BYTES
    from ..files import InvalidMapping

    with reading(name) as file:
        data = file.read(2 * MOST_BYTES)
    try:
        return read(name, data)
    except InvalidMapping as invalid:
        print_faults(invalid.diagnostics, err=True)
        raise click.exceptions.Exit(WrongUse.exit_code) from invalid


@contextmanager
def _told_of(name: str) -> Iterator[None]:
    """What is wrong with the JSON of the file *name* ends the command: without it, nothing that follows is right."""
    try:
        yield
    except InvalidPayload as fault:
        place = f"{name}:{fault.line}:{fault.column}" if fault.line and fault.column else name
        raise WrongUse(f"{place}: {fault.message}") from fault
