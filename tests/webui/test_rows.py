"""Open rows and earlier versions without a browser: what the server makes of what a page sends, and says of it."""

from __future__ import annotations

import html
import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from webui.playground.rows import opened_rows, row_token, toggled
from webui.playground.sentences import pieces, sentence
from webui.playground.versions import Version, difference

MAPPING = """\
mapping: 1
name: small
users:
  person:
    primary_email: userName
    name: userName
    job_title: title
    custom_fields:
      "a b": nickName
"""
PAYLOAD = '{"userName": "bjensen@example.com", "title": "Guide"}'
CHANGED = MAPPING.replace("job_title: title", "job_title: userName")


def posted(client: FlaskClient, path: str = "/", **fields: str) -> TestResponse:
    answer = client.post(path, data={"mapping": MAPPING, "payload": PAYLOAD, **fields})
    assert answer.status_code == 200
    return answer


def hidden(answer: TestResponse, name: str) -> str:
    """What a field of the page carries on that is not seen, or in one view only."""
    area = rf'<textarea [^>]*name="{name}"[^>]*>\n([^<]*)</textarea>'
    shown = rf'<input type="hidden" name="{name}" value="([^"]*)">'
    found = re.search(shown, answer.text) or re.search(area, answer.text)
    assert found is not None
    return html.unescape(found[1])


# --- rows ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["job_title", "custom_fields.a b", "é", "a:b", 'x" onclick="y', "%41", "\n", ""])
def test_the_word_for_a_row_names_that_row_again(field: str) -> None:
    token = row_token(field, 3)
    assert re.fullmatch(r"3:[\w.~%-]*", token, re.ASCII)
    assert opened_rows(f"1:x {token} {token}") == [(1, "x"), (3, field)]


@pytest.mark.parametrize("words", ["", " ", "job_title", ":", "x:y", "-1:x", "²:x", "99999:x", "1" * 5000 + ":x"])
def test_what_names_no_row_counts_for_nothing(words: str) -> None:
    assert opened_rows(words) == []


def test_a_row_is_opened_and_closed_again() -> None:
    assert toggled("", "1:a") == "1:a"
    assert toggled("1:a", "1:b") == "1:a 1:b"
    assert toggled("1:a 1:b 1:a", "1:a") == "1:b"


def test_a_button_opens_its_row_and_the_page_goes_on_with_it(client: FlaskClient) -> None:
    answer = posted(client, toggle="1:job_title", open="1:name")
    assert hidden(answer, "open") == "1:name 1:job_title"
    for field in ("name", "job_title"):
        assert f'id="why-1:{field}"' in answer.text
    assert re.search(r'id="open-1:job_title"[^>]* autofocus\s+aria-expanded="true"', answer.text)
    assert answer.text.count(" autofocus") == 1
    closed = posted(client, toggle="1:job_title", open=hidden(answer, "open"))
    assert 'id="why-1:job_title"' not in closed.text
    assert 'id="why-1:name"' in closed.text


def test_a_preview_explains_the_rows_that_are_open(client: FlaskClient) -> None:
    answer = posted(client, "/preview", open="1:job_title 2:name 1:gone", toggle="1:name")
    assert re.findall(r'<tr class="why" id="([^"]*)"', answer.text) == ["why-1:job_title"]


def test_a_field_with_a_blank_in_its_name_can_be_open(client: FlaskClient) -> None:
    answer = posted(client, "/preview", open="1:custom_fields.a%20b")
    assert 'id="why-1:custom_fields.a%20b"' in answer.text


# --- versions --------------------------------------------------------------------------------------------------------


def test_the_first_page_is_the_version_to_compare_with(client: FlaskClient) -> None:
    page = client.get("/")
    area = re.search(r'<textarea id="mapping"[^>]*>\n([^<]*)</textarea>', page.text)
    assert area is not None
    assert hidden(page, "earlier") == html.unescape(area[1])
    assert hidden(page, "since") == "start"
    assert 'class="difference"' not in page.text


