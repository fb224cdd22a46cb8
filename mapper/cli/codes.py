"""`mapper codes`: a code, or none -> its page with an example, the repair and why, or the list of all."""

from __future__ import annotations

import shutil
import sys

import click

from ..json_writer import write_json
from .streams import WrongUse, print_utf8


@click.command("codes")
@click.argument("code", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Text for people, json for programs.",
)
def command(code: str | None, form: str) -> None:
    """Show what the codes of faults and problems mean: an example, its repair, and why it is told.

    \b
    All of them, a line each:
        mapper codes
    One that `mapper check` told, which stands in its brackets:
        mapper codes unknown-attribute
    One of the problems of a payload, of which `mapper run` and `mapper explain` tell:
        mapper codes not-found
    What an editor or a script reads:
        mapper codes --format json
    """
    from . import code_pages  # the engine is slow to import, and `mapper --help` needs none

    chosen = code_pages.chosen(code)
    if code is not None and not chosen:
        hint = code_pages.suggestion(code)
        raise WrongUse(f"there is no code '{code}'; {hint or '`mapper codes` lists them'}")
    columns = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    if form == "json":
        print_utf8("[" + ",\n ".join(write_json(code_pages.page_json(topic, each)) for topic, each in chosen) + "]")
    elif code is None:
        click.echo(code_pages.overview(columns))
    else:
        click.echo(code_pages.page_text(chosen[0][1], columns))
