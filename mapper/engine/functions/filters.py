"""The filters that Jinja2 has and templates have too, each with exactly its meaning there
(https://jinja.palletsprojects.com/templates/#list-of-builtin-filters), and a word on each of those left out.

A value prints here as everywhere in templates: true and false in lower case, a number as it was sent.
"""

from __future__ import annotations

import re
from typing import Final

from ...schemas.values import Json
from .declaration import ANY, Example, Function, FunctionFailure, Parameter, Type, number_text

LONGEST_TEXT: Final = 64 * 1024
"""No template and no filter makes a text longer than this."""


def as_text(value: Json) -> str:
    """How a text, a number or a boolean prints."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return number_text(value)


def check_length(length: int) -> None:
    """Raise FunctionFailure when a text of so many characters is too long, before it is made."""
    if length > LONGEST_TEXT:
        raise FunctionFailure(f"the text would be longer than {LONGEST_TEXT:,} characters")


def _upper(text: Json) -> str:
    return as_text(text).upper()


def _lower(text: Json) -> str:
    return as_text(text).lower()


def _capitalize(text: Json) -> str:
    return as_text(text).capitalize()


_BETWEEN_WORDS = re.compile(r"([-\s({\[<]+)")


def _title(text: Json) -> str:
    return "".join(word[0].upper() + word[1:].lower() for word in _BETWEEN_WORDS.split(as_text(text)) if word)


def _trim(text: Json, characters: str | None = None) -> str:
    return as_text(text).strip(characters)


def _replace(text: Json, old: Json, new: Json, count: int = -1) -> str:
    written, search, other = as_text(text), as_text(old), as_text(new)
    if not search:
        raise FunctionFailure("replace takes a text that is not empty as 'old'")
    if count.__class__ is not int:
        raise FunctionFailure("replace takes a whole number as 'count'")
    growth = len(other) - len(search)
    if growth > 0:
        times = written.count(search)
        check_length(len(written) + growth * (times if count < 0 else min(count, times)))
    return written.replace(search, other, count)


def _default(value: Json, default_value: Json = "", boolean: bool = False) -> Json:
    return default_value if value is None or (boolean and not value) else value


def _join(values: list[Json], separator: Json = "") -> str:
    between = as_text(separator)
    if any(isinstance(value, list | dict) for value in values):
        raise FunctionFailure("join takes a list of texts, not of lists or objects")
    texts = [as_text(value) for value in values if value is not None]
    check_length(sum(map(len, texts)) + len(between) * max(0, len(texts) - 1))
    return between.join(texts)


def _first(values: str | list[Json]) -> Json:
    return values[0] if values else None


def _last(values: str | list[Json]) -> Json:
    return values[-1] if values else None


def _length(values: str | list[Json] | dict[str, Json]) -> int:
    return len(values)


_PRINTS: tuple[Type, ...] = ("string", "number", "boolean")
_TEXT = Parameter("text", _PRINTS)
_SEQUENCE = Parameter("values", ("array", "string"))
_BOSS: Json = {"title": "the BOSS"}
_PARAMETERS_OF_DEFAULT = (
    Parameter("value", ANY, takes_absent=True),
    Parameter("default_value", ANY, takes_absent=True, optional=True),
    Parameter("boolean", ("boolean",), optional=True),
)
_DEFAULT_ABOUT = "The value, and another where it is absent; where it counts as false too if the third is true."
_LENGTH_PARAMETERS = (Parameter("values", ("array", "string", "object")),)
_LENGTH_ABOUT = "How many characters a text, elements a list or attributes an object has."
_LENGTH_EXAMPLES = (Example("{{ emails | length }}", {"emails": [{"value": "a@example.com"}]}, "1"),)
_DEFAULT_EXAMPLES = (
    Example("{{ title | default('unknown') }}", {}, "unknown"),
    Example("{{ title | default('unknown') }}", {"title": "Boss"}, "Boss"),
)

_ALL: tuple[Function, ...] = (
    Function(
        "upper",
        _upper,
        (_TEXT,),
        "string",
        "The text in upper case.",
        (Example("{{ title | upper }}", _BOSS, "THE BOSS"),),
        main="text",
    ),
    Function(
        "lower",
        _lower,
        (_TEXT,),
        "string",
        "The text in lower case.",
        (Example("{{ title | lower }}", _BOSS, "the boss"),),
        main="text",
    ),
    Function(
        "capitalize",
        _capitalize,
        (_TEXT,),
        "string",
        "The first character in upper case, all others in lower case.",
        (Example("{{ title | capitalize }}", _BOSS, "The boss"),),
        main="text",
    ),
    Function(
        "title",
        _title,
        (_TEXT,),
        "string",
        "Each word with a capital, all other characters in lower case.",
        (Example("{{ title | title }}", _BOSS, "The Boss"),),
        main="text",
    ),
    Function(
        "trim",
        _trim,
        (_TEXT, Parameter("characters", ("string",), optional=True)),
        "string",
        "The text without blanks at its ends, or without the given characters.",
        (Example("{{ title | trim('.') }}", {"title": "..Boss."}, "Boss"),),
        main="text",
    ),
    Function(
        "replace",
        _replace,
        (_TEXT, Parameter("old", _PRINTS), Parameter("new", _PRINTS), Parameter("count", ("number",), optional=True)),
        "string",
        "The text with one text in it replaced by another; only the first ones if a count is given.",
        (
            Example("{{ title | replace('BOSS', 'chief') }}", _BOSS, "the chief"),
            Example("{{ title | replace('S', 's', 1) }}", _BOSS, "the BOsS"),
        ),
        main="text",
    ),
    Function(
        "default",
        _default,
        _PARAMETERS_OF_DEFAULT,
        None,
        _DEFAULT_ABOUT,
        _DEFAULT_EXAMPLES,
        main="value",
    ),
    Function("d", _default, _PARAMETERS_OF_DEFAULT, None, _DEFAULT_ABOUT, _DEFAULT_EXAMPLES, main="value"),
    Function(
        "join",
        _join,
        (Parameter("values", ("array",)), Parameter("separator", _PRINTS, optional=True)),
        "string",
        "The texts of a list in a row, with a separator between them.",
        (Example("{{ schemas | join(', ') }}", {"schemas": ["urn:a", "urn:b"]}, "urn:a, urn:b"),),
        main="values",
    ),
    Function(
        "first",
        _first,
        (_SEQUENCE,),
        None,
        "The first element of a list, or the first character of a text.",
        (Example("{{ title | first }}", _BOSS, "t"),),
        main="values",
    ),
    Function(
        "last",
        _last,
        (_SEQUENCE,),
        None,
        "The last element of a list, or the last character of a text.",
        (Example("{{ title | last }}", _BOSS, "S"),),
        main="values",
    ),
    Function("length", _length, _LENGTH_PARAMETERS, "number", _LENGTH_ABOUT, _LENGTH_EXAMPLES, main="values"),
    Function("count", _length, _LENGTH_PARAMETERS, "number", _LENGTH_ABOUT, _LENGTH_EXAMPLES, main="values"),
)

FILTERS: dict[str, Function] = {function.name: function for function in _ALL}
"""Every filter that bears a name of Jinja2. Other names are those of the library."""

_NO_NUMBERS: Final = "templates do not calculate; values print as they were sent"
_LET: Final = "name the list that you want in a `let`"
_PAYLOAD: Final = "name the attribute itself: value.name"
_ESCAPES: Final = "nothing is escaped; leave it out"
_WIDTHS: Final = "texts are not laid out in templates"

NOT_OFFERED: dict[str, str] = {
    **dict.fromkeys(("abs", "float", "int", "round", "sum", "max", "min", "filesizeformat"), _NO_NUMBERS),
    **dict.fromkeys(("batch", "dictsort", "groupby", "items", "list", "map", "reject", "rejectattr"), _LET),
    **dict.fromkeys(("reverse", "select", "selectattr", "slice", "sort"), _LET),
    **dict.fromkeys(("attr", "pprint", "tojson", "xmlattr"), _PAYLOAD),
    **dict.fromkeys(("e", "escape", "forceescape", "safe", "striptags", "string", "urlize"), _ESCAPES),
    **dict.fromkeys(("center", "format", "indent", "urlencode", "wordcount", "wordwrap"), _WIDTHS),
    "truncate": "write `| shorten(20)`, which cuts at the end of a word",
    "unique": "write `| distinct`",
    "random": "the same payload always gives the same result",
}
"""The filters of Jinja2 that templates do not have, with what to do instead."""
