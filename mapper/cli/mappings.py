"""The file name of a mapping -> the mapping, checked or compiled; its faults -> what is printed of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ..engine.diagnostics import Diagnostics
from ..render import diagnostic_text
from .streams import STANDARD_INPUT, paint, reading

if TYPE_CHECKING:
    from .. import CompiledMapping


def check_mapping(name: str) -> Diagnostics:
    """All faults of the mapping in the file *name* (`-`: standard input). Raises OSError."""
    from .. import files

    if name == STANDARD_INPUT:
        with reading(name) as file:
            return files.check_bytes(file.read(files.MOST_BYTES + 1), name)[1]
    return files.check(name)[1]


def load_mapping(name: str) -> CompiledMapping:
    """The compiled mapping of the file *name*. Raises OSError; prints the faults and exits with 1 if it has errors."""
    from .. import InvalidMapping, load

    try:
        return load(name)
    except InvalidMapping as invalid:
        print_faults(invalid.diagnostics, err=True)
        raise click.exceptions.Exit(1) from invalid


def print_faults(faults: Diagnostics, *, err: bool = False) -> None:
    """Print each fault with its source line, on standard error if *err*, and how many are not shown."""
    listed = list(faults)
    for found in listed:
        click.echo(diagnostic_text(found, paint) + "\n", err=err)
    if len(faults) > len(listed):
        click.echo(f"{len(faults) - len(listed)} more faults are not shown\n", err=err)
