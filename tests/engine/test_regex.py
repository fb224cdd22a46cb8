"""Regular expressions: what is refused with which sentence at which place, what is found, and what a search costs."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mapper
from mapper.engine.diagnostics import Diagnostic
from mapper.engine.functions import FUNCTIONS
from mapper.engine.functions.declaration import FunctionFailure
from mapper.engine.functions.regex import MOST_PATTERNS, InvalidPattern, compiled, replacement_parts
from mapper.engine.work import Work
from mapper.schemas.values import Json

ATTACKS = json.loads((Path(__file__).parent / "regex_attacks.json").read_text(encoding="utf-8"))


def spelled(pieces: str | list[list[Json]]) -> str:
    return pieces if isinstance(pieces, str) else "".join(piece * times for piece, times in pieces)


def call(name: str, *arguments: Json, work: Work | None = None) -> Json:
    return FUNCTIONS[name].call(work or Work({}), *arguments)


@pytest.mark.parametrize("attack", ATTACKS, ids=[attack["id"] for attack in ATTACKS])
def test_attack(attack):
    pattern = spelled(attack["pattern"])
    if attack["outcome"] == "refused":
        with pytest.raises(InvalidPattern) as refused:
            compiled(pattern)
        fault = refused.value
        assert str(fault) == attack["message"]
        assert pattern[fault.start : fault.end] == attack.get("at", pattern)
        assert fault.hint == attack.get("hint", fault.hint)
        return
    work, name = Work({}), attack.get("function", "regex_match")
    arguments = [spelled(attack["text"]), pattern, *([""] if name == "regex_replace" else [])]
    if attack["outcome"] == "fails":
        with pytest.raises(FunctionFailure) as failure:
            call(name, *arguments, work=work)
        assert str(failure.value) == attack["message"]
    else:
        assert call(name, *arguments, work=work) == attack["value"]
    assert work.spent <= attack.get("most_steps", 100)


# --- what is found ---------------------------------------------------------------------------------------------------

# Patterns that Python's own engine reads in the same way.
common = st.recursive(
    st.sampled_from(["a", "b", "é", ".", "[ab]", "[^a]", "\\.", "^", "$", "a?", "b*", "(?:ab)+", "a{1,2}"]),
    lambda inner: (
        st.tuples(inner, inner).map("".join)
        | inner.map("({})".format)
        | st.tuples(inner, inner).map("(?:{0[0]}|{0[1]})".format)
    ),
    max_leaves=6,
)
searched = st.text(alphabet="abé.", max_size=12)


@given(common, searched)
def test_what_is_found_is_what_python_finds(pattern, text):
    found = re.search(pattern, text)
    assert call("regex_match", text, pattern) == (found is not None)
    if found is None or not found.re.groups:
        assert call("regex_extract", text, pattern) == ((found and found[0]) or None)


@given(common, searched, st.sampled_from(["", "x", "\\0", "[\\0]", "\\\\"]))
def test_what_is_replaced_is_what_python_replaces(pattern, text, replacement):
    # RE2 finds nothing empty right behind a match, Python does.
    if any(found[0] == "" for found in re.finditer(pattern, text)):
        return
    expected = re.sub(pattern, replacement.replace("\\0", "\\g<0>"), text)
    assert call("regex_replace", text, pattern, replacement) == (expected or None)


@pytest.mark.parametrize(
    ("name", "arguments", "result"),
    [
        ("regex_extract", ("Babs (Sales)", "\\((.*?)\\)"), "Sales"),
        ("regex_extract", ("ab", "a(x)?b"), None),
        ("regex_extract", ("ab", "x*"), None),
        ("regex_extract", ("2026-11-25", "(\\d+)-(\\d+)"), "2026"),
        ("regex_replace", ("Doe, Jane", "^(.*), (.*)$", "\\2 \\1"), "Jane Doe"),
        ("regex_replace", ("ab", "a(x)?b", "[\\1]"), "[]"),
        ("regex_replace", ("abc", ".", ""), None),
        ("regex_replace", ("a.b", "\\.", "\\\\"), "a\\b"),
        ("regex_replace", ("héé", "é", "e"), "hee"),
        ("regex_replace", ("abxd", "x*", "-"), "-a-b--d-"),
    ],
)
def test_groups_and_replacements(name, arguments, result):
    assert call(name, *arguments) == result


@pytest.mark.parametrize(
    ("replacement", "sentence"),
    [
        ("\\2", "the pattern has no group '\\2'"),
        ("\\n", "'\\n' means nothing in a replacement"),
        ("x\\", "'\\' means nothing in a replacement"),
    ],
)
def test_a_wrong_replacement_is_refused(replacement, sentence):
    with pytest.raises(InvalidPattern) as refused:
        replacement_parts(replacement, 1)
    assert str(refused.value) == sentence


def test_half_a_character_is_not_searched():
    with pytest.raises(FunctionFailure, match="half a character"):
        call("regex_match", "a\ud800", "a")


@given(st.text(alphabet="ab()[]{}|*+?\\^$.,:<>=!Pp1-QECZ é", max_size=20))
def test_any_text_is_a_pattern_or_refused_with_its_place(pattern):
    try:
        compiled(pattern)
    except InvalidPattern as fault:
        place = (fault.start, fault.end)
        sentence, hint = str(fault), fault.hint
    else:
        return
    assert 0 <= place[0] <= place[1] <= len(pattern)
    assert sentence
    assert hint


@given(st.integers(0, 4095))
def test_twice_the_text_at_most_doubles_the_work_of_a_search(length):
    once, twice = Work({}), Work({})
    call("regex_match", "a" * (length // 2), "(a|b)*c", work=once)
    call("regex_match", "a" * (length // 2 * 2), "(a|b)*c", work=twice)
    assert twice.spent <= 2 * once.spent


# --- in a mapping ----------------------------------------------------------------------------------------------------


def faults(fields: str) -> list[Diagnostic]:
    text = f"mapping: 1\nname: a\nusers:\n  rule: R\n  when: userType == 'x'\n  person:\n{fields}"
    with pytest.raises(mapper.InvalidMapping) as caught:
        mapper.loads(text)
    return [each for each in caught.value.diagnostics if each.code.name in ("wrong-pattern", "wrong-arguments")]


@pytest.mark.parametrize(
    ("expression", "code", "at"),
    [
        ("regex_match(title, 'a(?=b)')", "wrong-pattern", "(?="),
        ("regex_match(title, 'it\\'s (')", "wrong-pattern", "'it\\'s ('"),
        ("regex_match(title, '')", "wrong-pattern", "''"),
        ("regex_match(title, nickName)", "wrong-arguments", "nickName"),
        ("regex_match(title, `1`)", "wrong-arguments", "`1`"),
        ("regex_replace(title, 'a', nickName)", "wrong-arguments", "nickName"),
        ("regex_replace(title, '(a)', 'x\\2')", "wrong-pattern", "\\2"),
        ("emails[?regex_match(value, '*')].value | [0]", "wrong-pattern", "*"),
    ],
)
def test_patterns_are_checked_with_the_mapping(expression, code, at):
    (fault, *_) = faults(f"    job_title: {expression}\n")
    assert fault.code.name == code
    assert fault.span.text == at
    assert fault.hint


def test_patterns_are_checked_in_templates():
    (fault,) = faults("    job_title:\n      template: \"{{ title | regex_extract('a(?=b)') }}\"\n")
    assert (fault.code.name, fault.span.text) == ("wrong-pattern", "(?=")


def test_a_mapping_has_only_so_many_patterns():
    def fields(amount: int) -> str:
        return "".join(f"      x{number}: regex_extract(title, 'p{number}')\n" for number in range(amount))

    (fault,) = faults("    custom_fields:\n" + fields(MOST_PATTERNS + 1))
    assert fault.message == f"this mapping has more than {MOST_PATTERNS} different patterns"
    assert fault.span.text == f"p{MOST_PATTERNS}"
