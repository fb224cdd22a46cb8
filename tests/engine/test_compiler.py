"""Compiling what is large, deep and legal, and mapping what nobody should send."""

from __future__ import annotations

import collections
import gc
import json
import linecache
import pickle
import types

import pytest

import mapper
from mapper.schemas.values import Json

NESTED = "account.a" + "[?b].a" * 14
"""As many loops in one another as an expression may have."""

GROUP: dict[str, Json] = {"id": "g1", "displayName": "G", "members": [{"value": "u1"}]}


def loads(people: dict[str, Json], **sections: Json) -> mapper.CompiledMapping:
    rule = {"rule": "R", "person": people}
    return mapper.loads(json.dumps({"mapping": "1", "name": "large", **sections, "users": rule}))


def run(compiled: mapper.CompiledMapping, user: Json) -> mapper.Outcome:
    """What a user gives, by all functions that a mapping has."""
    outcome = compiled.map_user(user, current={}, groups=[GROUP], account={})
    assert compiled.explain(user, current={}, groups=[GROUP], account={})[0] == outcome
    assert compiled.map_group(GROUP, members=[user]).problems == []
    return outcome


def test_five_hundred_fields() -> None:
    fields = {
        f"f{at}": ["nickName", f"enterprise.costCenter || {'title' if at % 2 else 'userName'}"] for at in range(500)
    }
    parts = run(loads({"custom_fields": fields}), {"id": "u1", "userName": "a", "title": "b"}).person["custom_fields"]
    assert parts == {f"f{at}": "b" if at % 2 else "a" for at in range(500)}


def test_sixty_candidates_in_each_of_many_fields() -> None:
    many = [{"from": "nickName", "when": "active"} for _ in range(59)]
    compiled = loads({"custom_fields": {f"f{at}": [*many, "title"] for at in range(30)}})
    assert set(run(compiled, {"id": "u1", "title": "b", "active": True}).person["custom_fields"].values()) == {"b"}


def test_loops_in_each_place_where_python_nests() -> None:
    """Python allows 20 loops and `try` in one another: a group, an element, a guard and an expression take some."""
    guarded = {
        "when": f"{NESTED} | [0]",
        "from": [{"when": f"{NESTED} | [0]", "from": f"{NESTED} | [0]", "then": f"{NESTED} | [0]"}],
        "then": f"{NESTED} | [0]",
    }
    rule = {
        "rule": "G",
        "let": {"own": f"{NESTED}[0]"},
        "when": f"!({NESTED})",
        "person": {
            "contacts": {
                "collect": [
                    {
                        "each": f"[account] | [0].{NESTED.removeprefix('account.')}",
                        "when": f"!({NESTED})",
                        "entry": {"telephone": guarded, "email": ["own | [0]", guarded]},
                    },
                    {"when": f"!({NESTED})", "entry": {"telephone": guarded, "email": "own | [0]"}},
                ]
            }
        },
    }
    lets = {"l0": f"{NESTED} | [0]", **{f"l{at}": f"{NESTED}[?l{at - 1}].b" for at in range(1, 15)}}
    compiled = loads({"name": "userName", "job_title": f"l14 | map(&{NESTED}, @) | [0][0]"}, let=lets, groups=rule)
    assert run(compiled, {"id": "u1", "userName": "babs"}).person == {"name": "babs"}


@pytest.mark.parametrize(
    "expression",
    [
        " || ".join(["account.a"] * 120 + ["title"]),
        " | ".join(["title", *["@"] * 120]),
        "account" + ".a" * 120 + " || title",
        "(" * 15 + "title" + ")" * 15,
        "upper(" * 15 + "title" + ")" * 15 + " && title",
        "!" * 14 + "title && title || nickName",
        "account.a" + "[0]" * 15 + " || title",
        "[[[[[[[[[[[[[[title]]]]]]]]]]]]]]" + " | [0]" * 14,
    ],
)
def test_long_and_deep_expressions(expression: str) -> None:
    fields: dict[str, Json] = {"name": expression, "location": {"from": expression, "when": expression, "then": "@"}}
    assert run(loads(fields), {"id": "u1", "title": "b"}).person == {"name": "b", "location": "b"}
    assert run(loads(fields), {"id": "u1"}).person == {}


