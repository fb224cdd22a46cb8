"""Conditions joined by `&&` or `||` in, the first two out that cannot hold together, or of which one always does.

`userType == 'a' && userType == 'b'` never holds, `userType != 'a' || userType != 'b'` always does.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, replace

from ...schemas.values import Json
from .. import expressions as tree
from ..certainty import counts_as_true
from ..expressions.meaning import constant_meaning, meaning


@dataclass(frozen=True, slots=True)
class Claim:
    """What a condition says of its subject: that it equals a constant, is absent, or holds; or the contrary.

    `equals` is what the constant means, None where there is none.
    """

    node: tree.Node
    subject: tree.Node
    about: Hashable
    equals: str | None
    constant: Json
    is_absent: bool
    is_so: bool

    def clashes(self, other: Claim) -> bool:
        """Whether the two are never so at once."""
        if self.equals is not None and other.equals is not None:
            if self.equals == other.equals:
                return self.is_so is not other.is_so
            return self.is_so and other.is_so
        if self.equals is not None:
            return other.clashes(self)
        if other.equals is None:
            return self.is_absent is other.is_absent and self.is_so is not other.is_so
        if not other.is_so:
            return False
        value = other.constant
        if self.is_absent:
            return self.is_so is not (value is None or (isinstance(value, str) and not value.strip()))
        return self.is_so is not counts_as_true(value)


def clash(node: tree.And | tree.Or) -> tuple[Claim, Claim] | None:
    """The first two operands of *node* that clash; of `||` two of which one always holds."""
    seen: dict[Hashable, list[Claim]] = {}
    for operand in operands(node):
        claim = _claim(operand)
        if isinstance(node, tree.Or):
            claim = replace(claim, is_so=not claim.is_so)
        there = seen.setdefault(claim.about, [])
        for before in there:
            if before.clashes(claim):
                return before, claim
        if len(there) < _MOST:
            there.append(claim)
    return None


def operands(node: tree.And | tree.Or) -> list[tree.Node]:
    """What `&&` or `||` joins, from left to right."""
    joints = list(chain(node))
    return [joints[-1].left, *(joint.right for joint in reversed(joints))]


def chain(node: tree.And | tree.Or) -> Iterator[tree.And | tree.Or]:
    """*node* and those to its left that join the same."""
    left: tree.Node = node
    while isinstance(left, tree.And | tree.Or) and type(left) is type(node):
        yield left
        left = left.left


_MOST = 8
"""So many claims about one subject are compared with each further one."""


def _claim(node: tree.Node) -> Claim:
    inner, is_so = node, True
    while isinstance(inner, tree.Not):
        inner, is_so = inner.of, not is_so
    if isinstance(inner, tree.Comparison) and inner.operator in ("==", "!="):
        left, right = inner.left, inner.right
        if isinstance(left, tree.Constant):
            left, right = right, left
        if isinstance(right, tree.Constant) and not isinstance(left, tree.Constant):
            is_so = is_so is (inner.operator == "==")
            equals = constant_meaning(right)
            return Claim(node, left, meaning(left), equals, right.value, is_absent=False, is_so=is_so)
    if isinstance(inner, tree.Call) and inner.name == "is_absent":
        subject = inner.arguments[0]
        return Claim(node, subject, meaning(subject), None, None, is_absent=True, is_so=is_so)
    return Claim(node, inner, meaning(inner), None, None, is_absent=False, is_so=is_so)
