"""What a page is told of its open rows, and of what an earlier version of the mapping did with the same payload."""

from __future__ import annotations

import json
from collections.abc import Iterable
from importlib import resources

import pytest

from mapper.preview import load, preview
from mapper.preview.explained import MOST_CANDIDATES
from mapper.preview.results import MOST_MEMBERS
from mapper.preview.values import MOST_CHARACTERS, MOST_ITEMS
from mapper.schemas.values import Json

CONTENT = resources.files("mappings")
MAPPING = """\
mapping: 1
name: small
defaults: {empty: clear}
users:
  - rule: Everybody
    person:
      primary_email:
        - emails[?type == 'work'].value | [0]
        - userName
        - id
      job_title: title
      information: enterprise.division
      name: userName
      contacts:
        each: phoneNumbers
        entry:
          label: type
          telephone: value
      custom_fields:
        floor: addresses[0].region
  - rule: Bosses
    when: title == 'boss'
    person:
      location: locale
groups:
  - rule: Sites
    when: starts_with(displayName, 'site:')
    person: {vip: {value: true}}
    stands_for: site
    called: "after(displayName, 'site:')"
  - rule: Organizations
    stands_for: organization
"""
BABS: dict[str, Json] = {
    "userName": "Babs@example.com",
    "title": "Boss",
    "emails": [{"type": "Work", "value": "babs@example.com"}],
    "nickName": "Babs",
    "department": "Tours",
    "phoneNumbers": [{"type": "work", "value": "+31205550142"}, {"type": "fax", "value": "none"}],
}


def result_of(payload: Json = BABS, mapping: str = MAPPING, *opened: str, earlier: str | None = None) -> Json:
    """The one result of *payload*, with these rows open."""
    answer = preview(mapping, json.dumps(payload), opened=[(1, name) for name in opened], earlier=earlier)
    assert answer["at_fault"] == []
    json.dumps(answer, allow_nan=False)
    return answer["results"][0]


def row(result: Json, field: str) -> Json:
    return next(each for each in result["rows"] if each["field"] == field)


def explained(field: str, payload: Json = BABS, mapping: str = MAPPING) -> Json:
    return row(result_of(payload, mapping, field), field)["explanation"]


def text(clauses: Iterable[Json]) -> list[str]:
    """Sentences without what tells words and values apart."""
    return ["".join(part["text"] for part in clause) for clause in clauses]


def site(members: int, name: str = "site:Utrecht") -> Json:
    return {
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"],
        "displayName": name,
        "members": [{"value": f"u{at}"} for at in range(members)],
    }


# --- rows that are open ----------------------------------------------------------------------------------------------


def test_only_open_rows_are_explained() -> None:
    result = result_of(BABS, MAPPING, "job_title", "nothing")
    assert [each["field"] for each in result["rows"] if each["explanation"]] == ["job_title"]


def test_a_row_is_open_in_its_own_result() -> None:
    answer = preview(MAPPING, json.dumps([BABS, BABS]), opened=[(2, "name")])
    assert [row(result, "name")["explanation"] is not None for result in answer["results"]] == [False, True]


def test_every_candidate_stands_in_order_with_its_verdict() -> None:
    told = explained("primary_email")
    assert text(told["because"]) == ["the candidate on line 9 gives the value"]
    assert [(each["text"], each["place"]["line"], each["verdict"]) for each in told["candidates"]] == [
        ("emails[?type == 'work'].value | [0]", 8, "absent"),
        ("userName", 9, "won"),
        ("id", 10, "not tried"),
    ]
    absent, won, not_tried = told["candidates"]
    assert any("'Work'" in sentence for sentence in text(absent["because"]))  # the near miss
    assert won["reads"] == [{"pointer": "/userName", "state": "value", "value": "'Babs@example.com'"}]
    assert text(won["because"]) == ["'Babs@example.com' became 'babs@example.com'"]
    assert text(not_tried["because"]) == ["an earlier candidate gave a value (line 9)"]
    assert not_tried["reads"] == []
    assert told["left_out"] == 0


