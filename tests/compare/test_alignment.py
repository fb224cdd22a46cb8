"""Two lists: what is the same, what moved, what is in one of them only."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.compare.alignment import Pair, aligned

TEXTS = st.text(alphabet="abcdAB", max_size=8)


def shown(pairs: list[Pair], old: str, new: str) -> str:
    """`a` stays, `>a` moved, `+a` and `-a`, `a/b` became another."""
    return " ".join(_shown(pair, old, new) for pair in pairs)


def _shown(pair: Pair, old: str, new: str) -> str:
    if pair.old is None:
        return f"+{new[pair.new or 0]}"
    if pair.new is None:
        return f"-{old[pair.old]}"
    letters = old[pair.old] if old[pair.old] == new[pair.new] else f"{old[pair.old]}/{new[pair.new]}"
    return f">{letters}" if pair.moved else letters


@pytest.mark.parametrize(
    ("old", "new", "pairs"),
    [
        ("", "", ""),
        ("abc", "abc", "a b c"),
        ("abc", "ac", "a -b c"),
        ("ac", "abc", "a +b c"),
        ("abcd", "dabc", ">d a b c"),
        ("abcd", "bcda", "b c d >a"),
        ("aab", "ab", "a -a b"),
        ("ba", "aba", "+a b a"),
        ("abc", "aBc", "a b/B c"),
        ("abc", "Bac", "b/B >a c"),
        ("abc", "adc", "a -b +d c"),
    ],
)
def test_pairs(old: str, new: str, pairs: str) -> None:
    assert shown(aligned(old, new, str, str.lower), old, new) == pairs


@pytest.mark.parametrize(
    ("old", "new", "pairs"), [("abc", "adc", "a b/d c"), ("ab", "cdab", "+c +d a b"), ("abcd", "d", "-a -b -c d")]
)
def test_what_is_left_between_the_same_neighbours(old: str, new: str, pairs: str) -> None:
    assert shown(aligned(old, new, str, in_place=True), old, new) == pairs


@given(TEXTS, TEXTS, st.booleans())
def test_each_element_is_in_exactly_one_pair_and_what_stays_is_in_order(old: str, new: str, in_place: bool) -> None:
    pairs = aligned(old, new, str, str.lower, in_place=in_place)
    assert sorted(pair.old for pair in pairs if pair.old is not None) == list(range(len(old)))
    assert [pair.new for pair in pairs if pair.new is not None] == list(range(len(new)))
    staying = [pair.old for pair in pairs if pair.old is not None and pair.new is not None and not pair.moved]
    assert staying == sorted(staying)


@given(TEXTS, st.data())
def test_one_more_is_one_more(old: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(old)))
    new = f"{old[:at]}x{old[at:]}"
    assert [pair for pair in aligned(old, new, str) if pair.old is None] == [Pair(None, at)]
    assert not any(pair.moved for pair in aligned(old, new, str, in_place=True))


def test_long_lists_take_no_longer_than_to_sort_them() -> None:
    start = process_time()
    assert len(aligned(range(100_000), range(99_999, -1, -1), int, in_place=True)) == 100_000
    assert process_time() - start < 10
