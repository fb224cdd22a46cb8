"""What holds for every mapping and payload: both functions agree, nothing is changed, nothing is shared."""

from __future__ import annotations

import copy
import json
import pickle
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import mapper
from mapper.schemas.values import Json
from tests.engine import whole_mappings as whole

SLOW = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
SOME = settings.default.max_examples // 2  # each draws, checks and compiles a whole mapping

NOW = datetime(2026, 3, 1, tzinfo=UTC)
RECORDS = {
    "organization": [{"id": "o1", "name": "boss"}, {"id": "o2", "name": "id1", "disabled": True}],
    "person": [{"id": "p1", "name": "One", "scim_id": "id1"}, {"id": "p2", "name": "Two", "scim_id": "id1"}],
    "site": [{"id": "s1", "name": "osses"}],
}
contexts: st.SearchStrategy[dict[str, Json]] = st.fixed_dictionaries(
    {
        "groups": whole.groups,
        "current": whole.stored,
        "directory": st.sampled_from([None, mapper.RecordsDirectory(RECORDS)]),
        "account": st.sampled_from([None, {"name": "acme", "kind": "qa", "time_zone": "Europe/Amsterdam"}]),
        "connection": st.sampled_from([None, "boss"]),
        "now": st.just(NOW),
    }
)


def loaded(mapping: Json) -> mapper.CompiledMapping:
    """The mapping; a generated one that the check refuses, such as one with a circle, is of no interest here."""
    try:
        return mapper.loads(json.dumps(mapping))
    except mapper.InvalidMapping:
        assume(False)
        raise


@settings(suppress_health_check=SLOW, max_examples=SOME)
@given(whole.mappings, st.lists(whole.users, min_size=1, max_size=3), contexts)
def test_map_and_explain_agree_and_change_nothing(mapping: Json, users: list[Json], context: dict[str, Json]) -> None:
    compiled = loaded(mapping)
    again = pickle.loads(pickle.dumps(compiled))
    assert again.text == compiled.text
    before = copy.deepcopy((users, context["groups"], context["current"]))
    for user in users:
        outcome = compiled.map_user(user, **context)
        assert compiled.explain(user, **context)[0] == outcome
        assert again.map_user(user, **context) == outcome
        json.dumps(outcome.as_json(), default=str, allow_nan=False)
        merged = mapper.merge(outcome, context["current"])
        if outcome.action != "skip":
            assert mapper.merge(outcome, merged) == merged
        assert not set(outcome.person) & (set(outcome.clear) | set(outcome.keep)) - {"manager"}
        wrecked(outcome.person)
        assert compiled.explain(user, **context)[0] == again.map_user(user, **context)
    assert (users, context["groups"], context["current"]) == before


def wrecked(value: Json) -> None:
    """Change everything in *value* that can be changed."""
    parts = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    for part in list(parts):
        wrecked(part)
    if isinstance(value, dict | list):
        value.clear()


@settings(suppress_health_check=SLOW, max_examples=SOME)
@given(whole.mappings, whole.users, whole.stored)
def test_a_group_gives_what_its_members_receive(mapping: Json, user: Json, stored: Json) -> None:
    compiled = loaded(mapping)
    group = {"id": "g1", "displayName": "Bosses", "members": [{"value": "id1"}, {"value": "boss"}, {"value": "id1"}]}
    outcome = compiled.map_group(group, members=[user], now=NOW)
    assert [member["value"] for member in outcome.members] == ["id1", "boss"]
    assert compiled.explain_group(group, members=[user], now=NOW)[0] == outcome
    assert compiled.map_group(group, members=[user], now=NOW) == outcome


CONSTANTS = """
mapping: 1
name: constants
tables: {t: {rows: {a: [1, {b: c}]}}}
users:
  rule: All
  person:
    name: {value: Name}
    primary_email: {value: a@example.com}
    custom_fields:
      fixed: {value: [a, {b: c}]}
      literal: '`[1, {"a": []}]`'
      row: lookup('t', 'a')
      account: account.list
      stored: current.custom_fields
      sent: "{list: emails, same: emails}"
    contacts: "`[{\\"telephone\\": \\"1\\"}]`"
groups:
  rule: G
  person:
    custom_fields:
      otherwise: {from: displayName, else: {a: [b]}}
"""


