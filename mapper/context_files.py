"""Texts of what stands beside a payload in, a Directory, an account's values, a target schema, an instant out.

All but the instant are YAML, read with the same places and limits as a mapping.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from .engine.checks.account import ACCOUNT_KINDS, DeclaredAccount
from .engine.diagnostics import Diagnostics, error
from .engine.directory import Record, RecordsDirectory
from .engine.functions.identity import email_of
from .engine.node_shapes import NodeShapes, join
from .engine.places import zone_of
from .engine.text import Text
from .engine.yaml_nodes import MOST_BYTES, ListNode, MapNode, Node, ScalarNode, decode, parse
from .files import InvalidMapping
from .schemas.target import TargetSchema
from .schemas.values import Json

KINDS: Final = {"organizations": "organization", "sites": "site", "calendars": "calendar", "people": "person"}
"""The keys of a directory file, with the kind of record that each has."""

CONNECTIONS: Final = "connections"
"""The key of an account file that declares the names of connections."""

UNKNOWN_ZONE = error("unknown-time-zone", "an account with a time zone that does not exist")
MISSING_ID = error("missing-id", "a record of a directory without an id or a name")


class InvalidContext(InvalidMapping):
    """A directory or account file that cannot be used. `diagnostics` has every fault with its place."""


def load_directory(path: str | Path) -> RecordsDirectory:
    """The records of the YAML file *path*. Raises OSError, and InvalidContext when it has faults."""
    return read_directory(str(path), _bytes_of(path))


def read_directory(name: str, data: bytes) -> RecordsDirectory:
    """The records of YAML *data*: `organizations`, `sites`, `calendars`, `people`, each a list of records.

    A record has `id` and `name`, perhaps `disabled: true`, and whatever else a mapping may look it up by.
    Raises InvalidContext with every fault.
    """
    node, found = _parsed(name, data)
    directory = directory_of(NodeShapes(found), node, "") if node is not None else RecordsDirectory({})
    _refuse(found)
    return directory


def directory_of(shapes: NodeShapes, node: Node, path: str) -> RecordsDirectory:
    """The records that stand at *path* of a YAML file; its faults are noted in *shapes*."""
    records: dict[str, list[Record]] = {}
    if isinstance(node, MapNode):
        for key, (_, value) in shapes.keys(node, KINDS, path).items():
            records[KINDS[key]] = _records(shapes, value, join(path, key))
    else:
        shapes.wrong(node, "a mapping with organizations, sites, calendars or people", path)
    return RecordsDirectory(records)


def _records(shapes: NodeShapes, node: Node, path: str) -> list[Record]:
    if not isinstance(node, ListNode):
        shapes.wrong(node, "a list of records", path)
        return []
    records: list[Record] = []
    for index, item in enumerate(node.items):
        if isinstance(item, MapNode):
            records.append(_record(shapes, item, f"{path}[{index}]"))
        else:
            shapes.wrong(item, "a record such as {id: o1, name: Acme}", f"{path}[{index}]")
    return records


def _record(shapes: NodeShapes, node: MapNode, path: str) -> dict[str, Json]:
    record: dict[str, Json] = {}
    for key, value in node.items:
        if key.value == "disabled":
            flag = shapes.flag(value, f"{path}.disabled")
            record["disabled"] = flag is not None and flag.value == "true"
        else:
            text = _text_or_null(shapes, value, f"{path}.{key.value}")
            record[key.value] = _stored(key.value, text.value) if text is not None else None
    for needed in ("id", "name"):
        if not record.get(needed):
            shapes.fault(MISSING_ID, f"this record has no {needed}", node.span, path, f"give it `{needed}: …`")
    return record


def _stored(attribute: str, text: str) -> str:
    """The value as an account stores it: a primary e-mail address is in lower case."""
    return (email_of(text) or text) if attribute == "primary_email" else text


def _text_or_null(shapes: NodeShapes, node: Node, path: str) -> Text | None:
    if isinstance(node, ScalarNode) and node.is_null:
        return None
    return shapes.text(node, path)


def load_account(path: str | Path) -> dict[str, Json]:
    """The values of the YAML file *path*, all of them text. Raises OSError, and InvalidContext when it has faults."""
    return read_account(str(path), _bytes_of(path))


def read_account(name: str, data: bytes) -> dict[str, Json]:
    """The values of an account as YAML *data*: `name`, `kind` and whatever rules read as `account.x`.

    `connections` is no value: it declares the names of the account's connections, for `read_declared`. Raises
    InvalidContext with every fault.
    """
    node, found = _parsed(name, data)
    values = account_of(NodeShapes(found), node, "") if node is not None else {}
    _refuse(found)
    return values


def read_declared(name: str, data: bytes) -> DeclaredAccount:
    """What an account as YAML *data* has: the names of its values, and its `connections`, a list of names.

    Raises InvalidContext with every fault.
    """
    node, found = _parsed(name, data)
    shapes = NodeShapes(found)
    values = account_of(shapes, node, "") if node is not None else {}
    _refuse(found)
    return DeclaredAccount(frozenset(values), _connections(shapes, node) if isinstance(node, MapNode) else None)


def _connections(shapes: NodeShapes, node: MapNode) -> tuple[str, ...] | None:
    """The names of the connections, None where nothing is said of them; a fault is noted in *shapes*."""
    value = next((value for key, value in node.items if key.value == CONNECTIONS), None)
    names = shapes.texts(value, CONNECTIONS, "a name of a connection") if value is not None else None
    return tuple(name.value for name in names) if names is not None else None


def account_of(shapes: NodeShapes, node: Node, path: str) -> dict[str, Json]:
    """The values of an account that stand at *path* of a YAML file; its faults are noted in *shapes*."""
    if not isinstance(node, MapNode):
        shapes.wrong(node, "a mapping such as {name: acme-qa, kind: qa}", path)
        return {}
    values: dict[str, Json] = {}
    _connections(shapes, node)
    for key, value in node.items:
        if key.value == CONNECTIONS:
            continue
        below = join(path, key.value)
        text = _text_or_null(shapes, value, below)
        if text is not None and key.value == "kind":
            shapes.one_of(value, ACCOUNT_KINDS, below)
        if text is not None and key.value == "time_zone":
            _zone(shapes, text, below)
        values[key.value] = text.value if text is not None else None
    return values


def _zone(shapes: NodeShapes, text: Text, path: str) -> None:
    """Dates are compared in the zone of the account, so one that is not known is a fault."""
    if zone_of(text.value) is None:
        hint = "write a name of the IANA database, such as Europe/Amsterdam"
        shapes.fault(UNKNOWN_ZONE, f"'{text.value}' is no time zone", text.span, path, hint)


def load_target(path: str | Path) -> TargetSchema:
    """The target schema in the YAML file *path*, to be named in the `targets` of `load` and `loads`.

    Raises OSError, InvalidContext when it is no YAML, and InvalidTargetSchema when it describes no target.
    """
    return read_target(str(path), _bytes_of(path))


def read_target(name: str, data: bytes) -> TargetSchema:
    """The target schema in YAML *data*. Raises InvalidContext and InvalidTargetSchema as `load_target` does."""
    node, found = _parsed(name, data)
    _refuse(found)
    return TargetSchema.from_data(_plain(node))


def _plain(node: Node | None) -> Json:
    """The value of a node: scalars are the text they were written as."""
    if isinstance(node, MapNode):
        return {key.value: _plain(value) for key, value in node.items}
    if isinstance(node, ListNode):
        return [_plain(item) for item in node.items]
    return None if node is None or node.is_null else node.text.value


def read_instant(text: str) -> datetime:
    """The instant that an ISO 8601 date or date-time names; without a zone it is UTC. Raises ValueError."""
    try:
        instant = datetime.fromisoformat(text.strip())
        return instant.astimezone(UTC) if instant.tzinfo else instant.replace(tzinfo=UTC)
    except OverflowError as fault:
        raise ValueError("an instant beyond the calendar") from fault


def _bytes_of(path: str | Path) -> bytes:
    """The bytes of a file, but no more than show that it is too large."""
    with Path(path).open("rb") as file:
        return file.read(MOST_BYTES + 1)


def _parsed(name: str, data: bytes) -> tuple[Node | None, Diagnostics]:
    source, undecodable = decode(name, data)
    return (None, undecodable) if undecodable.has_errors else parse(source)


def _refuse(found: Diagnostics) -> None:
    if found.has_errors:
        raise InvalidContext(found)
