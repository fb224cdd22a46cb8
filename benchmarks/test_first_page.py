"""How soon the page can be used: from a visitor's first request, at a server that was just started, to the editors.

Times are printed and none is judged. Needs Chromium, like the tests of the page.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_benchmark.fixture import BenchmarkFixture

from tests.webui.conftest import CHROMIUM, FLAGS

ROUNDS = 5
SERVE = [sys.executable, "-m", "mapper", "serve", "--port", "0"]

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Chromium")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        browser.new_page().goto("about:blank")  # the browser's own start is none of ours
        yield browser
        browser.close()


def usable(page: Page, address: str) -> None:
    """Returns when the person is shown and the texts can be edited."""
    page.goto(address, wait_until="commit")
    page.locator("#status", has_text="valid").wait_for()
    page.locator(".cm-content").first.wait_for()


@contextmanager
def served() -> Iterator[str]:
    """The address of a server that was just started, and ends behind."""
    with subprocess.Popen(SERVE, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().split()[2]
        finally:
            process.terminate()


@pytest.mark.benchmark(group="the first page")
def test_the_first_page_of_a_server_that_was_just_started(benchmark: BenchmarkFixture, browser: Browser) -> None:
    with ExitStack() as servers:

        def start() -> tuple[tuple[Page, str], dict[str, object]]:
            return (browser.new_context().new_page(), servers.enter_context(served())), {}

        benchmark.pedantic(usable, setup=start, rounds=ROUNDS)


@pytest.mark.benchmark(group="the first page")
def test_the_page_once_more(benchmark: BenchmarkFixture, browser: Browser) -> None:
    with served() as address:
        benchmark.pedantic(usable, (browser.new_page(), address), rounds=ROUNDS, warmup_rounds=1)
