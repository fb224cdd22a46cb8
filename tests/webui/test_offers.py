"""What an answer offers by a button, without a browser: a fix of a problem, the written person as the one as stored."""

from __future__ import annotations

import html
import json
import re

import pytest
from flask.testing import FlaskClient

MAPPING = """\
mapping: 1
name: small
users:
  person:
    primary_email: userName
    job_title: titel
    name: userNmae
"""
PAYLOAD = '{"userName": "babs@example.com", "title": "Guide"}'


def posted(client: FlaskClient, mapping: str = MAPPING, **fields: str) -> str:
    answer = client.post("/", data={"mapping": mapping, "payload": PAYLOAD} | fields)
    assert answer.status_code == 200
    return answer.text


def offered(page: str) -> list[str]:
    """The values of the buttons that fix something, in the order of the page."""
    return [html.unescape(each) for each in re.findall(r'name="fix" value="([^"]*)"', page)]


def text(page: str, pane: str) -> str:
    found = re.search(rf'<textarea id="{pane}"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    assert found is not None
    return html.unescape(found[1])


def said(page: str) -> str:
    found = re.search(r'<p id="said"[^>]*>([^<]*)</p>', page)
    assert found is not None
    return html.unescape(found[1])


@pytest.mark.parametrize(
    "before", ["", "# 😀 Łukasz\n", "# \u2028 \u0085 é\n"], ids=["plain", "two units", "breaks of YAML alone"]
)
def test_each_fix_is_a_button_and_mends_its_problem_alone(client: FlaskClient, before: str) -> None:
    mapping = before + MAPPING
    titel, user_name = offered(posted(client, mapping))
    page = posted(client, mapping, fix=titel)
    assert text(page, "mapping") == mapping.replace("titel", "title")
    assert said(page) == "Replace with `title`: done."
    assert len(offered(page)) == 1
    assert text(posted(client, mapping, fix=user_name), "mapping") == mapping.replace("userNmae", "userName")


def test_what_the_payload_has_can_be_declared(client: FlaskClient) -> None:
    payload = '{"userName": "babs@example.com", "urn:acme:scim:schemas:2.0:User": {"badge": "B1"}}'
    mapping = MAPPING.replace("titel", "acme.badge").replace("userNmae", "userName")
    (fix,) = offered(posted(client, mapping, payload=payload))
    page = posted(client, mapping, payload=payload, fix=fix)
    assert said(page) == "Declare `acme` in `extensions`: done."
    assert "    as: acme\n    attributes:\n      badge: string\n\nusers:\n" in text(page, "mapping")
    assert offered(page) == []


def test_a_button_shows_the_text_of_its_fix_as_code(client: FlaskClient) -> None:
    assert re.search(r'name="fix"[^>]*>Replace with <code>title</code></button>', posted(client))


def test_a_fix_in_the_tests_of_a_mapping_and_one_in_the_directory_go_into_their_panes(client: FlaskClient) -> None:
    tests = "cases:\n  - case: a guide\n    usr: {userName: b@example.com}\n    expect: {}\n"
    good = MAPPING.replace("titel", "title").replace("userNmae", "userName")
    page = posted(client, good, tests=tests)
    (fix,) = offered(page)
    fixed = posted(client, good, tests=tests, fix=fix)
    assert text(fixed, "tests") == tests.replace("usr", "user")
    assert text(fixed, "mapping") == good


def test_a_fix_of_a_text_that_was_changed_since_does_nothing(client: FlaskClient) -> None:
    titel, _ = offered(posted(client))
    changed = MAPPING.replace("name: small", "name: smaller")
    page = posted(client, changed, fix=titel)
    assert text(page, "mapping") == changed
    assert said(page) == "The text has changed since, so nothing was done."


@pytest.mark.parametrize(
    "word", ["", "{", '{"pane": "mapping", "edits": [{"from": 0, "to": 9, "insert": "x"}]}', "😀" * 9]
)
def test_only_what_is_offered_is_done(client: FlaskClient, word: str) -> None:
    assert text(posted(client, fix=word), "mapping") == MAPPING


GOOD = MAPPING.replace("titel", "title").replace("userNmae", "userName")


def test_what_is_written_becomes_the_person_as_stored(client: FlaskClient) -> None:
    page = posted(client, GOOD, view="write")
    assert 'name="take"' in page
    page = posted(client, GOOD, view="write", take="written")
    stored = {"primary_email": "babs@example.com", "job_title": "Guide", "name": "babs@example.com"}
    assert json.loads(text(page, "current")) == stored
    assert "Nothing changes" in page
    assert 'name="take"' not in page


def test_what_a_person_had_before_is_a_part_of_what_is_taken(client: FlaskClient) -> None:
    current = '{"id": "p1", "name": "Old", "site": "Delft"}'
    page = posted(client, GOOD, view="write", current=current, take="written")
    stored = json.loads(text(page, "current"))
    assert stored == {
        "id": "p1",
        "name": "babs@example.com",
        "site": "Delft",
        "primary_email": "babs@example.com",
        "job_title": "Guide",
    }


def test_of_a_person_who_is_skipped_nothing_is_taken(client: FlaskClient) -> None:
    mapping = GOOD.replace("users:\n  person:", "users:\n  unless: title == 'Guide'\n  person:")
    page = posted(client, mapping, view="write", current='{"id": "p1"}', take="written")
    assert 'name="take"' not in page
    assert text(page, "current") == '{"id": "p1"}'
    assert said(page) == "Nobody is written, so the person as stored stays."


def test_of_several_payloads_no_person_is_taken(client: FlaskClient) -> None:
    page = client.post("/", data={"mapping": GOOD, "payload": f"[{PAYLOAD}, {PAYLOAD}]", "view": "write"}).text
    assert 'name="take"' not in page


def test_where_the_texts_cannot_be_used_nothing_is_taken(client: FlaskClient) -> None:
    page = posted(client, MAPPING, view="write", current='{"id": "p1"}', take="written")
    assert text(page, "current") == '{"id": "p1"}'
