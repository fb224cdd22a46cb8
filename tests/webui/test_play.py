"""`mapper play`: the page on one's own files, who may see it, and files that are written as one edits."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect
from werkzeug.serving import make_server

from mapper.sandbox import Limits
from tests.webui.looking import DARK, MAPPING, NARROW, PAYLOAD, box, row, violations, write
from webui.app import create_app
from webui.play import NotText, OwnFile, OwnFiles
from webui.play.differences import MOST_LINES, differing_lines
from webui.play.files import MISSING, ChangedOnDisk

pytestmark = pytest.mark.own_context  # the address is another one in each test

TESTS = """\
cases:
  - name: A guide
    payload:
      userName: bjensen@example.com
      title: Tour Guide
    expect:
      person:
        job_title: Tour Guide
"""


class Playing(NamedTuple):
    """A server on files of one's own, and where they are."""

    address: str
    entrance: str
    folder: Path

    @property
    def mapping(self) -> Path:
        return self.folder / "acme.yaml"


@pytest.fixture
def playing(tmp_path: Path) -> Iterator[Playing]:
    (tmp_path / "acme.yaml").write_text(MAPPING, encoding="utf-8")
    (tmp_path / "sample.json").write_text(PAYLOAD, encoding="utf-8")
    own = OwnFiles(
        {
            "mapping": OwnFile(str(tmp_path / "acme.yaml")),
            "payload": OwnFile(str(tmp_path / "sample.json")),
            "tests": OwnFile(str(tmp_path / "acme.tests.yaml"), may_be_missing=True),
        },
        {"connection": "entra"},
        are_written=True,
    )
    app = create_app(workers=1, limits=Limits(seconds=60), own=own)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    address = f"http://127.0.0.1:{server.port}"
    with app.extensions["sandbox"]:
        yield Playing(address, address + app.extensions["entrance"].path, tmp_path)
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def address(playing: Playing) -> str:
    return playing.address


# --- files -----------------------------------------------------------------------------------------------------------


def test_line_ends_byte_order_mark_and_rights_stay(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"\xef\xbb\xbfmapping: 1\r\nname: a\r\n")
    path.chmod(0o640)
    file = OwnFile(str(path))
    found = file.read()
    assert found.text == "mapping: 1\nname: a\n"
    file.write("mapping: 1\nname: b\n", found.digest)
    assert path.read_bytes() == b"\xef\xbb\xbfmapping: 1\r\nname: b\r\n"
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_file_that_somebody_else_changed_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("one\n", encoding="utf-8")
    file = OwnFile(str(path))
    known = file.read().digest
    path.write_text("theirs\n", encoding="utf-8")
    with pytest.raises(ChangedOnDisk) as changed:
        file.write("mine\n", known)
    assert changed.value.found.text == "theirs\n"
    assert path.read_text(encoding="utf-8") == "theirs\n"
    file.write("mine\n", changed.value.found.digest)
    assert path.read_text(encoding="utf-8") == "mine\n"


def test_a_file_that_is_missing_is_made_once(tmp_path: Path) -> None:
    file = OwnFile(str(tmp_path / "new.yaml"), may_be_missing=True)
    assert file.read() == file.read()
    assert (file.read().text, file.read().digest) == ("", MISSING)
    digest = file.write("cases: []\n", MISSING)
    assert file.read().digest == digest
    with pytest.raises(ChangedOnDisk):
        file.write("other\n", MISSING)
    assert [path.name for path in tmp_path.iterdir()] == ["new.yaml"]


def test_a_file_that_vanished_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("one\n", encoding="utf-8")
    file = OwnFile(str(path))
    known = file.read().digest
    path.unlink()
    with pytest.raises(FileNotFoundError):
        file.write("mine\n", known)
    assert not path.exists()


@pytest.mark.parametrize(
    ("data", "why"),
    [(b"\xff\xfe", "it is no UTF-8 text (byte 1)"), (b"x" * (512 * 1024 + 1), "it has more than 512 KiB")],
    ids=["bytes", "large"],
)
def test_what_no_pane_can_hold_is_refused(tmp_path: Path, data: bytes, why: str) -> None:
    (tmp_path / "a").write_bytes(data)
    with pytest.raises(NotText) as refusal:
        OwnFile(str(tmp_path / "a")).read()
    assert str(refusal.value) == why


