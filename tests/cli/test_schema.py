"""`mapper schema`: the JSON Schema of mappings and of tests, for a target that ships or one of a host."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from jsonschema import Draft7Validator

from mapper.json_schema.cases import schema_of_tests
from mapper.json_schema.mapping import schema_of_mappings
from mapper.schemas.target import person_schema

Run = Callable[..., Result]

ASSET = """\
name: asset
key: tag
fields:
  tag: {type: string, length: 20, description: What is stuck on it.}
  owner: {type: reference, to: person, found_by: id}
"""


def test_the_schema_of_mappings_and_of_tests(mapper: Run) -> None:
    assert json.loads(mapper("schema").output) == schema_of_mappings(person_schema())
    assert json.loads(mapper("schema", "--tests").output) == schema_of_tests(person_schema())
    assert mapper("schema", "--target", "person").output == mapper("schema").output


def test_the_target_of_a_host(mapper: Run, tmp_path: Path) -> None:
    file = tmp_path / "asset.yaml"
    file.write_text(ASSET, encoding="utf-8")
    schema = Draft7Validator(json.loads(mapper("schema", "--target", str(file)).output))
    mapping = {"mapping": "1", "name": "a", "target": "asset", "users": {"person": {"tag": "title"}}}
    assert schema.is_valid(mapping)
    assert not schema.is_valid({**mapping, "users": {"person": {"name": "title"}}})
    described = schema.schema["definitions"]["person-of-users"]["properties"]["tag"]["description"]
    assert described == "What is stuck on it. A text of at most 20 characters."
    tests = Draft7Validator(json.loads(mapper("schema", "--tests", "--target", str(file)).output))
    assert tests.is_valid({"cases": [{"case": "a", "user": {}, "expect": {"tag": "x"}}]})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "Error: there is no target schema '{file}', and no file of that name; person ships\n"),
        ("name: asset\nkey: b\nfields: {a: {type: string}}\n", "Error: {file}: key: there is no field 'b'"),
        ("name: [\n", "error[yaml-syntax]"),
    ],
)
def test_a_target_that_is_none(mapper: Run, tmp_path: Path, text: str | None, said: str) -> None:
    file = tmp_path / "asset.yaml"
    if text is not None:
        file.write_text(text, encoding="utf-8")
    result = mapper("schema", "--target", str(file))
    assert result.exit_code == 2
    assert said.replace("{file}", str(file)) in result.output