def test_many_rules_that_say_what_a_field_does() -> None:
    rules = [
        {"rule": f"R{at}", "when": "userType == 'x'", "person": {"job_title": {"from": "title", "missing": "clear"}}}
        for at in range(800)
    ]
    rules.append({"rule": "Last", "person": {"job_title": {"from": "title", "missing": "error"}}})
    compiled = mapper.loads(json.dumps({"mapping": "1", "name": "rules", "users": rules}))
    assert compiled.map_user({"userType": "x"}, current={}).clear == ["job_title"]
    assert [each.code for each in compiled.map_user({"userType": "y"}, current={}).problems] == ["missing"]


def test_a_question_about_emptiness_goes_where_no_value_was_asked_and_does_not_fail() -> None:
    """The right side of `&&` is first read when no candidate gave a value, and then its function cannot work."""
    compiled = loads(
        {"job_title": ["nickName && (sum(to_array(account.a)) | to_array(@) | [0])", "wrong"]},
        let={"wrong": "nickName && (sum(to_array(account.a)) | to_string(@))"},
    )
    outcome = run(compiled, {"id": "u1", "emails": [{"value": "a"}]})
    assert (outcome.keep, outcome.problems) == ({"job_title": "absent"}, [])


def test_else_counts_as_what_its_rule_gives() -> None:
    """`write` is that of the winning candidate's rule; what `else` says wins for the rule that says it."""
    rules = [
        {"rule": "A", "person": {"vip": {"if": ["title == 'x'"], "else": "false", "write": "create"}}},
        {"rule": "B", "person": {"vip": {"from": "active", "write": "blank"}}},
    ]
    compiled = mapper.loads(json.dumps({"mapping": "1", "name": "else", "users": rules}))
    assert compiled.map_user({}, current={"vip": True}).keep == {"vip": "write: create"}
    assert compiled.map_user({"active": True}, current={}).person == {"vip": True}


def test_a_named_expression_is_evaluated_once_and_misses_for_each_who_uses_it() -> None:
    people: dict[str, Json] = {
        "job_title": "place",
        "location": "place || title",
        "contacts": {"each": "emails", "entry": {"email": "value", "label": "place"}},
    }
    compiled = loads(people, let={"place": "lookup('t', userType)"}, tables={"t": {"rows": {"a": "b"}}})
    assert compiled.text.count("lookup") == 0
    outcome = run(compiled, {"id": "u1", "userType": "x", "emails": [{"value": "a@example.com"}] * 3})
    missed = [each.field for each in outcome.problems if each.code == "no-such-row"]
    assert missed == ["job_title", "location", *(f"contacts[{at}].label" for at in range(3))]


def test_many_misses_of_a_named_expression_are_not_told_for_every_entry() -> None:
    people: dict[str, Json] = {"contacts": {"each": "emails", "entry": {"email": "value", "label": "places[0]"}}}
    places = "emails[].lookup('t', value)"
    compiled = loads(people, let={"places": places}, tables={"t": {"rows": {"a": "b"}}})
    outcome = run(compiled, {"id": "u1", "emails": [{"value": f"e{at}@example.com"} for at in range(1_000)]})
    assert len(outcome.problems) == 10 * 1_000


def test_ten_thousand_phone_numbers() -> None:
    entry = {"each": "phoneNumbers", "entry": {"label": "type", "telephone": "value"}}
    user = {"id": "u1", "phoneNumbers": [{"value": f"+31{at}", "type": "work"} for at in range(10_000)] * 2}
    contacts = run(loads({"contacts": entry}), user).person["contacts"]
    assert len(contacts) == 10_000
    assert contacts[-1] == {"label": "work", "telephone": "+319999", "integration": True}


