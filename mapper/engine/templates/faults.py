"""What is wrong with a template: one error with its place, a hint and perhaps a sure repair."""

from __future__ import annotations

from typing import Final

_LONGEST_QUOTE: Final = 40


class InvalidTemplate(ValueError):
    """A template that cannot be parsed: a stable code, one clause, its place, perhaps a hint and a sure repair.

    Codes: `template-syntax`, `template-not-allowed`, `template-too-long`, `template-too-deep`, `template-number`,
    `template-character`. `others` are further ones of the same template. The repair `fix` replaces the
    characters from `start` to `end`.
    """

    def __init__(
        self, code: str, message: str, start: int, end: int, hint: str | None = None, fix: str | None = None
    ) -> None:
        super().__init__(message)
        self.code, self.message, self.start, self.end, self.hint, self.fix = code, message, start, end, hint, fix
        self.others: list[InvalidTemplate] = []


def quoted(text: str) -> str:
    """The user's own words in quotes, on one line and cut when they are long."""
    return f"'{shortened(text)}'"


def shortened(text: str) -> str:
    """The user's own words on one line, cut when they are long."""
    words = " ".join(text.split())
    return words if len(words) <= _LONGEST_QUOTE else words[: _LONGEST_QUOTE - 1] + "…"
