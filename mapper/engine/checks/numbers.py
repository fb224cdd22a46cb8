"""A number without backticks where a text is due, such as `enterprise.costCenter == 4201`: it is a text that is meant.

The parser finds the number (`expression-syntax`), but does not know what it is compared with.
"""

from __future__ import annotations

from collections.abc import Mapping

from .. import expressions as tree
from ..functions import FUNCTIONS
from ..shapes import Shape


def is_text_due(whole: tree.Node, start: int, shapes: Mapping[int, Shape]) -> bool:
    """Whether a text is due for the constant that begins at *start* of the expression *whole*."""
    for node in tree.walk(whole):
        if isinstance(node, tree.Comparison):
            for one, other in ((node.left, node.right), (node.right, node.left)):
                if _is_at(one, start):
                    return id(other) in shapes and shapes[id(other)].kind == "string"
        if isinstance(node, tree.Call) and node.name in FUNCTIONS:
            for place, argument in enumerate(node.arguments):
                if _is_at(argument, start):
                    types = FUNCTIONS[node.name].parameter(place).types
                    return "string" in types and "number" not in types
    return False


def _is_at(node: tree.Node, start: int) -> bool:
    return isinstance(node, tree.Constant) and node.start == start
