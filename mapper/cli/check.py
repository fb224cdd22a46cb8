"""`mapper check`: mapping files -> every fault with its place."""

from __future__ import annotations

import click

from ..engine.diagnostics import Diagnostics, Severity
from ..json_writer import write_json
from ..render import counted, diagnostic_annotation, diagnostic_json
from .mappings import check_mapping, print_faults
from .streams import print_utf8, refused


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
@click.pass_context
def command(ctx: click.Context, files: tuple[str, ...], form: str) -> None:
    """Show every fault of a mapping, with its place and a hint.

    \b
    One mapping, or all of a directory:
        mapper check acme.yaml
        mapper check mappings/*.yaml
    What an editor or a script reads:
        mapper check acme.yaml --format json
    Beside the changed lines of a pull request:
        mapper check mappings/*.yaml --format github

    Warnings alone do not stop a mapping from running. Exit codes: 0 no errors, 1 errors, 2 a file cannot be read.
    """
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


def _show_text(checked: list[Diagnostics]) -> None:
    for faults in checked:
        print_faults(faults)
    if checked:
        click.echo(_summary(checked))


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
