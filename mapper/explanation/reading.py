"""A candidate of a mapping -> the attributes that it reads, each with the one whose attribute it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from ..engine import expressions as tree
from ..engine.checked import (
    AnyHolds,
    CheckedCandidate,
    CheckedLet,
    Collected,
    Entries,
    From,
    FromTemplate,
    Opposite,
)
from ..engine.expression_checker import path_of
from ..engine.sites import reads_of

_WHOSE: Final = (None, "user", "group")


class Reading(NamedTuple):
    """An attribute by its JSON pointer; `whose`: the `user`, the `group`, or None: what the candidate is asked of."""

    whose: str | None
    pointer: str


def readings(candidate: CheckedCandidate, lets: Mapping[str, CheckedLet]) -> Iterator[Reading]:
    """What the sources of *candidate* read, then what the named expressions do that they use."""
    yield from _rooted(reads_of(candidate), _all_nodes(candidate))
    yield from _of_lets(_nodes(candidate), lets)


def guard_readings(candidate: CheckedCandidate, lets: Mapping[str, CheckedLet]) -> Iterator[Reading]:
    """What the conditions read that must let *candidate* pass."""
    for guard in candidate.guards:
        yield from _rooted(guard.condition.reads, (guard.condition.node,))
        yield from _of_lets((guard.condition.node,), lets)


def _rooted(pointers: Iterable[str], nodes: Iterable[tree.Node]) -> Iterator[Reading]:
    """The *pointers* that *nodes* read; one may be read of several."""
    roots: dict[str, set[str | None]] = {}
    for path in (path_of(part) for node in nodes for part in tree.walk(node)):
        if path is not None:
            roots.setdefault(path[1], set()).add(path[0])
    for pointer in pointers:
        yield from (Reading(whose, pointer) for whose in _WHOSE if whose in roots.get(pointer, (None,)))


def _of_lets(nodes: Iterable[tree.Node], lets: Mapping[str, CheckedLet]) -> Iterator[Reading]:
    """What the named expressions of the user read that *nodes* use."""
    names = dict.fromkeys(
        each.name for node in nodes for each in tree.walk(node) if isinstance(each, tree.Own) and each.kind == "let"
    )
    for name in names:
        if lets[name].root == "user":
            yield from (Reading("user", pointer) for pointer in lets[name].expression.reads)


def _all_nodes(candidate: CheckedCandidate) -> Iterator[tree.Node]:
    """The expressions that are its source, and of those that it joins."""
    if isinstance(candidate.origin, Collected):
        for each in candidate.origin.candidates:
            yield from _all_nodes(each)
    yield from _nodes(candidate)


def _nodes(candidate: CheckedCandidate) -> Iterable[tree.Node]:
    """The expressions that are its source."""
    origin = candidate.origin
    if isinstance(origin, From | Opposite):
        return (origin.expression.node,)
    if isinstance(origin, FromTemplate):
        return origin.expressions
    if isinstance(origin, Entries):
        return (origin.each.node,) if origin.each is not None else ()
    return (condition.node for condition in origin.conditions) if isinstance(origin, AnyHolds) else ()
