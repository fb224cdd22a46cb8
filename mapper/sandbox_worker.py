"""Requests on standard input -> answers on standard output: the process in which strangers' mappings run.

Started by `mapper.sandbox`, never by people. Its limits are set before the first request is read.
"""

from __future__ import annotations

import functools
import json
import os
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType, TracebackType
from typing import BinaryIO, Final

from .cases.beside import NamedFiles
from .completion import complete, complete_tests
from .preview import formatted, load, preview, save_case
from .sandbox import MOST_ANSWER_BYTES, STAGE
from .schemas.values import Json

resource: ModuleType | None = import_module("resource") if find_spec("resource") else None
"""Not on Windows: the pool says so there, and still limits the time."""

_KEPT_MAPPINGS: Final = 4
_MOST_OPEN_FILES: Final = 16

# A payload is edited far more often than its mapping: the compiled mapping is kept by its text.
_load = functools.lru_cache(_KEPT_MAPPINGS)(load)


def main() -> None:
    """Answer until standard input ends. Arguments: the root of the package, bytes of memory, seconds per request."""
    memory, seconds = int(sys.argv[2]), float(sys.argv[3])
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    # Up to here a fault is told where the server's are. From here on an answer tells it: what libraries print would
    # break the frames, and may hold what a stranger sent.
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    sys.excepthook = functools.partial(_report, answers)
    _limit(memory)
    while (request := _receive(requests)) is not None:
        _limit_processor(seconds)
        _send(answers, _answer(request, lambda stage: _send(answers, STAGE + stage.encode())))


def _answer(request: bytes, tell: Callable[[str], None] = lambda _: None) -> bytes:
    """`answer` with what the operation gave, or `stopped` with the reason why not; to nothing asked, nothing.

    *tell* gets the texts that the operation comes to, so that it is known on which one it was stopped.
    """
    if not request:
        return b"{}"
    try:
        asked = json.loads(request)
        operation = OPERATIONS[asked["operation"]]
        answer = operation(**asked["arguments"], tell=tell)
        frame = json.dumps({"answer": answer}).encode()
    except MemoryError:
        return b'{"stopped": "memory"}'
    return frame if len(frame) <= MOST_ANSWER_BYTES else b'{"stopped": "size"}'


def _preview(
    mapping: str,
    payload: str,
    context: dict[str, str] | None = None,
    earlier: str | None = None,
    tests: str = "",
    files: NamedFiles | None = None,
    opened: Sequence[tuple[int, str]] = (),
    view: str = "person",
    *,
    tell: Callable[[str], None],
) -> Json:
    """The preview, with the milliseconds that it took."""
    start = time.perf_counter()
    answer = preview(
        mapping,
        payload,
        context,
        earlier=earlier,
        tests=tests,
        files=files,
        opened=opened,
        view=view,
        load=_load,
        tell=tell,
    )
    answer["milliseconds"] = round((time.perf_counter() - start) * 1000, 1)
    return answer


def _save_case(
    mapping: str,
    payload: str,
    context: dict[str, str],
    tests: str,
    name: str,
    files: NamedFiles | None = None,
    *,
    tell: Callable[[str], None],
) -> Json:
    return save_case(mapping, payload, context, tests, name, _load, files, tell)


def _format(pane: str, text: str, *, tell: Callable[[str], None]) -> Json:
    tell(pane)
    return formatted(pane, text)


def _complete(
    pane: str, text: str, at: int, sent: dict[str, list[str]] | None = None, *, tell: Callable[[str], None]
) -> Json:
    """What can stand at a place of the mapping, which may declare what was *sent*, or of its tests."""
    tell(pane)
    return (complete_tests(text, at) if pane == "tests" else complete(text, at, sent=sent)).as_json()


OPERATIONS: Final[dict[str, Callable[..., Json]]] = {
    "preview": _preview,
    "save_case": _save_case,
    "format": _format,
    "complete": _complete,
}
"""What a worker can be asked, by name. Each tells of the text that it works on before that work begins."""


def _limit(memory: int) -> None:
    """No more memory than this, hardly any files, no file written, no process started, no core dumped."""
    if resource is None:
        return
    for name, most in (
        ("RLIMIT_AS", memory),
        ("RLIMIT_DATA", memory),
        ("RLIMIT_NOFILE", _MOST_OPEN_FILES),
        ("RLIMIT_FSIZE", 0),
        ("RLIMIT_NPROC", 0),
        ("RLIMIT_CORE", 0),
    ):
        kind = getattr(resource, name, None)  # each system has its own selection
        if kind is not None:
            resource.setrlimit(kind, (most, most))


def _limit_processor(seconds: float) -> None:
    """The kernel ends the process some time after *seconds* of its own; the pool normally has done so before."""
    if resource is None:
        return
    usage = resource.getrusage(resource.RUSAGE_SELF)
    most = int(usage.ru_utime + usage.ru_stime + seconds) + 2
    resource.setrlimit(resource.RLIMIT_CPU, (most, resource.RLIM_INFINITY))


def _receive(requests: BinaryIO) -> bytes | None:
    head = requests.read(4)
    return requests.read(int.from_bytes(head)) if len(head) == 4 else None


def _send(answers: BinaryIO, frame: bytes) -> None:
    answers.write(len(frame).to_bytes(4) + frame)
    answers.flush()


def _report(answers: BinaryIO, kind: type[BaseException], error: BaseException, at: TracebackType | None) -> None:
    """Answer where a bug is, without its message: that may hold what a stranger sent, which no log should."""
    trace = "".join(traceback.format_tb(at)) + kind.__name__
    _send(answers, json.dumps({"stopped": "crash", "trace": trace}).encode())
