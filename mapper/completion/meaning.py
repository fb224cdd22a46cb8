"""What a mapping declares and where an expression stands in, what the words of an expression can be out.

Shapes are those of the check: a whole piece of an expression is parsed, resolved and walked as the check does it. What
has a fault is of an unknown shape, of which nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from ..engine import expressions as tree
from ..engine.call_shapes import element_of
from ..engine.checks.attributes import AttributeCheck
from ..engine.checks.calls import CallCheck
from ..engine.checks.named import Named
from ..engine.diagnostics import Diagnostics
from ..engine.let_checker import DEEPEST_LET
from ..engine.scope import Scope, resolve
from ..engine.shapes import UNKNOWN, Shape, field_shape
from ..engine.text import Source, Span, Text
from ..schemas.scim import Attribute
from ..schemas.target import TargetSchema
from .declared import Declared, named_expressions
from .due import Around


@dataclass(slots=True)
class Meaning:
    """The names that an expression can use, and the shapes of its pieces.

    `words` are the expressions behind the named ones, `found` the shapes of those that were looked for; `scope` is that
    of the check.
    """

    declared: Declared
    target: TargetSchema
    words: Mapping[str, str]
    scope: Scope
    found: dict[str, Shape] = field(default_factory=dict)
    depth: int = 0

    def after(self, written: str, current: Shape) -> Shape:
        """What one of whose parts is taken is in `written.part`: the value before the dot, or each element of it."""
        at = len(written) + 1
        for node, shape in self._walk(f"{written}.x", current):
            if isinstance(node, tree.Attribute) and node.name_start == at:
                return shape.get(id(node.of), UNKNOWN)
        return UNKNOWN

    def current(self, written: str, at: int, current: Shape) -> Shape:
        """What the current node is at the character *at*, where *written* has an `@`."""
        for node, shape in self._walk(written, current):
            if isinstance(node, tree.Current) and node.start == at and node.end > at:
                return shape.get(id(node), UNKNOWN)
        return UNKNOWN

    def shape(self, written: str, current: Shape) -> Shape:
        """What a whole expression gives."""
        return self.current(f"{written}|@", len(written) + 1, current) if written.strip() else UNKNOWN

    def with_names(self, shapes: Mapping[str, Shape]) -> Meaning:
        """The same with further names, which a template gives in its loops."""
        lets = {**self.scope.lets, **{name: (name, shape) for name, shape in shapes.items()}}
        return replace(self, scope=replace(self.scope, lets=lets))

    def attribute(self, of: Shape, name: str) -> Attribute | None:
        """The attribute of a schema behind a part of an object."""
        for known in (self.declared.user, self.declared.group):
            found = known.attributes_of(of).get(name)
            if found is not None:
                return found
        return None

    def _walk(self, written: str, current: Shape) -> Iterable[tuple[tree.Node, Mapping[int, Shape]]]:
        """Every node of an expression, with the shapes of all; none where it has a fault."""
        try:
            parsed = tree.parse(written)
        except tree.InvalidExpression:
            return
        found, text = Diagnostics(), Text(written, Span(Source("", written), 0, len(written)))
        calls = CallCheck(text, "", Named(dict.fromkeys(self.declared.tables, UNKNOWN)), set(), found)
        if not calls.known(parsed):
            return
        scope = self._with_lets(parsed)
        node = resolve(parsed, scope, lambda *_: None)
        check = AttributeCheck(text, "", scope, found, calls)
        check.shape(node, current)
        for each in tree.walk(node):
            yield each, check.shapes

    def _with_lets(self, node: tree.Node) -> Scope:
        """The scope with the shapes of those named expressions that *node* uses."""
        used = {each.name for each in tree.walk(node) if isinstance(each, tree.Name) and not each.quoted}
        names = used & self.words.keys()
        if not names:
            return self.scope
        shapes = {name: (name, self._let(name)) for name in names}
        return replace(self.scope, lets={**self.scope.lets, **shapes})

    def _let(self, name: str) -> Shape:
        """The shape of a named expression; unknown while it is looked for, so that a circle ends."""
        if name not in self.found:
            self.found[name] = UNKNOWN
            if self.depth < DEEPEST_LET:
                inner = replace(self, depth=self.depth + 1)
                self.found[name] = inner.shape(self.words[name], self.scope.group or self.scope.user)
        return self.found[name]


def meaning_at(around: Around, declared: Declared, target: TargetSchema) -> Meaning:
    """The meaning of an expression that stands somewhere in a rule, or at the top of a mapping."""
    words = dict(declared.lets)
    if around.rule is not None:
        words |= named_expressions(around.rule)
    in_groups = around.section == "groups"
    user, group = declared.user.shape, declared.group.shape if in_groups else None
    lets = {name: (name, UNKNOWN) for name in words}
    fields = {name: field_shape(each.type) for name, each in target.fields.items()}
    extensions = dict(declared.user.resource.short_names)
    start = group or user
    scope = Scope("group" if in_groups else "user", start, user, group, lets, extensions, fields)
    meaning = Meaning(declared, target, words, scope)
    for kind, written in around.steps:
        shape = meaning.shape(written, meaning.scope.current)
        current = element_of(shape) if kind == "element" else shape
        meaning = replace(meaning, scope=meaning.scope.inside(kind, current, 1))
    return meaning
