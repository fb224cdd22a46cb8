"""What would be written: that it is what `merge` makes of the person as stored, and that no two states are one."""

from __future__ import annotations

import copy
import json
from importlib import resources
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import mapper
from mapper.cli import main
from mapper.compare.shapes import is_same
from mapper.engine.outcome import Outcome, merge
from mapper.json_reader import read_json
from mapper.preview import preview
from mapper.preview.writing import MOST_FIELDS, Missing, Written, write_told, written
from mapper.schemas.target import person_schema
from mapper.schemas.values import Json

PERSON = person_schema()
CONTENT = resources.files("mappings")
SAMPLES = sorted(
    (sample for sample in CONTENT.joinpath("samples").iterdir() if sample.name.endswith(".json")),
    key=lambda sample: sample.name,
)
MISSING = Missing.MISSING
OURS = {"telephone": "1", "integration": True}
THEIRS = {"telephone": "2"}
MAPPING = """\
mapping: 1
name: small
users:
  - rule: Staff
    unless: userType == 'Guest'
    person:
      primary_email: userName
      name: displayName
      job_title: {from: title, empty: clear}
      disabled: {not: active}
      location: {from: nickName, write: blank}
      custom_fields:
        desk: {from: "addresses[0].streetAddress", empty: clear}
"""

scalars = st.none() | st.booleans() | st.sampled_from([0, 1, 1.0, "", "a", "1"]) | st.builds(read_json, st.just("1.0"))
values = scalars | st.lists(scalars, max_size=2) | st.dictionaries(st.sampled_from("ab"), scalars, max_size=2)
entries = st.lists(st.sampled_from([OURS, THEIRS, {"email": "b", "integration": True}, "odd", None]), max_size=4)
parts = st.dictionaries(st.sampled_from("abc"), values, max_size=3)
fields = {"name": values, "site": values, "id": values}
people = st.none() | st.fixed_dictionaries(
    {}, optional={"contacts": entries | values, "custom_fields": parts | values, **fields}
)
outcomes = st.builds(
    Outcome,
    st.sampled_from(["update", "create", "skip"]),
    st.none(),
    st.fixed_dictionaries({}, optional={"contacts": entries, "custom_fields": parts, **fields}),
    st.lists(st.sampled_from(["site", "contacts", "custom_fields.a", "custom_fields.d"]), unique=True),
    st.dictionaries(st.sampled_from(["name", "photo", "custom_fields.b", "custom_fields.e"]), st.just("absent")),
)


def rebuilt(fields: list[Written], side: str) -> dict[str, Json]:
    """The person of which these are the fields, before or after."""
    person: dict[str, Json] = {}
    for field in fields:
        held = getattr(field, side)
        if held is MISSING:
            continue
        whole, _, part = field.field.partition(".")
        if part:
            person.setdefault(whole, {})[part] = held
        else:
            person[whole] = held
    return person


@given(people, outcomes)
def test_the_fields_before_are_what_is_stored_and_those_after_are_what_a_host_writes(
    current: Json, outcome: Outcome
) -> None:
    untouched = copy.deepcopy((outcome, current))
    fields = written(outcome, current, PERSON)
    after = merge(outcome, current, PERSON)
    for side, person in (("before", current or {}), ("after", after or {})):
        found = rebuilt(fields, side)
        # An object that has parts on the other side only is told of by those.
        if person.get("custom_fields") == {}:
            found.setdefault("custom_fields", {})
        assert is_same(found, person)
    assert (outcome, current) == untouched
    assert len({field.field for field in fields}) == len(fields)
    for field in fields:
        assert (field.change == "same") == (
            field.before is field.after
            or (MISSING not in (field.before, field.after) and is_same(field.before, field.after))
        )


@given(people, outcomes)
def test_nothing_changes_that_the_outcome_does_not_name(current: Json, outcome: Outcome) -> None:
    named = {*outcome.person, *(name.partition(".")[0] for name in outcome.clear)}
    for field in written(outcome, current, PERSON):
        if field.change != "same":
            assert outcome.action != "skip"
            assert field.field.partition(".")[0] in named


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        ({}, {"name": None}, "added"),
        ({}, {"name": ""}, "added"),
        ({"name": None}, {"name": ""}, "changed"),
        ({"name": ""}, {"name": None}, "changed"),
        ({"name": ""}, {"name": []}, "changed"),
        ({"name": 1}, {"name": True}, "changed"),
        ({"name": "1"}, {"name": 1}, "changed"),
        ({"name": None}, {"name": None}, "same"),
        ({"name": ""}, {"name": ""}, "same"),
        ({"name": {"a": 1, "b": 2}}, {"name": {"b": 2, "a": 1}}, "same"),
    ],
)
def test_absent_null_and_empty_are_three_things(before: Json, after: Json, change: str) -> None:
    (field,) = written(Outcome("update", None, after), before, PERSON)
    assert field.change == change


def test_what_is_cleared_is_null_and_a_part_is_gone() -> None:
    current = {"site": "Delft", "custom_fields": {"desk": "7", "floor": "2"}, "contacts": [OURS, THEIRS]}
    outcome = Outcome("update", None, {}, ["site", "custom_fields.desk", "contacts", "location", "custom_fields.none"])
    assert written(outcome, current, PERSON) == [
        Written("site", "Delft", None, True),
        Written("custom_fields.floor", "2", "2"),
        Written("custom_fields.desk", "7", MISSING, True),
        Written("contacts", [OURS, THEIRS], [THEIRS], True),
        Written("location", MISSING, None, True),
        Written("custom_fields.none", MISSING, MISSING, True),
    ]


