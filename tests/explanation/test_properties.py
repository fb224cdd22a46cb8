"""What holds for every explanation: it agrees with the outcome, can be written, is bounded, and tells what is masked
to nobody."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import mapper
from mapper.explanation.as_json import as_json
from mapper.explanation.clauses import Clause, Shown
from mapper.explanation.explaining import explain_group, explain_user
from mapper.explanation.text import Look, as_text
from mapper.explanation.tree import CandidateExplanation, Explanation, GroupExplanation
from mapper.json_writer import write_json
from mapper.payloads import is_group
from mapper.schemas.values import Json
from mapper.terminal import width
from tests.engine import whole_mappings as whole
from tests.engine.test_explain import NOW, contexts, loaded

SLOW = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
SOME = settings.default.max_examples // 2  # each draws, checks and compiles a whole mapping

MAPPINGS = Path(__file__).parents[2] / "mappings"
SHIPPED = sorted(file.stem for file in MAPPINGS.glob("*.yaml") if not file.name.endswith(".tests.yaml"))
SAMPLES = sorted(file.stem for file in (MAPPINGS / "samples").glob("*.json"))
MARK = "zqkj"
"""Stands in every text of a marked payload, in no mapping, and in nothing that a mask leaves."""


def marked(value: Json) -> Json:
    """*value* with the mark in every text."""
    if isinstance(value, str):
        return f"{value[:1]}{MARK}{value[1:]}" if value.strip() else value
    if isinstance(value, dict):
        return {name: marked(part) for name, part in value.items()}
    return [marked(part) for part in value] if isinstance(value, list) else value


def written(explanation: Explanation | GroupExplanation) -> list[str]:
    """All that can be shown with masked values."""
    texts = [
        as_text(explanation, Look(columns, False, is_whole)) for columns in (40, 120) for is_whole in (True, False)
    ]
    for text in texts[:2]:
        assert all(width(line) <= 40 for line in text.splitlines())
    known = write_json(as_json(explanation, show_values=False))
    json.loads(known)
    json.loads(write_json(as_json(explanation, show_values=True)))
    as_text(explanation, Look(80, True, True))
    return [*texts, known]


def agrees(explanation: Explanation, outcome: mapper.Outcome) -> None:
    """What the explanation says of each field is what the outcome does."""
    assert (explanation.action, explanation.reason) == (outcome.action, outcome.reason)
    if outcome.action == "skip":
        assert {field.state for field in explanation.fields} <= {"skipped"}
        return
    states = {field.name: field.state for field in explanation.fields}
    assert {name for name, state in states.items() if state == "clear"} == set(outcome.clear)
    for field in explanation.fields:
        if field.state == "set":
            winners = [each.value for each in field.candidates if each.verdict == "won"]
            assert not winners or winners[0] == field.value
            assert winners or field.because
        elif field.state == "keep":
            assert field.reason == outcome.keep.get(field.name)
        assert len([each for each in field.candidates if each.verdict == "won"]) <= 1


PLAIN = re.compile(
    "`(?:user[.])?(title|nickName|userType|userName|name[.]givenName)` (is|was not sent|was sent empty|holds)"
)


def clauses(found: Iterable[CandidateExplanation]) -> Iterator[Clause]:
    """Everything that is said of candidates, and of what is inside of them."""
    for each in found:
        yield from each.because
        yield from clauses(each.inside)
        for element in each.elements:
            yield from element.because
            yield from (clause for part in element.parts for clause in clauses(part.candidates))


def is_true_of(payload: Json, path: str, said: str, rest: Sequence[object]) -> bool:
    """Whether what is said of an attribute is so; *rest* is what follows in the clause."""
    parent: Json = payload
    for name in path.split(".")[:-1]:
        parent = parent.get(name) if isinstance(parent, dict) else None
    last = path.rpartition(".")[2]
    is_there = isinstance(parent, dict) and last in parent
    value = parent[last] if is_there else None
    if said == "was not sent":
        return not is_there
    if said == "was sent empty":
        return is_there and value is None
    first = next((part.value for part in rest if isinstance(part, Shown)), None)
    return first == value or value is None or not isinstance(value, str)


@settings(suppress_health_check=SLOW, max_examples=SOME)
@given(whole.mappings, whole.users, contexts)
def test_an_explanation_agrees_with_the_outcome_and_is_true(
    mapping: Json, user: Json, context: dict[str, Json]
) -> None:
    compiled = loaded(mapping)
    outcome, trace = compiled.explain(user, **context)
    assert outcome == compiled.map_user(user, **context)
    explanation = explain_user(compiled, outcome, trace)
    agrees(explanation, outcome)
    said = [clause for field in explanation.fields for clause in (*field.because, *clauses(field.candidates))]
    for clause in [*said, *(clause for rule in explanation.rules for clause in rule.because)]:
        for at, part in enumerate(clause):
            for found in PLAIN.finditer(part) if isinstance(part, str) else ():
                assert is_true_of(trace.payload, found[1], found[2], clause[at + 1 :]), clause


@settings(suppress_health_check=SLOW, max_examples=SOME)
@given(whole.mappings, whole.users, contexts)
def test_masked_values_are_not_told(mapping: Json, user: Json, context: dict[str, Json]) -> None:
    compiled = loaded(mapping)
    beside = {**context, "groups": marked(context["groups"]), "current": marked(context["current"])}
    explanation = explain_user(compiled, *compiled.explain(marked(user), **beside))
    assert [text for text in written(explanation) if MARK in text.casefold()] == []


@settings(suppress_health_check=SLOW, max_examples=SOME)
@given(whole.mappings, whole.users, st.sampled_from(["Bosses", "B1", "", None]))
def test_a_group_is_explained(mapping: Json, user: Json, name: str | None) -> None:
    compiled = loaded(mapping)
    group = marked({"id": "g1", "displayName": name, "members": [{"value": "id1"}, {"value": "boss"}]})
    members = [marked({**user, "id": "id1"})]
    now: dict[str, Json] = {"now": NOW}
    outcome, trace = compiled.explain_group(group, members=members, **now)
    assert outcome == compiled.map_group(group, members=members, **now)
    explanation = explain_group(compiled, outcome, trace)
    for (value, _, fields), received in zip(explanation.members, outcome.members, strict=True):
        assert value == received["value"]
        assert {field.name.partition(".")[0] for field in fields if field.state == "set"} == set(received["person"])
    assert [text for text in written(explanation) if MARK in text.casefold()] == []


@pytest.mark.parametrize("name", SHIPPED)
def test_every_sample_is_explained_by_every_mapping(name: str) -> None:
    compiled = mapper.load(MAPPINGS / f"{name}.yaml")
    for sample in SAMPLES:
        payload = json.loads((MAPPINGS / "samples" / f"{sample}.json").read_text(encoding="utf-8"))
        if is_group(payload):
            of_group, trace = compiled.explain_group(payload)
            assert of_group == compiled.map_group(payload)
            written(explain_group(compiled, of_group, trace))
            continue
        for current in (None, {"id": "p1", "name": "Old", "primary_email": "old@example.com"}):
            outcome, of_user = compiled.explain(payload, current=current)
            assert outcome == compiled.map_user(payload, current=current)
            explanation = explain_user(compiled, outcome, of_user)
            agrees(explanation, outcome)
            written(explanation)


@pytest.mark.parametrize("name", SHIPPED)
def test_nothing_is_traced_when_nobody_asks(name: str) -> None:
    compiled = mapper.load(MAPPINGS / f"{name}.yaml")
    assert "trace." not in compiled.text


# --- size and time ---------------------------------------------------------------------------------------------------


def many_fields(count: int) -> mapper.CompiledMapping:
    """A mapping of *count* fields, of which none gets a value."""
    fields = {f"f{at}": f"emails[?type == 'Work{at}'].value | [0]" for at in range(count)}
    rule = {"rule": "R", "person": {"custom_fields": fields}}
    return mapper.loads(json.dumps({"mapping": "1", "name": "many", "users": rule}))


def seconds(compiled: mapper.CompiledMapping, user: Json) -> float:
    """The best of three times to explain and write it."""
    best = 60.0
    for _ in range(3):
        start = perf_counter()
        explanation = explain_user(compiled, *compiled.explain(user, current={}))
        as_text(explanation, Look(100, False, False))
        write_json(as_json(explanation, show_values=False))
        best = min(best, perf_counter() - start)
    return best


def test_five_hundred_fields_take_time_in_proportion() -> None:
    user = {"emails": [{"type": "work", "value": "a@example.com"}, {"type": "home", "value": "b@example.com"}]}
    few, many = (seconds(many_fields(count), user) for count in (100, 500))
    assert many < 5 * few * 3


LARGE = """
mapping: 1
name: large
tables: {t: {rows: {boss: Chief}}}
users:
  rule: R
  person:
    name: emails[?type == 'Office'].value | [0]
    job_title: [title, "lookup('t', nickName)", "pick(emails, 'office')"]
    custom_fields: {all: emails}
    primary_email: displayName
    time_zone: title
    contacts:
      each: emails
      unless: type == 'home'
      entry: {label: type, email: value, telephone: "lookup('t', value)"}
