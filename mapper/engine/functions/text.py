"""Functions that take parts of texts, and put texts together. Nothing to find gives absent, never an empty text.

Characters are counted from 0, an end is the first one not taken, and negative numbers count from the end of the text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...schemas.values import Json
from .declaration import Example, Function, FunctionFailure, Parameter, number_text, whole_number
from .filters import check_length

if TYPE_CHECKING:
    from ..work import Work

# --- parts -----------------------------------------------------------------------------------------------------------


def _trim(text: str) -> str | None:
    return text.strip() or None


def _collapse(text: str) -> str | None:
    return " ".join(text.split()) or None


def _before(text: str, mark: str) -> str | None:
    head, found, _ = text.partition(mark) if mark else ("", "", "")
    return head or None if found else None


def _after(text: str, mark: str) -> str | None:
    _, found, tail = text.partition(mark) if mark else ("", "", "")
    return tail or None if found else None


def _between(text: str, start: str, end: str) -> str | None:
    behind = _after(text, start)
    return _before(behind, end) if behind is not None else None


def _word(text: str, index: float) -> str | None:
    words = text.split()
    place = whole_number("word", "index", index)
    return words[place] if -len(words) <= place < len(words) else None


def _left(text: str, length: float) -> str | None:
    return text[: whole_number("left", "length", length)] or None


def _right(text: str, length: float) -> str | None:
    number = whole_number("right", "length", length)
    return text[max(0, len(text) - number) if number >= 0 else -number :] or None


def _mid(text: str, start: float, end: float | None = None) -> str | None:
    last = None if end is None else whole_number("mid", "end", end)
    return text[whole_number("mid", "start", start) : last] or None


def _shorten(text: str, width: float) -> str | None:
    most = whole_number("shorten", "width", width)
    if most < 1:
        raise FunctionFailure("shorten() takes a number above 0 as 'width'")
    if len(text) <= most:
        return text or None
    # A word ends where a blank follows, so that the first character behind the width is looked at too.
    words = text[: most + 1].rsplit(None, 1)
    ends_there = text[most].isspace() or len(words) == 1
    return (text[:most] if ends_there else words[0]).strip() or None


def _split_text(work: Work, text: str, mark: str) -> list[Json]:
    if not mark:
        raise FunctionFailure("split_text() takes a text that is not empty as 'mark'")
    work.spend(1 + text.count(mark))
    return [part for each in text.split(mark) if (part := each.strip())]


# --- longer texts ----------------------------------------------------------------------------------------------------


def _spend(work: Work, length: int) -> None:
    """Refuse a text of so many characters when it is too long, and count it, before it is made."""
    check_length(length)
    work.spend(length // 64)


def _pad(work: Work, text: str | float, width: float, fill: str) -> str | None:
    written = text if isinstance(text, str) else number_text(text)
    most = whole_number("pad", "width", width)
    if not fill:
        raise FunctionFailure("pad() takes a text that is not empty as 'fill'")
    missing = abs(most) - len(written)
    if missing <= 0:
        return written or None
    _spend(work, abs(most))
    filling = (fill * (missing // len(fill) + 1))[:missing]
    return written + filling if most < 0 else filling + written


def _replace_text(work: Work, text: str, old: str, new: str) -> str | None:
    if not old:
        raise FunctionFailure("replace_text() takes a text that is not empty as 'old'")
    _spend(work, len(text) + text.count(old) * (len(new) - len(old)))
    return text.replace(old, new) or None


def _join_present(work: Work, separator: str, *parts: Json) -> str | None:
    written = [part if isinstance(part, str) else number_text(part) for part in parts if part is not None]
    present = [part for part in written if part and not part.isspace()]
    _spend(work, sum(map(len, present)) + len(separator) * max(0, len(present) - 1))
    return separator.join(present) or None


_TEXT = Parameter("text", ("string",))
_MARK = Parameter("mark", ("string",))
_LENGTH = Parameter("length", ("number",))
_WIDTH = Parameter("width", ("number",))
_NUMBER: Json = {"externalId": "4711"}
_BABS: Json = {"displayName": "Barbara Jane Jensen"}

TEXT: tuple[Function, ...] = (
    Function(
        "trim",
        _trim,
        (_TEXT,),
        "string",
        "The text without blanks at its ends; absent when nothing is left.",
        (Example("trim(title)", {"title": " Boss "}, "Boss"),),
        main="text",
    ),
    Function(
        "collapse",
        _collapse,
        (_TEXT,),
        "string",
        "The text with one blank for every run of blanks and line ends, and none at its ends.",
        (Example("collapse(title)", {"title": " The   big\nBoss "}, "The big Boss"),),
        main="text",
    ),
    Function(
        "before",
        _before,
        (_TEXT, _MARK),
        "string",
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
        "string",
        "What stands after the first mark; absent without the mark.",
        (
            Example("after(displayName, 'org:')", {"displayName": "org:Sales"}, "Sales"),
            Example("after(displayName, 'org:')", {"displayName": "Sales"}, None),
        ),
        main="text",
    ),
    Function(
        "between",
        _between,
        (_TEXT, Parameter("start", ("string",)), Parameter("end", ("string",))),
        "string",
        "What stands behind the first start and before the next end; absent when one of them is not there.",
        (
            Example("between(displayName, '(', ')')", {"displayName": "Babs (Sales) (NL)"}, "Sales"),
            Example("between(displayName, '(', ')')", {"displayName": "Babs (Sales"}, None),
        ),
        main="text",
    ),
    Function(
        "word",
        _word,
        (_TEXT, Parameter("index", ("number",))),
        "string",
        "One of the words that stand between blanks: 0 is the first, -1 the last; absent when there is none.",
        (
            Example("word(displayName, `0`)", _BABS, "Barbara"),
            Example("word(displayName, `-1`)", _BABS, "Jensen"),
            Example("word(displayName, `3`)", _BABS, None),
        ),
        main="text",
    ),
    Function(
        "left",
        _left,
        (_TEXT, _LENGTH),
        "string",
        "The first characters of a text; with a negative length all but so many at the end.",
        (
            Example("left(userName, `1`)", {"userName": "babs"}, "b"),
            Example("left(userName, `-1`)", {"userName": "babs"}, "bab"),
            Example("left(userName, `9`)", {"userName": "babs"}, "babs"),
        ),
        main="text",
    ),
    Function(
        "right",
        _right,
        (_TEXT, _LENGTH),
        "string",
        "The last characters of a text; with a negative length all but so many at the start.",
        (
            Example("right(externalId, `2`)", _NUMBER, "11"),
            Example("right(externalId, `-1`)", _NUMBER, "711"),
        ),
        main="text",
    ),
    Function(
        "mid",
        _mid,
        (_TEXT, Parameter("start", ("number",)), Parameter("end", ("number",), takes_absent=True, optional=True)),
        "string",
        "The characters from the start up to the end, that one not included; without an end all the rest.",
        (
            Example("mid(externalId, `1`, `3`)", _NUMBER, "71"),
            Example("mid(externalId, `-2`)", _NUMBER, "11"),
            Example("mid(externalId, `4`)", _NUMBER, None),
        ),
        main="text",
    ),
    Function(
        "shorten",
        _shorten,
        (_TEXT, _WIDTH),
        "string",
        "The text cut to a width at the end of a word; within the word if already the first is too long.",
        (
            Example("shorten(displayName, `14`)", _BABS, "Barbara Jane"),
            Example("shorten(displayName, `4`)", _BABS, "Barb"),
            Example("shorten(displayName, `40`)", _BABS, "Barbara Jane Jensen"),
        ),
        main="text",
    ),
    Function(
        "split_text",
        _split_text,
        (_TEXT, _MARK),
        "array",
        "The parts of a text between the marks, without blanks at their ends; empty parts are left out.",
        (
            Example("split_text(title, ';')", {"title": "Boss; Chief;; Head"}, ["Boss", "Chief", "Head"]),
            Example("split_text(title, ';')", {"title": "Boss"}, ["Boss"]),
        ),
        main="text",
        context="work",
    ),
    Function(
        "pad",
        _pad,
        (Parameter("text", ("string", "number")), _WIDTH, Parameter("fill", ("string",))),
        "string",
        "The text made as long as a width, with the fill in front; with a negative width behind it.",
        (
            Example("pad(externalId, `8`, '0')", _NUMBER, "00004711"),
            Example("pad(externalId, `-6`, '.')", _NUMBER, "4711.."),
            Example("pad(externalId, `2`, '0')", _NUMBER, "4711"),
        ),
        main="text",
        context="work",
    ),
    Function(
        "replace_text",
        _replace_text,
        (_TEXT, Parameter("old", ("string",)), Parameter("new", ("string",))),
        "string",
        "The text with one text in it replaced by another wherever it stands; '' takes it away.",
        (
            Example("replace_text(title, '&', 'and')", {"title": "R&D"}, "RandD"),
            Example("replace_text(title, 'Boss', '')", {"title": "Boss"}, None),
        ),
        main="text",
        context="work",
    ),
    Function(
        "join_present",
        _join_present,
        (
            Parameter("separator", ("string",)),
            Parameter("parts", ("string", "number"), takes_absent=True, variadic=True),
        ),
        "string",
        "The parts that are there, with the separator between them; absent when none is.",
        (Example("join_present(', ', title, nickName)", {"title": "Boss"}, "Boss"),),
        context="work",
        grows=True,
    ),
)
