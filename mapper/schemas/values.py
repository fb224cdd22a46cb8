"""JSON values as the project sees them: one alias, and the number that remembers how it was written."""

from __future__ import annotations

from typing import Any, TypeAlias

Json: TypeAlias = Any
"""None, bool, int, float, str, list of Json, or dict of str to Json (RFC 8259). The one place that may say `Any`."""


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


class InvalidPayload(ValueError):
    """A payload that cannot be mapped: a stable code, one clause, and the place as far as there is one.

    `pointer` is a JSON pointer (RFC 6901) into a payload, `line` and `column` (from 1) a place in its text; None where
    they are not known. `hint` says what to do about it.
    """

    def __init__(
        self,
        code: str,
        message: str,
        pointer: str | None = None,
        line: int | None = None,
        column: int | None = None,
        hint: str | None = None,
    ) -> None:
        # All of it stands in `args`, which is what pickle gives back.
        super().__init__(code, message, pointer, line, column, hint)
        self.code = code
        self.message = message
        self.pointer = pointer
        self.line = line
        self.column = column
        self.hint = hint

    def __str__(self) -> str:
        return self.message


def not_an_object(value: Json, line: int | None = None, column: int | None = None) -> InvalidPayload:
    """The fault of a payload that is *value* where an object is due."""
    return InvalidPayload(
        "not-an-object",
        f"a payload is an object, and this is {kind_of(value)}",
        line=line,
        column=column,
        hint='a user or group stands in braces: {"userName": …}',
    )


def kind_of(value: Json) -> str:
    """What kind of JSON value it is, in words; nothing of the value itself."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "a boolean"
    if isinstance(value, str):
        return "text" if value.strip() else "blank text"
    if isinstance(value, (int, float)):
        return "a number"
    if isinstance(value, dict):
        return "an object"
    return "a list" if isinstance(value, (list, tuple)) else f"a Python {type(value).__name__}"
