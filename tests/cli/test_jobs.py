"""`mapper run --jobs`: the same bytes as without it, however it ends no process is left, and memory stays bounded."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import islice
from multiprocessing import active_children
from multiprocessing.context import SpawnProcess
from pathlib import Path

import pytest
from click.testing import Result

import mapper as library
from mapper.cli import jobs, workers
from mapper.cli.applied import Applied
from mapper.cli.context import Context
from mapper.cli.run import Lines
from mapper.cli.streams import WrongUse
from mapper.cli.tasks import Task
from mapper.payloads import Piece

from .conftest import ACME, ROOT, ndjson, user

Run = Callable[..., Result]
Start = Callable[..., "subprocess.Popen[bytes]"]

SAMPLES = [
    json.dumps(json.loads(path.read_text(encoding="utf-8")), ensure_ascii=False)
    for path in sorted((ROOT / "mappings" / "samples").glob("*.json"))
]
BAD = [
    '{"userName": ',
    "[1]",
    '{"a": 1, "A": 2}',
    '{"a": "\\ud800"}',
    '{"userName": "a", "emails": [{"VALUE": 1,',
    "null",
]
DOCUMENTS = {
    "NDJSON with bad lines": "\n\n".join(
        line for pair in zip(SAMPLES, BAD * len(SAMPLES), strict=False) for line in pair
    ),
    "list": "[" + ",\n".join([*SAMPLES, "3", "{}"]) + ",]",
    "ListResponse": '{"Resources": [' + ",".join(SAMPLES) + "]}",
}
MANY = ndjson(*map(user, range(jobs.WORTH_PROCESSES + 5000)))


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes are started from the fourth payload on, and are given three at a time."""
    monkeypatch.setattr(jobs, "WORTH_PROCESSES", 3)
    monkeypatch.setattr(workers, "MOST_TASKS", 3)


@pytest.fixture
def job() -> Lines:
    mapping = library.loads(ACME)
    context = Context(None, (), None, None, None, datetime(2026, 1, 31, tzinfo=UTC))
    return Lines(Applied.of(mapping, context, as_groups=False), None, explains=False)


def tasks(amount: int) -> Iterator[Task]:
    return (Task(number, "-", Piece(number, 1, ndjson(user(number))), number) for number in range(1, amount + 1))


# --- the same answers ------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("small_batches")
@pytest.mark.parametrize("form", ["json", "table"])
@pytest.mark.parametrize("document", DOCUMENTS)
def test_bytes_are_the_same_as_without_jobs(mapper: Run, folder: Path, document: str, form: str) -> None:
    (folder / "directory.yaml").write_text("organizations: [{id: o1, name: Universal Studios}]\n", encoding="utf-8")
    (folder / "account.yaml").write_text("name: acme-qa\nkind: qa\n", encoding="utf-8")
    group = {"id": "g1", "displayName": "Tour Guides", "members": [{"value": "2819c223-7f76-453a-919d-413861904646"}]}
    (folder / "groups.json").write_text(json.dumps(group), encoding="utf-8")
    context = ["--directory", "directory.yaml", "--account", "account.yaml", "--groups", "groups.json"]
    context += ["--connection", "entra", "--now", "2026-01-31", "--format", form]
    arguments = ["run", str(ROOT / "mappings" / "default.yaml"), *context]
    told, written = [], []
    for number in ("1", "2"):
        mapper(*arguments, "--jobs", number, "--rejects", f"rejects.{number}", stdin=DOCUMENTS[document])
        written.append((folder / f"rejects.{number}").read_bytes())
        result = mapper(*arguments, "--jobs", number, stdin=DOCUMENTS[document])
        told.append((result.exit_code, result.stdout_bytes, result.stderr_bytes))
    assert told[0] == told[1]
    assert written[0] == written[1]
    assert (told[0][0], written[0] != b"") == ((0, False) if document == "ListResponse" else (1, True))
    assert len(told[0][1].splitlines()) >= len(SAMPLES)
    assert active_children() == []


