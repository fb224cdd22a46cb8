"""`mapper schema`: the name or file of a target schema -> the JSON Schema of its mappings, for editors."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..json_writer import write_json
from .mappings import print_faults
from .streams import STANDARD_INPUT, WrongUse, print_utf8, reading

if TYPE_CHECKING:
    from ..schemas.target import TargetSchema


@click.command("schema")
@click.option(
    "--target",
    default="person",
    show_default=True,
    metavar="NAME|FILE",
    help="What the mappings fill: a target schema that ships, or one in a file (YAML).",
)
@click.option("--tests", is_flag=True, help="The schema of the tests of mappings, *.tests.yaml.")
def command(target: str, tests: bool) -> None:
    """Print the JSON Schema of mappings, by which editors complete, explain and underline.

    \b
    Beside your mappings, once, and again after an update:
        mapper schema > mapping.schema.json
        mapper schema --tests > tests.schema.json
    Then let the first line of a mapping, and of its tests, say so:
        # yaml-language-server: $schema=mapping.schema.json
        # yaml-language-server: $schema=tests.schema.json
    For mappings that fill what your own product knows:
        mapper schema --target asset.yaml > mapping.schema.json

    An editor knows which keys and fields there are. What an expression says, `mapper check` knows.
    """
    from ..json_schema.cases import schema_of_tests
    from ..json_schema.mapping import schema_of_mappings

    make = schema_of_tests if tests else schema_of_mappings
    print_utf8(write_json(make(_target(target)), indent=2))


def _target(name: str) -> TargetSchema:
    """The target schema that ships by that name, else the one in the file *name*. Raises OSError."""
    from ..context_files import InvalidContext, read_target
    from ..engine.yaml_nodes import MOST_BYTES
    from ..files import PERSON
    from ..schemas.target import InvalidTargetSchema

    if name in PERSON:
        return PERSON[name]
    if name != STANDARD_INPUT and not Path(name).exists():
        raise WrongUse(f"there is no target schema '{name}', and no file of that name; {' and '.join(PERSON)} ships")
    with reading(name) as file:
        data = file.read(MOST_BYTES + 1)
    try:
        return read_target(name, data)
    except InvalidTargetSchema as invalid:
        raise WrongUse(f"{name}: {invalid}") from invalid
    except InvalidContext as invalid:
        print_faults(invalid.diagnostics, err=True)
        raise click.exceptions.Exit(WrongUse.exit_code) from invalid
