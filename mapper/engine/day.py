"""Today, as the conditions of one payload see it, and the day on which one of their answers changes.

In goes an instant and the time zone of the account, out come answers and `look_again`.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from .functions.declaration import FunctionFailure

_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[Tt ].*)?", re.ASCII)


class Day:
    """The day of one evaluation. `look_again` is the first day (ISO text) on which an answer given so far changes."""

    __slots__ = ("_now", "_zone", "look_again")

    def __init__(self, now: datetime | None, time_zone: object) -> None:
        """*now* is an aware instant, None for the present one; *time_zone* the IANA name, anything else means UTC."""
        self._now = now
        self._zone = time_zone
        self.look_again: str | None = None

    @property
    def today(self) -> date:
        """The calendar day in the account's time zone."""
        now = self._now or datetime.now(UTC)
        return now.astimezone(_zone(self._zone)).date()

    def changes_on(self, day: date) -> None:
        """Note that an answer changes on *day*."""
        text = day.isoformat()
        if self.look_again is None or text < self.look_again:
            self.look_again = text


def since(day: Day, text: str) -> bool:
    """Whether the day *text* has come. Raises FunctionFailure when it is no day."""
    start = _day("since", text)
    if day.today >= start:
        return True
    day.changes_on(start)
    return False


def until(day: Day, text: str) -> bool:
    """Whether the day *text* has not passed yet. Raises FunctionFailure when it is no day."""
    end = _day("until", text)
    if day.today > end:
        return False
    if end < date.max:
        day.changes_on(end + timedelta(days=1))
    return True


def _day(function: str, text: str) -> date:
    found = _DAY.fullmatch(text.strip())
    try:
        return date.fromisoformat(found[1] if found else "")
    except ValueError:
        raise FunctionFailure(f"{function}() takes a date such as 2026-01-31, not '{text[:40]}'") from None


def _zone(name: object) -> ZoneInfo:
    try:
        return ZoneInfo(name if isinstance(name, str) else "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")
