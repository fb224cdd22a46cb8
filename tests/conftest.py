"""What all tests share: how much hypothesis tries, `--golden`, and that CI lets no test be skipped."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

CI = "CI" in os.environ

settings.register_profile("ci", deadline=None, derandomize=CI)
settings.register_profile(
    "fuzz",
    deadline=None,
    max_examples=int(os.environ.get("MAPPER_FUZZ_EXAMPLES", "50000")),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("ci")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="write what came out as what is expected, then compare")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """`golden(path, text)`: the file at *path* holds *text*. `make golden` writes it, and its difference is read."""

    def compare(path: Path, text: str) -> None:
        if request.config.getoption("--golden"):
            path.write_text(text, encoding="utf-8", newline="")
        assert text == path.read_text(encoding="utf-8"), f"{path.name} is not what comes out; see `make golden`"

    return compare


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI a skipped test is a test that nobody runs: fail. (With xdist the workers report to the controller.)"""
    if CI and session.exitstatus == pytest.ExitCode.OK and _skipped(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if CI and (skipped := _skipped(config)):
        terminalreporter.section("skipped, and CI skips nothing", red=True)
        for report in skipped:
            terminalreporter.line(report.nodeid)


def _skipped(config: pytest.Config) -> list[pytest.TestReport]:
    terminal = config.pluginmanager.get_plugin("terminalreporter")
    return [] if terminal is None else terminal.stats.get("skipped", [])
