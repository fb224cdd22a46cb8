"""Expression text in, its tree out, within limits that bound time, memory and the depth of the tree."""

from __future__ import annotations

from .faults import InvalidExpression
from .grammar import Parser
from .literals import unwanted
from .tokens import BLANKS
from .tree import Node, parts

LONGEST_EXPRESSION = 4096
MOST_NODES = 1000
LONGEST_CHAIN = 128
"""So many steps of a path, or operands of `||`, hang below one another at most: whoever walks a tree may recurse."""


def parse(text: str) -> Node:
    """The tree of the expression *text*, which is the reference's.

    Refused beyond the reference: missing and dangling commas, a function's name in parentheses, `&` that is not before
    an argument, a step of 0, indexes beyond 32 bits, `NaN`, numbers beyond all floats, NUL, lone surrogates, and what
    is beyond the limits. Raises InvalidExpression.
    """
    if len(text) > LONGEST_EXPRESSION:
        message = f"the expression has {len(text):,} characters, more than {LONGEST_EXPRESSION:,}"
        raise InvalidExpression("expression-too-long", message, LONGEST_EXPRESSION, len(text), _SHORTER)
    found = unwanted(text)
    if found is not None:
        raise InvalidExpression("expression-syntax", f"the expression holds {found[1]}", found[0], found[0] + 1)
    if not text.strip(BLANKS):
        raise InvalidExpression("expression-syntax", "the expression is empty", 0, len(text))
    tree = Parser(text).whole()
    nodes, height = _size(tree)
    if nodes > MOST_NODES:
        message = f"the expression has more than {MOST_NODES:,} parts"
        raise InvalidExpression("expression-too-long", message, 0, len(text), _SHORTER)
    if height > LONGEST_CHAIN:
        message = f"the expression is a chain of more than {LONGEST_CHAIN} steps"
        raise InvalidExpression("expression-too-long", message, 0, len(text), _SHORTER)
    return tree


_SHORTER = "put many values into a table, for listed() or lookup(), and name parts in `let`"


def _size(tree: Node) -> tuple[int, int]:
    """How many nodes a tree has, and how many are below one another. Iterates, since that many may be too many."""
    nodes = height = 0
    waiting = [(tree, 1)]
    while waiting:
        node, depth = waiting.pop()
        nodes, height = nodes + 1, max(height, depth)
        waiting += [(part, depth + 1) for part in parts(node)]
    return nodes, height
