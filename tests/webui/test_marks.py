"""What the page tells its editors, as it arrives: JSON in an attribute, of the page and of every answer."""

from __future__ import annotations

import json
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from mapper.sandbox import PoolFull
from mapper.schemas.values import Json
from webui.playground.findings import Finding
from webui.playground.marks import MOST_PROBLEMS, marks_of, no_marks

MAPPING = """\
mapping: 1
name: small
users:
  person:
    primary_email: userName
    name: displayName
    custom_fields: {a/b c: title}
    contacts:
      each: phoneNumbers
      entry: {label: {value: work}, telephone: value}
"""
PAYLOAD = """\
{"userName": "b@example.com", "displayName": "Babs",
 "title": 123456789012345678901234567890, "phoneNumbers": [{"value": "<script>'\\""}]}
"""


class _Marks(HTMLParser):
    """Finds the element, and reads its attribute as a browser does."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[dict[str, str | None]] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if ("id", "marks") in attributes:
            self.found.append(dict(attributes))


def marks(answer: TestResponse) -> dict[str, Json]:
    """The marks that an answer carries, once."""
    parser = _Marks()
    parser.feed(answer.text)
    (element,) = parser.found
    assert "hidden" in element
    told = json.loads(element["data-marks"] or "")
    assert told.keys() == no_marks().keys()
    return told  # type: ignore[no-any-return]


def cut(text: str, mark: dict[str, Json]) -> str:
    return text[mark["from"] : mark["to"]]


@pytest.mark.parametrize("address", ["/", "/preview"])
def test_the_page_and_each_answer_carry_the_marks(client: FlaskClient, address: str) -> None:
    told = marks(client.post(address, data={"mapping": MAPPING.replace("\n", "\r\n"), "payload": PAYLOAD}))
    assert told["coverage"] == []
    lines = {MAPPING[: each["at"]].split("\n")[-1].strip(): each["text"] for each in told["values"]}
    assert lines == {
        "primary_email: userName": "b@example.com",
        "name: displayName": "Babs",
        "custom_fields: {a/b c: title}": "123456789012345678901234567890",
    }
    assert [cut(PAYLOAD, light) for light in told["lights"]["1:name"] if light["pane"] == "payload"] == ['"Babs"']
    (number,) = (light for light in told["lights"]["1:custom_fields.a%2Fb%20c"] if light["pane"] == "payload")
    assert cut(PAYLOAD, number) == "123456789012345678901234567890"
    assert {cut(MAPPING, problem) for problem in told["problems"]} == {"each: phoneNumbers", "value"}
    assert any("<script>'\"" in problem["message"] for problem in told["problems"])


def test_only_the_answer_of_a_preview_replaces_the_marks_that_are_there(client: FlaskClient) -> None:
    texts = {"mapping": MAPPING, "payload": PAYLOAD}
    again = '<div id="marks" hidden hx-swap-oob="true" data-shows="person" data-marks='
    assert again in client.post("/preview", data=texts).text
    assert '<div id="marks" hidden data-marks=' in client.post("/", data=texts).text


def test_a_text_at_fault_is_marked_with_its_fix_and_nothing_else_is(client: FlaskClient) -> None:
    mapping = MAPPING.replace("userName", "userNmae")
    told = marks(client.post("/preview", data={"mapping": mapping, "payload": "{"}))
    assert told["values"] == told["coverage"] == []
    assert told["lights"] == {}
    first, second = told["problems"]
    assert (first["pane"], cut(mapping, first), first["severity"]) == ("mapping", "userNmae", "error")
    assert first["hint"] == "Did you mean 'userName'?"
    (fix,) = first["fixes"]
    assert fix["title"] == "Replace with `userName`"
    (edit,) = fix["edits"]
    assert mapping[: edit["from"]] + edit["insert"] + mapping[edit["to"] :] == MAPPING
    assert (second["pane"], second["from"], second["to"]) == ("payload", 1, 1)


def test_a_lone_carriage_return_ends_a_line_as_in_editors(client: FlaskClient) -> None:
    payload = '{"userName": "b@example.com",\r "title": x}'
    (problem,) = marks(client.post("/preview", data={"mapping": MAPPING, "payload": payload}))["problems"]
    assert cut(payload, problem) == "x"


def test_a_problem_without_a_place_is_marked_at_the_beginning(client: FlaskClient) -> None:
    payload = f"[{PAYLOAD}, {PAYLOAD}]"
    told = marks(client.post("/preview", data={"mapping": MAPPING, "payload": payload, "current": "{}"}))
    (problem,) = told["problems"]
    assert (problem["pane"], problem["from"], problem["to"]) == ("current", 0, 0)


def test_the_same_problem_of_several_payloads_is_marked_once() -> None:
    place = {"from": 1, "to": 2}
    findings = [Finding("warning", "A.", "a", "mapping", place=place, about=str(at)) for at in range(3)]
    findings += [Finding("warning", f"{at}.", "a", "mapping", place=place) for at in range(MOST_PROBLEMS)]
    problems = marks_of(findings, {"results": [], "marks": {}})["problems"]
    assert [problem["message"] for problem in problems] == ["A.", *(f"{at}." for at in range(MOST_PROBLEMS - 1))]


def test_when_nothing_is_known_nothing_is_marked(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mapper.sandbox.Sandbox.ask", _busy)
    assert marks(client.post("/preview", data={"mapping": MAPPING, "payload": PAYLOAD})) == no_marks()


def _busy(*_: object, **__: object) -> None:
    raise PoolFull