def test_entries_and_parts_that_differ_are_numbered() -> None:
    current = {"contacts": [OURS, THEIRS], "boss": {"id": "p1", "name": "Ann"}}
    outcome = Outcome("update", None, {"contacts": [{"telephone": "3"}], "boss": {"id": "p2", "name": "Ann"}})
    contacts, boss = write_told(outcome, current, PERSON)["fields"]
    assert (contacts["field"], contacts["was_only"], contacts["is_only"]) == ("contacts", [0], [1])
    assert (boss["field"], boss["was_only"], boss["is_only"]) == ("boss", [0], [0])


def write(payload: Json, current: Json = None) -> Json:
    """What the page tells of one user."""
    context = {"current": "" if current is None else json.dumps(current)}
    answer = preview(MAPPING, json.dumps(payload), context, view="write")
    assert answer["at_fault"] == []
    return answer["results"][0]["write"]


def text(words: str) -> Json:
    return {"kind": "text", "text": words, "more": 0}


def test_a_person_who_is_stored() -> None:
    user = {"userName": "b@example.com", "displayName": "Babs", "title": "", "nickName": "Delft", "active": False}
    current = {"id": "p1", "primary_email": "b@example.com", "name": "Bab", "job_title": "Guide", "location": "Lund"}
    told = write(user, current)
    assert told["disables"] is True
    assert not told["is_new"]
    assert told["counts"] == {"added": 1, "changed": 2, "removed": 0, "same": 4}
    found = {field["field"]: field for field in told["fields"]}
    assert list(found) == ["name", "disabled", "job_title", "primary_email", "id", "location", "custom_fields.desk"]
    assert (found["name"]["before"], found["name"]["after"]) == (text("Bab"), text("Babs"))
    assert found["disabled"]["before"] is None
    assert (found["job_title"]["after"]["kind"], found["job_title"]["is_cleared"]) == ("null", True)
    assert found["location"]["reason"] == mapper.loads(MAPPING).map_user(user, current=current).keep["location"]
    assert (found["id"]["change"], found["id"]["reason"]) == ("same", None)


def test_of_a_new_person_all_is_new() -> None:
    told = write({"userName": "b@example.com", "displayName": "Babs", "active": True})
    assert told["is_new"]
    assert told["disables"] is None
    assert {field["change"] for field in told["fields"] if field["after"] is not None} == {"added"}


def test_of_a_person_who_is_skipped_nothing_changes() -> None:
    told = write({"userName": "b@example.com", "userType": "Guest"}, {"name": "Babs", "job_title": None})
    assert told["counts"] == {"added": 0, "changed": 0, "removed": 0, "same": 2}


def test_a_person_who_was_disabled_is_not_any_more() -> None:
    user = {"userName": "b@example.com", "displayName": "Babs", "active": True}
    assert write(user, {"disabled": True})["disables"] is False


def test_only_the_view_has_it() -> None:
    (result,) = preview(MAPPING, '{"userName": "b@example.com"}')["results"]
    assert result["write"] is None


def test_a_person_of_many_fields_is_told_of_in_part() -> None:
    current = {f"field{at}": at for at in range(MOST_FIELDS + 5)}
    told = write_told(Outcome("update", None, {"name": "Babs"}), current, PERSON)
    assert (len(told["fields"]), told["left_out"], told["counts"]["same"]) == (MOST_FIELDS, 6, MOST_FIELDS + 5)
    assert told["fields"][0]["field"] == "name"


@pytest.mark.parametrize("name", ["default", "entra", "okta"])
def test_what_is_written_is_what_the_command_line_says(tmp_path: Path, name: str) -> None:
    mapping = CONTENT.joinpath(f"{name}.yaml").read_text("utf-8")
    current = {"id": "p1", "name": "Babs", "job_title": "", "disabled": None, "contacts": [OURS, THEIRS], "vip": 1}
    files = {"mapping.yaml": mapping, "current.json": json.dumps(current)}
    for file, content in files.items():
        tmp_path.joinpath(file).write_text(content, "utf-8")
    for sample in SAMPLES[::4]:
        payload = sample.read_text("utf-8")
        context = {"current": files["current.json"], "now": "2026-01-31"}
        (result,) = preview(mapping, payload, context, view="write")["results"]
        tmp_path.joinpath("payload.json").write_text(payload, "utf-8")
        paths = [str(tmp_path / file) for file in ("mapping.yaml", "payload.json", "current.json")]
        options = ["--current", paths[2], "--now", "2026-01-31", "--format", "json"]
        printed = read_json(CliRunner().invoke(main, ["run", *paths[:2], *options]).stdout)
        if result["action"] == "group":
            assert "action" not in printed
            continue
        known = {key: printed[key] for key in ("action", "reason", "person", "clear", "keep", "look_again")}
        assert result["write"] == write_told(Outcome(**known), current, PERSON)
        after = merge(Outcome(**known), current, PERSON)
        assert after is not None
        changed = {each["field"].partition(".")[0] for each in result["write"]["fields"] if each["change"] != "same"}
        assert changed == {key for key in {*after, *current} if not _is_held_alike(key, current, after)}


def _is_held_alike(name: str, one: Json, other: Json) -> bool:
    return name in one and name in other and is_same(one[name], other[name])
