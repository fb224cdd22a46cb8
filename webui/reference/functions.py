"""The document of functions -> the examples of its lines, each with an expression, a payload and the result."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from mapper.engine.functions import KINDS
from mapper.engine.functions.declaration import Example as Declared
from mapper.engine.functions.declaration import Function
from mapper.engine.functions.filters import FILTERS

from .blocks import line_of, plain
from .examples import Example
from .parts import mapping_of_expressions

_NOW = "2026-01-01"
"""The day on which the examples are; what reads the clock gives this."""


def examples_of_functions(tokens: Sequence[Token]) -> dict[int, Example]:
    """The examples by the line that shows each: of each function, those that it is declared with, in their order."""
    found: dict[int, Example] = {}
    kind = ""
    shown: Iterator[Declared] = iter(())
    for at, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag == "h2":
            kind = plain(tokens[at + 1])
        elif token.type == "heading_open" and token.tag == "h3":
            shown = iter(_function(kind, plain(tokens[at + 1])).examples)
        elif token.type == "list_item_open":
            found[line_of(token)] = _example(next(shown))
    return found


def _example(declared: Declared) -> Example:
    texts = {"mapping": mapping_of_expressions([declared.expression]), "payload": _json(declared.payload)}
    if declared.expression in ("today()", "now()"):
        texts["now"] = _NOW
    return Example(texts, declared.expression)


def _function(kind: str, name: str) -> Function:
    return next(each for each in KINDS.get(kind, tuple(FILTERS.values())) if each.name == name)


def _json(payload: object) -> str:
    return f"{json.dumps(payload, ensure_ascii=False, indent=2)}\n"
