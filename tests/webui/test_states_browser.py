"""Every state of the page in every look: nothing that axe can find, and nothing that is cut off at the right."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.webui.looking import BROKEN, DARK, MAPPING, NARROW, PAYLOAD, box, opened, violations, write
from tests.webui.test_editors_browser import TESTS, underlined

OTHER = MAPPING.replace("job_title: title", "job_title: userName")


def look_at(page: Page, view: str) -> None:
    page.locator(f"label:has(#view-{view})").click()


def unfold(page: Page, pane: str) -> None:
    page.locator(f"#{pane} > summary").click()


# --- states: each begins where the one before it ended ---------------------------------------------------------------


def first(page: Page) -> Locator:
    page.goto("/")
    return page.locator(".findings, #person table").first


def valid(page: Page) -> Locator:
    opened(page)
    return page.locator("#person table")


def explained(page: Page) -> Locator:
    page.locator("[id='open-1:job_title']").click()
    return page.locator("[id='why-1:job_title']")


def lit(page: Page) -> Locator:
    page.locator("[id='open-1:job_title']").focus()
    return page.locator("#mapping-pane .cm-light").first


def differing(page: Page) -> Locator:
    write(page, "mapping", OTHER)
    return page.locator("#difference", has_text="differ")


def before_and_after(page: Page) -> Locator:
    look_at(page, "write")
    unfold(page, "context")
    write(page, "current", json.dumps({"id": "p1", "primary_email": "old@example.com", "job_title": "Clerk"}))
    return page.locator("#person .before").first


def compared(page: Page) -> Locator:
    look_at(page, "compare")
    write(page, "earlier", MAPPING.replace("job_title: title", "job_title: displayName"))
    return page.locator(".comparison")


def as_json(page: Page) -> Locator:
    look_at(page, "json")
    return page.get_by_label("The outcome as JSON")


def no_tests(page: Page) -> Locator:
    look_at(page, "tests")
    return page.locator(".no-tests")


def green(page: Page) -> Locator:
    write(page, "tests", TESTS.replace("job_title: Guide", "job_title: b@example.com"))
    return page.locator(".tests .passed")


def red(page: Page) -> Locator:
    unfold(page, "tests-pane")
    write(page, "tests", TESTS)
    return page.locator(".tests .failed")


def a_grid(page: Page) -> Locator:
    write(page, "current", "")
    look_at(page, "person")
    write(page, "payload", f'[{PAYLOAD}, {{"userName": "x@example.com"}}]')
    return page.locator("#grid-people")


def unparsable(page: Page) -> Locator:
    write(page, "payload", PAYLOAD[:-1])
    return page.locator("#payload-flag", has_text="error")


def a_problem(page: Page) -> Locator:
    write(page, "payload", PAYLOAD)
    write(page, "mapping", BROKEN)
    return page.locator("#mapping-flag", has_text="error")


def told(page: Page) -> Locator:
    expect(underlined(page, "mapping")).to_have_count(1)
    page.keyboard.press("F8")
    return page.locator(".cm-tooltip.cm-diagnostic")


def completing(page: Page) -> Locator:
    write(page, "mapping", MAPPING.removesuffix("userName\n"))
    page.keyboard.press("Control+Space")
    return page.locator(".cm-tooltip-autocomplete")


def searching(page: Page) -> Locator:
    page.keyboard.press("Escape")
    page.keyboard.press("Control+f")
    page.keyboard.type("title")
    return page.locator(".cm-search")


def menu(name: str) -> Callable[[Page], Locator]:
    def open_menu(page: Page) -> Locator:
        page.keyboard.press("Escape")
        page.locator(f"#{name} > summary").click()
        return page.locator(f"#{name} .drop")

    open_menu.__name__ = name
    return open_menu


STATES = [
    first,
    valid,
    explained,
    lit,
    differing,
    before_and_after,
    compared,
    as_json,
    no_tests,
    red,
    green,
    a_grid,
    unparsable,
    a_problem,
    told,
    completing,
    searching,
    *map(menu, ("examples", "share", "theme", "help")),
]


@pytest.mark.parametrize("options", [{}, {**DARK, **NARROW}], ids=str)
def test_every_state_is_for_everybody(page: Page) -> None:
    """One page goes through all of them, and all that is wrong is told at once."""
    found = []
    for state in STATES:
        expect(state(page), state.__name__).to_be_visible()
        expect(page.locator(".htmx-request, .htmx-settling")).to_have_count(0)
        found += [f"{state.__name__}: {each}" for each in violations(page)]
        if not page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
            found.append(f"{state.__name__}: wider than the window")
    assert found == []


def test_a_theme_is_chosen_and_stays(page: Page) -> None:
    page.goto("/")
    paper = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    for theme, is_light in (("Dark", False), ("Light", True)):
        page.get_by_text("Theme", exact=True).click()
        page.get_by_role("button", name=theme, exact=True).click()
        expect(page.get_by_role("button", name=theme, exact=True)).to_have_attribute("aria-pressed", "true")
        assert (page.evaluate(paper) == light) == is_light
        page.reload()
        assert (page.evaluate(paper) == light) == is_light
        expect(box(page, "mapping")).to_be_visible()
        assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(paper) == light
    page.get_by_text("Theme", exact=True).click()
    page.get_by_role("button", name="As the system").click()
    assert page.evaluate(paper) != light
    page.goto("/reference/")
    assert page.evaluate("localStorage.getItem('theme')") is None
