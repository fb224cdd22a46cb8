"""How much slower it is to explain than to map: nothing for those who do not ask, bounded for those who do."""

from __future__ import annotations

import json

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

import mapper
from benchmarks.comparisons import DEFAULT, USER, Comparison
from benchmarks.ratios import ratios
from mapper.explanation.explaining import explain_user
from mapper.explanation.text import Look, as_text

COMPILED = mapper.load(DEFAULT)
PAYLOAD = json.loads(USER.read_bytes())


def mapped() -> None:
    COMPILED.map_user(PAYLOAD)


def traced() -> None:
    COMPILED.explain(PAYLOAD)


def told() -> None:
    explanation = explain_user(COMPILED, *COMPILED.explain(PAYLOAD))
    as_text(explanation, Look(100, show_values=False, whole=False))


@pytest.mark.benchmark(group="explaining")
def test_mapping(benchmark: BenchmarkFixture) -> None:
    benchmark(mapped)


@pytest.mark.benchmark(group="explaining")
def test_tracing(benchmark: BenchmarkFixture) -> None:
    benchmark(traced)


@pytest.mark.benchmark(group="explaining")
def test_telling(benchmark: BenchmarkFixture) -> None:
    benchmark(told)


def test_what_is_not_asked_for_costs_nothing() -> None:
    assert "trace." not in COMPILED.text


def test_a_trace_takes_a_few_times_the_time_of_mapping() -> None:
    assert ratios(Comparison("Explaining", "trace", traced, {"map_user": mapped}))["map_user"] < 10


def test_an_explanation_in_words_takes_at_most_a_hundred_times_the_time_of_mapping() -> None:
    assert ratios(Comparison("Explaining", "text", told, {"map_user": mapped}))["map_user"] < 100
