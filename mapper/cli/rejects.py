"""Payloads that could not be mapped -> a line each in a file, or a sentence each on standard error."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

import click

from ..json_writer import write_json
from ..render import counted
from ..schemas.values import InvalidPayload
from ..terminal import shown
from .streams import paint

if TYPE_CHECKING:
    from ..payloads import Item

MOST_SENTENCES = 20
"""More rejects than this are counted, not told."""


class Rejects:
    """Takes the payloads that were rejected; `count` says how many. With a file they go there, as JSON lines."""

    def __init__(self, file: BinaryIO | None) -> None:
        self.count = 0
        self._file = file

    def add(self, name: str, item: Item, fault: InvalidPayload) -> None:
        """Note the payload *item* of the file *name*, which *fault* is about."""
        self.count += 1
        if self._file:
            reject = {"file": name, "line": item.line, "code": fault.code, "reason": fault.message}
            self._file.write(write_json({**reject, "payload": item.text}).encode() + b"\n")
            self._file.flush()
        elif self.count <= MOST_SENTENCES:
            click.echo(_sentence(name, item.line, fault), err=True)

    def close(self) -> None:
        """Say how many there were, where that was not told one by one."""
        if self._file and self.count:
            click.echo(f"{counted(self.count, 'payload')} rejected, see '{shown(str(self._file.name))}'", err=True)
        elif self.count > MOST_SENTENCES:
            click.echo(f"and {self.count - MOST_SENTENCES} more, {counted(self.count, 'payload')} rejected", err=True)


def _sentence(name: str, line: int, fault: InvalidPayload) -> str:
    place = f"{shown(name)}:{fault.line or line}" + (f":{fault.column}" if fault.column else "")
    hint = f"; {shown(fault.hint)}" if fault.hint else ""
    return f"{paint(place, 'strong')}: {paint(f'error[{fault.code}]', 'error')}: {shown(fault.message)}{hint}"
