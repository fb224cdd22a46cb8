"""A line on which the YAML parser gave up -> what it lacks: a dash, a blank, a quote, or a place beside `from`.

Nothing is said of a line that tells nothing; then the parser's own words have to do.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from .keys import CANDIDATE_KEYS, FILE_KEYS, GROUP_KEYS, GUARD_KEYS, RULE_KEYS, SETTINGS

_LINE = re.compile(r"( *)((?:- +)*)([^\r\n]*)")
_GLUED: Final = re.compile(r"([A-Za-z_][\w.-]*):(?=[A-Za-z_'\"{\[])", re.ASCII)
_KEY: Final = re.compile(r"([A-Za-z_][\w.-]*):(?:[ ]|$)", re.ASCII)
_PAIR: Final = re.compile(
    r"([A-Za-z_][\w.-]*): +([^\s'\"|>{\[&*!%@`#][^#\r\n]*|\"[^\"\\\r\n]*\"|'[^'\r\n]*')", re.ASCII
)
_DASHED: Final = re.compile(r"-(?=[A-Za-z_@'\"`])")
_BESIDE_FROM: Final = frozenset({*SETTINGS, *GUARD_KEYS, "then"})
_BELOW_KEYS: Final = frozenset({*CANDIDATE_KEYS, *SETTINGS, *RULE_KEYS})
_OF_RULES: Final = frozenset({*RULE_KEYS, *GROUP_KEYS})
_ASSIGNED: Final = re.compile(r"([A-Za-z_][\w.-]*) *=(?![=~]) *([A-Za-z_][\w.]*(?:\([\w.]*\))?)", re.ASCII)
_LONGEST: Final = 60
_QUOTED: Final = {
    '"': re.compile(r'"(?:[^"\\]|\\.)*(?:"([^\r\n]*)|\Z)', re.DOTALL),
    "'": re.compile(r"'(?:[^']|'')*(?:'([^\r\n]*)|\Z)"),
}
"""A text in quotes, with what stands behind it on the line on which it ends, if it does."""
_OPENED: Final = re.compile(r"^( *)((?:- +)*)([A-Za-z_][\w.-]*: +)?(?=[\"'])", re.ASCII | re.MULTILINE)
_NEXT: Final = re.compile(r"(?:[^\S\r\n]*(?:#[^\r\n]*)?[\r\n])*( *)(?:-[ \r\n]|[A-Za-z_][\w.-]*:(?:\s|\Z))", re.ASCII)
EQUALS: Final = "a key ends with `:`, not with `=`"


@dataclass(frozen=True, slots=True)
class Misfit:
    """What is wrong with the characters from *start* to *end*. `lacks_blank`: a blank is missing there."""

    start: int
    end: int
    message: str
    hint: str
    fix: str | None = None
    lacks_blank: bool = False
    meant: str | None = None
    """The text that was to stand there, where that is not what its characters say."""


def assigned(words: str) -> str | None:
    """The pair of YAML that `key = value` was to be; None where *words* are something else."""
    pair = _ASSIGNED.fullmatch(words)
    return f"{pair[1]}: {pair[2]}" if pair is not None else None


def misfit(text: str, at: int) -> Misfit | None:
    """What the line at *at* lacks so that it fits below the lines above it."""
    start = max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1
    line = _LINE.match(text, start)
    if line is None or not line[3].strip() or len(line[3]) > _LONGEST:
        return None
    words, body = line[3].rstrip(), line.start(3)
    if glued := _GLUED.match(text, body, line.end()):
        if glued[1] == "urn":
            return None
        message, hint = f'a blank is missing after "{glued[0]}"', f"write `{glued[0]} {words[len(glued[0]) :]}`"
        return Misfit(body, glued.end(), message, hint, f"{glued[0]} ", lacks_blank=True)
    if _DASHED.match(text, body):
        hint = f"write `- {words[1:]}`"
        return Misfit(body, body + 1, "a blank is missing after the dash", hint, "- ", lacks_blank=True)
    above = _above(text, start)
    equals = _equals(line) or _equals(above)
    if equals is not None or above is None:
        return equals
    key, depth = _KEY.match(words), len(line[1])
    above_depth, dashes, above_words = len(above[1]), above[2], above[3].rstrip()
    beside = key is not None and not line[2] and key[1] in _BESIDE_FROM
    if dashes and depth == above_depth and not line[2] and key is None:
        return Misfit(body, body + len(words), "a dash is missing in front of this line", f"write `- {words}`")
    belongs = _beside_list(text, start, depth, key[1]) if key is not None and not line[2] else None
    if belongs is not None:
        return Misfit(body, body + len(words), "a list has no keys beside it", belongs)
    pair = _PAIR.fullmatch(above_words)
    if pair is not None and depth > above_depth and key is not None:
        message = f'the line above gives "{pair[1]}" its value already, and this line is below it'
        hint = f"write `from: {pair[2].strip()}` on a line of its own below `{pair[1]}:`, and this line beside it"
        if not beside or pair[1] in _BELOW_KEYS:
            hint = f"it looks like it belongs beside `{pair[1]}`: move it one step to the left"
        return Misfit(body, body + len(words), message, hint)
    return None


def _beside_list(text: str, start: int, depth: int, key: str) -> str | None:
    """Where a *key* belongs that is as deep as the dashes of the list above it; None where there is no such list."""
    item = _shallower(text, start, depth)
    if item is None or not item[2] or len(item[1]) < depth:
        return None
    owner = _shallower(text, item.start(), depth - 1)
    while owner is not None and owner[2] and len(owner[1]) == depth:
        owner = _shallower(text, owner.start(), depth - 1)
    name, first = _KEY.match(owner[3]) if owner is not None else None, _KEY.match(item[3])
    if key in FILE_KEYS and key not in RULE_KEYS:
        return "it looks like a section of the file: move it to the left edge"
    if first is not None and (key in _OF_RULES if name is None or name[1] in ("users", "groups") else key == "person"):
        return f"it looks like it belongs to the item above: move it one step to the right, beside `{first[1]}`"
    if name is None or name[1] in ("users", "groups"):
        return (
            "it looks like a field of the rule above: move it to the right, below `person`" if first and name else None
        )
    if key in _BESIDE_FROM and name[1] not in _BELOW_KEYS:
        return "put the list below `from:`, indented, and this line beside `from`"
    return f"it looks like it belongs beside `{name[1]}`: move it one step to the left"


def _shallower(text: str, start: int, depth: int) -> re.Match[str] | None:
    """The nearest line above that says something and is indented no more than *depth*."""
    line = _above(text, start)
    while line is not None and len(line[1]) > depth:
        line = _above(text, line.start())
    return line


def unclosed(text: str, before: int) -> Misfit | None:
    """The first quote before a place that is not closed on its line, though the next line begins something else.

    To YAML all up to the next quote of that kind is one text, so that it gives up somewhere further down.
    """
    for opened in _OPENED.finditer(text, 0, before):
        start = opened.end()
        end = min((at for at in (text.find("\n", start), text.find("\r", start)) if at >= 0), default=len(text))
        whole = _QUOTED[text[start]].match(text, start)
        if whole is None or whole.end() <= end or (whole[1] is not None and not whole[1].partition("#")[0].strip()):
            continue
        depth = len(opened[1]) + (len(opened[2]) if opened[3] else max(len(opened[2]) - 1, 0))
        below = _NEXT.match(text, end)
        words = text[start:end].rstrip()
        if below is not None and len(below[1]) <= depth and len(words) > 1:
            hint = f"write `{opened[3] or '- '}{words}{words[0]}`" if len(words) <= _LONGEST else "close it on its line"
            fix, inner = f"{words}{words[0]}", words[1:]
            return Misfit(start, start + len(words), "the quote is never closed", hint, fix, meant=inner)
    return None


def _equals(line: re.Match[str] | None) -> Misfit | None:
    """What a line `key = value` is to be; no repair, since the lines beside it may have been read as a part of it."""
    meant = assigned(line[3].rstrip()) if line is not None else None
    if line is None or meant is None:
        return None
    start = line.start(3)
    return Misfit(start, start + len(line[3].rstrip()), EQUALS, f"write `{meant}`")


def _above(text: str, start: int) -> re.Match[str] | None:
    """The line above that says something."""
    while start > 0:
        start = max(text.rfind("\n", 0, start - 1), text.rfind("\r", 0, start - 1)) + 1
        line = _LINE.match(text, start)
        if line is not None and line[3].strip() and not line[3].startswith("#"):
            return line
    return None
