"""`mapper diff`: what is printed, the exit code, the same bytes from several processes, and bad input."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import active_children
from pathlib import Path

import pytest
from click.testing import Result

from mapper.cli import jobs, workers

from .conftest import ACME, ROOT, ndjson, user

ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
Run = Callable[..., Result]
Start = Callable[..., "subprocess.Popen[bytes]"]

SAMPLES = [json.loads(path.read_text("utf-8")) for path in sorted((ROOT / "mappings" / "samples").glob("*.json"))]
STREAM = ndjson(*SAMPLES[:20]) + '{"userName": "Secret\n[1]\n\n' + ndjson(*SAMPLES[20:])


@pytest.fixture
def changed(folder: Path) -> str:
    """`new.yaml`, which says more of the name and fills the job title; `people.ndjson` with two who differ."""
    new = ACME.replace("displayName", "[upper(displayName)]") + "      job_title: title\n"
    (folder / "new.yaml").write_text(new, encoding="utf-8")
    people = [{**user(1), "displayName": "1"}, user(2), {**user(3), "displayName": "3", "title": "Chief"}]
    (folder / "people.ndjson").write_text(ndjson(*people), encoding="utf-8")
    return "new.yaml"


def test_rules(mapper: Run, changed: str) -> None:
    result = mapper("diff", "acme.yaml", changed)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        "2 differences in the rules\n\n"
        "users: Everybody: name: displayName -> upper(displayName)\n    acme.yaml:7 -> new.yaml:7\n"
        "users: Everybody: job_title: added: title\n    new.yaml:8\n"
    )


def test_people(mapper: Run, changed: str) -> None:
    result = mapper("diff", "acme.yaml", changed, "--payloads", "people.ndjson")
    first, _, rest = result.stdout.partition("\n")
    assert first == "2 of 3 people differ, 2 differences in the rules"
    assert rest.partition("new.yaml:8\n\n")[2] == (
        "job_title: 1 differs\n"
        "    kept -> set                              1\n"
        '        people.ndjson:3  xxxx9@xxxxxxx.xxx: kept -> "Xxxxx"\n'
        "name: 1 differs\n"
        "    only capitals                            1\n"
        '        people.ndjson:2  xxxx9@xxxxxxx.xxx: "Xxxx 9" -> "XXXX 9"\n'
    )
    shown = mapper("diff", "acme.yaml", changed, "--payloads", "people.ndjson", "--show-values").stdout
    assert shown.endswith('        people.ndjson:2  user2@example.com: "User 2" -> "USER 2"\n')


def test_what_the_mappings_say_themselves_is_shown(mapper: Run, folder: Path) -> None:
    old = f"""{ACME}      disabled: {{value: true}}
      job_title: [title, {{value: Staff}}]
      manager: {{from: enterprise.manager.value, found_by: name}}
