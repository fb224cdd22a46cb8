"""The views of the right pane without a browser: several payloads, what a write changes, two mappings compared."""

from __future__ import annotations

import html
import json
import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from mapper.preview import MOST_RESULTS, preview
from mapper.schemas.values import Json
from webui.playground.comparison import comparison
from webui.playground.grid import Cell, brief, grid
from webui.playground.rows import opened_rows, with_chosen
from webui.playground.write import Write, write_of

MAPPING = """\
mapping: 1
name: small
users:
  - rule: Staff
    unless: userType == 'Guest'
    person:
      primary_email: userName
      name: displayName
      job_title: title
      disabled: {not: active}
      location: {from: nickName, write: create}
groups:
  - rule: Sites
    when: starts_with(displayName, 'site:')
    stands_for: site
    called: after(displayName, 'site:')
"""
OTHER = MAPPING.replace("job_title: title", "job_title: {from: title, then: upper(@)}").replace("small", "other")
BABS = {"userName": "babs@example.com", "displayName": "Babs", "title": "Guide", "active": True}
ANN = {"userName": "ann@example.com", "displayName": "Ann", "title": "", "active": False, "nickName": "Lund"}
BOB = {"userName": "bob@example.com", "displayName": "Bob", "userType": "Guest"}
DELFT = {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "site:Delft", "members": []}
CURRENT = {"id": "p1", "primary_email": "babs@example.com", "name": "Babs", "job_title": "Clerk", "location": None}
EVERYBODY = json.dumps([BABS, ANN, BOB, DELFT])
MARKUP = "<img src=x onerror=alert(1)>"


def asked(client: FlaskClient, view: str, payload: str = EVERYBODY, mapping: str = MAPPING, **fields: str) -> str:
    """The fragment of a view."""
    answer = posted(client, "/preview", view, payload, mapping, **fields)
    return answer.text


def posted(
    client: FlaskClient, path: str, view: str, payload: str = EVERYBODY, mapping: str = MAPPING, **fields: str
) -> TestResponse:
    answer = client.post(path, data={"mapping": mapping, "payload": payload, "view": view, **fields})
    assert answer.status_code == 200
    return answer


