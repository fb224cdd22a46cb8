"""A node that has the wrong shape for an extension or a table in; how the same is written rightly out, on one line.

What is shown are the values of the user. Where they do not say enough, or are long, an example stands in their place.
"""

from __future__ import annotations

import re
from typing import Final

from .foreign_keys import OF_EXTENSION, foreign_key
from .keys import EXTENSION_KEYS, NAME
from .text import Text
from .yaml_nodes import ListNode, MapNode, Node, ScalarNode
from .yaml_quotes import quoted

_MOST: Final = 3
_LONGEST: Final = 40
_SHORT: Final = re.compile(NAME)
_PLAIN_ENDS: Final = frozenset("{}[],#:&*!|>%@`\"'")

_TYPES: Final = {"date": "string", "day": "string", "text": "string"}
"""What types of an attribute are called elsewhere; a day is a text."""

_SETTINGS: Final = {("prefix", "true"): "match: prefix", ("pattern", "true"): "match: pattern"}
"""What settings of a table are called elsewhere, which are no rows."""

Pairs = list[tuple[str, str]]
"""Keys and values, each as it is written within `{…}`."""


def pairs_of(node: Node) -> Pairs:
    """The pairs that a list was to be: of `- a: b`, `- [a, b]`, or mappings of two texts; none of anything else."""
    items = node.items if isinstance(node, ListNode) else ()
    pairs: Pairs = []
    for item in items:
        if isinstance(item, MapNode) and len(item.items) == 1:
            pairs.append((_written(item.items[0][0].value), _value(item.items[0][1])))
        elif isinstance(item, MapNode | ListNode) and len(item.items) == 2:
            first, second = (part[1] if isinstance(part, tuple) else part for part in item.items)
            if not isinstance(first, ScalarNode):
                return []
            pairs.append((_value(first), _value(second)))
        else:
            return []
    return pairs


def as_mapping(pairs: Pairs) -> str:
    """`{a: b, c: d}`, with dots behind the first few."""
    shown = [f"{key}: {value}" for key, value in pairs[:_MOST]]
    return "{" + ", ".join([*shown, *["…"] * (len(pairs) > _MOST)]) + "}"


def as_list(node: Node) -> str:
    """`[a, b]`, with dots behind the first few."""
    return _value(node if isinstance(node, ListNode) else ListNode((node,), node.span))


def table(name: str, node: Node) -> str:
    """How a table is written whose rows or keys stand right below its name, or at its side."""
    if isinstance(node, MapNode):
        pairs = _pairs(node)
        settings = "".join(f", {setting}" for pair, setting in _SETTINGS.items() if pair in pairs)
        rows = [pair for pair in pairs if pair not in _SETTINGS]
        is_names = bool(node.items) and all(isinstance(value, ListNode) for _, value in node.items)
        return f"{name}: {{{'names' if is_names else 'rows'}: {as_mapping(rows)}{settings}}}"
    if pairs := pairs_of(node):
        return f"{name}: {{rows: {as_mapping(pairs)}}}"
    if isinstance(node, ScalarNode) and node.is_null:
        return f"{name}: {{rows: {{NL: Netherlands}}}}"
    return f"{name}: {{list: {as_list(node)}}}"


def tables(node: Node) -> str:
    """How tables are written that are no mapping of names."""
    for item in node.items if isinstance(node, ListNode) else ():
        if isinstance(item, MapNode) and len(item.items) == 1 and isinstance(item.items[0][1], MapNode):
            return f"write `{item.items[0][0].value}:` without the dash: each table stands below its name"
        for key, value in item.items if isinstance(item, MapNode) else ():
            if key.value == "name" and isinstance(value, ScalarNode):
                return (
                    f"each table stands below its name: instead of `- name: {_value(value)}` write `{_value(value)}:`"
                )
    example = _value(node) if isinstance(node, ScalarNode) and not node.is_null else "countries"
    return f"each table stands below its name, such as `{example}: {{rows: {{NL: Netherlands}}}}`"


def rows(node: Node) -> str:
    """How rows are written that are no mapping."""
    if pairs := pairs_of(node):
        return f"write `rows: {as_mapping(pairs)}`"
    if isinstance(node, ListNode) and node.items:
        return f"keys without values stand in `list`: write `list: {as_list(node)}`"
    return "write each row on a line of its own below `rows:`, indented, such as `NL: Netherlands`"


