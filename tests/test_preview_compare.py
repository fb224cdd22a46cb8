"""What differs from another mapping: that it is what `mapper diff` finds."""

from __future__ import annotations

import json
from importlib import resources
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mapper.cli import main
from mapper.json_writer import write_json
from mapper.preview import MOST_RESULTS, preview
from mapper.schemas.values import Json

CONTENT = resources.files("mappings")
SAMPLES = sorted(
    (sample for sample in CONTENT.joinpath("samples").iterdir() if sample.name.endswith(".json")),
    key=lambda sample: sample.name,
)
OLD = """\
mapping: 1
name: small
users:
  - rule: Staff
    unless: userType == 'Guest'
    person:
      primary_email: userName
      name: displayName
      job_title: title
      disabled: {not: active}
groups:
  - rule: Sites
    when: starts_with(displayName, 'site:')
    stands_for: site
    called: after(displayName, 'site:')
"""
NEW = """\
# The same in other words, but for the title and the site.
mapping: 1
name: "small"
users:
  - rule: Staff
    unless: "userType=='Guest'"
    person:
      name: displayName
      primary_email: userName
      job_title: {from: title, empty: keep, then: upper(@)}
      disabled: {not: active}
groups:
  - rule: Sites
    when: starts_with(displayName, 'site:')
    stands_for: organization
    called: after(displayName, 'site:')
"""
BABS = {"userName": "babs@example.com", "displayName": "Babs", "title": "Guide", "active": True}
ANN = {"userName": "ann@example.com", "displayName": "Ann", "title": "", "active": False}
BOB = {"userName": "bob@example.com", "displayName": "Bob", "userType": "Guest"}
DELFT = {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "site:Delft", "members": []}


def compare(payloads: Json, old: str = OLD, new: str = NEW, **context: str) -> Json:
    """What the page tells of the difference."""
    return preview(new, json.dumps(payloads), context, earlier=old, view="compare")


def diff(directory: Path, payload: str, old: str, new: str, current: str = "") -> Json:
    """What `mapper diff` prints as JSON."""
    files = {"old.yaml": old, "new.yaml": new, "payload": payload, "current.json": current}
    for name, text in files.items():
        directory.joinpath(name).write_text(text, "utf-8")
    found = [str(directory / name) for name in ("old.yaml", "new.yaml")]
    wanted = ["diff", *found, "--payloads", str(directory / "payload"), "--full", "--show-values"]
    wanted += ["--current", str(directory / "current.json")] if current else []
    told = CliRunner().invoke(main, [*wanted, "--format", "json"])
    assert told.exit_code in (0, 1), told.output
    return json.loads(told.output)


def assert_same(told: Json, found: Json) -> None:
    """What the page tells is what the command found."""
    assert list(map(on_lines, told["rules"])) == list(map(on_lines, found["rules"]))
    people = found["people"]
    assert (told["read"], told["differ"]) == (people["read"], people["differ"])
    assert sum(told["failed_by"].values()) == people["failed"]
    assert told["fields"] == [
        {**field, "shapes": [{"shape": each["shape"], "count": each["count"]} for each in field["shapes"]]}
        for field in people["fields"]
    ]
    shown = [each for each in told["people"] if "changes" in each]
    listed = [each for each in people["list"] if "changes" in each]
    assert [each["called"] for each in shown] == [each["identity"] for each in listed]
    for one, other in zip(shown, listed, strict=True):
        named = [[(change["field"], change["shape"]) for change in each["changes"]] for each in (one, other)]
        assert named[0] == named[1]
        for change, there in zip(one["changes"], other["changes"], strict=True):
            for side in ("before", "after"):
                state = change[side]
                is_set = state is not None and state["state"] == "set"
                assert (plain(state["value"]) if is_set else None) == there[side]


def on_lines(rule: Json) -> Json:
    """A difference with its lines as the only places."""
    return {**rule, **{side: rule[side] and rule[side]["line"] for side in ("old", "new")}}


def plain(value: Json) -> Json:
    """The value of which this is shown."""
    if value["kind"] == "object":
        return {name: plain(part) for name, part in value["parts"]}
    if value["kind"] == "list":
        return list(map(plain, value["items"]))
    return value["text"] if value["kind"] == "text" else json.loads(value["text"])


