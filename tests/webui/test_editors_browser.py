"""The editors in a real browser: what they show beside the characters, and that no text is lost in them."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.webui.looking import (
    BROKEN,
    DARK,
    MAPPING,
    NARROW,
    PAYLOAD,
    box,
    opened,
    requests,
    row,
    selected,
    violations,
    write,
)

TESTS = """\
cases:
  - case: a guide
    user: {userName: b@example.com, title: Guide}
    expect: {primary_email: b@example.com, job_title: Guide, name: b@example.com}
"""


def editor(page: Page, pane: str) -> Locator:
    """All of the editor of a pane, with what stands beside its text."""
    return page.locator(f".editor:has(> #{pane}) .cm-editor")


def underlined(page: Page, pane: str, severity: str = "error") -> Locator:
    return editor(page, pane).locator(f".cm-lintRange-{severity}")


def lit(page: Page, pane: str) -> Locator:
    """What of a text is lit, because a row of the person came from it."""
    return editor(page, pane).locator(".cm-light")


def values(page: Page) -> Locator:
    """What stands at the ends of the lines of the mapping."""
    return editor(page, "mapping").locator(".cm-value")


def caret(page: Page, pane: str, at: str) -> None:
    """Put the caret before some words of a pane, as a click does."""
    editor(page, pane).locator(".cm-line", has_text=at).click()
    page.keyboard.press("Home")


@pytest.mark.parametrize("options", [{}, DARK], ids=str)
def test_what_is_selected_is_seen_through_the_line_of_the_caret(page: Page) -> None:
    """The editor draws what is selected below its lines."""
    opened(page)
    caret(page, "mapping", "job_title: title")
    colour = editor(page, "mapping").locator(".cm-activeLine").evaluate("e => getComputedStyle(e).backgroundColor")
    assert float(colour.removesuffix(")").split(", ")[3]) < 0.2


# --- problems --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("before", ["# 😀 Łukasz\n", "# \u2028 é\n"], ids=["two units", "a break of YAML alone"])
def test_a_problem_is_underlined_at_its_place(page: Page, before: str) -> None:
    opened(page, before + BROKEN)
    expect(underlined(page, "mapping").last).to_have_text("titel")
    page.keyboard.press("Shift+F8")
    assert selected(page, "mapping") == "titel"


def test_a_problem_behind_characters_of_two_units_is_underlined_in_its_line(page: Page) -> None:
    opened(page, MAPPING.replace("job_title: title", "job_title: \"join_present('😀 Łukasz', titel)\""))
    expect(underlined(page, "mapping").last).to_have_text("titel")
    write(page, "payload", '{"userName": "😀 Łukasz", "title": yes}')
    expect(underlined(page, "payload")).to_have_text("y")


def test_a_problem_is_told_under_the_pointer_and_its_fix_is_a_click_away(page: Page) -> None:
    opened(page, BROKEN)
    underlined(page, "mapping").hover()
    told = page.locator(".cm-tooltip-lint")
    expect(told).to_contain_text("There is no attribute 'titel'.")
    expect(told).to_contain_text("Did you mean 'title'?")
    expect(told).to_contain_text("unknown-attribute")
    assert violations(page) == []
    told.get_by_role("button", name="Replace with “title”").click()
    expect(page.locator("#mapping")).to_have_value(MAPPING)
    expect(box(page, "mapping")).to_be_focused()
    expect(row(page, "job_title")).to_contain_text("Tour Guide")
    expect(underlined(page, "mapping")).to_have_count(0)
    page.keyboard.press("Control+z")
    expect(page.locator("#mapping")).to_have_value(BROKEN)


@pytest.mark.parametrize("options", [{}, NARROW], ids=str)
def test_a_problem_that_is_longer_than_its_pane_is_told_too(page: Page) -> None:
    urn = "urn:acme:params:scim:schemas:extension:a-rather-long-name-of-an-extension:2.0:User"
    opened(page, MAPPING.replace("job_title: title", f"job_title: '\"{urn}\".room'"))
    expect(underlined(page, "mapping")).to_have_count(1)
    page.keyboard.press("F8")
    told = page.locator(".cm-tooltip.cm-diagnostic")
    expect(told).to_contain_text("There is no attribute 'urn:acme:")
    expect(told).to_be_in_viewport(ratio=1)
    size = told.bounding_box()
    assert size is not None
    assert size["width"] <= 520


def test_one_key_goes_to_a_problem_and_one_mends_it(page: Page) -> None:
    opened(page, BROKEN)
    expect(underlined(page, "mapping")).to_have_count(1)
    page.keyboard.press("F8")
    assert selected(page, "mapping") == "titel"
    expect(page.locator(".cm-tooltip.cm-diagnostic")).to_contain_text("There is no attribute 'titel'.")
    expect(page.locator("#said")).to_contain_text("1 of 1: There is no attribute 'titel'.")
    expect(page.locator("#said .unseen")).to_contain_text(": There is no attribute 'titel'.")  # the editor shows it
    assert violations(page) == []
    page.keyboard.press("Control+.")
    expect(page.locator("#mapping")).to_have_value(MAPPING)
    expect(page.locator("#said")).to_have_text("Done: Replace with “title”.")
    expect(page.locator(".cm-tooltip")).to_have_count(0)
    expect(row(page, "job_title")).to_contain_text("Tour Guide")
    expect(underlined(page, "mapping")).to_have_count(0)
    page.keyboard.press("F8")
    expect(page.locator("#said")).to_have_text("There is no problem.")
    page.keyboard.press("Control+.")
    expect(page.locator("#said")).to_have_text("There is no fix for what stands here.")


def test_the_button_at_a_problem_mends_it(page: Page) -> None:
    opened(page, BROKEN)
    expect(underlined(page, "mapping")).to_have_count(1)
    page.keyboard.press("F8")
    page.locator(".cm-tooltip.cm-diagnostic").get_by_role("button").click()
    expect(page.locator("#mapping")).to_have_value(MAPPING)
    expect(box(page, "mapping")).to_be_focused()


def test_one_key_goes_through_the_problems_of_all_panes_and_back(page: Page) -> None:
    opened(page, BROKEN)
    page.locator("#context summary").click()
    write(page, "directory", "people:\n  - {id: p1}")
    page.fill("#now", "tomorrow")
    page.locator("#context summary").click()  # folded: the key opens it
    expect(page.get_by_role("status")).to_contain_text("time: cannot be read")
    page.locator("#result").focus()
    said = page.locator("#said")
    places = [
        ("mapping", "1 of 3: There is no attribute 'titel'."),
        ("directory", "2 of 3: This record has no name."),
        ("now", "3 of 3: 'tomorrow' is no date and no time."),
    ]
    for pane, words in [*places, places[0]]:
        page.keyboard.press("F8")
        expect(said).to_contain_text(words)
        expect(box(page, pane)).to_be_focused()
    for pane, words in [*reversed(places), places[2]]:
        page.keyboard.press("Shift+F8")
        expect(said).to_contain_text(words)
        expect(box(page, pane)).to_be_focused()


def test_every_problem_of_a_text_is_gone_to(page: Page) -> None:
    opened(page, MAPPING.replace("name: userName", "name: 'titel & titel'\n    job_title: nickName"))
    expect(page.locator(".findings li").first).to_be_visible()
    number = page.locator(".findings li").count()
    assert number > 1
    heard = []
    for _ in range(number):
        page.keyboard.press("F8")
        heard.append((page.locator("#said").text_content() or "").split(":")[0])
    assert heard == [f"{each} of {number}" for each in range(1, number + 1)]


def test_a_fix_is_never_put_into_a_text_that_has_changed_since(page: Page, expected: list[str]) -> None:
    expected.append("htmx:")  # the request that is given up
    opened(page, BROKEN)
    expect(underlined(page, "mapping")).to_have_count(1)
    held: list[Route] = []
    page.route("**/preview", lambda route: held.append(route))
    caret(page, "mapping", "name: entra")
    page.keyboard.insert_text("# more\n")
    page.keyboard.press("F8")
    assert selected(page, "mapping") == "titel"  # what is underlined moves along with what is typed
    page.keyboard.press("Control+.")
    expect(page.locator("#said")).to_contain_text("The text has changed since")
    typed = BROKEN.replace("name: entra", "# more\nname: entra")
    expect(page.locator("#mapping")).to_have_value(typed)
    page.unroute("**/preview")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("link", name="mapping 9:16")).to_be_visible()
    expect(page.locator(".htmx-request, .htmx-settling")).to_have_count(0)
    page.keyboard.press("Control+.")
    expect(page.locator("#mapping")).to_have_value(typed.replace("titel", "title"))


# --- values, lights and marks of the tests ---------------------------------------------------------------------------


def test_the_lines_of_the_mapping_end_with_what_they_gave(page: Page) -> None:
    opened(page)
    expect(values(page)).to_have_text(["bjensen@example.com", "Tour Guide", "bjensen@example.com"])
    expect(editor(page, "mapping").locator(".cm-line", has_text="job_title")).to_contain_text("titleTour Guide")
    write(page, "payload", PAYLOAD.replace("Tour", "Trip"))
    expect(values(page).nth(1)).to_have_text("Trip Guide")
    assert page.input_value("#mapping") == MAPPING  # they are no part of the text
    write(page, "mapping", BROKEN)
    expect(underlined(page, "mapping")).to_have_count(1)
    expect(values(page)).to_have_count(0)


def test_a_row_lights_what_it_came_from(page: Page) -> None:
    opened(page)
    row(page, "job_title").hover()
    expect(lit(page, "mapping")).to_have_text(["job_title: title", "title"])
    expect(lit(page, "payload")).to_have_text('"Tour Guide"')
    page.locator("h1").hover()
    expect(page.locator(".cm-light")).to_have_count(0)
    row(page, "name").get_by_role("button").focus()
    expect(lit(page, "payload")).to_have_text('"bjensen@example.com"')
    write(page, "payload", PAYLOAD.replace("bjensen", "babs😀"))
    row(page, "name").get_by_role("button").focus()
    expect(lit(page, "payload")).to_have_text('"babs😀@example.com"')
    box(page, "payload").focus()
    expect(page.locator(".cm-light")).to_have_count(0)


def test_of_several_lines_what_stands_on_them_is_lit_and_no_margin(page: Page) -> None:
    opened(page)
    row(page, "primary_email").hover()
    lines = ["primary_email:", "- emails[?primary].value | [0]", "- userName"]
    expect(lit(page, "mapping").filter(has_text="- ")).to_have_text(lines[1:], use_inner_text=True)
    texts = lit(page, "mapping").evaluate_all("all => all.map((each) => each.textContent)")
    assert texts[0] == lines[0]
    assert all(text == text.strip() for text in texts)


def test_what_is_lit_is_never_a_place_of_an_older_text(page: Page, expected: list[str]) -> None:
    expected.append("htmx:")  # the request that is given up
    opened(page)
    expect(values(page)).to_have_count(3)
    held: list[Route] = []
    page.route("**/preview", lambda route: held.append(route))
    caret(page, "payload", "userName")
    page.keyboard.insert_text("        ")
    row(page, "job_title").hover()
    expect(page.locator(".cm-light")).to_have_count(0)
    page.unroute("**/preview")
    page.keyboard.press("Control+Enter")
    expect(lit(page, "payload")).to_have_text('"Tour Guide"')


def test_the_caret_in_a_rule_lights_its_row(page: Page) -> None:
    opened(page)
    expect(values(page)).to_have_count(3)
    caret(page, "mapping", "job_title")
    page.keyboard.press("End")
    expect(page.locator("tr.lit")).to_have_count(1)
    expect(page.locator("tr.lit")).to_contain_text("Tour Guide")
    page.keyboard.press("ArrowDown")
    expect(page.locator("tr.lit")).to_contain_text("name")
    page.keyboard.press("Control+Enter")
    expect(page.locator("tr.lit")).to_contain_text("name")
    page.keyboard.press("Control+Home")
    expect(page.locator("tr.lit")).to_have_count(0)


def test_the_gutter_tells_what_the_tests_reach_and_moves_along(page: Page) -> None:
    opened(page)
    page.locator("#tests-pane summary").click()
    write(page, "tests", TESTS)
    page.locator("label:has(#view-tests)").click()
    marked = editor(page, "mapping").locator(".cm-covered")
    expect(marked.and_(page.locator(".missed"))).to_have_count(1)
    heights = "element => element.getBoundingClientRect().top"
    line = editor(page, "mapping").locator(".cm-line", has_text="emails[?primary]")
    missed = marked.and_(page.locator(".missed"))
    assert abs(missed.evaluate(heights) - line.evaluate(heights)) < 6
    caret(page, "mapping", "name: entra")
    page.keyboard.insert_text("# more\n")
    assert abs(missed.evaluate(heights) - line.evaluate(heights)) < 6


# --- keys ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("pane", ["mapping", "payload", "now"])
@pytest.mark.own_context
def test_running_by_key_asks_exactly_once(page: Page, pane: str) -> None:
    page.clock.install(time=0)
    opened(page)
    page.locator("#context summary").click()
    asked = requests(page)
    page.clock.pause_at(3_600_000)
    box(page, pane).focus()
    page.keyboard.insert_text(" ")
    text = page.input_value(f"#{pane}")
    with page.expect_response("**/preview"):
        page.keyboard.press("Control+Enter")
    page.clock.run_for(2000)
    assert len(asked) == 1
    assert page.input_value(f"#{pane}") == text


def test_every_editor_is_left_by_tab(page: Page) -> None:
    opened(page)
    page.locator("#context summary").click()
    for pane in ("mapping", "payload", "current", "groups", "directory", "account"):
        before = page.input_value(f"#{pane}")
        box(page, pane).focus()
        page.keyboard.press("Tab")
        expect(box(page, pane)).not_to_be_focused()
        page.keyboard.press("Shift+Tab")
        expect(box(page, pane)).to_be_focused()
        assert page.input_value(f"#{pane}") == before


def test_the_search_panel_is_for_everybody(page: Page) -> None:
    opened(page)
    box(page, "mapping").focus()
    page.keyboard.press("Control+f")
    panel = page.locator(".cm-search")
    expect(panel.get_by_placeholder("Find")).to_be_focused()
    page.keyboard.type("userName")
    expect(editor(page, "mapping").locator(".cm-searchMatch")).to_have_count(2)
    assert violations(page) == []
    page.keyboard.press("Enter")
    expect(editor(page, "mapping").locator(".cm-searchMatch-selected")).to_have_count(1)
    assert page.input_value("#mapping") == MAPPING
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)
    assert selected(page, "mapping") == "userName"


# --- texts -----------------------------------------------------------------------------------------------------------


def test_what_is_typed_over_several_lines_takes_their_place(page: Page) -> None:
    opened(page)
    box(page, "mapping").focus()
    for typed, text in (("x", "x"), ("(", "(x)"), ("é", "é")):
        page.keyboard.press("Control+a")
        page.keyboard.type(typed)
        expect(page.locator("#mapping")).to_have_value(text)
    page.keyboard.press("Control+a")
    page.keyboard.press("Enter")
    page.keyboard.type("y")
    expect(page.locator("#mapping")).to_have_value("\ny")
    page.keyboard.press("Control+a")
    page.keyboard.press("Backspace")
    expect(page.locator("#mapping")).to_have_value("")


def test_a_long_text_is_edited_as_quickly_as_a_short_one(page: Page) -> None:
    long = "{" + ",\n".join(f'"attribute{at}": "{"x" * 80}"' for at in range(3000)) + "}"
    assert len(long) > 300_000
    opened(page, payload=long)
    assert page.input_value("#payload") == long
    assert editor(page, "payload").locator(".cm-line").count() < 200  # only what is seen is drawn
    box(page, "payload").focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(" ")
    expect(page.locator("#payload")).to_have_value(long + " ")


def test_what_was_typed_before_the_editors_came_is_kept(page: Page) -> None:
    held: list[Route] = []
    page.route("**/codemirror.js", lambda route: held.append(route))
    with page.expect_request("**/codemirror.js"):
        page.goto("/", wait_until="commit")
    area = page.locator("#payload")
    area.click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(PAYLOAD)
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Control+Enter")  # nothing can run yet, and the page is not left
    held[0].continue_()
    expect(area).to_be_hidden()
    expect(box(page, "payload")).to_be_focused()
    expect(row(page, "job_title")).to_contain_text("Tour Guide")
    page.keyboard.insert_text(', "active": true')
    expect(area).to_have_value(PAYLOAD[:-1] + ', "active": true}')
    assert "active" in editor(page, "payload").locator(".cm-content").inner_text()


def test_back_brings_the_texts_into_the_editors_with_view_and_context(page: Page, expected: list[str]) -> None:
    expected.append("status of 404")  # a page without an icon
    opened(page)
    page.locator("#context summary").click()
    write(page, "account", "name: acme 😀")
    page.fill("#now", "2026-01-31")
    page.locator("label:has(#view-json)").click()
    expect(page.get_by_label("The outcome as JSON")).to_contain_text("Tour Guide")
    page.goto("/healthz")
    page.go_back()
    expect(page.locator("#account")).to_have_value("name: acme 😀")
    expect(page.locator("#now")).to_have_value("2026-01-31")
    expect(page.get_by_label("The outcome as JSON")).to_contain_text("Tour Guide")
    expect(editor(page, "payload").locator(".cm-content")).to_contain_text("Tour Guide")
    expect(editor(page, "account").locator(".cm-content")).to_have_text("name: acme 😀")
