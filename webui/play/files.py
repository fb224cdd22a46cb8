"""Files of the user -> the texts of the panes, and edited texts -> the files, unless somebody else changed them."""

from __future__ import annotations

import codecs
import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from mapper.cases.beside import NamedFile, NamedFiles, NotOpened, OpenFile
from mapper.cases.embedding import named_files
from mapper.cases.suites import files_below
from mapper.engine.text import Source
from mapper.rewriting import AS_NEW, ChangedMeanwhile, read_original, rewrite, write_beside
from webui.playground.opened import Opened

MOST_BYTES: Final = 512 * 1024
"""A file of more bytes is not opened: no page could send it back."""

MISSING: Final = "missing"
"""The digest of a file that is not there."""


class ChangedOnDisk(Exception):
    """The file holds something else than the page knows of; nothing was written."""

    def __init__(self, found: FileText) -> None:
        super().__init__("the file was changed on the disk meanwhile")
        self.found = found


class NotText(ValueError):
    """A file that no pane can hold; the message is a clause that says why."""


@dataclass(frozen=True, slots=True)
class FileText:
    """What a file holds: its text with the line ends of a page, and a digest of its bytes."""

    text: str
    digest: str


@dataclass(frozen=True, slots=True)
class OwnFile:
    """A file that stands in a pane; line ends and byte order mark stay what they were.

    One that *may_be_missing* is empty until it is written.
    """

    name: str
    may_be_missing: bool = False

    def read(self) -> FileText:
        """What the file holds now. Raises OSError, and NotText for what no pane can hold."""
        try:
            original = read_original(self.name, MOST_BYTES)
        except FileNotFoundError:
            if not self.may_be_missing:
                raise
            return FileText("", MISSING)
        if not original.is_whole:
            raise NotText(f"it has more than {MOST_BYTES // 1024} KiB")
        return FileText(_text(original.data), _digest(original.data))

    def write(self, text: str, known: str) -> str:
        """Put *text* into the file, and give its new digest; *known* is that of what the page knows.

        Raises ChangedOnDisk when the file holds something else, OSError when the system refuses.
        """
        if known == MISSING:
            return self._create(text)
        original = read_original(self.name, MOST_BYTES)
        if not original.is_whole or _digest(original.data) != known:
            raise ChangedOnDisk(self.read())
        data = _data(text, original.data)
        try:
            if data != original.data:
                rewrite(original, data)
        except ChangedMeanwhile:
            raise ChangedOnDisk(self.read()) from None
        return _digest(data)

    def _create(self, text: str) -> str:
        """Make the file, all of it at once; one that somebody else made meanwhile stays."""
        path, data = Path(self.name), text.encode()
        written = write_beside(path, data, AS_NEW)
        try:
            os.link(written, path)
        except FileExistsError:
            raise ChangedOnDisk(self.read()) from None
        finally:
            written.unlink(missing_ok=True)
        return _digest(data)


@dataclass(frozen=True, slots=True)
class OwnFiles:
    """The files by pane, and whether they are written; `texts` are those that belong to no file."""

    files: Mapping[str, OwnFile]
    texts: Mapping[str, str]
    are_written: bool

    def opened(self) -> Opened:
        """What a page begins with: each file as it is now. Raises OSError and NotText."""
        found = {pane: file.read() for pane, file in self.files.items()}
        texts = {**self.texts, **{pane: each.text for pane, each in found.items()}}
        files = {pane: (self.files[pane].name, each.digest) for pane, each in found.items()}
        return Opened(texts, files, self.are_written)

    def beside_tests(self, tests: str) -> NamedFiles | None:
        """The files that *tests* name, or why they are not opened: only those beside the tests and below are.

        None where the tests are no file, so that nothing stands beside them.
        """
        file = self.files.get("tests")
        if file is None:
            return None
        open_file = files_below(Path(file.name).parent)
        return {name: _named_file(open_file, name) for name in _named(tests)}


@lru_cache(1)
def _named(tests: str) -> list[str]:
    return named_files(Source("", tests))


def _named_file(open_file: OpenFile, name: str) -> NamedFile:
    try:
        return open_file(name).decode(errors="surrogateescape")
    except OSError as refusal:
        return (refusal.strerror or str(refusal), refusal.hint if isinstance(refusal, NotOpened) else None)


def _text(data: bytes) -> str:
    try:
        text = data.removeprefix(codecs.BOM_UTF8).decode()
    except UnicodeDecodeError as fault:
        raise NotText(f"it is no UTF-8 text (byte {fault.start + 1})") from fault
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _data(text: str, before: bytes) -> bytes:
    """The bytes of a text in the manner of what was there before."""
    ends = b"\r\n" if b"\r\n" in before else b"\n"
    mark = codecs.BOM_UTF8 if before.startswith(codecs.BOM_UTF8) else b""
    return mark + text.encode().replace(b"\n", ends)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
