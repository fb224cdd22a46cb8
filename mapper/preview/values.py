"""The values of a person -> the texts that a page shows, by field; of what is very long the beginning."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..json_writer import write_json
from ..schemas.values import Json

MOST_CHARACTERS: Final = 2000
MOST_ITEMS: Final = 100
"""So much of a text, and of a list or object, is shown in a table; the outcome as JSON has all."""


def free_form_parts(person: dict[str, Json], free_form: frozenset[str]) -> Iterator[tuple[str, Json]]:
    """Each field with its value; those whose names are in *free_form* by their parts, which have rules of their own."""
    for name, value in person.items():
        if name in free_form and isinstance(value, dict):
            for part, inner in value.items():
                yield f"{name}.{part}", inner
        else:
            yield name, value


def shown(value: Json) -> dict[str, Json]:
    """A value as `kind` and the text to show, or the same of its items or parts.

    `more`: so many characters, items or parts are left out.
    """
    if isinstance(value, dict):
        parts = list(value.items())
        return {
            "kind": "object",
            "parts": [[name, shown(part)] for name, part in parts[:MOST_ITEMS]],
            "more": max(0, len(parts) - MOST_ITEMS),
        }
    if isinstance(value, (list, tuple)):
        items = [shown(item) for item in value[:MOST_ITEMS]]
        return {"kind": "list", "items": items, "more": max(0, len(value) - MOST_ITEMS)}
    if isinstance(value, str):
        return {"kind": "text", "text": value[:MOST_CHARACTERS], "more": max(0, len(value) - MOST_CHARACTERS)}
    kind = "null" if value is None else "boolean" if isinstance(value, bool) else "number"
    return {"kind": kind, "text": write_json(value), "more": 0}
