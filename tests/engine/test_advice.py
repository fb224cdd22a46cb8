"""What the check says of beginners' mistakes: one fault, its place, and a hint that works to the letter."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

import mapper
from mapper import files
from mapper.schemas.values import Json

from ..language_cases import read_cases

HERE = Path(__file__).parent / "advice"
HEAD = "mapping: 1\nname: advice\n"


def cases() -> list[object]:
    found = [case for file in sorted(HERE.glob("*.yaml")) for case in read_cases(file)]
    return [pytest.param(case, id=str(case["field"])) for case in found]


def written(field: str, case: dict[str, Json]) -> str:
    if case.get("whole"):
        return f"{HEAD}{case.get('head', '')}{field}"
    section = "groups" if case.get("group") else "users"
    rule = textwrap.indent(case.get("rule", ""), "    ")
    return (
        f"{HEAD}{case.get('head', '')}{section}:\n  - rule: R\n{rule}    person:\n{textwrap.indent(field, '      ')}\n"
    )


@pytest.mark.parametrize("case", cases())
def test_a_mistake_has_one_fault_with_a_hint(case: dict[str, Json]) -> None:
    _, found = files.check_text(written(case["field"], case), name="a.yaml")
    found = [each for each in found if each.code.name != "required-never-filled"]
    assert [(each.code.name, each.hint) for each in found] == [(case["code"], case["hint"])]
    assert found[0].span.text.strip("\"'") == case["at"].strip("\"'")
    if "fix" in case:
        fixes = [each.fix.replace if each.fix is not None else None for each in found]
        assert fixes == [case["fix"]]


@pytest.mark.parametrize("case", [case for case in cases() if "followed" in case.values[0]])
def test_a_hint_that_is_followed_works(case: dict[str, Json]) -> None:
    text = written(case["followed"], {**case, "head": case.get("followed_head", case.get("head", ""))})
    mapper.loads(text, name="a.yaml")
    assert all(each.code.name != case["code"] for each in files.check_text(text, name="a.yaml")[1])


@pytest.mark.parametrize("case", [case for case in cases() if case.values[0].get("fix")])
def test_a_fix_works(case: dict[str, Json]) -> None:
    text = written(case["field"], case)
    _, found = files.check_text(text, name="a.yaml")
    for each in (each for each in found if each.fix is not None):
        text = f"{text[: each.span.start]}{each.fix.replace}{text[each.span.end :]}"
    assert all(each.code.name != case["code"] for each in files.check_text(text, name="a.yaml")[1])


def test_every_fault_of_a_template_is_told_at_once() -> None:
    template = "{{ foo() }}{% if 1 + 1 %}x{% endif %}{% for e in emails %}{{ e + 1 }}{% endfor %}{{ title | map }}"
    _, found = files.check_text(written(f'name: {{template: "{template}"}}', {}), name="a.yaml")
    assert [each.span.text for each in found] == ["foo()", "1 + 1", "e + 1", "map"]


def test_a_part_of_a_template_that_cannot_be_read_hides_no_other() -> None:
    template = "{% if title %}{{ a b }}{% endif %}{{ foo() }} {{ c d }}"
    _, found = files.check_text(written(f'name: {{template: "{template}"}}', {}), name="a.yaml")
    assert [each.span.text for each in found] == ["b", "foo()", "d"]
    assert {each.hint for each in found if each.code.name == "template-syntax"} == {
        "texts are joined with ~, and a function is a filter, such as value | upper"
    }


@pytest.mark.parametrize(
    ("person", "named"),
    [
        ("name: displayName", ["primary_email"]),
        ("job_title: title", ["name", "primary_email"]),
        ("name: displayName\n      primary_email: userName", []),
        ("name: displayName\n      job_title: titel", []),
        ("name: displayName\n      job_title: {colour: red}", []),
    ],
)
def test_a_required_field_that_no_user_rule_fills_is_a_warning(person: str, named: list[str]) -> None:
    """It is silent when there is an error, for the field may have been meant there."""
    _, found = files.check_text(f"{HEAD}users:\n  - rule: R\n    person:\n      {person}\n", name="a.yaml")
    warned = [each for each in found if each.code.name == "required-never-filled"]
    assert [each.message.split("'")[1] for each in warned] == named
    assert all(each.span.text == "R" for each in warned)


def test_a_mapping_of_groups_alone_fills_no_required_field() -> None:
    text = f"{HEAD}groups:\n  - rule: R\n    person:\n      source: {{value: SCIM}}\n"
    assert list(files.check_text(text, name="a.yaml")[1]) == []


@pytest.mark.parametrize(
    ("extension", "read"),
    [
        ("{id: 'urn:acme:scim:schemas:2.0:User', as: acme, attributes: {badge: text}}", "acme.badge"),
        ("{id: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User', attributes: {x: text}}", "enterprise.x"),
        ("{id: 'urn:ietf:params:scim:schemas:core:2.0:User', attributes: {badge: text}}", "badge"),
    ],
    ids=["of one's own", "enterprise", "core"],
)
def test_what_reads_a_faulty_extension_is_no_second_fault(extension: str, read: str) -> None:
    text = f"{HEAD}extensions: [{extension}]\nusers:\n  person:\n    job_title: {read}\n"
    _, found = files.check_text(text, name="a.yaml")
    assert [each.code.name for each in found] == ["wrong-extension"]


def test_every_wrong_attribute_of_an_extension_is_told() -> None:
    attributes = "{first: date, ward: string, boss: text, boss.id: string, last: date}"
    extension = f"{{id: 'urn:acme:scim:schemas:2.0:User', as: acme, attributes: {attributes}}}"
    text = f"{HEAD}extensions: [{extension}]\nusers:\n  person:\n    job_title: acme.ward\n"
    _, found = files.check_text(text, name="a.yaml")
    assert [(each.code.name, each.span.text) for each in found] == [
        ("wrong-extension", "date"),
        ("wrong-extension", "text"),
        ("wrong-extension", "date"),
    ]


def test_names_that_need_each_other_are_all_shown() -> None:
    _, found = files.check_text(f"{HEAD}let:\n  a: b\n  b: c\n  c: a\n", name="a.yaml")
    (fault,) = found
    assert (fault.code.name, fault.span.text) == ("cycle", "a")
    assert [other.span.text for other in fault.related] == ["b", "c"]
