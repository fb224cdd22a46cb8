"""Diagnostics and outcomes as text, JSON and annotations."""

from __future__ import annotations

import pytest

from mapper.engine.diagnostics import Code, Diagnostic, Fix, Related, Severity
from mapper.engine.outcome import GroupOutcome, Outcome, Problem
from mapper.engine.text import Source, Span
from mapper.render import (
    Role,
    diagnostic_annotation,
    diagnostic_json,
    diagnostic_text,
    outcome_head,
    outcome_row,
    outcome_text,
)

UNKNOWN = Code("unknown-attribute", Severity.ERROR, "an attribute that the schema does not have")
UNUSED = Code("unused-table", Severity.WARNING, "a table that no rule reads")

ACME = "mapping: 1\nname: acme\nusers:\n  person:\n    name: displayNam\n"


def fault(text: str, wrong: str, **more: object) -> Diagnostic:
    """A fault of *wrong*, which stands once in *text*."""
    start = text.index(wrong)
    span = Span(Source("acme.yaml", text), start, start + len(wrong))
    return Diagnostic(UNKNOWN, f"a user has no attribute '{wrong}'", span, **more)  # type: ignore[arg-type]


def lines(*lines: str) -> str:
    return "\n".join(lines)


def test_fault_shows_place_line_underline_and_hint() -> None:
    found = fault(ACME, "displayNam", hint="did you mean 'displayName'?")
    assert diagnostic_text(found) == lines(
        "acme.yaml:5:11: error[unknown-attribute]: a user has no attribute 'displayNam'",
        "    5 |     name: displayNam",
        "      |           ^^^^^^^^^^",
        "      hint: did you mean 'displayName'?",
    )


def test_related_place_has_its_own_line_in_the_order_of_the_file() -> None:
    source = Source("acme.yaml", ACME)
    at = ACME.index("displayNam")
    later = Related("it is read here", Span(source, at, at + 10))
    earlier = Related("the file is called so", Span(source, 17, 21))
    found = Diagnostic(UNUSED, "no rule reads it", Span(source, 11, 15), "remove it", related=(later, earlier))
    assert diagnostic_text(found) == lines(
        "acme.yaml:2:1: warning[unused-table]: no rule reads it",
        "    2 | name: acme",
        "      | ^^^^",
        "      |       ---- the file is called so",
        "  ...",
        "    5 |     name: displayNam",
        "      |           ---------- it is read here",
        "      hint: remove it",
    )


def test_related_place_in_another_file_is_named() -> None:
    first = Related("the first one is here", Span(Source("other.yaml", "a: 1\n"), 0, 1))
    found = Diagnostic(UNUSED, "no rule reads it", Span(Source("acme.yaml", ACME), 0, 7), related=(first,))
    assert diagnostic_text(found) == lines(
        "acme.yaml:1:1: warning[unused-table]: no rule reads it",
        "    1 | mapping: 1",
        "      | ^^^^^^^",
        "      other.yaml:1:1: the first one is here",
    )


def test_places_on_a_long_line_are_each_shown_with_what_is_around_them() -> None:
    source = Source("a.yaml", f"{{A: 1, {'x' * 300}: 2, A: 3}}")
    first, second = (Span(source, at, at + 1) for at in (1, source.text.rindex("A")))
    found = Diagnostic(UNUSED, "twice", second, related=(Related("the first", first),))
    assert diagnostic_text(found).splitlines()[1:] == [
        f"    1 | …{'x' * 55}: 2, A: 3}}",
        f"      | {' ' * 61}^",
        f"    1 | {{A: 1, {'x' * 94}…",
        "      |  - the first",
    ]


