"""Differences between mappings and between people -> text for people; `paint` gives it the colours of a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from ..json_writer import write_json
from ..render import Paint, counted, plain
from ..schemas.values import Json
from ..terminal import cut, padded, shown, width
from .people import Change, Compared, Failed
from .tally import Example, Tally

if TYPE_CHECKING:
    from .difference import Difference

_LONGEST: Final = 200
"""Columns of a value or a piece of a mapping; JSON has the whole."""

_LONGEST_EXAMPLE: Final = 80
"""Columns of a value in an example, which is one line with two of them."""

_NAMERS: Final = frozenset({"let", "tables", "users", "groups"})
"""What stands behind these in a path is a name that people gave, and no key."""

_MOST_SHAPES: Final = 20
_SHAPE: Final = 32
_LONGEST_SHAPE: Final = 48
"""So many columns shapes have, and at most so many where one of them needs more."""


def summary(differences: Sequence[Difference], tally: Tally | None) -> str:
    """The first line: `3 of 1,000 people differ, 2 differences in the rules`, or `no difference`.

    Behind it, if there are some: `; 1 payload cannot be mapped`.
    """
    said = []
    if tally is not None and (tally.differ or differences):
        people = "people and groups" if tally.has_groups else "people"
        verb = "differs" if tally.differ == 1 else "differ"
        said.append(f"{tally.differ:,} of {tally.people:,} {people} {verb}")
    if differences:
        said.append(f"{counted(len(differences), 'difference')} in the rules")
    elif said:
        said.append("no difference in the rules")
    failed = [] if tally is None else [_failed(number, by) for by, number in sorted(tally.failed_by.items())]
    return "; ".join([", ".join(said) or "no difference", *failed])


def _failed(number: int, by: str) -> str:
    only = "" if by == "both" else f" by the {by} mapping"
    return f"{counted(number, 'payload')} cannot be mapped{only}"


def is_unseen(differences: Iterable[Difference]) -> bool:
    """Whether the rules differ in what counts for stored people only, so that new people do not show it."""
    ends = (found.path.split(": ")[-2:] for found in differences)
    return any(end[-1] == "write" and end[0] not in _NAMERS for end in ends)


def rule_lines(differences: Iterable[Difference], paint: Paint = plain) -> Iterator[str]:
    """Each difference between the rules in two lines: what it is, and where."""
    for found in differences:
        yield f"{paint(shown(found.path), 'strong')}: {_said(found)}"
        places = [f"{shown(span.place.file)}:{span.place.line}" for span in (found.old, found.new) if span is not None]
        yield f"    {paint(' -> '.join(places), 'muted')}"


def _said(found: Difference) -> str:
    before, after = (None if text is None else cut(shown(text), _LONGEST) for text in (found.before, found.after))
    if found.kind == "added":
        return f"added: {after}"
    if found.kind == "removed":
        return f"removed: {before}"
    change = f"{before} -> {after}"
    return change if found.kind == "changed" else f"{found.kind}: {change}"


def tally_lines(tally: Tally, paint: Paint = plain, *, is_full: bool = False) -> Iterator[str]:
    """The people that differ by field and shape of change; without *is_full* the top, and what cannot be mapped."""
    room = len(tally.groups) if is_full else _MOST_SHAPES
    column = max([_SHAPE, *(width(shown(shape)) for _, shape in tally.groups if len(shape) <= _LONGEST_SHAPE)])
    left = len(tally.groups) - room
    for name, count, shapes in tally.by_field():
        if room <= 0:
            break
        yield f"{paint(shown(name), 'strong')}: {counted_people(count)}"
        for shape, group in shapes[:room]:
            yield f"    {padded(shown(shape), column)} {group.count:>9,}"
            yield from (f"        {_example(shape, example, paint)}" for example in group.examples)
        room -= len(shapes)
    if left > 0:
        yield f"{counted(left, 'shape')} of change more; --full lists all"
    if tally.others:
        yield f"{counted(tally.others, 'change')} of further fields"
    if not is_full and tally.failed:
        yield from [""] if tally.groups else []
        yield from failed_lines(tally.first_failed, paint)
        if tally.failed > len(tally.first_failed):
            yield f"    and {tally.failed - len(tally.first_failed):,} more; --full lists all"


def counted_people(count: int) -> str:
    """`1 differs`, `2,000 differ`."""
    return f"{count:,} {'differs' if count == 1 else 'differ'}"


def _example(shape: str, example: Example, paint: Paint) -> str:
    """Who it is, and what changes, as far as the shape does not say it."""
    values = _values(shape, example.before, example.after, _LONGEST_EXAMPLE)
    who = f"{_place(example)}  {_identity(example.identity)}".rstrip()
    return paint(who, "muted") if values is None else f"{paint(f'{who}:', 'muted')} {values}"


def _place(found: Compared | Example | Failed) -> str:
    """File and line, and the number by which `mapper explain` takes the payload, where it is not the line."""
    number = "" if found.number == found.line else f" (number {found.number})"
    return f"{shown(found.file)}:{found.line}{number}"


def _identity(identity: Json) -> str:
    return "" if identity is None else cut(shown(identity if isinstance(identity, str) else write_json(identity)), 60)


def person_lines(found: Compared, paint: Paint = plain) -> Iterator[str]:
    """One person with each change, before and after."""
    yield paint(f"{_place(found)}  {_identity(found.identity)}".rstrip(), "strong")
    for change in found.changes:
        yield f"    {shown(change.field)}: {_change(change)}"


def _change(change: Change) -> str:
    """The shape with the values, as far as they are told and it does not hold them: `other value: "a" -> "b"`."""
    shape, values = shown(change.shape), _values(change.shape, change.before, change.after, _LONGEST)
    if values is None:
        return shape
    return values if shape.startswith(_OPEN_BEFORE) or shape.endswith(_OPEN_AFTER) else f"{shape}: {values}"


_OPEN_BEFORE: Final = ("set -> ", "other value -> ")
_OPEN_AFTER: Final = (" -> set", " -> other value")
"""How a shape begins and ends that says of the one side what it is, and not of the other."""


def _values(shape: str, before: Json, after: Json, longest: int) -> str | None:
    """`"a" -> "b"`, `kept -> "b"`; None where there are no values, or the shape holds all that there is to say."""
    shape = shown(shape)
    old, new = (None if value is None else cut(shown(write_json(value)), longest) for value in (before, after))
    # A constant of the mappings stands in the shape, which is never masked.
    if new is not None and shape.endswith(_OPEN_AFTER):
        return f"{shape.rpartition(' -> ')[0]} -> {new}"
    if old is not None and shape.startswith(_OPEN_BEFORE):
        return f"{old} -> {shape.partition(' -> ')[2]}"
    if old is None or new is None or shape == f"{old} -> {new}" or (shape[0], shape[-1]) == ('"', '"'):
        return None
    return f"{old} -> {new}"


def failed_lines(failed: Iterable[Failed], paint: Paint = plain) -> Iterator[str]:
    """Payloads that cannot be mapped, a line each."""
    for each in failed:
        by = "" if each.by == "both" else f" (only by the {each.by} mapping)"
        place, what = paint(_place(each), "strong"), paint(f"cannot be mapped{by}", "warning")
        yield f"{place}: {what}: {shown(each.message)} [{each.code}]"
