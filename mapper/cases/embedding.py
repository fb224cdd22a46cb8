"""Tests that name files -> those names; and the same tests with the payloads in place, where nothing else changes."""

from __future__ import annotations

from collections.abc import Iterator

from ..engine.checked import CheckedMapping
from ..engine.text import Source
from ..engine.yaml_nodes import ListNode, MapNode, Node, ScalarNode, parse
from ..json_reader import read_json
from ..schemas.scim import ResourceSchema
from . import written
from .beside import OpenFile

_WITH_FILES = ("user", "group", "current", "account", "directory")
"""The keys of a case, or of the head of the tests, behind which the name of a file may stand."""


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


def named_files(source: Source) -> list[str]:
    """The names of all files that tests name, as far as they can be read, each once."""
    root, _ = parse(source)
    keys = _keys(root)
    cases = keys.get("cases")
    below = [_keys(case) for case in cases.items] if isinstance(cases, ListNode) else []
    members = [node for each in below if isinstance(node := each.get("members"), ListNode)]
    nodes = [each[key] for each in (keys, *below) for key in _WITH_FILES if key in each]
    nodes += [user for listed in members for user in listed.items]
    return list(dict.fromkeys(node.text.value for node in nodes if isinstance(node, ScalarNode) and not node.is_null))


def _keys(node: Node | None) -> dict[str, Node]:
    return {key.value: value for key, value in node.items} if isinstance(node, MapNode) else {}


def _named(root: Node | None, mapping: CheckedMapping) -> Iterator[tuple[ScalarNode, ResourceSchema, str]]:
    """The names of files in the order of the text, what each holds, and how far that is to be indented."""
    cases = _keys(root).get("cases")
    for case in cases.items if isinstance(cases, ListNode) else ():
        for key, node in case.items if isinstance(case, MapNode) else ():
            if isinstance(node, ScalarNode) and key.value in ("user", "group"):
                schema = mapping.user if key.value == "user" else mapping.group
                yield node, schema, " " * (key.span.place.column + 1)
