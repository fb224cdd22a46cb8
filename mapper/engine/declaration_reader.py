"""The nodes of `extensions` and `tables` -> what a mapping declares at its top; faults go to the shapes."""

from __future__ import annotations

import re

from . import shape_advice as advice
from .depths import settings_below_tables
from .foreign_keys import OF_EXTENSION, OF_TABLE, foreign_key
from .keys import CONTENT_KEYS, EXTENSION_KEYS, NAME, TABLE_KEYS
from .nesting import extensions_of, is_nothing, reunited, with_attributes
from .node_shapes import WRONG_NAME, WRONG_SHAPE, Keys, NodeShapes, described, join, shown, to_value
from .syntax import Extension, Table, Value
from .text import Text
from .yaml_nodes import ListNode, MapNode, Node, ScalarNode

_NAME = re.compile(NAME)


class DeclarationReader:
    """Reads the extensions and tables of one file. `short_names` may be what extensions are called that it left out."""

    def __init__(self, shapes: NodeShapes) -> None:
        self.shapes = shapes
        self.short_names: list[str] = []

    def is_name(self, name: Text, path: str) -> bool:
        """Whether a name can be used in expressions; a fault when not."""
        if _NAME.fullmatch(name.value):
            return True
        message = f"{shown(name.value)} cannot be used in an expression"
        self.shapes.fault(WRONG_NAME, message, name.span, path, "use letters, digits and `_`, at most 64")
        return False

    # --- extensions ---------------------------------------------------------------------------------------------------

    def extensions(self, node: Node) -> tuple[Extension, ...]:
        """What stands below `extensions`."""
        if isinstance(node, ScalarNode) or (isinstance(node, MapNode) and not self._has_keys(node)):
            self._wrong_extension(node, "a list of extensions", "extensions")
            return ()
        node = extensions_of(node, self.shapes, "extensions")
        items = self.shapes.items(node, "extensions", "a list of extensions")
        read = [self._extension(item, path) for item, path in items]
        return tuple(extension for extension in read if extension is not None)

    def _has_keys(self, node: MapNode) -> bool:
        """Whether a mapping has a key of an extension, or one that may have been meant as such."""
        return any(self.shapes.meant_by(key.value, EXTENSION_KEYS, OF_EXTENSION) for key, _ in node.items)

    def _wrong_extension(self, node: Node, due: str, path: str) -> None:
        self.short_names += _possible_names(node) if isinstance(node, MapNode) else advice.names_of(node)[1]
        self.shapes.wrong(node, due, path, advice.extension(node))

    def _extension(self, node: Node, path: str) -> Extension | None:
        if not isinstance(node, MapNode) or not self._has_keys(node) or _is_named_by_key(node):
            self._wrong_extension(node, "a mapping with `id`", path)
            return None
        node = reunited(node, ("attributes",), lambda name: name not in EXTENSION_KEYS, self.shapes, path)
        node = with_attributes(node, self.shapes, path)
        keys = self.shapes.keys(node, EXTENSION_KEYS, path, OF_EXTENSION)
        if "id" not in keys:
            self.short_names += _possible_names(node)
            self.shapes.missing("id", node, path, "name the schema by its URN: `id: urn:…`")
            return None
        urn = self.shapes.text(keys["id"][1], join(path, "id"))
        short = self.shapes.text(keys["as"][1], join(path, "as")) if "as" in keys else None
        if short is not None and not self.is_name(short, join(path, "as")):
            short = None
        attributes = self._attributes(keys["attributes"][1], join(path, "attributes")) if "attributes" in keys else ()
        if attributes is None:
            self.short_names += _possible_names(node)
            return None
        return Extension(urn, short, attributes, node.span, path) if urn is not None else None

    def _attributes(self, node: Node, path: str) -> tuple[tuple[Text, Text], ...] | None:
        pairs = self.shapes.mapping(node, path, "a mapping of names to types", advice.attributes(node))
        if pairs is None:
            return None
        read = [(name, self._type(name, value, join(path, name.value))) for name, value in pairs]
        return tuple((name, kind) for name, kind in read if kind is not None)

    def _type(self, name: Text, node: Node, path: str) -> Text | None:
        """The type of an attribute; one that stands below `type`, a fault, is read all the same."""
        pairs = node.items if isinstance(node, MapNode) else ()
        below = next((value for key, value in pairs if key.value == "type"), None)
        if not isinstance(below, ScalarNode) or below.is_null:
            return self.shapes.text(node, path, "a type")
        self.shapes.wrong(node, "a type", path, f"write `{name.value}: {below.text.value}`")
        return below.text

    # --- tables -------------------------------------------------------------------------------------------------------

    def tables(self, node: Node) -> tuple[Table, ...]:
        """What stands below `tables`."""
        if isinstance(node, ListNode):
            self.shapes.unread += [f"tables.{name}" for name in _possible_tables(node)]
        pairs = self.shapes.mapping(node, "tables", "a mapping of names to tables", advice.tables(node)) or ()
        if isinstance(node, MapNode):
            names = {name.value for name, table in pairs if is_nothing(table)}
            node = reunited(node, names, TABLE_KEYS.__contains__, self.shapes, "tables")
            pairs = settings_below_tables(node, self.shapes, "tables").items
        read = [self._table(name, table, join("tables", name.value)) for name, table in pairs]
        return tuple(table for table in read if table is not None)

    def _table(self, name: Text, node: Node, path: str) -> Table | None:
        if not isinstance(node, MapNode) or not self._is_table(node):
            what = "a mapping without them" if isinstance(node, MapNode) else described(node)
            message = f"a mapping with `rows`, `names` or `list` is due here, not {what}"
            hint = f"write `{advice.table(name.value, node)}`"
            self.shapes.fault(WRONG_SHAPE, message, node.span, path, hint)
            return None
        node = reunited(node, ("rows", "names"), lambda name: not self._is_key(name), self.shapes, path)
        node = self._with_rows(node, path)
        keys = self.shapes.keys(node, TABLE_KEYS, path, OF_TABLE)
        contents = [key for key in keys if key in CONTENT_KEYS]
        if len(contents) > 1:
            self.shapes.conflict(keys, contents, path, "make it two tables")
            return None
        if not contents:
            if len(keys) == len(node.items):
                self.shapes.missing("rows", node, path, "a table has `rows`, `names` or `list`")
            return None
        content, below = keys[contents[0]][1], join(path, contents[0])
        rows = self._rows(content, below) if contents[0] == "rows" else None
        names = self._names(content, below) if contents[0] == "names" else None
        items = self._items(content, below) if contents[0] == "list" else None
        if rows is None and names is None and items is None:
            return None
        return Table(
            name,
            self._match(keys, path),
            self._flag(keys, "ignore_case", path),
            self._flag(keys, "ignore_accents", path),
            rows,
            names,
            items,
            to_value(keys["otherwise"][1]) if "otherwise" in keys else None,
            node.span,
            path,
        )

    def _with_rows(self, node: MapNode, path: str) -> MapNode:
        """*node*, in which rows that stand beside `otherwise` or `match` are put below `rows`; a fault."""
        rows = tuple(pair for pair in node.items if not self._is_key(pair[0].value))
        if not rows or len(rows) == len(node.items) or any(key.value in CONTENT_KEYS for key, _ in node.items):
            return node
        others = tuple(pair for pair in node.items if pair not in rows)
        if any(key.value not in TABLE_KEYS and key.value != "default" for key, _ in others):
            return node
        content = "names" if all(isinstance(value, ListNode) for _, value in rows) else "rows"
        shown = ", ".join(f"`{key.value}`" for key, _ in rows[:3]) + ", …" * (len(rows) > 3)
        message = f"a mapping with `rows`, `names` or `list` is due here, and {shown} are none of them"
        hint = f"write `{content}:`, and the lines of {shown} below it, indented"
        self.shapes.found.add(WRONG_SHAPE, message, rows[0][0].span, hint=hint, path=path)
        return MapNode(((Text(content, rows[0][0].span), MapNode(rows, node.span)), *others), node.span)

    def _is_table(self, node: MapNode) -> bool:
        """Whether a mapping has a key of a table, or one that may have been meant as such; else it has the rows."""
        return not node.items or any(self._is_key(key.value) for key, _ in node.items)

    def _is_key(self, name: str) -> bool:
        return self.shapes.meant_by(name, TABLE_KEYS, OF_TABLE)

    def _rows(self, node: Node, path: str) -> tuple[tuple[Text, Value], ...] | None:
        pairs = self.shapes.mapping(node, path, "a mapping of keys to values", advice.rows(node))
        return None if pairs is None else tuple((key, to_value(value)) for key, value in pairs)

    def _names(self, node: Node, path: str) -> tuple[tuple[Text, tuple[Text, ...]], ...] | None:
        line = advice.names_on_line(node.text.value) if isinstance(node, ScalarNode) else None
        pairs = self.shapes.mapping(node, path, "a mapping of values to their names", advice.names(node), line)
        if pairs is None:
            return None
        read = [(value, self.shapes.texts(names, join(path, value.value), "a name")) for value, names in pairs]
        known = tuple((value, names) for value, names in read if names is not None)
        return known if known or not pairs else None

    def _items(self, node: Node, path: str) -> tuple[Text, ...] | None:
        if isinstance(node, MapNode) and node.items:
            self.shapes.wrong(node, "a list of texts", path, advice.keys(node))
            return None
        return self.shapes.texts(node, path, "a text")

    def _match(self, keys: Keys, path: str) -> Text | None:
        words = TABLE_KEYS["match"].words
        return self.shapes.one_of(keys["match"][1], words, join(path, "match")) if "match" in keys else None

    def _flag(self, keys: Keys, name: str, path: str) -> Text | None:
        return self.shapes.flag(keys[name][1], join(path, name)) if name in keys else None


def _is_named_by_key(entry: MapNode) -> bool:
    """Whether an extension without `id` begins with its short name as a key, and its URN as the value of that."""
    key, value = entry.items[0]
    is_urn = isinstance(value, ScalarNode) and value.text.value.casefold().startswith("urn:")
    is_key = key.value in EXTENSION_KEYS or foreign_key(key.value, OF_EXTENSION, EXTENSION_KEYS)[0] is not None
    return is_urn and not is_key


def _possible_names(entry: MapNode) -> list[str]:
    """What may be meant as the short name of the extension that *entry* fails to declare."""
    unknown = [key.value for key, _ in entry.items if key.value not in EXTENSION_KEYS]
    inner = [pair for _, value in entry.items if isinstance(value, MapNode) for pair in value.items]
    values = [value.text.value for _, value in (*entry.items, *inner) if isinstance(value, ScalarNode)]
    return [name for name in (*unknown, *values) if _NAME.fullmatch(name)]


def _possible_tables(node: ListNode) -> list[str]:
    """What the tables may be called that stand in a list."""
    pairs = [pair for item in node.items if isinstance(item, MapNode) for pair in item.items]
    return [*(key.value for key, _ in pairs), *(each.text.value for _, each in pairs if isinstance(each, ScalarNode))]
