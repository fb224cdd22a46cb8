"""The program `mapper`: arguments in; output, sentences on faults and an exit code out.

Each command stands in the module of its name, which is imported when the command is asked for. What the system refuses
(a missing file, a full disk) leaves a command as an OSError and becomes a sentence here. Exit codes: 0 done, 1 faults
found, 2 wrong use; 70 a fault of the program itself, which is told without a trace: that may quote what it worked on;
130 and 141, as shells count, when the user or the reader of the output ended it.
"""

from __future__ import annotations

import importlib
import os
import sys
from io import TextIOWrapper

import click
from click.shell_completion import CompletionItem

from .streams import WrongUse, refused

COMMANDS = {
    "check": "Show every fault of mappings and of tests, with its place and a hint.",
    "fmt": "Give mappings and their tests one layout.",
    "run": "Map users and groups to people, as MAPPING says.",
    "explain": "Show why each field has its value, or none.",
    "test": "Run the tests of mappings, and show only what differs.",
    "diff": "Show what differs between two mappings: rules, and the people that they make of payloads.",
    "functions": "Show the functions of expressions and the filters of templates.",
    "codes": "Show what the codes of faults and problems mean: an example, its repair, and why it is told.",
    "schema": "Print the JSON Schema of mappings, by which editors complete, explain and underline.",
    "play": "Open the playground on a mapping of your own.",
    "serve": "Serve the playground: a mapping and a payload in the browser, live.",
}
"""The commands, in the order in which a newcomer meets them, each with its first sentence: help and completion show it
without importing any."""

FAULT_OF_OURS, INTERRUPTED, BROKEN_PIPE = 70, 130, 141


class Commands(click.Group):
    """The commands by name, each imported when it is needed; ends quietly when it is interrupted."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of COMMANDS."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, None when there is none."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"{__name__}.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands in the help."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """The commands that begin with what was typed, and the options of the program."""
        named = [CompletionItem(name, help=about) for name, about in COMMANDS.items() if name.startswith(incomplete)]
        return named + click.Command.shell_complete(self, ctx, incomplete)

    def invoke(self, ctx: click.Context) -> None:
        """Run the command. An interrupt and a reader that went away end it without a word."""
        if sys.stdout is None:
            raise WrongUse("standard output is closed")
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")  # a terminal that is not UTF-8 is no reason to fail
        if os.environ.get("NO_COLOR"):
            ctx.color = False
        try:
            super().invoke(ctx)
            sys.stdout.flush()
        except KeyboardInterrupt:
            ctx.exit(INTERRUPTED)
        except BrokenPipeError:
            _let_go_of_output()
            ctx.exit(BROKEN_PIPE)
        except OSError as refusal:
            _let_go_of_output()
            raise WrongUse(refused(refusal)) from refusal
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as fault:
            if os.environ.get("MAPPER_TRACEBACK"):
                raise
            _let_go_of_output()
            click.echo(f"Error: {_of_ours(fault)}", err=True)
            ctx.exit(FAULT_OF_OURS)


def _of_ours(fault: Exception) -> str:
    """The sentence for a fault of the program. Its message is left out: it may hold what was mapped."""
    import traceback  # slow to import, and hardly ever needed

    at = traceback.extract_tb(fault.__traceback__)[-1]
    place = f"{'/'.join(at.filename.replace(os.sep, '/').split('/')[-2:])}, line {at.lineno}"
    return (
        f"this is a fault of mapper itself, not of what it was given: {type(fault).__name__} in {place}; "
        "please report it, with what MAPPER_TRACEBACK=1 shows"
    )


def _let_go_of_output() -> None:
    """Python flushes the output once more at its end; what cannot be written must not fail there again."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _show_version(ctx: click.Context, parameter: click.Parameter, wanted: bool) -> None:
    if not wanted:
        return
    from importlib import metadata  # slow to import, and only needed here

    try:
        version = metadata.version("scim-mapper")
    except metadata.PackageNotFoundError:
        version = "from its source, not installed"
    click.echo(f"mapper {version}")
    ctx.exit()


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]}, no_args_is_help=True)
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_show_version,
    help="Show the version and exit.",
)
def main() -> None:
    """Turn SCIM users and groups into people, as a mapping says.

    \b
    See what is wrong with a mapping:
        mapper check acme.yaml
    Repair what is certain, and give it the one layout:
        mapper check --fix acme.yaml && mapper fmt acme.yaml
    See the person that a user becomes, and why a field stays as it is:
        mapper run acme.yaml user.json --format table
    See why a field has its value, or none:
        mapper explain acme.yaml user.json job_title
    Map a whole stream, one user a line:
        mapper run acme.yaml < users.ndjson > people.ndjson
    Run the tests of a mapping:
        mapper test acme.yaml
    See which rules, and which people, a new version of a mapping changes:
        mapper diff acme.yaml acme.new.yaml --payloads users.ndjson
    See what a function does, and what a fault means:
        mapper functions title_name
        mapper codes unknown-attribute
    Let an editor complete and explain what you write:
        mapper schema > mapping.schema.json
    Try mappings in the browser:
        mapper serve

    `mapper COMMAND --help` tells more of a command, with examples. A file named `-` is standard input.

    \b
    Completion of commands and options in bash (likewise zsh_source, fish_source):
        eval "$(_MAPPER_COMPLETE=bash_source mapper)"

    \b
    Exit codes: 0 done, 1 faults found, 2 wrong use, 70 a fault of mapper itself, which
    MAPPER_TRACEBACK=1 shows in full.
    """
