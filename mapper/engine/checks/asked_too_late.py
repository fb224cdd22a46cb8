"""A condition that makes a field true below the attribute `active`, which nearly every client sends.

In goes what all rules say of a field, out come warnings at the candidates that hardly anybody reaches.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import expressions as tree
from ..checked import AnyHolds, CheckedCandidate, Fixed, From, Opposite
from ..diagnostics import Diagnostics, Related, warning
from .shares import Share, SharedField

ASKED_TOO_LATE = warning("asked-too-late", "a condition below `active`, asked only where that was not sent")

_ACTIVE = "/active"


def check_asked_too_late(field: SharedField, found: Diagnostics) -> None:
    """Warn of the first candidate of *field* that a condition makes true, if all who have `active` stop above it."""
    if field.type.kind != "boolean":
        return
    above: tuple[Share, CheckedCandidate] | None = None
    for share, candidate in _in_order(field):
        if above is None:
            if _reads_active(share, candidate):
                above = share, candidate
        elif _makes_true(share, candidate):
            _report(field, share, candidate, above, found)
            return


def _in_order(field: SharedField) -> Iterator[tuple[Share, CheckedCandidate]]:
    """The candidates of all rules as they are asked."""
    first = [share for share in field.groups if share.checked.settings.override]
    last = [share for share in field.groups if not share.checked.settings.override]
    for share in (*first, *field.users, *last):
        for candidate in share.checked.candidates:
            yield share, candidate


def _reads_active(share: Share, candidate: CheckedCandidate) -> bool:
    """Whether *candidate* is the attribute `active` of every user, or its opposite."""
    origin = candidate.origin
    if share.in_groups or not share.is_for_all or candidate.guards or candidate.then:
        return False
    return (
        isinstance(origin, From | Opposite)
        and isinstance(origin.expression.node, tree.Name | tree.Attribute)
        and origin.expression.reads == (_ACTIVE,)
    )


def _makes_true(share: Share, candidate: CheckedCandidate) -> bool:
    """Whether *candidate* gives true on a condition that does not ask for `active` itself."""
    origin = candidate.origin
    guards = [*candidate.guards, *([share.rule.guard] if share.rule.guard is not None else [])]
    conditions = [guard.condition for guard in guards]
    if isinstance(origin, AnyHolds):
        conditions += origin.conditions
    elif not isinstance(origin, Fixed) or origin.value is not True or not (conditions or share.in_groups):
        return False
    if "override" in share.written.settings:  # `override: false`, so it is meant to come last
        return False
    return not any(_ACTIVE in condition.reads for condition in conditions)


def _report(
    field: SharedField,
    share: Share,
    candidate: CheckedCandidate,
    above: tuple[Share, CheckedCandidate],
    found: Diagnostics,
) -> None:
    before, active = above
    words = f"not: {active.label}" if isinstance(active.origin, Opposite) else active.label
    if share.in_groups:
        is_list = share.written.span.text[:1] in ("-", "[")
        hint = "put the list below `from:`, and write `override: true` beside it" if is_list else _OVERRIDE
        hint += ", so that it goes before user rules"
    elif share is before:
        hint = f"put it in front of `{words}`"
    else:
        hint = f"put the rule '{share.rule.name}' in front of '{before.rule.name}'"
    found.add(
        ASKED_TOO_LATE,
        f"this makes '{field.name}' true only where `active` was not sent, since `{words}` comes first",
        candidate.span,
        hint=hint,
        path=candidate.path,
        related=[Related("this comes first", active.span)],
    )


_OVERRIDE = "write `override: true` beside it"