def test_a_version_is_carried_on_and_compared_with(client: FlaskClient) -> None:
    answer = posted(client, mapping=CHANGED.replace("\n", "\r\n"), earlier=MAPPING.replace("\n", "\r\n"))
    assert hidden(answer, "earlier") == MAPPING
    assert "<p>1 field differs from the version you started with.</p>" in answer.text
    assert ", 1 field differs, " in answer.text
    assert '<span class="text-value">Guide</span>' in answer.text


def test_what_a_new_person_did_not_get_before_was_not_set(client: FlaskClient) -> None:
    earlier = MAPPING.replace("job_title: title", "job_title: nickName")
    fragment = posted(client, "/preview", earlier=earlier).text
    assert re.search(r'"label">before</span>\s*<span class="special">not set</span>', fragment)


OTHER = MAPPING.replace("name: small", 'name: "other"  # of somebody else').replace("title", "nickName")


@pytest.mark.parametrize(
    ("text", "since", "earlier"),
    [
        (OTHER, "start", OTHER),
        (OTHER, "picked", MAPPING),
        (CHANGED, "start", MAPPING),
        (CHANGED.replace("name: small\n", "name:\n"), "start", MAPPING),
        (CHANGED.replace("name: small", "name: 'small' # the same"), "start", MAPPING),
        ("", "start", MAPPING),
    ],
)
def test_a_mapping_of_another_name_is_a_new_start(client: FlaskClient, text: str, since: str, earlier: str) -> None:
    answer = posted(client, mapping=text, earlier=MAPPING, since=since)
    assert (hidden(answer, "earlier"), hidden(answer, "since")) == (earlier, since)
    preview = posted(client, "/preview", mapping=text, earlier=MAPPING, since=since)
    assert ('class="difference"' in preview.text) is (earlier != text)


def test_a_version_is_gone_back_to_from_a_mapping_of_another_name(client: FlaskClient) -> None:
    answer = posted(client, mapping=OTHER, earlier=MAPPING, compare="back")
    assert f">\n{MAPPING}</textarea>" in html.unescape(answer.text)


def test_a_version_is_picked(client: FlaskClient) -> None:
    answer = posted(client, mapping=CHANGED, earlier=MAPPING, compare="this")
    assert (hidden(answer, "earlier"), hidden(answer, "since")) == (CHANGED, "picked")
    assert "<p>From now on each change is compared with this version.</p>" in answer.text


def test_a_version_is_gone_back_to(client: FlaskClient) -> None:
    answer = posted(client, mapping="mapping: [", earlier=MAPPING, since="picked", compare="back")
    assert f">\n{MAPPING}</textarea>" in html.unescape(answer.text)
    assert (hidden(answer, "earlier"), hidden(answer, "since")) == (MAPPING, "picked")


def test_to_start_again_is_to_compare_with_the_new_start(client: FlaskClient) -> None:
    answer = posted(client, earlier="old", since="picked", start="default")
    assert hidden(answer, "earlier").startswith("# ")
    assert hidden(answer, "since") == "start"


def test_an_example_leaves_the_version_alone(client: FlaskClient) -> None:
    assert hidden(posted(client, earlier=CHANGED, example="okta-user"), "earlier") == CHANGED


def test_markup_in_a_version_is_text(client: FlaskClient) -> None:
    markup = '"><script>alert(1)</script>'
    answer = posted(client, earlier=f"{MAPPING}# {markup}\n", open=f"1:{markup}", toggle=markup, since=markup)
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize(
    ("preview", "version", "text", "expected"),
    [
        (None, Version("old"), "new", "Not compared with the version you started with yet."),
        (
            {"earlier": {"errors": 2}, "at_fault": ["mapping"]},
            Version("old"),
            "new",
            "Nothing is compared with the version you started with: that has 2 errors.",
        ),
        (
            {"earlier": {"errors": 2}, "at_fault": []},
            Version("old", True),
            "new",
            "Nothing is compared with the version you picked: that has 2 errors.",
        ),
        (
            {"earlier": {"errors": 1}, "at_fault": ["payload"]},
            Version("old"),
            "new",
            "From now on each change is compared with this version: the one you started with has 1 error.",
        ),
        (
            {"earlier": {"errors": 0}, "at_fault": ["mapping"]},
            Version("old", True),
            "new",
            "the version you picked yet",
        ),
        (None, Version("old"), "old", None),
        (None, Version(" "), "old", None),
        (None, Version("old", True), "old", "From now on each change is compared with this version."),
    ],
)
def test_what_cannot_be_compared_is_said(preview: object, version: Version, text: str, expected: str | None) -> None:
    said = difference(version, preview, text)
    assert (said is None) is (expected is None)
    if said is not None:
        assert expected in said.sentence
        assert said.short is None


