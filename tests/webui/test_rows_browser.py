"""Rows that are opened and an earlier version to compare with, in a real browser."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.webui.looking import (
    BROKEN,
    MAPPING,
    NO_SCRIPT,
    PAYLOAD,
    box,
    dark_and_narrow,
    in_forced_colours_too,
    opened,
    row,
    selected,
    sent,
    violations,
    write,
)

OTHER = MAPPING.replace("name: entra", "name: other")
CHANGED = MAPPING.replace("job_title: title", "job_title: userName")
LISTS = """\
mapping: 1
name: lists
users:
  - rule: Everybody
    person:
      primary_email:
        - emails[?type == 'work'].value | [0]
        - userName
      name: userName
      information: enterprise.division
      contacts:
        each: phoneNumbers
        entry:
          label: type
          telephone: value
  - rule: Bosses
    when: title == 'boss'
    person: {job_title: title}
groups:
  - rule: Sites
    when: starts_with(displayName, 'site:')
    person: {vip: {value: true}}
    stands_for: site
"""
PHONES = [{"type": "work", "value": "+31205550142"}, {"type": "fax", "value": "none"}]
PERSON = json.dumps({"userName": "babs@example.com", "title": "Boss", "shoeSize": 41, "phoneNumbers": PHONES})
GROUP = json.dumps(
    {
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"],
        "displayName": "site:Utrecht",
        "members": [{"value": "u1"}, {"value": "u2"}],
    }
)


def opener(page: Page, field: str, number: int = 1) -> Locator:
    return page.locator(f"[id='open-{number}:{field}']")


def why(page: Page, field: str, number: int = 1) -> Locator:
    """The explanation of a field, when its row is open."""
    return page.locator(f"[id='why-{number}:{field}']")


def picked(page: Page, mapping: str = MAPPING, payload: str = PAYLOAD) -> None:
    """The page with these texts, and with the mapping picked as the version to compare with."""
    opened(page, mapping + "# as it was before\n", payload)
    write(page, "mapping", mapping)
    page.get_by_role("button", name="Make this the version to compare with").click()
    expect(page.locator("#difference")).to_contain_text("From now on")


def fits(page: Page) -> bool:
    """Whether nothing is cut off at the right."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth")) and bool(
        page.locator("#result").evaluate("result => result.scrollWidth <= result.clientWidth")
    )


# --- why -------------------------------------------------------------------------------------------------------------


@in_forced_colours_too
def test_open_rows(page: Page) -> None:
    opened(page, LISTS, PERSON)
    for field in ("primary_email", "information", "contacts", "job_title"):
        opener(page, field).click()
        expect(why(page, field)).to_be_visible()
        expect(opener(page, field)).to_have_attribute("aria-expanded", "true")
    expect(why(page, "primary_email")).to_contain_text("The candidate on line 8 gives the value.")
    expect(why(page, "primary_email")).to_contain_text("emails was not sent.")
    expect(why(page, "information")).to_contain_text("No candidate gave a value, and missing does not say clear.")
    expect(why(page, "contacts")).to_contain_text("'none' is no phone number.")
    expect(why(page, "job_title")).to_contain_text("No rule that fills it applies.")
    page.locator("#rules-1 summary").click()
    expect(page.locator("#rules-1")).to_contain_text("'boss' is asked for: the same but for capitals; ")
    page.locator("#unread-1 summary").click()
    expect(page.locator("#unread-1")).to_contain_text("shoeSize")
    assert violations(page) == []
    assert fits(page)


@dark_and_narrow
def test_an_open_member_of_a_group(page: Page) -> None:
    opened(page, LISTS, GROUP)
    opener(page, "u1").click()
    expect(why(page, "u1")).to_contain_text("The candidate on line 22 gives the value.")
    page.locator("#rules-1 summary").click()
    expect(page.locator("#rules-1")).to_contain_text("So the group stands for the site 'site:Utrecht'.")
    assert violations(page) == []
    assert fits(page)


def test_a_row_opens_and_closes_with_the_keyboard_alone(page: Page) -> None:
    opened(page)
    opener(page, "job_title").focus()
    for key, is_open in (("Enter", True), ("Space", False), ("Space", True)):
        with page.expect_response("**/preview"):
            page.keyboard.press(key)
        expect(why(page, "job_title")).to_have_count(1 if is_open else 0)
        expect(opener(page, "job_title")).to_have_attribute("aria-expanded", str(is_open).lower())
        expect(opener(page, "job_title")).to_be_focused()
    controlled = opener(page, "job_title").get_attribute("aria-controls")
    assert controlled == why(page, "job_title").get_attribute("id")
    page.keyboard.press("Tab")  # the origin of the row, then the candidate
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert selected(page, "mapping") == "title"


