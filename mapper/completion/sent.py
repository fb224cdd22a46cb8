"""The schemas of a payload, by URN with the names of their attributes -> those that a mapping may declare.

A payload may be hostile: what could not stand in a mapping as it is, without quotes, is left out, and so is what is
beyond the limits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Final

MOST_SCHEMAS: Final = 20
MOST_ATTRIBUTES: Final = 100
LONGEST_URN: Final = 200
LONGEST_NAME: Final = 100

_URN = re.compile(r"urn:[A-Za-z0-9][A-Za-z0-9-]{0,31}:[\w()+,.:=@;$!*'%/?-]*[\w)]", re.ASCII | re.IGNORECASE)
_NAME = re.compile(r"[A-Za-z][\w$-]*", re.ASCII)
_OF_SCIM = re.compile(r"urn:ietf:params:scim:(schemas:core|api):", re.IGNORECASE)


class Sent:
    """What a payload has beside the core of SCIM."""

    def __init__(self, schemas: Mapping[str, Iterable[str]]) -> None:
        """*schemas* are the names of attributes by URN, as the payload has them."""
        named = [(urn, names) for urn, names in schemas.items() if len(urn) <= LONGEST_URN and _URN.fullmatch(urn)]
        self._by_urn = {urn: tuple(islice(_fit(names), MOST_ATTRIBUTES)) for urn, names in named[:MOST_SCHEMAS]}
        self._spelled = {urn.casefold(): names for urn, names in self._by_urn.items()}

    def extensions(self) -> Iterator[str]:
        """The URNs of extensions."""
        return (urn for urn in self._by_urn if not _OF_SCIM.match(urn))

    def attributes(self, urn: str) -> tuple[str, ...]:
        """The attributes that the payload has below *urn*, whatever the case of that."""
        return self._spelled.get(urn.casefold(), ())


def _fit(names: Iterable[str]) -> Iterator[str]:
    for name in dict.fromkeys(names):
        if len(name) <= LONGEST_NAME and _NAME.fullmatch(name) and name.casefold() != "null":
            yield name
