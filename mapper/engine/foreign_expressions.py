"""A faulty expression in, how the whole of it is written here out, where it is one of another language.

Nothing is said of an expression whose faults, each followed to the letter, are its only ones: they are told one by one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Final

from .diagnostics import Diagnostics
from .elsewhere import Names, NotThis, as_here
from .expression_trials import settled
from .scope import Scope
from .text import Text

_IN_BRACKETS: Final = re.compile(r"[(,]\s*\[\s*[A-Za-z_]\w*\s*\]", re.ASCII)
"""An attribute as Entra writes it, which here is a list."""


@dataclass(frozen=True, slots=True)
class Meant:
    """The words, the first function that there is not, and the tables that are named and not there."""

    words: str
    function: str | None
    tables: tuple[str, ...]


def foreign_expression(
    words: str, scope: Scope, tables: Collection[str], check: Callable[[Text], Diagnostics]
) -> Meant | None:
    """What *words* mean as a whole; None where it is not known, or told by their faults already.

    *check* gives the faults of an expression in the place of these words.
    """
    at_once = settled(words, check, words, most=1) if _IN_BRACKETS.search(words) is None else None
    if at_once is not None and not at_once.tables:
        return None
    known = {*(scope.current.attributes or ()), *(scope.user.attributes or ()), *scope.names}
    try:
        foreign = as_here(words, Names(known.__contains__, tables, scope.current is scope.user))
    except NotThis:
        foreign = None
    meant = settled(foreign.words, check, words) if foreign is not None else None
    if meant is not None and foreign is not None:
        return Meant(meant.words, foreign.function, meant.tables)
    meant = settled(words, check, words)
    return Meant(meant.words, None, meant.tables) if meant is not None and meant.words != words else None
