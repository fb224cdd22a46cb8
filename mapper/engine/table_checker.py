"""A table as written in, the table that can be looked up in out, or diagnostics."""

from __future__ import annotations

from collections.abc import Iterable

from ..schemas.values import Json
from . import syntax
from .checks.constants import plain_value
from .checks.tables import WRONG_TABLE, check_contents, same_key
from .diagnostics import Diagnostics, Related
from .shapes import Shape, constant_shape, joined
from .tables import Match, Table, fold
from .text import Text

_MATCHES: dict[str, Match] = {"exact": "exact", "prefix": "prefix", "pattern": "pattern"}


def check_table(written: syntax.Table, found: Diagnostics) -> Table:
    """The table; keys that fold to one with different values are reported."""
    ignore_case = written.ignore_case is not None and written.ignore_case.value == "true"
    ignore_accents = written.ignore_accents is not None and written.ignore_accents.value == "true"
    rows: dict[str, Json] = {}
    places: dict[str, Text] = {}
    match = _MATCHES[written.match.value] if written.match is not None else "exact"
    for key, value in _pairs(written):
        folded = fold(key.value, ignore_case=ignore_case, ignore_accents=ignore_accents)
        if folded in rows and rows[folded] != value:
            hint = None
            if written.names is not None and key.value == places[folded].value:
                hint = _value_first(written, key.value)
            why = same_key(places[folded], key, ignore_case=ignore_case, ignore_accents=ignore_accents)
            found.add(
                WRONG_TABLE,
                f"'{key.value}' is the same key as '{places[folded].value}', with another value",
                key.span,
                hint=hint or f"keep one of the two: {why}",
                path=written.path,
                related=[Related("the first of the two", places[folded].span)],
            )
            continue
        rows.setdefault(folded, value)
        places.setdefault(folded, key)
    check_contents(written, tuple(places.values()), match, found)
    return Table(
        name=written.name.value,
        match=match,
        ignore_case=ignore_case,
        ignore_accents=ignore_accents,
        rows=rows,
        longest=max(map(len, rows), default=0),
        size=sum(map(len, rows)),
        otherwise=plain_value(written.otherwise) if written.otherwise is not None else None,
        reports_misses=written.otherwise is None and written.items is None,
    )


def table_shape(table: Table) -> Shape:
    """The shape of what a look-up in *table* gives."""
    values = (*table.rows.values(), table.otherwise)
    return joined(map(constant_shape, (value for value in values if value is not None)))


def row_of_lists(written: syntax.Table) -> tuple[str, str] | None:
    """The key and the first text of a row, if each row is a list of texts."""
    rows = [(key.value, plain_value(value)) for key, value in written.rows or ()]
    if not rows or not all(isinstance(value, list) and value and isinstance(value[0], str) for _, value in rows):
        return None
    key, value = rows[0]
    return (key, value[0]) if isinstance(value, list) and isinstance(value[0], str) else None


def _pairs(written: syntax.Table) -> Iterable[tuple[Text, Json]]:
    """Every key with its value; in `names` the value means itself too."""
    for key, value in written.rows or ():
        yield key, plain_value(value)
    for value_text, meanings in written.names or ():
        for meaning in (value_text, *meanings):
            yield meaning, value_text.value
    for item in written.items or ():
        yield item, item.value


def _value_first(written: syntax.Table, meaning: str) -> str | None:
    """What to write where `names` has each name with its value behind it; None where rows have more than one."""
    rows = written.names or ()
    if not all(len(meanings) == 1 for _, meanings in rows):
        return None
    names = ", ".join(value.value for value, meanings in rows if meanings[0].value == meaning)
    return f"in `names` the value comes first: write `{meaning}: [{names}]`, or `rows` instead of `names`"
