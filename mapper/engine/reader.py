"""The YAML text of a mapping -> `MappingSyntax`, or the faults of the whole file in one run, each with its place.

What cannot be read is left out and reported once; the rest stays, so that later checks can look at it in the same run.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from . import diagnostics as codes
from .allowances import remarks
from .declaration_reader import DeclarationReader
from .depths import fields_below_person, keys_beside_person, person_beside_let, sections_at_edge
from .diagnostics import Diagnostics
from .field_reader import FieldNames, FieldReader, has_guard
from .foreign_keys import OF_FILE, OF_RULE
from .keys import (
    DEFAULT_KEYS,
    FILE_KEYS,
    GROUP_KEYS,
    RULE_KEYS,
    SLUG,
    KnownKeys,
)
from .nesting import reunited, rules_of, with_person
from .node_shapes import MISPLACED_KEY, WRONG_NAME, Keys, NodeShapes, join, shown
from .suggestions import closest
from .syntax import Let, MappingSyntax, Rule, Setting
from .text import Source, Span, Text
from .yaml_nodes import ListNode, MapNode, Node, ScalarNode, decode, parse

UNSUPPORTED_VERSION = codes.error("unsupported-version", "a version of the language that is not known here")
NOT_A_MAPPING = codes.error("not-a-mapping", "a payload, or tests, where a mapping is due")

_OF_PAYLOADS: Final = frozenset({"schemas", "userName", "displayName", "Resources"})
_OF_RULES: Final = frozenset({*RULE_KEYS, *GROUP_KEYS} - {*FILE_KEYS})
_FIRST: Final = frozenset({"1.0", "1.0.0", "v1", "01"})
"""What can only be meant as version 1."""
_SLUG = re.compile(SLUG)


def read(
    source: Source, *, object_fields: frozenset[str], fields: frozenset[str] = frozenset()
) -> tuple[MappingSyntax | None, Diagnostics]:
    """Read a mapping. `object_fields` are the fields of the target that are free-form objects.

    With `fields`, the names of all its fields, what stands a step too far left or right is told so.

    The tree is None when there is no mapping in the text, or one in another version of the language.
    """
    root, found = parse(source)
    if root is None:
        return None, found
    shapes = NodeShapes(found)
    if not isinstance(root, MapNode):
        if not shapes.is_damaged:
            shapes.wrong(root, "a mapping that begins with `mapping: 1`", "")
        return None, found
    keys = {key.value for key, _ in root.items}
    if "mapping" not in keys and keys & _OF_PAYLOADS:
        hint = "a mapping is YAML that begins with `mapping: 1`; on the command line it stands before the payload"
        shapes.fault(NOT_A_MAPPING, "this is a payload, no mapping", root.items[0][0].span, "", hint)
        return None, found
    if "cases" in keys and not _says_version_1(root):
        hint = "name the mapping itself; its tests stand beside it, those of `acme.yaml` in `acme.tests.yaml`"
        place = next(key.span for key, _ in root.items if key.value == "cases")
        shapes.fault(NOT_A_MAPPING, "these are tests of a mapping, no mapping", place, "", hint)
        return None, found
    return _File(shapes, FieldNames(fields, object_fields), root).read(), found


def _says_version_1(root: MapNode) -> bool:
    """Whether it begins as a mapping does; tests may say `mapping: acme.yaml`."""
    said = (value for key, value in root.items if key.value == "mapping")
    return any(isinstance(value, ScalarNode) and value.text.value == "1" for value in said)


def read_bytes(
    name: str, data: bytes, *, object_fields: frozenset[str], fields: frozenset[str] = frozenset()
) -> tuple[Source, MappingSyntax | None, Diagnostics]:
    """Read the bytes of the file *name*. Also gives the text, in which the places of the faults are."""
    source, undecodable = decode(name, data)
    if undecodable.has_errors:
        return source, None, undecodable
    return source, *read(source, object_fields=object_fields, fields=fields)


class _File:
    """One file on its way from nodes to the tree."""

    def __init__(self, shapes: NodeShapes, names: FieldNames, root: MapNode) -> None:
        self.shapes = shapes
        self.names = names
        self.root = root
        self.keys: Keys = {}
        self.declarations = DeclarationReader(shapes)

    def read(self) -> MappingSyntax | None:
        """The tree. None when the version is another one, for then nothing can be said of the rest."""
        version = next((value for key, value in self.root.items if key.value == "mapping"), None)
        if isinstance(version, ScalarNode) and version.text.value != "1" and not version.is_null:
            message = f"version {shown(version.text.value)} of the language is not known"
            is_first = version.text.value in _FIRST
            fix = "1" if is_first else None
            self.shapes.fault(UNSUPPORTED_VERSION, message, version.span, "mapping", "write `mapping: 1`", fix=fix)
            if not is_first:
                return None
        root = sections_at_edge(self.root, self.shapes) if self.names.known else self.root
        root = reunited(root, ("users", "groups"), _OF_RULES.__contains__, self.shapes, "")
        self.keys = self.shapes.keys(root, FILE_KEYS, "", OF_FILE)
        for name, hint in (("mapping", "begin with `mapping: 1`"), ("name", "give it a name: `name: acme`")):
            if name not in self.keys:
                self.shapes.missing(name, self.root, "", hint)
        nowhere = Text("", Span(self.root.span.source, self.root.span.start, self.root.span.start))
        return MappingSyntax(
            version=self._text("mapping") or nowhere,
            name=self._name() or nowhere,
            description=self._text("description"),
            target=self._text("target"),
            extensions=self.declarations.extensions(self.keys["extensions"][1]) if "extensions" in self.keys else (),
            defaults=self._defaults(),
            lets=self._lets(self.keys, ""),
            tables=self.declarations.tables(self.keys["tables"][1]) if "tables" in self.keys else (),
            users=self._rules("users", in_groups=False),
            groups=self._rules("groups", in_groups=True),
            span=self.root.span,
            unread=tuple(self.shapes.unread),
            unread_short_names=tuple(self.declarations.short_names),
            remarks=remarks(self.root.span.source, self.root),
        )

    def _text(self, key: str) -> Text | None:
        return self.shapes.text(self.keys[key][1], key) if key in self.keys else None

    def _name(self) -> Text | None:
        name = self._text("name")
        if name is not None and not _SLUG.fullmatch(name.value):
            message = f"{shown(name.value)} is no name of a mapping"
            hint = "use small letters, digits, `-` and `_`, at most 64"
            self.shapes.fault(WRONG_NAME, message, name.span, "name", hint)
        return name

    def _defaults(self) -> dict[str, Setting]:
        if "defaults" not in self.keys:
            return {}
        node = self.keys["defaults"][1]
        if not isinstance(node, MapNode):
            self.shapes.wrong(node, "a mapping of settings", "defaults")
            return {}
        fields = FieldReader(self.shapes, self.names, in_groups=False)
        found = self.shapes.keys(node, DEFAULT_KEYS, "defaults").items()
        settings = {name: fields.setting(name, key, value, join("defaults", name)) for name, (key, value) in found}
        return {name: setting for name, setting in settings.items() if setting is not None}

    def _lets(self, keys: Keys, path: str) -> tuple[Let, ...]:
        if "let" not in keys:
            return ()
        below = join(path, "let")
        fields = FieldReader(self.shapes, self.names, in_groups=False)
        lets = []
        for name, value in self.shapes.mapping(keys["let"][1], below, "a mapping of names to expressions") or ():
            expression = fields.expression(value, join(below, name.value))
            if self.declarations.is_name(name, join(below, name.value)) and expression is not None:
                lets.append(Let(name, expression, join(below, name.value)))
        return tuple(lets)

    def _flag(self, keys: Keys, name: str, path: str) -> Text | None:
        return self.shapes.flag(keys[name][1], join(path, name)) if name in keys else None

    def _word(self, keys: Keys, name: str, known: KnownKeys, path: str) -> Text | None:
        """One of the few words that a key takes."""
        return self.shapes.one_of(keys[name][1], known[name].words, join(path, name)) if name in keys else None

    # --- rules --------------------------------------------------------------------------------------------------------

    def _rules(self, section: str, *, in_groups: bool) -> tuple[Rule, ...]:
        if section not in self.keys:
            return ()
        node = self.keys[section][1]
        if isinstance(node, ListNode) and not node.items:
            self.shapes.wrong_empty(node, section)
        fields = FieldReader(self.shapes, self.names, in_groups=in_groups)
        items = self.shapes.items(rules_of(node, self.shapes, section), section, "a rule or a list of rules")
        rules = [self._rule(item, path, fields) for item, path in items]
        return tuple(rule for rule in rules if rule is not None)

    def _rule(self, node: Node, path: str, fields: FieldReader) -> Rule | None:
        if not isinstance(node, MapNode):
            self.shapes.wrong(node, "a mapping with `person`", path)
            return None
        keys = self._rule_keys(node, path, fields.in_groups)
        guard = fields.guard(keys, path)
        rule = Rule(
            name=self._rule_text(keys, "rule", path),
            guard=guard,
            lets=self._lets(keys, path),
            fields=fields.fields(keys["person"][1], join(path, "person")) if "person" in keys else (),
            span=node.span,
            path=path,
            stands_for=self._word(keys, "stands_for", GROUP_KEYS, path),
            called=fields.expression(keys["called"][1], join(path, "called")) if "called" in keys else None,
            create=self._flag(keys, "create", path),
            rename=self._flag(keys, "rename", path),
        )
        # Without the condition that it was to have the rule would be another one.
        return rule if guard is not None or not has_guard(keys) else None

    def _rule_text(self, keys: Keys, name: str, path: str) -> Text | None:
        return self.shapes.text(keys[name][1], join(path, name)) if name in keys else None

    def _rule_keys(self, node: MapNode, path: str, in_groups: bool) -> Keys:
        """The keys of a rule; one of group rules only, one that is unknown and one that is missing are faults."""
        misplaced = [] if in_groups else [key for key, _ in node.items if key.value in GROUP_KEYS]
        for key in misplaced:
            message, hint = f'"{key.value}" belongs into a group rule', "move the rule below `groups`"
            self.shapes.fault(MISPLACED_KEY, message, key.span, join(path, key.value), hint)
        rest = MapNode(tuple(pair for pair in node.items if pair[0] not in misplaced), node.span)
        known = (*RULE_KEYS, *GROUP_KEYS) if in_groups else tuple(RULE_KEYS)
        rest = reunited(rest, ("person", "let"), lambda name: _is_strange(name, known), self.shapes, path)
        rest = person_beside_let(rest, self.shapes, path)
        rest = fields_below_person(rest, self.names.known, self.shapes, path)
        rest = keys_beside_person(rest, self.names.known, self.shapes, path)
        rest = with_person(rest, known, self.shapes, path)
        keys = self.shapes.keys(rest, known, path, OF_RULE)
        is_whole = not misplaced and len(keys) == len(rest.items)
        if is_whole and "person" not in keys and "stands_for" not in keys:
            hint = "say which fields it fills: `person: {…}`"
            self.shapes.missing("person", node, path, hint)
        return keys


def _is_strange(name: str, known: Collection[str]) -> bool:
    """Whether *name* is none of the *known* keys, nor one of them misspelt."""
    return closest(name, known) is None
