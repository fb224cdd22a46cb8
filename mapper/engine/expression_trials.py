"""An expression with faults in, the words with which it has none out: what a hint says is tried before it is said.

What is tried is checked by itself, as if it stood in a block of text, so that nothing needs the quotes of YAML.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from .diagnostics import Diagnostic, Diagnostics, Severity
from .elsewhere import A_TABLE, HOLDERS
from .text import Source, Span, Text

MOST_ROUNDS: Final = 5
_HEADER: Final = "|\n"
_SAID: Final = re.compile(r"(?:write|text stands in single quotes:) (.+)", re.DOTALL)
_OTHER_MISTAKES: Final = frozenset({"unknown-attribute", "unknown-table"})
"""With these, what is called by a name of the user has a fault of its own, which is told afterwards."""


@dataclass(frozen=True, slots=True)
class Settled:
    """The words that have no fault, after how many rounds, and the tables that they name and that are not there."""

    words: str
    rounds: int
    tables: tuple[str, ...]


def settled(words: str, check: Callable[[Text], Diagnostics], written: str, most: int = MOST_ROUNDS) -> Settled | None:
    """*words* after all that is said of them was followed; None where some fault stays.

    *written* is what stands in the file: names in it that are not there are another mistake.
    """
    for rounds in range(most + 1):
        text = _apart(words)
        faults = [fault for fault in check(text) if fault.severity is Severity.ERROR]
        others = [fault for fault in faults if _is_other(fault, written)]
        if len(others) == len(faults):
            tables = [fault.span.text.strip("'") for fault in faults if fault.code.name == "unknown-table"]
            return Settled(words, rounds, tuple(dict.fromkeys(tables)))
        changed = _followed(words, [fault for fault in faults if fault not in others])
        if changed is None or changed == words:
            return None
        words = changed
    return None


def _apart(words: str) -> Text:
    source = Source("", _HEADER + words)
    return Text(words, Span(source, 0, len(source.text)), "literal")


def _is_other(fault: Diagnostic, written: str) -> bool:
    """Whether a fault is that a name of the user is not there, of which nobody knows what was meant."""
    name = fault.span.text.strip("'\"")
    is_guess = (fault.hint or "").startswith("did you mean")
    is_named = (name in written and name not in HOLDERS) or name == A_TABLE
    return fault.code.name in _OTHER_MISTAKES and (fault.fix is None or is_guess) and is_named


def _followed(words: str, faults: list[Diagnostic]) -> str | None:
    """*words* with what is said of each of *faults*; None where something is said that cannot be written there."""
    before = len(words) + len(_HEADER)
    for fault in reversed(faults):
        meant = fault.fix.replace if fault.fix is not None else _said(fault)
        start, end = fault.span.start - len(_HEADER), fault.span.end - len(_HEADER)
        if meant is None or start < 0:
            return None
        if fault.span.end > before:
            continue  # it lies within another one, and is looked at again
        words, before = f"{words[:start]}{meant}{words[end:]}", fault.span.start
    return words


def _said(fault: Diagnostic) -> str | None:
    said = _SAID.fullmatch(fault.hint or "")
    return said[1] if said is not None else None
