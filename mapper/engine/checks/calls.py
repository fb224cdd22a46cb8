"""A call of a function that does not exist, or with arguments that it can never work with."""

from __future__ import annotations

from collections.abc import Sequence

from .. import expressions as tree
from ..diagnostics import Code, Diagnostics, error
from ..foreign_functions import familiar_function
from ..functions import FUNCTIONS
from ..functions.dates import own_pattern
from ..functions.declaration import Function, FunctionFailure, Parameter, Type
from ..functions.regex import MOST_PATTERNS, InvalidPattern, compiled, replacement_parts
from ..shapes import Shape
from ..suggestions import did_you_mean
from ..text import Span, Text
from ..yaml_quotes import repair, replacement
from .foreign_calls import Here, call_here, method_here, methods
from .named import Named
from .table_names import misplaced

UNKNOWN_FUNCTION = error("unknown-function", "a function that does not exist")
WRONG_ARGUMENTS = error("wrong-arguments", "a call with arguments that the function can never work with")
WRONG_PATTERN = error("wrong-pattern", "a regular expression that RE2 does not have, or that is too large")

_COUNTRIES = frozenset({"country", "region"})
"""Parameters that take a country."""
_OF_DATES = frozenset({"format_date", "parse_date"})
_TYPES: dict[str, Type] = {
    "string": "string", "date": "string", "boolean": "boolean", "number": "number", "list": "array", "object": "object",
}  # fmt: skip