def test_values_are_told_apart_from_words() -> None:
    (sentence,) = explained("primary_email")["candidates"][1]["because"]
    assert [part["is_value"] for part in sentence] == [True, False, True]


def test_a_field_that_is_kept_says_why() -> None:
    result = result_of(BABS, MAPPING, "custom_fields.floor", "location")
    floor, location = row(result, "custom_fields.floor"), row(result, "location")
    assert (floor["state"], floor["reason"]) == ("keep", "absent")
    assert text(floor["explanation"]["candidates"][0]["because"]) == ["`addresses` was not sent"]
    assert text(location["explanation"]["because"]) == ["no rule that fills it applies"]


def test_a_field_that_is_cleared_says_why() -> None:
    result = result_of({**BABS, "title": ""}, MAPPING, "job_title")
    assert row(result, "job_title")["state"] == "clear"
    assert text(row(result, "job_title")["explanation"]["because"]) == ["it was sent empty"]


def test_the_fields_of_a_skipped_person_can_be_open() -> None:
    result = result_of({"userName": "nobody", "title": "Guide"}, MAPPING, "primary_email", "job_title")
    assert (result["action"], result["reason"]) == ("skip", "'primary_email' is required")
    email, title = row(result, "primary_email"), row(result, "job_title")
    assert (email["state"], email["value"]) == ("skipped", None)
    assert [each["verdict"] for each in email["explanation"]["candidates"]] == ["absent", "does not fit", "absent"]
    assert title["value"]["text"] == "Guide"
    assert text(title["explanation"]["because"]) == [
        "the person is skipped; the candidate on line 11 would give a value"
    ]


def test_a_person_to_whom_no_rule_applies_has_rules_and_no_rows() -> None:
    result = result_of(BABS, MAPPING.replace("rule: Everybody", "rule: Everybody\n    when: active"))
    assert (result["reason"], result["rows"]) == ("no rule applies", [])
    assert [rule["name"] for rule in result["rules"]["rules"]] == ["Everybody", "Bosses"]


def test_of_a_new_person_it_is_not_said_that_a_field_is_kept() -> None:
    mapping = (
        "mapping: 1\nname: x\nusers:\n  person:\n    primary_email: userName\n    name: userName\n    locale: title\n"
    )
    told = explained("locale", {"userName": "a@example.com", "title": "klingon"}, mapping)
    assert text(told["because"]) == ["no candidate gives a value: does not fit"]


def test_a_list_is_explained_element_by_element() -> None:
    (candidate,) = explained("contacts")["candidates"]
    assert candidate["text"] == "each: phoneNumbers …"
    assert [(each["index"], each["verdict"]) for each in candidate["elements"]] == [(0, "entry"), (1, "no content")]
    label, telephone = candidate["elements"][1]["parts"]
    assert (label["name"], label["value"]) == ("label", "'fax'")
    assert telephone["value"] is None
    assert text(telephone["candidates"][0]["because"]) == ["'none' is no phone number"]


def test_a_list_tells_of_the_entries_of_the_stored_person_that_stay() -> None:
    beside = {"current": '{"contacts": [{"telephone": "1"}, {"telephone": "2", "integration": true}]}'}
    answer = preview(MAPPING, json.dumps(BABS), beside, opened=[(1, "contacts")])
    told = row(answer["results"][0], "contacts")["explanation"]
    assert text(told["because"]) == ["the candidate on line 15 gives the value", "1 entry that people made stays"]


@pytest.mark.parametrize(("elements", "left_out"), [(5, 0), (6, 1), (2000, 1995)])
def test_of_many_elements_the_first_are_explained(elements: int, left_out: int) -> None:
    phones = [{"type": "work", "value": "+31205550142"}] * elements
    (candidate,) = explained("contacts", {**BABS, "phoneNumbers": phones})["candidates"]
    assert (len(candidate["elements"]), candidate["left_out"]) == (5, left_out)


