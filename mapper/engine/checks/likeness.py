"""A text that stands for itself and its scope in; the expression that it reads like as well out.

Only what has no fault as an expression counts. A word by itself, such as `title`, is never certain: it may be meant as
that word. `userName` and `cost_center` are written as no word is.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from .. import expressions as tree
from ..expression_checker import ExpressionChecker
from ..functions import FUNCTIONS
from ..scope import Scope
from ..text import Text

_LIKE_EXPRESSION = re.compile(r"!?([A-Za-z_]\w*)(?:[.\[(]|[ \t]*(?:\|\||&&|[=!]=)|\Z)", re.ASCII)
_HUMP = re.compile(r"[a-z0-9][A-Z]|_", re.ASCII)
_PATH = tree.Name | tree.Attribute | tree.Own | tree.Index


class Likeness(NamedTuple):
    """What a text reads like: a noun with its article, and whether nothing else can be meant."""

    what: str
    is_certain: bool


def likeness(text: Text, scope: Scope, apart: ExpressionChecker) -> Likeness | None:
    """What *text* reads like besides a text, None when nothing; *apart* is a checker for this one text."""
    first = _LIKE_EXPRESSION.match(text.value)
    if first is None or not _is_known(first[1], scope):
        return None
    checked = apart.check(text, scope, "")
    if checked is None:
        return None
    is_word = text.value.isidentifier() and _HUMP.search(text.value) is None
    return Likeness(_what(checked.node), is_certain=not is_word)


def _is_known(name: str, scope: Scope) -> bool:
    return name in FUNCTIONS or name in scope.names or name in (scope.current.attributes or ())


def _what(node: tree.Node) -> str:
    if isinstance(node, tree.Own) and node.kind == "let":
        return "a named expression"
    return "an attribute" if all(isinstance(each, _PATH) for each in tree.walk(node)) else "an expression"
