"""Files of payloads: which form they have, on which line each payload begins, and what goes on after a fault."""

from __future__ import annotations

import io
import json
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper import payloads
from mapper.payloads import is_group, read_stream
from mapper.schemas.values import InvalidPayload

MIB = 2**20


def read(data: bytes) -> list[tuple[int, object]]:
    """Each item as its line and its payload, or as its line and the code, line and column of its fault."""
    return [(item.line, told(item)) for item in read_stream(io.BytesIO(data))]


def told(item):
    fault = item.fault
    return item.payload if fault is None else (fault.code, fault.line, fault.column)


LIST_RESPONSE = b"""{
  "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
  "totalResults": 2,
  "Resources": [
    {"userName": "a"},
    {
      "userName": "b"
    }
  ],
  "startIndex": 1
}
"""

A, B, C = {"a": 1}, {"b": 2}, {"c": 3}


@pytest.mark.parametrize(
    ("data", "items"),
    [
        (b'{"a":1}', [(1, A)]),
        (b'\n \n{"a":1}\n\n', [(3, A)]),
        (b'{"a":\n1\n}\n', [(1, A)]),
        (b'{\n  "a": 1\n}', [(1, A)]),
        (b'{"a":\n{\n"b": {}}}', [(1, {"a": {"b": {}}})]),
        (b'{"a": {}\n, "b": 2}', [(1, {"a": {}, "b": 2})]),
        (b'\xef\xbb\xbf{"a":1}', [(1, A)]),
        (b'{"a":1}\n{"b":2}\n{"c":3}', [(1, A), (2, B), (3, C)]),
        (b'\n{"a":1}\r\n\r\n \n{"b":2}\r\n', [(2, A), (5, B)]),
        (b'\xef\xbb\xbf{"a":1}\n{"b":2}\n', [(1, A), (2, B)]),
        (b"[]", []),
        (b"[\n]\n", []),
        (b'[{"a":1},{"b":2}]', [(1, A), (1, B)]),
        (b'[\n{"a":1},\n\n{"b":\n2}\n,{"c":3}]\n', [(2, A), (4, B), (6, C)]),
        (b'\n\n[{"a":1},\r\n{"b":2}]', [(3, A), (4, B)]),
        (b'[{"a":1}\n,{"b":2}]', [(1, A), (2, B)]),
        (LIST_RESPONSE, [(5, {"userName": "a"}), (6, {"userName": "b"})]),
        (b'{"resources":[{"a":1}]}', [(1, A)]),
        (b'{"totalResults":0,"Resources":[]}', []),
        (b'{"schemas":[],"Resources":[\n{"a":1},\n{"b":2}]}', [(2, A), (3, B)]),
        (b'{"Resources":{"a":1}}', [(1, {"Resources": {"a": 1}})]),
        # faults
        (b"", [(1, ("json-syntax", 1, 1))]),
        (b" \n\n", [(1, ("json-syntax", 1, 1))]),
        (b'{"a":1}\nnope\n\n{"b":2}', [(1, A), (2, ("json-syntax", 2, 1)), (4, B)]),
        (b'nope\n{"b":2}', [(1, ("json-syntax", 1, 1)), (2, B)]),
        (b'{"a":1\n{"b":2}\n', [(1, ("json-syntax", 1, 7)), (2, B)]),
        (
            b'{"a":1}\n{"a":1, "A":2}\n[1]\n"x"\n',
            [
                (1, A),
                (2, ("json-duplicate-key", 2, 9)),
                (3, ("not-an-object", 3, 1)),
                (4, ("not-an-object", 4, 1)),
            ],
        ),
        (b'{"a":1}\n{"b":"\xe9"}\n{"c":3}', [(1, A), (2, ("json-encoding", 2, 7)), (3, C)]),
        (b'{"a":1}\n' + b"[" * 100_000 + b'\n{"c":3}', [(1, A), (2, ("json-too-deep", 2, 33)), (3, C)]),
        (
            b'[{"a":1},3,null,"x",\n{"b":2}]',
            [
                (1, A),
                (1, ("not-an-object", 1, 10)),
                (1, ("not-an-object", 1, 12)),
                (1, ("not-an-object", 1, 17)),
                (2, B),
            ],
        ),
        (
            b'[{"a":1},\n {"a":1,"A":2}, {"n":[NaN]}, {"n":\n1e400}, {"s":"\\ud800"},\n{"b":2}]',
            [
                (1, A),
                (2, ("json-duplicate-key", 2, 9)),
                (2, ("json-number", 2, 23)),
                (2, ("json-number", 3, 1)),
                (3, ("json-character", 3, 15)),
                (4, B),
            ],
        ),
        (b"[" + b"[" * 40 + b"]" * 40 + b',{"a":1}]', [(1, ("json-too-deep", 1, 34)), (1, A)]),
        (b"[" * 100_000, [(1, ("json-too-deep", 1, 33))]),
        (b'[{"a":1},\n{"b":2},]', [(1, A), (2, B), (2, ("json-syntax", 2, 9))]),
        (b'[{"a":1}\n{"b":2}]', [(1, A), (2, ("json-syntax", 2, 1))]),
        (b'[{"a":1},\n{"b" 2},\n{"c":3}]', [(1, A), (2, ("json-syntax", 2, 6))]),
        (b'[{"a":1}', [(1, A), (1, ("json-syntax", 1, 9))]),
        (b'[{"a":1}]\nmore', [(1, A), (2, ("json-syntax", 2, 1))]),
        (b"[", [(1, ("json-syntax", 1, 2))]),
        (b'{"Resources":[{"a":1}],"resources":[]}', [(1, A), (1, ("json-duplicate-key", 1, 24))]),
        (b'{"Resources":[\n{"a":1}\n]', [(2, A), (3, ("json-syntax", 3, 2))]),
        (b'{"Resources" [{"a":1}]}', [(1, ("json-syntax", 1, 14))]),
        (b'{"a" 1}', [(1, ("json-syntax", 1, 6))]),
        (b'\n{\n"a": 1\n"b": 2}', [(2, ("json-syntax", 4, 1))]),
        ("[{}]\n".encode("utf-16"), [(1, ("json-encoding", 1, 1))]),
        (b'[{"a":1},\n{"b":"\xe9"}]', [(1, ("json-encoding", 2, 7))]),
        (b"\x1f\x8b\x08\x00\n\xff\n", [(1, ("json-encoding", 1, 2))]),
    ],
)
def test_a_file_gives(data, items):
    assert read(data) == items


