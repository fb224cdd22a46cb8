"""A call as another language writes it in, the call as it is written here out: `title.upper()`, `not(active)`.

Here a function stands before its value, and not behind it with a dot.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .. import expressions as tree
from ..elsewhere import HOLDERS
from ..foreign_attributes import as_here
from ..foreign_functions import familiar_function
from ..functions import FUNCTIONS
from ..functions.declaration import Function

_THERE = frozenset(
    {
        "exists",
        "present",
        "ispresent",
        "defined",
        "isdefined",
        "notempty",
        "isnotempty",
        "isnotnull",
        "notnull",
        "isset",
    }
)
"""What asks whether something is there, in small letters without `_`."""
_PROPERTIES = {name: name for name in ("length", "upper", "lower", "trim", "reverse", "sort")} | {
    "size": "length", "count": "length",
}  # fmt: skip
"""What is a part of a value elsewhere, and the function that does it here."""
_OPERATORS = {"and": "&&", "or": "||"}


@dataclass(frozen=True, slots=True)
class Here:
    """How a call is written here, and whether that is sure."""

    words: str
    is_sure: bool


def methods(node: tree.Node) -> Iterator[tree.Chain]:
    """The calls below *node* that stand behind their value with a dot, each once, the outermost of a row."""
    inner: set[int] = set()
    for each in tree.walk(node):
        if isinstance(each, tree.Chain) and isinstance(each.right, tree.Call):
            if id(each) not in inner:
                yield each
            inner.add(id(each.of))


def method_here(chain: tree.Chain, text: str) -> Here | None:
    """What the calls of *chain* are here; None where each of them is one of this language, or none can be known."""
    row = list(_row(chain))
    of = row[-1][0].of
    if isinstance(of, tree.Name) and of.name in HOLDERS and len(row) == 1:
        return call_here(row[0][1], text)
    if all(_is_call_of_ours(call) for _, call in row):
        return None
    if text[of.start : of.end].lstrip()[:1] in ("", ".", "["):
        return None  # a part of each element
    if not isinstance(of, tree.Name | tree.Attribute | tree.Index | tree.Constant | tree.Call | tree.Current):
        return None
    value, is_sure = text[of.start : of.end], True
    for _, call in reversed(row):
        here = _called(call, [value, *_arguments(call, text)])
        if here is None:
            return None
        value, is_sure = here.words, is_sure and here.is_sure
    return Here(value, is_sure)


def call_here(call: tree.Call, text: str) -> Here | None:
    """What a *call* of a function that is not there is here, with its own arguments."""
    arguments, name = _arguments(call, text), call.name.casefold()
    if name == "not" and len(arguments) == 1:
        # `!` on a name is true as well where it is absent; alone that may not be meant.
        is_alone = isinstance(call.arguments[0], tree.Name) and call.end - call.start == len(text.strip())
        return Here(f"!({arguments[0]})", is_sure=not is_alone)
    if len(arguments) == 1 and name.replace("_", "") in _THERE:
        return Here(f"!is_absent({arguments[0]})", is_sure=True)
    if name.replace("_", "") == "isnull" and arguments:
        return Here(f"{'is_absent' if len(arguments) == 1 else 'not_null'}({', '.join(arguments)})", is_sure=True)
    if name in _OPERATORS and len(arguments) > 1:
        pairs = zip(call.arguments, arguments, strict=True)
        parts = [f"({words})" if isinstance(node, tree.And | tree.Or | tree.Pipe) else words for node, words in pairs]
        return Here(f" {_OPERATORS[name]} ".join(parts), is_sure=False)
    if name in ("concat", "concatenate") and len(arguments) > 1:
        return Here(f"join_present('', {', '.join(map(as_here, arguments))})", is_sure=False)
    if name in ("first", "last") and len(call.arguments) == 1:
        of = call.arguments[0]
        place = "0" if name == "first" else "-1"
        is_path = isinstance(of, tree.Name | tree.Attribute)
        return Here(f"{arguments[0]}[{place}]" if is_path else f"{arguments[0]} | [{place}]", is_sure=is_path)
    return _called(call, arguments)


def _row(chain: tree.Chain) -> Iterator[tuple[tree.Chain, tree.Call]]:
    """The calls in a row, the last of them first."""
    node: tree.Node = chain
    while isinstance(node, tree.Chain) and isinstance(node.right, tree.Call):
        yield node, node.right
        node = node.of


def _is_call_of_ours(call: tree.Call) -> bool:
    function = FUNCTIONS.get(call.name)
    return function is not None and len(call.arguments) >= function.fewest


def _called(call: tree.Call, arguments: list[str]) -> Here | None:
    """The call of the function that *call* means, with *arguments*; None where it does not take so many."""
    name, is_same = call.name, True
    if name not in FUNCTIONS:
        familiar = familiar_function(name, FUNCTIONS)
        if familiar is None:
            return None
        name, is_same = familiar.name, familiar.is_same
    function = FUNCTIONS[name]
    if not is_same or not _takes(function, len(arguments)):
        return None
    return Here(f"{name}({', '.join(arguments)})", is_sure=True)


def _takes(function: Function, count: int) -> bool:
    return function.fewest <= count and (function.most is None or count <= function.most)


def _arguments(call: tree.Call, text: str) -> list[str]:
    """The arguments of *call*; a text in double quotes gets its single ones."""
    return [
        "'" + each.name.replace("'", "\\'") + "'"
        if isinstance(each, tree.Name) and each.quoted
        else text[each.start : each.end]
        for each in call.arguments
    ]


def property_here(name: str, of: str) -> str | None:
    """The call on *of* for which another language has the part *name*, as in `title.length`."""
    familiar = familiar_function(name, FUNCTIONS)
    if name in _PROPERTIES:
        return f"{_PROPERTIES[name]}({of})"
    takes_it = familiar is not None and familiar.is_same and _takes(FUNCTIONS[familiar.name], 1)
    return f"{familiar.name}({of})" if familiar is not None and takes_it else None
