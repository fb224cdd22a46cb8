"""File names -> open files, refusals of the system -> sentences, roles of text -> colours of a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from ..terminal import shown

if TYPE_CHECKING:
    from ..render import Role

STANDARD_INPUT = "-"

_LOOKS: dict[Role, dict[str, str | bool]] = {
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow", "bold": True},
    "hint": {"fg": "cyan"},
    "strong": {"bold": True},
    "muted": {"dim": True},
    "added": {"fg": "green"},
    "removed": {"fg": "red"},
}


class WrongUse(click.ClickException):
    """What the user asked for cannot be done: one sentence, exit code 2."""

    exit_code = 2

    def __init__(self, sentence: str) -> None:
        super().__init__(shown(sentence))


def paint(text: str, role: Role) -> str:
    """*text* in the colours of its role; `click.echo` takes them away where there is no terminal."""
    return click.style(text, **_LOOKS[role])  # type: ignore[arg-type]


def refused(refusal: OSError) -> str:
    """The sentence for what the system would not do, with the name of the file if it is about one."""
    reason = (refusal.strerror or str(refusal)).lower()
    if not refusal.filename:
        return f"cannot go on: {reason}"
    if isinstance(refusal, FileNotFoundError) and isinstance(refusal.filename, str):
        folder = Path(refusal.filename).parent
        reason = reason if folder.exists() else f"there is no directory '{folder}'"
    return f"cannot use '{refusal.filename}': {reason}"


@contextmanager
def reading(name: str) -> Iterator[BinaryIO]:
    """The file of that name (`-`: standard input), open for reading bytes. Raises OSError when it cannot be read."""
    if name == STANDARD_INPUT:
        if sys.stdin is None:
            raise WrongUse("standard input is closed")
        yield sys.stdin.buffer
    else:
        with Path(name).open("rb") as file:
            yield file


def print_utf8(line: str) -> None:
    """Print what programs read: a line in UTF-8 whatever the terminal is, at once for those who wait for it."""
    sys.stdout.buffer.write(line.encode() + b"\n")
    sys.stdout.buffer.flush()
