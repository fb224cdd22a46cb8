"""A compiled mapping as hosts rely on it: it goes to other threads and processes, and changes nothing it is given."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

import mapper
from mapper.engine.directory import Record
from mapper.json_reader import read_json
from mapper.schemas.values import Json

MAPPINGS = Path(__file__).parents[2] / "mappings"


@pytest.mark.parametrize("name", ["default", "entra", "google", "okta", "onelogin"])
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
    sent = pickle.dumps(mapper.load(MAPPINGS / "default.yaml"))
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


def test_what_it_is_given_is_not_changed() -> None:
    compiled = mapper.load(MAPPINGS / "google.yaml")
    user, group = sample("google-phones-user"), sample("google-group")
    current = {"name": "Lucas", "contacts": [{"label": "work", "telephone": "1"}]}
    before = copy.deepcopy((user, group, current))
    outcome = compiled.map_user(user, groups=[group], current=current)
    compiled.explain(user, groups=[group], current=current)
    compiled.map_group(group, members=[user])
    assert mapper.merge(outcome, current) != current
    assert (user, group, current) == before


class Unreachable:
    """A directory whose database is away."""

    def find(self, kind: str, attribute: str, value: str) -> Sequence[Record]:
        """Nothing but an exception."""
        raise ConnectionError(f"{kind} {attribute} {value}")


def test_what_the_directory_raises_goes_through() -> None:
    compiled = mapper.load(MAPPINGS / "entra.yaml")
    with pytest.raises(ConnectionError, match="organization name Contoso Europe"):
        compiled.map_user(sample("entra-user"), directory=Unreachable())
    with pytest.raises(ConnectionError, match="organization name Contoso Europe"):
        compiled.map_group(sample("entra-group"), directory=Unreachable())
