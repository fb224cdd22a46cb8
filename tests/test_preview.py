"""What a page shows of a mapping and payloads, and that it is what the command line gives."""

from __future__ import annotations

import json
import shutil
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

import pytest
from click.testing import CliRunner

import mapper
from mapper.cli import main
from mapper.json_reader import read_json
from mapper.json_writer import write_json
from mapper.payloads import is_group
from mapper.preview import MOST_RESULTS, preview

EXAMPLES = Path(__file__).parents[1] / "docs" / "examples"
CONTENT = resources.files("mappings")
DEFAULT = CONTENT.joinpath("default.yaml").read_text("utf-8")
SAMPLES = sorted(
    (sample for sample in CONTENT.joinpath("samples").iterdir() if sample.name.endswith(".json")),
    key=lambda sample: sample.name,
)
MAPPING = """\
mapping: 1
name: small
defaults: {empty: clear}
users:
  - rule: Everybody
    person:
      primary_email:
        - emails[?primary].value | [0]
        - userName
      job_title: title
      information: nickName
      disabled:
        not: active
      name: userName
groups:
  - rule: Sites
    when: starts_with(displayName, 'site:')
    stands_for: site
    called: after(displayName, 'site:')
"""
BABS = '{"userName": "bjensen@example.com", "title": "", "active": "True"}'


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_the_outcome_is_that_of_the_command_line(sample: Traversable) -> None:
    payload = read_json(sample.read_bytes())
    mapping = mapper.loads(DEFAULT, name="default.yaml")
    outcome = mapping.map_group(payload) if is_group(payload) else mapping.map_user(payload)
    (result,) = preview(DEFAULT, sample.read_text("utf-8"), view="json")["results"]
    assert result["json"] == write_json(outcome.as_json(), indent=2).replace("default.yaml", "mapping.yaml")


def test_a_user_is_shown_field_by_field() -> None:
    answer = preview(MAPPING, BABS)
    assert answer["at_fault"] == answer["faults"] == []
    assert answer["rules"] == 2
    assert answer["note"] is None
    (result,) = answer["results"]
    assert (result["called"], result["action"], result["reason"]) == ("bjensen@example.com", "create", None)
    email, disabled, _, title, information = result["rows"]
    assert email == {
        "field": "primary_email",
        "state": "set",
        "value": {"kind": "text", "text": "bjensen@example.com", "more": 0},
        "origin": {
            "line": 9,
            "column": 11,
            "end_line": 9,
            "end_column": 19,
            "from": MAPPING.index("userName"),
            "to": MAPPING.index("userName") + len("userName"),
            "text": "userName",
            "reads": ["/userName"],
        },
        "was": None,
        "lights": [
            {"pane": "mapping", "of": "candidate", "from": 157, "to": 165},
            {"pane": "mapping", "of": "field", "from": MAPPING.index("primary_email"), "to": 165},
            {"pane": "payload", "of": "read", "from": BABS.index('"bj'), "to": BABS.index(', "title"')},
        ],
        "explanation": None,
    }
    assert (title["field"], title["state"], title["value"]) == ("job_title", "clear", None)
    assert (disabled["field"], disabled["value"]) == ("disabled", {"kind": "boolean", "text": "false", "more": 0})
    assert (title["origin"]["line"], title["origin"]["text"]) == (10, "title")
    assert disabled["origin"]["reads"] == ["/active"]
    assert (information["field"], information["state"], information["reason"]) == ("information", "keep", "absent")
    assert [change["pointer"] for change in result["changes"]] == ["/title", "/active"]


def test_an_entry_is_shown_by_what_it_reads() -> None:
    mapping = MAPPING.replace(
        "      name: userName\n",
        """\
      name:
        from: userName
        write: create
      contacts:
        each: phoneNumbers
        entry:
          label: type
          telephone: value
""",
    )
    answer = preview(
        mapping, BABS.replace('"title": ""', '"phoneNumbers": [{"type": "work", "value": "+31205550142"}]')
    )
    origins = {row["field"]: row["origin"] for row in answer["results"][0]["rows"]}
    assert (origins["name"]["line"], origins["name"]["text"]) == (15, "userName")
    assert (origins["contacts"]["line"], origins["contacts"]["text"]) == (18, None)
    assert origins["contacts"]["reads"] == ["/phoneNumbers"]


