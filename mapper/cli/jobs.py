"""Tasks and a Job -> the answers in the order of the tasks, from one process or from as many as `--jobs` says."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from itertools import islice
from typing import Final

import click

from ..terminal import shown
from .tasks import Answer, Job, Task

_MOST_PROCESSES: Final = 64

WORTH_PROCESSES: Final = 2000
"""To work on fewer payloads takes no longer than to start a process."""


def _processes(ctx: click.Context, parameter: click.Parameter, value: str) -> int:
    """The number that *value* says; `auto` and 0 are one for each core."""
    number = 0 if value == "auto" else int(value) if value.isdecimal() and len(value) < 4 else -1
    if not 0 <= number <= _MOST_PROCESSES:
        raise click.BadParameter(
            f"'{shown(value)}' is neither auto nor a number up to {_MOST_PROCESSES}", ctx, parameter
        )
    return number or min(_cores(), _MOST_PROCESSES)


def _cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


with_jobs = click.option(
    "--jobs",
    "processes",
    callback=_processes,
    default="1",
    show_default=True,
    metavar="N",
    help="Map in N processes at once, auto: one for each core. Answers to many payloads then come by the hundred.",
)
"""Gives a command the option --jobs, as its argument `processes`."""


def answers(tasks: Iterator[Task], job: Job[Answer], processes: int) -> Generator[Answer, None, None]:
    """The answer to each task, in their order; to be closed when no more are wanted.

    The first ones are worked out here, each before the next task is asked for. Only when there are more than that,
    *processes* take over (if it is more than 1), and tasks go out and answers come back by the hundred.
    """
    yield from map(job.answer, tasks if processes == 1 else islice(tasks, WORTH_PROCESSES))
    if processes > 1:
        from .workers import spread  # slow to import, and seldom needed

        yield from spread(tasks, job, processes)
