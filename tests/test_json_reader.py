"""JSON from strangers: what is read exactly, what is refused, and where it says the fault is."""

from __future__ import annotations

import json
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.json_faults import first_fault
from mapper.json_reader import read_json
from mapper.json_writer import write_json
from mapper.schemas.normalise import normalise
from mapper.schemas.scim import user_schema
from mapper.schemas.values import InvalidPayload, WrittenFloat

SAMPLE = """{
  "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
  "userName": "Bj\\u00f6rk \\ud83d\\ude00 \\"B\\" é\\n",
  "emails": [{"value": "a@b.c", "primary": true}, {}, null],
  "numbers": [0, -1, 18446744073709551616, 1.10, -2e3, false]
}
"""


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("{}", {}),
        (" [ ] ", []),
        ('"x"', "x"),
        ("null", None),
        ("[true, false]", [True, False]),
        ("18446744073709551616", 2**64),
        ("9007199254740993", 9007199254740993),
        ("9" * 1000, int("9" * 1000)),
        ('"\\ud83d\\ude00"', "😀"),
        ('"\\\\u0000 \\\\ud800"', "\\u0000 \\ud800"),
        ('{"a": {"A": 1}, "b": {"a": 2}}', {"a": {"A": 1}, "b": {"a": 2}}),
        ("[" * 32 + "]" * 32, json.loads("[" * 32 + "]" * 32)),
        ("[" + ",".join(["{}"] * 1000) + "]", [{}] * 1000),
        ('{"' + "[" * 100 + '": "' + "{" * 100 + '\\""}', {"[" * 100: "{" * 100 + '"'}),
        ('{"active":"False"}', {"active": "False"}),
    ],
)
def test_a_text_is_read(text, value):
    assert read_json(text) == value
    assert read_json(text.encode()) == value


def test_numbers_remember_how_they_were_written():
    numbers = read_json("[1.10, 2e3, -0.0, 1E-400, 10]")
    assert [number.text for number in numbers[:4]] == ["1.10", "2e3", "-0.0", "1E-400"]
    assert all(type(number) is WrittenFloat for number in numbers[:4])
    assert type(numbers[4]) is int


def test_a_mark_at_the_start_is_passed():
    assert read_json(b'\xef\xbb\xbf{"a": 1}') == {"a": 1}
    assert read_json('\ufeff{"a": 1}') == {"a": 1}


HOSTILE = {  # the inputs of the project's corpus of attacks; the codes are those of this reader
    "JSN-002": ('{"a":' * 1000 + "1" + "}" * 1000, "json-too-deep", 1, 5 * 32 + 1),
    "JSN-003": ("[" * 1_000_000, "json-too-deep", 1, 33),
    "JSN-005": ("[Infinity]", "json-number", 1, 2),
    "JSN-007": ("9" * 5000, "json-number", 1, 1),
    "JSN-010": ('{"userName":"a","username":"b"}', "json-duplicate-key", 1, 17),
    "JSN-012": ('"\\ud800"', "json-character", 1, 2),
    "JSN-013": ('{"\\ud800":1}', "json-character", 1, 3),
    "JSN-015": ('{"a\\u0000":1}', "json-character", 1, 4),
    "JSN-017": ("{}".encode("utf-16"), "json-encoding", 1, 1),
    "JSN-018": (b'"\xe9"', "json-encoding", 1, 2),
    "JSN-020": ("[1,]", "json-syntax", 1, 4),
    "JSN-022": ("{'a':1}", "json-syntax", 1, 2),
    "JSN-023": ("01", "json-syntax", 1, 1),
}


