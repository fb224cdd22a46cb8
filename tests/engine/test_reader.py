from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from mapper.engine.diagnostics import Diagnostics
from mapper.engine.reader import read, read_bytes
from mapper.engine.syntax import (
    AnyOf,
    Collect,
    Constant,
    Entry,
    Expression,
    FirstOf,
    Guard,
    ListValue,
    Null,
    Opposite,
    Stop,
    Template,
)
from mapper.engine.text import Source
from tests.engine.faults import as_expected

HERE = Path(__file__).parent / "reading"
EXAMPLE = (HERE / "example.yaml").read_text("utf-8")
OBJECTS = frozenset({"custom_fields"})
HEAD = "mapping: 1\nname: a\n"
WORDS = ["from", "when", "each", "entry", "collect", "if", "else", "not", "value", "users", "person", "tables", "rows"]


def cases():
    listed = YAML(typ="safe", pure=True).load((HERE / "mappings.yaml").read_text("utf-8"))
    return [pytest.param(case, id=case["case"]) for case in listed]


@pytest.mark.parametrize("case", cases())
def test_every_fault_of_a_mapping_is_found_in_one_run(case):
    text = case["whole"] if "whole" in case else HEAD + case["yaml"]
    tree, found = read(Source("a.yaml", text), object_fields=OBJECTS)
    assert as_expected(found, case["faults"]) == case["faults"]
    assert (tree is None) == case.get("no_tree", False)
    if "fields" in case:
        assert [field.name.value for rule in tree.users for field in rule.fields] == case["fields"]
    if "unread" in case:
        assert list(tree.unread) == case["unread"]


@pytest.fixture(scope="module")
def example():
    tree, found = read(Source("example.yaml", EXAMPLE), object_fields=OBJECTS)
    assert not list(found)
    assert tree.unread == ()
    return tree


def values(texts):
    return [text.value for text in texts]


def test_the_head_of_a_file(example):
    assert values([example.version, example.name, example.target]) == ["1", "acme", "person"]
    assert example.description.value == "People and groups of Acme's tenant"
    first, second = example.extensions
    assert (first.short, [values(pair) for pair in first.attributes]) == (
        None,
        [["site", "string"], ["supportID", "string"]],
    )
    assert (second.urn.value, second.short.value) == ("urn:acme:scim:schemas:2.0:User", "acme")
    assert example.defaults["empty"].text == "keep"
    assert [(let.name.value, let.path) for let in example.lets] == [("external", "let.external")]


def test_tables(example):
    countries, cost_centres, domains = example.tables
    assert [(value.value, values(names)) for value, names in countries.names] == [
        ("NL", ["Netherlands", "Nederland"]),
        ("US", ["USA"]),
    ]
    assert (countries.ignore_case.value, countries.ignore_accents, countries.rows) == ("true", None, None)
    assert isinstance(countries.otherwise, Null)
    assert [values(row) for row in cost_centres.rows] == [["42", "Engineer"], ["4201", "Architect"]]
    assert (cost_centres.match.value, cost_centres.otherwise) == ("prefix", None)
    assert values(domains.items) == ["acme.com", "acme.nl"]


def fields(example):
    return {field.name.value: field for field in example.users[0].fields}


def test_a_rule(example):
    rule = example.users[0]
    assert (rule.name.value, rule.guard.kind, rule.guard.condition.value) == (
        "Employees",
        "unless",
        "userType == 'Service account'",
    )
    assert [(let.name.value, let.expression.value, let.path) for let in rule.lets] == [
        ("first", "name.givenName", "users[0].let.first")
    ]
    assert [field.path for field in rule.fields][:2] == ["users[0].person.primary_email", "users[0].person.name"]


def test_candidates_in_a_list_know_their_paths(example):
    candidates = fields(example)["name"].candidates
    assert [type(candidate.origin) for candidate in candidates] == [Expression, Expression, Template]
    assert [candidate.path for candidate in candidates] == [f"users[0].person.name[{index}]" for index in range(3)]
    assert candidates[1].guard.kind == "unless"
    assert candidates[1].guard.path == "users[0].person.name[1].unless"
    assert candidates[2].origin.text.value == "{{ name.givenName }} {{ name.familyName }}"


def test_a_list_below_from_has_a_guard_and_a_then_of_its_own(example):
    field = fields(example)["manager"]
    (candidate,) = field.candidates
    assert isinstance(candidate.origin, FirstOf)
    assert (candidate.guard.condition.value, candidate.then.value) == ("active", "lower(@)")
    assert [one.then and one.then.value for one in candidate.origin.candidates] == [None, "trim(@)"]
    assert [one.path for one in candidate.origin.candidates] == [
        "users[0].person.manager.from[0]",
        "users[0].person.manager.from[1]",
    ]
    assert field.settings["disabled"].text == "clear"


def test_booleans(example):
    opposite, vip = fields(example)["disabled"].candidates[0], fields(example)["vip"]
    assert isinstance(opposite.origin, Opposite)
    assert opposite.origin.text.value == "active"
    assert isinstance(vip.candidates[0].origin, AnyOf)
    assert values(vip.candidates[0].origin.conditions) == ["contains(userType, 'VIP')", "in_group('Executives')"]
    assert vip.settings["else"].text == "false"