def test_the_line_of_a_candidate_moves_the_caret_to_it(page: Page) -> None:
    opened(page)
    opener(page, "primary_email").click()
    why(page, "primary_email").get_by_role("link", name="line 6").click()
    assert selected(page, "mapping") == "emails[?primary].value | [0]"


def test_open_rows_stay_open_whatever_is_edited(page: Page) -> None:
    opened(page)
    opener(page, "job_title").click()
    expect(why(page, "job_title")).to_contain_text("'Tour Guide'")
    write(page, "payload", PAYLOAD.replace("Tour", "Trip"))
    expect(why(page, "job_title")).to_contain_text("'Trip Guide'")
    write(page, "mapping", MAPPING.replace("    job_title: title\n", ""))
    expect(row(page, "job_title")).to_contain_text("no rule fills it")
    write(page, "mapping", MAPPING)
    expect(why(page, "job_title")).to_contain_text("'Trip Guide'")


def test_what_is_unfolded_below_the_rows_stays_so(page: Page) -> None:
    opened(page, LISTS, PERSON)
    page.locator("#rules-1 summary").click()
    expect(page.locator("#rules-1")).to_contain_text("Bosses")
    write(page, "payload", PERSON.replace("Boss", "Chef"))
    expect(page.locator("#rules-1 .rules")).to_be_visible()
    expect(page.locator("#rules-1")).to_contain_text("'Chef'")
    expect(page.locator("#rules-1")).to_have_attribute("open", "")


def test_a_row_that_is_closed_while_an_answer_is_awaited_stays_closed(page: Page, expected: list[str]) -> None:
    expected.extend(["htmx:sendAbort", "htmx:afterRequest"])
    opened(page)
    expect(row(page, "job_title")).to_contain_text("Tour Guide")
    held: list[Route] = []
    page.route("**/preview", lambda route: held.append(route))
    with page.expect_request("**/preview"):
        opener(page, "job_title").click()
    page.unroute("**/preview")
    opener(page, "job_title").click()
    opener(page, "name").click()
    expect(why(page, "name")).to_be_visible()
    expect(why(page, "job_title")).to_have_count(0)
    expect(opener(page, "job_title")).to_have_attribute("aria-expanded", "false")


def test_a_row_that_cannot_be_explained_yet_says_so(page: Page) -> None:
    opened(page)
    expect(row(page, "job_title")).to_contain_text("Tour Guide")
    write(page, "mapping", BROKEN)
    expect(page.get_by_role("status")).to_have_text("mapping: 1 error")
    opener(page, "job_title").click()
    expect(why(page, "job_title")).to_contain_text("The explanation follows as soon as all texts can be used.")
    expect(opener(page, "job_title")).to_have_attribute("aria-expanded", "true")
    assert violations(page) == []
    write(page, "mapping", MAPPING)
    expect(why(page, "job_title")).to_contain_text("'Tour Guide'")


def test_rows_of_several_payloads_open_one_by_one(page: Page) -> None:
    opened(page, MAPPING, f"[{PAYLOAD}, {PAYLOAD}]")
    page.locator("#choose-2").click()
    opener(page, "job_title", 2).click()
    expect(why(page, "job_title", 2)).to_be_visible()
    page.locator("#choose-1").click()
    expect(opener(page, "job_title", 1)).to_have_attribute("aria-expanded", "false")
    page.locator("#choose-2").click()
    expect(why(page, "job_title", 2)).to_be_visible()


def test_markup_in_an_explanation_is_text(page: Page) -> None:
    markup = "<img src=x onerror=alert(1)> `<b>b</b>`"
    candidates = (
        f"job_title:\n      - from: nickName\n        when: title == '<i>x</i>'\n      - value: {json.dumps(markup)}"
    )
    mapping = MAPPING.replace("job_title: title", candidates).replace("?primary", "?type == '<i>y</i>'")
    payload = {"userName": "b@example.com", "title": markup, markup: 1, "emails": [{"type": markup, "value": markup}]}
    opened(page, mapping, json.dumps(payload))
    for field in ("primary_email", "job_title"):
        opener(page, field).click()
        expect(why(page, field)).to_be_visible()
    page.locator("#unread-1 summary").click()
    expect(page.locator("#unread-1")).to_contain_text("<img")
    expect(why(page, "job_title")).to_contain_text(markup)
    expect(why(page, "primary_email")).to_contain_text(markup)
    expect(page.locator("#person :is(img, i, .why b, .quoted *)")).to_have_count(0)


