"""Payloads that could not be mapped -> a line each in a file, or a sentence each on standard error."""

from __future__ import annotations

from typing import BinaryIO, NamedTuple

import click

from ..json_writer import write_json
from ..render import counted
from ..schemas.values import InvalidPayload
from ..terminal import shown
from .streams import paint

MOST_SENTENCES = 20
"""More rejects than this are counted, not told."""


class Reject(NamedTuple):
    """A payload that cannot be mapped: its file, the line on which it begins, its text, and what is wrong with it."""

    file: str
    line: int
    text: str
    fault: InvalidPayload


class Rejects:
    """Takes the payloads that were rejected; `count` says how many. With a file they go there, as JSON lines."""

    def __init__(self, file: BinaryIO | None) -> None:
        self.count = 0
        self._file = file

    def add(self, reject: Reject) -> None:
        """Note a payload that was rejected."""
        self.count += 1
        if self._file:
            fault = reject.fault
            told = {"file": reject.file, "line": reject.line, "code": fault.code, "reason": fault.message}
            self._file.write(write_json({**told, "payload": reject.text}).encode() + b"\n")
            self._file.flush()
        elif self.count <= MOST_SENTENCES:
            click.echo(_sentence(reject), err=True)

    def close(self) -> None:
        """Say how many there were, where that was not told one by one."""
        if self._file and self.count:
            click.echo(f"{counted(self.count, 'payload')} rejected, see '{shown(str(self._file.name))}'", err=True)
        elif self.count > MOST_SENTENCES:
            click.echo(f"and {self.count - MOST_SENTENCES} more, {counted(self.count, 'payload')} rejected", err=True)


def _sentence(reject: Reject) -> str:
    fault = reject.fault
    place = f"{shown(reject.file)}:{fault.line or reject.line}" + (f":{fault.column}" if fault.column else "")
    hint = f"; {shown(fault.hint)}" if fault.hint else ""
    return f"{paint(place, 'strong')}: {paint(f'error[{fault.code}]', 'error')}: {shown(fault.message)}{hint}"
