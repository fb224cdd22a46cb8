"""A text of the page -> the same in one layout: a mapping or its tests as `mapper fmt` writes them, JSON indented."""

from __future__ import annotations

from typing import Final

from ..engine.layout import UnsureLayout
from ..engine.text import Source
from ..files import lay_out_text
from ..json_reader import read_json
from ..json_writer import write_json
from ..schemas.values import InvalidPayload, Json

_IN_JSON: Final = ("payload", "current", "groups")


def formatted(pane: str, text: str) -> dict[str, Json]:
    """The `text` in one layout, or as `refused` a sentence that says why it stays as it is; the other one is None.

    *pane* is the name of the text. Several payloads with one on each line stay so.
    """
    try:
        laid_out = _json(text) if pane in _IN_JSON else _yaml(text)
    except _Refused as refusal:
        return {"text": None, "refused": str(refusal)}
    return {"text": laid_out, "refused": None}


class _Refused(Exception):
    """Why a text stays as it is."""


def _yaml(text: str) -> str:
    try:
        laid_out, _ = lay_out_text(Source("the text", text))
    except UnsureLayout:
        raise _Refused("The text stays as it is: another layout would change what it says.") from None
    if laid_out is None:
        raise _Refused("The text stays as it is: it is no YAML yet.")
    return laid_out


def _json(text: str) -> str:
    try:
        return write_json(read_json(text), indent=2) + "\n"
    except InvalidPayload:
        lines = [line for line in text.splitlines() if line.strip()]
        is_one_a_line = len(lines) > 1 and all(_is_json(line) for line in lines)
        why = "each payload has its line" if is_one_a_line else "it is no JSON yet"
        raise _Refused(f"The text stays as it is: {why}.") from None


def _is_json(text: str) -> bool:
    try:
        read_json(text)
    except InvalidPayload:
        return False
    return True
