"""How far the reading of a file is -> a line on a terminal: a bar, how many payloads, how fast, and the time left."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import BinaryIO, Final

import click

from ..terminal import cut, padded, shown

_LONG_WORK: Final = 4 * 2**20
"""Bytes of a file from which its progress is worth a line."""

_PATIENCE: Final = 1.0
"""Seconds after which it is, where the size is not known."""

_BETWEEN: Final = 0.2
"""Seconds from one line to the next."""

_LABEL, _BAR, _LINE = 16, 20, 79


@contextmanager
def progress(name: str, file: BinaryIO, *, is_shown_at_end: bool = False) -> Iterator[Callable[[], None]]:
    """A line for the open *file* that people know as *name*; gives what is to be called after each payload.

    Only on a terminal, and only when there is so much to do that somebody waits, and the output goes elsewhere or
    *is_shown_at_end*.
    """
    is_watched = sys.stderr.isatty() and (is_shown_at_end or not sys.stdout.isatty())
    size = _size(file) if is_watched else 0
    if size is not None and size < _LONG_WORK:
        yield lambda: None
        return
    line = Line(shown(Path(name).name), size, lambda text: click.echo(f"\r{text}", nl=False, err=True))
    try:
        yield lambda: line.advance(file.tell)
    finally:
        line.finish(file.tell)


def _size(file: BinaryIO) -> int | None:
    """How many bytes the file has; None when that is not known, as of a pipe."""
    status = os.fstat(file.fileno())
    return status.st_size if stat.S_ISREG(status.st_mode) else None


class Line:
    """Counts payloads, and says with *draw* now and then how far it is in *size* bytes, if their number is known."""

    def __init__(
        self, label: str, size: int | None, draw: Callable[[str], None], clock: Callable[[], float] = monotonic
    ) -> None:
        self._label = padded(cut(label, _LABEL), _LABEL)
        self._size = size
        self._draw = draw
        self._clock = clock
        self._begin = clock()
        self._due = self._begin + (_PATIENCE if size is None else 0)
        self._count = 0
        self._is_drawn = False

    def advance(self, position: Callable[[], int]) -> None:
        """A payload more was read; *position* tells how many bytes that was, and is asked when a line is due."""
        self._count += 1
        now = self._clock()
        if now >= self._due:
            self._due = now + _BETWEEN
            self._is_drawn = True
            self._draw(self._text(now - self._begin, position))

    def finish(self, position: Callable[[], int]) -> None:
        """Leave the line as it is in the end, and begin the next one."""
        if self._is_drawn:
            self._draw(self._text(self._clock() - self._begin, position) + "\n")

    def _text(self, seconds: float, position: Callable[[], int]) -> str:
        rate = f"{self._count / seconds:,.0f} a second" if seconds else ""
        if self._size is None:
            return padded(f"{self._label}  {self._count:,} payloads  {rate}", _LINE)
        share = min(position() / self._size, 1)
        done = int(share * _BAR)
        left = f"{_minutes(seconds / share - seconds)} left" if share else ""
        return padded(f"{self._label}  [{'#' * done}{'-' * (_BAR - done)}] {share:4.0%}  {rate}  {left}", _LINE)


def _minutes(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
