"""The whole page by the keyboard alone, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.webui.looking import MAPPING, NO_SCRIPT, box, opened, row, selected

CLIPBOARD = {"permissions": ["clipboard-read", "clipboard-write"]}


def tab_to(page: Page, selector: str, most: int = 60) -> None:
    """Press Tab until the element has the focus."""
    for _ in range(most):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never comes to {selector}")


@pytest.mark.parametrize("options", [CLIPBOARD], ids=["clipboard"])
def test_from_an_example_to_a_link_without_a_pointer(page: Page) -> None:
    page.goto("/")
    expect(box(page, "mapping")).to_be_visible()

    # an example by task
    tab_to(page, "#examples > summary")
    page.keyboard.press("Enter")
    tab_to(page, "button[data-task$='first-steps']")
    page.keyboard.press("Enter")
    expect(box(page, "mapping")).to_be_focused()
    expect(page.get_by_role("status")).to_contain_text("valid, 1 rule, 1 problem")

    # break it, find the fault, mend it
    page.keyboard.press("Control+f")
    page.keyboard.type("preferredLanguage")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    assert selected(page, "mapping") == "preferredLanguage"
    page.keyboard.type("preferedLanguage")
    page.keyboard.press("Escape")
    expect(page.locator("#notice")).to_contain_text("preferedLanguage")
    expect(page.locator(".cm-lintRange-error")).to_have_text("preferedLanguage")
    page.keyboard.press("Control+Home")
    page.keyboard.press("F8")
    assert selected(page, "mapping") == "preferedLanguage"
    page.keyboard.press("Control+.")
    expect(page.get_by_role("status")).to_contain_text("valid, ")
    expect(row(page, "locale")).to_contain_text("pl-PL")

    # the mistake of the example
    page.keyboard.press("F8")
    page.keyboard.press("Control+.")
    expect(page.locator("#said")).to_contain_text("Done: ")
    expect(row(page, "vip")).to_contain_text("true")

    # a test case of it
    tab_to(page, "input[name=view]")
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    expect(page.locator("#view-tests")).to_be_checked()
    expect(page.locator(".no-tests")).to_be_visible()
    tab_to(page, "#case")
    page.keyboard.type("the chief")
    page.keyboard.press("Enter")
    expect(page.locator("#case-said")).to_contain_text("Saved as the case “the chief”.")
    expect(page.locator("#tests-count")).to_contain_text("1 ok")

    # a link of it all
    page.keyboard.press("Control+s")
    expect(page.locator("#said")).to_contain_text("A link is copied.")
    texts = [page.input_value(f"#{pane}") for pane in ("mapping", "payload", "tests")]
    link = page.evaluate("navigator.clipboard.readText()")
    other = page.context.new_page()
    other.goto(link)
    expect(other.locator("#tests-count")).to_contain_text("1 ok")
    assert [other.input_value(f"#{pane}") for pane in ("mapping", "payload", "tests")] == texts


def test_keys_go_to_the_panes(page: Page) -> None:
    opened(page)
    for key, place in (
        ("Alt+1", box(page, "mapping")),
        ("Alt+2", box(page, "payload")),
        ("Alt+3", page.locator("#result")),
    ):
        page.keyboard.press(key)
        expect(place).to_be_focused()
    assert page.input_value("#mapping") == MAPPING


def test_a_question_mark_opens_the_help_unless_it_is_typed(page: Page) -> None:
    opened(page)
    shown = page.get_by_role("region", name="Help")
    box(page, "mapping").focus()
    page.keyboard.press("Control+End")
    page.keyboard.type("?")
    expect(page.locator("#mapping")).to_have_value(MAPPING + "?")
    expect(shown).to_be_hidden()
    page.locator("label:has(#view-tests)").click()
    page.locator("#case").focus()
    page.keyboard.type("?")
    expect(page.locator("#case")).to_have_value("?")
    expect(shown).to_be_hidden()
    page.keyboard.press("Alt+3")
    page.keyboard.press("Shift+?")
    expect(shown).to_be_focused()
    page.keyboard.press("Escape")
    expect(shown).to_be_hidden()
    expect(page.locator("#result")).to_be_focused()


def test_a_menu_that_opens_closes_the_other_and_escape_gives_the_focus_back(page: Page) -> None:
    opened(page)
    menus = page.locator("details.menu[open]")
    for name in ("examples", "share", "theme", "help"):
        page.locator(f"#{name} > summary").focus()
        page.keyboard.press("Enter")
        expect(page.locator(f"#{name} .drop")).to_be_visible()
        expect(menus).to_have_count(1)
    page.locator("#theme > summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("button[data-theme=system]")).to_be_focused()
    page.keyboard.press("?")  # a key opens one, too
    expect(page.locator("#help .drop")).to_be_focused()
    expect(menus).to_have_count(1)
    page.keyboard.press("Escape")
    expect(menus).to_have_count(0)
    expect(page.locator("#theme > summary")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(menus).to_have_count(0)
    expect(page.locator("#theme > summary")).to_be_focused()


def test_escape_takes_nobody_out_of_a_text_who_has_left_the_menu(page: Page) -> None:
    opened(page)
    page.locator("#share > summary").focus()
    page.keyboard.press("Enter")
    box(page, "mapping").focus()
    page.keyboard.press("Escape")
    expect(page.locator("details.menu[open]")).to_have_count(0)
    expect(box(page, "mapping")).to_be_focused()


@pytest.mark.parametrize("options", [NO_SCRIPT], ids=["no script"])
def test_one_menu_closes_the_other_without_scripts_too(page: Page) -> None:
    page.goto("/")
    for name in ("examples", "help"):
        page.locator(f"#{name} > summary").press("Enter")
        expect(page.locator(f"#{name} .drop")).to_be_visible()
    expect(page.locator("details.menu[open]")).to_have_count(1)


def test_a_text_gets_its_layout_by_button_and_by_undo_its_old_one(page: Page) -> None:
    opened(page, payload='{"userName":"b@example.com",\n"title": 12345678901234567890123}')
    page.get_by_role("button", name="Format the payload").press("Enter")
    formatted = '{\n  "userName": "b@example.com",\n  "title": 12345678901234567890123\n}\n'
    expect(page.locator("#payload")).to_have_value(formatted)
    page.get_by_role("button", name="Format the payload").press("Enter")
    expect(page.locator("#said")).to_have_text("It has that layout already.")
    box(page, "payload").focus()
    page.keyboard.press("Control+z")
    expect(page.locator("#payload")).to_have_value('{"userName":"b@example.com",\n"title": 12345678901234567890123}')
    page.keyboard.insert_text("x")
    page.get_by_role("button", name="Format the payload").press("Enter")
    expect(page.locator("#said")).not_to_have_text("It has that layout already.")
    expect(page.locator("#said")).not_to_be_empty()


def test_one_task_after_another_takes_nothing_away_that_was_typed(page: Page) -> None:
    opened(page)
    tasks = page.locator("button[data-task]")
    for at in (1, 2):
        page.get_by_text("Examples", exact=True).click()
        tasks.nth(at).click()
        expect(page.locator("#mapping")).not_to_have_value(MAPPING)
        expect(tasks.nth(at)).to_be_hidden()
        expect(page.get_by_role("status")).to_contain_text("valid, ")
    page.get_by_role("button", name="Bring back what was there in the mapping").click()
    expect(page.locator("#mapping")).to_have_value(MAPPING)
