"""`mapper check`: text, JSON and annotations; exit codes; files that cannot be read."""

from __future__ import annotations

import json
import os
import pty
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from .conftest import ACME

Run = Callable[..., Result]
WRONG = ACME.replace("displayName", "displayNam")


@pytest.fixture
def wrong(folder: Path) -> Path:
    """`wrong.yaml`, which reads an attribute that a user does not have."""
    path = folder / "wrong.yaml"
    path.write_text(WRONG, encoding="utf-8")
    return path


def test_clean_file(mapper: Run) -> None:
    result = mapper("check", "acme.yaml")
    assert (result.exit_code, result.output) == (0, "no faults in 1 file\n")


def test_error_is_shown_with_its_line_and_a_summary(mapper: Run, wrong: Path) -> None:
    result = mapper("check", "acme.yaml", "wrong.yaml")
    assert result.exit_code == 1
    lines = result.output.splitlines()
    assert lines[0].startswith("wrong.yaml:7:13: error[unknown-attribute]: ")
    assert "displayNam" in lines[0]
    assert lines[1:3] == ["    7 |       name: displayNam", "      |             ^^^^^^^^^^"]
    assert lines[-2:] == ["1 error in 2 files", "`mapper codes unknown-attribute` tells more"]


def test_several_codes_are_told_of_in_one_line(mapper: Run, folder: Path) -> None:
    (folder / "two.yaml").write_text(WRONG.replace("primary_email", "primary_mail"), encoding="utf-8")
    result = mapper("check", "two.yaml")
    assert result.output.endswith("\n2 errors in 1 file\n`mapper codes CODE` tells more of each\n")


def test_more_faults_than_are_shown_are_counted(mapper: Run, folder: Path) -> None:
    fields = "".join(f"      field{number}: userName\n" for number in range(250))
    (folder / "many.yaml").write_text(ACME + fields, encoding="utf-8")
    result = mapper("check", "many.yaml")
    assert result.exit_code == 1
    assert result.output.count("error[unknown-field]") == 200
    assert "\n50 more faults are not shown\n\n200 errors and 50 more faults in 1 file\n" in result.output


def test_json_is_a_list_with_places_and_fix(mapper: Run, wrong: Path) -> None:
    result = mapper("check", "wrong.yaml", "--format", "json")
    assert result.exit_code == 1
    (found,) = json.loads(result.stdout)
    assert list(found) == [
        *("code", "severity", "message", "hint", "file", "line", "column", "end_line", "end_column", "path", "fix")
    ]
    place = {name: found[name] for name in ("file", "line", "column", "end_line", "end_column")}
    assert place == {"file": "wrong.yaml", "line": 7, "column": 13, "end_line": 7, "end_column": 23}
    assert (found["code"], found["severity"]) == ("unknown-attribute", "error")
    assert found["fix"] == {"replace": "displayName"}


def test_json_of_a_clean_file_is_an_empty_list(mapper: Run) -> None:
    assert json.loads(mapper("check", "acme.yaml", "--format", "json").stdout) == []


def test_an_account_tells_which_names_there_are(mapper: Run, folder: Path) -> None:
    asking = ACME + "      source: account.paln\n      location:\n        value: x\n        when: connection == 'okt'\n"
    (folder / "asking.yaml").write_text(asking, encoding="utf-8")
    (folder / "account.yaml").write_text("name: acme\nplan: gold\nconnections: [okta, entra]\n", encoding="utf-8")
    assert mapper("check", "asking.yaml").output == "no faults in 1 file\n"
    result = mapper("check", "asking.yaml", "--account", "account.yaml")
    assert result.exit_code == 0
    heads = [line.partition("]")[0] for line in result.output.splitlines() if line.startswith("asking")]
    assert heads == ["asking.yaml:8:23: warning[account-name", "asking.yaml:11:29: warning[connection-name"]
    assert mapper("check", "asking.yaml", "--account", "account.yaml", "--fix").exit_code == 0
    assert "account.plan\n" in (folder / "asking.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(("content", "said"), [("connections: {a: b}\n", "wrong-shape"), (None, "no such file")])
def test_an_account_that_cannot_be_used_is_wrong_use(mapper: Run, folder: Path, content: str | None, said: str) -> None:
    if content is not None:
        (folder / "account.yaml").write_text(content, encoding="utf-8")
    result = mapper("check", "acme.yaml", "--account", "account.yaml")
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""


def test_annotations(mapper: Run, wrong: Path) -> None:
    result = mapper("check", "wrong.yaml", "--format", "github")
    assert result.exit_code == 1
    assert result.stdout.startswith(
        "::error file=wrong.yaml,line=7,endLine=7,col=13,endColumn=23,title=unknown-attribute::"
    )


def test_standard_input(mapper: Run) -> None:
    result = mapper("check", "-", stdin=WRONG)
    assert result.exit_code == 1
    assert result.output.startswith("-:7:13: error[unknown-attribute]: ")


def test_missing_file_does_not_hide_the_faults_of_others(mapper: Run, wrong: Path) -> None:
    result = mapper("check", "gone.yaml", "wrong.yaml")
    assert result.exit_code == 2
    assert result.stderr == "Error: cannot use 'gone.yaml': no such file or directory\n"
    assert "\n1 error in 1 file\n" in result.stdout


def test_directory_in_place_of_a_file(mapper: Run, folder: Path) -> None:
    (folder / "rules").mkdir()
    result = mapper("check", "rules")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "Error: cannot use 'rules': is a directory\n"


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe", b"\x00", b"mapping: 1\nname: \xe9\n", b"- - -\n", b"mapping: 2\nname: a\n", b"x" * 300_000],
    ids=["empty", "UTF-16 mark", "NUL", "Latin-1", "a list", "another version", "too large"],
)
def test_file_that_is_no_mapping_is_an_error_with_a_place(mapper: Run, folder: Path, content: bytes) -> None:
    (folder / "bad.yaml").write_bytes(content)
    result = mapper("check", "bad.yaml")
    assert result.exit_code == 1
    assert result.stdout.startswith("bad.yaml:")
    assert "error[" in result.stdout


