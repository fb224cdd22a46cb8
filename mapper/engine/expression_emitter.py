"""The tree of an expression in, lines of straight Python out: every node writes its lines and gives a name.

Two readings of the same language: `mapper.search` takes JMESPath by the letter, a mapping adds its own names and
lets an absent argument make a function absent (rule 6 of the language).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from . import expressions as tree
from .checked import CheckedExpression
from .emitter import Emitter, Key
from .functions import FUNCTIONS
from .functions.declaration import ANY, NUMBERS, Function, Parameter, Type, check_arguments, type_name
from .functions.standard import equal
from .runtime import EMPTY, copied, flattened, greater, greater_or_equal, less, less_or_equal
from .trace import Watched

_ORDER = {"<": less, "<=": less_or_equal, ">": greater, ">=": greater_or_equal}

Path = tuple[str, ...]
"""The names of a plain path that starts at the user."""


@dataclass(frozen=True, slots=True)
class Operand:
    """A Python name that holds a value. `type` is given when the value is certainly of that type, and not null."""

    code: str
    type: Type | None = None


class Names(Protocol):
    """What the mapping's own names mean, and what functions are given besides their arguments."""

    def operand(self, own: tree.Own) -> Operand:
        """The value that a name stands for, written if need be."""

    def ahead(self, node: tree.Node) -> None:
        """Write the named expressions that *node* needs, so that none stands inside of a loop or a branch of it."""

    def context(self, function: Function) -> str | None:
        """The code of the argument that the engine passes to *function* in front of the others."""


class NoNames:
    """Plain JMESPath has neither."""

    def operand(self, own: tree.Own) -> Operand:
        """Never asked: only the checker of mappings makes such names."""
        raise LookupError(own.name)

    def ahead(self, node: tree.Node) -> None:
        """There is nothing to write."""

    def context(self, function: Function) -> str | None:
        """No function of the specification has a context."""
        return None


_DEEP = frozenset({"contains", "distinct", "to_string"})
"""Functions that walk what hangs in a list or an object as well."""

_GIVES_NULL = frozenset({"avg", "to_number"})
"""Functions of the specification that give null where there is nothing to give, whatever type they return else."""


