"""Mappings as files: what is loaded, and what is said of a file that cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

import mapper
from mapper.files import check, check_bytes, check_text
from mapper.schemas.target import TargetSchema

GOOD = "mapping: 1\nname: good\nusers:\n  rule: R\n  person: {name: title}\n"

FAULTS = {
    "nothing": (b"", "m.yaml:1:1:"),
    "no text": (b"\xff\xfe\x00", "m.yaml:1:1:"),
    "bytes that are no text": (GOOD.encode() + b"\xe9", "m.yaml:6:1:"),
    "too large": (GOOD.encode() + b"#" * 300_000, "more than 256 KiB"),
    "an unknown field": (
        GOOD.replace("name: title", "nome: title").encode(),
        "m.yaml:5:12: 'person' has no field 'nome'",
    ),
    "an unknown target": (GOOD.replace("users", "target: robot\nusers").encode(), "there is no target schema 'robot'"),
    "a hint": (GOOD.replace("title", "tilte").encode(), "there is no attribute 'tilte'; did you mean 'title'?"),
    "two faults": (GOOD.replace("title", "tilte").replace("good", "Not Good").encode(), "(and 1 more)"),
}


@pytest.mark.parametrize("case", list(FAULTS))
def test_a_file_with_faults(case: str, tmp_path: Path) -> None:
    data, said = FAULTS[case]
    file = tmp_path / "m.yaml"
    file.write_bytes(data)
    with pytest.raises(mapper.InvalidMapping) as caught:
        mapper.load(file)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
    checked, found = check(file)
    assert checked is None
    assert list(found) == list(caught.value.diagnostics)


def test_a_file_is_read_no_further_than_it_may_be_long() -> None:
    """`/dev/zero` has no end."""
    with pytest.raises(mapper.InvalidMapping, match="more than 256 KiB"):
        mapper.load("/dev/zero")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        mapper.load(tmp_path / "none.yaml")
    with pytest.raises(IsADirectoryError):
        mapper.load(tmp_path)


def test_text_bytes_and_file_are_one_mapping(tmp_path: Path) -> None:
    file = tmp_path / "good.yaml"
    file.write_text("\ufeff" + GOOD.replace("\n", "\r\n"), encoding="utf-8", newline="")
    loaded = [mapper.load(file), mapper.load(str(file)), mapper.loads(GOOD)]
    assert {each.text for each in loaded} == {loaded[0].text}
    assert [each.map_user({"title": "Boss"}, current={}).person for each in loaded] == [{"name": "Boss"}] * 3
    for checked, found in (check(file), check_bytes(GOOD.encode(), "good.yaml"), check_text(GOOD)):
        assert checked is not None
        assert checked.name == "good"
        assert not found.has_errors


def test_a_host_names_its_own_targets() -> None:
    robot = TargetSchema.from_data(
        {
            "name": "robot",
            "description": "A robot",
            "key": "serial",
            "fields": {"serial": {"type": "string", "required": True}},
        }
    )
    text = GOOD.replace("users", "target: robot\nusers").replace("name: title", "serial: title")
    outcome = mapper.loads(text, targets={"robot": robot}).map_user({"title": "R2"})
    assert (outcome.action, outcome.person) == ("create", {"serial": "R2"})
    with pytest.raises(mapper.InvalidMapping, match="there is no target schema 'person'"):
        mapper.loads(GOOD.replace("users", "target: person\nusers"), targets={"robot": robot})
    with pytest.raises(mapper.InvalidMapping, match=r"2:7: .* 'person'; known here: robot; a host gives"):
        mapper.loads(GOOD, targets={"robot": robot})
