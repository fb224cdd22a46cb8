"""JSON values as the project sees them: one alias, and the number that remembers how it was written."""

from __future__ import annotations

from typing import Any, TypeAlias

Json: TypeAlias = Any
"""None, bool, int, float, str, list of Json, or dict of str to Json (RFC 8259). The one place where `Any` is allowed."""


class WrittenFloat(float):
    """A JSON number with a fraction or an exponent, with the text it was sent as.

    Some fields need a number as text, digit by digit (`1.10` is not `1.1`), which a float alone has lost.
    """

    __slots__ = ("text",)

    text: str

    def __new__(cls, text: str) -> WrittenFloat:
        """Read *text*, a JSON number such as `1.10` or `2e3`."""
        number = super().__new__(cls, text)
        number.text = text
        return number

    def __reduce__(self) -> tuple[type[WrittenFloat], tuple[str]]:
        return (WrittenFloat, (self.text,))
