"""What stands beside the payloads of a file of tests, or in files that it names -> values, or faults at their place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Final, TypeAlias

from ..context_files import InvalidContext, account_of, directory_of, read_account, read_directory, read_instant
from ..engine.checked import CheckedMapping
from ..engine.diagnostics import error
from ..engine.directory import Directory
from ..engine.node_shapes import Keys, NodeShapes, join, shown
from ..engine.text import Span, Text
from ..engine.yaml_nodes import ListNode, MapNode, Node, ScalarNode
from ..json_reader import read_json
from ..schemas.normalise import normalise
from ..schemas.scim import ResourceSchema
from ..schemas.values import InvalidPayload, Json, kind_of
from .scalars import PayloadNodes, PersonNodes

NO_SUCH_FILE: Final = error("no-such-file", "a test that names a file which cannot be read")
UNUSABLE_FILE: Final = error("unusable-file", "a test that names a file in which something is wrong")
WRONG_TIME: Final = error("wrong-time", "a text where a date, or a date and a time, is due")
WRONG_PAYLOAD: Final = error("wrong-payload", "a user or group in a test that no client can send")

OpenFile: TypeAlias = Callable[[str], bytes]
"""Gives the bytes of a file that a test names. Raises OSError, with a sentence for people in `strerror`."""

NamedFile: TypeAlias = "str | Sequence[str | None]"
"""A file that tests may name: what it holds, bytes that are no UTF-8 as lone surrogates (`surrogateescape`).

