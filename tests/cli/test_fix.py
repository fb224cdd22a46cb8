"""`mapper check --fix` and `--diff`: what is repaired, what is told of it, and what stays as it was."""

from __future__ import annotations

import codecs
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from .conftest import ACME

Run = Callable[..., Result]
WRONG = """\
# Acme's people
mapping: 1
name: acme
users:
  - rule: Everybody
    person:
      primary_email: userNmae   # for signing in
      name:
        - {{ displayName }}
        - from:'Nobody'
      job_titel: "title"
      disabled: !title
      vip: nothing
"""
RIGHT = """\
# Acme's people
mapping: 1
name: acme
users:
  - rule: Everybody
    person:
      primary_email: userName   # for signing in
      name:
        - displayName
        - from: 'Nobody'
      job_title: "title"
      disabled: "!title"
      vip: nothing
"""


@pytest.fixture
def wrong(folder: Path) -> Path:
    path = folder / "wrong.yaml"
    path.write_text(WRONG, encoding="utf-8")
    return path


def test_an_empty_file_is_left_alone_since_nobody_knows_what_it_held(mapper: Run, folder: Path) -> None:
    for name, text in (("empty.yaml", "\n"), ("empty.tests.yaml", "\n"), ("comment.yaml", "# Acme\n")):
        (folder / name).write_text(text, encoding="utf-8")
        result = mapper("check", "--fix", name)
        assert result.exit_code == 1
        assert "the file is empty" in result.stdout
        assert (folder / name).read_text(encoding="utf-8") == text
    piped = mapper("check", "--fix", "-", stdin="")
    assert (piped.exit_code, piped.stdout) == (1, "")
    assert "repairs" not in mapper("check", "empty.yaml").stdout


def test_what_is_certain_is_repaired_and_the_rest_is_shown(mapper: Run, wrong: Path) -> None:
    result = mapper("check", "--fix", "wrong.yaml")
    assert wrong.read_text(encoding="utf-8") == RIGHT
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert lines[:6] == [
        "wrong.yaml:7:22: repaired[unknown-attribute]: 'userNmae' -> 'userName'",
        "wrong.yaml:9:11: repaired[unquoted-template]: '{{ displayName }}' -> 'displayName'",
        "wrong.yaml:10:11: repaired[missing-space]: 'from:' -> 'from: '",
        "wrong.yaml:11:7: repaired[unknown-field]: 'job_titel' -> 'job_title'",
        """wrong.yaml:12:17: repaired[unquoted-negation]: '!title' -> '"!title"'""",
        "repaired 5 faults",
    ]
    assert lines[6].startswith("wrong.yaml:10:18: error[unknown-attribute]: there is no attribute 'Nobody'")
    assert "2 errors in 1 file" in lines


def test_a_second_time_there_is_nothing_to_repair(mapper: Run, wrong: Path) -> None:
    mapper("check", "--fix", "wrong.yaml")
    before = wrong.stat()
    result = mapper("check", "--fix", "wrong.yaml")
    assert "repaired" not in result.stdout
    assert wrong.stat().st_ino == before.st_ino


def test_without_an_error_left_all_is_well(mapper: Run, folder: Path) -> None:
    (folder / "a.yaml").write_text(ACME.replace("displayName", "displayNam"), encoding="utf-8")
    result = mapper("check", "--fix", "a.yaml", "acme.yaml")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        "a.yaml:7:13: repaired[unknown-attribute]: 'displayNam' -> 'displayName'\n"
        "repaired 1 fault\nno faults in 2 files\n"
    )


def test_the_difference_is_shown_and_nothing_is_written(mapper: Run, wrong: Path) -> None:
    result = mapper("check", "--diff", "wrong.yaml")
    assert wrong.read_text(encoding="utf-8") == WRONG
    lines = result.stdout.splitlines()
    assert lines[:2] == ["--- wrong.yaml", "+++ wrong.yaml"]
    assert [line for line in lines[2:] if line[0] in "+-"] == [
        "-      primary_email: userNmae   # for signing in",
        "+      primary_email: userName   # for signing in",
        "-        - {{ displayName }}",
        "-        - from:'Nobody'",
        '-      job_titel: "title"',
        "-      disabled: !title",
        "+        - displayName",
        "+        - from: 'Nobody'",
        '+      job_title: "title"',
        '+      disabled: "!title"',
    ]
    assert (result.exit_code, result.stderr) == (1, "--fix repairs 5 faults\n7 errors in 1 file\n")
    assert mapper("check", "--diff", "acme.yaml").stdout == ""


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_and_a_byte_order_mark_stay(mapper: Run, folder: Path, end: str) -> None:
    path = folder / "a.yaml"
    path.write_bytes(codecs.BOM_UTF8 + WRONG.replace("\n", end).rstrip().encode())
    mapper("check", "--fix", "a.yaml")
    assert path.read_bytes() == codecs.BOM_UTF8 + RIGHT.replace("\n", end).rstrip().encode()


