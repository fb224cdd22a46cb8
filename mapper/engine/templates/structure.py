"""Tokens in, faults of tags and of nesting out, found before any parser recurses into them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from .faults import InvalidTemplate, quoted
from .tokens import Token

DEEPEST_NESTING: Final = 16
"""So many tags may stand in one another, and so many brackets, `not`, signs and `else` in one tag."""

MOST_OPERATORS: Final = 64
"""So many dots, filters, brackets and operators may stand in one tag."""

_CLOSING: Final = {"variable_begin": "variable_end", "block_begin": "block_end"}
_SIGNS: Final = {"variable_begin": "}}", "block_begin": "%}"}
_ENDS: Final = {"if": "endif", "for": "endfor"}
TAGS: Final = ("if", "elif", "else", "endif", "for", "endfor")
"""The words with which a tag begins."""
_FLAT: Final = frozenset({"name", "string", "integer", "float", "comma", "tilde", "rparen", "rbracket", "rbrace"})
WORDS: Final = frozenset({"if", "else", "and", "or", "not", "is", "in"})
"""The words that are operators in a tag."""

_FOREIGN: Final = {
    "elseif": "write `elif`",
    "elsif": "write `elif`",
    "end": "write `endif` or `endfor`",
    "unless": "write {% if not value %} and {% endif %}",
    "case": "write {% if title == 'a' %}, {% elif title == 'b' %} and {% endif %}",
    "assign": "name the value in a `let`",
    "capture": "name the value in a `let`",
    "comment": "a remark stands in {# and #}",
    "foreach": "write {% for item in items %}",
}
"""Tags of other languages, and what is written here."""
_REFUSED: Final = {
    "set": "name the value in a `let`",
    "with": "name the value in a `let`",
    "macro": "name the value in a `let`",
    "call": "functions are filters: value | upper",
    "filter": "put the filter into the braces: {{ value | upper }}",
    "print": "write {{ value }}",
    "include": "a template stands by itself",
    "import": "a template stands by itself",
    "from": "a template stands by itself",
    "extends": "a template stands by itself",
    "block": "a template stands by itself",
    "autoescape": "nothing is escaped",
}


def check_structure(tokens: Sequence[Token]) -> None:
    """Raise InvalidTemplate for a tag that is not closed, not known or not allowed, and for deep nesting."""
    opened: list[tuple[str, Token]] = []
    for tag in _tags(tokens):
        _check_size(tag)
        if tag[0].kind == "block_begin":
            _check_block(tag, opened)
    if opened:
        name, token = opened[-1]
        message, hint = f"the '{name}' that begins here is not closed", f"end it with {{% {_ENDS[name]} %}}"
        raise InvalidTemplate("template-syntax", message, token.start, token.end, hint)


def _tags(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """The tokens of each tag, from its opening to its closing sign."""
    start: int | None = None
    for at, token in enumerate(tokens):
        if token.kind in _CLOSING:
            start = at
        elif start is not None and token.kind == _CLOSING[tokens[start].kind]:
            yield tokens[start : at + 1]
            start = None
    if start is not None:
        opening = tokens[start]
        message = f"the {quoted(opening.value)} that begins here is not closed"
        hint = f"end it with {_SIGNS[opening.kind]}"
        raise InvalidTemplate("template-syntax", message, opening.start, opening.end, hint)


def _check_size(tag: Sequence[Token]) -> None:
    depth = ladder = operators = 0
    for token in tag[1:-1]:
        word = token.kind == "name" and token.value in WORDS
        if not word and token.kind in _FLAT:
            depth -= token.kind.startswith("r")
            continue
        operators += 1
        depth += token.kind in ("lparen", "lbracket", "lbrace")
        ladder += token.kind in ("add", "sub") or (word and token.value in ("not", "else"))
        if depth + ladder > DEEPEST_NESTING:
            message = f"this expression is nested more than {DEEPEST_NESTING} levels deep"
            raise _too_deep(message, token)
        if operators > MOST_OPERATORS:
            raise _too_deep(f"this tag has more than {MOST_OPERATORS} operators", token)


def _too_deep(message: str, token: Token) -> InvalidTemplate:
    return InvalidTemplate("template-too-deep", message, token.start, token.end, "name parts of it in a `let`")


def _check_block(tag: Sequence[Token], opened: list[tuple[str, Token]]) -> None:
    """Keep the stack of open tags."""
    word = tag[1]
    name = word.value if word.kind == "name" else ""
    if name in _ENDS:
        if len(opened) == DEEPEST_NESTING:
            raise _too_deep(f"tags stand in one another more than {DEEPEST_NESTING} levels deep", word)
        opened.append((name, word))
    elif name in _ENDS.values():
        if not opened or _ENDS[opened[-1][0]] != name:
            raise _stray(word, opened)
        opened.pop()
    elif name in ("elif", "else"):
        if not opened or (name == "elif" and opened[-1][0] != "if"):
            raise _stray(word, opened)
    else:
        raise _refused(word, name)


def _stray(word: Token, opened: list[tuple[str, Token]]) -> InvalidTemplate:
    """A tag that belongs to another one than that which is open."""
    hint = "remove it, or begin with {% for item in items %}" if word.value == "endfor" else None
    hint = hint or "remove it, or begin with {% if value %}"
    if opened:
        hint = f"the open tag is '{opened[-1][0]}', which ends with {{% {_ENDS[opened[-1][0]]} %}}"
    message = f"'{word.value}' belongs to no open tag"
    return InvalidTemplate("template-syntax", message, word.start, word.end, hint)


def _refused(word: Token, name: str) -> InvalidTemplate:
    if name in _REFUSED:
        message = f"templates have no '{name}'"
        return InvalidTemplate("template-not-allowed", message, word.start, word.end, _REFUSED[name])
    hint = _FOREIGN.get(name) or f"the tags are {', '.join(TAGS[:-1])} and {TAGS[-1]}"
    message = f"there is no tag {quoted(name)}" if name else "a tag begins with its name"
    return InvalidTemplate("template-syntax", message, word.start, word.end, hint)
