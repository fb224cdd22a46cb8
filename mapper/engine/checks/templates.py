"""A template outside of the subset, with a name or a filter that is not there, or with values that do not match."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from .. import expressions, templates
from ..call_shapes import function_shape
from ..checked import FromTemplate
from ..diagnostics import CODES, Code, Diagnostics, error
from ..expression_checker import ExpressionChecker, facts, reads
from ..foreign_functions import familiar_function
from ..functions import FUNCTIONS
from ..functions.declaration import Function, Type
from ..scope import Scope, resolve
from ..shapes import BOOLEAN, NUMBER, STRING, UNKNOWN, Shape, joined
from ..suggestions import did_you_mean
from ..templates.filters import arguments_of, filter_named, filter_names, filter_usage
from ..templates.foreign import filter_here
from ..text import Text
from ..yaml_quotes import repair
from .attributes import PART_OF_LIST, AttributeCheck, bare_person
from .calls import CallCheck
from .likeness import likeness
from .named import BLANKS_IN_GROUP_NAME, UNKNOWN_KIND, UNKNOWN_TABLE
from .needless_template import check_needed
from .table_names import misplaced
from .template_conditions import check_compared, check_condition

SYNTAX = error("template-syntax", "a template that is no Jinja2")
NOT_ALLOWED = error("template-not-allowed", "something of Jinja2 that templates do not have")
TOO_LONG = error("template-too-long", "a template with too many characters or words")
TOO_DEEP = error("template-too-deep", "a template whose tags or values are nested too deeply")
BAD_NUMBER = error("template-number", "a number in a template that is too long or too large")
CHARACTER = error("template-character", "a character in a template that no text can hold")
UNKNOWN_FILTER = error("unknown-filter", "a filter that does not exist")
FILTER_ARGUMENTS = error("filter-arguments", "a filter with arguments that it can never work with")
DOES_NOT_PRINT = error("template-does-not-print", "a list or an object where a template prints or loops")
UNLIKE = error("template-comparison", "a comparison of values that are not of one kind")

_BY_NAME = {name: code for name, code in CODES.items() if name.startswith("template-")}

_TYPES: Final[dict[str, Type]] = {
    "string": "string", "date": "string", "boolean": "boolean", "number": "number", "list": "array", "object": "object",
}  # fmt: skip
_ARTICLES: Final = {
    "string": "text", "number": "a number", "boolean": "a boolean", "array": "a list", "object": "an object",
    "null": "null", "date": "a date", "list": "a list",
}  # fmt: skip
_OF_LIST: Final = "take one element with [0], or walk the list with {% for %}"
_REPAIRED: Final = (UNKNOWN_TABLE, UNKNOWN_KIND, BLANKS_IN_GROUP_NAME)
"""Faults of constants, which are repaired alike in a template and in an expression."""
_PLAIN_NAME = re.compile(r"[A-Za-z_][\w.]*", re.ASCII)


def check_template(
    text: Text, path: str, scope: Scope, found: Diagnostics, checker: ExpressionChecker
) -> FromTemplate | None:
    """The template with its names resolved; None when it has a fault, which is reported."""
    try:
        parsed = templates.parse_template(text.value)
    except templates.InvalidTemplate as first:
        for fault in (first, *first.others):
            is_whole = fault.end - fault.start == len(text.value)
            place, fix = (text.span, None) if is_whole else repair(text, fault.start, fault.end, fault.fix)
            found.add(_BY_NAME[fault.code], fault.message, place, hint=fault.hint, path=path, fix=fix)
        return None
    check = _TemplateCheck(text, path, scope, checker)
    nodes = check.body(parsed)
    _hand_over(check.found, found)
    if check.found.has_errors:
        return None
    if not checker.has_room(templates.walk(nodes), text, path):
        return None
    check_needed(text, nodes, check.printed, lambda: likeness(text, scope, checker.apart()), path, found)
    inner = tuple(_expressions(nodes))
    needed = [facts(each) for each in inner]
    checker.contexts |= {context for each in needed for context in each.contexts}
    checker.lets |= {name for each in needed for name in each.lets}
    checker.reads_groups |= any(each.startswith("/groups") for node in inner for each in reads(node))
    counted = scope.repeated and any(isinstance(each, templates.Filter) for each in templates.walk(nodes))
    return FromTemplate(text, nodes, tuple(dict.fromkeys(_printed(nodes, []))), inner, counted)


def _hand_over(faults: Diagnostics, found: Diagnostics) -> None:
    """Pass faults on, with those repairs that are a path in a template as well as in an expression."""
    for fault in faults:
        fix, hint = (fault.fix.replace if fault.fix is not None else None), fault.hint
        at_name = _PLAIN_NAME.fullmatch(fault.span.text) is not None
        if fix is not None and fault.code not in _REPAIRED and not (at_name and _PLAIN_NAME.fullmatch(fix)):
            fix = None
        if fault.code is PART_OF_LIST:
            hint = _OF_LIST
        found.add(fault.code, fault.message, fault.span, hint=hint, path=fault.path, fix=fix)


class _TemplateCheck:
    """Resolves the names of one template, and reports what can never work into `found`."""

    def __init__(self, text: Text, path: str, scope: Scope, checker: ExpressionChecker) -> None:
        self.found = Diagnostics()
        self._text, self._path, self._scope = text, path, scope
        self._calls = CallCheck(text, path, checker.named, checker.patterns, self.found)
        self._attributes = AttributeCheck(text, path, scope, self.found, self._calls)
        self._elements: list[Shape] = []
        self.printed: list[Shape] = []
        """What each part can be that is printed."""

    # --- what stands between and in tags -----------------------------------------------------------------------------

    def body(self, nodes: Iterable[templates.TemplateNode]) -> tuple[templates.TemplateNode, ...]:
        """The nodes of a template or of a block, with names resolved."""
        return tuple(self._node(node) for node in nodes)

    def _node(self, node: templates.TemplateNode) -> templates.TemplateNode:
        if isinstance(node, templates.Output):
            of, shape = self._value(node.of)
            self.printed.append(shape)
            if shape.kind in ("list", "object"):
                hint = _OF_LIST if shape.kind == "list" else None
                message = f"'{self._words(of)}' is {_ARTICLES[shape.kind]}, which does not print"
                self._report(DOES_NOT_PRINT, message, of, hint or "take one attribute of it")
            return replace(node, of=of)
        if isinstance(node, templates.If):
            branches = tuple((self._condition(condition), self.body(body)) for condition, body in node.branches)
            return replace(node, branches=branches, otherwise=self.body(node.otherwise))
        return self._for(node) if isinstance(node, templates.For) else node

    def _for(self, node: templates.For) -> templates.For:
        of, shape = self._value(node.of)
        if shape.kind not in ("list", "unknown"):
            message = f"'{self._words(of)}' is {_ARTICLES[_TYPES[shape.kind]]}, and a loop walks a list"
            self._report(DOES_NOT_PRINT, message, of, "print it with {{ }}")
        self._elements.append(shape.element or UNKNOWN)
        body = self.body(node.body)
        self._elements.pop()
        return replace(node, of=of, body=body)

    # --- values ------------------------------------------------------------------------------------------------------

    def _value(self, value: templates.Value) -> tuple[templates.Value, Shape]:
        """A value with its names resolved, and what it can be."""
        if isinstance(value, templates.Element):
            return value, self._elements[value.level]
        if isinstance(value, templates.Counter):
            return value, BOOLEAN if value.name in ("first", "last") else NUMBER
        if isinstance(value, templates.Part):
            of, shape = self._value(value.of)
            return replace(value, of=of), self._path_shape(value.path, shape)
        if isinstance(value, templates.Filter):
            return self._filter(value)
        if isinstance(value, templates.Choice | templates.And | templates.Or):
            return self._alternatives(value)
        if isinstance(value, templates.Compare):
            return self._comparison(value), BOOLEAN
        if isinstance(value, templates.Among):
            of, shape = self._value(value.of)
            for item in value.items:
                self._like(value, shape, _shape_of(item))
                if isinstance(item, str):
                    self._attributes.account.equals(of, item, value.start, value.end)
            return replace(value, of=of), BOOLEAN
        if isinstance(value, templates.Not):
            return replace(value, of=self._value(value.of)[0]), BOOLEAN
        if isinstance(value, templates.Joined):
            return replace(value, values=tuple(self._value(part)[0] for part in value.values)), STRING
        node = resolve(value, self._scope, bare_person(self._text, self._path, self.found))
        return node, self._path_shape(node, self._scope.current)

    def _condition(self, value: templates.Value) -> templates.Value:
        """A value that is asked whether it holds."""
        before = len(self.found)
        condition = self._value(value)[0]
        if len(self.found) == before:
            check_condition(condition, self._text, self._path, self.found)
        return condition

    def _path_shape(self, node: expressions.Node, current: Shape) -> Shape:
        return self._attributes.shape(node, current)

    def _alternatives(self, value: templates.Choice | templates.And | templates.Or) -> tuple[templates.Value, Shape]:
        if isinstance(value, templates.Choice):
            chosen, shape = self._value(value.value)
            condition = self._condition(value.condition)
            if value.otherwise is None:
                return replace(value, value=chosen, condition=condition), shape
            otherwise, other = self._value(value.otherwise)
            resolved = replace(value, value=chosen, condition=condition, otherwise=otherwise)
            return resolved, joined([shape, other])
        (left, shape), (right, other) = self._value(value.left), self._value(value.right)
        return replace(value, left=left, right=right), joined([shape, other])

    def _comparison(self, value: templates.Compare) -> templates.Compare:
        (left, shape), (right, other) = self._value(value.left), self._value(value.right)
        kinds = {shape.kind, other.kind}
        if value.operator not in ("==", "!=") and kinds & {"date", "boolean", "list", "object"}:
            kind = next(kind for kind in ("date", "boolean", "list", "object") if kind in kinds)
            hint = "dates are compared by the filters since and until" if kind == "date" else "compare with == or !="
            self._report(UNLIKE, f"{_ARTICLES[kind]} is compared with '{value.operator}'", value, hint)
        else:
            self._like(value, shape, other)
            self._attributes.account.comparison(left, right)
        compared = replace(value, left=left, right=right)
        check_compared(compared, (shape, other), self._text, self._path, self.found)
        return compared

    def _like(self, value: templates.Compare | templates.Among, one: Shape, other: Shape) -> None:
        kinds = [_TYPES.get(shape.kind) for shape in (one, other)]
        if None not in kinds and kinds[0] != kinds[1]:
            first, second = (_ARTICLES[kind] for kind in kinds if kind is not None)
            hint = "write the other value as it is sent, in quotes if it is text"
            if "boolean" in kinds:
                hint = "what is true or false is a condition by itself, with `not` in front for the opposite"
            self._report(UNLIKE, f"{first} is compared with {second}, which are never equal", value, hint)

    # --- filters -----------------------------------------------------------------------------------------------------

    def _filter(self, value: templates.Filter) -> tuple[templates.Value, Shape]:
        named = filter_named(value.name)
        if named is not None and named.context == "tables" and len(value.arguments) == 1:
            wrong = misplaced(value.arguments[0], value.of, self._calls.tables)
            if wrong is not None:
                key = self._words(value.arguments[0] if wrong.swapped else value.of)
                self._report(FILTER_ARGUMENTS, wrong.message, value, f"write {key} | {value.name}('{wrong.table}')")
                return value, UNKNOWN
        piped, shape = self._value(value.of)
        others = [self._value(argument) for argument in value.arguments]
        resolved = replace(value, of=piped, arguments=tuple(argument for argument, _ in others))
        function = filter_named(value.name)
        if function is None:
            self._unknown(value)
            return resolved, UNKNOWN
        if self._counted(value, function):
            self._types(value, function, [(piped, shape), *others])
        return resolved, _result(function, shape)

    def _unknown(self, value: templates.Filter) -> None:
        familiar = familiar_function(value.name, filter_names())
        hint, fix = did_you_mean(value.name, filter_names()) if familiar is None else (None, None)
        if familiar is not None:
            function = filter_named(familiar.name)
            assert function is not None
            fix = familiar.name if familiar.is_same and function.fewest <= len(value.arguments) + 1 else None
            hint = f"write {fix}" if fix is not None else f"here it is {filter_usage(function)}"
        written = filter_here(value.name, [self._text.value[each.start : each.end] for each in value.arguments])
        if written is not None:
            hint, fix = f"write {written}", None
        hint = hint or "the functions that are filters are listed in docs/functions.md"
        if value.name in FUNCTIONS:
            hint, fix = f"'{value.name}' is a function of expressions; use it in a `let`", None
        place, fix = repair(self._text, value.name_start, value.name_start + len(value.name), fix)
        message = f"there is no filter '{value.name}'"
        self.found.add(UNKNOWN_FILTER, message, place, hint=hint, path=self._path, fix=fix)

    def _counted(self, value: templates.Filter, function: Function) -> bool:
        """Whether a filter has as many arguments as it takes."""
        given, fewest, most = len(value.arguments), function.fewest - 1, function.most
        if given >= fewest and (most is None or given <= most - 1):
            return True
        takes = "at least " if most is None else f"{fewest} to " if most - 1 != fewest else ""
        number = fewest if most is None else most - 1
        message = f"the filter '{value.name}' takes {takes}{number} argument{'' if number == 1 else 's'}, not {given}"
        self._report(FILTER_ARGUMENTS, message, value, f"write {filter_usage(function)}")
        return False

    def _types(
        self, value: templates.Filter, function: Function, arguments: Sequence[tuple[templates.Value, Shape]]
    ) -> None:
        ordered = arguments_of(function, arguments[0], arguments[1:])
        for position, (argument, shape) in enumerate(ordered):
            parameter, given = function.parameter(position), _TYPES.get(shape.kind)
            if given is not None and given not in parameter.types:
                takes = " or ".join(_ARTICLES[kind] for kind in parameter.types)
                message = f"the filter '{value.name}' takes {takes} as '{parameter.name}', not {_ARTICLES[given]}"
                self._report(FILTER_ARGUMENTS, message, argument, f"write {filter_usage(function)}")
            if parameter.name == "old" and isinstance(argument, expressions.Constant) and argument.value == "":
                self._report(FILTER_ARGUMENTS, "an empty text cannot be replaced", argument, "say which text")
        if FUNCTIONS.get(function.name) is function:
            self._calls.types(_call(value, function, [argument for argument, _ in ordered]), [UNKNOWN] * len(ordered))

    # --- reports -----------------------------------------------------------------------------------------------------

    def _words(self, value: templates.Value) -> str:
        return templates.shortened(self._text.value[value.start : value.end])

    def _report(self, code: Code, message: str, value: templates.Value, hint: str) -> None:
        self.found.add(code, message, self._text.at(value.start, value.end), hint=hint, path=self._path)


def _shape_of(constant: object) -> Shape:
    if isinstance(constant, bool):
        return BOOLEAN
    return STRING if isinstance(constant, str) else NUMBER if isinstance(constant, int | float) else UNKNOWN


def _result(function: Function, piped: Shape) -> Shape:
    if function.name in ("first", "last"):
        return (piped.element or UNKNOWN) if piped.kind == "list" else STRING if piped.kind == "string" else UNKNOWN
    return function_shape(function)


def _call(value: templates.Filter, function: Function, arguments: Sequence[templates.Value]) -> expressions.Call:
    """The filter as a call of an expression, in which only constants and paths are arguments."""
    known = expressions.Constant | expressions.Name | expressions.Attribute | expressions.Own
    nodes = tuple(each if isinstance(each, known) else expressions.Current(each.start, each.end) for each in arguments)
    return expressions.Call(function.name, nodes, value.name_start, value.start, value.end)


def _expressions(nodes: Iterable[templates.TemplateNode]) -> Iterator[expressions.Node]:
    """Every path of a template, and its filters as calls of the functions behind them."""
    for each in templates.walk(nodes):
        if isinstance(each, templates.Part):
            yield each.path
        elif isinstance(each, templates.Filter):
            function = filter_named(each.name)
            if function is not None and FUNCTIONS.get(each.name) is function:
                yield _call(each, function, ())
        elif isinstance(each, expressions.Name | expressions.Attribute | expressions.Index | expressions.Own):
            yield each


def _printed(nodes: Iterable[templates.TemplateNode], loops: list[tuple[str, ...]]) -> Iterator[str]:
    """JSON pointers of what is printed and walked; what is printed of an element has the pointer of its list."""
    for node in nodes:
        if isinstance(node, templates.Output):
            yield from _sources(node.of, loops)
        elif isinstance(node, templates.If):
            for _, body in node.branches:
                yield from _printed(body, loops)
            yield from _printed(node.otherwise, loops)
        elif isinstance(node, templates.For):
            of = tuple(_sources(node.of, loops))
            yield from of
            yield from _printed(node.body, [*loops, of])


def _sources(value: templates.Value, loops: list[tuple[str, ...]]) -> Iterator[str]:
    if isinstance(value, templates.Element):
        yield from loops[value.level]
    elif isinstance(value, templates.Choice):
        for chosen in (value.value, value.otherwise):
            if chosen is not None:
                yield from _sources(chosen, loops)
    elif isinstance(value, templates.Part | templates.Filter | templates.And | templates.Or | templates.Joined):
        for part in templates.parts(value):
            yield from _sources(part, loops)
    elif not isinstance(value, templates.Compare | templates.Among | templates.Not | templates.Counter):
        yield from reads(value)
