"""How fast the engine is, side by side with its rivals: `make bench`. Only ratios are judged, never times."""

from __future__ import annotations

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.comparisons import Comparison, comparisons
from benchmarks.on_node import OnNode
from benchmarks.ratios import ratios

COMPARISONS = comparisons()


@pytest.mark.parametrize(
    ("comparison", "who"),
    [
        pytest.param(each, who, id=f"{each.name}: {who}", marks=pytest.mark.benchmark(group=each.name))
        for each in COMPARISONS
        for who in ("ours", *each.rivals)
        if not isinstance(each.rivals.get(who), OnNode)  # to be timed from here would add the way there
    ],
)
def test_speed(benchmark: BenchmarkFixture, comparison: Comparison, who: str) -> None:
    benchmark(comparison.ours if who == "ours" else comparison.rivals[who])


@pytest.mark.parametrize("comparison", [each for each in COMPARISONS if each.at_most], ids=lambda each: each.name)
def test_the_promised_ratio_is_kept(comparison: Comparison) -> None:
    found = ratios(comparison)
    assert {name: found[name] for name, most in comparison.at_most.items() if found[name] > most} == {}
