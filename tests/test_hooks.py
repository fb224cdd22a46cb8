"""The hooks of pre-commit: each entry runs as pre-commit runs it, where all is right and where something is wrong."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from mapper.schemas.values import Json

ROOT = Path(__file__).parents[1]
HOOKS: dict[str, Json] = {
    hook["id"]: hook
    for hook in YAML(typ="safe", pure=True).load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
}

RIGHT = """\
mapping: 1
name: acme

users:
  - rule: Everybody
    person:
      primary_email: userName
      name: displayName
"""
TESTS = """\
cases:
  - case: a person
    user: {userName: babs@example.com, displayName: Barbara}
    expect: {name: Barbara}
"""
OTHERS = {"compose.yaml": "services: {web: {image: web}}\n", ".ci.yml": "on: push\n", "values.yaml": "a: {{ b }}\n"}
WRONG = {
    "mapper-check": RIGHT.replace("displayName", "displayNam"),
    "mapper-fmt": RIGHT.replace("      name", "      name  "),
    "mapper-test": RIGHT.replace("displayName", "nickName"),
}


def run(hook: Json, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a hook in *folder* as `pre-commit run --all-files` does."""
    command, *arguments = shlex.split(hook["entry"])
    assert command == "mapper"
    names = [str(path.relative_to(folder)) for path in sorted(folder.rglob("*")) if path.is_file()]
    passed = [name for name in names if re.search(hook["files"], name)] if hook.get("pass_filenames", True) else []
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-m", "mapper", *arguments, *passed],
        cwd=folder, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    files = {"mappings/acme.yaml": RIGHT, "mappings/acme.tests.yaml": TESTS, **OTHERS}
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_each_hook_is_tried_here() -> None:
    assert HOOKS.keys() == WRONG.keys()
    assert all(hook["language"] == "python" and hook["description"].endswith(".") for hook in HOOKS.values())


@pytest.mark.parametrize("name", HOOKS)
def test_a_repository_that_is_right_passes(repository: Path, name: str) -> None:
    before = {path: path.read_bytes() for path in repository.rglob("*.y*ml")}
    done = run(HOOKS[name], repository)
    assert done.returncode == 0, done.stdout + done.stderr
    assert {path: path.read_bytes() for path in repository.rglob("*.y*ml")} == before


@pytest.mark.parametrize("name", HOOKS)
def test_a_mapping_that_is_wrong_fails(repository: Path, name: str) -> None:
    mapping = repository / "mappings" / "acme.yaml"
    mapping.write_text(WRONG[name], encoding="utf-8")
    done = run(HOOKS[name], repository)
    # pre-commit fails a hook that ends with another code than 0, and one that changes files.
    assert done.returncode != 0 or mapping.read_text(encoding="utf-8") != WRONG[name]
    assert "acme.yaml" in done.stdout + done.stderr


@pytest.mark.parametrize("name", HOOKS)
def test_a_commit_without_mappings_passes_or_runs_all_tests(repository: Path, name: str) -> None:
    for path in (repository / "mappings").iterdir():
        path.unlink()
    done = run(HOOKS[name], repository)
    if name == "mapper-test":
        assert done.returncode == 2
        assert "there is no file '*.tests.yaml'" in done.stderr
    else:
        assert done.returncode == 0, done.stdout + done.stderr
