"""The tests of the mapping in the page, without a browser: what is said of them, and what becomes of a saved case."""

from __future__ import annotations

import html
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from mapper.sandbox import PoolFull
from tests.webui.test_page import MAPPING, PAYLOAD, preview, status, texts
from webui.playground import cases
from webui.playground.examples import examples, mappings

TESTS = """\
# The people are made up.
cases:
  - case: a <guide> & more
    user: {userName: bjensen@example.com, title: Tour Guide}
    expect: {job_title: Guide}
  - case: the user name
    user: {userName: b@example.com}
    expect: {primary_email: b@example.com}
"""
FORM = {"mapping": MAPPING, "payload": PAYLOAD, "tests": TESTS, "view": "tests"}


def words(answer: TestResponse) -> str:
    """The text of an answer, with single blanks."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", answer.text)).split())


def said(answer: TestResponse) -> str:
    """What the bar says of a button that was pressed."""
    found = re.search(r'<p id="said"[^>]*>([^<]*)</p>', answer.text)
    assert found is not None
    return html.unescape(found[1])


# --- the view --------------------------------------------------------------------------------------------------------


def test_the_view_says_what_differs_what_passed_and_what_is_not_reached(client: FlaskClient) -> None:
    answer = preview(client, tests=TESTS, view="tests")
    assert "1 of 2 tests failed" in status(answer)
    assert (
        'Failed 1 ✗ a <guide> & more job_title expected "Guide" got "Tour Guide" from title line 8 won '
        "Passed 1 ✓ the user name "
        "Covered 80 % of the mapping; 1 of 5 not reached line 6 primary_email: emails[?primary].value | [0] never won"
    ) in words(answer)
    assert '<small class="count-failed">1 failed</small>' in answer.text


@pytest.mark.parametrize("pane", ["tests", "mapping"])
def test_each_place_is_a_link(client: FlaskClient, pane: str) -> None:
    answer = preview(client, tests=TESTS, view="tests")
    text = {"tests": TESTS, "mapping": MAPPING}[pane]
    links = re.findall(
        rf'<a class="place" id="(?:failed|passed|missing)[^"]*" href="#{pane}"[^>]*data-from="(\d+)" data-to="(\d+)"',
        answer.text,
    )
    assert [text[int(start) : int(end)] for start, end in links] == {
        "tests": ["a <guide> & more", "Guide", "the user name"],
        "mapping": ["title", "emails[?primary].value | [0]"],
    }[pane]


def test_all_that_pass_are_listed_and_all_is_reached(client: FlaskClient) -> None:
    start = mappings()["okta"]
    answer = preview(client, mapping=start.text, tests=start.tests, view="tests")
    number = start.tests.count("- case:")
    assert f"{number} tests passed" in status(answer)
    assert f'<small class="count-ok">{number} ok</small>' in answer.text
    assert "Failed" not in words(answer)
    assert "Covered 100 % of the mapping Every rule applies in some case" in words(answer)


def test_without_tests_it_is_said_what_they_are_for(client: FlaskClient) -> None:
    answer = preview(client, view="tests")
    assert "A test says what the mapping is to make of a payload." in words(answer)
    assert "test" not in status(answer)
    assert "count-ok" not in answer.text


def test_other_views_have_the_number(client: FlaskClient) -> None:
    answer = preview(client, tests=TESTS)
    assert "1 of 2 tests failed" in status(answer)
    assert "1 failed" in answer.text
    assert "job_title expected" not in words(answer)


def test_faults_of_tests_are_told_like_others(client: FlaskClient) -> None:
    faulty = TESTS.replace("case: the user name", "caes: the user name")
    answer = preview(client, tests=faulty, view="person")
    assert status(answer).startswith("valid, 1 rule, 1 problem, 1 test failed, 1 error in the tests, ")
    assert "error tests 6:5 unknown-key" in words(answer)
    assert re.search(r'<span id="tests-flag"[^>]*><span class="fault">1 error</span>', answer.text)
    assert "HX-Reswap" not in answer.headers
    half = preview(client, tests="cases: [{case: a", view="tests")
    assert status(half).startswith("tests: ")
    assert half.headers["HX-Reswap"] == "none"
    assert "The tests cannot be used yet." in words(half)


def test_tests_run_though_the_payload_cannot_be_read(client: FlaskClient) -> None:
    answer = preview(client, payload="{", tests=TESTS, view="tests")
    assert "HX-Reswap" not in answer.headers
    assert "1 of 2 tests failed" in status(answer)
    assert "error payload 1:2" in words(answer)


@pytest.mark.parametrize(
    ("numbers", "summary", "count"),
    [
        ((3, 0, 0, 0), ["3 tests passed"], "3 ok"),
        ((1, 0, 0, 0), ["1 test passed"], "1 ok"),
        ((4, 1, 0, 0), ["1 of 5 tests failed"], "1 failed"),
        ((0, 2, 1, 0), ["2 tests failed", "1 error in the tests"], "2 failed"),
        ((0, 0, 2, 0), ["2 errors in the tests"], "2 errors"),
        ((1200, 0, 0, 7), ["1,200 tests passed", "7 tests not run"], "1,200 ok"),
    ],
)
def test_numbers_in_words(numbers: tuple[int, ...], summary: list[str], count: str) -> None:
    tests = dict(zip(("passed", "failed", "errors", "not_run"), numbers, strict=True))
    assert cases.tests_summary(tests) == summary
    assert cases.tests_count(tests) == count


# --- a case that is saved --------------------------------------------------------------------------------------------


def test_without_scripts_the_page_comes_back_with_the_case(client: FlaskClient) -> None:
    answer = client.post("/", data={**FORM, "view": "person", "save": "case", "case": "as it is"})
    after = texts(answer)
    assert said(answer) == "Saved as the case “as it is”."
    assert after["tests"].startswith(f"{TESTS}  - case: as it is\n    user:\n      userName: bjensen@example.com\n")
    assert {pane: text for pane, text in after.items() if pane in ("mapping", "payload")} == {
        "mapping": MAPPING,
        "payload": PAYLOAD,
    }
    assert "1 of 3 tests failed" in status(answer)
    assert "✓ as it is" in words(answer)


def test_without_scripts_a_refusal_leaves_all_as_it_is(client: FlaskClient) -> None:
    answer = client.post("/", data={**FORM, "save": "case", "case": "the user name"})
    assert said(answer) == "Nothing was saved: there is a case called 'the user name' already; choose another name."
    assert texts(answer)["tests"] == TESTS
    assert 'id="case" name="case" value="the user name"' in answer.text


def test_the_script_gets_the_new_text(client: FlaskClient) -> None:
    answer = client.post("/tests/case", data={**FORM, "tests": TESTS.replace("\n", "\r\n"), "case": "as it is"})
    assert answer.json is not None
    assert answer.json["said"] == "Saved as the case “as it is”."
    assert answer.json["tests"].startswith(f"{TESTS}  - case: as it is\n")
    assert "\r" not in answer.json["tests"]


def test_what_stands_beside_the_payload_is_saved(client: FlaskClient) -> None:
    answer = client.post("/tests/case", data={**FORM, "tests": "", "connection": "entra", "account": "name: acme"})
    assert answer.json is not None
    assert "    account:\n      name: acme\n    connection: entra\n" in answer.json["tests"]


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"mapping": "mapping: 1"}, "Nothing was saved: the mapping has errors, so there is no outcome that could be"),
        ({"payload": f"[{PAYLOAD}, {PAYLOAD}]"}, "Nothing was saved: one payload is saved at a time, and here are 2."),
        ({"payload": "{"}, "Nothing was saved: the payload cannot be used: "),
        (
            {"tests": "cases: ["},
            "Nothing was saved: the tests have errors; a case can be added once they are repaired.",
        ),
        ({}, "Saved as the case “bjensen@example.com”."),
    ],
)
def test_a_refusal_is_a_sentence(client: FlaskClient, fields: dict[str, str], why: str) -> None:
    answer = client.post("/tests/case", data={**FORM, **fields})
    assert answer.status_code == 200
    assert answer.json is not None
    assert answer.json["said"].startswith(why)
    assert (answer.json["tests"] is None) == bool(fields)


def test_when_all_are_busy_nothing_is_lost(app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(operation: str, **arguments: object) -> None:
        raise PoolFull

    monkeypatch.setattr(app.extensions["sandbox"], "ask", full)
    answer = client.post("/", data={**FORM, "save": "case"})
    assert said(answer).startswith("Nothing was saved. Too many evaluations are under way")
    assert texts(answer)["tests"] == TESTS


# --- the shipped tests -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", list(mappings()))
def test_a_mapping_of_the_menu_brings_its_tests(client: FlaskClient, name: str) -> None:
    answer = client.post("/", data={**FORM, "start": name})
    assert texts(answer)["tests"] == mappings()[name].tests
    number = mappings()[name].tests.count("- case:")
    assert f"{number} tests passed" in status(answer)
    assert client.get(f"/examples/tests/{name}").text == mappings()[name].tests


def test_the_first_page_has_the_tests_of_its_mapping(client: FlaskClient) -> None:
    answer = client.get("/", query_string={"example": "google-user"})
    assert texts(answer)["tests"] == mappings()["google"].tests
    assert "tests passed" in status(answer)


def test_tests_that_are_not_there_are_not_found(client: FlaskClient) -> None:
    assert client.get("/examples/tests/nothing").status_code == 404
    assert client.get(f"/examples/tests/{next(iter(examples()))}").status_code == 404
