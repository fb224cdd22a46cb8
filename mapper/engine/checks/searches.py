"""A search in a text that cannot be meant: the text and what is searched in it are swapped, or a `*` is to match any.

Both are correct expressions, which nearly never hold.
"""

from __future__ import annotations

import re

from .. import expressions as tree
from ..diagnostics import Diagnostics, warning
from ..shapes import Shape
from ..text import Text
from ..yaml_quotes import repair, replacement

SWAPPED_ARGUMENTS = warning("swapped-arguments", "a search whose text and whose searched text are swapped")
WILDCARD = warning("wildcard-in-text", "a `*` in a text that is compared, which stands for itself")

_WITHIN = {"starts_with": "begins with", "ends_with": "ends with", "contains": "contains"}
_SEVERAL = re.compile(r"[,;|/\s]")
_SHORTEST = 3
_MATCHES_ANY = re.compile(r"(\*?)([^*]*\w[^*]*)(\*?)")
_PLAIN = re.compile(r"[\w @/,&-]+")


def check_swapped(call: tree.Call, shapes: list[Shape], text: Text, path: str, found: Diagnostics) -> None:
    """Warn of a constant in which an attribute is searched. A constant of several words may be a list."""
    if call.name not in _WITHIN or len(call.arguments) != 2:
        return
    where, what = call.arguments
    if not isinstance(where, tree.Constant) or not isinstance(where.value, str):
        return
    if not isinstance(what, tree.Name | tree.Attribute | tree.Index) or shapes[1].kind not in ("string", "list"):
        return
    if call.name == "contains" and (_SEVERAL.search(where.value) or len(where.value) < _SHORTEST):
        return
    words = [text.value[each.start : each.end] for each in (what, where)]
    meant = f"{call.name}({', '.join(words)})"
    written = replacement(text, call.start, call.end, meant)[1]
    place, fix = repair(text, call.start, call.end, meant)
    message = f"this asks whether {words[1]} {_WITHIN[call.name]} '{words[0]}', and not the other way round"
    found.add(SWAPPED_ARGUMENTS, message, place, hint=f"write {written}", path=path, fix=fix)


def check_wildcard(node: tree.Comparison, text: Text, path: str, found: Diagnostics) -> None:
    """Warn of a constant with `*` at its ends that is compared with what is sent."""
    one, other = (node.right, node.left) if isinstance(node.left, tree.Constant) else (node.left, node.right)
    if node.operator not in ("==", "!=") or isinstance(one, tree.Constant) or not isinstance(other, tree.Constant):
        return
    function = searched_by(other.value)
    if function is None:
        return
    negated = "!" if node.operator == "!=" else ""
    meant = f"{negated}{function[0]}({text.value[one.start : one.end]}, '{function[1]}')"
    written = replacement(text, node.start, node.end, meant)[1]
    place = text.at(other.start, other.end)
    found.add(WILDCARD, wildcard_message(node.operator), place, hint=f"write {written}", path=path)


def searched_by(value: object) -> tuple[str, str] | None:
    """The function that does what a text with `*` at its ends is meant to do, and the text that it searches."""
    match = _MATCHES_ANY.fullmatch(value) if isinstance(value, str) else None
    if match is None or not (match[1] or match[3]) or not _PLAIN.fullmatch(match[2]):
        return None
    both = bool(match[1]) and bool(match[3])
    return "contains" if both else "ends_with" if match[1] else "starts_with", match[2]


def wildcard_message(operator: str) -> str:
    """What is wrong with a `*` behind *operator*, a clause."""
    return f"'{operator}' takes '*' as it stands, and not as any characters"
