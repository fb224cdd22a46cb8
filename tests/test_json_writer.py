"""What `write_json` writes, and that it reads back as the same value."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.json_writer import write_json
from mapper.schemas.values import Json, WrittenFloat

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"a": [1, True, None, "é"], "b": {}}, '{"a": [1, true, null, "é"], "b": {}}'),
        (WrittenFloat("1.10"), "1.10"),
        (WrittenFloat("2E3"), "2E3"),
        (Decimal("12345678901234567890.10"), "12345678901234567890.10"),
        (2**80, "1208925819614629174706176"),
        (0.1, "0.1"),
        ([], "[]"),
        ('say "hi"\n', '"say \\"hi\\"\\n"'),
        ("\x1b[31m", '"\\u001b[31m"'),
        ("\x7f\x9b", '"\\u007f\\u009b"'),
        ("gpj\u202eexe", '"gpj\\u202eexe"'),
        ("\ud83d alone", '"\\ud83d alone"'),
        ("日本 😀", '"日本 😀"'),
    ],
)
def test_value_is_written_as_expected(value: Json, text: str) -> None:
    assert write_json(value) == text


def test_indented_text_puts_each_member_on_its_line() -> None:
    assert write_json({"a": [1, {}], "b": {"c": 2}}, indent=2) == (
        '{\n  "a": [\n    1,\n    {}\n  ],\n  "b": {\n    "c": 2\n  }\n}'
    )


@pytest.mark.parametrize("number", [float("nan"), float("inf"), Decimal("NaN"), Decimal("-Infinity")])
def test_number_that_json_does_not_have_is_refused(number: Json) -> None:
    with pytest.raises(ValueError, match="JSON has no number"):
        write_json([number])


@pytest.mark.parametrize("value", [{1: 2}, {"a"}, b"bytes"])
def test_what_is_no_json_value_is_refused(value: Json) -> None:
    with pytest.raises(TypeError):
        write_json(value)


@given(JSON_VALUES)
def test_written_value_reads_back(value: Json) -> None:
    assert json.loads(write_json(value)) == value
    assert json.loads(write_json(value, indent=2)) == value


@given(JSON_VALUES)
def test_written_text_is_one_line_of_valid_utf8(value: Json) -> None:
    assert len(write_json(value).encode("utf-8").splitlines()) == 1
