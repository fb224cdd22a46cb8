"""A table with rows that no key can ever reach, without any, or that nothing asks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .. import syntax
from ..diagnostics import Diagnostics, Related, error, warning
from ..tables import LONGEST_KEY, Match, fold
from ..text import Text

WRONG_TABLE = error("wrong-table", "a table that cannot be looked up in")
EMPTY_TABLE = warning("empty-table", "a table without rows")
UNREACHABLE_ROW = warning("unreachable-row", "a row of a table that no key can reach")
ROW_FOR_REST = warning("row-for-rest", "a last row with the name that other tools have for all else")
UNUSED_TABLE = warning("unused-table", "a table in which nothing is looked up")

_MOST_COMPARED = 20_000
"""So many pairs of patterns of a table are compared at most; a table with more of them is slow to look up in anyway."""


def check_contents(written: syntax.Table, keys: Sequence[Text], match: Match, found: Diagnostics) -> None:
    """Warn of a table without *keys*, and of those keys that are never reached."""
    if not keys:
        message = f"the table '{written.name.value}' has no rows, so nothing is ever found in it"
        found.add(EMPTY_TABLE, message, written.name.span, hint="give it rows, or remove it", path=written.path)
        return
    for key in keys:
        fault = _never_reached(key.value, match)
        if fault is not None:
            found.add(UNREACHABLE_ROW, fault[0], key.span, hint=fault[1], path=written.path)
    if written.rows and written.otherwise is None:
        _row_for_rest(written, found)
    if match == "pattern":
        _hidden_patterns(written, keys, found)


def _never_reached(key: str, match: Match) -> tuple[str, str] | None:
    """Why no key can reach the row of *key*, and what to do; None when one can."""
    if not key.strip():
        return "a blank text is never looked up, so no key reaches this row", "remove the row"
    if len(key) > LONGEST_KEY:
        return f"no key is longer than {LONGEST_KEY:,} characters, so none reaches this row", "remove the row"
    if match != "pattern" and (key.endswith("*") or key.startswith("*")):
        message = "`*` stands for itself in this table, so only a key with that very sign reaches this row"
        return message, _instead_of_star(key, match)
    return None


def _row_for_rest(written: syntax.Table, found: Diagnostics) -> None:
    """Warn of a last row that is called `default`."""
    key, value = (written.rows or ())[-1]
    if key.value.casefold() in _REST:
        message = f"this row is for the key '{key.value}' alone, and not for all keys that have no row"
        meant = value.span.text if isinstance(value, Text) and "\n" not in value.span.text else "…"
        hint = f"remove it, and write `otherwise: {meant}` in the table, beside `rows`"
        found.add(ROW_FOR_REST, message, key.span, hint=hint, path=written.path)


_REST = frozenset({"default", "otherwise", "else"})


def _instead_of_star(key: str, match: Match) -> str:
    """What to write for the *key* of a row that begins or ends with `*` in a table without patterns."""
    if key == "*":
        return "remove the row, and write its value behind `otherwise:` beside the rows"
    if match == "prefix" and "*" not in key[:-1]:
        return f"write `{key[:-1]}`, for each row stands for all keys that begin with it"
    return "write `match: pattern` in the table, in which `*` is any number of characters"


def same_key(one: Text, other: Text, *, ignore_case: bool, ignore_accents: bool) -> str:
    """Why the keys *one* and *other* of a table count as the same: a clause."""
    if ignore_case and fold(one.value, ignore_case=True, ignore_accents=False) == fold(
        other.value, ignore_case=True, ignore_accents=False
    ):
        return "upper and lower case do not count in this table"
    if ignore_accents:
        return "accents do not count in this table"
    return "they are written with other characters, but are the same text"


# --- patterns --------------------------------------------------------------------------------------------------------


def _hidden_patterns(written: syntax.Table, keys: Sequence[Text], found: Diagnostics) -> None:
    """Warn of each pattern for which an earlier one of the table has all keys already."""
    folds = _flag(written.ignore_case), _flag(written.ignore_accents)
    by_start: dict[str, list[tuple[int, str, Text]]] = {}
    compared = 0
    for index, key in enumerate(keys):
        pattern = fold(key.value, ignore_case=folds[0], ignore_accents=folds[1])
        earlier = [each for start in {"*", "?", pattern[:1]} for each in by_start.get(start, ())]
        compared += len(earlier)
        if compared > _MOST_COMPARED:
            return
        hiding = min((each for each in earlier if _covers(each[1], pattern)), default=None, key=lambda each: each[0])
        if hiding is not None:
            _report_hidden(written, key, hiding[2], found)
        elif not _WILD.isdisjoint(pattern):
            by_start.setdefault(pattern[0], []).append((index, pattern, key))


_WILD = frozenset("*?")


def _report_hidden(written: syntax.Table, key: Text, hiding: Text, found: Diagnostics) -> None:
    found.add(
        UNREACHABLE_ROW,
        f"'{hiding.value}' stands before it and is like every key that '{key.value}' is like, so this row is never "
        "reached",
        key.span,
        hint=f"move it above the row '{hiding.value}'",
        path=written.path,
        related=[Related("the first that is like a key counts", hiding.span)],
    )


def _covers(general: str, special: str) -> bool:
    """Whether every text that is like the pattern *special* is surely like *general* too.

    `*` of the one is only taken for any part of the other by its own `*`; so some such patterns are not seen.
    """
    at = here = 0
    star, tried = -1, 0
    while here < len(special):
        if at < len(general) and general[at] == "*":
            star, tried = at, here
            at += 1
        elif at < len(general) and _one(general[at], special[here]):
            at, here = at + 1, here + 1
        elif star >= 0:
            tried += 1
            at, here = star + 1, tried
        else:
            return False
    return all(char == "*" for char in general[at:])


def _one(general: str, special: str) -> bool:
    return special != "*" and general in ("?", special)


def _flag(text: Text | None) -> bool:
    return text is not None and text.value == "true"


# --- what nothing asks -----------------------------------------------------------------------------------------------


def check_used(tables: Iterable[syntax.Table], asked: Iterable[str], found: Diagnostics) -> None:
    """Warn of the *tables* that are not among those *asked*; one without rows was told of already."""
    asked = set(asked)
    for table in tables:
        name = table.name.value
        if name not in asked and (table.rows or table.names or table.items):
            message = f"nothing is looked up in the table '{name}'"
            hint = f"use it with {_use(table)}, or remove it"
            found.add(UNUSED_TABLE, message, table.name.span, hint=hint, path=table.path)


def _use(table: syntax.Table) -> str:
    function = "listed" if table.items is not None else "lookup"
    return f"{function}('{table.name.value}', …)"
