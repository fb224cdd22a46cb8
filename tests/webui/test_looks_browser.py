"""The page as it is seen at many widths: nothing is cut off, and nothing makes it wider than its window."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.webui.looking import MAPPING, box, opened, write

FAILING = "cases:\n  - case: a guide\n    user: {userName: b@example.com}\n    expect: {job_title: Guide}\n"
WIDTHS = [320, 400, 641, 700, 760, 761, 900, 1099, 1100, 1280, 1920]


def is_within(page: Page, selector: str) -> bool:
    """Whether what is shown stands between the left and the right edge of the window, and the page is no wider."""
    return page.evaluate(
        """selector => {
          const {left, right} = document.querySelector(selector).getBoundingClientRect();
          const width = document.documentElement.clientWidth;
          return left >= 0 && right <= width && document.documentElement.scrollWidth <= width;
        }""",
        selector,
    )


@pytest.mark.parametrize("width", WIDTHS)
def test_every_menu_fits_the_window(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/")
    for menu in ("examples", "share", "theme", "help"):
        page.locator(f"#{menu} > summary").click()
        expect(page.locator(f"#{menu} .drop")).to_be_visible()
        assert is_within(page, f"#{menu} .drop"), menu
        assert page.locator(f"#{menu} .drop").evaluate("e => e.scrollWidth <= e.clientWidth"), menu
        page.keyboard.press("Escape")


def test_on_a_narrow_window_most_titles_of_tasks_stand_on_one_line(page: Page) -> None:
    page.set_viewport_size({"width": 400, "height": 800})
    page.goto("/")
    page.locator("#examples > summary").click()
    heights = page.locator(".tasks button").evaluate_all("all => all.map(e => e.getBoundingClientRect().height)")
    assert sum(height > min(heights) for height in heights) <= 3


@pytest.mark.parametrize(("width", "rows"), [(400, 2), (1280, 1)])
def test_the_switch_with_the_number_of_failed_tests_stands_in_even_rows(page: Page, width: int, rows: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    opened(page)
    page.locator("#tests-pane > summary").click()
    write(page, "tests", FAILING)
    expect(page.locator("#tests-count")).to_have_text("1 failed")
    tops = page.evaluate("[...document.querySelectorAll('.switch label')].map(e => e.getBoundingClientRect().top)")
    assert len(set(tops)) == rows
    assert is_within(page, ".switch")


def test_a_person_of_many_fields_scrolls_in_the_pane_and_not_the_page(page: Page) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    lines = "".join(f"      part_{number}: join_present(' ', userName, title)\n" for number in range(40))
    opened(page, MAPPING + "    custom_fields:\n" + lines)
    expect(page.get_by_role("rowheader", name="custom_fields.part_39")).to_have_count(1)
    page.locator(".reads").last.scroll_into_view_if_needed()
    grown = page.evaluate(
        "(({scrollHeight, clientHeight, scrollWidth, clientWidth}) =>"
        " [scrollHeight - clientHeight, scrollWidth - clientWidth])(document.documentElement)"
    )
    assert grown == [0, 0]


def test_the_ring_of_the_focus_goes_around_the_line_numbers_too(page: Page) -> None:
    page.goto("/")
    box(page, "mapping").focus()
    focused = page.locator(".editor:has(> .cm-focused)")
    expect(focused.locator("#mapping")).to_have_count(1)
    expect(focused.locator(".cm-gutters")).to_be_visible()
    ring = focused.evaluate(
        "e => (({borderTopWidth, inset}) => [borderTopWidth, inset])(getComputedStyle(e, '::after'))"
    )
    assert ring == ["2px", "0px"]
    box(page, "payload").focus()
    expect(focused.locator("#payload")).to_have_count(1)
