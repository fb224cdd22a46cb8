"""A file of users and groups -> one Item for each: an NDJSON line, an element of a list, or the one object there is.

NDJSON is read line by line, so a file of any size takes the memory of one line; anything else is read whole. A file is
first cut into Pieces, which is quick and has an order; to read a Piece takes longer, and can be done anywhere.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final, NamedTuple

from .json_faults import first_fault
from .json_reader import MOST_BYTES, decoded, read_json, too_large
from .schemas.values import InvalidPayload, Json, not_an_object

MOST_BYTES_WHOLE: Final = 32 * 2**20
"""A list, or an object over many lines, is read up to this size."""

_MESSAGES = "urn:ietf:params:scim:api:messages:2.0:"
_USE_NDJSON = "write one object a line (NDJSON): that is read at any size"
STORED: Final = "an object in the fields of the target, such as job_title"
"""What a stored person is."""

NO_PAYLOAD: Final = "there is no payload"
"""What is said of an empty file."""

_MOST_SHOWN = 1000
"""So many characters are kept of a line that is too long to be read."""


@dataclass(frozen=True, slots=True)
class Item:
    """One payload of a file: the line and column where it begins (from 1), its text, what it holds or what is wrong."""

    line: int
    text: str
    content: dict[str, Json] | InvalidPayload
    column: int = 1

    @property
    def payload(self) -> dict[str, Json]:
        """The user or group. Raises its InvalidPayload when it cannot be used."""
        if isinstance(self.content, InvalidPayload):
            raise self.content
        return self.content

    @property
    def fault(self) -> InvalidPayload | None:
        """What is wrong with it."""
        return self.content if isinstance(self.content, InvalidPayload) else None


class Piece(NamedTuple):
    """One payload of a file before it is read: the place where it begins (from 1), its text, what that is called.

    `fault` is what is wrong with it when that was seen without reading it; `data` is then only the beginning.
    """

    line: int
    column: int
    data: bytes | str
    name: str = "the payload"
    fault: InvalidPayload | None = None

    def read(self) -> Item:
        """The payload, or what is wrong with it."""
        text = self.data if isinstance(self.data, str) else self.data.decode(errors="replace")
        return Item(self.line, text.rstrip("\r\n"), self.fault or self._content(), self.column)

    def _content(self) -> dict[str, Json] | InvalidPayload:
        try:
            value = read_json(self.data, self.name)
        except InvalidPayload as fault:
            return _moved(fault, self.line, self.column)
        if not isinstance(value, dict):
            return not_an_object(value, self.line, self.column)
        return _message(value, self.line, self.column) or value


def is_group(payload: dict[str, Json]) -> bool:
    """Whether it is a group: one of its `schemas` is named Group."""
    return any(uri.endswith((":group", "/group")) for uri in _schemas(payload))


def is_of_scim(value: dict[str, Json]) -> bool:
    """Whether an object is a resource or a message of SCIM, and so no person of a target: its `schemas` say so."""
    return any(uri.startswith("urn:ietf:params:scim:") for uri in _schemas(value))


def _schemas(payload: dict[str, Json]) -> list[str]:
    """What it is, by its own words, in small letters."""
    schemas = next((value for name, value in payload.items() if name.lower() == "schemas"), None)
    uris = schemas if isinstance(schemas, list) else [schemas]
    return [uri.lower() for uri in uris if isinstance(uri, str)]


def _message(value: dict[str, Json], line: int, column: int) -> InvalidPayload | None:
    """The fault of a message of the protocol (RFC 7644), such as a PATCH request, where a resource is due."""
    schemas = value.get("schemas")
    for uri in schemas if isinstance(schemas, list) else ():
        if isinstance(uri, str) and uri.lower().startswith(_MESSAGES):
            return InvalidPayload(
                "not-a-resource",
                f"this is a message of the protocol ({uri[len(_MESSAGES) :]}), not a user or a group",
                None,
                line,
                column,
                "map the whole user or group, as it is after the change",
            )
    return None


def read_stream(file: BinaryIO) -> Iterator[Item]:
    """The payloads of *file*: NDJSON, a list, a SCIM ListResponse (RFC 7644 section 3.4.2), or one object.

    What cannot be read is an Item with its fault, and the others follow: after a line that is no JSON the next line,
    after an element that is no object the next element. Only when it is not clear where the next one begins it ends.
    """
    return (piece.read() for piece in split_stream(file))


def split_stream(file: BinaryIO) -> Iterator[Piece]:
    """The same payloads, not read yet."""
    lines = _Lines(file)
    first = lines.read(MOST_BYTES_WHOLE)
    if first is None:
        yield Piece(1, 1, "", fault=InvalidPayload("json-syntax", NO_PAYLOAD, line=1, column=1))
        return
    second = None if first.is_cut else lines.read(MOST_BYTES)
    if second is not None and _is_ndjson(first.data, second.data):
        yield from _ndjson(lines, first, second)
    else:
        yield from _whole(first, second, file)


# --- lines -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that is not blank, with its number and the bytes of it; `is_cut` when it goes on beyond the limit."""

    number: int
    data: bytes
    is_cut: bool


