"""Where the values of a JSON text are written, by pointer."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.engine.text import Source
from mapper.explanation.pointers import escaped
from mapper.json_reader import read_json
from mapper.preview.json_spans import spans_at
from mapper.schemas.normalise import normalise
from mapper.schemas.scim import user_schema
from mapper.schemas.values import InvalidPayload, Json

from .engine.strategies import documents


def pointers(value: Json, pointer: str = "") -> Iterator[tuple[str, Json]]:
    """Every pointer into a value, with what stands there."""
    yield pointer, value
    if isinstance(value, dict):
        for name, part in value.items():
            yield from pointers(part, f"{pointer}/{escaped(name)}")
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from pointers(part, f"{pointer}/{index}")


blanks = st.text(st.sampled_from(" \n\t\r"), max_size=2)
layouts = st.builds(
    dict, indent=st.none() | st.integers(0, 2), ensure_ascii=st.booleans(), separators=st.just((",", ":")) | st.none()
)


@given(documents, layouts, blanks, blanks, st.data())
def test_what_stands_in_a_span_is_the_value_at_the_pointer(
    value: Json, layout: dict[str, Json], before: str, behind: str, data: st.DataObject
) -> None:
    text = before + json.dumps(value, **layout) + behind
    there = dict(pointers(value))
    asked = data.draw(st.lists(st.sampled_from(sorted(there)), max_size=5))
    found = spans_at(text, asked)
    assert found.keys() == set(asked)
    assert [read_json(text[slice(*found[each])]) for each in asked] == [there[each] for each in asked]
    assert all(text[start:end].strip() == text[start:end] for start, end in found.values())


@given(documents, st.data())
def test_nothing_is_found_where_the_value_has_nothing(value: Json, data: st.DataObject) -> None:
    there = sorted(dict(pointers(value)))
    missing = data.draw(st.sampled_from(there)) + "/none/of/these"
    assert spans_at(json.dumps(value), [missing]) == {}


@pytest.mark.parametrize(
    ("text", "pointer", "written"),
    [
        ('{"userName": "a"}', "/userName", '"a"'),
        ('{"USERNAME": "a"}', "/userName", '"a"'),
        ('{"emails": {"value": "a"}}', "/emails/0", '{"value": "a"}'),
        ('{"emails": {"value": "a"}}', "/emails/0/value", '"a"'),
        ('{"emails": "a"}', "/emails/0/value", '"a"'),
        ('{"manager": "42"}', "/manager/value", '"42"'),
        ('{"x": {"0": 1, "value": {"value": 2}}}', "/x/0", "1"),
        ('{"x": {"value": 3, "0": {"value": 2}}}', "/x/0/value", "2"),
        ('{"x": [1]}', "/x/value", None),
        ('{"x": 1}', "/x/value", None),
        ('{"x": [1]}', "/x/1", None),
        ('{"x": [1]}', "/x/00", None),
        ('{"a/b": {"~": "\\"}"}}', "/a~1b/~0", '"\\"}"'),
        ('{"a": [[], {}, ""]}', "/a/2", '""'),
        ("[]", "/0", None),
        ("{}", "", "{}"),
    ],
)
def test_a_normalised_value_is_found_as_it_was_sent(text: str, pointer: str, written: str | None) -> None:
    found = spans_at(text, [pointer])
    assert [text[slice(*span)] for span in found.values()] == ([written] if written is not None else [])


@given(
    st.dictionaries(
        st.sampled_from(["userName", "USERNAME", "emails", "manager", "name", "x"]),
        documents,
        max_size=4,
    )
)
def test_every_text_that_normalising_leaves_is_found_as_it_was_sent(payload: dict[str, Json]) -> None:
    try:
        read_json(text := json.dumps(payload))
        normal = normalise(payload, user_schema()).payload
    except InvalidPayload:
        return
    texts = {pointer: value for pointer, value in pointers(normal) if isinstance(value, str)}
    found = spans_at(text, texts)
    assert {pointer: json.loads(text[slice(*span)]) for pointer, span in found.items()} == texts


def test_many_elements_of_a_list_are_found() -> None:
    text = json.dumps({"members": [{"value": str(at)} for at in range(3000)]})
    found = spans_at(text, [f"/members/{at}/value" for at in range(3000)])
    assert [text[slice(*found[f"/members/{at}/value"])] for at in (0, 2999)] == ['"0"', '"2999"']
    assert len(found) == 3000


def test_characters_are_counted_as_in_the_text() -> None:
    text = '{"😀": "é"}'
    ((start, end),) = spans_at(text, ["/😀"]).values()
    assert (start, end) == (6, 9)
    assert Source("a", text).units(start) == 7
