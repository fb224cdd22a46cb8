"""Changes as they are found -> whether one is among the few of its field and shape that are told with their values.

Each process asks for the payloads that it works on. What is among the first of all is among the first of its process
too, so however the payloads are dealt out, the examples have their values.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

MOST_GROUPS: Final = 1000
"""Fields and shapes beyond so many are counted together, without examples: names of parts can come from payloads."""

MOST_EXAMPLES: Final = 3


@dataclass(frozen=True, slots=True)
class FirstFew:
    """Counts the changes that were taken, by field and shape."""

    _taken: Counter[tuple[str, str]] = field(default_factory=Counter)

    def takes(self, name: str, shape: str) -> bool:
        """Whether a change of the field *name* in this shape can be an example; if so, it is taken for one."""
        number = self._taken[name, shape]
        if number == MOST_EXAMPLES or (number == 0 and len(self._taken) == MOST_GROUPS):
            return False
        self._taken[name, shape] = number + 1
        return True
