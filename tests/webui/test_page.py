"""The playground without a browser: what the server answers to a page's requests, good and bad."""

from __future__ import annotations

import html
import json
import logging
import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from markupsafe import escape
from werkzeug.test import TestResponse

import mapper
from mapper.sandbox import EvaluationStopped, Limits, Reason
from webui.app import create_app
from webui.playground.attributes import attribute_of
from webui.playground.examples import examples, mappings
from webui.playground.form import VIEWS, form_of
from webui.playground.guide import FORMS, KEYS
from webui.playground.panes import CONTEXT
from webui.playground.tasks import FIRST_TASK
from webui.reference import tasks

MAPPING = """\
mapping: 1
name: small
users:
  person:
    primary_email:
      - emails[?primary].value | [0]
      - userName
    job_title: title
    name: userName
"""
PAYLOAD = '{"userName": "bjensen@example.com", "title": "Tour Guide"}'
ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
FRAGMENT = {"HX-Request": "true"}
LONG = "x" * 600_000
TEXTS = {
    "mapping": MAPPING,
    "payload": PAYLOAD,
    "current": "",
    "groups": "",
    "directory": "people:\n  - {id: p1, name: Babs}\n",
    "account": "name: acme\n",
    "connection": "entra",
    "now": "2026-01-31",
}


def status(answer: TestResponse) -> str:
    """The status line, by which people are told how it went."""
    found = re.search(r'<p id="status"[^>]*>([^<]*)</p>', answer.text)
    assert found is not None
    return html.unescape(found[1])


def texts(answer: TestResponse) -> dict[str, str]:
    """What stands in each pane of a page."""
    areas = re.findall(r'<textarea [^>]*name="(\w+)"[^>]*>\n([^<]*)</textarea>', answer.text)
    lines = re.findall(r'<input id="\w+" name="(\w+)" value="([^"]*)"', answer.text)
    return {name: html.unescape(text) for name, text in areas + lines}


def preview(client: FlaskClient, mapping: str = MAPPING, payload: str = PAYLOAD, **fields: str) -> TestResponse:
    return client.post("/preview", data={"mapping": mapping, "payload": payload, **fields}, headers=FRAGMENT)


# --- the page --------------------------------------------------------------------------------------------------------


def test_the_first_page_is_a_working_example(client: FlaskClient) -> None:
    answer = client.get("/")
    assert answer.status_code == 200
    assert status(answer).startswith("valid, ")
    assert "Łucja Wójcik" in answer.text


@pytest.mark.parametrize("name", list(examples()))
def test_every_example_is_valid(client: FlaskClient, name: str) -> None:
    answer = client.get("/", query_string={"example": name})
    assert answer.status_code == 200
    assert status(answer).startswith("valid, ")
    assert f'name="example" value="{name}"' in answer.text


@pytest.mark.parametrize("name", ["../secrets", "nothing", "default"])
def test_an_example_that_does_not_exist_is_not_found(client: FlaskClient, name: str) -> None:
    assert client.get("/", query_string={"example": name}).status_code == 404
    assert client.get(f"/examples/payloads/{name}").status_code == 404
    assert client.post("/", data={"example": name}).status_code == 404
    assert client.post("/", data={"start": f"{name}.yaml"}).status_code == 404


def test_an_example_replaces_the_payload_and_nothing_else(client: FlaskClient) -> None:
    answer = client.post("/", data={**TEXTS, "example": "okta-user"})
    expected = {**TEXTS, "payload": examples()["okta-user"].payload}
    assert answer.status_code == 200
    assert texts(answer) | expected == texts(answer)


def test_to_start_again_replaces_the_mapping_with_its_tests_and_nothing_else(client: FlaskClient) -> None:
    answer = client.post("/", data={**TEXTS, "start": "default"})
    expected = {**TEXTS, "mapping": mappings()["default"].text, "tests": mappings()["default"].tests}
    assert texts(answer) | expected == texts(answer)


@pytest.mark.parametrize("name", ["default", "entra", "okta", "onelogin", "google"])
def test_the_menu_has_every_mapping(client: FlaskClient, name: str) -> None:
    assert next(iter(mappings())) == "default"
    assert f'name="start" value="{name}"' in client.get("/").text
    assert client.get(f"/examples/mappings/{name}").text == mappings()[name].text


