"""The text of a mapping or of its tests and a place in it in, what can stand there out: keys, fields, names, values.

A mapping is completed while it is typed, so that it seldom parses. Nothing here needs it to: the lines and their
indentation tell the place, and the declarations of the language, of SCIM and of the target tell what fits there. Places
are UTF-16 code units from the start of the text, so that a server of an editor can hand them on as they are.
"""

from .completing import complete, complete_tests
from .options import MOST_OPTIONS, Completions, Kind, Option

__all__ = ["MOST_OPTIONS", "Completions", "Kind", "Option", "complete", "complete_tests"]
