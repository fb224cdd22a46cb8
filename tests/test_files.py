"""Mappings from files and texts: the same content is compiled once, and a compiled mapping can go anywhere."""

from __future__ import annotations

import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

import mapper
from mapper.files import MOST_KEPT, PERSON
from mapper.json_reader import read_json
from mapper.schemas.target import TargetSchema
from mapper.schemas.values import Json

MAPPINGS = Path(__file__).parents[1] / "mappings"
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


@pytest.mark.parametrize("name", sorted(file.stem for file in MAPPINGS.glob("*.yaml")))
def test_a_mapping_is_pickled_and_gives_the_same(name: str) -> None:
    compiled = mapper.load(MAPPINGS / f"{name}.yaml")
    again: mapper.CompiledMapping = pickle.loads(pickle.dumps(compiled))
    user = sample("entra-hired-user")
    group = sample("okta-group")
    assert again.map_user(user) == compiled.map_user(user)
    assert again.explain(user)[0] == compiled.map_user(user)
    assert again.map_group(group) == compiled.map_group(group)


def test_a_mapping_goes_to_another_process() -> None:
    code = "import pickle, sys; print(pickle.load(sys.stdin.buffer).map_user({'userName': 'b@example.com'}).reason)"
    sent = pickle.dumps(mapper.loads(TEXT))
    done = subprocess.run([sys.executable, "-c", code], input=sent, capture_output=True, check=True)
    assert done.stdout == b"'name' is required\n"


def test_many_threads_share_a_mapping() -> None:
    """All begin at once with a mapping of which nothing was used yet, and each sees only its own user."""
    threads, rounds = 8, 40
    compiled: mapper.CompiledMapping = pickle.loads(pickle.dumps(mapper.load(MAPPINGS / "entra.yaml")))
    directory = mapper.RecordsDirectory({"organization": [{"id": "o1", "name": "Contoso Polska"}]})
    groups = compiled.groups([sample("okta-group")])
    start = Barrier(threads)

    def work(thread: int) -> list[tuple[Json, ...]]:
        start.wait()
        return [given(compiled, f"{thread}-{number}", directory, groups) for number in range(rounds)]

    with ThreadPoolExecutor(threads) as pool:
        results = list(pool.map(work, range(threads)))
    assert results == [[expected(f"{thread}-{number}") for number in range(rounds)] for thread in range(threads)]


def given(
    compiled: mapper.CompiledMapping, mark: str, directory: mapper.Directory, groups: mapper.Groups
) -> tuple[Json, ...]:
    """What a user, an explained user and a group of this mark become."""
    user = {**sample("entra-hired-user"), "displayName": mark, "title": mark}
    group = {"id": mark, "displayName": mark, "members": [{"value": mark}]}
    outcome = compiled.map_user(user, directory=directory, groups=groups)
    explained, _ = compiled.explain(user, directory=directory, groups=groups)
    assert explained == outcome
    person = outcome.person
    return person["name"], person["job_title"], person["organization"], compiled.map_group(group).called


def expected(mark: str) -> tuple[Json, ...]:
    return mark, mark, {"id": "o1", "name": "Contoso Polska"}, mark


def sample(name: str) -> Json:
    return read_json((MAPPINGS / "samples" / f"{name}.json").read_bytes())
