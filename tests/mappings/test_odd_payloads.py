"""Whatever stands where something else is due, each shipped mapping gives an outcome that can be told and written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import mapper
from mapper.json_reader import read_json
from mapper.json_writer import write_json
from mapper.schemas.values import Json

MAPPINGS = Path(__file__).parents[2] / "mappings"
SAMPLES = sorted((MAPPINGS / "samples").glob("*-user.json"))
ODD: list[Json] = [None, "", [], {}, 7, 1.5, True, "false", "x" * 2000, "a@b.example", [[None]], [{"value": {}}, 3]]
CURRENT = {"name": "Old Name", "contacts": "none", "custom_fields": 7}


def variants(value: Json) -> Iterator[Json]:
    """The value with each of its attributes in turn, and those of the first element of each list, made odd."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield from ({**value, name: odd} for odd in ODD)
            yield from ({**value, name: other} for other in variants(part))
    elif isinstance(value, list) and value:
        yield from ([other, *value[1:]] for other in variants(value[0]))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_odd_values_give_an_outcome(sample: Path) -> None:
    client = sample.stem.partition("-")[0]
    mapping = MAPPINGS / f"{client}.yaml"
    compiled = mapper.load(mapping if mapping.exists() else MAPPINGS / "default.yaml")
    for payload in variants(read_json(sample.read_bytes())):
        outcome = compiled.map_user(payload, current=CURRENT)
        assert compiled.explain(payload, current=CURRENT)[0] == outcome
        assert read_json(write_json(outcome.as_json()))["action"] == "update"
        assert mapper.merge(outcome, CURRENT) is not None