def test_the_script_gets_the_text_of_an_example(client: FlaskClient) -> None:
    answer = client.get("/examples/payloads/okta-group")
    assert answer.mimetype == "application/json"
    assert answer.text == examples()["okta-group"].payload


@pytest.mark.parametrize("form", [form for form, _ in FORMS])
def test_every_form_in_the_help_is_an_expression(form: str) -> None:
    mapper.loads(MAPPING.replace("job_title: title", f"job_title:\n      from: title\n      when: {json.dumps(form)}"))


def test_the_help_shows_ten_forms_and_the_keys(client: FlaskClient) -> None:
    page = client.get("/").text
    assert len(FORMS) == 10
    assert all(str(escape(form)) in page for form, _ in FORMS)
    assert all(f'<kbd aria-hidden="true">{escape(shown)}</kbd>' in page for shown, _, _ in KEYS)


def test_a_plain_post_gives_the_whole_page(client: FlaskClient) -> None:
    answer = client.post("/", data={"mapping": MAPPING, "payload": PAYLOAD})
    assert answer.status_code == 200
    assert "<!doctype html>" in answer.text
    assert status(answer).startswith("valid, 1 rule, ")
    assert "Tour Guide" in answer.text
    start = MAPPING.index("userName")  # which won
    assert f'data-pane="mapping" data-from="{start}" data-to="{start + len("userName")}"' in answer.text


def test_a_post_without_fields_says_what_is_missing(client: FlaskClient) -> None:
    answer = client.post("/")
    assert answer.status_code == 200
    assert status(answer) == "mapping: 1 error; payload: cannot be read"
    assert ">mapping</a> and the <a" in answer.text


def test_a_group_is_shown_with_what_its_members_receive(client: FlaskClient) -> None:
    answer = client.get("/", query_string={"example": "rfc7643-group"})
    assert "stands for the organization &#39;Harbour Guides&#39;" in answer.text
    assert '<th scope="col">Receives</th>' in answer.text
    assert answer.text.count('<span class="special">nothing</span>') == 2


def test_the_view_that_was_chosen_stays_chosen(client: FlaskClient) -> None:
    answer = client.post("/", data={"mapping": MAPPING, "payload": PAYLOAD, "view": "json"})
    assert 'value="json" id="view-json" checked' in answer.text


def test_places_are_right_although_forms_post_crlf(client: FlaskClient) -> None:
    mapping = MAPPING.replace("job_title: title", "job_title: titel").replace("\n", "\r\n")
    answer = client.post("/", data={"mapping": mapping, "payload": PAYLOAD.replace(", ", ",\r\n")})
    assert status(answer) == "mapping: 1 error"
    start = MAPPING.index(": title") + 2
    assert f'data-pane="mapping" data-from="{start}" data-to="{start + len("titel")}"' in answer.text
    assert ">mapping 8:16</a>" in answer.text
    assert "\r" not in answer.text


def test_columns_count_characters(client: FlaskClient) -> None:
    mapping = MAPPING.replace("job_title: title", "job_title: \"join_present('𝒜', [titel])\"")
    answer = preview(client, mapping)
    assert ">mapping 8:36</a>" in answer.text
    start = mapping.index("titel") + 1  # editors count the letter before it twice
    assert f'data-from="{start}" data-to="{start + len("titel")}"' in answer.text


def test_the_first_line_of_a_text_is_not_lost(client: FlaskClient) -> None:
    answer = client.post("/", data={"mapping": "\n" + MAPPING, "payload": PAYLOAD})
    assert re.search(r'<textarea id="mapping"[^>]*>\n\nmapping: 1', answer.text)


def test_markup_is_text_wherever_it_stands(client: FlaskClient) -> None:
    markup = "</textarea><script>alert(1)</script>"
    payload = PAYLOAD.replace("Tour Guide", markup)
    for mapping in (MAPPING, MAPPING.replace("title\n", f"titel # {markup}\n"), markup, f"{markup}: 1"):
        fields = {"mapping": mapping, "payload": payload}
        for answer in (preview(client, **fields), client.post("/", data=fields)):
            assert "<script>alert" not in answer.text
            assert answer.text.count("</textarea>") in (0, 8)


