"""Tables against a naive model, and the cost of patterns."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.engine.tables import LONGEST_KEY, Match, Table, fold, look_up, matches
from mapper.engine.work import TooMuchWork, Work
from mapper.schemas.values import WrittenFloat

texts = st.text("aAéÉe\u0301ß?*1ı", max_size=6)
patterns = st.text("ab?*", max_size=8)


def naive_fold(key: str, ignore_case: bool, ignore_accents: bool) -> str:
    """Character by character, from the words of the language: accents go, case goes, the rest is composed."""
    if ignore_accents:
        key = "".join(char for char in unicodedata.normalize("NFD", key) if unicodedata.category(char) != "Mn")
    key = unicodedata.normalize("NFC", key)
    return unicodedata.normalize("NFC", key.casefold()) if ignore_case else key


def table(match: Match, keys: list[str], *, ignore_case: bool = False, ignore_accents: bool = False) -> Table:
    folded = {fold(key, ignore_case=ignore_case, ignore_accents=ignore_accents): key for key in reversed(keys)}
    rows = dict(reversed(folded.items()))
    longest, size = max(map(len, rows), default=0), sum(map(len, rows))
    return Table("t", match, ignore_case, ignore_accents, rows, longest, size, None, reports_misses=True)


@given(texts, st.booleans(), st.booleans())
def test_fold(key: str, ignore_case: bool, ignore_accents: bool) -> None:
    folded = fold(key, ignore_case=ignore_case, ignore_accents=ignore_accents)
    assert folded == naive_fold(key, ignore_case, ignore_accents)
    assert fold(folded, ignore_case=ignore_case, ignore_accents=ignore_accents) == folded


@given(st.lists(texts, max_size=6), texts, st.booleans(), st.booleans())
def test_exact_and_prefix(keys: list[str], sought: str, ignore_case: bool, ignore_accents: bool) -> None:
    def same(key: str) -> str:
        return naive_fold(key, ignore_case, ignore_accents)

    exact = table("exact", keys, ignore_case=ignore_case, ignore_accents=ignore_accents)
    equal = [key for key in keys if same(key) == same(sought)]
    assert exact.find(sought, Work({})) == (bool(equal), equal[0] if equal else None)
    prefixed = table("prefix", keys, ignore_case=ignore_case, ignore_accents=ignore_accents)
    fitting = [key for key in keys if same(key) and same(sought).startswith(same(key))]
    longest = max(map(len, map(same, fitting)), default=0)
    first = next((key for key in fitting if len(same(key)) == longest), None)
    assert prefixed.find(sought, Work({})) == (first is not None, first)


@given(patterns, st.text("ab", max_size=8))
def test_a_pattern_is_for_the_whole_key(pattern: str, text: str) -> None:
    written = "".join({"?": ".", "*": ".*"}.get(char, re.escape(char)) for char in pattern)
    assert matches(pattern, text) is (re.fullmatch(written, text, re.DOTALL) is not None)


@given(st.lists(patterns, max_size=5, unique=True), st.text("ab", max_size=6))
def test_the_first_pattern_counts(keys: list[str], sought: str) -> None:
    first = next((key for key in keys if matches(key, sought)), None)
    assert table("pattern", keys).find(sought, Work({})) == (first is not None, first)


def test_a_key_that_is_too_long_has_no_row() -> None:
    every = table("pattern", ["*"])
    assert every.find("a" * LONGEST_KEY, Work({})) == (True, "*")
    assert every.find("a" * (LONGEST_KEY + 1), Work({})) == (False, None)


def test_patterns_cost_what_they_take() -> None:
    slow = table("pattern", [f"*{'a' * 500}{at}" for at in range(20)])
    work = Work({})
    assert slow.find("a" * 100, work) == (False, None)
    assert work.spent == 20 + slow.size * 100 // 64
    with pytest.raises(TooMuchWork):
        slow.find("a" * LONGEST_KEY, Work({}))


def test_a_number_is_looked_up_as_it_was_sent() -> None:
    numbers = {"t": table("exact", ["1.10", "5", "100000000000000000000"])}
    for key, expected in ((WrittenFloat("1.10"), "1.10"), (5, "5"), (10**20, "100000000000000000000"), (1.1, None)):
        assert look_up(numbers, [], Work({}), "t", key) == expected
