"""Template text in, the tokens of Jinja2's lexer out, each with its place and its value checked."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Final

from jinja2 import Environment, TemplateSyntaxError
from jinja2.lexer import operators

from ...schemas.values import Json
from .faults import InvalidTemplate, quoted

LONGEST_TEMPLATE: Final = 8 * 1024
MOST_TOKENS: Final = 2_000
_LONGEST_NUMBER: Final = 40

# A line end at the end is text like any other: the result is trimmed anyway.
_LEXER = Environment(keep_trailing_newline=True, autoescape=False).lexer  # noqa: S701 - nothing is rendered
_SKIPPED = frozenset({"whitespace", "comment_begin", "comment", "comment_end", "raw_begin", "raw_end"})
_UNWANTED = re.compile("[\0-\x08\x0b-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Token:
    """A token with the kind that Jinja2's parser knows it by; the value of a text or number is what it stands for."""

    kind: str
    value: Json
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """The tokens of *text*, without blanks and comments. Raises InvalidTemplate."""
    if len(text) > LONGEST_TEMPLATE:
        message = f"this template is longer than {LONGEST_TEMPLATE:,} characters"
        raise InvalidTemplate("template-too-long", message, 0, len(text), "split it, or use a table")
    _refuse_characters(text, 0, len(text), text)
    found = [_valued(token, text) for token in _cut(text) if token.kind not in _SKIPPED]
    if len(found) > MOST_TOKENS:
        message = f"this template has more than {MOST_TOKENS:,} words and signs"
        raise InvalidTemplate("template-too-long", message, 0, len(text), "split it, or use a table")
    return found


def _cut(text: str) -> list[Token]:
    """All tokens as they are written. The lexer tells no offsets, but leaves out nothing except blanks."""
    found: list[Token] = []
    at = 0
    try:
        for _, kind, written in _LEXER.tokeniter(text, None):
            start = text.index(written, at)
            at = start + len(written)
            found.append(Token(kind, written, start, at))
    except TemplateSyntaxError as fault:
        raise _fault(text, found, at, fault.message or "") from None
    return found


_HINTS: Final = {
    "?": "projections and filters of lists go through a `let`",
    "&": "write `and`",
    "!": "write `not`",
    "`": "a number stands as it is, a text in single quotes",
    "@": "the value is named by its attribute here",
    "‘": "write straight quotes: '",
    "’": "write straight quotes: '",
    "“": "text stands in straight single quotes: '",
    "”": "text stands in straight single quotes: '",
}


def _fault(text: str, found: list[Token], at: int, message: str) -> InvalidTemplate:
    """What the lexer refused after the tokens *found*, which end at *at*."""
    last = found[-1] if found else Token("", "", 0, 0)
    if last.kind == "comment_begin":
        return _unclosed("comment", "#}", last.start, last.end)
    if last.kind == "raw_begin":
        return _unclosed("raw text", "{% endraw %}", last.start, last.end)
    while at < len(text) and text[at].isspace():
        at += 1
    sign = text[at : at + 1]
    if sign in ("'", '"'):
        return _unclosed("text", sign, at, len(text))
    if message.startswith("unexpected '"):
        hint = "each bracket is closed by its own"
        return InvalidTemplate("template-syntax", f"'{sign}' closes no bracket here", at, at + 1, hint)
    return InvalidTemplate("template-syntax", f"'{sign}' is not expected here", at, at + 1, _HINTS.get(sign))


def _unclosed(what: str, end: str, start: int, stop: int) -> InvalidTemplate:
    message = f"the {what} that begins here is not closed"
    return InvalidTemplate("template-syntax", message, start, stop, f"end it with {end}")


# --- values ----------------------------------------------------------------------------------------------------------


def _valued(token: Token, text: str) -> Token:
    """The token with its parser's kind and its value."""
    written, start, end = token.value, token.start, token.end
    if token.kind == "operator":
        return Token(operators[written], written, start, end)
    if token.kind == "string":
        return Token("string", _unescaped(written[1:-1], start, end, text), start, end)
    if token.kind in ("integer", "float"):
        return Token(token.kind, _number(token), start, end)
    if token.kind == "name" and not written.isidentifier():
        raise InvalidTemplate("template-syntax", f"{quoted(written)} is no name", start, end)
    return token


def _number(token: Token) -> int | float:
    written = token.value.replace("_", "")
    if len(written) > _LONGEST_NUMBER:
        message = f"a number has at most {_LONGEST_NUMBER} digits"
        raise InvalidTemplate("template-number", message, token.start, token.end, "a text of digits stands in quotes")
    if token.kind == "integer":
        return int(written, 0)
    number = float(written)
    if math.isinf(number):
        raise InvalidTemplate(
            "template-number", f"the number '{written}' is too large", token.start, token.end, "use a smaller one"
        )
    return number


_ESCAPE = re.compile(r"\\(x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", re.DOTALL)
_ESCAPED: Final = {"n": "\n", "t": "\t", "\\": "\\", "'": "'", '"': '"'}


def _unescaped(written: str, start: int, end: int, text: str) -> str:
    """What a text in quotes stands for. As in Jinja2, a backslash before any other character is itself."""

    def one(escape: re.Match[str]) -> str:
        code = escape[1]
        if code in _ESCAPED:
            return _ESCAPED[code]
        if len(code) > 1 and int(code[1:], 16) <= 0x10FFFF:
            return chr(int(code[1:], 16))
        if code[0] in "abfrvxuUN01234567\n":
            message = f"the escape {quoted(escape[0])} stands for no character of a text"
            hint = f"write \\\\{code} for a backslash" if code != "\n" else "end the text on its own line"
            raise InvalidTemplate("template-character", message, start, end, hint)
        return escape[0]

    value = _ESCAPE.sub(one, written)
    _refuse_characters(value, start, end, text)
    return value


def _refuse_characters(value: str, start: int, end: int, text: str) -> None:
    """Refuse control characters and lone surrogates, which neither a database nor UTF-8 can hold."""
    found = _UNWANTED.search(value)
    if found is None:
        return
    if value is text:
        start, end = found.span()
    message = f"the character U+{ord(found[0]):04X} cannot stand in a text"
    raise InvalidTemplate("template-character", message, start, end, "remove it")