"""
    new = old.replace("true", "false").replace("Staff", "Guest").replace("found_by: name", "found_by: scim_id")
    for name, text in (("old.yaml", old), ("new.yaml", new)):
        (folder / name).write_text(text, encoding="utf-8")
    users = [
        {**user(1), ENTERPRISE: {"manager": {"value": "p7"}}},
        {**user(2), "title": "Guest"},
        {**user(3), "title": "Secret"},
    ]
    (folder / "people.ndjson").write_text(ndjson(*users), encoding="utf-8")
    (folder / "directory.yaml").write_text("people: [{id: i7, scim_id: p7, name: Bo}]\n", encoding="utf-8")
    arguments = ("--payloads", "people.ndjson", "--directory", "directory.yaml", "--format", "json")
    result = mapper("diff", "old.yaml", "new.yaml", *arguments)
    assert result.stderr == ""
    fields = json.loads(result.stdout)["people"]["fields"]
    assert {each["field"]: [(shape["shape"], shape["count"]) for shape in each["shapes"]] for each in fields} == {
        "disabled": [("true -> false", 3)],
        "job_title": [('"Staff" -> "Guest"', 1)],
        "manager": [("awaited -> found", 1)],
    }


def test_everybody_with_values(mapper: Run, changed: str) -> None:
    result = mapper("diff", "acme.yaml", changed, "--payloads", "people.ndjson", "--full", "--show-values")
    assert result.stdout.partition("new.yaml:8\n\n")[2] == (
        "people.ndjson:2  user2@example.com\n"
        '    name: only capitals: "User 2" -> "USER 2"\n'
        "people.ndjson:3  user3@example.com\n"
        '    job_title: kept -> "Chief"\n'
        "\n"
        "2 of 3 people differ, 2 differences in the rules\n"
        "\n"
        "job_title: 1 differs\n"
        "    kept -> set                              1\n"
        '        people.ndjson:3  user3@example.com: kept -> "Chief"\n'
        "name: 1 differs\n"
        "    only capitals                            1\n"
        '        people.ndjson:2  user2@example.com: "User 2" -> "USER 2"\n'
    )


def test_json(mapper: Run, changed: str) -> None:
    arguments = ("diff", "acme.yaml", changed, "--format", "json")
    assert json.loads(mapper("diff", "acme.yaml", "acme.yaml", "--format", "json").stdout) == {
        "rules": [],
        "people": None,
    }
    short = json.loads(mapper(*arguments, "--payloads", "people.ndjson").stdout)
    assert [rule["path"] for rule in short["rules"]] == ["users: Everybody: name", "users: Everybody: job_title"]
    assert short["people"] == {
        "read": 3,
        "differ": 2,
        "failed": 0,
        "fields": [
            {
                "field": field,
                "count": 1,
                "shapes": [
                    {
                        "shape": shape,
                        "count": 1,
                        "examples": [
                            {
                                "file": "people.ndjson",
                                "line": line,
                                "number": line,
                                "identity": "xxxx9@xxxxxxx.xxx",
                                "before": before,
                                "after": after,
                            }
                        ],
                    }
                ],
            }
            for field, shape, line, before, after in (
                ("job_title", "kept -> set", 3, None, "Xxxxx"),
                ("name", "only capitals", 2, "Xxxx 9", "XXXX 9"),
            )
        ],
        "others": 0,
        "first_failed": [],
    }
    full = json.loads(mapper(*arguments, "--payloads", "people.ndjson", "--full").stdout)
    listed = full["people"].pop("list")
    assert full == short
    assert listed[0] == {
        "file": "people.ndjson",
        "line": 2,
        "number": 2,
        "identity": "xxxx9@xxxxxxx.xxx",
        "changes": [{"field": "name", "shape": "only capitals", "before": "Xxxx 9", "after": "XXXX 9"}],
    }
    assert [each["line"] for each in listed] == [2, 3]


def test_full_json_without_anybody(mapper: Run, changed: str) -> None:
    result = mapper("diff", "acme.yaml", "acme.yaml", "--payloads", "people.ndjson", "--full", "--format", "json")
    assert json.loads(result.stdout)["people"]["list"] == []


# --- exit codes ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["acme.yaml", "acme.yaml", "--exit-code"], 0),
        (["acme.yaml", "new.yaml"], 0),
        (["acme.yaml", "new.yaml", "--exit-code"], 1),
        (["acme.yaml", "acme.yaml", "--payloads", "people.ndjson", "--exit-code"], 0),
        (["acme.yaml", "nowhere.yaml"], 2),
        (["acme.yaml", "acme.yaml", "--payloads", "nowhere.ndjson"], 2),
        (["-", "-"], 2),
        (["acme.yaml", "acme.yaml", "--payloads", "people.ndjson", "--current", "barbara.json"], 2),
    ],
)
@pytest.mark.usefixtures("changed")
def test_exit_code(mapper: Run, arguments: list[str], code: int) -> None:
    assert mapper("diff", *arguments).exit_code == code


@pytest.mark.parametrize("arguments", [("acme.yaml", "bad.yaml"), ("bad.yaml", "acme.yaml")])
def test_mapping_that_does_not_check(mapper: Run, folder: Path, arguments: tuple[str, str]) -> None:
    (folder / "bad.yaml").write_text(ACME.replace("displayName", "dispalyName"), encoding="utf-8")
    result = mapper("diff", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "bad.yaml:7:13: error[unknown-attribute]" in result.stderr


def test_mapping_from_standard_input(mapper: Run) -> None:
    assert mapper("diff", "acme.yaml", "-", stdin=ACME).stdout == "no difference\n"


# --- streams ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["--show-values"],
        ["--format", "json"],
        ["--full"],
        ["--full", "--show-values"],
        ["--full", "--format", "json"],
    ],
)
def test_bytes_are_the_same_from_several_processes(
    mapper: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, options: list[str]
) -> None:
    monkeypatch.setattr(jobs, "WORTH_PROCESSES", 3)
    monkeypatch.setattr(workers, "MOST_TASKS", 3)
    (folder / "stream.ndjson").write_text(STREAM, encoding="utf-8")
    mappings = [str(ROOT / "mappings" / name) for name in ("default.yaml", "okta.yaml")]
    files = ["--payloads", "stream.ndjson", "--payloads", "barbara.json", "--now", "2026-01-31"]
    told = [mapper("diff", *mappings, *files, *options, "--jobs", number) for number in ("1", "2")]
    assert told[0].exit_code == told[1].exit_code == 1
    assert told[0].stdout_bytes == told[1].stdout_bytes
    assert f" of {len(SAMPLES) + 1} people" in told[0].stdout or f'"read": {len(SAMPLES) + 3},' in told[0].stdout
    assert active_children() == []


def test_bad_lines_are_told_by_their_place_without_a_word_of_them(mapper: Run, folder: Path) -> None:
    (folder / "stream.ndjson").write_text(STREAM, encoding="utf-8")
    arguments = ("diff", "acme.yaml", "acme.yaml", "--payloads", "stream.ndjson")
    result = mapper(*arguments)
    assert result.exit_code == 1
    assert result.stdout == (
        "no difference; 2 payloads cannot be mapped\n\n"
        "stream.ndjson:21: cannot be mapped: it is no JSON [json-syntax]\n"
        "stream.ndjson:22: cannot be mapped: it is no object [not-an-object]\n"
    )
    assert "Secret" not in mapper(*arguments, "--full").output


def test_payloads_are_told_by_number_where_that_is_not_the_line(mapper: Run, changed: str, folder: Path) -> None:
    people = [json.loads(line) for line in (folder / "people.ndjson").read_text("utf-8").splitlines()]
    (folder / "list.json").write_text(json.dumps([*people[1:], 7]), encoding="utf-8")
    (folder / "blank.ndjson").write_text("\n\n".join(map(json.dumps, people)), encoding="utf-8")
    arguments = ("diff", "acme.yaml", changed, "--payloads", "people.ndjson", "--payloads")
    listed = mapper(*arguments, "list.json").stdout
    assert listed.endswith(
        "name: 2 differ\n"
        "    only capitals                            2\n"
        '        people.ndjson:2  xxxx9@xxxxxxx.xxx: "Xxxx 9" -> "XXXX 9"\n'
        '        list.json:1  xxxx9@xxxxxxx.xxx: "Xxxx 9" -> "XXXX 9"\n'
        "\n"
        "list.json:1 (number 3): cannot be mapped: it is no object [not-an-object]\n"
    )
    assert '        list.json:1 (number 2)  xxxx9@xxxxxxx.xxx: kept -> "Xxxxx"\n' in listed
    blank = mapper(*arguments, "blank.ndjson", "--full").stdout
    assert "\nblank.ndjson:3 (number 2)  xxxx9@xxxxxxx.xxx\n" in blank
    told = json.loads(mapper(*arguments, "list.json", "--full", "--format", "json").stdout)["people"]
    places = [(each["file"], each["line"], each["number"]) for each in told["list"]]
    assert places == [
        ("people.ndjson", 2, 2),
        ("people.ndjson", 3, 3),
        ("list.json", 1, 1),
        ("list.json", 1, 2),
        ("list.json", 1, 3),
    ]
    assert told["first_failed"] == told["list"][-1:]


def test_of_an_empty_file_it_is_said_that_there_is_no_payload(mapper: Run, folder: Path) -> None:
    (folder / "empty.ndjson").write_bytes(b"")
    assert mapper("diff", "acme.yaml", "acme.yaml", "--payloads", "empty.ndjson").stdout == (
        "no difference; 1 payload cannot be mapped\n\n"
        "empty.ndjson:1: cannot be mapped: there is no payload [json-syntax]\n"
    )


def test_context_and_groups_are_those_of_run(mapper: Run, folder: Path) -> None:
    old = ACME + "      job_title: account.name\n"
    (folder / "old.yaml").write_text(old, encoding="utf-8")
    (folder / "new.yaml").write_text(old.replace("account.name", "account.kind"), encoding="utf-8")
    (folder / "account.yaml").write_text("name: qa\nkind: qa\n", encoding="utf-8")
    arguments = ("diff", "old.yaml", "new.yaml", "--payloads", "barbara.json")
    first = mapper(*arguments, "--account", "account.yaml").stdout.splitlines()[0]
    assert first == "0 of 1 people differ, 1 difference in the rules"
    assert mapper(*arguments, "--group").stdout.startswith("0 of 1 people and groups differ")


def test_a_change_of_write_that_nobody_shows_is_told(mapper: Run, folder: Path) -> None:
    (folder / "old.yaml").write_text(ACME + "      job_title: {from: title}\n", encoding="utf-8")
    (folder / "new.yaml").write_text(ACME + "      job_title: {from: title, write: create}\n", encoding="utf-8")
    (folder / "user.json").write_text(json.dumps({**user(1), "title": "Chief"}), encoding="utf-8")
    (folder / "stored.json").write_text('{"id": "p1", "job_title": "Guide"}', encoding="utf-8")
    arguments = ("diff", "old.yaml", "new.yaml", "--payloads", "user.json")
    assert mapper(*arguments).stdout.splitlines()[:2] == [
        "0 of 1 people differ, 1 difference in the rules",
        "all people were taken as new; `write` makes no difference for them",
    ]
    stored = mapper(*arguments, "--current", "stored.json").stdout
    assert stored.startswith("1 of 1 people differs, 1 difference in the rules\n\nusers")
    assert "taken as new" not in mapper("diff", "old.yaml", "new.yaml").stdout
    assert "taken as new" not in mapper("diff", "old.yaml", "acme.yaml", "--payloads", "user.json").stdout
    (folder / "new.yaml").write_text(ACME.replace("users:", "let: {write: title}\nusers:"), encoding="utf-8")
    assert "taken as new" not in mapper("diff", "acme.yaml", "new.yaml", "--payloads", "user.json").stdout


@pytest.mark.skipif(os.name != "posix", reason="only POSIX has pseudo-terminals")
@pytest.mark.parametrize(("options", "has_bar"), [([], True), (["--full"], False)])
def test_bar_on_a_terminal_where_the_output_comes_at_the_end(
    start: Start, folder: Path, options: list[str], has_bar: bool
) -> None:
    import pty

    (folder / "many.ndjson").write_text(ndjson(*({**user(at), "note": "x" * 2000} for at in range(2500))), "utf-8")
    ours, theirs = pty.openpty()
    process = start(
        "diff", "acme.yaml", "acme.yaml", "--payloads", "many.ndjson", *options, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    shown = b""
    with os.fdopen(ours, "rb", buffering=0) as terminal, suppress(OSError):  # Linux ends a terminal with an error
        while part := terminal.read(4096):
            shown += part
    assert process.wait(timeout=60) == 0
    assert b"no difference" in shown
    assert (b"many.ndjson       [####################] 100%" in shown) == has_bar
