"""Directories, accounts and target schemas as files: what they hold, or every fault of them with its place."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

import mapper
from mapper.context_files import InvalidContext, read_account, read_declared, read_directory
from mapper.engine.checks.account import DeclaredAccount

DIRECTORY = b"""
organizations:
  - {id: o1, name: Acme}
  - {id: o2, name: Old Acme, disabled: true}
people:
  - id: p1
    name: Babs
    employeeID: 0042
"""


def faults(caught: pytest.ExceptionInfo[InvalidContext]) -> list[str]:
    found = []
    for each in caught.value.diagnostics:
        place = each.span.place
        found.append(f"{place.line}:{place.column} {each.code.name}")
    return found


def test_records_are_found_by_any_attribute_as_it_was_written() -> None:
    directory = read_directory("directory.yaml", DIRECTORY)
    assert list(directory.find("person", "employeeID", "0042")) == [{"id": "p1", "name": "Babs", "employeeID": "0042"}]
    assert [record["disabled"] for record in directory.find("organization", "name", "Old Acme")] == [True]
    assert list(directory.find("organization", "name", "acme")) == []
    assert list(directory.find("site", "name", "Acme")) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["1:1 yaml-empty"]),
        ("- acme", ["1:1 wrong-shape"]),
        ("organisations: []", ["1:1 unknown-key"]),
        ("sites: Delft", ["1:8 wrong-shape"]),
        ("sites: [Delft]", ["1:9 wrong-shape"]),
        ("sites: [{id: s1}]", ["1:9 missing-id"]),
        ("sites: [{id: s1, name: Delft, disabled: maybe}]", ["1:41 wrong-shape"]),
        ("sites: [{id: s1, name: [Delft]}, {name: Breda}]", ["1:9 missing-id", "1:24 wrong-shape", "1:34 missing-id"]),
        ("sites: [{id: s1, name: Delft}\n", ["1:8 yaml-syntax"]),
    ],
)
def test_every_fault_of_a_directory_has_its_place(text: str, expected: list[str]) -> None:
    with pytest.raises(InvalidContext) as caught:
        read_directory("directory.yaml", text.encode())
    assert faults(caught) == expected


def test_an_account_is_text_as_it_was_written() -> None:
    account = read_account(
        "account.yaml", b"name: acme\nkind: qa\nhelpdesk: 0800\nregion: null\ntime_zone: Asia/Tokyo\n"
    )
    assert account == {
        "name": "acme", "kind": "qa", "helpdesk": "0800", "region": None, "time_zone": "Asia/Tokyo",
    }  # fmt: skip


def test_connections_are_declared_and_no_value_of_the_account() -> None:
    data = b"name: acme\nplan: gold\nconnections: [okta, entra]\n"
    assert read_account("account.yaml", data) == {"name": "acme", "plan": "gold"}
    assert read_declared("account.yaml", data) == DeclaredAccount(frozenset({"name", "plan"}), ("okta", "entra"))
    assert read_declared("account.yaml", b"connections: okta\n") == DeclaredAccount(frozenset(), ("okta",))
    assert read_declared("account.yaml", b"name: acme\n") == DeclaredAccount(frozenset({"name"}), None)


@pytest.mark.parametrize("text", ["connections: []", "connections: {a: b}", "connections: [[a]]"])
def test_connections_are_a_list_of_names(text: str) -> None:
    for read in (read_account, read_declared):
        with pytest.raises(InvalidContext) as caught:
            read("account.yaml", text.encode())
        assert len(faults(caught)) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kind: test", ["1:7 wrong-shape"]),
        ("time_zone: Mars/Olympus", ["1:12 unknown-time-zone"]),
        ("name: [acme]", ["1:7 wrong-shape"]),
        ("acme", ["1:1 wrong-shape"]),
    ],
)
def test_every_fault_of_an_account_has_its_place(text: str, expected: list[str]) -> None:
    with pytest.raises(InvalidContext) as caught:
        read_account("account.yaml", text.encode())
    assert faults(caught) == expected


def test_a_host_loads_a_target_schema_of_its_own(tmp_path: Path) -> None:
    schema = "name: employee\nkey: mail\nfields:\n  mail: {type: email, required: true}\n  floor: {type: integer}\n"
    (tmp_path / "employee.yaml").write_text(schema, encoding="utf-8")
    employee = mapper.load_target(tmp_path / "employee.yaml")
    text = "mapping: 1\nname: own\ntarget: employee\nusers:\n  person: {mail: userName, floor: title}\n"
    outcome = mapper.loads(text, targets={"employee": employee}).map_user({"userName": "A@b.nl", "title": "7"})
    assert outcome.person == {"mail": "a@b.nl", "floor": 7}
    assert mapper.merge(outcome, None, employee) == {"mail": "a@b.nl", "floor": 7}


@pytest.mark.parametrize("condition", ["since('2026-01-01')", "active"])
def test_a_time_without_a_zone_is_refused(condition: str) -> None:
    """Also where nothing reads it: a host would learn of it only when a customer writes `since`."""
    compiled = mapper.loads(f"mapping: 1\nname: a\nusers:\n  person:\n    vip: {condition}\n")
    with pytest.raises(ValueError, match="no time zone"):
        compiled.map_user({}, now=datetime(2026, 1, 1))