def test_a_new_file_has_the_rights_that_the_user_gives_to_new_files(tmp_path: Path) -> None:
    beside = tmp_path / "beside.yaml"
    beside.write_text("", encoding="utf-8")
    OwnFile(str(tmp_path / "new.yaml"), may_be_missing=True).write("cases: []\n", MISSING)
    assert (tmp_path / "new.yaml").stat().st_mode == beside.stat().st_mode


def test_differing_lines_are_marked_with_two_lines_around() -> None:
    file = "".join(f"{number}\n" for number in range(20))
    page = file.replace("5\n", "five\n", 1).replace("12\n", "", 1)
    lines = [f"{line['mark']}{line['text']}" for line in differing_lines(file, page)]
    assert lines == ["…", " 3", " 4", "-5", "+five", " 6", " 7", "…", " 10", " 11", "-12", " 13", " 14", "…"]


@pytest.mark.parametrize(
    ("file", "page", "lines"),
    [
        ("same\n", "same\n", []),
        ("", "a\n", ["+a", " "]),
        ("a\nb", "a\nb\n", [" a", " b", "+"]),
        ("a\u2028b", "a\u2028c", ["-a\u2028b", "+a\u2028c"]),
        ("a\nb\na\n", "a\n", [" a", "-b", "-a", " "]),
    ],
    ids=["equal", "empty", "end", "separator", "shorter"],
)
def test_lines_at_the_ends_differ_too(file: str, page: str, lines: list[str]) -> None:
    assert [f"{line['mark']}{line['text']}" for line in differing_lines(file, page)] == lines


def test_long_texts_that_differ_everywhere_are_compared_at_once() -> None:
    file, page = ("\n".join(f"{way * number}" for number in range(100_000)) for way in (3, 7))
    lines = differing_lines(file, page)
    assert len(lines) == MOST_LINES + 1
    assert lines[-1] == {"mark": "…", "text": "199,599 more lines"}


# --- who may enter ---------------------------------------------------------------------------------------------------


@pytest.fixture
def own_app(tmp_path: Path) -> Iterator[Flask]:
    (tmp_path / "acme.yaml").write_text(MAPPING, encoding="utf-8")
    own = OwnFiles({"mapping": OwnFile(str(tmp_path / "acme.yaml"))}, {}, are_written=False)
    app = create_app(workers=1, limits=Limits(seconds=60), own=own)
    with app.extensions["sandbox"]:
        yield app


@pytest.fixture
def writing(tmp_path: Path) -> Iterator[FlaskClient]:
    """A browser that came in, where files are written."""
    (tmp_path / "acme.yaml").write_text(MAPPING, encoding="utf-8")
    own = OwnFiles({"mapping": OwnFile(str(tmp_path / "acme.yaml"))}, {}, are_written=True)
    app = create_app(workers=0, own=own)
    with app.extensions["sandbox"]:
        client = app.test_client()
        client.get(app.extensions["entrance"].path)
        yield client


def test_the_code_of_the_address_works_once_and_becomes_a_cookie(own_app: Flask) -> None:
    path = own_app.extensions["entrance"].path
    mine, other = own_app.test_client(), own_app.test_client()
    assert mine.get("/").status_code == 403
    assert "works once" in mine.get("/").text
    assert mine.get("/enter?code=guess").status_code == 403
    entered = mine.get(path)
    assert entered.status_code == 302
    (cookie,) = entered.headers.getlist("Set-Cookie")
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert MAPPING.splitlines()[1] in mine.get("/").text
    assert other.get(path).status_code == 403
    for address in ("/", "/files/mapping", "/reference/"):
        assert other.get(address).status_code == 403
    for fields in ({}, {"payload": "x" * 600_000}):  # of others not even the form is read
        assert other.post("/preview", data=fields).status_code == 403
    assert other.get("/healthz").status_code == 200


@pytest.mark.parametrize("code", ["", "é", "%ED%A0%80", "%00", "x" * 10_000])
def test_a_code_that_is_none_lets_nobody_in(own_app: Flask, code: str) -> None:
    client = own_app.test_client()
    assert client.get(f"/enter?code={code}").status_code == 403
    answer = client.get("/", headers={"Cookie": f"mapper-play-localhost={code}".encode().decode("latin-1")})
    assert answer.status_code == 403


def test_another_site_can_send_nothing(own_app: Flask) -> None:
    client = own_app.test_client()
    client.get(own_app.extensions["entrance"].path)
    fields = {"mapping": MAPPING, "payload": PAYLOAD}
    assert client.post("/preview", data=fields, headers={"Origin": "http://localhost"}).status_code == 200
    for origin in ("http://evil.example", "null", "http://localhost:1", "http://[", "localhost", ""):
        assert client.post("/preview", data=fields, headers={"Origin": origin}).status_code == 403


