"""What strangers want evaluated -> its answer, from a small pool of worker processes with limits.

A worker has no environment, no open files, little memory and little time. What goes wrong in it becomes one sentence,
and a new worker takes its place. Where the system has no process limits (Windows) only the time is limited, and
`limits_note` says so.
"""

from __future__ import annotations

import importlib.util
import json
import logging
import os
import queue
import signal
import subprocess
import sys
import threading
import weakref
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Final, Literal, cast

from .schemas.values import Json

MOST_ANSWER_BYTES: Final = 8 * 2**20
"""An answer longer than this is not passed on."""

STAGE: Final = b"at "
"""So begins a frame that tells what the worker is at; an answer is JSON, and begins otherwise."""

_LOG = logging.getLogger(__name__)

_START_SECONDS: Final = 30.0
"""A worker that is not ready by then never will be."""

_START: Final = "import sys; sys.path[:0] = sys.argv[1:2]; from mapper.sandbox_worker import main; main()"
_ROOT: Final = str(Path(__file__).resolve().parent.parent)
_WINDOWS: Final = os.name == "nt"

Reason = Literal["time", "memory", "size", "crash"]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one worker may use: wall seconds per request, bytes of memory, and requests until it is replaced."""

    seconds: float = 1.5
    memory: int = 512 * 2**20
    requests: int = 1000


class PoolFull(Exception):
    """All workers are busy and enough requests are waiting already."""

    def __init__(self) -> None:
        super().__init__("too many evaluations are under way; try again in a moment")


class EvaluationStopped(Exception):
    """A worker gave no answer. The text is a sentence for the person who asked; `reason` says which limit it was.

    `stage` is what the worker was at, if it said so (see `mapper.preview.preview`).
    """

    def __init__(self, reason: Reason, limits: Limits, stage: str | None = None) -> None:
        self.reason: Reason = reason
        self.stage = stage
        sentences: dict[Reason, str] = {
            "time": f"the evaluation took longer than {limits.seconds:g} seconds and was stopped",
            "memory": f"the evaluation needed more than {limits.memory // 2**20} MB of memory and was stopped",
            "size": f"the result is larger than {MOST_ANSWER_BYTES // 2**20} MB and cannot be shown",
            "crash": "the process that evaluates ended unexpectedly; another one has taken its place",
        }
        super().__init__(sentences[reason])


class Sandbox:
    """A pool of *workers* processes; at most *waiting* requests wait for one. Safe to use from many threads.

    It ends with its `with` block, with `close()`, when it is no longer referenced or when Python ends.
    """

    def __init__(self, workers: int = 2, *, waiting: int = 8, limits: Limits | None = None) -> None:
        limits = limits or Limits()
        self._workers = [_Worker(limits) for _ in range(workers)]
        self._places = threading.Semaphore(workers + waiting)
        # Last in, first out: the worker that was just used has the mapping of whoever is typing.
        self._idle: queue.LifoQueue[_Worker] = queue.LifoQueue()
        for worker in self._workers:
            self._idle.put(worker)
        self._finalizer = weakref.finalize(self, _end, self._workers)

    @property
    def limits_note(self) -> str | None:
        """A sentence about limits that this system does not have; None where all are in force."""
        if importlib.util.find_spec("resource") is None:
            return "this system has no process limits, so only the time of an evaluation is limited"
        return None

    @property
    def process_ids(self) -> list[int]:
        """The ids of the worker processes, for those who look after the server."""
        return [worker.pid for worker in self._workers]

    def ask(self, operation: str, **arguments: Json) -> Json:
        """The answer of a worker to *operation*, one of `mapper.sandbox_worker.OPERATIONS`, with JSON arguments.

        Raises PoolFull when too many wait already, EvaluationStopped when a limit was reached or the worker broke.
        """
        request = json.dumps({"operation": operation, "arguments": arguments}).encode()
        if not self._places.acquire(blocking=False):
            raise PoolFull
        try:
            worker = self._idle.get()
            try:
                return worker.ask(request)
            finally:
                self._idle.put(worker)
        finally:
            self._places.release()

    def close(self) -> None:
        """End all workers, also those at work. Closing twice does nothing."""
        self._finalizer()

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


class _Worker:
    """One place in the pool: a process, and the next one when that has ended. One thread at a time may ask."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._ended = False
        self._lock = threading.Lock()
        self._process = _start(limits)
        self._ready = False
        self._requests = 0

    @property
    def pid(self) -> int:
        return self._process.pid

    def ask(self, request: bytes) -> Json:
        """The answer to one request; when there is none, the process is replaced and EvaluationStopped raised."""
        if self._process.poll() is not None:  # ended while it was idle; nobody needs to hear of that
            self._replace()
        process = self._process
        if not self._ready:
            # To start takes long, so a new worker first answers an empty request and only then has its deadline.
            with _Deadline(process, _START_SECONDS):
                self._ready = _exchange(process, b"")[0] is not None
        with _Deadline(process, self._limits.seconds) as deadline:
            frame, stage = _exchange(process, request)
        self._requests += 1
        answer = json.loads(frame) if frame is not None else {}
        if deadline.passed or "answer" not in answer or self._requests >= self._limits.requests:
            self._replace()
        if "answer" in answer:
            return answer["answer"]
        if "trace" in answer:
            _LOG.error("a worker ended by a fault of its program\n%s", answer["trace"])
        reason: Reason = "time" if deadline.passed or _ran_out_of_time(process) else answer.get("stopped", "crash")
        raise EvaluationStopped(reason, self._limits, stage)

    def end(self) -> None:
        """Kill the process; no other takes its place."""
        with self._lock:
            self._ended = True
            _kill(self._process)

    def _replace(self) -> None:
        with self._lock:
            _kill(self._process)
            if not self._ended:
                self._process = _start(self._limits)
                self._ready = False
                self._requests = 0


