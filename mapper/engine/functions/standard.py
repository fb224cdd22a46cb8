"""The functions of the JMESPath specification (https://jmespath.org/specification.html#built-in-functions).

Each gets arguments whose types were checked and gives a new JSON value. Inside a mapping an absent argument gives
absent before the function is asked, except where a parameter says that it takes absent ones.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from typing import TypeAlias

from ...schemas.values import Json, WrittenFloat
from .declaration import ANY, Example, Function, FunctionFailure, Parameter, Type, type_name

_JSON_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?", re.ASCII)

Key: TypeAlias = Callable[[Json], Json]


def _floor(value: float) -> int:
    return math.floor(value)


def _ceil(value: float) -> int:
    return math.ceil(value)


def _average(values: list[float]) -> float | None:
    return _sum(values) / len(values) if values else None


def _contains(subject: Json, search: Json) -> bool:
    if isinstance(subject, str):
        return isinstance(search, str) and search in subject
    return any(equal(item, search) for item in subject)


def equal(left: Json, right: Json) -> bool:
    """Whether two JSON values are equal; a boolean never equals a number, at any depth."""
    if isinstance(left, (list, dict)) or isinstance(right, (list, dict)):
        return _equal_containers(left, right)
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    return bool(left == right)


def _equal_containers(left: Json, right: Json) -> bool:
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(equal, left, right))
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(equal(value, right[key]) for key, value in left.items())
    return False


def _ends_with(subject: str, suffix: str) -> bool:
    return subject.endswith(suffix)


def _starts_with(subject: str, prefix: str) -> bool:
    return subject.startswith(prefix)


def _join(separator: str, parts: list[str]) -> str:
    return separator.join(parts)


def _keys(value: dict[str, Json]) -> list[str]:
    return list(value)


def _values(value: dict[str, Json]) -> list[Json]:
    return list(value.values())


def _max(values: list[Json]) -> Json:
    return max(values) if values else None


def _min(values: list[Json]) -> Json:
    return min(values) if values else None


def _map(key: Key, values: list[Json]) -> list[Json]:
    return [key(value) for value in values]


def _keyed(name: str, values: list[Json], key: Key) -> list[tuple[Json, Json]]:
    """Each value with its key; the keys must be all numbers or all text."""
    keyed = [(key(value), value) for value in values]
    kinds = {type_name(found) for found, _ in keyed}
    if kinds - {"number"} and kinds - {"string"}:
        raise FunctionFailure(f"{name}() needs an expression that gives a number for each element, or text for each")
    return keyed


def _by_key(pair: tuple[Json, Json]) -> Json:
    return pair[0]


def _max_by(values: list[Json], key: Key) -> Json:
    keyed = _keyed("max_by", values, key)
    return max(keyed, key=_by_key)[1] if keyed else None


def _min_by(values: list[Json], key: Key) -> Json:
    keyed = _keyed("min_by", values, key)
    return min(keyed, key=_by_key)[1] if keyed else None


def _sort_by(values: list[Json], key: Key) -> list[Json]:
    return [value for _, value in sorted(_keyed("sort_by", values, key), key=_by_key)]


def _sort(values: list[Json]) -> list[Json]:
    return sorted(values)


def _merge(*objects: dict[str, Json]) -> dict[str, Json]:
    merged: dict[str, Json] = {}
    for each in objects:
        merged.update(each)
    return merged


def _not_null(*values: Json) -> Json:
    return next((value for value in values if value is not None), None)


def _reverse(value: Json) -> Json:
    return value[::-1]


def _sum(values: list[float]) -> float:
    try:
        total = sum(values)
        finite = math.isfinite(total)
    except OverflowError:
        finite = False
    if not finite:
        raise FunctionFailure("the numbers are too large to be added up")
    return total


def _to_array(value: Json) -> list[Json]:
    return value if isinstance(value, list) else [value]


def _to_number(value: Json) -> Json:
    """A number stays, text that is a JSON number becomes one, everything else is null. Never infinite."""
    if isinstance(value, str):
        return _parse_number(value)
    return value if type_name(value) == "number" else None


def _parse_number(text: str) -> int | float | None:
    if len(text) > 400 or not _JSON_NUMBER.fullmatch(text):
        return None
    if text.lstrip("-").isdigit():
        return int(text)
    number = float(text)
    return number if math.isfinite(number) else None


def _to_string(value: Json) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, WrittenFloat):
        return value.text
    try:
        return json.dumps(value, separators=(",", ":"), ensure_ascii=True)
    except ValueError as fault:
        raise FunctionFailure("a number in it has thousands of digits") from fault


def _type(value: Json) -> str:
    return type_name(value)


_ARRAY_OF_KEYS: tuple[Type, ...] = ("number", "string")


def _standard(
    call: Callable[..., Json],
    parameters: tuple[Parameter, ...],
    returns: Type | None,
    about: str,
    example: Example,
    *,
    name: str | None = None,
    grows: bool = False,
) -> Function:
    return Function(
        name=name or call.__name__.lstrip("_"),
        call=call,
        parameters=parameters,
        returns=returns,
        about=about,
        examples=(example,),
        standard=True,
        grows=grows,
    )


_NUMBER = Parameter("value", ("number",))
_NUMBERS_ARRAY = Parameter("values", ("array",), items=("number",))
_ARRAY = Parameter("values", ("array",))
_KEY = Parameter("key", ("expression",))
_OBJECT = Parameter("value", ("object",))
_ANYTHING = Parameter("value", ANY, takes_absent=True)

_EMAILS = {"emails": [{"type": "work", "value": "b@example.com"}, {"type": "home", "value": "a@example.com"}]}

STANDARD: tuple[Function, ...] = (
    _standard(abs, (_NUMBER,), "number", "The number without its sign.", Example("abs(`-3`)", {}, 3)),
    _standard(
        _average,
        (_NUMBERS_ARRAY,),
        "number",
        "The mean of numbers; absent for an empty list.",
        Example("avg(`[1, 2]`)", {}, 1.5),
        name="avg",
    ),
    _standard(_ceil, (_NUMBER,), "number", "The next whole number upwards.", Example("ceil(`1.2`)", {}, 2)),
    _standard(
        _contains,
        (Parameter("subject", ("array", "string")), Parameter("search", ANY)),
        "boolean",
        "Whether a text contains a text, or a list an element.",
        Example("contains(userType, 'VIP')", {"userType": "VIP guest"}, True),
    ),
    _standard(
        _ends_with,
        (Parameter("subject", ("string",)), Parameter("suffix", ("string",))),
        "boolean",
        "Whether a text ends with another.",
        Example("ends_with(userName, '.nl')", {"userName": "babs@example.nl"}, True),
    ),
    _standard(_floor, (_NUMBER,), "number", "The next whole number downwards.", Example("floor(`1.8`)", {}, 1)),
    _standard(
        _join,
        (
            Parameter("separator", ("string",)),
            Parameter("parts", ("array",), items=("string",), tolerant="join_present"),
        ),
        "string",
        "The texts of a list, all of which must be there, with a separator between them; see also `join_present`.",
        Example("join(', ', emails[].type)", {"emails": [{"type": "work"}, {"type": "home"}]}, "work, home"),
        grows=True,
    ),
    _standard(
        _keys,
        (_OBJECT,),
        "array",
        "The names of the attributes of an object.",
        Example("keys(name)", {"name": {"givenName": "Babs"}}, ["givenName"]),
    ),
    _standard(
        len,
        (Parameter("value", ("string", "array", "object")),),
        "number",
        "How many characters, elements or attributes there are.",
        Example("length(userName)", {"userName": "babs"}, 4),
        name="length",
    ),
    _standard(
        _map,
        (_KEY, _ARRAY),
        "array",
        "What an expression gives for each element, null included.",
        Example("map(&type, emails)", {"emails": [{"type": "work"}, {}]}, ["work", None]),
    ),
    _standard(
        _max,
        (Parameter("values", ("array",), items=_ARRAY_OF_KEYS),),
        None,
        "The largest number or the last text of a list.",
        Example("max(`[1, 3, 2]`)", {}, 3),
    ),
    _standard(
        _max_by,
        (_ARRAY, _KEY),
        None,
        "The element for which an expression gives the largest number or last text.",
        Example("max_by(emails, &value).type", _EMAILS, "work"),
    ),
    _standard(
        _merge,
        (Parameter("objects", ("object",), variadic=True),),
        "object",
        "One object with the attributes of all; later ones win.",
        Example('merge(`{"a": 1}`, `{"b": 2}`)', {}, {"a": 1, "b": 2}),
    ),
    _standard(
        _min,
        (Parameter("values", ("array",), items=_ARRAY_OF_KEYS),),
        None,
        "The smallest number or the first text of a list.",
        Example("min(`[3, 1, 2]`)", {}, 1),
    ),
    _standard(
        _min_by,
        (_ARRAY, _KEY),
        None,
        "The element for which an expression gives the smallest number or first text.",
        Example("min_by(emails, &value).type", _EMAILS, "home"),
    ),
    _standard(
        _not_null,
        (Parameter("values", ANY, takes_absent=True, variadic=True),),
        None,
        "The first argument that is not null.",
        Example("not_null(nickName, userName)", {"userName": "babs"}, "babs"),
    ),
    _standard(
        _reverse,
        (Parameter("value", ("array", "string")),),
        None,
        "A list or a text backwards.",
        Example("reverse('abc')", {}, "cba"),
    ),
    _standard(
        _sort,
        (Parameter("values", ("array",), items=_ARRAY_OF_KEYS),),
        "array",
        "The numbers or texts of a list in order; texts by code point.",
        Example("sort(`[3, 1, 2]`)", {}, [1, 2, 3]),
    ),
    _standard(
        _sort_by,
        (_ARRAY, _KEY),
        "array",
        "A list in the order of what an expression gives for each element.",
        Example("sort_by(emails, &value)[].type", _EMAILS, ["home", "work"]),
    ),
    _standard(
        _starts_with,
        (Parameter("subject", ("string",)), Parameter("prefix", ("string",))),
        "boolean",
        "Whether a text starts with another.",
        Example("starts_with(displayName, 'org:')", {"displayName": "org:Sales"}, True),
    ),
    _standard(
        _sum, (_NUMBERS_ARRAY,), "number", "The sum of numbers; 0 for an empty list.", Example("sum(`[1, 2]`)", {}, 3)
    ),
    _standard(
        _to_array,
        (_ANYTHING,),
        "array",
        "A list stays, anything else becomes a list of one.",
        Example("to_array(title)", {"title": "Boss"}, ["Boss"]),
    ),
    _standard(
        _to_number,
        (_ANYTHING,),
        "number",
        "Text that is a JSON number as a number; null for anything else.",
        Example("to_number('42')", {}, 42),
    ),
    _standard(
        _to_string,
        (Parameter("value", ANY),),
        "string",
        "Text stays, anything else becomes its JSON text.",
        Example("to_string(`[1, true]`)", {}, "[1,true]"),
    ),
    _standard(
        _type,
        (_ANYTHING,),
        "string",
        "The name of the type of a value.",
        Example("type(userName)", {"userName": "b"}, "string"),
    ),
    _standard(
        _values,
        (_OBJECT,),
        "array",
        "The values of the attributes of an object.",
        Example("values(name)", {"name": {"givenName": "Babs"}}, ["Babs"]),
    ),
)
