"""The results of several payloads -> a grid: people by fields, the groups among them, and what cannot be read.

One of them is chosen, and only that one is shown in full; it is the first one until somebody chooses another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from mapper.schemas.values import Json

_MOST_CHARACTERS = 60
_MOST_ITEMS = 5
"""So much of a value stands in a cell; the table of the person has more of it."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What happens to a field of a person: it is "set" to a text, "clear", "keep", or "none" for nothing at all.

    `is_special`: the text is about the value, such as `null`, and not the value. `is_differing`: something else
    happened in the earlier version.
    """

    state: str
    text: str = ""
    is_special: bool = False
    is_differing: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One payload: its number (from 1), who it is, what is done and why, and a cell for each column.

    `is_differing`: something of it differs from the earlier version, though perhaps in no cell.
    """

    number: int
    called: str | None
    action: str
    reason: str | None
    problems: int
    is_chosen: bool
    is_differing: bool
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """`fields`, the columns of `people`, are those that one of them has; `unread` is what is wrong, by number."""

    fields: tuple[str, ...]
    people: tuple[Line, ...]
    groups: tuple[Line, ...]
    unread: tuple[tuple[int, dict[str, Json]], ...] = ()


def grid(results: Sequence[dict[str, Json]], faults: Iterable[dict[str, Json]], chosen_number: int) -> Grid | None:
    """The grid of *results*; None where there is one payload. *faults* are those of all panes."""
    unread = tuple((fault["payload"], fault) for fault in faults if fault.get("payload"))
    if len(results) + len(unread) < 2:
        return None
    people = [result for result in results if result["action"] != "group"]
    fields = tuple(_fields(people))
    return Grid(
        fields,
        tuple(_line(result, chosen_number, _cells(result, fields)) for result in people),
        tuple(_line(result, chosen_number) for result in results if result["action"] == "group"),
        unread,
    )


def _fields(people: Sequence[dict[str, Json]]) -> Iterator[str]:
    """The fields that somebody has, in the order of the people's own rows; those that are only cleared at the end."""
    rows = [row for result in people for row in result["rows"] if result["action"] != "skip"]
    yield from dict.fromkeys(row["field"] for state in ("set", "clear") for row in rows if row["state"] == state)


def _line(result: dict[str, Json], chosen_number: int, cells: tuple[Cell, ...] = ()) -> Line:
    return Line(
        result["number"],
        result["called"],
        result["action"],
        result["reason"],
        len(result["problems"]),
        result["number"] == chosen_number,
        bool(result["was"] or result["differing"]),
        cells,
    )


def _cells(result: dict[str, Json], fields: Iterable[str]) -> tuple[Cell, ...]:
    if result["action"] == "skip":
        return ()
    rows = {row["field"]: row for row in result["rows"]}
    return tuple(_cell(rows.get(field)) for field in fields)


def _cell(row: dict[str, Json] | None) -> Cell:
    if row is None:
        return Cell("none")
    is_differing = row["was"] is not None
    if row["state"] == "set":
        text, is_special = brief(row["value"])
        return Cell("set", text, is_special, is_differing)
    return Cell(row["state"] if row["state"] in ("clear", "keep") else "none", is_differing=is_differing)


def brief(value: dict[str, Json]) -> tuple[str, bool]:
    """A value as `mapper.preview` shows it, on one short line, and whether that is not the value but about it."""
    kind = value["kind"]
    if kind in ("list", "object"):
        inner = value["items"] if kind == "list" else [part for _, part in value["parts"]]
        if not inner:
            return f"empty {kind}", True
        texts = [brief(each)[0] for each in inner[:_MOST_ITEMS]]
        more = len(inner) - len(texts) + value["more"]
        joined = ("; " if kind == "list" else ", ").join(texts) + (f" and {more:,} more" if more else "")
        return _cut(joined), False
    if kind == "null" or not value["text"]:
        return ("null" if kind == "null" else "empty text"), True
    return _cut(value["text"]), False


def _cut(text: str) -> str:
    line = " ".join(text.split()) or text
    return line if len(line) <= _MOST_CHARACTERS else line[: _MOST_CHARACTERS - 1] + "…"
