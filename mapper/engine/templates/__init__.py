"""Template text in, a tree with spans out: the subset of Jinja2 that mappings have.

Jinja2 only cuts the text into tokens and parses them (https://jinja.palletsprojects.com/templates/); it never compiles,
folds or runs anything. Every node of its tree is translated by an allow list, and what is not on it is refused by name
and place. Offsets are in the template's own text; `Text.at` turns them into places of the file.
"""

from .faults import InvalidTemplate, shortened
from .grammar import COUNTERS, parse_template
from .structure import TAGS, WORDS
from .tokens import LONGEST_TEMPLATE, MOST_TOKENS
from .tree import (
    Among,
    And,
    Choice,
    Compare,
    Counter,
    Element,
    Filter,
    For,
    If,
    Joined,
    Literal,
    Not,
    Or,
    Output,
    Part,
    TemplateNode,
    Value,
    parts,
    walk,
)

__all__ = [
    "COUNTERS",
    "LONGEST_TEMPLATE",
    "MOST_TOKENS",
    "TAGS",
    "WORDS",
    "Among",
    "And",
    "Choice",
    "Compare",
    "Counter",
    "Element",
    "Filter",
    "For",
    "If",
    "InvalidTemplate",
    "Joined",
    "Literal",
    "Not",
    "Or",
    "Output",
    "Part",
    "TemplateNode",
    "Value",
    "parse_template",
    "parts",
    "shortened",
    "walk",
]
