"""Where an expression was left off, and what it means there -> the options: names, parts, functions, texts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Final

from ..engine import expressions as tree
from ..engine.checks.account import ACCOUNT_KINDS, ACCOUNT_NAMES
from ..engine.checks.named import KINDS
from ..engine.conversions import spoken_type
from ..engine.foreign_attributes import FAMILIAR_NAMES
from ..engine.functions import FUNCTIONS
from ..engine.functions.declaration import Function
from ..engine.scope import OWN_NAMES
from ..engine.shapes import OPEN_OBJECT, UNKNOWN, Shape
from ..schemas.scim import Attribute
from ..schemas.target import TargetField
from .due import Due, Wanted
from .meaning import Meaning
from .options import Option, Rank
from .unfinished import Call, LeftOff

_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)
_LONGEST_DETAIL: Final = 60
_HARDLY_READ: Final = ("schemas", "meta", "password")


def options_at(left: LeftOff, meaning: Meaning, due: Due, *, called: bool) -> Iterator[Option]:
    """What can stand where an expression was left off. `called`: a bracket follows already."""
    if left.place == "part":
        yield from parts(left.path, left.current, meaning, due.wanted)
    elif left.place == "text":
        yield from texts(left, meaning)
    elif left.place == "name":
        if not left.word:
            for text in texts(left, meaning):
                yield Option(text.label, text.kind, text.detail, text.info, f"'{text.written}'", Rank.QUOTED)
        wanted = due.wanted if left.call is None and left.compared is None else "condition"
        yield from _familiar(due, meaning, left)
        yield from names(left.current, meaning, wanted)
        yield from functions(wanted in ("condition", "boolean"), called)


# --- names and parts -------------------------------------------------------------------------------------------------


def names(current: Shape, meaning: Meaning, wanted: Wanted) -> Iterator[Option]:
    """What a path can begin with: attributes of the current node, and names that stand for something everywhere."""
    yield from _attributes(current, meaning, wanted)
    scope = meaning.scope
    if scope.root == "value":
        yield Option("@", "attribute", _kind(current), "The value that was read.", rank=Rank.FITTING)
    for name in scope.lets:
        words = " ".join(meaning.words.get(name, "").split())
        yield Option(name, "attribute", _short(words), "A named expression of this mapping.", rank=Rank.LET)
    for name, urn in scope.extensions.items():
        extension = meaning.declared.user.resource.extensions[urn]
        about = f"The attributes of the extension {extension.name}, {urn}."
        yield Option(name, "attribute", "complex", about, f"{name}.", Rank.SHORT)
    for name in scope.names:
        if name in OWN_NAMES and name not in scope.lets:
            shape = OPEN_OBJECT if name == "person" else scope.shape_of(tree.Own(name, name, 0, 0))  # type: ignore[arg-type]
            insert = f"{name}." if shape.kind == "object" else name
            yield Option(name, "attribute", _kind(shape), OWN_NAMES[name], insert, Rank.OWN)


def parts(path: str, current: Shape, meaning: Meaning, wanted: Wanted) -> Iterator[Option]:
    """What can stand behind *path* and a dot."""
    words = "".join(path.split())
    if words in ("person", "current"):
        for field in meaning.target.fields.values():
            yield _field(field)
    elif words == "account":
        yield from (Option(name, "attribute", "string") for name in ACCOUNT_NAMES)
    else:
        yield from _attributes(meaning.after(path, current), meaning, wanted)


def _attributes(of: Shape, meaning: Meaning, wanted: Wanted) -> Iterator[Option]:
    for name, shape in (of.attributes or {}).items():
        if not _NAME.fullmatch(name):
            continue
        attribute = meaning.attribute(of, name)
        rank = Rank.SELDOM if name in _HARDLY_READ else _fit(shape, wanted)
        if attribute is None:
            yield Option(name, "attribute", _kind(shape), rank=rank)
        else:
            yield Option(name, "attribute", _type(attribute), attribute.description, rank=rank)


def _familiar(due: Due, meaning: Meaning, left: LeftOff) -> Iterator[Option]:
    """The attribute that other products call like the field, where that is a plain path."""
    path = FAMILIAR_NAMES.get(due.of.name.casefold()) if due.of is not None else None
    if path is None or left.call is not None or left.compared is not None or due.wanted == "condition":
        return
    whole, _, name = path.rpartition(".")
    of = meaning.after(whole, left.current) if whole else left.current
    if not all(map(_NAME.fullmatch, path.split("."))) or name not in (of.attributes or {}):
        return
    attribute = meaning.attribute(of, name)
    if attribute is not None:
        yield Option(path, "attribute", _type(attribute), attribute.description, rank=Rank.FAMILIAR)


def _fit(shape: Shape, wanted: Wanted) -> Rank:
    if wanted == "list":
        return Rank.FITTING if shape.kind == "list" else Rank.UNLIKELY
    if wanted == "boolean":
        return Rank.FITTING if shape.kind == "boolean" else Rank.ATTRIBUTE if shape.is_single else Rank.UNLIKELY
    return Rank.ATTRIBUTE if wanted == "condition" or shape.is_single else Rank.UNLIKELY


def _type(attribute: Attribute) -> str:
    return f"list of {attribute.type}" if attribute.multi_valued else attribute.type


def _kind(shape: Shape) -> str:
    return shape.kind if shape.kind != "unknown" else ""


def _field(field: TargetField) -> Option:
    return Option(field.name, "field", spoken_type(field.type), field.description)


# --- functions -------------------------------------------------------------------------------------------------------


@cache
def functions(is_asked: bool, called: bool) -> tuple[Option, ...]:
    """Every function. Where something *is_asked*, those that give true or false come first."""
    return tuple(_function(each, is_asked, called) for each in FUNCTIONS.values())


def _function(function: Function, is_asked: bool, called: bool) -> Option:
    insert = function.name if called else f"{function.name}()" if not function.parameters else f"{function.name}("
    rank = Rank.FITTING_FUNCTION if is_asked and function.returns == "boolean" else Rank.FUNCTION
    return Option(function.name, "function", function.signature, first_sentence(function.about), insert, rank)


def first_sentence(about: str) -> str:
    """The first sentence of what is told of something."""
    end = about.find(". ")
    return about if end < 0 else about[: end + 1]


# --- texts in quotes -------------------------------------------------------------------------------------------------


def texts(left: LeftOff, meaning: Meaning) -> Iterator[Option]:
    """The texts that are known where one is due: canonical values, names of tables, kinds."""
    if left.compared is not None:
        if "".join(left.compared.split()) == "account.kind":
            yield from _values(ACCOUNT_KINDS)
        else:
            yield from _values(meaning.shape(left.compared, left.current).canonical)
    elif left.call is not None:
        yield from texts_of_call(left.call, meaning)


def texts_of_call(call: Call, meaning: Meaning) -> Iterator[Option]:
    """The texts that are known for the next argument of a call."""
    function, position = FUNCTIONS.get(call.name), len(call.arguments)
    if function is not None and function.context == "tables" and position == 0:
        yield from _tables(call.name, meaning)
    elif function is not None and function.context == "links" and position == 0:
        yield from _values(KINDS)
    elif call.name in _CANONICAL and position > 0:
        yield from _values(_CANONICAL[call.name](call, meaning))


def _tables(name: str, meaning: Meaning) -> Iterator[Option]:
    for table, content in meaning.declared.tables.items():
        # A list has no values to look up; whether something is in it can be asked of any table.
        if name == "lookup" and content == "list":
            continue
        yield Option(
            table,
            "table",
            content,
            "A table of this mapping.",
            rank=Rank.FAMILIAR if content == "list" else Rank.QUOTED,
        )


def _picked(call: Call, meaning: Meaning) -> tuple[str, ...]:
    """`pick(emails, 'work')`: the types that elements have."""
    shape = meaning.shape(call.arguments[0], call.current)
    element = shape.element or UNKNOWN
    return (element.attributes or {}).get("type", UNKNOWN).canonical if len(call.arguments) == 1 else ()


def _switched(call: Call, meaning: Meaning) -> tuple[str, ...]:
    """`switch(type, 'work', …)`: the values of what decides."""
    return meaning.shape(call.arguments[0], call.current).canonical if len(call.arguments) % 2 else ()


_CANONICAL: Final[dict[str, Callable[[Call, Meaning], tuple[str, ...]]]] = {"pick": _picked, "switch": _switched}


def _values(values: tuple[str, ...]) -> Iterator[Option]:
    yield from (Option(value, "value") for value in values)


def _short(words: str) -> str:
    return f"{words[: _LONGEST_DETAIL - 1]}…" if len(words) > _LONGEST_DETAIL else words
