"""The few functions that generated code calls while it prints a template.

What is printed is collected in *pieces*, in pairs: text of the template, then the text of a part. In the place of the
part stands `None` when it is absent, and `""` where there is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from ..schemas.values import Json, kind_of
from .functions.declaration import CandidateFailure
from .functions.filters import as_text, check_length
from .functions.standard import equal

_BLANKS: Final = " \t"
_JOINS_LEFT = re.compile(r"[,;:.!?)\]}]")


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


def joined(values: Iterable[tuple[Json, str]], start: str | None) -> str | None:
    """The texts of values in a row; *start* when all are absent (empty, if there are constants among them)."""
    texts = [text for value, part in values if (text := part_text(value, part)) is not None]
    check_length(sum(map(len, texts)))
    return "".join(texts) if texts else start


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


def in_order(left: Json, right: Json, operator: str) -> bool:
    """`left < right` and the like: false when one is absent. Raises DoesNotPrint unless both are text, or numbers."""
    if left is None or right is None:
        return False
    if kind_of(left) != kind_of(right) and not (isinstance(left, str) and isinstance(right, str)):
        raise DoesNotPrint(f"{kind_of(left)} and {kind_of(right)} have no order")
    if isinstance(left, bool | list | dict):
        raise DoesNotPrint(f"{kind_of(left)} and {kind_of(right)} have no order")
    if operator in ("<", "<="):
        return bool(left < right or (operator == "<=" and left == right))
    return bool(left > right or (operator == ">=" and left == right))


def printed(pieces: Sequence[str | None]) -> str | None:
    """The text of a template, trimmed; None when nothing is left, or when parts were absent and none had a value."""
    if None not in pieces:
        check_length(sum(len(piece) for piece in pieces if piece is not None))
        return "".join(piece for piece in pieces if piece is not None).strip() or None
    if not any(pieces[1::2]):
        return None
    check_length(sum(len(piece) for piece in pieces if piece is not None))
    lines = [text for line in _lines(pieces) if (text := _line(line)) is not None]
    return "\n".join(lines).strip() or None


def _lines(pieces: Sequence[str | None]) -> list[list[str | None]]:
    """The pieces of each line of the template. A line end in the value of a part is the part's own."""
    lines: list[list[str | None]] = [[]]
    for at in range(0, len(pieces), 2):
        first, *others = (pieces[at] or "").split("\n")
        lines[-1].append(first)
        for other in others:
            lines[-1].append("")
            lines.append([other])
        lines[-1].append(pieces[at + 1])
    return lines


def _line(pieces: Sequence[str | None]) -> str | None:
    """The text of a line; None when it has parts and all are absent. Blanks beside an absent part become one."""
    if None not in pieces:
        return "".join(piece for piece in pieces if piece is not None)
    if not any(pieces[1::2]):
        return None
    text = ""
    gap = False
    for at, piece in enumerate(pieces):
        if piece is None:
            gap = True
        elif piece and not gap:
            text += piece
        elif piece and (at % 2 or piece.strip(_BLANKS)):
            text = _across(text, piece, own=bool(at % 2))
            gap = False
        elif piece:
            text += piece
    return text.rstrip(_BLANKS) if gap else text


def _across(before: str, after: str, *, own: bool) -> str:
    """Two texts with an absent part between them. The blanks of a value are its *own*."""
    left = before.rstrip(_BLANKS)
    right = after if own else after.lstrip(_BLANKS)
    blank = len(left) < len(before) or len(right) < len(after)
    return f"{left} {right}" if blank and left and not _JOINS_LEFT.match(right) else left + right
