"""A boolean field that rules can make true and nothing can make false again."""

from __future__ import annotations

from .. import expressions as tree
from .. import syntax
from ..checked import AnyHolds, CheckedCandidate, Fixed, From, Stop
from ..diagnostics import Diagnostics, warning
from .shares import Share, SharedField

NEVER_TAKEN_BACK = warning("never-taken-back", "a field that can only ever become true")

_BOTH = frozenset({True, False})


def check_taken_back(field: SharedField, found: Diagnostics) -> None:
    """Warn when *field* can become true, not for everybody, and no candidate and no `else` gives false.

    A mapping has no memory: who is no longer in the group, or no longer fulfils the condition, keeps what was set. A
    field that is written once for each person (`write: create` or `blank`) is meant to stay as it is.
    """
    if field.type.kind != "boolean" or _given(field) != {True}:
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
