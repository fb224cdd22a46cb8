"""What Jinja2's parser says of a template that is none -> one clause with its place, and what is meant instead."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from jinja2 import TemplateSyntaxError

from .faults import InvalidTemplate, quoted
from .foreign import filter_here, split_arguments
from .tokens import Token

_UNEXPECTED: Final = re.compile(r"expected token '(.+)', got '(.+)'")
_INSTEAD: Final = {
    "=": "two values are compared with `==`",
    ">": "`!=` asks whether two values differ",
    "if": "a further condition stands in a tag of its own: `elif`",
    "then": "leave it out",
}
"""What is meant by a word or sign that is not expected."""
_EXPECTED: Final = {
    "}}": "texts are joined with ~, and a function is a filter, such as value | upper",
    "%}": "conditions are joined with `and` or `or`",
    "in": "write {% for item in items %}",
}
_PATH: Final = re.compile(r"[\w.\[\]]+\Z", re.ASCII)
_SPOKEN: Final = {
    "end of print statement": "}}",
    "begin of print statement": "{{",
    "end of statement block": "%}",
    "begin of statement block": "{%",
    "template data / text": "text",
}


def syntax_fault(text: str, found: Sequence[Token], fault: TemplateSyntaxError) -> InvalidTemplate:
    """The parser's own words, as a clause with the place."""
    message = (fault.message or "this is no template").rstrip(".")
    for theirs, ours in _SPOKEN.items():
        message = message.replace(theirs, ours)
    at = min(fault.lineno, len(found) - 1)
    token = found[at]
    written = text[token.start : token.end]
    hint = (
        _INSTEAD.get(written)
        or _searched(text, found, at)
        or ("write `or`" if token.kind == "pipe" else _in_brackets(text, found, at))
    )
    unexpected = _UNEXPECTED.fullmatch(message)
    if unexpected and unexpected[1] in ("}}", "%}", "in"):
        message = f"{quoted(written)} stands where {quoted(unexpected[1])} is expected"
        hint = hint or _EXPECTED[unexpected[1]]
    elif token.kind in ("variable_end", "block_end"):
        message, hint = f"a value is missing in front of {quoted(written)}", "write what is asked or printed"
    elif "unknown tag" in message:
        message = f"{quoted(written)} stands here for the second time"
        hint = "there is one `else`, the last; in front of it write `elif` with a condition"
    elif unexpected or message.lower().startswith("unexpected"):
        message = f"{quoted(written)} is not expected here"
    return InvalidTemplate("template-syntax", message[:1].lower() + message[1:], token.start, token.end, hint)


def _searched(text: str, found: Sequence[Token], at: int) -> str | None:
    """How a search is written that is an operator in Liquid: `{% if title contains 'x' %}`; None of another token."""
    if text[found[at].start : found[at].end] != "contains" or not 0 < at < len(found) - 1:
        return None
    value, sought = found[at - 1], found[at + 1]
    words = _PATH.search(text, found[0].start, value.end)
    if sought.kind != "string" or words is None or "'" in text[sought.start + 1 : sought.end - 1]:
        return None
    return f"write {words[0]} | regex_match('{re.escape(text[sought.start + 1 : sought.end - 1])}')"


def _in_brackets(text: str, found: Sequence[Token], at: int) -> str | None:
    """How the arguments of a filter are written that stand behind a colon, as in Liquid; None of another token."""
    if at < 2 or text[found[at].start : found[at].end] != ":":
        return None
    bar, name = found[at - 2 : at]
    if (bar.kind, name.kind) != ("pipe", "name"):
        return None
    ends = (each.start for each in found[at:] if each.kind in ("pipe", "variable_end", "block_end"))
    arguments = text[found[at].end : next(ends, len(text))].strip()
    called = text[name.start : name.end]
    return f"write {filter_here(called, split_arguments(arguments)) or f'{called}({arguments})'}"
