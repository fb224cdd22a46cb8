"""A fault of YAML or JSON -> the same for the page: the pane that it is about, its place, the line around it."""

from __future__ import annotations

from ..engine.diagnostics import Diagnostic
from ..engine.text import Source
from ..render import diagnostic_json
from ..schemas.values import InvalidPayload, Json

_BEFORE, _AFTER = 40, 80
"""How many characters of a source line are shown before and after the start of a fault."""


def fault_of_yaml(pane: str, found: Diagnostic) -> dict[str, Json]:
    """A fault of a mapping, directory or account."""
    place = found.span.place
    line = found.span.source.line(place.line)
    end = place.end_column - 1 if place.end_line == place.line else len(line)
    return {"pane": pane, **diagnostic_json(found), "excerpt": _excerpt(line, place.column - 1, end)}


def fault_of_json(pane: str, fault: InvalidPayload, text: str, begin: int = 1) -> dict[str, Json]:
    """A fault of JSON in the same form; *begin* is the line on which the JSON begins in *text*."""
    line, column = fault.line or begin, fault.column or 1
    return {
        "pane": pane,
        "code": fault.code,
        "severity": "error",
        "message": fault.message,
        "hint": fault.hint,
        "line": line,
        "column": column,
        "end_line": line,
        "end_column": column + 1 if fault.column else column,
        "excerpt": _excerpt(Source(pane, text).line(line), column - 1, column) if fault.column else None,
    }


def _excerpt(line: str, start: int, end: int) -> dict[str, str]:
    """A line in three parts, of which the second is what the fault is about; of a long line what is around it."""
    start = min(start, len(line))
    first, last = max(0, start - _BEFORE), min(len(line), start + _AFTER)
    end = min(end, last)
    return {
        "before": f"…{line[first:start]}" if first else line[:start].lstrip(),
        "marked": line[start:end],
        "after": line[end:last] + ("…" if last < len(line) else ""),
    }
