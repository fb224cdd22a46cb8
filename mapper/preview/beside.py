"""The texts of what stands beside a payload -> what a mapping is given of it, and what is wrong with each text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from io import BytesIO
from typing import Final, TypedDict, TypeVar

from ..context_files import read_account, read_directory, read_instant
from ..engine.compiler import CompiledMapping
from ..engine.directory import Directory, RecordsDirectory
from ..engine.groups import Groups
from ..files import InvalidMapping
from ..json_reader import read_json
from ..payloads import STORED, is_of_scim, read_stream
from ..schemas.values import InvalidPayload, Json, kind_of
from .faults import fault_of_json, fault_of_yaml

TEXTS: Final = ("current", "groups", "directory", "account", "connection", "now")
"""The person as stored (JSON), groups (JSON or NDJSON), a directory and an account (YAML), the name of the client, and
the time: what the options of `mapper run` with these names are given."""

Value = TypeVar("Value")


class OfGroup(TypedDict):
    """What is given beside a group."""

    directory: Directory | None
    account: dict[str, Json] | None
    connection: str | None
    now: datetime


class OfUser(OfGroup):
    """What is given beside a user."""

    groups: Groups
    current: dict[str, Json] | None


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a payload, with groups made ready once; `now` is the same for all payloads of the page."""

    current: dict[str, Json] | None
    groups: Groups
    directory: Directory | None
    account: dict[str, Json] | None
    connection: str | None
    now: datetime

    def of_group(self) -> OfGroup:
        """The arguments of `map_group`."""
        return OfGroup(directory=self.directory, account=self.account, connection=self.connection, now=self.now)

    def of_user(self) -> OfUser:
        """The arguments of `explain`."""
        return OfUser(**self.of_group(), groups=self.groups, current=self.current)


def read_beside(
    texts: Mapping[str, str], mapping: CompiledMapping | None, *, payloads: int
) -> tuple[Beside, list[dict[str, Json]]]:
    """What the texts say, as far as they can be used, and what is wrong with them; a blank text says nothing.

    Groups are made ready for *mapping*. The person as stored belongs to one payload, so with several *payloads* it is
    at fault.
    """
    reader = _Reader(texts)
    current = reader.read("current", lambda text: _person(text, payloads))
    groups = reader.read("groups", lambda text: _groups(text, mapping))
    directory = reader.read("directory", _directory)
    account = reader.read("account", lambda text: read_account("account", text.encode(errors="surrogatepass")))
    now = reader.read("now", _instant)
    connection = texts.get("connection", "").strip() or None
    beside = Beside(current, groups or Groups([]), directory, account, connection, now or datetime.now(UTC))
    return beside, reader.faults


class _Reader:
    """Reads one text after another, and collects the faults of all."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts
        self.faults: list[dict[str, Json]] = []

    def read(self, pane: str, read: Callable[[str], Value]) -> Value | None:
        """What *read* makes of the text; None when that is blank or at fault."""
        text = self._texts.get(pane, "")
        try:
            return read(text) if text.strip() else None
        except InvalidPayload as fault:
            self.faults.append(fault_of_json(pane, fault, text))
        except InvalidMapping as invalid:
            self.faults.extend(fault_of_yaml(pane, found, text) for found in invalid.diagnostics)
        return None


def _person(text: str, payloads: int) -> dict[str, Json]:
    person = read_json(text, "the stored person")
    if not isinstance(person, dict):
        raise InvalidPayload("not-an-object", f"a person is an object, and this is {kind_of(person)}", line=1)
    if is_of_scim(person):
        hint = f"the stored person is {STORED}"
        raise InvalidPayload("not-a-person", "this is what a client sends, not the person as stored", line=1, hint=hint)
    if payloads > 1:
        raise InvalidPayload("several-payloads", "the stored person is that of one payload, and here are several")
    return person


def _groups(text: str, mapping: CompiledMapping | None) -> Groups | None:
    payloads = [item.payload for item in read_stream(BytesIO(text.encode(errors="surrogatepass")))]
    return mapping.groups(payloads) if mapping else None


@lru_cache(1)  # to read a large one takes longer than anything else here, and it seldom changes
def _directory(text: str) -> RecordsDirectory:
    return read_directory("directory", text.encode(errors="surrogatepass"))


def _instant(text: str) -> datetime:
    """The instant that an ISO 8601 date or date-time names; without a zone it is UTC."""
    try:
        return read_instant(text)
    except ValueError as fault:
        hint = "write a date or date-time such as 2026-01-31 or 2026-01-31T08:00:00Z"
        raise InvalidPayload("not-a-time", f"'{text.strip()}' is no date and no time", hint=hint) from fault
