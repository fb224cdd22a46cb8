"""Tests that name files of payloads -> the same tests with the payloads in place; nothing else changes."""

from __future__ import annotations

from collections.abc import Iterator

from ..engine.checked import CheckedMapping
from ..engine.text import Source
from ..engine.yaml_nodes import ListNode, MapNode, Node, ScalarNode, parse
from ..json_reader import read_json
from ..schemas.scim import ResourceSchema
from . import written
from .beside import OpenFile


def embedded(source: Source, mapping: CheckedMapping, open_file: OpenFile) -> str:
    """The tests of *mapping* with each user and group in place of the name of its file, as a block below its key.

    Raises OSError and InvalidPayload when a file cannot be used.
    """
    root, _ = parse(source)
    text = source.text
    parts, at = [], 0
    for node, schema, margin in _named(root, mapping):
        payload = read_json(open_file(node.text.value))
        lines = written.block(written.resource(payload, schema), margin)
        parts += [text[at : node.span.start].rstrip(" "), "\n", "\n".join(lines)]
        at = node.span.end
    return "".join([*parts, text[at:]])


def _named(root: Node | None, mapping: CheckedMapping) -> Iterator[tuple[ScalarNode, ResourceSchema, str]]:
    """The names of files in the order of the text, what each holds, and how far that is to be indented."""
    keys = {key.value: node for key, node in root.items} if isinstance(root, MapNode) else {}
    cases = keys.get("cases")
    for case in cases.items if isinstance(cases, ListNode) else ():
        for key, node in case.items if isinstance(case, MapNode) else ():
            if isinstance(node, ScalarNode) and key.value in ("user", "group"):
                schema = mapping.user if key.value == "user" else mapping.group
                yield node, schema, " " * (key.span.place.column + 1)