class ExpressionEmitter:
    """Writes expressions into an Emitter.

    *mapping* turns rule 6 on, and relies on payloads whose objects and lists are plain dicts and lists. `counted`
    says whether the steps of loops are counted (`work` is then a name in the generated function).

    `look_ups` counts how often each plain path from the user was written. Those written twice or more go to the top of
    the function when they are *hoisted* in a second pass, since a plain path cannot fail.

    With *watched* every node tells the trace what it gave (`trace` is then a name in the generated function).
    """

    def __init__(
        self,
        emitter: Emitter,
        names: Names,
        *,
        mapping: bool,
        hoisted: frozenset[Path] = frozenset(),
        watched: Watched | None = None,
    ) -> None:
        self._watched = watched
        self._out = emitter
        self._names = names
        self._mapping = mapping
        self._hoisted = hoisted
        self._paths: dict[str, Path] = {"user": ()}
        self.look_ups: Counter[Path] = Counter()
        self.counted = False
        self.counts = False
        self._emitters: dict[type[tree.Node], Callable[..., Operand]] = {
            tree.Current: lambda node, current: current,
            tree.Name: self._name,
            tree.Own: lambda node, current: self._names.operand(node),
            tree.Attribute: self._attribute,
            tree.Constant: self._constant,
            tree.Index: self._index,
            tree.Chain: self._chain,
            tree.Pipe: self._pipe,
            tree.Projection: self._projection,
            tree.Or: self._or,
            tree.And: self._and,
            tree.Not: self._not,
            tree.Comparison: self._comparison,
            tree.MultiList: self._multi_list,
            tree.MultiHash: self._multi_hash,
            tree.Call: self._call,
        }

    def emit(self, node: tree.Node, current: Operand) -> Operand:
        """Write what *node* gives on the value *current*, and name the result."""
        value = self._emitters[type(node)](node, current)
        if self._watched is not None and not isinstance(node, tree.Current | tree.Constant):
            self._out.write(f"trace.saw({self._watched.number(node)}, {value.code}, {current.code})")
        return value

    @contextmanager
    def unwatched(self) -> Iterator[None]:
        """What is written inside tells the trace nothing: it asks again what was asked before."""
        watched, self._watched = self._watched, None
        yield
        self._watched = watched

    def condition(self, node: tree.Node, current: Operand) -> str:
        """Write what the condition *node* needs, and give a Python expression that is true when it holds."""
        test = self._condition(node, current)
        if self._watched is None:
            return test
        answer = self._out.assign(f"bool({test})")
        self._out.write(f"trace.answered({self._watched.number(node, asked=True)}, {answer}, {current.code})")
        return answer

    def _condition(self, node: tree.Node, current: Operand) -> str:
        if isinstance(node, tree.Comparison) and node.operator in ("==", "!="):
            return self._equality(node, current)
        if isinstance(node, tree.Not):
            return f"not ({self.condition(node.of, current)})"
        return self.truth(self.emit(node, current))

    def tell_failure(self, node: tree.Node) -> None:
        """Write, in the block of an exception, that the condition *node* failed."""
        if self._watched is not None:
            self._out.write(f"trace.stumbled({self._watched.number(node, asked=True)}, failure)")

    def emit_checked(self, expression: CheckedExpression, current: Operand) -> Operand:
        """Write a checked expression; its steps are counted when its price is not known beforehand."""
        self._names.ahead(expression.node)
        outer, self.counted = self.counted, expression.counted
        self.counts |= expression.counted
        value = self.emit(expression.node, current)
        self.counted = outer
        return value

    def ahead(self, nodes: Iterable[tree.Node]) -> None:
        """Write the named expressions that *nodes* need here, for what follows in the block and in those inside it."""
        for node in nodes:
            self._names.ahead(node)

    def condition_of(self, expression: CheckedExpression, current: Operand) -> str:
        """Write a checked condition, and give a Python expression that is true when it holds."""
        self._names.ahead(expression.node)
        outer, self.counted = self.counted, expression.counted
        self.counts |= expression.counted
        test = self.condition(expression.node, current)
        self.counted = outer
        return test

    def truth(self, operand: Operand) -> str:
        """A Python expression: whether the value counts as true (everything but null, false, "", [] and {})."""
        code = operand.code
        if operand.type == "number":
            return "True"
        if operand.type is not None:
            return code
        return f"({code} or ({code} == 0 and {code} is not False))"

    # --- paths -------------------------------------------------------------------------------------------------------

    def _name(self, node: tree.Name, current: Operand) -> Operand:
        return self.look_up(current, node.name)

    def _attribute(self, node: tree.Attribute, current: Operand) -> Operand:
        return self.look_up(self.emit(node.of, current), node.name)

    def forget(self, names: Iterable[str]) -> None:
        """These names hold no path any more."""
        for name in names:
            self._paths.pop(name, None)

    def look_up(self, parent: Operand, name: str) -> Operand:
        """The attribute *name* of a value, null when that is no object. Looked up once in a block and those inside."""
        key = ("attribute", parent.code, name)
        found = self._out.shared(key)
        if found is not None:
            return Operand(found)
        above = self._paths.get(parent.code)
        path = (*above, name) if above is not None else None
        if path is not None and path in self._hoisted:
            with self._out.top():
                found = self._written(parent, name, key)
        else:
            found = self._written(parent, name, key)
        if path is not None:
            self._paths[found] = path
            self.look_ups[path] += 1
        return Operand(found)

    def _written(self, parent: Operand, name: str, key: Key) -> str:
        return self._out.share(key, self._out.assign(f"{self._object(parent).code}.get({self._out.bind(name)})"))

    def _object(self, value: Operand) -> Operand:
        """The value if it is an object, else an object without attributes."""
        if value.type == "object":
            return value
        key = ("object", value.code)
        found = self._out.shared(key)
        if found is None:
            found = self._out.assign(f"{value.code} if {self.is_of('object', value.code)} else EMPTY")
            self._out.bound["EMPTY"] = EMPTY
            self._out.share(key, found)
        return Operand(found, "object")

    def is_of(self, kind: Type, code: str) -> str:
        """A Python test for a JSON type. Payloads of a mapping hold exact types, data of `search` may not."""
        if kind == "boolean":
            return f"({code} is True or {code} is False)"
        if kind == "null":
            return f"{code} is None"
        if kind == "number":
            self._out.bound["NUMBERS"] = NUMBERS
            return f"{code}.__class__ in NUMBERS"
        python = {"object": "dict", "array": "list", "string": "str"}[kind]
        is_exact = self._mapping and kind != "array"  # what `group_for` gives is a list of a kind of its own
        return f"{code}.__class__ is {python}" if is_exact else f"isinstance({code}, {python})"

    def _index(self, node: tree.Index, current: Operand) -> Operand:
        return self.element(node.index, self.emit(node.of, current))

    def element(self, index: int, of: Operand) -> Operand:
        """The element of a list at *index*, null when there is none."""
        enough = f"len({of.code}) >= {self._out.bind(index + 1 if index >= 0 else -index)}"
        test = of.code if index in (0, -1) else enough
        if of.type != "array":
            test = f"{self.is_of('array', of.code)} and {test}"
        return Operand(self._out.assign(f"{of.code}[{self._out.bind(index)}] if {test} else None"))

    def _constant(self, node: tree.Constant, current: Operand) -> Operand:
        value = node.value
        if isinstance(value, list | dict):
            kind: Type = "array" if isinstance(value, list) else "object"
            copy = f"{self._out.require(copied)}({self._out.bind(value)})" if value else repr(value)
            return Operand(self._out.assign(copy), kind)
        return Operand(self._out.bind(value), None if value is None else type_name(value))

    def _chain(self, node: tree.Chain, current: Operand) -> Operand:
        return self.emit(node.right, self.emit(node.of, current))

    def _pipe(self, node: tree.Pipe, current: Operand) -> Operand:
        right = node.right
        first = isinstance(right, tree.Index) and right.index == 0 and isinstance(right.of, tree.Current)
        if first and isinstance(node.left, tree.Projection):
            return self._projection(node.left, current, first_only=True)
        return self.emit(right, self.emit(node.left, current))

    # --- projections -------------------------------------------------------------------------------------------------

    def _projection(self, node: tree.Projection, current: Operand, *, first_only: bool = False) -> Operand:
        of = self.emit(node.of, current)
        result = self._out.assign("None")
        kind: Type = "object" if node.kind == "values" else "array"
        with self._out.block("if True:" if of.type == kind else f"if {self.is_of(kind, of.code)}:"):
            if not first_only:
                self._out.write(f"{result} = []")
            elements = self.elements(node, of)
            if self.counted:
                self._out.write(f"work.spend(len({elements}))")
            element = self._out.fresh()
            with self._out.block(f"for {element} in {elements}:"):
                self._project(node, Operand(element), result, first_only=first_only)
        return Operand(result)

    def elements(self, node: tree.Projection, of: Operand) -> str:
        """The code of what the projection walks over."""
        if node.kind == "values":
            return f"{of.code}.values()"
        if node.kind == "flatten":
            return self._out.assign(f"{self._out.require(flattened)}({of.code})")
        if node.slice is not None:
            bounds = ":".join("" if bound is None else self._out.bind(bound) for bound in node.slice)
            return self._out.assign(f"{of.code}[{bounds}]")
        return of.code

    def _project(self, node: tree.Projection, element: Operand, result: str, *, first_only: bool) -> None:
        """What happens to one element: the condition, the right side, and its place in the result."""
        if node.condition is not None:
            condition = self.condition(node.condition, element)
            with self._out.block(f"if {condition}:"):
                self._collect(node.right, element, result, first_only=first_only)
        else:
            self._collect(node.right, element, result, first_only=first_only)

    def _collect(self, right: tree.Node, element: Operand, result: str, *, first_only: bool) -> None:
        value = self.emit(right, element)
        keep = f"{result} = {value.code}" if first_only else f"{result}.append({value.code})"
        if value.type is not None:
            self._out.write(keep)
            if first_only:
                self._out.write("break")
            return
        with self._out.block(f"if {value.code} is not None:"):
            self._out.write(keep)
            if first_only:
                self._out.write("break")

    # --- logic -------------------------------------------------------------------------------------------------------

    def _or(self, node: tree.Or, current: Operand) -> Operand:
        left = self.emit(node.left, current)
        return self._choose(left, f"not {self.truth(left)}", node.right, current)

    def _and(self, node: tree.And, current: Operand) -> Operand:
        left = self.emit(node.left, current)
        return self._choose(left, self.truth(left), node.right, current)

    def _choose(self, left: Operand, go_on: str, right: tree.Node, current: Operand) -> Operand:
        result = self._out.assign(left.code)
        with self._out.block(f"if {go_on}:"):
            value = self.emit(right, current)
            self._out.write(f"{result} = {value.code}")
        return Operand(result, left.type if left.type == value.type else None)

    def _not(self, node: tree.Not, current: Operand) -> Operand:
        return Operand(self._out.assign(f"not {self.truth(self.emit(node.of, current))}"), "boolean")

    def _comparison(self, node: tree.Comparison, current: Operand) -> Operand:
        if node.operator in ("==", "!="):
            return Operand(self._out.assign(self._equality(node, current)), "boolean")
        left, right = self.emit(node.left, current), self.emit(node.right, current)
        compare = self._out.require(_ORDER[node.operator])
        return Operand(self._out.assign(f"{compare}({left.code}, {right.code})"))

    def _equality(self, node: tree.Comparison, current: Operand) -> str:
        """A Python expression for `==` or `!=`, without a call where the type of one side is known."""
        left, right = self.emit(node.left, current), self.emit(node.right, current)
        if "string" in (left.type, right.type):
            return f"{left.code} {node.operator} {right.code}"
        if _is_singleton(node.left) or _is_singleton(node.right):
            return f"{left.code} {'is' if node.operator == '==' else 'is not'} {right.code}"
        if self.counted:
            self._out.write(f"work.spend_tree({left.code}, {right.code})")
        call = f"{self._out.require(equal)}({left.code}, {right.code})"
        return call if node.operator == "==" else f"not {call}"

    # --- multi-selects -----------------------------------------------------------------------------------------------

    def _multi_list(self, node: tree.MultiList, current: Operand) -> Operand:
        return self._unless_null(
            current, "array", lambda: f"[{', '.join(self.emit(item, current).code for item in node.items)}]"
        )

    def _multi_hash(self, node: tree.MultiHash, current: Operand) -> Operand:
        def build() -> str:
            pairs = [(self._out.bind(key), self.emit(item, current).code) for key, item, _ in node.items]
            return f"{{{', '.join(f'{key}: {value}' for key, value in pairs)}}}"

        return self._unless_null(current, "object", build)

    def _unless_null(self, current: Operand, kind: Type, build: Callable[[], str]) -> Operand:
        if current.type is not None:
            return Operand(self._out.assign(build()), kind)
        result = self._out.assign("None")
        with self._out.block(f"if {current.code} is not None:"):
            self._out.write(f"{result} = {build()}")
        return Operand(result)

    # --- functions ---------------------------------------------------------------------------------------------------

    def _call(self, node: tree.Call, current: Operand) -> Operand:
        return self.call(FUNCTIONS[node.name], [self._argument(argument, current) for argument in node.arguments])

    def call(self, function: Function, arguments: list[Operand]) -> Operand:
        """Write a call of *function*: absent when an argument is that may not be, else after a look at the types."""
        codes = [argument.code for argument in arguments]
        if self.counted:
            self._count_call(function, arguments)
        context = self._names.context(function)
        call = f"{self._out.bind(function.call)}({', '.join([context, *codes] if context else codes)})"
        check = f"{self._out.require(check_arguments)}({', '.join([self._out.bind(function), *codes])})"
        absents = self._absents(function, arguments)
        result = self._out.fresh()
        if absents:
            self._out.write(f"{result} = None")
            with self._out.block(f"if {' and '.join(absents)}:"):
                self._checked_call(result, call, check, function, arguments)
        else:
            self._checked_call(result, call, check, function, arguments)
        certain = function.standard and function.name not in _GIVES_NULL and not absents
        return Operand(result, function.returns if certain else None)

    def _count_call(self, function: Function, arguments: list[Operand]) -> None:
        """Count the steps of a call: of what it walks, writes or is given by the engine."""
        walked = [argument.code for argument in arguments if argument.type not in ("expression", "number", "boolean")]
        spend = "spend_growth" if function.grows else "spend_tree" if function.name in _DEEP else "spend_sizes"
        if function.context in ("groups", "links"):
            self._out.write(f"work.spend(len({function.context}))")
        elif walked:
            self._out.write(f"work.{spend}({', '.join(walked)})")

    def _checked_call(self, result: str, call: str, check: str, function: Function, arguments: list[Operand]) -> None:
        """The call after a look at the types: inline where one test will do, else by `check_arguments`."""
        tests = [self._type_test(function.parameter(at), argument) for at, argument in enumerate(arguments)]
        if None in tests:
            self._out.write(check)
        elif any(tests):
            with self._out.block(f"if not ({' and '.join(test for test in tests if test)}):"):
                self._out.write(check)
        self._out.write(f"{result} = {call}")

    def _type_test(self, parameter: Parameter, argument: Operand) -> str | None:
        """A test that the argument is of its parameter's type: empty when that is certain, None when it takes more."""
        if set(ANY) <= set(parameter.types) or (argument.type in parameter.types and not parameter.items):
            return ""
        if parameter.items or argument.type is not None:
            return None
        tests = " or ".join(self.is_of(kind, argument.code) for kind in parameter.types)
        return f"({tests})" if len(parameter.types) > 1 else tests

    def _argument(self, node: tree.Node, current: Operand) -> Operand:
        if not isinstance(node, tree.Reference):
            return self.emit(node, current)
        name = self._out.fresh()
        element = self._out.fresh()
        with self._out.block(f"def {name}({element}):"):
            if self.counted:
                self._out.write("work.spend(1)")
            self._out.write(f"return {self.emit(node.of, Operand(element)).code}")
        return Operand(name, "expression")

    def _absents(self, function: Function, arguments: list[Operand]) -> list[str]:
        if not self._mapping:
            return []
        return [
            f"{argument.code} is not None"
            for at, argument in enumerate(arguments)
            if argument.type is None and not function.parameter(at).takes_absent
        ]


def _is_singleton(node: tree.Node) -> bool:
    """Whether it is the literal null, true or false, of which there is one object each."""
    return isinstance(node, tree.Constant) and (node.value is None or isinstance(node.value, bool))
