"""A fault of YAML or JSON -> the same for the page: the pane it is about, its place, the line around it, its fix."""

from __future__ import annotations

from collections.abc import Iterator

from ..engine.diagnostics import Diagnostic
from ..engine.text import Span
from ..engine.yaml_nodes import EMPTY
from ..render import diagnostic_json
from ..schemas.values import InvalidPayload, Json
from .offsets import json_source, passed_over, units

_BEFORE, _AFTER = 40, 80
"""How many characters of a source line are shown before and after the start of a fault."""

_MOST_OF_A_FIX = 40


def fault_of_yaml(pane: str, found: Diagnostic, text: str | None = None) -> dict[str, Json]:
    """A fault of a mapping, directory or account. *text* is what the pane holds, if its source may be shorter."""
    place = found.span.place
    line = found.span.source.line(place.line)
    before = passed_over(found.span.source, text) if text is not None else 0
    end = place.end_column - 1 if place.end_line == place.line else len(line)
    return {
        "pane": pane,
        **diagnostic_json(found),
        **units(found.span, before),
        "excerpt": _excerpt(line, place.column - 1, end),
        "fixes": list(_beginning(found, before) if pane == "mapping" else ()) or list(_fixes(found, before)),
    }


def fault_of_json(pane: str, fault: InvalidPayload, text: str, begin: int = 1) -> dict[str, Json]:
    """A fault of JSON in the same form; *begin* is the line on which the JSON begins in *text*."""
    line, column = fault.line or begin, fault.column or 1
    source = json_source(pane, text)
    start = source.offset(line, column)
    end = min(start + 1, len(source.text)) if fault.column else start
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
        **units(Span(source, start, end), passed_over(source, text)),
        "excerpt": _excerpt(source.line(line), column - 1, column) if fault.column else None,
        "fixes": [],
    }


def _fixes(found: Diagnostic, before: int) -> Iterator[dict[str, Json]]:
    """What certainly repairs the fault: the same edit as that of `mapper check --fix`."""
    if found.fix is not None and found.fix.replace != found.span.text:
        new = found.fix.replace
        yield {"title": _title(new, found.span.text), "edits": [{**units(found.span, before), "insert": new}]}


def _beginning(found: Diagnostic, before: int) -> Iterator[dict[str, Json]]:
    """How a blank mapping begins. `mapper check --fix` leaves a blank file alone: who knows what was lost there."""
    if found.code is EMPTY and not found.span.source.text.strip():
        yield {"title": "Write `mapping: 1`", "edits": [{**units(found.span, before), "insert": "mapping: 1\n"}]}


def _title(new: str, old: str) -> str:
    words = " ".join(new.split())
    if not words:
        return "Replace with blanks" if new else "Take it away"
    shown = words if len(words) <= _MOST_OF_A_FIX else words[: _MOST_OF_A_FIX - 1] + "…"
    return f"{'Replace with' if old else 'Write'} `{shown}`"


def _excerpt(line: str, start: int, end: int) -> dict[str, str]:
    """A line in three parts, of which the second is what the fault is about; of a long line what is around it."""
    start = min(start, len(line))
    first, last = max(0, start - _BEFORE), min(len(line), start + _AFTER)
    end = min(end, last)
    return {
        "before": f"…{line[first:start]}" if line[:first].strip() else line[:start].lstrip(),
        "marked": line[start:end],
        "after": line[end:last] + ("…" if last < len(line) else ""),
    }
