"""A node that is to be an expression in, its text out; none where it has dashes, quotes or blanks that are none.

They are told here and not by the grammar, which would know no more than that a character is not expected.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from .node_shapes import WRONG_SHAPE, NodeShapes
from .text import Text
from .yaml_accidents import CURLY, SPACE
from .yaml_characters import CHARACTER, shown_character
from .yaml_nodes import Node

_TYPOGRAPHIC: Final = "“”„‟‘’‚‛«»"
_IN_QUOTES: Final = r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`"""
_TYPOGRAPHIC_OUTSIDE: Final = re.compile(rf"{_IN_QUOTES}|([{_TYPOGRAPHIC}])", re.DOTALL)
_HIDDEN_OUTSIDE: Final = re.compile(rf"{_IN_QUOTES}|([\xa0\xad\u2000-\u200f\u202f\u2060\u3000])", re.DOTALL)
_MOST_HIDDEN: Final = 20
_DASHED: Final = re.compile(r"^([ ]*)-(?=[A-Za-z_@'\"`])", re.MULTILINE)
_STRAIGHT: Final = str.maketrans(dict.fromkeys(_TYPOGRAPHIC, "'"))


def read_expression(node: Node, path: str, shapes: NodeShapes) -> Text | None:
    """The text of an expression or a condition. None after a fault, which goes to *shapes*."""
    text = shapes.text(node, path, "an expression")
    if text is None or _is_list(text, path, shapes):
        return None
    if text.value.isascii() or not (_has_hidden(text, path, shapes) or _has_typographic(text, path, shapes)):
        return text
    return None


def _has_hidden(text: Text, path: str, shapes: NodeShapes) -> bool:
    """Whether characters stand outside of quotes that cannot be seen, or look like blanks; faults."""
    hidden = [found for found in _HIDDEN_OUTSIDE.finditer(text.value) if found[1]]
    for one in hidden[:_MOST_HIDDEN]:
        looks = "cannot be seen" if unicodedata.category(one[1]) == "Cf" else "looks like a blank and is none"
        hint, fix = ("remove it", "") if looks == "cannot be seen" else ("write a blank", " ")
        span = text.at(one.start(), one.end())
        is_certain = span.text == one[1]
        message = f"{shown_character(one[1])} {looks}"
        shapes.fault(CHARACTER, message, span, path, hint, fix=fix if is_certain else None)
    return bool(hidden)


def _has_typographic(text: Text, path: str, shapes: NodeShapes) -> bool:
    """Whether quotes of typography stand where quotes of an expression are due; a fault."""
    outside = [found.start() for found in _TYPOGRAPHIC_OUTSIDE.finditer(text.value) if found[1]]
    if not outside:
        return False
    start, end = outside[0], outside[-1] + 1
    words = text.value[start:end]
    span = text.at(start, end)
    is_certain = span.text == words and "'" not in words and text.style != "single"
    message, hint = f'"{words[0]}" is no quote in an expression', "use straight quotes"
    shapes.fault(CURLY, message, span, path, hint, fix=words.translate(_STRAIGHT) if is_certain else None)
    return True


def _is_list(text: Text, path: str, shapes: NodeShapes) -> bool:
    """Whether an expression was to be items of a list, whose dashes have no blank or are too deep; a fault."""
    if text.style != "plain" or text.in_flow or "-" not in text.value:
        return False
    lines, source, start = text.span.text.splitlines(), text.span.source.text, text.span.start
    if any(line.lstrip().startswith("- ") for line in lines[1:]):
        message, hint = "a dash stands deeper than its list", "put it right below the others"
        shapes.fault(WRONG_SHAPE, message, text.span, path, hint)
        return True
    before = source[max(source.rfind("\n", 0, start), source.rfind("\r", 0, start)) + 1 : start]
    if not all(_DASHED.match(line) for line in lines):
        return False
    fix = _DASHED.sub(r"\1- ", text.span.text)
    is_alone = not before.strip()
    hint = f"write `{fix}`" if len(lines) == 1 else "put a blank behind each dash"
    hint = hint if is_alone else f"{hint} on a line of its own, indented"
    shapes.fault(SPACE, "a blank is missing after the dash", text.span, path, hint, fix=fix if is_alone else None)
    return True
