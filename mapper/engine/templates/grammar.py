"""Jinja2's tree in, ours out: the allow list. What is not on it is refused by name and place.

Jinja2's nodes know only a line. Its parser is therefore given the number of each token where it expects a line, so
that every node tells the tokens it was made of, and these have their places.
"""

from __future__ import annotations

import typing
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NoReturn

from jinja2 import Environment, TemplateSyntaxError, nodes
from jinja2 import lexer as jinja
from jinja2.parser import Parser

from .. import expressions
from ..functions.filters import NOT_OFFERED
from ..suggestions import did_you_mean
from . import tree
from .faults import InvalidTemplate, quoted
from .structure import check_structure
from .syntax_faults import syntax_fault
from .tokens import Token, tokens

_DEEPEST_LOOP: Final = 2
COUNTERS: Final = ("index", "index0", "first", "last", "length")
"""What stands behind `loop.` in a loop."""
_MOST_UNREADABLE: Final = 10
"""So many parts of a template that cannot be read are told at once."""
_IN_LIST: Final = "write ['one', 'two']"
_OPERATORS: Final = {"eq": "==", "ne": "!=", "lt": "<", "lteq": "<=", "gt": ">", "gteq": ">="}
_ARITHMETIC: Final = "templates do not calculate"
_REFUSED: Final[dict[type[nodes.Node], tuple[str, str | None]]] = {
    nodes.Call: ("a call", "functions are filters: value | upper"),
    nodes.Test: ("a test", "write `{% if value %}`, or compare with =="),
    nodes.Add: ("an addition", "texts are joined with ~"),
    nodes.Sub: ("a subtraction", _ARITHMETIC),
    nodes.Mul: ("a multiplication", _ARITHMETIC),
    nodes.Div: ("a division", _ARITHMETIC),
    nodes.FloorDiv: ("a division", _ARITHMETIC),
    nodes.Mod: ("a remainder", _ARITHMETIC),
    nodes.Pow: ("a power", _ARITHMETIC),
    nodes.Neg: ("a sign", "a sign stands only before a number"),
    nodes.Pos: ("a sign", "leave it out"),
    nodes.List: ("a list", "a list stands only after `in`"),
    nodes.Tuple: ("a tuple", "values stand one by one, a list after `in` in square brackets"),
    nodes.Dict: ("an object", "name it in a `let`"),
    nodes.Slice: ("a slice", "take it in a `let`"),
}


def parse_template(text: str) -> tuple[tree.TemplateNode, ...]:
    """The nodes of a template. Names are those of the payload or the mapping; nothing is resolved yet.

    Raises InvalidTemplate for what Jinja2 refuses, what the subset does not have, and what is too long or too deep.
    What else the subset does not have is among the `others` of the first fault.
    """
    found = tokens(text)
    check_structure(found)
    parsed, read, faults = _parsed(text, found)
    grammar = _Grammar(text, read)
    translated = grammar.body(parsed.body, ()) if parsed is not None else ()
    if faults := [*faults, *grammar.faults]:
        first, *first.others = sorted(faults, key=lambda fault: fault.start)
        raise first
    return translated


def _parsed(text: str, found: Sequence[Token]) -> tuple[nodes.Template | None, Sequence[Token], list[InvalidTemplate]]:
    """Jinja2's tree, the tokens that it is made of, and what kept it from reading others.

    A `{{ … }}` that it cannot read is left out, and the rest is read again.
    """
    faults: list[InvalidTemplate] = []
    while len(faults) < _MOST_UNREADABLE:
        try:
            return Parser(_Numbered(found), text).parse(), found, faults
        except TemplateSyntaxError as fault:
            faults.append(syntax_fault(text, found, fault))
            rest = _without_part(found, fault.lineno)
        if len(rest) == len(found):
            break
        found = rest
    return None, found, faults


def _without_part(found: Sequence[Token], at: int) -> Sequence[Token]:
    """The tokens without the `{{ … }}` around that at *at*; all of them when it stands in none."""
    start = min(at, len(found) - 1)
    while start > 0 and found[start].kind not in ("variable_begin", "block_begin"):
        start -= 1
    end = next((each for each in range(start, len(found)) if found[each].kind == "variable_end"), None)
    if end is None or end < at or found[start].kind != "variable_begin":
        return found
    return [*found[:start], *found[end + 1 :]]


class _Numbered(Environment):
    """An environment whose stream of tokens is given, numbered in the place of lines."""

    def __init__(self, found: Sequence[Token]) -> None:
        super().__init__(autoescape=False)
        self._found = found

    def _tokenize(
        self, source: str, name: str | None, filename: str | None = None, state: str | None = None
    ) -> jinja.TokenStream:
        numbered = (jinja.Token(at, token.kind, token.value) for at, token in enumerate(self._found))
        return jinja.TokenStream(numbered, name, filename)


