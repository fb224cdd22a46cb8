"""How a function of the library is declared: once, with typed parameters, text and examples that run as tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from ...schemas.values import Json, WrittenFloat
from ..failures import CandidateFailure as CandidateFailure
from ..failures import FunctionFailure as FunctionFailure
from ..failures import number_text as number_text

Type: TypeAlias = Literal["string", "number", "boolean", "array", "object", "null", "expression"]
"""The types of the JMESPath specification; `expression` is `&expr`, a Python function of one value."""

ANY: tuple[Type, ...] = ("string", "number", "boolean", "array", "object", "null")
NUMBERS = frozenset({int, float, WrittenFloat})


def whole_number(function: str, parameter: str, value: float) -> int:
    """*value* as a whole number, also if it was written `2.0`. Raises FunctionFailure for any other."""
    if isinstance(value, int):
        return value
    if value.is_integer():
        return int(value)
    raise FunctionFailure(f"{function}() takes a whole number as {parameter!r}, not {number_text(value)}")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter. `items` are the types an array's elements may have (all of one of them); empty: any.

    `tolerant` names the function that leaves out what is absent among them.
    `takes_absent`: an absent argument is handed over as None; else the call gives absent without being made.
    `constant`: only a constant will do, which is looked at when the mapping is checked.
    `check` looks at a text that is a constant when the mapping is checked, and raises FunctionFailure for a wrong one.
    """

    name: str
    types: tuple[Type, ...]
    items: tuple[Type, ...] = ()
    tolerant: str | None = None
    takes_absent: bool = False
    optional: bool = False
    variadic: bool = False
    constant: bool = False
    check: Callable[[str], object] | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """An expression, the payload it is evaluated on, and the result that `make test` expects."""

    expression: str
    payload: Json
    result: Json


@dataclass(frozen=True, slots=True)
class Function:
    """A function that expressions can call, and templates can use as a filter.

    `returns` is None where the type depends on the arguments. `standard` marks those of the JMESPath specification.
    `main` is the parameter that a piped value becomes. `context` names what the engine passes in front of the
    arguments (`day`, `groups`, `links`, `tables`, `work`), `grows` marks one that repeats its first argument between
    the others. A function that can give more than it got otherwise, or take long, gets `work`, the budget, and spends
    of it before it builds anything.
    """

    name: str
    call: Callable[..., Json]
    parameters: tuple[Parameter, ...]
    returns: Type | None
    about: str
    examples: tuple[Example, ...] = ()
    standard: bool = False
    main: str | None = None
    context: str | None = None
    grows: bool = False

    @property
    def fewest(self) -> int:
        """How many arguments it needs."""
        return sum(not parameter.optional for parameter in self.parameters)

    @property
    def most(self) -> int | None:
        """How many arguments it takes; None: any number."""
        return None if any(parameter.variadic for parameter in self.parameters) else len(self.parameters)

    @property
    def signature(self) -> str:
        """How it is called, with the types of its parameters and of its result."""
        returns = f" -> {self.returns}" if self.returns else ""
        return f"{self.name}({', '.join(map(_parameter_text, self.parameters))}){returns}"

    def parameter(self, position: int) -> Parameter:
        """The parameter for the argument at *position* (from 0)."""
        return self.parameters[min(position, len(self.parameters) - 1)]


def _parameter_text(parameter: Parameter) -> str:
    """A parameter with its types, such as `values: array of number`."""
    kinds = "any" if len(parameter.types) > 4 else " | ".join(parameter.types)
    items = f" of {' | '.join(parameter.items)}" if parameter.items else ""
    return f"{parameter.name}{'?' if parameter.optional else ''}: {kinds}{items}{', …' if parameter.variadic else ''}"


def type_name(value: Json) -> Type:
    """The JMESPath type of a JSON value."""
    if value is None:
        return "null"
    if value is True or value is False:
        return "boolean"
    if isinstance(value, str):
        return "string"
    if isinstance(value, (int, float)):
        return "number"
    return "array" if isinstance(value, list) else "object" if isinstance(value, dict) else "expression"


def check_arguments(function: Function, *arguments: Json) -> None:
    """Raise FunctionFailure for the first argument that is not of its parameter's type."""
    for position, value in enumerate(arguments):
        parameter = function.parameter(position)
        kind = type_name(value)
        if kind not in parameter.types and not (value is None and parameter.takes_absent):
            raise FunctionFailure(
                f"{function.name}() takes {_listing(parameter.types)} as {parameter.name!r}, not {_article(kind)}"
            )
        if kind == "array" and parameter.items:
            _check_items(function, parameter, value)


def _check_items(function: Function, parameter: Parameter, array: list[Json]) -> None:
    kinds = [type_name(item) for item in array]
    if set(kinds) <= set(parameter.items) and len(set(kinds)) < 2:
        return
    odd = next(at for at, kind in enumerate(kinds) if kind not in parameter.items or kind != kinds[0])
    is_helped = parameter.tolerant is not None and kinds[odd] == "null"
    raise FunctionFailure(
        f"{function.name}() takes an array as {parameter.name!r} whose elements are all "
        f"{' or all '.join(f'{kind}s' for kind in parameter.items)}, and element "
        f"{odd + 1} of {len(kinds)} is {_article(kinds[odd])}"
        f"{f'; {parameter.tolerant}() leaves out what is absent' if is_helped else ''}"
    )


def _listing(types: tuple[Type, ...]) -> str:
    return " or ".join(_article(kind) for kind in types)


def _article(kind: str) -> str:
    return kind if kind == "null" else f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"
