"""A parsed expression and its scope in, the same tree with the mapping's own names resolved out.

Names are resolved here, by the check, and not by the payload: an unquoted name that is not directly after a dot is one
of the mapping's own names first; `.user`, `@.user` and `"user"` are always attributes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from . import expressions as tree
from .checked import Root
from .checks.account import DeclaredAccount
from .shapes import BOOLEAN, OPEN_OBJECT, STRING, UNKNOWN, Shape

OWN_NAMES: Final[Mapping[str, str]] = {
    "user": "The whole user, also inside of an `entry`, a filter or a group rule.",
    "group": "In a group rule: the whole group.",
    "person": "What the person will have: `person.primary_email` is the new value, else the present one.",
    "current": "The person as stored, before this run; absent for a new person.",
    "new": "True for a new person.",
    "account": "What the host says of the account, such as `account.kind`.",
    "connection": "The name of the client that sent this.",
}
"""The names that mean the same in every mapping, each with what it means in a sentence."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Where an expression stands.

    `current` is the shape of the current node, `growth` how much larger than what was sent it may be. `repeated`: what
    stands here is evaluated for each of several elements, groups or members. `lets` gives the key and shape of the
    named expressions that can be seen, `extensions` the URN for each short name, `fields` the shapes of the person's
    fields, `account` what is declared of the account.
    """

    root: Root
    current: Shape
    user: Shape
    group: Shape | None
    lets: Mapping[str, tuple[str, Shape]]
    extensions: Mapping[str, str]
    fields: Mapping[str, Shape]
    growth: float = 1
    repeated: bool = False
    account: DeclaredAccount | None = None

    def inside(self, root: Root, current: Shape, growth: float) -> Scope:
        """The same names around another current node."""
        repeated = self.repeated or root == "element"
        return replace(self, root=root, current=current, growth=growth, repeated=repeated)

    @property
    def names(self) -> list[str]:
        """Every name that stands for something here."""
        own = [name for name in OWN_NAMES if name != "group" or self.group is not None]
        return [*own, *self.extensions, *self.lets]

    def shape_of(self, own: tree.Own) -> Shape:
        """What one of the own names can be."""
        if own.kind == "user":
            return self.user
        if own.kind == "group":
            return self.group or UNKNOWN
        if own.kind == "let":
            return next((shape for key, shape in self.lets.values() if key == own.name), UNKNOWN)
        if own.kind == "person":
            return self.fields.get(own.name, UNKNOWN)
        return {"new": BOOLEAN, "connection": STRING, "account": OPEN_OBJECT, "current": OPEN_OBJECT}.get(
            own.kind, UNKNOWN
        )


def resolve(node: tree.Node, scope: Scope, report: Callable[[str, tree.Node], None]) -> tree.Node:
    """*node* with every own name resolved. *report* is told of `person` without a field behind it."""
    if isinstance(node, tree.Name):
        return _resolve_name(node, scope, report)
    if isinstance(node, tree.Attribute) and _is_person(node.of):
        return tree.Own("person", node.name, node.start, node.end)
    if isinstance(node, tree.Attribute | tree.Index | tree.Not | tree.Reference):
        return replace(node, of=resolve(node.of, scope, report))
    if isinstance(node, tree.Pipe | tree.Or | tree.And | tree.Comparison):
        return replace(node, left=resolve(node.left, scope, report), right=resolve(node.right, scope, report))
    if isinstance(node, tree.Chain):
        return replace(node, of=resolve(node.of, scope, report), right=resolve(node.right, scope, report))
    if isinstance(node, tree.Projection):
        condition = resolve(node.condition, scope, report) if node.condition is not None else None
        of, right = resolve(node.of, scope, report), resolve(node.right, scope, report)
        return replace(node, of=of, right=right, condition=condition)
    if isinstance(node, tree.MultiList):
        return replace(node, items=tuple(resolve(item, scope, report) for item in node.items))
    if isinstance(node, tree.MultiHash):
        return replace(node, items=tuple((key, resolve(item, scope, report), at) for key, item, at in node.items))
    if isinstance(node, tree.Call):
        return replace(node, arguments=tuple(resolve(each, scope, report) for each in node.arguments))
    return node


def _is_person(node: tree.Node) -> bool:
    return isinstance(node, tree.Name) and not node.quoted and node.name == "person"


def _resolve_name(node: tree.Name, scope: Scope, report: Callable[[str, tree.Node], None]) -> tree.Node:
    name = node.name
    if node.quoted:
        return node
    if name in scope.lets:
        return tree.Own("let", scope.lets[name][0], node.start, node.end)
    if name in scope.extensions:
        user = tree.Own("user", "user", node.start, node.start)
        return tree.Attribute(user, scope.extensions[name], node.start, node.start, node.end)
    if name == "person":
        report("'person' stands in front of a field", node)
        return tree.Constant(None, node.start, node.end)
    if name in ("user", "account", "current", "new", "connection") or (name == "group" and scope.group is not None):
        return tree.Own(name, name, node.start, node.end)  # type: ignore[arg-type]
    return node