def test_elements_that_are_no_objects() -> None:
    """A text where an object is due is its value; anything else has no parts, and gives no entry."""
    entry = {"each": "phoneNumbers", "entry": {"telephone": "value", "label": "type"}}
    user = {"id": "u1", "phoneNumbers": ["+311", 5, None, True, ["x"], {"value": ["y"]}, {}, "+312"]}
    outcome = run(loads({"contacts": entry}), user)
    assert [each["telephone"] for each in outcome.person["contacts"]] == ["+311", "+312"]
    assert [(each.code, each.field, each.payload) for each in outcome.problems] == [
        ("does-not-fit", "contacts[5].telephone", "/phoneNumbers/5/value")
    ]


class Ordered(collections.OrderedDict[str, Json]):
    """An object as a host may have made it."""


@pytest.mark.parametrize("payload", [None, [], "x", 5, True, 1.5, b"x"])
def test_a_payload_is_an_object(payload: Json) -> None:
    with pytest.raises(mapper.InvalidPayload) as caught:
        loads({"name": "title"}).map_user(payload)
    assert caught.value.code == "not-an-object"


def test_a_deep_payload_is_refused() -> None:
    deep: Json = "x"
    for _ in range(100_000):
        deep = {"a": deep}
    with pytest.raises(mapper.InvalidPayload, match="32"):
        loads({"name": "title"}).map_user({"name": deep})


@pytest.mark.parametrize(
    "title",
    ["\ud800", "a\x00b", "x" * 1_000_000, 10**5000, float("nan"), float("inf"), -0.0, Ordered(a=1), ("a", "b")],
    ids=lambda value: type(value).__name__,
)
def test_values_of_python_callers(title: Json) -> None:
    kinds: dict[str, Json] = {
        "name": "title", "information": "title", "vip": "title", "cost_per_hour": "title", "locale": "title",
        "primary_email": "title", "send_email_notifications": "title", "organization": "title", "time_zone": "title",
        "do_not_translate_languages": "title", "job_title": {"template": "{{ title }} {{ title | upper }}"},
        "location": ["lookup('t', title)", "join_present(' ', title, title)"], "source": "to_string(title)",
        "custom_fields": {
            "any": "title", "number": {"from": "title", "type": "integer"}, "day": {"from": "title", "type": "date"},
        },
    }  # fmt: skip
    compiled = loads(kinds, tables={"t": {"ignore_case": "true", "ignore_accents": "true", "rows": {"a": "b"}}})
    outcome = run(compiled, Ordered(id="u1", title=title))
    assert all(len(problem.message) < 300 for problem in outcome.problems)
    assert outcome.person.get("custom_fields", {}).get("any") == outcome.person.get("custom_fields", {}).get("any")
    assert all(not isinstance(value, str) or len(value) <= 65_536 for value in outcome.person.values())


def test_an_object_of_another_class_is_an_object() -> None:
    payload = Ordered(name=Ordered(givenName="Babs"), emails=(Ordered(value="a@example.com"),))
    fields: dict[str, Json] = {"name": "name.givenName", "primary_email": "emails[0].value"}
    assert run(loads(fields), payload).person == {"name": "Babs", "primary_email": "a@example.com"}
    current = types.MappingProxyType({"primary_email": "old@example.com"})
    assert loads({"name": "current.primary_email"}).map_user({}, current=current).person == {"name": "old@example.com"}


def test_a_mapping_leaves_nothing_behind() -> None:
    written = pickle.dumps(loads({"name": "title"}))
    before = set(linecache.cache)
    compiled = pickle.loads(written)
    run(compiled, {"id": "u1"})
    made = {name for name in set(linecache.cache) - before if name.startswith("<mapper")}
    assert len(made) == 3
    del compiled
    gc.collect()
    assert not made & set(linecache.cache)
