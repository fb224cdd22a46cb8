"""`mapper run`: a mapping and payloads -> what becomes of each, as JSON or as a table."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from ..engine.outcome import GroupOutcome, Outcome
from ..json_writer import write_json
from ..render import outcome_head, outcome_row, outcome_text
from ..schemas.values import InvalidPayload, Json
from ..terminal import shown
from .context import Context, with_context
from .mappings import load_mapping
from .rejects import Rejects
from .streams import STANDARD_INPUT, WrongUse, paint, print_utf8, reading

if TYPE_CHECKING:
    from .. import CompiledMapping, Groups
    from ..payloads import Item

_LONG_WORK = 4 * 2**20
"""Bytes of a file from which a progress bar is worth its place."""


@click.command("run")
@click.argument("mapping", type=click.Path())
@click.argument("payloads", nargs=-1, type=click.Path(), metavar="[PAYLOAD]...")
@with_context
@click.option("--group", "as_groups", is_flag=True, help="Take every payload for a group, whatever its schemas say.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["json", "table"]),
    default="json",
    show_default=True,
    help="Json for programs, table for people.",
)
@click.option(
    "--rejects",
    "rejected",
    type=click.Path(),
    metavar="FILE",
    help="Write what cannot be read to FILE: a JSON object a line, with line number and reason.",
)
@click.pass_context
def command(
    ctx: click.Context,
    mapping: str,
    payloads: tuple[str, ...],
    context: Context,
    as_groups: bool,
    form: str,
    rejected: str | None,
) -> None:
    """Map users and groups to people, as MAPPING says.

    \b
    The person that a user becomes, and why a field stays as it is:
        mapper run acme.yaml user.json --format table
    What would change of a person who is there already:
        mapper run acme.yaml user.json --current person.json
    A stream, one payload a line; what cannot be read is put aside:
        mapper run acme.yaml --rejects rejects.ndjson < users.ndjson > people.ndjson

    A PAYLOAD is a file with one JSON object, an array, a SCIM ListResponse, or an object a line (NDJSON); without any,
    standard input is read. Groups are told by their `schemas`. One payload gives one object, several give one a line.

    Exit codes: 0 done, 1 the mapping has errors or a payload was rejected, 2 a file cannot be used.
    """
    if not payloads and sys.stdin and sys.stdin.isatty():
        raise click.UsageError("name a PAYLOAD, or pipe one in", ctx)
    if mapping == STANDARD_INPUT and (not payloads or STANDARD_INPUT in payloads):
        raise click.UsageError("standard input cannot be both mapping and payload", ctx)
    compiled = load_mapping(mapping)
    job = _Job(compiled, context, _index_groups(compiled, context), as_groups)
    show = _show_json if form == "json" else _show_table
    with Path(rejected).open("wb") if rejected else nullcontext() as file:
        rejects = Rejects(file)
        show(_map_all(payloads or (STANDARD_INPUT,), job, rejects))
        rejects.close()
    ctx.exit(1 if rejects.count else 0)


@dataclass(frozen=True, slots=True)
class _Job:
    """What is the same for every payload; `groups` are those of the context, made ready once."""

    mapping: CompiledMapping
    context: Context
    groups: Groups
    as_groups: bool

    def map_group(self, payload: dict[str, Json]) -> GroupOutcome:
        beside = self.context
        return self.mapping.map_group(
            payload,
            directory=beside.directory,
            account=beside.account,
            connection=beside.connection,
            now=beside.now,
        )

    def map_user(self, payload: dict[str, Json]) -> Outcome:
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


def _index_groups(mapping: CompiledMapping, context: Context) -> Groups:
    try:
        return mapping.groups(context.groups)
    except InvalidPayload as fault:
        raise WrongUse(f"a group of --groups cannot be used: {fault.message}") from fault


def _map_all(names: tuple[str, ...], job: _Job, rejects: Rejects) -> Iterator[Outcome | GroupOutcome | None]:
    """What becomes of each payload, one after another; None for one that was rejected, which *rejects* then has."""
    from ..payloads import is_group

    for number, (name, item) in enumerate(_items(names)):
        if number and job.context.current is not None:
            raise WrongUse("--current is the person of one payload, and here are several")
        outcome: Outcome | GroupOutcome | None = None
        try:
            payload = item.payload
            outcome = job.map_group(payload) if job.as_groups or is_group(payload) else job.map_user(payload)
        except InvalidPayload as fault:
            rejects.add(name, item, fault)
        yield outcome


def _items(names: tuple[str, ...]) -> Iterator[tuple[str, Item]]:
    from ..payloads import read_stream

    for name in names:
        with reading(name) as file, _progress(name, file) as advance:
            for item in read_stream(file):
                advance()
                yield name, item


@contextmanager
def _progress(name: str, file: BinaryIO) -> Iterator[Callable[[], None]]:
    """A bar on a terminal for a large file whose output goes elsewhere; gives what moves it on."""
    size = Path(name).stat().st_size if name != STANDARD_INPUT else 0
    if size < _LONG_WORK or sys.stdout.isatty() or not sys.stderr.isatty():
        yield lambda: None
        return
    with click.progressbar(length=size, label=shown(name), file=sys.stderr) as bar:
        yield lambda: bar.update(file.tell() - bar.pos)


def _show_json(outcomes: Iterator[Outcome | GroupOutcome | None]) -> None:
    """One payload gives an object to read; of several, each that was mapped gives a line at once."""
    begin = list(islice(outcomes, 2))
    for outcome in chain(begin, outcomes):
        if outcome:
            print_utf8(write_json(outcome.as_json(), indent=2 if len(begin) == 1 else None))


def _show_table(outcomes: Iterator[Outcome | GroupOutcome | None]) -> None:
    columns = shutil.get_terminal_size().columns
    begin = list(islice(outcomes, 2))
    if len(begin) > 1:
        click.echo(paint(outcome_head(), "muted"))
    for number, outcome in enumerate(chain(begin, outcomes), start=1):
        if outcome and len(begin) > 1:
            click.echo(outcome_row(number, outcome, columns))
        elif outcome:
            click.echo(outcome_text(outcome, columns, paint))