def test_of_many_candidates_the_first_are_told() -> None:
    many = MAPPING.replace("      job_title: title\n", "      job_title:\n" + "        - title\n" * 100)
    told = explained("job_title", mapping=many)
    assert (len(told["candidates"]), told["left_out"]) == (30, 70)


def test_an_answer_is_bounded_however_many_rows_are_open() -> None:
    field = "      job_title:\n" + "        - nickName || displayName\n" * 30
    mapping = MAPPING.replace("      job_title: title\n", field)
    payloads = json.dumps([{"userName": "x@example.com", "id": str(at)} for at in range(20)])
    rows = ("job_title", "primary_email", "contacts", "information")
    answer = preview(mapping, payloads, opened=[(at, name) for at in range(1, 21) for name in rows])
    told = [each["explanation"] for result in answer["results"] for each in result["rows"] if each["explanation"]]
    assert len(told) == 80
    assert sum(len(each["candidates"]) for each in told) == 20 * 35
    many = mapping.replace("      name: userName\n", field.replace("job_title", "name") + "        - userName\n")
    answer = preview(many, payloads, opened=[(at, name) for at in range(1, 21) for name in (*rows, "name")])
    told = [each["explanation"] for result in answer["results"] for each in result["rows"] if each["explanation"]]
    assert sum(len(each["candidates"]) for each in told) == MOST_CANDIDATES
    assert told[-1]["candidates"] == []
    assert told[-1]["left_out"] > 0


def test_what_is_long_is_cut_with_its_number() -> None:
    long = "x" * (MOST_CHARACTERS + 7)
    result = result_of({**BABS, "userName": "b@example.com", "title": long, "nickName": long}, MAPPING, "job_title")
    (candidate,) = row(result, "job_title")["explanation"]["candidates"]
    assert len(candidate["reads"][0]["value"]) < 100
    phones = [{"type": "work", "value": f"+3120555{at:04}"} for at in range(MOST_ITEMS + 3)]
    contacts = row(result_of({**BABS, "phoneNumbers": phones}), "contacts")
    assert (len(contacts["value"]["items"]), contacts["value"]["more"]) == (MOST_ITEMS, 3)


def test_a_long_text_is_shown_by_its_beginning() -> None:
    mapping = MAPPING.replace("information: enterprise.division", "information: {from: nickName, too_long: cut}")
    result = result_of({**BABS, "nickName": "y" * 9000}, mapping)
    value = row(result, "information")["value"]
    assert len(value["text"]) + value["more"] <= 9000
    assert len(value["text"]) <= MOST_CHARACTERS


def test_what_no_rule_reads_is_told() -> None:
    unread = result_of()["unread"]
    assert unread["pointers"] == ["/nickName", "/department"]
    many = result_of({**BABS, **{f"extra{at}": at for at in range(100)}})["unread"]
    assert (len(many["pointers"]), many["left_out"]) == (30, 72)


@pytest.mark.parametrize(
    ("vip", "shown"),
    [
        ("in_group('Chefs')", "in_group('Chefs')"),
        ("\n        if: in_group('Chefs')", "if: in_group('Chefs')"),
        ("\n        if: in_group('Chefs')\n        else: false", "if: in_group('Chefs') …"),
    ],
    ids=["expression", "if", "lines"],
)
def test_a_field_that_asks_for_a_group_shows_the_line_and_the_groups_are_read(vip: str, shown: str) -> None:
    mapping = f"mapping: 1\nname: a\nusers:\n  - rule: all\n    person:\n      vip: {vip}\n"
    result = result_of({"groups": [{"value": "g1", "display": "Chefs"}], "title": "Cook"}, mapping)
    assert row(result, "vip")["origin"]["text"] == shown
    assert result["unread"]["pointers"] == ["/title"]


def test_rules_that_do_not_apply_say_why() -> None:
    (rule,) = result_of()["rules"]["rules"]
    assert (rule["name"], rule["applies"], rule["place"]["line"]) == ("Bosses", False, 21)
    assert text(rule["because"]) == [
        "`title` is 'Boss', and `'boss'` is asked for: the same but for capitals; `lower(title) == 'boss'` passes it"
    ]


