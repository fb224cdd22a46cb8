"""`mapper play` on a mapping whose tests name files: those beside the tests are read, and no others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from mapper.cases.embedding import named_files
from mapper.engine.text import Source
from mapper.sandbox import Limits
from tests.webui.looking import MAPPING, PAYLOAD
from tests.webui.test_cases import words
from tests.webui.test_page import status, texts
from webui.app import create_app
from webui.play import OwnFile, OwnFiles

TESTS = """\
directory: people.yaml
cases:
  - case: a guide
    user: samples/guide.json
    expect: {job_title: Tour Guide}
  - case: a user in place
    user: {userName: b@example.com}
    current: stored.json
    action: update
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "acme"
    (folder / "samples").mkdir(parents=True)
    for name, text in {
        "acme.yaml": MAPPING,
        "acme.tests.yaml": TESTS,
        "samples/guide.json": PAYLOAD,
        "stored.json": '{"name": "B", "primary_email": "b@example.com"}',
        "people.yaml": "people: [{id: p1, name: Ann}]",
        "../secret.json": PAYLOAD,
    }.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def own(folder: Path) -> OwnFiles:
    named = {"mapping": "acme.yaml", "tests": "acme.tests.yaml"}
    return OwnFiles({pane: OwnFile(str(folder / name)) for pane, name in named.items()}, {}, are_written=False)


@pytest.fixture
def player(own: OwnFiles) -> Iterator[FlaskClient]:
    app = create_app(workers=1, limits=Limits(seconds=60), own=own)
    with app.extensions["sandbox"]:
        client = app.test_client()
        client.get(app.extensions["entrance"].path, follow_redirects=True)
        yield client


def fields(**changed: str) -> dict[str, str]:
    return {"mapping": MAPPING, "payload": PAYLOAD, "tests": TESTS, "view": "tests", **changed}


def test_the_files_of_the_tests_are_read_as_they_are_now(player: FlaskClient, folder: Path) -> None:
    assert "2 tests passed" in status(player.post("/preview", data=fields()))
    (folder / "samples/guide.json").write_text(PAYLOAD.replace("Tour Guide", "Guide"), encoding="utf-8")
    assert "1 of 2 tests failed" in status(player.post("/preview", data=fields()))


def test_a_case_is_saved_beside_those_with_files(player: FlaskClient) -> None:
    answer = player.post("/tests/case", data=fields(case="one more")).json
    assert answer is not None
    assert answer["tests"].startswith(f"{TESTS}  - case: one more\n")
    page = player.post("/", data=fields(save="case", case="one more"))
    assert texts(page)["tests"] == answer["tests"]
    assert "3 tests passed" in status(page)


@pytest.mark.parametrize("name", ["../secret.json", "samples", "nothing.json", "samples/../../secret.json"])
def test_what_does_not_lie_beside_the_tests_is_not_read(player: FlaskClient, name: str) -> None:
    answer = player.post("/preview", data=fields(tests=TESTS.replace("samples/guide.json", name)))
    assert f'cannot use "{name}": it is not there, or cannot be read.' in words(answer).replace("Cannot", "cannot")
    assert "1 test passed, 1 error in the tests" in status(answer)


def test_without_a_file_of_tests_none_is_read() -> None:
    assert OwnFiles({}, {}, are_written=False).beside_tests(TESTS) == {}


def test_all_names_of_files_are_found() -> None:
    tests = """\
account: account.yaml
cases:
  - case: a
    group: group.json
    members: [one.json, {userName: two}, three.json]
    directory: people.yaml
  - case: b
    user: one.json
    groups: [Staff]
    current: null
    expect: {name: no.json}
"""
    names = ["account.yaml", "group.json", "people.yaml", "one.json", "three.json"]
    assert named_files(Source("", tests)) == names
    assert named_files(Source("", "cases: [")) == []
    assert named_files(Source("", "")) == []
