"""What a value looks like when it must not be shown: its shape, and nothing else of it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.json_reader import read_json
from mapper.json_writer import write_json
from mapper.masking import MOST_CHARACTERS, masked


@pytest.mark.parametrize(
    ("value", "shape"),
    [
        ("BJensen@example.com ", "XXxxxxx@xxxxxxx.xxx "),
        ("Zoë O’Brien-李", "Xxx X’Xxxxx-x"),
        ("\u01c4 ß e\u0301", "X x xx"),
        ("+31 (20) 555-0100", "+99 (99) 999-9999"),
        ("٣ ½ Ⅳ", "9 9 9"),
        ("x\u200b\u00a0y\t", "x\u200b\u00a0x\t"),
        ("🙂€", "xx"),
        ("\U000e0041", "x"),
        ("", ""),
        ("a" * 60, "x" * 60),
        ("a" * 61, "x" * 59 + "…"),
        (None, None),
        (True, True),
        (False, False),
        (0, "9"),
        (-170, "-999"),
        (2.5, "9.9"),
        (read_json("1.10"), "9.99"),
        (read_json("12e3"), "99x9"),
        ([], []),
        ({}, {}),
        ({"value": "ab", "primary": True, "n": [1, None]}, {"value": "xx", "primary": True, "n": ["9", None]}),
    ],
)
def test_the_shape_of_a_value(value, shape):
    assert masked(value) == shape


TEXTS = st.text() | st.text(alphabet="aZ09 .-é李🙂", min_size=55, max_size=70)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_a_shape_is_made_of_shapes(value):
    """No letter but x, no digit but 9, nothing longer than what can be shown; null and booleans as they are."""
    if isinstance(value, dict):
        assert {name: masked(member) for name, member in value.items()} == masked(value)
    elif isinstance(value, list):
        assert [masked(element) for element in value] == masked(value)
    elif value is None or isinstance(value, bool):
        assert masked(value) is value
    else:
        text = value if isinstance(value, str) else write_json(value)
        shape = masked(value)
        assert len(shape) == min(len(text), MOST_CHARACTERS)
        assert {character for character in shape if character.isalnum()} <= {"x", "X", "9"}
        assert masked(shape) == shape


@given(VALUES)
def test_a_shape_is_json(value):
    assert json.loads(write_json(masked(value))) == masked(value)