def test_outcomes_share_no_part_with_anything() -> None:
    compiled = mapper.loads(CONSTANTS)
    user = {"emails": [{"value": "a"}]}
    context = {"account": {"list": [[1]]}, "current": {"custom_fields": {"old": [[2]]}}}
    given_before = copy.deepcopy((user, context))
    first = compiled.map_user(user, **context)
    expected = copy.deepcopy(first)
    assert first.person["custom_fields"] == {
        "fixed": ["a", {"b": "c"}],
        "literal": [1, {"a": []}],
        "row": ["1", {"b": "c"}],
        "account": [[1]],
        "stored": {"old": [[2]]},
        "sent": {"list": [{"value": "a"}], "same": [{"value": "a"}]},
        "otherwise": {"a": ["b"]},
    }
    wrecked(first.person)
    wrecked(first.keep)
    assert (user, context) == given_before
    assert compiled.map_user(user, **context) == expected
    assert compiled.explain(user, **context)[0] == expected


def test_threads_share_a_mapping() -> None:
    compiled = mapper.loads(CONSTANTS)
    users = [{"userName": f"u{at}", "emails": [{"value": str(at)}] * at} for at in range(8)]
    expected = [compiled.map_user(user) for user in users]
    with ThreadPoolExecutor(8) as threads:
        for outcomes in threads.map(lambda _: [compiled.explain(user)[0] for user in users], range(16)):
            assert outcomes == expected


@pytest.mark.parametrize("count", [1, 300])
def test_the_trace_has_every_candidate_that_was_reached(count: int) -> None:
    compiled = mapper.loads(
        json.dumps(
            {
                "mapping": "1",
                "name": "trace",
                "users": {"rule": "R", "person": {"name": [*["nickName"] * count, "title", "displayName"]}},
            }
        )
    )
    _, trace = compiled.explain({"title": "Boss"}, current={})
    verdicts = [candidate.verdict for candidate in trace.fields["name"].candidates]
    assert verdicts == ["absent"] * count + ["won"]


SEEN = """
mapping: 1
name: seen
let:
  external: userType == 'Contractor'
users:
  - rule: Staff
    unless: external
    person:
      name:
        - from: displayName
          when: active
        - title
      primary_email: emails[?type == 'Work'].value | [0]
      contacts:
        each: phoneNumbers
        unless: type == 'fax'
        entry:
          label: type
          telephone: value
groups:
  - rule: Leavers
    when: displayName == 'Leavers'
    person:
      disabled:
        value: true
"""


def test_the_trace_tells_rules_conditions_and_entries() -> None:
    compiled = mapper.loads(SEEN)
    user = {
        "id": "id1",
        "active": False,
        "title": "Boss",
        "emails": [{"type": "work", "value": "a@example.com"}, {"type": "home", "value": "b@example.com"}],
        "phoneNumbers": [{"type": "fax", "value": "1"}, {"type": "work"}, {"type": "work", "value": "2"}],
    }
    leavers = {"id": "g1", "displayName": "Leavers", "members": [{"value": "id1"}]}
    outcome, trace = compiled.explain(user, groups=[leavers], current={})
    assert [(rule.name, rule.applies, rule.group) for rule in trace.rules] == [
        ("Staff", True, None),
        ("Leavers", True, "Leavers"),
    ]
    assert [(each.verdict, each.value) for each in trace.fields["name"].candidates] == [
        ("condition does not hold", None),
        ("won", "Boss"),
    ]
    assert [(each.index, each.verdict) for each in trace.fields["contacts[{index}]"].candidates] == [
        (0, "condition does not hold"),
        (1, "no content"),
    ]
    assert [(each.index, each.value) for each in trace.fields["contacts[{index}].telephone"].candidates] == [
        (1, None),
        (2, "2"),
    ]
    assert trace.fields["disabled"].candidates[0].group == "Leavers"
    (email,) = trace.fields["primary_email"].candidates
    projection = email.candidate.origin.expression.node.left
    assert list(trace.values(projection.condition.left)) == ["work", "home"]
    assert list(trace.answers(projection.condition)) == [False, False]
    assert trace.held(trace.fields["name"].candidates[0].candidate.guards[0].condition) == {False}
    assert outcome.person["contacts"] == [{"label": "work", "telephone": "2", "integration": True}]


def test_the_trace_of_a_large_group_is_cut() -> None:
    members = [{"value": f"id{at}"} for at in range(50_000)]
    group = {"id": "g1", "displayName": "Leavers", "members": members}
    outcome, trace = mapper.loads(SEEN).explain_group(group)
    assert len(outcome.members) == 50_000
    assert len(trace.members) == 20
    assert trace.left_out == 49_980
    assert trace.members[0][1].fields["disabled"].winner is not None
