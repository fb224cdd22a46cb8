"""A mapping in a directory of its own, and the program: within this process, or as a process as users start it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mapper.cli import main

ACME = """\
mapping: 1
name: acme
users:
  - rule: Everybody
    person:
      primary_email: userName
      name: displayName
"""
BARBARA = {"userName": "bjensen@example.com", "displayName": "Barbara"}
ROOT = Path(__file__).parents[2]
ENVIRONMENT = {
    **os.environ,
    "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
    "PYTHONWARNINGS": "error",
}


def user(number: int) -> dict[str, str]:
    return {"userName": f"user{number}@example.com", "displayName": f"User {number}"}


def ndjson(*payloads: object) -> str:
    return "".join(json.dumps(payload) + "\n" for payload in payloads)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current directory, with `acme.yaml` and `barbara.json`."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "acme.yaml").write_text(ACME, encoding="utf-8")
    (tmp_path / "barbara.json").write_text(json.dumps(BARBARA), encoding="utf-8")
    return tmp_path


@pytest.fixture
def mapper(folder: Path) -> Callable[..., Result]:
    """Runs `mapper` with arguments and standard input; gives exit code, output and errors."""
    runner = CliRunner(env={"COLUMNS": "100", "NO_COLOR": None})

    def run(*arguments: str, stdin: str | bytes = "") -> Result:
        result = runner.invoke(main, arguments, input=stdin, prog_name="mapper")
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


@pytest.fixture
def start(folder: Path) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Starts `python -m mapper` with arguments, connected by pipes unless told otherwise."""
    processes = []

    def started(*arguments: str, **streams: int) -> subprocess.Popen[bytes]:
        pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
        command = [sys.executable, "-m", "mapper", *arguments]
        environment = ENVIRONMENT | {name: os.environ.get(name, "") for name in ("NO_COLOR", "TERM")}
        processes.append(subprocess.Popen(command, cwd=folder, env=environment, **(pipes | streams)))
        return processes[-1]

    yield started
    for process in processes:
        process.kill()
        process.communicate()
