"""Hostile and wide text on a terminal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.terminal import cut, padded, shown, width


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("José 日本 😀", "José 日本 😀"),
        ("\x1b[2Jgone", "\\x1b[2Jgone"),
        ("a\nb\tc", "a\\nb\\tc"),
        ("\x9b31m", "\\x9b31m"),
        ("gpj\u202eexe", "gpj\\u202eexe"),
        ("a\u2028b", "a\\u2028b"),
        ("\ud83d", "\\ud83d"),
        ("می\u200cخواهم", "می\u200cخواهم"),  # Persian needs its zero-width non-joiner
    ],
)
def test_text_is_shown_as_what_it_is(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(("text", "columns"), [("abc", 3), ("日本", 4), ("é", 1), ("e\u0301", 1), ("😀", 2), ("", 0)])
def test_width_is_what_a_terminal_takes(text: str, columns: int) -> None:
    assert width(text) == columns


@pytest.mark.parametrize(
    ("text", "columns", "expected"),
    [("abcdef", 6, "abcdef"), ("abcdefg", 6, "abcde…"), ("日本語", 6, "日本語"), ("日本語文", 6, "日本…")],
)
def test_long_text_is_cut(text: str, columns: int, expected: str) -> None:
    assert cut(text, columns) == expected


def test_padding_counts_columns_not_characters() -> None:
    assert padded("日本", 6) == "日本  "


@given(st.text(), st.integers(min_value=1, max_value=30))
def test_cut_text_fits_and_shown_text_is_one_harmless_line(text: str, columns: int) -> None:
    line = shown(text)
    assert width(cut(line, columns)) <= columns
    assert len(line.splitlines()) <= 1
    assert not any(ord(character) < 32 or 0x7F <= ord(character) < 0xA0 for character in line)
    line.encode()