def names(node: Node) -> str:
    """How the names of values are written that are no mapping."""
    if pairs := pairs_of(node):
        return f"write `names: {as_mapping(pairs)}`"
    if isinstance(node, ListNode) and node.items:
        return f"names without a value stand in `list`: write `list: {as_list(node)}`"
    return "write each value on a line of its own below `names:`, indented, such as `NL: [Netherlands, Nederland]`"


def names_on_line(words: str) -> str:
    """A value and its names that stand on one line: the names, of which there are several, as a list."""
    value, _, found = words.partition(": ")
    return f"{value}: [{found}]" if "," in found and not set("[]{}") & set(found) else words


def keys(node: MapNode) -> str:
    """How the keys of a `list` are written that is a mapping."""
    return f"keys with values stand in `rows`: write `rows: {as_mapping(_pairs(node))}`"


def extension(node: Node) -> str:
    """How an extension is written that is a text, a list, or stands below its name: with its own names, if it has any.

    Of several that stand below their names it is the first.
    """
    urns, shorts = names_of(node)
    urn, short = [*urns, "urn:acme:scim:schemas:2.0:User"][0], [*shorts, "acme"][0]
    return (
        f"write `- id: {_written(urn)}` below `extensions:`, and below `id` the lines `as: {short}` and `attributes:`"
    )


def names_of(node: Node) -> tuple[list[str], list[str]]:
    """The URNs and the short names that *node* gives to an extension, the surest first."""
    if isinstance(node, ScalarNode):
        words = [] if node.is_null else node.text.value.split()
    elif isinstance(node, ListNode):
        words = [item.text.value for item in node.items if isinstance(item, ScalarNode) and not item.is_null]
    else:
        return _names_of_pair(*node.items[0]) if node.items else ([], [])
    return [word for word in words if _is_urn(word)], [word for word in words if _is_short(word)]


def _names_of_pair(key: Text, value: Node) -> tuple[list[str], list[str]]:
    """The same of an extension that stands below, or at the side of, one of its two names."""
    urns, shorts = ([key.value], []) if _is_urn(key.value) else ([], [key.value])
    if not isinstance(value, MapNode):
        others = names_of(value)
        return urns + others[0], others[1] + shorts
    for name, part in value.items:
        meant = foreign_key(name.value, OF_EXTENSION, EXTENSION_KEYS)[0] or name.value
        if isinstance(part, ScalarNode) and meant in ("id", "as"):
            (urns if meant == "id" else shorts).insert(0, part.text.value)
    return urns, shorts


def _is_urn(word: str) -> bool:
    return word.casefold().startswith("urn:")


def _is_short(word: str) -> bool:
    """Whether *word* can be a short name; `as` is the word before it."""
    return _SHORT.fullmatch(word) is not None and word != "as"


def attributes(node: Node) -> str:
    """How the attributes of an extension are written that are no mapping."""
    pairs: Pairs = []
    for item in node.items if isinstance(node, ListNode) else (node,):
        if isinstance(item, ScalarNode):
            pairs += [] if item.is_null else [(_value(item), "string")]
        else:
            pairs += [(name, _TYPES.get(kind, kind)) for name, kind in pairs_of(ListNode((item,), item.span))]
    return f"write `attributes: {as_mapping(pairs or [('hireDate', 'string')])}`"


def _pairs(node: MapNode) -> Pairs:
    return [(_written(key.value), _value(value)) for key, value in node.items]


def _value(node: Node) -> str:
    """A value as it is written within `{…}`."""
    if isinstance(node, ScalarNode):
        return "null" if node.is_null else _written(node.text.value)
    if isinstance(node, MapNode):
        return as_mapping(_pairs(node))
    shown = [_value(item) for item in node.items[:_MOST]]
    return "[" + ", ".join([*shown, *["…"] * (len(node.items) > _MOST)]) + "]"


def _written(words: str) -> str:
    if len(words) > _LONGEST or "\n" in words:
        return "…"
    is_plain = words and words == words.strip() and _PLAIN_ENDS.isdisjoint(words) and words[0] not in "-?"
    return words if is_plain and words not in ("null", "~") else quoted(words)
