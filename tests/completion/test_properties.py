"""Of all mappings that ship and that documents show: no prefix is too broken, and what is offered is what is meant."""

from __future__ import annotations

import dataclasses
import re
import textwrap
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.completion import MOST_OPTIONS, Completions, complete
from mapper.completion.completing import MOST_CHARACTERS
from mapper.engine import expressions as tree
from mapper.engine.checked import CheckedExpression, FromTemplate
from mapper.engine.text import Text
from mapper.files import check_text

from ..shown_mappings import whole_mapping

ROOT = Path(__file__).parents[2]
SHIPPED = [
    *(path for path in sorted((ROOT / "mappings").glob("*.yaml")) if not path.name.endswith(".tests.yaml")),
    ROOT / "docs/examples/acme.yaml",
]
FENCE = re.compile(r"^```(yaml (?:mapping|fields))[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SHOWN = [
    whole_mapping(kind, text)
    for page in ("cookbook.md", "language.md")
    for kind, text in FENCE.findall((ROOT / "docs" / page).read_text(encoding="utf-8"))
]
STEP = 7
"""Of a mapping that ships every seventh prefix is tried; the short ones of the documents have all of theirs."""


def sound(found: Completions, text: str, at: int) -> None:
    """What is true of every answer about a text of ASCII."""
    assert 0 <= found.start <= at <= found.end <= len(text)
    assert len(found.options) <= MOST_OPTIONS
    assert "\n" not in text[found.start : found.end]
    shown = [(option.label, option.kind) for option in found.options]
    assert len(shown) == len(set(shown))
    assert all(option.label and option.written for option in found.options)


# --- no prefix is too broken -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_every_prefix_of_a_shipped_mapping_has_an_answer(path):
    text = path.read_text(encoding="utf-8")
    for at in range(0, len(text) + 1, STEP):
        sound(complete(text[:at], at), text[:at], at)
        sound(complete(text, at), text, at)


def test_every_prefix_of_a_shown_mapping_has_an_answer():
    assert len(SHOWN) > 50
    for text in SHOWN:
        for at in range(len(text) + 1 if text.isascii() else 0):
            sound(complete(text[:at], at), text[:at], at)


ALPHABET = st.text(st.sampled_from("\n\n    -:'\"{}[]()|?.,&@!=#%`~aeinty$é🎸"), max_size=60)


@given(ALPHABET, ALPHABET)
def test_whatever_stands_there_has_an_answer(before, behind):
    head = "mapping: 1\nusers:\n  rule: R\n  person:\n    name: "
    for start in ("", head, f"{head}emails[?", f'{head}\n      template: "{{{{ '):
        text = start + before + behind
        at = len((start + before).encode("utf-16-le")) // 2
        found = complete(text, at)
        assert found.start <= at <= found.end
        assert len(found.options) <= MOST_OPTIONS


def test_half_a_character_is_its_beginning():
    assert complete("🎸na", 1) == complete("🎸na", 0)


# --- what is offered is what is meant --------------------------------------------------------------------------------


def written(value: object, seen: set[int]) -> Iterator[tuple[Text, tree.Node]]:
    """The expressions of a checked mapping, each with the text in which it stands."""
    if id(value) in seen:
        return
    seen.add(id(value))
    if isinstance(value, CheckedExpression):
        yield value.text, value.node
    elif isinstance(value, FromTemplate):
        yield from ((value.text, node) for node in value.expressions)
    elif isinstance(value, dict):
        for each in value.values():
            yield from written(each, seen)
    elif isinstance(value, tuple | list):
        for each in value:
            yield from written(each, seen)
    elif dataclasses.is_dataclass(value) and not isinstance(value, Text):
        for field in dataclasses.fields(value):
            yield from written(getattr(value, field.name), seen)


def names(node: tree.Node) -> Iterator[tuple[int, int]]:
    """Where the names of an expression stand: of attributes, of what is beside the payload, and of functions."""
    for each in tree.walk(node):
        if isinstance(each, tree.Name | tree.Own):
            yield each.start, each.end
        elif isinstance(each, tree.Attribute):
            yield each.name_start, each.end
        elif isinstance(each, tree.Call):
            yield each.start, each.name_end


