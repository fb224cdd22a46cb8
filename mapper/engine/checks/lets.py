"""A named expression that nothing uses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .. import syntax
from ..checked import CheckedLet
from ..diagnostics import Diagnostics, warning

UNUSED_LET = warning("unused-let", "a named expression that nothing uses")


def check_lets_used(
    written: Mapping[str, syntax.Let], used: Iterable[str], lets: Mapping[str, CheckedLet], found: Diagnostics
) -> None:
    """Warn of the named expressions, *written* by key, that are neither *used* nor needed by one that is."""
    reached = set(used)
    for key in tuple(reached):
        if key in lets:
            reached.update(lets[key].needs.lets)
    for key, let in written.items():
        if key not in reached:
            message = f"nothing uses '{let.name.value}'"
            found.add(UNUSED_LET, message, let.name.span, hint="use it in an expression, or remove it", path=let.path)