def test_numbers_keep_their_digits(client: FlaskClient) -> None:
    mapping = f"""{MAPPING}\
    custom_fields:
      big: acme.big
      exact: acme.exact
extensions:
  - id: urn:acme:2.0:User
    as: acme
    attributes: {{big: integer, exact: decimal}}
"""
    extension = '"urn:acme:2.0:User": {"big": 123456789012345678901, "exact": 1.10}'
    answer = preview(client, mapping, PAYLOAD.replace('"title"', f'{extension}, "title"'))
    assert status(answer).startswith("valid, ")
    assert '<span class="number-value">123456789012345678901</span>' in answer.text
    assert '<span class="number-value">1.10</span>' in answer.text
    answer = preview(client, mapping, PAYLOAD.replace('"title"', f'{extension}, "title"'), view="json")
    assert "&#34;exact&#34;: 1.10" in answer.text


# --- the context -----------------------------------------------------------------------------------------------------


def test_the_context_counts(client: FlaskClient) -> None:
    mapping = MAPPING.replace(
        "    name: userName\n",
        """\
    name: account.name
    manager: enterprise.manager.value
    source: connection
    information: current.job_title
    vip: in_group('Executives')
""",
    )
    payload = {"id": "u1", "userName": "bjensen@example.com", ENTERPRISE: {"manager": {"value": "26118915"}}}
    answer = preview(
        client,
        mapping,
        json.dumps(payload),
        current='{"id": "p1", "primary_email": "old@example.com", "job_title": "Guide of old"}',
        groups='{"id": "g1", "displayName": "Executives", "members": [{"value": "u1"}]}',
        directory="people:\n  - {id: p7, name: John Smith, scim_id: 26118915}",
        account="name: Acme of the account",
        connection="entra",
    )
    assert status(answer).startswith("valid, ")
    for shown in ("John Smith", "Acme of the account", "entra", "Guide of old", ">true<", "action-update"):
        assert shown in answer.text


def test_a_blank_context_is_folded_and_one_in_use_is_not(client: FlaskClient) -> None:
    folded, blank = client.get("/"), client.post("/", data={**TEXTS, **dict.fromkeys(CONTEXT, " ")})
    assert re.search(r'<details class="pane folded" id="context">', folded.text)
    assert re.search(r'<details class="pane folded" id="context">', blank.text)
    assert re.search(r'<details class="pane folded" id="context" open>', client.post("/", data=TEXTS).text)


def test_a_fault_of_the_context_names_its_pane_and_place(client: FlaskClient) -> None:
    directory = "people:\n  - {id: p1}"
    answer = preview(client, directory=directory, now="tomorrow")
    assert status(answer) == "directory: 1 error; time: cannot be read"
    assert answer.headers["HX-Reswap"] == "none"
    assert f'data-pane="directory" data-from="{directory.index("{")}" data-to="{len(directory)}"' in answer.text
    assert ">directory 2:5</a>" in answer.text
    for pane in ("directory", "now"):
        assert f'id="{pane}-flag" hx-swap-oob="innerHTML"><span class="fault">1 error' in answer.text
    assert 'id="context-flag" hx-swap-oob="innerHTML"><span class="fault">2 errors' in answer.text
    assert 'id="payload-flag" hx-swap-oob="innerHTML"></span>' in answer.text


# --- the live preview ------------------------------------------------------------------------------------------------


def test_a_preview_is_a_fragment_with_its_revision(client: FlaskClient) -> None:
    answer = preview(client, revision="7")
    assert answer.status_code == 200
    assert "<!doctype" not in answer.text
    assert answer.headers["X-Revision"] == "7"
    assert "HX-Reswap" not in answer.headers


@pytest.mark.parametrize("revision", ["", "x", "1.5", "\r\nX-Evil: 1"])
def test_a_revision_that_is_no_number_is_zero(client: FlaskClient, revision: str) -> None:
    assert preview(client, revision=revision).headers["X-Revision"] == "0"