def test_without_leave_to_write_nothing_is_written(own_app: Flask, tmp_path: Path) -> None:
    client = own_app.test_client()
    client.get(own_app.extensions["entrance"].path)
    known = client.get("/files/mapping").get_json()["digest"]
    assert client.post("/files/mapping", data={"text": "x", "known": known}).status_code == 403
    assert (tmp_path / "acme.yaml").read_text(encoding="utf-8") == MAPPING
    assert client.get("/files/payload").status_code == 404


def test_a_request_that_brings_no_text_does_not_empty_a_file(writing: FlaskClient, tmp_path: Path) -> None:
    known = writing.get("/files/mapping").get_json()["digest"]
    answer = writing.post("/files/mapping", data={"known": known})
    assert answer.status_code == 400
    assert "`text` is what the file is to hold." in answer.text.replace("&#96;", "`")
    assert (tmp_path / "acme.yaml").read_text(encoding="utf-8") == MAPPING


@pytest.mark.parametrize("known", ["", "missing", "0" * 64, "\0", "é" * 10_000])
def test_a_file_is_only_written_by_who_knows_what_it_holds(writing: FlaskClient, tmp_path: Path, known: str) -> None:
    answer = writing.post("/files/mapping", data={"text": "x", "known": known})
    assert answer.status_code == 409
    assert answer.get_json()["text"] == MAPPING
    assert (tmp_path / "acme.yaml").read_text(encoding="utf-8") == MAPPING


def test_a_file_that_is_as_the_page_knows_it_is_not_sent_again(writing: FlaskClient, tmp_path: Path) -> None:
    tag = writing.get("/files/mapping").headers["ETag"]
    assert writing.get("/files/mapping", headers={"If-None-Match": tag}).status_code == 304
    (tmp_path / "acme.yaml").write_text("other", encoding="utf-8")
    assert writing.get("/files/mapping", headers={"If-None-Match": tag}).get_json()["text"] == "other"


def test_a_text_is_set_against_the_file_and_not_written(writing: FlaskClient, tmp_path: Path) -> None:
    answer = writing.post("/files/mapping/compared", data={"text": MAPPING + "x"}).get_json()
    assert answer["text"] == MAPPING
    assert {"mark": "+", "text": "x"} in answer["lines"]
    assert (tmp_path / "acme.yaml").read_text(encoding="utf-8") == MAPPING
    assert writing.post("/files/mapping/compared").status_code == 400
    assert writing.post("/files/nothing/compared", data={"text": ""}).status_code == 404


@pytest.mark.parametrize("pane", ["nothing", "connection", "..", "acme.yaml", "%2Fetc%2Fpasswd", "%00"])
def test_no_other_file_can_be_asked_for(writing: FlaskClient, pane: str) -> None:
    assert writing.get(f"/files/{pane}").status_code == 404
    assert writing.post(f"/files/{pane}", data={"text": "x", "known": "missing"}).status_code == 404


def test_a_text_that_is_too_long_is_refused_and_nothing_is_written(writing: FlaskClient, tmp_path: Path) -> None:
    known = writing.get("/files/mapping").get_json()["digest"]
    assert writing.post("/files/mapping", data={"text": "x" * 600_000, "known": known}).status_code == 413
    assert (tmp_path / "acme.yaml").read_text(encoding="utf-8") == MAPPING


def test_a_file_that_cannot_be_read_any_more_is_a_sentence(own_app: Flask, tmp_path: Path) -> None:
    client = own_app.test_client()
    client.get(own_app.extensions["entrance"].path)
    (tmp_path / "acme.yaml").unlink()
    answer = client.get("/")
    assert answer.status_code == 400
    assert "cannot be read: no such file or directory." in answer.text


# --- the page --------------------------------------------------------------------------------------------------------


def test_edits_go_into_the_files(page: Page, playing: Playing) -> None:
    page.goto(playing.entrance)
    expect(page.locator("#mapping-label")).to_contain_text("acme.yaml")
    expect(row(page, "job_title")).to_contain_text("Tour Guide")
    edited = MAPPING.replace("job_title: title", "job_title: userName")
    write(page, "mapping", edited)
    expect(page.locator("#mapping-saved")).to_have_text("saved")
    assert playing.mapping.read_text(encoding="utf-8") == edited
    page.locator("#tests-pane summary").click()
    write(page, "tests", TESTS)
    expect(page.locator("#tests-saved")).to_have_text("saved")
    assert (playing.folder / "acme.tests.yaml").read_text(encoding="utf-8") == TESTS
    assert (playing.folder / "sample.json").read_text(encoding="utf-8") == PAYLOAD
    assert violations(page) == []


