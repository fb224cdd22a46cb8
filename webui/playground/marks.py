"""What was found, and the answer of the sandbox -> what the page tells its editors, as JSON.

Places are `from` and `to`, in UTF-16 code units from the start of the text of a pane. `problems` have what repairs
them, `values` stand at the ends of lines of the mapping, `lights` are by the word for a row, `coverage` is by line of
the mapping.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeAlias

from mapper.schemas.values import Json

from .findings import Finding
from .rows import row_token

MOST_PROBLEMS: Final = 500
"""So many problems are marked; the list of the page has all."""

Marks: TypeAlias = dict[str, Json]


def no_marks() -> Marks:
    """The marks when nothing is known of the texts."""
    return {"problems": [], "values": [], "lights": {}, "coverage": []}


def marks_of(findings: Sequence[Finding], preview: dict[str, Json]) -> Marks:
    """The marks that belong to *findings* and to the rest of the answer."""
    problems = {(each.pane, each.message, *_span(each).values()): each for each in reversed(findings)}
    return {
        "problems": [_problem(each) for each in reversed(problems.values())][:MOST_PROBLEMS],
        "lights": {
            row_token(row["field"], result["number"]): row["lights"]
            for result in preview["results"]
            for row in result["rows"]
            if row["lights"]
        },
        **preview["marks"],
    }


def _problem(found: Finding) -> dict[str, Json]:
    return {
        "pane": found.pane,
        **_span(found),
        "severity": found.severity,
        "code": found.code,
        "message": found.message,
        "hint": found.hint,
        "fixes": found.fixes,
    }


def _span(found: Finding) -> dict[str, int]:
    """What has no place is marked at the beginning of its text."""
    return {name: found.place[name] if found.place else 0 for name in ("from", "to")}
