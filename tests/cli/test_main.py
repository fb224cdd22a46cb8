"""The program as a whole: help, version, completion, colours, what it loads."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from importlib import metadata

import click
import pytest
from click.testing import Result

from mapper.cli import COMMANDS, main

from .conftest import ENVIRONMENT

Run = Callable[..., Result]


@pytest.mark.parametrize("arguments", [(), ("--help",), ("-h",)])
def test_help_teaches_by_example_and_names_every_command(mapper: Run, arguments: tuple[str, ...]) -> None:
    result = mapper(*arguments)
    assert "mapper run acme.yaml user.json" in result.output
    assert all(f"\n  {name} " in result.output for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(mapper: Run, name: str) -> None:
    result = mapper(name, "--help")
    assert result.exit_code == 0
    assert f"\n      mapper {name}" in result.output


def test_version_is_that_of_the_distribution(mapper: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metadata, "version", {"scim-mapper": "1.2.3"}.__getitem__)
    assert mapper("--version").output == "mapper 1.2.3\n"


def test_version_without_a_distribution(mapper: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def not_installed(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", not_installed)
    assert mapper("--version").output == "mapper from its source, not installed\n"


def test_a_fault_of_the_program_is_a_sentence_without_values(mapper: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object, **options: object) -> None:
        raise LookupError("bjensen@example.com")

    monkeypatch.setattr("mapper.files.check", fail)
    result = mapper("check", "acme.yaml")
    assert result.exit_code == 70
    assert "a fault of mapper itself, not of what it was given: LookupError in cli/test_main.py, line " in result.stderr
    assert "MAPPER_TRACEBACK=1" in result.stderr
    assert "bjensen" not in result.output
    assert "Traceback" not in result.output
    monkeypatch.setenv("MAPPER_TRACEBACK", "1")
    with pytest.raises(LookupError):
        mapper("check", "acme.yaml")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("chekc",), "No such command 'chekc'"),
        (("check",), "Missing argument 'FILE...'"),
        (("check", "acme.yaml", "--format", "xml"), "'xml' is not one of 'text', 'json', 'github'"),
        (("run", "acme.yaml", "barbara.json", "--now", "soon"), "'soon' is no date or date-time"),
        (("serve", "--port", "99999"), "99999 is not in the range"),
    ],
)
def test_wrong_use_is_a_sentence_and_exit_code_2(mapper: Run, arguments: tuple[str, ...], sentence: str) -> None:
    result = mapper(*arguments)
    assert result.exit_code == 2
    assert sentence in result.stderr
    assert result.stdout == ""


def test_shell_completion_offers_the_commands() -> None:
    completion = subprocess.run(
        [sys.executable, "-c", "from mapper.cli import main; main(prog_name='mapper')"],
        env=ENVIRONMENT | {"_MAPPER_COMPLETE": "bash_complete", "COMP_WORDS": "mapper ", "COMP_CWORD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert [line.partition(",")[2] for line in completion.stdout.splitlines()] == list(COMMANDS)


def test_a_command_is_listed_with_its_first_sentence(mapper: Run) -> None:
    for name, about in COMMANDS.items():
        assert " ".join(mapper(name, "--help").output.split()).find(about) > 0, name
    listed = mapper("--help").output.partition("Commands:\n")[2]
    assert " ".join(listed.split()) == " ".join(f"{name} {about}" for name, about in COMMANDS.items())


def test_a_command_that_begins_so_is_completed_with_its_sentence() -> None:
    items = main.shell_complete(click.Context(main), "fu")
    assert [(item.value, item.help) for item in items] == [("functions", COMMANDS["functions"])]


@pytest.mark.parametrize("way", ["main(['--help'], prog_name='mapper')", "main.shell_complete(Context(main), '')"])
def test_help_and_completion_load_nothing_but_themselves(way: str) -> None:
    code = (
        "import sys\nfrom click import Context\nfrom mapper.cli import main\n"
        f"try:\n    {way}\nexcept SystemExit:\n    pass\n"
        "print(sorted(name for name in sys.modules if name.partition('.')[0] in sys.argv))"
    )
    libraries = ["mapper", "ruamel", "jmespath", "jinja2", "re2", "msgspec", "flask", "waitress", "werkzeug"]
    process = subprocess.run(
        [sys.executable, "-c", code, *libraries], env=ENVIRONMENT, capture_output=True, text=True, check=True
    )
    assert process.stdout.splitlines()[-1] == "['mapper', 'mapper.cli', 'mapper.cli.streams', 'mapper.terminal']"
