"""Which function stands behind a filter: one with a name of Jinja2, or one of the library with a main parameter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from ..functions import FUNCTIONS
from ..functions.declaration import Function
from ..functions.filters import FILTERS, NOT_OFFERED

_T = TypeVar("_T")


def filter_named(name: str) -> Function | None:
    """The function of a filter. A name that Jinja2 has means what it means there."""
    return FILTERS.get(name) or (FUNCTIONS[name] if name in FUNCTIONS and _can_be_piped(FUNCTIONS[name]) else None)


def filter_names() -> list[str]:
    """The names of all filters."""
    return [*FILTERS, *(name for name in FUNCTIONS if name not in FILTERS and filter_named(name) is not None)]


def main_position(function: Function) -> int:
    """Which parameter, from 0, the piped value becomes."""
    return next(at for at, parameter in enumerate(function.parameters) if parameter.name == function.main)


def filter_usage(function: Function) -> str:
    """A filter with its parameters, as it is written."""
    at = main_position(function)
    others = [
        f"{each.name}, …" if each.variadic else each.name
        for position, each in enumerate(function.parameters)
        if position != at
    ]
    if function.parameters[at].variadic:
        others.append("…")
    return f"{function.main} | {function.name}{'(' + ', '.join(others) + ')' if others else ''}"


def arguments_of(function: Function, piped: _T, others: Sequence[_T]) -> list[_T]:
    """All arguments in the order of the parameters: the piped value at its place, the others around it in theirs."""
    at = main_position(function)
    return [*others[:at], piped, *others[at:]]


def _can_be_piped(function: Function) -> bool:
    is_plain = all("expression" not in parameter.types for parameter in function.parameters)
    return function.main is not None and function.name not in NOT_OFFERED and is_plain
