"""The few functions that generated code calls while it maps."""

from __future__ import annotations

from typing import Final

from ..schemas.values import Json
from .functions.declaration import NUMBERS

EMPTY: dict[str, Json] = {}
"""Stands for whatever is no object, so that look-ups below it need no test. Never changed, never handed out."""


def flattened(values: list[Json]) -> list[Json]:
    """The elements of *values*, those of lists among them one by one; one level deep."""
    flat: list[Json] = []
    for value in values:
        if isinstance(value, list):
            flat.extend(value)
        else:
            flat.append(value)
    return flat


def copied(value: Json) -> Json:
    """A deep copy of a JSON value: what one evaluation gives away can never change another."""
    if isinstance(value, list):
        return [copied(item) for item in value]
    if isinstance(value, dict):
        return {key: copied(item) for key, item in value.items()}
    return value


def sent_empty(parent: Json, name: str) -> bool:
    """Whether the object *parent* holds the attribute *name* as null or as an empty list."""
    if not isinstance(parent, dict) or name not in parent:
        return False
    value = parent[name]
    return value is None or (isinstance(value, list) and not value)


def _comparable(left: Json, right: Json) -> bool:
    """Numbers have an order, and so have two texts (as in jmespath.py); everything else has none."""
    if type(left) in NUMBERS:
        return type(right) in NUMBERS
    return isinstance(left, str) and isinstance(right, str)


def less(left: Json, right: Json) -> bool | None:
    """`left < right`; None when the two have no order."""
    return left < right if _comparable(left, right) else None


def less_or_equal(left: Json, right: Json) -> bool | None:
    """`left <= right`; None when the two have no order."""
    return left <= right if _comparable(left, right) else None


def greater(left: Json, right: Json) -> bool | None:
    """`left > right`; None when the two have no order."""
    return left > right if _comparable(left, right) else None


def greater_or_equal(left: Json, right: Json) -> bool | None:
    """`left >= right`; None when the two have no order."""
    return left >= right if _comparable(left, right) else None


def free_form(person: dict[str, Json], current: dict[str, Json], clear: list[str], field: str) -> Json:
    """What the person will have in a free-form field as far as it is known: the parts set now, and the stored ones.

    None when there are none, or when the field was cleared.
    """
    if field in clear:
        return None
    stored, given = current.get(field), person.get(field)
    parts = {**stored} if isinstance(stored, dict) else {}
    if isinstance(given, dict):
        parts |= given
    for name in clear:
        whole, _, part = name.partition(".")
        if whole == field:
            parts.pop(part, None)
    return parts or None


def without_duplicates(entries: list[Json]) -> list[Json]:
    """*entries* in their order, without those that stand there already."""
    kept: list[Json] = []
    if len(entries) <= _FEW:
        for entry in entries:
            if entry not in kept:
                kept.append(entry)
        return kept
    seen: set[object] = set()
    for entry in entries:
        try:
            key: object = frozenset(entry.items())
        except TypeError:
            # A part that is a reference is an object, which has no hash.
            key = repr(sorted(entry.items()))
        if key not in seen:
            seen.add(key)
            kept.append(entry)
    return kept


_FEW: Final = 8
"""So few entries are compared with each other faster than they are hashed."""
