"""What differs between two outcomes of one payload, in which shape, and that no value of it is seen unmasked."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mapper
from mapper.compare.examples import MOST_EXAMPLES, MOST_GROUPS, FirstFew
from mapper.compare.people import SAME_GROUP, SAME_USER, Change, Compared, Comparer, Failed
from mapper.compare.report import failed_lines, person_lines, summary, tally_lines
from mapper.compare.shapes import Untouched, change_shape, is_same
from mapper.compare.tally import MOST_CHARACTERS, MOST_FAILED, Tally
from mapper.json_reader import read_json
from mapper.json_writer import write_json
from mapper.masking import masked
from mapper.payloads import Item, Piece
from mapper.schemas.values import InvalidPayload, Json
from tests.engine import whole_mappings as whole

KEPT, CLEARED = Untouched.KEPT, Untouched.CLEARED
OBJECTS = frozenset({"custom_fields"})


# --- shapes ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "shape"),
    [
        ("a", CLEARED, "set -> cleared"),
        (KEPT, "a", "kept -> set"),
        (KEPT, CLEARED, "kept -> cleared"),
        (CLEARED, KEPT, "cleared -> kept"),
        (None, CLEARED, "set -> cleared"),
        ("Straße", "STRASSE", "only capitals"),
        ("a b", " ab\t", "only blanks"),
        ("Zoë", "Zoe", "only accents"),
        ("Zoë B", "ZOEB", "only capitals, blanks and accents"),
        ("a", "b", "other value"),
        ("", "a", "other value"),
        (True, False, "true -> false"),
        (KEPT, True, "kept -> true"),
        (False, CLEARED, "false -> cleared"),
        (True, 1, "other type"),
        ("1", 1, "other type"),
        (1, read_json("1.5"), "other value"),
        ({"id": "a"}, "a", "other type"),
        ({"id": "a"}, {"id": "b"}, "other value"),
        ([1], [1, 2], "entries added"),
        ([{"a": 1, "b": 2}], [{"b": 2, "a": 1}, {"a": 2}], "entries added"),
        ([1, 1], [1], "entries removed"),
        ([1, 2], [1, 3], "entries changed"),
        ([1, 2], [2, 1], "entries in another order"),
        ([1], [True], "entries changed"),
        ([], None, "other type"),
    ],
)
def test_the_shape_of_a_change(old: Json, new: Json, shape: str) -> None:
    assert not is_same(old, new)
    assert change_shape(old, new) == shape


@pytest.mark.parametrize(
    ("old", "new", "shape"),
    [
        ("Staff", "Guest", '"Staff" -> "Guest"'),
        ("Staff", "Babs", '"Staff" -> other value'),
        ("Babs", "Guest", 'other value -> "Guest"'),
        ("Babs", "Bob", "other value"),
        ("STAFF", "Staff", "only capitals"),
        (KEPT, "Guest", 'kept -> "Guest"'),
        ("Staff", CLEARED, '"Staff" -> cleared'),
        (KEPT, "Babs", "kept -> set"),
        (["Staff"], KEPT, "set -> kept"),
    ],
)
def test_what_a_mapping_itself_says_is_shown(old: Json, new: Json, shape: str) -> None:
    assert change_shape(old, new, {"Staff", "Guest"}) == shape


@pytest.mark.parametrize(
    ("old", "new", "shape"),
    [
        ({"name": "Bo"}, {"id": "p1", "name": "Bo"}, "awaited -> found"),
        ({"id": "p1", "name": "Bo"}, {"primary_email": "b@example.com"}, "found -> awaited"),
        ({"id": "p1"}, {"id": "p1", "name": "Bo"}, "awaited -> found"),
        ({"id": "p1", "name": "Bo"}, {"id": "p2", "name": "Bo"}, "other value"),
        ({"name": "Bo"}, {"name": "Babs"}, "other value"),
        (KEPT, {"name": "Bo"}, "kept -> set"),
    ],
)
def test_a_record_that_is_found_is_told_from_one_that_is_awaited(old: Json, new: Json, shape: str) -> None:
    assert change_shape(old, new, is_reference=True) == shape


JSON = st.recursive(
    st.none() | st.booleans() | st.sampled_from([0, 1, 1.0, read_json("1.0"), "", "1", "a"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from("ab"), inner, max_size=2),
    max_leaves=5,
)


@given(JSON, JSON)
def test_the_same_is_what_is_the_same_to_the_last_type(old: Json, new: Json) -> None:
    def typed(value: Json) -> Json:
        if isinstance(value, dict):
            return {name: typed(inner) for name, inner in value.items()}
        return list(map(typed, value)) if isinstance(value, list) else (type(value).__name__, value)

    assert is_same(old, new) == is_same(new, old) == (typed(old) == typed(new))
    assert is_same(old, old)


# --- outcomes --------------------------------------------------------------------------------------------------------


def loaded(fields: str, name: str = "a.yaml") -> mapper.CompiledMapping:
    return mapper.loads(f"mapping: 1\nname: a\nusers: {{rule: R, person: {{{fields}}}}}\n", name=name)


def compare(old: str, new: str, payload: Json, **shown: bool) -> Compared | Failed:
    item = Item(7, "", payload)
    outcomes = (loaded(fields).map_user(payload) for fields in (old, new))
    return Comparer(OBJECTS, **shown).compare("users.ndjson", item, *outcomes, number=7)


NAMED = "primary_email: userName, name: displayName"
BABS = {"userName": "Babs@example.com", "displayName": "Babs", "title": "Chief", "active": True}


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        (NAMED, NAMED, []),
        (NAMED, f"{NAMED}, job_title: title", [Change("job_title", "kept -> set")]),
        (NAMED, f"{NAMED}, job_title: nickName", []),
        (f"{NAMED}, job_title: title", f"{NAMED}, job_title: {{clear: true}}", [Change("job_title", "set -> cleared")]),
        (f"{NAMED}, job_title: title", f"{NAMED}, job_title: upper(title)", [Change("job_title", "only capitals")]),
        (
            NAMED,
            "primary_email: userName, name: nickName, job_title: title",
            [
                Change("action", "create -> skip: 'name' is required"),
                Change("primary_email", "set -> skipped"),
                Change("name", "set -> skipped"),
            ],
        ),
        (
            "primary_email: userName, name: nickName",
            f"{NAMED}, job_title: {{clear: true}}, vip: active",
            [
                Change("action", "skip: 'name' is required -> create"),
                Change("primary_email", "skipped -> set"),
                Change("name", "skipped -> set"),
                Change("vip", "skipped -> true"),
                Change("job_title", "skipped -> cleared"),
            ],
        ),
        (
            "primary_email: userName, name: nickName",
            "primary_email: nickName, name: displayName",
            [Change("action", "skip: 'name' is required -> skip: 'primary_email' is required")],
        ),
        (
            f"{NAMED}, custom_fields: {{a: title, b: title}}",
            f"{NAMED}, custom_fields: {{b: title, c: active}}",
            [Change("custom_fields.c", "kept -> true"), Change("custom_fields.a", "set -> kept")],
        ),
        (
            NAMED,
            f"{NAMED}, job_title: {{from: nickName, missing: error}}",
            [Change("job_title", "problem added: missing")],
        ),
        (
            f"{NAMED}, job_title: {{from: nickName, missing: error}}",
            NAMED,
            [Change("job_title", "problem removed: missing")],
        ),
    ],
)
def test_the_changes_of_a_person(old: str, new: str, changes: list[Change]) -> None:
    found = compare(old, new, BABS)
    if not changes:
        assert found is SAME_USER
        return
    assert found == Compared("users.ndjson", 7, "Xxxx@xxxxxxx.xxx", False, tuple(changes), 7)


def test_values_are_there_when_they_are_asked_for_and_masked_unless_they_may_be_shown() -> None:
    fields = (f"{NAMED}, job_title: title", f"{NAMED}, job_title: upper(title)")
    told = compare(*fields, BABS, with_values=True)
    assert list(person_lines(told)) == [
        "users.ndjson:7  Xxxx@xxxxxxx.xxx",
        '    job_title: only capitals: "Xxxxx" -> "XXXXX"',
    ]
    told = compare(*fields, BABS, with_values=True, shows_values=True)
    assert list(person_lines(told)) == [
        "users.ndjson:7  Babs@example.com",
        '    job_title: only capitals: "Chief" -> "CHIEF"',
    ]


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (Change("name", "kept -> set", None, "Ada"), 'name: kept -> "Ada"'),
        (Change("name", "skipped -> set", None, "Ada"), 'name: skipped -> "Ada"'),
        (Change("name", "set -> cleared", "Ada", None), 'name: "Ada" -> cleared'),
        (Change("name", 'kept -> "Staff"', None, "Staff"), 'name: kept -> "Staff"'),
        (Change("vip", "false -> true", False, True), "vip: false -> true"),
        (Change("vip", "kept -> true", None, True), "vip: kept -> true"),
        (Change("name", '"Staff" -> "Guest"', "Xxxxx", "Xxxxx"), 'name: "Staff" -> "Guest"'),
        (Change("name", '"Staff" -> other value', "Xxxxx", "Xx"), 'name: "Staff" -> "Xx"'),
        (Change("name", 'other value -> "Staff"', "Xx", "Xxxxx"), 'name: "Xx" -> "Staff"'),
        (
            Change("manager", "awaited -> found", {"scim_id": "x"}, {"id": "x"}),
            'manager: awaited -> found: {"scim_id": "x"} -> {"id": "x"}',
        ),
        (Change("name", "other value", "Ada", "Bo"), 'name: other value: "Ada" -> "Bo"'),
        (Change("name", "set -> cleared"), "name: set -> cleared"),
    ],
)
def test_values_stand_in_the_shape_of_a_change(change: Change, line: str) -> None:
    assert list(person_lines(Compared("f", 1, "x", False, (change,))))[1:] == [f"    {line}"]


@pytest.mark.parametrize(
    ("change", "end"),
    [
        (Change("name", "kept -> set", None, "Ada"), ': kept -> "Ada"'),
        (Change("name", "set -> cleared", "Ada", None), ': "Ada" -> cleared'),
        (Change("name", "other value", "Ada", "Bo"), ': "Ada" -> "Bo"'),
        (Change("name", "only capitals", "Ada", "ADA"), ': "Ada" -> "ADA"'),
        (Change("vip", "other type", True, "yes"), ': true -> "yes"'),
        (Change("contacts", "entries added", [], [{"email": "a"}]), ': [] -> [{"email": "a"}]'),
        (Change("name", '"Staff" -> other value', "Xxxxx", "Xx"), ': "Staff" -> "Xx"'),
        (Change("name", "other value", "\x1b[2J", "b" * 90), ': "\\u001b[2J" -> "' + "b" * 78 + "…"),
        (Change("name", '"Staff" -> "Guest"', "Xxxxx", "Xxxxx"), ""),
        (Change("name", 'kept -> "Staff"', None, "Staff"), ""),
        (Change("vip", "false -> true", False, True), ""),
        (Change("vip", "true -> cleared", True, None), ""),
        (Change("name", "problem added: too-long"), ""),
        (Change("action", "create -> skip: 'name' is required"), ""),
        (Change("name", "other value"), ""),
    ],
)
def test_an_example_has_the_values_that_its_shape_does_not_say(change: Change, end: str) -> None:
    tally = Tally()
    tally.add(Compared("f", 1, "x", False, (change,)))
    assert list(tally_lines(tally))[2:] == [f"        f:1  x{end}"]


def test_an_example_of_nobody_in_particular_has_its_values() -> None:
    tally = Tally()
    tally.add(Compared("f", 1, None, False, (Change("name", "other value", "Ada", "Bo"),)))
    assert list(tally_lines(tally))[2:] == ['        f:1: "Ada" -> "Bo"']


def test_only_the_first_few_of_a_field_and_a_shape_have_values() -> None:
    old, new = (mapper.Outcome("create", None, {"name": name}) for name in ("Ada", "Bo"))
    cleared = mapper.Outcome("create", None, clear=["name"])
    comparer = Comparer(OBJECTS, examples=FirstFew())
    pairs = [*[(old, new)] * (MOST_EXAMPLES + 1), (old, cleared)]
    found = [comparer.compare("f", Item(1, "", {}), *pair) for pair in pairs]
    values = [change[1:] for each in found if isinstance(each, Compared) for change in each.changes]
    assert values == [
        *[("other value", "Xxx", "Xx")] * MOST_EXAMPLES,
        ("other value", None, None),
        ("set -> cleared", "Xxx", None),
    ]


def test_what_is_taken_for_an_example_is_bounded() -> None:
    few = FirstFew()
    assert [few.takes("name", "other value") for _ in range(MOST_EXAMPLES + 1)] == [True] * MOST_EXAMPLES + [False]
    assert all(few.takes(f"custom_fields.{number}", "kept -> set") for number in range(MOST_GROUPS - 1))
    assert not few.takes("site", "other value")
    assert few.takes("custom_fields.7", "kept -> set")


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("a" * MOST_CHARACTERS, "a" * MOST_CHARACTERS),
        ("a" * (MOST_CHARACTERS + 1), "a" * (MOST_CHARACTERS - 1) + "…"),
        (["a" * 990, "bcdefg"], '["' + "a" * 990 + '", "bcd…'),
        ([1, {"a": None}], [1, {"a": None}]),
    ],
)
def test_of_a_long_value_an_example_keeps_the_beginning(value: Json, kept: Json) -> None:
    tally = Tally()
    tally.add(Compared("f", 1, value, False, (Change("name", "other value", value, value),)))
    (group,) = tally.groups.values()
    assert [tuple(each) for each in group.examples] == [("f", 1, 1, kept, kept, kept)]


@pytest.mark.parametrize(
    ("payload", "identity"),
    [
        ({"USERNAME": "ab", "id": "1"}, "ab"),
        ({"userName": "", "id": "i1"}, "i1"),
        ({"displayName": "Boss", "id": "i1"}, "Boss"),
        ({"userName": ["a"]}, ["a"]),
        ({}, None),
    ],
)
def test_who_a_person_is(payload: Json, identity: Json) -> None:
    comparer = Comparer(OBJECTS, shows_values=True)
    outcomes = (mapper.Outcome("create", None, person) for person in ({}, {"name": "a"}))
    found = comparer.compare("f", Item(1, "", payload), *outcomes)
    assert isinstance(found, Compared)
    assert found.identity == identity


def test_groups_and_their_members() -> None:
    members = [{"value": f"u{number}"} for number in range(9)]
    old = mapper.GroupOutcome("site", "A", [{**member, "person": {"vip": False}} for member in members])
    new = mapper.GroupOutcome("site", "a", [{**member, "person": {"vip": True}} for member in members[1:]])
    found = Comparer(OBJECTS).compare("f", Item(1, "", {"displayName": "A"}), old, new)
    assert found == Compared(
        "f",
        1,
        "X",
        True,
        (
            Change("called", "only capitals"),
            Change("members: vip", "false -> true"),
            Change("members: vip", "false -> nothing"),
        ),
    )
    assert Comparer(OBJECTS).compare("f", Item(1, "", {}), new, new) is SAME_GROUP


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        (
            mapper.Outcome("create", None),
            mapper.Outcome("create", None, look_again="2026-12-01"),
            ["look_again: nothing -> set"],
        ),
        (
            mapper.GroupOutcome("site", "Delft", []),
            mapper.GroupOutcome(None, None, []),
            ["stands_for: set -> nothing", "called: set -> nothing"],
        ),
    ],
)
def test_what_belongs_to_no_record_is_not_kept(
    old: mapper.Outcome | mapper.GroupOutcome, new: mapper.Outcome | mapper.GroupOutcome, changes: list[str]
) -> None:
    assert [f"{each.field}: {each.shape}" for each in Comparer(OBJECTS).changes(old, new)] == changes


@pytest.mark.parametrize(
    ("text", "code", "why"),
    [
        ('{"userName": Babs}', "json-syntax", "it is no JSON"),
        ('{"Babs": 1, "BABS": 1}', "json-duplicate-key", "an object has one name twice"),
        ('{"Babs": NaN}', "json-number", "a number is none of JSON, or too long"),
        ('{"Babs": "\\ud800"}', "json-character", "it has a character that JSON does not have"),
        ("[" * 40 + "]" * 40, "json-too-deep", "too many objects and lists stand in one another"),
        ('["Babs"]', "not-an-object", "it is no object"),
        (
            '{"schemas": ["urn:ietf:params:scim:api:messages:2.0:Babs"]}',
            "not-a-resource",
            "it is a message of the protocol, not a user or a group",
        ),
    ],
)
def test_why_a_payload_cannot_be_mapped_says_nothing_of_it(text: str, code: str, why: str) -> None:
    item = Piece(3, 1, text).read()
    assert item.fault is not None
    failed = Comparer(OBJECTS).compare("f", item, item.fault, item.fault)
    assert failed == Failed("f", 3, "both", code, why)
    shown = Comparer(OBJECTS, shows_values=True).compare("f", item, item.fault, item.fault)
    assert isinstance(shown, Failed)
    assert shown.message == item.fault.message


def test_a_payload_that_only_one_mapping_takes() -> None:
    fault = InvalidPayload("duplicate-attribute", "'Babs' is there twice")
    outcome = mapper.Outcome("create", None)
    old = Comparer(OBJECTS).compare("f", Item(2, "", {}), fault, outcome, number=2)
    new = Comparer(OBJECTS).compare("f", Item(3, "", {}), outcome, fault, number=3)
    assert list(failed_lines([old, new])) == [
        "f:2: cannot be mapped (only by the old mapping): it has one attribute twice [duplicate-attribute]",
        "f:3: cannot be mapped (only by the new mapping): it has one attribute twice [duplicate-attribute]",
    ]
    tally = Tally()
    tally.add(old)
    assert (tally.differ, tally.failed) == (1, 1)
    assert summary([], tally) == (
        "1 of 1 people differs, no difference in the rules; 1 payload cannot be mapped by the old mapping"
    )


# --- masked ----------------------------------------------------------------------------------------------------------

SECRETS = st.text(alphabet="bcdfgBDFG234567é", min_size=3, max_size=70)
PAYLOADS = st.fixed_dictionaries(
    {"userName": SECRETS, "displayName": SECRETS},
    optional={
        "title": SECRETS,
        "nickName": SECRETS,
        "id": SECRETS,
        "emails": st.lists(st.fixed_dictionaries({"value": SECRETS, "type": SECRETS}), max_size=2),
        "phoneNumbers": st.lists(st.fixed_dictionaries({"value": SECRETS}), max_size=2),
    },
)
OLD = loaded("name: displayName, job_title: title, location: nickName, contacts: {each: emails, entry: {email: value}}")
NEW = loaded(
    "name: upper(displayName), job_title: nickName, location: {clear: true}, authenticationID: id,"
    "contacts: {each: phoneNumbers, entry: {telephone: value, label: value}}, custom_fields: {all: emails}"
)


@given(PAYLOADS)
def test_nothing_that_is_printed_holds_a_value_of_the_payload(payload: Json) -> None:
    outcomes = [each.map_user(payload, current={"id": "p1"}) for each in (OLD, NEW)]
    item, tally, short = Item(1, "", payload), Tally(), Tally()
    found = Comparer(OBJECTS, with_values=True).compare("f", item, *outcomes)
    tally.add(found)
    short.add(Comparer(OBJECTS, examples=FirstFew()).compare("f", item, *outcomes))
    printed = [*tally_lines(tally), write_json(tally.as_json())]
    assert [*tally_lines(short), write_json(short.as_json())] == printed
    if isinstance(found, Compared) and found.changes:
        printed += [*person_lines(found), write_json(found.as_json())]
    text = "\n".join(printed).casefold()
    for secret in secrets(payload):
        assert secret.casefold() not in text


def secrets(value: Json) -> list[str]:
    if isinstance(value, dict):
        value = list(value.values())
    return [value] if isinstance(value, str) else [secret for inner in value for secret in secrets(inner)]


@given(whole.users, st.sampled_from([None, {"id": "p1", "name": "Old"}]))
def test_what_is_the_same_has_no_changes(user: Json, current: Json) -> None:
    old, new = loaded(NAMED, "old.yaml"), loaded(NAMED, "new.yaml")
    outcomes = [each.map_user(user, current=current) for each in (old, new)]
    assert Comparer(OBJECTS).compare("f", Item(1, "", user), *outcomes) is SAME_USER


# --- many ------------------------------------------------------------------------------------------------------------


def person(number: int, *changes: Change, is_group: bool = False) -> Compared:
    return Compared("f", number, masked("Babs"), is_group, changes, number)


def test_the_numbers() -> None:
    tally = Tally()
    for number in range(5):
        tally.add(person(number, Change("name", "other value"), Change("name", "problem added: too-long")))
    tally.add(person(5, Change("site", "set -> cleared"), Change("name", "only blanks")))
    tally.add(SAME_USER)
    assert summary([], tally) == "6 of 7 people differ, no difference in the rules"
    assert list(tally_lines(tally)) == [
        "name: 6 differ",
        "    other value                              5",
        "        f:0  Xxxx",
        "        f:1  Xxxx",
        "        f:2  Xxxx",
        "    problem added: too-long                  5",
        "        f:0  Xxxx",
        "        f:1  Xxxx",
        "        f:2  Xxxx",
        "    only blanks                              1",
        "        f:5  Xxxx",
        "site: 1 differs",
        "    set -> cleared                           1",
        "        f:5  Xxxx",
    ]
    tally.add(person(6, Change("called", "other value"), is_group=True))
    assert summary([], tally).startswith("7 of 8 people and groups differ")


@pytest.mark.parametrize(("read", "line"), [(0, "no difference"), (3, "no difference")])
def test_when_nothing_differs(read: int, line: str) -> None:
    tally = Tally()
    for _ in range(read):
        tally.add(SAME_USER)
    assert summary([], tally) == summary([], None) == line
    assert list(tally_lines(tally)) == []


@pytest.mark.parametrize(
    ("alike", "failed", "line"),
    [
        (1, 1, "no difference; 1 payload cannot be mapped"),
        (0, 2, "no difference; 2 payloads cannot be mapped"),
    ],
)
def test_a_payload_that_nobody_can_map_is_no_person(alike: int, failed: int, line: str) -> None:
    tally = Tally()
    for _ in range(alike):
        tally.add(SAME_USER)
    for _ in range(failed):
        tally.add(Failed("f", 1, "both", "json-syntax", "it is no JSON"))
    assert summary([], tally) == line
    tally.add(person(1, Change("name", "other value")))
    assert summary([], tally).startswith(
        f"1 of {alike + 1} people differs, no difference in the rules; {failed} payload"
    )


def test_the_numbers_take_bounded_memory() -> None:
    tally = Tally()
    for number in range(3 * MOST_GROUPS):
        tally.add(person(number, Change(f"custom_fields.{number}", "kept -> set")))
        tally.add(person(number, Change("name", "other value")))
        tally.add(Failed("f", number, "both", "json-syntax", "it is no JSON"))
    assert len(tally.groups) == len(tally.fields) == MOST_GROUPS
    assert tally.others == 2 * MOST_GROUPS + 1
    assert max(len(group.examples) for group in tally.groups.values()) == MOST_EXAMPLES
    assert len(tally.first_failed) == MOST_FAILED
    lines = list(tally_lines(tally))
    assert f"{MOST_GROUPS - 20} shapes of change more; --full lists all" in lines
    assert f"{2 * MOST_GROUPS + 1} changes of further fields" in lines
    assert lines[-1] == f"    and {3 * MOST_GROUPS - MOST_FAILED:,} more; --full lists all"
    assert not any(re.search("more; --full", line) for line in tally_lines(tally, is_full=True))
