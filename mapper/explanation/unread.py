"""What a payload holds that no rule reads: the attributes that a mapping could ever read, against those that were sent.

A path is the names from the user down, without the places in lists: `emails[0].value` is `emails`, `value`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ..engine import expressions as tree
from ..engine.checked import (
    AnyHolds,
    CheckedCandidate,
    CheckedExpression,
    CheckedMapping,
    Collected,
    Entries,
    From,
    FromTemplate,
    Opposite,
)
from ..schemas.values import Json

Path = tuple[str, ...]
Paths = frozenset[Path]

_ROOT: Paths = frozenset([()])
_NOWHERE: Paths = frozenset()
_PROTOCOL = ("schemas", "meta")
"""Attributes that say something about the message, not about the person (RFC 7643 section 3)."""


def unread(mapping: CheckedMapping, payload: Mapping[str, Json]) -> tuple[str, ...]:
    """The JSON pointers (RFC 6901) of what *payload*, normalised, holds and no rule for users ever reads.

    Of an object or a list of which nothing is read its own pointer stands for all; of lists the elements count as one.
    """
    read = _Reader(mapping).paths()
    above = {path[:length] for path in read for length in range(len(path))}
    sent = {name: value for name, value in payload.items() if name not in _PROTOCOL}
    return tuple(_unread((), sent, read, above)) if () not in read else ()


def _unread(path: Path, value: Json, read: set[Path], above: set[Path]) -> Iterator[str]:
    """What is not read below *path*, of which only parts are."""
    for name, part in _parts(value).items():
        inner = (*path, name)
        if inner in above and inner not in read:
            yield from _unread(inner, part, read, above)
        elif inner not in read:
            yield "".join(f"/{each.replace('~', '~0').replace('/', '~1')}" for each in inner)


def _parts(value: Json) -> dict[str, Json]:
    """What stands below a value, by name; of the elements of a list what any of them has."""
    parts: dict[str, Json] = {}
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, list):
            waiting += each
        elif isinstance(each, dict):
            for name, part in each.items():
                # Of several objects and lists the names of all count.
                parts[name] = [parts[name], part] if name in parts else part
    return parts


class _Reader:
    """Follows the paths through every expression of a mapping."""

    def __init__(self, mapping: CheckedMapping) -> None:
        self._mapping = mapping
        self._read: set[Path] = set()
        self._lets: dict[str, Paths] = {}

    def paths(self) -> set[Path]:
        """Every path that an expression ends in."""
        mapping = self._mapping
        for rule in mapping.users:
            self._conditions([rule.guard.condition] if rule.guard else [], _ROOT)
        for rule in mapping.groups:
            self._conditions([rule.guard.condition] if rule.guard else [], _NOWHERE)
        for link in mapping.links:
            self._conditions([link.called] if link.called else [], _NOWHERE)
        for field in mapping.fields:
            for contributions, root in ((field.users, _ROOT), (field.groups, _NOWHERE)):
                for contribution in contributions:
                    self._candidates(contribution.candidates, root)
        if mapping.links or any(field.groups for field in mapping.fields):
            self._read.update({("groups",), ("id",)})
        if {"groups", "links"} & mapping.contexts:
            self._read.add(("groups",))  # functions such as in_group
        return self._read

    def _conditions(self, conditions: Iterable[CheckedExpression], root: Paths) -> None:
        for condition in conditions:
            self._read |= self._follow(condition.node, root)

    def _candidates(self, candidates: Iterable[CheckedCandidate], root: Paths) -> None:
        for candidate in candidates:
            origin = candidate.origin
            inside = root
            if isinstance(origin, Entries):
                inside = self._follow(origin.each.node, root) if origin.each is not None else root
                for part in origin.parts:
                    self._candidates(part.candidates, inside)
            elif isinstance(origin, Collected):
                self._candidates(origin.candidates, root)
            elif isinstance(origin, From | Opposite):
                self._source(origin.expression.node, candidate, root)
            elif isinstance(origin, FromTemplate):
                for node in origin.expressions:
                    self._read |= self._follow(node, root)
            elif isinstance(origin, AnyHolds):
                self._conditions(origin.conditions, root)
            self._conditions([guard.condition for guard in candidate.guards], inside)

    def _source(self, node: tree.Node, candidate: CheckedCandidate, root: Paths) -> None:
        current = self._follow(node, root)
        for step in candidate.then:
            current = self._follow(step.node, current)
        self._read |= current

    def _follow(self, node: tree.Node, current: Paths) -> Paths:
        """The paths of what *node* gives on a value at one of *current*; what it reads besides is kept."""
        if isinstance(node, tree.Current):
            return current
        if isinstance(node, tree.Name):
            return frozenset((*path, node.name) for path in current)
        if isinstance(node, tree.Attribute):
            return frozenset((*path, node.name) for path in self._follow(node.of, current))
        if isinstance(node, tree.Index):
            return self._follow(node.of, current)
        if isinstance(node, tree.Own):
            return self._own(node)
        if isinstance(node, tree.Projection):
            return self._projection(node, current)
        if isinstance(node, tree.Pipe | tree.Chain):
            left = node.left if isinstance(node, tree.Pipe) else node.of
            return self._follow(node.right, self._follow(left, current))
        if isinstance(node, tree.Or | tree.And):
            return self._follow(node.left, current) | self._follow(node.right, current)
        for part in tree.parts(node):
            self._read |= self._follow(part, current)
        return _NOWHERE

    def _projection(self, node: tree.Projection, current: Paths) -> Paths:
        elements = self._follow(node.of, current)
        if node.kind == "values":
            self._read |= elements  # whatever the names are, all that hangs there may be read
        if node.condition is not None:
            self._read |= self._follow(node.condition, elements)
        return self._follow(node.right, elements)

    def _own(self, node: tree.Own) -> Paths:
        if node.kind == "user":
            return _ROOT
        if node.kind != "let":
            return _NOWHERE
        if node.name not in self._lets:
            let = self._mapping.lets[node.name]
            self._lets[node.name] = self._follow(let.expression.node, _ROOT if let.root == "user" else _NOWHERE)
        return self._lets[node.name]
