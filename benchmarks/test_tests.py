"""How fast `mapper test` is: 1,000 cases of `default.yaml`, all of which differ, against the bare explanations."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.comparisons import DEFAULT, Comparison
from benchmarks.ratios import ratios
from mapper.cases.report import report_text
from mapper.cases.running import explained
from mapper.cases.suites import Suite, load_suites

SAMPLES = ["rfc7643-enterprise-user", "entra-user", "okta-user", "google-user", "onelogin-user"]
CASE = """\
  - case: number {number}
    user: samples/{sample}.json
    expect: {{name: A, job_title: B}}
    clear: [site]
"""


@pytest.fixture
def suite(tmp_path: Path) -> Suite:
    shutil.copy(DEFAULT, tmp_path)
    shutil.copytree(DEFAULT.parent / "samples", tmp_path / "samples")
    cases = [CASE.format(number=number, sample=SAMPLES[number % len(SAMPLES)]) for number in range(1000)]
    path = tmp_path / "default.tests.yaml"
    path.write_text(f"cases:\n{''.join(cases)}", encoding="utf-8")
    (suite,) = load_suites([path])
    suite.run()
    assert len(suite.results) == 1000
    assert not any(result.passed for result in suite.results)
    return suite


@pytest.mark.benchmark(group="1,000 cases")
def test_running(benchmark: BenchmarkFixture, suite: Suite) -> None:
    benchmark(suite.run)


@pytest.mark.benchmark(group="1,000 cases")
def test_telling(benchmark: BenchmarkFixture, suite: Suite) -> None:
    benchmark(report_text, [suite], coverage=True)


@pytest.mark.benchmark(group="1,000 cases")
def test_loading(benchmark: BenchmarkFixture, suite: Suite) -> None:
    benchmark(load_suites, [suite.path])


def test_comparing_coverage_and_reasons_are_a_small_multiple_of_explaining(suite: Suite) -> None:
    """All cases differ here, in three fields each, and of each field the reasons are told, near misses included."""
    assert suite.mapping is not None
    compiled = suite.mapping.compiled
    assert compiled is not None

    def bare() -> None:
        for case in suite.cases:
            explained(case, compiled)

    assert ratios(Comparison("Tests", "1,000 cases", suite.run, {"explained": bare}))["explained"] < 4
