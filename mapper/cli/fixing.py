"""`mapper check --fix`: a file of ours -> the same with every certain fix, what was repaired, and the faults left."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import click

from ..engine.diagnostics import Diagnostics
from ..engine.repairs import Repair, repair
from ..engine.text import Source
from ..render import counted
from ..terminal import cut, shown
from .drafts import read_draft
from .streams import paint

_WORDS = 60
"""So much is shown of what was repaired."""


def fix_file(
    name: str, check: Callable[[Source], Diagnostics], *, as_difference: bool
) -> tuple[Diagnostics, tuple[Repair, ...]]:
    """Repair a file, or print what that would change. Gives the faults that it then has, and what was repaired.

    *check* finds the faults of a text. What is no text goes through as it is when it stands in a pipe. Raises OSError.
    """
    draft = read_draft(name)
    if not draft.is_text:
        if not as_difference:
            draft.pass_on()
        return (draft.undecodable if draft.undecodable.has_errors else check(draft.source)), ()
    repaired = repair(draft.source, check)
    if as_difference:
        draft.show_difference(repaired.source.text)
        return check(draft.source), repaired.repairs
    draft.put(repaired.source.text)
    return repaired.left, repaired.repairs


def tell_repairs(repairs: Iterable[Repair], *, done: bool, err: bool) -> None:
    """Print what was repaired, or would be if it is not *done*, and how much that is."""
    repairs = list(repairs)
    for each in repairs if done else ():
        click.echo(_sentence(each), err=err)
    if repairs:
        faults = counted(len(repairs), "fault")
        click.echo(f"repaired {faults}" if done else f"--fix repairs {faults}", err=err)


def _sentence(each: Repair) -> str:
    place = each.span.place
    where = paint(f"{shown(place.file)}:{place.line}:{place.column}", "strong")
    return f"{where}: {paint(f'repaired[{each.code.name}]', 'hint')}: {_words(each.old)} -> {_words(each.new)}"


def _words(text: str) -> str:
    return f"'{cut(shown(text), _WORDS)}'"
