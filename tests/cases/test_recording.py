"""A payload becomes a case: what stands in the file stays, and what is written is read back and passes."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import mapper
from mapper.cases.insertion import with_case
from mapper.cases.recorded import Recorded
from mapper.cases.recording import NotRecorded, record, record_in_text
from mapper.cases.suites import TestedMapping, files_below, load_suites
from mapper.cases.written import as_json, as_text, block, resource
from mapper.json_reader import read_json
from mapper.schemas.scim import user_schema
from mapper.schemas.values import Json

MAPPING = """\
mapping: 1
name: acme
extensions:
  - id: urn:acme:2.0:User
    as: acme
    attributes: {level: integer}
users:
  rule: All
  person:
    primary_email: userName
    name: displayName
    job_title:
      from: title
      empty: clear
    disabled:
      if: since('2026-03-01')
      else: false
    organization: enterprise.organization
    locale: locale
    source: connection
    location: account.region
    vip: in_group('Executives')
    contacts:
      each: phoneNumbers
      entry: {label: type, telephone: value}
    custom_fields:
      level: acme.level
      cost_center: enterprise.costCenter
      before: current.job_title
groups:
  rule: Sites
  stands_for: site
"""
ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
USER: dict[str, Json] = {
    "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
    "id": "u1",
    "userName": "babs@example.com",
    "displayName": "Bábs: #1 \U0001f600",
    "title": "",
    "active": True,
    "locale": "plain English",
    "phoneNumbers": [{"type": "work", "value": "0100"}, {"type": "home", "value": "+31 20"}],
    "nobody": [1.5, None, "null", "true", "7", "- a", "'", "a\nb", [], {}, [[1]], {"a: b": {"#": "~"}}],
    ENTERPRISE: {"organization": "Sales", "costCenter": "42E1"},
    "urn:acme:2.0:User": {"level": 7},
}
PRESENT = datetime(2026, 4, 1, 8, 30, 15, 999, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "acme.yaml").write_text(MAPPING, encoding="utf-8")
    return tmp_path


def passes(expected: int) -> None:
    """Whether the tests in this directory have so many cases, without a fault, all of which pass."""
    (suite,) = load_suites([Path("acme.tests.yaml")])
    suite.run()
    assert list(suite.faults) == []
    assert [result.passed for result in suite.results] == [True] * expected


def test_the_first_case_makes_the_file(folder: Path) -> None:
    user = {"userName": "babs@example.com", "displayName": "NO", "title": "0100", "active": False, "note": "7"}
    assert record(Path("acme.yaml"), Recorded(user, "user.json"), PRESENT) == (Path("acme.tests.yaml"), "NO")
    assert Path("acme.tests.yaml").read_text(encoding="utf-8") == (
        "cases:\n"
        "  - case: NO\n"
        "    user:\n"
        "      userName: babs@example.com\n"
        "      displayName: NO\n"
        "      title: 0100\n"
        "      active: false\n"
        '      note: "7"\n'
        "    now: 2026-04-01T08:30:15Z\n"
        "    action: create\n"
        "    exactly:\n"
        "      primary_email: babs@example.com\n"
        "      name: NO\n"
        "      job_title: 0100\n"
        "      disabled: true\n"
        "      vip: false\n"
        "    keep:\n"
        "      organization: absent\n"
        "      locale: absent\n"
        "      source: absent\n"
        "      location: absent\n"
        "      contacts: absent\n"
        "      custom_fields.level: absent\n"
        "      custom_fields.cost_center: absent\n"
        "      custom_fields.before: absent\n"
    )
    passes(1)


def test_everything_beside_a_payload_is_recorded(folder: Path) -> None:
    (folder / "directory.yaml").write_text("organizations: [{id: o1, name: Sales}]", encoding="utf-8")
    everything = Recorded(
        USER,
        "user.json",
        name='a name: "with" signs',
        current={"primary_email": "b@example.com", "name": "B", "job_title": "007", "unknown": 1, "vip": True},
        groups=[
            {"id": "g1", "displayName": "Executives", "members": [{"value": "u1"}, {"value": "u2"}]},
            {"id": "g2", "displayName": "Others", "members": [{"value": "u2"}]},
        ],
        directory=mapper.load_directory("directory.yaml"),
        directory_file="directory.yaml",
        account={"name": "acme-qa", "kind": "qa", "region": "NO"},
        connection="entra",
        now=datetime(2026, 1, 1, tzinfo=UTC),
    )
    record(Path("acme.yaml"), everything, PRESENT)
    text = Path("acme.tests.yaml").read_text(encoding="utf-8")
    assert "    directory: directory.yaml\n    action: update\n" in text
    assert "u2" not in text
    (suite,) = load_suites([Path("acme.tests.yaml")])
    (case,) = suite.cases
    assert (case.name, case.payload) == (everything.name, USER)
    assert case.current == {"primary_email": "b@example.com", "name": "B", "job_title": "007", "vip": True}
    passes(1)
    elsewhere = Recorded(USER, "user.json", directory=everything.directory, directory_file="/nowhere/directory.yaml")
    record(Path("acme.yaml"), elsewhere, PRESENT)
    assert "      organizations:\n        - id: o1\n          name: Sales\n" in Path("acme.tests.yaml").read_text(
        "utf-8"
    )
    passes(2)


ONE = b"  - case: a\n    user: {userName: a@example.com}\n    action: skip\n"
BEFORE = {
    "a comment at the end": b"# mine\ncases:\n- case:   'a'   # kept\n  user: {userName: a}\n  action: skip\n# end",
    "keys behind": b"cases:\n    - case: a\n      user: {userName: a}\n      action: skip\n\n# now\nnow: 2026-01-01\n",
    "CRLF and a mark": b"\xef\xbb\xbfcases:\r\n" + ONE.replace(b"\n", b"\r\n"),
    "a block of text": b"cases:\n  - user: {userName: a}\n    action: skip\n    case: |\n      a\n      b\n",
}


@pytest.mark.parametrize("before", BEFORE.values(), ids=BEFORE)
def test_what_stands_in_the_file_stays_byte_for_byte(before: bytes, folder: Path) -> None:
    if b"now" not in before:
        end = b"\r\n" if b"\r" in before else b"\n"
        before = before.replace(b"cases:", b"now: 2026-01-01" + end + b"cases:")
    tests = folder / "acme.tests.yaml"
    tests.write_bytes(before)
    tests.chmod(0o640)
    record(tests, Recorded(USER, "user.json"), PRESENT)
    after = tests.read_bytes()
    at = next((at for at, pair in enumerate(zip(before, after, strict=False)) if pair[0] != pair[1]), len(before))
    assert after.endswith(before[at:])
    assert tests.stat().st_mode & 0o777 == 0o640
    assert (b"\r\n" in before) == (b"\n" not in after.replace(b"\r\n", b""))
    assert [path.name for path in sorted(folder.iterdir())] == ["acme.tests.yaml", "acme.yaml"]
    passes(2)


@pytest.mark.parametrize("before", ["", "\n", "# mine", "# mine\n\n  # more\n", "\ufeff# mine\r\n"])
def test_where_only_comments_stand_the_first_case_comes_below(before: str, folder: Path) -> None:
    tests = folder / "acme.tests.yaml"
    tests.write_bytes(before.encode())
    record(tests, Recorded(USER, "user.json"), PRESENT)
    end = "\n" if before and not before.endswith("\n") else ""
    assert tests.read_bytes().decode().startswith(f"{before}{end}cases:")
    passes(1)


def test_a_text_gets_the_case_that_a_file_would_get(folder: Path) -> None:
    mapping = TestedMapping.load(Path("acme.yaml"))
    text = "# mine\nnow: 2026-01-01\ncases:\n  - {case: a, user: {userName: a@example.com}, action: create} # kept\n"
    Path("acme.tests.yaml").write_text(text, encoding="utf-8")
    record(Path("acme.yaml"), Recorded(USER, "/elsewhere.json"), PRESENT)
    after = record_in_text(text, mapping, Recorded(USER, None), PRESENT, files_below(folder))
    assert after == (Path("acme.tests.yaml").read_text(encoding="utf-8"), USER["displayName"])
    again = Recorded(USER, None, name="a")
    with pytest.raises(NotRecorded, match="has a case called 'a' already") as refusal:
        record_in_text(text, mapping, again, PRESENT, files_below(folder))
    assert refusal.value.reason == "taken"
    with pytest.raises(NotRecorded, match="has faults") as refusal:
        record_in_text("cases: [", mapping, Recorded(USER, None), PRESENT, files_below(folder))
    assert refusal.value.reason == "faults"
    with pytest.raises(NotRecorded, match="cannot be written as YAML") as refusal:
        record_in_text("", mapping, Recorded({"displayName": 7}, None), PRESENT, files_below(folder))
    assert refusal.value.reason == "unwritable"


def test_names_are_numbered(folder: Path) -> None:
    for _ in range(3):
        record(Path("acme.yaml"), Recorded(USER, "user.json"), PRESENT)
    (suite,) = load_suites([Path("acme.tests.yaml")])
    assert [case.name for case in suite.cases] == [USER["displayName"] + more for more in ("", " (2)", " (3)")]
    passes(3)


def test_a_group_and_a_person_who_is_skipped(folder: Path) -> None:
    group = {"schemas": ["urn:x:Group"], "id": "g1", "displayName": "Delft", "members": [{"value": "u1"}]}
    record(Path("acme.yaml"), Recorded(group, "group.json"), PRESENT)
    record(Path("acme.yaml"), Recorded({"userName": "nobody"}, "user.json"), PRESENT)
    passes(2)
    assert "action: skip" in Path("acme.tests.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("payload", [{"displayName": 7}, {"active": "true"}, {"title": "a\x01b"}])
def test_what_yaml_would_read_as_another_value_stays_in_its_file(payload: Json, folder: Path) -> None:
    file = folder / "user.json"
    file.write_text(json.dumps(payload), encoding="utf-8")
    record(Path("acme.yaml"), Recorded(payload, "user.json"), PRESENT)
    assert "user: user.json" in Path("acme.tests.yaml").read_text(encoding="utf-8") or payload == {"active": "true"}
    passes(1)
    before = Path("acme.tests.yaml").read_bytes()
    if payload != {"active": "true"}:
        with pytest.raises(NotRecorded, match="cannot be written as YAML"):
            record(Path("acme.yaml"), Recorded(payload, "/elsewhere.json"), PRESENT)
        assert Path("acme.tests.yaml").read_bytes() == before


@pytest.mark.parametrize("tests", ["cases: [{case: a", "cases: []", "cases:\n  - case: a\n"])
def test_tests_with_faults_get_no_case(tests: str, folder: Path) -> None:
    Path("acme.tests.yaml").write_text(tests, encoding="utf-8")
    with pytest.raises(NotRecorded, match="has faults") as refusal:
        record(Path("acme.yaml"), Recorded(USER, "user.json"), PRESENT)
    assert refusal.value.faults is not None
    assert Path("acme.tests.yaml").read_text(encoding="utf-8") == tests


def test_cases_in_one_line_are_not_torn_apart(folder: Path) -> None:
    tests = "now: 2026-01-01\ncases: [{case: a, user: {userName: a}, action: skip}]\n"
    Path("acme.tests.yaml").write_text(tests, encoding="utf-8")
    with pytest.raises(NotRecorded):
        record(Path("acme.yaml"), Recorded(USER, "user.json"), PRESENT)
    assert Path("acme.tests.yaml").read_text(encoding="utf-8") == tests


scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3), max_leaves=8
)
names = st.sampled_from(["userName", "active", "title", "emails", "name", ENTERPRISE, "x", "y z"]) | st.text(min_size=1)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(payload=st.dictionaries(names, values, max_size=4))
def test_any_payload_is_recorded_as_it_is_or_refused(payload: dict[str, Json], folder: Path) -> None:
    tests = folder / "acme.tests.yaml"
    tests.unlink(missing_ok=True)
    try:
        text = json.dumps(payload)
        record(tests, Recorded(read_json(text), "/elsewhere/user.json"), PRESENT)
    except (mapper.InvalidPayload, NotRecorded):
        assert not tests.exists()
        return
    (suite,) = load_suites([tests])
    assert suite.cases[0].payload == payload
    suite.run()
    assert suite.passed


@given(text=st.text() | st.from_regex(r"[-+~?:#'\"\[{!&*%@`|>0-9A-Ene. ]{1,8}", fullmatch=True))
def test_texts_are_written_so_that_they_are_read_back(text: str) -> None:
    for scalar in (as_text(text), as_json(text)):
        assert "\n" not in scalar.text
    case = {"case": as_text("a"), "user": resource({"x": text, "title": text}, user_schema())}
    assert block([case], "")[0] == "- case: a"
    assert with_case(b"", case).startswith(b"cases:\n  - case: a\n    user:\n")
