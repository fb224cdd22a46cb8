"""The tests of a mapping in the preview: that they say what `mapper test` says, and what becomes of a saved case."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

from mapper.cli import main
from mapper.preview import load, preview, save_case, tested
from mapper.preview.beside import TEXTS
from mapper.schemas.values import Json
from webui.playground.examples import examples, mappings

MAPPING = """\
mapping: 1
name: small
users:
  - rule: Everybody
    person:
      primary_email:
        - emails[?primary].value | [0]
        - userName
      job_title:
        from: title
        empty: clear
      locale: locale
      vip:
        if: userType == 'VIP'
        else: false
      name: userName
  - rule: Guests
    when: userType == 'Guest'
    person:
      information: nickName
"""
TESTS = """\
# The people are made up.
cases:
  - case: the user name
    user: {userName: babs@example.com, title: Tour Guide, locale: plain English}
    exactly: {primary_email: babs@example.com, job_title: Guide, vip: false, name: babs@example.com}
  - case: a guest
    user: {userName: g@example.com, userType: Guest, nickName: Gus}
    expect: {information: Gus}
"""
BABS = '{"userName": "babs@example.com", "title": ""}'
NOTHING = dict.fromkeys(TEXTS, "")


def told(tests: str, mapping: str = MAPPING, view: str = "tests") -> dict[str, Json]:
    return preview(mapping, BABS, tests=tests, view=view)["tests"]


def saved(
    tests: str = "", name: str = "", *, mapping: str = MAPPING, payload: str = BABS, **context: str
) -> dict[str, Json]:
    return save_case(mapping, payload, {**NOTHING, **context}, tests, name, load)


# --- what becomes of tests -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", list(mappings()))
def test_the_tests_of_every_shipped_mapping_pass_in_the_page_and_reach_all_of_it(name: str) -> None:
    start = mappings()[name]
    answer = preview(start.text, BABS, tests=start.tests, view="tests")
    assert [fault for fault in answer["faults"] if fault["pane"] == "tests"] == []
    assert answer["tests"]["passed"] == start.tests.count("- case:")
    assert (answer["tests"]["failed"], answer["tests"]["not_run"]) == (0, 0)
    assert (answer["tests"]["coverage"]["percent"], answer["tests"]["coverage"]["missing"]) == (100, [])
    assert {line["state"] for line in answer["marks"]["coverage"]} == {"covered"}


def test_what_differs_is_what_the_command_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("mapping.yaml").write_text(MAPPING, encoding="utf-8")
    Path("mapping.tests.yaml").write_text(TESTS, encoding="utf-8")
    printed = CliRunner().invoke(main, ["test", "mapping.yaml", "--coverage"]).output
    tests = told(TESTS)
    assert (tests["passed"], tests["failed"], tests["errors"]) == (1, 1, 0)
    failed, passed = tests["cases"]
    assert (failed["name"], failed["passed"], failed["place"]["line"]) == ("the user name", False, 3)
    assert (passed["name"], passed["passed"], passed["differences"]) == ("a guest", True, [])
    title, problem = failed["differences"]
    assert (title["field"], title["expected"], title["got"]) == ("job_title", ['"Guide"'], ['"Tour Guide"'])
    (source,) = title["from"]
    assert (source["text"], source["verdict"], source["place"]["line"]) == ("title", "won", 10)
    assert (problem["field"], problem["expected"]) == ("problems", ["nothing"])
    assert problem["got"][0].startswith("does-not-fit (locale): ")
    (source,) = problem["from"]
    assert (source["place"]["line"], source["payload"]) == (12, "/locale")
    for word in (*title["got"], *problem["got"], "10:9  title  won", "12:15"):
        assert word in printed
    coverage = tests["coverage"]
    assert f"{coverage['percent']} % covered, {len(coverage['missing'])} of {coverage['total']} not reached" in printed
    for missing in coverage["missing"]:
        assert f"{missing['text']}  {missing['lacks']}" in printed


def test_places_are_those_of_the_editors() -> None:
    tests = TESTS.replace("the user name", "\U0001f600 the user name")
    (case, _) = told(tests)["cases"]
    place = case["place"]
    units = tests.encode("utf-16-le")
    assert units[2 * place["from"] : 2 * place["to"]].decode("utf-16-le") == "\U0001f600 the user name"


def test_the_lines_of_the_mapping_are_covered_partly_covered_or_missed() -> None:
    marks = preview(MAPPING, BABS, tests=TESTS, view="tests")["marks"]["coverage"]
    lines = {mark["line"]: (mark["state"], mark["title"]) for mark in marks}
    covered = ("covered", "reached by the tests")
    assert lines[8] == covered  # userName
    assert lines[7] == ("missed", "candidate never won: primary_email: emails[?primary].value | [0]")
    assert lines[18] == covered  # the condition of the guests holds, and does not
    assert lines[14] == (
        "partly",
        "candidate never won: vip: if: userType == 'VIP' else: false; condition never held: userType == 'VIP'",
    )


def test_only_their_own_view_has_more_than_numbers() -> None:
    assert told(TESTS, view="person") == {"passed": 1, "failed": 1, "errors": 0, "not_run": 0}
    assert preview(MAPPING, BABS, tests=TESTS)["marks"]["coverage"] == []


@pytest.mark.parametrize("tests", ["", " \n", "# none yet\n"])
def test_no_tests_are_no_tests(tests: str) -> None:
    answer = preview(MAPPING, BABS, tests=tests, view="tests")
    assert (answer["tests"], answer["at_fault"], answer["faults"]) == (None, [], [])


def test_faults_are_those_of_the_pane_and_the_other_cases_run() -> None:
    tests = TESTS.replace("expect: {information: Gus}", "expect: {informations: Gus}")
    answer = preview(MAPPING, BABS, tests=tests, view="tests")
    (fault,) = answer["faults"]
    assert (fault["pane"], fault["code"], fault["line"]) == ("tests", "unknown-field", 8)
    assert answer["at_fault"] == []
    assert (answer["tests"]["failed"], answer["tests"]["errors"], len(answer["tests"]["cases"])) == (1, 1, 1)


@pytest.mark.parametrize("view", ["tests", "person"])
def test_tests_of_which_nothing_can_be_used_stop_their_own_view_only(view: str) -> None:
    answer = preview(MAPPING, BABS, tests="cases: [{case: a", view=view)
    assert answer["at_fault"] == (["tests"] if view == "tests" else [])
    assert answer["tests"]["errors"] > 0
    assert len(answer["results"]) == 1


def test_tests_run_whatever_the_payload_is_but_not_without_a_mapping() -> None:
    answer = preview(MAPPING, "{", {"now": "never"}, tests=TESTS, view="tests")
    assert (answer["at_fault"], answer["tests"]["failed"], answer["results"]) == ([], 1, [])
    assert [fault["pane"] for fault in answer["faults"]] == ["payload", "now"]
    answer = preview("mapping: 1", BABS, tests=TESTS, view="tests")
    assert (answer["at_fault"], answer["tests"]) == (["mapping"], None)


@pytest.mark.parametrize("key", ["user: babs.json", "user: {userName: a}\n    directory: ../directory.yaml"])
def test_a_file_is_not_read(key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("babs.json").write_text(BABS, encoding="utf-8")
    answer = preview(MAPPING, BABS, tests=f"cases:\n  - case: a\n    {key}\n    action: skip\n", view="tests")
    (fault,) = answer["faults"]
    assert (fault["code"], fault["hint"]) == ("no-such-file", "write in its place what the file holds")
    assert fault["message"].endswith("this page reads no files")
    assert answer["at_fault"] == ["tests"]


def test_the_mapping_of_the_page_is_meant_whatever_the_tests_name() -> None:
    assert told(f"mapping: other.yaml\n{TESTS}")["passed"] == 1


def test_what_would_take_too_long_is_not_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mapper.preview.tested.MOST_SECONDS", -1)
    tests = told(TESTS)
    assert (tests["passed"], tests["failed"], tests["not_run"], tests["cases"]) == (0, 0, 2, [])


def test_many_cases_and_many_differences_are_counted() -> None:
    users = "".join(
        f"  - {{case: c{n}, user: {{userName: u{n}@example.com}}, expect: {{name: x}}}}\n" for n in range(60)
    )
    tests = told(f"cases:\n{users}")
    assert (tests["failed"], len(tests["cases"]), tests["left_out"]) == (60, tested.MOST_FAILED, 10)
    users = users.replace("{name: x}", "{name: x, source: x, location: x}")
    cases = told(f"cases:\n{users}")["cases"]
    assert sum(len(case["differences"]) for case in cases) == tested.MOST_DIFFERENCES
    assert {len(case["differences"]) + case["left_out"] for case in cases} == {3}


def test_an_edit_of_the_payload_runs_no_test(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = cache(load)
    preview(MAPPING, BABS, tests=TESTS, load=kept)
    monkeypatch.setattr("mapper.preview.tested.run_cases", None)
    monkeypatch.setattr("mapper.preview.tested.parse", None)
    again = preview(MAPPING, '{"userName": "other@example.com"}', tests=TESTS, view="tests", load=kept)
    assert again["tests"]["failed"] == 1
    monkeypatch.undo()
    monkeypatch.setattr("mapper.preview.tested.parse", None)  # an edit of the mapping runs them, and parses nothing
    assert (
        preview(MAPPING.replace("from: title", "from: nickName"), BABS, tests=TESTS, load=kept)["tests"]["failed"] == 1
    )


# --- a case that is saved --------------------------------------------------------------------------------------------


def test_the_payload_becomes_the_first_case() -> None:
    answer = saved(name="  a new\n colleague ")
    assert answer["case"] == "a new colleague"
    assert answer["tests"] == (
        "cases:\n"
        "  - case: a new colleague\n"
        "    user:\n"
        "      userName: babs@example.com\n"
        '      title: ""\n'
        "    action: create\n"
        "    exactly:\n"
        "      primary_email: babs@example.com\n"
        "      vip: false\n"
        "      name: babs@example.com\n"
        "    clear:\n"
        "      - job_title\n"
        "    keep:\n"
        "      locale: absent\n"
        "      information: absent\n"
    )


def test_what_stands_in_the_tests_stays() -> None:
    answer = saved(TESTS)
    assert answer["tests"].startswith(TESTS)
    assert answer["case"] == "babs@example.com"
    assert (told(answer["tests"])["passed"], told(answer["tests"])["failed"]) == (2, 1)
    assert saved(answer["tests"])["case"] == "babs@example.com (2)"


def test_what_stands_beside_the_payload_is_saved_with_it() -> None:
    mapping = """\