def test_a_group_is_shown_by_what_it_stands_for() -> None:
    group = '{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "site:Utrecht"}'
    (result,) = preview(MAPPING, group)["results"]
    assert (result["called"], result["action"]) == ("site:Utrecht", "group")
    assert result["reason"] == "stands for the site 'Utrecht'"


@pytest.mark.parametrize(
    "form", ["[{0},{0}]", "{0}\n{0}", '{{"Resources": [{0},{0}]}}'], ids=["array", "lines", "list"]
)
def test_several_payloads_give_several_results(form: str) -> None:
    answer = preview(MAPPING, form.format(BABS))
    assert [result["called"] for result in answer["results"]] == ["bjensen@example.com"] * 2


def test_of_very_many_payloads_the_first_are_shown() -> None:
    answer = preview(MAPPING, "\n".join([BABS] * (MOST_RESULTS + 1)))
    assert len(answer["results"]) == MOST_RESULTS == 20
    assert answer["note"] == "The first 20 of 21 payloads are shown."


def test_one_payload_that_cannot_be_read_does_not_stop_the_others() -> None:
    answer = preview(MAPPING, f"{BABS}\n{{]\n{BABS}\n")
    assert answer["at_fault"] == []
    assert len(answer["results"]) == 2
    (fault,) = answer["faults"]
    assert (fault["pane"], fault["line"]) == ("payload", 2)
    assert fault["severity"] == "error"


@pytest.mark.parametrize(
    "payload",
    ["", " ", "{", "[", "[1]", "[]", "null", "1e400", '{"a": NaN}', '{"a": 1, "A": 2}', '"\\ud800"', "\ud800", "\0"],
)
def test_a_payload_that_cannot_be_used_is_named(payload: str) -> None:
    answer = preview(MAPPING, payload)
    assert answer["at_fault"] == ["payload"]
    assert answer["results"] == []
    assert {fault["pane"] for fault in answer["faults"]} == {"payload"}
    json.dumps(answer)


def test_a_mapping_that_cannot_be_used_is_named_with_the_place_and_its_line() -> None:
    answer = preview(MAPPING.replace("job_title: title", "job_title: titel"), BABS)
    assert answer["at_fault"] == ["mapping"]
    assert answer["results"] == []
    (fault,) = answer["faults"]
    assert (fault["pane"], fault["code"], fault["severity"]) == ("mapping", "unknown-attribute", "error")
    assert (fault["line"], fault["column"], fault["end_line"], fault["end_column"]) == (10, 18, 10, 23)
    assert fault["excerpt"] == {"before": "job_title: ", "marked": "titel", "after": ""}


def test_both_can_be_at_fault() -> None:
    assert preview("mapping: [", "{")["at_fault"] == ["mapping", "payload"]


def test_of_a_long_line_the_part_around_the_fault_is_shown() -> None:
    condition = " || ".join(["title == 'x'"] * 40)
    mapping = MAPPING.replace(
        "job_title: title", f"job_title: {{from: title, when: {condition} || titel == 'x' || {condition}}}"
    )
    (fault,) = preview(mapping, BABS)["faults"]
    excerpt = fault["excerpt"]
    assert excerpt["marked"] == "titel"
    assert excerpt["before"] == "…" + "title == 'x' || title == 'x' || title == 'x' || "[-40:]
    assert excerpt["after"].startswith(" == 'x' || title")
    assert excerpt["after"].endswith("…")
    assert len(excerpt["marked"] + excerpt["after"]) == 81


def test_every_beginning_of_a_mapping_gives_an_answer() -> None:
    for end in range(len(MAPPING)):
        json.dumps(preview(MAPPING[:end], BABS))


# --- what stands beside a payload ------------------------------------------------------------------------------------

