"""Words and the place where they are to stand in YAML in, the words with the quotes that they need there out."""

from __future__ import annotations

from .text import Span, Text

_NOT_FIRST = frozenset("\"'`!@[]{}&*|>%#?-,")
"""With these characters a plain text of YAML does not begin."""
_OF_FLOW = frozenset("{}[],")
"""With these characters a plain text ends within `{…}` and `[…]`."""


def quoted(words: str) -> str:
    """*words* as a quoted scalar of YAML, with the quotes that need least inside."""
    if '"' not in words and "\\" not in words:
        return f'"{words}"'
    return "'" + words.replace("'", "''") + "'"


def replacement(text: Text, start: int, end: int, meant: str) -> tuple[Span, str]:
    """The place of a file, and what to write there, so that *meant* stands for the characters *start* to *end*.

    Where *meant* cannot stand without other quotes around the whole text, that is the place.
    """
    if _needs_other_quotes(text, start, meant):
        return text.span, quoted(f"{text.value[:start]}{meant}{text.value[end:]}".strip())
    return text.at(start, end), meant.replace("'", "''") if text.style == "single" else meant


def repair(text: Text, start: int, end: int, meant: str | None) -> tuple[Span, str | None]:
    """The place of a fault, and what certainly repairs it there, as `replacement`.

    There is no repair when none is *meant*, and where the characters of *text* cannot be traced one by one.
    """
    if meant is None or not text.is_traced or ("\n" in text.value and _needs_other_quotes(text, start, meant)):
        return text.at(start, end), None
    return replacement(text, start, end, meant)


def _needs_other_quotes(text: Text, start: int, meant: str) -> bool:
    if text.style == "double":
        return '"' in meant or "\\" in meant
    is_first = not text.value[:start].strip()
    return text.style == "plain" and (
        (is_first and meant[:1] in _NOT_FIRST) or (text.in_flow and not _OF_FLOW.isdisjoint(meant))
    )
