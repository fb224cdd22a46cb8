"""The text of the generated function: nothing that a user wrote is in it, and nothing that he did not ask for."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mapper

HOSTILE = (
    '"""', "'''", "); import os #", "__import__('os').system('true')", "{}", "{0}", "%s", "\\", "\\n", "a\nb",
    "K1", "user", "work.spend(1)", "None", "é\U0001f600\u202e", "\x85", "=1", "f\"{1}\"", "<script>", "#",
)  # fmt: skip
texts = st.lists(
    st.sampled_from(HOSTILE) | st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12),
    min_size=12,
    max_size=12,
    unique=True,
).map(lambda pieces: [f"w{at}{piece}w" for at, piece in enumerate(pieces)])
"""Texts of which no two are equal and none is one of the engine's own words."""

words = st.lists(st.from_regex(r"[a-z][A-Za-z0-9_]{2,8}", fullmatch=True), min_size=3, max_size=3, unique=True).map(
    lambda names: [f"x{at}{name}" for at, name in enumerate(names)]
)
"""Names as `let`, an extension's short name and its attribute may have them."""


def quoted(text: str) -> str:
    """A text as YAML in double quotes, with escapes for whatever may not stand there as it is."""
    plain = (char if char.isascii() and char.isprintable() else f"\\U{ord(char):08x}" for char in text)
    return '"' + "".join({'"': '\\"', "\\": "\\\\"}.get(char, char) for char in plain) + '"'


def literal_of(text: str) -> str:
    """A text as a literal of JMESPath."""
    return "`" + json.dumps(text).replace("`", "\\`") + "`"


def template(text: str) -> str:
    """A text as it stands in a template, where a brace may open a tag."""
    return text.replace("{", "(").replace("#", "-").replace("\n", " ")


def whole(values: list[str], names: list[str]) -> str:
    """A mapping with *values* in every place where a user may write any text, and *names* where names are due."""
    rule, table, key, row, constant, literal, printed, attribute, group, account, other, part = values
    named, short, own = names
    return f"""
mapping: 1
name: hostile
description: {quoted(rule)}
extensions:
  - id: {quoted("urn:" + "".join(char for char in other if char.isalnum() and char.isascii()) + ":2.0:User")}
    as: {short}
    attributes: {{{own}: string}}
let:
  {named}: {quoted(f"nickName == {literal_of(literal)}")}
tables:
  {quoted(table)}:
    rows: {{{quoted(key)}: {quoted(row)}}}
users:
  - rule: {quoted(rule)}
    when: {quoted(f"userType != {literal_of(other)}")}
    person:
      name:
        - when: {named}
          value: {quoted(constant)}
        - {short}.{own}
        - template: {quoted(template(printed) + " {{ nickName }} " + template(other))}
      job_title: {quoted(f"lookup({literal_of(table)}, title)")}
      location: {quoted(f"account.{json.dumps(account)}")}
      information: {quoted(f"user.name.formatted || {literal_of(attribute)}")}
      custom_fields:
        {quoted("p" + part)}: {{value: [{quoted(constant)}, {{{quoted(key)}: {quoted(row)}}}]}}
groups:
  - rule: {quoted(group)}
    when: {quoted(f"displayName == {literal_of(group)}")}
    person:
      vip: {{value: true, else: false}}
"""


PLAIN = whole([f"plain{at}text" for at in range(12)], ["first", "second", "third"])
TEXT = mapper.loads(PLAIN).text


@settings(max_examples=max(50, settings.default.max_examples // 10))
@given(texts, words)
def test_hostile_values_leave_no_trace(values: list[str], names: list[str]) -> None:
    text = mapper.loads(whole(values, names)).text
    assert text.isascii()
    assert text == TEXT


def test_the_same_mapping_gives_the_same_text_in_another_process() -> None:
    program = "import mapper, sys; sys.stdout.write(mapper.loads(sys.stdin.read()).text)"
    written = {
        subprocess.run(
            [sys.executable, "-c", program],
            input=PLAIN,
            capture_output=True,
            encoding="utf-8",
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert written == {TEXT}


def test_a_mapping_without_them_has_no_trace_of_lists_groups_tables_days_and_counters() -> None:
    text = mapper.loads(
        """
mapping: 1
name: plain
users:
  rule: All
  person:
    name: displayName
    primary_email: userName
    organization: enterprise.organization
    vip: {not: active}
    job_title: {template: "{{ title }} {{ nickName }}"}
"""
    ).text
    lines = text.splitlines()[1:]
    for word in ("for ", "groups", "links", "missed", "day", "work", "trace", "def ", "account", "connection"):
        assert [line for line in lines if word in line] == []


@pytest.mark.parametrize(
    ("word", "expression"),
    [
        ("work", "emails[?value == user.emails[0].value].type | [0]"),
        ("missed", "lookup('t', title)"),
        ("links", "group_for('site') | [0]"),
        ("day", "since('2026-01-01') && title"),
        ("for ", "emails[?primary].value | [0]"),
    ],
)
def test_what_is_asked_for_is_there(word: str, expression: str) -> None:
    text = mapper.loads(
        f"mapping: 1\nname: one\ntables: {{t: {{rows: {{a: b}}}}}}\nusers:\n  rule: All\n  person:\n"
        f"    job_title: {quoted(expression)}\n"
    ).text
    assert any(word in line for line in text.splitlines()[1:])
