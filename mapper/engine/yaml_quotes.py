"""Words and the place where they are to stand in YAML in, the words with the quotes that they need there out."""

from __future__ import annotations

from .text import Span, Text

_NOT_FIRST = frozenset("\"'`!@[]{}&*|>%#?-,")
"""With these characters a plain text of YAML does not begin."""


def quoted(words: str) -> str:
    """*words* as a quoted scalar of YAML, with the quotes that need least inside."""
    if '"' not in words and "\\" not in words:
        return f'"{words}"'
    return "'" + words.replace("'", "''") + "'"


def replacement(text: Text, start: int, end: int, meant: str) -> tuple[Span, str]:
    """The place of a file, and what to write there, so that *meant* stands for the characters *start* to *end*.

    Where *meant* cannot stand without other quotes around the whole text, that is the place.
    """
    whole = f"{text.value[:start]}{meant}{text.value[end:]}".strip()
    is_first = not text.value[:start].strip()
    if text.style == "plain" and is_first and meant[:1] in _NOT_FIRST:
        return text.span, quoted(whole)
    if text.style == "double" and ('"' in meant or "\\" in meant):
        return text.span, quoted(whole)
    return text.at(start, end), meant.replace("'", "''") if text.style == "single" else meant
