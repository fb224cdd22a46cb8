"""A mapping whose rules were checked in, warnings of what probably is not meant out; each check stands in checks/.

What is looked at here are whole fields, tables, groups and named expressions, of which several rules may say something.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from ..schemas.target import TargetSchema
from . import syntax
from .checked import CheckedField, CheckedLet, CheckedRule
from .checks.asked_too_late import check_asked_too_late
from .checks.filled_twice import check_filled_twice, check_whole_beside_part
from .checks.lets import check_lets_used
from .checks.named import Named
from .checks.negated_dates import check_negated_dates
from .checks.never_filled import check_required
from .checks.never_taken_back import check_taken_back
from .checks.no_effect import check_effects
from .checks.qa_address import check_qa_address
from .checks.reach import ReachCheck
from .checks.shares import SharedField, shared_fields
from .checks.tables import check_used
from .diagnostics import Diagnostics


@dataclass(frozen=True, slots=True)
class Reviewed:
    """All of a mapping: as it was written, what it fills, its rules, and what its expressions name and use."""

    mapping: syntax.MappingSyntax
    target: TargetSchema
    fields: Sequence[CheckedField]
    users: Sequence[CheckedRule]
    groups: Sequence[CheckedRule]
    lets: Mapping[str, CheckedLet]
    used_lets: frozenset[str]
    named: Named
    is_damaged: bool = False
    """Whether lines are no YAML and were passed over: what seems to be missing may have stood there."""


def review(whole: Reviewed, found: Diagnostics) -> None:
    """Add the warnings to *found*. What could not be read or has an error may have been meant for any of them."""
    reach = ReachCheck(found)
    hidden = {field.name for field in whole.fields if reach.field(field, whole.users)}
    if whole.mapping.unread:
        return
    _review_fields(whole, hidden, found)
    if found.has_errors:
        return
    check_required(whole.mapping.users, whole.fields, whole.target, found)
    check_used(whole.mapping.tables, whole.named.asked, found)
    whole.named.check_kinds(whole.mapping.groups, found)
    check_lets_used(_written_lets(whole.mapping), whole.used_lets, whole.lets, found)


def _review_fields(whole: Reviewed, hidden: Collection[str], found: Diagnostics) -> None:
    """Look at each field; of the *hidden* ones it is told already that a rule hides all that others say."""
    fields = shared_fields(whole.fields, whole.mapping, whole.users, whole.groups)
    if found.has_errors:
        fields = [field for field in fields if not _has_errors(field, whole.mapping, found)]
    check_whole_beside_part(fields, found)
    for field in fields:
        if field.name not in hidden:
            check_filled_twice(field, found)
        check_negated_dates(field, whole.lets, found)
        check_asked_too_late(field, found)
        check_qa_address(field, whole.lets, found)
        before = len(found)
        check_effects(field, found)
        # A `clear` in vain says already that the field is not taken back.
        if len(found) == before and not whole.is_damaged:
            check_taken_back(field, whole.lets, found)


def _has_errors(field: SharedField, mapping: syntax.MappingSyntax, found: Diagnostics) -> bool:
    """Whether there is an error in what a rule says of *field*, or in the condition of the rule."""
    for share in field.shares:
        rules = mapping.groups if share.in_groups else mapping.users
        guard = rules[share.checked.rule].guard
        places = [share.written.span, *([guard.condition.span] if guard is not None else [])]
        if any(map(found.has_errors_in, places)):
            return True
    return False


def _written_lets(mapping: syntax.MappingSyntax) -> dict[str, syntax.Let]:
    """The named expressions of the file and of its rules, by the keys they were checked under."""
    written = {let.name.value: let for let in mapping.lets}
    for section, rules in (("users", mapping.users), ("groups", mapping.groups)):
        for index, rule in enumerate(rules):
            written |= {f"{section}[{index}].{let.name.value}": let for let in rule.lets}
    return written
