"""Expression text in, the tokens of jmespath's lexer out, each with its true end. Only this module imports jmespath."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from jmespath.exceptions import LexerError
from jmespath.lexer import Lexer

from ...schemas.values import Json
from .faults import InvalidExpression, syntax_fault

BLANKS = " \t\n\r"


@dataclass(frozen=True, slots=True)
class Token:
    """A token. Its value is what the reference's is, but of kind `json` the text between the backticks."""

    kind: str
    value: Json
    start: int
    end: int


class _Lexer(Lexer):
    """The reference's lexer, but for JSON literals, which it would read with `NaN`, warnings and a RecursionError."""

    _position: int
    _consume_until: Callable[[str], str]

    def _consume_literal(self) -> dict[str, Json]:
        start = self._position
        return {"type": "json", "value": self._consume_until("`").replace("\\`", "`"), "start": start}


def tokens(text: str) -> list[Token]:
    """The tokens of *text*, which is not empty; the last is of kind `eof`. Raises InvalidExpression."""
    try:
        found = list(_Lexer().tokenize(text))
    except LexerError as fault:
        raise _fault(text, fault.lexer_position) from None
    # The lexer's own ends are wrong for most kinds; what is between two tokens is blank.
    starts = [token["start"] for token in found]
    return [
        Token(token["type"], token["value"], start, start + len(text[start:stop].rstrip(BLANKS)))
        for token, start, stop in zip(found, starts, [*starts[1:], len(text)], strict=True)
    ]


_QUOTED = {"'": "text", '"': "name", "`": "literal"}


def _fault(text: str, at: int) -> InvalidExpression:
    """What the lexer refused at *at*: a quote that is not closed, bad escapes in a name, or an unknown character."""
    quote = text[at]
    if quote not in _QUOTED:
        return syntax_fault(text, f"{quote!r} is not expected here", at, at + 1)
    end = _closing(text, at)
    if end is None:
        message = f"the {_QUOTED[quote]} that begins here is not closed"
        hint = f"end it with {quote}; inside it, {quote} is written \\{quote}"
        return InvalidExpression("expression-syntax", message, at, len(text), hint)
    hint = "a name in double quotes is written like a JSON string; a text stands in single quotes"
    return InvalidExpression("expression-syntax", f"{text[at:end]} is no name", at, end, hint)


def _closing(text: str, at: int) -> int | None:
    """The end of what is quoted at *at*, None when nothing closes it."""
    end = at + 1
    while end < len(text):
        if text[end] == text[at]:
            return end + 1
        end += 2 if text[end] == "\\" else 1
    return None
