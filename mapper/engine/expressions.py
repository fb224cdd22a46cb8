"""JMESPath text in, a tree with spans out (https://jmespath.org/specification.html). Only this file imports jmespath.

The tokens come from jmespath's lexer; the grammar is ours, so that every node knows its characters and every fault
its place. Offsets are in the expression's own text; `Text.at` turns them into places of the file.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal, NoReturn, TypeAlias, cast

from jmespath.exceptions import LexerError
from jmespath.lexer import Lexer

from ..schemas.values import Json
from .expression_advice import Advice, advise

LONGEST_EXPRESSION = 4096
MOST_NODES = 1000
DEEPEST_NESTING = 16


class InvalidExpression(ValueError):
    """An expression that cannot be parsed: a stable code, one clause, its place, perhaps a hint and a sure repair.

    Codes: `expression-syntax`, `expression-too-long`, `expression-too-deep`, `expression-literal`, `expression-slice`.
    """

    def __init__(
        self, code: str, message: str, start: int, end: int, hint: str | None = None, fix: str | None = None
    ) -> None:
        super().__init__(message)
        self.code, self.message, self.start, self.end, self.hint, self.fix = code, message, start, end, hint, fix


@dataclass(frozen=True, slots=True)
class Current:
    """`@`, or the unwritten current node on which a projection's right side starts (then start == end)."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Name:
    """An identifier at the start of a path. `quoted` when it stood in double quotes; only unquoted ones can be one of
    the mapping's own names (`user`, `person`, a let); else it is an attribute of the current node."""

    name: str
    quoted: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Attribute:
    """`of.name`: the identifier right after a dot; `name_start` is where it (with its quotes) begins."""

    of: Node
    name: str
    name_start: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Constant:
    """A JSON literal in backticks or a raw string in single quotes. `value` must never be handed out by reference.

    `bare` when the backticks hold no JSON (`` `work` ``): the reference reads that as text, and so it is here, but the
    specification has dropped it, so that a check should ask for single quotes.
    """

    value: Json
    start: int
    end: int
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Index:
    """`of[index]`, negative counts from the end."""

    of: Node
    index: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Chain:
    """`of.right` where right is a multi-select or a function, evaluated on the value of `of`.

    On null a multi-select gives null; a function is called all the same (`missing.type(@)` is `'null'`).
    """

    of: Node
    right: Node
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Projection:
    """A list, slice, flatten, filter or object-wildcard projection: `right` is evaluated per element, nulls dropped.

    kind `list`: `of[*]`; `slice`: `of[begin:stop:step]`; `flatten`: `of[]`; `filter`: `of[?condition]`;
    `values`: `of.*`. A slice is None elsewhere, `condition` too.
    """

    kind: Literal["list", "slice", "flatten", "filter", "values"]
    of: Node
    right: Node
    slice: tuple[int | None, int | None, int | None] | None
    condition: Node | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Pipe:
    """`left | right`: right on the whole value of left, null too; a projection stops here."""

    left: Node
    right: Node
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Or:
    """`left || right`."""

    left: Node
    right: Node
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class And:
    """`left && right`."""

    left: Node
    right: Node
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Not:
    """`!of`."""

    of: Node
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """`left == right`, and `!= < <= > >=`; `operator_start` is where the operator stands."""

    operator: str
    left: Node
    right: Node
    operator_start: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class MultiList:
    """`[a, b]` on the current node."""

    items: tuple[Node, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class MultiHash:
    """`{key: a}` on the current node; keys with their offsets."""

    items: tuple[tuple[str, Node, int], ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Call:
    """`name(arguments)`; `name_end` is the end of the name."""

    name: str
    arguments: tuple[Node, ...]
    name_end: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reference:
    """`&of`, only as an argument."""

    of: Node
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Own:
    """One of the mapping's own names, put by the checker where a `Name` or `person.x` stood; `parse` never makes one.

    kind `user`, `group`, `account`, `current`, `connection`, `new`: the value itself (`name` is the kind);
    `person`: the field `name` of the person; `let`: the named expression `name`.
    """

    kind: Literal["user", "group", "account", "current", "connection", "new", "person", "let"]
    name: str
    start: int
    end: int


Node: TypeAlias = (
    "Current | Name | Own | Attribute | Constant | Index | Chain | Projection | Pipe | Or | And | Not | Comparison"
    " | MultiList | MultiHash | Call | Reference"
)


def parts(node: Node) -> tuple[Node, ...]:
    """The nodes directly below *node*, in the order of the text."""
    if isinstance(node, Attribute | Index | Not | Reference):
        return (node.of,)
    if isinstance(node, Pipe | Or | And | Comparison):
        return (node.left, node.right)
    if isinstance(node, Chain):
        return (node.of, node.right)
    if isinstance(node, Projection):
        return (node.of, node.right) if node.condition is None else (node.of, node.condition, node.right)
    if isinstance(node, MultiList):
        return node.items
    if isinstance(node, MultiHash):
        return tuple(item for _, item, _ in node.items)
    return node.arguments if isinstance(node, Call) else ()


def walk(node: Node) -> Iterator[Node]:
    """*node* and all nodes below it, in the order of the text."""
    waiting = [node]
    while waiting:
        found = waiting.pop()
        yield found
        waiting.extend(reversed(parts(found)))


def leftmost(node: Node) -> Node:
    """The node at which the evaluation of *node* starts: the left end of its path."""
    while below := parts(node):
        if isinstance(node, Call | MultiList | MultiHash):
            break
        node = below[0]
    return node


def parse(text: str) -> Node:
    """The tree of the expression *text*, which is that of the reference but for what only it lets through.

    Raises InvalidExpression. Time and memory are bounded by the limits above, whatever the text is.
    """
    if len(text) > LONGEST_EXPRESSION:
        message = f"the expression has {len(text):,} characters, more than {LONGEST_EXPRESSION:,}"
        raise InvalidExpression("expression-too-long", message, LONGEST_EXPRESSION, len(text))
    _refuse_characters(text)
    if not text.strip(_BLANKS):
        raise InvalidExpression("expression-syntax", "the expression is empty", 0, len(text))
    tree = _Parser(text, _tokens(text)).whole()
    if sum(1 for _ in walk(tree)) > MOST_NODES:
        message = f"the expression has more than {MOST_NODES:,} parts"
        raise InvalidExpression("expression-too-long", message, 0, len(text))
    return tree


# --- tokens ----------------------------------------------------------------------------------------------------------

_BLANKS = " \t\n\r"


@dataclass(frozen=True, slots=True)
class _Token:
    """A token of jmespath's lexer with its true end. The value of a literal is still the text between its backticks."""

    kind: str
    value: Json
    start: int
    end: int


class _Lexer(Lexer):
    """The reference's lexer, but for JSON literals: it would take `NaN` and warn, and nesting would end in
    a RecursionError."""

    def _consume_literal(self) -> dict[str, Json]:
        start = self._position
        written = self._consume_until("`").replace("\\`", "`")
        return {"type": "json", "value": written, "start": start}


def _refuse_characters(text: str) -> None:
    """Raise InvalidExpression for what neither JSON nor a database can hold."""
    for at, character in enumerate(text):
        if character == "\0" or "\ud800" <= character <= "\udfff":
            what = "a NUL character" if character == "\0" else "a lone surrogate"
            raise InvalidExpression("expression-syntax", f"the expression holds {what}", at, at + 1)


def _tokens(text: str) -> list[_Token]:
    """The tokens of *text*, the last of kind `eof`. Raises InvalidExpression."""
    try:
        found = list(_Lexer().tokenize(text))
    except LexerError as fault:
        raise _lexical_fault(text, fault.lexer_position) from None
    ends = [after["start"] for after in found[1:]] + [len(text)]
    return [
        _Token(token["type"], token["value"], token["start"], _stripped_end(text, token["start"], end))
        for token, end in zip(found, ends, strict=True)
    ]


def _stripped_end(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip(_BLANKS))


def _lexical_fault(text: str, at: int) -> InvalidExpression:
    """What the lexer refused at *at*: a quote that is not closed, bad escapes in a name, or an unknown character."""
    found = text[at]
    if found in _CLOSED_BY_ITSELF:
        closing = _closing(text, at)
        if closing is None:
            message = f"the {_CLOSED_BY_ITSELF[found]} that begins here is not closed"
            return InvalidExpression("expression-syntax", message, at, len(text), f"end it with {found}")
        message = f"{text[at:closing]} is no name"
        hint = "a name in double quotes is written like a JSON string; text stands in single quotes"
        return InvalidExpression("expression-syntax", message, at, closing, hint)
    return _invalid(Advice(f"{found!r} is not expected here", at, at + 1), text)


_CLOSED_BY_ITSELF = {"'": "text", '"': "name", "`": "literal"}


def _closing(text: str, at: int) -> int | None:
    """The end of what is quoted at *at*, None when nothing closes it."""
    end = at + 1
    while end < len(text):
        if text[end] == text[at]:
            return end + 1
        end += 2 if text[end] == "\\" else 1
    return None


def _invalid(fault: Advice, text: str) -> InvalidExpression:
    """A syntax fault, with the advice that its surroundings suggest."""
    better = advise(text, fault)
    return InvalidExpression("expression-syntax", better.message, better.start, better.end, better.hint, better.fix)


# --- literals --------------------------------------------------------------------------------------------------------


class _NoJson(ValueError):
    """What json accepts and RFC 8259 does not."""


def _literal(token: _Token) -> Constant:
    """The constant between two backticks. Raises InvalidExpression with the code `expression-literal`."""
    written: str = token.value
    if _deepest(written) > DEEPEST_NESTING:
        message = f"the literal is nested more than {DEEPEST_NESTING} levels deep"
        raise InvalidExpression("expression-literal", message, token.start, token.end)
    try:
        value, bare = _read(written)
        _refuse_values(value)
    except _NoJson as fault:
        raise InvalidExpression("expression-literal", str(fault), token.start, token.end) from None
    return Constant(value, token.start, token.end, bare)


def _read(written: str) -> tuple[Json, bool]:
    """The value of the JSON text *written*, or the text itself as the reference takes it, and whether it did so."""
    try:
        return json.loads(written, parse_constant=_refuse_constant), False
    except json.JSONDecodeError:
        pass
    try:
        return json.loads(f'"{written.lstrip()}"'), True
    except json.JSONDecodeError:
        raise _NoJson("the literal is no JSON") from None


def _refuse_constant(word: str) -> NoReturn:
    raise _NoJson(f"{word!r} is no JSON number")


def _refuse_values(value: Json) -> None:
    """Raise _NoJson for a number beyond all floats, or a text with a NUL or a lone surrogate, anywhere in *value*."""
    match value:
        case float() if math.isinf(value):
            raise _NoJson("the number is too large")
        case str():
            _refuse_text(value)
        case list():
            for item in value:
                _refuse_values(item)
        case dict():
            for key, item in value.items():
                _refuse_text(key)
                _refuse_values(item)


def _refuse_text(value: str) -> None:
    try:
        _refuse_characters(value)
    except InvalidExpression as fault:
        raise _NoJson(fault.message.replace("the expression", "the literal")) from None


def _deepest(written: str) -> int:
    """How deep the brackets of the JSON text *written* nest."""
    depth = deepest = 0
    quoted = False
    characters = iter(written)
    for character in characters:
        if character == "\\":
            next(characters, None)
        elif character == '"':
            quoted = not quoted
        elif not quoted and character in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif not quoted and character in "]}":
            depth -= 1
    return deepest


# --- the grammar -----------------------------------------------------------------------------------------------------

_POWERS = {
    "pipe": 1,
    "or": 2,
    "and": 3,
    "eq": 5,
    "ne": 5,
    "lt": 5,
    "lte": 5,
    "gt": 5,
    "gte": 5,
    "flatten": 9,
    "star": 20,
    "filter": 21,
    "dot": 40,
    "not": 45,
    "lbrace": 50,
    "lbracket": 55,
    "lparen": 60,
}
"""How tightly a token binds what stands before it, as in the reference; all others do not bind at all."""

_STOPS_PROJECTION = 10
"""A token that binds less than this is not part of a projection's right side."""

_LARGEST_INDEX = 2**31 - 1

_OPERATORS = {"pipe": Pipe, "or": Or, "and": And}
_COMPARATORS = {"eq": "==", "ne": "!=", "lt": "<", "lte": "<=", "gt": ">", "gte": ">="}


class _Parser:
    """A Pratt parser: `expression` reads what binds more tightly than a given power, `operand` what starts one.

    `_nesting` counts what nests: brackets, `!`, and projections, also those of a chain, since each is a loop.
    """

    def __init__(self, text: str, tokens: list[_Token]) -> None:
        self._text = text
        self._tokens = tokens
        self._next = 0
        self._nesting = 0

    def whole(self) -> Node:
        """The tree of all tokens."""
        tree = self._expression()
        if self._kind != "eof":
            raise self._unexpected()
        return tree

    # --- moving on

    @property
    def _token(self) -> _Token:
        return self._tokens[self._next]

    @property
    def _kind(self) -> str:
        return self._tokens[self._next].kind

    @property
    def _end(self) -> int:
        """Where the last token read ends."""
        return self._tokens[self._next - 1].end

    @property
    def _after(self) -> str:
        """The kind of the token after the next."""
        return self._tokens[min(self._next + 1, len(self._tokens) - 1)].kind

    def _take(self) -> _Token:
        token = self._tokens[self._next]
        self._next += 1
        return token

    def _close(self, kind: str, opening: _Token) -> None:
        """Take the bracket that closes *opening*."""
        if self._kind == "eof":
            bracket = self._text[opening.start]
            message = f"{bracket!r} is not closed"
            raise InvalidExpression("expression-syntax", message, opening.start, opening.end)
        if self._kind != kind:
            raise self._unexpected()
        self._take()

    @contextmanager
    def _level(self, token: _Token) -> Iterator[None]:
        """What is read inside nests one level deeper."""
        outer = self._nesting
        self._deepen(token)
        yield
        self._nesting = outer

    def _deepen(self, token: _Token) -> None:
        self._nesting += 1
        if self._nesting > DEEPEST_NESTING:
            message = f"the expression is nested more than {DEEPEST_NESTING} levels deep"
            hint = "give a part of it a name with `let`"
            raise InvalidExpression("expression-too-deep", message, token.start, token.end, hint)

    # --- expressions

    def _expression(self, power: int = 0) -> Node:
        """What follows, as far as it binds more tightly than *power*."""
        outer = self._nesting
        start = self._token.start
        tree = self._extend(self._operand(), start, power)
        self._nesting = outer
        return tree

    def _extend(self, left: Node, start: int, power: int) -> Node:
        """*left*, which begins at *start*, with all that follows and binds it more tightly than *power*."""
        outer = self._nesting
        while power < _POWERS.get(self._kind, 0):
            token = self._take()
            if token.kind in _OPERATORS:
                self._nesting = outer
                right = self._expression(_POWERS[token.kind])
                left = _OPERATORS[token.kind](left, right, start, self._end)
            elif token.kind in _COMPARATORS:
                self._nesting = outer
                right = self._expression(_POWERS[token.kind])
                left = Comparison(_COMPARATORS[token.kind], left, right, token.start, start, self._end)
            elif token.kind == "dot":
                left = self._after_dot(left, start)
            elif token.kind == "lbracket":
                left = self._bracket(left, start, token)
            elif token.kind == "flatten":
                left = self._project("flatten", left, start, token)
            elif token.kind == "filter":
                left = self._filter(left, start, token)
            else:
                self._next -= 1
                raise self._unexpected()
        return left

    def _operand(self) -> Node:
        """What can stand at the start of an expression."""
        token = self._take()
        here = Current(token.start, token.start)
        match token.kind:
            case "unquoted_identifier":
                return self._call(token) if self._kind == "lparen" else Name(token.value, False, token.start, token.end)
            case "quoted_identifier":
                return Name(self._quoted(token), True, token.start, token.end)
            case "literal":
                return Constant(token.value, token.start, token.end)
            case "json":
                return _literal(token)
            case "current":
                return Current(token.start, token.end)
            case "not":
                with self._level(token):
                    return Not(self._expression(_POWERS["not"]), token.start, self._end)
            case "lparen":
                with self._level(token):
                    inner = self._expression()
                self._close("rparen", token)
                return inner
            case "lbrace":
                return self._multi_hash(token)
            case "lbracket":
                if self._kind in ("number", "colon") or (self._kind == "star" and self._after == "rbracket"):
                    return self._bracket(here, token.start, token)
                return self._multi_list(token)
            case "star":
                return self._project("values", here, token.start, token)
            case "flatten":
                return self._project("flatten", here, token.start, token)
            case "filter":
                return self._filter(here, token.start, token)
        self._next -= 1
        raise self._unexpected()

    def _quoted(self, token: _Token) -> str:
        """The name in double quotes."""
        name = cast(str, token.value)
        try:
            _refuse_text(name)
        except _NoJson as fault:
            message = str(fault).replace("the literal", "the name")
            raise InvalidExpression("expression-literal", message, token.start, token.end) from None
        if self._kind == "lparen":
            message = f"a function's name is not quoted: {self._text[token.start : token.end]}"
            fix = name if name.isascii() and name.isidentifier() else None
            raise InvalidExpression("expression-syntax", message, token.start, token.end, "drop the quotes", fix)
        return name

    # --- paths

    def _after_dot(self, left: Node, start: int) -> Node:
        """*left* with what stands after the dot just read."""
        if self._kind == "star":
            return self._project("values", left, start, self._take(), _POWERS["dot"])
        return self._member(left, start)

    def _member(self, left: Node, start: int) -> Node:
        """*left* with the name, function or multi-select after a dot."""
        token = self._take()
        if token.kind == "unquoted_identifier" and self._kind == "lparen":
            return Chain(left, self._call(token), start, self._end)
        if token.kind == "unquoted_identifier":
            return Attribute(left, token.value, token.start, start, token.end)
        if token.kind == "quoted_identifier":
            return Attribute(left, self._quoted(token), token.start, start, token.end)
        if token.kind == "lbracket":
            return Chain(left, self._multi_list(token), start, self._end)
        if token.kind == "lbrace":
            return Chain(left, self._multi_hash(token), start, self._end)
        self._next -= 1
        raise self._unexpected("a name is expected after '.'")

    def _bracket(self, left: Node, start: int, opening: _Token) -> Node:
        """*left* with the index, the slice or the star in the bracket just read."""
        if self._kind == "star":
            self._take()
            self._close("rbracket", opening)
            return self._project("list", left, start, opening)
        if self._kind == "number" and self._after != "colon":
            index = self._index()
            self._close("rbracket", opening)
            return Index(left, index, start, self._end)
        if self._kind not in ("number", "colon"):
            raise self._unexpected("an index, a slice, '*' or '?' is expected in the brackets")
        return self._slice(left, start, opening)

    def _slice(self, left: Node, start: int, opening: _Token) -> Node:
        """*left* with the slice in the bracket just read, which projects unless it follows an index.

        `a[0][0:2].b` is `(a[0][0:2]).b` in every implementation that descends from the reference.
        """
        parts: list[int | None] = [None, None, None]
        for at in range(3):
            if self._kind == "number":
                token = self._token
                parts[at] = self._index()
                if at == 2 and parts[at] == 0:
                    raise InvalidExpression(
                        "expression-slice", "the step of a slice cannot be 0", token.start, token.end
                    )
            if at == 2 or self._kind != "colon":
                break
            self._take()
        self._close("rbracket", opening)
        cut = (parts[0], parts[1], parts[2])
        if not _follows_index(left):
            return self._project("slice", left, start, opening, cut=cut)
        self._deepen(opening)
        end = self._end
        return Projection("slice", left, Current(end, end), cut, None, start, end)

    def _index(self) -> int:
        token = self._take()
        index = cast(int, token.value)
        if abs(index) > _LARGEST_INDEX:
            message = f"the index is beyond {_LARGEST_INDEX:,}"
            raise InvalidExpression("expression-slice", message, token.start, token.end)
        return index

    # --- projections

    def _filter(self, left: Node, start: int, opening: _Token) -> Node:
        """*left* with the filter whose `[?` was just read."""
        with self._level(opening):
            condition = self._expression()
        self._close("rbracket", opening)
        return self._project("filter", left, start, opening, _POWERS["filter"], condition=condition)

    def _project(
        self,
        kind: Literal["list", "slice", "flatten", "filter", "values"],
        left: Node,
        start: int,
        token: _Token,
        power: int = _POWERS["star"],
        *,
        cut: tuple[int | None, int | None, int | None] | None = None,
        condition: Node | None = None,
    ) -> Node:
        """The projection of *left* that *token* starts, with its right side."""
        self._deepen(token)
        right = self._right_side(_POWERS["flatten"] if kind == "flatten" else power)
        return Projection(kind, left, right, cut, condition, start, self._end)

    def _right_side(self, power: int) -> Node:
        """What a projection does with each element, as far as it binds more tightly than *power*."""
        token = self._token
        if _POWERS.get(token.kind, 0) < _STOPS_PROJECTION:
            return Current(self._end, self._end)
        if token.kind in ("lbracket", "filter"):
            return self._expression(power)
        if token.kind != "dot":
            raise self._unexpected()
        self._take()
        here = Current(token.start, token.start)
        if self._kind == "star":
            return self._extend(self._project("values", here, token.start, self._take()), token.start, power)
        if self._kind in ("lbracket", "lbrace"):
            # In the reference a multi-select ends the right side: `a[*].[b].c` is `(a[*].[b]).c`.
            return self._member(here, token.start)
        return self._extend(self._member(here, token.start), token.start, power)

    # --- what holds others

    def _call(self, name: _Token) -> Node:
        """The call of the function *name*, whose parenthesis is next."""
        opening = self._take()
        arguments: list[Node] = []
        with self._level(opening):
            if self._kind != "rparen":
                arguments.append(self._argument())
            while self._kind == "comma":
                self._take()
                arguments.append(self._argument())
        self._close("rparen", opening)
        return Call(name.value, tuple(arguments), name.end, name.start, self._end)

    def _argument(self) -> Node:
        if self._kind != "expref":
            return self._expression()
        token = self._take()
        return Reference(self._expression(), token.start, self._end)

    def _multi_list(self, opening: _Token) -> Node:
        """The multi-select list whose bracket was just read."""
        with self._level(opening):
            items = [self._expression()]
            while self._kind == "comma":
                self._take()
                items.append(self._expression())
        self._close("rbracket", opening)
        return MultiList(tuple(items), opening.start, self._end)

    def _multi_hash(self, opening: _Token) -> Node:
        """The multi-select hash whose brace was just read."""
        with self._level(opening):
            items = [self._pair()]
            while self._kind == "comma":
                self._take()
                items.append(self._pair())
        self._close("rbrace", opening)
        return MultiHash(tuple(items), opening.start, self._end)

    def _pair(self) -> tuple[str, Node, int]:
        """A key of a multi-select hash, its value and the offset of the key."""
        token = self._take()
        if token.kind not in ("unquoted_identifier", "quoted_identifier"):
            self._next -= 1
            raise self._unexpected("a key is expected here")
        key = self._quoted(token) if token.kind == "quoted_identifier" else token.value
        if self._kind != "colon":
            raise self._unexpected(f"':' is expected after the key {self._text[token.start : token.end]}")
        self._take()
        return key, self._expression(), token.start

    # --- faults

    def _unexpected(self, message: str | None = None) -> InvalidExpression:
        """The fault that the next token is, told by *message* or by the token itself."""
        token = self._token
        if token.kind == "eof":
            return _invalid(Advice(message or "the expression ends too early", token.start, token.end), self._text)
        found = self._text[token.start : token.end]
        return _invalid(Advice(message or f"{found!r} is not expected here", token.start, token.end), self._text)


def _follows_index(node: Node) -> bool:
    """Whether a bracket after *node* continues a path of indexes, as the reference sees it."""
    while isinstance(node, Projection) and node.kind == "slice":
        node = node.of
    return isinstance(node, Index)
