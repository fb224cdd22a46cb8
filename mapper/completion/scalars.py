"""A scalar of YAML as it is written, perhaps cut off -> its text, and how an insertion is written into it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from ..engine.text import Style

_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPED: Final = {"n": "\n", "t": "\t"}
_DOUBLE = re.compile(r'"((?:[^"\\]|\\.)*)("?)', re.DOTALL)
_SINGLE = re.compile(r"'((?:[^']|'')*)('?)")
_BLOCK = re.compile(r"[|>][+-]?[0-9]?[+-]?[ \t]*(?:#[^\r\n]*)?(?:\r\n|\r|\n)")
_HEADER = re.compile(r"[|>][+-]?[0-9]?[+-]?[ \t]*\Z")


@dataclass(frozen=True, slots=True)
class Scalar:
    """The text of a scalar; `ended` when something that closes it was written, so that nothing goes on with it."""

    text: str
    style: Style
    ended: bool

    def escaped(self, words: str) -> str:
        """How *words* are written into this scalar."""
        if self.style == "single":
            return words.replace("'", "''")
        return words.replace("\\", "\\\\").replace('"', '\\"') if self.style == "double" else words


def scalar(written: str) -> Scalar:
    """The scalar that is *written*, or the beginning of one."""
    block = _BLOCK.match(written)
    if block is not None:
        return Scalar(written[block.end() :], "literal", False)
    if written[:1] == '"' and (double := _DOUBLE.match(written)):
        text = _ESCAPE.sub(lambda escape: _ESCAPED.get(escape[1], escape[1]), double[1])
        return Scalar(text, "double", bool(double[2]))
    if written[:1] == "'" and (single := _SINGLE.match(written)):
        return Scalar(single[1].replace("''", "'"), "single", bool(single[2]))
    if _HEADER.match(written):
        return Scalar("", "literal", True)
    comment = comment_start(written)
    return Scalar(written if comment is None else written[:comment], "plain", comment is not None)


_QUOTED_OR_COMMENT = re.compile(r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`[^`]*`|(?:^|(?<=[ \t\r\n]))(#)""", re.DOTALL)


def comment_start(written: str) -> int | None:
    """Where a comment begins in a plain scalar; a `#` in the quotes of an expression is none."""
    if "#" not in written:
        return None
    return next((found.start(1) for found in _QUOTED_OR_COMMENT.finditer(written) if found[1]), None)
