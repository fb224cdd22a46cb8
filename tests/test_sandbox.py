"""The pool of workers: what they cannot do, and that whatever happens to one costs at most one answer."""

from __future__ import annotations

import fcntl
import importlib.util
import io
import os
import select
import signal
import subprocess
import sys
import termios
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from mapper import sandbox_worker
from mapper.sandbox import EvaluationStopped, Limits, PoolFull, Sandbox, _receive
from mapper.schemas.values import Json

ROOT = Path(__file__).parents[1]
MAPPING = """\
mapping: 1
name: small
users:
  person:
    primary_email: userName
    name: userName
"""
PAYLOAD = '{"userName": "bjensen@example.com"}'
PATIENT = Limits(seconds=60)
BESIDE: dict[str, str] = dict.fromkeys(("current", "groups", "directory", "account", "connection", "now"), "")
MANY_FIELDS = f"{MAPPING}    custom_fields:\n" + "".join(f"      f{number}: title\n" for number in range(3000))
MANY_CASES = "cases:\n" + "".join(f"  - case: c{number}\n    user: {PAYLOAD}\n" for number in range(3000))
BURNING = {
    "preview of a mapping": ("preview", {"mapping": MANY_FIELDS, "payload": PAYLOAD}),
    "preview of tests": ("preview", {"mapping": MAPPING, "payload": PAYLOAD, "tests": MANY_CASES}),
    "save_case in a mapping": (
        "save_case",
        {"mapping": MANY_FIELDS, "payload": PAYLOAD, "context": BESIDE, "tests": "", "name": "x"},
    ),
    "save_case in tests": (
        "save_case",
        {"mapping": MAPPING, "payload": PAYLOAD, "context": BESIDE, "tests": MANY_CASES, "name": "x"},
    ),
    "format": ("format", {"pane": "mapping", "text": MANY_FIELDS}),
    "complete": ("complete", {"pane": "mapping", "text": f"{MANY_FIELDS}      x: ", "at": len(MANY_FIELDS) + 9}),
}
"""Of each operation what takes it long, and much memory."""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="process limits and signals are those of POSIX")


@pytest.fixture
def one() -> Iterator[Sandbox]:
    with Sandbox(1, waiting=0, limits=PATIENT) as sandbox:
        yield sandbox


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor() as pool:
        yield pool


def ask(sandbox: Sandbox) -> str:
    """The e-mail address of the person that a worker finds, to see that it works."""
    return sandbox.ask("preview", mapping=MAPPING, payload=PAYLOAD)["results"][0]["rows"][0]["value"]["text"]


def ready_worker(sandbox: Sandbox) -> int:
    """The id of the only worker, which has answered once."""
    assert ask(sandbox) == "bjensen@example.com"
    return sandbox.process_ids[0]


def ask_stopped(sandbox: Sandbox, pid: int, threads: ThreadPoolExecutor) -> Future[str]:
    """Stop the worker, and ask it: the request lies in its pipe and stays there."""
    os.kill(pid, signal.SIGSTOP)
    asked = threads.submit(ask, sandbox)
    with Path(f"/proc/{pid}/fd/0").open("rb", buffering=0) as requests:
        waiting = b""
        while not any(waiting):
            waiting = fcntl.ioctl(requests, termios.FIONREAD, b"\0\0\0\0")
    return asked


# --- what a worker cannot do -----------------------------------------------------------------------------------------


def test_a_worker_has_no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAPPER_DATABASE", "postgresql://secret")
    with Sandbox(1) as sandbox:
        pid = ready_worker(sandbox)
        assert Path(f"/proc/{pid}/environ").read_bytes() == b""


def test_a_worker_stands_in_the_root_directory(one: Sandbox) -> None:
    assert Path(f"/proc/{ready_worker(one)}/cwd").readlink() == Path("/")


