"""JMESPath text in, a tree with spans out (https://jmespath.org/specification.html).

The tokens come from jmespath's lexer; the grammar is ours, so that every node knows its characters and every fault
its place. Offsets are in the expression's own text; `Text.at` turns them into places of the file.
"""

from .faults import InvalidExpression
from .grammar import DEEPEST_NESTING
from .parsing import LONGEST_CHAIN, LONGEST_EXPRESSION, MOST_NODES, parse
from .tree import (
    And,
    Attribute,
    Call,
    Chain,
    Comparison,
    Constant,
    Current,
    Index,
    MultiHash,
    MultiList,
    Name,
    Node,
    Not,
    Or,
    Own,
    Pipe,
    Projection,
    Reference,
    leftmost,
    parts,
    walk,
)

__all__ = [
    "DEEPEST_NESTING",
    "LONGEST_CHAIN",
    "LONGEST_EXPRESSION",
    "MOST_NODES",
    "And",
    "Attribute",
    "Call",
    "Chain",
    "Comparison",
    "Constant",
    "Current",
    "Index",
    "InvalidExpression",
    "MultiHash",
    "MultiList",
    "Name",
    "Node",
    "Not",
    "Or",
    "Own",
    "Pipe",
    "Projection",
    "Reference",
    "leftmost",
    "parse",
    "parts",
    "walk",
]
