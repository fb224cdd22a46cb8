"""The suite in `jmespath/`: mapper.search does what it says, and so does jmespath.search, but for the deviations."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest
import ruamel.yaml

from mapper.engine.search import search
from mapper.schemas.values import Json
from tests.engine.outcomes import Outcome, ours, reference, same

SUITE = Path(__file__).parent / "jmespath"

CASES = [
    pytest.param(case, group["given"], id=f"{path.stem}: {case['expression']!r}")
    for path in sorted(SUITE.glob("*.json"))
    for group in json.loads(path.read_text(encoding="utf-8"))
    for case in group["cases"]
]

DEVIATIONS = {
    expression: deviation["name"]
    for deviation in ruamel.yaml.YAML(typ="safe").load(SUITE / "deviations.yaml")
    for expression in deviation["expressions"]
}

# What a refusal before the run may be called in the words of the official suite.
ALSO_CALLED = {"invalid-type": {"wrong-arguments"}, "invalid-value": {"expression-slice"}}


def meets(outcome: Outcome, case: dict[str, Json]) -> bool:
    """Whether an outcome is the one that a case asks for."""
    if "result" in case:
        return outcome.error is None and same(outcome.value, case["result"])
    expected = case["error"]
    if expected == "invalid-value" and outcome.error == "invalid-type":
        return True
    return outcome.error == expected or outcome.code in ALSO_CALLED.get(expected, ())


@pytest.mark.parametrize(("case", "given"), CASES)
def test_search_does_what_the_suite_says_and_leaves_its_data_alone(case: dict[str, Json], given: Json) -> None:
    before = copy.deepcopy(given)
    outcome = ours(case["expression"], given)
    assert meets(outcome, case), outcome
    assert same(given, before)


@pytest.mark.parametrize(("case", "given"), CASES)
def test_the_reference_differs_only_where_a_deviation_says_so(case: dict[str, Json], given: Json) -> None:
    outcome = reference(case["expression"], given)
    assert meets(outcome, case) is (case["expression"] not in DEVIATIONS), outcome


def test_every_deviation_is_a_case_of_the_suite() -> None:
    expressions = {case.values[0]["expression"] for case in CASES}
    assert set(DEVIATIONS) <= expressions


def test_a_result_shares_nothing_with_a_literal() -> None:
    search('`{"roles": []}`', {})["roles"].append("administrator")
    assert search('`{"roles": []}`', {}) == {"roles": []}
    search("x || `[]`", {}).append(1)
    assert search("x || `[]`", {}) == []
