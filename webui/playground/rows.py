"""The rows that are open, as the page sends them: words such as `1:job_title`, the number of a payload and a field.

A word without a field, `2:`, is that of the payload itself: among several it is the one that is shown in full.
"""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

_TOKEN = re.compile(r"([0-9]{1,4}):(\S*)\Z")


def row_token(field: str, number: int) -> str:
    """The word for a row; it has no blanks and is also fit for an id."""
    return f"{number}:{quote(field, safe='')}"


def opened_rows(words: str) -> list[tuple[int, str]]:
    """The rows that *words* name; what names none counts for nothing."""
    found = (_TOKEN.match(word) for word in dict.fromkeys(words.split()))
    return [(int(token[1]), unquote(token[2])) for token in found if token]


def toggled(words: str, token: str) -> str:
    """*words* without the row of *token* when that is open, with it else."""
    opened = words.split()
    return " ".join(word for word in opened if word != token) if token in opened else " ".join([*opened, token])


def with_chosen(words: str, number: str) -> str:
    """*words* with the payload of this number as the one that is shown in full."""
    return " ".join([*(word for word in words.split() if not word.endswith(":")), f"{number}:"])
