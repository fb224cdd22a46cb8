"""The cases of tests/explanation: what is told of a mapping and a payload. README.md tells the keys of a case."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import mapper
from mapper.explanation.explaining import explain_group, explain_user
from mapper.explanation.selection import select, select_of_group
from mapper.explanation.text import Look, as_text
from mapper.explanation.tree import Explanation, GroupExplanation
from mapper.schemas.values import Json
from mapper.terminal import width
from tests.language_cases import STORED, context_of, read_cases, text_of

HERE = Path(__file__).parent
KEYS = {
    "case", "fields", "mapping", "user", "group", "members", "current", "groups", "directory", "account", "connection",
    "now", "asked", "tells", "silent", "text", "columns", "masked",
}  # fmt: skip


def cases() -> Iterator[object]:
    for file in sorted(HERE.glob("*.yaml")):
        for case in read_cases(file):
            yield pytest.param(case, id=f"{file.stem}: {case['case']}")


@pytest.mark.parametrize("case", list(cases()))
def test_the_explanation_tells(case: dict[str, Json]) -> None:
    assert set(case) <= KEYS
    columns = case.get("columns", 100)
    whole = "asked" in case
    text = as_text(explained(case), Look(columns, show_values=not case.get("masked"), whole=whole))
    assert all(width(line) <= columns for line in text.splitlines())
    if "text" in case:
        assert text == case["text"].rstrip("\n")
    words = flat(text)
    for part in case.get("tells", ()):
        assert flat(part) in words
    for part in case.get("silent", ()):
        assert flat(part) not in words


def flat(text: str) -> str:
    return " ".join(text.split())


def explained(case: dict[str, Json]) -> Explanation | GroupExplanation:
    compiled = mapper.loads(text_of(case), name="case.yaml")
    asked = case.get("asked", ())
    context = context_of(case)
    if "group" in case:
        outcome, trace = compiled.explain_group(case["group"], members=case.get("members", ()), **context)
        of_group = explain_group(compiled, outcome, trace)
        return select_of_group(of_group, compiled.checked, asked) if asked else of_group
    context |= {"groups": case.get("groups", ()), "current": case.get("current", STORED)}
    of_user = explain_user(compiled, *compiled.explain(case["user"], **context))
    return select(of_user, compiled.checked, asked) if asked else of_user
