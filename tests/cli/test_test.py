"""`mapper test`: what is printed, exit codes, recording, colours; wrong use."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner, Result

from mapper.cli import main

Run = Callable[..., Result]
TESTS = """\
cases:
  - case: the name
    user: {userName: a@example.com, displayName: 田中}
    expect: {name: 田中}
"""
WRONG = TESTS.replace("name: 田中}", "name: 中田}").replace("displayName: 中田", "displayName: 田中")


@pytest.fixture
def tests(folder: Path) -> Path:
    path = folder / "acme.tests.yaml"
    path.write_text(TESTS, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "paths", [(), (".",), ("acme.yaml",), ("acme.tests.yaml",), ("acme.yaml", "acme.tests.yaml", ".")]
)
def test_paths_mean_the_same_tests_once(mapper: Run, tests: Path, paths: tuple[str, ...]) -> None:
    result = mapper("test", *paths)
    assert (result.exit_code, result.output) == (0, "1 passed, 0 failed\nacme.yaml: 100 % covered\n")


def test_what_differs_is_told_and_the_exit_code_is_1(mapper: Run, tests: Path) -> None:
    tests.write_text(WRONG, encoding="utf-8")
    result = mapper("test")
    assert result.exit_code == 1
    assert result.output == (
        "acme.tests.yaml:2:11: failed: the name\n"
        "  name\n"
        '    expected  "中田"\n'
        '    got       "田中"\n'
        "    from      acme.yaml:7:13  displayName  won\n"
        "\n"
        "0 passed, 1 failed\n"
        "acme.yaml: 100 % covered\n"
        "mapper explain acme.yaml FILE name tells more; FILE holds the user of the case as JSON\n"
    )


@pytest.mark.parametrize(("environment", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_colours_unless_no_color(folder: Path, tests: Path, environment: dict[str, str], coloured: bool) -> None:
    tests.write_text(WRONG, encoding="utf-8")
    result = CliRunner(env={"NO_COLOR": None, **environment}).invoke(main, ["test"], color=True)
    assert ("\x1b[" in result.output) is coloured


def test_json(mapper: Run, tests: Path) -> None:
    tests.write_text(WRONG, encoding="utf-8")
    result = mapper("test", "--format", "json")
    assert result.exit_code == 1
    told = json.loads(result.stdout)
    assert {key: told[key] for key in ("passed", "failed", "errors", "faults")} == {
        "passed": 0, "failed": 1, "errors": 0, "faults": [],
    }  # fmt: skip
    (case,) = told["cases"]
    (difference,) = case.pop("differences")
    assert case == {
        "case": "the name", "passed": False, "mapping": "acme.yaml", "file": "acme.tests.yaml", "line": 2,
    }  # fmt: skip
    assert difference == {
        "field": "name",
        "line": 4,
        "expected": {"does": "set", "value": "中田", "reason": None},
        "got": {"does": "set", "value": "田中", "reason": None},
        "from": [{"mapping": {"file": "acme.yaml", "line": 7, "column": 13}, "text": "displayName", "verdict": "won"}],
        "problem": None,
    }
    assert told["coverage"] == [{"mapping": "acme.yaml", "percent": 100, "reached": 3, "total": 3, "missing": []}]


def test_too_little_coverage_is_told_and_the_exit_code_is_1(mapper: Run, tests: Path) -> None:
    tests.write_text(
        TESTS.replace("displayName: 田中", "title: x").replace("expect: {name: 田中}", "action: skip"), "utf-8"
    )
    assert mapper("test", "--fail-under", "66").exit_code == 0
    result = mapper("test", "--fail-under", "67", "--coverage")
    assert result.exit_code == 1
    assert "  acme.yaml:7:13  name: displayName  never won\n" in result.stdout
    assert result.stderr == "acme.yaml: 66 % is less than the 67 % of --fail-under\n"


def test_mappings_without_tests_fail_where_coverage_is_asked_for(mapper: Run, tests: Path, folder: Path) -> None:
    (folder / "rules").mkdir()
    (folder / "rules" / "b.yaml").write_text("# ours\nmapping: 1\nname: b\n", encoding="utf-8")
    (folder / "rules" / "a.yml").write_text("mapping: 1\nname: a\n", encoding="utf-8")
    (folder / "rules" / "other.yaml").write_text("on: push\njobs:\n  mapping: 1\n", encoding="utf-8")
    (folder / "rules" / "c.tests.yaml").write_text(f"mapping: c/c.yaml\n{TESTS}", encoding="utf-8")
    (folder / "rules" / "c").mkdir()
    (folder / "rules" / "c" / "c.yaml").write_text((folder / "acme.yaml").read_text("utf-8"), encoding="utf-8")
    result = mapper("test", "--fail-under", "90")
    sentence = "no tests: rules/a.yml, rules/b.yaml; 0 % is less than the 90 % of --fail-under\n"
    assert (result.exit_code, result.stderr) == (1, sentence)
    for arguments in ((), ("acme.yaml", "--fail-under", "90"), ("--fail-under", "0")):
        result = mapper("test", *arguments)
        assert (result.exit_code, result.stderr) == (0, "")


def test_faults_of_tests_and_of_mappings_are_told_and_the_exit_code_is_1(
    mapper: Run, tests: Path, folder: Path
) -> None:
    tests.write_text(TESTS.replace("expect", "expcet"), encoding="utf-8")
    result = mapper("test")
    assert result.exit_code == 1
    assert "error[unknown-key]" in result.output
    tests.write_text(TESTS, encoding="utf-8")
    (folder / "acme.yaml").write_text("mapping: 1\n", encoding="utf-8")
    result = mapper("test")
    assert result.exit_code == 1
    assert "error[missing-key]" in result.output


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("nowhere.yaml",), "cannot use 'nowhere.yaml'"),
        (("barbara.json",), "'barbara.json' has no tests"),
        (("empty",), "there is no file '*.tests.yaml' in 'empty'"),
        (("--junit", "nowhere/report.xml"), "cannot use 'nowhere/report.xml': there is no directory 'nowhere'\n"),
        (("--junit", "empty"), "cannot use 'empty': is a directory\n"),
        (("--fail-under", "101"), "101"),
        (("--current", "barbara.json"), "--current goes with --record"),
        (("--case", "a"), "--case goes with --record"),
        (("--record", "barbara.json"), "name the one mapping"),
        (("--record", "barbara.json", "empty"), "is a directory"),
        (("--record", "nowhere.json", "acme.yaml"), "cannot use 'nowhere.json'"),
        (("--record", "acme.yaml", "acme.yaml"), "acme.yaml:1:1"),
        (("--record", "two.ndjson", "acme.yaml"), "holds several payloads"),
        (("--record", "barbara.json", "nowhere.yaml"), "cannot use 'nowhere.yaml'"),
    ],
)
def test_wrong_use(mapper: Run, tests: Path, folder: Path, arguments: tuple[str, ...], sentence: str) -> None:
    (folder / "empty").mkdir()
    (folder / "two.ndjson").write_text('{"userName": "a"}\n{"userName": "b"}\n', encoding="utf-8")
    result = mapper("test", *arguments)
    assert result.exit_code == 2
    assert sentence in result.stderr


def test_junit_is_written_beside_the_text(mapper: Run, tests: Path, folder: Path) -> None:
    assert mapper("test", "--junit", "report.xml").output.startswith("1 passed")
    report = ET.fromstring((folder / "report.xml").read_bytes())
    assert [case.get("name") for case in report.iter("testcase")] == ["the name"]


def test_a_payload_is_recorded_with_what_stands_beside_it(mapper: Run, folder: Path) -> None:
    (folder / "account.yaml").write_text("{name: acme, kind: qa}", encoding="utf-8")
    (folder / "groups.json").write_text('{"displayName": "Staff", "id": "g1", "members": []}', encoding="utf-8")
    (folder / "person.json").write_text('{"primary_email": "b@example.com", "name": "B"}', encoding="utf-8")
    context = (
        "--account",
        "account.yaml",
        "--groups",
        "groups.json",
        "--current",
        "person.json",
        "--now",
        "2026-01-01",
    )
    result = mapper("test", "acme.yaml", "--record", "barbara.json", "--connection", "entra", *context)
    assert (result.exit_code, result.output) == (0, "recorded 'Barbara' in acme.tests.yaml\n")
    result = mapper("test", "acme.tests.yaml", "--record", "-", "--case", "from a pipe", stdin='{"userName": "a"}')
    assert (result.exit_code, result.output) == (0, "recorded 'from a pipe' in acme.tests.yaml\n")
    text = (folder / "acme.tests.yaml").read_text(encoding="utf-8")
    for line in (
        "    groups: []",
        "      name: B",
        "    now: 2026-01-01T00:00:00Z",
        "    connection: entra",
        "      kind: qa",
    ):
        assert f"{line}\n" in text
    assert mapper("test").output.startswith("2 passed, 0 failed\n")


def test_a_name_that_is_in_use_is_told_and_nothing_else(mapper: Run, tests: Path) -> None:
    before = tests.read_bytes()
    result = mapper("test", "acme.yaml", "--record", "barbara.json", "--case", "the name")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == ("Error: 'acme.tests.yaml' has a case called 'the name' already; choose another --case\n")
    assert tests.read_bytes() == before


def test_nothing_is_recorded_where_there_are_faults(mapper: Run, tests: Path, folder: Path) -> None:
    tests.write_text(TESTS.replace("expect", "expcet"), encoding="utf-8")
    before = tests.read_bytes()
    result = mapper("test", "acme.yaml", "--record", "barbara.json")
    assert result.exit_code == 1
    assert "error[unknown-key]" in result.stderr
    assert tests.read_bytes() == before
    (folder / "acme.yaml").write_text("mapping: 1\n", encoding="utf-8")
    tests.unlink()
    result = mapper("test", "acme.yaml", "--record", "barbara.json")
    assert result.exit_code == 1
    assert "error[missing-key]" in result.stderr
    assert not tests.exists()
