"""Diagnostics and outcomes -> text for people, JSON, annotations for code hosts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from textwrap import wrap
from typing import Literal, TypeAlias

from .engine.diagnostics import Diagnostic, Related, Severity
from .engine.outcome import GroupOutcome, Outcome, Problem
from .engine.text import Source, Span
from .json_writer import write_json
from .schemas.values import Json
from .terminal import cut, padded, shown, width

Role: TypeAlias = Literal["error", "warning", "hint", "strong", "muted", "added", "removed"]
Paint: TypeAlias = Callable[[str, Role], str]
"""Gives a text the look of its role; a renderer that has no colours gives it back as it is."""

_TAB = "    "
_BEFORE, _AFTER = 60, 100
"""How many characters of a source line are shown before and after the start of a fault."""


def plain(text: str, role: Role) -> str:
    """The paint that leaves everything as it is."""
    return text


# --- diagnostics -----------------------------------------------------------------------------------------------------


def diagnostic_text(found: Diagnostic, paint: Paint = plain) -> str:
    """One fault as compilers show it: place and message, the source lines underlined, the hint.

    Related places of the same file are underlined with their message in the same excerpt, others named below it.
    """
    severity: Role = "error" if found.severity is Severity.ERROR else "warning"
    here = [other for other in found.related if other.span.source is found.span.source]
    elsewhere = [other for other in found.related if other.span.source is not found.span.source]
    marks = [*_marks(found.span, "^", severity), *(mark for other in here for mark in _marks_of(other))]
    gutter = " " * max(len(_number(mark.line)) for mark in marks)
    lines = [
        f"{paint(_place(found.span), 'strong')}: {paint(f'{severity}[{found.code.name}]', severity)}: "
        + paint(shown(found.message), "strong"),
        *_excerpt(found.span.source, sorted(marks, key=lambda mark: mark.line), gutter, paint),
    ]
    if found.hint:
        lines.append(f"{gutter} {paint('hint:', 'hint')} {shown(found.hint)}")
    lines += [f"{gutter} {_place(other.span)}: {shown(other.message)}" for other in elsewhere]
    return "\n".join(lines)


def diagnostic_json(found: Diagnostic) -> dict[str, Json]:
    """One fault as in the output of `mapper check --format json`; columns are counted in characters."""
    place = found.span.place
    return {
        "code": found.code.name,
        "severity": found.severity.value,
        "message": found.message,
        "hint": found.hint,
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
        "path": found.path,
        "fix": {"replace": found.fix.replace} if found.fix else None,
    }


def diagnostic_annotation(found: Diagnostic) -> str:
    """One fault as a workflow command of GitHub Actions, which shows it beside the line of a change.

    Source: "Workflow commands for GitHub Actions"; columns are only allowed for a fault within one line.
    """
    place = found.span.place
    where = {"file": place.file, "line": place.line, "endLine": place.end_line}
    if place.line == place.end_line:
        where |= {"col": place.column, "endColumn": place.end_column}
    properties = ",".join(
        f"{name}={_property(str(value))}" for name, value in {**where, "title": found.code.name}.items()
    )
    message = f"{found.message}\n{found.hint}" if found.hint else found.message
    return f"::{found.severity.value} {properties}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _place(span: Span) -> str:
    place = span.place
    return f"{shown(place.file)}:{place.line}:{place.column}"


@dataclass(frozen=True, slots=True)
class _Mark:
    """Characters of a line that are underlined, from *start* up to *end* (from 0), with what is said of them."""

    line: int
    start: int
    end: int
    sign: str
    role: Role
    message: str = ""


def _marks_of(other: Related) -> list[_Mark]:
    *first, last = _marks(other.span, "-", "hint")
    return [*first, replace(last, message=other.message)]


def _marks(span: Span, sign: str, role: Role) -> list[_Mark]:
    """What is underlined of a span: its characters, or of several lines those of the first and of the last."""
    source, text = span.source, span.text.rstrip() or span.text.partition("\n")[0]
    (line, column), (last, end) = source.position(span.start), source.position(span.start + len(text))
    if line == last:
        return [_Mark(line, column - 1, end - 1, sign, role)]
    indented = len(source.line(last)) - len(source.line(last).lstrip())
    return [
        _Mark(line, column - 1, len(source.line(line)), sign, role),
        _Mark(last, indented, end - 1, sign, role),
    ]


def _excerpt(source: Source, marks: Sequence[_Mark], gutter: str, paint: Paint) -> Iterator[str]:
    """The lines of *marks*, each underlined; of a long line the part around the mark."""
    above, seen = None, None
    for mark in marks:
        if above is not None and mark.line > above + 1:
            yield paint("  ...", "muted")
        above = mark.line
        before, fault, after = _around(source.line(mark.line), mark)
        if (mark.line, before + fault + after) != seen:
            yield f"{paint(f'{_number(mark.line):>{len(gutter)}} |', 'muted')} {before}{fault}{after}".rstrip()
        seen = mark.line, before + fault + after
        underline = mark.sign * max(1, width(fault)) + (f" {shown(mark.message)}" if mark.message else "")
        yield f"{paint(f'{gutter} |', 'muted')} {' ' * width(before)}{paint(underline, mark.role)}"


def _around(line: str, mark: _Mark) -> tuple[str, str, str]:
    """What is shown of a line: before the mark, of the mark itself, and after it."""
    start, end = min(mark.start, len(line)), min(mark.end, len(line))
    first, last = max(0, start - _BEFORE), min(len(line), start + _AFTER)
    before = ("…" if first else "") + _source(line[first:start])
    after = _source(line[min(end, last) : last]) + ("…" if last < len(line) else "")
    return before, _source(line[start : min(end, last)]), after


def _number(line: int) -> str:
    return f"{line:5}"


def _source(text: str) -> str:
    return _TAB.join(map(shown, text.split("\t")))


# --- outcomes --------------------------------------------------------------------------------------------------------


def outcome_text(outcome: Outcome | GroupOutcome, columns: int, paint: Paint = plain) -> str:
    """One outcome as a table for people, at most *columns* wide: what is set, cleared and kept, then the problems.

    Values are cut where there is no room; problems go on in the next line.
    """
    if isinstance(outcome, GroupOutcome):
        title, rows = _group_title(outcome), [("MEMBER", "VALUE"), *_member_rows(outcome)]
    else:
        title, rows = _title(outcome), [("FIELD", "DOES", "VALUE"), *_field_rows(outcome)]
    lines = [paint(cut(title, columns), "strong")]
    if len(rows) > 1:
        lines += ["", *_table(rows, columns, paint)]
    if outcome.problems:
        lines += ["", paint(counted(len(outcome.problems), "problem"), "warning")]
        for problem in outcome.problems:
            lines += wrap(problem_text(problem), columns, initial_indent="  ", subsequent_indent="      ")
    return "\n".join(lines)


def outcome_row(number: int | str, outcome: Outcome | GroupOutcome, columns: int) -> str:
    """One outcome of many as one line, at most *columns* wide; `outcome_head` names its parts."""
    if isinstance(outcome, GroupOutcome):
        action, gist = "group", f"{_group_title(outcome)}, {counted(len(outcome.members), 'member')}"
    else:
        set_values = " · ".join(_inline(value) for value in outcome.person.values() if isinstance(value, str))
        action, gist = outcome.action, shown(outcome.reason) if outcome.reason else set_values
    return cut(f"{number!s:>6}  {action:<6}  {len(outcome.problems):>8}  {gist}", columns).rstrip()


def outcome_head() -> str:
    """The head of the lines that `outcome_row` gives."""
    return f"{'No.':>6}  {'ACTION':<6}  PROBLEMS  PERSON"


def counted(number: int, noun: str) -> str:
    """`1 problem`, `2 problems`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _title(outcome: Outcome) -> str:
    title = f"{outcome.action}: {shown(outcome.reason)}" if outcome.reason else outcome.action
    return f"{title} (look again {outcome.look_again})" if outcome.look_again else title


