"""`mapper run`: a mapping and payloads -> what becomes of each, as JSON or as a table."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import closing, nullcontext
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..engine.outcome import GroupOutcome, Outcome
from ..json_writer import write_json
from ..render import outcome_head, outcome_row, outcome_text
from ..schemas.values import InvalidPayload, Json
from ..terminal import shown
from .applied import Applied
from .context import CONTEXT_FILES, Context, with_context
from .jobs import answers, with_jobs
from .mappings import load_mapping
from .rejects import Reject, Rejects
from .streams import STANDARD_INPUT, WrongUse, paint, print_utf8
from .tasks import Task, tasks_of

if TYPE_CHECKING:
    from ..explanation.tree import Explanation, GroupExplanation


@dataclass(frozen=True, slots=True)
class Mapped:
    """What became of one payload, and why, if that was asked."""

    outcome: Outcome | GroupOutcome
    explanation: Explanation | GroupExplanation | None

    def as_json(self) -> Json:
        """The outcome, with the explanation in it. The values of both are shown: the outcome has them anyway."""
        outcome = self.outcome.as_json()
        if self.explanation is None:
            return outcome
        from ..explanation.as_json import as_json

        return {**outcome, "explanation": as_json(self.explanation, show_values=True)}


@dataclass(frozen=True, slots=True)
class Lines:
    """The job of this command: a payload becomes a row of a table as wide as `columns`, without them a line of JSON.

    `explains`: the JSON has the explanation as well.
    """

    applied: Applied
    columns: int | None
    explains: bool

    def answer(self, task: Task) -> str | Reject:
        """The line of one payload among several, or its Reject."""
        mapped = self.mapped(task)
        if isinstance(mapped, Reject):
            return mapped
        if self.columns is None:
            return write_json(mapped.as_json())
        return outcome_row(task.number, mapped.outcome, self.columns)

    def mapped(self, task: Task) -> Mapped | Reject:
        """What becomes of one payload."""
        item = task.piece.read()
        try:
            if self.explains:
                return Mapped(*self.applied.explained(item.payload))
            return Mapped(self.applied.outcome(item.payload), None)
        except InvalidPayload as fault:
            return Reject(task.file, item.line, item.text, fault)


@click.command("run")
@click.argument("mapping", type=click.Path())
@click.argument("payloads", nargs=-1, type=click.Path(), metavar="[PAYLOAD]...")
@with_context
@click.option("--group", "as_groups", is_flag=True, help="Take every payload for a group, whatever its schemas say.")
@click.option("--explain", "explains", is_flag=True, help="Also say why: a member of the JSON, or below the table.")
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
    explains: bool,
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
    The person, and below it why each field is as it is (more of a single field: `mapper explain`):
        mapper run acme.yaml user.json --format table --explain
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
    job = Lines(Applied.of(compiled, context, as_groups=as_groups), columns, explains)
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
        raise WrongUse(
            "--current is the person of one payload, and here are several; give one of them, in a file of its own"
        )
    if job.columns is not None and job.explains:
        raise WrongUse("--explain in a table is for one payload, and here are several; use `mapper explain --number N`")
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
    mapped = job.mapped(task)
    if isinstance(mapped, Reject):
        rejects.add(mapped)
    elif job.columns is None:
        print_utf8(write_json(mapped.as_json(), indent=2))
    else:
        click.echo(outcome_text(mapped.outcome, job.columns, paint))
        if mapped.explanation is not None:
            from ..explanation.text import Look, as_text

            look = Look(job.columns, show_values=True, whole=False, paint=paint)
            click.echo("\n" + as_text(mapped.explanation, look))
