"""Diagnostics and outcomes -> text for people, JSON, annotations for code hosts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from textwrap import wrap
from typing import Literal, TypeAlias

from .engine.diagnostics import Diagnostic, Severity
from .engine.outcome import GroupOutcome, Outcome, Problem
from .engine.text import Span
from .json_writer import write_json
from .schemas.values import Json
from .terminal import cut, padded, shown, width

Role: TypeAlias = Literal["error", "warning", "hint", "strong", "muted"]
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
    """One fault as compilers show it: place and message, the source line underlined, the hint, related places."""
    severity: Role = "error" if found.severity is Severity.ERROR else "warning"
    gutter = " " * len(f"{found.span.place.line:5}")
    lines = [
        f"{paint(_place(found.span), 'strong')}: {paint(f'{severity}[{found.code.name}]', severity)}: "
        + paint(shown(found.message), "strong"),
        *_excerpt(found.span, severity, paint),
    ]
    if found.hint:
        lines.append(f"{gutter} {paint('hint:', 'hint')} {shown(found.hint)}")
    lines.extend(f"{gutter} {_place(other.span)}: {shown(other.message)}" for other in found.related)
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


def _excerpt(span: Span, role: Role, paint: Paint) -> list[str]:
    """The source line with the fault underlined; of a long line the part around it."""
    place = span.place
    line = span.source.line(place.line)
    start = min(place.column - 1, len(line))
    end = min(place.end_column - 1, len(line)) if place.end_line == place.line else len(line)
    first, last = max(0, start - _BEFORE), min(len(line), start + _AFTER)
    before = ("…" if first else "") + _source(line[first:start])
    fault = _source(line[start : min(end, last)])
    after = _source(line[min(end, last) : last]) + ("…" if last < len(line) else "")
    number = f"{place.line:5}"
    return [
        f"{paint(f'{number} |', 'muted')} {before}{fault}{after}".rstrip(),
        f"{paint(' ' * len(number) + ' |', 'muted')} {' ' * width(before)}{paint('^' * max(1, width(fault)), role)}",
    ]


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
            lines += wrap(_problem(problem), columns, initial_indent="  ", subsequent_indent="      ")
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


def _problem(problem: Problem) -> str:
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
