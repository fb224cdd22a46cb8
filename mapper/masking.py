"""A value of somebody's payload -> its shape, which can be shown where the value itself must not be.

A letter becomes `x` or `X`, a digit `9`; punctuation, blanks and length stay, so that `BJensen@example.com ` shows as
`XXxxxxx@xxxxxxx.xxx ` and its last blank can still be seen.
"""

from __future__ import annotations

import unicodedata
from typing import Final

from .json_writer import write_json
from .schemas.values import Json

MOST_CHARACTERS: Final = 60
"""A text longer than this is cut, and ends in `…`."""


def masked(value: Json) -> Json:
    """*value* with every text and every number masked; numbers become text, digit by digit.

    True, false, null and the keys of objects say nothing about a person and stay; so does the order of elements.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _masked_text(value)
    if isinstance(value, dict):
        return {name: masked(member) for name, member in value.items()}
    if isinstance(value, (list, tuple)):
        return [masked(element) for element in value]
    return _masked_text(write_json(value))


def _masked_text(text: str) -> str:
    if len(text) > MOST_CHARACTERS:
        return _masked_text(text[: MOST_CHARACTERS - 1]) + "…"
    return text.translate(_ASCII) if text.isascii() else "".join(map(_masked_character, text))


def _masked_character(character: str) -> str:
    """What stands for one character. All that is no punctuation and no blank is a letter: a mark, a sign, a picture."""
    category = unicodedata.category(character)
    if category.startswith("N"):
        return "9"
    if character.isascii():
        return character if not character.isalpha() else "X" if character.isupper() else "x"
    if category.startswith(("P", "Z")) or category == "Cc" or character in _UNSEEN:
        return character
    return "X" if category in ("Lu", "Lt") else "x"


_UNSEEN: Final = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
"""Characters without a width: what often keeps two texts from being equal, and never says anything by itself."""

_ASCII: Final = {code: _masked_character(chr(code)) for code in range(128)}
