"""`mapper play` as a process: the address it prints, and what it says when it cannot."""

from __future__ import annotations

import signal
from collections.abc import Callable
from http.cookiejar import CookieJar
from pathlib import Path
from subprocess import Popen
from urllib.error import HTTPError
from urllib.request import HTTPCookieProcessor, build_opener, urlopen

import pytest
from click.testing import Result

Run = Callable[..., Result]
Start = Callable[..., "Popen[bytes]"]


def test_the_printed_address_opens_the_files_once(start: Start, folder: Path) -> None:
    process = start("play", "acme.yaml", "--payload", "barbara.json", "--no-browser")
    assert process.stdout is not None
    word, address = process.stdout.readline().decode().split()
    assert (word, address[:17]) == ("open", "http://127.0.0.1:")
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    with browser.open(address, timeout=60) as answer:
        page = answer.read().decode()
    assert "name: acme" in page
    assert "Barbara" in page
    assert "acme.tests.yaml" in page
    with pytest.raises(HTTPError) as refusal:
        urlopen(address, timeout=60)
    refusal.value.close()
    assert refusal.value.code == 403
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=60)[1] == b""
    assert process.returncode == 0


def test_without_files_the_page_begins_with_an_example(start: Start) -> None:
    process = start("play", "--no-browser")
    assert process.stdout is not None
    address = process.stdout.readline().decode().split()[1]
    with build_opener(HTTPCookieProcessor(CookieJar())).open(address, timeout=60) as answer:
        page = answer.read().decode()
    assert "name: first-steps" in page
    assert 'name="task" value="family-name-first"' in page


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("nothing.yaml",), "Error: cannot use 'nothing.yaml': no such file or directory"),
        (("acme.yaml", "--payload", "none.json"), "Error: cannot use 'none.json': no such file or directory"),
        (("acme.yaml", "--tests", "none.yaml"), "Error: cannot use 'none.yaml': no such file or directory"),
        (("bytes.yaml",), "Error: 'bytes.yaml' cannot be opened: it is no UTF-8 text (byte 1)"),
        (("--write",), "Error: --write needs a file to write: name a MAPPING"),
    ],
)
def test_what_cannot_be_opened_is_a_sentence(
    mapper: Run, folder: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    (folder / "bytes.yaml").write_bytes(b"\xff\xfe")
    result = mapper("play", *arguments)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", sentence + "\n")
