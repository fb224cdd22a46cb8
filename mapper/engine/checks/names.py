"""A name that is no attribute where it stands, but something else for certain: a function that is not called.

In `then` a name is a part of the value, and a single value has no parts.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..diagnostics import Code, error
from ..functions import FUNCTIONS
from ..functions.declaration import Function
from ..scope import Scope
from ..shapes import Shape, spoken
from .calls import usage

UNCALLED_FUNCTION = error("uncalled-function", "a function that is named, and not called")
NAME_IN_THEN = error("name-in-then", "a name in `then`, where the value is written @")


@dataclass(frozen=True, slots=True)
class Meant:
    """What is wrong with a name: a code, a clause, a hint, and a certain repair."""

    code: Code
    message: str
    hint: str
    fix: str | None = None


def meant_by(name: str, of: Shape, scope: Scope, *, alone: bool) -> Meant | None:
    """What *name*, which *of* does not have, is for certain; *alone*: it is the whole expression."""
    function = FUNCTIONS.get(name)
    if function is not None and (alone or not of.is_single):
        hint, fix = _called(function, is_value=scope.root == "value")
        message = f"'{name}' is a function, which is called with its value in brackets"
        return Meant(UNCALLED_FUNCTION, message, hint, fix)
    if not of.is_single or scope.root != "value" or not alone:
        return None
    attribute = f", or user.{name} for the attribute of the user" if name in (scope.user.attributes or ()) else ""
    message = f"'{name}' names a part of the value, and {spoken(of)} has none"
    return Meant(NAME_IN_THEN, message, f"write @ for the value, such as upper(@){attribute}")


def _called(function: Function, *, is_value: bool) -> tuple[str, str | None]:
    """How a function is called, on the value of `then` or in general; the call is sure if it takes nothing else."""
    if is_value and (function.main is not None or function.fewest == 1):
        main = function.main or function.parameters[0].name
        arguments = ["@" if each.name == main else each.name for each in function.parameters if not each.optional]
        call = f"{function.name}({', '.join(arguments)})"
        return f"write {call}", call if arguments == ["@"] else None
    if function.examples:
        return f"such as {function.examples[0].expression}", None
    return f"write {usage(function)}", None
