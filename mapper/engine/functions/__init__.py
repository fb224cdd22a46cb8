"""The function library: every function that expressions can call, by name. One module per kind."""

from __future__ import annotations

from .declaration import Function
from .standard import STANDARD

FUNCTIONS: dict[str, Function] = {function.name: function for function in STANDARD}
"""Every function, by the name that mappings write."""
