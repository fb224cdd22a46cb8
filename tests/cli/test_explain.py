"""`mapper explain`, and `mapper run --explain`: fields, payloads, masks, forms, ends."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from .conftest import BARBARA, ndjson, user

Run = Callable[..., Result]

MAPPING = """\
mapping: 1
name: acme
users:
  - rule: Everybody
    person:
      primary_email: userName
      name: displayName
      job_title: title
      contacts:
        each: phoneNumbers
        entry: {label: type, telephone: value}
      custom_fields: {room: nickName}
groups:
  - rule: Sites
    when: starts_with(displayName, 'site:')
    stands_for: site
"""
PAYLOAD = {**BARBARA, "title": "", "phoneNumbers": [{"type": "mobile", "value": "+31612345678"}, {"type": "work"}]}


@pytest.fixture(autouse=True)
def files(folder: Path) -> None:
    (folder / "acme.yaml").write_text(MAPPING, encoding="utf-8")
    (folder / "barbara.json").write_text(json.dumps(PAYLOAD), encoding="utf-8")


def test_the_overview_is_masked_and_says_so(mapper: Run) -> None:
    result = mapper("explain", "acme.yaml", "barbara.json")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "name           'Xxxxxxx'              line 7  displayName" in result.stdout
    assert "job_title  is cleared: it was sent empty" in result.stdout
    assert "Barbara" not in result.stdout
    assert result.stdout.endswith("--show-values shows them.\n")


def test_values_are_shown_when_asked(mapper: Run) -> None:
    result = mapper("explain", "acme.yaml", "barbara.json", "--show-values")
    assert "'Barbara'" in result.stdout
    assert "masked" not in result.stdout


def test_nothing_is_said_of_masks_where_nothing_was_masked(mapper: Run) -> None:
    result = mapper("explain", "acme.yaml", "-", "job_title", stdin="{}")
    assert result.stdout == (
        "skip: 'name' is required\n\njob_title  has no value\n"
        "    title (line 8): gives nothing\n      reads title: not sent\n      `title` was not sent\n"
    )


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("job_title", "job_title  is cleared"),
        ("contacts", "contacts  = 1 entry"),
        ("contacts[0]", "phoneNumbers[0]: becomes an entry"),
        ("contacts.telephone", "telephone = '+31612345678'  value (line 11)"),
        ("contacts[0].label", "label = 'mobile'  type (line 11)"),
        ("custom_fields", "custom_fields.room  is kept (absent)"),
        ("custom_fields.room", "nickName (line 12): gives nothing"),
        ("custom_fields.other", "no rule of the mapping fills it"),
        ("location", "location  is kept (absent): no rule of the mapping fills it"),
    ],
)
def test_a_field_is_told_in_full(mapper: Run, field: str, told: str) -> None:
    result = mapper("explain", "acme.yaml", "barbara.json", field, "--show-values")
    assert (result.exit_code, result.stderr) == (0, "")
    assert told in result.stdout
    assert "primary_email" not in result.stdout
    assert "\nname " not in result.stdout


def test_of_an_entry_only_its_element_is_told(mapper: Run) -> None:
    result = mapper("explain", "acme.yaml", "barbara.json", "contacts[0]")
    assert "phoneNumbers[0]" in result.stdout
    assert "phoneNumbers[1]" not in result.stdout


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        ("jobtitle", "'person' has no field 'jobtitle'; did you mean 'job_title'?"),
        ("email", "'person' has no field 'email'; did you mean 'primary_email'?"),
        ("contacts[1]", "'contacts' has 1 entry, so there is no [1]; 'contacts' tells of all elements"),
        ("contacts.telefone", "an entry of 'contacts' has no part 'telefone'; did you mean 'telephone'?"),
        ("name[0]", "'name' is no list, so it has no [0]"),
        ("name.given", "'name' has no parts"),
        ("", "'person' has no field ''"),
        ("[", "'person' has no field '['"),
    ],
)
def test_a_field_that_is_not_there(mapper: Run, field: str, sentence: str) -> None:
    result = mapper("explain", "acme.yaml", "barbara.json", field)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"Error: {sentence}\n")


def test_of_several_payloads_the_first_or_the_one_of_a_number(mapper: Run) -> None:
    stream = ndjson(user(1), user(2), user(3))
    first = mapper("explain", "acme.yaml", "-", "name", "--show-values", stdin=stream)
    assert "= 'User 1'" in first.stdout
    assert first.stderr == "'-' holds more payloads; this is the first: --number N takes another\n"
    third = mapper("explain", "acme.yaml", "-", "name", "--show-values", "--number", "3", stdin=stream)
    assert "= 'User 3'" in third.stdout
    assert third.stderr == ""
    beyond = mapper("explain", "acme.yaml", "-", "--number", "4", stdin=stream)
    assert (beyond.exit_code, beyond.stderr) == (2, "Error: '-' holds fewer payloads than 4\n")


def test_a_bad_payload_and_a_bad_mapping(mapper: Run, folder: Path) -> None:
    result = mapper("explain", "acme.yaml", "-", stdin="{")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("-:1:")
    (folder / "bad.yaml").write_text("mapping: 1\nname: x\nusers: {rule: R, person: {nam: title}}\n", encoding="utf-8")
    result = mapper("explain", "bad.yaml", "barbara.json")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "did you mean 'name'?" in result.stderr
    assert mapper("explain", "acme.yaml", "nobody.json").exit_code == 2
    assert mapper("explain", "-", "-").exit_code == 2


def test_a_group(mapper: Run) -> None:
    group = json.dumps({"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "Site:Delft"})
    result = mapper("explain", "acme.yaml", "-", "--show-values", stdin=group)
    assert result.stdout.startswith("stands for nothing\n\nrule 'Sites' (line 14) does not apply to the group")
    assert "(the same but" in result.stdout
    forced = mapper("explain", "acme.yaml", "-", "--group", stdin=json.dumps({"displayName": "site:Delft"}))
    assert forced.stdout.startswith("stands for the site 'xxxx:Xxxxx'\n")


def test_json(mapper: Run) -> None:
    result = mapper("explain", "acme.yaml", "barbara.json", "name", "job_title", "--format", "json")
    told = json.loads(result.stdout)
    assert (told["action"], told["masked"]) == ("create", True)
    assert [(each["field"], each["state"], each["value"]) for each in told["fields"]] == [
        ("name", "set", "Xxxxxxx"),
        ("job_title", "clear", None),
    ]
    assert told["fields"][1]["candidates"] == [
        {
            "number": 1,
            "text": "title",
            "rule": "Everybody",
            "group": None,
            "verdict": "absent",
            "value": None,
            "because": ["`title` was sent empty"],
            "reads": [{"pointer": "/title", "state": "empty", "value": None}],
            "inside": [],
            "elements": [],
            "left_out": 0,
            "file": "acme.yaml",
            "line": 8,
            "column": 18,
        }
    ]
    assert told["changes"] == [{"pointer": "/title", "was": "empty text", "became": "null"}]


def test_colours_only_where_they_are_wanted(mapper: Run) -> None:
    assert "\x1b[" not in mapper("explain", "acme.yaml", "barbara.json").stdout


# --- mapper run --explain --------------------------------------------------------------------------------------------


def test_run_puts_the_explanation_into_the_json(mapper: Run) -> None:
    plain = json.loads(mapper("run", "acme.yaml", "barbara.json").stdout)
    told = json.loads(mapper("run", "acme.yaml", "barbara.json", "--explain").stdout)
    explanation = told.pop("explanation")
    assert told == plain
    assert explanation["masked"] is False
    assert explanation["fields"][1]["value"] == "Barbara"


def test_run_explains_each_line_of_a_stream(mapper: Run) -> None:
    lines = mapper("run", "acme.yaml", "--explain", stdin=ndjson(user(1), user(2))).stdout.splitlines()
    assert [json.loads(line)["explanation"]["fields"][1]["value"] for line in lines] == ["User 1", "User 2"]


def test_run_shows_the_overview_below_the_table(mapper: Run) -> None:
    output = mapper("run", "acme.yaml", "barbara.json", "--format", "table", "--explain").stdout
    assert output.index("FIELD") < output.index("line 7  displayName")
    several = mapper("run", "acme.yaml", "--format", "table", "--explain", stdin=ndjson(user(1), user(2)))
    assert several.exit_code == 2
    assert "mapper explain --number N" in several.stderr