@pytest.mark.parametrize("name", ["default", "entra", "okta", "onelogin", "google"])
def test_every_row_of_every_sample_can_be_open(name: str) -> None:
    mapping = CONTENT.joinpath(f"{name}.yaml").read_text("utf-8")
    loaded = load(mapping)
    for sample in CONTENT.joinpath("samples").iterdir():
        if not sample.name.endswith(".json"):
            continue
        closed = preview(mapping, sample.read_text("utf-8"), view="json", load=lambda _: loaded)
        names = [(1, each["field"]) for each in closed["results"][0]["rows"]]
        opened = preview(mapping, sample.read_text("utf-8"), opened=names, view="json", load=lambda _: loaded)
        assert opened["results"][0]["json"] == closed["results"][0]["json"]
        for each in opened["results"][0]["rows"]:
            assert each["explanation"] is not None or each.get("can_open") is not None, each["field"]


# --- groups ----------------------------------------------------------------------------------------------------------


def test_a_group_says_what_it_stands_for_and_why() -> None:
    result = result_of(site(1))
    assert result["reason"] == "stands for the site 'Utrecht'"
    assert [(rule["name"], text(rule["because"])) for rule in result["rules"]["rules"]] == [
        ("Sites", ["so the group stands for the site 'Utrecht'"]),
        ("Organizations", ["the organization 'site:Utrecht' of this rule is not the one that is taken"]),
    ]


def test_a_group_that_has_no_name_to_be_called_by_says_so() -> None:
    result = result_of(site(0, "site:"), MAPPING.replace("  - rule: Organizations\n    stands_for: organization\n", ""))
    assert result["reason"] == "stands for nothing"
    (rule,) = result["rules"]["rules"]
    assert text(rule["because"])[0] == "it says `stands_for: site`, but there is no name to call it by"


def test_a_mapping_in_which_no_group_stands_for_anything_says_so() -> None:
    mapping = MAPPING[: MAPPING.index("groups:")]
    assert text(result_of(site(1), mapping)["because"]) == ["no rule of the mapping says `stands_for`"]


def test_a_member_is_explained_by_its_rules_and_fields() -> None:
    told = row(result_of(site(2), MAPPING, "u1"), "u1")["explanation"]
    assert [(rule["name"], rule["applies"]) for rule in told["rules"]["rules"]] == [("Sites", True)]
    (field,) = told["fields"]
    assert (field["name"], field["candidates"][0]["verdict"]) == ("vip", "won")


def test_of_many_members_the_first_have_rows_and_fewer_an_explanation() -> None:
    result = result_of(site(5000), MAPPING, "u1", "u199", "u4000")
    assert len(result["rows"]) == MOST_MEMBERS
    assert result["left_out"] == 5000 - MOST_MEMBERS
    assert (result["explained"], result["not_explained"]) == (20, 4980)
    assert row(result, "u1")["explanation"] is not None
    assert (row(result, "u199")["can_open"], row(result, "u199")["explanation"]) == (False, None)


# --- an earlier version ----------------------------------------------------------------------------------------------


def compared(new: str, payload: Json = BABS) -> Json:
    return result_of(payload, new, earlier=MAPPING)


