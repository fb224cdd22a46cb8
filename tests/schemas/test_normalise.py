"""Rules 2 and 7 of the language: payloads in the spelling and types of their schemas, with what was changed."""

from __future__ import annotations

import copy
import json
import pickle
from collections import OrderedDict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.schemas.normalise import DEEPEST, normalise
from mapper.schemas.scim import ENTERPRISE_USER, extend, group_schema, user_schema
from mapper.schemas.values import InvalidPayload, WrittenFloat

HERE = Path(__file__).parent
CASES = json.loads((HERE / "normalise_cases.json").read_text(encoding="utf-8"))
EXAMPLES = sorted((HERE / "rfc7643").glob("*.json"))

ACME = "urn:acme:scim:schemas:2.0:User"
USER = extend(
    user_schema(),
    ACME,
    "acme",
    {"hireDate": "string", "level": "integer", "certified": "boolean", "rate": "decimal", "any": "complex"},
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_a_payload_becomes(case):
    schema = group_schema() if case.get("group") else USER
    sent = copy.deepcopy(case["payload"])
    payload, changes = normalise(sent, schema)
    assert payload == case["becomes"]
    assert list(payload) == list(case["becomes"])
    assert [list(change) for change in changes] == case["changes"]
    assert sent == case["payload"], "the payload itself is never changed"
    assert (payload is sent) is (not changes)
    assert normalise(payload, schema) == (payload, ())


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_of_the_rfc_is_normal_as_it_is(path):
    payload = json.loads(path.read_text(encoding="utf-8"))
    schema = group_schema() if "group" in path.name else user_schema()
    normal, changes = normalise(payload, schema)
    assert normal is payload
    assert changes == ()


def test_a_change_is_a_sentence_without_the_value():
    _, changes = normalise({"emails": "babs@jensen.org"}, USER)
    assert [str(change) for change in changes] == [
        "text became an object with 'value'",
        "an object with 'value' became a list of one",
    ]


def test_what_needs_no_change_is_shared():
    payload = {"name": {"givenName": "Babs"}, "emails": [{"value": "a@b.c"}, {"value": ""}], "active": "true"}
    normal, _ = normalise(payload, USER)
    assert normal["name"] is payload["name"]
    assert normal["emails"][0] is payload["emails"][0]
    assert payload["emails"][1] == {"value": ""}


def test_a_decimal_keeps_its_digits():
    normal, _ = normalise({ACME: {"rate": "1.10"}}, USER)
    assert normal[ACME]["rate"].text == "1.10"


@pytest.mark.parametrize("number", [1, 2.5, WrittenFloat("1.10"), 10**30, True])
def test_numbers_stay_as_they_are(number):
    payload = {"title": number, "unknown": number, ACME: {"level": number}}
    assert normalise(payload, USER) == (payload, ())


def test_containers_of_other_types_become_plain_ones():
    payload = OrderedDict(name=OrderedDict(givenName="Babs"), emails=({"value": "a@b.c"},), other=(1, 2))
    normal, changes = normalise(payload, USER)
    assert normal == {"name": {"givenName": "Babs"}, "emails": [{"value": "a@b.c"}], "other": [1, 2]}
    assert {type(normal), type(normal["name"])} == {dict}
    assert {type(normal["emails"]), type(normal["other"])} == {list}
    assert changes == ()


@pytest.mark.parametrize(
    ("payload", "pointer", "message"),
    [
        ({"userName": "a", "username": "b"}, "/username", "'userName' is there twice, once as 'username'"),
        ({"username": "a", "userName": "b"}, "/userName", "'userName' is there twice"),
        ({"userName": None, "USERNAME": None}, "/USERNAME", "'userName' is there twice, once as 'USERNAME'"),
        (
            {"emails": [{"value": "a", "VALUE": "b"}]},
            "/emails/0/VALUE",
            "'value' is there twice, once as 'VALUE'",
        ),
        (
            {ENTERPRISE_USER: {}, ENTERPRISE_USER.lower(): {}},
            f"/{ENTERPRISE_USER.lower()}",
            f"'{ENTERPRISE_USER}' is there twice, once as '{ENTERPRISE_USER.lower()}'",
        ),
    ],
)
def test_one_attribute_in_two_spellings_is_a_fault(payload, pointer, message):
    with pytest.raises(InvalidPayload) as caught:
        normalise(payload, USER)
    assert caught.value.code == "duplicate-attribute"
    assert caught.value.pointer == pointer
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("payload", "kind"),
    [([], "a list"), ("text", "text"), (" ", "blank text"), (None, "null"), (1, "a number"), (True, "a boolean")],
)
def test_a_payload_that_is_no_object_is_a_fault(payload, kind):
    with pytest.raises(InvalidPayload) as caught:
        normalise(payload, USER)
    assert caught.value.code == "not-an-object"
    assert caught.value.message == f"a payload is an object, and this is {kind}"
    assert caught.value.hint