class _Deadline:
    """Kills *process* when the block lasts longer than *seconds*; `passed` says whether it did."""

    def __init__(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        self.passed = False
        self._process = process
        self._timer = threading.Timer(seconds, self._pass)
        self._timer.daemon = True

    def _pass(self) -> None:
        self.passed = True
        self._process.kill()

    def __enter__(self) -> _Deadline:
        self._timer.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._timer.cancel()
        self._timer.join()


def _start(limits: Limits) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-I", "-B", "-c", _START, _ROOT, str(limits.memory), str(limits.seconds)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=os.sep,
        # Nothing of the server's: no keys, no database. Python does not start on Windows without this one.
        env={"SYSTEMROOT": os.environ["SYSTEMROOT"]} if _WINDOWS else {},
        # Ctrl-C in the terminal is meant for the server, which then ends its workers.
        start_new_session=True,
    )


def _end(workers: list[_Worker]) -> None:
    for worker in workers:
        worker.end()


def _kill(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        with suppress(BrokenPipeError):  # the rest of a request that nobody will read
            _pipe(pipe).close()


def _ran_out_of_time(process: subprocess.Popen[bytes]) -> bool:
    """Whether the kernel ended it for its processor time."""
    return hasattr(signal, "SIGXCPU") and process.returncode == -signal.SIGXCPU


def _exchange(process: subprocess.Popen[bytes], request: bytes) -> tuple[bytes | None, str | None]:
    """The answer, None where there is none, and the last stage that the worker told of before."""
    stdin, stage = _pipe(process.stdin), None
    try:
        stdin.write(len(request).to_bytes(4) + request)
        stdin.flush()
        while (frame := _receive(_pipe(process.stdout))) is not None and frame.startswith(STAGE):
            stage = frame.removeprefix(STAGE).decode()
        return frame, stage
    except (BrokenPipeError, ValueError):  # ended, or its pipes were closed with the pool
        return None, stage


def _receive(stdout: IO[bytes]) -> bytes | None:
    """One frame: four bytes of length, then JSON. None when the process ended or does not keep to it."""
    head = stdout.read(4)
    length = int.from_bytes(head)
    if len(head) < 4 or length > MOST_ANSWER_BYTES:
        return None
    frame = stdout.read(length)
    return frame if len(frame) == length else None


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    return cast(IO[bytes], stream)  # all of them were opened with PIPE
