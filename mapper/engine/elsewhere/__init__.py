"""Expressions of other languages, and how the whole of them is written here.

`reading` goes through the text, `calls` knows the functions, `parts` is what both make.
"""

from .calls import A_TABLE
from .parts import NotThis
from .reading import HOLDERS, Foreign, Names, as_here

__all__ = ["A_TABLE", "HOLDERS", "Foreign", "Names", "NotThis", "as_here"]
