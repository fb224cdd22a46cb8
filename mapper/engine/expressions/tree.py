"""The nodes of a JMESPath expression, each with its characters `text[start:end]`; parentheses around it are not its."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from ...schemas.values import Json


@dataclass(frozen=True, slots=True)
class Current:
    """`@`, or the unwritten current node on which a projection's right side starts (then start == end)."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Name:
    """An identifier at the start of a path. `quoted` when it stood in double quotes; only unquoted ones can be one of
    the mapping's own names (`user`, `person`, a let); else it is an attribute of the current node."""

    name: str
    quoted: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Attribute:
    """`of.name`: the identifier right after a dot; `name_start` is where it (with its quotes) begins."""

    of: Node
    name: str
    name_start: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Constant:
    """A JSON literal in backticks or a raw string in single quotes. `value` must never be handed out by reference.

    `bare` when the backticks hold no JSON (`` `work` ``): the reference reads that as text, and so it is here, but the
    specification has dropped it, so that a check should ask for single quotes.
    """

    value: Json
    start: int
    end: int
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Index:
    """`of[index]`, negative counts from the end."""

    of: Node
    index: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Chain:
    """`of.right` where right is a multi-select or a function, evaluated on the value of `of`.

    On null a multi-select gives null; a function is called all the same (`missing.type(@)` is `'null'`).
    """

    of: Node
    right: Node
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Projection:
    """A list, slice, flatten, filter or object-wildcard projection: `right` is evaluated per element, nulls dropped.

    kind `list`: `of[*]`; `slice`: `of[begin:stop:step]`; `flatten`: `of[]`; `filter`: `of[?condition]`;
    `values`: `of.*`. A slice is None elsewhere, `condition` too.
    """

    kind: Literal["list", "slice", "flatten", "filter", "values"]
    of: Node
    right: Node
    slice: tuple[int | None, int | None, int | None] | None
    condition: Node | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Pipe:
    """`left | right`: right on the whole value of left, null too; a projection stops here."""

    left: Node
    right: Node
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Or:
    """`left || right`."""

    left: Node
    right: Node
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class And:
    """`left && right`."""

    left: Node
    right: Node
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Not:
    """`!of`."""

    of: Node
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """`left == right`, and `!= < <= > >=`; `operator_start` is where the operator stands."""

    operator: str
    left: Node
    right: Node
    operator_start: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class MultiList:
    """`[a, b]` on the current node."""

    items: tuple[Node, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class MultiHash:
    """`{key: a}` on the current node; keys with their offsets."""

    items: tuple[tuple[str, Node, int], ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Call:
    """`name(arguments)`; `name_end` is the end of the name."""

    name: str
    arguments: tuple[Node, ...]
    name_end: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reference:
    """`&of`, only as an argument."""

    of: Node
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Own:
    """One of the mapping's own names, put by the checker where a `Name` or `person.x` stood; `parse` never makes one.

    kind `user`, `group`, `account`, `current`, `connection`, `new`: the value itself (`name` is the kind);
    `person`: the field `name` of the person; `let`: the named expression `name`.
    """

    kind: Literal["user", "group", "account", "current", "connection", "new", "person", "let"]
    name: str
    start: int
    end: int


Node: TypeAlias = (
    "Current | Name | Own | Attribute | Constant | Index | Chain | Projection | Pipe | Or | And | Not | Comparison"
    " | MultiList | MultiHash | Call | Reference"
)


def parts(node: Node) -> tuple[Node, ...]:
    """The nodes directly below *node*, in the order of the text."""
    if isinstance(node, Attribute | Index | Not | Reference):
        return (node.of,)
    if isinstance(node, Pipe | Or | And | Comparison):
        return (node.left, node.right)
    if isinstance(node, Chain):
        return (node.of, node.right)
    if isinstance(node, Projection):
        return (node.of, node.right) if node.condition is None else (node.of, node.condition, node.right)
    if isinstance(node, MultiList):
        return node.items
    if isinstance(node, MultiHash):
        return tuple(item for _, item, _ in node.items)
    return node.arguments if isinstance(node, Call) else ()


def walk(node: Node) -> Iterator[Node]:
    """*node* and all nodes below it, in the order of the text."""
    waiting = [node]
    while waiting:
        found = waiting.pop()
        yield found
        waiting.extend(reversed(parts(found)))


def leftmost(node: Node) -> Node:
    """The node at which the evaluation of *node* starts: the left end of its path."""
    while below := parts(node):
        if isinstance(node, Call | MultiList | MultiHash):
            break
        node = below[0]
    return node
