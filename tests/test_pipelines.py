"""The pipelines of docs/ci.md: each line of shell runs in a repository, where a change is right and where it is not."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from ruamel.yaml import YAML

from mapper.schemas.values import Json
from tests.test_docs import Block, blocks

ROOT = Path(__file__).parents[1]
PIPELINES = [block for block in blocks(ROOT / "docs" / "ci.md") if "ci" in block.words]

BEFORE = """\
mapping: 1
name: acme

users:
  - rule: Everybody
    person:
      primary_email: userName
      name: displayName
"""
AFTER = BEFORE + "      job_title: title\n"
WRONG = BEFORE.replace("displayName", "displayNam")
TESTS = """\
cases:
  - case: a person
    user: {userName: babs@example.com, displayName: Barbara, title: Guide}
    expect: {name: Barbara}
"""
PEOPLE = '{"userName": "babs@example.com", "displayName": "Barbara", "title": "Tour Guide"}\n'


def scripts(block: Block) -> list[str]:
    """The scripts of a pipeline, one for each step or job."""
    if block.kind == "sh":
        return [block.text]
    return list(_scripts(YAML(typ="safe", pure=True).load(block.text)))


def _scripts(value: Json) -> Iterator[str]:
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        if key == "run":
            yield inner
        elif key == "script":
            yield "\n".join(inner)
        else:
            yield from _scripts(inner)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository whose branch main has a mapping with its tests, and payloads; `mapper` and `pip` are on the path."""
    programs = tmp_path / "programs"
    programs.mkdir()
    program(programs / "mapper", f'exec {sys.executable} -m mapper "$@"')
    program(programs / "pip", 'test "$*" = "install scim-mapper"')
    folder = tmp_path / "repository"
    for name, text in {"acme.yaml": BEFORE, "acme.tests.yaml": TESTS, "users.ndjson": PEOPLE}.items():
        (folder / "mappings").mkdir(parents=True, exist_ok=True)
        (folder / "mappings" / name).write_text(text, encoding="utf-8")
    for command in ("init --quiet", "add .", "commit --quiet -m before", "update-ref refs/remotes/origin/main HEAD"):
        identity = ["-c", "user.name=a", "-c", "user.email=a@example.com"]
        subprocess.run(["git", *identity, *command.split()], cwd=folder, check=True)
    return folder


def program(path: Path, script: str) -> None:
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


def run(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a script as a pipeline does: it stops at the first command that fails."""
    environment = {
        **os.environ,
        "PATH": os.pathsep.join([str(folder.parent / "programs"), os.environ["PATH"]]),
        "PYTHONPATH": str(ROOT),
        "GITHUB_BASE_REF": "main",
        "GITHUB_STEP_SUMMARY": str(folder / "summary.md"),
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": "origin/main",
    }
    command = ["bash", "-e", "-u", "-o", "pipefail", "-c", script]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def ids(block: Block) -> str:
    return block.place


def test_there_are_pipelines() -> None:
    assert sum(block.kind == "yaml ci" for block in PIPELINES) == 2
    assert all(scripts(block) for block in PIPELINES)


@pytest.mark.parametrize("block", PIPELINES, ids=ids)
def test_a_change_that_is_right_goes_through(block: Block, repository: Path) -> None:
    (repository / "mappings" / "acme.yaml").write_text(AFTER, encoding="utf-8")
    said = ""
    for script in scripts(block):
        done = run(script, repository)
        assert done.returncode == 0, script + done.stdout + done.stderr
        said += done.stdout
    reports = [repository / name for name in ("summary.md", "difference.txt") if (repository / name).exists()]
    said += "".join(report.read_text(encoding="utf-8") for report in reports)
    assert ("job_title: added: title" in said) is ("mapper diff" in block.text)
    assert "Tour Guide" not in said  # values of people are masked
    if "--junit" in block.text:
        suites = ET.parse(repository / "report.xml").getroot()  # our own
        assert [case.get("name") for case in suites.iter("testcase")] == ["a person"]


@pytest.mark.parametrize("block", [block for block in PIPELINES if "mapper check" in block.text], ids=ids)
def test_a_change_that_is_wrong_stops(block: Block, repository: Path) -> None:
    (repository / "mappings" / "acme.yaml").write_text(WRONG, encoding="utf-8")
    done = [run(script, repository) for script in scripts(block)]
    stopped = next(each for each in done if each.returncode != 0)
    assert stopped.returncode == 1
    assert "displayNam" in stopped.stdout
    if "--format github" in block.text:
        assert "::error file=mappings/acme.yaml,line=8," in stopped.stdout


def test_a_script_of_a_step_is_found_wherever_it_stands() -> None:
    text = io.StringIO("jobs: {a: {steps: [{uses: x}, {run: one}]}}\nb: {script: [two, three]}\n")
    assert list(_scripts(YAML(typ="safe", pure=True).load(text))) == ["one", "two\nthree"]
