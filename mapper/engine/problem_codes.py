"""What can be wrong with one payload: the code of each problem of an outcome, with what it is about.

These are no faults of a mapping, which are in `diagnostics.CODES`: a mapping without any may report each of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from .diagnostics import Code, Severity

PROBLEMS: Final[Mapping[str, Code]] = MappingProxyType(
    {
        name: Code(name, severity, about)
        for name, severity, about in (
            ("does-not-fit", Severity.WARNING, "a value that is not of the field's type, or too long"),
            ("too-long", Severity.WARNING, "a text that was cut"),
            ("function-failed", Severity.WARNING, "a function that could not work with what was sent"),
            ("not-found", Severity.WARNING, "a key for which there is no record"),
            ("disabled", Severity.WARNING, "a key whose record is disabled"),
            ("ambiguous", Severity.WARNING, "a key that more than one record has"),
            ("no-such-row", Severity.WARNING, "a key for which a table has no row"),
            ("missing", Severity.ERROR, "a field without a value that says `missing: error`"),
            ("empty", Severity.ERROR, "a field that was sent empty and says `empty: error`"),
            ("required", Severity.WARNING, "a required field that would have been cleared"),
            ("nothing-to-clear", Severity.WARNING, "a field of true or false that would have been cleared"),
        )
    }
)