STORED = '{"id": "p1", "primary_email": "babs@old.example", "name": "Babs", "job_title": "Guide", "VIP": true}'
BESIDE = {
    "groups": "groups.ndjson",
    "directory": "directory.yaml",
    "account": "account.yaml",
    "current": "stored.json",
    "now": "2026-02-15",
    "connection": "entra",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current directory, with the example of the documentation and a stored person."""
    shutil.copytree(EXAMPLES, tmp_path, dirs_exist_ok=True)
    (tmp_path / "acme.yaml").rename(tmp_path / "mapping.yaml")
    (tmp_path / "stored.json").write_text(STORED, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("payload", ["user.json", "group.json"])
@pytest.mark.parametrize(
    "given",
    [
        (),
        ("now",),
        ("groups", "now"),
        ("directory", "now"),
        ("account", "now"),
        ("current", "now"),
        ("groups", "directory", "account", "now"),
        tuple(BESIDE),
    ],
    ids="-".join,
)
def test_with_a_context_the_outcome_is_that_of_the_command_line(
    folder: Path, payload: str, given: tuple[str, ...]
) -> None:
    options = [word for name in given for word in (f"--{name}", BESIDE[name])]
    ran = CliRunner().invoke(main, ["run", "mapping.yaml", payload, *options], catch_exceptions=False)
    assert ran.exit_code == 0, ran.stderr
    texts = {name: text_of(folder, BESIDE[name]) for name in given}
    answer = preview(text_of(folder, "mapping.yaml"), text_of(folder, payload), texts, view="json")
    assert answer["faults"] == []
    (result,) = answer["results"]
    assert result["json"] + "\n" == ran.stdout


def text_of(folder: Path, value: str) -> str:
    """The text of the file of that name; what names no file stands for itself."""
    return (folder / value).read_text("utf-8") if (folder / value).exists() else value


def test_what_is_blank_is_not_there() -> None:
    without, blank = preview(MAPPING, BABS), preview(MAPPING, BABS, dict.fromkeys(BESIDE, " \n"))
    assert blank == without
    assert preview(MAPPING, BABS, {"current": STORED})["results"][0]["action"] == "update"


@pytest.mark.parametrize(
    ("pane", "text", "code", "line", "marked"),
    [
        ("current", '{\n"id": }', "json-syntax", 2, "}"),
        ("current", "[]", "not-an-object", 1, None),
        ("current", '{"Schemas": "urn:ietf:params:scim:schemas:core:2.0:User"}', "not-a-person", 1, None),
        ("groups", '{"id": "g1"}\n{]', "json-syntax", 2, "]"),
        ("groups", '{"id": "g1"}\n{"id": "g2", "ID": "g3"}', "json-duplicate-key", 2, '"'),
        ("groups", "[1]", "not-an-object", 1, "1"),
        ("directory", "people:\n  - {id: p1}", "missing-id", 2, "{id: p1}"),
        ("directory", "planets: []", "unknown-key", 1, "planets"),
        ("account", "kind: test", "wrong-shape", 1, "test"),
        ("account", "name: [", "yaml-syntax", 1, "["),
        ("now", "yesterday", "not-a-time", 1, None),
        ("now", "9999-12-31T23:59:59-14:00", "not-a-time", 1, None),
    ],
)
def test_a_fault_beside_the_payload_names_its_pane_and_place(
    pane: str, text: str, code: str, line: int, marked: str | None
) -> None:
    answer = preview(MAPPING, BABS, {pane: text})
    assert answer["at_fault"] == [pane]
    assert answer["results"] == []
    (fault,) = answer["faults"]
    assert (fault["pane"], fault["code"], fault["severity"], fault["line"]) == (pane, code, "error", line)
    assert (fault["excerpt"] and fault["excerpt"]["marked"]) == marked
    json.dumps(answer)


def test_the_stored_person_is_that_of_one_payload() -> None:
    answer = preview(MAPPING, f"{BABS}\n{BABS}", {"current": STORED})
    assert answer["at_fault"] == ["current"]
    assert answer["faults"][0]["message"] == "the stored person is that of one payload, and here are several"


def test_every_text_can_be_at_fault_at_once() -> None:
    texts = {"current": "{", "groups": "{", "directory": "[", "account": "[", "now": "x", "connection": "{["}
    answer = preview("mapping: [", "{", texts)
    assert answer["at_fault"] == ["mapping", "payload", "current", "groups", "directory", "account", "now"]
    assert {fault["pane"] for fault in answer["faults"]} == set(answer["at_fault"])


def test_signs_that_are_no_characters_are_faults_and_no_bugs() -> None:
    for pane in BESIDE:
        assert json.dumps(preview(MAPPING, BABS, {pane: "\ud800"}))


def test_a_payload_that_cannot_be_read_has_its_number_and_those_after_it_keep_theirs() -> None:
    answer = preview(MAPPING, f"{BABS}\n{{\n{BABS}\n")
    assert [result["number"] for result in answer["results"]] == [1, 3]
    assert answer["payloads"] == 3
    (fault,) = (each for each in answer["faults"] if each["pane"] == "payload")
    assert (fault["payload"], fault["line"]) == (2, 2)