@pytest.mark.parametrize("payload", [{1: "x"}, {"name": {2: ""}}, {"unknown": {None: ""}}])
def test_a_name_that_is_no_text_is_a_fault(payload):
    with pytest.raises(InvalidPayload, match="the name of an attribute is text"):
        normalise(payload, USER)


def nested(levels: int) -> object:
    value: object = ""
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize("name", ["unknown", "userName", "emails", "name", ENTERPRISE_USER])
def test_depth_is_bounded(name):
    assert normalise({name: nested(DEEPEST - 2)}, USER).changes
    for levels in (DEEPEST, 100_000):
        with pytest.raises(InvalidPayload) as caught:
            normalise({name: nested(levels)}, USER)
        assert caught.value.code == "json-too-deep"


def test_a_payload_within_itself_is_too_deep():
    payload: dict[str, object] = {}
    payload["unknown"] = payload
    with pytest.raises(InvalidPayload) as caught:
        normalise(payload, USER)
    assert caught.value.code == "json-too-deep"


def test_wrapping_counts_as_depth():
    """What is accepted once is accepted again, although an object has become a list of one."""
    for levels in range(DEEPEST - 4, DEEPEST + 1):
        try:
            normal, _ = normalise({"emails": {"unknown": nested(levels)}}, USER)
        except InvalidPayload:
            continue
        assert normalise(normal, USER) == (normal, ())


def test_ten_thousand_elements_are_no_burden():
    payload = {"phoneNumbers": [{"value": "" if number % 2 else "1"} for number in range(10_000)]}
    assert len(normalise(payload, USER).changes) == 5_000


def test_a_fault_survives_pickling():
    fault = InvalidPayload("json-syntax", "a clause", "/a", 1, 2, "advice")
    again = pickle.loads(pickle.dumps(fault))
    assert vars(again) == vars(fault)
    assert str(again) == "a clause"


NAMES = ["userName", "USERNAME", "name", "Name", "emails", "active", "title", "value", "primary", "PRIMARY", "manager"]
OTHER_NAMES = [
    "unknown",
    "schemas",
    "givenName",
    "hireDate",
    "level",
    "rate",
    "any",
    "groups",
    ACME,
    ENTERPRISE_USER,
    "",
]
names = st.sampled_from([*NAMES, *OTHER_NAMES])
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(["", " ", "true", "False", "x", "7", "1.5", "\u3000"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=4),
    max_leaves=20,
)


@given(st.dictionaries(names, values, max_size=6))
def test_normalising_is_idempotent_and_changes_nothing_in_place(payload):
    before = copy.deepcopy(payload)
    try:
        normal, changes = normalise(payload, USER)
    except InvalidPayload as caught:
        fault = caught
    else:
        fault = None
    assert payload == before
    if fault is not None:
        assert fault.code == "duplicate-attribute"
        return
    again, none = normalise(normal, USER)
    assert again is normal
    assert none == ()
    assert (normal is payload) is (not changes)


@given(values)
def test_no_blank_text_is_left(value):
    normal, _ = normalise({"unknown": value}, USER)
    assert all(text.strip() for text in texts(normal))


