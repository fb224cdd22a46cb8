"""Completion in a real browser: when it opens, what it inserts, and that it never stands in the way."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.webui.looking import MAPPING, NARROW, box, opened, row, violations, write

BEGUN = MAPPING.replace("    name: userName\n", "    name: ")


def options(page: Page) -> Locator:
    return page.locator(".cm-tooltip-autocomplete li[role=option]")


def at_the_end(page: Page, mapping: str = BEGUN) -> None:
    """The caret at the end of a mapping that is being typed."""
    opened(page)
    write(page, "mapping", mapping)
    page.keyboard.press("Control+End")


def test_it_opens_by_typing_and_enter_inserts(page: Page) -> None:
    at_the_end(page)
    page.keyboard.type("nickN")
    expect(options(page).first).to_contain_text("nickName")
    expect(page.locator(".cm-completionInfo")).to_be_visible()
    expect(box(page, "mapping")).to_have_attribute("aria-autocomplete", "list")
    assert violations(page) == []
    page.wait_for_timeout(100)  # a list that has just opened takes no key: it may be meant for the text
    page.keyboard.press("Enter")
    expect(page.locator("#mapping")).to_have_value(f"{BEGUN}nickName")
    expect(options(page)).to_have_count(0)


@pytest.mark.parametrize("options", [{}, NARROW], ids=str)
def test_what_is_said_of_an_option_is_seen_as_a_whole(page: Page) -> None:
    at_the_end(page)
    page.keyboard.type("nickN")
    expect(page.locator(".cm-completionInfo")).to_be_in_viewport(ratio=1)


def test_it_opens_by_key_and_escape_closes_it(page: Page) -> None:
    at_the_end(page)
    page.keyboard.press("Control+Space")
    expect(options(page).first).to_be_visible()
    page.keyboard.press("Escape")
    expect(options(page)).to_have_count(0)
    expect(box(page, "mapping")).to_be_focused()
    assert page.input_value("#mapping") == BEGUN


def test_a_word_that_stands_there_whole_is_not_offered_and_enter_makes_a_line(page: Page) -> None:
    at_the_end(page)
    page.keyboard.type("nickNam", delay=30)
    expect(options(page).first).to_contain_text("nickName")
    page.keyboard.type("e")
    expect(options(page)).to_have_count(0)
    page.keyboard.press("Enter")
    page.keyboard.type("job_title: tit")
    expect(options(page).first).to_contain_text("title")
    page.keyboard.type("l", delay=150)
    page.keyboard.type("e")
    expect(options(page)).to_have_count(0)
    page.wait_for_timeout(100)
    page.keyboard.press("Enter")
    expect(page.locator("#mapping")).to_have_value(f"{BEGUN}nickName\n    job_title: title\n    ")


@pytest.mark.parametrize(
    ("begun", "keys", "gives"),
    [
        ("", "users:", "users:\n  "),
        ("users:\n  ", "- rule: R", "users:\n  - rule: R\n    "),
        ("users:\n  - rule: R\n    ", "person:", "users:\n  - rule: R\n    person:\n      "),
        ("extensions:\n  - ", "attributes: # of the client", "extensions:\n  - attributes: # of the client\n      "),
        ("", '"users":  ', '"users":  \n  '),
        ("", "# note:", "# note:\n"),
        ("description: |\n  ", "one:", "description: |\n  one:\n  "),
    ],
)
def test_enter_below_a_key_goes_deeper(page: Page, begun: str, keys: str, gives: str) -> None:
    at_the_end(page, begun)
    page.keyboard.type(keys)
    page.keyboard.press("Escape")  # whatever is offered
    page.keyboard.press("Enter")
    expect(page.locator("#mapping")).to_have_value(gives)


@pytest.mark.parametrize(
    ("begun", "key", "offered"),
    [
        ("mapping: 1\nextensions:\n  - ", "id: ", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"),
        ("mapping: 1\nusers:\n  - person:\n      name:\n        from: title\n        ", "write: ", "always"),
        ("mapping: 1\nusers:\n  - person: {name: {from: title, ", "empty: ", "clear"),
    ],
    ids=["a URN", "a word", "in braces"],
)
def test_one_of_a_few_values_is_offered_after_the_blank(page: Page, begun: str, key: str, offered: str) -> None:
    opened(page)
    write(page, "mapping", begun)
    page.keyboard.type(key)
    expect(options(page).first).to_contain_text(offered)
    page.wait_for_timeout(100)
    page.keyboard.press("Enter")
    expect(options(page)).to_have_count(0)
    assert f"{key}{offered}" in page.input_value("#mapping")


def test_where_an_expression_or_a_text_is_due_nothing_opens_after_the_blank_and_enter_makes_a_line(page: Page) -> None:
    for typed in (BEGUN.removesuffix(" "), "mapping: 1\nusers:\n  - rule:"):
        at_the_end(page, typed)
        with page.expect_response("**/completions"):
            page.keyboard.type(" ")
        page.wait_for_timeout(300)
        expect(options(page)).to_have_count(0)
        page.keyboard.press("Enter")
        expect(page.locator("#mapping")).to_have_value(f"{typed} \n      ")


def test_it_goes_on_after_a_dot_and_a_bracket(page: Page) -> None:
    at_the_end(page)
    page.keyboard.type("name.")
    expect(options(page).filter(has_text="familyName")).to_be_visible()
    page.keyboard.type("fam")
    expect(options(page)).to_have_count(1)
    page.wait_for_timeout(100)
    page.keyboard.press("Enter")
    expect(page.locator("#mapping")).to_have_value(f"{BEGUN}name.familyName")
    write(page, "mapping", BEGUN)
    page.keyboard.press("Control+End")
    page.keyboard.type("uppe")
    expect(options(page).first).to_contain_text("upper")
    page.wait_for_timeout(100)
    page.keyboard.press("Enter")
    expect(page.locator("#mapping")).to_have_value(f"{BEGUN}upper(")
    expect(options(page).filter(has_text="userName")).to_be_visible()  # the arguments are completed in turn
    page.keyboard.type("userName)")
    expect(row(page, "name")).to_contain_text("BJENSEN@EXAMPLE.COM")


def test_the_extension_of_the_payload_is_offered_and_its_attributes(page: Page) -> None:
    urn = "urn:workday:scim:2.0:Worker"
    opened(page, payload=json.dumps({"schemas": [urn], "userName": "secret", urn: {"jobCode": "secret", "team": 1}}))
    write(page, "mapping", "mapping: 1\nextensions:\n  - id: ")
    page.keyboard.press("Control+End")
    with page.expect_request("**/completions") as asked:
        page.keyboard.press("Control+Space")
    assert "secret" not in (asked.value.post_data or "")
    expect(options(page).first).to_contain_text(urn)
    page.wait_for_timeout(100)
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type("attributes:\n")
    page.keyboard.press("Control+Space")
    expect(options(page)).to_have_text([re.compile("jobCode"), re.compile("team")])


def test_tab_leaves_the_editor_although_a_list_is_open(page: Page) -> None:
    at_the_end(page)
    page.keyboard.press("Control+Space")
    expect(options(page).first).to_be_visible()
    page.keyboard.press("Tab")
    expect(box(page, "mapping")).not_to_be_focused()
    assert page.input_value("#mapping") == BEGUN


def test_an_option_is_inserted_behind_characters_of_two_units(page: Page) -> None:
    at_the_end(page, "# 😀 Łukasz\n" + BEGUN)
    page.keyboard.type("nickN")
    options(page).first.click()
    expect(page.locator("#mapping")).to_have_value(f"# 😀 Łukasz\n{BEGUN}nickName")


def test_the_tests_are_completed_too_and_payloads_are_not(page: Page) -> None:
    opened(page)
    page.locator("#tests-pane summary").click()
    write(page, "tests", "cases:\n  - case: x\n    user: {userName: x}\n    expect:\n      job_t")
    page.keyboard.press("Control+Space")
    options(page).filter(has_text="job_title").click()
    expect(page.locator("#tests")).to_have_value(
        "cases:\n  - case: x\n    user: {userName: x}\n    expect:\n      job_title: "
    )
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.post_data or ""))
    box(page, "payload").focus()
    page.keyboard.press("Control+Space")
    page.keyboard.type("user")
    expect(page.get_by_role("status")).to_contain_text("payload: cannot be read")
    assert not any("pane=payload" in body for body in asked)


def test_where_nothing_fits_and_without_a_server_there_is_no_list(page: Page, expected: list[str]) -> None:
    expected.append("ERR_FAILED")
    at_the_end(page)
    page.route("**/completions", lambda route: route.abort())
    with page.expect_request("**/completions"):
        page.keyboard.press("Control+Space")
    expect(options(page)).to_have_count(0)
    page.keyboard.type("userName")
    expect(page.locator("#mapping")).to_have_value(f"{BEGUN}userName")
