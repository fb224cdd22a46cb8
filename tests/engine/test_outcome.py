"""`merge`: what becomes of a person, as the language says it."""

from __future__ import annotations

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.engine.outcome import Outcome, merge
from mapper.schemas.values import Json

OURS = {"telephone": "1", "integration": True}
THEIRS = {"telephone": "2"}

CASES: dict[str, tuple[Outcome, Json, Json]] = {
    "a field is set": (
        Outcome("update", None, {"name": "New"}),
        {"name": "Old", "id": "p1"},
        {"name": "New", "id": "p1"},
    ),
    "a person is made": (Outcome("create", None, {"name": "New"}), None, {"name": "New"}),
    "a field is cleared": (
        Outcome("update", None, {}, ["site"]),
        {"site": "Delft", "vip": True},
        {"site": None, "vip": True},
    ),
    "nothing is done": (
        Outcome("skip", "no rule applies", {"name": "x"}, ["site"]),
        {"site": "Delft"},
        {"site": "Delft"},
    ),
    "nobody is made": (Outcome("skip", "no rule applies"), None, None),
    "owned entries are replaced": (
        Outcome("update", None, {"contacts": [{"telephone": "3", "integration": True}]}),
        {"contacts": [OURS, THEIRS]},
        {"contacts": [THEIRS, {"telephone": "3", "integration": True}]},
    ),
    "owned entries are removed": (
        Outcome("update", None, {"contacts": []}),
        {"contacts": [OURS, THEIRS]},
        {"contacts": [THEIRS]},
    ),
    "owned entries are cleared": (
        Outcome("update", None, {}, ["contacts"]),
        {"contacts": [OURS, THEIRS]},
        {"contacts": [THEIRS]},
    ),
    "there was no list": (Outcome("update", None, {"contacts": [OURS]}), {"contacts": None}, {"contacts": [OURS]}),
    "entries that are none stay": (
        Outcome("update", None, {"contacts": []}),
        {"contacts": ["x", THEIRS]},
        {"contacts": ["x", THEIRS]},
    ),
    "a part is set beside others": (
        Outcome("update", None, {"custom_fields": {"a": "2"}}),
        {"custom_fields": {"a": "1", "b": "1"}},
        {"custom_fields": {"a": "2", "b": "1"}},
    ),
    "a part is cleared": (
        Outcome("update", None, {"custom_fields": {"c": "3"}}, ["custom_fields.a"]),
        {"custom_fields": {"a": "1", "b": "1"}},
        {"custom_fields": {"b": "1", "c": "3"}},
    ),
    "a part of nothing is cleared": (
        Outcome("update", None, {}, ["custom_fields.a"]),
        {"custom_fields": None},
        {"custom_fields": None},
    ),
    "a field that the target does not have": (
        Outcome("update", None, {"other": [1]}, ["gone"]),
        {},
        {"other": [1], "gone": None},
    ),
}


@pytest.mark.parametrize("case", list(CASES))
def test_merge(case: str) -> None:
    outcome, current, expected = CASES[case]
    before = copy.deepcopy((outcome, current))
    assert merge(outcome, current) == expected
    assert (outcome, current) == before
    if outcome.action != "skip":
        assert merge(outcome, expected) == expected


entries = st.lists(
    st.sampled_from([OURS, THEIRS, {"email": "a@example.com"}, {"email": "b", "integration": True}, "odd"])
)
owned = st.lists(st.sampled_from([OURS, {"email": "b@example.com", "integration": True}]))
parts = st.dictionaries(st.sampled_from("abc"), st.integers(0, 2))
people = st.fixed_dictionaries(
    {},
    optional={"contacts": entries | st.none(), "custom_fields": parts | st.none() | st.just("odd"), "name": st.text()},
)
set_fields = st.fixed_dictionaries({}, optional={"contacts": owned, "custom_fields": parts, "name": st.text()})


@given(people, set_fields, st.lists(st.sampled_from(["site", "addresses", "custom_fields.a", "custom_fields.d"])))
def test_merge_is_idempotent_and_touches_nobody_elses(current: Json, person: Json, clear: list[str]) -> None:
    cleared = [name for name in clear if name.partition(".")[2] not in person.get("custom_fields", {})]
    outcome = Outcome("update", None, person, cleared)
    once = merge(outcome, current)
    assert merge(outcome, once) == once
    assert once is not None

    def of_others(who: Json) -> list[Json]:
        return [each for each in who.get("contacts") or [] if not (isinstance(each, dict) and each.get("integration"))]

    assert of_others(once) == of_others(current)
