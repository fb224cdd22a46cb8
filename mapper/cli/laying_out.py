"""`mapper fmt`: one file -> the same in one layout, a difference, or its faults; and the exit code for it."""

from __future__ import annotations

import click

from ..engine.diagnostics import Diagnostics
from ..engine.layout import UnsureLayout
from ..engine.yaml_nodes import parse
from ..files import lay_out_text
from ..terminal import shown
from .drafts import Draft, read_draft
from .mappings import print_faults
from .streams import STANDARD_INPUT, paint, refused


def lay_out_file(name: str, *, is_check: bool, as_difference: bool) -> int:
    """Lay out one file, and tell of it; gives its exit code."""
    try:
        draft = read_draft(name)
        text, faults = lay_out_text(draft.source) if draft.is_text else (None, _unreadable(draft))
        if text is None:
            print_faults(faults, err=True)
            return 1
        if as_difference:
            draft.show_difference(text)
        elif not is_check:
            draft.put(text)
    except UnsureLayout:
        click.echo(f"Error: '{shown(name)}' stays as it is: another layout would change what it says", err=True)
        return 1
    except OSError as refusal:
        click.echo(f"Error: {refused(refusal)}", err=True)
        return 2
    is_other = text != draft.source.text
    if is_other:
        told = "has another layout" if is_check or as_difference else "has one layout now"
        click.echo(f"{paint(shown(name), 'strong')} {told}", err=as_difference or name == STANDARD_INPUT)
    return 1 if is_check and is_other else 0


def _unreadable(draft: Draft) -> Diagnostics:
    """Why the bytes of a file are no text that is read: not UTF-8, or too many."""
    return draft.undecodable if draft.undecodable.has_errors else parse(draft.source)[1]
