"""Files of tests as data: what is wrong with them, what differs, where it came from, and what was not reached."""

from __future__ import annotations

from pathlib import Path

import pytest

from mapper.cases.report import report_text
from mapper.cases.suites import Suite, find_tests, load_suites
from mapper.engine.yaml_nodes import MOST_BYTES
from mapper.schemas.values import Json
from tests.language_cases import read_cases

HERE = Path(__file__).parent
MAPPING = """\
mapping: 1
name: acme
users:
  - rule: Everybody
    person:
      primary_email:
        - userName
        - emails[?primary].value | [0]
      name: displayName
      job_title: title
      disabled:
        not: active
"""


def data(name: str) -> list[object]:
    return [pytest.param(case, id=case["case"]) for case in read_cases(HERE / name)]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "acme.yaml").write_text(MAPPING, encoding="utf-8")
    return tmp_path


def ran(folder: Path, case: Json) -> list[Suite]:
    """The suites of a case, after they ran."""
    files = {"acme.yaml": case.get("mapping", MAPPING), "acme.tests.yaml": case["tests"], **case.get("files", {})}
    for name, text in files.items():
        if text is None:
            (folder / name).unlink()
            continue
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8", newline="")
    suites = load_suites(find_tests([folder.relative_to(Path.cwd())]))
    for suite in suites:
        suite.run()
    return suites


@pytest.mark.parametrize("case", data("results.yaml"))
def test_what_is_told(case: Json, folder: Path) -> None:
    assert report_text(ran(folder, case), coverage=True) == case["prints"].rstrip("\n")


@pytest.mark.parametrize("case", data("faults.yaml"))
def test_faults(case: Json, folder: Path) -> None:
    (suite,) = ran(folder, case)
    found = [
        (f"{each.code.name}@{each.span.place.line}:{each.span.place.column}", each.hint or "") for each in suite.faults
    ]
    assert [place for place, _ in found] == [fault.split(" ")[0] for fault in case["faults"]]
    for (_, hint), fault in zip(found, case["faults"], strict=True):
        assert fault.partition(" ")[2] in hint
    assert not suite.passed or not suite.faults.has_errors
    if "runs" in case:
        assert [result.case.name for result in suite.results] == case["runs"]


HOSTILE = {
    "nothing": b"",
    "NUL": b"cases:\n  - case: a\x00b\n",
    "no UTF-8": b"cases:\n  - case: \xff\n",
    "an alias": b"cases: &a\n  - *a\n",
    "a tag": b"cases: !!python/object:os.system {}\n",
    "too large": b"cases:\n" + b"  - case: x\n" * (MOST_BYTES // 12 + 1),
    "too deep": b"cases: " + b"[" * 100 + b"]" * 100,
    "too many": b"cases: [" + b"a," * 30_000 + b"]",
    "a list": b"- a\n",
    "a text": b"cases\n",
    "half a file": b"cases:\n  - case: a\n    user: {userName: [",
    "JSON": b'{"cases": [{"case": "a", "user": {"userName": 1}, "expect": {"name": null}}]}',
    "a payload": b'{"schemas": [], "userName": "a"}',
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_file_that_is_no_file_of_tests_has_faults_and_does_not_pass(text: bytes, folder: Path) -> None:
    (folder / "acme.tests.yaml").write_bytes(text)
    (suite,) = load_suites([Path("acme.tests.yaml")])
    suite.run()
    assert suite.faults.has_errors
    assert not suite.passed
    assert "error[" in report_text([suite], coverage=True)


def test_a_file_outside_of_the_tests_is_not_read(folder: Path) -> None:
    (folder / "outside.json").write_text('{"userName": "a@example.com"}', encoding="utf-8")
    inner = folder / "inner"
    inner.mkdir()
    (inner / "acme.yaml").write_text(MAPPING, encoding="utf-8")
    (inner / "link.json").symlink_to(folder / "outside.json")
    (inner / "folder.json").mkdir()
    names = ["../outside.json", str(folder / "outside.json"), "link.json", "folder.json", "x" * 300, r'"a\0b"']
    cases = "".join(f"  - case: {at}\n    user: {name}\n    action: create\n" for at, name in enumerate(names))
    (inner / "acme.tests.yaml").write_text(f"cases:\n{cases}", encoding="utf-8")
    (suite,) = load_suites(find_tests(["inner"]))
    assert [fault.code.name for fault in suite.faults] == [*["no-such-file"] * len(names), "yaml-character"]


def test_the_mapping_that_the_tests_name_is_nearly_there(folder: Path) -> None:
    (folder / "own.tests.yaml").write_text("mapping: acmee.yaml\ncases: []\n", encoding="utf-8")
    (suite,) = load_suites([Path("own.tests.yaml")])
    assert [(fault.code.name, fault.hint) for fault in suite.faults] == [("no-such-file", "did you mean 'acme.yaml'?")]


def test_tests_are_searched_below_but_not_in_hidden_folders_and_environments(folder: Path) -> None:
    for name in ("a/b", ".hidden", "venv", "node_modules"):
        (folder / name).mkdir(parents=True)
        (folder / name / "acme.tests.yaml").write_text("cases: []", encoding="utf-8")
    (folder / "venv" / "pyvenv.cfg").touch()
    assert find_tests(["."]) == [Path("a/b/acme.tests.yaml")]
