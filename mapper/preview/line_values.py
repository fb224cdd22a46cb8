"""What became of a payload -> for the lines of the mapping what they gave, short enough to stand behind them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..engine.checked import CheckedMapping
from ..engine.text import Source
from ..schemas.values import Json

MOST_VALUES: Final = 1000
"""So many lines have a value behind them."""

MOST_CHARACTERS: Final = 40
"""So much is told of one value."""

_MOST_OF_A_LINE: Final = 120


def line_values(mapping: CheckedMapping, result: dict[str, Json]) -> list[dict[str, Json]]:
    """For each line that decided something what it gave: the `text`, and `at`, the end of the line in code units.

    *result* is that of a payload; a group gives nothing of its own. What is set stands behind the candidate that won,
    what is cleared behind the only one there is, or behind the name of its field. Of what is kept nothing is told.
    """
    if result["action"] == "group":
        return []
    keys = {
        field.name: contribution.key.place.line
        for field in mapping.fields
        for contribution in (*field.groups, *field.users)[:1]
    }
    lines: dict[int, list[tuple[str, str]]] = {}
    for row in result["rows"]:
        line = row["origin"]["line"] if row["origin"] else keys.get(row["field"])
        if line is not None and row["state"] in ("set", "clear"):
            text = "cleared" if row["state"] == "clear" else _short(row["value"])
            lines.setdefault(line, []).append((row["field"], text))
    return [_told(mapping.source, line, values) for line, values in sorted(lines.items())[:MOST_VALUES]]


def _told(source: Source, line: int, values: list[tuple[str, str]]) -> dict[str, Json]:
    """Of several values on one line each has the name of its field."""
    text = values[0][1] if len(values) == 1 else "; ".join(f"{name}: {value}" for name, value in values)
    end = source.offset(line, len(source.line(line)) + 1)
    return {"at": source.units(end), "text": _cut(text, _MOST_OF_A_LINE)}


def _short(value: dict[str, Json]) -> str:
    """What `shown` made of a value, on one line."""
    text = ""
    for piece in _pieces(value):
        text += piece
        if len(text) > MOST_CHARACTERS:
            break
    return _cut(" ".join(text.split()) or "empty text", MOST_CHARACTERS)


def _pieces(value: dict[str, Json]) -> Iterator[str]:
    if value["kind"] == "list":
        yield "["
        for at, item in enumerate(value["items"]):
            yield ", " if at else ""
            yield from _pieces(item)
        yield "]"
    elif value["kind"] == "object":
        yield "{"
        for at, (name, part) in enumerate(value["parts"]):
            yield f"{', ' if at else ''}{name}: "
            yield from _pieces(part)
        yield "}"
    else:
        yield value["text"]


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
