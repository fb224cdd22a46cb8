"""The code in, the pages of docs/ that are made from it out: commands, functions and codes. `make docs` writes them."""

from __future__ import annotations

import importlib
import json
import pkgutil
from pathlib import Path

import click

import mapper
from mapper.cli import main as program
from mapper.cli.library import LIBRARY
from mapper.engine.diagnostics import CODES
from mapper.engine.functions.declaration import Function
from mapper.engine.templates.filters import filter_named, filter_usage

DOCS = Path(__file__).resolve().parent
MADE = "<!-- Made from the code by `make docs`. -->"


def commands() -> str:
    """What `--help` says, of the program and of every command."""
    parts = [MADE, "# Commands", help_text(program, "mapper")]
    with click.Context(program, info_name="mapper", **program.context_settings) as context:
        for name in program.list_commands(context):
            command = program.get_command(context, name)
            if command is not None:
                parts += [f"## mapper {name}", help_text(command, name, context)]
    return "\n\n".join(parts) + "\n"


def help_text(command: click.Command, name: str, parent: click.Context | None = None) -> str:
    """The help of a command as a block of Markdown, as wide as a terminal of 100 columns shows it."""
    width = {"terminal_width": 100, "max_content_width": 100}
    context = click.Context(command, info_name=name, parent=parent, **{**command.context_settings, **width})
    return f"```\n{command.get_help(context)}\n```"


def functions() -> str:
    """Every function of the library by what it is about, and the filters of Jinja2, with their examples."""
    parts = [MADE, "# Functions"]
    for kind, listed in LIBRARY.items():
        parts += [f"## {kind}", *map(function_text, sorted(listed, key=lambda function: function.name))]
    return "\n\n".join(parts) + "\n"


def function_text(function: Function) -> str:
    """One function: how it is called, what it does, and what it gives."""
    used = f"; in templates `{filter_usage(function)}`" if filter_named(function.name) is function else ""
    lines = [f"### {function.name}", "", f"`{function.signature}`{used}", "", function.about]
    for example in function.examples:
        on = f" on {code_span(written(example.payload))}" if example.payload != {} else ""
        lines += ["", f"- {code_span(example.expression)}{on} is {code_span(written(example.result))}"]
    return "\n".join(lines)


def codes() -> str:
    """Every kind of fault that a mapping can have."""
    for module in pkgutil.walk_packages(mapper.__path__, "mapper."):
        if module.name != "mapper.__main__":
            importlib.import_module(module.name)  # a code is declared where its check is
    rows = [f"| `{code.name}` | {code.severity.value} | {code.about} |" for _, code in sorted(CODES.items())]
    return "\n".join([MADE, "", "# Codes", "", "| code | severity | about |", "| --- | --- | --- |", *rows]) + "\n"


def code_span(text: str) -> str:
    """Text as code in Markdown; JMESPath writes its literals between the very quotes that Markdown takes for code."""
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def written(value: object) -> str:
    """A JSON value as its text."""
    return json.dumps(value, ensure_ascii=False)


PAGES = {"commands.md": commands, "functions.md": functions, "codes.md": codes}


def main() -> None:
    """Write the pages."""
    for name, made in PAGES.items():
        (DOCS / name).write_text(made(), encoding="utf-8", newline="")


if __name__ == "__main__":
    main()
