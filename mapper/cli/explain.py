"""`mapper explain`: a mapping, a payload and perhaps fields -> why each field has its value or none."""

from __future__ import annotations

import shutil
from itertools import islice
from typing import TYPE_CHECKING

import click

from ..json_writer import write_json
from ..schemas.values import InvalidPayload
from ..terminal import shown
from .applied import Applied
from .context import Context, with_context
from .mappings import load_mapping
from .rejects import Reject, Rejects
from .streams import STANDARD_INPUT, WrongUse, paint, print_utf8
from .tasks import Task, tasks_of

if TYPE_CHECKING:
    from ..explanation.tree import Explanation, GroupExplanation


@click.command("explain")
@click.argument("mapping", type=click.Path())
@click.argument("payload", type=click.Path())
@click.argument("fields", nargs=-1, metavar="[FIELD]...")
@click.option("--number", type=click.IntRange(min=1), metavar="N", help="Explain the N-th payload of the file.")
@with_context
@click.option("--group", "as_groups", is_flag=True, help="Take the payload for a group, whatever its schemas say.")
@click.option("--show-values", "shows_values", is_flag=True, help="Show values of the payload as they are, not masked.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Text for people, json for programs.",
)
@click.pass_context
def command(
    ctx: click.Context,
    mapping: str,
    payload: str,
    fields: tuple[str, ...],
    number: int | None,
    context: Context,
    as_groups: bool,
    shows_values: bool,
    form: str,
) -> None:
    """Show why each field has its value, or none.

    \b
    What is set and from where, why other fields are kept or cleared, and what no rule reads:
        mapper explain acme.yaml user.json
    All that is known of one field, with values as they are instead of masked ones:
        mapper explain acme.yaml user.json job_title --show-values
    An entry of a list, a part of all entries, a part of a free-form field:
        mapper explain acme.yaml user.json contacts[1] contacts.telephone custom_fields.cost_center
    One of many payloads, with what stands beside it:
        mapper explain acme.yaml users.ndjson --number 17 --groups groups.ndjson --directory people.yaml

    Values of the payload are masked: a letter shows as x, a digit as 9. PAYLOAD is as for `mapper run`; of several
    payloads the first is explained.

    Exit codes: 0 explained, 1 the mapping has errors or the payload cannot be read, 2 no such field, payload or file.
    """
    if mapping == payload == STANDARD_INPUT:
        raise click.UsageError("standard input cannot be both mapping and payload", ctx)
    compiled = load_mapping(mapping)
    applied = Applied.of(compiled, context, as_groups=as_groups)
    task, has_more = _chosen(payload, number or 1)
    item = task.piece.read()
    try:
        _, explanation = applied.explained(item.payload)
    except InvalidPayload as fault:
        Rejects(None).add(Reject(task.file, item.line, item.text, fault))
        ctx.exit(1)
    if fields:
        explanation = _selected(explanation, applied, fields)
    _show(explanation, form, shows_values=shows_values, is_whole=bool(fields))
    if has_more and number is None:
        click.echo(f"'{shown(payload)}' holds more payloads; this is the first: --number N takes another", err=True)


def _chosen(file: str, number: int) -> tuple[Task, bool]:
    """The payload of that number, and whether there are more."""
    found = list(islice(tasks_of((file,)), number - 1, number + 1))
    if not found:
        raise WrongUse(f"'{file}' holds fewer payloads than {number}")
    return found[0], len(found) > 1


def _selected(
    explanation: Explanation | GroupExplanation, applied: Applied, fields: tuple[str, ...]
) -> Explanation | GroupExplanation:
    from ..explanation.selection import UnknownField, select, select_of_group
    from ..explanation.tree import GroupExplanation

    try:
        if isinstance(explanation, GroupExplanation):
            return select_of_group(explanation, applied.mapping.checked, fields)
        return select(explanation, applied.mapping.checked, fields)
    except UnknownField as fault:
        raise WrongUse(f"{fault}; {fault.hint}" if fault.hint else str(fault)) from fault


def _show(explanation: Explanation | GroupExplanation, form: str, *, shows_values: bool, is_whole: bool) -> None:
    if form == "json":
        from ..explanation.as_json import as_json

        print_utf8(write_json(as_json(explanation, show_values=shows_values), indent=2))
    else:
        from ..explanation.text import Look, as_text

        columns = shutil.get_terminal_size().columns
        click.echo(as_text(explanation, Look(columns, show_values=shows_values, whole=is_whole, paint=paint)))
