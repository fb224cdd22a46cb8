"""Sentences of the engine -> clauses in which the values of a person are told apart, so that they can be masked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from ..schemas.values import Json
from .clauses import Clause, Shown


class Sentences:
    """Makes clauses of sentences of the engine, in which values of a person stand in single quotes.

    What they quote, and long numbers, can then be masked, unless it stands in the mapping: of what is not known for
    sure to be no value of a person, nothing is told.
    """

    def __init__(self, mapping_text: str) -> None:
        self._mapping_text = mapping_text
        self._forms: dict[int, tuple[Json, frozenset[str]]] = {}

    def clause(self, sentence: str, *values: Json) -> Clause:
        """The sentence; *values* are those that it may quote, or hold them."""
        known = [self._quoted_forms(value) for value in values]
        quotes = [at for at, char in enumerate(sentence) if char == "'"][:_MOST_QUOTES]
        parts: list[str | Shown] = []
        at = 0
        for start, end in _quoted(sentence, quotes, known):
            text = sentence[start + 1 : end]
            if any(text in forms for forms in known) or text not in self._mapping_text:
                parts += [*self._numbers(sentence[at:start]), Shown(text)]
                at = end + 1
        return tuple(part for part in (*parts, *self._numbers(sentence[at:])) if part != "")

    def _numbers(self, text: str) -> Iterator[str | Shown]:
        """The words of a sentence, and the long numbers among them."""
        at = 0
        for found in _LONG_NUMBER.finditer(text):
            if found[0] not in self._mapping_text:
                yield text[at : found.start()]
                yield Shown(int(found[0]))
                at = found.end()
        yield text[at:]

    def _quoted_forms(self, value: Json) -> frozenset[str]:
        """Every text in *value* as sentences quote it; found once for each value."""
        known = self._forms.get(id(value))
        if known is None or known[0] is not value:
            texts = _texts(value)
            known = value, frozenset(form for text in texts for form in _forms(text))
            self._forms[id(value)] = known
        return known[1]


_MOST_QUOTES: Final = 24
_CUTS: Final = (40, 60)
"""The lengths to which sentences of the engine cut what they quote."""

_LONG_NUMBER: Final = re.compile(r"(?<![\d.])\d{4,}(?!\d|-\d)", re.ASCII)


def _quoted(sentence: str, quotes: list[int], known: Sequence[frozenset[str]]) -> Iterator[tuple[int, int]]:
    """The quotes around what is quoted: first what is known, as a value may hold quotes itself; else two in a row.

    Where they do not come in pairs, all that stands between the first and the last of them may be a value.
    """
    at = 0
    while at < len(quotes) - 1:
        start = quotes[at]
        ends = (end for end in range(len(quotes) - 1, at, -1))
        texts = ((end, sentence[start + 1 : quotes[end]]) for end in ends)
        found = next((end for end, text in texts if any(text in forms for forms in known)), None)
        if found is None:
            found = at + 1 if (len(quotes) - at) % 2 == 0 else len(quotes) - 1
        yield start, quotes[found]
        at = found + 1


def _forms(text: str) -> Iterator[str]:
    yield text
    printed = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text[: _CUTS[-1]])
    yield printed
    for length in _CUTS:
        if len(text) > length:
            yield text[:length]
            yield f"{printed[:length]}…"


def _texts(value: Json) -> Iterator[str]:
    """Every text in *value*."""
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            yield each
        elif isinstance(each, dict):
            waiting += each.values()
        elif isinstance(each, (list, tuple)):
            waiting += each
