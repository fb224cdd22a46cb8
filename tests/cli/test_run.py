"""`mapper run`: one payload and many, JSON and tables, rejects, context, ends."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from .conftest import ACME, ENVIRONMENT, ndjson, user

Run = Callable[..., Result]
Start = Callable[..., "subprocess.Popen[bytes]"]

CREATED = {
    "action": "create",
    "reason": None,
    "person": {"primary_email": "bjensen@example.com", "name": "Barbara"},
    "clear": [],
    "keep": {},
    "problems": [],
    "look_again": None,
}


CONTEXT_MAPPING = (
    ACME
    + """\
      job_title: account.kind
      location: connection
      organization: enterprise.organization
      vip: in_group('Executives')
"""
)


def names(output: str) -> list[str]:
    return [json.loads(line)["person"]["name"] for line in output.splitlines()]


# --- what is printed -------------------------------------------------------------------------------------------------


def test_one_payload_gives_one_indented_object(mapper: Run) -> None:
    result = mapper("run", "acme.yaml", "barbara.json")
    assert (result.exit_code, result.stderr) == (0, "")
    assert json.loads(result.stdout) == CREATED
    assert result.stdout.startswith('{\n  "action": "create",\n')


@pytest.mark.parametrize(
    "content",
    [
        ndjson(user(1), user(2)),
        json.dumps([user(1), user(2)]),
        json.dumps(
            {
                "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
                "totalResults": 2,
                "Resources": [user(1), user(2)],
            }
        ),
    ],
    ids=["NDJSON", "array", "ListResponse"],
)
def test_several_payloads_give_an_object_a_line(mapper: Run, content: str) -> None:
    result = mapper("run", "acme.yaml", stdin=content)
    assert (result.exit_code, result.stderr) == (0, "")
    assert names(result.stdout) == ["User 1", "User 2"]


def test_several_files_and_standard_input_come_in_order(mapper: Run) -> None:
    result = mapper("run", "acme.yaml", "barbara.json", "-", stdin=ndjson(user(1)))
    assert names(result.stdout) == ["Barbara", "User 1"]


def test_output_is_utf8_and_numbers_keep_their_digits(mapper: Run, folder: Path) -> None:
    (folder / "acme.yaml").write_text(ACME.replace("displayName", "nickName"), encoding="utf-8")
    result = mapper("run", "acme.yaml", stdin='{"userName": "a@example.com", "nickName": "Zoë 日本"}')
    assert '"name": "Zoë 日本"'.encode() in result.stdout_bytes


def test_table_of_one_payload(mapper: Run) -> None:
    result = mapper("run", "acme.yaml", "barbara.json", "--format", "table")
    assert result.stdout.splitlines() == [
        "create",
        "",
        "FIELD          DOES  VALUE",
        "primary_email  set   bjensen@example.com",
        "name           set   Barbara",
    ]


def test_table_of_several_payloads_counts_those_that_were_rejected(mapper: Run) -> None:
    result = mapper("run", "acme.yaml", "--format", "table", stdin=ndjson(user(1)) + "{\n" + ndjson(user(2)))
    assert result.stdout.splitlines() == [
        "   No.  ACTION  PROBLEMS  PERSON",
        "     1  create         0  user1@example.com · User 1",
        "     3  create         0  user2@example.com · User 2",
    ]


def test_groups_are_told_by_their_schemas_and_by_the_option(mapper: Run) -> None:
    group = {"displayName": "Executives", "members": []}
    told = {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], **group}
    by_schema = mapper("run", "acme.yaml", stdin=json.dumps(told))
    forced = mapper("run", "acme.yaml", "--group", stdin=json.dumps(group))
    for result in (by_schema, forced):
        assert result.exit_code == 0
        assert list(json.loads(result.stdout)) == ["stands_for", "called", "members", "problems"]


# --- the mapping -----------------------------------------------------------------------------------------------------


def test_mapping_with_errors_is_shown_as_by_check(mapper: Run, folder: Path) -> None:
    (folder / "acme.yaml").write_text(ACME.replace("displayName", "displayNam"), encoding="utf-8")
    result = mapper("run", "acme.yaml", "barbara.json")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("acme.yaml:7:13: error[unknown-attribute]: ")


def test_mapping_from_standard_input(mapper: Run) -> None:
    assert json.loads(mapper("run", "-", "barbara.json", stdin=ACME).stdout) == CREATED


def test_standard_input_cannot_be_mapping_and_payload(mapper: Run) -> None:
    result = mapper("run", "-", stdin=ACME)
    assert result.exit_code == 2
    assert "standard input cannot be both mapping and payload" in result.stderr


# --- context ---------------------------------------------------------------------------------------------------------


def test_current_person_makes_it_an_update(mapper: Run, folder: Path) -> None:
    (folder / "person.json").write_text('{"primary_email": "old@example.com", "name": "Old"}', encoding="utf-8")
    result = mapper("run", "acme.yaml", "barbara.json", "--current", "person.json")
    assert json.loads(result.stdout)["action"] == "update"


@pytest.mark.parametrize("content", ["", "[]", "{", '{"a": 1, "a": 2}', "\ud800"], ids=repr)
def test_current_that_is_no_person_is_wrong_use(mapper: Run, folder: Path, content: str) -> None:
    (folder / "person.json").write_bytes(content.encode("utf-8", "surrogatepass"))
    result = mapper("run", "acme.yaml", "barbara.json", "--current", "person.json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("Error: ")
    assert "person.json" in result.stderr


@pytest.mark.parametrize(
    "schemas", [["urn:ietf:params:scim:schemas:core:2.0:User"], ["urn:ietf:params:scim:api:messages:2.0:ListResponse"]]
)
def test_current_that_is_a_payload_is_wrong_use(mapper: Run, folder: Path, schemas: list[str]) -> None:
    (folder / "user.json").write_text(json.dumps({"schemas": schemas, "title": "Guide"}), encoding="utf-8")
    result = mapper("run", "acme.yaml", "barbara.json", "--current", "user.json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "Error: 'user.json' holds what a client sends, and --current takes the person as stored: "
        "an object in the fields of the target, such as job_title\n"
    )


@pytest.mark.parametrize("arguments", [("barbara.json", "--rejects", "no/where.ndjson"), ("no/where.ndjson",)])
def test_a_file_in_a_directory_that_is_not_there(mapper: Run, arguments: tuple[str, ...]) -> None:
    result = mapper("run", "acme.yaml", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "Error: cannot use 'no/where.ndjson': there is no directory 'no'\n"


def test_current_is_for_one_payload(mapper: Run) -> None:
    result = mapper("run", "acme.yaml", "--current", "barbara.json", stdin=ndjson(user(1), user(2)))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "Error: --current is the person of one payload, and here are several; give one of them, in a file of its own\n"
    )


@pytest.mark.parametrize("option", ["--current", "--groups", "--directory", "--account"])
def test_missing_context_file_is_a_sentence(mapper: Run, option: str) -> None:
    result = mapper("run", "acme.yaml", "barbara.json", option, "gone.file")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "Error: cannot use 'gone.file': no such file or directory\n"


@pytest.mark.parametrize(
    ("option", "content", "start"),
    [
        ("--directory", "organisations: []\n", "beside.yaml:1:1: error["),
        ("--directory", "people: [{name: Ann}]\n", "beside.yaml:1:10: error[missing-id]: "),
        ("--account", "- acme\n", "beside.yaml:1:1: error["),
        ("--groups", '{"displayName": "A"}\n{"displayName"\n', "Error: beside.yaml:2:15: "),
    ],
)
def test_context_file_with_faults_is_wrong_use(
    mapper: Run, folder: Path, option: str, content: str, start: str
) -> None:
    (folder / "beside.yaml").write_text(content, encoding="utf-8")
    result = mapper("run", "acme.yaml", "barbara.json", option, "beside.yaml")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(start)


def test_all_context_at_once(mapper: Run, folder: Path) -> None:
    (folder / "acme.yaml").write_text(CONTEXT_MAPPING, encoding="utf-8")
    (folder / "directory.yaml").write_text("organizations: [{id: o1, name: Widgets}]\n", encoding="utf-8")
    (folder / "account.yaml").write_text("name: acme-qa\nkind: qa\n", encoding="utf-8")
    group = {"id": "g1", "displayName": "Executives", "members": [{"value": "u1"}]}
    (folder / "groups.json").write_text(json.dumps(group), encoding="utf-8")
    payload = {
        "id": "u1",
        "userName": "a@example.com",
        "displayName": "Ann",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"organization": "Widgets"},
    }
    options = ["--directory", "directory.yaml", "--account", "account.yaml", "--groups", "groups.json"]
    options += ["--connection", "entra"]
    result = mapper("run", "acme.yaml", *options, "--now", "2026-01-31", stdin=json.dumps(payload))
    assert (result.exit_code, result.stderr) == (0, "")
    assert json.loads(result.stdout)["person"] == {
        "primary_email": "a@example.com",
        "name": "Ann",
        "job_title": "qa",
        "location": "entra",
        "organization": {"id": "o1", "name": "Widgets"},
        "vip": True,
    }


# --- rejects ---------------------------------------------------------------------------------------------------------

BROKEN = ndjson(user(1)) + '{"userName": \n' + ndjson(user(3)) + "[1]\n" + ndjson(user(5))


def test_rejected_lines_are_told_and_the_others_mapped(mapper: Run) -> None:
    result = mapper("run", "acme.yaml", stdin=BROKEN)
    assert result.exit_code == 1
    assert names(result.stdout) == ["User 1", "User 3", "User 5"]
    told = result.stderr.splitlines()
    assert [line.split(": ")[0].split(":")[:2] for line in told] == [["-", "2"], ["-", "4"]]
    assert all("error[" in line for line in told)


def test_rejects_are_written_with_line_reason_and_text(mapper: Run, folder: Path) -> None:
    result = mapper("run", "acme.yaml", "--rejects", "rejects.ndjson", stdin=BROKEN)
    assert result.exit_code == 1
    assert names(result.stdout) == ["User 1", "User 3", "User 5"]
    assert result.stderr == "2 payloads rejected, see 'rejects.ndjson'\n"
    rejects = [json.loads(line) for line in (folder / "rejects.ndjson").read_text(encoding="utf-8").splitlines()]
    assert [(reject["file"], reject["line"], reject["payload"]) for reject in rejects] == [
        ("-", 2, '{"userName": '),
        ("-", 4, "[1]"),
    ]
    assert all(reject["code"] and reject["reason"] for reject in rejects)


def test_without_rejects_the_file_is_empty(mapper: Run, folder: Path) -> None:
    result = mapper("run", "acme.yaml", "barbara.json", "--rejects", "rejects.ndjson")
    assert (result.exit_code, result.stderr) == (0, "")
    assert (folder / "rejects.ndjson").read_bytes() == b""


def test_many_rejects_are_counted(mapper: Run) -> None:
    result = mapper("run", "acme.yaml", stdin=ndjson(user(1)) + "{\n" * 33)
    told = result.stderr.splitlines()
    assert len(told) == 21
    assert told[-1] == "and 13 more, 33 payloads rejected"


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"  \n", b"{", b"nonsense", b"42", b"null", b'"text"', b"\xff\xfe{\x00}\x00", b'{"a": "\xe9"}'),
        *(
            b'{"a": NaN}',
            b'{"a": 1e400}',
            b'{"userName": "a", "USERNAME": "b"}',
            b'{"a": "\\ud800"}',
            b'{"a": "\\u0000"}',
        ),
        *(b"[" * 100_000, b'{"a":' * 1000 + b"1" + b"}" * 1000),
    ],
    ids=lambda content: repr(content[:20]),
)
def test_payload_that_cannot_be_read_is_one_sentence(mapper: Run, folder: Path, content: bytes) -> None:
    (folder / "bad.json").write_bytes(content)
    result = mapper("run", "acme.yaml", "bad.json")
    assert (result.exit_code, result.stdout) == (1, "")
    (sentence,) = result.stderr.splitlines()
    assert sentence.startswith("bad.json:")
    assert "error[" in sentence


def test_fifty_megabytes_are_refused_with_advice(mapper: Run, folder: Path) -> None:
    (folder / "large.json").write_bytes(b'{"userName": "' + b"x" * 50_000_000 + b'"}')
    result = mapper("run", "acme.yaml", "large.json")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("large.json:1: error[json-too-large]: ")
    assert "NDJSON" in result.stderr


def test_missing_and_unreadable_files_are_wrong_use(mapper: Run, folder: Path) -> None:
    (folder / "rules").mkdir()
    for arguments, sentence in [
        (("gone.yaml", "barbara.json"), "cannot use 'gone.yaml': no such file or directory"),
        (("acme.yaml", "gone.json"), "cannot use 'gone.json': no such file or directory"),
        (("acme.yaml", "rules"), "cannot use 'rules': is a directory"),
        (("acme.yaml", "barbara.json/x"), "cannot use 'barbara.json/x': not a directory"),
        (("acme.yaml", "barbara.json", "--rejects", "rules"), "cannot use 'rules': is a directory"),
    ]:
        result = mapper("run", *arguments)
        assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"Error: {sentence}\n")


def test_no_payload_at_a_terminal_is_wrong_use(start: Start) -> None:
    outside, inside = pty.openpty()
    process = start("run", "acme.yaml", stdin=inside)
    out, complaints = process.communicate(timeout=60)
    os.close(inside)
    os.close(outside)
    assert (process.returncode, out) == (2, b"")
    assert b"name a PAYLOAD, or pipe one in" in complaints


# --- streams as processes --------------------------------------------------------------------------------------------


def test_each_line_is_answered_before_the_next_but_one_comes(start: Start) -> None:
    process = start("run", "acme.yaml")
    assert process.stdin
    assert process.stdout
    process.stdin.write(ndjson(user(1), user(2)).encode())
    process.stdin.flush()
    assert b"User 1" in process.stdout.readline()
    assert b"User 2" in process.stdout.readline()
    process.stdin.write(ndjson(user(3)).encode())
    process.stdin.flush()
    assert b"User 3" in process.stdout.readline()
    assert process.communicate(timeout=60) == (b"", b"")
    assert process.returncode == 0


def test_reader_that_goes_away_ends_it_quietly(start: Start, folder: Path) -> None:
    (folder / "many.ndjson").write_text(ndjson(*map(user, range(5000))), encoding="utf-8")
    process = start("run", "acme.yaml", "many.ndjson")
    assert process.stdout
    assert process.stderr
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(timeout=60) == 141


def test_interrupt_ends_it_quietly(start: Start) -> None:
    process = start("run", "acme.yaml")
    assert process.stdin
    assert process.stdout
    process.stdin.write(ndjson(user(1), user(2)).encode())
    process.stdin.flush()
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=60)[1] == b""
    assert process.returncode == 130


@pytest.mark.parametrize(
    ("closed", "sentence"), [("<&-", "standard input is closed"), (">&-", "standard output is closed")]
)
def test_closed_stream_is_a_sentence(folder: Path, closed: str, sentence: str) -> None:
    command = ["sh", "-c", f'exec "$@" {closed}', "sh", sys.executable, "-m", "mapper", "run", "acme.yaml"]
    done = subprocess.run(command, cwd=folder, env=ENVIRONMENT, input=b"", stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr.decode()) == (2, f"Error: {sentence}\n")


def test_full_disk_is_a_sentence(start: Start) -> None:
    with Path("/dev/full").open("wb") as full:
        process = start("run", "acme.yaml", "barbara.json", stdout=full.fileno())
        assert process.communicate(timeout=60)[1] == b"Error: cannot go on: no space left on device\n"
    assert process.returncode == 2


def test_long_work_shows_its_progress_on_a_terminal_only(start: Start, folder: Path) -> None:
    payload = {**user(1), "nickName": "x" * 60_000}
    (folder / "large.ndjson").write_text(ndjson(*[payload] * 80), encoding="utf-8")
    outside, inside = pty.openpty()
    process = start("run", "acme.yaml", "large.ndjson", stdout=subprocess.DEVNULL, stderr=inside)
    os.close(inside)
    assert process.wait(timeout=60) == 0
    assert b"large.ndjson" in os.read(outside, 65536)
    os.close(outside)
    assert start("run", "acme.yaml", "large.ndjson", stdout=subprocess.DEVNULL).communicate(timeout=60)[1] == b""


PEAK = """
import sys, tracemalloc
from mapper.cli import main
tracemalloc.start()
main(["run", "acme.yaml"], prog_name="mapper", standalone_mode=False)
print(tracemalloc.get_traced_memory()[1], file=sys.stderr)
"""


def test_stream_is_mapped_in_constant_memory(folder: Path) -> None:
    payload = ndjson({**user(1), "nickName": "x" * 60_000})
    peaks = []
    for amount in (10, 500):
        with (folder / "stream.ndjson").open("w", encoding="utf-8") as stream:
            stream.writelines([payload] * amount)
        with (folder / "stream.ndjson").open("rb") as stream:
            command = [sys.executable, "-c", PEAK]
            done = subprocess.run(command, stdin=stream, capture_output=True, env=ENVIRONMENT, check=True)
        assert len(done.stdout.splitlines()) == amount
        peaks.append(int(done.stderr))
    assert peaks[1] - peaks[0] < 2**20, "30 MB of payloads passed through, and some of it stayed"


@pytest.mark.parametrize("name", ["acme.yaml", "users.ndjson", "account.yaml"])
def test_rejects_never_go_into_a_file_that_is_read(mapper: Run, folder: Path, name: str) -> None:
    (folder / "users.ndjson").write_text(BROKEN, encoding="utf-8")
    (folder / "account.yaml").write_text("name: acme\n", encoding="utf-8")
    before = (folder / name).read_bytes()
    result = mapper("run", "acme.yaml", "users.ndjson", "--account", "account.yaml", "--rejects", name)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"'{name}' is read by this run; choose another file for --rejects" in result.stderr
    assert (folder / name).read_bytes() == before


def test_a_message_of_the_protocol_is_no_user(mapper: Run) -> None:
    patch = {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": []}
    result = mapper("run", "acme.yaml", stdin=json.dumps(patch))
    assert (result.exit_code, result.stdout) == (1, "")
    assert "error[not-a-resource]: this is a message of the protocol (PatchOp), not a user or a group" in result.stderr


@pytest.mark.parametrize("begin", ["", "mapping: acme.yaml\n", "now: 2026-01-31\n"])
def test_tests_in_the_place_of_the_mapping_are_told(mapper: Run, folder: Path, begin: str) -> None:
    (folder / "acme.tests.yaml").write_text(f"{begin}cases:\n  - case: a\n    user: {{}}\n", encoding="utf-8")
    result = mapper("run", "acme.tests.yaml", "barbara.json")
    assert result.exit_code == 1
    assert f":{begin.count(chr(10)) + 1}:1: error[not-a-mapping]: these are tests of a mapping, no" in result.stderr
    assert result.stderr.count("error[") == 1


def test_a_mapping_with_cases_is_one_all_the_same(mapper: Run, folder: Path) -> None:
    (folder / "acme.yaml").write_text(f"{ACME}cases: []\n", encoding="utf-8")
    result = mapper("run", "acme.yaml", "barbara.json")
    assert 'error[unknown-key]: unknown key "cases"' in result.stderr


def test_a_payload_in_the_place_of_the_mapping_is_told(mapper: Run) -> None:
    result = mapper("run", "barbara.json", "acme.yaml")
    assert result.exit_code == 1
    assert "error[not-a-mapping]: this is a payload, no mapping" in result.stderr
    assert result.stderr.count("error[") == 1
