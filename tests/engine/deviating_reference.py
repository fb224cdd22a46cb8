"""jmespath's own evaluation with the deviations of `jmespath/deviations.yaml` built in, for expressions made at random.

What is generated meets the deviations again and again; only a reference that has them can still say what is right.
"""

from __future__ import annotations

import json
import math
import re
import warnings

from jmespath import exceptions
from jmespath.functions import Functions, signature
from jmespath.parser import Parser
from jmespath.visitor import Options, TreeInterpreter

from mapper.schemas.values import Json
from tests.engine.outcomes import Outcome

NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")


def equal(left: Json, right: Json) -> bool:
    """json-types: equal as JSON values, where true is not 1 at any depth."""
    return _typed(left) == _typed(right)


def _typed(value: Json) -> Json:
    if isinstance(value, bool):
        return ("boolean", value)
    if isinstance(value, list):
        return [_typed(item) for item in value]
    if isinstance(value, dict):
        return {key: _typed(item) for key, item in value.items()}
    return value


class DeviatingFunctions(Functions):
    """The functions that deviate."""

    @signature({"types": ["array", "string"]}, {"types": []})
    def _func_contains(self, subject: Json, search: Json) -> bool:
        if isinstance(subject, str):
            return isinstance(search, str) and search in subject
        return any(equal(item, search) for item in subject)

    @signature({"types": []})
    def _func_to_number(self, value: Json) -> Json:
        if not isinstance(value, str):
            return super()._func_to_number(value)
        number = json.loads(value) if NUMBER.fullmatch(value) else None
        return None if number is None or math.isinf(number) else number

    @signature({"types": ["object"], "variadic": True})
    def _func_merge(self, *objects: Json) -> Json:
        if not all(isinstance(each, dict) for each in objects):
            raise exceptions.JMESPathTypeError("merge", objects, "array", ["object"])
        return super()._func_merge(*objects)


class DeviatingInterpreter(TreeInterpreter):
    """The comparisons that deviate."""

    def visit_comparator(self, node: Json, value: Json) -> Json:
        left, right = (self.visit(child, value) for child in node["children"])
        if node["value"] == "eq":
            return equal(left, right)
        if node["value"] == "ne":
            return not equal(left, right)
        if isinstance(left, str) is not isinstance(right, str):
            return None
        return super().visit_comparator(node, value)


def deviating_reference(expression: str, data: Json) -> Outcome:
    """What the reference gives with the deviations built in."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", PendingDeprecationWarning)
            parsed = Parser().parse(expression).parsed
        return Outcome(DeviatingInterpreter(Options(custom_functions=DeviatingFunctions())).visit(parsed, data))
    except exceptions.JMESPathTypeError:
        return Outcome(error="invalid-type")
    except exceptions.ParseError:
        return Outcome(error="syntax")
    except TypeError:  # bare-type-error: min_by and max_by on keys of two types
        return Outcome(error="invalid-type")
