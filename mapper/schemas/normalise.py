"""A payload -> the same in the spelling and types of its SCIM schemas, with a list of what was changed.

Everything that needs no change is shared with the payload, which itself is never changed. What can be prepared from
the schemas is prepared once for each of them, so that a payload that needs no change costs next to nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from operator import is_
from typing import Final, NamedTuple, TypeAlias

from .names import Names
from .scim import Attribute, ResourceSchema
from .values import InvalidPayload, Json, WrittenFloat, kind_of, not_an_object

DEEPEST: Final = 32
"""So many objects and lists may stand in one another."""

_INTEGER = re.compile(r"-?(?:0|[1-9]\d{0,999})", re.ASCII)
_DECIMAL = re.compile(r"-?(?:0|[1-9]\d{0,99})\.\d{1,99}", re.ASCII)
_BOOLEANS: Final = {"true": True, "false": False}
_SINGLE: Final = frozenset({bool, int, float, WrittenFloat, type(None)})
"""The types of JSON values that are neither text nor hold others: normal wherever they stand."""

_TEXT_TYPES: Final = ("string", "dateTime", "reference", "binary")


class Change(NamedTuple):
    """One thing that was put right: where in the payload it was sent, what it was, what it became.

    Values of people are not told, only their kind.
    """

    pointer: str
    was: str
    became: str

    def __str__(self) -> str:
        return f"{self.was} became {self.became}"


class Normalised(NamedTuple):
    """The payload as the rules read it, and what was changed for that; the payload itself when nothing was."""

    payload: dict[str, Json]
    changes: tuple[Change, ...]


def normalise(payload: Json, resource: ResourceSchema) -> Normalised:
    """*payload* in the spelling and types of *resource*. A key with null stands for what was sent empty.

    Attribute names get the schema's spelling; blank text becomes null; `"True"` and `"false"` become booleans and
    digits numbers where the schema says so; an object where a list is due becomes a list of one; a text where an
    object is due becomes its `value`. What is in no schema stays, but for its blank texts.

    Raises InvalidPayload when the payload is no object, has one attribute in two spellings, or is too deep.
    """
    parts = _prepared(resource)
    if type(payload) is dict and parts.is_normal(payload):
        return tuple.__new__(Normalised, (payload, ()))  # half the price of `Normalised(payload, ())`
    if not isinstance(payload, dict):
        raise not_an_object(payload)
    changes: list[Change] = []
    normal = _object(payload, parts, _Place("", 1, changes))
    return Normalised(normal, tuple(changes))


# --- what is prepared from a schema ----------------------------------------------------------------------------------

Test: TypeAlias = Callable[[Json], bool]
"""Whether a value is normal as it is, and not too deep. In doubt it says no, and the value is gone through in full."""

PartTest: TypeAlias = Callable[[object, Json], bool]
"""Whether a name and its value are normal."""


@dataclass(frozen=True, slots=True)
class _Parts:
    """The attributes that an object may have: what each is, by name and by name in lower case.

    With the quick tests of such an object, and of a list of them.
    """

    rules: Mapping[str, _Rule]
    spelling: Mapping[str, str]
    is_normal: Test
    are_normal: Test


@dataclass(frozen=True, slots=True)
class _Rule:
    """What an attribute is. `parts` are None where no object is due, `takes_text` says that a text may stand for it."""

    type: str
    is_list: bool
    parts: _Parts | None
    takes_text: bool
    is_normal: Test


@lru_cache(maxsize=64)
def _prepared(resource: ResourceSchema) -> _Parts:
    rules = _rules(resource.attributes, 1)
    for urn, extension in resource.extensions.items():
        rules[urn] = _object_rule(extension.attributes, 2, takes_text=False)
    return _parts(rules, 1)


def _rules(attributes: Names[Attribute], depth: int) -> dict[str, _Rule]:
    """What the attributes of an object are that stands *depth* deep."""
    return {name: _rule(attribute, depth + 1) for name, attribute in attributes.items()}


def _rule(attribute: Attribute, depth: int) -> _Rule:
    """What an attribute is whose value stands *depth* deep."""
    if attribute.multi_valued:
        rule = _rule(replace(attribute, multi_valued=False), depth + 1)
        are_normal = rule.parts.are_normal if rule.parts else _list_test(rule.is_normal)
        return replace(rule, is_list=True, is_normal=are_normal)
    if attribute.attributes:
        return _object_rule(attribute.attributes, depth, takes_text="value" in attribute.attributes)
    return _Rule(attribute.type, False, None, False, _value_test(attribute.type, depth))


def _object_rule(attributes: Names[Attribute], depth: int, *, takes_text: bool) -> _Rule:
    parts = _parts(_rules(attributes, depth), depth)
    return _Rule("complex", False, parts, takes_text, parts.is_normal)


def _parts(rules: Mapping[str, _Rule], depth: int) -> _Parts:
    spelling = {name.casefold(): name for name in rules}
    texts = frozenset(name for name, rule in rules.items() if rule.is_normal is _is_text_or_single)
    tests = {name: rule.is_normal for name, rule in rules.items()}
    undeclared = _undeclared_test(spelling, DEEPEST - depth)
    return _Parts(
        rules, spelling, _object_test(texts, tests, undeclared), _list_of_objects_test(texts, tests, undeclared)
    )


# --- quick tests -----------------------------------------------------------------------------------------------------

# Most values are texts, so that is tried first. `str.strip` refuses what is no text, at less cost than a look at the
# type of each value. A call for each object of a list would cost as much as its texts, so the loop stands here twice.


def _object_test(texts: frozenset[str], tests: Mapping[str, Test], undeclared: PartTest) -> Test:
    """The test of an object with the plain *texts*, the *tests* of all that it may have, and that of what is left."""
    stripped = str.strip

    def is_normal(value: Json) -> bool:
        if type(value) is not dict:
            return type(value) in _SINGLE
        for name, part in value.items():
            try:
                if name in texts and part is not None and stripped(part):
                    continue
            except TypeError:
                pass
            if name in tests:
                if not tests[name](part):
                    return False
            elif not undeclared(name, part):
                return False
        return True

    return is_normal


def _list_of_objects_test(texts: frozenset[str], tests: Mapping[str, Test], undeclared: PartTest) -> Test:
    """The test of a list of such objects."""
    stripped = str.strip

    def are_normal(value: Json) -> bool:
        if type(value) is not list:
            return type(value) in _SINGLE
        for each in value:
            if type(each) is not dict:
                return False
            for name, part in each.items():
                try:
                    if name in texts and part is not None and stripped(part):
                        continue
                except TypeError:
                    pass
                if name in tests:
                    if not tests[name](part):
                        return False
                elif not undeclared(name, part):
                    return False
        return True

    return are_normal


def _undeclared_test(spelling: Mapping[str, str], room: int) -> PartTest:
    """The test of what has another name than all attributes. At most *room* levels may stand in its object."""

    def is_normal(name: object, part: Json) -> bool:
        return type(name) is str and name.casefold() not in spelling and _is_unknown_normal(part, room)

    return is_normal


def _list_test(is_normal: Test) -> Test:
    def are_normal(value: Json) -> bool:
        if type(value) is not list:
            return type(value) in _SINGLE
        for each in value:  # noqa: SIM110 - a loop costs half of what `all` and a generator do
            if not is_normal(each):
                return False
        return True

    return are_normal


def _value_test(type_: str, depth: int) -> Test:
    """The test of a value that stands *depth* deep and has no attributes that a schema describes."""
    if type_ == "complex":
        return partial(_is_unknown_normal, room=DEEPEST + 1 - depth)
    return _is_text_or_single if type_ in _TEXT_TYPES else _is_single


def _is_text_or_single(value: Json) -> bool:
    return bool(value.strip()) if type(value) is str else type(value) in _SINGLE


def _is_single(value: Json) -> bool:
    return type(value) in _SINGLE


def _is_unknown_normal(value: Json, room: int) -> bool:
    """The test of a value that no schema describes: no blank text, and at most *room* levels."""
    parts: Iterable[Json]
    if type(value) is list:
        parts = value
    elif type(value) is dict:
        parts = value.values()
        if not all(type(name) is str for name in value):
            return False
    else:
        return _is_text_or_single(value)
    if room < 1:
        return False
    for part in parts:  # noqa: SIM110 - as above
        if not (part.strip() if type(part) is str else _is_unknown_normal(part, room - 1)):
            return False
    return True


# --- what is put right -----------------------------------------------------------------------------------------------


class _Place(NamedTuple):
    """Where a value stands: its pointer in the payload as sent, how deep, and the list that takes its changes."""

    pointer: str
    depth: int
    changes: list[Change]

    def inside(self, name: str | int) -> _Place:
        """The place of a part or element."""
        written = name.replace("~", "~0").replace("/", "~1") if isinstance(name, str) else name
        return _Place(f"{self.pointer}/{written}", self.depth + 1, self.changes)

    def changed(self, was: str, became: str) -> None:
        """Note a change."""
        self.changes.append(Change(self.pointer, was, became))

    def enter(self) -> None:
        """Go into an object or a list. Raises InvalidPayload where it is too deep."""
        if self.depth > DEEPEST:
            raise InvalidPayload(
                "json-too-deep",
                f"more than {DEEPEST} objects and lists stand in one another",
                self.pointer,
                hint="no client sends users like that",
            )


def _object(value: Mapping[str, Json], parts: _Parts, place: _Place) -> Json:
    """The object in the spelling and types of *parts*."""
    place.enter()
    result: dict[str, Json] = {}
    same = type(value) is dict
    for name, part in value.items():
        rule = parts.rules.get(name)
        spelled = name if rule else parts.spelling.get(_text(name, place).casefold(), name)
        if spelled in result:
            raise _twice(spelled, name, place)
        if rule:
            is_normal = rule.is_normal(part)
        else:
            is_normal = spelled == name and _is_unknown_normal(part, DEEPEST - place.depth)
        if is_normal:
            result[name] = part
            continue
        inside = place.inside(name)
        if spelled != name:
            rule = parts.rules[spelled]
            inside.changed(f"'{name}'", f"'{spelled}'")
        result[spelled] = normal = _value(part, rule, inside) if rule else _unknown(part, inside)
        same = same and spelled == name and normal is part
    return value if same else result


def _twice(spelled: str, name: str, place: _Place) -> InvalidPayload:
    other = f", once as '{name}'" if name != spelled else ""
    return InvalidPayload(
        "duplicate-attribute",
        f"'{spelled}' is there twice{other}",
        place.inside(name).pointer,
        hint="names of attributes are the same in any case: leave one of the two out",
    )


def _text(name: object, place: _Place) -> str:
    if isinstance(name, str):
        return name
    raise InvalidPayload("not-an-object", f"the name of an attribute is text, not {kind_of(name)}", place.pointer)


def _value(value: Json, rule: _Rule, place: _Place) -> Json:
    """The value of an attribute: one, or a list of them."""
    if not rule.is_list:
        return _one(value, rule, place)
    if isinstance(value, (list, tuple)):
        place.enter()
        return _rebuilt(value, [_one(each, rule, place.inside(index)) for index, each in enumerate(value)])
    # Deeper by one, as the list that it becomes will be.
    element = _one(value, rule, _Place(place.pointer, place.depth + 1, place.changes))
    is_due = isinstance(element, dict) if rule.parts else isinstance(element, str) and rule.type in _TEXT_TYPES
    if not is_due:
        return element
    was_wrapped = rule.parts is not None and isinstance(value, str)
    place.changed("an object with 'value'" if was_wrapped else kind_of(value), "a list of one")
    return [element]


def _one(value: Json, rule: _Rule, place: _Place) -> Json:
    """One value of an attribute: itself when it is of the type, or cannot become of it."""
    if isinstance(value, str):
        return _from_text(value, rule, place)
    if rule.parts is not None and isinstance(value, dict):
        return value if rule.parts.is_normal(value) else _object(value, rule.parts, place)
    return _unknown(value, place)


def _from_text(value: str, rule: _Rule, place: _Place) -> Json:
    if not value.strip():
        return _empty(value, place)
    if rule.takes_text:
        place.changed("text", "an object with 'value'")
        return {"value": value}
    if rule.type == "boolean" and value.casefold() in _BOOLEANS:
        place.changed(f"the text '{value}'", value.casefold())
        return _BOOLEANS[value.casefold()]
    if rule.type in ("integer", "decimal") and _INTEGER.fullmatch(value):
        place.changed("text", "a number")
        return int(value)
    if rule.type == "decimal" and _DECIMAL.fullmatch(value):
        place.changed("text", "a number")
        return WrittenFloat(value)
    return value


def _empty(value: str, place: _Place) -> None:
    place.changed("blank text" if value else "empty text", "null")


def _unknown(value: Json, place: _Place) -> Json:
    """A value that no schema describes: its blank texts become null, all else stays."""
    if isinstance(value, str):
        return value if value.strip() else _empty(value, place)
    if isinstance(value, dict):
        place.enter()
        parts = {_text(name, place): _unknown(part, place.inside(name)) for name, part in value.items()}
        return _rebuilt(value, parts)
    if isinstance(value, (list, tuple)):
        place.enter()
        return _rebuilt(value, [_unknown(each, place.inside(index)) for index, each in enumerate(value)])
    return value


def _rebuilt(value: Json, normal: dict[str, Json] | list[Json]) -> Json:
    """*value* itself when *normal* holds the very same, and is of the same type; else *normal*."""
    if type(value) is not type(normal):
        return normal
    before: Iterable[Json] = value.values() if isinstance(value, dict) else value
    after: Iterable[Json] = normal.values() if isinstance(normal, dict) else normal
    return value if all(map(is_, before, after)) else normal