@pytest.mark.parametrize(
    ("mapping", "payload", "summary"),
    [
        ("mapping: [", PAYLOAD, "mapping: 1 error"),
        (MAPPING, "{", "payload: cannot be read"),
        (MAPPING, "", "payload: cannot be read"),
        (MAPPING, "[1]", "payload: cannot be read"),
        (MAPPING, '{"userName": NaN}', "payload: cannot be read"),
        ("mapping: [", "{", "mapping: 1 error; payload: cannot be read"),
    ],
)
def test_what_cannot_be_used_leaves_the_last_person_standing(
    client: FlaskClient, mapping: str, payload: str, summary: str
) -> None:
    answer = preview(client, mapping, payload)
    assert answer.status_code == 200
    assert answer.headers["HX-Reswap"] == "none"
    assert status(answer) == summary
    assert "the last good answer" in answer.text


def test_the_pane_at_fault_is_named(client: FlaskClient) -> None:
    assert 'id="mapping-flag" hx-swap-oob="innerHTML"><span class="fault">1 error' in preview(client, "mapping: [").text
    assert 'id="payload-flag" hx-swap-oob="innerHTML"><span class="fault">1 error' in preview(client, payload="{").text
    both = preview(client, "mapping: [", "{").text
    for pane in ("mapping", "payload"):
        assert f'id="{pane}-flag" hx-swap-oob="innerHTML"><span class="fault">1 error' in both


def test_every_beginning_of_a_mapping_gives_an_answer(client: FlaskClient) -> None:
    for end in range(len(MAPPING)):
        answer = preview(client, MAPPING[:end])
        assert answer.status_code == 200, MAPPING[:end]
        assert status(answer).startswith(("mapping: ", "valid, ")), MAPPING[:end]


def test_every_beginning_of_an_example_by_lines_gives_an_answer(client: FlaskClient) -> None:
    lines = FIRST_TASK.texts["mapping"].splitlines(keepends=True)
    for end in range(len(lines)):
        answer = preview(client, "".join(lines[:end]))
        assert answer.status_code == 200
        assert status(answer).startswith(("mapping: ", "valid, "))


def test_every_beginning_of_a_payload_gives_an_answer(client: FlaskClient) -> None:
    for end in range(len(PAYLOAD)):
        assert status(preview(client, payload=PAYLOAD[:end])) == "payload: cannot be read"


# --- errors ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/preview"])
@pytest.mark.parametrize("headers", [{}, FRAGMENT])
def test_a_body_that_is_too_long_gets_a_sentence(client: FlaskClient, path: str, headers: dict[str, str]) -> None:
    answer = client.post(path, data={"mapping": LONG, "payload": PAYLOAD}, headers=headers)
    assert answer.status_code == 413
    assert "This is more than 512 kB; no more than that can be previewed at once." in answer.text
    assert ("<!doctype html>" in answer.text) is (headers == {})
    assert ("Go back in your browser" in answer.text) is (headers == {})
    assert ("data-stale" in answer.text) is (headers != {})
    assert answer.headers.get("HX-Reswap") == ("none" if headers else None)


def test_a_full_pool_gets_a_sentence_and_keeps_the_texts() -> None:
    app = create_app(workers=0, waiting=0)
    with app.extensions["sandbox"]:
        page = app.test_client().post("/", data={"mapping": MAPPING, "payload": PAYLOAD})
        fragment = preview(app.test_client())
    for answer in (page, fragment):
        assert answer.status_code == 429
        assert "Too many evaluations are under way; try again in a moment." in answer.text
    assert "job_title: title" in page.text
    assert fragment.headers["HX-Reswap"] == "none"


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        (lambda client: client.get("/nothing"), 404),
        (lambda client: client.get("/static/../app.py"), 404),
        (lambda client: client.get("/preview"), 405),
        (lambda client: client.delete("/"), 405),
    ],
)
def test_an_error_is_a_page_without_a_trace(
    client: FlaskClient, request_: Callable[[FlaskClient], TestResponse], expected: int
) -> None:
    answer = request_(client)
    assert answer.status_code == expected
    assert "<!doctype html>" in answer.text
    assert "Traceback" not in answer.text
    assert ("Allow" in answer.headers) is (expected == 405)


