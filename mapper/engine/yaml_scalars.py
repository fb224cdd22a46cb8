"""A text of YAML as it was written -> the lines in which it is written anew: without needless quotes, else as it was.

What is longer than a line, or has escapes, keeps its characters; only its lines move with the place where it stands.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from .text import Source, Text
from .yaml_nodes import ListNode, MapNode, Node, ScalarNode, parse
from .yaml_quotes import quoted

_HEADER: Final = re.compile(r"([|>])([+-]?)([1-9]?)([+-]?)")
_SURELY_PLAIN: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(?:[ ./-][A-Za-z0-9_]+)*")


def written(text: Text, column: int, indent: int, *, in_flow: bool = False) -> list[str]:
    """The lines of *text*, the first without its indentation.

    The list or mapping in which it stands began in *column* before and begins at *indent* now.
    """
    raw = text.span.text
    if text.style in ("literal", "folded"):
        return _block(raw, text.value, column, indent)
    if "\n" in raw:
        return _long(raw, column, indent)
    if text.style == "plain":
        is_same = text.in_flow == in_flow or raw in ("", "~", "null")
        return [raw if is_same or _is_plain(raw, in_flow=in_flow) else quoted(raw)]
    return [_requoted(text, in_flow=in_flow)]


def written_key(key: Text) -> str:
    """A key on one line."""
    if key.style == "plain" and "\n" not in key.span.text:
        return key.span.text
    return _requoted(key, in_flow=True) if key.value[:1].isalnum() or key.value[:1] == "_" else quoted(key.value)


def keeps_line_ends(text: Text) -> bool:
    """Whether the blank lines below a text belong to it."""
    header = _HEADER.match(text.span.text) if text.style in ("literal", "folded") else None
    return header is not None and "+" in header[0]


def _requoted(text: Text, *, in_flow: bool) -> str:
    """A text in quotes with those that it needs, if any; as it was where it cannot be shown without escapes.

    A template keeps its quotes: it would need them as soon as it began with its braces.
    """
    value = text.value
    if not value.isprintable():
        return text.span.text
    is_template = "{{" in value or "{%" in value
    return value if not is_template and _is_plain(value, in_flow=in_flow) else quoted(value)


@lru_cache(maxsize=4096)
def _is_plain(value: str, *, in_flow: bool) -> bool:
    """Whether *value* is read as it stands, without quotes: wherever a key, a value or an item may be."""
    if _SURELY_PLAIN.fullmatch(value):
        return value != "null"
    if value != value.strip():
        return False
    tried = f"[{value}, {{k: {value}}}]\n" if in_flow else f"- {value}\n- k: {value}\n"
    root, found = parse(Source("", tried))
    return not len(found) and _items(root) == [value, ("k", value)]


def _items(root: Node | None) -> list[object]:
    """The plain texts of a list, and of the pairs in it."""
    items: list[object] = []
    for item in root.items if isinstance(root, ListNode) else ():
        if isinstance(item, ScalarNode) and not item.is_null:
            items.append(item.text.value)
        elif isinstance(item, MapNode):
            items += [(key.value, node.text.value) for key, node in item.items if isinstance(node, ScalarNode)]
    return items


def _long(raw: str, column: int, indent: int) -> list[str]:
    """A text in quotes or without that goes on in further lines, each as deep below the first as it was."""
    first, *rest = raw.split("\n")
    lines = [_without_end(first)]
    for line in rest:
        words = line.lstrip(" \t")
        depth = max(len(line) - len(words) - column, 2)
        lines.append(_without_end(f"{' ' * (indent + depth)}{words}") if words else "")
    return lines


def _without_end(line: str) -> str:
    """A line without blanks at its end, but for one that a backslash keeps."""
    stripped = line.rstrip(" \t")
    return line if stripped.endswith("\\") else stripped


def _block(raw: str, value: str, column: int, indent: int) -> list[str]:
    """A block of text below its header, two deeper than the place in which it stands, or as its header says."""
    first, *body = raw.split("\n")
    header = _HEADER.match(first)
    assert header is not None
    if body and not body[-1].strip(" "):
        body.pop()  # what stands behind the last line end belongs to the next line
    elif value and not value.endswith("\n"):
        # The text ended with the file; now that there is a line end, it must not get one.
        first = f"{header[1]}{header[3]}-{first[header.end() :]}"
    while body and not body[-1].strip(" ") and "+" not in header[0]:
        body.pop()
    depth = int(header[3]) if header[3] else 2
    filled = [len(line) - len(line.lstrip(" ")) for line in body if line.strip(" ")]
    before = column + depth if header[3] else (filled[0] if filled else len(raw))
    lines = [line[before:] for line in body]
    return [first.rstrip(), *(" " * (indent + depth) + line if line else "" for line in lines)]
