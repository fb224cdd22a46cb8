"""A part of an expression as it is written here, and what it was elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

PIPE: Final = 1
OR: Final = 2
AND: Final = 3
COMPARISON: Final = 4
NOT: Final = 5
ATOM: Final = 6

Kind: TypeAlias = Literal[
    "", "text", "number", "constant", "path", "list", "nothing", "regex", "range", "place", "number of"
]


@dataclass(frozen=True, slots=True)
class Part:
    """`words` as they are written here, how tightly they bind, and what they are.

    `value` is that of a text, a number or a pattern. `items` are those of a list; of a `place` in a text what is sought
    and where, of a `number of` where and what.
    """

    words: str
    binds: int = ATOM
    kind: Kind = ""
    value: str = ""
    items: tuple[Part, ...] = ()

    def within(self, binds: int) -> str:
        """The words, in brackets if they bind less than what stands around them."""
        return self.words if self.binds >= binds else f"({self.words})"


class NotThis(ValueError):
    """What stands there is nothing that has a form here."""


NOTHING: Final = Part("", kind="nothing")


def text(value: str) -> Part:
    """A text."""
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return Part(f"'{escaped}'", kind="text", value=value)


def number(value: str | int) -> Part:
    """A number."""
    return Part(f"`{value}`", kind="number", value=str(value))


def call(name: str, *arguments: Part) -> Part:
    """A call; behind a comma no brackets are needed."""
    if any(each.kind in ("nothing", "regex", "range", "place", "number of") for each in arguments):
        raise NotThis
    return Part(f"{name}({', '.join(each.words for each in arguments)})")


def negated(part: Part) -> Part:
    """The opposite of a condition."""
    if part.binds == NOT:
        return Part(part.words[1:].removeprefix("(").removesuffix(")") if part.words[1] == "(" else part.words[1:])
    is_call = part.binds == ATOM and part.words.endswith(")") and part.words[0] != "("
    return Part(f"!{part.words}" if is_call or part.words.isidentifier() else f"!({part.words})", NOT)


def joined(operator: str, parts: Iterable[Part]) -> Part:
    """Conditions with `&&` or `||` between them."""
    binds = AND if operator == "&&" else OR
    return Part(f" {operator} ".join(part.within(binds) for part in parts), binds)


def whole(part: Part) -> int:
    """The whole number that a part is."""
    if part.kind != "number" or not part.value.lstrip("-").isdigit():
        raise NotThis
    return int(part.value)
