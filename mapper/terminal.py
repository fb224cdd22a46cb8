"""Text that strangers wrote -> text that a terminal shows as what it is: escapes, widths, cutting to a width."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

UNSHOWABLE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff]")
"""One character that steers a terminal, turns the direction of text, breaks a line, or is half of one."""


def shown(text: str) -> str:
    """*text* on one line, each character that cannot be shown as its escape: an ESC becomes `\\x1b`."""
    if text.isascii() and text.isprintable():
        return text
    return UNSHOWABLE.sub(_escape, text)


def _escape(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode("ascii")


def width(text: str) -> int:
    """How many columns of a terminal *text* takes: East Asian wide characters two, marks none."""
    return len(text) if text.isascii() else sum(map(_character_width, text))


def _character_width(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def cut(text: str, columns: int) -> str:
    """*text* in at most *columns* columns; what is left out at the end shows as `…`."""
    if len(text) <= columns and width(text) <= columns:
        return text
    room, end = columns - 1, 0
    for character in text:
        room -= _character_width(character)
        if room < 0:
            break
        end += 1
    return text[:end] + "…"


def wrapped(text: str, columns: int, first: str = "", others: str = "") -> Iterator[str]:
    """*text* on lines of at most *columns* columns, broken at blanks, and within a word that is wider than a line.

    The first line begins with *first*, all others with *others*. Blanks within a line stay as they are.
    """
    line, is_empty = first, True
    for word in text.split(" "):
        piece = word if is_empty else f" {word}"
        if width(line) + width(piece) <= columns:
            line, is_empty = line + piece, False
            continue
        if not is_empty:
            yield line.rstrip(" ")
            line = others
        while width(line) + width(word) > columns:
            begin = _fitting(word, max(1, columns - width(line)))
            yield line + begin
            line, word = others, word[len(begin) :]
        line, is_empty = line + word, False
    yield line.rstrip(" ")


def _fitting(text: str, columns: int) -> str:
    """As much of *text* as fits, at least one character."""
    end = 1
    while end < len(text) and width(text[: end + 1]) <= columns:
        end += 1
    return text[:end]


def padded(text: str, columns: int) -> str:
    """*text* followed by blanks up to *columns* columns."""
    return text + " " * (columns - width(text))
