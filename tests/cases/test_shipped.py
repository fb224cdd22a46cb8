"""The tests that ship with the mappings: all pass, they reach all of the mappings, and look at what they reach."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from mapper.cases.coverage import candidates_of
from mapper.cases.embedding import embedded
from mapper.cases.reader import TestsSyntax
from mapper.cases.report import report_text
from mapper.cases.suites import Suite, files_below, find_tests, load_suites, suite_of
from mapper.engine.checked import From, Opposite
from mapper.engine.text import Source
from mapper.files import check
from mapper.json_writer import write_json
from mapper.schemas.values import Json

MAPPINGS = Path(__file__).parents[2] / "mappings"
NAMES = sorted(file.stem for file in MAPPINGS.glob("*.yaml") if not file.name.endswith(".tests.yaml"))


def ran(path: Path) -> Suite:
    (suite,) = load_suites(find_tests([str(path)]))
    suite.run()
    return suite


@pytest.mark.parametrize("name", NAMES)
def test_every_shipped_mapping_has_tests_that_pass_and_reach_all_of_it(name: str) -> None:
    suite = ran(MAPPINGS / f"{name}.yaml")
    assert suite.passed, report_text([suite], coverage=True)
    assert list(suite.faults) == []
    assert suite.mapping is not None
    assert suite.mapping.coverage is not None
    assert [(each.text, each.lacks) for each in suite.mapping.coverage.missing] == []


def as_texts(payload: Json) -> Json:
    """The payload with its numbers as texts: where the schema has a text, YAML has no number."""
    return json.loads(write_json(payload), parse_int=str, parse_float=str)


@pytest.mark.parametrize("name", NAMES)
def test_with_the_payloads_in_place_every_case_is_the_same(name: str) -> None:
    path = MAPPINGS / f"{name}.tests.yaml"
    suite = ran(path)
    assert suite.mapping is not None
    assert suite.mapping.checked is not None
    text = path.read_text(encoding="utf-8")
    inline = embedded(Source("inline.tests.yaml", text), suite.mapping.checked, files_below(MAPPINGS))
    again = suite_of(TestsSyntax(Source("inline.tests.yaml", inline)), suite.mapping, files_below(Path("/nowhere")))
    again.run()
    assert again.passed, report_text([again], coverage=False)
    assert [(case.name, as_texts(case.payload)) for case in again.cases] == [
        (case.name, as_texts(case.payload)) for case in suite.cases
    ]
    kept = [line for line in text.splitlines() if "samples/" not in line]
    there = iter(inline.splitlines())
    assert all(line in there for line in kept), "a line of the tests is lost, or has moved"


@pytest.mark.parametrize("name", NAMES)
def test_whichever_source_is_taken_away_a_test_fails(name: str, tmp_path: Path) -> None:
    """Coverage says that a candidate was reached; this says that its value was looked at."""
    checked, _ = check(MAPPINGS / f"{name}.yaml")
    assert checked is not None
    text = checked.source.text
    shutil.copytree(MAPPINGS / "samples", tmp_path / "samples")
    shutil.copy(MAPPINGS / f"{name}.tests.yaml", tmp_path)
    path = tmp_path / f"{name}.yaml"
    unnoticed = []
    for field, candidate in candidates_of(checked):
        if not isinstance(candidate.origin, From | Opposite):
            continue
        span = candidate.origin.expression.text.span
        path.write_text(f"{text[: span.start]}user.meta.version{text[span.end :]}", encoding="utf-8")
        suite = ran(path)
        assert not suite.has_faults, report_text([suite], coverage=False)
        if suite.passed:
            unnoticed.append(f"{field}: {candidate.label}")
    assert unnoticed == []