def _group_title(outcome: GroupOutcome) -> str:
    if outcome.stands_for is None:
        return "stands for nothing"
    return f"{shown(outcome.stands_for)} '{shown(outcome.called or '')}'"


def _field_rows(outcome: Outcome) -> Iterator[tuple[str, ...]]:
    for name, value in outcome.person.items():
        yield from ((shown(part), "set", text) for part, text in _parts(name, value))
    yield from ((shown(name), "clear", "") for name in outcome.clear)
    yield from ((shown(name), "keep", shown(reason)) for name, reason in outcome.keep.items())


def _member_rows(outcome: GroupOutcome) -> Iterator[tuple[str, ...]]:
    for member in outcome.members:
        yield shown(str(member.get("value", ""))), _inline(member.get("person", {}))


def _parts(name: str, value: Json) -> Iterator[tuple[str, str]]:
    """A value as rows: an object by its parts, a list by its elements."""
    if isinstance(value, dict) and value:
        for part, inner in value.items():
            yield from _parts(f"{name}.{part}", inner)
    elif isinstance(value, list) and value:
        for index, element in enumerate(value):
            yield f"{name}[{index}]", _inline(element)
    else:
        yield name, _inline(value)


def _inline(value: Json) -> str:
    if isinstance(value, str):
        return shown(value)
    if isinstance(value, dict) and value:
        return ", ".join(f"{shown(part)}: {_inline(inner)}" for part, inner in value.items())
    return write_json(value)


def problem_text(problem: Problem) -> str:
    """One problem on one line: its place in the mapping, code and sentence, then field and place in the payload."""
    parts = [":".join(map(str, problem.mapping))] if problem.mapping else []
    parts += [problem.code, problem.message]
    about = [problem.field] if problem.field else []
    about += [f"payload {problem.payload}"] if problem.payload is not None else []
    return shown(": ".join(parts) + (f" ({', '.join(about)})" if about else ""))


def _table(rows: list[tuple[str, ...]], columns: int, paint: Paint) -> Iterator[str]:
    """Rows, the first of them the head, in aligned columns; each but the last takes at most half of the room."""
    widths = [min(max(map(width, column)), columns // 2) for column in zip(*rows, strict=True)]
    yield paint(_line(rows[0], widths, columns), "muted")
    yield from (_line(row, widths, columns) for row in rows[1:])


def _line(cells: tuple[str, ...], widths: list[int], columns: int) -> str:
    aligned = [padded(cut(cell, room), room) for cell, room in zip(cells[:-1], widths[:-1], strict=True)]
    return cut("  ".join([*aligned, cells[-1]]), columns).rstrip()
