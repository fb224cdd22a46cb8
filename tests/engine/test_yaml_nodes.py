import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from mapper.engine.text import Source
from mapper.engine.yaml_nodes import MOST_BYTES, MOST_DEPTH, MOST_NODES, ListNode, MapNode, decode, parse
from tests.engine.faults import as_expected

HERE = Path(__file__).parent / "reading"
SIGNS = "ab:-?{}[]'\"`!&*%@#|>,\\ \t\n\r\0\ufeff\u2028“é€😀"


def cases(name):
    listed = YAML(typ="safe", pure=True).load((HERE / name).read_text("utf-8"))
    return [pytest.param(case, id=case["case"]) for case in listed]


def plain(node):
    if isinstance(node, ListNode):
        return [plain(item) for item in node.items]
    if isinstance(node, MapNode):
        return {key.value: plain(value) for key, value in node.items}
    return None if node.is_null else node.text.value


@pytest.mark.parametrize("case", [*cases("accidents.yaml"), *cases("yaml.yaml")])
def test_every_fault_of_a_text_is_found_and_the_rest_is_read(case):
    node, found = parse(Source("a.yaml", case["yaml"]))
    expected = case.get("faults", [])
    assert as_expected(found, expected) == expected
    for diagnostic in found:
        assert diagnostic.message[0] == diagnostic.message[0].lower()
        assert not diagnostic.message.endswith(".")
    if "tree" in case:
        assert node is not None
        assert plain(node) == case["tree"]


def repairable():
    return [case for case in cases("accidents.yaml") if all("fix" in one for one in case.values[0].get("faults", []))]


@pytest.mark.parametrize("case", repairable())
def test_the_fixes_of_an_accident_repair_the_text(case):
    text = case["yaml"]
    for diagnostic in reversed(list(parse(Source("a.yaml", text))[1])):
        text = text[: diagnostic.span.start] + diagnostic.fix.replace + text[diagnostic.span.end :]
    node, left = parse(Source("a.yaml", text))
    assert not list(left)
    assert plain(node) == case["tree"]


def hostile():
    listed = json.loads((HERE / "hostile.json").read_text("utf-8"))
    return [pytest.param(case, id=case["id"]) for case in listed]


@pytest.mark.parametrize("case", hostile())
def test_hostile_texts_are_refused_with_their_code_or_read_as_text(case):
    text = "".join(part * times for part, times in case["input"]) if isinstance(case["input"], list) else case["input"]
    node, found = parse(Source("a.yaml", text))
    assert sorted({diagnostic.code.name for diagnostic in found}) == case["codes"]
    if "tree" in case:
        assert plain(node) == case["tree"]


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("accidents", "- {a: (\n"),
        ("brackets that never close", "a: [\n"),
        ("braces that never close", "- {a: 'x\n"),
        ("quotes that never close", '- "\n'),
        ("negations", "- !a\n"),
        ("aliases", "- *a\n"),
        ("keys that stand twice", "a: 1\n"),
        ("characters that are no text", "\0\n"),
        ("directives", "%a\n"),
        ("hashes", "- (a #b\n"),
        ("escapes", '- "\\q"\n'),
    ],
)
def test_a_large_text_of_one_fault_gives_a_bounded_list(name, line):
    text = line * ((MOST_BYTES - 1) // len(line))
    _, found = parse(Source("a.yaml", text))
    assert found.has_errors, name
    assert 1 <= len(list(found)) <= 200


@pytest.mark.parametrize(("open_", "close"), [("[", "]"), ("{a: ", "}")])
def test_the_depth_is_limited(open_, close):
    for depth, codes in ((MOST_DEPTH, []), (MOST_DEPTH + 1, ["yaml-too-deep"])):
        node, found = parse(Source("a.yaml", open_ * depth + "x" + close * depth))
        assert [diagnostic.code.name for diagnostic in found] == codes
        assert (node is None) == bool(codes)


def test_the_number_of_values_is_limited():
    for values, codes in ((MOST_NODES - 1, []), (MOST_NODES, ["yaml-too-large"])):
        _, found = parse(Source("a.yaml", "- a\n" * values))
        assert [diagnostic.code.name for diagnostic in found] == codes


def test_the_size_is_limited_in_bytes():
    for size, codes in ((MOST_BYTES, []), (MOST_BYTES + 2, ["yaml-too-large"])):
        _, found = parse(Source("a.yaml", "a: " + "é" * ((size - 4) // 2) + "\n"))
        assert [diagnostic.code.name for diagnostic in found] == codes


def test_bytes_are_read_as_utf_8_and_nothing_else():
    source, found = decode("a.yaml", b"\xef\xbb\xbfa: \xc3\xa9")
    assert (source.name, source.text, len(found)) == ("a.yaml", "a: é", 0)
    _, found = decode("a.yaml", b"a: 1\nb: \xff")
    expected = [{"code": "yaml-encoding", "at": "2:4", "hint": "save the file as UTF-8"}]
    assert as_expected(found, expected) == expected
    _, found = decode("a.yaml", "a: 1".encode("utf-16"))
    assert as_expected(found, []) == [{"code": "yaml-encoding", "at": "1:1"}]


def test_a_large_file_is_not_decoded_whole_and_a_character_cut_by_that_is_no_fault():
    source, found = decode("a.yaml", ("x" + "€" * MOST_BYTES).encode())
    assert not len(found)
    assert len(source.text) < MOST_BYTES
    assert [diagnostic.code.name for diagnostic in parse(source)[1]] == ["yaml-too-large"]


def test_spans_of_collections_end_with_their_last_value():
    text = "a:\n  - b   # c\n\n# d\ne: {f: g}\n"
    node, _ = parse(Source("a.yaml", text))
    assert [value.span.text for _, value in node.items] == ["- b", "{f: g}"]
    assert node.span.text == text.rstrip()


def written(node):
    """Every scalar of a tree, keys too."""
    if isinstance(node, ListNode):
        return [text for item in node.items for text in written(item)]
    if isinstance(node, MapNode):
        return [text for key, value in node.items for text in (key, *written(value))]
    return [node.text]


@given(st.text(SIGNS, max_size=80))
def test_no_text_raises_and_every_place_is_in_the_file(text):
    node, found = parse(Source("a.yaml", text))
    assert node is not None or found.has_errors
    for diagnostic in found:
        assert 0 <= diagnostic.span.start <= diagnostic.span.end <= len(text)
    for scalar in written(node) if node is not None else []:
        assert 0 <= scalar.span.start <= scalar.span.end <= len(text)


@given(st.binary(max_size=60))
def test_no_bytes_raise(data):
    source, found = decode("a.yaml", data)
    assert found.has_errors == (source.text.encode() != data.removeprefix(b"\xef\xbb\xbf"))
    parse(source)
