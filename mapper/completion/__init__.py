"""The text of a mapping and a place in it in, what can stand there out: keys, fields, attributes, functions, values.

A mapping is completed while it is typed, so that it seldom parses. Nothing here needs it to: the lines and their
indentation tell the place, and the declarations of the language, of SCIM and of the target tell what fits there.
"""

from .completing import complete
from .options import MOST_OPTIONS, Completions, Kind, Option

__all__ = ["MOST_OPTIONS", "Completions", "Kind", "Option", "complete"]
