"""Mappings from files and texts: the same content is compiled once."""

from __future__ import annotations

from pathlib import Path

import pytest

import mapper
from mapper.files import MOST_KEPT, PERSON
from mapper.schemas.target import TargetSchema
from mapper.schemas.values import Json

TEXT = """\
mapping: 1
name: cached
users:
  rule: Everybody
  person:
    primary_email: userName
    name: displayName
"""


def schema(length: str) -> TargetSchema:
    """A target made anew, which is equal to another one of the same length."""
    fields: Json = {
        "primary_email": {"type": "email"},
        "name": {"type": "string", "length": length, "too_long": "cut"},
    }
    return TargetSchema.from_data({"name": "person", "key": "primary_email", "fields": fields})


def test_the_same_text_is_compiled_once() -> None:
    assert mapper.loads(TEXT) is mapper.loads(TEXT)


def test_another_text_is_another_mapping() -> None:
    other = TEXT.replace("displayName", "nickName")
    user = {"userName": "b@example.com", "displayName": "Babs", "nickName": "B"}
    assert mapper.loads(TEXT).map_user(user).person["name"] == "Babs"
    assert mapper.loads(other).map_user(user).person["name"] == "B"


def test_the_name_of_the_file_is_that_of_each_load() -> None:
    user = {"userName": "b", "displayName": "Babs"}
    for name in ("one.yaml", "two.yaml"):
        (problem,) = mapper.loads(TEXT, name=name).map_user(user).problems
        assert problem.mapping == (name, 6, 20)


def test_targets_are_compared_by_what_they_say() -> None:
    user = {"userName": "b@example.com", "displayName": "Babs Jensen"}
    short, same, long = (mapper.loads(TEXT, targets={"person": schema(length)}) for length in ("4", "4", "80"))
    assert short is same
    assert short.map_user(user).person["name"] == "Babs"
    assert long.map_user(user).person["name"] == "Babs Jensen"
    assert mapper.loads(TEXT, targets=PERSON) is mapper.loads(TEXT)


def test_a_file_that_changed_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "mapping.yaml"
    path.write_text(TEXT, encoding="utf-8")
    first = mapper.load(path)
    assert mapper.load(str(path)) is first
    path.write_text(TEXT.replace("cached", "changed"), encoding="utf-8")
    assert mapper.load(path).name == "changed"
    assert first.name == "cached"


def test_a_mapping_with_faults_is_refused_each_time() -> None:
    for _ in range(2):
        with pytest.raises(mapper.InvalidMapping, match="there is no attribute 'dispayName'"):
            mapper.loads(TEXT.replace("displayName", "dispayName"))


def test_only_so_many_are_kept() -> None:
    first = mapper.loads(TEXT)
    for number in range(MOST_KEPT):
        mapper.loads(f"{TEXT}# {number}\n")
    assert mapper.loads(TEXT) is not first
