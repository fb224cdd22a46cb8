"""Functions that choose among values: the first that is there, the one of a condition, the one of a case."""

from __future__ import annotations

from ...schemas.values import Json
from .declaration import ANY, Example, Function, Parameter
from .standard import equal


def _first_present(*values: Json) -> Json:
    return next((value for value in values if not _is_absent(value)), None)


def _if_else(condition: Json, then: Json, otherwise: Json = None) -> Json:
    # True is what JMESPath takes for true, so that 0 is.
    holds = condition or (condition == 0 and condition is not False)
    return then if holds else otherwise


def _switch(value: Json, *choices: Json) -> Json:
    for case, result in zip(choices[::2], choices[1::2], strict=False):
        if equal(value, case):
            return result
    return choices[-1] if len(choices) % 2 else None


def _is_absent(value: Json) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


_USER_TYPE = "switch(userType, 'Contractor', 'external', 'Employee', 'internal', 'other')"

CHOICE: tuple[Function, ...] = (
    Function(
        "first_present",
        _first_present,
        (Parameter("values", ANY, takes_absent=True, variadic=True),),
        None,
        "The first argument that is there and not blank.",
        (Example("first_present(nickName, userName)", {"nickName": " ", "userName": "babs"}, "babs"),),
        main="values",
    ),
    Function(
        "if_else",
        _if_else,
        (
            Parameter("condition", ANY, takes_absent=True),
            Parameter("then", ANY, takes_absent=True),
            Parameter("otherwise", ANY, takes_absent=True, optional=True),
        ),
        None,
        "One value if a condition holds, another if it does not or is absent. The one not taken may be absent.",
        (
            Example("if_else(userType == 'Guest', 'external', title)", {"userType": "Guest"}, "external"),
            Example("if_else(active, 'here', 'gone')", {}, "gone"),
            Example("if_else(active, 'here')", {"active": False}, None),
        ),
        main="condition",
    ),
    Function(
        "switch",
        _switch,
        (
            Parameter("value", ("string", "number", "boolean")),
            Parameter("case", ("string", "number", "boolean"), takes_absent=True),
            Parameter("result", ANY, takes_absent=True),
            Parameter("more", ANY, takes_absent=True, optional=True, variadic=True),
        ),
        None,
        "The result behind the first case that is exactly the value; a last argument without a case is for all others.",
        (
            Example(_USER_TYPE, {"userType": "Employee"}, "internal"),
            Example(_USER_TYPE, {"userType": "employee"}, "other"),
            Example(_USER_TYPE, {}, None),
            Example("switch(userType, 'Contractor', 'external')", {"userType": "Employee"}, None),
        ),
        main="value",
    ),
    Function(
        "is_absent",
        _is_absent,
        (Parameter("value", ANY, takes_absent=True),),
        "boolean",
        "Whether a value is absent or blank.",
        (
            Example("is_absent(title)", {}, True),
            Example("is_absent(title)", {"title": "Boss"}, False),
        ),
        main="value",
    ),
)
