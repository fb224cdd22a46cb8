"""How a field ends when no candidate gave a value: the cold part of the generated function.

In go what the rules say of the field and why there is no value; out come entries of `keep`, `clear` and `problems`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from ..schemas.target import FieldType
from ..schemas.values import Json
from .failures import CandidateFailure
from .outcome import Problem
from .tables import Miss, Missed
from .text import Span

Place = tuple[str, int, int]
"""File, line and column (from 1)."""


@dataclass(frozen=True, slots=True)
class Site:
    """A candidate as the generated function knows it: the field it is for, its type, and where both stand.

    `pointer` is the JSON pointer of what it reads first, None when that is no attribute, `reads` has all of them.
    `{index}` in field and pointer stands for the place of the element in a list. `span` is None for what stands in no
    mapping.
    """

    field: str
    type: FieldType
    place: Place
    pointer: str | None
    reads: tuple[str, ...]
    span: Span | None
    label: str
    too_long: Literal["cut", "error"]
    found_by: str | None
    create: bool
    key_type: FieldType | None = None
    """The type of the attribute that a reference is found by, where the key has to be put into its form."""


@dataclass(frozen=True, slots=True)
class Ending:
    """What is known of a field before any payload: whether it must have a value, and where its rules stand."""

    field: str
    required: bool
    clearable: bool
    place: Place


MOST_OF_ONE_NAME = 10
"""So many misses of a named expression are reported wherever it is used, which may be in every entry of a list."""

Failed = tuple[CandidateFailure, Site]


class ReferenceFailure(CandidateFailure):
    """A key was there, but no record that it may be used for. `awaited` is the key of a person who may still arrive."""

    def __init__(self, message: str, awaited: dict[str, Json] | None = None) -> None:
        super().__init__(message)
        self.awaited = awaited


class NotFound(ReferenceFailure):
    """No record has the key."""

    code = "not-found"
    reason = "not found"


class Ambiguous(NotFound):
    """Two records have the key, so that neither is found."""

    code = "ambiguous"


class Disabled(ReferenceFailure):
    """The record is disabled."""

    code = "disabled"
    reason = "disabled"


def also_failed(before: list[Failed] | None, failure: CandidateFailure, site: Site) -> list[Failed]:
    """The failures of a field with one more."""
    failures = [] if before is None else before
    failures.append((failure, site))
    return failures


def failed_problem(failed: Failed, severity: Literal["error", "warning"] = "warning") -> Problem:
    """The problem that an administrator sees for a failure."""
    failure, site = failed
    return Problem(failure.code, site.field, str(failure), severity, site.place, site.pointer)


def report_part(problems: list[Problem], failures: list[Failed], index: int | None) -> None:
    """Report what was left out of an entry; *index* is the place of its element in the list, None without a list."""
    problems += [in_list(failed_problem(failed), index) for failed in failures]


def report_misses(problems: list[Problem], missed: Missed, site: Site, index: int | None) -> None:
    """Report the keys for which tables had no row, when nothing else gave a value.

    What a named expression missed is a list of its own among *missed*.
    """
    field = _placed(site.field, index)
    pointer = None if site.pointer is None else _placed(site.pointer, index)
    for miss in _misses(missed):
        message = f"the table '{miss.table}' has no row for '{miss.key[:60]}'"
        problems.append(Problem("no-such-row", field, message, "warning", site.place, pointer))


def _misses(missed: Missed) -> list[Miss]:
    """The misses of a field in their order, and the first few of each named expression that it used."""
    found: list[Miss] = []
    seen: set[int] = set()
    waiting: Missed = [missed]
    while waiting:
        each = waiting.pop()
        if isinstance(each, Miss):
            found.append(each)
        elif id(each) not in seen:
            seen.add(id(each))
            waiting += reversed(each if each is missed else each[:MOST_OF_ONE_NAME])
    return found


def in_list(problem: Problem, index: int | None) -> Problem:
    """The problem with the place of the element in the list, where its field and pointer leave room for it."""
    pointer = None if problem.payload is None else _placed(problem.payload, index)
    return replace(problem, field=_placed(problem.field or "", index), payload=pointer)


def _placed(text: str, index: int | None) -> str:
    return text.replace("{index}", "" if index is None else str(index))


def report_rule(failure: CandidateFailure, place: Place) -> Problem:
    """The problem of a rule whose condition failed, and which therefore does not apply."""
    return Problem(
        failure.code, None, f"the rule does not apply, because its condition failed: {failure}", "warning", place
    )


def settle_failed(
    ending: Ending,
    failures: list[Failed],
    said: tuple[str, str],
    person: dict[str, Json],
    keep: dict[str, str],
    clear: list[str],
    problems: list[Problem],
) -> None:
    """No candidate fitted. Garbage keeps the field; of references the first that had a key decides.

    *said* is what the rules say for `not_found` and `disabled`. A person who was not found is awaited: the key is set,
    so that the host can link him when he arrives.
    """
    references = [failed for failed in failures if isinstance(failed[0], ReferenceFailure)]
    first = (references or failures)[0][0]
    action = said[0] if isinstance(first, NotFound) else said[1] if isinstance(first, Disabled) else "keep"
    awaited = first.awaited if isinstance(first, NotFound) else None
    for failed in failures:
        if awaited is None or not isinstance(failed[0], NotFound):
            problems.append(failed_problem(failed, "error" if action == "error" else "warning"))
        elif failed[0] is first and action == "error":
            problems.append(failed_problem(failed, "error"))
    if action == "clear":
        settle_clear(ending, keep, clear, problems, reason=first.reason)
    if awaited is not None:
        person[ending.field] = awaited
    elif action != "clear":
        keep[ending.field] = first.reason


def settle(
    ending: Ending, action: str, reason: str, keep: dict[str, str], clear: list[str], problems: list[Problem]
) -> None:
    """All candidates are absent, or one was sent empty: *action* is what the rules say of that."""
    if action == "clear":
        settle_clear(ending, keep, clear, problems, reason=reason)
        return
    keep[ending.field] = reason
    if action == "error":
        code = "missing" if reason == "absent" else "empty"
        said = "has no value" if reason == "absent" else "was sent empty"
        problems.append(
            Problem(code, ending.field, f"'{ending.field}' {said}, which a rule calls an error", "error", ending.place)
        )


def settle_clear(
    ending: Ending, keep: dict[str, str], clear: list[str], problems: list[Problem], *, reason: str
) -> None:
    """Clear the field, unless it must have a value or has nothing to be cleared to; then it is kept and reported."""
    if ending.required:
        keep[ending.field] = "required"
        message = f"'{ending.field}' must have a value, so it is not cleared"
        problems.append(Problem("required", ending.field, message, "warning", ending.place))
    elif not ending.clearable:
        keep[ending.field] = reason
        message = f"'{ending.field}' is true or false and has nothing to be cleared to"
        problems.append(Problem("nothing-to-clear", ending.field, message, "warning", ending.place))
    else:
        clear.append(ending.field)


def is_blank(current: dict[str, Json], field: str, part: str | None, owner: str | None) -> bool:
    """Whether the stored person has nothing in a field: null, blank text, or a list without entries of ours."""
    value = current.get(field)
    if part is not None:
        value = value.get(part) if isinstance(value, dict) else None
    if isinstance(value, str):
        return not value.strip()
    if isinstance(value, list):
        return not any(isinstance(entry, dict) and (owner is None or entry.get(owner)) for entry in value)
    return value is None
