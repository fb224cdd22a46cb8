"""The function library: every function that expressions can call, by name. One module per kind."""

from __future__ import annotations

import copyreg

from .dates import DATES
from .declaration import Function
from .identity import IDENTITY
from .lookups import LOOKUPS
from .names import NAMES
from .places import PLACES
from .standard import STANDARD
from .text import TEXT

FUNCTIONS: dict[str, Function] = {
    function.name: function for function in (*STANDARD, *TEXT, *DATES, *IDENTITY, *NAMES, *PLACES, *LOOKUPS)
}
"""Every function, by the name that mappings write."""


def named(name: str) -> Function:
    """The function of that name. Raises KeyError when there is none."""
    return FUNCTIONS[name]


# What is compiled is pickled together with the functions that it calls: those by name, for both sides have them.
copyreg.pickle(Function, lambda function: (named, (function.name,)))
