"""A required field that no user rule fills, so that the mapping can make nobody."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ...schemas.target import TargetSchema
from .. import syntax
from ..checked import CheckedField
from ..diagnostics import Diagnostics, warning

NEVER_FILLED = warning("required-never-filled", "a required field that no user rule fills")


def check_required(
    rules: Sequence[syntax.Rule], fields: Iterable[CheckedField], target: TargetSchema, found: Diagnostics
) -> None:
    """Warn of each field that *target* requires and no user rule fills; *rules* are those, *fields* what is filled."""
    if not rules:
        return
    filled = {field.name for field in fields if field.users}
    for name, field in target.fields.items():
        if field.required and name not in filled:
            message = f"'{name}' is required, and no user rule fills it, so no new person can be made"
            place = rules[0].name.span if rules[0].name is not None else rules[0].span
            found.add(NEVER_FILLED, message, place, hint=f"fill '{name}' in a user rule", path=rules[0].path)