def test_a_difference_without_a_last_line_end_says_so(mapper: Run, folder: Path) -> None:
    (folder / "a.yaml").write_text(ACME.replace("displayName\n", "displayNam"), encoding="utf-8")
    assert mapper("check", "--diff", "a.yaml").stdout.endswith(
        "-      name: displayNam\n\\ No newline at end of file\n"
        "+      name: displayName\n\\ No newline at end of file\n"
    )


def test_standard_input_is_repaired_onto_standard_output(mapper: Run) -> None:
    result = mapper("check", "--fix", "-", stdin=WRONG)
    assert result.stdout == RIGHT
    assert result.exit_code == 1
    assert "-:7:22: repaired[unknown-attribute]: 'userNmae' -> 'userName'\n" in result.stderr
    assert "\n2 errors in 1 file\n" in result.stderr


@pytest.mark.parametrize("data", [b"\xff\xfe", b"mapping: 1\nname: \xe9\n", b"# Acme\n"])
def test_what_is_no_text_passes_through_a_pipe_as_it_is(mapper: Run, data: bytes) -> None:
    result = mapper("check", "--fix", "-", stdin=data)
    assert (result.exit_code, result.stdout_bytes) == (1, data)


def test_what_is_no_text_or_too_large_stays_as_it_is(mapper: Run, folder: Path) -> None:
    for data in (b"name: \xe9 !x\n", b"# " + b"x" * 300_000 + b"\n" + WRONG.encode()):
        (folder / "a.yaml").write_bytes(data)
        assert mapper("check", "--fix", "a.yaml").exit_code == 1
        assert (folder / "a.yaml").read_bytes() == data
    assert mapper("check", "--fix", "-", stdin=b"x" * 300_000).exit_code == 2


def test_with_json_what_was_repaired_is_told_on_standard_error(mapper: Run, wrong: Path) -> None:
    result = mapper("check", "--fix", "--format", "json", "wrong.yaml")
    assert [each["code"] for each in json.loads(result.stdout)] == ["unknown-attribute", "unknown-attribute"]
    assert result.stderr.endswith("repaired 5 faults\n")


@pytest.mark.parametrize(
    "arguments",
    [("--fix", "-", "acme.yaml"), ("--fix", "-", "--format", "json"), ("--diff", "acme.yaml", "--format", "json")],
)
def test_standard_output_is_for_one_thing(mapper: Run, arguments: tuple[str, ...]) -> None:
    assert mapper("check", *arguments, stdin=WRONG).exit_code == 2


def test_a_file_that_cannot_be_used_does_not_keep_others_from_being_repaired(mapper: Run, wrong: Path) -> None:
    result = mapper("check", "--fix", "gone.yaml", "wrong.yaml")
    assert (result.exit_code, result.stderr) == (2, "Error: cannot use 'gone.yaml': no such file or directory\n")
    assert wrong.read_text(encoding="utf-8") == RIGHT


def test_a_negation_for_a_yes_or_no_becomes_not(mapper: Callable[..., Result], folder: Path) -> None:
    (folder / "acme.yaml").write_text(ACME + "      disabled: !active\n", encoding="utf-8")
    assert mapper("check", "--fix", "acme.yaml").exit_code == 0
    assert (folder / "acme.yaml").read_text("utf-8") == ACME + "      disabled:\n        not: active\n"


TESTS = """\
cases:
  # the first
  - caes: one
    user: {userName: babs@example.com, displayName: B}
    expect: {nme: B, primary_emial: babs@example.com}
  - case: two
    usr: {userName: babs@example.com, displayName: B}   # as sent
    expect: {name: B, nme: B}
"""
REPAIRED_TESTS = """\
cases:
  # the first
  - case: one
    user: {userName: babs@example.com, displayName: B}
    expect: {name: B, primary_email: babs@example.com}
  - case: two
    user: {userName: babs@example.com, displayName: B}   # as sent
    expect: {name: B, nme: B}
"""


def test_tests_are_repaired_too_but_no_name_is_given_twice(mapper: Run, folder: Path) -> None:
    path = folder / "acme.tests.yaml"
    path.write_text(TESTS, encoding="utf-8")
    assert "+    expect: {name: B, primary_email" in mapper("check", "--diff", path.name).stdout
    assert path.read_text(encoding="utf-8") == TESTS
    result = mapper("check", "--fix", "acme.yaml", path.name)
    assert path.read_text(encoding="utf-8") == REPAIRED_TESTS
    assert result.exit_code == 1
    assert "repaired 4 faults" in result.output
    assert result.output.count("error[unknown-field]") == 1
