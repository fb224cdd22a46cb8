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


BESIDE = "Files stand beside the tests, or in a directory below."
OUTSIDE = "it lies outside of the directory of the tests"


@pytest.mark.parametrize(
    ("name", "why", "hint"),
    [
        ("../secret.json", OUTSIDE, BESIDE),
        ("samples/../../secret.json", OUTSIDE, BESIDE),
        ("samples", "it is no file", BESIDE),
        ("nothing.json", "no such file or directory", BESIDE),
        ("samples/giude.json", "no such file or directory", "Did you mean 'samples/guide.json'?"),
        ("stored", "no such file or directory", "Did you mean 'stored.json'?"),
    ],
)
def test_what_is_not_read_is_told_as_by_the_command(player: FlaskClient, name: str, why: str, hint: str) -> None:
    tests = TESTS.replace("samples/guide.json", name)
    answer = player.post("/preview", data=fields(tests=tests))
    assert f'Cannot use "{name}": {why}. ' in words(answer)
    assert f"user: {name} {hint}" in words(answer)
    assert "1 test passed, 1 error in the tests" in status(answer)
    saved = player.post("/tests/case", data=fields(tests=tests, case="one more")).json
    assert saved == {
        "tests": None,
        "said": "Nothing was saved: the tests have errors; a case can be added once they are repaired.",
    }


def test_a_file_that_is_no_utf_8_is_told_as_by_the_command(player: FlaskClient, folder: Path) -> None:
    (folder / "samples/guide.json").write_bytes(b'{"userName": "Bj\xf6rn"}')
    answer = words(player.post("/preview", data=fields()))
    assert "samples/guide.json:1:17: the file is not UTF-8." in answer
    assert "Save it as UTF-8." in answer


def test_a_file_may_have_a_mark_at_its_start(player: FlaskClient, folder: Path) -> None:
    (folder / "samples/guide.json").write_text(PAYLOAD, encoding="utf-8-sig")
    assert "2 tests passed" in status(player.post("/preview", data=fields()))


def test_without_a_file_of_tests_none_is_read() -> None:
    assert OwnFiles({}, {}, are_written=False).beside_tests(TESTS) is None


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
