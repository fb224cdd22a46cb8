"""What a group stands for -> the clauses that say why, for each group rule that says what a group stands for."""

from __future__ import annotations

from ..engine.checked import GroupLink
from ..engine.compiler import CompiledMapping
from ..engine.outcome import GroupOutcome
from ..engine.trace import GroupTrace
from ..explanation.clauses import Clause, Shown
from ..explanation.reasons import Reasons
from ..schemas.values import Json


def standing(mapping: CompiledMapping, outcome: GroupOutcome, trace: GroupTrace) -> dict[int, tuple[Clause, ...]]:
    """The clauses by where their rule starts in the mapping; of one that does not apply nothing is said here."""
    checked = mapping.checked
    reasons = Reasons(trace, checked)
    applying = {each.span.start for each in trace.rules if each.applies}
    said: dict[int, tuple[Clause, ...]] = {}
    is_found = outcome.stands_for is None
    for link in checked.links:
        start = checked.groups[link.rule].span.start
        if start not in applying:
            continue
        called = _called(link, trace)
        if called is None:
            why = reasons.absent(link.called, trace.payload) if link.called is not None else ()
            said[start] = ((f"it says `stands_for: {link.stands_for}`, but there is no name to call it by",), *why)
        elif not is_found and (link.stands_for, called) == (outcome.stands_for, outcome.called):
            is_found = True
            said[start] = ((f"so the group stands for the {link.stands_for} ", Shown(called)),)
        else:
            said[start] = ((f"the {link.stands_for} ", Shown(called), " of this rule is not the one that is taken"),)
    return said


def _called(link: GroupLink, trace: GroupTrace) -> Json:
    """What the rule calls it; None when that is nothing."""
    if link.called is None:
        return trace.payload.get("displayName")
    values = trace.values(link.called.node)
    return values[-1] if values else None
