"""`mapper diff`: two mappings, perhaps payloads -> the rules that differ, and the people that differ."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING

import click

from ..compare.examples import FirstFew
from ..compare.people import Answered, Compared, Comparer, Failed
from ..compare.tally import Tally
from ..payloads import Item
from ..schemas.values import InvalidPayload
from .applied import Applied
from .context import Context, with_context
from .diff_report import JsonReport, Report, TextReport
from .jobs import answers, with_jobs
from .mappings import check_mapping, print_faults
from .streams import STANDARD_INPUT, WrongUse
from .tasks import Task, tasks_of

if TYPE_CHECKING:
    from ..engine.checked import CheckedMapping


@dataclass(frozen=True, slots=True)
class Comparison:
    """The job of this command: what differs between what two mappings make of a payload."""

    old: Applied
    new: Applied
    comparer: Comparer

    def answer(self, task: Task) -> Compared | Failed:
        """What differs for one payload."""
        item = task.piece.read()
        old, new = (_answered(each, item) for each in (self.old, self.new))
        return self.comparer.compare(task.file, item, old, new, number=task.number_in_file)


def _answered(mapping: Applied, item: Item) -> Answered:
    try:
        return mapping.outcome(item.payload)
    except InvalidPayload as fault:
        return fault


@click.command("diff")
@click.argument("old", type=click.Path())
@click.argument("new", type=click.Path())
@click.option(
    "--payloads",
    "payloads",
    multiple=True,
    type=click.Path(),
    metavar="FILE",
    help="Compare the people that both mappings make of the payloads in FILE. Can be given several times.",
)
@with_context
@click.option("--group", "as_groups", is_flag=True, help="Take every payload for a group, whatever its schemas say.")
@click.option("--full", "is_full", is_flag=True, help="List all people that differ, each field before and after.")
@click.option("--show-values", "shows_values", is_flag=True, help="Show values of payloads as they are, not masked.")
@click.option("--exit-code", "tells", is_flag=True, help="End with exit code 1 if there is a difference.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Text for people, json for programs.",
)
@with_jobs
@click.pass_context
def command(
    ctx: click.Context,
    old: str,
    new: str,
    payloads: tuple[str, ...],
    context: Context,
    as_groups: bool,
    is_full: bool,
    shows_values: bool,
    tells: bool,
    form: str,
    processes: int,
) -> None:
    """Show what differs between two mappings: rules, and the people that they make of payloads.

    \b
    The rules that differ; comments, quotes and the order of keys never count:
        mapper diff acme.yaml acme.new.yaml
    The people that a change of rules changes, by field and shape of change:
        mapper diff acme.yaml acme.new.yaml --payloads users.ndjson
    Each of them, with values as they are instead of masked ones:
        mapper diff acme.yaml acme.new.yaml --payloads users.ndjson --full --show-values
    A large file, on all cores; in a pipeline, fail if anything differs:
        mapper diff acme.yaml acme.new.yaml --payloads users.ndjson --jobs auto --exit-code

    Values of payloads are masked: a letter shows as x, a digit as 9. With --full people come as they are found, and
    the numbers at the end. A FILE is as for `mapper run`.

    Without --current all people are taken as new; then `write` makes no difference for them.

    Exit codes: 0 compared, 1 a payload cannot be mapped, or there is a difference and --exit-code was given, 2 a
    mapping has errors or a file cannot be used.
    """
    _use_standard_input_once(ctx, [old, new, *payloads])
    before, after = _checked(old), _checked(new)
    from ..compare.rules import rule_differences

    differences = rule_differences(before, after)
    report: Report = JsonReport(differences) if form == "json" else TextReport(differences)
    tally = None
    if payloads:
        job = _comparison(before, after, context, as_groups=as_groups, with_values=is_full, shows_values=shows_values)
        tasks = _one_if_stored(tasks_of(payloads, is_shown_at_end=not is_full), context)
        report.begin(is_full=is_full)
        tally = _compare(tasks, job, processes, report)
    report.end(tally, all_new=context.current is None)
    has_failed = tally is not None and tally.failed > 0
    is_other = bool(differences) or (tally is not None and tally.differ > 0)
    ctx.exit(1 if has_failed or (tells and is_other) else 0)


def _use_standard_input_once(ctx: click.Context, files: list[str]) -> None:
    if files.count(STANDARD_INPUT) > 1:
        raise click.UsageError("standard input cannot be read twice", ctx)


def _checked(name: str) -> CheckedMapping:
    """The mapping of the file *name*; its faults are printed and end the command, for there is nothing to compare."""
    mapping, faults = check_mapping(name)
    if mapping is None:
        print_faults(faults, err=True)
        raise click.exceptions.Exit(WrongUse.exit_code)
    return mapping


def _comparison(
    old: CheckedMapping,
    new: CheckedMapping,
    context: Context,
    *,
    as_groups: bool,
    with_values: bool,
    shows_values: bool,
) -> Comparison:
    from ..compare.constants import constant_texts
    from ..compare.rules import free_form_fields, reference_fields
    from ..engine.compiler import compile_mapping

    before, after = (Applied.of(compile_mapping(each), context, as_groups=as_groups) for each in (old, new))
    free_form = free_form_fields(old.target) | free_form_fields(new.target)
    references = reference_fields(old.target) | reference_fields(new.target)
    comparer = Comparer(free_form, with_values, shows_values, FirstFew(), constant_texts(old, new), references)
    return Comparison(before, after, comparer)


def _one_if_stored(tasks: Iterator[Task], context: Context) -> Iterator[Task]:
    """The same tasks; of which there is one where the stored person is given."""
    begin = list(islice(tasks, 2))
    if len(begin) > 1 and context.current is not None:
        raise WrongUse(
            "--current is the person of one payload, and here are several; give one of them, in a file of its own"
        )
    return chain(begin, tasks)


def _compare(tasks: Iterator[Task], job: Comparison, processes: int, report: Report) -> Tally:
    """Compare all people; the report is told of each that differs."""
    tally = Tally()
    with closing(answers(tasks, job, processes)) as found:
        for each in found:
            tally.add(each)
            if isinstance(each, Failed) or each.changes:
                report.add(each)
    return tally
