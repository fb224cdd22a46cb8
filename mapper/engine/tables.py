"""A table of a mapping: keys in, values out; exact, by the longest prefix, or by patterns, with folding."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple, NoReturn, TypeAlias

from ..schemas.values import Json
from .failures import FunctionFailure, number_text
from .work import CHARACTERS_PER_STEP, Work

Match: TypeAlias = Literal["exact", "prefix", "pattern"]

LONGEST_KEY = 1024
"""A longer key has no row: no code or name is that long, and the work stays bounded."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table that can be looked up in. The keys of `rows` are folded already.

    `longest` is the length of the longest key, `size` the sum of all lengths. `otherwise` is what a miss gives; None: a
    miss gives nothing, and is reported when `reports_misses` says so.
    """

    name: str
    match: Match
    ignore_case: bool
    ignore_accents: bool
    rows: Mapping[str, Json]
    longest: int
    size: int
    otherwise: Json
    reports_misses: bool

    def find(self, key: str, work: Work) -> tuple[bool, Json]:
        """Whether there is a row for *key*, and its value."""
        if len(key) > LONGEST_KEY:
            return False, None
        folded = fold(key, ignore_case=self.ignore_case, ignore_accents=self.ignore_accents)
        if self.match == "exact":
            return folded in self.rows, self.rows.get(folded)
        if self.match == "prefix":
            return self._longest_prefix(folded)
        work.spend(len(self.rows) + self.size * len(folded) // CHARACTERS_PER_STEP)
        for pattern, value in self.rows.items():
            if matches(pattern, folded):
                return True, value
        return False, None

    def _longest_prefix(self, key: str) -> tuple[bool, Json]:
        for length in range(min(len(key), self.longest), 0, -1):
            if key[:length] in self.rows:
                return True, self.rows[key[:length]]
        return False, None


def fold(key: str, *, ignore_case: bool, ignore_accents: bool) -> str:
    """*key* in composed form (NFC), case-folded and without combining marks where asked."""
    if key.isascii():  # it has no accents, and nothing in it is composed
        return key.lower() if ignore_case else key
    if ignore_accents:
        decomposed = unicodedata.normalize("NFD", key)
        key = "".join(char for char in decomposed if not unicodedata.combining(char))
    if ignore_case:
        key = unicodedata.normalize("NFC", key).casefold()
    return unicodedata.normalize("NFC", key)


def matches(pattern: str, text: str) -> bool:
    """Whether *text* as a whole is like *pattern*: `?` is one character, `*` any number, all else itself.

    Takes at most the product of the two lengths: the last `*` alone is tried again.
    """
    at = here = 0
    star, tried = -1, 0
    while here < len(text):
        if at < len(pattern) and pattern[at] == "*":
            star, tried = at, here
            at += 1
        elif at < len(pattern) and pattern[at] in ("?", text[here]):
            at, here = at + 1, here + 1
        elif star >= 0:
            tried += 1
            at, here = star + 1, tried
        else:
            return False
    return all(char == "*" for char in pattern[at:])


class Miss(NamedTuple):
    """A key for which a table has no row."""

    table: str
    key: str


Missed: TypeAlias = "list[Miss | Missed]"
"""The misses of one field, with the lists of those of the named expressions that it used."""


def look_up(tables: Mapping[str, Table], missed: Missed, work: Work, name: str, key: str | float) -> Json:
    """The value of the row for *key* in the table *name*. A miss gives `otherwise`, else nothing and is remembered."""
    table = tables.get(name) or _unknown(name)
    text = key if isinstance(key, str) else number_text(key)
    found, value = table.find(text, work)
    if found:
        return value
    if table.reports_misses:
        missed.append(Miss(name, text))
    return table.otherwise


def listed(tables: Mapping[str, Table], missed: Missed, work: Work, name: str, key: str | float) -> bool:
    """Whether the table *name* has *key*."""
    table = tables.get(name) or _unknown(name)
    return table.find(key if isinstance(key, str) else number_text(key), work)[0]


def _unknown(name: str) -> NoReturn:
    raise FunctionFailure(f"there is no table '{name}'")
