"""A condition of a template in, warnings out of what never or always holds, or compares what is written otherwise.

The same as of conditions in expressions, with hints in the words of templates.
"""

from __future__ import annotations

from .. import expressions, templates
from ..diagnostics import Diagnostics
from ..shapes import Shape
from ..text import Text
from .clashes import Claim, clash, operands
from .comparisons import UNUSUAL_CASE, usual_case
from .conditions import ALWAYS_HOLDS, NEVER_HOLDS
from .searches import WILDCARD, searched_by, wildcard_message

_PATTERNS = {"starts_with": "^{}", "ends_with": "{}$", "contains": "{}"}


def check_condition(condition: templates.Value, text: Text, path: str, found: Diagnostics) -> None:
    """Warn of *condition*, with resolved names, where its answer is certain before any payload."""
    if isinstance(condition, expressions.Constant):
        holds = condition.value not in (None, False, "", 0)
        words = text.value[condition.start : condition.end]
        message = f"{words} is a constant, which {'always' if holds else 'never'} holds"
        hint = "a condition compares, such as userType == 'Employee'"
        _add(holds, condition, message, hint, text, path, found)
        return
    if isinstance(condition, templates.Not):
        check_condition(condition.of, text, path, found)
        return
    if not isinstance(condition, templates.And | templates.Or):
        return
    node = _as_node(condition)
    if isinstance(node, expressions.And | expressions.Or):
        clashing = clash(node)
        if clashing is not None and not any(isinstance(each, expressions.Constant) for each in operands(node)):
            _clash(condition, clashing, text, path, found)
            return
    if _without_comparison(condition, text, path, found):
        return
    for side in (condition.left, condition.right):
        check_condition(side, text, path, found)


def _without_comparison(of: templates.And | templates.Or, text: Text, path: str, found: Diagnostics) -> bool:
    """Whether a text stands beside a comparison, as in `a == 'x' or 'y'`, and is to be compared as well; a fault."""
    compared, other = of.left, of.right
    if not isinstance(compared, templates.Compare) or not isinstance(other, expressions.Constant):
        return False
    is_meant = compared.operator == ("==" if isinstance(of, templates.Or) else "!=")
    left, words = compared.left, text.value[other.start : other.end]
    if not is_meant or isinstance(left, expressions.Constant) or not isinstance(other.value, str) or not other.value:
        return False
    hint = f"write {text.value[left.start : left.end]} {compared.operator} {words}"
    _add(True, other, f"{words} is a constant, which always holds", hint, text, path, found)
    return True


def _clash(
    of: templates.And | templates.Or, clashing: tuple[Claim, Claim], text: Text, path: str, found: Diagnostics
) -> None:
    first, second = clashing
    is_or = isinstance(of, templates.Or)
    both_compare = first.equals is not None and second.equals is not None and first.equals != second.equals
    message = "this and the other exclude each other, so both together never hold"
    hint = "leave one of them out"
    if is_or:
        message, hint = "this holds wherever the other does not, so one of them always holds", "leave them out"
    if both_compare:
        hint = f"write '{'and' if is_or else 'or'}' between them instead of '{'or' if is_or else 'and'}'"
    _add(is_or, second.node, message, hint, text, path, found)


def check_compared(
    value: templates.Compare, shapes: tuple[Shape, Shape], text: Text, path: str, found: Diagnostics
) -> None:
    """Warn of a constant in an unusual case, or with a `*` at its ends, that is compared with what is sent."""
    left, right = value.left, value.right
    one, other, shape = (right, left, shapes[1]) if isinstance(left, expressions.Constant) else (left, right, shapes[0])
    if value.operator not in ("==", "!=") or not isinstance(other, expressions.Constant):
        return
    words = text.value[one.start : one.end]
    usual, searched = usual_case(other, shape.canonical or ()), searched_by(other.value)
    if usual is not None:
        message = f"SCIM writes '{usual}' here, and {text.value[other.start : other.end]} is not equal to it"
        hint = f"write {words} | lower {value.operator} '{usual.lower()}', which takes it in any case"
        found.add(UNUSUAL_CASE, message, text.at(value.start, value.end), hint=hint, path=path)
    elif searched is not None and not isinstance(one, expressions.Constant):
        negated = "not " if value.operator == "!=" else ""
        hint = f"write {negated}{words} | regex_match('{_PATTERNS[searched[0]].format(searched[1])}')"
        place = text.at(other.start, other.end)
        found.add(WILDCARD, wildcard_message(value.operator), place, hint=hint, path=path)


def _as_node(value: templates.Value) -> expressions.Node | None:
    """A condition as an expression; None where there is none for it."""
    if isinstance(value, templates.And | templates.Or | templates.Compare):
        left, right = _as_node(value.left), _as_node(value.right)
        if left is None or right is None:
            return None
        if isinstance(value, templates.Compare):
            return expressions.Comparison(value.operator, left, right, value.start, value.start, value.end)
        kind = expressions.And if isinstance(value, templates.And) else expressions.Or
        return kind(left, right, value.start, value.end)
    if isinstance(value, templates.Not):
        of = _as_node(value.of)
        return expressions.Not(of, value.start, value.end) if of is not None else None
    paths = expressions.Name | expressions.Attribute | expressions.Index | expressions.Own | expressions.Constant
    return value if isinstance(value, paths) else None


def _add(
    holds: bool,
    node: templates.Value,
    message: str,
    hint: str,
    text: Text,
    path: str,
    found: Diagnostics,
) -> None:
    place = text.at(node.start, node.end)
    found.add(ALWAYS_HOLDS if holds else NEVER_HOLDS, message, place, hint=hint, path=path)
