"""Where a candidate stands: checked candidates in, the constants out by which generated code speaks of them."""

from __future__ import annotations

from ..schemas.target import FieldType, ReferenceType
from .checked import (
    AnyHolds,
    CheckedCandidate,
    CheckedField,
    CheckedPart,
    Collected,
    Contribution,
    Entries,
    From,
    FromTemplate,
    Opposite,
)
from .settling import Place, Site
from .text import Span


def site_of(field: CheckedField, contribution: Contribution, candidate: CheckedCandidate) -> Site:
    """The site of a candidate of a field."""
    settings = contribution.settings
    return Site(
        field=field.name,
        type=field.type,
        place=place_of(candidate.span),
        pointer=next(iter(reads_of(candidate)), None),
        reads=reads_of(candidate),
        span=candidate.span,
        label=candidate.label,
        too_long=settings.too_long or field.target.too_long,
        found_by=settings.found_by or _found_by(field.type),
        create=settings.not_found == "create",
        key_type=settings.key_type,
    )


def part_site(part: CheckedPart, candidate: CheckedCandidate) -> Site:
    """The site of a candidate of a part of an entry; `{index}` stands for the place of the element in the list."""
    below = next(iter(reads_of(candidate)), "")
    pointer = f"{part.each}/{{index}}{below}" if part.each is not None else below or None
    index = "[{index}]" if part.each is not None else ""
    return Site(
        field=f"{part.field}{index}.{part.name}",
        type=part.type,
        place=place_of(candidate.span),
        pointer=pointer,
        reads=(pointer,) if pointer is not None else (),
        span=candidate.span,
        label=candidate.label,
        too_long=part.too_long,
        found_by=_found_by(part.type),
        create=False,
    )


def place_of(span: Span) -> Place:
    """File, line and column of a span."""
    place = span.place
    return place.file, place.line, place.column


def reads_of(candidate: CheckedCandidate) -> tuple[str, ...]:
    """The JSON pointers of the attributes that a candidate reads, its first source first."""
    origin = candidate.origin
    if isinstance(origin, From | Opposite):
        return origin.expression.reads
    if isinstance(origin, FromTemplate):
        return origin.reads
    if isinstance(origin, AnyHolds):
        return tuple(dict.fromkeys(read for condition in origin.conditions for read in condition.reads))
    if isinstance(origin, Entries):
        return origin.each.reads if origin.each is not None else ()
    if isinstance(origin, Collected):
        return tuple(dict.fromkeys(read for each in origin.candidates for read in reads_of(each)))
    return ()


def _found_by(kind: FieldType) -> str | None:
    return kind.found_by if isinstance(kind, ReferenceType) else None
