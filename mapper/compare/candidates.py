"""The candidates of a field in two mappings -> what was added, removed, moved and changed, down to parts of entries."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator

from ..engine.syntax import Candidate, Collect, Entry, Field, FirstOf, Guard
from .alignment import Pair, aligned
from .difference import Difference, Piece, by_name, compared, expression_piece
from .settings import compare_settings
from .written import (
    candidate_meaning,
    candidate_text,
    field_meaning,
    field_text,
    flat,
    guard_meaning,
    guard_text,
    origin_meaning,
    origin_text,
)


def compare_candidates(path: str, old: Iterable[Candidate], new: Iterable[Candidate]) -> Iterator[Difference]:
    """What differs between the candidates of one field, in the order of the new ones."""
    before, after = list(flat(old)), list(flat(new))
    is_single = len(before) == len(after) == 1
    for pair in aligned(before, after, candidate_meaning, _origin, in_place=True):
        number = (pair.old if pair.new is None else pair.new) or 0
        there = path if is_single else f"{path}: candidate {number + 1}"
        yield from _compare_pair(there, pair, before, after)


def _origin(candidate: Candidate) -> Hashable:
    return origin_meaning(candidate.origin)


def _compare_pair(path: str, pair: Pair, before: list[Candidate], after: list[Candidate]) -> Iterator[Difference]:
    old = None if pair.old is None else before[pair.old]
    new = None if pair.new is None else after[pair.new]
    if old is None or new is None:
        yield from compared(path, _piece(old), _piece(new))
        return
    if pair.moved and pair.old is not None and pair.new is not None:
        was, is_now = (f"candidate {at + 1}: {candidate_text(each)}" for at, each in ((pair.old, old), (pair.new, new)))
        yield Difference("moved", path, was, is_now, old.span, new.span)
    yield from _compare_candidate(path, old, new)


def _compare_candidate(path: str, old: Candidate, new: Candidate) -> Iterator[Difference]:
    """What differs between a candidate and what became of it."""
    is_other_origin = origin_meaning(old.origin) != origin_meaning(new.origin)
    is_other_guard = guard_meaning(old.guard) != guard_meaning(new.guard)
    then, now_then = expression_piece(old.then), expression_piece(new.then)
    is_other_then = any(compared(path, then, now_then))
    is_nested = type(old.origin) is type(new.origin) and isinstance(new.origin, (FirstOf, Collect, Entry))
    if is_other_origin and not is_nested and (is_other_guard or is_other_then):
        yield from compared(path, _piece(old), _piece(new))
        return
    if is_other_guard:
        yield from compare_guards(path, old.guard, new.guard)
    if is_other_origin:
        yield from _compare_origin(path, old, new)
    yield from compared(f"{path}: then", then, now_then)


def _compare_origin(path: str, old: Candidate, new: Candidate) -> Iterator[Difference]:
    before, after = old.origin, new.origin
    if isinstance(before, Entry) and isinstance(after, Entry):
        yield from compared(f"{path}: each", expression_piece(before.each), expression_piece(after.each))
        yield from _compare_parts(path, before, after)
    elif isinstance(before, (FirstOf, Collect)) and isinstance(after, type(before)):
        yield from compare_candidates(path, before.candidates, after.candidates)
    else:
        was = Piece(origin_meaning(before), origin_text(before), old.span)
        yield from compared(path, was, Piece(origin_meaning(after), origin_text(after), new.span))


def _compare_parts(path: str, old: Entry, new: Entry) -> Iterator[Difference]:
    """What differs between the parts of an entry; their order says nothing."""
    before, after = ({part.name.value: part for part in entry.parts} for entry in (old, new))
    for name, was, is_now in by_name(before, after):
        there = f"{path}: {name}"
        if was is None or is_now is None:
            yield from compared(there, _part_piece(was), _part_piece(is_now))
        else:
            yield from compare_settings(there, was.settings, is_now.settings)
            yield from compare_candidates(there, was.candidates, is_now.candidates)


def _part_piece(part: Field | None) -> Piece | None:
    return None if part is None else Piece(field_meaning(part), field_text(part), part.name.span)


def compare_guards(path: str, old: Guard | None, new: Guard | None) -> Iterator[Difference]:
    """What differs between the conditions of a rule or a candidate."""
    if old is not None and new is not None and old.kind != new.kind:
        yield from compared(f"{path}: condition", _guard_piece(old), _guard_piece(new))
        return
    for guard in (new, old):
        if guard is not None:
            yield from compared(f"{path}: {guard.kind}", _condition_piece(old), _condition_piece(new))
            return


def _guard_piece(guard: Guard) -> Piece:
    """A condition with its key."""
    return Piece(guard_meaning(guard), guard_text(guard), guard.condition.span)


def _condition_piece(guard: Guard | None) -> Piece | None:
    """A condition beside another of the same kind."""
    return None if guard is None else expression_piece(guard.condition)


def _piece(candidate: Candidate | None) -> Piece | None:
    if candidate is None:
        return None
    return Piece(candidate_meaning(candidate), candidate_text(candidate), candidate.span)
