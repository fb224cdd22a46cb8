"""An error of the YAML parser -> one sentence with its place, and the lines to pass over so that the rest can be read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from ruamel.yaml.error import MarkedYAMLError

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_INDENT = re.compile(r"[ \t]*(?:- +)*")

_UNCLOSED = ("while scanning a quoted scalar", "while parsing a flow mapping", "while parsing a flow sequence")
"""What the parser was doing when it ran past the end of something; the fault is where that began."""

_WORDS: Final[tuple[tuple[str, str, str], ...]] = (
    # what the parser says, what we say, what to do
    ("mapping values are not allowed", 'a ":" stands where no key can be', "put the text in quotes, or check the indentation"),
    ("sequence entries are not allowed", 'a "-" stands where no list can be', "begin the list on a line of its own"),
    ("expected <block end>", "the line does not fit the lines above it", "indent it like its neighbours"),
    ("could not find expected ':'", 'a key without ":"', "write `key: value`, or check the indentation"),
    ("found unexpected end of stream", "the quote is never closed", "close it with the same quote"),
    ("found unexpected document separator", "the quote is never closed", "close it with the same quote"),
    ("expected ',' or '}'", 'the "{" is not closed as it should be', "separate with commas, close with `}`"),
    ("expected ',' or ']'", 'the "[" is not closed as it should be', "separate with commas, close with `]`"),
    ("found unknown escape character", "an escape that YAML does not know", "write every backslash twice"),
    ("expected escape sequence", "an escape that is cut off", "write every backslash twice"),
    ("that cannot start any token", "a character with which no value can begin", "put the text in quotes"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SyntaxFault:
    """Why and where the parser gave up, and the characters (start, end) to replace before reading again."""

    message: str
    hint: str
    start: int
    end: int
    instead: tuple[int, int, str] | None

    @classmethod
    def at_line(cls, text: str, start: int, end: int, message: str, hint: str) -> SyntaxFault:
        """A fault whose line is passed over, with the deeper lines below it."""
        return cls(message, hint, start, end, _without_block(text, start))


def explain(error: MarkedYAMLError, text: str) -> SyntaxFault:
    """Say in our words what the parser found in *text*."""
    problem: str = error.problem or error.context or ""
    unclosed = error.context in _UNCLOSED and error.context_mark is not None
    mark = error.context_mark if unclosed or error.problem_mark is None else error.problem_mark
    at = min(mark.index if mark is not None else 0, len(text))
    if not text[at:].strip():
        # The parser noticed at the end of the file; the last thing that was written is what a person can look at.
        at = max(len(text.rstrip()) - 1, 0)
    end = at + len(_rest_of_line(text, at).rstrip())
    for theirs, ours, hint in _WORDS:
        if theirs in problem:
            return SyntaxFault.at_line(text, at, max(end, at), ours, hint)
    return SyntaxFault.at_line(text, at, max(end, at), "this is no YAML", "put text with special characters in quotes")


def _rest_of_line(text: str, at: int) -> str:
    found = _LINE.match(text, at)
    return found[0].rstrip("\r\n") if found else ""


def _without_block(text: str, at: int) -> tuple[int, int, str] | None:
    """The line at *at* and the deeper lines below it, and blanks in their place; None when they are blank already."""
    start = max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1
    depth = _depth(text, start)
    end = start
    while end < len(text):
        line = _LINE.match(text, end)
        if line is None or (end > start and line[0].strip() and _depth(text, end) <= depth):
            break
        end = line.end()
    block = text[start:end]
    if not block.strip():
        return None
    return start, end, re.sub(r"[^\r\n]", " ", block)


def _depth(text: str, line_start: int) -> int:
    indent = _INDENT.match(text, line_start)
    return len(indent[0]) if indent else 0
