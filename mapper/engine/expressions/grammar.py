"""The tokens of an expression in, the tree of the reference's grammar out, with a limit on nesting."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal, cast

from .faults import InvalidExpression, bare_number, syntax_fault
from .literals import NotJson, read_literal, unwanted
from .tokens import Token, tokens
from .tree import (
    And,
    Attribute,
    Call,
    Chain,
    Comparison,
    Constant,
    Current,
    Index,
    MultiHash,
    MultiList,
    Name,
    Node,
    Not,
    Or,
    Pipe,
    Projection,
    Reference,
)

DEEPEST_NESTING = 16
_LARGEST_INDEX = 2**31 - 1

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

_OPERATORS: dict[str, type[Pipe] | type[Or] | type[And]] = {"pipe": Pipe, "or": Or, "and": And}
_COMPARATORS = {"eq": "==", "ne": "!=", "lt": "<", "lte": "<=", "gt": ">", "gte": ">="}
_SIGNS = {"rbracket": "]", "rparen": ")", "rbrace": "}"}

Cut = tuple[int | None, int | None, int | None]


class Parser:
    """A Pratt parser: `_operand` reads what starts an expression, `_extend` what binds it more than a given power.

    `_nesting` counts what nests: brackets, `!`, and projections, also those of a chain, since each is a loop.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = tokens(text)
        self._next = 0
        self._nesting = 0

    def whole(self) -> Node:
        """The tree of all tokens."""
        tree = self._expression()
        if self._kind != "eof":
            raise self._unexpected()
        return tree

    # --- tokens

    @property
    def _token(self) -> Token:
        return self._tokens[self._next]

    @property
    def _kind(self) -> str:
        return self._tokens[self._next].kind

    @property
    def _kind_after(self) -> str:
        """The kind of the token after the next."""
        return self._tokens[min(self._next + 1, len(self._tokens) - 1)].kind

    @property
    def _end(self) -> int:
        """Where the last token read ends."""
        return self._tokens[self._next - 1].end

    def _take(self) -> Token:
        self._next += 1
        return self._tokens[self._next - 1]

    def _close(self, kind: str, opening: Token, *, comma: bool = False) -> None:
        """Take the bracket that closes *opening*."""
        if self._kind == "eof":
            bracket = self._text[opening.start]
            message, hint = f"{bracket!r} is not closed", f"write {_SIGNS[kind]} where it ends"
            raise InvalidExpression("expression-syntax", message, opening.start, opening.end, hint)
        if self._kind != kind:
            raise self._unexpected(f"',' or {_SIGNS[kind]!r}" if comma else repr(_SIGNS[kind]))
        self._take()

    def _unexpected(self, expected: str | None = None) -> InvalidExpression:
        """The fault that the next token is where *expected* should be."""
        token = self._token
        found = repr(self._text[token.start : token.end])
        if token.kind == "eof":
            message = f"the expression ends where {expected or 'more'} is expected"
        else:
            message = f"{expected} is expected instead of {found}" if expected else f"{found} is not expected here"
        return syntax_fault(self._text, message, token.start, token.end, self._advice(expected))

    def _advice(self, expected: str | None) -> str | None:
        """What to do about the next token, where nothing is known of what was meant."""
        if self._kind == "eof":
            before = self._text[self._tokens[self._next - 1].start : self._end]
            return f"write it behind {before!r}, or remove that"
        if self._kind in _SIGNS and expected is None:
            return "remove it, or write the bracket that opens it"
        return "between two values stands an operator, such as == or ||" if expected is None else None

    @contextmanager
    def _level(self, token: Token) -> Iterator[None]:
        """What is read inside nests one level deeper."""
        outer = self._nesting
        self._deepen(token)
        yield
        self._nesting = outer

    def _deepen(self, token: Token) -> None:
        self._nesting += 1
        if self._nesting > DEEPEST_NESTING:
            message = f"the expression is nested more than {DEEPEST_NESTING} levels deep"
            hint = "name an inner part in `let`"
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
            if token.kind in _OPERATORS or token.kind in _COMPARATORS:
                self._nesting = outer
                left = self._operation(token, left, start)
            elif token.kind == "dot":
                left = self._after_dot(left, start)
            elif token.kind == "lbracket":
                left = self._bracket(left, start, token)
            elif token.kind == "flatten":
                left = self._project("flatten", left, start, token, _POWERS["flatten"])
            elif token.kind == "filter":
                left = self._filter(left, start, token)
            else:
                self._next -= 1
                raise self._unexpected()
        return left

    def _operation(self, operator: Token, left: Node, start: int) -> Node:
        """*left* and what follows, joined by the *operator* just read."""
        right = self._expression(_POWERS[operator.kind])
        if operator.kind in _OPERATORS:
            return _OPERATORS[operator.kind](left, right, start, self._end)
        return Comparison(_COMPARATORS[operator.kind], left, right, operator.start, start, self._end)

    def _operand(self) -> Node:
        """What can stand at the start of an expression."""
        token = self._take()
        match token.kind:
            case "unquoted_identifier":
                return self._call(token) if self._kind == "lparen" else Name(token.value, False, token.start, token.end)
            case "quoted_identifier":
                return Name(self._quoted(token), True, token.start, token.end)
            case "literal":
                return Constant(token.value, token.start, token.end)
            case "json":
                return self._literal(token)
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
        return self._path(token)

    def _path(self, token: Token) -> Node:
        """A bracket or star on the current node, which is not written."""
        here = Current(token.start, token.start)
        match token.kind:
            case "lbracket":
                if self._kind in ("number", "colon") or (self._kind == "star" and self._kind_after == "rbracket"):
                    return self._bracket(here, token.start, token)
                return self._multi_list(token)
            case "star":
                return self._project("values", here, token.start, token)
            case "flatten":
                return self._project("flatten", here, token.start, token, _POWERS["flatten"])
            case "filter":
                return self._filter(here, token.start, token)
        self._next -= 1
        if token.kind == "number" and (fault := bare_number(self._text, token.start)):
            raise fault
        if token.kind == "expref":
            message, hint = "'&' stands only before an argument of a function", "for 'and' write &&"
            raise InvalidExpression("expression-syntax", message, token.start, token.end, hint)
        raise self._unexpected("a value")

    def _literal(self, token: Token) -> Constant:
        try:
            value, bare = read_literal(token.value)
        except NotJson as fault:
            raise InvalidExpression("expression-literal", str(fault), token.start, token.end, fault.hint) from None
        return Constant(value, token.start, token.end, bare)

    def _quoted(self, token: Token) -> str:
        """The name in double quotes."""
        name = cast(str, token.value)
        found = unwanted(name)
        if found is not None:
            raise InvalidExpression(
                "expression-literal", f"the name holds {found[1]}", token.start, token.end, "remove it"
            )
        if self._kind == "lparen":
            message = f"the name of a function is not quoted: {self._text[token.start : token.end]}"
            hint = f"write {name}(…) without the quotes"
            raise InvalidExpression("expression-syntax", message, token.start, token.end, hint)
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
        match token.kind:
            case "unquoted_identifier":
                if self._kind == "lparen":
                    return Chain(left, self._call(token), start, self._end)
                return Attribute(left, token.value, token.start, start, token.end)
            case "quoted_identifier":
                return Attribute(left, self._quoted(token), token.start, start, token.end)
            case "lbracket":
                return Chain(left, self._multi_list(token), start, self._end)
            case "lbrace":
                return Chain(left, self._multi_hash(token), start, self._end)
        self._next -= 1
        raise self._unexpected("a name")

    def _bracket(self, left: Node, start: int, opening: Token) -> Node:
        """*left* with the index, the slice or the star in the bracket just read."""
        match self._kind:
            case "star":
                self._take()
                self._close("rbracket", opening)
                return self._project("list", left, start, opening)
            case "number" if self._kind_after != "colon":
                index = self._index()
                self._close("rbracket", opening)
                return Index(left, index, start, self._end)
            case "number" | "colon":
                return self._slice(left, start, opening)
            case "eof":
                self._close("rbracket", opening)
        raise self._no_index(opening)

    def _no_index(self, opening: Token) -> InvalidExpression:
        """The fault of a bracket that holds neither index nor slice nor star."""
        token = self._token
        name = self._text[token.start : token.end]
        if self._kind_after != "rbracket" or token.kind not in ("literal", "quoted_identifier", "unquoted_identifier"):
            return self._unexpected("an index, a slice or '*'")
        if token.kind == "literal":
            name = token.value if token.value.isidentifier() and token.value.isascii() else f'"{token.value}"'
        end = self._tokens[self._next + 1].end
        hint = f"write .{name}, or [?{name}] to filter"
        return InvalidExpression("expression-syntax", "a name is read with a dot", opening.start, end, hint)

    def _slice(self, left: Node, start: int, opening: Token) -> Node:
        """*left* with the slice in the bracket just read, which projects unless it follows an index.

        `a[0][0:2].b` is `(a[0][0:2]).b` in the reference and in all that descend from it.
        """
        parts = [self._slice_part()]
        while self._kind == "colon" and len(parts) < 3:
            self._take()
            step = self._token
            parts.append(self._slice_part())
            if len(parts) == 3 and parts[2] == 0:
                message, hint = "the step of a slice is 0", "leave the step out, as in [0:5], or write 1"
                raise InvalidExpression("expression-slice", message, step.start, step.end, hint)
        self._close("rbracket", opening)
        cut = (parts[0], parts[1], parts[2] if len(parts) == 3 else None)
        if not _follows_index(left):
            return self._project("slice", left, start, opening, cut=cut)
        self._deepen(opening)
        return Projection("slice", left, Current(self._end, self._end), cut, None, start, self._end)

    def _slice_part(self) -> int | None:
        """The next number of a slice, None where it is left out."""
        return self._index() if self._kind == "number" else None

    def _index(self) -> int:
        token = self._take()
        index = cast(int, token.value)
        if abs(index) > _LARGEST_INDEX:
            message, hint = f"the index is beyond {_LARGEST_INDEX:,}", "no list is so long; for the last write [-1]"
            raise InvalidExpression("expression-slice", message, token.start, token.end, hint)
        return index

    # --- projections

    def _filter(self, left: Node, start: int, opening: Token) -> Node:
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
        token: Token,
        power: int = _POWERS["star"],
        *,
        cut: Cut | None = None,
        condition: Node | None = None,
    ) -> Node:
        """The projection of *left* that *token* starts, with its right side."""
        self._deepen(token)
        right = self._right_side(power)
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
        if self._kind in ("lbracket", "lbrace"):
            # In the reference a multi-select ends the right side: `a[*].[b].c` is `(a[*].[b]).c`.
            return self._member(here, token.start)
        if self._kind == "star":
            return self._extend(self._project("values", here, token.start, self._take()), token.start, power)
        return self._extend(self._member(here, token.start), token.start, power)

    # --- what holds others

    def _call(self, name: Token) -> Node:
        """The call of the function *name*, whose parenthesis is next."""
        opening = self._take()
        arguments: list[Node] = []
        with self._level(opening):
            if self._kind != "rparen":
                arguments.append(self._argument())
            while self._kind == "comma":
                self._take()
                arguments.append(self._argument())
        self._close("rparen", opening, comma=bool(arguments))
        return Call(name.value, tuple(arguments), name.end, name.start, self._end)

    def _argument(self) -> Node:
        if self._kind != "expref":
            return self._expression()
        token = self._take()
        return Reference(self._expression(), token.start, self._end)

    def _multi_list(self, opening: Token) -> Node:
        """The multi-select list whose bracket was just read."""
        with self._level(opening):
            items = [self._expression()]
            while self._kind == "comma":
                self._take()
                items.append(self._expression())
        self._close("rbracket", opening, comma=True)
        return MultiList(tuple(items), opening.start, self._end)

    def _multi_hash(self, opening: Token) -> Node:
        """The multi-select hash whose brace was just read."""
        with self._level(opening):
            items = [self._pair()]
            while self._kind == "comma":
                self._take()
                items.append(self._pair())
        self._close("rbrace", opening, comma=True)
        return MultiHash(tuple(items), opening.start, self._end)

    def _pair(self) -> tuple[str, Node, int]:
        """A key of a multi-select hash, its value and the offset of the key."""
        token = self._token
        if token.kind not in ("unquoted_identifier", "quoted_identifier"):
            raise self._unexpected("a key")
        self._take()
        key = self._quoted(token) if token.kind == "quoted_identifier" else token.value
        if self._kind != "colon":
            raise self._unexpected("':'")
        self._take()
        return key, self._expression(), token.start


def _follows_index(node: Node) -> bool:
    """Whether a bracket after *node* continues a path of indexes, as the reference sees it."""
    while isinstance(node, Projection) and node.kind == "slice":
        node = node.of
    return isinstance(node, Index)