@pytest.mark.parametrize("options", [{}, {"viewport": {"width": 400, "height": 800}}], ids=str)
def test_long_values_are_cut_and_clip_nothing(page: Page) -> None:
    long = "x" * 3000
    payload = json.dumps({"userName": "b@example.com", "displayName": long, "title": "y" * 300, long: long})
    mapping = MAPPING.replace("name: userName", "name: userName\n    information: displayName")
    opened(page, mapping, payload)
    for field in ("job_title", "information"):
        opener(page, field).click()
        expect(why(page, field)).to_be_visible()
    page.locator("#unread-1 summary").click()
    assert len(why(page, "information").inner_text()) < 1500
    assert fits(page)


# --- what changed ----------------------------------------------------------------------------------------------------


@dark_and_narrow
def test_what_changed(page: Page) -> None:
    picked(page, MAPPING + "    location: title\n")
    expect(page.locator("#difference")).to_have_text("From now on each change is compared with this version.")
    write(page, "mapping", CHANGED)
    expect(page.locator("#difference")).to_contain_text("2 fields differ from the version you picked.")
    expect(page.get_by_role("status")).to_contain_text("2 fields differ")
    expect(row(page, "job_title")).to_contain_text("before Tour Guide")
    expect(row(page, "location")).to_contain_text("no rule fills it")
    assert violations(page) == []
    assert fits(page)
    page.locator(".differs").get_by_role("link", name="job_title").click()
    expect(opener(page, "job_title")).to_be_focused()
    page.locator(".differs").get_by_role("link", name="location").click()
    expect(opener(page, "location")).to_be_focused()


def test_the_version_to_compare_with_is_at_first_that_of_the_example(page: Page) -> None:
    page.goto("/")
    expect(page.locator("#difference")).to_be_empty()
    first = page.input_value("#mapping")
    write(page, "mapping", first.replace("job_title: title", "job_title: nickName"))
    expect(page.locator("#difference")).to_contain_text("1 field differs from the version you started with.")
    page.get_by_role("button", name="Go back to that version").click()
    expect(page.locator("#mapping")).to_have_value(first)
    expect(page.locator("#difference")).to_be_empty()
    expect(page.locator(".was")).to_have_count(0)
    page.get_by_role("button", name="Bring back what was there in the mapping").click()
    expect(page.locator("#difference")).to_contain_text("1 field differs from the version you started with.")


def test_a_mapping_of_another_name_is_a_new_start(page: Page) -> None:
    page.goto("/")
    first = page.input_value("#mapping")
    with page.expect_request("**/preview") as asked:
        write(page, "mapping", OTHER)
    assert sent(asked.value, "earlier") is None
    expect(page.get_by_role("status")).to_contain_text("valid, 1 rule, ")
    expect(page.locator("#difference")).to_be_empty()
    write(page, "mapping", OTHER.replace("job_title: title", "job_title: userName"))
    expect(page.locator("#difference")).to_contain_text("1 field differs from the version you started with.")
    page.get_by_role("button", name="Make this the version to compare with").click()
    expect(page.locator("#difference")).to_contain_text("From now on")
    write(page, "mapping", first)
    expect(page.locator("#difference")).to_contain_text("from the version you picked.")


def test_the_first_version_without_errors_is_the_start(page: Page) -> None:
    page.goto("/")
    faulty = OTHER.replace("job_title: title", "job_title: titel")
    write(page, "mapping", faulty)
    expect(page.get_by_role("status")).to_contain_text("1 error")
    write(page, "mapping", OTHER)
    expect(page.locator("#difference")).to_contain_text("the one you started with has 1 error.")
    expect(page.get_by_role("button", name="Go back to that version")).to_have_count(0)
    # To take another start is no change: nobody would have time to read the sentence.
    assert page.input_value("[name=revision]") == "2"
    write(page, "mapping", OTHER.replace("job_title: title", "job_title: userName"))
    expect(page.locator("#difference")).to_contain_text("1 field differs from the version you started with.")
    page.get_by_role("button", name="Go back to that version").click()
    expect(page.locator("#mapping")).to_have_value(OTHER)


