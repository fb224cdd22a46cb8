"""JMESPath by itself: an expression and JSON data in, the value out, compiled once and kept.

`search` is the plain language of https://jmespath.org/specification.html, without the names and rulings of mappings.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from ..schemas.values import Json
from . import expressions as tree
from .emitter import Emitter, build
from .expression_emitter import ExpressionEmitter, NoNames, Operand
from .expressions import InvalidExpression
from .functions import FUNCTIONS
from .functions.declaration import Function
from .price import price
from .runtime import Work

MOST_STEPS = 5_000_000


def search(expression: str, data: Json) -> Json:
    """The value of a JMESPath *expression* on *data* (dicts, lists, text, numbers, booleans, None).

    Raises InvalidExpression when the expression is wrong or too expensive for any data, and FunctionFailure when a
    function cannot work with what it is given.
    """
    return _compiled(expression)(data, Work(MOST_STEPS))


@lru_cache(maxsize=256)
def _compiled(expression: str) -> Callable[[Json, Work], Json]:
    node = tree.parse(expression)
    check_calls(node)
    cost = price(node)
    if cost.refused:
        raise too_expensive(node)
    emitter = Emitter()
    writer = ExpressionEmitter(emitter, NoNames(), mapping=False)
    writer.counted = cost.counts_at_run_time
    result = writer.emit(node, Operand("data"))
    emitter.write(f"return {result.code}")
    return build(emitter.text("search", "data, work"), "search", emitter.bound)


def too_expensive(node: tree.Node) -> InvalidExpression:
    """The fault of an expression whose result or work grows beyond all payloads."""
    return InvalidExpression(
        "expression-too-expensive",
        "this expression multiplies its input more than 256 times",
        node.start,
        node.end,
        "each `[@, @]`, `{a: @, b: @}` or to_string() multiplies what the steps before it gave; use fewer of them",
    )


def check_calls(node: tree.Node) -> None:
    """Raise InvalidExpression for the first call of an unknown function or with wrong arguments."""
    for call in tree.walk(node):
        if isinstance(call, tree.Call):
            _check_call(call)


def _check_call(call: tree.Call) -> None:
    function = FUNCTIONS.get(call.name)
    if function is None or not function.standard:
        raise InvalidExpression(
            "unknown-function", f"there is no function '{call.name}'", call.start, call.name_end
        )
    fault = argument_fault(function, call)
    if fault is not None:
        raise fault


def argument_fault(function: Function, call: tree.Call) -> InvalidExpression | None:
    """What is wrong with the number of arguments of a call, or with a `&expression` where a value is due."""
    given = len(call.arguments)
    if given < function.fewest or (function.most is not None and given > function.most):
        return InvalidExpression(
            "wrong-arguments", f"{call.name}() takes {counted_arguments(function)}, not {given}", call.start, call.end
        )
    for position, argument in enumerate(call.arguments):
        expected = "expression" in function.parameter(position).types
        if isinstance(argument, tree.Reference) is not expected:
            return InvalidExpression(
                "wrong-arguments",
                f"{call.name}() takes {'an expression with & in front' if expected else 'a value'} as "
                f"{function.parameter(position).name!r}",
                argument.start,
                argument.end,
            )
    return None


def counted_arguments(function: Function) -> str:
    """How many arguments a function takes, in words."""
    if function.most is None:
        return f"at least {function.fewest} argument{'s' if function.fewest != 1 else ''}"
    if function.most == function.fewest:
        return f"{function.most} argument{'s' if function.most != 1 else ''}"
    return f"{function.fewest} to {function.most} arguments"