def texts(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for part in value.values() if isinstance(value, dict) else value:
            yield from texts(part)


# --- the quick tests against going through everything ----------------------------------------------------------------


class Text(str):
    """A text for which no quick test says yes, at least not within a Slow object."""

    __slots__ = ()


class Slow(OrderedDict):
    """An object for which no quick test says yes: it is of another type."""


def slow(value):
    """The same payload, with nothing in it for which a quick test says yes but for numbers, booleans and null."""
    if isinstance(value, dict):
        return Slow((name, slow(part)) for name, part in value.items())
    if isinstance(value, list):
        return tuple(slow(each) for each in value)
    return Text(value) if isinstance(value, str) else value


def outcome(payload, schema):
    """All that a caller sees, in which 1, 1.0 and True are three values, and the order of names counts."""
    try:
        normal, changes = normalise(payload, schema)
    except InvalidPayload as fault:
        return vars(fault)
    return json.dumps(normal), changes


def assert_tests_change_nothing(payload, schema=USER):
    result = outcome(payload, schema)
    assert result == outcome(slow(payload), schema)
    if isinstance(result, tuple):
        assert (normalise(payload, schema).payload is payload) is (not result[1])


ODD = [None, "", " ", "x", "true", "7", 7, 1.5, True, [], {}, [""], ["x"], [None], [[]], [7]]
ODD += [{"value": "x"}, {"Value": "x"}, {"value": ""}, {"unknown": {"a": [" "]}}, {"value": 7, "VALUE": 7}]
ODD += [[{"value": "x", "unknown": ["y", {"z": None}]}], [{"value": "x"}, "y"], [{"value": 7}, {"Primary": "true"}]]


def places(value, at=()):
    """Where the parts and elements of a payload are: the names and indices that lead there."""
    if at:
        yield at
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, part in parts:
        yield from places(part, (*at, step))


def changed(value, at, change):
    """A copy of *value* in which *change* was called with what holds the place *at*, and its last step."""
    value = copy.deepcopy(value)
    inner = value
    for step in at[:-1]:
        inner = inner[step]
    change(inner, at[-1])
    return value


SAMPLES = sorted((HERE.parents[1] / "mappings" / "samples").glob("*.json"))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_the_quick_tests_change_nothing_in_a_sample(path):
    sample = json.loads(path.read_text(encoding="utf-8"))
    schema = group_schema() if "group" in path.name else USER
    assert_tests_change_nothing(sample, schema)
    for at in places(sample):
        for odd in ODD:
            assert_tests_change_nothing(changed(sample, at, lambda inner, step, odd=odd: put(inner, step, odd)), schema)
        if isinstance(at[-1], str):
            assert_tests_change_nothing(changed(sample, at, in_capitals), schema)
            assert_tests_change_nothing(changed(sample, at, twice), schema)


def put(inner, step, value):
    inner[step] = value


def in_capitals(inner, step):
    inner[step.upper()] = inner.pop(step)


def twice(inner, step):
    inner[step.swapcase()] = inner[step]


@given(st.dictionaries(names, values, max_size=6))
def test_the_quick_tests_change_nothing(payload):
    assert_tests_change_nothing(payload)


DEEP_PLACES = [
    ("unknown",),
    ("userName",),
    ("emails",),
    ("name",),
    ("name", "unknown"),
    (ACME, "unknown"),
    (ACME, "any"),
    (ACME, "hireDate"),
    (ENTERPRISE_USER, "manager", "unknown"),
    ("emails", 0, "unknown"),
    ("emails", 0, "value"),
    ("emails", "unknown"),
    ("urn:other:2.0:User", "a", "b"),
]


@pytest.mark.parametrize("at", DEEP_PLACES, ids=lambda at: "/".join(map(str, at)))
@pytest.mark.parametrize("is_object", [False, True], ids=["lists", "objects"])
@pytest.mark.parametrize("innermost", ["x", "", None, 7])
def test_the_quick_tests_know_how_deep_a_value_is(at, is_object, innermost):
    faults = 0
    for levels in range(DEEPEST - 6, DEEPEST + 2):
        value = innermost
        for _ in range(levels):
            value = {"a": value} if is_object else [value]
        for step in reversed(at):
            value = [value] if step == 0 else {step: value}
        assert_tests_change_nothing(value)
        faults += isinstance(outcome(value, USER), dict)
    assert 0 < faults < 8, "some are too deep, and some are not"


def test_a_name_that_is_no_text_is_a_fault_wherever_it_is():
    for payload in ({"a": {1: "x"}}, {"name": {1: "x"}}, {"emails": [{1: "x"}]}, {ACME: {"any": {1: "x"}}}):
        with pytest.raises(InvalidPayload, match="the name of an attribute is text"):
            normalise(payload, USER)
