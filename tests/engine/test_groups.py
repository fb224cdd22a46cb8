"""The groups of a person and the members of a group, in shapes and numbers that nobody should send."""

from __future__ import annotations

import json

import pytest

import mapper
from mapper.schemas.values import Json


def mapping(*rules: Json, **fields: Json) -> mapper.CompiledMapping:
    users = {"rule": "R", "person": {"name": "userName", "primary_email": "userName", **fields}}
    return mapper.loads(json.dumps({"mapping": "1", "name": "groups", "users": users, "groups": list(rules)}))


LEAVERS = {
    "rule": "Leavers",
    "when": "displayName == 'Leavers'",
    "person": {"disabled": {"value": "true", "override": "true"}},
}
SITES = {
    "rule": "Sites",
    "when": "starts_with(displayName, 'site:')",
    "stands_for": "site",
    "called": "after(displayName, 'site:')",
}


def babs(**more: Json) -> dict[str, Json]:
    return {"id": "u1", "userName": "babs@example.com", **more}


@pytest.mark.parametrize(
    "groups",
    [
        [{"value": ["a"], "display": "Leavers"}, {"value": {"b": 1}}, {"value": None}, {"value": 5, "display": 7}],
        ["Leavers", 5, None, True, ["x"], {}],
        "Leavers",
        {"value": "g"},
        [[]],
    ],
)
def test_odd_groups_of_a_user(groups: Json) -> None:
    compiled = mapping(LEAVERS, SITES, job_title="user.groups[0].called", location="group_for('site') | [0]")
    outcome = compiled.map_user(babs(groups=groups), current={})
    assert outcome.person["name"] == "babs@example.com"
    assert compiled.explain(babs(groups=groups), current={})[0] == outcome


@pytest.mark.parametrize(
    "members", [None, [], "u1", ["u1"], [{"value": ["u1"]}], [{"value": None}], [{}], {"value": "u1"}]
)
def test_odd_members_of_a_group(members: Json) -> None:
    group = {"id": "g1", "displayName": "Leavers", "members": members}
    expected = [{"value": "u1", "person": {"disabled": True}}] if members in ("u1", ["u1"], {"value": "u1"}) else []
    assert mapping(LEAVERS).map_group(group, members=[babs(), {"id": ["x"]}, {}]).members == expected
    outcome = mapping(LEAVERS).map_user(babs(), groups=[group], current={})
    assert outcome.person.get("disabled") == (True if expected else None)


def test_whoever_has_no_id_is_in_no_group() -> None:
    group = {"id": "g1", "displayName": "Leavers", "members": [{"value": "None"}]}
    for user in ({"userName": "babs@example.com"}, {"userName": "babs@example.com", "id": None}):
        assert "disabled" not in mapping(LEAVERS).map_user(user, groups=[group], current={}).person


def test_two_groups_of_one_name() -> None:
    """Both are groups of their own: what a rule says holds for each, and what one does not say the other may."""
    rule = {"rule": "G", "when": "displayName == 'Twin'", "person": {"location": "externalId"}}
    groups = [
        {"id": "g1", "displayName": "Twin", "members": [{"value": "u1"}]},
        {"id": "g2", "displayName": "Twin", "externalId": "Delft", "members": [{"value": "u1"}]},
        {"id": "g3", "displayName": "Twin", "externalId": "Other", "members": [{"value": "u2"}]},
    ]
    outcome = mapping(rule, vip="in_group('Twin')").map_user(babs(), groups=groups, current={})
    assert (outcome.person["location"], outcome.person["vip"]) == ("Delft", True)


def test_a_group_of_fifty_thousand_members() -> None:
    group = {"id": "g1", "displayName": "Leavers", "members": [{"value": f"u{at}"} for at in range(50_000)]}
    outcome = mapping(LEAVERS, SITES).map_group(group, members=[babs()])
    assert len(outcome.members) == 50_000
    assert outcome.members[49_999] == {"value": "u49999", "person": {"disabled": True}}
    groups = mapping(LEAVERS).groups([group])
    for at in (0, 49_999):
        user = {"id": f"u{at}", "userName": "babs@example.com"}
        assert mapping(LEAVERS).map_user(user, groups=groups).person["disabled"] is True


def test_a_group_that_is_walked_for_each_of_many_members_is_stopped() -> None:
    rule = {"rule": "G", "person": {"job_title": "members[?value == user.id].display | [0]", "location": "displayName"}}
    group = {"displayName": "G", "members": [{"value": f"u{at}", "display": f"d{at}"} for at in range(5_000)]}
    outcome = mapping(rule).map_group(group, members=[{"id": f"u{at}"} for at in range(5_000)])
    assert outcome.members[0]["person"] == {"job_title": "d0", "location": "G"}
    assert outcome.members[-1]["person"] == {"location": "G"}
    assert {problem.code for problem in outcome.problems} == {"function-failed"}


def test_a_person_of_many_groups_whose_rules_all_fail() -> None:
    rule = {"rule": "G", "person": {"cost_per_hour": "displayName"}}
    groups = [{"id": f"g{at}", "displayName": f"Group {at}", "members": [{"value": "u1"}]} for at in range(3_000)]
    outcome = mapping(rule).map_user(babs(), groups=groups, current={})
    assert [problem.code for problem in outcome.problems] == ["does-not-fit"] * 3_000
    assert outcome.keep["cost_per_hour"] == "does not fit"


def test_each_member_is_read_by_himself() -> None:
    """What says what the group stands for reads no member, and must not be taken for what a member has."""
    rule = {
        "rule": "G",
        "let": {"boss": "not_null(user.title, 'nobody')"},
        "when": "boss",
        "stands_for": "site",
        "called": "boss",
        "person": {"job_title": "boss"},
    }
    outcome = mapping(rule).map_group(
        {"displayName": "G", "members": [{"value": "u1"}, {"value": "u2"}]},
        members=[{"id": "u1", "title": "Chief"}, {"id": "u2", "title": "Cook"}],
    )
    assert outcome.called == "nobody"
    assert [each["person"] for each in outcome.members] == [{"job_title": "Chief"}, {"job_title": "Cook"}]


@pytest.mark.parametrize("groups", [["Cooks"], [{"value": "Cooks"}]])
def test_a_group_without_a_name_has_an_absent_one(groups: Json) -> None:
    """Nobody sent the name empty, so it clears nothing."""
    compiled = mapping(LEAVERS, job_title="groups[0].display", location="groups[0].value")
    outcome = compiled.map_user(babs(groups=groups), current={"job_title": "Cook"})
    assert outcome.person["location"] == "Cooks"
    assert (outcome.clear, outcome.keep["job_title"]) == ([], "absent")
    assert compiled.explain(babs(groups=groups), current={"job_title": "Cook"})[0] == outcome


def test_a_group_without_a_value_has_an_absent_one() -> None:
    compiled = mapping(LEAVERS, job_title="groups[0].value", location="groups[0].display")
    outcome = compiled.map_user(babs(groups=[{"display": "Cooks"}]), current={"job_title": "Cook"})
    assert outcome.person["location"] == "Cooks"
    assert (outcome.clear, outcome.keep["job_title"]) == ([], "absent")


def test_a_name_of_a_group_that_was_sent_empty_clears() -> None:
    compiled = mapping(LEAVERS, job_title="groups[0].display")
    outcome = compiled.map_user(babs(groups=[{"value": "g1", "display": None}]), current={"job_title": "Cook"})
    assert outcome.clear == ["job_title"]
