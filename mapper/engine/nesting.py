"""A node whose lines stand beside what they belong below, or behind dashes too many -> the node that was meant.

Each is a fault, told once: `person:` with its fields as deep as itself, fields with dashes, a rule in two items.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Final

from .foreign_keys import OF_EXTENSION, OF_RULE, foreign_key
from .keys import EXTENSION_KEYS, GROUP_KEYS, RULE_KEYS
from .node_shapes import UNKNOWN_KEY, WRONG_SHAPE, NodeShapes, join, shown
from .suggestions import FAMILIAR_FIELDS
from .text import Span, Text
from .yaml_nodes import ListNode, MapNode, Node, ScalarNode

Pairs = tuple[tuple[Text, Node], ...]

_MOST: Final = 3
_OF_RULES: Final = frozenset({*RULE_KEYS, *GROUP_KEYS})
_BODIES: Final = frozenset({"person", "stands_for"})


def reunited(
    node: MapNode,
    owners: Collection[str],
    belongs: Callable[[str], bool],
    shapes: NodeShapes,
    path: str,
) -> MapNode:
    """*node*, in which a key of the *owners* without a value has the keys behind it that *belong* below it."""
    if not any(key.value in owners and is_nothing(value) for key, value in node.items):
        return node
    pairs: list[tuple[Text, Node]] = []
    at = 0
    while at < len(node.items):
        key, value = node.items[at]
        at += 1
        if key.value in owners and is_nothing(value) and not key.in_flow:
            end = at
            while end < len(node.items) and belongs(node.items[end][0].value):
                end += 1
            if below := node.items[at:end]:
                value = _moved(key, below, shapes, join(path, key.value))
                at = end
        pairs.append((key, value))
    return MapNode(tuple(pairs), node.span)


def undashed(node: Node, what: str, key: str, shapes: NodeShapes, path: str) -> Node:
    """*node*, where it is a list of mappings the mapping of all their keys: *what* stand below *key* without dashes."""
    items = node.items if isinstance(node, ListNode) else ()
    mappings = [item for item in items if isinstance(item, MapNode) and item.items]
    pairs = {name.value: (name, value) for item in mappings for name, value in item.items}
    if not items or len(mappings) < len(items) or len(pairs) < sum(len(item.items) for item in mappings):
        return node
    hint = f"write the {what} below `{key}:` without dashes"
    shapes.found.add(WRONG_SHAPE, f"a mapping of {what} is due here, not a list", node.span, hint=hint, path=path)
    return MapNode(tuple(pairs.values()), node.span)


def rules_of(node: Node, shapes: NodeShapes, path: str) -> Node:
    """The *node* of a section with each rule in one mapping: none below its name, none in two items of the list."""
    if isinstance(node, MapNode):
        if node.items and all(_is_rule_below(pair) for pair in node.items):
            return ListNode(tuple(_named(pair, shapes, path) for pair in node.items), node.span)
        return _with_rule(node, shapes, path)
    if not isinstance(node, ListNode):
        return node
    rules: list[Node] = []
    for item in node.items:
        if not isinstance(item, MapNode) or not item.items:
            rules.append(item)
        elif len(item.items) == 1 and _is_rule_below(item.items[0]):
            rules.append(_named(item.items[0], shapes, path, in_list=True))
        elif rules and (whole := _joined(rules[-1], item, shapes, path)) is not None:
            rules[-1] = whole
        else:
            rules.append(_with_rule(item, shapes, path))
    return ListNode(tuple(rules), node.span)


def _is_rule_below(pair: tuple[Text, Node]) -> bool:
    """Whether a key is the name of a rule that stands below it."""
    key, value = pair
    return (
        key.value not in _OF_RULES
        and isinstance(value, MapNode)
        and any(below.value in _BODIES for below, _ in value.items)
    )


def _named(pair: tuple[Text, Node], shapes: NodeShapes, path: str, *, in_list: bool = False) -> Node:
    """The rule below its name, and the fault that it stands there."""
    key, rule = pair
    name, span = key.span.text, _with_colon(key)
    assert isinstance(rule, MapNode)
    hint, fix = f"write `- rule: {name}` instead of `{name}:`", f"- rule: {name}"
    if in_list:
        hint = f"write `- rule: {name}` instead of `- {name}:`, and the lines below it as deep as `rule`"
    can_fix = not (in_list or key.in_flow or shapes.is_damaged)
    _strange(key, span, hint, fix if can_fix else None, shapes, path)
    return _renamed(key, rule.items, rule.span)


def _with_rule(node: MapNode, shapes: NodeShapes, path: str) -> MapNode:
    """The rule that begins with its name as a key of nothing, and the fault that `rule` is missing there."""
    if len(node.items) < 2:
        return node
    (key, value), *rest = node.items
    if key.value in _OF_RULES or not is_nothing(value) or not any(name.value in _BODIES for name, _ in rest):
        return node
    name = key.span.text
    fix = None if key.in_flow or shapes.is_damaged else f"rule: {name}"
    _strange(key, _with_colon(key), f"write `rule: {name}` instead of `{name}:`", fix, shapes, path)
    return _renamed(key, tuple(rest), node.span)


def _strange(key: Text, span: Span, hint: str, fix: str | None, shapes: NodeShapes, path: str) -> None:
    shapes.found.add(UNKNOWN_KEY, f"{shown(key.value)} is no key of a rule", span, hint=hint, path=path, fix=fix)


def _renamed(name: Text, rest: Pairs, span: Span) -> MapNode:
    """A rule of that name, unless it says its name itself."""
    has_name = any(key.value == "rule" for key, _ in rest)
    return MapNode(rest if has_name else ((Text("rule", name.span), ScalarNode(name, False)), *rest), span)


def _with_colon(key: Text) -> Span:
    source = key.span.source
    return Span(source, key.span.start, source.text.find(":", key.span.end) + 1)


def _joined(first: Node, second: MapNode, shapes: NodeShapes, path: str) -> MapNode | None:
    """The one rule that two items of a list of dashes were to be, with the fault; None where they are two."""
    if not isinstance(first, MapNode):
        return None
    upper, lower = _names(first), _names(second)
    if upper & _BODIES or "rule" in lower or upper & lower or not upper | lower <= _OF_RULES:
        return None
    return _without_dash(first, second, "rule", shapes, path)


def extensions_of(node: Node, shapes: NodeShapes, path: str) -> Node:
    """The *node* of `extensions` with each extension in one mapping, none in several items of the list."""
    if not isinstance(node, ListNode):
        return node
    items: list[Node] = []
    for item in node.items:
        above = items[-1] if items else None
        if isinstance(above, MapNode) and isinstance(item, MapNode) and item.items:
            upper, lower = _names(above), _names(item)
            is_one = "id" in upper and "id" not in lower and not upper & lower and lower <= {*EXTENSION_KEYS}
            whole = _without_dash(above, item, "extension", shapes, path) if is_one else None
            if whole is not None:
                items[-1] = whole
                continue
        items.append(item)
    return ListNode(tuple(items), node.span)


def _names(node: MapNode) -> set[str]:
    return {key.value for key, _ in node.items}


def _without_dash(first: MapNode, second: MapNode, what: str, shapes: NodeShapes, path: str) -> MapNode | None:
    """The one mapping of two items, with the fault that the second has a dash; None where it has none."""
    key = second.items[0][0]
    source, end = key.span.source, key.span.end
    dash = source.text.rfind("-", 0, key.span.start)
    if dash < 0 or source.text[source.text.rfind("\n", 0, dash) + 1 : dash].strip(" "):
        return None  # in brackets there is no dash
    between = source.text[dash + 1 : key.span.start]
    fix = None if between.strip(" ") or shapes.is_damaged else f" {between}{key.span.text}"
    message = f'"{key.value}" belongs to the {what} above, and the dash begins another one'
    hint = f"put a blank in place of the dash before `{key.value}`"
    shapes.found.add(WRONG_SHAPE, message, Span(source, dash, end), hint=hint, path=path, fix=fix)
    return MapNode((*first.items, *second.items), Span(source, first.span.start, second.span.end))


def with_person(node: MapNode, known: Collection[str], shapes: NodeShapes, path: str) -> MapNode:
    """The rule *node* with the fields that stand beside its *known* keys below `person`, and the fault that they do."""
    strange = {key.value for key, _ in node.items if not shapes.meant_by(key.value, known, OF_RULE)}
    names = {key.value for key, _ in node.items}
    keys = {foreign_key(name, OF_RULE, known)[0] or name for name in names}
    if keys & _BODIES or strange.isdisjoint(FAMILIAR_FIELDS.values()):
        return node
    has_name = "rule" in names or node.items[0][0].value != "name"
    fields = tuple(pair for pair in node.items if pair[0].value in strange or (pair[0].value == "name" and has_name))
    key = fields[0][0]
    hint = f"write `person:` above `{key.value}`, and two more blanks in front of each field"
    if key.in_flow:
        hint = f"write `person: {{{key.value}: …}}`, with all fields of the rule in these braces"
    message = "the fields of a rule stand below `person`, not beside it"
    shapes.found.add(UNKNOWN_KEY, message, key.span, hint=hint, path=path)
    person = (Text("person", key.span), MapNode(fields, node.span))
    return MapNode((*(pair for pair in node.items if pair not in fields), person), node.span)


def with_attributes(node: MapNode, shapes: NodeShapes, path: str) -> MapNode:
    """The extension *node* with attributes that stand beside `id` below `attributes`, and the fault that they do."""
    strange = {key.value for key, _ in node.items if not shapes.meant_by(key.value, EXTENSION_KEYS, OF_EXTENSION)}
    attributes = tuple(pair for pair in node.items if pair[0].value in strange)
    is_plain = all(isinstance(value, ScalarNode) and not value.is_null for _, value in attributes)
    if not attributes or not is_plain or not {"id"} <= _names(node) or "attributes" in _names(node):
        return node
    key = attributes[0][0]
    hint = f"write `attributes:` above `{key.value}`, and two more blanks in front of each attribute"
    if key.in_flow:
        hint = f"write `attributes: {{{key.value}: …}}`, with all attributes of the extension in these braces"
    message = "the attributes of an extension stand below `attributes`, not beside it"
    shapes.found.add(UNKNOWN_KEY, message, key.span, hint=hint, path=path)
    below = (Text("attributes", key.span), MapNode(attributes, node.span))
    return MapNode((*(pair for pair in node.items if pair not in attributes), below), node.span)


def is_nothing(node: Node) -> bool:
    """Whether nothing stands behind a key."""
    return isinstance(node, ScalarNode) and node.is_null and not node.text.value


def _moved(key: Text, below: Pairs, shapes: NodeShapes, path: str) -> MapNode:
    """The pairs that were meant to stand below *key*, and the fault that they do not."""
    source, start = key.span.source, below[0][0].span.start
    written = source.text[start : below[-1][1].span.end].rstrip()
    span = Span(source, key.span.start, start + len(written))
    lines = [f"  {line}" if line.strip() else line for line in written.split("\n")]
    fix = None if shapes.is_damaged else source.text[key.span.start : start] + "\n".join(lines)
    names = [f"`{name.value}`" for name, _ in below]
    shown = [*names[:_MOST], *["what follows"] * (len(names) > _MOST)]
    listed = shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
    message = f'nothing stands below "{key.value}", since the lines after it are not indented'
    hint = f"put two blanks in front of the lines of {listed}"
    shapes.found.add(WRONG_SHAPE, message, span, hint=hint, path=path, fix=fix)
    return MapNode(below, Span(source, start, start + len(written)))
