"""The present instant, as the functions of one payload see it, and the day on which one of their answers changes.

In goes an instant and the time zone of the account, out come answers and `look_again`.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from .failures import FunctionFailure
from .places import zone_of

_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[Tt ].*)?", re.ASCII)


class Day:
    """The day of one evaluation. `look_again` is the first day (ISO text) on which an answer given so far changes."""

    def __init__(self, now: datetime | None, time_zone: object) -> None:
        """*now* is an aware instant, None for the present one; *time_zone* a name, what is none means UTC."""
        self._given = now
        self._zone = time_zone
        self.look_again: str | None = None

    @cached_property
    def now(self) -> datetime:
        """The instant in the account's time zone, the same for the whole evaluation."""
        return (self._given or datetime.now(UTC)).astimezone(_zone(self._zone))

    @property
    def today(self) -> date:
        """The calendar day in the account's time zone."""
        return self.now.date()

    def changes_on(self, day: date) -> None:
        """Note that an answer changes on *day*."""
        text = day.isoformat()
        if self.look_again is None or text < self.look_again:
            self.look_again = text

    def changes_tomorrow(self) -> None:
        """Note that an answer is another one each day."""
        if self.today < date.max:
            self.changes_on(self.today + timedelta(days=1))


def since(day: Day, text: str) -> bool:
    """Whether the day *text* has come. Raises FunctionFailure when it is no day."""
    start = day_of("since", text)
    if day.today >= start:
        return True
    day.changes_on(start)
    return False


def until(day: Day, text: str) -> bool:
    """Whether the day *text* has not passed yet. Raises FunctionFailure when it is no day."""
    end = day_of("until", text)
    if day.today > end:
        return False
    if end < date.max:
        day.changes_on(end + timedelta(days=1))
    return True


def today(day: Day) -> str:
    """The present day as ISO text."""
    day.changes_tomorrow()
    return day.today.isoformat()


def now(day: Day) -> str:
    """The present second as ISO text with the offset of the account's time zone."""
    day.changes_tomorrow()
    return day.now.isoformat(timespec="seconds").replace("+00:00", "Z")


def day_of(function: str, text: str) -> date:
    """The day of a date or of a date and time. Raises FunctionFailure, which names the *function*, when it is none."""
    found = _DAY.fullmatch(text.strip())
    try:
        return date.fromisoformat(found[1] if found else "")
    except ValueError:
        raise FunctionFailure(f"{function}() takes a date such as 2026-01-31, not '{text[:40]}'") from None


def _zone(name: object) -> ZoneInfo:
    known = zone_of(name) if isinstance(name, str) else None
    try:
        return ZoneInfo(known or (name if isinstance(name, str) else "UTC"))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")
