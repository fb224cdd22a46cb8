"""The codes of faults and problems, with their pages -> the list of all, and the page of one, as text or as JSON."""

from __future__ import annotations

from textwrap import indent

import click

from .. import context_files, files
from ..cases import suites
from ..engine.diagnostics import CODES, Code
from ..engine.problem_codes import PROBLEMS
from ..engine.suggestions import did_you_mean
from ..pages import TOPICS, WHAT, Block, Page, page_of
from ..schemas.values import Json
from ..terminal import cut
from .streams import paint

_DECLARING = (files, suites, context_files)
"""Codes are declared where their checks are: these, with what they import, are all of them."""

_WIDEST = 100


def chosen(name: str | None) -> list[tuple[str, Code]]:
    """The code of that name, or all codes, each behind its topic. Empty when there is none."""
    return [(topic, _known()[each]) for topic, names in TOPICS.items() for each in names if name in (None, each)]


def _known() -> dict[str, Code]:
    return {**CODES, **PROBLEMS}


def suggestion(name: str) -> str | None:
    """A hint for a code that is not there; None when nothing is close."""
    return did_you_mean(name, _known())[0]


def overview(columns: int | None) -> str:
    """A line for each code, by topic, at most *columns* wide."""
    known = _known()
    longest = max(map(len, known))
    parts = []
    for topic, names in TOPICS.items():
        lines = [f"  {each:{longest}}  {known[each].severity.value:7}  {known[each].about}" for each in names]
        parts.append("\n".join([paint(topic, "strong"), *(cut(line, columns or len(line)) for line in lines)]))
    return "\n\n".join(parts)


def page_text(code: Code, columns: int | None) -> str:
    """The page of a code as a terminal of so many columns shows it."""
    page, width = page_of(code.name), min(columns or _WIDEST, _WIDEST)
    *beside, last = page.example
    shown = [f"With {_name_of(block)}:\n\n{_code(block.text)}" for block in beside]
    parts = [
        f"{paint(code.name, 'strong')} ({paint(code.severity.value, code.severity.value)})",
        click.wrap_text(page.wrong, width),
        *shown,
        f"For example, {WHAT[last.kind]}:",
        _code(last.text),
        "`mapper run` says:" if last.kind == "json user" else "The check says:",
        _code(page.said),
        "The repair:",
        _code("".join(_coloured(line) for line in page.repair.splitlines(keepends=True))),
        paint("Why", "strong"),
        click.wrap_text(page.why, width),
    ]
    return "\n\n".join(parts)


def _name_of(block: Block) -> str:
    """What stands beside the last block of an example."""
    return block.kind.partition("file=")[2] or ("the fields" if block.kind == "yaml fields" else "the mapping")


def _code(text: str) -> str:
    return indent(text.rstrip("\n"), "    ")


def _coloured(line: str) -> str:
    """A line of the repair: what goes in red, what comes in green."""
    words = line.rstrip("\n")
    return f"{paint(words, 'removed' if line[0] == '-' else 'added')}\n" if line[0] in "-+" else line


def page_json(topic: str, code: Code) -> dict[str, Json]:
    """A code and its page as programs read them."""
    page: Page = page_of(code.name)
    return {
        "code": code.name,
        "severity": code.severity.value,
        "topic": topic,
        "about": code.about,
        "wrong": page.wrong,
        "example": [{"kind": block.kind, "text": block.text} for block in page.example],
        "said": page.said,
        "repair": page.repair,
        "why": page.why,
    }