@pytest.mark.parametrize(("data", "code", "line", "column"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_text_is_refused(data, code, line, column):
    with pytest.raises(InvalidPayload) as caught:
        read_json(data)
    assert (caught.value.code, caught.value.line, caught.value.column) == (code, line, column)


def test_the_root_of_a_payload_is_an_object():
    """JSN-025: the reader gives any value; what takes payloads refuses what is no object."""
    with pytest.raises(InvalidPayload) as caught:
        normalise(read_json("[1]"), user_schema())
    assert caught.value.code == "not-an-object"


TWICE = "'A' is there twice, first as 'a'"


@pytest.mark.parametrize(
    ("text", "code", "message", "line", "column"),
    [
        ("", "json-syntax", "the payload is empty", 1, 1),
        (" \n ", "json-syntax", "the payload is empty", 2, 2),
        ("{\n  'a': 1}", "json-syntax", "a name in quotes is due here, not ''a''", 2, 3),
        ("{a: 1}", "json-syntax", "a name in quotes is due here, not 'a'", 1, 2),
        ("[1,\r\n 2,]", "json-syntax", "a comma stands before ']'", 2, 4),
        ('{"a": 1,}', "json-syntax", "a comma stands before '}'", 1, 9),
        ('{"a": 1\n "b": 2}', "json-syntax", "a comma is missing before a text", 2, 2),
        ("[1 2]", "json-syntax", "a comma is missing before '2'", 1, 4),
        ('{"a" 1}', "json-syntax", "':' is missing after a name", 1, 6),
        ("[1}", "json-syntax", "'}' closes the '[' of line 1, column 1", 1, 3),
        ('{"a": [1, 2', "json-syntax", "the text ends before ']'", 1, 12),
        ('{"a": ', "json-syntax", "the text ends before '}'", 1, 7),
        ("{} {}", "json-syntax", "'{' follows after the end", 1, 4),
        ("{}x", "json-syntax", "'x' follows after the end", 1, 3),
        ('"abc', "json-syntax", "the text in quotes does not end", 1, 1),
        ('["abc\n"]', "json-syntax", "the text in quotes does not end on its line", 1, 2),
        ('"a\\x"', "json-syntax", "'\\x' is no escape of JSON", 1, 3),
        ('"a\\u12"', "json-syntax", "'\\u' is no escape of JSON", 1, 3),
        ('"a\tb"', "json-character", "a control character stands in a text", 1, 3),
        ('"a\0b"', "json-character", "a control character stands in a text", 1, 3),
        ('["\ud800"]', "json-character", "half of a surrogate pair is no character", 1, 3),
        ('"\\udc00\\ud800"', "json-character", "'\\udc00' is half of a surrogate pair, which is no character", 1, 2),
        ('"\\\\\\ud800x"', "json-character", "'\\ud800' is half of a surrogate pair, which is no character", 1, 4),
        ("[True]", "json-syntax", "a value is due here, not 'True'", 1, 2),
        ("[“a”]", "json-syntax", "a value is due here, not '“a”'", 1, 2),
        ("[1, // one\n2]", "json-syntax", "a value is due here, not '//'", 1, 5),
        ("<html>", "json-syntax", "a value is due here, not '<html>'", 1, 1),
        ("[,]", "json-syntax", "a value is due here, not ','", 1, 2),
        ("[+1]", "json-syntax", "'+1' is no number of JSON", 1, 2),
        ("[.5]", "json-syntax", "'.5' is no number of JSON", 1, 2),
        ("[1.]", "json-syntax", "'1.' is no number of JSON", 1, 2),
        ("[1_000]", "json-syntax", "'1_000' is no number of JSON", 1, 2),
        ("[NaN]", "json-number", "'NaN' is no number of JSON", 1, 2),
        ("[-Infinity]", "json-number", "'-Infinity' is no number of JSON", 1, 2),
        ("[1e400]", "json-number", "'1e400' is too large a number", 1, 2),
        ("[-1e400]", "json-number", "'-1e400' is too large a number", 1, 2),
        ("[" + "9" * 1001 + "]", "json-number", "a number has more than 1000 digits", 1, 2),
        ("[0." + "9" * 1001 + "]", "json-number", "a number has more than 1000 digits", 1, 2),
        ('{"a": 1,\n "A": 2}', "json-duplicate-key", TWICE, 2, 2),
        ('{"a": 1, "\\u0041": 2}', "json-duplicate-key", TWICE, 1, 10),
        ('{"a": 1, "a": 1}', "json-duplicate-key", "'a' is there twice", 1, 10),
        ("[" * 33 + "]" * 33, "json-too-deep", "more than 32 objects and lists stand in one another", 1, 33),
        (
            "[{}," * 17 + "[[[[[[[[[[[[[[[[",
            "json-too-deep",
            "more than 32 objects and lists stand in one another",
            1,
            84,
        ),
        ("x" * 100, "json-syntax", f"a value is due here, not '{'x' * 40}…'", 1, 1),
    ],
)
def test_a_fault_is_told_with_its_place(text, code, message, line, column):
    with pytest.raises(InvalidPayload) as caught:
        read_json(text)
    fault = caught.value
    assert (fault.code, fault.message, fault.line, fault.column) == (code, message, line, column)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("{'a': 1}", 'JSON has double quotes: "text"'),
        ("[1,]", "take the comma away"),
        ("[None]", "write null"),
        ("[True]", "write true"),
        ("# x", "JSON has no comments"),
        ("[1e999]", "send it as text"),
        ('{"a": [1', "'[' is at line 1, column 7"),
        ("{}\n{}", "several payloads stand in a list, or one a line"),
        ('{"a": 1, "A": 1}', "names are the same in any case: leave one of the two out"),
    ],
)
def test_a_fault_comes_with_advice(text, hint):
    with pytest.raises(InvalidPayload) as caught:
        read_json(text)
    assert caught.value.hint == hint