def plain(fragment: str) -> str:
    """What people read of it, with one blank between the pieces."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", fragment)).split())


def results(payload: str = EVERYBODY, mapping: str = MAPPING, **options: Json) -> Json:
    """The answer of the preview."""
    return preview(mapping, payload, **options)


# --- several payloads ------------------------------------------------------------------------------------------------


def test_a_grid_has_people_by_the_fields_that_one_of_them_has() -> None:
    found = grid(results()["results"], [], 1)
    assert found is not None
    assert found.fields == ("primary_email", "name", "job_title", "disabled", "location")
    babs, ann, bob = found.people
    assert [cell.text for cell in babs.cells] == ["babs@example.com", "Babs", "Guide", "false", ""]
    assert [cell.state for cell in babs.cells] == ["set", "set", "set", "set", "keep"]
    assert [cell.state for cell in ann.cells] == ["set", "set", "clear", "set", "set"]
    assert (bob.action, bob.reason, bob.cells) == ("skip", "no rule applies", ())
    (delft,) = found.groups
    assert (delft.number, delft.called, delft.reason) == (4, "site:Delft", "stands for the site 'Delft'")
    assert (babs.is_chosen, ann.is_chosen) == (True, False)


def test_no_column_is_there_for_what_nobody_has() -> None:
    found = grid(results(json.dumps([BABS, BABS]))["results"], [], 1)
    assert found is not None
    assert "location" not in found.fields


def test_one_payload_has_no_grid() -> None:
    assert grid(results(json.dumps(BABS))["results"], [], 1) is None


def test_what_differs_from_an_earlier_version_is_marked_in_its_cell() -> None:
    found = grid(results(earlier=OTHER)["results"], [], 1)
    assert found is not None
    babs, ann, _ = found.people
    assert [name for name, cell in zip(found.fields, babs.cells, strict=True) if cell.is_differing] == ["job_title"]
    assert (babs.is_differing, ann.is_differing) == (True, False)


@pytest.mark.parametrize(
    ("value", "text", "is_special"),
    [
        ({"kind": "text", "text": "a  b\nc", "more": 0}, "a b c", False),
        ({"kind": "text", "text": "", "more": 0}, "empty text", True),
        ({"kind": "text", "text": " ", "more": 0}, " ", False),
        ({"kind": "text", "text": "x" * 61, "more": 0}, "x" * 59 + "…", False),
        ({"kind": "null", "text": "null", "more": 0}, "null", True),
        ({"kind": "boolean", "text": "false", "more": 0}, "false", False),
        ({"kind": "list", "items": [], "more": 0}, "empty list", True),
        ({"kind": "object", "parts": [], "more": 0}, "empty object", True),
        ({"kind": "list", "items": [{"kind": "number", "text": str(at), "more": 0} for at in range(7)], "more": 3},
         "0; 1; 2; 3; 4 and 5 more", False),
        ({"kind": "object", "parts": [["id", {"kind": "text", "text": "p1", "more": 0}]], "more": 0}, "p1", False),
    ],
)  # fmt: skip
def test_a_value_on_one_short_line(value: Json, text: str, is_special: bool) -> None:
    assert brief(value) == (text, is_special)


def test_a_cell_tells_nothing_from_null_and_empty() -> None:
    people = [{**BABS, "title": value} for value in ("Guide", "")] + [{"userName": "c@example.com", "displayName": "C"}]
    found = grid(results(json.dumps(people))["results"], [], 1)
    assert found is not None
    at = found.fields.index("job_title")
    assert [line.cells[at] for line in found.people] == [Cell("set", "Guide"), Cell("clear"), Cell("keep")]


def test_the_page_shows_the_grid_and_one_person_in_full(client: FlaskClient) -> None:
    fragment = asked(client, "person")
    assert fragment.count('<article class="result">') == 1
    assert fragment.count('name="choose"') == 4
    assert "1 of 4 babs@example.com create" in plain(fragment)
    assert "no rule applies" in fragment
    assert "stands for the site &#39;Delft&#39;" in fragment


@pytest.mark.parametrize(
    ("opened", "shown"), [("2:", "ann@"), ("1: 2:", "ann@"), ("9:", "babs@"), ("4:", "site:Delft")]
)
def test_a_payload_is_chosen(client: FlaskClient, opened: str, shown: str) -> None:
    fragment = asked(client, "person", open=opened)
    number = shown and re.search(r'(\d) of 4</span>\s*<span class="who">' + re.escape(shown), fragment)
    assert number
    assert f'id="choose-{number[1]}" name="choose" value="{number[1]}"' in fragment
    assert fragment.count('aria-pressed="true"') == 1


def test_a_payload_is_chosen_without_a_script(client: FlaskClient) -> None:
    page = posted(client, "/", "person", open="1:name 1:", choose="2").text
    assert '<input type="hidden" name="open" value="1:name 2:">' in page
    assert re.search(r'id="choose-2" name="choose" value="2" autofocus\s*aria-pressed="true"', page)
    assert re.search(r'2 of 4</span>\s*<span class="who">ann@', page)


def test_to_choose_closes_no_row() -> None:
    assert with_chosen("1:name 1: 2:a%3A", "3") == "1:name 2:a%3A 3:"
    assert opened_rows("1:name 3:") == [(1, "name"), (3, "")]


def test_what_cannot_be_read_is_told_and_the_others_keep_their_numbers(client: FlaskClient) -> None:
    fragment = asked(client, "person", f"{json.dumps(BABS)}\n{{\n{json.dumps(ANN)}\n", open="3:name")
    assert 'id="unread-2"' in fragment
    assert "cannot be read" in fragment
    assert '<span class="number">3</span> <span class="who"><span class="called">ann@' in fragment
    fragment = asked(client, "person", f"{json.dumps(BABS)}\n{{\n{json.dumps(ANN)}\n", open="3: 3:name")
    assert 'id="why-3:name"' in fragment


def test_one_that_can_be_read_among_others_that_cannot_has_a_grid_too(client: FlaskClient) -> None:
    fragment = asked(client, "person", f"{json.dumps(BABS)}\n{{\n")
    assert "1 of 2" in fragment
    assert 'id="unread-2"' in fragment


def test_problems_of_several_people_say_whose_they_are(client: FlaskClient) -> None:
    mapping = MAPPING.replace("job_title: title", "job_title: title\n      locale: locale")
    fragment = asked(client, "person", json.dumps([BABS, {**ANN, "locale": "nowhere at all"}]), mapping)
    assert re.search(r'<span class="about">ann@example.com, locale</span>', fragment)
    assert '<span class="count-problems">1</span>' in fragment


def test_twenty_people_are_shown_and_the_others_counted(client: FlaskClient) -> None:
    fragment = asked(client, "person", json.dumps([BABS] * (MOST_RESULTS + 3)))
    assert fragment.count('name="choose"') == MOST_RESULTS
    assert "1 of 23" in fragment
    assert "The first 20 of 23 payloads are shown." in fragment


# --- before and after ------------------------------------------------------------------------------------------------


def written(payload: Json, current: Json = None, mapping: str = MAPPING) -> Write:
    context = {"current": json.dumps(current) if current is not None else ""}
    return write_of(results(json.dumps(payload), mapping, context=context, view="write")["results"][0])


def test_what_changes_and_why_the_rest_stays() -> None:
    write = written({**BABS, "active": False, "nickName": "Lund"}, CURRENT)
    assert [(row.field, row.kind) for row in write.changes] == [("job_title", None), ("disabled", "new")]
    assert write.said == ("2 fields change; 4 stay as they are.", "The write disables the person.")
    assert {row.field: row.why for row in write.same} == {
        "primary_email": "set to what is stored",
        "name": "set to what is stored",
        "location": "kept: write: create",
        "id": "no rule fills it",
    }
    assert write.changes[0].origin is not None
    assert write.changes[0].origin["line"] == 9


def test_what_is_cleared() -> None:
    write = written({**BABS, "title": ""}, {**CURRENT, "disabled": False})
    assert [(row.field, row.kind, row.after and row.after["kind"]) for row in write.changes] == [
        ("job_title", "cleared", "null")
    ]
    assert write.said == ("1 field changes; 5 stay as they are.",)


@pytest.mark.parametrize(
    ("payload", "current", "said"),
    [
        (BABS, None, "A new person is written, with 4 fields."),
        (BOB, CURRENT, "Nothing is written: no rule applies."),
        (BOB, None, "Nothing is written: no rule applies."),
        (BABS, {**CURRENT, "job_title": "Guide", "disabled": False}, "Nothing changes: all that the mapping gives is"),
        (DELFT, None, "A group is written over no person;"),
    ],
)
def test_the_sentence_of_a_write(payload: Json, current: Json, said: str) -> None:
    assert written(payload, current).said[0].startswith(said)


def test_the_end_of_being_disabled_is_said() -> None:
    assert "The write ends that the person is disabled." in written(BABS, {**CURRENT, "disabled": True}).said


def test_the_view_of_a_write(client: FlaskClient) -> None:
    fragment = asked(client, "write", json.dumps({**BABS, "title": ""}), current=json.dumps(CURRENT))
    text = plain(fragment)
    assert "2 fields change; 4 stay as they are." in text
    assert "job_title line 9 before Clerk after cleared null" in text
    assert "disabled line 10 before not stored after false" in text
    assert "Unchanged: 4" in text
    assert "location null kept: write: create" in text
    assert "No person is stored" not in text


def test_the_view_of_a_write_of_a_new_person(client: FlaskClient) -> None:
    fragment = asked(client, "write", json.dumps(BABS))
    assert '<a href="#current" data-pane="current">Person as stored</a>' in fragment
    assert "A new person is written, with 4 fields." in fragment
    assert "job_title line 9 Guide" in plain(fragment)
    assert "Field Why not" in plain(fragment)
    assert "location not set: absent" in plain(fragment)
    assert "kept" not in plain(fragment)


def test_without_scripts_a_new_person_keeps_nothing_either(client: FlaskClient) -> None:
    page = client.post("/", data={"mapping": MAPPING, "payload": json.dumps(BABS), "view": "write"}).text
    written_ = page[page.index('<div id="person">') :]
    assert "location not set: absent" in plain(written_)
    assert "kept" not in plain(written_)


def test_of_a_new_person_there_is_nothing_to_clear() -> None:
    mapping = MAPPING.replace(
        "name: displayName", "name: displayName\n      custom_fields: {desk: {from: title, empty: clear}}"
    )
    (desk,) = [row for row in written({**BABS, "title": ""}, None, mapping).same if row.field == "custom_fields.desk"]
    assert desk.why == "nothing to clear"


def test_the_view_of_writes_of_several_people(client: FlaskClient) -> None:
    fragment = asked(client, "write")
    assert fragment.count('<details class="one-of"') == 4
    assert "Put one into" not in fragment


def test_entries_that_go_and_come_are_marked(client: FlaskClient) -> None:
    mapping = MAPPING.replace("name: displayName", 'name: displayName\n      custom_fields: {tags: "roles[].value"}')
    user = {**BABS, "roles": [{"value": "a"}, {"value": "c"}]}
    fragment = asked(
        client, "write", json.dumps(user), mapping, current=json.dumps({"custom_fields": {"tags": ["a", "b"]}})
    )
    text = plain(fragment)
    assert "before a only before: b after a only after: c" in text
    assert fragment.count('<li class="gone">') == fragment.count('<li class="come">') == 1


# --- two mappings ----------------------------------------------------------------------------------------------------


def test_two_mappings_are_compared(client: FlaskClient) -> None:
    fragment = asked(client, "compare", earlier=OTHER)
    text = plain(fragment)
    assert "1 of 4 people and groups differs; 2 differences in the rules." in text
    assert "users: Staff: job_title: then removed before upper(@) other, line 9" in text
    assert "job_title only capitals 1" in text
    assert "job_title other GUIDE this Guide" in text
    place = re.search(r'id="rule-old-2"[^>]*data-pane="earlier"[^>]*>', fragment)
    assert place is not None


def test_places_in_the_other_mapping_are_those_of_its_own_text(client: FlaskClient) -> None:
    other = "# 🎒 a comment\n" + OTHER
    fragment = asked(client, "compare", earlier=other)
    found = re.search(r'id="rule-old-2"[^>]*data-from="(\d+)" data-to="(\d+)"', fragment)
    assert found is not None
    units = other.encode("utf-16-le")
    assert units[int(found[1]) * 2 : int(found[2]) * 2].decode("utf-16-le") == "upper(@)"


@pytest.mark.parametrize(
    ("earlier", "said"),
    [
        (MAPPING, "Both mappings are the same text:"),
        ("", "Put a mapping above to compare with this one."),
        (f"# other words\n{MAPPING}", "Nothing differs: the rules mean the same, and all 4 people and groups come out"),
        (MAPPING.replace("small", "other"), "0 of 4 people and groups differ; 1 difference in the rules."),
    ],
)
def test_that_nothing_differs_is_said_plainly(client: FlaskClient, earlier: str, said: str) -> None:
    assert said in plain(asked(client, "compare", earlier=earlier))


def test_of_one_person_it_is_said_of_the_person(client: FlaskClient) -> None:
    text = plain(asked(client, "compare", json.dumps(BABS), earlier=f"# other words\n{MAPPING}"))
    assert "Nothing differs: the rules mean the same, and the person comes out the same." in text
    assert "The person differs; 2 differences in the rules." in plain(
        asked(client, "compare", json.dumps(BABS), earlier=OTHER)
    )
    text = plain(asked(client, "compare", json.dumps(DELFT), earlier=OTHER))
    assert "The group is the same; 2 differences in the rules." in text


def test_the_fields_of_a_person_whom_the_other_mapping_skips(client: FlaskClient) -> None:
    skips = MAPPING.replace("primary_email: userName", "primary_email: nickName")
    assert skips != MAPPING
    text = plain(asked(client, "compare", json.dumps(BABS), earlier=skips))
    assert "other skipped this Guide" in text


def test_a_script_that_does_not_send_the_same_text_twice_compares_with_it(client: FlaskClient) -> None:
    assert "Both mappings are the same text:" in asked(client, "compare")


def test_errors_of_the_other_mapping_are_told_in_its_pane(client: FlaskClient) -> None:
    fragment = asked(client, "compare", earlier=OTHER.replace("userName", "userNam"))
    assert 'data-pane="earlier">other mapping</a>' in fragment
    assert '<span id="earlier-flag" hx-swap-oob="innerHTML"><span class="fault">1 error</span></span>' in fragment
    assert re.search(r'<a class="place"[^>]*data-pane="earlier"[^>]*>other mapping 7:22</a>', fragment)
    assert "other mapping: 1 error" in fragment
    good = asked(client, "person", earlier=OTHER.replace("userName", "userNam"))
    assert '<span id="earlier-flag" hx-swap-oob="innerHTML"></span>' in good
    assert '<article class="result">' in good


def test_another_mapping_of_another_name_stays_without_a_script(client: FlaskClient) -> None:
    page = posted(client, "/", "compare", earlier=OTHER).text
    assert html.unescape(page).count(OTHER) == 1
    assert '<input type="hidden" name="since" value="picked">' in page
    assert "1 of 4 people and groups differs" in page


def test_a_difference_that_only_stored_people_show_is_mentioned(client: FlaskClient) -> None:
    other = MAPPING.replace("write: create", "write: blank")
    hint = "All people are taken as new"
    assert hint in asked(client, "compare", json.dumps(ANN), earlier=other)
    stored = asked(client, "compare", json.dumps(ANN), earlier=other, current=json.dumps(CURRENT))
    assert hint not in stored
    assert "location other Lund this kept" in plain(stored)
    assert "location other Lund this kept" in plain(stored)


def test_of_a_new_person_nothing_is_kept_in_the_comparison_either(client: FlaskClient) -> None:
    without = MAPPING.replace("      location: {from: nickName, write: create}\n", "")
    text = plain(asked(client, "compare", json.dumps(ANN), earlier=without))
    assert "location other not set this Lund" in text
    text = plain(asked(client, "compare", json.dumps([BABS, ANN]), earlier=without))
    assert "Field Change How many location not set → set 1 " in text
    assert "kept" not in text


def test_what_a_group_gives_to_a_member_is_nothing_where_it_is_not_given(client: FlaskClient) -> None:
    gives = MAPPING + "  - rule: Chiefs\n    when: displayName == 'Chiefs'\n    person: {vip: {value: true}}\n"
    group = {**DELFT, "displayName": "Chiefs", "members": [{"value": "u1"}]}
    text = plain(asked(client, "compare", json.dumps(group), gives, earlier=MAPPING))
    assert "members: vip other nothing this true" in text


def test_a_text_of_the_mappings_in_a_shape_stays_as_it_is() -> None:
    shapes = ["kept -> set", "cleared -> kept", '"kept -> a" -> "b -> kept"', 'kept -> "kept"', "nothing -> set"]
    fields = [{"field": "vip", "count": 5, "shapes": [{"shape": shape, "count": 1} for shape in shapes]}]
    told = {
        "rules": [], "rules_left_out": 0, "is_unseen": False, "read": 5, "differ": 5, "has_groups": False,
        "fields": fields, "fields_left_out": 0, "people": [], "failed_by": {},
    }  # fmt: skip
    (field,) = comparison(told, "a", "b", is_stored=False).fields
    assert [each["shape"] for each in field["shapes"]] == [
        "not set -> set", "cleared -> not set", '"kept -> a" -> "b -> kept"', 'not set -> "kept"', "nothing -> set",
    ]  # fmt: skip
    assert comparison(told, "a", "b", is_stored=True).fields == tuple(fields)


def test_payloads_that_only_one_mapping_can_map() -> None:
    told = {
        "rules": [], "rules_left_out": 0, "is_unseen": False, "read": 4, "differ": 2, "has_groups": False, "fields": [],
        "fields_left_out": 0, "people": [], "failed_by": {"both": 1, "old": 2},
    }  # fmt: skip
    assert comparison(told, "a", "b", is_stored=False).said == (
        "2 of 3 people differ; no difference in the rules.",
        "1 payload cannot be mapped.",
        "2 payloads cannot be mapped by the other mapping.",
    )


# --- all views -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("view", ["person", "write", "compare", "json"])
def test_markup_is_text_in_every_view(client: FlaskClient, view: str) -> None:
    people = [{**BABS, "displayName": MARKUP, "userName": MARKUP}, {**BABS, "title": MARKUP}]
    other = OTHER.replace("rule: Staff", f"rule: '{MARKUP}'")
    for payload in (json.dumps(people), json.dumps(people[0])):
        current = json.dumps({MARKUP: MARKUP}) if payload.startswith("{") else ""
        fragment = asked(client, view, payload, earlier=other, current=current)
        assert MARKUP not in fragment


@pytest.mark.parametrize("view", ["person", "write", "compare", "json"])
@pytest.mark.parametrize("payload", ["[]", "", "{", "null", "[1, {}]", json.dumps(DELFT), json.dumps([DELFT, BOB])])
def test_every_view_answers_to_odd_payloads(client: FlaskClient, view: str, payload: str) -> None:
    assert 'id="status"' in asked(client, view, payload, earlier=OTHER)
    assert "<!doctype html>" in posted(client, "/", view, payload, earlier=OTHER).text


def test_ids_are_there_once(client: FlaskClient) -> None:
    for view in ("person", "write", "compare", "json"):
        page = posted(client, "/", view, earlier=OTHER, open="1:name 2:").text
        ids = re.findall(r' id="([^"]*)"', page)
        assert sorted(ids) == sorted(set(ids)), view
