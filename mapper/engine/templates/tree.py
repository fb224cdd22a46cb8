"""The nodes of a template, each with its characters `text[start:end]`; parentheses around a value are not its.

Paths and constants are nodes of expressions, so that names, shapes and look-ups are the same in both languages.
"""

from __future__ import annotations

import typing
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from ...schemas.values import Json
from .. import expressions


@dataclass(frozen=True, slots=True)
class Literal:
    """Text that is printed as it is: what stands between the tags, and constants in them."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Output:
    """`{{ of }}`, a part of the result; `start` to `end` is the value without the braces."""

    of: Value
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class If:
    """`{% if %}…{% elif %}…{% else %}…{% endif %}`; its characters are those of the opening tag."""

    branches: tuple[tuple[Value, tuple[TemplateNode, ...]], ...]
    otherwise: tuple[TemplateNode, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class For:
    """`{% for variable in of %}…{% endfor %}`; its characters are those of the opening tag."""

    variable: str
    of: Value
    body: tuple[TemplateNode, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Element:
    """The variable of a loop; `level` 0 is the outermost loop."""

    level: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Counter:
    """`loop.name` in the loop at `level`: index (from 1), index0, first, last, length."""

    level: int
    name: typing.Literal["index", "index0", "first", "last", "length"]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Part:
    """What `path` finds in a value that is no path itself; `of` is the current node of the path."""

    of: Value
    path: expressions.Node
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Filter:
    """`of | name(arguments)`; `name_start` is where the name stands."""

    of: Value
    name: str
    arguments: tuple[Value, ...]
    name_start: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Choice:
    """`value if condition else otherwise`; without `else` it is absent when the condition does not hold."""

    condition: Value
    value: Value
    otherwise: Value | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Compare:
    """`left == right`, and `!= < <= > >=`."""

    operator: str
    left: Value
    right: Value
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Among:
    """`of in [items]`, and `not in` when negated; the items are constants."""

    of: Value
    items: tuple[Json, ...]
    negated: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Not:
    """`not of`."""

    of: Value
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class And:
    """`left and right`: left when it counts as false, else right."""

    left: Value
    right: Value
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Or:
    """`left or right`: left when it counts as true, else right."""

    left: Value
    right: Value
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Joined:
    """`a ~ b ~ c`: the texts of the values in a row, absent when those that are no constants are all absent."""

    values: tuple[Value, ...]
    start: int
    end: int


Value: TypeAlias = (
    "expressions.Node | Element | Counter | Part | Filter | Choice | Compare | Among | Not | And | Or | Joined"
)
TemplateNode: TypeAlias = "Literal | Output | If | For"


def parts(value: Value) -> tuple[Value, ...]:
    """The values directly below *value*. The path of a Part is not among them: it has a current node of its own."""
    if isinstance(value, Part | Among | Not):
        return (value.of,)
    if isinstance(value, Filter):
        return (value.of, *value.arguments)
    if isinstance(value, Choice):
        chosen = (value.value, value.condition)
        return chosen if value.otherwise is None else (*chosen, value.otherwise)
    if isinstance(value, Compare | And | Or):
        return (value.left, value.right)
    if isinstance(value, Joined):
        return value.values
    return () if isinstance(value, Element | Counter) else expressions.parts(value)


def walk(nodes: Iterable[TemplateNode]) -> Iterator[TemplateNode | Value]:
    """*nodes* and everything below them: nodes of templates, values, and the nodes of their paths."""
    for node in nodes:
        yield node
        if isinstance(node, Output):
            yield from _walk_value(node.of)
        elif isinstance(node, For):
            yield from _walk_value(node.of)
            yield from walk(node.body)
        elif isinstance(node, If):
            for condition, body in node.branches:
                yield from _walk_value(condition)
                yield from walk(body)
            yield from walk(node.otherwise)


def _walk_value(value: Value) -> Iterator[Value]:
    yield value
    if isinstance(value, Part):
        yield from expressions.walk(value.path)
    for part in parts(value):
        yield from _walk_value(part)
