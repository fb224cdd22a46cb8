"""The views of the right pane in a browser: that they are for all people, and what a person does in them."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, expect

from mapper.schemas.values import Json
from tests.webui.looking import DARK, NARROW, NO_SCRIPT, dark_and_narrow, opened, selected, violations, write
from tests.webui.test_views import ANN, BABS, BOB, CURRENT, DELFT, MAPPING, OTHER

MANY = [{**BABS, "userName": f"babs{at}@example.com", "title": f"Guide {at}"} for at in range(1, 17)]
EVERYBODY = json.dumps([*MANY, ANN, BOB, DELFT])


def look_at(page: Page, view: str) -> None:
    """Choose a view."""
    page.locator(f"label:has(#view-{view})").click()


def put(page: Page, pane: str, value: Json) -> None:
    """Put a text into a pane that may be folded."""
    folded = page.locator("#context")
    if folded.get_attribute("open") is None:
        folded.locator("summary").click()
    write(page, pane, json.dumps(value))


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than what is seen of it."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


# --- the grid --------------------------------------------------------------------------------------------------------


@dark_and_narrow
def test_a_grid_is_for_everybody(page: Page) -> None:
    opened(page, MAPPING, EVERYBODY)
    expect(page.locator("#grid-people tbody tr")).to_have_count(18)
    assert violations(page) == []
    assert overflow(page) == 0


@pytest.mark.parametrize("options", [{}, NARROW], ids=str)
def test_a_person_is_chosen_and_the_grid_stays_where_it_is(page: Page) -> None:
    opened(page, MAPPING, EVERYBODY)
    grid = page.locator("#grid-people")
    grid.evaluate("element => element.scrollTo(60, 150)")
    top = grid.evaluate("element => element.scrollTop")
    assert top > 0
    page.locator("#choose-9").click()
    expect(page.locator(".result .who")).to_have_text("babs9@example.com")
    expect(page.locator("#choose-9")).to_be_focused()
    expect(page.locator("#choose-9")).to_have_attribute("aria-pressed", "true")
    assert grid.evaluate("element => [element.scrollLeft, element.scrollTop]") == [60, top]


def test_the_head_and_the_names_of_a_grid_stay_in_sight(page: Page) -> None:
    opened(page, MAPPING, EVERYBODY)
    grid = page.locator("#grid-people")
    grid.evaluate("element => element.scrollTo(1000, 1000)")
    inside = grid.bounding_box()
    head = grid.locator("thead th").nth(3).bounding_box()
    name = page.locator("#choose-18").bounding_box()
    assert inside is not None
    assert head is not None
    assert name is not None
    assert abs(head["y"] - inside["y"]) < 2
    assert inside["x"] <= name["x"] < inside["x"] + 60


def test_a_person_is_chosen_by_the_keyboard(page: Page) -> None:
    opened(page, MAPPING, EVERYBODY)
    page.locator("#choose-1").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".result .who")).to_have_text("babs2@example.com")
    expect(page.locator("#choose-2")).to_be_focused()
    write(page, "mapping", MAPPING.replace("job_title: title", "job_title: displayName"))
    expect(page.locator(".result")).to_contain_text("displayName")
    expect(page.locator(".result .who")).to_have_text("babs2@example.com")


@pytest.mark.parametrize("options", [{}, NARROW], ids=str)
def test_the_mark_of_who_differs_is_seen_behind_a_long_name(page: Page) -> None:
    long = {**BABS, "userName": "barbara.jensen-van-der-meulen@a-long-name-of-a-company.example.com"}
    opened(page, MAPPING, json.dumps([long, BABS]))
    write(page, "mapping", MAPPING.replace("job_title: title", "job_title: upper(title)"))
    mark = page.locator("#choose-1 .mark")
    expect(mark).to_be_visible()
    inside, seen = page.locator("#grid-people th:has(#choose-1)").bounding_box(), mark.bounding_box()
    assert inside is not None
    assert seen is not None
    assert seen["x"] + seen["width"] <= inside["x"] + inside["width"]


# --- before and after ------------------------------------------------------------------------------------------------


@dark_and_narrow
def test_a_write_is_for_everybody(page: Page) -> None:
    opened(page, MAPPING, json.dumps({**BABS, "title": ""}))
    look_at(page, "write")
    expect(page.locator("#person")).to_contain_text("A new person is written")
    assert violations(page) == []
    put(page, "current", CURRENT)
    expect(page.locator("#person")).to_contain_text("2 fields change; 4 stay as they are.")
    page.locator("#same-summary-1").click()
    expect(page.locator("#same-1")).to_contain_text("kept: write: create")
    assert violations(page) == []
    assert overflow(page) == 0


def test_what_is_unfolded_stays_so(page: Page) -> None:
    opened(page, MAPPING, json.dumps(BABS))
    look_at(page, "write")
    page.locator("#same-summary-1").click()
    write(page, "payload", json.dumps({**BABS, "title": "Clerk"}))
    expect(page.locator("#person")).to_contain_text("Clerk")
    expect(page.locator("#same-1")).to_have_attribute("open", "")


def test_the_rule_of_a_field_that_is_written_is_a_click_away(page: Page) -> None:
    opened(page, MAPPING, json.dumps(BABS))
    look_at(page, "write")
    page.get_by_role("row").filter(has_text="job_title").get_by_role("link", name="line 9").click()
    assert selected(page, "mapping") == "title"


# --- two mappings ----------------------------------------------------------------------------------------------------


@dark_and_narrow
def test_a_comparison_is_for_everybody(page: Page) -> None:
    opened(page, MAPPING, EVERYBODY)
    look_at(page, "compare")
    write(page, "earlier", OTHER)
    expect(page.locator(".comparison")).to_contain_text(
        "16 of 19 people and groups differ; 2 differences in the rules."
    )
    page.locator("#differing-summary-1").click()
    expect(page.locator("#differing-1")).to_contain_text("GUIDE 1")
    assert violations(page) == []
    assert overflow(page) == 0


def test_another_mapping_is_put_in_and_its_places_are_found(page: Page) -> None:
    opened(page, MAPPING, json.dumps(BABS))
    look_at(page, "compare")
    expect(page.locator(".comparison")).to_contain_text("Both mappings are the same text")
    write(page, "earlier", OTHER)
    expect(page.locator(".comparison")).to_contain_text("The person differs; 2 differences in the rules.")
    page.get_by_role("link", name="other, line 9").click()
    assert selected(page, "earlier") == "upper(@)"
    page.get_by_role("link", name="line 2", exact=True).click()
    assert selected(page, "mapping") == "small"
    # A mapping of another name is there by intention: it stays while the first one is edited.
    write(page, "mapping", MAPPING.replace("title", "nickName"))
    expect(page.locator(".comparison")).to_contain_text("job_title")
    assert page.locator("#earlier").input_value() == OTHER


def test_errors_of_the_other_mapping_are_told(page: Page) -> None:
    opened(page, MAPPING, json.dumps(BABS))
    look_at(page, "compare")
    write(page, "earlier", OTHER.replace("from: title", "from: titel"))
    expect(page.locator("#earlier-flag")).to_have_text("1 error")
    expect(page.locator("#notice")).to_contain_text("The other mapping cannot be used yet.")
    page.get_by_role("link", name="other mapping 9:25").click()
    assert selected(page, "earlier") == "titel"
    look_at(page, "person")
    expect(page.locator("#notice")).to_be_empty()
    expect(page.locator(".result")).to_contain_text("Guide")


def test_the_other_mapping_stays_where_it_is_when_it_gets_an_error(page: Page) -> None:
    opened(page, MAPPING, json.dumps(BABS))
    look_at(page, "compare")
    expect(page.locator("#earlier-pane")).to_be_visible()
    before = page.locator("#earlier-pane").bounding_box()
    write(page, "earlier", OTHER.replace("from: title", "from: titel"))
    expect(page.locator("#notice")).to_contain_text("There is no attribute 'titel'.")
    assert page.locator("#earlier-pane").bounding_box() == before


@pytest.mark.parametrize("options", [NO_SCRIPT, {**NO_SCRIPT, **DARK}], ids=str)
def test_the_views_work_without_a_script(page: Page) -> None:
    page.goto("/")
    write(page, "mapping", MAPPING)
    write(page, "payload", json.dumps([BABS, ANN]))
    page.get_by_role("button", name="Run").click()
    page.locator("#choose-2").click()
    expect(page.locator(".result .who")).to_have_text("ann@example.com")
    look_at(page, "compare")
    expect(page.locator("#earlier")).to_be_visible()
    write(page, "earlier", OTHER)
    page.get_by_role("button", name="Run").click()
    expect(page.locator(".comparison")).to_contain_text("1 of 2 people differs; 2 differences in the rules.")
    look_at(page, "write")
    page.get_by_role("button", name="Run").click()
    page.locator("#write-summary-1").click()
    expect(page.locator("#write-1")).to_contain_text("A new person is written, with 4 fields.")


# --- while there is no good answer -----------------------------------------------------------------------------------


def test_another_view_says_that_it_follows_and_shows_no_other_body(page: Page) -> None:
    opened(page, MAPPING, json.dumps(BABS))
    look_at(page, "tests")
    expect(page.locator(".no-tests")).to_be_visible()
    write(page, "mapping", MAPPING.replace("users:", "users"))
    stale = page.locator("#notice .stale")
    expect(stale).to_have_text("What is shown below is the last good answer.")
    look_at(page, "person")
    expect(stale).to_have_text("This view follows as soon as all texts can be used.")
    expect(page.locator("#person")).to_be_hidden()
    look_at(page, "tests")
    expect(stale).to_have_text("What is shown below is the last good answer.")
    expect(page.locator(".no-tests")).to_be_visible()
    look_at(page, "json")
    expect(page.locator("#person")).to_be_hidden()
    write(page, "mapping", MAPPING)
    expect(page.get_by_label("The outcome as JSON")).to_be_visible()
    expect(stale).to_have_count(0)


def test_the_last_good_answer_says_whose_it_is_when_the_payload_is_another(page: Page) -> None:
    opened(page, MAPPING, json.dumps(BABS))
    stale = page.locator("#notice .stale")
    write(page, "mapping", "")
    expect(stale).to_have_text("What is shown below is the last good answer.")
    write(page, "payload", json.dumps(ANN))
    expect(stale).to_have_text("What is shown below is the last good answer, for babs@example.com.")
    write(page, "payload", json.dumps(BABS))
    expect(stale).to_have_text("What is shown below is the last good answer.")
    write(page, "mapping", MAPPING)
    expect(stale).to_have_count(0)
    write(page, "payload", json.dumps([ANN, BABS]))
    expect(page.locator("#grid-people")).to_be_visible()
    page.locator("#choose-2").click()
    expect(page.locator(".result .who")).to_have_text("babs@example.com")
    write(page, "payload", "[")
    expect(stale).to_have_text("What is shown below is the last good answer, for babs@example.com.")


def test_the_values_in_the_mapping_are_those_of_the_chosen_person(page: Page) -> None:
    opened(page, MAPPING, json.dumps([ANN, BABS]))
    expect(page.locator(".cm-value").first).to_contain_text("ann@")
    page.locator("#choose-2").click()
    expect(page.locator(".cm-value").first).to_contain_text("babs@")
