"""What stands behind `||`, or in `not_null`, and cannot be meant: a default for a boolean, or what is never reached.

`||` goes on where its left side does not count as true. So ``active || `true` `` is true for those who were disabled.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from .. import expressions as tree
from ..certainty import Certainty
from ..diagnostics import Diagnostics, Related, error
from ..expressions.meaning import meaning
from ..positions import Position
from ..text import Text
from ..yaml_quotes import repair, replacement
from .clashes import chain, operands
from .fits import in_group
from .reach import NEVER_REACHED

BOOLEAN_OR = error("boolean-or", "a default behind `||`, which goes on at false as well")

_FIRST_OF = frozenset({"not_null", "first_present"})


class AlternativeCheck:
    """Reports the alternatives of one expression."""

    def __init__(self, text: Text, path: str, certainty: Certainty, found: Diagnostics) -> None:
        self._text, self._path, self._certainty, self._found = text, path, certainty, found
        self._chained: set[int] = set()
        """`||` that were looked at as a part of the one around them."""

    def look(self, position: Position) -> None:
        """Report one node, if it chooses among alternatives."""
        node = position.node
        if isinstance(node, tree.Or):
            if not self._on_boolean(node, position) and id(node) not in self._chained:
                self._chained |= set(map(id, chain(node)))
                self._unreached(operands(node), position)
        elif isinstance(node, tree.Call) and node.name in _FIRST_OF:
            self._unreached(node.arguments, position)

    # --- `||` on a boolean -------------------------------------------------------------------------------------------

    def _on_boolean(self, node: tree.Or, position: Position) -> bool:
        """Whether the left side is a boolean and the right side no condition, which is reported."""
        is_boolean = self._certainty.shape(node.left).kind == "boolean" and not self._chooses(node.left)
        if not is_boolean or not self._is_default(node.right, position):
            return False
        is_there = self._certainty.is_there(node.left, here=position.here)
        meant, is_sure = self._instead(node, is_there=is_there)
        place, fix = repair(self._text, node.start, node.end, meant if is_sure else None)
        why = "and the left side is never absent" if is_there else "not only where it is absent"
        self._found.add(
            BOOLEAN_OR,
            f"'||' goes on to {self._sides(node)[1]} where the left side is false, {why}",
            place,
            hint=f"write {replacement(self._text, node.start, node.end, meant)[1]}",
            path=self._path,
            fix=fix,
        )
        return True

    def _instead(self, node: tree.Or, *, is_there: bool) -> tuple[str, bool]:
        """What is written instead of a default for a boolean, and whether that is sure."""
        left, default = self._sides(node)
        if self._certainty.shape(node.right).kind == "list":
            return f"{left} || {in_group(default) or f'length({default}) > `0`'}", False
        if isinstance(node.left, tree.And):
            return f"if_else({self._words(node.left.left)}, {self._words(node.left.right)}, {default})", False
        constant = node.right.value if isinstance(node.right, tree.Constant) else None
        if is_there:
            compared = self._compared(node)
            return compared or left, constant is False and compared is None
        return f"not_null({left}, {default})", isinstance(constant, bool)

    def _compared(self, node: tree.Or) -> str | None:
        """The comparison on the left, made with the text on the right as well; None where either is something else."""
        last = node.left.right if isinstance(node.left, tree.Or) else node.left
        if not _is_text(node.right) or not isinstance(last, tree.Comparison) or last.operator not in ("==", "!="):
            return None
        one = last.left if _is_text(last.right) else last.right if _is_text(last.left) else None
        if one is None:
            return None
        left, right = self._sides(node)
        joint = "||" if last.operator == "==" else "&&"
        return f"{left} {joint} {self._words(one)} {last.operator} {right}"

    def _chooses(self, node: tree.Node) -> bool:
        """Whether it is `condition && value` with a value that counts as true, so that `||` stands for `else`."""
        return isinstance(node, tree.And) and self._certainty.holds(node.right, here=True) is True

    def _is_default(self, node: tree.Node, position: Position) -> bool:
        """Whether the right side of `||` is no condition."""
        if isinstance(node, tree.Constant):
            return node.value is not None
        return not position.is_condition and self._certainty.shape(node).kind not in ("boolean", "unknown")

    def _sides(self, node: tree.Or) -> tuple[str, str]:
        """What stands left and right of `||`, with the parentheses around either."""
        words = self._text.value
        operator = words.rindex("||", node.left.end, node.right.start)
        return words[node.start : operator].strip(), words[operator + 2 : node.end].strip()

    # --- what is never reached ---------------------------------------------------------------------------------------

    def _unreached(self, alternatives: Sequence[tree.Node], position: Position) -> None:
        """Report the first alternative behind one that always gives a value, and the first that is there twice."""
        seen: dict[Hashable, tree.Node] = {}
        is_or = isinstance(position.node, tree.Or)
        for number, each in enumerate(alternatives[:-1]):
            if position.is_condition and is_or:
                break  # a constant in a condition is reported as such
            if self._always_chosen(each, is_or=is_or, here=position.here):
                what = f"{self._words(each)} in front of it always gives a value"
                message, hint = f"this is never reached, since {what}", "leave it out, or put it in front"
                self._report(alternatives[number + 1], message, each, hint)
                return
        for each in alternatives:
            if isinstance(each, tree.Constant):
                continue
            before = seen.setdefault(meaning(each), each)
            if before is not each:
                message = f"'{self._words(each)}' stands here for the second time"
                self._report(each, message, before, "leave it out")
                return

    def _always_chosen(self, node: tree.Node, *, is_or: bool, here: bool) -> bool:
        if is_or:
            return self._certainty.holds(node, here=here) is True
        return self._certainty.is_there(node, here=here)

    def _report(self, node: tree.Node, message: str, before: tree.Node, hint: str) -> None:
        place = self._text.at(node.start, node.end)
        related = Related("this comes first", self._text.at(before.start, before.end))
        self._found.add(NEVER_REACHED, message, place, hint=hint, path=self._path, related=[related])

    def _words(self, node: tree.Node) -> str:
        return self._text.value[node.start : node.end]


def _is_text(node: tree.Node) -> bool:
    return isinstance(node, tree.Constant) and isinstance(node.value, str)
