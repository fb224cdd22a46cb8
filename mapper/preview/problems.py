"""The problems of an outcome -> the same as JSON, each with the characters of the mapping that it is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..engine.checked import CheckedCandidate, CheckedMapping, Collected, Entries
from ..engine.outcome import Problem
from ..engine.text import Span
from ..schemas.values import Json
from .offsets import units


def problems_told(problems: Sequence[Problem], mapping: CheckedMapping) -> list[dict[str, Json]]:
    """Each as in the output of `mapper run`, with its `severity` and, in `mapping`, the first line of its candidate."""
    spans = _spans(mapping) if problems else {}
    return [_told(problem, mapping, spans) for problem in problems]


def _told(problem: Problem, mapping: CheckedMapping, spans: dict[int, Span]) -> dict[str, Json]:
    told = {**problem.as_json(), "severity": problem.severity}
    if problem.mapping is not None:
        _, line, column = problem.mapping
        source = mapping.source
        start, end_of_line = source.offset(line, column), source.offset(line, len(source.line(line)) + 1)
        end = min(spans[start].end, end_of_line) if start in spans else start
        told["mapping"] |= units(Span(source, start, end))
    return told


def _spans(mapping: CheckedMapping) -> dict[int, Span]:
    """What a problem can be about, by where it starts: a candidate, or all that a rule says of a field."""
    spans: dict[int, Span] = {}
    for field in mapping.fields:
        for contribution in (*field.users, *field.groups):
            for candidate in _candidates(contribution.candidates):
                spans.setdefault(candidate.span.start, candidate.span)
            spans.setdefault(contribution.span.start, contribution.span)
    return spans


def _candidates(candidates: Iterable[CheckedCandidate]) -> Iterator[CheckedCandidate]:
    """*candidates* with all that stand inside of them."""
    for candidate in candidates:
        yield candidate
        if isinstance(candidate.origin, Collected):
            yield from _candidates(candidate.origin.candidates)
        elif isinstance(candidate.origin, Entries):
            for part in candidate.origin.parts:
                yield from _candidates(part.candidates)