"""


def test_half_a_megabyte_is_explained_in_little_text_and_time() -> None:
    emails = [{"type": "work", "value": f"person{at:05}@example.com", "display": "x" * 20} for at in range(4500)]
    user = {"emails": emails, "title": "t" * 50_000, **{f"unknown{at}": {"a": "True"} for at in range(3000)}}
    assert len(json.dumps(user)) > 500_000
    compiled = mapper.loads(LARGE)
    start = perf_counter()
    compiled.explain(user, current={})
    traced = perf_counter() - start
    start = perf_counter()
    explanation = explain_user(compiled, *compiled.explain(user, current={}))
    texts = written(explanation)
    assert perf_counter() - start < 20 * traced + 1
    assert max(map(len, texts)) < 150_000


def test_a_group_of_fifty_thousand_is_cut_with_a_sentence() -> None:
    compiled = mapper.loads(LARGE + "groups: {rule: G, person: {vip: {value: true}}}\n")
    group = {"displayName": "All", "members": [{"value": f"id{at}"} for at in range(50_000)]}
    explanation = explain_group(compiled, *compiled.explain_group(group))
    text = as_text(explanation, Look(100, True, False))
    assert "49,980 more members are mapped in the same way, and not told of here" in text
    assert len(text) < 5_000
    assert as_json(explanation, show_values=True)["left_out"]["members"] == 49_980


def candidates(found: tuple[CandidateExplanation, ...]) -> int:
    """How many candidates there are, with those inside of others."""
    return sum(
        1
        + candidates(each.inside)
        + sum(candidates(part.candidates) for element in each.elements for part in element.parts)
        for each in found
    )


def test_elements_are_told_up_to_a_number() -> None:
    compiled = mapper.loads(LARGE)
    emails = [{"type": "work" if at % 2 else "home", "value": f"p{at}@example.com"} for at in range(1000)]
    explanation = explain_user(compiled, *compiled.explain({"emails": emails}, current={}))
    (contacts,) = (field for field in explanation.fields if field.name == "contacts")
    (candidate,) = contacts.candidates
    assert len(candidate.elements) < 60
    assert candidate.left_out == 1000 - len(candidate.elements)
    assert candidates(contacts.candidates) < 200


# --- what sentences of the engine quote ------------------------------------------------------------------------------

QUOTING = """
mapping: 1
name: quoting
let:
  place: upper(user.addresses[0].country)
  same: user.title