class _Lines:
    """Reads the lines of a file that are not blank, holding no more than one."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._number = 0
        self._in_line = False

    def read(self, limit: int) -> _Line | None:
        """The next line that is not blank, or as much of it as the limit lets through; None at the end."""
        while data := self._file.readline(limit + 1):
            if not self._in_line:
                self._number += 1
            self._in_line = not data.endswith(b"\n")
            if data.strip():
                return _Line(self._number, data, self._in_line and len(data) > limit)
        return None

    def skip(self) -> None:
        """Go to the end of the line."""
        while self._in_line and (data := self._file.readline(_SKIPPED_AT_ONCE)):
            self._in_line = not data.endswith(b"\n")


_SKIPPED_AT_ONCE = 2**20


def _is_ndjson(first: bytes, second: bytes) -> bool:
    """Whether two lines are two payloads: the first ends what it begins, or the second cannot go on with it."""
    first, second = first.strip(), second.strip()
    if first.startswith(b"["):
        return False
    return _is_json(first) or (second.startswith(b"{") and not first.endswith((b"[", b":", b",", b"{")))


def _is_json(line: bytes) -> bool:
    try:
        read_json(line)
    except InvalidPayload:
        return False
    return True


def _ndjson(lines: _Lines, *begin: _Line) -> Iterator[Piece]:
    for line in begin:
        yield _of_line(line, lines)
    while (following := lines.read(MOST_BYTES)) is not None:
        yield _of_line(following, lines)


def _of_line(line: _Line, lines: _Lines) -> Piece:
    if line.is_cut or len(line.data) > MOST_BYTES:
        lines.skip()
        fault = _moved(too_large("the line", MOST_BYTES), line.number, 1)
        return Piece(line.number, 1, line.data[:_MOST_SHOWN], fault=fault)
    return Piece(line.number, 1, line.data.rstrip(b"\r\n"), "the line")


def _moved(fault: InvalidPayload, line: int, column: int) -> InvalidPayload:
    """The fault of a text that begins at that place of the file."""
    if fault.line is None or fault.column is None:
        return InvalidPayload(fault.code, fault.message, fault.pointer, line, None, fault.hint)
    there = fault.column + column - 1 if fault.line == 1 else fault.column
    return InvalidPayload(fault.code, fault.message, fault.pointer, fault.line + line - 1, there, fault.hint)


# --- files that are read whole ---------------------------------------------------------------------------------------


def _whole(first: _Line, second: _Line | None, file: BinaryIO) -> Iterator[Piece]:
    """The payloads of a file that is read whole, of which up to two lines have been read."""
    data = _joined(first, second, file)
    try:
        text = decoded(data, "the payload", MOST_BYTES_WHOLE)
    except InvalidPayload as fault:
        hint = _USE_NDJSON if fault.code == "json-too-large" else fault.hint
        told = InvalidPayload(fault.code, fault.message, None, fault.line, fault.column, hint)
        yield Piece(first.number, 1, data[:_MOST_SHOWN], fault=_moved(told, first.number, 1))
        return
    document = _Document(text, first.number)
    start = document.start_of_list()
    if start is None:
        yield Piece(first.number, 1, text)
    else:
        yield from document.elements(start)


def _joined(first: _Line, second: _Line | None, file: BinaryIO) -> bytes:
    """All from the first line on, or a byte more than can be read; blank lines come back as line ends."""
    if second is None:
        return first.data
    blank = min(second.number - first.number - 1, MOST_BYTES_WHOLE)
    begin = first.data + b"\n" * blank + second.data
    return begin + file.read(max(0, MOST_BYTES_WHOLE + 1 - len(begin)))


class _Document:
    """A text that holds a list of payloads, alone or as the `Resources` of a ListResponse."""

    def __init__(self, text: str, line: int) -> None:
        self._text = text
        self._first_line = line
        self._line, self._line_start, self._counted = line, 0, 0

    def start_of_list(self) -> int | None:
        """Where the list begins; None when there is none, or what stands before it cannot be read."""
        at = self._skip_blanks(0)
        if self._text.startswith("[", at):
            return at
        if not self._text.startswith("{", at):
            return None
        try:
            while self._text[at] in "{,":
                name, at = _SKIM.raw_decode(self._text, self._skip_blanks(at + 1))
                at = self._skip_blanks(self._skip_blanks(at) + 1)
                if str(name).casefold() == "resources" and self._text[at] == "[":
                    return at
                at = self._skip_blanks(_SKIM.raw_decode(self._text, at)[1])
        except (ValueError, IndexError, RecursionError):
            return None
        return None

    def elements(self, start: int) -> Iterator[Piece]:
        """The payloads of the list that begins at *start*, and what is wrong with the text around them."""
        read = start + 1
        at = self._skip_blanks(read)
        more = not self._text.startswith("]", at)
        while more:
            try:
                end = _SKIM.raw_decode(self._text, at)[1]
            except (ValueError, RecursionError):
                fault = self._fault_around(start, read)
                if fault is None:  # a bug: the two readers must agree
                    raise
                yield fault
                return
            yield self._element(at, end)
            read, at = end, self._skip_blanks(end)
            more = self._text.startswith(",", at)
            at = self._skip_blanks(at + 1) if more else at
        fault = self._fault_around(start, read)
        if fault is not None:
            yield fault

    def _element(self, start: int, end: int) -> Piece:
        line, column = self._place(start)
        return Piece(line, column, self._text[start:end])

    def _fault_around(self, start: int, read: int) -> Piece | None:
        """What is wrong outside of the elements, which have been read up to *read*: a 0 stands for them all."""
        seen = self._text[start + 1 : read]
        lines = "\n" * seen.count("\n")
        stand_in = lines + " " * (len(seen) - seen.rfind("\n") - 2) + "0" if seen else ""
        text = self._text[: start + 1] + stand_in + self._text[read:]
        fault = first_fault(text, "the payload")
        if fault is None:
            return None
        fault = _moved(fault, self._first_line, 1)
        return Piece(fault.line or self._first_line, 1, self._text[read : read + _MOST_SHOWN], fault=fault)

    def _place(self, at: int) -> tuple[int, int]:
        """Line and column of the file; *at* only ever grows, so that every character is looked at once."""
        newlines = self._text.count("\n", self._counted, at)
        if newlines:
            self._line += newlines
            self._line_start = self._text.rfind("\n", self._counted, at) + 1
        self._counted = at
        return self._line, at - self._line_start + 1

    def _skip_blanks(self, at: int) -> int:
        blanks = _BLANKS.match(self._text, at)
        return blanks.end() if blanks else at


_BLANKS = re.compile(r"[ \t\n\r]*+")
_SKIM = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str, strict=False)
"""Finds where a value ends, and lets everything through that `read_json` will refuse with a sentence."""
