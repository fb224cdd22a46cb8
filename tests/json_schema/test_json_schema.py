"""The JSON Schema of the language refuses what its reader refuses, where it is wrong, and nothing that checks clean."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from ruamel.yaml import YAML

from mapper import context_files, files
from mapper.cases import keys as keys_of_tests
from mapper.cases.suites import find_tests, load_suites
from mapper.engine import keys as keys_of_mappings
from mapper.engine.diagnostics import Severity
from mapper.engine.keys import Key
from mapper.engine.reader import read
from mapper.engine.text import Source
from mapper.engine.yaml_nodes import ListNode, MapNode, Node, parse
from mapper.json_schema.cases import schema_of_tests
from mapper.json_schema.mapping import schema_of_mappings
from mapper.schemas.target import TargetSchema, person_schema
from mapper.schemas.values import Json
from tests.language_cases import read_cases, text_of
from tests.shown_mappings import whole_mapping
from tests.test_docs import PAGES, blocks

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SHIPPED = [path for path in sorted((ROOT / "mappings").glob("*.yaml")) if not path.name.endswith(".tests.yaml")]
TESTS = sorted((ROOT / "mappings").glob("*.tests.yaml"))

MAPPINGS = Draft7Validator(schema_of_mappings(person_schema()))
CASES = Draft7Validator(schema_of_tests(person_schema()))

SHAPES = {
    "unknown-key", "wrong-shape", "conflicting-keys", "missing-key", "missing-source", "misplaced-key", "wrong-name",
    "unsupported-version",
}  # fmt: skip
"""The codes of what the reader refuses."""


def as_read(node: Node) -> Json:
    """The value of a node as the reader sees it: scalars are the text that was written."""
    if isinstance(node, MapNode):
        return {key.value: as_read(value) for key, value in node.items}
    if isinstance(node, ListNode):
        return [as_read(item) for item in node.items]
    return None if node.is_null else node.text.value


def tree(text: str) -> Json:
    """What YAML makes of a text; None when it is none, which no schema can say."""
    node, found = parse(Source("acme.yaml", text))
    return None if node is None or found.has_errors else as_read(node)


def as_an_editor_reads(path: Path) -> Json:
    """A file with the numbers and booleans of YAML 1.2, where a date is text."""
    yaml = YAML(typ="safe", pure=True)
    yaml.constructor.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: node.value)
    return yaml.load(path.read_text(encoding="utf-8"))


def places_of_faults(schema: Draft7Validator, value: Json) -> set[str]:
    """Where the faults are, as an editor underlines them: a key that is not allowed at the key."""
    places = set()
    for fault in schema.iter_errors(value):
        path = [*fault.absolute_path]
        if fault.schema is False:  # of which the library tells the mapping, and not the key
            holder = value
            for step in path:
                holder = holder[step]
            path.append(next(key for key, inner in holder.items() if inner == fault.instance))
        places.add("/".join(map(str, path)))
    return places


def agree(text: str) -> None:
    """What the reader refuses the schema refuses, and what the schema refuses the check refuses."""
    value = tree(text)
    if value is None:
        return
    refused = next((each.message for each in MAPPINGS.iter_errors(value)), None)
    _, found = read(Source("acme.yaml", text), object_fields=frozenset({"custom_fields"}))
    shapes = [each.message for each in found if each.code.name in SHAPES]
    assert refused or not shapes, (text, shapes)
    assert not refused or files.check_text(text)[1].has_errors, (text, refused)


# --- it is one, and all that is right is right -----------------------------------------------------------------------


def test_both_are_json_schemas() -> None:
    Draft7Validator.check_schema(MAPPINGS.schema)
    Draft7Validator.check_schema(CASES.schema)


@pytest.mark.parametrize(
    "path", [*SHIPPED, *(ROOT / "docs" / "examples").glob("acme.yaml")], ids=lambda path: path.name
)
def test_what_ships_is_right(path: Path) -> None:
    assert list(MAPPINGS.iter_errors(tree(path.read_text(encoding="utf-8")))) == []
    assert list(MAPPINGS.iter_errors(as_an_editor_reads(path))) == []


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.name)
def test_tests_that_ship_are_right(path: Path) -> None:
    assert list(CASES.iter_errors(tree(path.read_text(encoding="utf-8")))) == []
    assert list(CASES.iter_errors(as_an_editor_reads(path))) == []


def shown() -> Iterator[object]:
    for page in PAGES:
        for block in blocks(page):
            if block.kind in ("yaml mapping", "yaml fields"):
                yield pytest.param(whole_mapping(block.kind, block.text), id=block.place)


@pytest.mark.parametrize("text", list(shown()))
def test_examples_of_the_pages(text: str) -> None:
    agree(text)


def test_cases_of_the_language() -> None:
    for path in sorted((ROOT / "tests" / "language").glob("*.yaml")):
        for case in read_cases(path):
            agree(text_of(case))


def test_faults_of_the_reader() -> None:
    for case in read_cases(ROOT / "tests" / "engine" / "reading" / "mappings.yaml"):
        agree(case.get("whole") or f"mapping: 1\nname: a\n{case['yaml']}")


# --- it refuses at the right place -----------------------------------------------------------------------------------


def places() -> list[object]:
    return [pytest.param(case, id=case["case"]) for case in read_cases(HERE / "places.yaml")]


@pytest.mark.parametrize("case", places())
def test_what_is_wrong_is_underlined_where_it_is(case: dict[str, Json]) -> None:
    below = case.get("yaml") or f"users: {{rule: R, person: {{{case['fields']}}}}}"
    text = f"mapping: 1\nname: acme\n{below}"
    _, faults = files.check_text(text)
    assert faults.has_errors
    inside = "users/person/" if "fields" in case else ""
    assert places_of_faults(MAPPINGS, tree(text)) == {(inside + at).rstrip("/") for at in case["at"]}


# --- it agrees with the reader whatever is written -------------------------------------------------------------------

VALUES: list[Json] = [
    None, "title", "true", "keep", "create", "site", "integer", [], {}, ["title"], [None], {"from": "title"},
    {"value": "x"}, [{"from": "title"}], {"when": "active", "value": "x"},
    {"each": "emails", "entry": {"email": "value"}}, {"if": "active", "else": "false"},
    {"rule": "R", "person": {"name": "title"}},
]  # fmt: skip
KEYS = sorted(
    {*keys_of_mappings.FILE_KEYS, *keys_of_mappings.RULE_KEYS, *keys_of_mappings.GROUP_KEYS}
    | {*keys_of_mappings.CANDIDATE_KEYS, *keys_of_mappings.SETTINGS, *keys_of_mappings.TABLE_KEYS, "zzz", "vip"}
)
BASE = tree((ROOT / "tests" / "engine" / "reading" / "example.yaml").read_text(encoding="utf-8"))


def spots(value: Json) -> Iterator[tuple[Json, str | int]]:
    """Every place in a tree, as what holds it and its key or index there."""
    for key, inner in list(value.items() if isinstance(value, dict) else enumerate(value)):
        yield value, key
        if isinstance(inner, dict | list):
            yield from spots(inner)


@given(st.data())
@settings(max_examples=max(40, settings.default.max_examples // 50))
def test_a_mapping_with_one_change_is_refused_by_both_or_by_none(data: st.DataObject) -> None:
    changed = json.loads(json.dumps(BASE))
    holder, key = data.draw(st.sampled_from(list(spots(changed))))
    change = data.draw(st.sampled_from(["replace", "remove", "rename", "add"]))
    if change == "replace":
        holder[key] = data.draw(st.sampled_from(VALUES))
    elif change == "remove":
        del holder[key]
    elif isinstance(holder, list):
        holder.insert(key, data.draw(st.sampled_from(VALUES)))
    elif change == "add":
        holder[data.draw(st.sampled_from(KEYS))] = data.draw(st.sampled_from(VALUES))
    else:
        renamed = {data.draw(st.sampled_from(KEYS)) if name == key else name: each for name, each in holder.items()}
        holder.clear()
        holder.update(renamed)
    agree(json.dumps(changed))  # JSON is YAML, and its texts are quoted


# --- tests of mappings -----------------------------------------------------------------------------------------------

MAPPING = """\
mapping: 1
name: acme
users:
  - rule: Everybody
    person:
      primary_email: userName
      name: displayName
      custom_fields:
        badge: title
