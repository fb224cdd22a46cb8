"""A YAML file's text in; the text without characters that no text has out, with as many others in their place.

What cannot be seen, or looks like a blank or a dash and is none, is told with its number. So are directives of YAML.
"""

from __future__ import annotations

import re
from itertools import islice

from . import diagnostics as codes
from .diagnostics import MOST_DIAGNOSTICS, Diagnostics
from .text import Source, Span

DIRECTIVE = codes.error("yaml-directive", "a line that tells the YAML parser how to read the file")
CHARACTER = codes.error("yaml-character", "a character that is no text, or cannot be seen, such as NUL or U+00A0")

# Line separators of Unicode are refused because YAML ends a line there and editors do not: what looks like the rest
# of a comment would be read as a key.
_LONG_DASH = re.compile(r"^ *([\u2010-\u2015\u2212]) +(\S.*)", re.MULTILINE)
_KEY_ALONE = re.compile(r" *(?:- +)*([\w.-]+):(?: +#.*)?", re.ASCII)
_ITEM = re.compile(r"[-\u2010-\u2015\u2212] ")
_TEXTS = frozenset({"description", "rule", "case", "template", "value", "name", "called"})
"""Keys whose value is a text, in which a line may begin with any dash."""
_BLOCK = re.compile(r"[|>][+-]?\d?[+-]?$")
"""At the end of a line: all that is deeper below it is one text."""
_MOST_LINES = 2_000
"""So many lines above a longer dash are looked at, to find what it stands below."""
_NO_TEXT = re.compile(r"[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_HIDDEN_BLANK = re.compile(
    r"^(?:([ ]*[\xa0\u2000-\u200a\u202f\u3000][ \xa0\u2000-\u200a\u202f\u3000]*)(?=-[ ]|[\w.-]+:[ \r\n])"
    r"|[ ]*(?:- )*[\w.-]+:([\xa0\u2000-\u200a\u202f\u3000]+)(?=\S))",
    re.MULTILINE | re.ASCII,
)
"""What looks like a blank and is none, as the indentation of a line or behind a key."""
NO_TEXT_DECODED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_DIRECTIVE_LINE = re.compile(r"^%.*", re.MULTILINE)


def without_forbidden(source: Source, found: Diagnostics) -> str:
    """The text with blanks for characters that are no text and with directives made comments; both are reported."""
    text = source.text
    for bad in islice(_NO_TEXT.finditer(text, 1 if text.startswith("\ufeff") else 0), MOST_DIAGNOSTICS):
        report_character(found, ord(bad[0]), Span(source, bad.start(), bad.end()))
    for line in islice(_DIRECTIVE_LINE.finditer(text), MOST_DIAGNOSTICS):
        found.add(
            DIRECTIVE,
            f'"{_shorten(line[0])}" is a directive of YAML',
            Span(source, line.start(), line.end()),
            hint="remove the line",
        )
    if text.startswith("\ufeff"):
        text = "\n" + text[1:]  # for the parser it would move the first line to the right
    for hidden in islice(_HIDDEN_BLANK.finditer(text), MOST_DIAGNOSTICS):
        start, end = hidden.span(1) if hidden[1] else hidden.span(2)
        message = f"{shown_character(text[start:end].strip(' '))} looks like a blank and is none"
        blanks = " " * (end - start)
        found.add(CHARACTER, message, Span(source, start, end), hint="write blanks", fix=blanks)
        text = text[:start] + blanks + text[end:]
    text = _with_dashes(source, text, found)
    text = _NO_TEXT.sub(" ", text)
    return _DIRECTIVE_LINE.sub(lambda line: "#" + line[0][1:], text)


def _with_dashes(source: Source, text: str, found: Diagnostics) -> str:
    """The text with a dash for each longer one that begins an item of a list, which is reported."""
    for dash in islice(_LONG_DASH.finditer(text), MOST_DIAGNOSTICS):
        start, end = dash.span(1)
        if _begins_item(text, dash.start(), start - dash.start()):
            message = f"{shown_character(dash[1])} looks like a dash and is none"
            hint = f"write `- {_shorten(dash[2].strip())}`"
            found.add(CHARACTER, message, Span(source, start, end), hint=hint, fix="-")
            text = f"{text[:start]}-{text[end:]}"
    return text


def _begins_item(text: str, line_start: int, depth: int) -> bool:
    """Whether a line at *depth* stands below a key without a value, or beside items, and so is no line of a text."""
    is_item = False
    for _ in range(_MOST_LINES):
        if line_start == 0 or depth == 0:
            return is_item
        end, line_start = line_start, text.rfind("\n", 0, line_start - 1) + 1
        line = text[line_start:end].rstrip()
        words = line.lstrip(" ")
        if not words or words[0] == "#" or len(line) - len(words) > depth:
            continue
        if len(line) - len(words) == depth:
            if not is_item and not _ITEM.match(words):
                return False
            continue
        depth = len(line) - len(words)
        key = _KEY_ALONE.fullmatch(line)
        if _BLOCK.search(line) or (not is_item and (key is None or key[1] in _TEXTS)):
            return False
        is_item = True
    return False


def shown_character(char: str) -> str:
    """The first of some characters that cannot be shown, by its number."""
    return f"the character U+{ord(char[0]):04X}"


def report_character(found: Diagnostics, code_point: int, span: Span) -> None:
    """Note a character that is no text."""
    found.add(CHARACTER, f"the character U+{code_point:04X} is not allowed", span, hint="remove it")


def _shorten(words: str) -> str:
    return words if len(words) <= 40 else words[:39] + "…"
