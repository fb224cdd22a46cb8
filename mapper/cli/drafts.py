"""A file, or standard input, in; its text, and what is written in its place out: the file anew, a difference, a stream.

Line ends, a byte order mark and the rights of the file stay what they were.
"""

from __future__ import annotations

import codecs
import difflib
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from ..engine.diagnostics import Diagnostics
from ..engine.text import Source
from ..engine.yaml_nodes import MOST_BYTES, decode
from ..rewriting import Original, read_original, rewrite
from ..terminal import shown
from .streams import STANDARD_INPUT, WrongUse, reading

_MOST = MOST_BYTES + len(codecs.BOM_UTF8)


@dataclass(frozen=True, slots=True)
class Draft:
    """What a file holds; `undecodable` has the fault of bytes that are no text."""

    original: Original
    source: Source
    undecodable: Diagnostics

    @property
    def is_text(self) -> bool:
        """Whether all of it was read, and as text, so that it may be written anew."""
        return self.original.is_whole and not self.undecodable.has_errors

    def put(self, text: str) -> bool:
        """Write *text* in the place of what was there; tells whether that is another. Raises OSError."""
        data = text.encode()
        if self.original.data.startswith(codecs.BOM_UTF8):
            data = codecs.BOM_UTF8 + data
        if self.original.name == STANDARD_INPUT:
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
        elif data != self.original.data:
            rewrite(self.original, data)
        return data != self.original.data

    def pass_on(self) -> None:
        """Let standard input through as it came."""
        if self.original.name == STANDARD_INPUT:
            sys.stdout.buffer.write(self.original.data)
            sys.stdout.buffer.flush()

    def show_difference(self, text: str) -> bool:
        """Print what would change, as `diff -u` writes it; tells whether anything would."""
        lines = list(_difference(self.original.name, self.source.text, text))
        if sys.stdout.isatty():
            lines = [f"{shown(line[:-1])}\n" for line in lines]  # what steers a terminal is shown, not done
        sys.stdout.buffer.write("".join(lines).encode())
        sys.stdout.buffer.flush()
        return bool(lines)


def read_draft(name: str) -> Draft:
    """The file *name*, or standard input. Raises OSError."""
    if name != STANDARD_INPUT:
        original = read_original(name, _MOST)
        return Draft(original, *decode(name, original.data))
    with reading(name) as file:
        data = file.read(_MOST + 1)
    if len(data) > _MOST:
        raise WrongUse(f"standard input has more than {MOST_BYTES // 1024} KiB")
    return Draft(Original(name, Path(), data), *decode(name, data))


def refuse_with_standard_input(ctx: click.Context, names: tuple[str, ...]) -> None:
    """What is written in the place of standard input is standard output, which is not shared. Raises UsageError."""
    if STANDARD_INPUT in names and len(names) > 1:
        raise click.UsageError("'-' stands alone: the text goes to standard output", ctx)


def _difference(name: str, before: str, after: str) -> Iterator[str]:
    for line in difflib.unified_diff(_lines(before), _lines(after), name, name):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _lines(text: str) -> list[str]:
    """The lines as `diff` sees them, each with its end but perhaps the last."""
    *lines, rest = text.split("\n")
    return [f"{line}\n" for line in lines] + ([rest] if rest else [])
