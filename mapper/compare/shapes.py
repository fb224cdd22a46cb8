"""A value before and after -> the shape of its change, in a few words that hold nothing of what a payload says.

`set -> cleared`, `kept -> true`, `skipped -> set`, `nothing -> set`, `only capitals`, `other value`,
`"Staff" -> "Guest"` ...
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from enum import Enum
from typing import Final, TypeAlias

from ..engine.tables import fold
from ..json_writer import write_json
from ..schemas.values import Json


class Untouched(Enum):
    """What an outcome does with a field that it does not set.

    What belongs to no record, such as what a group gives to a member, is nothing where it is not given.
    """

    CLEARED = "cleared"
    KEPT = "kept"
    SKIPPED = "skipped"
    NOTHING = "nothing"


State: TypeAlias = "Json | Untouched"
"""What an outcome does with a field: the value that it is set to, or that it is cleared or kept.

Of a person who is skipped as a whole, so is each field.
"""


def is_same(old: State, new: State) -> bool:
    """Whether two values are the same; unlike in Python a boolean is no number, however deep it stands."""
    if type(old) is not type(new):
        return False
    if isinstance(old, dict) and isinstance(new, dict):
        # Most values are texts, and for those there is no need of a call.
        return old.keys() == new.keys() and all(
            value == new[name] if value.__class__ is str else is_same(value, new[name]) for name, value in old.items()
        )
    if isinstance(old, list) and isinstance(new, list):
        return len(old) == len(new) and all(map(is_same, old, new))
    return bool(old == new)


def change_shape(old: State, new: State, constants: Collection[str] = (), *, is_reference: bool = False) -> str:
    """The shape of the change between two values of a field that are not the same.

    *constants* are texts that stand in the mappings themselves, and so can be shown; true and false always can. Of a
    reference a record that is found is told from one that is awaited.
    """
    if isinstance(old, Untouched) or isinstance(new, Untouched) or (isinstance(old, bool) and isinstance(new, bool)):
        return f"{_state(old, constants)} -> {_state(new, constants)}"
    if isinstance(old, str) and isinstance(new, str):
        return _shape_of_texts(old, new, constants)
    if isinstance(old, list) and isinstance(new, list):
        return _shape_of_lists(old, new)
    if is_reference and _is_awaited(old) is not _is_awaited(new):
        return "found -> awaited" if _is_awaited(new) else "awaited -> found"
    return "other value" if _kind(old) == _kind(new) else "other type"


def _state(value: State, constants: Collection[str], unknown: str = "set") -> str:
    if isinstance(value, Untouched):
        return value.value
    return write_json(value) if isinstance(value, bool) or (isinstance(value, str) and value in constants) else unknown


def _is_awaited(reference: Json) -> bool:
    """Whether there is only the key of a record, and not the record that has it."""
    return not (isinstance(reference, dict) and reference.keys() >= {"id", "name"})


def _kind(value: Json) -> type:
    """The kind of a value; a number is a number, however it was written."""
    if isinstance(value, bool):
        return bool
    return float if isinstance(value, (int, float)) else type(value)


_FOLDS: Final[tuple[tuple[str, Callable[[str], str]], ...]] = (
    ("only capitals", lambda text: fold(text, ignore_case=True, ignore_accents=False)),
    ("only blanks", lambda text: "".join(text.split())),
    ("only accents", lambda text: fold(text, ignore_case=False, ignore_accents=True)),
)


def _shape_of_texts(old: str, new: str, constants: Collection[str]) -> str:
    if old in constants and new in constants:
        return f"{write_json(old)} -> {write_json(new)}"
    shape = _likeness(old, new)
    if shape == "other value" and (old in constants or new in constants):
        return f"{_state(old, constants, shape)} -> {_state(new, constants, shape)}"
    return shape


def _likeness(old: str, new: str) -> str:
    for shape, folded in _FOLDS:
        if folded(old) == folded(new):
            return shape
    for _, folded in _FOLDS:
        old, new = folded(old), folded(new)
    return "only capitals, blanks and accents" if old == new else "other value"


def _shape_of_lists(old: list[Json], new: list[Json]) -> str:
    before, after = (Counter(map(_entry_text, entries)) for entries in (old, new))
    removed, added = before - after, after - before
    if removed and added:
        return "entries changed"
    return "entries added" if added else "entries removed" if removed else "entries in another order"


def _entry_text(entry: Json) -> str:
    return write_json(dict(sorted(entry.items())) if isinstance(entry, dict) else entry)
