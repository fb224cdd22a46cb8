"""Functions that search texts with regular expressions, and the check of the patterns themselves.

Patterns are those of RE2 (https://github.com/google/re2/wiki/Syntax): no pattern makes a search run away. What RE2
does not have, or reads as something else than other engines do, is refused with a sentence that says what to write.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NoReturn, Protocol

import re2  # type: ignore[import-untyped]

from ...schemas.values import Json
from .declaration import Example, Function, FunctionFailure, Parameter
from .filters import check_length

if TYPE_CHECKING:
    from ..work import Work

LONGEST_PATTERN: Final = 512
LONGEST_SEARCHED: Final = 4096
MOST_PATTERNS: Final = 128
"""A mapping has no more different patterns than this; those of a few mappings fit into the cache."""

_MEMORY: Final = 256 * 1024
"""Bytes that RE2 may take for one pattern; a larger one is refused."""
_SCANNED_PER_STEP: Final = 2048
"""Characters times instructions of the pattern, which is what RE2 does at its slowest, in one step of the budget."""


class InvalidPattern(FunctionFailure):
    """A pattern that cannot be used: a clause, its characters in the pattern (all: the whole), and advice."""

    def __init__(self, message: str, start: int, end: int, hint: str) -> None:
        super().__init__(message)
        self.start, self.end, self.hint = start, end, hint


class Found(Protocol):
    """A match of RE2."""

    def group(self, number: int = 0, /) -> str | None:
        """The text of a group; None when the group took no part."""

    def span(self, number: int = 0, /) -> tuple[int, int]:
        """Where it starts and ends."""


class Pattern(Protocol):
    """A compiled pattern of RE2. It does not pickle, and so it is kept here by its text."""

    @property
    def groups(self) -> int:
        """How many groups there are."""

    @property
    def programsize(self) -> int:
        """How many instructions it has."""

    def search(self, text: str) -> Found | None:
        """The first match."""

    def finditer(self, text: str) -> Iterator[Found]:
        """All matches, from left to right."""


# --- patterns --------------------------------------------------------------------------------------------------------

_NO_LOOKING = "take the part with a group instead: regex_extract(text, 'before(part)after')"
_NO_LOOKING_BACK = "name the alternatives, or compare two results of regex_extract with =="
_NO_RECURSION = "write the pattern out"

_GROUPS: Final = {
    "(?=": ("looks ahead, which RE2 does not do", _NO_LOOKING),
    "(?!": ("looks ahead, which RE2 does not do", "ask with a second pattern: !regex_match(text, 'not this')"),
    "(?<=": ("looks behind, which RE2 does not do", _NO_LOOKING),
    "(?<!": ("looks behind, which RE2 does not do", "ask with a second pattern: !regex_match(text, 'not this')"),
    "(?>": ("is an atomic group, which RE2 does not have", "write (?:…); RE2 never tries again anyway"),
    "(?(": ("is a condition, which RE2 does not have", "write the alternatives with |"),
    "(?#": ("is a comment, which RE2 does not have", "write a comment of YAML, with # above the line"),
    "(?|": ("resets groups, which RE2 does not do", "write (?:…) with one group around the whole choice"),
    "(?P=": ("refers back to a group, which RE2 cannot do", _NO_LOOKING_BACK),
    "(?P>": ("repeats the pattern of a group, which RE2 cannot do", _NO_RECURSION),
    "(?&": ("repeats the pattern of a group, which RE2 cannot do", _NO_RECURSION),
    "(?R": ("repeats the whole pattern, which RE2 cannot do", _NO_RECURSION),
}
_ESCAPES: Final = {
    **dict.fromkeys("123456789kg", ("refers back to a group, which RE2 cannot do", _NO_LOOKING_BACK)),
    "C": ("is one byte of a character", "write . for any character"),
    "Z": ("is no escape of RE2", "write \\z for the end of the text"),
    "h": ("is no escape of RE2", "write [ \\t] for blanks within a line"),
    "R": ("is no escape of RE2", "write \\r?\\n for the end of a line"),
    "u": ("is no escape of RE2", "write \\x{e9}, with the number of the character in braces"),
    "G": ("is no escape of RE2", "write \\A for the start of the text"),
    "K": ("is no escape of RE2", "take the part behind it with a group and regex_extract"),
    "X": ("is no escape of RE2", "write \\PM\\pM* for a character with its marks"),
}
_PIECE: Final = re.compile(
    r"""(?P<literal>\\Q.*?(?:\\E|\Z))
    |(?P<escape>\\.)
    |(?P<class>\[\^?\]?(?:\[:[^\]]*:\]|\\.|[^\]\\])*(?P<closed>\])?)
    |(?P<group>\((?:\?(?:P[=>]|<[=!]|[=!>(\#|&R])?)?)
    |(?P<end>\))
    |(?P<upto>\{,\d+\})
    """,
    re.VERBOSE | re.DOTALL,
)
_ERRORS: Final[tuple[tuple[str, str, str], ...]] = (
    ("no argument for repetition operator", "nothing stands before {} that it could repeat", "write \\{} for itself"),
    ("bad repetition operator", "{} repeats what is repeated already", "write one of * + ? {{1,3}}, or (?:a+)+"),
    ("invalid repetition size", "{} repeats too often, or ends before it begins", "repeat at most 1,000 times in all"),
    ("invalid character class range", "{} is no range or class of characters", "write [a-z], \\p{{L}} or [[:alpha:]]"),
    ("invalid escape sequence", "{} is no escape of RE2", "write \\\\ for a backslash; a letter needs none before it"),
    ("trailing \\", "the pattern ends with a backslash", "write \\\\ for a backslash"),
    ("invalid named capture group", "{} does not name a group", "write (?P<name>…), each name once"),
    ("duplicate capture group name", "{} names two groups", "give each group a name of its own"),
    ("invalid perl operator", "{} is no group of RE2", "write (?:…), (?P<name>…), or flags out of (?imsU)"),
)


@lru_cache(maxsize=4 * MOST_PATTERNS)
def compiled(pattern: str) -> Pattern:
    """The pattern, compiled. Raises InvalidPattern when it cannot be used."""
    if not pattern:
        raise InvalidPattern("the pattern is empty", 0, 0, "write what is looked for")
    if len(pattern) > LONGEST_PATTERN:
        message = f"the pattern has more than {LONGEST_PATTERN} characters"
        raise InvalidPattern(message, 0, len(pattern), "use a table with match: pattern, or several patterns")
    _check_pieces(pattern)
    options = re2.Options()
    options.max_mem = _MEMORY
    options.log_errors = False
    try:
        made: Pattern = re2.compile(pattern, options)
    except re2.error as error:
        _refuse(pattern, error.args[0].decode(errors="replace"))
    except UnicodeEncodeError as error:
        message = "the pattern holds half a character"
        raise InvalidPattern(message, error.start, error.end, "write the whole character") from error
    return made


def _check_pieces(pattern: str) -> None:
    """Raise InvalidPattern for what RE2 does not have or reads unlike others, and for brackets without a partner."""
    opened: list[int] = []
    for piece in _PIECE.finditer(pattern):
        kind, text, start, end = piece.lastgroup, piece[0], piece.start(), piece.end()
        if piece["escape"] is not None and text[1] in _ESCAPES:
            about, hint = _ESCAPES[text[1]]
            raise InvalidPattern(f"'{text}' {about}", start, end, hint)
        if piece["class"] is not None and piece["closed"] is None:
            raise InvalidPattern("this '[' is never closed", start, start + 1, "write \\[ for the character itself")
        if kind == "upto":
            meaning = "is plain text for RE2, not a repetition"
            raise InvalidPattern(f"'{text}' {meaning}", start, end, f"write {{0{text[1:]}")
        if kind == "group":
            if text in _GROUPS:
                about, hint = _GROUPS[text]
                raise InvalidPattern(f"'{text}' {about}", start, end, hint)
            opened.append(start)
        elif kind == "end":
            if not opened:
                raise InvalidPattern("this ')' closes nothing", start, end, "write \\) for the character itself")
            opened.pop()
    if opened:
        message = "this '(' is never closed"
        raise InvalidPattern(message, opened[-1], opened[-1] + 1, "write \\( for the character itself")


def _refuse(pattern: str, reason: str) -> NoReturn:
    """Raise InvalidPattern for what RE2 itself says: a reason, and mostly the part of the pattern behind a colon."""
    said, _, part = reason.partition(": ")
    start = pattern.find(part) if part else -1
    place = (start, start + len(part)) if start >= 0 else (0, len(pattern))
    if said.startswith("pattern too large"):
        hint = "repeat fewer times; + and * cost less than {1,64}, and [a-z] less than \\p{L}"
        raise InvalidPattern("the pattern becomes too large", *place, hint)
    for known, message, hint in _ERRORS:
        if said.startswith(known):
            raise InvalidPattern(message.format(f"'{part}'"), *place, hint.format(part))
    raise InvalidPattern(f"RE2 says '{reason}'", *place, "see https://github.com/google/re2/wiki/Syntax")


@lru_cache(maxsize=4 * MOST_PATTERNS)
def replacement_parts(replacement: str, groups: int) -> tuple[str | int, ...]:
    """A replacement as its texts and the numbers of the groups that stand in it. Raises InvalidPattern."""
    parts: list[str | int] = []
    at = 0
    for escape in re.finditer(r"\\(.?)", replacement, re.DOTALL):
        start, end = escape.span()
        parts.append(replacement[at:start])
        at = end
        if escape[1] == "\\":
            parts.append("\\")
        elif escape[1] not in tuple("0123456789"):
            hint = "write \\1 for the first group, \\0 for all that was found, \\\\ for a backslash"
            raise InvalidPattern(f"'{escape[0]}' means nothing in a replacement", start, end, hint)
        elif int(escape[1]) > groups:
            hint = "put what is kept between ( and ) in the pattern"
            raise InvalidPattern(f"the pattern has no group '{escape[0]}'", start, end, hint)
        else:
            parts.append(int(escape[1]))
    parts.append(replacement[at:])
    return tuple(part for part in parts if part != "")


# --- functions -------------------------------------------------------------------------------------------------------


def _searched(name: str, work: Work, text: str, pattern: str) -> Pattern:
    """The compiled pattern, after a look at the length of *text* and at the budget."""
    if len(text) > LONGEST_SEARCHED:
        limit = f"a text of at most {LONGEST_SEARCHED:,} characters"
        raise FunctionFailure(f"{name}() searches {limit}, and this one has {len(text):,}")
    if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text):
        raise FunctionFailure(f"{name}() searches a text that holds half a character")
    made = compiled(pattern)
    _spend(work, made, len(text))
    return made


def _spend(work: Work, pattern: Pattern, characters: int) -> None:
    work.spend(1 + characters * pattern.programsize // _SCANNED_PER_STEP)


def _regex_match(work: Work, text: str, pattern: str) -> bool:
    return _searched("regex_match", work, text, pattern).search(text) is not None


def _regex_extract(work: Work, text: str, pattern: str) -> str | None:
    made = _searched("regex_extract", work, text, pattern)
    found = made.search(text)
    return (found.group(min(made.groups, 1)) or None) if found is not None else None


def _regex_replace(work: Work, text: str, pattern: str, replacement: str) -> str | None:
    made = _searched("regex_replace", work, text, pattern)
    parts = replacement_parts(replacement, made.groups)
    pieces: list[str] = []
    length, at = len(text), 0
    for found in made.finditer(text):
        start, end = found.span()
        put = [found.group(part) or "" if isinstance(part, int) else part for part in parts]
        length += sum(map(len, put)) - (end - start)
        check_length(length)
        pieces += (text[at:start], *put)
        at = end
        _spend(work, made, len(text) - end)
    return "".join((*pieces, text[at:])) or None


_TEXT = Parameter("text", ("string",))
_PATTERN = Parameter("pattern", ("string",), constant=True)
_RE2 = "The pattern is one of RE2, a constant; \\d, \\w and \\b know ASCII only (\\p{L} is any letter)."


def _searching(call: Callable[..., Json], about: str, *examples: Example, replaces: bool = False) -> Function:
    replacement = (Parameter("replacement", ("string",), constant=True),) if replaces else ()
    return Function(
        call.__name__.lstrip("_"),
        call,
        (_TEXT, _PATTERN, *replacement),
        "boolean" if call is _regex_match else "string",
        f"{about} {_RE2}",
        examples,
        main="text",
        context="work",
    )


REGEX: tuple[Function, ...] = (
    _searching(
        _regex_match,
        "Whether a pattern is found anywhere in a text; for the whole of it write ^ and $.",
        Example("regex_match(userName, '^[a-z]+[0-9]*$')", {"userName": "babs2"}, True),
        Example("regex_match(userName, '[0-9]')", {"userName": "babs"}, False),
        Example("regex_match(displayName, '^\\p{L}+$')", {"displayName": "Zoë"}, True),
        Example("regex_match(displayName, '^\\w+$')", {"displayName": "Zoë"}, False),
    ),
    _searching(
        _regex_extract,
        "What the first group of a pattern found, or all that the pattern found if it has no group; else absent.",
        Example("regex_extract(displayName, '\\((.*)\\)')", {"displayName": "Babs (Sales)"}, "Sales"),
        Example("regex_extract(title, '[0-9]+')", {"title": "Engineer 42"}, "42"),
        Example("regex_extract(title, '[0-9]+')", {"title": "Engineer"}, None),
    ),
    _searching(
        _regex_replace,
        "The text with all that a pattern finds replaced; \\1 is the first group, \\0 all that was found.",
        Example("regex_replace(userName, '[0-9]', '')", {"userName": "babs42"}, "babs"),
        Example("regex_replace(displayName, '^(.+), (.+)$', '\\2 \\1')", {"displayName": "Doe, Jane"}, "Jane Doe"),
        replaces=True,
    ),
)
