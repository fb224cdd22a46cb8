"""`mapper play`: the playground on one's own files."""

from __future__ import annotations

import webbrowser
from pathlib import Path
from typing import Final

import click

from ..terminal import shown
from .choosing import TESTS_ENDING
from .serving import address_of, answer, listen, need
from .streams import WrongUse, refused

_WORKERS: Final = 2


@click.command("play")
@click.argument("mapping", required=False, type=click.Path(), metavar="[MAPPING]")
@click.option("--payload", type=click.Path(), metavar="FILE", help="A payload, or several, to begin with (JSON).")
@click.option("--tests", type=click.Path(), metavar="FILE", help="The tests; without it, those beside the mapping.")
@click.option("--current", type=click.Path(), metavar="FILE", help="The person as stored (JSON).")
@click.option("--groups", type=click.Path(), metavar="FILE", help="Groups of the user (JSON or NDJSON).")
@click.option("--directory", type=click.Path(), metavar="FILE", help="Organizations, sites, people to find (YAML).")
@click.option("--account", type=click.Path(), metavar="FILE", help="Values of the account (YAML).")
@click.option("--connection", metavar="NAME", help="The name of the client that sent it.")
@click.option("--now", metavar="TIME", help="The time that rules see; without it, the clock's.")
@click.option("--write", "are_written", is_flag=True, help="Write the files as they are edited in the page.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, show_default=True, help="Port; 0 for any that is free."
)
@click.option("--no-browser", is_flag=True, help="Print the address, and open no browser.")
def command(
    mapping: str | None,
    tests: str | None,
    connection: str | None,
    now: str | None,
    are_written: bool,
    port: int,
    no_browser: bool,
    **files: str | None,
) -> None:
    """Open the playground on a mapping of your own.

    \b
    Look at it with a payload:
        mapper play acme.yaml --payload sample.json
    Edit it there; each edit goes into the file:
        mapper play acme.yaml --payload sample.json --write

    The tests beside the mapping, acme.tests.yaml, are opened with it. Without files the page begins with an example.

    Files are replaced as a whole, and never over a change that somebody else made meanwhile: then the page shows
    both. The server listens on this machine only, and answers the browser that opens the printed address, which works
    once. Ctrl-C ends it.
    """
    try:
        import waitress  # noqa: F401 (missed here, before anything is started)

        from webui.app import MOST_BODY_BYTES, create_app
        from webui.play import NotText, OwnFile, OwnFiles
    except ModuleNotFoundError as missing:
        raise need(missing) from missing

    named = {"mapping": mapping, **files}
    own = OwnFiles(
        {pane: OwnFile(name) for pane, name in named.items() if name is not None}
        | ({"tests": OwnFile(*beside)} if (beside := _tests(mapping, tests)) else {}),
        {name: text for name, text in (("connection", connection), ("now", now)) if text},
        are_written,
    )
    if are_written and not own.files:
        raise WrongUse("--write needs a file to write: name a MAPPING")
    for file in own.files.values():
        try:
            file.read()
        except OSError as refusal:
            raise WrongUse(refused(refusal)) from refusal
        except NotText as refusal:
            raise WrongUse(f"'{shown(file.name)}' cannot be opened: {refusal}") from refusal
    with listen("127.0.0.1", port) as listening:
        app = create_app(workers=_WORKERS, own=own)
        address = address_of(listening) + app.extensions["entrance"].path

        def ready() -> None:
            click.echo(f"open {address}\n(the address works once; Ctrl-C ends it)")
            if not no_browser:
                webbrowser.open(address)

        answer(app, listening, workers=_WORKERS, most_bytes=MOST_BODY_BYTES, ready=ready)


def _tests(mapping: str | None, named: str | None) -> tuple[str, bool] | None:
    """The file of the tests, and whether it may be missing: where none is named, it is the one beside the mapping."""
    if named is not None:
        return named, False
    return (str(Path(mapping).with_suffix("")) + TESTS_ENDING, True) if mapping is not None else None
