"""What two mappings declare before their rules -> what differs: the head, extensions, named expressions, tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..engine.syntax import Extension, Let, MappingSyntax, Null, Table, Value
from ..engine.tables import fold
from ..engine.text import Text
from ..render import counted
from .alignment import aligned
from .difference import Difference, Piece, by_name, compared, expression_piece, text_piece, value_piece
from .written import value_meaning, value_text


def compare_heads(old: MappingSyntax, new: MappingSyntax) -> Iterator[Difference]:
    """What differs between the names, descriptions and targets."""
    yield from compared("name", text_piece(old.name), text_piece(new.name))
    yield from compared("description", text_piece(old.description), text_piece(new.description))
    yield from compared("target", text_piece(old.target, "person"), text_piece(new.target, "person"))


def compare_lets(path: str, old: Iterable[Let], new: Iterable[Let]) -> Iterator[Difference]:
    """What differs between named expressions; their order says nothing."""
    before, after = ({let.name.value: let for let in lets} for lets in (old, new))
    for name, was, is_now in by_name(before, after):
        pieces = (None if let is None else expression_piece(let.expression) for let in (was, is_now))
        yield from compared(f"{path}: {name}", *pieces)


# --- extensions ------------------------------------------------------------------------------------------------------


def compare_extensions(old: tuple[Extension, ...], new: tuple[Extension, ...]) -> Iterator[Difference]:
    """What differs between the extensions, by their URNs."""
    before, after = ({each.urn.value.lower(): each for each in extensions} for extensions in (old, new))
    written = {each.urn.value.lower(): each.urn.value for each in (*old, *new)}
    for urn, was, is_now in by_name(before, after):
        path = f"extensions: {written[urn]}"
        if was is None or is_now is None:
            yield from compared(path, _extension_piece(was), _extension_piece(is_now))
            continue
        yield from compared(f"{path}: as", text_piece(was.short), text_piece(is_now.short))
        types, new_types = ({name.value: kind for name, kind in each.attributes} for each in (was, is_now))
        for name, kind, new_kind in by_name(types, new_types):
            yield from compared(f"{path}: attributes: {name}", text_piece(kind), text_piece(new_kind))


def _extension_piece(extension: Extension | None) -> Piece | None:
    if extension is None:
        return None
    attributes = ", ".join(f"{name.value}: {kind.value}" for name, kind in extension.attributes)
    short = f"as: {extension.short.value}, " if extension.short is not None else ""
    return Piece(extension.urn.value, f"{short}attributes: {{{attributes}}}", extension.urn.span)


# --- tables ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a table, however it was laid out: what stands in `names` and `list` are rows as well."""

    key: Text
    value: Value


def compare_tables(old: Iterable[Table], new: Iterable[Table]) -> Iterator[Difference]:
    """What differs between the tables. The layout of rows says nothing; their order does for patterns."""
    before, after = ({table.name.value: table for table in tables} for tables in (old, new))
    for name, was, is_now in by_name(before, after):
        path = f"tables: {name}"
        if was is None or is_now is None:
            yield from compared(path, _table_piece(was), _table_piece(is_now))
        else:
            yield from _compare_how(path, was, is_now)
            yield from _compare_rows(path, was, is_now)


def _compare_how(path: str, old: Table, new: Table) -> Iterator[Difference]:
    """What differs in how keys are compared, and in what a key gives for which there is no row."""
    yield from compared(f"{path}: match", text_piece(old.match, "exact"), text_piece(new.match, "exact"))
    pairs = {
        "ignore_case": (old.ignore_case, new.ignore_case),
        "ignore_accents": (old.ignore_accents, new.ignore_accents),
    }
    for name, (was, is_now) in pairs.items():
        yield from compared(f"{path}: {name}", text_piece(was, "false"), text_piece(is_now, "false"))
    yield from compared(f"{path}: otherwise", _otherwise(old), _otherwise(new))


def _compare_rows(path: str, old: Table, new: Table) -> Iterator[Difference]:
    # Where the two fold their keys in other ways, keys are the same when they are written the same.
    folding, new_folding = _folding(old), _folding(new)
    before = _rows(old, *(folding if folding == new_folding else (False, False)))
    after = _rows(new, *(folding if folding == new_folding else (False, False)))
    for key, was, is_now in by_name(before, after):
        there = f"{path}: {(after if key in after else before)[key].key.value}"
        yield from compared(there, _row_piece(was), _row_piece(is_now))
    if _match(old) == _match(new) == "pattern":
        yield from _compare_order(path, list(before.items()), list(after.items()))


def _compare_order(path: str, old: list[tuple[str, _Row]], new: list[tuple[str, _Row]]) -> Iterator[Difference]:
    for pair in aligned(old, new, lambda row: row[0]):
        if pair.moved and pair.old is not None and pair.new is not None:
            was, is_now = old[pair.old][1].key, new[pair.new][1].key
            numbers = f"row {pair.old + 1}", f"row {pair.new + 1}"
            yield Difference("moved", f"{path}: {is_now.value}", *numbers, was.span, is_now.span)


def _rows(table: Table, ignore_case: bool, ignore_accents: bool) -> dict[str, _Row]:
    """The rows by their folded keys; of two equal ones, which have the same value, the first."""
    rows: dict[str, _Row] = {}
    for key, value in _pairs(table):
        rows.setdefault(fold(key.value, ignore_case=ignore_case, ignore_accents=ignore_accents), _Row(key, value))
    return rows


def _row_piece(row: _Row | None) -> Piece | None:
    return None if row is None else Piece(value_meaning(row.value), value_text(row.value), row.key.span)


def _pairs(table: Table) -> Iterator[tuple[Text, Value]]:
    yield from table.rows or ()
    for value, names in table.names or ():
        yield from ((name, value) for name in (value, *names))
    yield from ((item, item) for item in table.items or ())


def _folding(table: Table) -> tuple[bool, bool]:
    ignore_case, ignore_accents = (
        flag is not None and flag.value == "true" for flag in (table.ignore_case, table.ignore_accents)
    )
    return ignore_case, ignore_accents


def _match(table: Table) -> str:
    return "exact" if table.match is None else table.match.value


def _otherwise(table: Table) -> Piece | None:
    """What a miss gives; a list gives nothing and does not report it, as `otherwise: null` says elsewhere."""
    if table.otherwise is None and table.items is not None:
        return Piece(value_meaning(Null(table.span)), "null (unsaid)", None)
    return value_piece(table.otherwise)


def _table_piece(table: Table | None) -> Piece | None:
    if table is None:
        return None
    return Piece(table.name.value, counted(len(list(_pairs(table))), "row"), table.name.span)