"""
SHAPES_OF_TESTS = {"unknown-key", "wrong-shape", "conflicting-keys", "missing-key", "unknown-field", "wrong-constant"}
WRONG_TESTS = [case for case in read_cases(ROOT / "tests" / "cases" / "faults.yaml") if "mapping" not in case]


@pytest.mark.parametrize("case", [pytest.param(case, id=case["case"]) for case in WRONG_TESTS])
def test_faults_of_the_reader_of_tests(case: dict[str, Json], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    value = tree(case["tests"])
    if value is None:
        return
    (tmp_path / "acme.yaml").write_text(MAPPING, encoding="utf-8")
    (tmp_path / "acme.tests.yaml").write_text(case["tests"], encoding="utf-8")
    (suite,) = load_suites(find_tests(["acme.yaml"]))
    found = [each for each in suite.faults if each.severity is Severity.ERROR]
    refused = [each.message for each in CASES.iter_errors(value)]
    assert bool(refused) or not [each for each in found if each.code.name in SHAPES_OF_TESTS]
    assert found or not refused


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("cases: []", "cases"),
        ("cases: [{case: a, user: {}, expcet: {}}]", "cases/0"),
        ("cases: [{case: a, user: {}}]", "cases/0"),
        ("cases: [{case: a, action: create}]", "cases/0"),
        ("cases: [{case: a, user: {}, action: make}]", "cases/0/action"),
        ("cases: [{case: a, user: {}, expect: {}, exactly: {vip: true}}]", "cases/0/exactly"),
        ("cases: [{case: a, group: {}, action: create, expect: {}}]", "cases/0/action"),
        ("cases: [{case: a, group: {}, expect: {called: x, calld: y}}]", "cases/0/expect"),
        ("cases: [{case: a, user: {}, members: [], action: skip}]", "cases/0/members"),
        ("cases: [{case: a, user: {}, expect: {name: null}}]", "cases/0/expect/name"),
        ("cases: [{case: a, user: {}, expect: {disabled: maybe}}]", "cases/0/expect/disabled"),
        ("cases: [{case: a, user: {}, expect: {contacts: [{label: wrok}]}}]", "cases/0/expect/contacts/0/label"),
        ("cases: [{case: a, user: {}, current: {nmae: A}, action: update}]", "cases/0/current"),
        ("cases: [{case: a, user: {}, clear: [nmae]}]", "cases/0/clear/0"),
        ("cases: [{case: a, user: {}, keep: {custom_fields.badge: absent, nmae: absent}}]", "cases/0/keep"),
        ("cases: [{case: a, user: {}, problems: [{field: name}]}]", "cases/0/problems/0"),
        ("{directory: {sites: [{id: s1}]}, cases: [{case: a, user: {}, action: skip}]}", "directory/sites/0"),
        ("{account: {kind: test}, cases: [{case: a, user: {}, action: skip}]}", "account/kind"),
    ],
)
def test_a_wrong_test_is_underlined_where_it_is(written: str, at: str) -> None:
    assert places_of_faults(CASES, tree(written)) == {at}


# --- what an editor shows --------------------------------------------------------------------------------------------


def known_keys(module: object) -> dict[str, Key]:
    tables = [value for name, value in vars(module).items() if name.isupper() and isinstance(value, dict)]
    return {name: key for table in tables for name, key in table.items()}


@pytest.mark.parametrize("module", [keys_of_mappings, keys_of_tests], ids=["mappings", "tests"])
def test_every_key_has_its_sentence_and_stands_in_the_page_for_partners(module: object) -> None:
    page = (ROOT / "docs" / "language.md").read_text(encoding="utf-8")
    known = known_keys(module)
    assert len(known) > 10
    assert [name for name, key in known.items() if not re.fullmatch(r"[A-Z].*\.", key.about)] == []
    assert [name for name in known if f"`{name}`" not in page and f"{name}:" not in page] == []


def test_a_field_is_explained_with_its_type_and_length() -> None:
    person = MAPPINGS.schema["definitions"]["person-of-users"]["properties"]
    assert person["job_title"]["description"] == (
        "What the person does. A text of at most 80 characters. What is longer is cut."
    )
    assert person["contacts"]["description"].endswith("A list of entries with label, telephone, email.")
    assert person["site"]["description"].endswith(
        "The key of a record of kind site, which is found by its name, and made if a rule says so."
    )
    assert person.keys() == {name for name, field in person_schema().fields.items() if not field.read_only}


def test_each_definition_is_used_and_each_reference_leads_somewhere() -> None:
    for schema in (MAPPINGS.schema, CASES.schema):
        used = set(re.findall(r'"#/definitions/([^"]+)"', json.dumps(schema)))
        assert used == schema["definitions"].keys()


def test_beside_a_reference_stands_no_keyword_that_a_validator_would_pass_over() -> None:
    def beside(schema: Json) -> Iterator[str]:
        if isinstance(schema, dict):
            if isinstance(schema.get("$ref"), str):
                yield from schema.keys() - {"$ref", "description"}
            for inner in schema.values():
                yield from beside(inner)
        elif isinstance(schema, list):
            for inner in schema:
                yield from beside(inner)

    assert [*beside(MAPPINGS.schema), *beside(CASES.schema)] == []


@pytest.mark.parametrize("path", [*SHIPPED, *TESTS], ids=lambda path: path.name)
def test_what_ships_says_its_schema_in_the_first_line(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    named = first.removeprefix("# yaml-language-server: $schema=")
    assert named == ("tests.schema.json" if path in TESTS else "mapping.schema.json")
    schema = json.loads((path.parent / named).read_text(encoding="utf-8"))
    assert schema == (CASES if path in TESTS else MAPPINGS).schema
    _, faults = files.check(path) if path in SHIPPED else (None, load_suites([path])[0].faults)
    assert list(faults) == []


def test_the_target_of_a_host() -> None:
    target = TargetSchema.from_data(
        {
            "name": "asset",
            "key": "tag",
            "fields": {
                "tag": {"type": "string", "description": "What is stuck on it."},
                "owner": {"type": "reference", "to": "person", "found_by": "id"},
                "active": {"type": "boolean"},
                "more": {"type": "object", "parts": {"bought": {"type": "date"}}},
            },
        }
    )
    schema = Draft7Validator(schema_of_mappings(target))
    text = (
        "mapping: 1\nname: a\ntarget: asset\nusers:\n  rule: R\n  person:\n    tag: title\n    more: {bought: title}\n"
    )
    assert schema.is_valid(tree(text))
    assert not schema.is_valid(tree(text.replace("target: asset\n", "")))  # it would be a mapping for a person
    assert not schema.is_valid(tree(text.replace("tag", "name")))
    assert not schema.is_valid(tree(text.replace("bought: title", "bought: {from: title, type: text}")))
    assert context_files.read_target("a.yaml", b"name: a\nkey: b\nfields: {b: {type: string}}\n").key == "b"
