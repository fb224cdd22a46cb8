"""The reference in a real browser: how it looks and reads, and that its examples open in the playground."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.webui.looking import NARROW, NO_SCRIPT, every_look, violations
from webui.reference.documents import DOCUMENTS

SLOW = 20_000
"""The playground first loads its editors, then the texts of a link are evaluated."""


@every_look
@pytest.mark.parametrize("name", ["", "cookbook", "explain"])
def test_a_page_has_no_barrier_in_any_look(page: Page, name: str) -> None:
    page.goto(f"/reference/{name}")
    assert violations(page) == []


@pytest.mark.parametrize("name", [name for name in DOCUMENTS if name not in ("cookbook", "explain")])
def test_a_page_has_no_barrier(page: Page, name: str) -> None:
    page.goto(f"/reference/{name}")
    assert violations(page) == []


@pytest.mark.parametrize("options", [NARROW], ids=str)
@pytest.mark.parametrize("name", ["", *DOCUMENTS])
def test_a_page_is_never_wider_than_a_phone(page: Page, name: str) -> None:
    page.goto(f"/reference/{name}")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_text_is_no_wider_than_it_reads_well(page: Page) -> None:
    page.goto("/reference/language")
    paragraph = page.locator("main p").first
    size = paragraph.evaluate("each => parseFloat(getComputedStyle(each).fontSize)")
    box = paragraph.bounding_box()
    assert box is not None
    assert box["width"] < 46 * size


def test_the_contents_lead_to_a_place(page: Page) -> None:
    page.goto("/reference/codes")
    page.get_by_role("navigation", name="On this page").get_by_role("link", name="never-taken-back").click()
    expect(page.get_by_role("heading", name="never-taken-back")).to_be_in_viewport()
    assert page.url.endswith("/reference/codes#never-taken-back")


def test_the_keyboard_goes_past_what_is_on_every_page(page: Page) -> None:
    page.goto("/reference/functions")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="To the text")).to_be_focused()
    expect(page.get_by_role("link", name="To the text")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("main a").first).to_be_focused()


@pytest.mark.parametrize("options", [{**NARROW, **NO_SCRIPT}], ids=str)
def test_pages_lead_to_one_another_without_a_script(page: Page) -> None:
    page.goto("/reference/")
    page.get_by_role("main").get_by_role("link", name="Cookbook").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cookbook")
    page.get_by_role("navigation", name="Reference").get_by_role("link", name="Functions").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Functions")
    page.get_by_role("navigation", name="On this page").get_by_role("link", name="lookup").click()
    expect(page.get_by_role("heading", name="lookup")).to_be_in_viewport()


def test_an_example_opens_in_the_playground(page: Page) -> None:
    page.goto("/reference/cookbook")
    page.get_by_role("link", name="Open in the playground Names in capitals, example 2").click()
    expect(page.locator("#person")).to_contain_text("Fiona MacDonald", timeout=SLOW)
    expect(page.locator("#person")).to_contain_text("update")


def test_the_example_of_a_code_is_told_that_code(page: Page) -> None:
    page.goto("/reference/codes#unknown-attribute")
    page.get_by_role("link", name="Open in the playground unknown-attribute").click()
    expect(page.locator(".findings .code")).to_contain_text("unknown-attribute", timeout=SLOW)


def test_a_function_is_tried_in_the_playground(page: Page) -> None:
    page.goto("/reference/functions#initials")
    page.get_by_role("link", name="Try it initials(displayName)").first.click()
    expect(page.get_by_role("rowheader", name="custom_fields.result")).to_be_visible(timeout=SLOW)


def test_the_reference_opens_beside_what_was_typed(page: Page) -> None:
    page.goto("/")
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Reference (in a new tab)").click()
    expect(opened.value.get_by_role("heading", level=1)).to_have_text("Reference")
    assert opened.value.evaluate("window.opener") is None


def test_the_code_of_a_problem_opens_its_page_beside_what_was_typed(page: Page) -> None:
    page.goto("/reference/codes#never-taken-back")
    page.get_by_role("link", name="Open in the playground never-taken-back").click()
    code = page.get_by_role("link", name="never-taken-back (what it means, in a new tab)")
    with page.expect_popup() as opened:
        code.click()
    expect(opened.value.get_by_role("heading", name="never-taken-back")).to_be_in_viewport()
