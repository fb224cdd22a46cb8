"""`mapper check`: mapping files -> every fault with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ..engine.diagnostics import Diagnostics, Severity
from ..json_writer import write_json
from ..render import counted, diagnostic_annotation, diagnostic_json
from .mappings import check_mapping, print_faults
from .streams import STANDARD_INPUT, paint, print_utf8, refused

if TYPE_CHECKING:
    from ..engine.repairs import Repair


@click.command("check")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path())
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="Text for people, json for programs, github for annotations in a workflow.",
)
@click.option("--fix", is_flag=True, help="Repair what is certain, and show what is left.")
@click.option("--diff", "as_difference", is_flag=True, help="Show what --fix would change, and change nothing.")
@click.pass_context
def command(ctx: click.Context, files: tuple[str, ...], form: str, fix: bool, as_difference: bool) -> None:
    """Show every fault of a mapping, with its place and a hint.

    \b
    One mapping, or all of a directory:
        mapper check acme.yaml
        mapper check mappings/*.yaml
    What an editor or a script reads:
        mapper check acme.yaml --format json
    Beside the changed lines of a pull request:
        mapper check mappings/*.yaml --format github
    Let it repair what is certain; comments, quotes and layout stay (first: what would it do?):
        mapper check acme.yaml --diff
        mapper check acme.yaml --fix

    Warnings alone do not stop a mapping from running. With --fix and a file named `-` the repaired text goes to
    standard output, and what is told of it to standard error.

    Exit codes, after the repairs: 0 no errors, 1 errors, 2 a file cannot be read or written.
    """
    if fix or as_difference:
        _fix(ctx, files, form, as_difference=as_difference)
        return
    checked: list[Diagnostics] = []
    unreadable = False
    for name in files:
        try:
            checked.append(check_mapping(name)[1])
        except OSError as refusal:
            click.echo(f"Error: {refused(refusal)}", err=True)
            unreadable = True
    show = {"text": _show_text, "json": _show_json, "github": _show_annotations}[form]
    show(checked)
    ctx.exit(2 if unreadable else 1 if any(faults.has_errors for faults in checked) else 0)


def _fix(ctx: click.Context, files: tuple[str, ...], form: str, *, as_difference: bool) -> None:
    """Repair the files, or show what that would change, and tell of the faults that they then have."""
    from .drafts import refuse_with_standard_input
    from .fixing import fix_file, tell_repairs

    refuse_with_standard_input(ctx, files)
    is_elsewhere = as_difference or STANDARD_INPUT in files
    if form != "text" and is_elsewhere:
        raise click.UsageError("standard output has the text or the difference; --format goes with neither", ctx)
    checked: list[Diagnostics] = []
    repairs: list[Repair] = []
    unreadable = False
    for name in files:
        try:
            faults, repaired = fix_file(name, as_difference=as_difference)
            checked.append(faults)
            repairs += repaired
        except OSError as refusal:
            click.echo(f"Error: {refused(refusal)}", err=True)
            unreadable = True
    tell_repairs(repairs, done=not as_difference, err=is_elsewhere or form != "text")
    if as_difference:
        click.echo(_summary(checked), err=True)
    elif form == "text":
        _show_text(checked, err=is_elsewhere)
    else:
        (_show_json if form == "json" else _show_annotations)(checked)
    ctx.exit(2 if unreadable else 1 if any(faults.has_errors for faults in checked) else 0)


def _show_text(checked: list[Diagnostics], *, err: bool = False) -> None:
    for faults in checked:
        print_faults(faults, err=err)
    if checked:
        click.echo(_summary(checked), err=err)
    codes = {found.code.name for faults in checked for found in faults}
    if codes:
        one, more = (codes.pop(), "") if len(codes) == 1 else ("CODE", " of each")
        click.echo(paint(f"`mapper codes {one}` tells more{more}", "muted"), err=err)


def _summary(checked: list[Diagnostics]) -> str:
    """`2 errors and 1 warning in 3 files`."""
    severities = [found.severity for faults in checked for found in faults]
    amounts = [(severities.count(severity), severity.value) for severity in Severity]
    amounts.append((sum(map(len, checked)) - len(severities), "more fault"))
    found = " and ".join(counted(amount, name) for amount, name in amounts if amount)
    return f"{found or 'no faults'} in {counted(len(checked), 'file')}"


def _show_json(checked: list[Diagnostics]) -> None:
    faults = [write_json(diagnostic_json(found)) for listed in checked for found in listed]
    print_utf8("[" + ",\n ".join(faults) + "]")


def _show_annotations(checked: list[Diagnostics]) -> None:
    for faults in checked:
        for found in faults:
            print_utf8(diagnostic_annotation(found))
