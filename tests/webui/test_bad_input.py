"""Whatever is typed, pasted or sent to the playground: an answer in bounded time, a sentence, never a trace.

What burns time or memory may be stopped; which it is depends on the machine, so both are an answer.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from mapper.preview import formatted, load, preview
from mapper.sandbox import Limits
from mapper.sandbox_worker import OPERATIONS
from webui.app import create_app
from webui.playground.examples import examples, mappings
from webui.playground.panes import CONTEXT, PANES
from webui.playground.tasks import FIRST_TASK
from webui.reference import tasks

FRAGMENT = {"HX-Request": "true"}
MAPPING = """\
mapping: 1
name: small
users:
  person:
    primary_email: userName
    name: userName
"""
PAYLOAD = '{"userName": "bjensen@example.com", "title": "Tour Guide", "emails": [{"value": "b@example.com"}]}'
GOOD = {"mapping": MAPPING, "payload": PAYLOAD}
KEPT = lru_cache(4)(load)


# --- texts that are not finished -------------------------------------------------------------------------------------

LONG, STEP = 60, 5
"""Of a text of so many lines every fifth beginning is tried; `make fuzz` tries any, by characters."""


def entries() -> dict[str, dict[str, str]]:
    """The texts of each entry of the menu, by the names of the panes."""
    found = {name: dict(task.texts) for name, task in {"first-steps": FIRST_TASK, **tasks()}.items()}
    for name, example in examples().items():
        start = mappings()[example.mapping]
        found[name] = {"mapping": start.text, "payload": example.payload, "tests": start.tests}
    return {name: {pane: text for pane, text in texts.items() if pane in PANES} for name, texts in found.items()}


ENTRIES = entries()
TEXTS = {(pane, text): name for name, texts in ENTRIES.items() for pane, text in texts.items() if text.strip()}
"""Each text of the menu once, with an entry that has it."""


def answered(texts: dict[str, str], cut: str) -> None:
    """What is true of the answer to *texts*, of which the one of the pane *cut* is not finished."""
    beside = {pane: texts.get(pane, "") for pane in CONTEXT}
    mapping, tests = texts.get("mapping", ""), texts.get("tests", "")
    answer = preview(mapping, texts["payload"], beside, tests=tests, view="tests", load=KEPT)
    json.dumps(answer)
    told = {fault["pane"] for fault in answer["faults"] if fault["message"]}
    wrong = {fault["pane"] for fault in answer["faults"] if fault["severity"] == "error"}
    assert set(answer["at_fault"]) <= told
    assert told <= {cut, "mapping", "tests"}
    assert bool(answer["results"]) != bool(wrong - {"tests"})


def short(texts: dict[str, str], pane: str) -> dict[str, str]:
    """The same texts, but for a mapping and tests with which nothing is tried some that take no time."""
    small = texts if pane == "tests" else {**texts, "tests": ""}
    return {**small, "mapping": MAPPING} if pane == "payload" else small


@pytest.mark.parametrize("pane", sorted({pane for pane, _ in TEXTS}))
def test_every_beginning_of_every_example_by_lines_has_its_sentence(pane: str) -> None:
    step = 2 * STEP if pane == "tests" else STEP  # each answer runs all of them
    for (at, text), name in TEXTS.items():
        if at == pane:
            lines = text.splitlines(keepends=True)
            texts = short(ENTRIES[name], pane)
            for end in range(0, len(lines), 1 if len(lines) < LONG else step):
                answered({**texts, pane: "".join(lines[:end])}, pane)


@given(st.data())
def test_some_beginnings_of_every_example_by_characters_have_their_sentence(data: st.DataObject) -> None:
    (pane, text), name = data.draw(st.sampled_from(list(TEXTS.items())))
    begun = text[: data.draw(st.integers(0, len(text)))]
    answered({**short(ENTRIES[name], pane), pane: begun}, pane)
    if pane in ("mapping", "payload", "tests"):
        answer = formatted(pane, begun)
        assert (answer["text"] is None) != (answer["refused"] is None)


@pytest.mark.parametrize(
    "payload",
    [
        *("", " ", "\n" * 1000, "\ufeff", "\0", "{", "}", "[", "]", '"', "'", ",", ":", "nul", "NaN", "-", "1e", "0x1"),
        "{'a': 1}",
        *('{"a": 1,}', '{"a" 1}', '{"a": 1} x', "{a: 1}", '{"a": 1, "A": 2}', '{"a": "\n"}', "// x", "<a/>"),
        *("[" * 100_000, '{"a":' * 50_000, "9" * 100_000, '"' + "\\u" * 1000, '{"userName": "\ud800"}', "\ud800"),
        *("[1, 2]", "[[]]", "[{}, 1]", '{"a": 1}\n{', "true", '"text"', "{}\n\x85{}", "﻿{}", "mapping: 1", "\x1b[31m"),
    ],
)  # fmt: skip
def test_what_is_no_payload_is_told_in_its_pane(payload: str) -> None:
    answer = preview(MAPPING, payload)
    json.dumps(answer)
    of_payload = [fault for fault in answer["faults"] if fault["pane"] == "payload"]
    assert of_payload or answer["results"]
    assert ("payload" in answer["at_fault"]) == (not answer["results"])


# --- texts that burn -------------------------------------------------------------------------------------------------


def field(source: str) -> str:
    return f"{MAPPING}    information: {source}\n"


def of_template(template: str) -> str:
    return field(f'{{template: "{template}"}}')


NAMES_ON_NAMES = "".join(f"  a{at}: a{max(at - 1, 0)} || a{max(at - 2, 0)}\n" for at in range(5000))
LOOPS = "{% for each in emails %}"
HOSTILE = {
    "brackets": "[" * 20_000,
    "braces": "{a: " * 10_000,
    "levels": "".join(f"{' ' * depth}a:\n" for depth in range(500)),
    "dashes": "- " * 60_000,
    "keys": "? " * 60_000,
    "anchors": "a: &a [x]\n" + "".join(f"b{at}: [*a, *a]\n" for at in range(1000)),
    "documents": "---\n" * 30_000,
    "no characters": "\0" * 50_000,
    "other line ends": "\x85\u2028\r" * 10_000,
    "a long line": field("x" * 400_000),
    "parentheses": field("(" * 30_000 + "title" + ")" * 30_000),
    "negations": field("'" + "!" * 30_000 + "title'"),
    "pipes": field("'" + "title | " * 10_000 + "title'"),
    "projections": field("'" + "emails[]" * 10_000 + "'"),
    "calls": field('"' + "join_present(' ', " * 3000 + "title" + ")" * 3000 + '"'),
    "a regular expression": field("\"match(title, '(a|aa)+(a|aa)+$')\""),
    "loops in loops": of_template(LOOPS * 8 + "xxxxxxxxxx" + "{% endfor %}" * 8),
    "a long template": of_template("{{ title }}" * 10_000),
    "open conditions": of_template("{% if title %}" * 5000),
    "fields": MAPPING + "".join(f"    f{number}: title\n" for number in range(10_000)),
    "the same field": MAPPING + "    name: title\n" * 10_000,
    "candidates": field("\n" + "      - title\n" * 5_000),
    "parts": f"{MAPPING}    custom_fields:\n" + "".join(f"      f{number}: title\n" for number in range(10_000)),
    "names on names": f"let:\n{NAMES_ON_NAMES}{MAPPING}",
    "rules": "mapping: 1\nname: many\nusers:\n" + "  - {rule: R, person: {name: title}}\n" * 5000,
    "cases": "cases:\n" + f"  - case: c\n    user: {PAYLOAD}\n    clear: []\n" * 1500,
    "people": "people:\n" + "".join(f"  - {{id: p{number}, name: N{number}}}\n" for number in range(2000)),
}  # fmt: skip
GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"
PAYLOADS = {
    "a group of many": json.dumps(
        {"schemas": [GROUP], "displayName": "g", "members": [{"value": f"{number}"} for number in range(12_000)]}
    ).replace(" ", ""),
    "a long list": json.dumps({"userName": "a", "emails": [{"value": f"a{number}@b"} for number in range(8000)]}),
    "many payloads": '{"userName":"a"}\n' * 10_000,
    "a list of payloads": "[" + ",".join(['{"userName":"a"}'] * 8000) + "]",
    "a long text": json.dumps({"userName": "a" * 400_000}),
    "many attributes": json.dumps({"userName": "a", **{f"x{number}": number for number in range(15_000)}}),
    "a long name": json.dumps({"userName": "a", "x" * 300_000: 1}),
    "escapes": '{"userName": "' + "\\u0041" * 40_000 + '"}',
    "many that are none": "1\n" * 50_000,
    "brackets": "[" * 100_000,
}
MULTIPLYING = (
    field("\"join(', ', emails[].emails[])\"") + "    location:\n      template: '" + LOOPS * 4 + "{{ title }}" * 9
)
MULTIPLYING += "{% endfor %}" * 4 + "'\n"


@pytest.fixture(scope="module")
def strict() -> Iterator[Flask]:
    """The application with the limits that it has in use."""
    app = create_app(workers=1, limits=Limits())
    with app.extensions["sandbox"]:
        yield app


@pytest.fixture
def visitor(strict: Flask) -> Iterator[FlaskClient]:
    """A browser whose next edit, after all, works."""
    client = strict.test_client()
    yield client
    for _ in range(20):  # a worker that was stopped takes time to start, and a busy machine to answer
        answer = client.post("/preview", data=GOOD, headers=FRAGMENT)
        if "valid, 1 rule" in answer.text:
            return
    pytest.fail("the next edit does not work")


def sound(client: FlaskClient, path: str, fields: dict[str, str]) -> None:
    """What is true of every answer."""
    answer = client.post(path, data=fields, headers=FRAGMENT, content_type="multipart/form-data")
    assert answer.status_code in (200, 413), answer.text[:300]
    assert "Traceback" not in answer.text
    if path == "/preview":
        has_result = 'id="notice"' in answer.text and "HX-Reswap" not in answer.headers
        assert has_result or "data-stale" in answer.text  # a sentence above the last good person
    elif path == "/completions" and answer.status_code == 200:
        assert answer.get_json()["from"] <= answer.get_json()["to"]
    elif answer.status_code == 200:
        assert any(isinstance(said, str) and said for said in answer.get_json().values())


def some(asked: list[tuple[str, dict[str, str]]], name: str) -> list[tuple[str, dict[str, str]]]:
    """All that is *asked* when there is time; else one of it, by the name: a text that burns takes seconds."""
    return asked if settings.default.max_examples >= 1000 else [asked[sum(name.encode()) % len(asked)]]


@pytest.mark.hypothesis
@pytest.mark.parametrize("name", HOSTILE)
def test_a_text_that_burns_has_a_sentence_in_every_pane_of_yaml(visitor: FlaskClient, name: str) -> None:
    text = HOSTILE[name]
    asked = [
        ("/preview", {**GOOD, "mapping": text}),
        ("/preview", {**GOOD, "tests": text, "view": "tests"}),
        ("/preview", {**GOOD, "directory": text}),
        ("/tests/case", {**GOOD, "tests": text}),
        ("/format", {"pane": "mapping", "text": text}),
        ("/completions", {"pane": "mapping", "mapping": text, "at": str(len(text))}),
    ]
    for path, fields in some(asked, name):
        sound(visitor, path, fields)


@pytest.mark.hypothesis
@pytest.mark.parametrize("name", PAYLOADS)
def test_a_payload_that_burns_has_a_sentence_in_every_pane_of_json(visitor: FlaskClient, name: str) -> None:
    text = PAYLOADS[name]
    asked = [
        ("/preview", {"mapping": MULTIPLYING, "payload": text, "view": "person"}),
        ("/preview", {"mapping": MULTIPLYING, "payload": text, "view": "write"}),
        ("/preview", {**GOOD, "groups": text}),
        ("/preview", {**GOOD, "current": text, "view": "write"}),
        ("/format", {"pane": "payload", "text": text}),
        ("/tests/case", {"mapping": MAPPING, "payload": text, "tests": ""}),
    ]
    for path, fields in some(asked, name):
        sound(visitor, path, fields)


# --- requests that no page sends -------------------------------------------------------------------------------------

ODD = ["", " ", "\0", "nothing", "-1", "1e3", "9" * 5000, "é🎸", "\x85\u2028", "../../etc/passwd", "<b>&", "x" * 50_000]
NAMES = [*PANES, "view", "open", "since", "revision", "case", "pane", "text", "at", "toggle", "choose", "compare"]
PATHS = ["/", "/preview", "/tests/case", "/format", "/completions"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("name", NAMES)
def test_a_field_with_an_odd_value_is_no_fault_of_the_server(client: FlaskClient, path: str, name: str) -> None:
    fields = {**GOOD, "pane": "mapping", "text": MAPPING, "at": "3"}
    for value in ODD[(len(path) + len(name)) % 3 :: 3]:
        answer = client.post(path, data={**fields, name: value})
        assert answer.status_code in (200, 400, 404), (value, answer.text[:300])
        assert "Traceback" not in answer.text


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "application/x-www-form-urlencoded"),
        (b"&" * 100_000, "application/x-www-form-urlencoded"),
        (b"mapping=%ff%fe&payload=%00&at=%", "application/x-www-form-urlencoded"),
        (b"mapping=a&" * 20_000, "application/x-www-form-urlencoded"),
        (b'{"mapping": 1}', "application/json"),
        (b"--x\r\nContent-Disposition: form-data; name", "multipart/form-data; boundary=x"),
        (b"mapping", "multipart/form-data"),
        (b"\xff" * 1000, "text/plain; charset=nothing"),
    ],
)
def test_a_body_that_is_no_form_is_no_fault_of_the_server(
    client: FlaskClient, path: str, body: bytes, kind: str
) -> None:
    answer = client.post(path, data=body, content_type=kind)
    assert answer.status_code in (200, 400, 404, 413)
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("path", PATHS)
def test_a_body_of_600_kilobytes_has_a_sentence(client: FlaskClient, path: str) -> None:
    for fields in ({"mapping": "x" * 600_000}, {"text": "é" * 270_000}, dict.fromkeys(PANES, "x" * 60_000)):
        answer = client.post(path, data=fields, headers=FRAGMENT)
        assert answer.status_code == 413
        assert "This is more than 512 kB" in answer.text


def test_each_operation_takes_what_no_page_sends() -> None:
    """Half characters come in no form, but in the JSON between the processes they could."""
    half = "title: '\ud800'"
    beside = dict.fromkeys(CONTEXT, half)
    asked = {
        "preview": {
            "mapping": half,
            "payload": half,
            "context": beside,
            "tests": half,
            "earlier": half,
        },
        "save_case": {"mapping": MAPPING, "payload": PAYLOAD, "context": beside, "tests": half, "name": half},
        "format": {"pane": "mapping", "text": half},
        "complete": {"pane": "mapping", "text": half, "at": 10**9},
    }
    assert set(asked) == set(OPERATIONS)
    for operation, arguments in asked.items():
        json.dumps(OPERATIONS[operation](**arguments, tell=lambda stage: None))
