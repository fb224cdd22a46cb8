"""What differs between the rules of two mappings: cases as data, and what never counts on many mappings."""

from __future__ import annotations

import copy
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from mapper import files
from mapper.compare.report import rule_lines
from mapper.compare.rules import rule_differences
from mapper.engine.checked import CheckedMapping
from mapper.schemas.values import Json
from tests.compare.layouts import written
from tests.engine import whole_mappings as whole

SLOW = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
SOME = settings.default.max_examples // 4  # each draws, checks and compiles a whole mapping

HERE = Path(__file__).parent
HEAD = "mapping: 1\nname: acme\n"
CASES = YAML(typ="safe", pure=True).load((HERE / "rules.yaml").read_text("utf-8"))


def checked(text: str, name: str) -> CheckedMapping:
    mapping, found = files.check_text(text, name=name)
    assert mapping is not None, [(str(each.span.place), each.message) for each in found]
    return mapping


@pytest.mark.parametrize("case", [pytest.param(case, id=case["case"]) for case in CASES])
def test_the_differences_are_exactly_those(case: Json) -> None:
    new = case.get("new", case["old"])
    for before, after in case.get("change", {}).items():
        assert new.count(before) == 1, before
        new = new.replace(before, after)
    old, new = (checked(HEAD + text, name) for text, name in ((case["old"], "old.yaml"), (new, "new.yaml")))
    assert list(rule_lines(rule_differences(old, new)))[::2] == case["differences"]
    assert rule_differences(old, old) == rule_differences(new, new) == []


def test_each_difference_has_its_places() -> None:
    old = HEAD + "users:\n  - rule: R\n    person:\n      name: displayName\n      location: title\n"
    new = HEAD + "users:\n\n  - rule: R\n    person:\n      name:\n        - displayName\n        - title\n"
    found = rule_differences(checked(old, "old.yaml"), checked(new, "new.yaml"))
    assert list(rule_lines(found)) == [
        "users: R: name: candidate 2: added: title",
        "    new.yaml:9",
        "users: R: location: removed: title",
        "    old.yaml:7",
    ]
    assert found[0].as_json() == {
        "kind": "added",
        "path": "users: R: name: candidate 2",
        "before": None,
        "after": "title",
        "old": None,
        "new": {"file": "new.yaml", "line": 9},
    }


def test_long_texts_are_cut_and_strange_ones_are_escaped() -> None:
    old = HEAD + "users: {rule: R, person: {information: {value: a}}}\n"
    new = old.replace("value: a", f"value: 'two\u2063{'b' * 300}'")
    lines = list(rule_lines(rule_differences(checked(old, "old.yaml"), checked(new, "new\x1b.yaml"))))
    assert lines[0] == f"users: R: information: value: a -> value: two\\u2063{'b' * 183}…"
    assert lines[1] == "    old.yaml:3 -> new\\x1b.yaml:3"


def with_null(value: Json) -> Json:
    """A value that was read as text, with the null that its file says."""
    if isinstance(value, dict):
        return {key: with_null(inner) for key, inner in value.items()}
    return list(map(with_null, value)) if isinstance(value, list) else None if value == "null" else value


@pytest.mark.parametrize("path", ["mappings/default.yaml", "mappings/entra.yaml", "docs/examples/acme.yaml"])
def test_a_whole_mapping_has_no_difference_to_itself_in_another_layout(path: str) -> None:
    text = (HERE.parents[1] / path).read_text("utf-8")
    other = written(with_null(YAML(typ="base", pure=True).load(text)), Random(path))
    assert rule_differences(checked(text, "old.yaml"), checked(other, "new.yaml")) == []


def check_or_pass(text: str) -> CheckedMapping:
    mapping, _ = files.check_text(text)
    assume(mapping is not None)
    assert mapping is not None
    return mapping


@settings(suppress_health_check=SLOW, max_examples=SOME)
@given(whole.mappings, st.randoms(use_true_random=False))
def test_another_layout_is_no_difference(mapping: Json, random: Random) -> None:
    old = check_or_pass(written(mapping, random))
    new = checked(written(mapping, random), "new.yaml")
    assert rule_differences(old, new) == []


@settings(suppress_health_check=SLOW, max_examples=SOME)
@given(whole.mappings, st.randoms(use_true_random=False))
def test_one_change_is_one_difference(mapping: Json, random: Random) -> None:
    changed = copy.deepcopy(mapping)
    person = random.choice(changed["users"])["person"]
    assume(person)
    kind = _change_one(person, random.choice(sorted(person)), random)
    old, new = check_or_pass(written(mapping, random)), check_or_pass(written(changed, random))
    there, back = rule_differences(old, new), rule_differences(new, old)
    assert [found.kind for found in there] == [kind]
    opposite = {"added": "removed", "removed": "added"}
    assert [found.kind for found in back] == [opposite.get(kind, kind)]
    assert (there[0].before, there[0].after) == (back[0].after, back[0].before)


def _change_one(person: Json, name: str, random: Random) -> str:
    """Change one field, and say how."""
    field = person[name]
    if isinstance(field, str):
        person[name] = "externalId"
        return "changed"
    if isinstance(field, list):
        field.insert(random.randrange(len(field) + 1), "externalId")
        return "added"
    del person[name]
    return "removed"