@pytest.mark.parametrize(("no_color", "coloured"), [("", True), ("1", False)])
def test_colours_only_where_they_are_wanted(
    start: Callable[..., object], wrong: Path, monkeypatch: pytest.MonkeyPatch, no_color: str, coloured: bool
) -> None:
    monkeypatch.setenv("NO_COLOR", no_color)
    outside, inside = pty.openpty()
    process = start("check", "wrong.yaml", stdout=inside)
    os.close(inside)
    assert process.wait() == 1  # type: ignore[attr-defined]
    shown = os.read(outside, 65536)
    os.close(outside)
    assert (b"\x1b[" in shown) is coloured
    assert b"error[unknown-attribute]" in shown


# --- tests, and other YAML -------------------------------------------------------------------------------------------

CASES = "cases:\n  - case: a\n    user: {userName: a@example.com}\n    expect: {name: null}\n"


def test_tests_are_read_with_their_mapping(mapper: Run, folder: Path) -> None:
    (folder / "acme.tests.yaml").write_text(CASES, encoding="utf-8")
    result = mapper("check", "acme.yaml", "acme.tests.yaml")
    assert result.exit_code == 1
    assert result.output.startswith("acme.tests.yaml:4:20: error[wrong-constant]: null is no value of a field\n")
    assert "\n1 error in 2 files\n" in result.output


def test_tests_that_differ_have_no_fault(mapper: Run, folder: Path) -> None:
    (folder / "acme.tests.yaml").write_text(CASES.replace("null", "Somebody Else"), encoding="utf-8")
    assert mapper("check", "acme.tests.yaml").output == "no faults in 1 file\n"


@pytest.mark.parametrize("option", [(), ("--fix",)], ids=["check", "fix"])
def test_a_mapping_that_cannot_run_is_told_with_its_tests_alone(
    mapper: Run, wrong: Path, option: tuple[str, ...]
) -> None:
    (wrong.parent / "wrong.tests.yaml").write_text(CASES, encoding="utf-8")
    alone = mapper("check", *option, "wrong.tests.yaml")
    assert alone.exit_code == 1
    assert alone.output.count("error[unknown-attribute]") == 1
    assert mapper("check", "wrong.yaml", "wrong.tests.yaml").output.count("error[unknown-attribute]") == 1


def test_tests_without_their_mapping(mapper: Run, folder: Path) -> None:
    (folder / "other.tests.yaml").write_text(CASES, encoding="utf-8")
    assert "other.tests.yaml:1:1: error[no-such-file]" in mapper("check", "other.tests.yaml").output


@pytest.mark.parametrize(
    ("name", "text", "is_ours"),
    [
        ("a.yaml", "# a mapping\n\nmapping: 1\nname: [\n", True),
        ("a.yaml", '"mapping": 2\n', True),
        ("a.yml", "\ufeffmapping: 1\n", True),
        ("a.yaml", "on: push\njobs:\n  mapping: 1\n", False),
        ("a.yaml", "mappings: 1\n", False),
        ("a.yaml", "name: acme\nusers: []\n", False),
        ("a.yaml", "cases: []\n", False),
        ("a.tests.yaml", "cases: []\n", True),
        ("a.tests.yaml", "suite: x\ntests: []\n", False),
        ("a.yaml", "", False),
    ],
)
def test_other_yaml_is_passed_over(mapper: Run, folder: Path, name: str, text: str, is_ours: bool) -> None:
    (folder / name).write_text(text, encoding="utf-8")
    assert mapper("check", name).exit_code == 1
    result = mapper("check", "--skip-others", name, "acme.yaml")
    assert (result.exit_code, "in 2 files" in result.output) == ((1, True) if is_ours else (0, False))


def test_a_file_that_is_not_there_is_not_passed_over(mapper: Run) -> None:
    assert mapper("check", "--skip-others", "missing.yaml").exit_code == 2


def test_only_what_is_named_is_checked(mapper: Run, folder: Path) -> None:
    (folder / "acme.tests.yaml").write_text("cases: [\n", encoding="utf-8")
    assert mapper("check", "acme.yaml").output == "no faults in 1 file\n"
    assert "acme.tests.yaml:" in mapper("check", "acme.yaml", "acme.tests.yaml").output
    assert "they are checked when they are named themselves" in " ".join(mapper("check", "--help").output.split())
