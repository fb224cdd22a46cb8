"""Links that hold the texts, in a real browser: what they bring, and that no server ever hears of them."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.webui.looking import MAPPING, PAYLOAD, box, opened, row, violations, write
from tests.webui.test_links import HOSTILE
from webui.playground.links import decode, encode

OTHER = MAPPING.replace("entra", "other")
PEOPLE = """\
{"userName": "łukasz@example.com", "title": "テスト 😀 é", "employeeNumber": 12345678901234567890123,
 "x": 9007199254740993, "y": 1.10, "w": "\\u00e9\\ud83d\\ude00"}
"""
CLIPBOARD = {"permissions": ["clipboard-read", "clipboard-write"]}


@pytest.fixture
def told(page: Page) -> list[str]:
    """All that the page sends, as addresses and bodies."""
    sent: list[str] = []
    page.on("request", lambda request: sent.extend([request.url, request.post_data or "", str(request.headers)]))
    return sent


def look_at(page: Page, view: str) -> None:
    page.locator(f"label:has(#view-{view})").click()


def copied(page: Page) -> str:
    """The link in the clipboard."""
    expect(page.locator("#said")).to_contain_text("copied")
    return page.evaluate("navigator.clipboard.readText()")


@pytest.mark.parametrize("options", [CLIPBOARD], ids=["clipboard"])
def test_a_link_brings_texts_view_and_context_to_somebody_else(
    page: Page, browser: Browser, address: str, told: list[str]
) -> None:
    opened(page, payload=PEOPLE)
    page.locator("#context summary").click()
    write(page, "directory", "organizations:\n  - {id: o1, name: Łódź 😀}")
    write(page, "account", "name: acme")
    page.fill("#connection", "entra")
    page.fill("#now", "2026-01-31")
    look_at(page, "json")
    expect(page.get_by_label("The outcome as JSON")).to_contain_text("テスト 😀 é")
    page.keyboard.press("Control+s")
    link = copied(page)
    assert link.startswith(f"{address}/#1.")
    names = ("mapping", "payload", "current", "groups", "directory", "account", "connection", "now", "tests")
    texts = {name: page.input_value(f"#{name}") for name in names}
    outcome = page.get_by_label("The outcome as JSON").inner_text()
    assert texts["payload"] == PEOPLE

    context = browser.new_context()
    other = context.new_page()
    other.on("request", lambda request: told.extend([request.url, request.post_data or "", str(request.headers)]))
    other.goto(link)
    expect(other.locator("#payload")).to_have_value(PEOPLE)
    expect(other.locator("#said")).to_have_text("The texts of the link are here.")
    expect(other.locator("#view-json")).to_be_checked()
    expect(other.get_by_label("The outcome as JSON")).to_have_text(outcome)
    assert {name: other.input_value(f"#{name}") for name in names} == texts
    expect(box(other, "directory")).to_be_visible()
    assert other.url == link
    other.reload()  # asks nothing, and brings the same texts again
    expect(other.locator("#said")).to_have_text("The texts of the link are here.")
    assert {name: other.input_value(f"#{name}") for name in names} == texts
    write(other, "mapping", OTHER)
    other.evaluate("location.hash = 'mapping'")
    other.go_back()  # to the address of the link: what was typed since stays
    other.wait_for_timeout(300)
    assert other.url == link
    assert other.input_value("#mapping") == OTHER
    context.close()

    fragment = link.partition("#")[2]
    assert len(fragment) > 100
    assert not any(fragment[:60] in each for each in told)


@pytest.mark.parametrize("options", [CLIPBOARD], ids=["clipboard"])
def test_a_link_to_the_mapping_only_tells_of_nobody(page: Page) -> None:
    opened(page)
    page.locator("#tests-pane summary").click()
    write(page, "tests", "cases: []")
    page.get_by_text("Share", exact=True).click()
    assert violations(page) == []
    page.get_by_role("button", name="Copy a link to the mapping only").click()
    expect(page.locator("#said")).to_have_text("A link to the mapping is copied.")
    expect(page.get_by_role("button", name="Copy a link to the mapping only")).to_be_hidden()
    link = copied(page)
    assert decode(link.partition("#")[2]) == {"mapping": MAPPING}


def test_a_link_that_is_damaged_gets_its_sentence_and_changes_nothing(page: Page) -> None:
    opened(page)
    expect(row(page, "job_title")).to_contain_text("Tour Guide")
    for name in ("cut off", "a mark like ours", "a foreign key", "a little too long", "not deflated"):
        fragment, sentence = HOSTILE[name]
        page.evaluate("fragment => { location.hash = fragment }", fragment)
        expect(page.locator("#said")).to_have_text(sentence)
        page.evaluate("document.getElementById('said').replaceChildren()")
    assert page.input_value("#mapping") == MAPPING
    assert page.input_value("#payload") == PAYLOAD
    expect(row(page, "job_title")).to_contain_text("Tour Guide")


def test_a_link_in_an_open_page_replaces_texts_that_can_be_brought_back(page: Page) -> None:
    opened(page)
    page.locator("#context summary").click()
    write(page, "account", "name: mine")
    fragment = encode({"mapping": OTHER, "payload": '{"userName": "x@example.com"}', "account": "name: theirs"})
    page.evaluate("fragment => { location.hash = fragment }", fragment)
    expect(page.locator("#mapping")).to_have_value(OTHER)
    expect(page.locator("#person")).to_contain_text("x@example.com")
    expect(page.locator("#difference")).to_be_empty()
    expect(page.locator("#account")).to_have_value("name: theirs")
    page.get_by_role("button", name="Bring back what was there in the mapping").click()
    expect(page.locator("#mapping")).to_have_value(MAPPING)
    expect(page.locator("#account")).to_have_value("name: mine")
    page.get_by_role("button", name="Bring back what was there in the payload").click()
    expect(page.locator("#payload")).to_have_value(PAYLOAD)


def test_where_the_browser_refuses_the_clipboard_the_link_is_shown(page: Page) -> None:
    page.add_init_script(
        "navigator.clipboard.writeText = () => Promise.reject(new DOMException('no', 'NotAllowedError'))"
    )
    opened(page)
    box(page, "payload").focus()
    page.keyboard.press("Control+s")
    expect(page.locator("#said")).to_contain_text("copy the link yourself")
    link = page.get_by_label("Link", exact=True)
    expect(link).to_be_focused()
    assert page.evaluate("getSelection().toString()") == link.input_value()
    assert decode(link.input_value().partition("#")[2]) == {"mapping": MAPPING, "payload": PAYLOAD, "view": "person"}
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(link).to_be_hidden()


def test_texts_that_no_link_can_hold_are_told(page: Page, expected: list[str]) -> None:
    expected.append("status of 413")
    opened(page)
    write(page, "payload", "x" * 600_000)
    page.keyboard.press("Control+s")
    expect(page.locator("#said")).to_contain_text("longer than 512 kB together")
