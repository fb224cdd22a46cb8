"""Named expressions as written and the scope they stand in, in; the scope that knows them out, or diagnostics."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ..schemas.scim import ResourceSchema, group_schema
from ..schemas.target import TargetSchema
from . import expressions as tree
from . import syntax
from .checked import CheckedExpression, CheckedLet, LetNeeds, Root
from .checks import fields as codes
from .checks.expressions import TOO_DEEP
from .diagnostics import Diagnostics, Related
from .expression_checker import ExpressionChecker, facts
from .needs import CircleFound, order_of_need
from .scope import OWN_NAMES, Scope
from .shapes import UNKNOWN

DEEPEST_LET = 16
"""So many named expressions build on one another at most."""


class LetChecker:
    """Checks the named expressions of a file, then those of each rule; what it found without fault is in `lets`."""

    def __init__(
        self, expressions: ExpressionChecker, user: ResourceSchema, target: TargetSchema, found: Diagnostics
    ) -> None:
        self.lets: dict[str, CheckedLet] = {}
        self._expressions, self._found = expressions, found
        self._user, self._target = user, target

    def scope_with(self, lets: Iterable[syntax.Let], scope: Scope, prefix: str) -> Scope:
        """The scope with named expressions; they may use each other, whatever their order, but not in a circle."""
        lets = list(lets)
        written = {let.name.value: let for let in lets if self._free(let, scope)}
        unknown = {let.name.value: (let.path, UNKNOWN) for let in lets if let.name.value not in scope.names}
        scope = replace(scope, lets={**scope.lets, **unknown})
        for let in self._let_order(written):
            name = let.name.value
            used, self._expressions.lets = self._expressions.lets, set()
            expression = self._expressions.check(let.expression, scope, let.path)
            self._expressions.lets = used
            key = f"{prefix}{name}"
            shape = expression.shape if expression is not None else UNKNOWN
            if expression is not None:
                self._let(key, expression, scope.root, let.path)
            scope = replace(scope, lets={**scope.lets, name: (key, shape)})
        return scope

    def scope_again(self, lets: Iterable[syntax.Let], scope: Scope, prefix: str) -> Scope:
        """The scope with named expressions that were checked already."""
        seen = {
            let.name.value: (key, self.lets[key].expression.shape)
            for let in lets
            if (key := f"{prefix}{let.name.value}") in self.lets
        }
        return replace(scope, lets={**scope.lets, **seen})

    def _let(self, key: str, expression: CheckedExpression, root: Root, path: str) -> None:
        """Keep a named expression, with what it needs through those that it uses."""
        needed = facts(expression.node)
        behind = [self.lets[other] for other in sorted(needed.lets) if other in self.lets]
        lets = dict.fromkeys(other for let in behind for other in (*let.needs.lets, let.name))
        persons = needed.persons.union(*(let.needs.persons for let in behind))
        depth = 1 + max((let.needs.depth for let in behind), default=0)
        if depth > DEEPEST_LET:
            message = f"this is the last of more than {DEEPEST_LET} named expressions that build on one another"
            hint = "write some of them into those that use them"
            self._found.add(TOO_DEEP, message, expression.text.span, hint=hint, path=path)
            lets, depth = {}, 0
        late = bool(persons)
        self._expressions.growths[key] = expression.growth
        self._expressions.nodes[key] = expression.node
        if expression.is_there:
            self._expressions.present.add(key)
        if late or root == "group":
            self._expressions.weights[key] = 1 + sum(self._expressions.weights.get(let.name, 1) for let in behind)
        self.lets[key] = CheckedLet(
            key,
            expression,
            root,
            late=late,
            fails=needed.calls or expression.counted or any(let.fails for let in behind),
            looks_up="tables" in needed.contexts or any(let.looks_up for let in behind),
            needs=LetNeeds(tuple(lets), persons, depth),
        )

    def _let_order(self, written: Mapping[str, syntax.Let]) -> list[syntax.Let]:
        """Named expressions, each after those that it uses; a circle is reported, and none of them is checked."""
        needs = {name: _words(let.expression.value) for name, let in written.items()}
        try:
            return [written[name] for name in order_of_need(written, needs)]
        except CircleFound as circle:
            first, *others = (written[name] for name in circle.names)
            self._found.add(
                codes.CYCLE,
                f"these named expressions need each other: {' needs '.join([*circle.names, circle.names[0]])}",
                first.name.span,
                hint="write what one of them stands for in place of its name",
                path=first.path,
                related=[Related("it needs this one", other.name.span) for other in others],
            )
            return []

    def _free(self, let: syntax.Let, scope: Scope) -> bool:
        """Whether the name of a named expression means nothing else; a name that does is reported."""
        name = let.name.value
        meanings = (
            ("one of the language's own names", name in OWN_NAMES),
            ("the short name of an extension", name in scope.extensions),
            ("a field of the person", name in self._target.fields),
            ("an attribute", name in _attribute_names(self._user) or name in _attribute_names(group_schema())),
            ("a named expression already", name in scope.lets),
        )
        for meaning, taken in meanings:
            if taken:
                self._found.add(
                    codes.HIDDEN_NAME,
                    f"'{name}' is {meaning}, so it cannot name an expression",
                    let.name.span,
                    hint="choose another name",
                    path=let.path,
                )
                return False
        return True


def _words(text: str) -> frozenset[str]:
    """The unquoted names of an expression that stand at the start of a path; none when it cannot be parsed."""
    try:
        node = tree.parse(text)
    except tree.InvalidExpression:
        return frozenset()
    return frozenset(each.name for each in tree.walk(node) if isinstance(each, tree.Name) and not each.quoted)


def _attribute_names(resource: ResourceSchema) -> set[str]:
    """The attributes of a resource and their sub-attributes, by name."""
    attributes = [*resource.attributes.values()]
    for extension in resource.extensions.values():
        attributes += extension.attributes.values()
    return {attribute.name for attribute in attributes} | {
        part for attribute in attributes for part in attribute.attributes
    }
