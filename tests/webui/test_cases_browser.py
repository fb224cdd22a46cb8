"""The tests of the mapping in a real browser: to look at them, to go to their places, and to save a case."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.webui.looking import MAPPING, NO_SCRIPT, box, opened, selected, write
from webui.playground.examples import mappings

TESTS = """\
cases:
  - case: a guide
    user: {userName: bjensen@example.com, title: Tour Guide}
    expect: {job_title: Guide}
  - case: the user name
    user: {userName: b@example.com}
    expect: {primary_email: b@example.com}
"""


def looking(page: Page, tests: str = TESTS) -> Page:
    """The page with these tests, looking at what becomes of them."""
    opened(page)
    page.locator("#tests-pane summary").click()
    write(page, "tests", tests)
    page.get_by_role("radio", name="Tests").check(force=True)
    expect(page.locator(".tests" if tests else ".no-tests")).to_be_visible()
    return page


def text(page: Page, pane: str) -> str:
    return page.locator(f"#{pane}").input_value()


def test_what_failed_what_passed_and_what_is_not_reached(page: Page) -> None:
    looking(page)
    expect(page.get_by_role("status")).to_contain_text("1 of 2 tests failed")
    expect(page.locator(".cases .failed")).to_contain_text('expected\n"Guide"', use_inner_text=True)
    expect(page.locator(".missing")).to_contain_text("never won")


def test_before_there_are_tests(page: Page) -> None:
    looking(page, "")
    expect(page.get_by_text("A test says what the mapping is to make of a payload.")).to_be_visible()


def test_links_go_to_the_case_to_what_it_expects_and_to_the_rule(page: Page) -> None:
    looking(page)
    page.locator("#tests-pane summary").click()  # folded: a link opens it
    page.get_by_role("link", name="a guide").click()
    assert selected(page, "tests") == "a guide"
    page.locator(".failed").get_by_role("link", name="job_title").click()
    assert selected(page, "tests") == "Guide"
    page.locator(".failed").get_by_role("link", name="line 8").click()
    assert selected(page, "mapping") == "title"
    page.locator(".missing").get_by_role("link").click()
    assert selected(page, "mapping") == "emails[?primary].value | [0]"


def test_the_gutter_of_the_mapping_says_what_is_reached(page: Page) -> None:
    looking(page)
    missed = page.locator("#mapping-pane .cm-covered.missed")
    expect(missed).to_have_attribute("title", "candidate never won: primary_email: emails[?primary].value | [0]")
    expect(page.locator("#mapping-pane .cm-covered.covered")).to_have_count(4)
    page.get_by_role("radio", name="Table").check(force=True)
    expect(page.locator(".cm-covered")).to_have_count(0)


def test_enter_saves_the_payload_as_a_case_and_undo_takes_it_away(page: Page) -> None:
    looking(page)
    page.fill("#case", "as it is")
    page.press("#case", "Enter")
    expect(page.locator("#case-said")).to_have_text("Saved as the case “as it is”.")
    expect(page.get_by_role("status")).to_contain_text("1 of 3 tests failed")
    expect(page.get_by_role("link", name="as it is")).to_be_visible()
    assert text(page, "tests").startswith(f"{TESTS}  - case: as it is\n")
    assert page.locator("#case").input_value() == ""
    box(page, "tests").focus()
    page.keyboard.press("Control+z")
    expect(page.get_by_role("status")).to_contain_text("1 of 2 tests failed")
    assert text(page, "tests") == TESTS


def test_a_case_that_cannot_be_saved_says_why(page: Page) -> None:
    looking(page)
    page.fill("#case", "the user name")
    page.get_by_role("button", name="Save as test case").click()
    expect(page.locator("#case-said")).to_contain_text("there is a case called 'the user name' already")
    assert text(page, "tests") == TESTS
    assert page.locator("#case").input_value() == "the user name"


def test_a_mapping_of_the_menu_brings_its_tests_and_both_can_be_brought_back(page: Page) -> None:
    looking(page)
    page.locator("#examples summary").click()
    page.get_by_role("button", name="Google", exact=True).click()
    number = mappings()["google"].tests.count("- case:")
    expect(page.get_by_role("status")).to_contain_text(f"{number} tests passed")
    assert text(page, "tests") == mappings()["google"].tests
    page.get_by_role("button", name="Bring back what was there in the mapping").click()
    expect(page.get_by_role("status")).to_contain_text("1 of 2 tests failed")
    assert (text(page, "mapping"), text(page, "tests")) == (MAPPING, TESTS)


@pytest.mark.parametrize("options", [NO_SCRIPT])
def test_without_scripts_a_case_is_saved_too(page: Page) -> None:
    page.goto("/")
    page.get_by_role("radio", name="Tests").check(force=True)
    page.fill("#case", "as it is")
    page.get_by_role("button", name="Save as test case").click()
    expect(page.get_by_role("link", name="as it is")).to_be_visible()
    expect(page.locator("#said")).to_have_text("Saved as the case “as it is”.")