def test_a_bug_is_a_page_without_a_trace_and_the_log_has_its_place(caplog: pytest.LogCaptureFixture) -> None:
    app = create_app(workers=0)

    @app.get("/bug")
    def bug() -> str:
        try:
            raise ValueError("swordfish")
        except ValueError:
            raise ZeroDivisionError("swordfish") from None

    with app.extensions["sandbox"]:
        answer = app.test_client().get("/bug")
    assert answer.status_code == 500
    assert "It is our fault" in answer.text
    assert "swordfish" not in answer.text
    assert "in bug\n" in caplog.text
    assert caplog.text.endswith("ZeroDivisionError\n")
    assert [record.exc_info for record in caplog.records] == [None]
    assert ": swordfish" not in caplog.text


# --- protection ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "LOCALHOST:8080", "[::1]:80", "mapper.acme.com", "[fe80::1]"]
)
def test_hosts_of_this_machine_and_those_given_are_answered(host: str) -> None:
    app = create_app(workers=0, hosts=["mapper.acme.com", "fe80::1"])
    with app.extensions["sandbox"]:
        assert app.test_client().get("/healthz", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "evil.example:127", "", "[::2]", "127.0.0.1.x"]
)
def test_other_hosts_are_refused(client: FlaskClient, host: str) -> None:
    answer = client.get("/", headers={"Host": host})
    assert answer.status_code == 400
    assert "This server does not answer for the host name of the request." in answer.text


@pytest.mark.parametrize("path", ["/", "/nothing", "/static/playground/page.js", "/healthz"])
def test_every_answer_is_protected(client: FlaskClient, path: str) -> None:
    answer, other = client.get(path, buffered=True), client.get(path, buffered=True)
    policy = answer.headers["Content-Security-Policy"]
    assert re.fullmatch(
        r"default-src 'none'; script-src 'self'; style-src 'self' 'nonce-[\w-]{22}'; img-src 'self'; "
        r"connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        policy,
    )
    assert policy != other.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == ("no-cache" if path.startswith("/static/") else "no-store")
    assert "Server" not in answer.headers