class _Grammar:
    """Translates the nodes of one template. *loops* are the variables of the loops around, outermost first."""

    def __init__(self, text: str, found: Sequence[Token]) -> None:
        self._text, self._tokens = text, found
        self.faults: list[InvalidTemplate] = []
        self._partners = _partners(found)
        self._values: dict[type[nodes.Node], Callable[..., tree.Value]] = {
            nodes.Name: self._name,
            nodes.Const: self._constant,
            nodes.Getattr: self._attribute,
            nodes.Getitem: self._item,
            nodes.Filter: self._filter,
            nodes.CondExpr: self._choice,
            nodes.Compare: self._comparison,
            nodes.Not: self._not,
            nodes.And: self._and,
            nodes.Or: self._or,
            nodes.Concat: self._joined,
            nodes.Neg: self._negative,
        }

    # --- what stands between and in tags -----------------------------------------------------------------------------

    def body(self, found: Sequence[nodes.Node], loops: tuple[str, ...]) -> tuple[tree.TemplateNode, ...]:
        """The nodes of a template or of a block, without those that have a fault, which is kept."""
        translated: list[tree.TemplateNode] = []
        for node in found:
            for part in node.nodes if isinstance(node, nodes.Output) else (node,):
                try:
                    translated += self._statement(part, loops)
                except InvalidTemplate as fault:
                    self.faults.append(fault)
        return tuple(translated)

    def _statement(self, node: nodes.Node, loops: tuple[str, ...]) -> Iterator[tree.TemplateNode]:
        if isinstance(node, nodes.Expr):
            yield from self._output(node, loops)
        elif isinstance(node, nodes.If):
            yield self._if(node, loops)
        elif isinstance(node, nodes.For):
            yield self._for(node, loops)
        else:
            self._refuse(node)

    def _output(self, node: nodes.Expr, loops: tuple[str, ...]) -> Iterator[tree.TemplateNode]:
        if isinstance(node, nodes.TemplateData):
            token = self._tokens[node.lineno]
            yield tree.Literal(node.data, token.start, token.end)
            return
        value = self.value(node, loops)
        # What is joined at the top prints as if each part had braces of its own: absent parts are treated alike.
        for part in value.values if isinstance(value, tree.Joined) else (value,):
            if isinstance(part, expressions.Constant) and part.value is not None:
                yield tree.Literal(_constant_text(part), part.start, part.end)
            else:
                yield tree.Output(part, part.start, part.end)

    def _if(self, node: nodes.If, loops: tuple[str, ...]) -> tree.If:
        branches = tuple((self.value(each.test, loops), self.body(each.body, loops)) for each in (node, *node.elif_))
        return tree.If(branches, self.body(node.else_, loops), *self._opening(node))

    def _for(self, node: nodes.For, loops: tuple[str, ...]) -> tree.For:
        if len(loops) == _DEEPEST_LOOP:
            message = f"loops stand in one another more than {_DEEPEST_LOOP} deep"
            raise InvalidTemplate("template-too-deep", message, *self._opening(node), "name the inner list in a `let`")
        if not isinstance(node.target, nodes.Name) or node.target.name == "loop":
            self._not_allowed(node.target, "a loop takes one variable, not {}", "write `{% for item in items %}`")
        for clause, what in ((node.test, "condition"), (node.else_, "else"), (node.recursive, "recursion")):
            if clause:
                message = f"loops have no {what}"
                raise InvalidTemplate("template-not-allowed", message, *self._opening(node), "put an {% if %} into it")
        of = self.value(node.iter, loops)
        if not isinstance(of, expressions.Name | expressions.Attribute | expressions.Index | tree.Element | tree.Part):
            self._not_allowed(node.iter, "a loop walks a list of the payload, not {}", "name the list in a `let`")
        variable = node.target.name
        return tree.For(variable, of, self.body(node.body, (*loops, variable)), *self._opening(node))

    def _opening(self, node: nodes.Node) -> tuple[int, int]:
        """The characters of the opening tag."""
        last = next(at for at in range(node.lineno, len(self._tokens)) if self._tokens[at].kind == "block_end")
        return self._tokens[node.lineno - 1].start, self._tokens[last].end

    # --- values ------------------------------------------------------------------------------------------------------

    def value(self, node: nodes.Node, loops: tuple[str, ...]) -> tree.Value:
        """A value in braces or in a condition."""
        translate = self._values.get(type(node))
        if translate is None:
            self._refuse(node)
        return translate(node, loops, *self._span(node))

    def _name(self, node: nodes.Name, loops: tuple[str, ...], start: int, end: int) -> tree.Value:
        if node.name in loops:
            level = len(loops) - 1 - loops[::-1].index(node.name)
            return tree.Element(level, start, end)
        if node.name == "loop":
            where = "stands in front of index, first or last" if loops else "stands outside of a loop"
            hint = "write {{ loop.index }}, in a loop"
            raise InvalidTemplate("template-not-allowed", f"'loop' {where}", start, end, hint)
        return expressions.Name(node.name, False, start, end)

    def _constant(self, node: nodes.Const, loops: tuple[str, ...], start: int, end: int) -> tree.Value:
        return expressions.Constant(node.value, start, end)

    def _negative(self, node: nodes.Neg, loops: tuple[str, ...], start: int, end: int) -> tree.Value:
        number = node.node
        if not isinstance(number, nodes.Const) or type(number.value) not in (int, float):
            self._refuse(node)
        return expressions.Constant(-number.value, start, end)

    def _attribute(self, node: nodes.Getattr, loops: tuple[str, ...], start: int, end: int) -> tree.Value:
        if isinstance(node.node, nodes.Name) and node.node.name == "loop" and loops:
            return self._counter(node, len(loops) - 1, start, end)
        name_start = self._tokens[node.lineno + 1].start
        return _below(
            self.value(node.node, loops), lambda of: expressions.Attribute(of, node.attr, name_start, start, end)
        )

    def _counter(self, node: nodes.Getattr, level: int, start: int, end: int) -> tree.Counter:
        if node.attr not in COUNTERS:
            hint, fix = did_you_mean(node.attr, COUNTERS)
            name = self._tokens[node.lineno + 1]
            raise InvalidTemplate(
                "template-not-allowed", f"a loop has no {quoted(node.attr)}", name.start, name.end,
                hint or f"it has {', '.join(COUNTERS)}", fix,
            )  # fmt: skip
        return tree.Counter(level, typing.cast(typing.Literal["index"], node.attr), start, end)

    def _item(self, node: nodes.Getitem, loops: tuple[str, ...], start: int, end: int) -> tree.Value:
        of = self.value(node.node, loops)
        key = node.arg if isinstance(node.arg, nodes.Slice) else self.value(node.arg, loops)
        item = key.value if isinstance(key, expressions.Constant) else None
        if isinstance(item, str):
            name_start = self._tokens[node.lineno + 1].start
            return _below(of, lambda base: expressions.Attribute(base, item, name_start, start, end))
        if type(item) is int:
            return _below(of, lambda base: expressions.Index(base, item, start, end))
        return self._not_allowed(node.arg, "the name of an item is fixed, not {}", "write .name, ['name'] or [0]")

    def _filter(self, node: nodes.Filter, loops: tuple[str, ...], start: int, end: int) -> tree.Value:
        name = self._tokens[node.lineno]
        if node.kwargs or node.dyn_args is not None or node.dyn_kwargs is not None:
            message = f"the arguments of {quoted(node.name)} stand in order, without names"
            raise InvalidTemplate("template-not-allowed", message, name.start, end, f"write {node.name}(value)")
        if node.name in NOT_OFFERED:
            message = f"templates have no filter '{node.name}'"
            raise InvalidTemplate("template-not-allowed", message, name.start, name.end, NOT_OFFERED[node.name])
        assert node.node is not None  # it is None in a filter block, which is no tag of ours
        of = self.value(node.node, loops)
        arguments = tuple(self.value(argument, loops) for argument in node.args)
        return tree.Filter(of, node.name, arguments, name.start, start, end)

    def _choice(self, node: nodes.CondExpr, loops: tuple[str, ...], start: int, end: int) -> tree.Value:
        otherwise = self.value(node.expr2, loops) if node.expr2 is not None else None
        return tree.Choice(self.value(node.test, loops), self.value(node.expr1, loops), otherwise, start, end)

    def _comparison(self, node: nodes.Compare, loops: tuple[str, ...], start: int, end: int) -> tree.Value:
        if len(node.ops) > 1:
            self._not_allowed(node, "two values are compared at a time, not {}", "write a < b and b < c")
        operator, right = node.ops[0].op, node.ops[0].expr
        left = self.value(node.expr, loops)
        if operator in _OPERATORS:
            return tree.Compare(_OPERATORS[operator], left, self.value(right, loops), start, end)
        if not isinstance(right, nodes.List):
            name = node.expr.value if isinstance(node.expr, nodes.Const) else None
            is_group = isinstance(right, nodes.Name) and right.name == "groups" and isinstance(name, str)
            negated = "not " if operator == "notin" else ""
            hint = f"write {negated}'{name}' | in_group" if is_group and "'" not in str(name) else _IN_LIST
            self._not_allowed(right, "after `in` stands a list of constants, not {}", hint)
        items = [(item, self.value(item, loops)) for item in right.items]
        for item, constant in items:
            if not isinstance(constant, expressions.Constant):
                self._not_allowed(item, "after `in` stands a list of constants, not {}", "write value == other or …")
        fixed = tuple(constant.value for _, constant in items if isinstance(constant, expressions.Constant))
        return tree.Among(left, fixed, operator == "notin", start, end)

    def _not(self, node: nodes.Not, loops: tuple[str, ...], start: int, end: int) -> tree.Value:
        return tree.Not(self.value(node.node, loops), start, end)

    def _and(self, node: nodes.And, loops: tuple[str, ...], start: int, end: int) -> tree.Value:
        return tree.And(self.value(node.left, loops), self.value(node.right, loops), start, end)

    def _or(self, node: nodes.Or, loops: tuple[str, ...], start: int, end: int) -> tree.Value:
        return tree.Or(self.value(node.left, loops), self.value(node.right, loops), start, end)

    def _joined(self, node: nodes.Concat, loops: tuple[str, ...], start: int, end: int) -> tree.Value:
        return tree.Joined(tuple(self.value(each, loops) for each in node.nodes), start, end)

    # --- refusals ----------------------------------------------------------------------------------------------------

    def _refuse(self, node: nodes.Node) -> NoReturn:
        name, hint = _REFUSED.get(type(node), (f"a '{type(node).__name__.lower()}'", None))
        start, end = self._span(node)
        message = f"{quoted(self._text[start:end])} is {name}, which templates do not have"
        raise InvalidTemplate("template-not-allowed", message, start, end, hint)

    def _not_allowed(self, node: nodes.Node, message: str, hint: str) -> NoReturn:
        start, end = self._span(node)
        words = message.format(quoted(self._text[start:end]))
        raise InvalidTemplate("template-not-allowed", words, start, end, hint)

    # --- places ------------------------------------------------------------------------------------------------------

    def _span(self, node: nodes.Node) -> tuple[int, int]:
        """The characters of a value, widened to whole pairs of brackets."""
        own = sorted(self._own(node))
        first, last = own[0], own[-1]
        at = first
        while at <= last:
            first, last = min(first, self._partners.get(at, first)), max(last, self._partners.get(at, last))
            at += 1
        return self._tokens[first].start, self._tokens[last].end

    def _own(self, node: nodes.Node) -> Iterator[int]:
        """The numbers of the tokens that *node* and those below it were made of, brackets perhaps missing."""
        at = node.lineno
        # Nodes with an operator between their parts are numbered by whatever token came next.
        if not isinstance(node, nodes.BinExpr | nodes.Compare | nodes.CondExpr | nodes.Concat | nodes.Operand):
            yield at
            yield from self._following(node, at)
        for child in node.iter_child_nodes():
            yield from self._own(child)

    def _following(self, node: nodes.Node, at: int) -> Iterator[int]:
        """The tokens of *node* itself that follow its first."""
        if isinstance(node, nodes.Const) and self._tokens[at].kind == "string":
            while self._tokens[at + 1].kind == "string":
                at += 1
                yield at
        elif isinstance(node, nodes.Getattr | nodes.Getitem):
            yield at + (self._tokens[at].kind == "dot")
        elif isinstance(node, nodes.Filter):
            yield at + (self._tokens[at + 1].kind == "lparen")
        elif isinstance(node, nodes.Test):
            yield at + 1 + (self._tokens[at + 1].value == "not")


def _partners(found: Sequence[Token]) -> dict[int, int]:
    """For each bracket the number of the one that belongs to it; the lexer has seen to it that there is one."""
    partners: dict[int, int] = {}
    opened: list[int] = []
    for at, token in enumerate(found):
        if token.kind in ("lparen", "lbracket", "lbrace"):
            opened.append(at)
        elif token.kind in ("rparen", "rbracket", "rbrace"):
            partner = opened.pop()
            partners[at], partners[partner] = partner, at
    return partners


def _below(of: tree.Value, step: Callable[[expressions.Node], expressions.Node]) -> tree.Value:
    """One step further: on a path it makes a longer path, on another value a Part."""
    if isinstance(of, tree.Part):
        path = step(of.path)
        return tree.Part(of.of, path, path.start, path.end)
    if isinstance(of, expressions.Name | expressions.Attribute | expressions.Index | expressions.Constant):
        return step(of)
    path = step(expressions.Current(of.start, of.end))
    return tree.Part(of, path, path.start, path.end)


def _constant_text(constant: expressions.Constant) -> str:
    if isinstance(constant.value, bool):
        return "true" if constant.value else "false"
    return str(constant.value)
