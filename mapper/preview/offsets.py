"""Characters of a text -> the same as editors in a browser count them: UTF-16 code units from the start of the text."""

from __future__ import annotations

from typing import Final

from ..engine.text import Source, Span

BYTE_ORDER_MARK: Final = "\ufeff"


def units(span: Span, text: str | None = None) -> dict[str, int]:
    """Where a span is, `from` and `to`; *text* is what the pane holds, where its reader passed over the start of it."""
    source = span.source
    passed_over = len(text) - len(source.text) if text is not None and text.endswith(source.text) else 0
    return {"from": source.units(span.start) + passed_over, "to": source.units(span.end) + passed_over}


def json_source(pane: str, text: str) -> Source:
    """The text of a pane as readers of JSON count it: a byte order mark is passed over."""
    return Source(pane, text.removeprefix(BYTE_ORDER_MARK))