def test_an_item_holds_its_text():
    lines = list(read_stream(io.BytesIO(b'{"a": 1.0}\r\n {"b"}\n')))
    assert [item.text for item in lines] == ['{"a": 1.0}', ' {"b"}']
    elements = list(read_stream(io.BytesIO(b'[ {"a":\n1} , 2]')))
    assert [item.text for item in elements] == ['{"a":\n1}', "2"]
    whole = list(read_stream(io.BytesIO(b'\n{"a":\n1}\n')))
    assert [item.text for item in whole] == ['{"a":\n1}']


def test_an_item_that_cannot_be_used_raises_its_fault():
    (item,) = read_stream(io.BytesIO(b"nope"))
    with pytest.raises(InvalidPayload) as caught:
        item.payload  # noqa: B018 - to read it is what is tested
    assert caught.value is item.fault


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        ({"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"]}, True),
        ({"Schemas": "URN:ietf:params:scim:schemas:core:2.0:GROUP"}, True),
        ({"schemas": ["x", "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group"]}, True),
        ({"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"]}, False),
        ({"schemas": [None, 1, {}]}, False),
        ({"schemas": None, "members": []}, False),
        ({}, False),
    ],
)
def test_groups_are_told_by_their_schemas(payload, expected):
    assert is_group(payload) is expected


@pytest.mark.parametrize(
    ("data", "is_ndjson"),
    [
        (LIST_RESPONSE, False),
        (b'[{"a": "\xc3\xa9\\ud83d\\ude00"}, {"b": [1, 2.5]},\n {}]\n', False),
        (b'{"a": {"b": null}}\n{"c": "\xc3\xa9"}\n', True),
        (b'{\n "a": [true, false]\n}\n', False),
    ],
)
def test_every_beginning_of_a_file_gives_seenand_then_a_fault(data, is_ndjson):
    complete = [item.payload for item in read_stream(io.BytesIO(data))]
    for length in range(len(data) - 1):
        *before, last = read_stream(io.BytesIO(data[:length]))
        seen = [item.payload for item in before]
        assert seen == complete[: len(before)]
        if last.fault is None:
            assert is_ndjson
            assert last.payload == complete[len(before)]


objects = st.dictionaries(st.sampled_from(["userName", "Resources", "a", "{", "[\n"]), st.text(max_size=5), max_size=3)


