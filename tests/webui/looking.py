"""The playground in a browser, as its tests open it, read it and look for barriers in it."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Locator, Page, Request, expect

AXE = Path(__file__).parents[2] / "webui" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
BY_ARROWS = 'scrollable-region-focusable: <ul id="cm-ac-'
"""The list of completions takes no focus: arrow keys go through it and scroll it while the editor has the focus."""

MAPPING = """\
mapping: 1
name: entra
users:
  person:
    primary_email:
      - emails[?primary].value | [0]
      - userName
    job_title: title
    name: userName
"""
PAYLOAD = '{"userName": "bjensen@example.com", "title": "Tour Guide"}'
BROKEN = MAPPING.replace("job_title: title", "job_title: titel")

DARK = {"color_scheme": "dark"}
NARROW = {"viewport": {"width": 400, "height": 800}}
NO_SCRIPT = {"java_script_enabled": False}


def opened(page: Page, mapping: str = MAPPING, payload: str = PAYLOAD) -> Page:
    """The page with these texts and their result."""
    page.goto("/")
    # A slow machine may ask between the two fills: the answer to wait for is that to both.
    with page.expect_response(lambda response: sent(response.request, "payload") == payload):
        write(page, "mapping", mapping)
        write(page, "payload", payload)
    # An answer that has come is not yet one that is shown, and what is typed in between makes it an old one.
    expect(page.locator(".htmx-request")).to_have_count(0)
    return page


def sent(request: Request, pane: str) -> str | None:
    """The text of a pane in the form that a request sends."""
    fields = parse_qs(request.post_data or "", keep_blank_values=True)
    return fields[pane][0].replace("\r\n", "\n") if pane in fields else None


def requests(page: Page) -> list[Request]:
    """The previews that the page asks for from now on; grows while it does."""
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request) if request.url.endswith("/preview") else None)
    return asked


def row(page: Page, field: str) -> Locator:
    return page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=field, exact=True))


def box(page: Page, pane: str) -> Locator:
    """Where the text of a pane is typed: an editor, or the text area when there are no editors."""
    return page.locator(f"#{pane}-editor, #{pane}:not([hidden])")


def write(page: Page, pane: str, text: str) -> None:
    """Replace the text of a pane, as a person does who selects all of it and pastes."""
    box(page, pane).focus()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


def selected(page: Page, pane: str) -> str:
    """The text that is selected in a pane, which has the focus."""
    expect(box(page, pane)).to_be_focused()
    return page.evaluate("getSelection().toString()")


def violations(page: Page) -> list[str]:
    """What axe finds on the page as it is now."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    # What passes is not described, and styles are not fetched once more: either takes as long as the search itself.
    options = {"runOnly": RULES, "resultTypes": ["violations"], "preload": False}
    found = page.evaluate("options => axe.run(options)", options)["violations"]
    told = [f"{each['id']}: {node['html']}" for each in found for node in each["nodes"]]
    return [each for each in told if not each.startswith(BY_ARROWS)]


LOOKS: list[dict[str, object]] = [{}, {**DARK, **NARROW}]
every_look = pytest.mark.parametrize("options", LOOKS, ids=str)
dark_and_narrow = pytest.mark.parametrize("options", LOOKS[1:], ids=str)
"""For details of what test_states_browser.py looks at in all of them: what is wrong is wrong here first."""
in_forced_colours_too = pytest.mark.parametrize("options", [*LOOKS, {"forced_colors": "active"}], ids=str)
