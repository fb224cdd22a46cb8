"""Expressions of other languages: whatever is written, they are read or not, and nothing else happens."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mapper
from mapper import files
from mapper.engine.elsewhere import Names, NotThis, as_here

WORDS = """
title emails user name.givenName e x IF OR AND NOT Switch MID LEFT FIND VLOOKUP TEXT join map filter find any for in is
not and or null true 'a' "b" f'{title}' `${x}` `1` 1 12 ( ) [ ] [? . , ? : => = == != <> < + - & && || ! ?? ?.
/a/i A1:B2
"""
NAMES = Names(frozenset({"title", "emails", "user", "name"}).__contains__, ("t",), is_user=True)
HEAD = "mapping: 1\nname: a\ntables: {t: {rows: {a: b}}}\nusers:\n  rule: R\n  person:\n    job_title: >-\n      "


def read(words: str) -> str | None:
    try:
        return as_here(words, NAMES).words
    except NotThis:
        return None


@given(st.lists(st.sampled_from(WORDS.split()), max_size=24), st.sampled_from(["", " "]))
def test_any_words_are_read_or_not(words: list[str], between: str) -> None:
    written = between.join(words)
    read(written)
    files.check_text(f"{HEAD}{written.strip() or 'title'}\n")


@pytest.mark.parametrize(
    "words", ["(" * 200, "!" * 390, "[" * 390, "f'" * 190, "IF(" * 130, "a." * 190, "not " * 97, '"' * 379]
)
def test_deep_words_are_none(words: str) -> None:
    assert read(words) is None


@pytest.mark.parametrize(
    ("words", "here"),
    [
        ('MID(title, 2, 3) & "x"', "join_present('', mid(title, `1`, `4`), 'x')"),
        ("title.substring(1, 3)", "mid(title, `1`, `3`)"),
        ("SUBSTRING(title, 2, 3)", "mid(title, `1`, `4`)"),
        ('Switch(title, , "a", "b")', "switch(title, 'a', 'b')"),
        ('SWITCH(title, "a", "b", "c")', "switch(title, 'a', 'b', 'c')"),
        ("emails.filter(e => e.primary && !e.type).map(e => e.value)", "emails[?primary && !type].value"),
        ("[e.value for e in emails if e.type == 'work'][0]", "emails[?type == 'work'].value | [0]"),
        ("not (title == 'a' or title == 'b')", "!(title == 'a' || title == 'b')"),
        ("!!title ? title : null", "if_else(!is_absent(title), title)"),
        ('user.email == "a"', "(emails[?primary].value | [0]) == 'a'"),
        ("title - 1 - 2", None),
        ("title; title", None),
        ("suspended ? 'a' : 'b'", None),
    ],
)
def test_what_is_read(words: str, here: str | None) -> None:
    assert read(words) == here


def test_what_is_said_of_a_whole_expression_works() -> None:
    found = files.check_text(f'{HEAD}VLOOKUP(LEFT(userName, FIND("@", userName)-1), t, 2, FALSE)\n')[1]
    (fault,) = (each for each in found if each.code.name == "unknown-function")
    assert fault.hint == "write lookup('t', before(userName, '@'))"
    assert fault.fix is None
    mapper.loads(f"{HEAD}lookup('t', before(userName, '@'))\n")