def test_a_worker_has_none_of_the_servers_files(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    with secret.open("w") as file:
        os.set_inheritable(file.fileno(), True)
        with Sandbox(1) as sandbox:
            pid = ready_worker(sandbox)
            assert secret not in [link.readlink() for link in Path(f"/proc/{pid}/fd").iterdir()]


@pytest.mark.parametrize(
    ("limit", "value"),
    [
        ("Max address space", str(PATIENT.memory)),
        ("Max data size", str(PATIENT.memory)),
        ("Max open files", "16"),
        ("Max file size", "0"),
        ("Max processes", "0"),
        ("Max core file size", "0"),
    ],
)
def test_a_worker_is_limited_by_the_kernel(one: Sandbox, limit: str, value: str) -> None:
    lines = Path(f"/proc/{ready_worker(one)}/limits").read_text().splitlines()
    (line,) = (line for line in lines if line.startswith(limit))
    assert line.removeprefix(limit).split()[:2] == [value, value]


def test_processor_time_is_limited_for_each_request(one: Sandbox) -> None:
    lines = Path(f"/proc/{ready_worker(one)}/limits").read_text().splitlines()
    (line,) = (line for line in lines if line.startswith("Max cpu time"))
    assert 60 < int(line.split()[3]) < 90


# --- what happens when something goes wrong --------------------------------------------------------------------------


def test_an_evaluation_that_does_not_end_is_stopped(threads: ThreadPoolExecutor) -> None:
    with Sandbox(1, limits=Limits(seconds=0.3)) as sandbox:
        pid = ready_worker(sandbox)
        asked = ask_stopped(sandbox, pid, threads)
        with pytest.raises(EvaluationStopped, match=r"^the evaluation took longer than 0.3 seconds and was stopped$"):
            asked.result()
        assert ready_worker(sandbox) != pid


@pytest.mark.parametrize("name", BURNING)
def test_each_operation_is_stopped_when_it_takes_too_long(name: str) -> None:
    operation, arguments = BURNING[name]
    with Sandbox(1, limits=Limits(seconds=0.005)) as sandbox:
        pid = sandbox.process_ids[0]
        with pytest.raises(EvaluationStopped) as caught:
            sandbox.ask(operation, **arguments)
        assert caught.value.reason == "time"
        assert sandbox.process_ids[0] != pid
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


@pytest.mark.parametrize(
    ("operation", "key", "others"),
    [
        ("preview", "mapping", {"payload": PAYLOAD}),
        ("save_case", "mapping", {"payload": PAYLOAD, "context": BESIDE, "tests": "", "name": "x"}),
        ("format", "text", {"pane": "mapping"}),
    ],
)
def test_what_is_stopped_says_on_which_text_it_worked(operation: str, key: str, others: dict[str, Json]) -> None:
    mapping = MANY_FIELDS + "".join(f"      g{number}: title\n" for number in range(6000))
    with Sandbox(1, limits=Limits(seconds=0.4)) as sandbox:
        with pytest.raises(EvaluationStopped) as caught:
            sandbox.ask(operation, **{key: mapping}, **others)
        assert (caught.value.reason, caught.value.stage) == ("time", "mapping")


@pytest.mark.parametrize(
    ("operation", "arguments", "stages"),
    [
        (
            "preview",
            {"mapping": MAPPING, "payload": PAYLOAD, "earlier": MAPPING},
            ["mapping", "payload", "", "earlier", "payload", "tests", ""],
        ),
        (
            "save_case",
            {"mapping": MAPPING, "payload": PAYLOAD, "context": BESIDE, "tests": "", "name": "x"},
            ["mapping", "payload", "", "tests"],
        ),
        ("format", {"pane": "current", "text": "{}"}, ["current"]),
        ("complete", {"pane": "tests", "text": "cases:", "at": 0}, ["tests"]),
    ],
)
def test_the_stages_are_told_before_the_answer(operation: str, arguments: dict[str, Json], stages: list[str]) -> None:
    told: list[str] = []
    request = {"operation": operation, "arguments": arguments}
    sandbox_worker._answer(sandbox_worker.json.dumps(request).encode(), told.append)
    assert told == stages


def test_each_operation_is_tried_with_what_stops_it() -> None:
    assert {operation for operation, _ in BURNING.values()} == set(sandbox_worker.OPERATIONS)


@pytest.mark.parametrize("operation", sandbox_worker.OPERATIONS)
def test_a_fault_of_an_operation_is_logged_without_what_was_sent(
    one: Sandbox, caplog: pytest.LogCaptureFixture, operation: str
) -> None:
    arguments = next(arguments for each, arguments in BURNING.values() if each == operation)
    with pytest.raises(EvaluationStopped) as caught:
        one.ask(operation, **{name: ["swordfish"] for name in arguments})  # no text at all, which no page can send
    assert caught.value.reason == "crash"
    assert "sandbox_worker.py" in caplog.text
    assert "swordfish" not in caplog.text
    assert ask(one) == "bjensen@example.com"


def test_an_evaluation_that_needs_too_much_processor_time_is_stopped(one: Sandbox, threads: ThreadPoolExecutor) -> None:
    pid = ready_worker(one)
    asked = ask_stopped(one, pid, threads)
    os.kill(pid, signal.SIGXCPU)  # what the kernel sends at the limit
    os.kill(pid, signal.SIGCONT)
    with pytest.raises(EvaluationStopped) as caught:
        asked.result()
    assert caught.value.reason == "time"
    assert ready_worker(one) != pid


def test_an_evaluation_that_needs_too_much_memory_is_stopped(one: Sandbox) -> None:
    status = Path(f"/proc/{ready_worker(one)}/status").read_text()
    (size,) = (int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmSize"))
    payload = '{"userName": "babs", "roles": [' + ",".join(['{"value":[[]]}'] * 25_000) + "]}"
    with Sandbox(1, limits=Limits(seconds=60, memory=size + 2**20)) as sandbox:
        pid = sandbox.process_ids[0]
        with pytest.raises(EvaluationStopped, match=r"^the evaluation needed more than \d+ MB of memory"):
            sandbox.ask("preview", mapping=MAPPING, payload=payload)
        assert ready_worker(sandbox) != pid


def test_a_worker_that_is_killed_at_work_costs_one_answer(one: Sandbox, threads: ThreadPoolExecutor) -> None:
    pid = ready_worker(one)
    asked = ask_stopped(one, pid, threads)
    os.kill(pid, signal.SIGKILL)
    with pytest.raises(EvaluationStopped, match=r"^the process that evaluates ended unexpectedly; another one"):
        asked.result()
    assert ready_worker(one) != pid


def test_a_worker_that_is_killed_while_idle_costs_nothing(one: Sandbox) -> None:
    pid = ready_worker(one)
    os.kill(pid, signal.SIGKILL)
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    assert ready_worker(one) != pid


def test_a_request_that_no_worker_knows_costs_one_answer(one: Sandbox, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(EvaluationStopped) as caught:
        one.ask("launch", secret="swordfish")
    assert caught.value.reason == "crash"
    assert ask(one) == "bjensen@example.com"
    assert caplog.text.endswith("KeyError\n")  # the place, and not the message, which would be 'launch'
    assert "sandbox_worker.py" in caplog.text
    assert "launch" not in caplog.text
    assert "swordfish" not in caplog.text


def test_a_worker_that_cannot_start_is_told_where_the_server_tells_faults(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mapper.sandbox._ROOT", "/nowhere")
    monkeypatch.setattr("mapper.sandbox._START", "import mapper_that_is_nowhere")
    with Sandbox(1) as sandbox, pytest.raises(EvaluationStopped) as caught:
        ask(sandbox)
    assert caught.value.reason == "crash"
    assert "ModuleNotFoundError" in capfd.readouterr().err


def test_an_answer_that_is_too_large_is_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox_worker, "MOST_ANSWER_BYTES", 100)
    request = {"operation": "preview", "arguments": {"mapping": MAPPING, "payload": PAYLOAD}}
    assert sandbox_worker._answer(sandbox_worker.json.dumps(request).encode()) == b'{"stopped": "size"}'


@pytest.mark.parametrize("frame", [b"", b"\0\0", b"\0\0\0\5abc", b"\xff\xff\xff\xffabc"])
def test_a_frame_that_is_cut_off_or_too_long_is_none(frame: bytes) -> None:
    assert _receive(io.BytesIO(frame)) is None


# --- the pool --------------------------------------------------------------------------------------------------------


def test_a_full_pool_refuses_at_once(one: Sandbox, threads: ThreadPoolExecutor) -> None:
    pid = ready_worker(one)
    asked = ask_stopped(one, pid, threads)
    with pytest.raises(PoolFull, match=r"^too many evaluations are under way; try again in a moment$"):
        ask(one)
    os.kill(pid, signal.SIGCONT)
    assert asked.result() == "bjensen@example.com"
    assert ask(one) == "bjensen@example.com"


def test_many_threads_share_few_workers(threads: ThreadPoolExecutor) -> None:
    with Sandbox(2, waiting=30, limits=PATIENT) as sandbox:
        answers = [threads.submit(ask, sandbox) for _ in range(32)]
        assert {answer.result() for answer in answers} == {"bjensen@example.com"}


def test_a_worker_is_replaced_after_many_requests() -> None:
    with Sandbox(1, limits=Limits(seconds=60, requests=2)) as sandbox:
        pid = ready_worker(sandbox)
        ask(sandbox)
        assert sandbox.process_ids != [pid]


def test_closing_ends_the_workers_and_can_be_done_twice() -> None:
    sandbox = Sandbox(2)
    pids = sandbox.process_ids
    sandbox.close()
    sandbox.close()
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_closing_ends_a_worker_at_work(one: Sandbox, threads: ThreadPoolExecutor) -> None:
    asked = ask_stopped(one, ready_worker(one), threads)
    one.close()
    with pytest.raises(EvaluationStopped):
        asked.result()
    with pytest.raises(ProcessLookupError):
        os.kill(one.process_ids[0], 0)


@pytest.mark.parametrize("end", ["", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"], ids=["exit", "killed"])
def test_workers_end_with_their_server(end: str) -> None:
    begin = "from mapper.sandbox import Sandbox; sandbox = Sandbox(1); print(sandbox.process_ids[0], flush=True)"
    ran = subprocess.run([sys.executable, "-c", f"{begin}\n{end}"], stdout=subprocess.PIPE, cwd=ROOT, check=False)
    try:
        worker = os.pidfd_open(int(ran.stdout))
    except ProcessLookupError:
        return
    assert select.select([worker], [], [], 60)[0] == [worker]
    os.close(worker)


def test_a_system_without_process_limits_is_told_so(one: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    assert one.limits_note is None
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert one.limits_note == "this system has no process limits, so only the time of an evaluation is limited"
