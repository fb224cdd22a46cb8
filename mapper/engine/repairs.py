"""A text with faults -> the same text with every certain fix, what was repaired, and the faults that are left.

Only the characters of the faults change. Fixes that overlap are applied one after the other: after each round the text
is checked again, and what is still wrong has its turn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from .diagnostics import Code, Diagnostic, Diagnostics
from .text import Source, Span

MOST_ROUNDS = 20
"""So often a text is checked again; a fix that brings about the next one for ever ends here."""


@dataclass(frozen=True, slots=True)
class Repair:
    """One fault that was repaired: where it stood in the text that came in, and what was written for what."""

    code: Code
    span: Span
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Repaired:
    """A text after its repairs, in the order in which they were made, and the faults that it still has."""

    source: Source
    repairs: tuple[Repair, ...]
    left: Diagnostics


def repair(source: Source, check: Callable[[Source], Diagnostics]) -> Repaired:
    """Apply the fixes that *check* gives for *source*, until there is none left."""
    before, repairs, found = source, [], check(source)
    rounds: list[Sequence[Diagnostic]] = []
    written: set[tuple[Code, str]] = set()
    for _ in range(MOST_ROUNDS):
        chosen = _apart(each for each in found if (each.code, each.span.text) not in written)
        if not chosen:
            break
        repairs += [_told(each, before, rounds) for each in chosen]
        rounds.append(chosen)
        written |= {(each.code, _new(each)) for each in chosen}  # a fix that does not help is not tried on itself
        source = Source(source.name, _replaced(source.text, chosen))
        found = check(source)
    return Repaired(source, tuple(repairs), found)


def _apart(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The faults with a fix, in the order of the text, without those that overlap or touch one before."""
    chosen: list[Diagnostic] = []
    for each in found:
        is_free = not chosen or each.span.start > chosen[-1].span.end
        if each.fix is not None and each.fix.replace != each.span.text and is_free:
            chosen.append(each)
    return chosen


def _replaced(text: str, chosen: Sequence[Diagnostic]) -> str:
    pieces, at = [], 0
    for each in chosen:
        pieces += [text[at : each.span.start], _new(each)]
        at = each.span.end
    return "".join([*pieces, text[at:]])


def _new(fault: Diagnostic) -> str:
    return fault.fix.replace if fault.fix is not None else fault.span.text


def _told(fault: Diagnostic, before: Source, rounds: Iterable[Sequence[Diagnostic]]) -> Repair:
    start, end = (_origin(place, list(rounds)) for place in (fault.span.start, fault.span.end))
    return Repair(fault.code, Span(before, start, max(start, end)), fault.span.text, _new(fault))


def _origin(place: int, rounds: Sequence[Sequence[Diagnostic]]) -> int:
    """Where what is at *place* now was before the rounds; what a fix brought in was at the start of its fault."""
    for chosen in reversed(rounds):
        moved = 0
        for each in chosen:
            new_start = each.span.start + moved
            if place <= new_start:
                break
            longer = len(_new(each)) - (each.span.end - each.span.start)
            if place < new_start + len(_new(each)):
                place, moved = each.span.start, 0
                break
            moved += longer
        place -= moved
    return place
