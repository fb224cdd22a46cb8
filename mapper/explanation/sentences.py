"""Sentences of the engine -> clauses in which the values of a person are told apart, so that they can be masked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import chain, islice
from typing import Final, TypeAlias

from ..engine.functions import FUNCTIONS
from ..engine.trace import Trace
from ..schemas.values import Json
from .clauses import Clause, Shown

Known: TypeAlias = tuple[frozenset[str], ...]
"""Texts that are certainly values of the person, in sets."""


class Sentences:
    """Makes clauses of sentences of the engine, in which values of a person stand in single quotes.

    What they quote, and long numbers, can then be masked, unless it stands in the mapping. A value may hold quotes
    itself. Those that *trace* knows are found whole; where anything else is not certain to be of the mapping or of the
    sentence, all from there to the last quote counts as a value.
    """

    def __init__(self, mapping_text: str, trace: Trace) -> None:
        self._mapping_text, self._trace = mapping_text, trace
        self._all: frozenset[str] | None = None

    def clause(self, sentence: str, *values: Json) -> Clause:
        """The sentence; *values* are those that it may quote, or hold them, beside all that the trace knows."""
        quotes = [found.start() for found in _QUOTE.finditer(sentence)]
        if len(quotes) < 2:
            return _without_nothing(self._numbers(sentence))
        known = self._known(), frozenset(_all_forms(_texts(values)))
        parts: list[str | Shown] = []
        at = 0
        for start, end, is_value in self._pieces(sentence, quotes, known):
            if is_value:
                parts += [*self._numbers(sentence[at:start]), Shown(sentence[start + 1 : end])]
                at = end + 1
        return _without_nothing([*parts, *self._numbers(sentence[at:])])

    def _pieces(self, sentence: str, quotes: list[int], known: Known) -> Iterator[tuple[int, int, bool]]:
        """The quotes around each piece, and whether it is a value of the person."""
        last = quotes[-1]
        at = 0
        while at < len(quotes):
            start = quotes[at]
            end = self._end(sentence, quotes, at, known)
            following = quotes[end + 1] if end is not None and end + 1 < len(quotes) else None
            if end is None or (following is not None and sentence[quotes[end] + 1 : following] not in _BETWEEN):
                yield start, last, True
                return
            yield start, quotes[end], _is_in(known, sentence[start + 1 : quotes[end]])
            at = end + 1

    def _end(self, sentence: str, quotes: list[int], at: int, known: Known) -> int | None:
        """The place among *quotes* of the one that ends the piece: the longest that is known; None when in doubt."""
        start = quotes[at] + 1
        if len(quotes) > _MOST_QUOTES or at + 1 == len(quotes):
            return None
        for end in range(len(quotes) - 1, at, -1):
            if _is_in(known, sentence[start : quotes[end]]):
                return end
        text = sentence[start : quotes[at + 1]]
        return at + 1 if text in _parameters() or self._is_written(text) else None

    def _is_written(self, text: str) -> bool:
        """Whether *text* stands in the mapping, and not only as a part of a word."""
        return bool(text) and bool(re.search(rf"(?<!\w){re.escape(text)}(?!\w)", self._mapping_text))

    def _numbers(self, text: str) -> Iterator[str | Shown]:
        """The words of a sentence, and the long numbers among them."""
        at = 0
        for found in _NUMBER.finditer(text):
            if found[0] not in self._mapping_text:
                yield text[at : found.start()]
                yield Shown(int(found[0]) if found[0].isdigit() else float(found[0]))
                at = found.end()
        yield text[at:]

    def _known(self) -> frozenset[str]:
        """Every text that the trace knows, as sentences quote it; found once, and only when a sentence asks for it."""
        if self._all is None:
            trace = self._trace
            texts = _texts((trace.payload, *trace.beside, *trace.groups), trace.all_values())
            self._all = frozenset(_all_forms(islice(texts, _MOST_TEXTS)))
        return self._all


_MOST_QUOTES: Final = 80
_MOST_TEXTS: Final = 50_000
"""So many texts of one person and his groups are known by heart; any other counts as a value, for it is in doubt."""

_CUTS: Final = (40, 60)
"""The lengths to which sentences of the engine cut what they quote."""

_BETWEEN: Final = (", not ", " is no date of the pattern ")
"""What sentences of the engine say between two things that they quote."""

_QUOTE: Final = re.compile("'")
_NUMBER: Final = re.compile(r"(?<=, not )-?\d{1,40}(?:\.\d{1,40})?|(?<![\d.])\d{4,}(?!\d|-\d)", re.ASCII)
"""A number that is no limit or date of the sentence itself."""


def _is_in(known: Known, text: str) -> bool:
    return any(text in forms for forms in known)


@cache
def _parameters() -> frozenset[str]:
    """The names of parameters of functions, which sentences quote too."""
    return frozenset(parameter.name for function in FUNCTIONS.values() for parameter in function.parameters)


def _without_nothing(parts: Iterable[str | Shown]) -> Clause:
    return tuple(part for part in parts if part != "")


def _all_forms(texts: Iterable[str]) -> Iterator[str]:
    return chain.from_iterable(map(_forms, texts))


def _forms(text: str) -> Iterator[str]:
    """How sentences quote a text: whole, cut, and without what cannot be printed."""
    yield text
    printed = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text[: _CUTS[-1]])
    yield printed
    for length in _CUTS:
        if len(text) > length:
            yield text[:length]
            yield f"{printed[:length]}…"


def _texts(*sources: Iterable[Json]) -> Iterator[str]:
    """Every text in the values of *sources*; a list or an object that comes up again is looked into once."""
    waiting = [*chain.from_iterable(sources)][::-1]
    seen: set[int] = set()
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            yield each
        elif isinstance(each, (Mapping, list, tuple)) and id(each) not in seen:
            seen.add(id(each))
            waiting += each.values() if isinstance(each, Mapping) else each
