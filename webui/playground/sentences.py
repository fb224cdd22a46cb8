"""Clauses of the engine -> sentences that stand by themselves, as text or as HTML in which values are no markup."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markupsafe import Markup

from mapper.schemas.values import Json

_QUOTED = re.compile("`([^`]*)`")
_ENDS = (".", "?", "!")


def counted(number: int, noun: str) -> str:
    """`1 problem`, `2 problems`."""
    return f"{number} {noun}" if number == 1 else f"{number:,} {noun}s"


def sentence(clause: object) -> str:
    """A clause as the engine words it, with a capital and a full stop."""
    text = str(clause)
    return _capital(text) + ("" if text.endswith(_ENDS) else ".")


def sentence_html(parts: Sequence[dict[str, Json]]) -> Markup:
    """A clause in parts, as `mapper.preview` gives it: words of a mapping look like code, values of a person apart."""
    html = Markup("").join(_parts(parts))
    has_end = not parts or (not parts[-1]["is_value"] and str(parts[-1]["text"]).endswith(_ENDS))
    return html if has_end else html + "."


def _parts(parts: Sequence[dict[str, Json]]) -> Iterator[Markup]:
    for at, part in enumerate(parts):
        if part["is_value"]:
            yield Markup('<span class="quoted">{}</span>').format(part["text"])
            continue
        for place, text in enumerate(_QUOTED.split(part["text"])):
            if place % 2:
                yield Markup("<code>{}</code>").format(text)
            else:
                yield Markup("{}").format(_capital(text) if at == place == 0 else text)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
