"""A text of the page in one layout: as `mapper fmt` writes it, with every number as it was written."""

from __future__ import annotations

import pytest

from mapper.preview import formatted


def test_a_mapping_gets_the_layout_of_mapper_fmt():
    text = "mapping: 1\nname:   x  # ours\nusers:\n    person:\n        name: userName\n"
    laid_out = "mapping: 1\nname: x    # ours\n\nusers:\n  person:\n    name: userName\n"
    assert formatted("mapping", text) == {"text": laid_out, "refused": None}


def test_numbers_stay_as_they_were_written():
    assert formatted("payload", '{"a":1.50,"b":[12345678901234567890]}') == {
        "text": '{\n  "a": 1.50,\n  "b": [\n    12345678901234567890\n  ]\n}\n',
        "refused": None,
    }


@pytest.mark.parametrize(
    ("pane", "text", "why"),
    [
        ("payload", '{"a": 1', "it is no JSON yet"),
        ("payload", '{"a": 1, "a": 2}', "it is no JSON yet"),
        ("payload", '{"a": 1}\n\n{"a": 2}\n', "each payload has its line"),
        ("mapping", "a: [1", "it is no YAML yet"),
    ],
)
def test_what_cannot_be_laid_out_stays_and_says_why(pane, text, why):
    assert formatted(pane, text) == {"text": None, "refused": f"The text stays as it is: {why}."}
