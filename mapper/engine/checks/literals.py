"""A word in backticks, which hold JSON: it is read as a text, and would not be elsewhere."""

from __future__ import annotations

from .. import expressions as tree
from ..diagnostics import Diagnostics, warning
from ..text import Text
from ..yaml_quotes import repair, replacement

BARE_LITERAL = warning("bare-literal", "a text in backticks, which hold JSON")


def check_literal(node: tree.Constant, text: Text, path: str, found: Diagnostics) -> None:
    """Warn of a constant whose backticks hold no JSON."""
    if not node.bare or not isinstance(node.value, str):
        return
    words = text.value[node.start : node.end]
    meant = f"'{node.value}'" if "'" not in node.value and "\\" not in words else None
    place, fix = repair(text, node.start, node.end, meant)
    hint = "a text stands in single quotes"
    if meant is not None:
        hint = f"write {replacement(text, node.start, node.end, meant)[1]}"
    found.add(BARE_LITERAL, f"backticks hold JSON, and {words} is none", place, hint=hint, path=path, fix=fix)
