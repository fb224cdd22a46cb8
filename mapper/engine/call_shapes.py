"""A call and the shapes of its arguments in, the shape of what it gives out: that of a list goes through `sort_by`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from . import expressions as tree
from .functions import FUNCTIONS
from .functions.declaration import Function
from .shapes import (
    BOOLEAN,
    DATE,
    NUMBER,
    OPEN_OBJECT,
    STRING,
    UNKNOWN,
    Shape,
    joined,
    list_of,
    merged,
)

_BY_RETURN: dict[str | None, Shape] = {
    "string": STRING, "boolean": BOOLEAN, "number": NUMBER, "object": OPEN_OBJECT, "array": list_of(UNKNOWN),
}  # fmt: skip

_NAME_PARTS = Shape("object", dict.fromkeys(("given", "middle", "family", "prefix", "suffix"), STRING))

_ALWAYS: dict[str, Shape] = {
    # What a function gives whatever it is given, where its declaration cannot say it: a text or nothing, a date.
    **dict.fromkeys(("parse_date", "add_days", "today", "now"), DATE),
    **dict.fromkeys(("email_domain", "email_local", "initials", "sort_name"), STRING),
    **dict.fromkeys(("country_code", "country_name", "region_code", "language_tag", "time_zone"), STRING),
    **dict.fromkeys(("keys", "split_text"), list_of(STRING)),
    "name_parts": _NAME_PARTS,
    "group_for": Shape("list", element=STRING, tried=True),
}


def function_shape(function: Function) -> Shape:
    """The shape of what *function* gives, whatever its arguments."""
    return _ALWAYS.get(function.name) or _BY_RETURN.get(function.returns, UNKNOWN)


def call_shape(call: tree.Call, shapes: Sequence[Shape], tables: Mapping[str, Shape]) -> Shape:
    """The shape of what *call* gives on arguments of *shapes*; that of a `&expression` is what it gives per element.

    *tables* has the shape of what each table gives.
    """
    given = _BY_ARGUMENTS.get(call.name)
    if given is not None:
        return given(call, shapes)
    if call.name == "lookup":
        name = call.arguments[0]
        return tables.get(str(name.value), UNKNOWN) if isinstance(name, tree.Constant) else UNKNOWN
    function = FUNCTIONS.get(call.name)
    return function_shape(function) if function is not None else UNKNOWN


def element_of(shape: Shape) -> Shape:
    """The shape of the elements of a list; unknown for all else."""
    return shape.element if shape.kind == "list" and shape.element is not None else UNKNOWN


def is_null(node: tree.Node) -> bool:
    """Whether *node* is the constant null, which is of no shape."""
    return isinstance(node, tree.Constant) and node.value is None


def _of_list(call: tree.Call, shapes: Sequence[Shape]) -> Shape:
    return list_of(element_of(shapes[0]))


def _of_element(call: tree.Call, shapes: Sequence[Shape]) -> Shape:
    return element_of(shapes[0])


def _first(call: tree.Call, shapes: Sequence[Shape]) -> Shape:
    """One of the arguments."""
    return joined(shape for node, shape in zip(call.arguments, shapes, strict=True) if not is_null(node))


def _branch(call: tree.Call, shapes: Sequence[Shape]) -> Shape:
    """One of the two values of `if_else`."""
    return _chosen(call, shapes, range(1, len(shapes)))


def _case(call: tree.Call, shapes: Sequence[Shape]) -> Shape:
    """One of the results of `switch`; the last argument is one when it has no case."""
    results = list(range(2, len(shapes), 2))
    return _chosen(call, shapes, results if len(shapes) % 2 else [*results, len(shapes) - 1])


def _chosen(call: tree.Call, shapes: Sequence[Shape], places: Sequence[int]) -> Shape:
    return joined(shapes[place] for place in places if not is_null(call.arguments[place]))


def _picked(call: tree.Call, shapes: Sequence[Shape]) -> Shape:
    """The `value` of an element, or the element itself where elements have none."""
    element = element_of(shapes[0])
    if element.kind != "object" or element.attributes is None:
        return UNKNOWN
    return element.attributes.get("value", element)


def _reversed(call: tree.Call, shapes: Sequence[Shape]) -> Shape:
    return _of_list(call, shapes) if shapes[0].kind == "list" else STRING if shapes[0].is_single else UNKNOWN


def _as_list(call: tree.Call, shapes: Sequence[Shape]) -> Shape:
    if shapes[0].kind == "list":
        return _of_list(call, shapes)
    return list_of(shapes[0]) if not is_null(call.arguments[0]) else list_of(UNKNOWN)


_BY_ARGUMENTS: dict[str, Callable[[tree.Call, Sequence[Shape]], Shape]] = {
    **dict.fromkeys(("sort", "sort_by", "distinct"), _of_list),
    **dict.fromkeys(("at", "max", "min", "max_by", "min_by"), _of_element),
    **dict.fromkeys(("not_null", "first_present"), _first),
    "map": lambda call, shapes: list_of(shapes[0]),
    "merge": lambda call, shapes: merged(shapes),
    "if_else": _branch,
    "switch": _case,
    "pick": _picked,
    "reverse": _reversed,
    "to_array": _as_list,
}