users:
  rule: R
  person:
    name: phone_e164(nickName, title)
    job_title: parse_date(title, nickName)
    locale: [locale, current.locale, same, account.name]
    time_zone: [timezone, place, person.job_title, connection]
    organization: {from: title, found_by: name}
    manager: {from: displayName, found_by: scim_id}
    vip: {if: ["country_name(title, place) == 'x'", "in_group(title)"]}
    custom_fields:
      printed: {template: "{{ title | country_name(nickName) }}"}
      number: {from: "pick(phoneNumbers, title)"}
      near: switch(nickName, title, 'a', displayName, 'region')
      day: parse_date(place, user.timezone)
    contacts:
      each: phoneNumbers
      when: parse_date(user.title, user.nickName) != 'work'
      entry: {label: type, telephone: "phone_e164(value, user.addresses[0].country)"}
    addresses:
      each: addresses
      entry: {label: {value: mailing}, city: "phone_e164(user.nickName, place)", country: country}
groups:
  rule: G
  person:
    custom_fields: {from_group: "phone_e164(group.displayName, user.title)"}
"""
PIECES = ["'", '"', "', not '", "region", "work", " is no date of the pattern ", "x", " ", "rue de l'", "'a' ", "é"]
quoting_texts = st.lists(st.sampled_from(PIECES), max_size=8).map(
    lambda pieces: "".join(pieces[:4]) + MARK + "".join(pieces[4:])
)
quoting_texts_cut = st.one_of(quoting_texts, quoting_texts.map(lambda text: text * 9))


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=150, deadline=None)
@given(st.lists(quoting_texts_cut, min_size=12, max_size=12))
def test_no_quote_in_a_value_lets_any_of_it_through(texts: list[str]) -> None:
    compiled = mapper.loads(QUOTING)
    title, nick, country, number, name, group, stored, account, connection, zone, kind, locale = texts
    user = {
        "id": "u1", "title": title, "nickName": nick, "displayName": name, "timezone": zone, "locale": locale,
        "addresses": [{"country": country}], "phoneNumbers": [{"type": kind, "value": number}, {"value": nick}],
    }  # fmt: skip
    explanation = explain_user(
        compiled,
        *compiled.explain(
            user,
            groups=[{"displayName": group, "members": [{"value": "u1"}]}],
            current={"id": "p1", "name": "Old", "locale": stored},
            account={"name": account},
            connection=connection,
            directory=mapper.RecordsDirectory({"organization": [{"id": "o", "name": title, "disabled": True}]}),
        ),
    )
    assert [text for text in written(explanation) if MARK in text.casefold()] == []