@pytest.mark.parametrize(
    ("line", "wrong", "shown_line", "underline"),
    [
        ("\tname:\tx", "x", "    name:    x", "             ^"),
        ("名前: x", "x", "名前: x", "      ^"),
        ("x: 名前", "名前", "x: 名前", "   ^^^^"),
        ("a: \x1b[31m", "\x1b", "a: \\x1b[31m", "   ^^^^"),
        ("e\u0301: x", "x", "e\u0301: x", "   ^"),
    ],
    ids=["tabs", "wide before", "wide fault", "control", "mark"],
)
def test_underline_stands_below_the_fault(line: str, wrong: str, shown_line: str, underline: str) -> None:
    text = diagnostic_text(fault(line, wrong)).splitlines()
    assert text[1:] == [f"    1 | {shown_line}", f"      | {underline}"]


def test_fault_without_characters_has_one_mark() -> None:
    end = len("name:")
    found = Diagnostic(UNKNOWN, "a value is missing", Span(Source("a.yaml", "name:\n"), end, end))
    assert diagnostic_text(found).splitlines()[1:] == ["    1 | name:", "      |      ^"]


@pytest.mark.parametrize(
    ("text", "end", "shown_lines"),
    [
        ("a: [1,\n  2]\n", 11, ["    1 | a: [1,", "      |    ^^^", "    2 |   2]", "      |   ^^"]),
        ("a: b\nc: [\n2,\n  3]\n", 17, ["    1 | a: b", "      |    ^", "  ...", "    4 |   3]", "      |   ^^"]),
        ("a: b\n\n  \nc: 1\n", 9, ["    1 | a: b", "      |    ^"]),
        ("a:  \nb: 1\n", 7, ["    1 | a:", "      |    ^", "    2 | b: 1", "      | ^^"]),
        ("a:  \n  ", 7, ["    1 | a:", "      |    ^"]),
    ],
    ids=["two", "more", "blank lines at the end", "nothing on the first", "blanks alone"],
)
def test_fault_over_several_lines_is_underlined_on_the_first_and_the_last(
    text: str, end: int, shown_lines: list[str]
) -> None:
    found = Diagnostic(UNKNOWN, "wrong", Span(Source("a.yaml", text), 3, end))
    assert diagnostic_text(found).splitlines()[1:] == shown_lines


def test_numbers_of_different_lengths_stand_below_each_other() -> None:
    source = Source("a.yaml", "a: 1\n" * 100_000)
    last = len(source.text) - 5
    found = Diagnostic(UNUSED, "twice", Span(source, last, last + 1), related=(Related("one", Span(source, 0, 1)),))
    assert diagnostic_text(found).splitlines()[1:] == [
        "     1 | a: 1",
        "       | - one",
        "  ...",
        "100000 | a: 1",
        "       | ^",
    ]


def test_long_line_shows_the_part_around_the_fault() -> None:
    found = fault("x" * 500_000 + "WRONG" + "y" * 500_000, "WRONG")
    _, line, underline = diagnostic_text(found).splitlines()
    assert line == "    1 | …" + "x" * 60 + "WRONG" + "y" * 95 + "…"
    assert underline == "      | " + " " * 61 + "^^^^^"


def test_hostile_words_do_not_reach_the_terminal() -> None:
    found = fault("a\x1b]0;owned\x07", "a\x1b]0;owned\x07", hint="\u202etxet")
    text = diagnostic_text(found)
    assert "\x1b" not in text
    assert "\x07" not in text
    assert "\u202e" not in text


def test_paint_is_given_the_roles() -> None:
    roles: list[Role] = []

    def paint(text: str, role: Role) -> str:
        roles.append(role)
        return text

    diagnostic_text(fault(ACME, "displayNam", hint="look"), paint)
    assert roles == ["strong", "error", "strong", "muted", "muted", "error", "hint"]