mapping: 1
name: beside
users:
  rule: All
  person:
    primary_email: userName
    name: userName
    organization: {find: organization, by: name, value: "'Sales'"}
    disabled: {if: since('2026-03-01')}
    source: connection
    location: account.region
    vip: in_group('Executives')
    information: current.job_title
"""
    mapping = mapping.replace("""{find: organization, by: name, value: "'Sales'"}""", "enterprise.organization")
    context = {
        "current": '{"primary_email": "b@example.com", "job_title": "Guide"}',
        "groups": '{"id": "g1", "displayName": "Executives", "members": [{"value": "u1"}]}',
        "directory": "organizations: [{id: o1, name: Sales}]",
        "account": "region: NO",
        "connection": " entra ",
        "now": "2026-04-01",
    }
    payload = json.dumps(
        {
            "id": "u1",
            "userName": "b@example.com",
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"organization": "Sales"},
        }
    )
    (result,) = preview(mapping, payload, context, view="json")["results"]
    answer = saved(mapping=mapping, payload=payload, **context)
    tests = answer["tests"]
    assert "    now: 2026-04-01T00:00:00Z\n" in tests
    assert "    connection: entra\n" in tests
    assert "      vip: true\n" in tests
    assert "action: update" in tests
    assert json.loads(result["json"])["person"]["location"] == "NO"
    assert told(tests, mapping)["passed"] == 1


def test_without_a_time_the_present_one_is_saved_where_the_mapping_asks_for_it() -> None:
    mapping = MAPPING.replace("if: userType == 'VIP'", "if: since('2026-03-01')")
    assert "    now: 20" in saved(mapping=mapping)["tests"]


def test_a_group_is_saved_without_what_belongs_to_users() -> None:
    mapping = f"{MAPPING}groups:\n  rule: Sites\n  stands_for: site\n"
    group = '{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "id": "g1", "displayName": "Delft"}'
    answer = saved(mapping=mapping, payload=group, current='{"name": "B"}', groups=group)
    assert answer["case"] == "Delft"
    assert "current:" not in answer["tests"]
    assert told(answer["tests"], mapping)["passed"] == 1


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"mapping": "mapping: 1"}, "the mapping has errors, so there is no outcome that could be expected"),
        ({"payload": ""}, "the payload cannot be used: there is no payload"),
        ({"payload": "{"}, "the payload cannot be used: "),
        ({"payload": "[]"}, "one payload is saved at a time, and here are 0"),
        ({"payload": f"{BABS}\n{BABS}"}, "one payload is saved at a time, and here are 2"),
        ({"payload": '{"userName": "a", "username": "b"}'}, "the payload cannot be used: "),
        ({"payload": '{"userName": "a", "title": 7}'}, "the payload cannot be written as YAML that means the same; "),
        ({"now": "soon"}, "what stands beside the payload cannot be used: 'soon' is no date and no time"),
        ({"tests": "cases: [", "name": "a"}, "the tests have errors; a case can be added once they are repaired"),
        (
            {"tests": "cases: [{case: a, user: {userName: a@example.com}, action: create}]"},
            "no case can be put behind those that are there; begin each on a line of its own, with a dash",
        ),
        ({"tests": TESTS, "name": "a guest"}, "there is a case called 'a guest' already; choose another name"),
    ],
)
def test_what_cannot_be_saved_is_refused_with_the_reason(given: dict[str, str], why: str) -> None:
    answer = saved(**given)
    assert list(answer) == ["refused"]
    assert answer["refused"].startswith(why)


@pytest.mark.parametrize("name", list(examples()))
def test_every_example_can_be_saved_and_then_passes(name: str) -> None:
    example = examples()[name]
    start = mappings()[example.mapping]
    answer = saved(start.tests, "as it is", mapping=start.text, payload=example.payload)
    if "refused" in answer:
        # A number where the schema has a text, and YAML would read it as a text.
        assert name == "onelogin-version1-user"
        return
    numbers = told(answer["tests"], start.text, "person")
    assert (numbers["passed"], numbers["failed"]) == (start.tests.count("- case:") + 1, 0)


def test_tests_that_are_half_typed_give_an_answer_and_lose_nothing_when_a_case_is_saved() -> None:
    kept = cache(load)
    for end in range(0, len(TESTS), 3):
        tests = TESTS[:end]
        answer = preview(MAPPING, BABS, tests=tests, view="tests", load=kept)
        assert len(answer["results"]) == 1
        after = save_case(MAPPING, BABS, NOTHING, tests, "one more", kept)
        assert after.get("refused") or after["tests"].startswith(tests.rstrip(" "))
