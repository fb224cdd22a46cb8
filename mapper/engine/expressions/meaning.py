"""A node of an expression in, what it means without its places out: equal for two writings of the same."""

from __future__ import annotations

import json
from collections.abc import Hashable
from dataclasses import fields
from typing import cast

from . import tree
from .tree import Constant, MultiHash, Node

_PLACES = frozenset({"start", "end", "name_start", "name_end", "operator_start", "bare", "quoted"})
_PARTS: dict[type, tuple[str, ...]] = {
    kind: tuple(each.name for each in fields(kind) if each.name not in _PLACES)
    for kind in (
        tree.Current, tree.Name, tree.Attribute, tree.Index, tree.Chain, tree.Projection, tree.Pipe, tree.Or, tree.And,
        tree.Not, tree.Comparison, tree.MultiList, tree.Call, tree.Reference, tree.Own,
    )
}  # fmt: skip
_NODES = frozenset({*_PARTS, Constant, MultiHash})


def meaning(node: Node) -> Hashable:
    """What a node whose names are resolved means."""
    if isinstance(node, Constant):
        return "Constant", constant_meaning(node)
    if isinstance(node, MultiHash):
        return "MultiHash", tuple((key, meaning(item)) for key, item, _ in node.items)
    return type(node).__name__, *(_part(getattr(node, name)) for name in _PARTS[type(node)])


def constant_meaning(node: Constant) -> str:
    """The value of a constant as its JSON text, in which true is not 1."""
    return json.dumps(node.value, sort_keys=True)


def _part(value: object) -> Hashable:
    if isinstance(value, tuple):
        return tuple(map(_part, value))
    return meaning(cast(Node, value)) if type(value) in _NODES else value
