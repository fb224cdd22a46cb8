"""The faults that playgrounds of other languages have, each tried in ours:

1. an answer that comes late replaces a newer one: `test_an_answer_to_an_older_text_is_never_shown` and
   `test_a_newer_request_takes_the_place_of_an_older_one` in test_page_browser.py, and here with two that are answered
2. what is typed while a request runs is never evaluated
3. a link breaks on texts that are not Latin
4. a payload stands in the line of a request, so in logs and histories
5. integers beyond 2^53 are rounded
6. markup in the texts of errors is taken for markup
7. the wrong text is blamed
8. a suggestion of another spelling that is far from what was written
9. what the page shows is not what the command line gives
"""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from playwright.sync_api import APIResponse, Page, Route, expect

import mappings as mapping_files
from mapper.cli import main
from tests.webui.looking import BROKEN, MAPPING, PAYLOAD, box, opened, row, sent, violations, write
from tests.webui.test_share_browser import CLIPBOARD, copied
from webui.playground.examples import mappings

SAMPLES = Path(mapping_files.__file__).parent / "samples"
SECRET = "4711-secret"
BIG = "12345678901234567890123"
FREE = (
    MAPPING
    + "    custom_fields: {big: acme.big}\n"
    + "extensions:\n  - {id: 'urn:acme:2.0:User', as: acme, attributes: {big: integer}}\n"
)


def test_1_a_late_answer_never_replaces_a_newer_one(page: Page) -> None:
    opened(page)
    answers: dict[str | None, APIResponse] = {}
    late: list[str] = []

    def answer(route: Route) -> None:
        """What the server says; later on, to whatever is asked, what it said of the old text."""
        text = sent(route.request, "payload")
        answers.setdefault(text, route.fetch())
        route.fulfill(response=answers[late[0] if late else text])

    page.route("**/preview", answer)
    for word in ("Old", "New"):
        write(page, "payload", PAYLOAD.replace("Tour", word))
        expect(row(page, "job_title")).to_contain_text(f"{word} Guide")
    # Whatever brings the old answer now, its revision says that it is old.
    late.append(PAYLOAD.replace("Tour", "Old"))
    with page.expect_response("**/preview"):
        page.keyboard.press("Control+Enter")
    expect(page.locator(".htmx-request")).to_have_count(0)
    expect(row(page, "job_title")).to_contain_text("New Guide")


def test_2_what_is_typed_while_a_request_runs_is_evaluated(page: Page) -> None:
    opened(page)
    held: list[Route] = []
    page.route("**/preview", lambda route: held.append(route))
    with page.expect_request("**/preview"):
        write(page, "payload", PAYLOAD.replace("Tour", "Old"))
    page.unroute("**/preview")
    box(page, "payload").focus()
    page.keyboard.press("Control+End")
    page.keyboard.press("ArrowLeft")
    page.keyboard.type(', "active": true')
    write(page, "mapping", MAPPING + "    disabled: {not: active}\n")
    expect(row(page, "disabled")).to_contain_text("false")
    expect(row(page, "job_title")).to_contain_text("Old Guide")


@pytest.mark.parametrize("options", [CLIPBOARD], ids=["clipboard"])
def test_3_a_link_holds_any_text(page: Page) -> None:
    text = '{"userName": "b@example.com", "title": "Łukasz 😀 テスト e\u0301 \u2028 \u202e"}'
    opened(page, payload=text)
    page.keyboard.press("Control+s")
    link = copied(page)
    other = page.context.new_page()
    other.goto(link)
    expect(other.locator("#payload")).to_have_value(text)
    expect(row(other, "job_title")).to_contain_text("Łukasz 😀 テスト")


def test_4_no_text_stands_in_the_line_or_the_headers_of_a_request(page: Page) -> None:
    heard: list[str] = []
    page.on("request", lambda request: heard.extend([request.url, *request.headers.values()]))
    opened(page, payload=PAYLOAD.replace("Tour", SECRET))
    page.get_by_role("button", name="Format the payload").click()
    page.locator("label:has(#view-tests)").click()
    page.get_by_role("button", name="Save as test case").click()
    expect(page.locator("#case-said")).to_contain_text("Saved")
    write(page, "mapping", f"{MAPPING}    vip: {SECRET}")
    page.keyboard.press("Control+Space")
    page.keyboard.press("Control+s")
    expect(page.locator("#said")).not_to_be_empty()
    page.reload()
    assert len(heard) > 20
    assert not any(SECRET in each for each in heard)
    assert SECRET not in page.evaluate("JSON.stringify([localStorage, sessionStorage, document.cookie, location.href])")


