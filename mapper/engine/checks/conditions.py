"""A condition that never holds, or always: it decides nothing, and what stands behind it is never or always done."""

from __future__ import annotations

from collections.abc import Sequence

from .. import expressions as tree
from ..certainty import Certainty, is_no_code
from ..diagnostics import Diagnostics, Related, warning
from ..places import country_of
from ..positions import Position
from ..text import Text
from ..yaml_quotes import replacement
from .clashes import Claim, chain, clash, operands

NEVER_HOLDS = warning("never-holds", "a condition that never holds")
ALWAYS_HOLDS = warning("always-holds", "a condition that always holds")

_SIZES = ("length", "count")
_SEARCHES = {"contains": "contains", "starts_with": "starts with", "ends_with": "ends with"}


class ConditionCheck:
    """Reports the conditions of one expression whose answer is certain before any payload."""

    def __init__(self, text: Text, path: str, certainty: Certainty, found: Diagnostics) -> None:
        self._text, self._path, self._certainty, self._found = text, path, certainty, found
        self._chained: set[int] = set()
        """`&&` and `||` that were looked at as a part of the one around them."""

    def look(self, position: Position) -> None:
        """Report what is certain of one node, if it is no matter of the nodes below it."""
        node = position.node
        if isinstance(node, tree.And | tree.Or):
            self._joined(node)
        elif isinstance(node, tree.Comparison):
            self._comparison(node, here=position.here)
        elif isinstance(node, tree.Constant):
            if position.is_condition:
                self._constant(node, position)
        elif isinstance(node, tree.Call):
            self._call(node, position)
        if position.is_condition and not isinstance(node, tree.Constant | tree.Call | tree.Comparison):
            self._value(node, here=position.here)

    # --- kinds of conditions -----------------------------------------------------------------------------------------

    def _constant(self, node: tree.Constant, position: Position) -> None:
        holds = self._certainty.holds(node, here=True)
        words = self._words(node)
        hint = "a condition compares, such as userType == 'Employee'"
        if position.role == "filter":
            hint = "a filter compares, such as [?type == 'work']"
            if isinstance(node.value, int) and not isinstance(node.value, bool):
                hint = f"an element by its place is written [{node.value}]"
        self._report(bool(holds), node, f"{words} is a constant, which {_says(bool(holds))}", hint)

    def _comparison(self, node: tree.Comparison, *, here: bool) -> None:
        holds = self._certainty.holds(node, here=here)
        size = self._size(node)
        if size is not None:
            self._report(True, node, *size)
        elif holds is not None:
            why, hint = self._why(node)
            self._report(holds, node, f"{why}, so this {_says(holds)}", hint)

    def _why(self, node: tree.Comparison) -> tuple[str, str]:
        """Why the answer of a comparison is certain, and what to do."""
        left, right = node.left, node.right
        if isinstance(left, tree.Constant) and isinstance(right, tree.Constant):
            return "two constants are compared", "compare an attribute, such as userType == 'Employee'"
        if isinstance(left, tree.Constant):
            left, right = right, left
        if isinstance(right, tree.Constant) and right.value is None:
            return f"'{self._words(left)}' is never absent", "leave it out"
        if isinstance(right, tree.Constant) and isinstance(right.value, str):
            meant = self._certainty.behind(left)
            return _no_code(right.value) if is_no_code(meant, right) else self._folded(meant, right)
        if isinstance(right, tree.Constant):
            return "no size is below 0", f"write {self._meant(node, left, '== `0`')} for nothing"
        return "both sides are the same", "compare with something else"

    def _folded(self, left: tree.Node, right: tree.Constant) -> tuple[str, str]:
        """Letters of one case are compared with a text that has none of them."""
        name = left.name if isinstance(left, tree.Call) else ""
        text = right.value.upper() if name == "upper" else str(right.value).lower()
        case = "small" if name == "upper" else "capital"
        return f"what {name}() gives has no {case} letters", f"write '{text}'"

    def _size(self, node: tree.Comparison) -> tuple[str, str] | None:
        """A size that is not below 0, which always holds where there is something to count."""
        left, right = node.left, node.right
        is_size = isinstance(left, tree.Call) and left.name in _SIZES
        if not is_size or not isinstance(right, tree.Constant) or isinstance(right.value, bool):
            return None
        if (node.operator, right.value) not in ((">=", 0), (">", -1)):
            return None
        return "every size is 0 or more, so this always holds", f"write {self._meant(node, left, '> `0`')}"

    def _joined(self, node: tree.And | tree.Or) -> None:
        """Conditions beside each other that cannot hold together, or of which one always does."""
        if id(node) in self._chained:
            return
        self._chained |= set(map(id, chain(node)))
        clashing = clash(node)
        if clashing is None or any(isinstance(each, tree.Constant) for each in operands(node)):
            return
        first, second = clashing
        message, hint = self._clash(node, first, second)
        place = self._text.at(first.node.start, first.node.end)
        holds = isinstance(node, tree.Or)
        self._report(holds, second.node, message, hint, [Related("the other condition is here", place)])

    def _clash(self, node: tree.And | tree.Or, first: Claim, second: Claim) -> tuple[str, str]:
        of = self._words(first.subject)
        is_or = isinstance(node, tree.Or)
        if first.equals is not None and second.equals is not None and first.equals != second.equals:
            if is_or:
                return (
                    f"'{of}' always differs from one of the two, so one of them always holds",
                    "for neither of the two write && instead of ||",
                )
            return (
                f"'{of}' never equals two values at once, so this never holds",
                "for either of the two write || instead of &&",
            )
        if is_or:
            return "this holds wherever the other does not, so one of them always holds", "leave them out"
        return "this and the other exclude each other, so both together never hold", "leave one of them out"

    def _call(self, node: tree.Call, position: Position) -> None:
        holds = self._certainty.holds(node, here=position.here)
        if node.name in _SEARCHES:
            self._search(node)
            return
        if node.name == "is_absent" and holds is False:
            words = self._words(node.arguments[0])
            self._report(False, node, f"'{words}' is never absent, so this never holds", "leave it out")
        elif position.is_condition:
            self._value(node, here=position.here)

    def _search(self, node: tree.Call) -> None:
        where, what = node.arguments
        if not isinstance(what, tree.Constant) or not isinstance(what.value, str):
            return
        if self._certainty.shape(where).kind == "list":
            return
        if what.value == "":
            message = f"every text {_SEARCHES[node.name]} '', so this always holds"
            meant = replacement(self._text, node.start, node.end, f"!is_absent({self._words(where)})")[1]
            self._report(True, node, message, f"write {meant} to ask whether it is there")
        elif self._certainty.holds(node, here=True) is False:
            why, hint = self._folded(self._certainty.behind(where), what)
            self._report(False, node, f"{why}, so this never holds", hint)

    def _value(self, node: tree.Node, *, here: bool) -> None:
        """A value that is asked as a condition, and is always there or always counts as true."""
        if isinstance(node, tree.Call) and node.name in _SIZES:
            self._report(True, node, "every size counts as true, 0 too", f"write {self._meant(node, node, '> `0`')}")
        elif not isinstance(node, tree.And | tree.Or | tree.Not) and self._certainty.holds(node, here=here):
            self._report(True, node, "this always counts as true, for it is never empty", "ask for what is in it")

    # --- reports -----------------------------------------------------------------------------------------------------

    def _words(self, node: tree.Node) -> str:
        return self._text.value[node.start : node.end]

    def _meant(self, node: tree.Node, left: tree.Node, behind: str) -> str:
        """*left* with a comparison behind it, as it is written in the place of *node*."""
        return replacement(self._text, node.start, node.end, f"{self._words(left)} {behind}")[1]

    def _report(
        self, holds: bool, node: tree.Node, message: str, hint: str | None, related: Sequence[Related] = ()
    ) -> None:
        code = ALWAYS_HOLDS if holds else NEVER_HOLDS
        place = self._text.at(node.start, node.end)
        self._found.add(code, message, place, hint=hint, path=self._path, related=related)


def _no_code(word: str) -> tuple[str, str]:
    """What is compared with the code of a country is *word*, which is none."""
    code = country_of(word)
    hint = f"write '{code}'" if code is not None else "write the code of two letters, such as 'HU'"
    return "country_code() gives a code of two letters, such as 'HU'", hint


def _says(holds: bool) -> str:
    return "always holds" if holds else "never holds"
