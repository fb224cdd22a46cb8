"""Functions about days: reading and writing them, counting, and the present one.

A day is ISO text such as `2026-01-31`; of a date and time the day counts. Patterns are made of the units below; every
other character but a letter stands for itself.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache, partial

from ..day import day_of, now, since, today, until
from .declaration import Example, Function, FunctionFailure, Parameter, number_text

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)

_UNITS = {
    "YYYY": "[0-9]{4}",
    "YY": "[0-9]{2}",
    "MMMM": "|".join(MONTHS),
    "MMM": "|".join(month[:3] for month in MONTHS),
    "MM": "[0-9]{2}",
    "M": "[0-9]{1,2}",
    "DD": "[0-9]{2}",
    "D": "[0-9]{1,2}",
}
_UNIT = re.compile("|".join(_UNITS))
_UNITS_ONLY = re.compile(f"(?:{_UNIT.pattern})+")
_LETTERS = re.compile(r"[^\W\d_]+")

LONGEST_PATTERN = 40

_PIVOT = 69
"""A year of two digits from here on lies in the last century, as in POSIX (strptime, %y)."""


def _parse_date(text: str, pattern: str) -> str:
    found = _reader(pattern).fullmatch(text.strip())
    if found is None:
        raise FunctionFailure(f"'{text[:40]}' is no date of the pattern '{pattern}'")
    try:
        return date(*map(int, _numbers(found.groupdict()))).isoformat()
    except ValueError:
        raise FunctionFailure(f"'{text[:40]}' is no day of the calendar") from None


def _numbers(parts: dict[str, str]) -> tuple[str | int, str | int, str | int]:
    """Year, month and day of what a pattern found."""
    short = parts.get("YY")
    year = parts.get("YYYY") or f"{'19' if short and int(short) >= _PIVOT else '20'}{short}"
    name = parts.get("MMMM") or parts.get("MMM")
    month = 1 + _SHORT_MONTHS.index(name[:3].title()) if name else parts.get("MM") or parts["M"]
    return year, month, parts.get("DD") or parts["D"]


_SHORT_MONTHS = [month[:3] for month in MONTHS]


@lru_cache(maxsize=256)
def _reader(pattern: str) -> re.Pattern[str]:
    """The expression that reads what a pattern describes. Raises FunctionFailure when it describes no date."""
    pieces = _pieces(pattern)
    kinds = sorted(unit[0] for unit in pieces if unit in _UNITS)
    if kinds != ["D", "M", "Y"]:
        raise FunctionFailure(f"the pattern '{pattern}' needs a year, a month and a day, each once")
    written = [f"(?P<{piece}>{_UNITS[piece]})" if piece in _UNITS else re.escape(piece) for piece in pieces]
    return re.compile("".join(written), re.IGNORECASE | re.ASCII)


def _format_date(text: str, pattern: str) -> str:
    day = day_of("format_date", text)
    month = MONTHS[day.month - 1]
    written = {
        "YYYY": f"{day.year:04}",
        "YY": f"{day.year % 100:02}",
        "MMMM": month,
        "MMM": month[:3],
        "MM": f"{day.month:02}",
        "M": str(day.month),
        "DD": f"{day.day:02}",
        "D": str(day.day),
    }
    return "".join(written.get(piece, piece) for piece in _written(pattern))


def _written(pattern: str) -> tuple[str, ...]:
    """The pieces of a pattern to write a day with. Raises FunctionFailure when nothing of the day would be in it."""
    pieces = _pieces(pattern)
    if not any(piece in _UNITS for piece in pieces):
        raise FunctionFailure(f"the pattern '{pattern}' needs a year, a month or a day")
    return pieces


@lru_cache(maxsize=256)
def _pieces(pattern: str) -> tuple[str, ...]:
    """A pattern as its units and what stands between them. Raises FunctionFailure for a letter that is no unit."""
    if len(pattern) > LONGEST_PATTERN:
        raise FunctionFailure(f"a pattern has at most {LONGEST_PATTERN} characters")
    for word in _LETTERS.findall(pattern):
        if not _UNITS_ONLY.fullmatch(word):
            raise FunctionFailure(f"'{word}' means nothing in a pattern, which is made of {', '.join(_UNITS)}")
    pieces = []
    at = 0
    for unit in _UNIT.finditer(pattern):
        pieces += [pattern[at : unit.start()], unit[0]]
        at = unit.end()
    return (*pieces, pattern[at:])


_MOST_DAYS = 10_000_000
"""More than the calendar has."""


def _add_days(text: str, days: float) -> str:
    start = day_of("add_days", text)
    if not (abs(days) < _MOST_DAYS and days == int(days)):
        raise FunctionFailure(f"add_days() takes a whole number of days, not {number_text(days)[:40]}")
    try:
        return (start + timedelta(days=int(days))).isoformat()
    except OverflowError:
        raise FunctionFailure("add_days() would leave the calendar, which has the years 1 to 9999") from None


def _days_between(start: str, end: str) -> int:
    return (day_of("days_between", end) - day_of("days_between", start)).days


def _date(function: str, name: str = "date") -> Parameter:
    """The parameter *name* of a function that takes a date; a constant that is none is found by the check."""
    return Parameter(name, ("string",), check=partial(day_of, function))


_PATTERN_ABOUT = (
    "In a pattern `YYYY` and `YY` are the year, `MMMM` and `MMM` the English name of the month and its first three "
    "letters, `MM` and `M` its number, `DD` and `D` the day; the shorter number has no zero in front. All other "
    "characters but letters stand for themselves."
)

DATES: tuple[Function, ...] = (
    Function(
        "parse_date",
        _parse_date,
        (Parameter("text", ("string",)), Parameter("pattern", ("string",), check=_reader)),
        "string",
        f"The day that a text tells in the way of a pattern; fails when it does not. {_PATTERN_ABOUT} "
        "Any case will do for a month; `YY` from 69 on lies in the last century.",
        (
            Example("parse_date(title, 'DD.MM.YYYY')", {"title": "31.01.2026"}, "2026-01-31"),
            Example("parse_date(title, 'YYYYMMDD')", {"title": "20260131"}, "2026-01-31"),
            Example("parse_date(title, 'D/M/YY')", {"title": "5/1/26"}, "2026-01-05"),
            Example("parse_date(title, 'DD MMM YYYY')", {"title": "31 JAN 2026"}, "2026-01-31"),
        ),
        main="text",
    ),
    Function(
        "format_date",
        _format_date,
        (_date("format_date"), Parameter("pattern", ("string",), check=_written)),
        "string",
        "A day written in the way of a pattern, as in `parse_date`.",
        (
            Example("format_date(title, 'DD.MM.YYYY')", {"title": "2026-01-31"}, "31.01.2026"),
            Example("format_date(title, 'MMMM D, YYYY')", {"title": "2026-01-05T08:00:00Z"}, "January 5, 2026"),
        ),
        main="date",
    ),
    Function(
        "add_days",
        _add_days,
        (_date("add_days"), Parameter("days", ("number",))),
        "string",
        "The day so many days later; earlier for a negative number.",
        (
            Example("add_days(title, `30`)", {"title": "2026-01-31"}, "2026-03-02"),
            Example("add_days(title, `-1`)", {"title": "2026-01-01"}, "2025-12-31"),
        ),
        main="date",
    ),
    Function(
        "days_between",
        _days_between,
        (_date("days_between", "start"), _date("days_between", "end")),
        "number",
        "How many days after the first day the second is; negative when it is before.",
        (
            Example("days_between('2026-01-01', '2026-03-01')", {}, 59),
            Example("days_between('2026-01-02', '2026-01-01')", {}, -1),
        ),
        main="start",
    ),
    Function(
        "today",
        today,
        (),
        "string",
        "The present day in the time zone of the account. Rules that ask for it are run again on the next day.",
        (Example("today()", {}, "2026-01-01"),),
        context="day",
    ),
    Function(
        "now",
        now,
        (),
        "string",
        "The present second in the time zone of the account. Rules that ask for it are run again on the next day.",
        (Example("now()", {}, "2026-01-01T00:00:00Z"),),
        context="day",
    ),
    Function(
        "since",
        since,
        (_date("since"),),
        "boolean",
        "Whether a day has come: true on it and ever after.",
        (Example("since('2026-01-01')", {}, True),),
        main="date",
        context="day",
    ),
    Function(
        "until",
        until,
        (_date("until"),),
        "boolean",
        "Whether a day has not passed: true up to it and on it.",
        (Example("until('2025-12-31')", {}, False),),
        main="date",
        context="day",
    ),
)


_FOREIGN_UNITS = {
    "yyyy": "YYYY", "y": "YYYY", "yy": "YY", "dd": "DD", "d": "D", "mm": "MM", "m": "M", "mmm": "MMM", "mmmm": "MMMM",
    "%y": "YY", "%Y": "YYYY", "%m": "MM", "%d": "DD", "%B": "MMMM", "%b": "MMM", "%-d": "D", "%-m": "M", "%e": "D",
}  # fmt: skip
_FOREIGN_UNIT = re.compile(r"%-?[A-Za-z]|y+|Y+|M+|m+|d+|D+")
_TIME = re.compile(r"[T\s]*'?T?'?(?:%H|[Hh]{1,2}):.*")


def own_pattern(function: str, pattern: str) -> tuple[str, bool] | None:
    """What *function* takes for a pattern of Java, .NET, Python or a spreadsheet, and whether that is all of it.

    None where it is no such pattern. A time of the day is left out of what is written, and cannot be left out of what
    is read.
    """
    day = _TIME.sub("", pattern)
    meant = _FOREIGN_UNIT.sub(lambda unit: _FOREIGN_UNITS.get(unit[0], _FOREIGN_UNITS.get(unit[0].lower(), "?x")), day)
    try:
        pieces = _pieces(meant)
        if function == "parse_date":
            _reader(meant)
    except FunctionFailure:
        return None
    is_all = day == pattern
    is_read = function == "parse_date" and not is_all
    return (meant, is_all) if not is_read and any(piece in _UNITS for piece in pieces) else None