class CallCheck:
    """Reports the calls of one expression.

    *named* is what calls can name; *patterns* are all regular expressions of the mapping so far.
    """

    def __init__(self, text: Text, path: str, named: Named, patterns: set[str], found: Diagnostics) -> None:
        self._text, self._path, self._named, self._patterns, self._found = text, path, named, patterns, found
        self.tables = named.tables
        """The shape of what each table gives."""

    def known(self, node: tree.Node) -> bool:
        """Whether every function of *node* exists and gets as many arguments as it takes; what is not is reported."""
        told = {id(call) for chain in methods(node) for call in self._behind_a_dot(chain)}
        calls = [call for call in tree.walk(node) if isinstance(call, tree.Call) and id(call) not in told]
        faults = [not self._known(call) for call in calls]
        return not told and not any(faults)

    def _behind_a_dot(self, chain: tree.Chain) -> list[tree.Call]:
        """The calls of *chain* that are reported, since they stand behind their value as if they were its own."""
        here = method_here(chain, self._text.value)
        if here is None:
            return []
        message = "a function stands before its value, and not behind it with a dot"
        self._written_here(WRONG_ARGUMENTS, message, here, chain)
        return [call for call in tree.walk(chain) if isinstance(call, tree.Call)]

    def _written_here(self, code: Code, message: str, here: Here, node: tree.Node) -> None:
        """Report what is written otherwise here."""
        written = replacement(self._text, node.start, node.end, here.words)[1]
        place, fix = repair(self._text, node.start, node.end, here.words if here.is_sure else None)
        self._found.add(code, message, place, hint=f"write {written}", path=self._path, fix=fix)

    def _known(self, call: tree.Call) -> bool:
        function = FUNCTIONS.get(call.name)
        if function is None:
            message = f"there is no function '{call.name}'"
            here = call_here(call, self._text.value)
            if here is not None:
                self._written_here(UNKNOWN_FUNCTION, message, here, call)
                return False
            familiar = familiar_function(call.name, FUNCTIONS)
            hint, fix = did_you_mean(call.name, FUNCTIONS) if familiar is None else (None, None)
            if familiar is not None:
                hint = f"here it is {usage(FUNCTIONS[familiar.name])}"
            hint = hint or "the functions are listed in docs/functions.md"
            place, fix = repair(self._text, call.start, call.name_end, fix)
            self._found.add(UNKNOWN_FUNCTION, message, place, hint=hint, path=self._path, fix=fix)
            return False
        fault = argument_fault(function, call)
        if fault is not None:
            message, start, end = fault
            self._found.add(
                WRONG_ARGUMENTS, message, self._text.at(start, end), path=self._path, hint=f"write {usage(function)}"
            )
            return False
        return function.context != "tables" or self._names_a_table(call)

    def _names_a_table(self, call: tree.Call) -> bool:
        """Whether no table is named without quotes or behind the key, which is reported."""
        table, key = call.arguments
        found = misplaced(table, key, self.tables)
        if found is None:
            return True
        name = f"'{found.table}'"
        meant = f"{call.name}({name}, {self._text.value[table.start : table.end]})"
        node, words = (call, meant) if found.swapped else (found.argument, name)
        written = replacement(self._text, node.start, node.end, words)[1]
        place, fix = repair(self._text, node.start, node.end, words)
        self._found.add(WRONG_ARGUMENTS, found.message, place, hint=f"write {written}", path=self._path, fix=fix)
        return False

    def types(self, call: tree.Call, shapes: Sequence[Shape]) -> None:
        """Report the arguments of *call* whose shapes are of no type that the function takes."""
        function = FUNCTIONS[call.name]
        for position, (argument, shape) in enumerate(zip(call.arguments, shapes, strict=True)):
            parameter = function.parameter(position)
            given = _TYPES.get(shape.kind)
            if given is not None and given not in parameter.types and not isinstance(argument, tree.Reference):
                wanted = " or ".join(parameter.types)
                self._found.add(
                    WRONG_ARGUMENTS,
                    f"{call.name}() takes {wanted} as '{parameter.name}', and this is {given}",
                    self._text.at(argument.start, argument.end),
                    hint=self._instead(argument, function, parameter, given),
                    path=self._path,
                )
            elif given == "array" and parameter.items and shape.element is not None:
                self._items(call, parameter, argument, shape.element)
        self._names(call, function)
        self._constants(call, function)
        if any(parameter.constant for parameter in function.parameters):
            self._pattern(call, function)

    def _items(self, call: tree.Call, parameter: Parameter, argument: tree.Node, element: Shape) -> None:
        """Report a list whose elements are of no type that the function takes."""
        given = _TYPES.get(element.kind)
        if given is None or given in parameter.items:
            return
        words = self._text.value[argument.start : argument.end]
        has_value = "value" in (element.attributes or ()) and isinstance(argument, tree.Name | tree.Attribute)
        takes = f"a list of {' or '.join(parameter.items)} as '{parameter.name}'"
        self._found.add(
            WRONG_ARGUMENTS,
            f"{call.name}() takes {takes}, and this is one of {given}",
            self._text.at(argument.start, argument.end),
            hint=f"write {words}[].value" if has_value else f"write {usage(FUNCTIONS[call.name])}",
            path=self._path,
        )

    def _instead(self, argument: tree.Node, function: Function, parameter: Parameter, given: Type) -> str:
        """What to write for an *argument* of a type that is not taken."""
        if parameter.variadic and isinstance(argument, tree.MultiList) and argument.items:
            start, end = argument.items[0].start, argument.items[-1].end
            return f"write the parts one by one, without brackets: {self._text.value[start:end]}"
        if given == "array":
            return f"write {self._first_of(argument)}"
        if given == "object" and isinstance(argument, tree.Own) and argument.kind == "person":
            name = f"{self._text.value[argument.start : argument.end]}.name"
            if parameter.name in _COUNTRIES:
                return f"write a country, such as the row of a table: lookup('countries', {name})"
            return f"write {name}"
        return f"write {usage(function)}"

    def _first_of(self, argument: tree.Node) -> str:
        """How the first element of a list is written: directly behind a path, else behind a `|`."""
        words = self._text.value[argument.start : argument.end]
        is_path = isinstance(argument, tree.Name | tree.Attribute | tree.Index)
        return f"{words}[0]" if is_path else f"{words} | [0]"

    def _constants(self, call: tree.Call, function: Function) -> None:
        """Report constants that the function can never work with."""
        for position, argument in enumerate(call.arguments):
            check = function.parameter(position).check
            if check is None or not isinstance(argument, tree.Constant) or not isinstance(argument.value, str):
                continue
            try:
                check(argument.value)
            except FunctionFailure as fault:
                place, fix = self._text.at(argument.start, argument.end), None
                hint = f"such as {function.examples[0].expression}"
                found = own_pattern(function.name, argument.value) if function.name in _OF_DATES else None
                if found is not None:
                    meant = f"'{found[0]}'"
                    hint = f"write {replacement(self._text, argument.start, argument.end, meant)[1]}"
                    place, fix = repair(self._text, argument.start, argument.end, meant if found[1] else None)
                self._found.add(WRONG_ARGUMENTS, str(fault), place, hint=hint, path=self._path, fix=fix)

    def _names(self, call: tree.Call, function: Function) -> None:
        """The names of tables and kinds are known before any payload, so that a misspelled one is found here."""
        if function.context == "groups":
            self._named.group(call, self._text, self._path, self._found)
        if function.context not in ("tables", "links"):
            return
        first = call.arguments[0]
        place = self._text.at(first.start, first.end)
        is_table = function.context == "tables"
        if isinstance(first, tree.Constant):
            (self._named.table if is_table else self._named.kind)(call, self._text, self._path, self._found)
        elif not self._found.has_errors_in(place):
            self._found.add(
                WRONG_ARGUMENTS,
                f"{call.name}() takes the name of a {'table' if is_table else 'kind'} in single quotes",
                place,
                path=self._path,
                hint=f"write {usage(function)}",
            )

    def _pattern(self, call: tree.Call, function: Function) -> None:
        """Regular expressions are compiled before any payload, and so are constants, as are their replacements."""
        constants: dict[str, tuple[tree.Constant, str]] = {}
        for argument, parameter in zip(call.arguments, function.parameters, strict=True):
            if not parameter.constant:
                continue
            if not (isinstance(argument, tree.Constant) and isinstance(argument.value, str)):
                message = f"{call.name}() takes a constant in single quotes as '{parameter.name}'"
                place = self._text.at(argument.start, argument.end)
                self._found.add(WRONG_ARGUMENTS, message, place, hint=f"write {usage(function)}", path=self._path)
                return
            constants[parameter.name] = argument, argument.value
        argument, pattern = constants["pattern"]
        try:
            groups = compiled(pattern).groups
            self._patterns.add(pattern)
            if len(self._patterns) > MOST_PATTERNS:
                message = f"this mapping has more than {MOST_PATTERNS} different patterns"
                raise InvalidPattern(message, 0, len(pattern), "use a table with match: pattern for some of them")
            if "replacement" in constants:
                argument, replacement = constants["replacement"]
                replacement_parts(replacement, groups)
        except InvalidPattern as fault:
            place = self._within(argument, fault)
            self._found.add(WRONG_PATTERN, str(fault), place, hint=fault.hint, path=self._path)

    def _within(self, argument: tree.Constant, fault: InvalidPattern) -> Span:
        """The characters of a constant that are at fault; all of it where it is not written as it is read."""
        written = self._text.value[argument.start : argument.end]
        if written[1:-1] != argument.value or fault.start == fault.end:
            return self._text.at(argument.start, argument.end)
        return self._text.at(argument.start + 1 + fault.start, argument.start + 1 + fault.end)


def argument_fault(function: Function, call: tree.Call) -> tuple[str, int, int] | None:
    """What is wrong with the number of arguments, or with a `&expression`: a clause and its place."""
    given = len(call.arguments)
    if given < function.fewest or (function.most is not None and given > function.most):
        return f"{call.name}() takes {_counted(function)}, not {given}", call.start, call.end
    for position, argument in enumerate(call.arguments):
        parameter = function.parameter(position)
        expected = "expression" in parameter.types
        if isinstance(argument, tree.Reference) is not expected:
            what = "an expression with & in front" if expected else "a value"
            return f"{call.name}() takes {what} as '{parameter.name}'", argument.start, argument.end
    return None


def usage(function: Function) -> str:
    """A function with its parameters, as it is called."""
    names = [f"{each.name}, …" if each.variadic else each.name for each in function.parameters]
    return f"{function.name}({', '.join(names)})"


def _counted(function: Function) -> str:
    """How many arguments a function takes, in words."""
    if function.most is None:
        return f"at least {function.fewest} argument{'s' if function.fewest != 1 else ''}"
    if function.most == function.fewest:
        return f"{function.most} argument{'s' if function.most != 1 else ''}"
    return f"{function.fewest} to {function.most} arguments"
