"""`mapper run`: a mapping and payloads -> what becomes of each, as JSON or as a table."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import closing, nullcontext
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

import click

from ..engine.outcome import GroupOutcome, Outcome
from ..json_writer import write_json
from ..render import outcome_head, outcome_row, outcome_text
from ..schemas.values import InvalidPayload
from ..terminal import shown
from .applied import Applied
from .context import CONTEXT_FILES, Context, with_context
from .jobs import answers, with_jobs
from .mappings import load_mapping
from .rejects import Reject, Rejects
from .streams import STANDARD_INPUT, WrongUse, paint, print_utf8
from .tasks import Task, tasks_of


@dataclass(frozen=True, slots=True)
class Lines:
    """The job of this command: a payload becomes a row of a table as wide as `columns`, without them a line of JSON."""

    applied: Applied
    columns: int | None

    def answer(self, task: Task) -> str | Reject:
        """The line of one payload among several, or its Reject."""
        outcome = self.outcome(task)
        if isinstance(outcome, Reject):
            return outcome
        if self.columns is None:
            return write_json(outcome.as_json())
        return outcome_row(task.number, outcome, self.columns)

    def outcome(self, task: Task) -> Outcome | GroupOutcome | Reject:
        """What becomes of one payload."""
        item = task.piece.read()
        try:
            return self.applied.outcome(item.payload)
        except InvalidPayload as fault:
            return Reject(task.file, item.line, item.text, fault)


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
@with_jobs
@click.pass_context
def command(
    ctx: click.Context,
    mapping: str,
    payloads: tuple[str, ...],
    context: Context,
    as_groups: bool,
    form: str,
    rejected: str | None,
    processes: int,
) -> None:
    """Map users and groups to people, as MAPPING says.

    \b
    The person that a user becomes, and why a field stays as it is:
        mapper run acme.yaml user.json --format table
    What would change of a person who is there already:
        mapper run acme.yaml user.json --current person.json
    A stream, one payload a line; what cannot be read is put aside:
        mapper run acme.yaml --rejects rejects.ndjson < users.ndjson > people.ndjson
    A large file, on all cores; the order stays:
        mapper run acme.yaml users.ndjson --jobs auto > people.ndjson

    A PAYLOAD is a file with one JSON object, an array, a SCIM ListResponse, or an object a line (NDJSON); without any,
    standard input is read. Groups are told by their `schemas`. One payload gives one object, several give one a line.

    Exit codes: 0 done, 1 the mapping has errors or a payload was rejected, 2 a file cannot be used.
    """
    if not payloads and sys.stdin and sys.stdin.isatty():
        raise click.UsageError("name a PAYLOAD, or pipe one in", ctx)
    if mapping == STANDARD_INPUT and (not payloads or STANDARD_INPUT in payloads):
        raise click.UsageError("standard input cannot be both mapping and payload", ctx)
    if rejected:
        _refuse_to_overwrite(ctx, rejected)
    compiled = load_mapping(mapping)
    columns = shutil.get_terminal_size().columns if form == "table" else None
    job = Lines(Applied.of(compiled, context, as_groups=as_groups), columns)
    with Path(rejected).open("wb") if rejected else nullcontext() as file:
        rejects = Rejects(file)
        _show(tasks_of(payloads or (STANDARD_INPUT,)), job, processes, rejects)
        rejects.close()
    ctx.exit(1 if rejects.count else 0)


def _refuse_to_overwrite(ctx: click.Context, rejected: str) -> None:
    """What is rejected must not go into a file that this run reads."""
    read = [ctx.params["mapping"], *ctx.params["payloads"]]
    read += [ctx.params[name] for name in CONTEXT_FILES if ctx.params.get(name)]
    for name in read:
        if Path(rejected).exists() and Path(name).exists() and Path(rejected).samefile(name):
            raise WrongUse(f"'{shown(rejected)}' is read by this run; choose another file for --rejects")


def _show(tasks: Iterator[Task], job: Lines, processes: int, rejects: Rejects) -> None:
    """One payload gives an object to read, or a table of its own; of several, each that was mapped gives a line."""
    begin = list(islice(tasks, 2))
    if len(begin) < 2:
        for task in begin:
            _show_alone(task, job, rejects)
        return
    if job.applied.context.current is not None:
        raise WrongUse("--current is the person of one payload, and here are several")
    if job.columns is not None:
        click.echo(paint(outcome_head(), "muted"))
    with closing(answers(chain(begin, tasks), job, processes)) as all_answers:
        for answer in all_answers:
            if isinstance(answer, Reject):
                rejects.add(answer)
            elif job.columns is None:
                print_utf8(answer)
            else:
                click.echo(answer)


def _show_alone(task: Task, job: Lines, rejects: Rejects) -> None:
    outcome = job.outcome(task)
    if isinstance(outcome, Reject):
        rejects.add(outcome)
    elif job.columns is None:
        print_utf8(write_json(outcome.as_json(), indent=2))
    else:
        click.echo(outcome_text(outcome, job.columns, paint))
