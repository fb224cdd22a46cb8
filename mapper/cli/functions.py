"""`mapper functions`: a name, or none -> what a function takes, does and gives, or the list of all."""

from __future__ import annotations

import shutil
import sys

import click

from ..json_writer import write_json
from .streams import WrongUse, print_utf8


@click.command("functions")
@click.argument("name", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Text for people, json for programs.",
)
def command(name: str | None, form: str) -> None:
    """Show the functions of expressions and the filters of templates.

    \b
    All of them, a line each:
        mapper functions
    How one is called, what it does, and examples:
        mapper functions title_name
    What an editor or a script reads:
        mapper functions --format json
    """
    from . import library  # the engine is slow to import, and `mapper --help` needs none

    chosen = library.chosen(name)
    if name is not None and not chosen:
        hint = library.suggestion(name)
        raise WrongUse(f"there is no function '{name}'" + (f"; {hint}" if hint else ""))
    if form == "json":
        print_utf8("[" + ",\n ".join(write_json(library.function_json(kind, each)) for kind, each in chosen) + "]")
    elif name is None:
        click.echo(library.overview(shutil.get_terminal_size().columns if sys.stdout.isatty() else None))
    else:
        click.echo("\n\n".join(library.function_text(kind, each) for kind, each in chosen))
