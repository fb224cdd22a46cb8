"""Two rules without conditions fill one field, or one fills a free-form field and another a part of it."""

from __future__ import annotations

from collections.abc import Sequence

from ..checked import AnyHolds, Fixed
from ..diagnostics import Diagnostics, Related, warning
from .shares import Share, SharedField

FILLED_TWICE = warning("filled-twice", "a field that two rules without conditions fill")
WHOLE_BESIDE_PART = warning("whole-beside-part", "a free-form field that is filled as a whole and by its parts")


def check_filled_twice(field: SharedField, found: Diagnostics) -> None:
    """Warn of what the second of two rules says of *field* that always apply both.

    Its candidates come after those of the first, where nobody looks for them. What differs in a setting that each rule
    has for itself cannot be written in one rule, and is meant. So are constants alone: they are what is left for those
    for whom the first gives nothing, as in a last rule of defaults.
    """
    for shares in (field.users, field.groups):
        open_ones = [share for share in shares if _is_open(share)]
        for share in open_ones[1:]:
            if not _is_default(share) and _settings(share) == _settings(open_ones[0]):
                _report(field, open_ones[0], share, found)


def _is_open(share: Share) -> bool:
    """Whether neither the rule nor each of its candidates has a condition."""
    unguarded = (each for each in share.checked.candidates if not each.guards)
    return share.is_for_all and any(not isinstance(each.origin, AnyHolds) for each in unguarded)


def _is_default(share: Share) -> bool:
    return all(isinstance(each.origin, Fixed) for each in share.checked.candidates)


def _settings(share: Share) -> tuple[object, ...]:
    settings = share.checked.settings
    return settings.write, settings.found_by, settings.too_long, settings.override


def _report(field: SharedField, first: Share, second: Share, found: Diagnostics) -> None:
    found.add(
        FILLED_TWICE,
        f"'{field.name}' is filled by two rules without conditions, so this is asked only after the first",
        second.written.name.span,
        hint=f"move its candidates below those of the rule '{first.rule.name}', or give one of the two rules `when`",
        path=second.written.path,
        related=[Related("the first is here", first.written.name.span)],
    )


def check_whole_beside_part(fields: Sequence[SharedField], found: Diagnostics) -> None:
    """Warn of free-form fields that one rule fills as a whole and another by parts: what stays depends on the order."""
    parts = {field.checked.target.name: field for field in reversed(fields) if field.checked.part is not None}
    for field in fields:
        part = parts.get(field.name)
        if field.checked.part is None and part is not None:
            _report_whole(field, part, found)


def _report_whole(whole: SharedField, part: SharedField, found: Diagnostics) -> None:
    here, there = whole.shares[0].written, part.shares[0].written
    found.add(
        WHOLE_BESIDE_PART,
        f"'{whole.name}' is filled as a whole here, and by its part '{part.checked.part}' elsewhere: one can undo the "
        "other",
        here.name.span,
        hint=f"name each part that you want below `{whole.name}:`, on a line of its own",
        path=here.path,
        related=[Related("the part is here", there.name.span)],
    )
