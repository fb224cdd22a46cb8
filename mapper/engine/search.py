"""JMESPath by itself: an expression and JSON data in, the value out, compiled once and kept.

`search` is the plain language of https://jmespath.org/specification.html, without the names and rulings of mappings.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from ..schemas.values import Json
from . import expressions as tree
from .checks.calls import argument_fault
from .emitter import Emitter, build
from .expression_emitter import ExpressionEmitter, NoNames, Operand
from .expressions import InvalidExpression
from .functions import FUNCTIONS
from .price import price
from .work import Work


def search(expression: str, data: Json) -> Json:
    """The value of a JMESPath *expression* on *data* (dicts, lists, text, numbers, booleans, None).

    Raises InvalidExpression when the expression is wrong or too expensive for any data, and FunctionFailure when a
    function cannot work with what it is given.
    """
    return search_function(expression)(data, Work(data))


@lru_cache(maxsize=256)
def search_function(expression: str) -> Callable[[Json, Work], Json]:
    """The function of an expression: data and its budget in, the value out. Raises InvalidExpression."""
    node = tree.parse(expression)
    _check_calls(node)
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


def _check_calls(node: tree.Node) -> None:
    """Raise InvalidExpression for the first call of an unknown function or with wrong arguments."""
    for call in tree.walk(node):
        if not isinstance(call, tree.Call):
            continue
        function = FUNCTIONS.get(call.name)
        if function is None or not function.standard:
            message = f"there is no function '{call.name}'"
            raise InvalidExpression("unknown-function", message, call.start, call.name_end)
        fault = argument_fault(function, call)
        if fault is not None:
            raise InvalidExpression("wrong-arguments", *fault)
