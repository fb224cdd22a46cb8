"""Files of payloads -> Tasks, one for each payload; and what a Job is that works on them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from .progress import progress
from .streams import reading

if TYPE_CHECKING:
    from ..payloads import Piece

Answer = TypeVar("Answer")
AnswerOut = TypeVar("AnswerOut", covariant=True)


class Task(NamedTuple):
    """A payload that is not read yet: its number among all (from 1), the file it stands in, and its number there."""

    number: int
    file: str
    piece: Piece
    number_in_file: int


class Job(Protocol[AnswerOut]):
    """What is done with every payload. It goes to the processes that work on it, and so do its answers back."""

    def answer(self, task: Task) -> AnswerOut:
        """What comes of one payload."""


def tasks_of(files: tuple[str, ...], *, is_shown_at_end: bool = False) -> Iterator[Task]:
    """The payloads of all files, one after another, with a line about how far that is; see `progress`."""
    from ..payloads import split_stream

    numbers = count(1)
    for name in files:
        with reading(name) as file, progress(name, file, is_shown_at_end=is_shown_at_end) as advance:
            for number_in_file, piece in enumerate(split_stream(file), 1):
                advance()
                yield Task(next(numbers), name, piece, number_in_file)
