"""The application under test, its server, and a browser that reports whatever it should not have seen."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect, sync_playwright
from werkzeug.serving import make_server

from mapper.sandbox import Limits
from webui.app import create_app

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--process-per-site",  # pages of one context share a renderer
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]

# A machine that does something else as well is slow, which is no fault of the page.
expect.set_options(timeout=15_000)


@pytest.fixture(scope="session")
def app() -> Iterator[Flask]:
    app = create_app(workers=1, limits=Limits(seconds=60))
    with app.extensions["sandbox"]:
        yield app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(scope="session")
def address(app: Flask) -> Iterator[str]:
    """Where the application is served."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists() and "CI" not in os.environ:
        pytest.skip("the tests of the pages need Chromium at /usr/bin/chromium (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def options() -> dict[str, object]:
    """How the page is looked at; a test changes it by a fixture of this name or by `parametrize`."""
    return {}


@pytest.fixture
def expected() -> list[str]:
    """What the console may say in this test, because the test provokes it."""
    return ["htmx:sendAbort", "htmx:afterRequest"]  # a newer request takes the place of an older one


@pytest.fixture(scope="session")
def shared(browser: Browser) -> Iterator[dict[str, BrowserContext]]:
    """The contexts of the browser, by how the page is looked at. Each keeps a page open, and with it its renderer and
    what that has compiled: to start one anew takes as long as a test.
    """
    shared: dict[str, BrowserContext] = {}
    yield shared
    for context in shared.values():
        context.close()


@pytest.fixture
def context(
    request: pytest.FixtureRequest,
    browser: Browser,
    shared: dict[str, BrowserContext],
    address: str,
    options: dict[str, object],
) -> Iterator[BrowserContext]:
    """A context without tabs of other tests, cookies, or anything stored."""
    if request.node.get_closest_marker("own_context"):
        with new_context(browser, address, options) as context:
            yield context
        return
    key = repr(options)
    if key not in shared:
        shared[key] = new_context(browser, address, options)
        shared[key].new_page().goto("/static/icon.svg")
    context = shared[key]
    yield context
    kept, *tabs = context.pages
    for tab in tabs:
        tab.close()
    context.clear_cookies()
    if options.get("java_script_enabled", True):
        kept.evaluate("localStorage.clear()")


def new_context(browser: Browser, address: str, options: dict[str, object]) -> BrowserContext:
    """A context whose addresses start at *address*, with what Playwright calls options."""
    return browser.new_context(**{"base_url": address, "viewport": {"width": 1280, "height": 800}, **options})


@pytest.fixture
def page(context: BrowserContext, address: str, expected: list[str]) -> Iterator[Page]:
    """A page. Fails the test on a violated policy, a request off the host or an error in the console."""
    faults: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            faults.append(f"console: {message.text}")

    def requested(request: Request) -> None:
        if not request.url.startswith(f"{address}/"):
            faults.append(f"request off the host: {request.url}")

    page = context.new_page()
    page.on("console", heard)
    page.on("pageerror", lambda error: faults.append(f"error: {error}"))
    page.on("request", requested)
    page.add_init_script(
        "addEventListener('securitypolicyviolation', e => console.error('policy: ' + e.violatedDirective))"
    )
    yield page
    page.close()
    assert [fault for fault in faults if not any(part in fault for part in expected)] == []
