"""`mapper serve` as a process: ready, answering, ending; and what it says when it cannot."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from urllib.request import urlopen

import pytest
from click.testing import Result

Run = Callable[..., Result]
Start = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def server(start: Start) -> tuple[subprocess.Popen[bytes], str]:
    """A server on a free port that is ready, and its address."""
    process = start("serve", "--port", "0", "--workers", "1")
    assert process.stdout
    line = process.stdout.readline().decode()
    assert line.startswith("serving on http://127.0.0.1:"), process.communicate(timeout=60)[1].decode()
    return process, line.split()[2]


def test_server_is_healthy_once_it_says_so(server: tuple[subprocess.Popen[bytes], str]) -> None:
    with urlopen(f"{server[1]}/healthz", timeout=60) as answer:
        assert json.load(answer) == {"status": "ok"}
        assert "Server" not in answer.headers


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signal_ends_it_quietly(server: tuple[subprocess.Popen[bytes], str], number: signal.Signals) -> None:
    process, _ = server
    process.send_signal(number)
    assert process.communicate(timeout=60) == (b"", b"")
    assert process.returncode == 0


def test_port_in_use_is_a_sentence(start: Start) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        process = start("serve", "--port", str(port), "--workers", "1")
        out, complaints = process.communicate(timeout=60)
    assert (process.returncode, out) == (2, b"")
    assert complaints.decode() == f"Error: cannot listen on 127.0.0.1:{port}: address already in use\n"


def test_unknown_host_is_a_sentence(start: Start) -> None:
    process = start("serve", "--host", "nobody.invalid", "--workers", "1")
    out, complaints = process.communicate(timeout=60)
    assert (process.returncode, out) == (2, b"")
    assert complaints.decode().startswith("Error: cannot listen on nobody.invalid:8080: ")
    assert len(complaints.splitlines()) == 1


@pytest.mark.parametrize("package", ["flask", "waitress"])
def test_missing_server_packages_are_told_with_the_command_to_run(
    mapper: Run, monkeypatch: pytest.MonkeyPatch, package: str
) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] in ("webui", package)]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [Without(package), *sys.meta_path])
    result = mapper("serve")
    assert result.exit_code == 2
    assert result.stderr == (f"Error: serving needs the package '{package}'; run: pip install 'scim-mapper[server]'\n")


class Without:
    """An importer that says that a package is not installed."""

    def __init__(self, package: str) -> None:
        self._package = package

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        """Nothing for other packages, so that the usual importers are asked."""
        if name.partition(".")[0] == self._package:
            raise ModuleNotFoundError(f"No module named {name!r}", name=self._package)
