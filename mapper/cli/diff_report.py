"""What `mapper diff` finds -> what it prints, and when: all at the end, or people as they come and the numbers last."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol

import click

from ..compare.people import Compared, Failed
from ..compare.report import failed_lines, is_unseen, person_lines, rule_lines, summary, tally_lines
from ..compare.tally import Tally
from ..json_writer import write_json
from .streams import paint, print_utf8

if TYPE_CHECKING:
    from ..compare.difference import Difference


class Report(Protocol):
    """Is told of the people first that they come, then of each that differs, then that there are no more."""

    def begin(self, *, is_full: bool) -> None:
        """People are compared; with *is_full* each that differs is printed at once."""

    def add(self, found: Compared | Failed) -> None:
        """Take somebody who differs, or a payload that cannot be mapped."""

    def end(self, tally: Tally | None, *, all_new: bool) -> None:
        """Print all that is left; None: no people were compared. *all_new*: nobody was taken as stored already."""


class TextReport:
    """Text for people."""

    def __init__(self, differences: list[Difference]) -> None:
        self._differences = differences
        self._is_full = False

    def begin(self, *, is_full: bool) -> None:
        """With *is_full* the rules come before the people."""
        self._is_full = is_full
        if is_full and self._differences:
            _print(rule_lines(self._differences, paint))
            click.echo()

    def add(self, found: Compared | Failed) -> None:
        """Print somebody, if all are to be printed."""
        if self._is_full:
            _print(failed_lines([found], paint) if isinstance(found, Failed) else person_lines(found, paint))

    def end(self, tally: Tally | None, *, all_new: bool) -> None:
        """Print the numbers, before them the rules, if that is not done."""
        if self._is_full and tally is not None and (tally.differ or tally.failed):
            click.echo()
        click.echo(paint(summary(self._differences, tally), "strong"))
        if tally is not None and all_new and is_unseen(self._differences):
            click.echo("all people were taken as new; `write` makes no difference for them")
        if not self._is_full and self._differences:
            click.echo()
            _print(rule_lines(self._differences, paint))
        if tally is not None and (tally.differ or tally.failed):
            click.echo()
            _print(tally_lines(tally, paint, is_full=self._is_full))


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)


class JsonReport:
    """One object, `{"rules": […], "people": {…}}`, which is written piece by piece."""

    def __init__(self, differences: list[Difference]) -> None:
        self._rules = ",\n ".join(write_json(found.as_json()) for found in differences)
        self._is_full = False
        self._before = ""

    def begin(self, *, is_full: bool) -> None:
        """With *is_full* the rules come before the people."""
        self._is_full = is_full
        if is_full:
            print_utf8(f'{{"rules": [{self._rules}],\n"people": {{"list": [')

    def add(self, found: Compared | Failed) -> None:
        """Print somebody, if all are to be printed."""
        if self._is_full:
            print_utf8(f"{self._before} {write_json(found.as_json())}")
            self._before = ","

    def end(self, tally: Tally | None, *, all_new: bool) -> None:
        """Print the numbers, before them the rules, if that is not done."""
        if tally is not None and self._is_full:
            print_utf8(f"],{write_json(tally.as_json())[1:]}}}")
            return
        people = write_json(None if tally is None else tally.as_json())
        print_utf8(f'{{"rules": [{self._rules}],\n"people": {people}}}')
