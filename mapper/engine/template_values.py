"""The values of a template in, lines of Python out: paths by the emitter of expressions, the rest as Jinja2 means it.

True is what Python takes for true, as in Jinja2: everything but null, false, 0, "", [] and {}.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from . import expressions, templates
from .checked import FromTemplate
from .emitter import Emitter
from .emptiness_emitter import EmptinessEmitter
from .expression_emitter import ExpressionEmitter, Operand
from .functions.standard import equal
from .printing import among, joined
from .runtime import greater, greater_or_equal, less, less_or_equal
from .templates.faults import shortened
from .templates.filters import arguments_of, filter_named

_ORDER = {"<": less, "<=": less_or_equal, ">": greater, ">=": greater_or_equal}
_NEVER = "False"


@dataclass(frozen=True, slots=True)
class Loop:
    """The names of a loop in the generated function: its element, the index of it, and the list."""

    element: str
    index: str
    elements: str


class TemplateValues:
    """Writes the values of one template on the value *current*.

    Steps are counted inside of loops, and everywhere in a template that is repeated; not in the *cold*, where it is
    asked whether something was sent empty.
    """

    def __init__(
        self,
        out: Emitter,
        expressions: ExpressionEmitter,
        origin: FromTemplate,
        current: Operand,
        cold: EmptinessEmitter | None = None,
    ) -> None:
        self._out, self._expressions, self._current = out, expressions, current
        self._text, self._repeated, self._cold = origin.text.value, origin.counted, cold
        self._counted = cold is None
        expressions.counts |= origin.counted
        self._loops: list[Loop] = []
        self._emitters: dict[type[object], Callable[..., Operand]] = {
            templates.Element: lambda value: Operand(self._loops[value.level].element),
            templates.Counter: self._counter,
            templates.Part: self._part,
            templates.Filter: self._filter,
            templates.Choice: self._choice,
            templates.Compare: lambda value: Operand(self._out.assign(self._comparison(value)), "boolean"),
            templates.Among: lambda value: Operand(self._out.assign(self._among(value)), "boolean"),
            templates.Not: lambda value: Operand(self._out.assign(self.condition(value)), "boolean"),
            templates.And: lambda value: self._either(value, "if {}:"),
            templates.Or: lambda value: self._either(value, "if not {}:"),
            templates.Joined: self._joined,
        }

    def label(self, value: templates.Value) -> str:
        """How a value stands in the template."""
        return shortened(self._text[value.start : value.end])

    def emit(self, value: templates.Value) -> Operand:
        """Write what *value* is, and name the result."""
        writer = self._emitters.get(type(value))
        if writer is not None:
            return writer(value)
        return self._expressions.emit(value, self._current)  # type: ignore[arg-type]

    def condition(self, value: templates.Value) -> str:
        """Write what a condition needs, and give a Python expression that is true when it holds."""
        if isinstance(value, templates.Compare):
            return self._comparison(value)
        if isinstance(value, templates.Among):
            return self._among(value)
        if isinstance(value, templates.Not):
            return f"not ({self.condition(value.of)})"
        return self.emit(value).code

    # --- loops -------------------------------------------------------------------------------------------------------

    @contextmanager
    def inside(self, loop: Loop) -> Iterator[None]:
        """What is written here stands in the body of *loop*."""
        counted = self._expressions.counted
        self._expressions.counted = self._counted
        self._loops.append(loop)
        yield
        self._loops.pop()
        self._expressions.counted = counted

    def prepare(self, body: Sequence[templates.TemplateNode]) -> None:
        """Evaluate the named expressions of a loop's body before it, so that none is evaluated at every turn."""
        for node in templates.walk(body):
            if isinstance(node, expressions.Own) and node.kind in ("let", "person"):
                self._expressions.emit(node, self._current)

    def spend(self, steps: str) -> None:
        """Count steps, given as a Python expression."""
        if self._counted:
            self._expressions.counts = True
            self._out.write(f"work.spend({steps})")

    def _counter(self, value: templates.Counter) -> Operand:
        loop = self._loops[value.level]
        last = f"len({loop.elements}) - 1"
        code = {
            "index": f"{loop.index} + 1",
            "index0": loop.index,
            "length": f"len({loop.elements})",
            "first": f"{loop.index} == 0",
            "last": f"{loop.index} == {last}",
        }[value.name]
        return Operand(self._out.assign(code), "boolean" if value.name in ("first", "last") else "number")

    # --- values ------------------------------------------------------------------------------------------------------

    def _part(self, value: templates.Part) -> Operand:
        return self._expressions.emit(value.path, self.emit(value.of))

    def _filter(self, value: templates.Filter) -> Operand:
        function = filter_named(value.name)
        if function is None:
            raise LookupError(value.name)
        piped = self.emit(value.of)
        is_counted = self._counted and (bool(self._loops) or self._repeated)
        if is_counted:
            self._out.write(f"work.spend_growth(None, {piped.code})")
        arguments = [self.emit(argument) for argument in value.arguments]
        outer = self._expressions.counted
        self._expressions.counted = outer or is_counted
        result = self._expressions.call(function, arguments_of(function, piped, arguments))
        self._expressions.counted = outer
        return result

    def _choice(self, value: templates.Choice) -> Operand:
        result = self._out.assign("None")
        with self._out.block(f"if {self.condition(value.condition)}:"):
            self._out.write(f"{result} = {self.emit(value.value).code}")
        if value.otherwise is not None:
            with self._out.block("else:"):
                self._out.write(f"{result} = {self.emit(value.otherwise).code}")
        return Operand(result)

    def _comparison(self, value: templates.Compare) -> str:
        left, right = self.emit(value.left), self.emit(value.right)
        if value.operator in _ORDER:
            return f"({self._out.require(_ORDER[value.operator])}({left.code}, {right.code}) or False)"
        if "string" in (left.type, right.type):
            return f"{left.code} {value.operator} {right.code}"
        if self._loops and self._counted:
            self._out.write(f"work.spend_tree({left.code}, {right.code})")
        call = f"{self._out.require(equal)}({left.code}, {right.code})"
        return call if value.operator == "==" else f"not {call}"

    def _among(self, value: templates.Among) -> str:
        of, constants = self.emit(value.of), self._out.bind(value.items)
        if all(isinstance(item, str) for item in value.items):
            return f"{of.code} {'not in' if value.negated else 'in'} {constants}"
        call = f"{self._out.require(among)}({of.code}, {constants})"
        return f"not {call}" if value.negated else call

    def _either(self, value: templates.And | templates.Or, header: str) -> Operand:
        left = self.emit(value.left)
        result = self._out.assign(left.code)
        with self._out.block(header.format(result)):
            right = self.emit(value.right)
            self._out.write(f"{result} = {right.code}")
        return Operand(result, left.type if left.type == right.type else None)

    def _joined(self, value: templates.Joined) -> Operand:
        pairs = [(self.emit(part).code, self._constant_or_label(part)) for part in value.values]
        arguments = ", ".join(f"({code}, {label})" for code, label in pairs)
        return Operand(self._out.assign(f"{self._out.require(joined)}({arguments})"))

    def _constant_or_label(self, value: templates.Value) -> str:
        constant = isinstance(value, expressions.Constant) and value.value is not None
        return self._out.bind(None if constant else self.label(value))

    # --- sent empty --------------------------------------------------------------------------------------------------

    def sent_empty(self, value: templates.Value) -> str:
        """Write the cold question of rule 2: was an attribute that *value* reads as its source sent empty?

        Gives a Python expression; `False` when it can never be so. What a condition reads is no source.
        """
        if isinstance(value, templates.Compare | templates.Among | templates.Not | templates.Counter):
            return _NEVER
        if isinstance(value, templates.Choice):
            return self._chosen_sent_empty(value)
        assert self._cold is not None
        if isinstance(value, templates.Part):
            return _any([self.sent_empty(value.of), self._cold.of(value.path, self.emit(value.of))])
        if isinstance(value, templates.Filter | templates.And | templates.Or | templates.Joined):
            return _any([self.sent_empty(part) for part in templates.parts(value)])
        return _NEVER if isinstance(value, templates.Element) else self._cold.of(value, self._current)

    def _chosen_sent_empty(self, value: templates.Choice) -> str:
        answer = self._out.assign(_NEVER)
        with self._out.block(f"if {self.condition(value.condition)}:"):
            self._out.write(f"{answer} = {self.sent_empty(value.value)}")
        if value.otherwise is not None:
            with self._out.block("else:"):
                self._out.write(f"{answer} = {self.sent_empty(value.otherwise)}")
        return answer


def _any(answers: Sequence[str]) -> str:
    possible = [answer for answer in answers if answer != _NEVER]
    return f"({' or '.join(possible)})" if possible else _NEVER
