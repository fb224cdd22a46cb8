"""How a function of the library is declared: once, with typed parameters, text and examples that run as tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from ...schemas.values import Json, WrittenFloat

Type: TypeAlias = Literal["string", "number", "boolean", "array", "object", "null", "expression"]
"""The types of the JMESPath specification; `expression` is `&expr`, a Python function of one value."""

ANY: tuple[Type, ...] = ("string", "number", "boolean", "array", "object", "null")
NUMBERS = frozenset({int, float, WrittenFloat})


class CandidateFailure(ValueError):
    """Why a candidate gives no value although it was there: a clause for people, and the code of the problem."""

    code = "does-not-fit"
    reason = "does not fit"


class FunctionFailure(CandidateFailure):
    """A function that cannot give a result for its arguments: the sentence says which and why."""

    code = "function-failed"
    reason = "function failed"


_MOST_BITS = 14_000
"""Of a whole number; Python writes no more than 4,300 digits."""


def number_text(number: float) -> str:
    """A number as it was sent, digit by digit. Raises FunctionFailure for one of thousands of digits."""
    if isinstance(number, WrittenFloat):
        return number.text
    if isinstance(number, int) and number.bit_length() > _MOST_BITS:
        raise FunctionFailure("this number has thousands of digits")
    return str(number)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter. `items` are the types an array's elements may have (all of one of them); empty: any.

    `takes_absent`: an absent argument is handed over as None; else the call gives absent without being made.
    """

    name: str
    types: tuple[Type, ...]
    items: tuple[Type, ...] = ()
    takes_absent: bool = False
    optional: bool = False
    variadic: bool = False


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
    arguments (`day`, `groups`, `table`), `grows` marks a result that can be larger than the sum of the arguments.
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

    def parameter(self, position: int) -> Parameter:
        """The parameter for the argument at *position* (from 0)."""
        return self.parameters[min(position, len(self.parameters) - 1)]


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
    kinds = {type_name(item) for item in array}
    if len(kinds) > 1 or not kinds <= set(parameter.items):
        raise FunctionFailure(
            f"{function.name}() takes an array as {parameter.name!r} whose elements are all "
            f"{' or all '.join(f'{kind}s' for kind in parameter.items)}"
        )


def _listing(types: tuple[Type, ...]) -> str:
    return " or ".join(_article(kind) for kind in types)


def _article(kind: str) -> str:
    return kind if kind == "null" else f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"
