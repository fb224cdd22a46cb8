"""A key that stands a step too far left or right -> the tree that was meant, and a fault that says what it belongs to.

What looks like a part of another place is read as if it stood there, so that the rest of the file has no fault for it.
Of names in which nobody can be sure, such as the parts of a free-form object, nothing is moved.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Final

from .field_keys import BESIDE
from .keys import CANDIDATE_KEYS, CONTENT_KEYS, GUARD_KEYS, ORIGIN_KEYS, RULE_KEYS, SETTINGS, TABLE_KEYS
from .node_shapes import MISPLACED_KEY, NodeShapes, brief, join, shown
from .text import Text
from .yaml_nodes import ListNode, MapNode, Node, ScalarNode

Pairs = tuple[tuple[Text, Node], ...]

_OF_FIELD: Final = frozenset({*CANDIDATE_KEYS, *SETTINGS})
_OF_ENTRY: Final = frozenset({*GUARD_KEYS, *SETTINGS} - {"disabled", "type"})
_DEEPEST: Final = 4
"""So many levels below the file a section is looked for: the parts of a person are the last."""
_MOST: Final = 3


# --- a step too far left ----------------------------------------------------------------------------------------------


def keys_below_fields(
    node: MapNode, fields: Collection[str], shapes: NodeShapes, path: str, *, in_groups: bool, objects: Collection[str]
) -> MapNode:
    """The fields *node* with each key of a field that stands beside them below the field above it, and the faults."""
    if not any(key.value in _OF_FIELD and key.value not in fields for key, _ in node.items):
        return node
    pairs: list[tuple[Text, Node]] = []
    for key, value in node.items:
        is_key = key.value in _OF_FIELD and key.value not in fields
        if is_key and pairs and pairs[-1][0].value in fields and pairs[-1][0].value not in objects:
            name, above = pairs[-1]
            origin = "if" if key.value == "else" and not in_groups else "from"
            whole = _completed(above, key, value, origin)
            if whole is not None:
                _left([key], f"a part of `{name.value}`", _how_below(name, above, key, origin), shapes, path)
                pairs[-1] = name, whole
                continue
        pairs.append((key, value))
    return MapNode(tuple(pairs), node.span)


def _completed(above: Node, key: Text, value: Node, origin: str) -> MapNode | None:
    """The field *above* with the key; None where it cannot have it as well."""
    if not isinstance(above, MapNode):
        if key.value in ORIGIN_KEYS or (isinstance(above, ScalarNode) and above.is_null):
            return None
        return MapNode(((Text(origin, above.span), above), (key, value)), above.span)
    there = _names(above)
    origins = there & {*ORIGIN_KEYS}
    is_source = key.value in ORIGIN_KEYS and any((other, key.value) not in BESIDE for other in origins)
    if key.value in there or is_source or there.isdisjoint(_OF_FIELD):
        return None
    return MapNode((*above.items, (key, value)), above.span)


def _how_below(name: Text, above: Node, key: Text, origin: str) -> str:
    """How a key gets below the field that stands above it."""
    if isinstance(above, MapNode):
        beside = next((one.value for one, _ in above.items if one.value in ORIGIN_KEYS), above.items[0][0].value)
        how = f"move it one step to the right, beside `{beside}`"
        how = f"write it within the braces of `{name.value}`" if key.in_flow else how
    elif isinstance(above, ListNode):
        how = f"put the list below `{origin}:`, and this line beside `{origin}`"
    else:
        how = f"write `{origin}: {brief(above)}` on a line of its own below `{name.value}:`, and this line beside it"
    return f"{how}; a condition of the whole rule stands beside `person`" if key.value in GUARD_KEYS else how


def fields_below_person(node: MapNode, fields: Collection[str], shapes: NodeShapes, path: str) -> MapNode:
    """The rule *node* with fields that stand beside its `person` below that, and the fault that they do not."""
    person = next((value for key, value in node.items if key.value == "person"), None)
    if not isinstance(person, MapNode) or not person.items:
        return node
    others = {*RULE_KEYS, *_names(person), *([] if "rule" in _names(node) else ["name"])}
    moved = tuple(pair for pair in node.items if pair[0].value in fields and pair[0].value not in others)
    if not moved:
        return node
    first = person.items[0][0]
    how = f"move {_them(moved)} one step to the right, below `person`, beside `{first.value}`"
    if first.in_flow:
        how = f"write {_them(moved)} within the braces of `person`"
    _left([key for key, _ in moved], "a field" if len(moved) == 1 else "fields", how, shapes, path)
    whole = MapNode((*person.items, *moved), person.span)
    rest = _without(moved, node).items
    return MapNode(tuple((key, whole if key.value == "person" else value) for key, value in rest), node.span)


def settings_below_tables(node: MapNode, shapes: NodeShapes, path: str) -> MapNode:
    """The tables *node* with settings that stand beside them below the table above, and the faults."""
    pairs: list[tuple[Text, Node]] = []
    for key, value in node.items:
        is_setting = key.value in TABLE_KEYS and key.value not in CONTENT_KEYS and isinstance(value, ScalarNode)
        name, above = pairs[-1] if pairs else (None, None)
        if is_setting and name is not None and isinstance(above, MapNode):
            names = [other.value for other, _ in above.items]
            beside = next((other for other in names if other in CONTENT_KEYS), None)
            if beside is not None and key.value not in names:
                how = f"move it one step to the right, beside `{beside}`"
                _left([key], f"a setting of the table `{name.value}`", how, shapes, path)
                pairs[-1] = name, MapNode((*above.items, (key, value)), above.span)
                continue
        pairs.append((key, value))
    return MapNode(tuple(pairs), node.span)


# --- a step too far right ---------------------------------------------------------------------------------------------


def siblings_of_fields(
    node: MapNode, is_name: Callable[[str, Node], bool], what: str, shapes: NodeShapes, path: str
) -> MapNode:
    """*node* with fields that stand among the keys of one of them beside that, and the faults.

    *is_name* tells them by their names and values, and *what* is what one of them is: a field or a part.
    """
    there = _names(node)
    pairs: list[tuple[Text, Node]] = []
    for name, value in node.items:
        inner = value.items if isinstance(value, MapNode) else ()
        has_source = any(key.value in ORIGIN_KEYS for key, _ in inner)
        moved = tuple(
            (key, below) for key, below in inner if has_source and key.value not in there and is_name(key.value, below)
        )
        if moved and isinstance(value, MapNode) and not name.in_flow:
            how = f"move {_them(moved)} one step to the left, beside `{name.value}`"
            to = f"a {what}" if len(moved) == 1 else f"{what}s"
            _right([key for key, _ in moved], to, how, shapes, path)
            there |= {key.value for key, _ in moved}
            pairs += [(name, _without(moved, value)), *moved]
        else:
            pairs.append((name, value))
    return MapNode(tuple(pairs), node.span)


def keys_beside_person(node: MapNode, fields: Collection[str], shapes: NodeShapes, path: str) -> MapNode:
    """The rule *node* with keys of a rule that stand within its `person` beside that, and the fault that they do not.

    A condition counts where no field stands above it; below one it looks like a part of that.
    """
    names = _names(node)
    person = next((value for key, value in node.items if key.value == "person"), None)
    if not isinstance(person, MapNode):
        return node
    leading = next((at for at, (key, _) in enumerate(person.items) if key.value not in GUARD_KEYS), 0)
    moved = tuple(
        pair
        for at, pair in enumerate(person.items)
        if (pair[0].value in ("rule", "let") or at < leading)
        and pair[0].value in RULE_KEYS
        and pair[0].value not in {*names, *fields}
    )
    if not moved or len(moved) == len(person.items):
        return node
    how = f"move {_them(moved)} one step to the left, beside `person`"
    if moved[0][0].in_flow:
        how = f"write {_them(moved)} beside `person`, before its braces"
    _right([key for key, _ in moved], "a key of the rule" if len(moved) == 1 else "keys of the rule", how, shapes, path)
    rest = _without(moved, person)
    return MapNode((*moved, *((key, rest if key.value == "person" else value) for key, value in node.items)), node.span)


def person_beside_let(node: MapNode, shapes: NodeShapes, path: str) -> MapNode:
    """The rule *node* with a `person` that stands among its named expressions beside `let`, and the fault."""
    lets = next((value for key, value in node.items if key.value == "let"), None)
    pairs = lets.items if isinstance(lets, MapNode) else ()
    moved = tuple(pair for pair in pairs if pair[0].value == "person" and isinstance(pair[1], MapNode))
    is_there = any(key.value == "person" for key, _ in node.items)
    if not isinstance(lets, MapNode) or not moved or is_there or len(moved) == len(pairs):
        return node
    _right([moved[0][0]], "a key of the rule", "move it one step to the left, beside `let`", shapes, path)
    rest = _without(moved, lets)
    return MapNode((*((key, rest if key.value == "let" else value) for key, value in node.items), *moved), node.span)


def keys_beside_entry(node: MapNode, shapes: NodeShapes, path: str, *, of_field: bool) -> MapNode:
    """The candidate *node* with conditions and settings that stand among the parts of its `entry` beside that."""
    entry = next((value for key, value in node.items if key.value == "entry"), None)
    names = _names(node)
    known = _OF_ENTRY if of_field else frozenset(GUARD_KEYS)
    parts = entry.items if isinstance(entry, MapNode) else ()
    moved = tuple(pair for pair in parts if pair[0].value in known and pair[0].value not in names)
    if not isinstance(entry, MapNode) or not moved or len(moved) == len(parts) or moved[0][0].in_flow:
        return node
    each = "each element" if "each" in names else "the entry"
    to = f"a condition for {each}" if moved[0][0].value in GUARD_KEYS else "a setting of the field"
    _right([key for key, _ in moved], to, f"move {_them(moved)} one step to the left, beside `entry`", shapes, path)
    rest = _without(moved, entry)
    return MapNode((*((key, rest if key.value == "entry" else value) for key, value in node.items), *moved), node.span)


def sections_at_edge(root: MapNode, shapes: NodeShapes) -> MapNode:
    """The file *root* with sections that stand within another one beside that, and the faults."""
    there = _names(root)
    pairs: list[tuple[Text, Node]] = []
    for name, value in root.items:
        rest, taken = _without_sections(value, there, _DEEPEST)
        for key, _ in taken:
            there.add(key.value)
            hint = f"it looks like a section of the file: move it to the left edge, beside `{name.value}`"
            shapes.found.add(MISPLACED_KEY, f"{shown(key.value)} stands too far right", key.span, hint=hint)
        pairs += [(name, rest), *taken]
    return MapNode(tuple(pairs), root.span)


def _without_sections(node: Node, there: Collection[str], depth: int) -> tuple[Node, Pairs]:
    """*node* without what can only be a section of the file that is not *there*, and that."""
    if isinstance(node, ScalarNode) or depth == 0:
        return node, ()
    if isinstance(node, ListNode):
        read = [_without_sections(item, there, depth - 1) for item in node.items]
        taken = tuple(pair for _, pairs in read for pair in pairs)
        return (ListNode(tuple(item for item, _ in read), node.span), taken) if taken else (node, ())
    sections = tuple(pair for pair in node.items if pair[0].value not in there and _is_section(*pair))
    others = [pair for pair in node.items if pair not in sections]
    inner = [(key, *_without_sections(value, there, depth - 1)) for key, value in others]
    taken = tuple(pair for _, _, pairs in inner for pair in pairs)
    if not (sections or taken) or not others:
        return node, ()
    return MapNode(tuple((key, value) for key, value, _ in inner), node.span), (*sections, *taken)


def _is_section(key: Text, value: Node) -> bool:
    """Whether a key is the name of a section, and its value what only such a section has."""
    if key.value in ("users", "groups"):
        rules = value.items if isinstance(value, ListNode) else (value,)
        return all(isinstance(rule, MapNode) and "person" in _names(rule) for rule in rules)
    if key.value != "tables" or not isinstance(value, MapNode):
        return False
    tables = [table for _, table in value.items]
    return all(isinstance(table, MapNode) and not _names(table).isdisjoint(CONTENT_KEYS) for table in tables)


def _names(node: MapNode) -> set[str]:
    return {key.value for key, _ in node.items}


def _without(moved: Pairs, node: MapNode) -> MapNode:
    """*node* without what is *moved*, which can be thousands of parts."""
    names = {key.value for key, _ in moved}
    return MapNode(tuple(pair for pair in node.items if pair[0].value not in names), node.span)


# --- faults -----------------------------------------------------------------------------------------------------------


def _left(keys: Sequence[Text], to: str, how: str, shapes: NodeShapes, path: str) -> None:
    _step("left", keys, to, how, shapes, path)


def _right(keys: Sequence[Text], to: str, how: str, shapes: NodeShapes, path: str) -> None:
    _step("right", keys, to, how, shapes, path)


def _step(side: str, keys: Sequence[Text], to: str, how: str, shapes: NodeShapes, path: str) -> None:
    """Note that *keys* stand a step too far to one side, what they look like, and how they get there."""
    names = [shown(key.value) for key in keys[:_MOST]] + ["others"] * (len(keys) > _MOST)
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    one = len(keys) == 1
    message = f"{listed} stand{'s' if one else ''} one step too far {side}"
    hint = f"{'it looks' if one else 'they look'} like {to}: {how}"
    shapes.found.add(MISPLACED_KEY, message, keys[0].span, hint=hint, path=join(path, keys[0].value))


def _them(moved: Sequence[object]) -> str:
    return "it" if len(moved) == 1 else "them"
