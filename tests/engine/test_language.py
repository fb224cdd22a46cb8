"""Every case of `tests/language`: a mapping, a payload and its context give the outcome that the contract promises."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import mapper
from mapper.schemas.values import Json
from tests.language_cases import KEYS, check_group, check_user, faults, read_cases, text_of, warned

CASES = Path(__file__).parent.parent / "language"


def cases() -> Iterator[object]:
    for file in sorted(CASES.glob("*.yaml")):
        for case in read_cases(file):
            yield pytest.param(case, id=f"{file.stem}: {case['case']}")


@pytest.mark.parametrize("case", list(cases()))
def test_case(case: dict[str, Json]) -> None:
    assert set(case) <= KEYS
    if "faults" in case:
        assert faults(case) == case["faults"]
    if "warned" in case:
        assert warned(case) == case["warned"]
    if "faults" in case or not {"user", "user_json", "group"} & set(case):
        return
    compiled = mapper.loads(text_of(case), name="case.yaml")
    if "group" in case:
        check_group(compiled, case)
    else:
        check_user(compiled, case)
