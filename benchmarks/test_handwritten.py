"""The hand-written function gives what the generated one gives; without that no ratio of the two says anything."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import mapper
from benchmarks import handwritten
from benchmarks.person_by_hand import without_places
from mapper.files import check
from mapper.schemas.values import Json

MAPPINGS = Path(__file__).parents[1] / "mappings"
SAMPLES = {
    path.stem: json.loads(path.read_text(encoding="utf-8"))
    for path in sorted((MAPPINGS / "samples").glob("*-user.json"))
}
ODD = [None, "", [], {}, 7, 1.5, True, "false", "x" * 2000, "a@b.example", ["x"], [{"value": "y"}, 3], {"value": 4}]
"""What clients send where something else is due."""

STORED = {"name": "Nadia", "primary_email": "nadia@example.com"}


def variants(payload: dict[str, Json]) -> Iterator[dict[str, Json]]:
    """The payload; the payload without each attribute in turn; and with each odd value in its place."""
    yield payload
    for name, value in payload.items():
        yield {key: other for key, other in payload.items() if key != name}
        yield from ({**payload, name: odd} for odd in ODD)
        if isinstance(value, dict):
            yield from ({**payload, name: part} for part in variants(value))
        if isinstance(value, list) and value and isinstance(value[0], dict):
            yield from ({**payload, name: [first, *value[1:]]} for first in variants(value[0]))


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("current", [None, STORED], ids=["new", "stored"])
def test_both_give_the_same(sample: str, current: dict[str, Json] | None) -> None:
    checked, _ = check(MAPPINGS / "default.yaml")
    assert checked is not None
    generated = mapper.load(MAPPINGS / "default.yaml")
    for payload in variants(SAMPLES[sample]):
        expected = handwritten.map_user(payload, checked.user, current)
        assert without_places(generated.map_user(payload, current=current)) == without_places(expected)
