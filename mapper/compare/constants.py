"""Mappings that check -> the texts that they themselves hold, by field: those of `value` and of `else`.

What stands in a mapping says nothing about a person, so a change from one of them to another can be shown as it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from ..engine.checked import CheckedMapping, Contribution, Fixed
from ..schemas.values import Json

_LONGEST: Final = 60
"""A text that is longer is no part of a shape, which is a few words."""


def constant_texts(*mappings: CheckedMapping) -> dict[str, frozenset[str]]:
    """The constant texts of each field that has some."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for mapping in mappings:
        for field in mapping.fields:
            for contribution in (*field.users, *field.groups):
                found[field.name].update(
                    value for value in _values(contribution) if isinstance(value, str) and len(value) <= _LONGEST
                )
    return {name: frozenset(texts) for name, texts in found.items() if texts}


def _values(contribution: Contribution) -> Iterator[Json]:
    origins = [candidate.origin for candidate in contribution.candidates if not candidate.then]
    yield from (origin.value for origin in (*origins, contribution.settings.otherwise) if isinstance(origin, Fixed))
