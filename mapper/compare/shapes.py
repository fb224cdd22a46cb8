"""A value before and after -> the shape of its change, in a few words that hold nothing of either value.

`set -> cleared`, `kept -> set`, `only capitals`, `other value`, `other type`, `entries added` ...
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from enum import Enum
from typing import Final, TypeAlias

from ..engine.tables import fold
from ..json_writer import write_json
from ..schemas.values import Json


class Untouched(Enum):
    """What an outcome does with a field that it does not set."""

    CLEARED = "cleared"
    KEPT = "kept"


State: TypeAlias = "Json | Untouched"
"""What an outcome does with a field: the value that it is set to, or that it is cleared or kept."""


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


def change_shape(old: State, new: State) -> str:
    """The shape of the change between two values that are not the same."""
    if isinstance(old, Untouched) or isinstance(new, Untouched):
        return f"{_state(old)} -> {_state(new)}"
    if isinstance(old, str) and isinstance(new, str):
        return _shape_of_texts(old, new)
    if isinstance(old, list) and isinstance(new, list):
        return _shape_of_lists(old, new)
    return "other value" if _kind(old) == _kind(new) else "other type"


def _state(value: State) -> str:
    return value.value if isinstance(value, Untouched) else "set"


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


def _shape_of_texts(old: str, new: str) -> str:
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
