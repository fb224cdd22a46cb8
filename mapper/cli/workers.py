"""Tasks in, their answers out in the same order, worked out by processes that are there as long as they are needed.

A worker is given the Job once and then one batch of tasks after another. Batches are dealt round by round, so that
answers come back in order without being sorted, and no worker ever has more than one batch: nothing piles up, and
neither side waits to send while the other does.
"""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import islice
from multiprocessing import get_context
from typing import TYPE_CHECKING, Final, Generic

from .streams import WrongUse
from .tasks import Answer, Job, Task

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

MOST_TASKS: Final = 500
MOST_BYTES: Final = 2**20
"""A batch ends with the task that reaches one of the two."""


def spread(tasks: Iterator[Task], job: Job[Answer], processes: int) -> Iterator[Answer]:
    """The answers of *job* to *tasks*, worked out by at most so many processes; none of them outlives the iterator.

    Raises WrongUse when a process ends before its work is done.
    """
    batches = _batches(tasks)
    begin = list(islice(batches, processes))
    with ExitStack() as ends:
        workers: deque[_Worker[Answer]] = deque([ends.enter_context(_started()) for _ in begin])
        for worker, batch in zip(workers, begin, strict=True):
            worker.send(job)
            worker.send(batch)
        for batch in batches:
            worker = workers.popleft()
            answers = worker.receive()
            worker.send(batch)
            workers.append(worker)
            yield from answers
        for worker in workers:
            yield from worker.receive()


def _batches(tasks: Iterator[Task]) -> Iterator[list[Task]]:
    batch: list[Task] = []
    size = 0
    for task in tasks:
        batch.append(task)
        size += len(task.piece.data)
        if len(batch) == MOST_TASKS or size >= MOST_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


class _Worker(Generic[Answer]):
    """A process and the channel to it."""

    def __init__(self, process: SpawnProcess, channel: Connection) -> None:
        self._process = process
        self._channel = channel

    def send(self, what: Job[Answer] | list[Task]) -> None:
        try:
            self._channel.send(what)
        except ConnectionError as gone:
            raise self._ended() from gone

    def receive(self) -> list[Answer]:
        try:
            answers: list[Answer] = self._channel.recv()
        except (EOFError, ConnectionError) as gone:
            raise self._ended() from gone
        return answers

    def _ended(self) -> WrongUse:
        self._process.join()
        code = self._process.exitcode or 0
        how = f"was killed by signal {-code}" if code < 0 else f"ended with exit code {code}"
        return WrongUse(f"a process of --jobs {how} before its work was done; fewer of them take less memory")


@contextmanager
def _started() -> Iterator[_Worker[Answer]]:
    """A worker that has just been started, and ends with the block."""
    spawn = get_context("spawn")
    ours, theirs = spawn.Pipe()
    process = spawn.Process(target=_work, args=(theirs,), daemon=True)
    try:
        _start_deaf(process)
        theirs.close()
        yield _Worker(process, ours)
    finally:
        ours.close()
        process.terminate()
        process.join()


def _start_deaf(process: SpawnProcess) -> None:
    """Start a process that Ctrl-C, which a terminal sends to all, does not reach: the one that the user sees ends it.

    What is ignored at its start a process ignores before its first line.
    """
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        process.start()
    finally:
        signal.signal(signal.SIGINT, before)


def _work(channel: Connection) -> None:
    """Receive a job, then batches of tasks, and send the answers, until the other side is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # for systems where that is not inherited
    try:
        job: Job[object] = channel.recv()
        while True:
            tasks: list[Task] = channel.recv()
            channel.send([job.answer(task) for task in tasks])
    except (EOFError, ConnectionError):
        return
