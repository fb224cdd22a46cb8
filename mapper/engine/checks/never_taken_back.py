"""A boolean field that rules can make true and nothing can make false again, or not for all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .. import expressions as tree
from .. import syntax
from ..checked import AnyHolds, CheckedCandidate, CheckedExpression, CheckedLet, Fixed, From, Stop
from ..diagnostics import Diagnostics, warning
from .shares import Share, SharedField

NEVER_TAKEN_BACK = warning("never-taken-back", "a field that becomes true and is not taken back")

_BOTH = frozenset({True, False})


def check_taken_back(field: SharedField, lets: Mapping[str, CheckedLet], found: Diagnostics) -> None:
    """Warn when *field* can become true, not for everybody, and no candidate and no `else` gives false.

    A mapping has no memory: who is no longer in the group, or no longer fulfils the condition, keeps what was set. A
    field that is written once for each person (`write: create` or `blank`) is meant to stay as it is. *lets* are the
    named expressions of the file.
    """
    if field.type.kind != "boolean":
        return
    if _given(field) != {True}:
        _check_alternatives(field, lets, found)
        return
    if any(share.is_for_all and field.certain(share) is not None for share in field.users):
        return
    setting = [share for share in field.shares if share.checked.settings.write in (None, "always")]
    share = next((share for share in setting if True in _given_by(share)), None)
    if share is not None:
        found.add(
            NEVER_TAKEN_BACK,
            f"'{field.name}' can become true here, and nothing makes it false again",
            share.written.name.span,
            hint=_hint(field, share),
            path=share.written.path,
        )


def _given(field: SharedField) -> frozenset[bool]:
    """Which of true and false the field can be given."""
    return frozenset().union(*map(_given_by, field.shares))


def _given_by(share: Share) -> frozenset[bool]:
    otherwise = share.checked.settings.otherwise
    last = {otherwise.value} if isinstance(otherwise, Fixed) else set()
    return frozenset(last).union(*map(_given_by_candidate, share.checked.candidates))


def _given_by_candidate(candidate: CheckedCandidate) -> frozenset[bool]:
    origin = candidate.origin
    if isinstance(origin, Stop):
        return frozenset()
    if candidate.then:
        return _BOTH
    if isinstance(origin, AnyHolds):
        return frozenset({True})
    if isinstance(origin, Fixed):
        return frozenset({origin.value})
    if isinstance(origin, From) and isinstance(origin.expression.node, tree.Constant):
        return frozenset({origin.expression.node.value is not False})
    return _BOTH


# --- what takes back only where all was sent --------------------------------------------------------------------------


def _check_alternatives(field: SharedField, lets: Mapping[str, CheckedLet], found: Diagnostics) -> None:
    """Warn of `one || other` as the only source of false: where *other* gives nothing, a false *one* is lost.

    A single condition that gives nothing where its attribute was not sent keeps the field on purpose, as any source.
    """
    lost = []
    for share in field.shares:
        otherwise = share.checked.settings.otherwise
        if isinstance(otherwise, Fixed) and otherwise.value is False:
            return
        for candidate in share.checked.candidates:
            if False in _given_by_candidate(candidate):
                last = next(_may_be_absent(candidate, lets), None)
                if last is None:
                    return
                lost.append((share, candidate, last))
    for share, candidate, last in lost:
        if share.checked.settings.write in (None, "always"):
            found.add(
                NEVER_TAKEN_BACK,
                f"'{field.name}' is not made false where `{last}` gives nothing, since `||` gives nothing then",
                candidate.span,
                hint=_hint(field, share) if _is_list(share) else _IF,
                path=candidate.path,
            )
            return


_IF = "write the condition behind `if:`, and `else: false` below it"


def _is_list(share: Share) -> bool:
    """Whether candidates are written as a list."""
    is_list = share.written.span.text[:1] in ("-", "[")
    return is_list or isinstance(share.written.candidates[0].origin, syntax.FirstOf)


def _may_be_absent(candidate: CheckedCandidate, lets: Mapping[str, CheckedLet]) -> Iterator[str]:
    """The last part of a candidate's `||` as it is written, if that may give nothing."""
    if not isinstance(candidate.origin, From) or candidate.then:
        return
    expression: CheckedExpression = candidate.origin.expression
    while isinstance(expression.node, tree.Own) and expression.node.kind == "let" and expression.node.name in lets:
        expression = lets[expression.node.name].expression
    node = expression.node
    if isinstance(node, tree.Or) and expression.shape.kind == "boolean" and not expression.is_there:
        yield expression.text.value[node.right.start : node.right.end]


# --- what to write ----------------------------------------------------------------------------------------------------


def _hint(field: SharedField, share: Share) -> str:
    written = share.written
    is_mapping = written.span.text[:1] not in "-["
    if isinstance(written.candidates[0].origin, syntax.AnyOf) and is_mapping:
        return "write `else: false` beside `if`"
    if share.in_groups:
        if is_mapping:
            return f"write `else: false` below `{written.name.value}:`, beside what stands there"
        return f"put the list below `from:`, and below `{written.name.value}:` write `else: false` beside it"
    if field.certain(share) is not None:  # the condition is that of the rule, so nothing in the rule itself can help
        return f"in a rule for everybody else write `value: false` below `{written.name.value}:`"
    if is_mapping and not isinstance(written.candidates[0].origin, syntax.FirstOf):
        return "make a list of candidates, and write `- value: false` as the last of them"
    return "write `- value: false` as the last candidate"
