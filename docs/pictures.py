"""The playground as people see it -> the pictures of the documents, `docs/pictures/*.png`.

`make pictures` takes them all; then look at them. It needs Chromium at /usr/bin/chromium.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Page, expect, sync_playwright
from werkzeug.serving import make_server

from docs.palette import with_palette
from webui.app import create_app
from webui.playground.links import encode
from webui.playground.tasks import FIRST_TASK

FOLDER: Final = Path(__file__).with_name("pictures")
CHROMIUM: Final = "/usr/bin/chromium"
FLAGS: Final = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"]

TESTS: Final = """\
cases:
  - case: the primary address wins
    user:
      userName: lw
      displayName: Łucja Wójcik
      emails: [{value: lw@acme.example, primary: true}]
    expect:
      primary_email: lw@acme.example
      name: Łucja Wójcik
  - case: a clerk is no chief
    user:
      userName: ann@acme.example
      displayName: Ann Lund
      title: Clerk
    expect:
      job_title: Clerk
      vip: true
"""
STORED: Final = {
    "id": "p1",
    "primary_email": "lwojcik@acme.example",
    "name": "Łucja Wójcik",
    "job_title": "Controller",
    "location": "Gdańsk",
    "disabled": False,
    "phone": "+48 58 555 01 02",
}
PEOPLE: Final = [
    {"userName": "lucja@acme.example", "displayName": "Łucja Wójcik", "title": "Chief Information Officer"},
    {"userName": "ann@acme.example", "displayName": "Ann Lund", "title": "Clerk", "active": True},
    {"userName": "bo@acme.example", "displayName": "Bo Ek", "title": "", "preferredLanguage": "sv-SE"},
    {"userName": "deepa@acme.example", "displayName": "Deepa Rao", "title": "Engineer", "active": False},
]
FIRST: Final = dict(FIRST_TASK.texts)
MAPPING: Final = FIRST["mapping"]
GOOD: Final = "\n".join(
    line for line in MAPPING.replace("'Chief', title", "title, 'Chief'").splitlines() if "A mistake" not in line
)
MENDED: Final = "starts_with(title, 'Chief')"


def shows_a_problem(page: Page) -> None:
    """The problem of the first example, told under the pointer."""
    page.locator(".cm-lintRange").hover()
    expect(page.locator(".cm-tooltip-lint")).to_be_visible()


def opens_a_row(page: Page) -> None:
    """One row with its explanation, and what it came from in the other panes."""
    page.get_by_role("button", name="name", exact=True).click()
    expect(page.locator(".why")).to_be_visible()


def opens_a_row_below(page: Page) -> None:
    """The same on a narrow page, where the person stands last."""
    opens_a_row(page)
    page.locator("#person-pane").evaluate("pane => pane.scrollIntoView()")


def shows_nothing_more(page: Page) -> None:
    """The view as it comes."""


@dataclass(frozen=True, slots=True)
class Picture:
    """The name of a picture, the texts and the view that are looked at, what is done then, and how large it is.

    Without texts it is the page as a visitor meets it. The answer is there when the person `shows` these words.
    """

    name: str
    texts: Mapping[str, str] | None
    shows: str
    act: Callable[[Page], None] = shows_nothing_more
    width: int = 1280
    height: int = 800
    is_dark: bool = False


PICTURES: Final = (
    Picture("first", None, "starts_with('Chief', title)", shows_a_problem),
    Picture("why", FIRST | {"mapping": GOOD}, MENDED, opens_a_row),
    Picture(
        "write",
        FIRST | {"mapping": GOOD, "current": json.dumps(STORED, indent=2, ensure_ascii=False), "view": "write"},
        "5 fields change",
    ),
    Picture("tests", FIRST | {"mapping": GOOD, "tests": TESTS, "view": "tests"}, "a clerk is no chief"),
    Picture("compare", FIRST | {"mapping": GOOD, "earlier": MAPPING, "view": "compare"}, "Rules that differ"),
    Picture(
        "grid",
        {"mapping": GOOD, "payload": json.dumps(PEOPLE, indent=2, ensure_ascii=False)},
        "1 of 4",
        is_dark=True,
    ),
    Picture("narrow", FIRST | {"mapping": GOOD}, MENDED, opens_a_row_below, width=400),
)


def main() -> None:
    """Serve the playground for a moment, and take all pictures."""
    app = create_app(workers=1)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            for picture in PICTURES:
                data = with_palette(take(browser, f"http://127.0.0.1:{server.port}/", picture))
                (FOLDER / f"{picture.name}.png").write_bytes(data)
            browser.close()
    finally:
        server.shutdown()
        thread.join()
        app.extensions["sandbox"].close()


def take(browser: Browser, address: str, picture: Picture) -> bytes:
    """The picture as PNG. What differs from time to time is left out of it: how long an answer took, and the caret."""
    page = browser.new_page(
        viewport={"width": picture.width, "height": picture.height},
        device_scale_factor=1,
        color_scheme="dark" if picture.is_dark else "light",
    )
    if picture.texts is None:
        page.goto(address)
    else:
        page.goto(f"{address}#{encode(picture.texts)}")
        expect(page.locator("#said")).to_have_text("The texts of the link are here.")
    expect(page.locator("#person")).to_contain_text(picture.shows)
    expect(page.get_by_role("status")).to_have_text(re.compile("^valid, "))
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)
    page.evaluate("document.activeElement.blur()")
    picture.act(page)
    page.evaluate("document.getElementById('said').replaceChildren()")
    page.evaluate(
        "status => { status.textContent = status.textContent.replace(/, [0-9.]+ ms$/, '') }",
        page.query_selector("#status"),
    )
    taken = page.screenshot(animations="disabled")
    page.close()
    return taken


if __name__ == "__main__":
    main()
