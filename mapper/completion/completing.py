"""The text of a mapping or of its tests, and the place of the caret in it -> what can stand there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from ..engine.text import Source
from ..schemas.target import ObjectType, TargetSchema, person_schema
from .declared import declared
from .due import Due, due_at
from .due_in_tests import due_in_tests_at
from .entries import LONGEST_VALUE, Entry
from .keys import Head, fields_and_keys, values
from .meaning import Meaning, meaning_at
from .names import options_at
from .options import Completions, Option, best
from .outline import Outline, Spot, outline
from .scalars import Scalar
from .sent import Sent
from .template import options_in_template
from .unfinished import left_off

MOST_CHARACTERS: Final = 256 * 1024
"""A longer text is no mapping, and is not completed."""

_KEY = re.compile(r"[\w.-]*")
_NAME = re.compile(r"[A-Za-z0-9_]*", re.ASCII)
_TO_QUOTE = re.compile(r"[^'\"\r\n]*(?=['\"])")


def complete(
    text: str,
    at: int,
    targets: Mapping[str, TargetSchema] | None = None,
    sent: Mapping[str, Iterable[str]] | None = None,
) -> Completions:
    """What can stand at *at* in the *text* of a mapping, which need not parse.

    Places are UTF-16 code units, as editors count. *targets* are the schemas that a mapping may name as its target;
    `person` unless given; *sent* are the schemas of a payload, by URN with their attributes, which the mapping may
    declare. Where nothing is known there are no options; no text is refused.
    """
    known, of_payload = targets or {"person": person_schema()}, Sent(sent or {})

    def begun(found: Outline, spot: Spot) -> _Begun:
        named = found.root.find("target")
        target = known.get(named.text if named is not None else "person") or person_schema()
        return _Completing(found.root, spot, target, due_at(spot.path, target, known, of_payload)).begun()

    return _completions(text, at, begun)


def complete_tests(text: str, at: int, target: TargetSchema | None = None) -> Completions:
    """The same for the *text* of a file of tests; *target* is what their mapping fills, `person` unless given."""
    fills = target or person_schema()

    def begun(found: Outline, spot: Spot) -> _Begun:
        return _Completing(found.root, spot, fills, due_in_tests_at(spot.path, fills)).begun()

    return _completions(text, at, begun)


def _completions(text: str, at: int, begun_at: Callable[[Outline, Spot], _Begun]) -> Completions:
    source = Source("mapping", text)
    place = source.characters(at)
    at = source.units(place)
    if len(text) > MOST_CHARACTERS:
        return Completions(at, at)
    found = outline(text, place)
    spot = found.spot
    if spot is None or len(spot.before) > LONGEST_VALUE:
        return Completions(at, at)
    begun = begun_at(found, spot)
    if "\n" in begun.typed:  # a quote that is open since a line above
        return Completions(at, at)
    chosen, is_all = best(begun.options, begun.typed)
    if spot.close and not begun.typed:
        chosen = tuple(replace(option, insert=f" {option.written}") for option in chosen)
    # The rest of a word is replaced with it, but what is typed in front of a word stays apart from it.
    behind = len(begun.rest) if begun.typed else 0
    return Completions(source.units(place - len(begun.typed)), source.units(place + behind), chosen, is_all)


@dataclass(frozen=True, slots=True)
class _Begun:
    """What was begun: what is `typed` of it, the `rest` of it behind the caret, and what it can be."""

    typed: str
    rest: str
    options: list[Option]


_NONE: Final = _Begun("", "", [])


class _Completing:
    """One spot of a mapping, and what can stand there."""

    def __init__(self, root: Entry, spot: Spot, target: TargetSchema, due: Due) -> None:
        self._root, self._target, self._due = root, target, due
        is_key = not spot.head and not spot.in_flow and due.scalar == "nothing" and "\n" in spot.before
        self._spot = spot.as_head() if is_key and (due.keys or due.fields or due.sent) else spot

    def begun(self) -> _Begun:
        """What was begun at the spot."""
        spot, due = self._spot, self._due
        kind = due.of.type if due.of is not None else None
        is_key = spot.head and _KEY.fullmatch(spot.before) is not None
        keys = list(fields_and_keys(Head(spot, due, self._root))) if is_key else []
        of_key = spot.in_braces or spot.has_colon or bool(spot.there) or due.scalar == "nothing"
        if is_key and (of_key or isinstance(kind, ObjectType)):
            return _Begun(spot.before, self._rest_of_key(), keys)
        scalar = spot.scalar
        if scalar.ended:
            return _NONE
        of_text = self._of_text(due, scalar)
        if is_key and of_text.typed == spot.before:
            return _Begun(spot.before, self._rest_of_key(), [*keys, *of_text.options])
        return of_text

    def _rest_of_key(self) -> str:
        """The rest of what may be a key; without its colon it may be a path, of which only the name is replaced."""
        return _rest(_KEY if self._spot.has_colon else _NAME, self._spot.behind)

    def _of_text(self, due: Due, scalar: Scalar) -> _Begun:
        """What can go on with a text, by what a text is here."""
        behind = self._spot.behind
        if due.scalar == "expression":
            return self._of_expression(due, scalar)
        if due.scalar == "template":
            word, options = options_in_template(scalar.text, self._meaning(due))
            in_quotes = scalar.text[: len(scalar.text) - len(word)][-1:] in ("'", '"')
            rest = _rest(_TO_QUOTE if in_quotes else _NAME, behind)
            if behind[len(rest) :].startswith("("):
                options = [replace(each, insert=each.label) if each.kind == "filter" else each for each in options]
            return _Begun(word, rest, list(_written(options, scalar)))
        if due.scalar in ("words", "constant"):
            return _Begun(scalar.text, _rest(_KEY, behind), list(values(due)))
        return _NONE

    def _of_expression(self, due: Due, scalar: Scalar) -> _Begun:
        behind = self._spot.behind
        meaning = self._meaning(due)
        left = left_off(scalar.text, meaning, behind)
        rest = _rest(_TO_QUOTE if left.place == "text" else _NAME, behind)
        called = behind[len(rest) :].startswith("(")
        options = _written(options_at(left, meaning, due, called=called), scalar)
        return _Begun(left.word, rest, list(options))

    def _meaning(self, due: Due) -> Meaning:
        return meaning_at(due.around, declared(self._root), self._target)


def _written(options: Iterator[Option] | list[Option], scalar: Scalar) -> Iterator[Option]:
    """Options as they are written into a scalar; without quotes of YAML none begins with a sign that is one of YAML."""
    is_start = scalar.style == "plain" and not scalar.text.strip()
    for option in options:
        if is_start and option.written[0] in "@'":
            continue
        written = scalar.escaped(option.written)
        yield option if written == option.written else replace(option, insert=written)


def _rest(pattern: re.Pattern[str], behind: str) -> str:
    found = pattern.match(behind)
    return found[0] if found is not None else ""
