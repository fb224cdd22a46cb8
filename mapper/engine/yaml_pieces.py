"""The tree of a YAML text -> pieces: every key and item with the comments and blank lines that belong to it.

A piece can be moved and written anew, and its comments go with it. A comment behind something belongs to that; one on a
line of its own to what follows, unless it stands deeper: then it is the end of what it stands in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from .text import Text
from .yaml_nodes import ListNode, MapNode, Node, ScalarNode


@dataclass(slots=True)
class Remark:
    """A comment on a line of its own; `blank` when the line above it is blank."""

    text: str
    blank: bool


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment behind something, and how far it stands from where that begins, or from its line if that is another."""

    text: str
    distance: int


@dataclass(slots=True)
class Scalar:
    """A text or null; `column` is where the list or mapping begins in which it stands, `below` its key a line above."""

    text: Text
    column: int
    below: bool


@dataclass(slots=True)
class Item:
    """A key with its value, or an item of a list, which has no key."""

    key: Text | None
    value: Piece
    remarks: list[Remark]
    blank: bool
    comment: Comment | None = None


@dataclass(slots=True)
class Group:
    """A list or a mapping. `tail` has the comments behind its last item.

    `line` when it is written in braces or brackets on one line. How it is to be written is said by whoever knows what
    it means: `opened` in any case item by item, `apart` with a blank line between all items, or between those that
    take more than a line.
    """

    items: list[Item]
    is_map: bool
    line: bool
    tail: list[Remark] = field(default_factory=list)
    opened: bool = False
    apart: str = ""

    @property
    def depth(self) -> int:
        """How many brackets stand within each other at most."""
        return 1 + max((item.value.depth for item in self.items if isinstance(item.value, Group)), default=0)


Piece: TypeAlias = Scalar | Group


def pieces(text: str, root: Node) -> Group | None:
    """The pieces of *text*, whose lines end with LF and whose tree is *root*; None when that is no list or mapping."""
    if isinstance(root, ScalarNode):
        return None
    return _Reading(text, root).whole(root)


def comments_of(text: str, root: Node) -> list[str]:
    """The comments of *text*, in their order."""
    return [found.text for found in _comments(text, root)]


@dataclass(frozen=True, slots=True)
class _Found:
    """A comment and its place; `own_line` when nothing stands before it."""

    start: int
    text: str
    own_line: bool


def _comments(text: str, root: Node) -> Iterator[_Found]:
    """The comments between the scalars: there, every `#` begins one."""
    at = 0
    for start, end in [*sorted(_scalars(root)), (len(text), len(text))]:
        while (sign := text.find("#", at, start)) >= 0:
            line_start = text.rfind("\n", 0, sign) + 1
            at = _line_end(text, sign)
            yield _Found(sign, text[sign:at].rstrip(), not text[line_start:sign].strip())
        at = max(at, end)


def _scalars(root: Node) -> Iterator[tuple[int, int]]:
    waiting: list[Node] = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ScalarNode):
            yield node.span.start, node.span.end
        elif isinstance(node, ListNode):
            waiting += node.items
        else:
            for key, value in node.items:
                yield key.span.start, key.span.end
                waiting.append(value)


class _Reading:
    """One pass over the tree, in the order of the text, which takes the comments as it comes to them."""

    def __init__(self, text: str, root: Node) -> None:
        self.text = text
        self.comments = list(_comments(text, root))
        self.at = 0

    def whole(self, root: ListNode | MapNode) -> Group:
        """The pieces of the whole text."""
        group = self.group(root, len(self.text), -1, column=0)
        group.tail += [self._remark(found) for found in self.comments[self.at :]]
        return group

    def group(self, node: ListNode | MapNode, following: int, depth: int, *, column: int) -> Group:
        """The pieces of *node*. What comes behind it begins at *following*, in the column *depth*.

        *column* is that of the list or mapping without brackets in which a node with brackets stands.
        """
        is_flow = self.text[node.span.start] in "{["
        end = node.span.end - 1 if is_flow else following
        here = column if is_flow else self._column(node.span.start)
        entries = _entries(node)
        limits = [*(_start(key, value) for key, value in entries[1:]), end]
        depths = [here] * (len(entries) - 1) + [here if is_flow else depth]
        items = [
            self._item(key, value, limit, below, here)
            for (key, value), limit, below in zip(entries, limits, depths, strict=False)
        ]
        group = Group(items, isinstance(node, MapNode), is_flow and "\n" not in node.span.text)
        while (found := self._next(end)) is not None and (is_flow or here <= self._column(found.start) > depth):
            group.tail.append(self._remark(found))
        return group

    def _item(self, key: Text | None, value: Node, following: int, depth: int, column: int) -> Item:
        start = _start(key, value)
        remarks = []
        while (found := self._next(start)) is not None:
            remarks.append(self._remark(found))
        blank = self._blank_above(start)
        comment = self._between(key, value, remarks) if key is not None else None
        if isinstance(value, ScalarNode):
            below = key is not None and "\n" in self.text[key.span.end : value.span.start]
            piece: Piece = Scalar(value.text, column, below)
        else:
            # A comment no deeper than the key is not the end of a list below it that is not indented.
            piece = self.group(value, following, max(depth, column), column=column)
        behind = self._next(following)
        if behind is not None and not behind.own_line and "\n" not in self.text[value.span.end : behind.start]:
            if comment is None:
                comment = self._comment(behind, start)
            else:
                remarks.append(self._remark(behind))
        return Item(key, piece, remarks, blank, comment)

    def _between(self, key: Text, value: Node, remarks: list[Remark]) -> Comment | None:
        """Take the comments between a key and its value, but for those that belong to the first item of a block."""
        comment = None
        is_block = not isinstance(value, ScalarNode) and self.text[value.span.start] not in "{["
        while (found := self._next(value.span.start)) is not None:
            if not found.own_line and comment is None:
                comment = self._comment(found, key.span.start)
            elif is_block:
                break
            else:
                remarks.append(self._remark(found))
        return comment

    def _next(self, before: int) -> _Found | None:
        """The next comment, if it begins before that place."""
        if self.at < len(self.comments) and self.comments[self.at].start < before:
            return self.comments[self.at]
        return None

    def _comment(self, found: _Found, start: int) -> Comment:
        self.at += 1
        line_start = self.text.rfind("\n", 0, found.start) + 1
        line = self.text[line_start : found.start]
        return Comment(found.text, found.start - start if start >= line_start else len(line.lstrip()))

    def _remark(self, found: _Found) -> Remark:
        self.at += 1
        return Remark(found.text, found.own_line and self._blank_above(found.start))

    def _column(self, place: int) -> int:
        return place - self.text.rfind("\n", 0, place) - 1

    def _blank_above(self, place: int) -> bool:
        """Whether the line above is blank, of something with which its own line begins."""
        line_start = self.text.rfind("\n", 0, place) + 1
        if line_start == 0 or not _BEGINNING.fullmatch(self.text, line_start, place):
            return False
        return not self.text[self.text.rfind("\n", 0, line_start - 1) + 1 : line_start].strip()


_BEGINNING = re.compile(r"[\s?{\[-]*")


def _entries(node: ListNode | MapNode) -> list[tuple[Text | None, Node]]:
    if isinstance(node, MapNode):
        return list(node.items)
    return [(None, item) for item in node.items]


def _start(key: Text | None, value: Node) -> int:
    return key.span.start if key is not None else value.span.start


def _line_end(text: str, place: int) -> int:
    end = text.find("\n", place)
    return len(text) if end < 0 else end