def test_entries_of_lists(example):
    contacts, addresses = fields(example)["contacts"], fields(example)["addresses"]
    collect = contacts.candidates[0].origin
    assert isinstance(collect, Collect)
    entry, expression = collect.candidates
    assert isinstance(entry.origin, Entry)
    assert entry.origin.each.value == "phoneNumbers"
    assert [part.path for part in entry.origin.parts] == [
        "users[0].person.contacts.collect[0].entry.label",
        "users[0].person.contacts.collect[0].entry.telephone",
    ]
    assert expression.origin.text.value == "emails[].{label: type, email: value}"
    assert contacts.settings["empty"].text == "clear"
    assert isinstance(addresses.candidates[0].guard, Guard)
    label = addresses.candidates[0].origin.parts[0]
    assert [isinstance(candidate.origin, Constant) for candidate in label.candidates] == [True, True]


def test_what_stops_the_search(example):
    assert [one.origin for one in fields(example)["job_title"].candidates] == [Stop("clear"), Stop("keep")]


def test_the_parts_of_an_object_and_a_whole_one(example):
    field = fields(example)["custom_fields"]
    assert field.candidates == ()
    assert [part.path for part in field.parts] == [
        "users[0].person.custom_fields.cost_center",
        "users[0].person.custom_fields.colours",
    ]
    assert field.parts[0].settings["empty"].text == "clear"
    colours = field.parts[1].candidates[0].origin.value
    assert isinstance(colours, ListValue)
    assert isinstance(colours.items[1].items[0][1].items[1], Null)
    whole = example.groups[0].fields[1]
    assert whole.parts == ()
    assert whole.candidates[0].origin.text.value == "attributes"


def test_a_group_rule_that_stands_alone(example):
    (rule,) = example.groups
    assert (rule.path, rule.stands_for.value, rule.called.value) == ("groups", "site", "after(displayName, 'site:')")
    assert (rule.create.value, rule.rename) == ("true", None)
    assert {key: setting.text for key, setting in rule.fields[0].settings.items()} == {
        "override": "true",
        "else": "keep",
    }


def test_bytes_are_read_like_text(example):
    source, tree, found = read_bytes("example.yaml", b"\xef\xbb\xbf" + EXAMPLE.encode(), object_fields=OBJECTS)
    assert (source.text, tree, len(found)) == (EXAMPLE, example, 0)
    source, tree, found = read_bytes("a.yaml", b"mapping: 1\nname: \xff\n", object_fields=OBJECTS)
    assert (source.text, tree) == ("mapping: 1\nname: ", None)
    assert [one.code.name for one in found] == ["yaml-encoding"]


@pytest.mark.parametrize("first", range(0, 90, 10))
def test_every_beginning_of_a_file_gives_only_diagnostics(first):
    ends = [index for index, char in enumerate(EXAMPLE) if char in "\n:['{\"" or EXAMPLE[index - 1 : index] == "\n"]
    for end in ends[first * len(ends) // 90 : (first + 10) * len(ends) // 90]:
        tree, found = read(Source("a.yaml", EXAMPLE[:end]), object_fields=OBJECTS)
        assert isinstance(found, Diagnostics)
        assert tree is not None or found.has_errors


@given(st.recursive(
    st.sampled_from(["a", "null", "'b'", "true", "{{ c }}", "!d", "e: f"]),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.lists(st.tuples(st.sampled_from(WORDS), inner), max_size=3).map(
            lambda pairs: "{" + ", ".join(f"{key}: {value}" for key, value in pairs) + "}"
        ),
    ),
    max_leaves=12,
), st.sampled_from(["users", "groups", "tables", "extensions", "let", "defaults"]))  # fmt: skip
def test_no_shape_raises(value, key):
    text = f"{HEAD}{key}: {value}\n"
    tree, found = read(Source("a.yaml", text), object_fields=OBJECTS)
    assert tree is not None or found.has_errors
    assert all(0 <= one.span.start <= one.span.end <= len(text) for one in found)


@pytest.mark.parametrize("rules", ["[{}, {when: active}]", "[{rule: a-b}, {when: active}]"])
def test_rules_in_brackets_are_not_split_by_a_dash(rules):
    _, found = read(Source("a.yaml", f"{HEAD}users: {rules}\n"), object_fields=OBJECTS)
    assert {one.code.name for one in found} == {"missing-key"}


SLIPS = [
    "{{ a }}",
    "!x",
    " # y",
    ": ",
    "'a' b",
    "\\b",
    "<<: ",
    "- ",
    "  ",
    "\t",
    "{",
    "]",
    "'",
    '"',
    "`",
    "\n",
    "“",
    ",",
]


@given(
    st.integers(0, EXAMPLE.count("\n")),
    st.integers(1, 30),
    st.lists(st.tuples(st.floats(0, 1), st.sampled_from(SLIPS)), min_size=1, max_size=6),
)
def test_no_slip_in_a_part_of_a_file_raises_or_misplaces_a_fault(first, number, slips):
    text = "\n".join(EXAMPLE.split("\n")[first : first + number])
    for where, slip in slips:
        at = round(where * len(text))
        text = text[:at] + slip + text[at:]
    tree, found = read(Source("a.yaml", text), object_fields=OBJECTS)
    assert tree is not None or found.has_errors
    assert all(0 <= one.span.start <= one.span.end <= len(text) for one in found)
