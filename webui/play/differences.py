"""Two texts of one file -> the lines in which they differ, with some lines around them."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Final

MOST_LINES: Final = 400
"""So many lines are shown; of what follows it is said how many there are."""

_AROUND: Final = 2
_MOST_MATCHED: Final = 2000
"""Between longer texts no lines are looked for that both have: that takes the square of their length."""

Line = dict[str, str]
"""A `text` and its `mark`: `-` stands in the file alone, `+` in the page alone, a blank in both, `…` for what is left
out."""


def differing_lines(file: str, page: str) -> list[Line]:
    """How what a *file* holds differs from the text of the *page*; nothing when they are equal."""
    if file == page:
        return []
    lines = list(_marked(file.split("\n"), page.split("\n")))
    if len(lines) <= MOST_LINES:
        return lines
    return [*lines[:MOST_LINES], {"mark": "…", "text": f"{len(lines) - MOST_LINES:,} more lines"}]


def _marked(file: list[str], page: list[str]) -> Iterator[Line]:
    above, below = _equal_ends(file, page)
    start = max(0, above - _AROUND)
    if start:
        yield {"mark": "…", "text": ""}
    yield from _all(" ", file[start:above])
    theirs, mine = file[above : len(file) - below], page[above : len(page) - below]
    if max(len(theirs), len(mine)) <= _MOST_MATCHED:
        yield from _matched(theirs, mine)
    else:
        yield from _all("-", theirs)
        yield from _all("+", mine)
    yield from _all(" ", file[len(file) - below :][:_AROUND])
    if below > _AROUND:
        yield {"mark": "…", "text": ""}


def _equal_ends(file: list[str], page: list[str]) -> tuple[int, int]:
    """How many lines are equal from the top, and how many of the others from the bottom."""
    most = min(len(file), len(page))
    above = next((at for at in range(most) if file[at] != page[at]), most)
    below = next((at for at in range(most - above) if file[-1 - at] != page[-1 - at]), most - above)
    return above, below


def _matched(theirs: list[str], mine: list[str]) -> Iterator[Line]:
    for kind, start, end, other_start, other_end in SequenceMatcher(None, theirs, mine).get_opcodes():
        if kind != "equal":
            yield from _all("-", theirs[start:end])
            yield from _all("+", mine[other_start:other_end])
        elif end - start <= 2 * _AROUND + 1:
            yield from _all(" ", theirs[start:end])
        else:
            yield from _all(" ", theirs[start : start + _AROUND])
            yield {"mark": "…", "text": ""}
            yield from _all(" ", theirs[end - _AROUND : end])


def _all(mark: str, lines: list[str]) -> Iterator[Line]:
    return ({"mark": mark, "text": line} for line in lines)
