import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mapper.engine.text import Place, Source, Span, Text
from mapper.engine.yaml_nodes import ScalarNode, parse


def scalar(yaml):
    """The value of the key `k` in a YAML text."""
    node, found = parse(Source("a.yaml", yaml))
    assert not list(found)
    return next(value.text for key, value in node.items if key.value == "k")


@pytest.mark.parametrize(
    ("text", "offset", "position"),
    [
        ("ab", 0, (1, 1)),
        ("ab", 2, (1, 3)),
        ("a\nb", 2, (2, 1)),
        ("a\r\nb", 3, (2, 1)),
        ("a\rb", 2, (2, 1)),
        ("a\n\nb", 2, (2, 1)),
        ("a\x85b\u2028c", 4, (1, 5)),
        ("é😀b", 2, (1, 3)),
        ("", 0, (1, 1)),
    ],
)
def test_a_position_counts_lines_as_editors_do(text, offset, position):
    assert Source("a", text).position(offset) == position


@given(st.text(st.sampled_from("a\r\n\x85\u2028é😀𝄞"), max_size=12), st.data())
def test_the_offset_of_a_position_is_where_it_came_from(text, data):
    source, offset = Source("a", text), data.draw(st.integers(0, len(text)))
    assert source.offset(*source.position(offset)) == offset


@pytest.mark.parametrize(("line", "column", "offset"), [(1, 9, 4), (2, 1, 2), (2, 9, 4), (3, 1, 4), (9, 9, 4)])
def test_what_lies_behind_the_text_is_its_end(line, column, offset):
    assert Source("a", "a\nbc").offset(line, column) == offset


@given(st.text(st.sampled_from("a\n\x85\u2028\uffffé😀𝄞\U00010000\U0010ffff"), max_size=12), st.data())
def test_code_units_are_those_of_utf_16(text, data):
    offset = data.draw(st.integers(0, len(text)))
    assert Source("a", text).units(offset) == len(text[:offset].encode("utf-16-le")) // 2


def test_a_line_is_given_without_its_end():
    source = Source("a", "one\r\ntwo\rthree\n")
    assert [source.line(number) for number in range(6)] == ["", "one", "two", "three", "", ""]


def test_a_place_names_the_file_and_both_ends():
    assert Span(Source("a.yaml", "x: 1\ny: 2"), 3, 9).place == Place("a.yaml", 1, 4, 2, 5)


@pytest.mark.parametrize(
    ("yaml", "part", "expected"),
    [
        ("k: a == b.c", "b.c", "1:9-1:12"),
        ("k: a ==\n  b.c", "b.c", "2:3-2:6"),
        ("k: 'a == b.c'", "b.c", "1:10-1:13"),
        ("k: 'it''s b.c'", "b.c", "1:11-1:14"),
        ("k: 'it''s'", "'", "1:7-1:9"),
        ("k: 'a\n\n  b.c'", "b.c", "3:3-3:6"),
        ('k: "a == b.c"', "b.c", "1:10-1:13"),
        ('k: "a\n  b.c"', "b.c", "2:3-2:6"),
        ("k: |\n  a\n    b.c\n", "b.c", "3:5-3:8"),
        ("k: |-  # a comment with b.c\n  a\n  b.c", "b.c", "3:3-3:6"),
        ("k: |2\n    a\n  b.c\n", "b.c", "3:3-3:6"),
        ("k: >\n  a\n  b.c\n", "b.c", "3:3-3:6"),
        ("k: >+\n  a\n\n\n  b.c\n\n# d\n", "b.c", "5:3-5:6"),
        ("k: |\r\n  a\r\n  b.c\r\n", "b.c", "3:3-3:6"),
        ("k:\n  b.c\nl: 1\n", "b.c", "2:3-2:6"),
    ],
)
def test_a_part_of_a_scalar_is_found_in_the_file(yaml, part, expected):
    text = scalar(yaml)
    start = text.value.index(part)
    place = text.at(start, start + len(part)).place
    assert f"{place.line}:{place.column}-{place.end_line}:{place.end_column}" == expected


@pytest.mark.parametrize("yaml", ['k: "a\\tb.c"', 'k: "a \\\n  b.c"', 'k: "\\"b.c"'])
def test_an_escape_makes_the_answer_the_whole_scalar(yaml):
    text = scalar(yaml)
    assert text.at(1, 2) == text.span
    assert text.span.text == yaml[3:]


def test_a_part_may_be_empty_or_reach_beyond_the_end():
    text = scalar("k: abc\n")
    assert [(span.start, span.end) for span in (text.at(1, 1), text.at(3, 3), text.at(2, 9), text.at(9, 9))] == [
        (4, 4),
        (6, 6),
        (5, 6),
        (6, 6),
    ]


WORDS = st.lists(st.text("ab'é#:{x", min_size=1, max_size=4), min_size=1, max_size=4)
LINES = st.lists(WORDS, min_size=1, max_size=4)


def laid_out(style, lines, indents, blank_lines, end):
    """A text of several lines in one of the styles of YAML."""
    rows = [" ".join(words) for words in lines]
    if style == "'":
        rows = [row.replace("'", "''") for row in rows]
    body = f"{end * blank_lines}{end}".join(
        "  " + " " * indent + row for row, indent in zip(rows, indents, strict=False)
    )
    if style in ("'", '"'):
        return f"k: {style}{body.strip()}{style}{end}"
    if style in ("|", ">"):
        return f"k: {style}2{end}{body}{end}# end{end}"
    return f"k: {body.strip()}{end}"


@given(
    st.sampled_from(["", "'", '"', "|", ">"]),
    LINES,
    st.lists(st.integers(0, 3), min_size=4, max_size=4),
    st.integers(0, 2),
    st.sampled_from(["\n", "\r\n"]),
)
def test_every_character_maps_to_itself_or_to_the_whole_scalar(style, lines, indents, blank_lines, end):
    node, found = parse(Source("a.yaml", laid_out(style, lines, indents, blank_lines, end)))
    assume(not list(found) and isinstance(node.items[0][1], ScalarNode))
    text: Text = node.items[0][1].text
    for index, char in enumerate(text.value):
        span = text.at(index, index + 1)
        if not char.isspace():
            assert span.text == (char * 2 if style == "'" == char else char)
        assert text.span.start <= span.start <= span.end <= text.span.end


@given(st.text(max_size=30), st.text(max_size=40), st.sampled_from(["plain", "single", "double", "literal", "folded"]))
def test_a_text_that_does_not_belong_to_its_place_is_never_traced_wrongly(value, raw, style):
    text = Text(value, Span(Source("a", raw), 0, len(raw)), style)
    for index, char in enumerate(value):
        span = text.at(index, index + 1)
        assert span == text.span or char.isspace() or span.text in (char, char * 2)