def test_rules_and_people_that_differ(tmp_path: Path) -> None:
    payloads = [BABS, ANN, BOB, DELFT]
    told = compare(payloads)["compare"]
    assert_same(told, diff(tmp_path, json.dumps(payloads), OLD, NEW))
    assert [rule["path"] for rule in told["rules"]] == [
        "users: Staff: job_title: empty",
        "users: Staff: job_title: then",
        "groups: Sites: stands_for",
    ]
    babs, ann, delft = told["people"]
    assert (babs["number"], babs["called"]) == (1, "babs@example.com")
    assert babs["changes"] == [
        {
            "field": "job_title",
            "shape": "only capitals",
            "before": {"state": "set", "value": {"kind": "text", "text": "Guide", "more": 0}},
            "after": {"state": "set", "value": {"kind": "text", "text": "GUIDE", "more": 0}},
        }
    ]
    assert ann["changes"][0]["before"] == {"state": "clear", "value": None}
    assert ann["changes"][0]["after"] == {"state": "keep", "value": None}
    assert (delft["number"], delft["changes"][0]["field"]) == (4, "stands_for")


SAMPLE_NAMES = ("default", "entra", "okta", "google")


@pytest.mark.parametrize("names", list(pairwise(SAMPLE_NAMES)))
def test_shipped_mappings_differ_as_the_command_line_says(tmp_path: Path, names: tuple[str, str]) -> None:
    old, new = (CONTENT.joinpath(f"{name}.yaml").read_text("utf-8") for name in names)
    payload = f"[{','.join(sample.read_text('utf-8') for sample in SAMPLES[:MOST_RESULTS])}]"
    context = {"now": "2026-01-31"}
    told = preview(new, payload, context, earlier=old, view="compare")["compare"]
    assert told["read"] == MOST_RESULTS
    assert_same(told, diff(tmp_path, payload, old, new))


lines = ["title", "nickName", "upper(title)", "{from: title, empty: keep}", "{value: Guide}", "[title, nickName]"]
users = st.fixed_dictionaries(
    {"userName": st.sampled_from(["a@example.com", "b@example.com", ""])},
    optional={
        "displayName": st.sampled_from(["Ann", ""]),
        "title": st.sampled_from(["Guide", "guide", "", None]),
        "nickName": st.sampled_from(["Guide", "Bo"]),
        "active": st.booleans(),
        "userType": st.just("Guest"),
    },
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(lines), st.sampled_from(lines), st.lists(users, min_size=1, max_size=3), st.booleans())
def test_any_two_mappings_differ_as_the_command_line_says(
    tmp_path: Path, old: str, new: str, people: list[Json], is_stored: bool
) -> None:
    texts = [OLD.replace("job_title: title", f"job_title: {line}") for line in (old, new)]
    current = '{"job_title": "Guide"}' if is_stored and len(people) == 1 else ""
    answer = compare(people, *texts, current=current)
    if old == new:
        assert answer["compare"] is None
    else:
        assert_same(answer["compare"], diff(tmp_path, json.dumps(people), *texts, current=current))


def test_payloads_that_cannot_be_mapped_are_told_by_their_number() -> None:
    payload = f"{write_json(BABS)}\n{{\n{write_json(ANN)}\n"
    told = preview(NEW, payload, earlier=OLD, view="compare")["compare"]
    assert told["failed_by"] == {"both": 1}
    assert [(each["number"], "failed_by" in each) for each in told["people"]] == [(1, False), (2, True), (3, False)]


def test_another_mapping_with_errors_is_at_fault_in_this_view_only() -> None:
    wrong = OLD.replace(": title", ": titel")
    answer = compare(BABS, old=wrong)
    assert answer["at_fault"] == ["earlier"]
    assert answer["compare"] is None
    (fault,) = (each for each in answer["faults"] if each["severity"] == "error")
    assert (fault["pane"], fault["line"]) == ("earlier", 9)
    answer = preview(NEW, json.dumps(BABS), earlier=wrong)
    assert answer["at_fault"] == []
    assert answer["earlier"] == {"errors": 1}
    assert "earlier" not in {each["pane"] for each in answer["faults"]}


@pytest.mark.parametrize("old", ["", "  \n", NEW])
def test_with_nothing_to_compare_nothing_is_compared(old: str) -> None:
    answer = compare(BABS, old=old)
    assert answer["at_fault"] == []
    assert answer["compare"] is answer["earlier"] is None


def test_other_views_do_not_compare() -> None:
    assert preview(NEW, json.dumps(BABS), earlier=OLD)["compare"] is None


def test_a_mapping_at_fault_is_not_compared() -> None:
    answer = compare(BABS, new="mapping: 1\n")
    assert answer["at_fault"] == ["mapping"]
    assert answer["compare"] is None
