"""The text of a mapping, or of its tests, in; the same in one layout out, or the faults for which it is refused.

What a file says stays the same: its values and their order, all its comments, and the text that is compiled of it. Only
within a rule, a field and a candidate the keys come into the order in which they are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from .diagnostics import Diagnostics
from .keys import CANDIDATE_KEYS, GROUP_KEYS, ORIGIN_KEYS, PARTS_END, RULE_KEYS, SETTINGS
from .reader import NOT_A_MAPPING, read
from .text import Source, Span
from .writer import write
from .yaml_nodes import ListNode, MapNode, Node, ScalarNode, parse
from .yaml_pieces import Group, Item, Piece, Scalar, comments_of, pieces

RULE_ORDER: Final = ("rule", "when", "unless", "let", *GROUP_KEYS, "person")
CANDIDATE_ORDER: Final = (
    *("from", "template", "if", "not", "each"),
    *("when", "unless"),
    *("value", "clear", "keep"),
    *("then", "type", "override", "else"),
    *("write", "missing", "empty", "found_by", "not_found", "disabled", "too_long"),
    *("entry", "collect"),
)
"""First where a value comes from and when it counts (of a constant: when, then what), then what is made of it. The
blocks of a list field come last.
"""

_DEPTH_OF_RULES: Final = 2
_DEPTH_OF_TESTS: Final = 3
"""So deep brackets may stand within each other on one line; a payload is read more easily than a rule."""

_LINE_END = re.compile(r"\r\n|\r|\n")


class UnsureLayout(ValueError):
    """A text whose layout would change what it says: a fault of this module, which then changes nothing."""


def lay_out(source: Source, object_fields: frozenset[str]) -> tuple[str | None, Diagnostics]:
    """The text of *source* in one layout. None when it is no mapping and no tests, or no YAML, and then why.

    `object_fields` are the fields of the target that are free-form objects. Raises UnsureLayout.
    """
    text = Source(source.name, _LINE_END.sub("\n", source.text))
    root, found = parse(text)
    if root is None or found.has_errors:
        return None, parse(source)[1]
    whole = pieces(text.text, root)
    are_tests = whole is not None and "cases" in _names(whole)
    if whole is None or not (are_tests or _is_version_1(root)):
        return None, _refusal(source)
    if are_tests:
        _tests(whole)
    else:
        _mapping(whole, object_fields)
    laid_out = write(whole, _DEPTH_OF_TESTS if are_tests else _DEPTH_OF_RULES)
    if not _says_the_same(text.text, root, whole, laid_out):
        raise UnsureLayout(source.name)
    ends = _LINE_END.search(source.text)
    return laid_out.replace("\n", ends[0]) if ends is not None else laid_out, found


def _is_version_1(root: Node) -> bool:
    """Whether the text is a mapping in the version of the language that is known here."""
    keys = {key.value: value for key, value in root.items} if isinstance(root, MapNode) else {}
    version = keys.get("mapping")
    return isinstance(version, ScalarNode) and version.text.value == "1"


def _refusal(source: Source) -> Diagnostics:
    """Why a text that is YAML is not laid out."""
    tree, found = read(source, object_fields=frozenset())
    if tree is not None:
        found = Diagnostics()
        hint = "a mapping begins with `mapping: 1`, and tests have `cases:`"
        found.add(NOT_A_MAPPING, "this is no mapping", Span(source, 0, 0), hint=hint)
    return found


def _says_the_same(text: str, root: Node, whole: Group, laid_out: str) -> bool:
    """Whether a text has the values of the pieces, in their order, and all the comments that there were."""
    after, found = parse(Source("", laid_out))
    if after is None or found.has_errors or _value_of(after) != _value_of_piece(whole):
        return False
    return sorted(comments_of(laid_out, after)) == sorted(comments_of(text, root))


def _value_of(node: Node) -> object:
    if isinstance(node, ScalarNode):
        return None if node.is_null else node.text.value
    if isinstance(node, ListNode):
        return [_value_of(item) for item in node.items]
    return [(key.value, _value_of(value)) for key, value in node.items], "mapping"


def _value_of_piece(piece: Piece) -> object:
    if isinstance(piece, Scalar):
        is_null = piece.text.style == "plain" and piece.text.value in ("", "~", "null")
        return None if is_null else piece.text.value
    if not piece.is_map:
        return [_value_of_piece(item.value) for item in piece.items]
    return [(item.key.value if item.key else "", _value_of_piece(item.value)) for item in piece.items], "mapping"


# --- what is written item by item ------------------------------------------------------------------------------------


def _tests(root: Group) -> None:
    root.opened, root.apart = True, "sections"
    for cases in _values(root, "cases"):
        if isinstance(cases, Group):
            cases.opened, cases.apart = True, "all"
            for case in cases.items:
                _open(case.value)


def _mapping(root: Group, object_fields: frozenset[str]) -> None:
    root.opened, root.apart = True, "sections"
    for section in ("extensions", "tables"):
        for group in _values(root, section):
            _open(group)
            for item in group.items if isinstance(group, Group) else ():
                _open(item.value)
    for section in ("users", "groups"):
        for rules in _values(root, section):
            _open(rules)
            if isinstance(rules, Group) and not rules.is_map:
                rules.apart = "all"
            for rule in _mappings(rules):
                _rule(rule, object_fields)


def _rule(rule: Group, object_fields: frozenset[str]) -> None:
    rule.opened = True
    if _names(rule) <= {*RULE_KEYS, *GROUP_KEYS}:
        _put_in_order(rule, RULE_ORDER)
    for person in _values(rule, "person"):
        _open(person)
        for field in _pairs(person):
            is_object = field.key is not None and field.key.value in object_fields
            _field(field.value, has_parts=is_object and isinstance(field.value, Group) and _has_parts(field.value))


def _field(field: Piece, *, has_parts: bool = False) -> None:
    """A field, or a list of its candidates, or with *has_parts* the parts of a free-form object."""
    if has_parts:
        for part in _pairs(field):
            _field(part.value)
        return
    for candidate in _mappings(field):
        _candidate(candidate)


def _candidate(candidate: Group) -> None:
    names = _names(candidate)
    if names <= {*CANDIDATE_KEYS, *SETTINGS} and names & {*ORIGIN_KEYS}:
        _put_in_order(candidate, CANDIDATE_ORDER)
    for key in ("from", "collect"):
        for inner in _values(candidate, key):
            _field(inner)
    for entry in _values(candidate, "entry"):
        for part in _pairs(entry):
            _field(part.value)


def _has_parts(group: Group) -> bool:
    return group.is_map and not _names(group) & PARTS_END


def _put_in_order(group: Group, order: Iterable[str]) -> None:
    """Sort the keys, each with its comments; not where a comment may be about more than the key below it."""
    ranks = {name: rank for rank, name in enumerate(order)}
    arranged = sorted(group.items, key=lambda item: ranks[item.key.value] if item.key else -1)
    is_about_more = any(item.remarks and item.blank for item in arranged)
    if not is_about_more and (arranged[0] is group.items[0] or not (arranged[0].remarks or group.items[0].remarks)):
        group.items = arranged


# --- where things stand ----------------------------------------------------------------------------------------------


def _open(piece: Piece) -> None:
    if isinstance(piece, Group):
        piece.opened = True


def _pairs(piece: Piece) -> list[Item]:
    return piece.items if isinstance(piece, Group) and piece.is_map else []


def _values(group: Group, name: str) -> list[Piece]:
    return [item.value for item in group.items if item.key is not None and item.key.value == name]


def _names(group: Group) -> set[str]:
    return {item.key.value for item in group.items if item.key is not None}


def _mappings(piece: Piece) -> list[Group]:
    """The mappings of a list, or the one that stands there by itself."""
    if not isinstance(piece, Group):
        return []
    if piece.is_map:
        return [piece]
    return [item.value for item in piece.items if isinstance(item.value, Group) and item.value.is_map]
