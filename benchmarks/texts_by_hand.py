"""Parts of a text in, the text out: templates and keys of tables in straight Python, where a part is no plain text."""

from __future__ import annotations

from benchmarks.values_by_hand import Unfit, WrongArgument, kind_of, text_of, type_of
from mapper import Problem
from mapper.schemas.values import Json

LONGEST = 64 * 1024
PHONE_BEGINS, DIGITS = "+(0123456789", "0123456789"


def words(values: tuple[Json, ...], names: tuple[str, ...]) -> str | None:
    """The values that are there, with a blank between them."""
    texts = [_printed(value, name) for value, name in zip(values, names, strict=True) if value is not None]
    return " ".join(texts).strip() or None


def with_remark(values: tuple[Json, Json], number: int, name: str) -> str | None:
    """A text in capitals, and a remark in brackets when there is one."""
    text, remark = values
    capitals = "" if text is None else _capitals(text)
    return (f"{capitals} ({_printed(remark, name)}, {number})" if _is_true(remark) else capitals).strip() or None


def key_text(value: Json) -> str:
    """The key of a table: a text, or a number as it was written."""
    if isinstance(value, bool | list | dict):
        raise WrongArgument(f"lookup() takes a string or a number as 'key', not {type_of(value)}")
    return text_of(value)


def no_row(table: str, key: str, field: str, pointer: str) -> Problem:
    return Problem("no-such-row", field, f"the table '{table}' has no row for '{key[:60]}'", payload=pointer)


def _capitals(value: Json) -> str:
    if isinstance(value, list | dict):
        raise WrongArgument(f"upper() takes a string or a number or a boolean as 'text', not {type_of(value)}")
    return text_of(value).upper()


def _printed(value: Json, name: str) -> str:
    if isinstance(value, list | dict):
        raise Unfit(f"'{name}' is {kind_of(value)}, which does not print")
    return text_of(value)


def _is_true(value: Json) -> bool:
    """As a condition takes it: absent, empty and false do not hold, every number does."""
    return bool(value) or (isinstance(value, int | float) and value is not False)