def test_few_payloads_start_no_process(mapper: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def start(process: SpawnProcess) -> None:
        raise AssertionError("a process was started")

    monkeypatch.setattr(SpawnProcess, "start", start)
    result = mapper("run", "acme.yaml", "--jobs", "2", stdin=ndjson(*map(user, range(jobs.WORTH_PROCESSES))))
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == jobs.WORTH_PROCESSES


def test_each_of_the_first_payloads_is_answered_before_the_next_but_one_comes(start: Start) -> None:
    process = start("run", "acme.yaml", "--jobs", "2")
    assert process.stdin
    assert process.stdout
    process.stdin.write(ndjson(user(1), user(2)).encode())
    process.stdin.flush()
    assert b"User 1" in process.stdout.readline()
    assert b"User 2" in process.stdout.readline()
    assert process.communicate(timeout=60) == (b"", b"")


@pytest.mark.parametrize("number", ["0", "auto", "64"])
def test_number_of_processes_can_be_left_to_the_machine(mapper: Run, number: str) -> None:
    assert mapper("run", "acme.yaml", "barbara.json", "--jobs", number).exit_code == 0


@pytest.mark.parametrize("number", ["-1", "65", "many", "1.5", "", "9" * 5000, "\x1b[31m"])
def test_what_is_no_number_of_processes_is_wrong_use(mapper: Run, number: str) -> None:
    result = mapper("run", "acme.yaml", "barbara.json", "--jobs", number)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.endswith("is neither auto nor a number up to 64\n")
    assert "\x1b" not in result.stderr


# --- memory ----------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("small_batches")
def test_no_more_is_read_than_the_processes_work_on(job: Lines) -> None:
    read = answered = most = 0

    def counted() -> Iterator[Task]:
        nonlocal read
        for task in tasks(60):
            read += 1
            yield task

    for _ in workers.spread(counted(), job, 2):
        most = max(most, read - answered)
        answered += 1
    assert answered == 60
    assert most <= 3 * 3, "a batch at each of the two processes, and the one whose answers are handed out"


def test_large_payloads_make_small_batches(job: Lines, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "MOST_BYTES", 100)
    read = 0

    def counted() -> Iterator[Task]:
        nonlocal read
        for number in range(1, 21):
            read += 1
            yield Task(number, "-", Piece(number, 1, ndjson({**user(number), "nickName": "x" * 100})), number)

    next(answers := workers.spread(counted(), job, 2))
    answers.close()
    assert read == 3
    assert active_children() == []


# --- ends ------------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("small_batches")
def test_process_that_dies_is_a_sentence(job: Lines) -> None:
    def killing() -> Iterator[Task]:
        yield from tasks(9)
        active_children()[0].kill()
        yield from tasks(30)

    with pytest.raises(
        WrongUse, match=r"^a process of --jobs was killed by signal 9 before its work was done"
    ) as caught:
        list(workers.spread(killing(), job, 2))
    assert caught.value.exit_code == 2
    assert active_children() == []


@pytest.mark.usefixtures("small_batches")
def test_who_wants_no_more_answers_leaves_no_process(job: Lines) -> None:
    answers = workers.spread(tasks(100), job, 2)
    assert len(list(islice(answers, 10))) == 10
    assert len(active_children()) == 2
    answers.close()
    assert active_children() == []


@pytest.fixture
def at_work(start: Start, folder: Path) -> subprocess.Popen[bytes]:
    """A program that has printed what its processes answered, and waits for more; it and they are a group."""
    (folder / "many.ndjson").write_text(MANY, encoding="utf-8")
    process = start("run", "acme.yaml", "many.ndjson", "-", "--jobs", "2", start_new_session=True)
    assert process.stdout
    for _ in range(jobs.WORTH_PROCESSES + 1):
        assert process.stdout.readline()
    return process


def test_interrupt_of_all_ends_all_quietly(at_work: subprocess.Popen[bytes]) -> None:
    os.killpg(at_work.pid, signal.SIGINT)
    assert at_work.communicate(timeout=60)[1] == b""  # which every process holds open as long as it lives
    assert at_work.returncode == 130


def test_reader_that_goes_away_ends_all_quietly(at_work: subprocess.Popen[bytes]) -> None:
    assert at_work.stdout
    assert at_work.stderr
    at_work.stdout.close()
    assert at_work.stderr.read() == b""
    assert at_work.wait(timeout=60) == 141


def test_processes_end_when_the_program_is_killed(at_work: subprocess.Popen[bytes]) -> None:
    at_work.kill()
    assert at_work.communicate(timeout=60)[1] == b""
