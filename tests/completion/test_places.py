"""What can stand at a place of a mapping or of its tests: `cases.yaml` says what is offered where."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from mapper.completion import complete, complete_tests
from mapper.schemas.values import Json

CARET = "¦"
CASES: list[dict[str, Json]] = YAML(typ="safe", pure=True).load(
    Path(__file__).with_name("cases.yaml").read_text("utf-8")
)


def text_of(case: dict[str, Json]) -> str:
    if "fields" not in case:
        return str(case["mapping"] if "mapping" in case else case["tests"])
    fields = textwrap.indent(str(case["fields"]), "      ", lambda _: True)
    return f"mapping: 1\nname: case\nusers:\n  - rule: R\n    person:\n{fields}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_what_can_stand_there(case):
    before, _, behind = text_of(case).partition(CARET)
    at = len(before.encode("utf-16-le")) // 2
    text = before + behind
    found = complete_tests(text, at) if "tests" in case else complete(text, at, sent=case.get("sent"))
    labels = [option.label for option in found.options]
    if "first" in case:
        assert labels[: len(case["first"])] == case["first"]
    if "only" in case:
        assert labels == case["only"]
    assert set(case.get("among", ())) <= set(labels)
    assert not set(case.get("without", ())) & set(labels)
    by_label = {option.label: option for option in reversed(found.options)}
    for label, insert in case.get("inserts", {}).items():
        assert by_label[label].written == insert
    for label, (kind, detail, info) in case.get("shows", {}).items():
        option = by_label[label]
        assert (option.kind, option.detail, option.info) == (kind, detail, info)
    if "replaces" in case:
        units = text.encode("utf-16-le")
        assert units[2 * found.start : 2 * found.end].decode("utf-16-le") == case["replaces"]


def test_a_case_says_something():
    given = {"case", "mapping", "fields", "tests", "sent"}
    keys = given | {"first", "only", "among", "without", "inserts", "replaces", "shows"}
    assert all(case.keys() <= keys and len(case.keys()) > 2 for case in CASES)
