"""A value that goes on after its second quote, and its kind in; the text out that was meant, and how to write it.

Either the quotes at its ends were to be those of YAML, with the same ones inside, or it is an expression that begins
with a text in quotes. What can be read as an expression decides, in a sentence the characters around the second quote.
"""

from __future__ import annotations

import re
from typing import Final

from .expressions import InvalidExpression, parse
from .expressions.parsing import LONGEST_EXPRESSION
from .yaml_quotes import quoted

_MOST_ENDS: Final = 8
"""So many quotes in `{…}` are tried as the last one of a value."""
_END: Final = {quote: re.compile(rf"{quote}(?=\s*[,}}\]])") for quote in "'\""}
_LINE: Final = re.compile(r"[^\r\n]*")
_OF_EXPRESSION: Final = frozenset("(=|&?[@`")


def meant(words: str, *, is_text: bool) -> str:
    """The text that *words* were meant to be: without the quotes around them, or with them."""
    quote, inner = words[0], words[1:-1]
    if len(words) < 3 or words[-1] != quote:
        return words
    if not is_text:
        if is_expression(words):
            return words
        if is_expression(inner):
            return inner
    return inner if _is_nested(words, quote) else words


def end_in_flow(text: str, start: int) -> int | None:
    """Where the value in `{…}` that begins with a quote at *start* ends, if it is an expression in such quotes."""
    line_end = _LINE.match(text, start, start + LONGEST_EXPRESSION)
    for tried, end in enumerate(_END[text[start]].finditer(text, start + 1, line_end.end() if line_end else start)):
        if tried == _MOST_ENDS:
            return None
        if is_expression(text[start + 1 : end.start()]):
            return end.end()
    return None


def advice(words: str, text: str) -> str:
    """What to do so that *words* of the file become *text*, in a hint."""
    written = quoted(text)
    if text == words:
        how = "put it in quotes"
    else:
        how = "put other quotes around it" if written[0] != words[0] else "write each quote inside of it twice"
    return f"{how}: {written}" if len(words) <= 100 else how


def is_expression(words: str) -> bool:
    """Whether *words* can be read as an expression."""
    try:
        parse(words)
    except InvalidExpression:
        return False
    return True


def looks_like_text(words: str) -> bool:
    """Whether nothing in *words* is a sign of an expression."""
    return _OF_EXPRESSION.isdisjoint(words)


def _is_nested(words: str, quote: str) -> bool:
    """Whether the second quote of a sentence stands inside of it: it is an apostrophe, or opens another text."""
    second = words.index(quote, 1)
    before, behind = words[second - 1], words[second + 1 : second + 2]
    is_apostrophe = before.isalnum() and behind.isalnum()
    opens = not before.isalnum() and before not in ".!?" and behind.strip() != ""
    return words.count(quote) % 2 == 1 or is_apostrophe or opens