def test_what_is_half_typed_is_saved_too(page: Page, playing: Playing) -> None:
    page.goto(playing.entrance)
    write(page, "mapping", "mapping: 1\nna")
    expect(page.locator("#mapping-saved")).to_have_text("saved")
    assert playing.mapping.read_text(encoding="utf-8") == "mapping: 1\nna"


def test_the_button_of_a_pane_is_seen_beside_all_that_is_said_of_its_file(page: Page, playing: Playing) -> None:
    page.goto(playing.entrance)
    write(page, "payload", PAYLOAD[:-1])
    expect(page.locator("#payload-saved")).to_have_text("saved")
    expect(page.locator("#payload-flag")).to_have_text("1 error")
    right = "element => element.getBoundingClientRect().right"
    button = page.locator("#payload-pane > header button[name='format']")
    assert button.evaluate(right) < page.locator("#payload-pane").evaluate(right)


def _not_looked_at(page: Page) -> None:
    """From here on the page learns of no change by itself, but only when it writes."""
    page.route(
        "**/files/*", lambda route: route.fulfill(status=304) if route.request.method == "GET" else route.continue_()
    )


@pytest.mark.parametrize(("keep", "options"), [("page", {}), ("file", {**DARK, **NARROW})], ids=["page", "file"])
def test_a_change_of_somebody_else_is_shown_beside_ones_own(
    page: Page, playing: Playing, expected: list[str], keep: str
) -> None:
    expected.append("status of 409")
    page.goto(playing.entrance)
    expect(row(page, "job_title")).to_contain_text("Tour Guide")
    _not_looked_at(page)
    theirs, mine = MAPPING + "# theirs\n", MAPPING + "# mine\n"
    playing.mapping.write_text(theirs, encoding="utf-8")
    write(page, "mapping", mine)
    clash = page.get_by_role("alert")
    expect(clash).to_contain_text("was changed on the disk meanwhile")
    expect(clash.locator("del")).to_have_text(["- # theirs"])
    expect(clash.locator("ins")).to_have_text(["+ # mine"])
    expect(clash.locator("pre")).not_to_contain_text(MAPPING.splitlines()[0])
    expect(page.locator("#mapping-saved")).to_have_text("not saved")
    assert page.evaluate("getComputedStyle(document.querySelector('#status'), '::before').borderRadius") == "50%"
    assert playing.mapping.read_text(encoding="utf-8") == theirs
    assert page.input_value("#mapping") == mine
    assert violations(page) == []
    heights = clash.get_by_role("button").evaluate_all("all => all.map(e => e.getBoundingClientRect().height)")
    assert len(heights) == 2
    assert heights[0] == heights[1]
    ends = clash.get_by_role("button").evaluate_all("all => all.map(e => e.getBoundingClientRect().bottom)")
    assert max(ends) <= clash.evaluate("e => e.getBoundingClientRect().bottom")
    page.get_by_role("button", name="Write mine over it" if keep == "page" else "Keep the file's text").click()
    expect(clash).to_have_count(0)
    if keep == "page":
        expect(page.locator("#mapping-saved")).to_have_text("saved")
        assert playing.mapping.read_text(encoding="utf-8") == mine
    else:
        expect(page.locator("#mapping")).to_have_value(theirs)
    expect(box(page, "mapping")).to_be_focused()
    write(page, "mapping", MAPPING)
    expect(page.locator("#mapping-saved")).to_have_text("saved")
    assert playing.mapping.read_text(encoding="utf-8") == MAPPING