@given(st.lists(objects, min_size=1, max_size=5))
def test_each_form_gives_the_same_payloads(users):
    ndjson = "\n".join(map(json.dumps, users))
    response = {"totalResults": len(users), "Resources": users, "itemsPerPage": 5}
    for text in (
        ndjson,
        json.dumps(users),
        json.dumps(users, indent=2),
        json.dumps(response),
        json.dumps(response, indent=2),
        json.dumps(users, indent=1).replace("\n", "\r\n"),
    ):
        items = list(read_stream(io.BytesIO(text.encode())))
        refused = ["\\u0000" in json.dumps(user) or lone(user) for user in users]
        assert [item.fault is not None for item in items] == refused
        assert [item.payload for item in items if item.fault is None] == [
            user for user, bad in zip(users, refused, strict=True) if not bad
        ]


def lone(user):
    return any(0xD800 <= ord(char) < 0xE000 for text in user.values() for char in text)


@given(st.binary(max_size=60) | st.text(alphabet='{}[],:"\n 1aR', max_size=40).map(str.encode))
def test_any_bytes_give_items(data):
    for item in read_stream(io.BytesIO(data)):
        assert item.line >= 1
        assert item.fault is None or item.fault.line >= 1


# --- large files -----------------------------------------------------------------------------------------------------


def write_large(path: Path, begin: bytes, line: bytes, end: bytes = b"", *, size: int = 50 * MIB) -> int:
    """Write a file of *size* with as many of *line* as it takes; give their number."""
    chunk = line * (MIB // len(line))
    with path.open("wb") as file:
        file.write(begin)
        while file.tell() < size:
            file.write(chunk)
        file.write(end)
        return (file.tell() - len(begin) - len(end)) // len(line)


def peak_of(path: Path) -> tuple[int, int, list[str]]:
    """How many items the file gives, how many bytes that took at most, and the codes of the faults."""
    tracemalloc.start()
    count, codes = 0, []
    with path.open("rb") as file:
        for item in read_stream(file):
            count += 1
            if item.fault is not None:
                codes.append(item.fault.code)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return count, peak, codes


BLANK_LINE = b" " * 1023 + b"\n"
LINE = b'{"userName": "' + b"x" * 2000 + b'", "active": true}\n'


def test_ndjson_of_50_mib_takes_the_memory_of_a_line(tmp_path):
    path = tmp_path / "users.ndjson"
    lines = write_large(path, b"", LINE)
    assert peak_of(path) == (lines, pytest.approx(0, abs=MIB), [])


def test_a_list_of_50_mib_is_refused_with_advice(tmp_path):
    path = tmp_path / "users.json"
    write_large(path, b"[\n", LINE.replace(b"}\n", b"},\n"), b"{}]")
    with path.open("rb") as file:
        (item,) = read_stream(file)
    assert item.fault is not None
    assert (item.fault.code, item.fault.message) == ("json-too-large", "the payload is larger than 32 MiB")
    assert item.fault.hint == "write one object a line (NDJSON): that is read at any size"
    assert len(item.text) <= 1000
    assert peak_of(path)[1] < 100 * MIB


def test_a_list_of_30_mib_is_read_without_holding_its_payloads(tmp_path):
    path = tmp_path / "users.json"
    elements = write_large(path, b"[\n", LINE.replace(b"}\n", b"},\n"), b"{}]", size=30 * MIB)
    count, peak, codes = peak_of(path)
    assert (count, codes) == (elements + 1, [])
    assert peak < 130 * MIB


@pytest.mark.parametrize(
    ("begin", "piece", "end", "count", "codes"),
    [
        (b'{"a": 1}\n{"b": "', b"x" * 1024, b'"}\n{"c": 3}\n', 3, ["json-too-large"]),
        (b'{"a": "', b"x" * 1024, b'"}', 1, ["json-too-large"]),
        (b"", b" " * 1024, b'{"a": 1}', 1, []),
        (b'{"a": 1}\n', BLANK_LINE, b'{"b": 1}', 2, []),
        (b'{"a":\n', BLANK_LINE, b"1}", 1, []),
        (b"", b"[" * 1024, b"", 1, ["json-too-large"]),
    ],
    ids=["a long line", "one long line", "blanks", "blank lines", "blank lines within", "brackets"],
)
def test_a_strange_file_of_40_mib_takes_bounded_memory(tmp_path, begin, piece, end, count, codes):
    path = tmp_path / "strange"
    write_large(path, begin, piece, end, size=40 * MIB)
    found, peak, faults = peak_of(path)
    assert (found, faults) == (count, codes)
    assert peak < 140 * MIB


def test_the_limits_are_those_that_are_documented():
    assert payloads.MOST_BYTES_WHOLE == 32 * MIB
    assert payloads.MOST_BYTES == 16 * MIB
