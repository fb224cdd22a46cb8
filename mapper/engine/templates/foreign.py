"""A filter as Liquid has it in, the same as it is written here out; None of a filter that is not known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ..functions.dates import own_pattern

_TEXT: Final = re.compile(r"'([^'\\]*)'|\"([^\"\\]*)\"")
_NUMBER: Final = re.compile(r"-?\d+", re.ASCII)
_NAMES: Final = {
    "split": "split_text", "truncate": "shorten", "prepend": "", "append": "", "slice": "mid", "remove": "replace",
    "date": "format_date", "strftime": "format_date",
}  # fmt: skip


def filter_here(name: str, arguments: Sequence[str]) -> str | None:
    """How `| name: arguments` is written here: as a filter behind its `|`, or as what stands instead of that."""
    if name not in _NAMES or not arguments:
        return None
    first = arguments[0].strip()
    if name == "append":
        return f"`~ {first}` instead of the filter"
    if name == "prepend":
        return f"`{first} ~` in front of the value instead of the filter"
    if name in ("date", "strftime"):
        pattern = _TEXT.fullmatch(first)
        own = own_pattern("format_date", pattern[1] or pattern[2] or "") if pattern is not None else None
        return f"format_date('{own[0]}')" if own is not None else None
    if name == "slice":
        numbers = [int(each) for each in arguments if _NUMBER.fullmatch(each.strip())]
        if len(numbers) != len(arguments) or len(numbers) > 2:
            return None
        return f"mid({numbers[0]}, {numbers[0] + (numbers[1] if numbers[1:] else 1)})"
    return f"{_NAMES[name]}({first}, '')" if name == "remove" else f"{_NAMES[name]}({first})"


def split_arguments(words: str) -> list[str]:
    """The arguments of *words*, with commas between them that stand in no quotes."""
    return [found[0].strip() for found in re.finditer(r"(?:'[^']*'|\"[^\"]*\"|[^,'\"])+", words)]
