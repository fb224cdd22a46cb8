"""`mapper check`: files of mappings and of their tests -> every fault with its place."""

from __future__ import annotations

from collections.abc import Callable, Container
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..engine.diagnostics import Diagnostics, Severity
from ..json_writer import write_json
from ..render import counted, diagnostic_annotation, diagnostic_json
from .choosing import are_tests, ours
from .mappings import check_mapping, print_faults
from .streams import STANDARD_INPUT, paint, print_utf8, refused

if TYPE_CHECKING:
    from ..engine.checks.account import DeclaredAccount
    from ..engine.repairs import Repair
    from ..engine.text import Source


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
@click.option("--account", metavar="FILE", type=click.Path(), help="What the account has (YAML), to check rules with.")
@click.option("--fix", is_flag=True, help="Repair what is certain, and show what is left.")
@click.option("--diff", "as_difference", is_flag=True, help="Show what --fix would change, and change nothing.")
@click.option("--skip-others", is_flag=True, help="Pass over YAML that is neither a mapping nor tests of one.")
@click.pass_context
def command(
    ctx: click.Context,
    files: tuple[str, ...],
    form: str,
    account: str | None,
    fix: bool,
    as_difference: bool,
    skip_others: bool,
) -> None:
    """Show every fault of mappings and of tests, with its place and a hint.

    \b
    One mapping, a mapping and its tests, or all of a directory:
        mapper check acme.yaml
        mapper check acme.yaml acme.tests.yaml
        mapper check mappings/*.yaml
    Of any files that there are, such as all that a commit changes:
        mapper check --skip-others *.yaml
    What an editor or a script reads:
        mapper check acme.yaml --format json
    Beside the changed lines of a pull request:
        mapper check mappings/*.yaml --format github
    Let it repair what is certain; comments, quotes and layout stay (first: what would it do?):
        mapper check acme.yaml --diff
        mapper check acme.yaml --fix
    With the names that the account has for `account.x`, and those of its connections:
        mapper check acme.yaml --account account.yaml

    Warnings alone do not stop a mapping from running. Tests are files named *.tests.yaml; they are checked when they
    are named themselves, and not run. With --skip-others a file is a mapping when one of its lines
    begins with `mapping:`, and tests when one begins with `cases:`.

    With --fix and a file named `-` the repaired text goes to standard output, and what is told of it to standard
    error.

    Exit codes, after the repairs: 0 no errors, 1 errors, 2 a file cannot be read or written.
    """
    files = ours(files) if skip_others else files
    declared = _declared(account) if account is not None else None
    if fix or as_difference:
        _fix(ctx, files, form, declared, as_difference=as_difference)
        return
    checked: list[Diagnostics] = []
    unreadable = False
    for name in files:
        try:
            checked += _faults_of(name, files, declared)
        except OSError as refusal:
            click.echo(f"Error: {refused(refusal)}", err=True)
            unreadable = True
    show = {"text": _show_text, "json": _show_json, "github": _show_annotations}[form]
    show(checked)
    ctx.exit(2 if unreadable else 1 if any(faults.has_errors for faults in checked) else 0)


def _faults_of(name: str, given: Container[str], account: DeclaredAccount | None) -> list[Diagnostics]:
    """The faults of a mapping, or of tests; then also those of their mapping, if it cannot run and is not *given*."""
    if not are_tests(name):
        return [check_mapping(name, account)[1]]
    from ..cases.suites import load_suites

    (suite,) = load_suites([Path(name)])
    mapping = suite.mapping
    if mapping is None or mapping.checked is not None or mapping.name in given:
        return [suite.faults]
    return [suite.faults, mapping.faults]


def _check_of(name: str, account: DeclaredAccount | None) -> Callable[[Source], Diagnostics]:
    """What finds the faults of a text that stands in the file *name*."""
    if not are_tests(name):
        from ..files import check_text

        return lambda source: check_text(source.text, name=source.name, account=account)[1]
    from ..cases.suites import TestedMapping, load_suite

    loaded: dict[Path, TestedMapping] = {}
    return lambda source: load_suite(Path(name), source.text.encode(), loaded).faults


def _declared(name: str) -> DeclaredAccount:
    """What the account in the file *name* has."""
    from ..context_files import read_declared
    from .context import from_yaml

    return from_yaml(read_declared, name)


def _fix(
    ctx: click.Context, files: tuple[str, ...], form: str, account: DeclaredAccount | None, *, as_difference: bool
) -> None:
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
            faults, repaired = fix_file(name, _check_of(name, account), as_difference=as_difference)
            checked += [faults, *_faults_of(name, files, account)[1:]]
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