def marks(result: Json) -> dict[str, Json]:
    """What happened before to each row that differs."""
    shown = {"set": lambda was: was["value"].get("text", was["value"]["kind"])}
    return {
        each["field"]: (each["state"], shown.get(each["was"]["state"], lambda was: was["state"])(each["was"]))
        for each in result["rows"]
        if each["was"]
    }


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("job_title: title", "job_title: userName", {"job_title": ("set", "Boss")}),
        ("job_title: title", "job_title:\n        clear: true", {"job_title": ("clear", "Boss")}),
        ("job_title: title", "job_title: displayName", {"job_title": ("keep", "Boss")}),
        ("      job_title: title\n", "", {"job_title": ("unfilled", "Boss")}),
        ("information: enterprise.division", "information: nickName", {"information": ("set", "keep")}),
        ("information: enterprise.division", "information: displayName", {}),
        ("floor: addresses[0].region", "floor: title", {"custom_fields.floor": ("set", "keep")}),
        ("label: type", "label: display", {"contacts": ("set", "list")}),
        ("# none", "", {}),
        ("job_title: title", "job_title: title # a comment", {}),
    ],
)
def test_what_differs_is_marked_with_what_it_was(old: str, new: str, expected: dict[str, Json]) -> None:
    result = compared(MAPPING.replace(old, new))
    assert marks(result) == expected
    assert result["differing"] == len(expected)
    assert result["was"] is None


def test_a_person_who_is_no_longer_skipped_is_marked_as_a_whole() -> None:
    payload = {"userName": "nobody"}
    mapping = MAPPING.replace("        - id\n", "        - value: x@example.com\n")
    result = compared(mapping, payload)
    assert result["was"] == {"action": "skip", "reason": "'primary_email' is required"}
    assert marks(result) == {"primary_email": ("set", "skipped"), "name": ("set", "skipped")}
    assert result["differing"] == 2


def test_of_a_person_who_is_skipped_now_only_that_is_said() -> None:
    result = compared(MAPPING.replace("primary_email:", "location:"))
    assert (result["action"], result["was"]) == ("skip", {"action": "create", "reason": None})
    assert (marks(result), result["differing"]) == ({}, 0)


def test_a_group_is_compared_by_what_it_stands_for_and_its_members() -> None:
    result = compared(MAPPING.replace("{vip: {value: true}}", "{vip: {value: false}}"), site(2))
    assert (result["differing"], result["was"]) == (2, None)
    assert row(result, "u0")["was"]["value"]["parts"][0][1]["text"] == "true"
    result = compared(MAPPING.replace("stands_for: site", "stands_for: organization"), site(1))
    assert result["was"] == {"reason": "stands for the site 'Utrecht'"}


def test_each_of_several_payloads_is_compared() -> None:
    mapping = MAPPING.replace("job_title: title", "job_title: nickName")
    payloads = json.dumps([BABS, {**BABS, "title": "Babs"}, site(1)])
    answer = preview(mapping, payloads, earlier=MAPPING)
    assert [result["differing"] for result in answer["results"]] == [1, 0, 0]
    assert answer["earlier"] == {"errors": 0}


@pytest.mark.parametrize("earlier", [None, "", " \n", MAPPING])
def test_without_another_version_nothing_is_compared(earlier: str | None) -> None:
    assert preview(MAPPING, json.dumps(BABS), earlier=earlier)["earlier"] is None


def test_a_version_with_errors_is_counted_and_stops_nothing() -> None:
    answer = preview(MAPPING, json.dumps(BABS), earlier=MAPPING.replace("title", "titel"))
    assert answer["at_fault"] == []
    assert answer["earlier"]["errors"] >= 1
    assert answer["results"][0]["differing"] == 0


def test_every_beginning_of_a_version_can_be_compared_with() -> None:
    for end in range(0, len(MAPPING), 7):
        json.dumps(preview(MAPPING, json.dumps(BABS), earlier=MAPPING[:end]))


def test_both_versions_are_given_the_same_context() -> None:
    mapping = MAPPING.replace("information: enterprise.division", "information: now()")
    groups = json.dumps({"id": "g1", "displayName": "Vip", "members": [{"value": "7"}]})
    mapping = mapping.replace("name: userName", "name: userName\n      vip: in_group('Vip')")
    answer = preview(mapping + "# new\n", json.dumps({**BABS, "id": "7"}), {"groups": groups}, earlier=mapping)
    assert answer["at_fault"] == []
    (result,) = answer["results"]
    assert row(result, "vip")["value"]["text"] == "true"
    assert marks(result) == {}