HALF_TYPED = "mapping: 1\nname: acme\n"
RULES = HALF_TYPED + "users:\n  - rule: everybody\n    person: {job_title: title}\n"


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        (Version(HALF_TYPED), Version(RULES)),
        (Version(HALF_TYPED, is_picked=True), Version(HALF_TYPED, is_picked=True)),
        (Version(RULES + "# before\n"), Version(RULES + "# before\n")),
        (Version(RULES.replace("acme", "other")), Version(RULES)),
    ],
    ids=["half typed", "picked", "rules", "another name"],
)
def test_what_one_began_to_write_is_no_version_to_compare_with(version: Version, expected: Version) -> None:
    assert version.beside(RULES) == expected


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        ([("create", None, 0)], "Nothing differs from the version you started with."),
        ([("create", None, 1)], "1 field differs from the version you started with."),
        ([("create", None, 1234)], "1,234 fields differ from the version you started with."),
        ([("create", {"action": "skip"}, 0)], "The action differs from the version you started with."),
        (
            [("update", {"action": "skip"}, 11)],
            "The action and 11 fields differ from the version you started with.",
        ),
        ([("group", {"reason": "x"}, 1)], "What it stands for and 1 member differ from the version you started with."),
        ([("create", None, 1), ("create", None, 0)], "1 of 2 payloads differs from the version you started with."),
        ([("create", None, 9), ("group", None, 1)], "2 of 2 payloads differ from the version you started with."),
    ],
)
def test_what_differs_is_counted(results: list[tuple[str, object, int]], expected: str) -> None:
    told = [{"action": action, "was": was, "differing": differing} for action, was, differing in results]
    said = difference(Version("old"), {"earlier": {"errors": 0}, "at_fault": [], "results": told}, "new")
    assert said is not None
    assert said.sentence == expected
    assert said.has_earlier


# --- sentences -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([("`title` was not sent", False)], [("code", "title"), ("words", " was not sent"), ("words", ".")]),
        ([("a rule says `clear`", False)], [("words", "A rule says "), ("code", "clear"), ("words", ".")]),
        ([("it is ", False), ("'a `b`?'", True)], [("words", "It is "), ("value", "'a `b`?'"), ("words", ".")]),
        ([("is it so?", False)], [("words", "Is it so?")]),
        ([("one ` alone", False)], [("words", "One ` alone"), ("words", ".")]),
        ([], []),
    ],
)
def test_a_clause_becomes_a_sentence(parts: list[tuple[str, bool]], expected: list[tuple[str, str]]) -> None:
    assert pieces([{"text": text, "is_value": is_value} for text, is_value in parts]) == expected


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("there is no field", "There is no field."),
        ("a rule, too", "A rule, too."),
        ("e-mail is text", "E-mail is text."),
        ("phone_e164() takes 1 argument", "phone_e164() takes 1 argument."),
        ("upper() takes one", "upper() takes one."),
        ("userName is text", "userName is text."),
        ("name.givenName is text", "name.givenName is text."),
        ("`title` is text", "`title` is text."),
        ("'a' is text", "'a' is text."),
        ("JSON ends", "JSON ends."),
        ("3 errors", "3 errors."),
        ("élan?", "Élan?"),
        ("stop", "Stop."),
        ("", "."),
    ],
)
def test_a_sentence_begins_with_a_capital_but_a_word_of_code_stays(clause: str, expected: str) -> None:
    assert sentence(clause) == expected
