"""Functions that change texts and take parts of them. Nothing to find gives absent, never an empty text."""

from __future__ import annotations

from ...schemas.values import Json
from .declaration import ANY, Example, Function, Parameter, number_text


def _lower(text: str) -> str:
    return text.lower()


def _upper(text: str) -> str:
    return text.upper()


def _trim(text: str) -> str | None:
    return text.strip() or None


def _before(text: str, mark: str) -> str | None:
    head, found, _ = text.partition(mark) if mark else ("", "", "")
    return head or None if found else None


def _after(text: str, mark: str) -> str | None:
    _, found, tail = text.partition(mark) if mark else ("", "", "")
    return tail or None if found else None


def _first_present(*values: Json) -> Json:
    return next((value for value in values if value is not None and not _is_blank(value)), None)


def _join_present(separator: str, *parts: Json) -> str | None:
    there = [part for part in parts if part is not None and not _is_blank(part)]
    present = [part if isinstance(part, str) else number_text(part) for part in there]
    return separator.join(present) if present else None


def _is_blank(value: Json) -> bool:
    return isinstance(value, str) and not value.strip()


_TEXT = Parameter("text", ("string",))
_MARK = Parameter("mark", ("string",))

TEXT: tuple[Function, ...] = (
    Function(
        "lower",
        _lower,
        (_TEXT,),
        "string",
        "The text in lower case.",
        (Example("lower(userName)", {"userName": "BABS"}, "babs"),),
        main="text",
    ),
    Function(
        "upper",
        _upper,
        (_TEXT,),
        "string",
        "The text in upper case.",
        (Example("upper(userName)", {"userName": "babs"}, "BABS"),),
        main="text",
    ),
    Function(
        "trim",
        _trim,
        (_TEXT,),
        None,
        "The text without blanks at its ends; absent when nothing is left.",
        (Example("trim(title)", {"title": " Boss "}, "Boss"),),
        main="text",
    ),
    Function(
        "before",
        _before,
        (_TEXT, _MARK),
        None,
        "What stands before the first mark; absent without the mark.",
        (
            Example("before(displayName, ' - ')", {"displayName": "Sales - Delft"}, "Sales"),
            Example("before(displayName, ' - ')", {"displayName": "Sales"}, None),
        ),
        main="text",
    ),
    Function(
        "after",
        _after,
        (_TEXT, _MARK),
        None,
        "What stands after the first mark; absent without the mark.",
        (
            Example("after(displayName, 'org:')", {"displayName": "org:Sales"}, "Sales"),
            Example("after(displayName, 'org:')", {"displayName": "Sales"}, None),
        ),
        main="text",
    ),
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
        "join_present",
        _join_present,
        (
            Parameter("separator", ("string",)),
            Parameter("parts", ("string", "number"), takes_absent=True, variadic=True),
        ),
        None,
        "The parts that are there, with the separator between them; absent when none is.",
        (Example("join_present(', ', title, nickName)", {"title": "Boss"}, "Boss"),),
        grows=True,
    ),
)
