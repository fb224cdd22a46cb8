"""Nodes of an expression -> the words that stand for them in the mapping."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from ..engine import expressions as tree

_MOST_CHARACTERS: Final = 120
_PLAIN: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one expression."""

    text: str

    def of(self, node: tree.Node) -> str:
        """A node as it is written, on one line."""
        written = " ".join(self.text[node.start : node.end].split()).lstrip(".")
        if not written:
            return "@"
        return written if len(written) <= _MOST_CHARACTERS else f"{written[: _MOST_CHARACTERS - 1]}…"

    def sibling(self, node: tree.Node, name: str) -> str:
        """How an attribute beside that of *node* is written: `name.givenname` beside `name.givenName`."""
        quoted = name_text(name)
        if isinstance(node, tree.Attribute) and node.name_start > node.start:
            return self.of(node)[: -len(" ".join(self.text[node.name_start : node.end].split()))] + quoted
        return quoted


def name_text(name: str) -> str:
    """A name as an expression writes it: in double quotes where it is no plain word."""
    return name if _PLAIN.fullmatch(name) else '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def entries(count: int) -> str:
    """`1 entry`, `2 entries`."""
    return "1 entry" if count == 1 else f"{count:,} entries"
