"""The outcome of one user while a program that was written by hand makes it: fields set, cleared, kept, problems."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from benchmarks.values_by_hand import Cut, Unfit, WrongArgument, is_blank, limited
from mapper import Outcome, Problem
from mapper.schemas.values import Json


class Person:
    """The outcome while it grows."""

    __slots__ = ("clear", "current", "is_new", "keep", "problems", "values")

    def __init__(self, current: dict[str, Json] | None) -> None:
        self.is_new = current is None
        self.current = current or {}
        self.values: dict[str, Json] = {}
        self.clear: list[str] = []
        self.keep: dict[str, str] = {}
        self.problems: list[Problem] = []

    def text(
        self,
        field: str,
        parent: dict[str, Json],
        attribute: str,
        limit: int | None,
        above: str = "",
        *,
        blank: bool = False,
        cut: bool = False,
        clear: bool = False,
        key: str = "",
    ) -> None:
        """Set a field to the text of an attribute, or to the *key* of a record that it is.

        *above* is the pointer of the parent, *blank* says that the parent was sent empty.
        """
        value = parent.get(attribute)
        if type(value) is str and (limit is None or len(value) <= limit):
            self.values[field] = {key: value} if key else value
            return
        failed: list[Problem] = []
        value = self.fit(limited, value, field, f"{above}/{attribute}", failed, limit, cut)
        if value is not None and key:
            value = {key: value}
        self.end(field, value, failed, value is None and (blank or is_blank(parent, attribute)), clear=clear)

    def single(self, field: str, convert: Callable[..., Json], user: dict[str, Json], attribute: str) -> None:
        """Set a field to what *convert* makes of an attribute of the user."""
        failed: list[Problem] = []
        value = self.fit(convert, user.get(attribute), field, f"/{attribute}", failed)
        self.end(field, value, failed, value is None and is_blank(user, attribute))

    def part(
        self,
        convert: Callable[..., Json],
        element: dict[str, Json],
        names: tuple[str, ...],
        index: int,
        field: str,
        pointer: str,
        *how: object,
    ) -> Json:
        """A part of an entry: what *convert* makes of the first attribute of the element that fits."""
        failed: list[Problem] = []
        for name in names:
            sent = element.get(name)
            if sent is None:
                continue
            try:
                return convert(sent, *how)
            except Cut as cut:
                self.problems.append(_in_list("too-long", field, str(cut), f"{pointer}/{name}", index))
                return cut.text
            except Unfit as fault:
                failed.append(_in_list(fault.code, field, str(fault), f"{pointer}/{name}", index))
        self.problems += failed
        return None

    def fit(
        self,
        convert: Callable[..., Json],
        value: Json,
        field: str,
        pointer: str,
        failed: list[Problem],
        *how: object,
    ) -> Json:
        """The value as *convert* gives it; None when there is none or it does not fit, which goes into *failed*."""
        if value is None:
            return None
        try:
            return convert(value, *how)
        except Cut as cut:
            self.problems.append(Problem("too-long", field, str(cut), payload=pointer))
            return cut.text
        except Unfit as fault:
            failed.append(Problem(fault.code, field, str(fault), payload=pointer))
            return None

    def end(self, field: str, value: Json, failed: list[Problem], blank: bool, *, clear: bool = False) -> None:
        """Set the field, or say why it stays or is cleared."""
        if value is not None:
            self.values[field] = value
        elif failed:
            self.problems += failed
            self.keep[field] = (WrongArgument if failed[0].code == WrongArgument.code else Unfit).reason
        elif blank and clear:
            self.clear.append(field)
        else:
            self.keep[field] = "empty" if blank else "absent"

    def outcome(self) -> Outcome:
        """The outcome: nobody is created without name and e-mail address."""
        for field in ("name", "primary_email"):
            if self.is_new and field not in self.values:
                return Outcome("skip", f"'{field}' is required", {}, [], self.keep, self.problems)
        action = "create" if self.is_new else "update"
        return Outcome(action, None, self.values, self.clear, self.keep, self.problems)


def _in_list(code: str, field: str, message: str, pointer: str, index: int) -> Problem:
    """The problem of an element of a list, for whose place field and pointer leave room."""
    return Problem(code, field.format(index), message, payload=pointer.format(index))


def without_places(outcome: Outcome) -> Outcome:
    """The outcome without the places in the mapping, of which a program in Python has none."""
    problems = [replace(problem, mapping=None) for problem in outcome.problems]
    return replace(outcome, problems=sorted(problems, key=str))
