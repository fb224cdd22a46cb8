"""A candidate with `if` and `then`, written as in other languages: `if` gives true by itself, and `else` what else."""

from __future__ import annotations

from .. import expressions as tree
from .. import syntax
from ..checked import AnyHolds
from ..diagnostics import Diagnostics, warning
from ..scope import Scope
from ..text import Text
from ..yaml_quotes import quoted
from .names import NAME_IN_THEN

NEEDLESS_THEN = warning("needless-then", "a `then` that makes true or false of what `if` gives")

_PATH = tree.Name | tree.Attribute


def check_then(written: syntax.Candidate, origin: AnyHolds, scope: Scope, found: Diagnostics) -> bool:
    """Report the `then` of the candidate *written* if it is a word or a constant; whether it can be read at all."""
    if written.then is None:
        return True
    text, path = written.then, f"{written.path}.then"
    words = text.value.strip()
    if words.isidentifier():
        message = f"'{words}' names a part of the value, which is true where `if` holds, and true has none"
        found.add(NAME_IN_THEN, message, text.span, hint=_hint(words, origin, scope), path=path)
        return False
    constant = words.strip("`")
    if words.startswith("`") and constant in ("true", "false"):
        message = f"`if` gives true by itself, and this makes {constant} of it"
        found.add(NEEDLESS_THEN, message, text.span, hint=_hint(constant, origin, scope), path=path)
    return True


def instead_of_if(written: syntax.Candidate, scope: Scope) -> str:
    """What to write where a field takes neither true nor false, and *written* has `if` or `not`."""
    if written.then is None or not isinstance(written.origin, syntax.AnyOf):
        return "say with `from` or `value` what the field becomes, and in `when` or `unless` on which condition"
    conditions = [each.value.strip() for each in written.origin.conditions]
    condition = conditions[0] if len(conditions) == 1 else " || ".join(f"({each})" for each in conditions)
    words = written.then.value.strip()
    is_text = words.isidentifier() and words not in (scope.current.attributes or ()) and words not in scope.names
    candidate = f"- {'value' if is_text else 'from'}: {written.then.span.text}"
    last = "and what it is otherwise as the last of them"
    return f"make a list of candidates, `{candidate}` with `when: {quoted(condition)}` below it, {last}"


def _hint(words: str, origin: AnyHolds, scope: Scope) -> str:
    if words == "true":
        return "remove `then`"
    if words != "false":
        attribute = f", or `then: user.{words}` for the attribute" if words in (scope.user.attributes or ()) else ""
        return f"""write `then: "'{words}'"` for the text{attribute}"""
    first = origin.conditions[0]
    if len(origin.conditions) == 1 and first.shape.kind == "boolean" and isinstance(first.node, _PATH):
        return f"write `not: {first.text.value.strip()}` instead of `if`, `then` and `else`"
    return f"write `if: {_opposite(origin)}` and `else: false`, without `then`"


def _opposite(origin: AnyHolds) -> str:
    """The condition that holds where none of *origin* does, as it is written behind `if`."""
    first, *others = origin.conditions
    if others:
        return quoted(" && ".join(f"!({each.text.value.strip()})" for each in origin.conditions))
    return quoted(_negated(first.text, first.node))


def _negated(text: Text, node: tree.Node) -> str:
    words = text.value.strip()
    if isinstance(node, tree.Not):
        return text.value[node.of.start : node.of.end]
    if isinstance(node, tree.Comparison) and node.operator in ("==", "!="):
        other = "!=" if node.operator == "==" else "=="
        left, right = (text.value[each.start : each.end] for each in (node.left, node.right))
        return f"{left} {other} {right}"
    return f"!{words}" if isinstance(node, tree.Name | tree.Attribute | tree.Call | tree.Own) else f"!({words})"