def test_a_change_without_effect_says_so(page: Page) -> None:
    page.goto("/")
    box(page, "mapping").press("End")
    write(page, "mapping", page.input_value("#mapping") + "# a comment\n")
    expect(page.locator("#difference")).to_contain_text("Nothing differs from the version you started with.")


def test_to_start_again_is_to_compare_with_the_new_start_and_back(page: Page) -> None:
    picked(page)
    page.get_by_text("Examples").click()
    page.get_by_role("button", name="Default", exact=True).click()
    expect(page.locator("#difference")).to_be_empty()
    page.get_by_role("button", name="Bring back what was there in the mapping").click()
    expect(page.locator("#mapping")).to_have_value(MAPPING)
    expect(page.locator("#difference")).to_contain_text("From now on")


def test_each_of_several_payloads_has_its_marks(page: Page) -> None:
    picked(page, MAPPING, f'[{PAYLOAD}, {{"userName": "x@example.com", "title": "x@example.com"}}]')
    write(page, "mapping", CHANGED)
    expect(page.locator("#difference")).to_contain_text("1 of 2 payloads differs from the version you picked.")
    expect(page.locator(".grid td.differing")).to_have_count(1)
    expect(page.locator(".result .differing")).to_have_count(1)
    page.locator("#choose-2").click()
    expect(page.locator(".result .who")).to_have_text("x@example.com")
    expect(page.locator(".result .differing")).to_have_count(0)


def test_while_the_mapping_is_broken_one_can_go_back(page: Page) -> None:
    picked(page)
    write(page, "mapping", BROKEN)
    expect(page.locator("#difference")).to_contain_text("Not compared with the version you picked yet.")
    page.get_by_role("button", name="Go back to that version").press("Enter")
    expect(page.locator("#mapping")).to_have_value(MAPPING)
    expect(page.get_by_role("status")).to_contain_text("valid, 1 rule, ")


def test_the_same_text_is_not_sent_twice(page: Page) -> None:
    page.goto("/")
    with page.expect_request("**/preview") as asked:
        write(page, "payload", PAYLOAD)
    assert sent(asked.value, "earlier") is None
    first = page.input_value("#mapping")
    with page.expect_request("**/preview") as asked:
        write(page, "mapping", first + "# edited\n")
    assert sent(asked.value, "earlier") == first
    assert "Guide" not in page.evaluate("JSON.stringify([localStorage, sessionStorage])")


# --- without script --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("options", [NO_SCRIPT])
def test_without_script_rows_open_and_stay_open(page: Page) -> None:
    page.goto("/")
    write(page, "mapping", MAPPING)
    write(page, "payload", PAYLOAD)
    page.get_by_role("button", name="Run").click()
    opener(page, "job_title").click()
    expect(why(page, "job_title")).to_contain_text("'Tour Guide'")
    expect(opener(page, "job_title")).to_be_focused()
    write(page, "payload", PAYLOAD.replace("Tour", "Trip"))
    page.get_by_role("button", name="Run").click()
    expect(why(page, "job_title")).to_contain_text("'Trip Guide'")
    opener(page, "job_title").click()
    expect(why(page, "job_title")).to_have_count(0)
    assert page.input_value("#mapping") == MAPPING


@pytest.mark.parametrize("options", [NO_SCRIPT])
def test_without_script_versions_are_compared(page: Page) -> None:
    page.goto("/")
    write(page, "mapping", MAPPING)
    write(page, "payload", PAYLOAD)
    page.get_by_role("button", name="Run").click()
    write(page, "mapping", MAPPING + "# edited\n")
    page.get_by_role("button", name="Run").click()
    expect(page.locator("#difference")).to_contain_text("from the version you started with.")
    write(page, "mapping", MAPPING)
    page.get_by_role("button", name="Make this the version to compare with").click()
    expect(page.locator("#difference")).to_contain_text("From now on")
    write(page, "mapping", CHANGED)
    page.get_by_role("button", name="Run").click()
    expect(page.locator("#difference")).to_contain_text("1 field differs from the version you picked.")
    expect(row(page, "job_title")).to_contain_text("before Tour Guide")
    page.get_by_role("button", name="Go back to that version").click()
    expect(page.locator("#mapping")).to_have_value(MAPPING)
