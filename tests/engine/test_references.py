"""Directories: what is found, and that nothing is found by what a record does not have."""

from __future__ import annotations

import json

import pytest

import mapper
from mapper.schemas.values import Json

PEOPLE = [
    {"id": "p1", "name": "Babs", "scim_id": "a"},
    {"id": "p2", "name": "Twin", "scim_id": "b"},
    {"id": "p3", "name": "Twin", "scim_id": "c", "disabled": True},
    {"id": "p4", "name": "Number", "scim_id": "d", "employeeID": 42},
]


def manager(**field: Json) -> mapper.CompiledMapping:
    rule = {"rule": "R", "person": {"manager": {"from": "enterprise.manager.value", **field}}}
    return mapper.loads(json.dumps({"mapping": "1", "name": "references", "users": rule}))


def user(key: Json, **more: Json) -> dict[str, Json]:
    return {"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"manager": {"value": key}}, **more}


@pytest.mark.parametrize(
    ("found_by", "key", "person", "problems"),
    [
        ("scim_id", "a", {"id": "p1", "name": "Babs"}, []),
        ("scim_id", "A", {"scim_id": "A"}, []),
        ("scim_id", "None", {"scim_id": "None"}, []),
        ("employeeID", "42", {"id": "p4", "name": "Number"}, []),
        ("employeeID", "None", {"employeeID": "None"}, []),
        ("name", "Twin", None, ["ambiguous"]),
        ("scim_id", "c", None, ["disabled"]),
        ("scim_id", ["a"], None, ["does-not-fit"]),
        ("scim_id", {"x": "a"}, None, ["does-not-fit"]),
        ("scim_id", " ", None, []),
        pytest.param("scim_id", 10**5000, None, ["function-failed"], id="thousands of digits"),
    ],
)
def test_manager(found_by: str, key: Json, person: Json, problems: list[str]) -> None:
    """A key without a record is one of a person who may still arrive."""
    directory = mapper.RecordsDirectory({"person": PEOPLE})
    outcome = manager(found_by=found_by).map_user(user(key), current={}, directory=directory)
    assert outcome.person.get("manager") == person
    assert [problem.code for problem in outcome.problems] == problems


def test_two_people_may_manage_each_other() -> None:
    """Each payload is mapped by itself, so a loop of references is two links and no circle."""
    directory = mapper.RecordsDirectory(
        {"person": [{"id": "1", "name": "A", "scim_id": "a"}, {"id": "2", "name": "B", "scim_id": "b"}]}
    )
    compiled = manager()
    first = compiled.map_user(user("b", id="a"), current={}, directory=directory)
    second = compiled.map_user(user("a", id="b"), current={}, directory=directory)
    own = compiled.map_user(user("a", id="a"), current={}, directory=directory)
    assert [each.person["manager"]["id"] for each in (first, second, own)] == ["2", "1", "1"]


def test_an_unknown_kind_has_no_records() -> None:
    assert mapper.RecordsDirectory({}).find("site", "name", "Delft") == ()
