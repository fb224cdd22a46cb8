"""An error of the YAML parser -> one sentence with its place, and the lines to pass over to read the rest."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from . import diagnostics as codes
from .diagnostics import Code
from .yaml_accidents import SPACE, TAB
from .yaml_misfits import misfit, unclosed

SYNTAX = codes.error("yaml-syntax", "text that is no YAML")

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_INDENT = re.compile(r"[ \t]*(?:- +)*")

_UNCLOSED = ("while scanning a quoted scalar", "while parsing a flow mapping", "while parsing a flow sequence")
"""What the parser was doing when it ran past the end of something; the fault is where that began."""

_MISFITS: Final = (
    "could not find expected ':'", "expected <block end>", "mapping values are not allowed"
)  # fmt: skip
"""With these the parser says that a line does not fit where it stands."""

_WORDS: Final[tuple[tuple[str, str, str], ...]] = (
    # what the parser says, what we say, what to do
    ("mapping values are not allowed", 'a ":" stands where no key can be', "quote the text, or check the indentation"),
    ("sequence entries are not allowed", 'a "-" stands where no list can be', "begin the list on a line of its own"),
    ("expected <block end>", "the line does not fit the lines above it", "indent it like its neighbours"),
    ("could not find expected ':'", 'a key without ":"', "write `key: value`, or check the indentation"),
    ("found unexpected end of stream", "the quote is never closed", "close it with the same quote"),
    ("found unexpected document separator", "the quote is never closed", "close it with the same quote"),
    ("expected ',' or '}'", 'the "{" is not closed as it should be', "separate with commas, close with `}`"),
    ("expected ',' or ']'", 'the "[" is not closed as it should be', "separate with commas, close with `]`"),
    ("found unknown escape character", "an escape that YAML does not know", "write every backslash twice"),
    ("expected escape sequence", "an escape that is cut off", "write every backslash twice"),
    ("expected chomping or indentation", 'a "|" or ">" begins a block of text here', "put the text in quotes"),
    ("expected a comment or a line break", 'a "|" or ">" begins a block of text here', "put the text in quotes"),
    ("expected alphabetic or numeric", 'a "*" or "&" at the start is an alias of YAML', "put the text in quotes"),
    ("expected the node content", "a value is missing", "write one, or take the comma or bracket away"),
    ("that cannot start any token", "a character with which no value can begin", "put the text in quotes"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SyntaxFault:
    """Why and where the parser gave up, and the characters (start, end) to replace before reading again."""

    code: Code
    message: str
    hint: str
    start: int
    end: int
    instead: tuple[int, int, str] | None
    fix: str | None = None
    meant: str | None = None
    """The text that was to stand in the place of these characters, where they are not passed over."""

    @classmethod
    def at_line(cls, text: str, start: int, end: int, message: str, hint: str) -> SyntaxFault:
        """A fault whose line is passed over, with the deeper lines below it."""
        return cls(SYNTAX, message, hint, start, end, _without_block(text, start))


def explain(text: str, problem: str, problem_at: int, context: str, context_at: int | None) -> SyntaxFault:
    """Say in our words what the parser says of *text*: the problem, and what it was doing in which context."""
    if text[problem_at : problem_at + 1] == "\t" and text[_line_start(text, problem_at) : problem_at].strip():
        return _tab_inside(text, problem_at)
    torn = unclosed(text, problem_at)
    if torn is not None:
        instead = torn.start, torn.end, "x" * (torn.end - torn.start)
        return SyntaxFault(SYNTAX, torn.message, torn.hint, torn.start, torn.end, instead, torn.fix, torn.meant)
    is_begun = context in _UNCLOSED or problem.startswith("could not find expected ':'")
    at = min(context_at if is_begun and context_at is not None else problem_at, len(text))
    if not text[at:].strip():
        # The parser noticed at the end of the file; the last thing that was written is what a person can look at.
        at = max(len(text.rstrip()) - 1, 0)
    end = at + len(_rest_of_line(text, at).rstrip())
    block = _without_block(text, at)
    if text[at : at + 1] == "\t":
        return SyntaxFault(TAB, "a tab stands where only blanks may stand", "use blanks", at, at + 1, block)
    line = misfit(text, at) if problem.startswith(_MISFITS) else None
    if line is not None:
        start, end = line.start, line.end
        block = _without_block(text, start)
        return SyntaxFault(SPACE if line.lacks_blank else SYNTAX, line.message, line.hint, start, end, block, line.fix)
    for theirs, ours, hint in _WORDS:
        if theirs in problem:
            return SyntaxFault(SYNTAX, ours, hint, at, max(end, at), block)
    return SyntaxFault(SYNTAX, "this is no YAML", "put text with special characters in quotes", at, max(end, at), block)


def _tab_inside(text: str, at: int) -> SyntaxFault:
    """A tab behind other characters of its line; one blank serves as well."""
    end = at + len(text[at:]) - len(text[at:].lstrip("\t"))
    what = "a tab stands where only blanks may stand"
    return SyntaxFault(TAB, what, "use blanks", at, end, (at, end, " " * (end - at)), " ")


def _rest_of_line(text: str, at: int) -> str:
    found = _LINE.match(text, at)
    return found[0].rstrip("\r\n") if found else ""


def _without_block(text: str, at: int) -> tuple[int, int, str] | None:
    """The line at *at* and the lines that belong to it, and blanks in their place; None when they are blank already."""
    start = _line_start(text, at)
    depth = _depth(text, start)
    levels = _levels(text, start)
    # Deeper lines belong to the line, unless it stands at a depth of its own and they go on at one from before it.
    others = set() if depth in levels else levels
    end = start
    while end < len(text):
        line = _LINE.match(text, end)
        if line is None:
            break
        if end > start and line[0].strip() and (_depth(text, end) <= depth or _depth(text, end) in others):
            break
        end = line.end()
    block = text[start:end]
    if not block.strip():
        return None
    return start, end, re.sub(r"[^\r\n]", " ", block)


def _levels(text: str, line_start: int) -> set[int]:
    """The depths of the lists and mappings that are open where a line begins; of `- a: b` both that it opens."""
    levels: set[int] = set()
    at = line_start
    while at > 0 and 0 not in levels:
        at = _line_start(text, at - 1)
        line = _LINE.match(text, at)
        if line is None or not line[0].strip() or line[0].lstrip().startswith("#"):
            continue
        outer = len(line[0]) - len(line[0].lstrip())
        if not levels or outer < min(levels):
            levels |= {outer, _depth(text, at)}
    return levels


def _line_start(text: str, at: int) -> int:
    return max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1


def _depth(text: str, line_start: int) -> int:
    indent = _INDENT.match(text, line_start)
    return len(indent[0]) if indent else 0