def test_5_integers_keep_all_their_digits(page: Page) -> None:
    opened(page, FREE, f'{{"userName": "b@example.com", "urn:acme:2.0:User": {{"big": {BIG}}}}}')
    expect(row(page, "custom_fields.big")).to_contain_text(BIG)
    expect(page.locator(".cm-value", has_text=BIG)).to_be_visible()
    page.get_by_role("button", name="Format the payload").click()
    expect(page.locator("#payload")).to_have_value(re.compile(BIG))
    page.locator("label:has(#view-json)").click()
    expect(page.get_by_label("The outcome as JSON")).to_contain_text(f'"big": {BIG}')


def test_6_markup_in_the_texts_of_errors_is_text(page: Page) -> None:
    markup = "<img src=x onerror=alert(1)>"
    opened(page, MAPPING.replace("job_title: title", f"job_title: '\"{markup}\"'"))
    expect(page.locator(".findings")).to_contain_text(markup)
    expect(page.locator("#mapping-pane .cm-lintRange").first).to_be_visible()
    page.keyboard.press("F8")
    expect(page.locator(".cm-tooltip.cm-diagnostic")).to_contain_text(markup)
    expect(page.locator("#said")).to_contain_text(markup)
    write(page, "payload", f"{{{markup}")
    write(page, "tests", f"cases: {markup}")
    expect(page.locator("#payload-flag")).to_have_text("1 error")
    expect(page.locator("img:not(.cm-widgetBuffer)")).to_have_count(0)
    assert violations(page) == []


@pytest.mark.parametrize(
    ("pane", "text"),
    [
        ("mapping", BROKEN),
        ("payload", PAYLOAD[:-1]),
        ("tests", "cases: 1"),
        ("current", "[1"),
        ("groups", "[1"),
        ("directory", "people: 1"),
        ("account", "- 1"),
        ("now", "tomorrow"),
    ],
)
def test_7_the_text_at_fault_is_blamed_and_no_other(page: Page, pane: str, text: str) -> None:
    opened(page)
    for folded in ("tests-pane", "context"):
        page.locator(f"#{folded} > summary").click()
    if pane == "now":
        page.fill("#now", text)
    else:
        write(page, pane, text)
    expect(box(page, pane)).to_have_attribute("aria-invalid", "true")
    expect(page.locator(":is(.cm-content, input)[aria-invalid=true]")).to_have_count(1)
    page.locator("#result").focus()
    page.keyboard.press("F8")
    expect(box(page, pane)).to_be_focused()


def test_8_a_suggestion_is_near_or_there_is_none(page: Page) -> None:
    opened(page, BROKEN)
    expect(page.locator(".hint").first).to_have_text("Did you mean 'title'?")
    for far in ("qqqzzz", "x", "department1234567", "jobTitleOfThePerson"):
        write(page, "mapping", MAPPING.replace("job_title: title", f"job_title: {far}"))
        expect(page.locator(".findings .message").first).to_contain_text(f"'{far}'")
        expect(page.get_by_text("Did you mean")).to_have_count(0)


@pytest.mark.parametrize("name", sorted(file.stem for file in SAMPLES.glob("*.json")))
def test_9_the_page_shows_what_the_command_line_writes(
    client: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    mapping = mappings().get(name.partition("-")[0], mappings()["default"])
    payload = (SAMPLES / f"{name}.json").read_text(encoding="utf-8")
    texts = {"mapping": mapping.text, "payload": payload, "now": "2026-01-31"}
    monkeypatch.chdir(tmp_path)
    Path("mapping.yaml").write_text(mapping.text, encoding="utf-8")
    Path("payload.json").write_text(payload, encoding="utf-8")
    command = ["run", "mapping.yaml", "payload.json", "--now", texts["now"]]
    written = CliRunner().invoke(main, command).stdout
    answer = client.post("/preview", data={**texts, "view": "json"}).text
    shown = re.findall(r'<pre class="as-json"[^>]*>(.*?)</pre>', answer, re.DOTALL)
    assert [html.unescape(each) for each in shown] == [written.removesuffix("\n")]
