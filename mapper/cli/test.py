"""`mapper test`: files of tests -> what differs from what they expect, and how much of their mappings they reach."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..json_writer import write_json
from ..terminal import shown
from .choosing import is_mapping
from .context import CONTEXT_OPTIONS, Context, with_context
from .mappings import print_faults
from .streams import WrongUse, paint, print_utf8, reading

if TYPE_CHECKING:
    from ..cases.suites import Suite
    from ..schemas.values import Json


@click.command("test")
@click.argument("paths", nargs=-1, type=click.Path(), metavar="[PATH]...")
@click.option("--coverage", is_flag=True, help="List the rules, candidates and outcomes of conditions not reached.")
@click.option(
    "--fail-under",
    type=click.IntRange(0, 100),
    metavar="N",
    help="Fail when less than N percent of a mapping is reached; in a directory, of one without tests too.",
)
@click.option("--junit", type=click.Path(), metavar="FILE", help="Write a JUnit report (XML) to FILE.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Text for people, json for programs.",
)
@click.option(
    "--record", "payload", type=click.Path(), metavar="PAYLOAD", help="Add a case with what becomes of PAYLOAD."
)
@click.option("--case", "name", metavar="NAME", help="What the recorded case is called.")
@with_context
@click.pass_context
def command(
    ctx: click.Context,
    paths: tuple[str, ...],
    coverage: bool,
    fail_under: int | None,
    junit: str | None,
    form: str,
    payload: str | None,
    name: str | None,
    context: Context,
) -> None:
    """Run the tests of mappings, and show only what differs.

    \b
    All tests below this directory, or those of one mapping:
        mapper test
        mapper test acme.yaml
    What no test has reached yet; in CI, no less than nine tenths:
        mapper test acme.yaml --coverage
        mapper test --fail-under 90 --junit report.xml
    Keep what becomes of a user today, as one more case:
        mapper test acme.yaml --record user.json --case "a manager who left"

    The tests of acme.yaml stand beside it, in acme.tests.yaml:

    \b
        cases:
          - case: the user name is no address, so the e-mail is taken
            user: {userName: babs, emails: [{value: babs@example.com}]}
            expect: {primary_email: babs@example.com}

    A PATH is a mapping, a file of tests, or a directory that is searched for files named *.tests.yaml. The options
    from --current to --now say what stands beside a PAYLOAD that is recorded.

    Exit codes: 0 all passed, 1 something failed, 2 a file cannot be used or there are no tests.
    """
    if payload is not None:
        _record(ctx, paths, payload, name, context)
        return
    _refuse_options_of_record(ctx)
    suites = _ran(paths or (".",))
    _show(suites, form, coverage=coverage)
    if junit is not None:
        _write_junit(suites, junit)
    low = [*_too_low(suites, fail_under), *_untested(paths or (".",), suites, fail_under)]
    for sentence in low:
        click.echo(paint(sentence, "error"), err=True)
    ctx.exit(1 if low or not all(suite.passed for suite in suites) else 0)


def _ran(paths: Sequence[str]) -> list[Suite]:
    """The tests that *paths* mean, and what became of them."""
    from ..cases import suites as found

    try:
        suites = found.load_suites(found.find_tests(paths))
    except found.NoTests as nothing:
        raise WrongUse(str(nothing)) from nothing
    for suite in suites:
        suite.run()
    return suites


def _show(suites: Sequence[Suite], form: str, *, coverage: bool) -> None:
    from ..cases import report

    if form == "json":
        print_utf8(write_json(report.report_json(suites), indent=2))
    else:
        click.echo(report.report_text(suites, coverage=coverage, paint=paint))


def _write_junit(suites: Sequence[Suite], name: str) -> None:
    from ..cases.junit import junit

    Path(name).write_bytes(junit(suites))


def _too_low(suites: Sequence[Suite], fail_under: int | None) -> list[str]:
    """A sentence for each mapping of which too little is reached."""
    from ..cases.report import tested_mappings

    found = [(mapping.name, mapping.coverage) for mapping in tested_mappings(suites)]
    return [
        f"{shown(name)}: {coverage.percent} % is less than the {fail_under} % of --fail-under"
        for name, coverage in found
        if coverage is not None and fail_under is not None and coverage.percent < fail_under
    ]


def _untested(paths: Sequence[str], suites: Sequence[Suite], fail_under: int | None) -> list[str]:
    """A sentence for all mappings below the directories of *paths* that no tests are for, of which 0 % is reached."""
    from ..cases.suites import find_untested

    if not fail_under:
        return []
    names = [shown(name) for name in map(str, find_untested(paths, suites)) if is_mapping(name)]
    return [f"no tests: {', '.join(names)}; 0 % is less than the {fail_under} % of --fail-under"] if names else []


# --- recording -------------------------------------------------------------------------------------------------------


def _refuse_options_of_record(ctx: click.Context) -> None:
    """What stands beside a payload stands in the tests, unless one is recorded."""
    for name in ("name", *CONTEXT_OPTIONS):
        if ctx.params.get(name) is not None:
            option = "case" if name == "name" else name
            raise click.UsageError(f"--{option} goes with --record; tests say themselves what they need", ctx)


def _record(ctx: click.Context, paths: Sequence[str], payload: str, name: str | None, context: Context) -> None:
    from ..cases.recorded import Recorded
    from ..cases.recording import NotRecorded, record

    if len(paths) != 1:
        raise click.UsageError("name the one mapping, or file of tests, that gets the case", ctx)
    if Path(paths[0]).is_dir():
        raise WrongUse(f"'{paths[0]}' is a directory; name the mapping, or the file of tests, that gets the case")
    given = ctx.params
    recorded = Recorded(
        payload=_payload(payload),
        file=payload,
        name=name,
        current=context.current,
        groups=context.groups if given["groups"] else None,
        directory=context.directory,
        directory_file=given["directory"],
        account=context.account,
        connection=context.connection,
        now=given["now"],
    )
    try:
        tests, called = record(Path(paths[0]), recorded, datetime.now(UTC))
    except NotRecorded as refusal:
        if refusal.faults is not None:
            print_faults(refusal.faults, err=True)
        click.echo(f"Error: {shown(str(refusal))}", err=True)
        ctx.exit(1)
    click.echo(f"recorded '{shown(called)}' in {shown(str(tests))}")


def _payload(name: str) -> dict[str, Json]:
    """The one user or group of a file."""
    from ..payloads import read_stream
    from ..schemas.values import InvalidPayload

    with reading(name) as file:
        items = [item for item, _ in zip(read_stream(file), range(2), strict=False)]
    if len(items) > 1:
        raise WrongUse(f"'{name}' holds several payloads; one is recorded at a time")
    try:
        return items[0].payload
    except InvalidPayload as fault:
        place = f"{name}:{fault.line}:{fault.column}" if fault.line and fault.column else name
        raise WrongUse(f"{place}: {fault.message}") from fault
