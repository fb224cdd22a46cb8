"""`mapper codes`: the list, one page, JSON, and a code that is not there."""

from __future__ import annotations

import json
import os
import pty
from collections.abc import Callable

import pytest
from click.testing import Result

from mapper.engine.diagnostics import CODES
from mapper.pages import TOPICS

Run = Callable[..., Result]

PAGE = """\
unknown-attribute (error)

An expression reads an attribute that a SCIM user or group does not have. Names are read as SCIM
spells them, upper and lower case included.

For example, in the fields of a rule:

    job_title: titel

The check says:

    acme.yaml:6:18: error[unknown-attribute]: there is no attribute 'titel'
        6 |       job_title: titel
          |                  ^^^^^
          hint: did you mean 'title'?

The repair:

    -job_title: titel
    +job_title: title

Why

"""


def test_every_code_has_one_line_below_its_topic(mapper: Run) -> None:
    result = mapper("codes")
    assert result.exit_code == 0
    topics = [part.splitlines() for part in result.output.split("\n\n")]
    assert [(topic, [line.split()[0] for line in lines]) for topic, *lines in topics] == [
        (topic, list(names)) for topic, names in TOPICS.items()
    ]
    line = next(line for line in result.output.splitlines() if line.startswith("  unknown-field "))
    assert line.split(maxsplit=2)[1:] == ["error", CODES["unknown-field"].about]


def test_one_page(mapper: Run) -> None:
    result = mapper("codes", "unknown-attribute")
    assert result.exit_code == 0
    assert result.output.startswith(PAGE)


def test_a_page_with_a_mapping_and_its_tests(mapper: Run) -> None:
    parts = mapper("codes", "no-time").output.split("\n\n")
    assert [part for part in parts if part.endswith(":")] == [
        "With the mapping:",
        "For example, in the tests of a mapping:",
        "The check says:",
        "The repair:",
    ]


def test_an_unknown_code_is_answered_with_the_nearest(mapper: Run) -> None:
    result = mapper("codes", "unkown-field")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "Error: there is no code 'unkown-field'; did you mean 'unknown-field'?\n"


def test_an_unknown_code_that_is_near_to_none(mapper: Run) -> None:
    assert mapper("codes", "\x1b[31mqqq").stderr == (
        "Error: there is no code '\\x1b[31mqqq'; `mapper codes` lists them\n"
    )


def test_json_has_all_that_a_page_has(start: Callable[..., object]) -> None:
    """In a process of its own, which has loaded no other module that declares codes."""
    process = start("codes", "--format", "json")
    listed = json.loads(process.communicate()[0])  # type: ignore[attr-defined]
    assert [one["code"] for one in listed] == [name for names in TOPICS.values() for name in names]
    keys = ["code", "severity", "topic", "about", "wrong", "example", "said", "repair", "why"]
    assert all(list(one) == keys for one in listed)


def test_json_of_one_code(mapper: Run) -> None:
    (one,) = json.loads(mapper("codes", "account-name", "--format", "json").stdout)
    assert (one["code"], one["severity"], one["topic"]) == ("account-name", "warning", "Expressions")
    assert one["example"][-1]["kind"] == "yaml fields"


@pytest.mark.parametrize(("no_color", "coloured"), [("", True), ("1", False)])
def test_colours_only_where_they_are_wanted(
    start: Callable[..., object], monkeypatch: pytest.MonkeyPatch, no_color: str, coloured: bool
) -> None:
    monkeypatch.setenv("NO_COLOR", no_color)
    outside, inside = pty.openpty()
    process = start("codes", "unknown-attribute", stdout=inside)
    os.close(inside)
    assert process.wait() == 0  # type: ignore[attr-defined]
    shown = os.read(outside, 65536)
    os.close(outside)
    assert (b"\x1b[32m+job_title: title\x1b[0m" in shown) is coloured
    assert b"+job_title: title" in shown