def test_nothing_of_the_texts_is_logged(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    preview(client, MAPPING.replace("title", "swordfish"), '{"userName": "swordfish"}')
    preview(client, payload="swordfish")
    assert "swordfish" not in caplog.text


def test_health_is_told(client: FlaskClient) -> None:
    assert client.get("/healthz").json == {"status": "ok"}


def test_without_its_script_the_page_says_so(app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webui.playground.views.LIVE_SCRIPT", "vendor/none.js")
    answer = client.get("/")
    assert "The live preview is not installed here" in answer.text
    assert "vendor/" not in answer.text


@pytest.mark.parametrize(
    ("pointer", "attribute"),
    [
        ("/title", "title"),
        ("/emails/0/value", "emails[0].value"),
        ("/urn:ietf:params:scim:schemas:extension:enterprise:2.0:User/manager/value", "enterprise.manager.value"),
        ("/urn:workday:2.0:Worker/jobCode", "workday.jobCode"),
        ("/urn:acme:2.0:User/a~1b~0c", '"urn:acme:2.0:User"."a/b~c"'),
        ("", ""),
    ],
)
def test_a_pointer_reads_like_an_expression(pointer: str, attribute: str) -> None:
    enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
    short_names = {enterprise: "enterprise", "urn:workday:2.0:Worker": "workday"}
    assert attribute_of(pointer, short_names) == attribute


def test_the_view_is_one_that_there_is() -> None:
    assert [form_of({"view": view}).view for view in (*VIEWS, "table", "")] == [*VIEWS, "person", "person"]
    assert form_of({}).view == "person"


def test_format_gives_one_layout_or_says_why_not(client: FlaskClient) -> None:
    answer = client.post("/format", data={"pane": "payload", "text": '{"a":1}'})
    assert answer.json == {"text": '{\n  "a": 1\n}\n', "refused": None}
    answer = client.post("/format", data={"pane": "payload", "text": '{"a"'})
    assert answer.json == {"text": '{"a"', "refused": "The text stays as it is: it is no JSON yet."}
    assert client.post("/format", data={"pane": "now", "text": ""}).status_code == 404
    page = client.post("/", data={"mapping": "mapping: 1\nname:   x\n", "payload": "{", "format": "mapping"})
    assert "mapping: 1\nname: x\n" in page.text
    page = client.post("/", data={"mapping": "mapping: 1\n", "payload": "{", "format": "payload"})
    assert "The text stays as it is" in page.text


# --- examples by task ------------------------------------------------------------------------------------------------


def test_the_menu_has_every_task_of_the_cookbook(client: FlaskClient) -> None:
    page = client.get("/").text
    assert len(tasks()) > 30
    for name, task in tasks().items():
        assert f'name="task" value="{name}"' in page
        assert str(escape(task.title)) in page


@pytest.mark.parametrize("name", list(tasks()))
def test_every_task_is_valid(client: FlaskClient, name: str) -> None:
    answer = client.get("/", query_string={"task": name})
    assert status(answer).startswith("valid, ")
    shown = texts(answer)
    asked = client.get(f"/examples/tasks/{name}").get_json()
    assert all(shown[pane] == text for pane, text in asked.items() if pane != "view")
    assert shown == texts(client.post("/", data={**TEXTS, "task": name}))


def test_a_task_that_does_not_exist_is_not_found(client: FlaskClient) -> None:
    assert client.get("/", query_string={"task": "none"}).status_code == 404
    assert client.get("/examples/tasks/none").status_code == 404
    assert client.post("/", data={"task": "none"}).status_code == 404


@pytest.mark.parametrize("character", ["x", "[", "é", "日", "🙂"])
def test_texts_are_measured_by_their_own_bytes(client: FlaskClient, character: str) -> None:
    most = 512 * 1024 // len(character.encode())
    assert preview(client, mapping="", payload=character * (most - 100)).status_code == 200
    assert preview(client, mapping="", payload=character * (most + 1)).status_code == 413


@pytest.mark.parametrize("path", ["/", "/preview"])
@pytest.mark.parametrize(
    ("stage", "reason", "said"),
    [
        ("mapping", "time", "seconds and was stopped. It was reading the mapping then."),
        ("tests", "time", "seconds and was stopped. It was running the tests then."),
        ("earlier", "memory", "of memory and was stopped. It was comparing with the other mapping then."),
        ("payload", "size", "MB and cannot be shown. What is shown below"),
        ("", "time", "seconds and was stopped. What is shown below"),
        (None, "crash", "another one has taken its place. What is shown below"),
    ],
)
def test_what_was_stopped_says_where_in_its_pane_too(
    app: Flask, monkeypatch: pytest.MonkeyPatch, path: str, stage: str | None, reason: Reason, said: str
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise EvaluationStopped(reason, Limits(), stage)

    monkeypatch.setattr(app.extensions["sandbox"], "ask", stopped)
    page = app.test_client().post(path, data={"mapping": "mapping: 1", "payload": "{}"}).text
    assert said in " ".join(re.sub("<[^>]*>", "", page).split())
    flags = re.findall(r'<span id="(\w+)-flag"[^>]*>\s*<span class="fault">stopped here</span>', page)
    assert flags == ([stage] if "It was" in said else [])


@pytest.mark.parametrize(
    ("path", "fields", "stage", "said"),
    [
        ("/tests/case", {}, "mapping", "Nothing was saved. {} It was reading the mapping then."),
        ("/tests/case", {}, "payload", "Nothing was saved. {} It was reading the payload then."),
        ("/tests/case", {}, "tests", "Nothing was saved. {} It was adding the case to the tests then."),
        ("/tests/case", {}, "", "Nothing was saved. {}"),
        (
            "/format",
            {"pane": "current"},
            "current",
            "The text stays as it is. {} It was laying out the stored person then.",
        ),
        ("/format", {"pane": "mapping"}, None, "The text stays as it is. {}"),
    ],
)
def test_what_a_button_asked_for_says_where_it_was_stopped(
    app: Flask, monkeypatch: pytest.MonkeyPatch, path: str, fields: dict[str, str], stage: str | None, said: str
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise EvaluationStopped("time", Limits(), stage)

    monkeypatch.setattr(app.extensions["sandbox"], "ask", stopped)
    answer = app.test_client().post(path, data={"mapping": "mapping: 1", "payload": "{}", "text": "{}", **fields}).json
    assert answer is not None
    assert answer["said" if path == "/tests/case" else "refused"] == said.format(
        "The evaluation took longer than 1.5 seconds and was stopped."
    )