def test_undo_behind_a_text_of_the_file_writes_nothing_over_it(
    page: Page, playing: Playing, expected: list[str]
) -> None:
    expected.append("status of 409")
    page.goto(playing.entrance)
    expect(row(page, "job_title")).to_contain_text("Tour Guide")
    _not_looked_at(page)
    theirs, mine = MAPPING + "# theirs\n", MAPPING + "# mine\n"
    playing.mapping.write_text(theirs, encoding="utf-8")
    write(page, "mapping", mine)
    clash = page.get_by_role("alert")
    page.get_by_role("button", name="Keep the file's text").click()
    expect(clash).to_have_count(0)
    # What is typed at once is undone alone.
    page.keyboard.press("Control+End")
    page.keyboard.type("# more")
    page.keyboard.press("Control+z")
    expect(page.locator("#mapping")).to_have_value(theirs)
    expect(clash).to_have_count(0)
    page.keyboard.press("Control+z")
    expect(page.locator("#mapping")).to_have_value(mine)
    expect(clash.locator("del")).to_have_text(["- # theirs"])
    expect(clash.locator("ins")).to_have_text(["+ # mine"])
    page.keyboard.press("Control+z")  # further back, where it is no text that was replaced
    expect(page.locator("#mapping")).to_have_value(MAPPING)
    expect(clash.locator("ins")).to_have_count(0)
    page.wait_for_timeout(1000)  # a text is saved after half a second
    assert playing.mapping.read_text(encoding="utf-8") == theirs
    page.keyboard.press("Control+y")
    page.keyboard.press("Control+y")
    expect(page.locator("#mapping")).to_have_value(theirs)
    expect(clash).to_have_count(0)
    page.keyboard.press("Control+z")
    page.get_by_role("button", name="Write mine over it").click()
    expect(page.locator("#mapping-saved")).to_have_text("saved")
    assert playing.mapping.read_text(encoding="utf-8") == mine


def test_a_pane_that_nobody_edited_takes_what_somebody_else_wrote(page: Page, playing: Playing) -> None:
    page.goto(playing.entrance)
    expect(row(page, "job_title")).to_contain_text("Tour Guide")
    box(page, "payload").focus()
    theirs = MAPPING.replace("job_title: title", "job_title: userName")
    playing.mapping.write_text(theirs, encoding="utf-8")
    expect(page.locator("#mapping")).to_have_value(theirs)
    expect(page.locator("#mapping-saved")).to_have_text("as in the file")
    expect(row(page, "job_title")).to_contain_text("userName")
    expect(box(page, "payload")).to_be_focused()
    assert page.get_by_role("alert").count() == 0
    # The text that was there before comes back by undo, and is no edit to be saved.
    box(page, "mapping").focus()
    page.keyboard.press("Control+z")
    expect(page.locator("#mapping")).to_have_value(MAPPING)
    expect(page.get_by_role("alert")).to_contain_text("was changed on the disk meanwhile")
    assert playing.mapping.read_text(encoding="utf-8") == theirs


def test_a_change_of_somebody_else_is_told_when_the_window_is_entered_again(
    page: Page, playing: Playing, expected: list[str]
) -> None:
    expected += ["status of 409", "status of 422"]
    page.clock.install()  # no time passes by itself, so that nothing is saved and nothing looked at
    page.goto(playing.entrance)
    page.clock.pause_at(page.evaluate("Date.now()") + 1000)
    write(page, "mapping", MAPPING + "# mine\n")
    playing.mapping.write_text(MAPPING + "# theirs\n", encoding="utf-8")
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(page.get_by_role("alert").locator("del")).to_have_text(["- # theirs"])
    # It goes on: what is chosen from is what the file holds by now.
    playing.mapping.write_text(MAPPING + "# theirs, later\n", encoding="utf-8")
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(page.get_by_role("alert").locator("del")).to_have_text(["- # theirs, later"])
    playing.mapping.write_text(MAPPING + "# mine\n", encoding="utf-8")
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.locator("#mapping-saved")).to_have_text("as in the file")


def test_what_the_system_refuses_is_told_and_tried_again(page: Page, playing: Playing, expected: list[str]) -> None:
    expected.append("status of 422")
    page.goto(playing.entrance)
    playing.mapping.unlink()
    write(page, "mapping", MAPPING + "# mine\n")
    expect(page.locator("#mapping-saved")).to_have_text("not saved: no such file or directory")
    playing.mapping.write_text(MAPPING, encoding="utf-8")
    write(page, "mapping", MAPPING + "# more\n")
    expect(page.locator("#mapping-saved")).to_have_text("saved")


def test_a_link_does_not_replace_files(page: Page, playing: Playing) -> None:
    page.goto(playing.entrance)
    expect(row(page, "job_title")).to_contain_text("Tour Guide")
    page.evaluate("location.hash = '1.q1YqSS0uUbJSMjQyVqoFAA'")
    expect(page.locator("#said")).to_contain_text("your own files")
    assert page.input_value("#mapping") == MAPPING
