"""What mapper.search and jmespath.search make of an expression, in a form in which the two can be compared."""

from __future__ import annotations

import copy
import warnings
from dataclasses import dataclass

import jmespath
from jmespath import exceptions

from mapper.engine.expressions import InvalidExpression
from mapper.engine.functions.declaration import FunctionFailure
from mapper.engine.search import search
from mapper.schemas.values import Json

CALL_FAULTS = {"unknown-function": "unknown-function", "wrong-arguments": "invalid-arity"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """A value, or the kind of error in the words of the official suite; `code` is ours."""

    value: Json = None
    error: str | None = None
    code: str | None = None


def ours(expression: str, data: Json) -> Outcome:
    """What mapper.search gives. Errors of any other family are not caught."""
    try:
        return Outcome(search(expression, data))
    except InvalidExpression as fault:
        return Outcome(error=CALL_FAULTS.get(fault.code, "syntax"), code=fault.code)
    except FunctionFailure as failure:
        return Outcome(error="invalid-type", code=failure.code)


def reference(expression: str, data: Json) -> Outcome:
    """What jmespath.search gives; an error of no family of its own is a `crash`."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", PendingDeprecationWarning)
            return Outcome(jmespath.search(expression, copy.deepcopy(data)))
    except exceptions.ArityError:
        return Outcome(error="invalid-arity")
    except exceptions.UnknownFunctionError:
        return Outcome(error="unknown-function")
    except exceptions.JMESPathTypeError:
        return Outcome(error="invalid-type")
    except exceptions.JMESPathError:
        return Outcome(error="syntax")
    except (TypeError, ValueError, OverflowError, RecursionError):
        return Outcome(error="crash")


def same(left: Json, right: Json) -> bool:
    """Whether two values are one JSON value: 1 is 1.0 but never true, and keys have their order."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, int | float) and isinstance(right, int | float):
        return left == right
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, dict) and isinstance(right, dict):
        return list(left) == list(right) and all(map(same, left.values(), right.values()))
    return type(left) is type(right) and bool(left == right)
