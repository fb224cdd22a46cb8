"""What is due at a place -> the options there that are keys, fields, and values of a few words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ..engine.conversions import spoken_type
from ..engine.field_keys import OF_BOOLEANS, OF_LISTS, still_fitting
from ..engine.keys import ORIGIN_KEYS, PARTS_END, Key
from ..schemas.target import EnumType, ObjectType, RecordsType, TargetField
from .declared import parts_of
from .due import Due, beside
from .entries import Entry
from .names import first_sentence
from .options import Option, Rank
from .outline import Spot

_MAPPINGS: Final = frozenset(
    {"settings", "named expressions", "tables", "attributes", "rows", "names", "person", "parts of entry"}
    | {"resource", "expected", "stored", "expected person"}
)
_LISTS: Final = frozenset({"extensions", "user rules", "group rules", "candidates", "texts", "cases"})
"""What takes a mapping, and what a list: it begins on a line of its own."""

_OWN_SOURCES: Final = {"records": OF_LISTS, "boolean": OF_BOOLEANS}
"""The sources that only fields of that type have: they come first."""


@dataclass(frozen=True, slots=True)
class Head:
    """A place where a key is typed: where that is, what is due there, and the mapping in which it stands."""

    spot: Spot
    due: Due
    root: Entry

    @property
    def rank(self) -> Rank:
        """Keys go before all else, but in an item of a list: that is an expression more often."""
        is_item = bool(self.spot.path) and self.spot.path[-1].key is None and not self.spot.in_braces
        return Rank.UNLIKELY if is_item and self.due.scalar == "expression" else Rank.FAMILIAR

    def begin(self, name: str, takes: str = "") -> str:
        """How a key is begun that takes something on lines of its own or beside it."""
        if self.spot.has_colon:
            return name
        if self.spot.in_flow or takes not in _MAPPINGS | _LISTS:
            return f"{name}: "
        deeper = " " * (self.spot.column + 2)
        return f"{name}:\n{deeper}{'- ' if takes in _LISTS else ''}"


def fields_and_keys(head: Head) -> Iterator[Option]:
    """The fields and keys that can stand at a place."""
    due, there = head.due, head.spot.there
    if due.of is not None and isinstance(due.of.type, ObjectType):
        yield from _free_form(head, due.of)
        return
    yield from (_field(head, each) for each in due.fields.values() if each.name not in there)
    for name in due.sent:
        if name not in there:
            yield Option(name, "attribute", "", "An attribute of the payload.", head.begin(name), head.rank)
    own = _OWN_SOURCES.get(due.of.type.kind, frozenset()) if due.of is not None else frozenset()
    for name in sorted(still_fitting(beside(due, there), there), key=lambda name: name not in own):
        yield _key(head, name, due.keys[name])


def values(due: Due) -> Iterator[Option]:
    """The words that a key takes, or the values that a field has."""
    kind = due.of.type if due.of is not None else None
    about = due.about or (due.of.description if due.of is not None else "")
    words = kind.values if isinstance(kind, EnumType) else ()
    if kind is not None and kind.kind == "boolean":
        words = ("true", "false")
    yield from (Option(word, "value", info=first_sentence(about)) for word in (*words, *due.words))


def _free_form(head: Head, of: TargetField) -> Iterator[Option]:
    """The parts that other rules fill as well; of an object of which nothing is said yet, also its sources."""
    due, there = head.due, head.spot.there
    if there & PARTS_END:
        yield from (_key(head, name, due.keys[name]) for name in still_fitting(beside(due, there), there))
        return
    yield from (_field(head, each) for each in due.fields.values() if each.name not in there)
    for name in parts_of(head.root, of.name):
        if name not in there:
            about = "A part that this mapping fills in another place."
            yield Option(name, "field", "part", about, head.begin(name), head.rank)
    if not there:
        yield from (_key(head, name, key) for name, key in due.keys.items() if name in ORIGIN_KEYS)


def _field(head: Head, field: TargetField) -> Option:
    takes = "person" if isinstance(field.type, RecordsType | ObjectType) else ""
    detail = spoken_type(field.type)
    return Option(field.name, "field", detail, field.description, head.begin(field.name, takes), head.rank)


def _key(head: Head, name: str, key: Key) -> Option:
    detail = " | ".join(key.words) or str(key.takes)
    return Option(name, "key", detail, first_sentence(key.about), head.begin(name, str(key.takes)), head.rank)
