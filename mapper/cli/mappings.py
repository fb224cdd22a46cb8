"""The file name of a mapping -> the mapping, checked or compiled; its faults -> what is printed of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ..engine.diagnostics import Diagnostics
from ..render import diagnostic_text
from .streams import STANDARD_INPUT, paint, reading

if TYPE_CHECKING:
    from .. import CompiledMapping
    from ..engine.checked import CheckedMapping
    from ..engine.checks.account import DeclaredAccount


def check_mapping(name: str, account: DeclaredAccount | None = None) -> tuple[CheckedMapping | None, Diagnostics]:
    """The mapping in the file *name* (`-`: standard input), None if it cannot run, and all faults.

    *account* says what an account has, for what rules ask of it. Raises OSError.
    """
    from .. import files
    from ..engine.yaml_nodes import MOST_BYTES, decode

    if name != STANDARD_INPUT:
        return files.check(name, account=account)
    with reading(name) as file:
        source, undecodable = decode(name, file.read(2 * MOST_BYTES))
    return (None, undecodable) if undecodable.has_errors else files.check_text(source.text, name=name, account=account)


def load_mapping(name: str) -> CompiledMapping:
    """The compiled mapping of the file *name*. Raises OSError; prints the faults and exits with 1 if it has errors."""
    from ..engine.compiler import compile_mapping

    mapping, faults = check_mapping(name)
    if mapping is None:
        print_faults(faults, err=True)
        raise click.exceptions.Exit(1)
    return compile_mapping(mapping)


def print_faults(faults: Diagnostics, *, err: bool = False) -> None:
    """Print each fault with its source line, on standard error if *err*, and how many are not shown."""
    listed = list(faults)
    for found in listed:
        click.echo(diagnostic_text(found, paint) + "\n", err=err)
    if len(faults) > len(listed):
        click.echo(f"{len(faults) - len(listed)} more faults are not shown\n", err=err)
