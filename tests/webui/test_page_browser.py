"""The playground in a real browser: what a person types, sees, hears and reaches with the keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from mapper.sandbox import PoolFull, Sandbox
from tests.webui.looking import (
    BROKEN,
    MAPPING,
    NO_SCRIPT,
    PAYLOAD,
    box,
    dark_and_narrow,
    opened,
    requests,
    row,
    selected,
    violations,
    write,
)
from webui.playground import views
from webui.playground.examples import examples, mappings

# --- states; test_states_browser.py looks at them in every look ------------------------------------------------------


def test_first_load(page: Page) -> None:
    page.goto("/")
    expect(page.get_by_role("status")).to_contain_text("valid, ")


def test_valid(page: Page) -> None:
    opened(page)
    expect(page.get_by_role("status")).to_contain_text("valid, 1 rule, ")
    expect(row(page, "job_title")).to_contain_text("Tour Guide")
    expect(row(page, "job_title")).to_contain_text("line 8")


def test_a_mapping_with_an_error(page: Page) -> None:
    opened(page)
    expect(row(page, "job_title")).to_be_visible()
    write(page, "mapping", BROKEN)
    expect(page.get_by_role("status")).to_have_text("mapping: 1 error")
    expect(box(page, "mapping")).to_have_attribute("aria-invalid", "true")
    expect(box(page, "mapping")).to_have_accessible_description("1 error")
    expect(page.get_by_text("What is shown below is the last good answer.")).to_be_visible()
    expect(row(page, "job_title")).to_contain_text("Tour Guide")
    write(page, "mapping", MAPPING)
    expect(page.locator(".notice")).to_have_count(0)
    expect(page.locator("[aria-invalid]")).to_have_count(0)


def test_a_payload_that_cannot_be_read(page: Page) -> None:
    opened(page)
    expect(row(page, "job_title")).to_be_visible()
    write(page, "payload", PAYLOAD[:-1])
    expect(page.get_by_role("status")).to_have_text("payload: cannot be read")
    expect(box(page, "payload")).to_have_attribute("aria-invalid", "true")
    expect(box(page, "mapping")).not_to_have_attribute("aria-invalid", "true")


def test_a_text_stays_where_it_is_when_it_gets_an_error(page: Page) -> None:
    opened(page)
    page.locator("#context > summary").click()
    for pane, text in (("payload", PAYLOAD), ("current", "{}")):
        write(page, pane, text)
        expect(page.locator(f"#{pane}-flag .fault")).to_have_count(0)
        before = box(page, pane).evaluate("element => element.getBoundingClientRect().top")
        write(page, pane, text[:-1])
        expect(page.locator(f"#{pane}-flag")).to_have_text("1 error")
        assert box(page, pane).evaluate("element => element.getBoundingClientRect().top") == before
        write(page, pane, text)
        expect(page.locator(f"#{pane}-flag")).to_be_empty()


@dark_and_narrow
def test_a_context_with_faults(page: Page) -> None:
    opened(page)
    expect(row(page, "job_title")).to_be_visible()
    page.locator("#context summary").click()
    write(page, "directory", "people:\n  - {id: p1}")
    page.fill("#now", "tomorrow")
    expect(page.get_by_role("status")).to_have_text("directory: 1 error; time: cannot be read")
    expect(box(page, "directory")).to_have_accessible_description("1 error")
    expect(page.locator("#now")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#context-flag")).to_have_text("2 errors")
    expect(row(page, "job_title")).to_contain_text("Tour Guide")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator("#context summary").click()
    page.get_by_role("link", name="directory 2:5").click()
    assert selected(page, "directory") == "{id: p1}"


def test_help(page: Page) -> None:
    opened(page)
    page.get_by_text("Help", exact=True).click()
    expect(page.get_by_text("emails[?type == 'work'].value | [0]")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_text("emails[?type == 'work'].value | [0]")).to_be_hidden()
    expect(page.locator("#help summary")).to_be_focused()


@dark_and_narrow
def test_a_text_that_is_too_long(page: Page, expected: list[str]) -> None:
    expected.append("status of 413")
    opened(page, mapping=BROKEN)
    expect(page.locator("#mapping-flag")).to_have_text("1 error")
    write(page, "payload", "x" * 600_000)
    expect(page.get_by_role("status")).to_have_text("too large")
    expect(page.locator("#notice")).to_contain_text("The longest text is that of the payload.")
    expect(page.locator("#payload-flag")).to_have_text("too long")
    expect(page.locator("#mapping-flag")).to_be_empty()
    expect(box(page, "mapping")).not_to_have_attribute("aria-invalid", "true")
    assert violations(page) == []


def test_json(page: Page) -> None:
    opened(page)
    page.get_by_text("JSON", exact=True).last.click()
    expect(page.get_by_label("The outcome as JSON")).to_contain_text('"job_title": "Tour Guide"')
    expect(page.get_by_role("table")).to_be_hidden()
    write(page, "payload", PAYLOAD.replace("Tour", "Trip"))
    expect(page.get_by_label("The outcome as JSON")).to_contain_text('"job_title": "Trip Guide"')


# --- typing ----------------------------------------------------------------------------------------------------------


@pytest.mark.own_context
def test_many_keystrokes_give_one_request_after_a_pause(page: Page) -> None:
    page.clock.install(time=0)
    opened(page)
    asked = requests(page)
    page.clock.pause_at(3_600_000)
    box(page, "payload").focus()
    page.keyboard.type("twenty-one characters")
    page.clock.run_for(249)
    assert asked == []
    with page.expect_response("**/preview"):
        page.clock.run_for(1)
    assert len(asked) == 1


@pytest.mark.own_context
def test_running_at_once_runs_once(page: Page) -> None:
    page.clock.install(time=0)
    opened(page)
    asked = requests(page)
    page.clock.pause_at(3_600_000)
    write(page, "payload", PAYLOAD.replace("Tour", "Trip"))
    page.keyboard.press("Control+Enter")
    expect(row(page, "job_title")).to_contain_text("Trip Guide")
    page.clock.run_for(1000)
    assert len(asked) == 1


@pytest.mark.own_context
def test_an_answer_to_an_older_text_is_never_shown(page: Page) -> None:
    page.clock.install(time=0)
    opened(page)
    expect(row(page, "job_title")).to_contain_text("Tour Guide")
    page.evaluate(
        """() => {
            const person = document.getElementById('person');
            window.shown = [];
            new MutationObserver(() => shown.push(person.textContent)).observe(person, {childList: true});
        }"""
    )
    page.clock.pause_at(3_600_000)
    held: list[Route] = []
    page.route("**/preview", lambda route: held.append(route))
    write(page, "payload", PAYLOAD.replace("Tour", "Old"))
    with page.expect_request("**/preview"):
        page.clock.run_for(250)
    write(page, "payload", PAYLOAD.replace("Tour", "New"))
    with page.expect_response("**/preview"):
        held[0].continue_()
    page.clock.run_for(249)
    page.unroute("**/preview")
    page.clock.run_for(1)
    expect(row(page, "job_title")).to_contain_text("New Guide")
    shown = page.evaluate("shown")
    assert "New Guide" in shown[-1]
    assert not any("Old Guide" in text for text in shown)


def test_a_newer_request_takes_the_place_of_an_older_one(page: Page) -> None:
    opened(page)
    held: list[Route] = []
    page.route("**/preview", lambda route: held.append(route))
    with page.expect_request("**/preview"):
        write(page, "payload", PAYLOAD.replace("Tour", "Old"))
    page.unroute("**/preview")
    write(page, "payload", PAYLOAD.replace("Tour", "New"))
    expect(row(page, "job_title")).to_contain_text("New Guide")


def test_a_text_that_is_too_long_gets_its_sentence_and_typing_goes_on(page: Page, expected: list[str]) -> None:
    expected.append("status of 413")
    opened(page)
    expect(row(page, "job_title")).to_be_visible()
    write(page, "payload", "x" * 600_000)
    expect(page.locator("#notice")).to_contain_text("This is more than 512 kB")
    expect(page.get_by_text("What is shown below is the last good answer, for bjensen@example.com.")).to_be_visible()
    expect(row(page, "job_title")).to_contain_text("Tour Guide")
    assert is_dimmed(page)
    page.locator("#notice").get_by_role("link", name="payload").click()
    expect(box(page, "payload")).to_be_focused()
    write(page, "payload", PAYLOAD.replace("Tour", "Trip"))
    expect(row(page, "job_title")).to_contain_text("Trip Guide")
    expect(page.locator("#payload-flag")).to_be_empty()
    assert not is_dimmed(page)


def test_a_busy_server_is_told(page: Page, expected: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    expected.append("status of 429")
    opened(page)
    expect(row(page, "job_title")).to_be_visible()
    write(page, "mapping", BROKEN)
    expect(page.locator("#mapping-flag")).to_have_text("1 error")
    with monkeypatch.context() as busy:
        busy.setattr(Sandbox, "ask", refuse)
        write(page, "payload", "{}")
        expect(page.get_by_role("status")).to_have_text("busy")
    expect(page.locator("#notice")).to_contain_text("Too many evaluations are under way; try again in a moment.")
    expect(page.locator("#mapping-flag")).to_be_empty()
    expect(page.locator("[aria-invalid]")).to_have_count(0)
    assert is_dimmed(page)
    assert violations(page) == []


def refuse(*_: object, **__: object) -> None:
    raise PoolFull


def is_dimmed(page: Page) -> bool:
    """Whether the person is shown as one that is not the answer to the texts."""
    return page.locator("#person").evaluate("person => getComputedStyle(person).filter") != "none"


def test_a_server_that_is_gone_is_told(page: Page, expected: list[str]) -> None:
    expected.extend(["ERR_FAILED", "htmx:sendError", "htmx:afterRequest"])
    opened(page)
    expect(row(page, "job_title")).to_be_visible()
    write(page, "mapping", BROKEN)
    expect(page.locator("#mapping-flag")).to_have_text("1 error")
    page.route("**/preview", lambda route: route.abort())
    write(page, "payload", "{}")
    expect(page.get_by_role("status")).to_have_text("the server does not answer")
    expect(page.locator("#notice")).to_contain_text("What you typed is still here")
    expect(page.locator("#mapping-flag")).to_be_empty()
    expect(page.locator("[aria-invalid]")).to_have_count(0)
    assert is_dimmed(page)
    assert violations(page) == []
    page.unroute("**/preview")
    write(page, "mapping", MAPPING)
    expect(page.locator(".notice")).to_have_count(0)
    assert not is_dimmed(page)


def test_a_page_of_what_stands_before_the_server_is_not_shown(page: Page, expected: list[str]) -> None:
    expected.append("status of 502")
    opened(page)
    expect(row(page, "job_title")).to_be_visible()
    page.route("**/preview", lambda route: route.fulfill(status=502, body="<h1>Bad gateway</h1>"))
    write(page, "payload", "{}")
    expect(page.get_by_role("status")).to_have_text("the server does not answer")
    expect(page.get_by_text("Bad gateway")).to_have_count(0)
    expect(row(page, "job_title")).to_contain_text("Tour Guide")
    assert is_dimmed(page)


def test_markup_in_the_texts_is_text(page: Page) -> None:
    opened(page, payload=PAYLOAD.replace("Tour Guide", "<img src=x onerror=alert(1)><b>bold</b>"))
    expect(row(page, "job_title")).to_contain_text("<img src=x onerror=alert(1)><b>bold</b>")
    write(page, "mapping", MAPPING + "<img src=/x>: 1\n")
    expect(page.get_by_role("status")).to_have_text("mapping: 1 error")
    expect(page.locator("#result img, td b")).to_have_count(0)


# --- places and keys -------------------------------------------------------------------------------------------------


def test_a_problem_moves_the_caret_to_its_place(page: Page) -> None:
    opened(page, mapping=BROKEN)
    page.get_by_role("link", name="mapping 8:16").click()
    assert selected(page, "mapping") == "titel"


def test_the_place_is_right_behind_characters_of_two_units(page: Page) -> None:
    opened(page, mapping=MAPPING.replace("job_title: title", "job_title: \"join_present('𝒜', [titel])\""))
    page.get_by_role("link", name="mapping 8:36").click()
    assert selected(page, "mapping") == "titel"


def test_an_origin_moves_the_caret_to_its_rule(page: Page) -> None:
    opened(page)
    row(page, "primary_email").get_by_role("link", name="line 7").click()
    assert selected(page, "mapping") == "userName"


def test_the_focus_survives_a_new_answer(page: Page) -> None:
    opened(page)
    link = row(page, "job_title").get_by_role("link")
    link.focus()
    with page.expect_response("**/preview"):
        page.keyboard.press("Control+Enter")
    expect(page.locator(".htmx-request, .htmx-settling, .htmx-swapping")).to_have_count(0)
    expect(link).to_be_focused()


def test_the_examples_open_by_keyboard_and_close_with_escape(page: Page) -> None:
    opened(page)
    page.get_by_text("Examples").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Okta user")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Okta user")).to_be_hidden()
    expect(page.locator("#examples summary")).to_be_focused()


def test_the_order_of_the_keyboard_is_that_of_the_page(page: Page) -> None:
    opened(page)
    page.locator(".run").focus()
    named = "({id, name, value, parentElement, className}) =>"
    named += " id || (name && name + ' ' + value) || parentElement.id || className"
    order = []
    for _ in range(13):
        page.keyboard.press("Tab")
        order.append(page.evaluate(f"({named})(document.activeElement)").strip())
    assert order == [
        "examples",
        "share",
        "theme",
        "help",
        "beside",
        "format mapping",
        "mapping-editor",
        "format payload",
        "payload-editor",
        "tests-pane",
        "context",
        "view-person",
        "result",
    ]


def choose(page: Page, name: str) -> None:
    page.get_by_text("Examples").click()
    page.get_by_role("button", name=name, exact=True).click()


def test_an_example_replaces_the_payload_and_nothing_else(page: Page) -> None:
    opened(page)
    page.locator("#context summary").click()
    write(page, "account", "name: acme")
    choose(page, "Okta user")
    expect(page.locator("#person")).to_contain_text("kenji.tanaka@okta.local")
    assert page.input_value("#payload") == examples()["okta-user"].payload
    assert page.input_value("#mapping") == MAPPING
    assert page.input_value("#account") == "name: acme"
    expect(page).to_have_url("/")
    assert violations(page) == []


def test_what_an_example_replaced_is_brought_back(page: Page) -> None:
    opened(page)
    back = page.get_by_role("button", name="Bring back what was there in the payload")
    expect(back).to_be_hidden()
    choose(page, "Okta user")
    expect(page.locator("#payload")).to_have_value(examples()["okta-user"].payload)
    back.click()
    expect(page.locator("#payload")).to_have_value(PAYLOAD)
    expect(row(page, "job_title")).to_contain_text("Tour Guide")
    back.click()
    expect(page.locator("#payload")).to_have_value(examples()["okta-user"].payload)


def test_one_example_after_another_takes_nothing_away_that_was_typed(page: Page) -> None:
    opened(page)
    choose(page, "Okta user")
    expect(page.locator("#payload")).to_have_value(examples()["okta-user"].payload)
    choose(page, "Google user")
    expect(page.locator("#payload")).to_have_value(examples()["google-user"].payload)
    page.get_by_role("button", name="Bring back what was there in the payload").click()
    expect(page.locator("#payload")).to_have_value(PAYLOAD)


def test_an_example_can_be_undone_like_typing(page: Page) -> None:
    opened(page)
    choose(page, "Okta user")
    expect(page.locator("#payload")).to_have_value(examples()["okta-user"].payload)
    page.keyboard.press("Control+z")
    expect(page.locator("#payload")).to_have_value(PAYLOAD)
    expect(row(page, "job_title")).to_contain_text("Tour Guide")


def test_to_start_again_replaces_the_mapping_and_nothing_else(page: Page) -> None:
    opened(page)
    choose(page, "Default")
    expect(page.locator("#mapping")).to_have_value(mappings()["default"].text)
    assert page.input_value("#payload") == PAYLOAD
    page.get_by_role("button", name="Bring back what was there in the mapping").click()
    expect(page.locator("#mapping")).to_have_value(MAPPING)


def test_an_example_that_cannot_be_had_changes_nothing(page: Page, expected: list[str]) -> None:
    expected.append("ERR_FAILED")
    opened(page)
    page.route("**/examples/**", lambda route: route.abort())
    choose(page, "Okta user")
    expect(page.get_by_role("status")).to_have_text("the server does not answer")
    assert page.input_value("#payload") == PAYLOAD


def test_enter_in_a_line_of_the_context_runs(page: Page) -> None:
    opened(page)
    page.locator("#context summary").click()
    page.fill("#now", "2026-01-31")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("valid, ")
    assert page.input_value("#payload") == PAYLOAD


# --- lines, and what the browser keeps -------------------------------------------------------------------------------


def numbers(page: Page, pane: str) -> list[str]:
    return page.locator(f".editor:has(> #{pane}) :is(.cm-lineNumbers, .gutter)").inner_text().split()


@pytest.fixture
def no_assets(monkeypatch: pytest.MonkeyPatch) -> None:
    """The application as it is before `make assets`: its own scripts run, and there are no editors."""
    monkeypatch.setattr(views, "LIVE_SCRIPT", "vendor/none.js")


def test_lines_are_numbered(page: Page) -> None:
    opened(page)
    assert numbers(page, "mapping") == [str(number) for number in range(1, 11)]
    assert numbers(page, "payload") == ["1"]
    write(page, "payload", "{\n\n}")
    assert numbers(page, "payload") == ["1", "2", "3"]


@pytest.mark.usefixtures("no_assets")
def test_without_assets_lines_are_numbered_and_the_numbers_stand_beside_them(page: Page) -> None:
    page.goto("/")
    write(page, "payload", "{\n\n}")
    assert numbers(page, "payload") == ["1", "2", "3"]
    write(page, "payload", "\n" * 1500)
    page.locator("#payload").evaluate("area => area.scrollTo(0, area.scrollHeight)")
    # The numbers follow with the event of the scroll, which comes with the next frame.
    page.wait_for_function("""() => {
        const area = document.getElementById('payload');
        const digits = document.querySelector('.editor:has(#payload) .gutter pre');
        const left = area.scrollHeight - area.scrollTop - area.clientHeight;
        const below = digits.getBoundingClientRect().bottom - area.getBoundingClientRect().bottom;
        return Math.abs(left) < 1 && Math.abs(below) < 1.5;
    }""")


@pytest.mark.usefixtures("no_assets")
def test_without_assets_each_change_is_run_by_button_and_problems_are_gone_to(page: Page) -> None:
    page.goto("/")
    write(page, "mapping", BROKEN)
    write(page, "payload", PAYLOAD)
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_role("status")).to_have_text("mapping: 1 error")
    expect(page.locator("#mapping-pane .gutter")).to_be_visible()  # the scripts are there
    page.get_by_role("link", name="mapping 8:16").click()
    expect(box(page, "mapping")).to_be_focused()
    assert (
        page.evaluate("document.activeElement.value.slice(document.activeElement.selectionStart).split('\\n')[0]")
        == "titel"
    )
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    expect(page.get_by_role("status")).to_have_text("mapping: 1 error")
    assert violations(page) == []


def test_a_reload_asks_before_it_forgets_what_was_typed(page: Page) -> None:
    opened(page)
    box(page, "payload").focus()
    page.keyboard.press("End")  # a browser asks only those who have touched the page
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.evaluate("location.reload()")
    expect(page.locator("#payload")).to_have_value(PAYLOAD)
    assert asked == ["beforeunload"]
    assert "Guide" not in page.evaluate("JSON.stringify([localStorage, sessionStorage])")


def test_a_page_in_which_nothing_was_typed_is_left_without_a_question(page: Page) -> None:
    page.goto("/")
    box(page, "payload").focus()
    page.keyboard.press("End")
    page.on("dialog", lambda dialog: pytest.fail(f"asked by {dialog.type}"))
    with page.expect_navigation():
        page.evaluate("location.reload()")


def test_back_keeps_what_was_typed_and_runs_it(page: Page, expected: list[str]) -> None:
    expected.append("status of 404")  # a page without an icon
    opened(page)
    page.goto("/healthz")
    page.go_back()
    expect(page.locator("#mapping")).to_have_value(MAPPING)
    expect(page.locator("#payload")).to_have_value(PAYLOAD)
    expect(row(page, "job_title")).to_contain_text("Tour Guide")
    assert numbers(page, "payload") == ["1"]


# --- without script --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("options", [NO_SCRIPT])
def test_without_script_the_form_gives_a_whole_page(page: Page) -> None:
    page.goto("/")
    write(page, "mapping", BROKEN)
    write(page, "payload", PAYLOAD)
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_role("status")).to_have_text("mapping: 1 error")
    assert page.input_value("#mapping") == BROKEN
    page.get_by_role("link", name="mapping 8:16").click()
    write(page, "mapping", MAPPING)
    page.get_by_role("button", name="Run").click()
    expect(row(page, "job_title")).to_contain_text("Tour Guide")


@pytest.mark.parametrize("options", [NO_SCRIPT])
def test_without_script_an_example_replaces_the_payload_and_back_brings_it_back(page: Page) -> None:
    page.goto("/")
    write(page, "mapping", MAPPING)
    write(page, "payload", PAYLOAD)
    choose(page, "Okta user")
    expect(page.locator("#payload")).to_have_value(examples()["okta-user"].payload)
    expect(page.locator("#mapping")).to_have_value(MAPPING)
    expect(page.locator(".gutter")).to_have_count(0)
    expect(page.get_by_text("Bring back")).to_have_count(2)
    expect(page.get_by_text("Bring back").first).to_be_hidden()
    page.go_back()
    expect(page.locator("#payload")).to_have_value(PAYLOAD)
    expect(page.locator("#mapping")).to_have_value(MAPPING)


@pytest.mark.parametrize("options", [NO_SCRIPT])
def test_without_script_a_text_that_is_too_long_is_not_lost(page: Page, expected: list[str]) -> None:
    expected.append("status of 413")
    page.goto("/")
    write(page, "mapping", MAPPING)
    write(page, "payload", "x" * 600_000)
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_role("heading", name="Too large")).to_be_visible()
    expect(page.get_by_text("Go back in your browser")).to_be_visible()
    page.go_back()
    expect(page.locator("#mapping")).to_have_value(MAPPING)
    expect(page.locator("#payload")).to_have_value("x" * 600_000)


@pytest.mark.parametrize("options", [NO_SCRIPT])
def test_without_script_the_context_counts(page: Page) -> None:
    page.goto("/")
    page.locator("#context summary").click()
    write(page, "directory", "people:\n  - {id: p1}")
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_role("status")).to_have_text("directory: 1 error")
    expect(box(page, "directory")).to_be_visible()
