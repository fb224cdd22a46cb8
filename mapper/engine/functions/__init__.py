"""The function library: every function that expressions can call, by name. One module per kind."""

from __future__ import annotations

import copyreg

from .choice import CHOICE
from .dates import DATES
from .declaration import Function
from .identity import IDENTITY
from .letters import LETTERS
from .lists import LISTS
from .lookups import LOOKUPS
from .names import NAMES
from .places import PLACES
from .regex import REGEX
from .standard import STANDARD
from .text import TEXT

KINDS: dict[str, tuple[Function, ...]] = {
    "JMESPath": STANDARD,
    "Parts of texts": TEXT,
    "Letters": LETTERS,
    "Patterns": REGEX,
    "Choice": CHOICE,
    "Lists": LISTS,
    "Dates": DATES,
    "E-mail addresses, phone numbers, secrets": IDENTITY,
    "Names": NAMES,
    "Countries, languages, time zones": PLACES,
    "Tables and groups": LOOKUPS,
}
"""Every function, by what it is about."""

FUNCTIONS: dict[str, Function] = {function.name: function for kind in KINDS.values() for function in kind}
"""Every function, by the name that mappings write."""


def named(name: str) -> Function:
    """The function of that name. Raises KeyError when there is none."""
    return FUNCTIONS[name]


# What is compiled is pickled together with the functions that it calls: those by name, for both sides have them.
copyreg.pickle(Function, lambda function: (named, (function.name,)))
