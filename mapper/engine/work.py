"""The budget of one payload: steps are counted where the price of an expression is not known beforehand."""

from __future__ import annotations

from ..schemas.values import Json
from .failures import FunctionFailure

STEPS_FOR_ANY = 50_000
STEPS_PER_NODE = 20
MOST_STEPS = 5_000_000
CHARACTERS_PER_STEP = 64


class TooMuchWork(FunctionFailure):
    """The budget of one payload is spent: the mapping would not end in time proportional to its input."""


class Work:
    """Counts the steps that an expression takes where its price is not known beforehand."""

    __slots__ = ("_is_measured", "_most", "_payload", "spent")

    def __init__(self, payload: Json) -> None:
        """The size of *payload* sets the limit; it is taken when more is spent than any payload may."""
        self._payload = payload
        self._most = STEPS_FOR_ANY
        self._is_measured = False
        self.spent = 0

    def spend(self, steps: int) -> None:
        """Count *steps* that are about to be taken. Raises TooMuchWork when the payload's size does not allow them.

        Then none is allowed any more, so that a loop that fails in each of its elements ends soon.
        """
        if self.spent + steps > self._most:
            self._measure()
            if self.spent + steps > self._most:
                self._most = -1
                raise TooMuchWork("this payload needs more steps than a payload of its size may take")
        self.spent += steps

    def _measure(self) -> None:
        """Take the size of the payload, once."""
        if not self._is_measured:
            self._is_measured = True
            self._most = min(MOST_STEPS, STEPS_FOR_ANY + STEPS_PER_NODE * _nodes(self._payload))

    def spend_tree(self, *values: Json) -> None:
        """Count every node of *values*, each as often as it hangs in them, which a comparison would visit."""
        for value in values:
            self.spend(_size(value))
            if isinstance(value, list):
                self.spend_tree(*value)
            elif isinstance(value, dict):
                self.spend_tree(*value.values())

    def spend_sizes(self, *arguments: Json) -> None:
        """Count the elements and the texts of *arguments*, which a function would walk once."""
        self.spend(sum(map(_size, arguments)))

    def spend_growth(self, separator: Json, *parts: Json) -> None:
        """Count what a joining function would write: every part, and the separator behind each."""
        for part in parts:
            texts = part if isinstance(part, list) else (part,)
            self.spend(len(texts) * _size(separator))
            self.spend(sum(map(_size, texts)))


def _size(value: Json) -> int:
    """The steps of walking a value once, without what hangs in it. Texts are walked many characters at a time."""
    if isinstance(value, str):
        return 1 + len(value) // CHARACTERS_PER_STEP
    return 1 + len(value) if isinstance(value, list | dict) else 1


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
