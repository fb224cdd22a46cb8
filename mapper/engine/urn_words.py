"""URNs of schemas -> the words that tell them apart. All are so alike that letters alone say nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .suggestions import slips

_OF_ALL = frozenset({"urn", "ietf", "params", "scim", "schemas", "extension", "user"})
"""Words of URNs that no extension is called after."""
_SLIPS = 2
_LONGEST = 256


def is_urn(name: str) -> bool:
    """Whether a name of an attribute is the URN of a schema."""
    return name[:4].casefold() == "urn:"


def short_name(urn: str) -> str:
    """What an extension may be called in expressions."""
    return next(iter(_own_words(urn)), "ext").lower()


def near_urn(urn: str, known: Iterable[str]) -> str | None:
    """The one of *known* that is *urn* but for a slip or two, for what all URNs have, and for its version."""
    words = _own(urn)
    others = [(other, _own(other)) for other in known if is_urn(other) and len(other) <= _LONGEST]
    near = [(slips(words, theirs), other) for other, theirs in others if theirs] if words else []
    return min((each for each in near if each[0] <= _SLIPS), default=(0, None))[1]


def is_slip(urn: str, other: str) -> bool:
    """Whether two URNs differ in a slip or two; versions are no slips."""
    return _digits(urn) == _digits(other) and slips(urn.casefold(), other.casefold()) <= _SLIPS


def _own(urn: str) -> str:
    return ":".join(_own_words(urn)).casefold() if len(urn) <= _LONGEST else ""


def _own_words(urn: str) -> list[str]:
    return [word for word in urn.split(":") if word.isidentifier() and word.casefold() not in _OF_ALL]


def _digits(urn: str) -> str:
    return re.sub(r"\D", "", urn)