@cache
def names_of(path: Path) -> list[tuple[str, int]]:
    """The names in the expressions of a mapping that ships, each with where it begins."""
    text = path.read_text(encoding="utf-8")
    checked, _ = check_text(text, name=path.name)
    found = set()
    for words, node in written(checked, set()):
        for start, end in names(node):
            span = words.at(start, end)
            name = span.text.rpartition(".")[2]  # `person.name` is one node
            if name:  # the user in front of the short name of an extension is not written
                found.add((name, span.end - len(name)))
    return sorted(found, key=lambda pair: pair[1])


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_each_name_of_a_shipped_mapping_is_offered_where_it_stands(path):
    text = path.read_text(encoding="utf-8")
    assert len(names_of(path)) > 50
    # Of the parts of an attribute that is declared as `complex`, and no more, nothing is known.
    unsaid = "|".join(re.findall(r"^ +(\w+): complex$", text, re.MULTILINE)) or "-"
    for name, start in names_of(path):
        if re.search(rf"\b({unsaid})\[[^|]*\Z", text[:start].rpartition("\n")[2]):
            continue
        for typed in {1, len(name)}:
            at = start + typed
            for whole in (text, text[:at]):
                found = complete(whole, at)
                assert name in [option.label for option in found.options], text[start - 40 : at]
                assert (found.start, found.end) == (start, start + len(name) if whole is text else at)


def test_what_no_schema_says_is_not_offered():
    extension = "extensions:\n  - id: urn:a:b:User\n    as: b\n    attributes: {any: complex}\n"
    text = f"{extension}users:\n  person:\n    name: b.any."
    assert complete(text, len(text)).options == ()


NAMES_ARE_WRONG = {
    "unknown-attribute", "unknown-field", "unknown-table", "unknown-function", "unknown-filter", "unknown-kind",
    "unknown-key", "unknown-record-key", "misplaced-key", "conflicting-keys", "duplicate-key", "read-only-field",
    "bare-person", "part-of-list", "part-of-single-value", "account-name", "account-kind",
    "wrong-constant", "wrong-setting", "wrong-source", "lookup-in-list", "template-syntax", "template-not-allowed",
}  # fmt: skip
HEAD = """mapping: 1
name: acme
extensions:
  - id: urn:acme:scim:schemas:2.0:User
    as: acme
    attributes: {hireDate: string, grade: integer}
let:
  mail: emails[?primary] | [0]
tables:
  titles:
    rows: {a: b}
  known:
    list: [a, b]
"""
PLACES = [
    "information: ¦",
    "information:\n  - ¦",
    "information: name.¦",
    "information: enterprise.¦",
    "information: acme.¦",
    "information: mail.¦",
    "information: user.name.¦",
    "information: emails[?¦].value | [0]",
    "information: emails[?type == '¦'].value | [0]",
    "information: phoneNumbers[?type == ¦].value | [0]",
    "information: emails[0].¦",
    "information: person.¦",
    "information: current.¦",
    "information: account.¦",
    "information:\n  - when: account.kind == '¦'\n    value: x",
    "information: lookup('¦', title)",
    "information:\n  - when: listed('¦', title)\n    value: x",
    "information: pick(emails, '¦')",
    "information:\n  from: title\n  then: \"join_present(' ', ¦)\"",
    "site: group_for('¦')",
    'information:\n  template: "{{ ¦ }}"',
    'information:\n  template: "{{ name.¦ }}"',
    "information:\n  template: \"{% if emails[0].type == '¦' %}x{% endif %}\"",
    'information:\n  template: "{% for each in emails %}{{ each.¦ }}{% endfor %}"',
    'information:\n  template: "{% for each in emails %}{{ loop.¦ }}{% endfor %}"',
    "contacts:\n  each: ¦\n  entry:\n    label: {value: work}",
    "contacts:\n  each: emails\n  entry:\n    email: ¦",
    "contacts:\n  each: emails\n  unless: ¦\n  entry:\n    email: value",
    "send_email_notifications:\n  value: ¦",
    "vip:\n  value: ¦",
    "vip:\n  if: active\n  else: ¦",
    "manager:\n  from: title\n  found_by: ¦",
    "manager:\n  from: title\n  not_found: ¦",
    "site:\n  from: title\n  not_found: ¦",
    "custom_fields:\n  part:\n    from: title\n    type: ¦",
    *(f"{field}:\n  from: title\n  ¦" for field in ("information", "vip", "manager", "site")),
    *(f"{field}:\n  - from: title\n    ¦" for field in ("information", "vip")),
    "contacts:\n  each: emails\n  entry:\n    email: value\n  ¦",
    "contacts:\n  each: emails\n  entry:\n    email: value\n    ¦",
    "custom_fields:\n  part:\n    from: title\n    ¦",
    "location: title\n¦",
]


