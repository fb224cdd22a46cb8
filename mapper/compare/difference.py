"""Two pieces of mappings, each with its meaning, its text and its place -> the difference between them, if any."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias, TypeVar

from ..engine.syntax import Value
from ..engine.text import Span, Text
from ..schemas.values import Json
from .written import expression_meaning, expression_text, value_meaning, value_text

Kind: TypeAlias = Literal["added", "removed", "changed", "moved", "renamed"]
Named = TypeVar("Named")


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference between the rules of two mappings.

    `path` is where, in the words of the file (`users: Employees: name: candidate 2`), `before` and `after` are what was
    written there, on one line, `old` and `new` the places in both files; each is None where there is none.
    """

    kind: Kind
    path: str
    before: str | None
    after: str | None
    old: Span | None
    new: Span | None

    def as_json(self) -> Json:
        """The difference as in the output of `mapper diff --format json`."""
        return {
            "kind": self.kind,
            "path": self.path,
            "before": self.before,
            "after": self.after,
            "old": _place(self.old),
            "new": _place(self.new),
        }


def _place(span: Span | None) -> Json:
    return None if span is None else {"file": span.place.file, "line": span.place.line}


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a mapping: what it means, how it was written, and where (None: nowhere, it is what goes without
    saying)."""

    meaning: Hashable
    text: str
    span: Span | None


def compared(path: str, old: Piece | None, new: Piece | None) -> Iterator[Difference]:
    """The difference between two pieces at the same *path*; none when they mean the same."""
    if (old is None and new is None) or (old is not None and new is not None and old.meaning == new.meaning):
        return
    kind: Kind = "added" if old is None else "removed" if new is None else "changed"
    before, after = (None if piece is None else piece.text for piece in (old, new))
    was, is_now = (None if piece is None else piece.span for piece in (old, new))
    yield Difference(kind, path, before, after, was, is_now)


def text_piece(text: Text | None, unwritten: str | None = None) -> Piece | None:
    """A word or a free text; *unwritten* is what holds where nothing was written."""
    if text is None:
        return None if unwritten is None else Piece(unwritten, unwritten, None)
    return Piece(text.value.strip(), " ".join(text.value.split()), text.span)


def expression_piece(text: Text | None) -> Piece | None:
    """An expression."""
    return None if text is None else Piece(expression_meaning(text), expression_text(text), text.span)


def value_piece(value: Value | None) -> Piece | None:
    """A constant."""
    return None if value is None else Piece(value_meaning(value), value_text(value), value.span)


def by_name(old: Mapping[str, Named], new: Mapping[str, Named]) -> Iterator[tuple[str, Named | None, Named | None]]:
    """What has a name in one of the two, in the order of the new one, and behind it what is only in the old one."""
    yield from ((name, old.get(name), each) for name, each in new.items())
    yield from ((name, each, None) for name, each in old.items() if name not in new)
