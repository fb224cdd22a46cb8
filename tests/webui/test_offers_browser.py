"""What an answer offers by a button, in a browser: done as if it had been typed, and without scripts by the server."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, expect

from tests.webui.looking import BROKEN, MAPPING, NO_SCRIPT, PAYLOAD, opened, violations


def text(page: Page, pane: str) -> str:
    return page.locator(f"#{pane}").input_value()


def test_the_fix_of_a_problem_is_one_step_of_undo(page: Page) -> None:
    opened(page, BROKEN)
    page.get_by_role("button", name="Replace with title").click()
    expect(page.get_by_role("status")).to_contain_text("valid")
    assert text(page, "mapping") == MAPPING
    expect(page.locator("#said")).to_have_text("Done: Replace with title.")
    assert page.evaluate("getSelection().toString()") == "title"
    page.keyboard.press("Control+z")
    assert text(page, "mapping") == BROKEN


def test_a_fix_whose_text_was_changed_meanwhile_waits_for_the_next_answer(page: Page) -> None:
    opened(page, BROKEN)
    with page.expect_request("**/preview"):
        page.evaluate(
            """() => {
              const area = document.getElementById("payload");
              area.value += " ";
              area.dispatchEvent(new Event("input", {bubbles: true}));
              document.querySelector("[name=fix]").click();
            }"""
        )
    assert text(page, "mapping") == BROKEN
    expect(page.locator("#said")).to_contain_text("the fix comes again in a moment")
    expect(page.locator(".htmx-request")).to_have_count(0)
    page.get_by_role("button", name="Replace with title").click()
    assert text(page, "mapping") == MAPPING


def test_what_is_written_becomes_the_person_as_stored_and_the_next_write_changes_nothing(page: Page) -> None:
    opened(page)
    page.get_by_text("Before / after").click()
    button = page.get_by_role("button", name="Take this as the person as stored")
    button.click()
    expect(page.locator("#person")).to_contain_text("Nothing changes")
    expect(button).to_have_count(0)
    assert json.loads(text(page, "current"))["job_title"] == "Tour Guide"
    assert violations(page) == []
    page.keyboard.press("Control+z")
    expect(button).to_be_visible()
    assert text(page, "current") == ""


@pytest.mark.parametrize("options", [NO_SCRIPT], ids=["no script"])
def test_without_scripts_the_server_mends_and_takes(page: Page) -> None:
    page.goto("/")
    page.fill("#mapping", BROKEN)
    page.fill("#payload", PAYLOAD)
    page.get_by_role("button", name="Run").click()
    page.get_by_role("button", name="Replace with title").click()
    assert text(page, "mapping") == MAPPING
    page.get_by_label("Before / after").check(force=True)
    page.get_by_role("button", name="Run").click()
    page.get_by_role("button", name="Take this as the person as stored").click()
    expect(page.locator("#person")).to_contain_text("Nothing changes")
