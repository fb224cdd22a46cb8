"""The few functions that generated code calls while it prints a template.

What is printed is collected in *pieces*, in pairs: text of the template, then the text of a part. In the place of the
part stands `None` when it is absent, and `""` where there is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, cast

from ..schemas.values import Json, kind_of
from .functions.declaration import CandidateFailure
from .functions.filters import as_text, check_length
from .functions.standard import equal

_BLANKS: Final = " \t"
_OPENS: Final = ("(", "[", "{")
_CLOSES: Final = (",", ";", ":", ".", "!", "?", ")", "]", "}")


class DoesNotPrint(CandidateFailure):
    """A part of a template that is a list or an object, or a loop over what is no list."""


def part_text(value: Json, part: str) -> str | None:
    """How the value of a part prints; None when it is absent or empty. Raises DoesNotPrint for a list or an object.

    *part* is the text of it in the template.
    """
    if value is None or value == "":
        return None
    if isinstance(value, list | dict):
        raise DoesNotPrint(f"'{part}' is {kind_of(value)}, which does not print")
    return as_text(value)


def joined(*values: tuple[Json, str | None]) -> str | None:
    """The texts of values in a row. The second of each pair is the part's text in the template, None for a constant.

    None when there are parts and all are absent. Raises DoesNotPrint, and FunctionFailure for what gets too long.
    """
    texts = [as_text(value) if part is None else part_text(value, part) for value, part in values]
    parts = [text for text, (_, part) in zip(texts, values, strict=True) if part is not None]
    if parts and not any(parts):
        return None
    check_length(sum(len(text) for text in texts if text is not None))
    return "".join(text for text in texts if text is not None)


def elements(value: Json, part: str) -> list[Json]:
    """What a loop walks over: the elements of a list, nothing of what is absent. Raises DoesNotPrint else."""
    if value is None:
        return []
    if not isinstance(value, list):
        raise DoesNotPrint(f"'{part}' is {kind_of(value)}, and a loop walks a list")
    return value


def among(value: Json, constants: Sequence[Json]) -> bool:
    """Whether *value* is one of the *constants*; a boolean is never a number."""
    return any(equal(value, constant) for constant in constants)


def printed(pieces: Sequence[str | None]) -> str | None:
    """The text of a template, trimmed; None when nothing is left, or when parts were absent and none had a value."""
    if None not in pieces:
        texts = cast("Sequence[str]", pieces)
        check_length(sum(map(len, texts)))
        return "".join(texts).strip() or None
    if not any(pieces[1::2]):
        return None
    check_length(sum(map(len, filter(None, pieces))))
    own = "".join(cast("Sequence[str]", pieces[::2]))
    text = "\n".join(map(_line, _lines(pieces))) if "\n" in own else _line(pieces)
    return text.strip() or None


def _lines(pieces: Sequence[str | None]) -> list[list[str | None]]:
    """The pieces of each line of the template, but for the lines that have parts of which all are absent.

    A line end in the value of a part is the part's own.
    """
    lines: list[list[str | None]] = [[]]
    for at in range(0, len(pieces), 2):
        first, *others = (pieces[at] or "").split("\n")
        lines[-1].append(first)
        for other in others:
            lines[-1].append("")
            lines.append([other])
        lines[-1].append(pieces[at + 1])
    return [line for line in lines if None not in line or any(line[1::2])]


def _line(pieces: Sequence[str | None]) -> str:
    """The text of a line.

    Blanks on both sides of absent parts become one; none is left at the ends of the line, after an opening bracket and
    before a sign that closes.
    """
    texts: list[str] = []
    gap = blank = False
    for at, piece in enumerate(pieces):
        if piece is None:
            blank = _take_blanks(texts) or (gap and blank)
            gap = True
            continue
        if gap and at % 2 == 0:
            rest = piece.lstrip(_BLANKS)
            blank, piece = blank or len(rest) < len(piece), rest
        if piece:
            if gap and blank and texts and not texts[-1].endswith(_OPENS) and not piece.startswith(_CLOSES):
                texts.append(" ")
            texts.append(piece)
            gap = False
    return "".join(texts)


def _take_blanks(texts: list[str]) -> bool:
    """Take the blanks at the end of *texts* away, and say whether there were any."""
    found = False
    while texts:
        rest = texts[-1].rstrip(_BLANKS)
        found = found or len(rest) < len(texts[-1])
        if rest:
            texts[-1] = rest
            break
        texts.pop()
    return found
