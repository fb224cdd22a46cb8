"""Functions of lists: without duplicates, one element by its place or type, how many there are."""

from __future__ import annotations

from ...schemas.values import Json
from .declaration import Example, Function, Parameter, whole_number


def _distinct(values: list[Json]) -> list[Json]:
    first: dict[object, Json] = {}
    for value in values:
        first.setdefault(_identity(value), value)
    return list(first.values())


def _identity(value: Json) -> object:
    """What is the same for equal JSON values and no others; a boolean equals no number."""
    if isinstance(value, dict):
        return "object", frozenset((name, _identity(part)) for name, part in value.items())
    if isinstance(value, list):
        return "array", tuple(map(_identity, value))
    return ("boolean", value) if isinstance(value, bool) else value


def _at(values: list[Json], index: float) -> Json:
    place = whole_number("at", "index", index)
    return values[place] if -len(values) <= place < len(values) else None


def _pick(values: list[Json], kind: str) -> Json:
    objects = [value for value in values if isinstance(value, dict)]
    chosen = next((each for each in objects if is_of(each, kind)), None)
    if chosen is None:
        return None
    return chosen.get("value") if any("value" in each for each in objects) else chosen


def is_of(element: dict[str, Json], kind: str) -> bool:
    """Whether an element of a list is of the type *kind* in any case, or is the primary one where that is asked."""
    if kind == "primary":
        return element.get("primary") is True
    written = element.get("type")
    # A letter folds to three at most, so that what is much longer is never equal, and need not be walked.
    if not isinstance(written, str) or len(written) > 3 * len(kind):
        return False
    return written.casefold() == kind.casefold()


def _count(values: list[Json]) -> int:
    return len(values)


_VALUES = Parameter("values", ("array",))
_TWO: Json = {"emails": [{"value": "a@example.com", "type": "home"}, {"value": "b@example.com", "primary": True}]}
_THREE: Json = {"emails": [{"type": "work"}, {"type": "home"}, {"type": "work"}]}
_ADDRESSES: Json = {"addresses": [{"type": "Work", "locality": "Delft"}]}

LISTS: tuple[Function, ...] = (
    Function(
        "distinct",
        _distinct,
        (_VALUES,),
        "array",
        "The elements of a list, each once, in their order.",
        (Example("distinct(emails[].type)", _THREE, ["work", "home"]),),
        main="values",
    ),
    Function(
        "at",
        _at,
        (_VALUES, Parameter("index", ("number",))),
        None,
        "The element of a list at a place: 0 is the first, -1 the last; absent when there is none.",
        (
            Example("at(split_text(title, ','), `1`)", {"title": "a, b"}, "b"),
            Example("at(split_text(title, ','), `-1`)", {"title": "a, b, c"}, "c"),
            Example("at(split_text(title, ','), `5`)", {"title": "a, b"}, None),
        ),
        main="values",
    ),
    Function(
        "pick",
        _pick,
        (_VALUES, Parameter("kind", ("string",))),
        None,
        "The `value` of the first element of a type, whatever its case, or of the first that is 'primary'; the element "
        "itself where none has a `value`, as in addresses.",
        (
            Example("pick(emails, 'home')", _TWO, "a@example.com"),
            Example("pick(emails, 'primary')", _TWO, "b@example.com"),
            Example("pick(emails, 'work')", _TWO, None),
            Example("pick(addresses, 'work').locality", _ADDRESSES, "Delft"),
        ),
        main="values",
    ),
    Function(
        "count",
        _count,
        (_VALUES,),
        "number",
        "How many elements a list has.",
        (Example("count(emails)", _TWO, 2),),
        main="values",
    ),
)
