"""What each shipped mapping gives for each sample, as the tables of the reference system say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import mapper
from mapper.files import check
from mapper.schemas.values import Json
from tests.language_cases import check_group, check_user, context_of, read_cases

MAPPINGS = Path(__file__).parents[2] / "mappings"
EXPECTED = Path(__file__).parent / "expected"
NAMES = sorted(file.stem for file in MAPPINGS.glob("*.yaml") if not file.name.endswith(".tests.yaml"))


def cases() -> Iterator[object]:
    for file in sorted(EXPECTED.glob("*/*.yaml")):
        for case in read_cases(file):
            yield pytest.param(file.parent.name, file.stem, case, id=f"{file.parent.name}: {file.stem}: {case['case']}")


@pytest.mark.parametrize(("mapping", "sample", "case"), list(cases()))
def test_a_sample_becomes_what_the_tables_say(mapping: str, sample: str, case: dict[str, Json]) -> None:
    compiled = mapper.load(MAPPINGS / f"{mapping}.yaml")
    payload = json.loads((MAPPINGS / "samples" / f"{sample}.json").read_text(encoding="utf-8"))
    if "receive" in case:
        check_group(compiled, {**case, "group": payload})
        return
    context = {"current": None, **case, "user": payload}
    check_user(compiled, context)
    if case["action"] != "skip":
        assert compiled.map_user(payload, **keywords(context)).keep == case["keep"]


def keywords(context: dict[str, Json]) -> dict[str, Json]:
    return {"groups": context.get("groups", ()), "current": context["current"], **context_of(context)}


@pytest.mark.parametrize("mapping", NAMES)
def test_every_sample_has_its_expectation(mapping: str) -> None:
    samples = {file.stem for file in (MAPPINGS / "samples").glob("*.json")}
    own = samples if mapping == "default" else {name for name in samples if name.startswith(f"{mapping}-")}
    assert own == {file.stem for file in (EXPECTED / mapping).glob("*.yaml")}


@pytest.mark.parametrize("mapping", NAMES)
def test_a_shipped_mapping_checks_without_a_diagnostic(mapping: str) -> None:
    checked, found = check(MAPPINGS / f"{mapping}.yaml")
    assert checked is not None
    assert list(found) == []
    assert checked.name == mapping


def test_every_sample_is_told_of() -> None:
    told = (MAPPINGS / "samples" / "README.md").read_text(encoding="utf-8")
    samples = [file.name for file in sorted((MAPPINGS / "samples").glob("*.json"))]
    assert [name for name in samples if f"| `{name}` |" not in told] == []
