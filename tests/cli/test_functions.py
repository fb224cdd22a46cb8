"""`mapper functions`: the list, one function, JSON, and a name that is not there."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from click.testing import Result

from mapper.engine.functions import FUNCTIONS, KINDS
from mapper.engine.functions.filters import FILTERS

Run = Callable[..., Result]


def test_every_function_has_one_line_below_what_it_is_about(mapper: Run) -> None:
    result = mapper("functions")
    assert result.exit_code == 0
    groups = [group.splitlines() for group in result.output.split("\n\n")]
    assert [group[0] for group in groups] == [*KINDS, "Filters of Jinja2"]
    named = [line.split()[0] for group in groups for line in group[1:]]
    assert sorted(named) == sorted([*FUNCTIONS, *FILTERS])
    assert "  upper          The text in upper case." in result.output.splitlines()


def test_one_function_with_its_signature_and_examples(mapper: Run) -> None:
    assert mapper("functions", "before").output == (
        "before(text: string, mark: string) -> string\n"
        "  What stands before the first mark; absent without the mark.\n"
        "  Parts of texts; in templates: {{ text | before(mark) }}\n"
        "\n"
        '  before(displayName, \' - \') on {"displayName": "Sales - Delft"} is "Sales"\n'
        '  before(displayName, \' - \') on {"displayName": "Sales"} is null\n'
    )


def test_a_name_that_means_something_else_in_templates_is_shown_twice(mapper: Run) -> None:
    shown = mapper("functions", "count").output
    assert "count(values: array) -> number\n" in shown
    assert "\n  Lists\n" in shown
    assert "  Filters of Jinja2; in templates: {{ values | count }}\n" in shown


def test_an_unknown_name_is_answered_with_the_nearest(mapper: Run) -> None:
    result = mapper("functions", "titel_name")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "Error: there is no function 'titel_name'; did you mean 'title_name'?\n"


def test_an_unknown_name_that_is_near_to_none(mapper: Run) -> None:
    result = mapper("functions", "\x1b[31mqqq")
    assert result.exit_code == 2
    assert result.stderr == "Error: there is no function '\\x1b[31mqqq'\n"


def test_json_has_all_that_is_declared(mapper: Run) -> None:
    listed = json.loads(mapper("functions", "--format", "json").stdout)
    assert len(listed) == len(FUNCTIONS) + len(FILTERS)
    (one,) = json.loads(mapper("functions", "mid", "--format", "json").stdout)
    assert list(one) == ["name", "kind", "signature", "about", "parameters", "returns", "filter", "examples"]
    assert one["parameters"][2] == {
        "name": "end",
        "types": ["number"],
        "items": [],
        "takes_absent": True,
        "constant": False,
        "optional": True,
        "variadic": False,
    }
    assert one["examples"][0] == {
        "expression": "mid(externalId, `1`, `3`)",
        "payload": {"externalId": "4711"},
        "result": "71",
    }


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("domain", "did you mean 'email_domain'?"),
        ("Concat", "did you mean 'join_present'?"),
        ("dates", "see parse_date, format_date, add_days, days_between, today, now"),
        ("vowels", ""),
    ],
)
def test_a_word_that_is_no_function_finds_those_that_are_about_it(mapper: Run, word: str, hint: str) -> None:
    said = mapper("functions", word).stderr
    assert said == f"Error: there is no function '{word}'" + (f"; {hint}" if hint else "") + "\n"