@pytest.mark.parametrize(
    ("data", "line", "column", "hint"),
    [
        (b'{\n"a": "\xe9"}', 2, 7, "save it as UTF-8"),
        (b'"\xed\xa0\x80"', 1, 2, "save it as UTF-8"),
        (b"\x1f\x8b\x08\x00", 1, 2, "it looks like UTF-16: save it as UTF-8"),
        ("{}".encode("utf-16-le"), 1, 1, "it looks like UTF-16: save it as UTF-8"),
        ("{}".encode("utf-16-be"), 1, 1, "it looks like UTF-16: save it as UTF-8"),
        ("{}".encode("utf-32"), 1, 1, "it looks like UTF-16: save it as UTF-8"),
    ],
)
def test_what_is_no_utf_8_is_refused(data, line, column, hint):
    with pytest.raises(InvalidPayload) as caught:
        read_json(data, "'a.json'")
    fault = caught.value
    assert (fault.code, fault.message) == ("json-encoding", "'a.json' is not UTF-8")
    assert (fault.line, fault.column, fault.hint) == (line, column, hint)


def test_size_is_limited_before_anything_is_read():
    assert read_json('"12345678"', limit=10) == "12345678"
    for data in ('"123456789"', b'"123456789"'):
        with pytest.raises(InvalidPayload) as caught:
            read_json(data, "the body", limit=10)
        assert (caught.value.code, caught.value.message) == ("json-too-large", "the body is larger than 10 bytes")
    with pytest.raises(InvalidPayload, match="the payload is larger than 16 MiB"):
        read_json(b" " * (16 * 2**20 + 1))


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 400_000,
        b'{"a":' * 100_000,
        b"[" + b"[]," * 100_000,
        b'"' + b"\\u0000" * 50_000,
        b'"' + b"\\" * 400_001,
        b'["' * 100_000,
        b"\n" * 400_000 + b"x",
        b"1" * 400_000,
        b"{" + b",".join(b'"%d":1' % number for number in range(20_000)) + b',"1":1}',
    ],
    ids=["lists", "objects", "pairs", "escapes", "backslashes", "quotes", "lines", "digits", "members"],
)
def test_bad_text_costs_no_more_memory_than_good(data):
    tracemalloc.start()
    with pytest.raises(InvalidPayload):
        read_json(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 50 * len(data)


def test_every_beginning_of_a_text_is_refused_with_a_place():
    data = SAMPLE.strip().encode()
    assert read_json(data) == json.loads(data)
    for length in range(len(data)):
        with pytest.raises(InvalidPayload) as caught:
            read_json(data[:length])
        assert caught.value.line
        assert caught.value.column


def test_the_two_readers_agree_on_every_text_with_a_character_changed():
    for at in range(len(SAMPLE)):
        for char in '"{}[],:x0\\\n':
            text = SAMPLE[:at] + char + SAMPLE[at + 1 :]
            assert_agree(text)


texts = st.text(alphabet='{}[],:"\\/ \n\t\r019.eE+-truefalsnNaIity\0é\ud800ud8Cc', max_size=30)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
    max_leaves=20,
)


@given(texts)
def test_the_two_readers_agree_on_any_text(text):
    assert_agree(text)


def assert_agree(text):
    """The quick reader accepts exactly what the slow one finds no fault in."""
    fault = fault_of(text)
    if fault is None:
        assert first_fault(text, "the payload") is None
    else:
        assert fault.code.startswith("json-")
        assert fault.line


def fault_of(data):
    try:
        read_json(data)
    except InvalidPayload as fault:
        return fault
    return None


@given(values, st.sampled_from([None, 2]), st.booleans())
def test_what_the_writer_wrote_is_read_as_it_was(value, indent, ascii_only):
    text = json.dumps(value, indent=indent) if ascii_only else write_json(value, indent)
    fault = fault_of(text)
    if fault is None:
        assert read_json(text) == value
    elif fault.code == "json-character":
        assert "\\u0000" in text
    else:
        assert fault.code == "json-duplicate-key"


@given(st.binary(max_size=40))
def test_any_bytes_give_a_value_or_a_fault(data):
    fault = fault_of(data)
    assert fault is None or fault.line
