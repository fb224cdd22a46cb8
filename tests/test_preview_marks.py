"""What a page tells its editors: problems and what repairs them, values behind lines, what a row came from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib import resources

import pytest

from mapper.engine.diagnostics import Diagnostics
from mapper.engine.repairs import repair
from mapper.engine.text import Source
from mapper.files import check_text
from mapper.preview import preview
from mapper.preview.lights import MOST_CHARACTERS, MOST_LIGHTS
from mapper.schemas.values import Json

from .engine.repairable import faulty_texts

MAPPING = """\
mapping: 1
name: small   # 😀
defaults: {empty: clear}
let:
  label: enterprise.division
users:
  - rule: Everybody
    person:
      primary_email:
        - emails[?primary].value | [0]   # the first
        - userName
      name: join_present(' ', name.givenName, name.familyName)
      job_title: {from: title, missing: keep}
      information: nickName
      location: label
      organization:
        - from: enterprise.organization
          when: userType == 'Employee'
      contacts:
        each: phoneNumbers
        entry:
          label: type
          telephone: value
      custom_fields: {floor: "addresses[0].region", room: "title"}
groups:
  - rule: Sites
    stands_for: site
"""
BABS = """\
{"userName": "Babs@example.com", "title": "Böss 😀", "nickName": "",
 "NAME": {"givenName": "Barbara"}, "userType": "Employee",
 "emails": [{"value": "other@example.com"}, {"value": "babs@example.com", "primary": true}],
 "phoneNumbers": {"type": "work", "value": "+31205550142"},
 "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"organization": "Acme", "division": "Tours"}}
"""


def cut(text: str, mark: Mapping[str, Json]) -> str:
    """The part of *text* that an editor would mark, which counts UTF-16 code units."""
    return text.encode("utf-16-le")[2 * mark["from"] : 2 * mark["to"]].decode("utf-16-le")


def edited(text: str, edits: list[dict[str, Json]]) -> str:
    """*text* after *edits*, as an editor applies them."""
    units = text.encode("utf-16-le")
    for edit in sorted(edits, key=lambda edit: -edit["from"]):
        units = units[: 2 * edit["from"]] + edit["insert"].encode("utf-16-le") + units[2 * edit["to"] :]
    return units.decode("utf-16-le")


# --- problems --------------------------------------------------------------------------------------------------------


def test_an_empty_mapping_is_mended_by_how_a_mapping_begins():
    for text in ("", "\n  \n"):
        (fault,) = [each for each in preview(text, "{}")["faults"] if each["pane"] == "mapping"]
        assert fault["fixes"] == [
            {"title": "Write `mapping: 1`", "edits": [{"from": 0, "to": 0, "insert": "mapping: 1\n"}]}
        ]
    (fault,) = [each for each in preview("# Acme\n---\n", "{}")["faults"] if each["pane"] == "mapping"]
    assert fault["fixes"] == []


def test_a_fault_of_the_mapping_is_marked_with_its_fix() -> None:
    mapping = MAPPING.replace("from: title", "from: titel")
    (fault,) = preview(mapping, BABS)["faults"]
    assert cut(mapping, fault) == "titel"
    (fix,) = fault["fixes"]
    assert fix["title"] == "Replace with `title`"
    assert edited(mapping, fix["edits"]) == MAPPING


def test_what_only_yaml_takes_for_a_line_end_does_not_move_a_mark() -> None:
    mapping = MAPPING.replace("# 😀", "# 😀\x85\u2028").replace("Everybody", "a\u2029b")
    faults = preview(mapping, BABS)["faults"]
    assert [cut(mapping, fault) for fault in faults] == ["\x85", "\u2028", "\u2029"]


def test_a_fault_without_a_certain_repair_has_no_fix() -> None:
    mapping = MAPPING.replace("from: title", "from: somethingElse")
    (fault,) = preview(mapping, BABS)["faults"]
    assert (cut(mapping, fault), fault["fixes"]) == ("somethingElse", [])


def test_a_fix_is_the_repair_of_the_command_line() -> None:
    tried = 0
    for _, text in faulty_texts():
        repairable = list(check_text(text)[1])
        if all(found.fix is None for found in repairable):
            continue
        for fault, found in zip(preview(text, "{}")["faults"], repairable, strict=False):
            assert fault["code"] == found.code.name
            assert bool(fault["fixes"]) == (found.fix is not None and found.fix.replace != found.span.text)
            for fix in fault["fixes"]:
                rounds = iter([alone(text, found.code.name, fix["edits"][0]), Diagnostics()])
                repaired = repair(Source("mapping.yaml", text), lambda _, rounds=rounds: next(rounds))
                assert edited(text, fix["edits"]) == repaired.source.text != text
                assert "\n" not in fix["title"]
                tried += 1
    assert tried > 100


def alone(text: str, code: str, edit: dict[str, Json]) -> Diagnostics:
    """The faults of *text* of which only the one with this fix is left."""
    alone = Diagnostics()
    source = Source("mapping.yaml", text)
    for found in check_text(text)[1]:
        if found.code.name == code and source.units(found.span.start) == edit["from"] and found.fix is not None:
            alone.add(found.code, found.message, found.span, fix=found.fix.replace)
    return alone


@pytest.mark.parametrize(
    ("payload", "marked", "rest"),
    [
        ('{"title": "😀", "x": 1,}', "}", ""),
        ('{"title": "😀"\n "x": 1}', '"', 'x": 1}'),
        ('{"title": 😀}', "😀", "}"),
        ('\ufeff{"title": x}', "x", "}"),
        ('\ufeff[{"a": 1},\n {"title": x}]', "x", "}]"),
        ('{"title": "a"}\n{"title": x}\n', "x", "}\n"),
        ('\n\n[{},\n  {"title": "😀", }]', "}", "]"),
        ('{"title": ', "", ""),
        ("", "", ""),
        ("[]", "[", "]"),
        ('{}\n{"title": "\x85\u2028", x}', "x", "}"),
    ],
)
def test_a_fault_of_the_payload_is_marked(payload: str, marked: str, rest: str) -> None:
    (fault,) = preview(MAPPING, payload)["faults"]
    assert (fault["pane"], fault["fixes"]) == ("payload", [])
    assert cut(payload, fault) == marked
    assert cut(payload, {"from": fault["to"], "to": len(payload.encode("utf-16-le"))}) == rest


def test_what_stands_beside_the_payload_is_marked_in_its_own_text() -> None:
    context = {
        "current": '{"job_title": "😀" 1}',
        "directory": "\ufefforganizations:\n  - name: 😀\n    id: null\n",
        "account": "# 😀\nname: [a]\n",
        "now": "soon",
    }
    faults = {fault["pane"]: fault for fault in preview(MAPPING, BABS, context)["faults"]}
    assert {pane: cut(context[pane], fault) for pane, fault in faults.items()} == {
        "current": "1",
        "directory": "name: 😀\n    id: null",
        "account": "[a]",
        "now": "",
    }


def test_a_problem_without_a_place_is_marked_at_the_beginning() -> None:
    (fault,) = preview(MAPPING, '{"userName": "a"}\n{"userName": "b"}', {"current": "\n\n{}"})["faults"]
    assert (fault["code"], fault["from"], fault["to"]) == ("several-payloads", 0, 0)


def test_a_problem_of_a_person_is_marked_where_its_candidate_stands() -> None:
    payload = '{"userName": "b@example.com", "phoneNumbers": [{"type": "work", "value": "none"}]}'
    problems = preview(MAPPING, payload)["results"][0]["problems"]
    found = {(each["field"], cut(MAPPING, each["mapping"])) for each in problems if each["mapping"]}
    assert ("contacts[0].telephone", "value") in found


# --- values ----------------------------------------------------------------------------------------------------------


def values(mapping: str, payload: str, opened: list[tuple[int, str]] | None = None) -> dict[str, str]:
    """What is told, by the line behind which it stands."""
    told = preview(mapping, payload, opened=opened or [])["marks"]["values"]
    lines = [cut(mapping, {"from": 0, "to": each["at"]}).split("\n")[-1].strip() for each in told]
    assert all(line in [each.strip() for each in mapping.split("\n")] for line in lines)
    return dict(zip(lines, (each["text"] for each in told), strict=True))


def test_the_value_that_a_line_gave_stands_behind_it() -> None:
    assert values(MAPPING, BABS) == {
        "- emails[?primary].value | [0]   # the first": "babs@example.com",
        "name: join_present(' ', name.givenName, name.familyName)": "Barbara",
        "job_title: {from: title, missing: keep}": "Böss 😀",
        "information: nickName": "cleared",
        "location: label": "Tours",
        "- from: enterprise.organization": "{name: Acme}",
        "each: phoneNumbers": "[{label: work, telephone: +31205550142,…",
        'custom_fields: {floor: "addresses[0].region", room: "title"}': "Böss 😀",
    }


def test_several_values_on_one_line_have_their_names() -> None:
    payload = '{"userName": "b@a.com", "name": {"givenName": "B"}, "title": "a\\n\\tb", "addresses": [{"region": "3"}]}'
    line = 'custom_fields: {floor: "addresses[0].region", room: "title"}'
    assert values(MAPPING, payload)[line] == "custom_fields.floor: 3; custom_fields.room: a b"


def test_what_is_cleared_by_several_candidates_stands_behind_the_field() -> None:
    mapping = MAPPING.replace("information: nickName", "information:\n        - nickName\n        - locale")
    assert values(mapping, BABS)["information:"] == "cleared"


def test_a_value_is_short_and_on_one_line() -> None:
    payload = json.dumps({"userName": "b@example.com", "name": {"givenName": "B"}, "title": "x\n" * 5000})
    assert values(MAPPING, payload)["job_title: {from: title, missing: keep}"] == "x " * 19 + "x…"


def test_only_the_chosen_payload_has_values() -> None:
    first = '{"userName": "a@example.com", "name": {"givenName": "A"}}'
    payload = f"[{first}, {BABS}, 3]"
    of_first = {
        "- userName": "a@example.com",
        "name: join_present(' ', name.givenName, name.familyName)": "A",
    }
    assert values(MAPPING, payload) == of_first
    assert values(MAPPING, payload, [(1, "name"), (2, "")]) == values(MAPPING, BABS) != of_first
    for number in (3, 9):  # cannot be read; is not there
        assert values(MAPPING, payload, [(number, "")]) == of_first


def test_the_chosen_payload_has_all_its_lights() -> None:
    fields = "".join(f"        f{at}: title\n" for at in range(300))
    mapping = f"mapping: 1\nname: a\nusers:\n  - rule: R\n    person:\n      custom_fields:\n{fields}"
    results = preview(mapping, '{"title": "x"}\n' * 20, opened=[(20, "")])["results"]
    assert [len(row["lights"]) for row in results[-1]["rows"]] == [3] * 300


def test_a_person_who_is_skipped_gets_no_value() -> None:
    result = preview(MAPPING, '{"userName": "b@example.com", "title": "x"}')
    assert result["results"][0]["action"] == "skip"
    assert result["marks"]["values"] == []


@pytest.mark.parametrize(
    ("mapping", "payload"),
    [(MAPPING, "{"), (MAPPING.replace("from: title", "from: titel"), BABS), (MAPPING, '{"schemas": ["x:Group"]}')],
    ids=["no payload", "no mapping", "a group"],
)
def test_without_a_person_there_is_no_value(mapping: str, payload: str) -> None:
    assert preview(mapping, payload)["marks"]["values"] == []


# --- lights ----------------------------------------------------------------------------------------------------------


def lights(mapping: str, payload: str, at: int = 0) -> dict[str, list[tuple[str, str]]]:
    """What lights with each row."""
    texts = {"mapping": mapping, "payload": payload}
    return {
        row["field"]: [(light["of"], cut(texts[light["pane"]], light)) for light in row["lights"]]
        for row in preview(mapping, payload)["results"][at]["rows"]
    }


def test_a_row_lights_its_rule_and_what_it_read() -> None:
    lit = lights(MAPPING, BABS)
    assert lit["name"] == [
        ("candidate", "join_present(' ', name.givenName, name.familyName)"),
        ("field", "name: join_present(' ', name.givenName, name.familyName)"),
        ("read", '"Barbara"'),
    ]
    assert lit["custom_fields.room"] == [
        ("candidate", '"title"'),
        ("field", 'room: "title"'),
        ("read", '"Böss 😀"'),
    ]
    assert lit["information"][-1] == ("read", '""')


def test_of_a_list_the_element_lights_whose_value_was_taken() -> None:
    lit = lights(MAPPING, BABS)["primary_email"]
    assert lit[0] == ("candidate", "emails[?primary].value | [0]")
    assert lit[1][1].endswith("- userName")
    assert lit[2:] == [("read", '"babs@example.com"')]


def test_of_a_list_of_entries_all_lights_as_it_was_sent() -> None:
    lit = lights(MAPPING, BABS)["contacts"]
    assert lit[0][1].startswith("each: phoneNumbers")
    assert lit[2:] == [("read", '{"type": "work", "value": "+31205550142"}')]


def test_what_conditions_and_named_expressions_read_lights_too() -> None:
    lit = lights(MAPPING, BABS)
    assert lit["organization"][2:] == [("read", '"Acme"'), ("read", '"Employee"')]
    assert lit["location"][2:] == [("read", '"Tours"')]


def test_where_no_candidate_gave_a_value_the_field_lights() -> None:
    assert lights(MAPPING, '{"userName": "b@example.com"}')["job_title"] == [
        ("candidate", "{from: title, missing: keep}"),
        ("field", "job_title: {from: title, missing: keep}"),
    ]
    mapping = MAPPING.replace("information: nickName", "information:\n        - nickName\n        - locale")
    assert lights(mapping, '{"userName": "b@example.com"}')["information"] == [
        ("field", "information:\n        - nickName\n        - locale")
    ]


def test_what_a_group_rule_reads_of_the_group_lights_nothing_in_the_payload() -> None:
    mapping = MAPPING + "  - rule: Titles\n    person: {job_title: {from: displayName, override: true}}\n"
    payload = '{"id": "1", "userName": "b@example.com", "displayName": "Babs", "title": "x"}'
    context = {"groups": '{"id": "g", "displayName": "Boss", "members": [{"value": "1"}]}'}
    (result,) = preview(mapping, payload, context)["results"]
    (row,) = (row for row in result["rows"] if row["field"] == "job_title")
    assert row["value"]["text"] == "Boss"
    assert [light["of"] for light in row["lights"]] == ["candidate", "field"]


@pytest.mark.parametrize(
    "payload",
    [
        '\ufeff{"userName": "a@example.com"}\n\n {"userName": "b@example.com", "title": "😀"}',
        '\ufeff\n[{"userName": "a@example.com"},\n\n {"userName": "b@example.com", "title": "😀"}]',
        '{"x": {"userName": "b@example.com"}, "Resources": [{}, {"userName": "b@example.com", "title": "😀"}]}',
        '{"userName": "a@example.com", "x": [}\n{"userName": "b@example.com", "title": "😀"}',
    ],
)
def test_each_of_several_payloads_lights_in_its_own_place(payload: str) -> None:
    results = preview(MAPPING, payload)["results"]
    (row,) = (row for row in results[-1]["rows"] if row["field"] == "job_title")
    (read,) = (light for light in row["lights"] if light["of"] == "read")
    assert cut(payload, read) == '"😀"'
    (row,) = (row for row in results[-1]["rows"] if row["field"] == "primary_email")
    (read,) = (light for light in row["lights"] if light["of"] == "read")
    assert cut(payload, read) == '"b@example.com"'
    assert read["from"] > payload.rindex('"userName"')


def test_a_member_of_a_group_lights_in_the_payload() -> None:
    payload = '{"schemas": ["x:Group"], "displayName": "g", "members": [{"value": "1"}, {"value": "😀"}, "3"]}'
    lit = lights(MAPPING, payload)
    assert lit["1"] == [("read", '{"value": "1"}')]
    assert lit["😀"] == [("read", '{"value": "😀"}')]


def test_in_a_long_payload_no_attribute_is_looked_for() -> None:
    payload = json.dumps({"userName": "b@example.com", "x": "y" * MOST_CHARACTERS})
    assert [of for of, _ in lights(MAPPING, payload)["primary_email"]] == ["candidate", "field"]


def test_lights_are_told_up_to_a_limit() -> None:
    fields = "".join(f"        f{at}: title\n" for at in range(300))
    mapping = f"mapping: 1\nname: a\nusers:\n  - rule: R\n    person:\n      custom_fields:\n{fields}"
    results = preview(mapping, '{"title": "x"}\n' * 20)["results"]
    told = [len(row["lights"]) for result in results[1:] for row in result["rows"]]  # beside the chosen one
    assert sum(told) == MOST_LIGHTS
    assert told[0] == 3


@pytest.mark.parametrize("sample", ["okta-user", "entra-user", "google-user", "onelogin-user"])
def test_what_lights_of_the_shipped_samples_is_what_they_hold(sample: str) -> None:
    content = resources.files("mappings")
    payload = content.joinpath("samples", f"{sample}.json").read_text("utf-8")
    mapping = content.joinpath(f"{sample.partition('-')[0]}.yaml").read_text("utf-8")
    for name, lit in lights(mapping, payload).items():
        for text in (text for of, text in lit if of == "read"):
            json.loads(text)
        field = next(text for of, text in lit if of == "field")
        assert field.startswith(name.rpartition(".")[2])