Of one that is not opened why, and what to do about it, if that is known: a clause and a hint.
"""

NamedFiles: TypeAlias = Mapping[str, NamedFile]
"""Such files by name, for a process that opens none itself."""

Group: TypeAlias = dict[str, Json]


class NotOpened(OSError):
    """Why a file is not opened, in a sentence for people, and what they can do about it."""

    def __init__(self, sentence: str, hint: str) -> None:
        super().__init__(0, sentence)
        self.hint = hint


class BesideReader:
    """Reads the payloads of one file of tests and what stands beside them. Each file that is named is read once."""

    def __init__(self, shapes: NodeShapes, mapping: CheckedMapping, open_file: OpenFile) -> None:
        self._shapes = shapes
        self._mapping = mapping
        self._open = open_file
        self._payloads = PayloadNodes(shapes)
        types = {field.name: field.type for field in mapping.fields}
        self.people = PersonNodes(shapes, mapping.target, types)
        self._read: dict[tuple[str, str], Json] = {}

    # --- payloads -----------------------------------------------------------------------------------------------------

    def user(self, node: Node, path: str) -> dict[str, Json] | None:
        """A user: in place, or the name of a file of JSON. None after a fault."""
        return self._resource(node, self._mapping.user, path, "a user, or the name of a file,")

    def group(self, node: Node, path: str) -> dict[str, Json] | None:
        """The same for a group."""
        return self._resource(node, self._mapping.group, path, "a group, or the name of a file,")

    def members(self, node: Node, path: str) -> tuple[dict[str, Json], ...]:
        """Users in a list."""
        users = [self.user(item, below) for item, below in self._listed(node, path, "a list of users")]
        return tuple(user for user in users if user is not None)

    def groups(self, node: Node, path: str) -> tuple[Group, ...]:
        """The groups of a user in a list: names, or groups."""
        groups: list[Group] = []
        for item, below in self._listed(node, path, "a list of groups"):
            if isinstance(item, ScalarNode) and not item.is_null:
                groups.append({"displayName": item.text.value})
            elif isinstance(item, MapNode):
                read = self._resource(item, self._mapping.group, below, "a group")
                groups += [read] if read is not None else []
            else:
                self._shapes.wrong(item, "the name of a group, or a group,", below)
        return tuple(groups)

    def _listed(self, node: Node, path: str, due: str) -> list[tuple[Node, str]]:
        if isinstance(node, ListNode):
            return [(item, f"{path}[{index}]") for index, item in enumerate(node.items)]
        self._shapes.wrong(node, due, path)
        return []

    def _resource(self, node: Node, schema: ResourceSchema, path: str, due: str) -> dict[str, Json] | None:
        payload = self._in_place_or_file(node, schema, path, due)
        if payload is None:
            return None
        try:
            normalise(payload, schema)
        except InvalidPayload as fault:
            self._shapes.fault(WRONG_PAYLOAD, fault.message, _place(node, fault.pointer or ""), path, fault.hint)
            return None
        return payload

    def _in_place_or_file(self, node: Node, schema: ResourceSchema, path: str, due: str) -> dict[str, Json] | None:
        if isinstance(node, MapNode):
            return self._payloads.resource(node, schema, path)
        text = self._shapes.text(node, path, due)
        return self._json(text, path) if text is not None else None

    # --- beside -------------------------------------------------------------------------------------------------------

    def current(self, node: Node, path: str) -> dict[str, Json] | None:
        """The person as stored: in place, or the name of a file of JSON. None when it is null, and after a fault."""
        if isinstance(node, ScalarNode) and node.is_null:
            return None
        if isinstance(node, MapNode):
            return self.people.stored(node, path)
        text = self._shapes.text(node, path, "a person, or the name of a file,")
        return self._json(text, path) if text is not None else None

    def account(self, node: Node, path: str) -> dict[str, Json] | None:
        """The values of the account: in place, or the name of a file of YAML."""
        if isinstance(node, ScalarNode) and not node.is_null:
            account: dict[str, Json] | None = self._yaml(node.text, path, read_account)
            return account
        return account_of(self._shapes, node, path)

    def directory(self, node: Node, path: str) -> Directory | None:
        """The records of the account: in place, or the name of a file of YAML."""
        if isinstance(node, ScalarNode) and not node.is_null:
            directory: Directory | None = self._yaml(node.text, path, read_directory)
            return directory
        return directory_of(self._shapes, node, path)

    def instant(self, keys: Keys, path: str) -> datetime | None:
        """The time that `now` says; None without it, and after a fault."""
        if "now" not in keys:
            return None
        below = join(path, "now")
        text = self._shapes.text(keys["now"][1], below, "a time")
        try:
            return read_instant(text.value) if text is not None else None
        except ValueError:
            assert text is not None
            message = f"{shown(text.value)} is no date and no time"
            hint = "write a date or date-time such as 2026-01-31 or 2026-01-31T08:00:00Z"
            self._shapes.fault(WRONG_TIME, message, text.span, below, hint)
            return None

    # --- files --------------------------------------------------------------------------------------------------------

    def _json(self, name: Text, path: str) -> dict[str, Json] | None:
        """The object in a file of JSON."""
        person: dict[str, Json] | None = self._file(name, path, "json", _object)
        return person

    def _yaml(self, name: Text, path: str, read: Callable[[str, bytes], Json]) -> Json:
        return self._file(name, path, read.__name__, lambda data: read(name.value, data))

    def _file(self, name: Text, path: str, kind: str, read: Callable[[bytes], Json]) -> Json:
        """What *read* makes of the file *name*; None after a fault."""
        key = name.value, kind
        if key in self._read:
            return self._read[key]
        try:
            self._read[key] = read(self._open(name.value))
            return self._read[key]
        except OSError as refusal:
            reason = (refusal.strerror or str(refusal)).lower()
            beside = "files stand beside the tests, or in a directory below"
            hint = refusal.hint if isinstance(refusal, NotOpened) else beside
            self._shapes.fault(NO_SUCH_FILE, f"cannot use {shown(name.value)}: {reason}", name.span, path, hint)
        except InvalidPayload as fault:
            place = f":{fault.line}:{fault.column}" if fault.line and fault.column else ""
            self._unusable(name, path, place, fault.message, fault.hint)
        except InvalidContext as invalid:
            first = next(iter(invalid.diagnostics))
            at = first.span.place
            self._unusable(name, path, f":{at.line}:{at.column}", first.message, first.hint)
        return None

    def _unusable(self, name: Text, path: str, place: str, message: str, hint: str | None) -> None:
        self._shapes.fault(UNUSABLE_FILE, f"{name.value}{place}: {message}", name.span, path, hint)


def _place(node: Node, pointer: str) -> Span:
    """Where in *node* is what a JSON pointer names: the key, or the element of a list; as far as it goes."""
    span = node.span
    for step in pointer.split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        if isinstance(node, MapNode):
            found = next(((key.span, value) for key, value in node.items if key.value == name), None)
        elif isinstance(node, ListNode) and name.isdecimal() and int(name) < len(node.items):
            found = node.items[int(name)].span, node.items[int(name)]
        else:
            found = None
        if found is None:
            break
        span, node = found
    return span


def _object(data: bytes) -> dict[str, Json]:
    value = read_json(data, "the file")
    if not isinstance(value, dict):
        raise InvalidPayload("not-an-object", f"an object is due here, not {kind_of(value)}", line=1, column=1)
    return value
