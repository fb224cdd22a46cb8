"""An address that a QA account gets instead of the real one, unless it gives nothing: then the real one is taken.

In goes what all user rules say of an e-mail field, out come warnings at the candidates that are meant for QA.
"""

from __future__ import annotations

from collections.abc import Mapping

from .. import expressions as tree
from ..checked import CheckedCandidate, CheckedGuard, CheckedLet, Fixed, Stop
from ..diagnostics import Diagnostics, Related, warning
from .account import is_kind
from .shares import Share, SharedField

QA_ADDRESS = warning("qa-address", "an address for QA accounts, behind which the real one stands without a condition")


def check_qa_address(field: SharedField, lets: Mapping[str, CheckedLet], found: Diagnostics) -> None:
    """Warn where a QA account gets the next candidate of *field*, an address, where that for it gives none."""
    if field.type.kind != "email":
        return
    meant: CheckedCandidate | None = None
    for share in field.users:
        for candidate in share.checked.candidates:
            guards = _guards(share, candidate)
            if any(_asks_kind(guard, lets) for guard in guards):
                if meant is None and any(map(_is_of_qa, guards)) and not _is_certain(candidate):
                    meant = candidate
            elif _is_certain(candidate):
                if not guards:
                    return
            elif meant is not None:
                _report(field, meant, candidate, found)
                return


def _is_certain(candidate: CheckedCandidate) -> bool:
    """Whether *candidate* is a constant, or ends the search."""
    return isinstance(candidate.origin, Fixed | Stop) and not candidate.then


def _guards(share: Share, candidate: CheckedCandidate) -> list[CheckedGuard]:
    return [*([share.rule.guard] if share.rule.guard is not None else []), *candidate.guards]


def _asks_kind(guard: CheckedGuard, lets: Mapping[str, CheckedLet]) -> bool:
    """Whether a condition asks for the kind of the account, itself or by a name of *lets*."""
    nodes = [guard.condition.node]
    for each in tree.walk(guard.condition.node):
        if isinstance(each, tree.Own) and each.kind == "let" and each.name in lets:
            nodes += [lets[each.name].expression.node]
            nodes += [lets[name].expression.node for name in lets[each.name].needs.lets]
    return any(is_kind(each) for node in nodes for each in tree.walk(node))


def _is_of_qa(guard: CheckedGuard) -> bool:
    """Whether a condition is that the account is of the kind `qa`, or is not of production."""
    node = guard.condition.node
    if not isinstance(node, tree.Comparison):
        return False
    one, other = (node.right, node.left) if isinstance(node.left, tree.Constant) else (node.left, node.right)
    if not is_kind(one) or not isinstance(other, tree.Constant):
        return False
    is_equal = (node.operator == "==") is not guard.negated
    return (other.value == "qa" and is_equal) or (other.value == "production" and not is_equal)


def _report(field: SharedField, meant: CheckedCandidate, following: CheckedCandidate, found: Diagnostics) -> None:
    found.add(
        QA_ADDRESS,
        f"where this gives nothing or no address, a QA account gets '{following.label}', which may be a real one",
        meant.span,
        hint=f"give each candidate of '{field.name}' below it the condition `unless: account.kind == 'qa'`",
        path=meant.path,
        related=[Related("this is taken then", following.span)],
    )