def test_json_counts_from_one_in_characters_with_an_exclusive_end() -> None:
    found = fault(
        "a: 1\n名: valu | [0]\n",
        "valu",
        hint="did you mean 'value'?",
        path="users[0].person.primary_email[1]",
        fix=Fix("value"),
    )
    assert diagnostic_json(found) == {
        "code": "unknown-attribute",
        "severity": "error",
        "message": "a user has no attribute 'valu'",
        "hint": "did you mean 'value'?",
        "file": "acme.yaml",
        "line": 2,
        "column": 4,
        "end_line": 2,
        "end_column": 8,
        "path": "users[0].person.primary_email[1]",
        "fix": {"replace": "value"},
    }


def test_json_without_hint_and_fix_has_null() -> None:
    found = diagnostic_json(fault(ACME, "displayNam"))
    assert (found["hint"], found["fix"]) == (None, None)


def test_annotation_names_file_line_and_columns() -> None:
    found = fault(ACME, "displayNam", hint="did you mean 'displayName'?")
    assert diagnostic_annotation(found) == (
        "::error file=acme.yaml,line=5,endLine=5,col=11,endColumn=21,title=unknown-attribute::"
        "a user has no attribute 'displayNam'%0Adid you mean 'displayName'?"
    )


def test_annotation_escapes_what_would_end_it() -> None:
    span = Span(Source("a,b:c%.yaml", "x\ny"), 0, 3)
    found = Diagnostic(UNUSED, "100%\r\n::error::forged", span)
    assert diagnostic_annotation(found) == (
        "::warning file=a%2Cb%3Ac%25.yaml,line=1,endLine=2,title=unused-table::100%25%0D%0A::error::forged"
    )


BARBARA = Outcome(
    action="create",
    reason=None,
    person={"primary_email": "bjensen@example.com", "organization": {"name": "Universal"}, "tags": ["a", {"b": 1}]},
    clear=["locale"],
    keep={"job_title": "absent"},
    problems=[Problem("does-not-fit", "time_zone", "'Mars' is no time zone", "warning", ("acme.yaml", 20, 11), "/tz")],
)


def test_outcome_as_a_table() -> None:
    assert outcome_text(BARBARA, 100) == lines(
        "create",
        "",
        "FIELD              DOES   VALUE",
        "primary_email      set    bjensen@example.com",
        "organization.name  set    Universal",
        "tags[0]            set    a",
        "tags[1]            set    b: 1",
        "locale             clear",
        "job_title          keep   absent",
        "",
        "1 problem",
        "  acme.yaml:20:11: does-not-fit: 'Mars' is no time zone (time_zone, payload /tz)",
    )


def test_skipped_outcome_is_one_line() -> None:
    assert outcome_text(Outcome("skip", "primary_email is required"), 80) == "skip: primary_email is required"


def test_table_keeps_to_its_width_and_shows_hostile_values_as_what_they_are() -> None:
    person = {"name": "\x1b[1mroot\x1b[0m\n" + "x" * 200, "called": "日本" * 60}
    table = outcome_text(Outcome("update", None, person), 40).splitlines()
    assert table == [
        "update",
        "",
        "FIELD   DOES  VALUE",
        r"name    set   \x1b[1mroot\x1b[0m\n" + "x" * 5 + "…",
        "called  set   " + "日本" * 6 + "…",
    ]


def test_group_as_a_table() -> None:
    group = GroupOutcome("organization", "Widget Data Center", [{"value": "2819c223", "person": {"disabled": True}}])
    assert outcome_text(group, 80) == lines(
        "organization 'Widget Data Center'", "", "MEMBER    VALUE", "2819c223  disabled: true"
    )


def test_many_outcomes_are_a_line_each() -> None:
    group = GroupOutcome("site", "Utrecht", [{"value": "1", "person": {}}])
    assert lines(
        outcome_head(),
        outcome_row(1, BARBARA, 80),
        outcome_row(2, Outcome("skip", "primary_email is required"), 80),
        outcome_row(3, group, 80),
    ) == lines(
        "   No.  ACTION  PROBLEMS  PERSON",
        "     1  create         1  bjensen@example.com",
        "     2  skip           0  primary_email is required",
        "     3  group          0  site 'Utrecht', 1 member",
    )
