"""`mapper fmt`, `--check` and `--diff`: what is written, what is told, and what is refused."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from .conftest import ACME

Run = Callable[..., Result]
LAID_OUT = ACME.replace("users:", "\nusers:")
TESTS = "cases:\n  - case: one\n    user: {userName: a@example.com}\n    expect: {primary_email: a@example.com}\n"


def content(folder: Path, name: str = "acme.yaml") -> str:
    return (folder / name).read_text(encoding="utf-8")


def test_a_file_gets_one_layout_and_is_named(mapper: Run, folder: Path) -> None:
    result = mapper("fmt", "acme.yaml")
    assert (result.exit_code, result.output) == (0, "acme.yaml has one layout now\n")
    assert content(folder) == LAID_OUT
    result = mapper("fmt", "acme.yaml")
    assert (result.exit_code, result.output) == (0, "")


def test_check_names_the_files_that_differ_and_writes_nothing(mapper: Run, folder: Path) -> None:
    (folder / "good.yaml").write_text(LAID_OUT, encoding="utf-8")
    result = mapper("fmt", "--check", "good.yaml", "acme.yaml")
    assert (result.exit_code, result.output) == (1, "acme.yaml has another layout\n")
    assert content(folder) == ACME
    assert mapper("fmt", "--check", "good.yaml").exit_code == 0


@pytest.mark.parametrize(("options", "exit_code"), [(("--diff",), 0), (("--diff", "--check"), 1)])
def test_the_difference_is_shown_and_nothing_is_written(
    mapper: Run, folder: Path, options: tuple[str, ...], exit_code: int
) -> None:
    result = mapper("fmt", *options, "acme.yaml")
    assert (result.exit_code, result.stderr) == (exit_code, "acme.yaml has another layout\n")
    assert result.stdout == (
        "--- acme.yaml\n+++ acme.yaml\n@@ -1,5 +1,6 @@\n"
        " mapping: 1\n name: acme\n+\n users:\n   - rule: Everybody\n     person:\n"
    )
    assert content(folder) == ACME


def test_tests_are_laid_out_as_well(mapper: Run, folder: Path) -> None:
    (folder / "acme.tests.yaml").write_text(TESTS.replace("  - case", "- case").replace("    ", "  "), encoding="utf-8")
    assert mapper("fmt", "acme.tests.yaml").exit_code == 0
    assert content(folder, "acme.tests.yaml") == TESTS


def test_standard_input_goes_to_standard_output(mapper: Run) -> None:
    result = mapper("fmt", "-", stdin=ACME)
    assert (result.exit_code, result.stdout) == (0, LAID_OUT)
    result = mapper("fmt", "-", "--check", stdin=ACME)
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", "- has another layout\n")
    assert mapper("fmt", "-", "acme.yaml", stdin=ACME).exit_code == 2


def test_line_ends_and_a_byte_order_mark_stay(mapper: Run, folder: Path) -> None:
    (folder / "acme.yaml").write_bytes(codecs.BOM_UTF8 + ACME.replace("\n", "\r\n").encode())
    mapper("fmt", "acme.yaml")
    assert (folder / "acme.yaml").read_bytes() == codecs.BOM_UTF8 + LAID_OUT.replace("\n", "\r\n").encode()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"mapping: 1\nname: {{ x }}\n", "unquoted-template"),
        (b"mapping: 1\nname: \xe9\n", "yaml-encoding"),
        (b"mapping: 1\nname: a # " + b"x" * 300_000, "yaml-too-large"),
        (b'{"userName": "babs"}', "not-a-mapping"),
        (b"services: {}\n", "not-a-mapping"),
        (b"", "yaml-empty"),
    ],
)
def test_what_is_no_mapping_is_refused_with_its_faults_and_stays(
    mapper: Run, folder: Path, data: bytes, code: str
) -> None:
    (folder / "acme.yaml").write_bytes(data)
    result = mapper("fmt", "acme.yaml")
    assert (result.exit_code, result.stdout) == (1, "")
    assert f"error[{code}]" in result.stderr
    assert (folder / "acme.yaml").read_bytes() == data


def test_faults_of_the_language_do_not_keep_a_file_from_its_layout(mapper: Run, folder: Path) -> None:
    (folder / "acme.yaml").write_text(ACME.replace("displayName", "nothing"), encoding="utf-8")
    assert mapper("fmt", "acme.yaml").exit_code == 0
    assert content(folder) == LAID_OUT.replace("displayName", "nothing")


def test_a_missing_file_does_not_keep_others_from_their_layout(mapper: Run, folder: Path) -> None:
    result = mapper("fmt", "gone.yaml", "acme.yaml")
    assert (result.exit_code, result.stderr) == (2, "Error: cannot use 'gone.yaml': no such file or directory\n")
    assert content(folder) == LAID_OUT


def test_a_layout_that_would_change_what_is_said_is_not_written(
    mapper: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mapper.engine.layout.write", lambda whole, depth: "mapping: 1\nname: other\n")
    result = mapper("fmt", "acme.yaml")
    assert (result.exit_code, content(folder)) == (1, ACME)
    assert result.stderr == "Error: 'acme.yaml' stays as it is: another layout would change what it says\n"
    monkeypatch.setattr("mapper.engine.layout.write", lambda whole, depth: LAID_OUT.replace("users", "# x\nusers"))
    assert mapper("fmt", "acme.yaml").exit_code == 1
