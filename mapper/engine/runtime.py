"""The few functions that generated code calls while it maps."""

from __future__ import annotations

from ..schemas.values import Json
from .functions.declaration import NUMBERS, FunctionFailure

EMPTY: dict[str, Json] = {}
"""Stands for whatever is no object, so that look-ups below it need no test. Never changed, never handed out."""


STEPS_FOR_ANY = 50_000
STEPS_PER_NODE = 20
MOST_STEPS = 5_000_000


class TooMuchWork(FunctionFailure):
    """The budget of one payload is spent: the mapping would not end in time proportional to its input."""


class Work:
    """Counts the steps that an expression takes where its price is not known beforehand."""

    __slots__ = ("_payload", "left", "spent")

    def __init__(self, payload: Json) -> None:
        """The size of *payload* sets the limit; it is taken when the first step is counted."""
        self._payload = payload
        self.left: int | None = None
        self.spent = 0

    def spend(self, steps: int) -> None:
        """Count *steps*. Raises TooMuchWork when more were counted than the payload's size allows."""
        if self.left is None:
            self.left = min(MOST_STEPS, STEPS_FOR_ANY + STEPS_PER_NODE * _nodes(self._payload))
        self.spent += steps
        self.left -= steps
        if self.left < 0:
            raise TooMuchWork("this payload needs more steps than a payload of its size may take")

    def spend_tree(self, *values: Json) -> None:
        """Count every node of *values*, each as often as it hangs in them, which a comparison would visit."""
        for value in values:
            self.spend(1)
            if isinstance(value, list):
                self.spend_tree(*value)
            elif isinstance(value, dict):
                self.spend_tree(*value.values())

    def spend_growth(self, *arguments: Json) -> None:
        """Count the product of the sizes of texts and lists: what a joining function may write at most."""
        size = 1
        for argument in arguments:
            size *= max(1, len(argument)) if isinstance(argument, str | list) else 1
        self.spend(size)


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


def without_duplicates(entries: list[Json]) -> list[Json]:
    """*entries* in their order, without those that stand there already."""
    seen: set[object] = set()
    kept = []
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


def _nodes(payload: Json) -> int:
    """How many values *payload* holds, itself included; more than MOST_STEPS / STEPS_PER_NODE are not counted."""
    count = 0
    waiting = [payload]
    while waiting and count < MOST_STEPS // STEPS_PER_NODE:
        value = waiting.pop()
        count += 1
        if isinstance(value, list):
            waiting.extend(value)
        elif isinstance(value, dict):
            waiting.extend(value.values())
    return count
