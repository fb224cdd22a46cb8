"""Characters of a text -> the same as editors in a browser count them: UTF-16 code units from the start of the text."""

from __future__ import annotations

from typing import Final

from ..engine.text import Source, Span

BYTE_ORDER_MARK: Final = "\ufeff"


def units(span: Span, passed_over: int = 0) -> dict[str, int]:
    """Where a span is: `from` and `to`. So many characters of the text were *passed_over* before it became a source."""
    source = span.source
    return {"from": source.units(span.start) + passed_over, "to": source.units(span.end) + passed_over}


def passed_over(source: Source, text: str) -> int:
    """How many characters of *text* its reader left out at the start: a byte order mark, or nothing."""
    return len(text) - len(source.text) if text.startswith(BYTE_ORDER_MARK) else 0


def json_source(pane: str, text: str) -> Source:
    """The text of a pane as readers of JSON count it: a byte order mark is passed over."""
    return Source(pane, text.removeprefix(BYTE_ORDER_MARK))
