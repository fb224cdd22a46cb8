"""What is certain of an expression before any payload: that it always gives a value, that it always or never holds.

A payload is taken to be of its schemas. In doubt nothing is certain.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from ..schemas.values import Json
from . import expressions as tree
from .expressions.meaning import meaning
from .functions.standard import equal
from .places import country_of
from .runtime import greater, greater_or_equal, less, less_or_equal
from .shapes import UNKNOWN, Shape

_NEVER_ABSENT = frozenset({"is_absent", "type", "to_array"})
_THERE_WITH_ARGUMENTS = frozenset(
    {"contains", "starts_with", "ends_with", "length", "count", "in_group", "today", "now"}
)
"""Functions that give a value whenever all their arguments are there."""

_ORDERS = {"<": less, "<=": less_or_equal, ">": greater, ">=": greater_or_equal}
_SIZES = frozenset({"length", "count"})
_WITHOUT = {"lower": re.compile(r"[A-Z]", re.ASCII), "upper": re.compile(r"[a-z]", re.ASCII)}
"""Letters that what a function gives never has. `email_domain` is lower case as well."""
_FOLDING = {"lower": "lower", "email_domain": "lower", "slug": "lower", "upper": "upper"}


@dataclass(frozen=True, slots=True)
class Certainty:
    """`shapes` has the shape of each node by what it is in memory, `lets` the named expressions that give a value.

    `named` has what named expressions stand for, by their key.
    """

    shapes: Mapping[int, Shape]
    lets: Collection[str]
    named: Mapping[str, tree.Node] = field(default_factory=dict)
    _held: dict[tuple[int, bool], bool | None] = field(default_factory=dict)
    _there: dict[tuple[int, bool], bool] = field(default_factory=dict)

    def shape(self, node: tree.Node) -> Shape:
        """What a node can be."""
        return self.shapes.get(id(node), UNKNOWN)

    def behind(self, node: tree.Node) -> tree.Node:
        """What *node* stands for where it is the name of an expression; else *node* itself."""
        while isinstance(node, tree.Own) and node.kind == "let" and node.name in self.named:
            node = self.named[node.name]
        return node

    def negates(self, node: tree.Node) -> bool:
        """Whether *node* is `!` on a boolean attribute, or on what a date says: true as well where that is absent."""
        if not isinstance(node, tree.Not):
            return False
        if isinstance(node.of, tree.Call) and node.of.name in ("since", "until"):
            return not self.is_there(node.of.arguments[0], here=True)
        return isinstance(node.of, tree.Name | tree.Attribute) and self.shape(node.of).kind == "boolean"

    # --- that there is a value ---------------------------------------------------------------------------------------

    def is_there(self, node: tree.Node, *, here: bool) -> bool:
        """Whether *node* always gives a value; *here*: there is a current node."""
        key = id(node), here
        if key not in self._there:
            self._there[key] = self._is_there(node, here=here)
        return self._there[key]

    def _is_there(self, node: tree.Node, *, here: bool) -> bool:
        if isinstance(node, tree.Constant):
            return node.value is not None
        if isinstance(node, tree.Own):
            return node.kind in ("user", "group", "new") or (node.kind == "let" and node.name in self.lets)
        if isinstance(node, tree.Comparison):
            return node.operator in ("==", "!=")
        if isinstance(node, tree.Or):
            return self.is_there(node.right, here=here) or self.holds(node.left, here=here) is True
        if isinstance(node, tree.And):
            return self.is_there(node.left, here=here) and self.is_there(node.right, here=here)
        if isinstance(node, tree.Pipe):
            return self.is_there(node.right, here=self.is_there(node.left, here=here))
        if isinstance(node, tree.Call):
            return self._call_is_there(node, here=here)
        if isinstance(node, tree.Current | tree.MultiList | tree.MultiHash):
            return here
        return isinstance(node, tree.Not)

    def _call_is_there(self, node: tree.Call, *, here: bool) -> bool:
        there = [self.is_there(argument, here=here) for argument in node.arguments]
        if node.name == "not_null":
            return any(there)
        if node.name == "first_present":
            return any(map(self._is_never_blank, node.arguments, there))
        if node.name == "if_else":
            return len(there) == 3 and all(there[1:])
        return node.name in _NEVER_ABSENT or (node.name in _THERE_WITH_ARGUMENTS and all(there))

    def _is_never_blank(self, node: tree.Node, is_there: bool) -> bool:
        if isinstance(node, tree.Constant) and isinstance(node.value, str):
            return bool(node.value.strip())
        return is_there and self.shape(node).kind in ("boolean", "number", "list", "object")

    # --- that it holds -----------------------------------------------------------------------------------------------

    def holds(self, node: tree.Node, *, here: bool) -> bool | None:
        """Whether *node* as a condition always holds (true) or never (false); None where it depends."""
        key = id(node), here
        if key not in self._held:
            self._held[key] = self._holds(node, here=here)
        return self._held[key]

    def _holds(self, node: tree.Node, *, here: bool) -> bool | None:
        if isinstance(node, tree.Constant):
            return counts_as_true(node.value)
        if isinstance(node, tree.Not):
            inner = self.holds(node.of, here=here)
            return None if inner is None else not inner
        if isinstance(node, tree.And | tree.Or):
            return self._both_hold(node, here=here)
        if isinstance(node, tree.Comparison):
            return self._comparison_holds(node, here=here)
        if isinstance(node, tree.MultiList | tree.MultiHash):
            return True if here else None
        return self._call_holds(node, here=here) if isinstance(node, tree.Call) else None

    def _both_hold(self, node: tree.And | tree.Or, *, here: bool) -> bool | None:
        sides = self.holds(node.left, here=here), self.holds(node.right, here=here)
        decides = isinstance(node, tree.Or)
        if decides in sides:
            return decides
        return not decides if sides == (not decides, not decides) else None

    def _call_holds(self, node: tree.Call, *, here: bool) -> bool | None:
        if node.name == "type":
            return True
        argument = node.arguments[0] if node.arguments else node
        if node.name == "is_absent":
            if isinstance(argument, tree.Constant):
                return argument.value is None or (isinstance(argument.value, str) and not argument.value.strip())
            is_there = self.is_there(argument, here=here)
            return False if self._is_never_blank(argument, is_there) else None
        if node.name == "to_array":
            is_list = self.shape(argument).kind in ("list", "unknown")
            return None if is_list else True
        return False if node.name in ("contains", "starts_with", "ends_with") and self._other_case(node) else None

    def _other_case(self, node: tree.Call) -> bool:
        """Whether letters are looked for in a text that has none of their case."""
        where, what = node.arguments
        return self.shape(where).kind == "string" and _other_letters(self.behind(where), what)

    def _comparison_holds(self, node: tree.Comparison, *, here: bool) -> bool | None:
        left, right = node.left, node.right
        if isinstance(left, tree.Constant) and isinstance(right, tree.Constant):
            return _constants_hold(node.operator, left.value, right.value)
        if isinstance(left, tree.Constant):
            left, right = right, left
        is_equality = node.operator in ("==", "!=")
        if is_equality and meaning(left) == meaning(right):
            return node.operator == "=="
        if not isinstance(right, tree.Constant):
            return None
        if is_equality and right.value is None:
            return (node.operator == "!=") if self.is_there(left, here=here) else None
        meant = self.behind(left)
        if is_equality and (_other_letters(meant, right) or is_no_code(meant, right)):
            return node.operator == "!="
        return self._size_holds(node, left, right.value)

    def _size_holds(self, node: tree.Comparison, left: tree.Node, limit: Json) -> bool | None:
        """Whether what counts something is less than nothing."""
        is_size = isinstance(left, tree.Call) and left.name in _SIZES and left is node.left
        if not is_size or isinstance(limit, bool) or not isinstance(limit, int | float):
            return None
        below = limit < 0 if node.operator in ("==", "<=") else limit <= 0
        return False if node.operator in ("==", "<=", "<") and below else None


def counts_as_true(value: Json) -> bool:
    """Whether JMESPath takes a value for true: all but null, false and what is empty; 0 too."""
    return bool(value) or (value == 0 and value is not False)


def _other_letters(text: tree.Node, sought: tree.Node) -> bool:
    """Whether *text* was put into one case, and the constant that it is compared with has letters of the other."""
    if not isinstance(text, tree.Call) or text.name not in _FOLDING or not isinstance(sought, tree.Constant):
        return False
    return isinstance(sought.value, str) and _WITHOUT[_FOLDING[text.name]].search(sought.value) is not None


def is_no_code(text: tree.Node, sought: tree.Node) -> bool:
    """Whether *text* is the code of a country, and the constant that it is compared with is no such code."""
    if not isinstance(text, tree.Call) or text.name != "country_code" or not isinstance(sought, tree.Constant):
        return False
    return isinstance(sought.value, str) and country_of(sought.value) != sought.value


def _constants_hold(operator: str, left: Json, right: Json) -> bool | None:
    if operator in ("==", "!="):
        return equal(left, right) is (operator == "==")
    holds = _ORDERS[operator](left, right)
    return holds if holds is None else bool(holds)