@pytest.mark.parametrize("place", PLACES, ids=lambda place: " ".join(place.split()))
def test_what_is_inserted_is_never_a_name_that_is_not_there(place):
    fields = textwrap.indent(place, "      ", lambda _: True)
    text = f"{HEAD}users:\n  - rule: R\n    person:\n{fields}\n"
    at = text.index("¦")
    text = text.replace("¦", "")
    offered = inserted(text, at)
    tried = 0
    for option, whole in offered:
        _, found = check_text(whole, name="case.yaml")
        wrong = [fault.message for fault in found if fault.code.name in NAMES_ARE_WRONG]
        assert not wrong, (option, whole.splitlines()[-3:])
        tried += 1
    assert tried


def inserted(text: str, at: int) -> Iterator[tuple[str, str]]:
    """Each option with the text in which it was chosen; of one that goes on behind a dot, the first of its parts."""
    found = complete(text, at)
    for option in found.options:
        whole = text[: found.start] + option.written + text[found.end :]
        if option.kind == "function" and option.written.endswith("("):
            continue
        if option.written.endswith("."):
            yield from ((each, inner) for each, inner in list(inserted(whole, found.start + len(option.written)))[:1])
        elif option.kind in ("key", "field") and ":" in option.written:
            end = found.start + len(option.written)
            values = (each for each in complete(whole, end).options if each.kind in ("attribute", "value"))
            value = next((each.written for each in values if not each.written.endswith(".")), "{{ title }}")
            yield option.label, whole[:end] + value + whole[end:]
        else:
            yield option.label, whole


# --- time ------------------------------------------------------------------------------------------------------------


def seconds(text: str) -> float:
    """The least time that an answer at the end of *text* took."""
    least = float("inf")
    for _ in range(3):
        start = time.process_time()
        complete(text, len(text))
        least = min(least, time.process_time() - start)
    return least


FIELD = "mapping: 1\nusers:\n  rule: R\n  person:\n    name: "
LONG = {
    "lines": (lambda size: "users:\n  - rule: R\n" + "    x: title\n" * size + "    ", 2_000),
    "items": (lambda size: "tables:\n  t:\n    list:\n" + "    - a\n" * size, 2_000),
    "blanks": (lambda size: FIELD + " " * size, 4_000),
    "lines that are not finished": (lambda size: "users:\n" + "  a\n" * size, 2_000),
    "deep": (lambda size: "".join(f"{' ' * depth}a:\n" for depth in range(size)), 100),
    "dashes": (lambda size: "- " * size, 1_000),
    "quotes": (lambda size: FIELD + "'" * size, 2_000),
    "open quotes": (lambda size: FIELD + "\"\\" * size, 1_000),
    "hashes": (lambda size: FIELD + "\" #" * size, 1_000),
    "braces": (lambda size: FIELD + "{a: " * size, 500),
    "brackets": (lambda size: FIELD + "(" * size, 2_000),
    "pipes": (lambda size: FIELD + "a|" * size, 1_000),
    "filters": (lambda size: FIELD + "emails[?a]" * size + "[?", 200),
    "arguments": (lambda size: FIELD + "join(" + "a," * size, 1_000),
    "tags": (lambda size: f'{FIELD}\n      template: "' + "{% for a in b %}" * size + "{{ ", 100),
    "extensions": (lambda size: "extensions:\n" + "  - id: urn:a:b\n    as: a\n" * size + FIELD, 200),
    "attributes": (lambda size: f"extensions:\n  id: urn:a:b\n  attributes:\n{_attributes(size)}{FIELD}", 200),
    "named expressions": (lambda size: f"let:\n{_lets(size)}{FIELD}a{size - 1}.", 200),
}  # fmt: skip


def _attributes(size: int) -> str:
    return "".join(f"    a{number}: {'string' if number % 2 else 'wrong'}\n" for number in range(size))


def _lets(size: int) -> str:
    return "".join(f"  a{number}: a{max(number - 1, 0)} || a{max(number - 2, 0)}\n" for number in range(size))


@pytest.mark.parametrize("name", LONG)
def test_four_times_as_much_takes_no_more_than_eight_times_as_long(name):
    make, size = LONG[name]
    few, many = seconds(make(size)), seconds(make(4 * size))
    assert many < 8 * few + 0.02, (few, many)


def test_a_mapping_as_large_as_may_be_is_answered():
    text = FIELD + "title\n" + "    # nothing\n" * 18_000
    assert len(text) < MOST_CHARACTERS
    assert complete(text, len(FIELD)).options
    assert complete(text + text, len(FIELD)) == Completions(len(FIELD), len(FIELD))
    assert seconds(text) < 20 * seconds(text[: len(text) // 8]) + 0.02
