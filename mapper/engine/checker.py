"""The tree of a mapping and the schemas in, a CheckedMapping out, or every fault of the file in one run."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from ..schemas.scim import InvalidExtension, ResourceSchema, extend, group_schema, user_schema
from ..schemas.target import AnyType, FieldType, ObjectType, ReferenceType, TargetField, TargetSchema
from . import expressions as tree
from . import syntax
from .allowances import allow
from .checked import (
    CheckedExpression,
    CheckedField,
    CheckedLet,
    CheckedMapping,
    CheckedRule,
    Contribution,
    GroupLink,
    LetNeeds,
    Root,
)
from .checks import fields as codes
from .checks.account import DeclaredAccount
from .checks.attributes import UNKNOWN_FIELD
from .checks.expressions import TOO_DEEP
from .checks.extensions import check_declared
from .checks.fits import FitCheck
from .checks.named import Named
from .diagnostics import Diagnostics, Related
from .expression_checker import ExpressionChecker, facts
from .field_checker import FieldChecker, settings_of
from .needs import CircleFound, fields_in_order, looks_up, order_of_need, reads_person
from .review import Reviewed, review
from .scope import OWN_NAMES, Scope
from .shapes import UNKNOWN, Shape, field_shape, resource_shape
from .suggestions import did_you_mean, familiar_field
from .table_checker import check_table, table_shape
from .text import Text
from .yaml_syntax import SYNTAX

DEEPEST_LET = 16
"""So many named expressions build on one another at most."""


def check(
    mapping: syntax.MappingSyntax,
    targets: Mapping[str, TargetSchema],
    found: Diagnostics,
    account: DeclaredAccount | None = None,
) -> CheckedMapping | None:
    """Check *mapping* against SCIM and against the target that it names, one of *targets* by name.

    *account* says what an account has, so that what rules ask of it is checked as well. Faults are added to *found*.
    None when there is an error, so that nothing unchecked can run.
    """
    name = mapping.target.value if mapping.target is not None else "person"
    place = mapping.target or mapping.name
    target = targets.get(name)
    if target is None:
        hint, fix = did_you_mean(name, targets)
        hint = hint or f"known here: {', '.join(targets)}; a host gives its own to `load` as `targets`"
        found.add(
            codes.UNKNOWN_TARGET,
            f"there is no target schema '{name}'",
            place.span,
            hint=hint,
            fix=fix if mapping.target else None,
        )
        return None
    return _Checker(mapping, target, found, account).check()


class _Checker:
    """The check of one mapping."""

    def __init__(
        self,
        mapping: syntax.MappingSyntax,
        target: TargetSchema,
        found: Diagnostics,
        account: DeclaredAccount | None,
    ) -> None:
        self._mapping, self._target, self._found, self._account = mapping, target, found, account
        self._undeclared: dict[str, tuple[str, Shape]] = {}
        self._user = self._extended(user_schema())
        self._tables = {table.name.value: check_table(table, found) for table in mapping.tables}
        unread = {path.split(".")[1] for path in mapping.unread if path.startswith("tables.")}
        tables = {name: table_shape(table) for name, table in self._tables.items()}
        lists = frozenset(table.name.value for table in mapping.tables if table.items is not None)
        self._expressions = ExpressionChecker(found, Named(dict.fromkeys(unread, UNKNOWN) | tables, lists))
        self._lets: dict[str, CheckedLet] = {}
        self._fields = FieldChecker(self._expressions, self._lets, FitCheck(target.fields, found), found)
        self._contributions: dict[str, tuple[list[Contribution], list[Contribution]]] = {}
        self._targets: dict[str, tuple[TargetField, FieldType, str | None]] = {}
        self._written: dict[str, syntax.Field] = {}
        self._links: list[GroupLink] = []
        self._is_damaged = any(fault.code is SYNTAX for fault in found)

    def check(self) -> CheckedMapping | None:
        """The checked mapping, None when anything is wrong."""
        shape = resource_shape(self._user)
        extensions = dict(self._user.short_names)
        fields = {name: field_shape(field.type) for name, field in self._target.fields.items()}
        scope = Scope("user", shape, shape, None, self._undeclared, extensions, fields, account=self._account)
        scope = self._file_lets(scope)
        users = tuple(self._rule(index, rule, scope) for index, rule in enumerate(self._mapping.users))
        group = resource_shape(group_schema())
        group_scope = replace(scope, root="group", current=group, group=group, repeated=True)
        groups = tuple(self._group_rule(index, rule, group_scope) for index, rule in enumerate(self._mapping.groups))
        filled = self._filled()
        ordered = self._ordered(filled, users, groups)
        self._review(filled, users, groups)
        if self._found.has_errors or ordered is None:
            return None
        return CheckedMapping(
            source=self._mapping.span.source,
            name=self._mapping.name.value,
            target=self._target,
            user=self._user,
            group=group_schema(),
            lets=self._lets,
            tables=self._tables,
            defaults=settings_of({key: setting.text for key, setting in self._mapping.defaults.items()}),
            users=users,
            groups=groups,
            links=tuple(self._links),
            fields=ordered,
            order=tuple(dict.fromkeys(target.name for target, _, _ in self._targets.values())),
            contexts=frozenset(self._expressions.contexts),
            reads_groups=self._expressions.reads_groups,
        )

    # --- what the file declares --------------------------------------------------------------------------------------

    def _extended(self, user: ResourceSchema) -> ResourceSchema:
        """The schema of users with the extensions that the mapping declares."""
        earlier: dict[str, Text] = {}
        for extension in self._mapping.extensions:
            check_declared(extension, user, earlier, self._found)
            earlier.setdefault(extension.urn.value.casefold(), extension.urn)
            attributes = {name.value: kind.value for name, kind in extension.attributes}
            short = extension.short.value if extension.short is not None else None
            try:
                user = extend(user, extension.urn.value, short, attributes)
            except InvalidExtension as fault:
                place = next(
                    (kind.span for name, kind in extension.attributes if name.value == fault.name), extension.urn.span
                )
                self._found.add(codes.WRONG_EXTENSION, str(fault), place, hint=fault.hint, path=extension.path)
                # One mistake, one message: what the extension was to declare can be anything.
                self._undeclared |= dict.fromkeys(_names_of(extension, user), (extension.path, UNKNOWN))
            if extension.short is not None and user.attributes.spelling(extension.short.value) is not None:
                self._found.add(
                    codes.SHORT_NAME,
                    f"'{extension.short.value}' is also the name of an attribute, which is then written with quotes",
                    extension.short.span,
                    hint=f"choose another short name, or write user.{extension.short.value} for the attribute",
                    path=extension.path,
                )
        return user

    def _file_lets(self, scope: Scope) -> Scope:
        return self._with_lets(self._mapping.lets, scope, "")

    def _with_lets(self, lets: Iterable[syntax.Let], scope: Scope, prefix: str) -> Scope:
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

    def _let(self, key: str, expression: CheckedExpression, root: Root, path: str) -> None:
        """Keep a named expression, with what it needs through those that it uses."""
        needed = facts(expression.node)
        behind = [self._lets[other] for other in sorted(needed.lets) if other in self._lets]
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
        if expression.is_there:
            self._expressions.present.add(key)
        if late or root == "group":
            self._expressions.weights[key] = 1 + sum(self._expressions.weights.get(let.name, 1) for let in behind)
        self._lets[key] = CheckedLet(
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

    # --- rules -------------------------------------------------------------------------------------------------------

    def _rule(self, index: int, rule: syntax.Rule, scope: Scope, section: str = "users") -> CheckedRule:
        scope = self._with_lets(rule.lets, scope, f"{section}[{index}].")
        guards = self._fields.guards(rule.guard, scope) or ()
        taken = self._taken(rule)
        for field in rule.fields:
            self._field(index, field, scope, taken, in_groups=section == "groups")
        name = rule.name.value if rule.name is not None else f"{section}[{index}]"
        return CheckedRule(name, guards[0] if guards else None, rule.span, rule.path)

    def _group_rule(self, index: int, rule: syntax.Rule, scope: Scope) -> CheckedRule:
        checked = self._rule(index, rule, scope, "groups")
        if rule.stands_for is None:
            return checked
        inner = self._with_lets_of(index, rule, scope)
        called = None
        if rule.called is not None:
            called = self._expressions.check(rule.called, inner, f"{rule.path}.called")
        for expression in (called, checked.guard.condition if checked.guard is not None else None):
            if expression is not None and reads_person(expression.node, self._lets):
                self._found.add(
                    codes.CYCLE,
                    "what a group stands for cannot need a field of the person, for fields may need it",
                    expression.text.span,
                    hint="write `current` for the person as stored",
                    path=checked.path,
                )
        kind = "organization" if rule.stands_for.value == "organization" else "site"
        self._links.append(
            GroupLink(index, kind, called, _is_true(rule.create), _is_true(rule.rename), rule.stands_for.span)
        )
        return checked

    def _with_lets_of(self, index: int, rule: syntax.Rule, scope: Scope) -> Scope:
        """The scope of a rule whose named expressions were checked already."""
        seen = {
            let.name.value: (key, self._lets[key].expression.shape)
            for let in rule.lets
            if (key := f"groups[{index}].{let.name.value}") in self._lets
        }
        return replace(scope, lets={**scope.lets, **seen})

    # --- fields ------------------------------------------------------------------------------------------------------

    def _taken(self, rule: syntax.Rule) -> set[str]:
        """The names that no fix may give to a field of *rule* again: those that are written, readable or not."""
        below = f"{rule.path}.person."
        unread = {re.split(r"[.\[]", path[len(below) :])[0] for path in self._mapping.unread if path.startswith(below)}
        return unread | {field.name.value for field in rule.fields}

    def _field(self, index: int, field: syntax.Field, scope: Scope, taken: set[str], *, in_groups: bool) -> None:
        name = field.name.value
        target = self._target.fields.get(name)
        if target is None:
            hint, fix = familiar_field(name, self._target.fields)
            if fix in taken or self._is_damaged:
                fix = None
            taken.add(fix or name)
            hint = hint or f"its fields are {', '.join(f for f, it in self._target.fields.items() if not it.read_only)}"
            self._found.add(
                UNKNOWN_FIELD,
                f"'{self._target.name}' has no field '{name}'",
                field.name.span,
                hint=hint,
                path=field.path,
                fix=fix,
            )
            return
        if target.read_only:
            self._found.add(
                codes.READ_ONLY,
                f"'{name}' is read-only",
                field.name.span,
                path=field.path,
                hint="the account itself fills it; leave it out",
            )
            return
        if not field.parts:
            self._contribute(index, name, field, target, target.type, None, scope, in_groups=in_groups)
        for part in field.parts:
            assert isinstance(target.type, ObjectType)
            declared = target.type.parts.get(part.name.value)
            kind = declared.type if declared is not None else self._fields.part_type(part)
            self._contribute(
                index,
                f"{name}.{part.name.value}",
                part,
                declared or target,
                kind,
                part.name.value,
                scope,
                in_groups=in_groups,
            )

    def _key_type(self, kind: FieldType, found_by: str | None) -> FieldType | None:
        """The type of the field by which a person is found, where a key has another form than what is stored."""
        if not isinstance(kind, ReferenceType) or kind.to != "person":
            return None
        field = self._target.fields.get(found_by or kind.found_by)
        return field.type if field is not None and field.type.kind == "email" else None

    def _contribute(
        self,
        index: int,
        name: str,
        field: syntax.Field,
        target: TargetField,
        kind: FieldType,
        part: str | None,
        scope: Scope,
        *,
        in_groups: bool,
    ) -> None:
        """Check what one rule says of one field, or of one part of a free-form field."""
        candidates = self._fields.candidates(field.candidates, target, kind, scope)
        settings = self._fields.settings(field, target, kind, self._mapping.defaults, in_groups=in_groups)
        settings = replace(settings, key_type=self._key_type(kind, settings.found_by))
        if name in self._targets and isinstance(kind, AnyType):
            kind = self._targets[name][1]
        whole = self._target.fields[name.partition(".")[0]]
        self._targets[name] = (whole, kind, part)
        self._written.setdefault(name, field)
        contribution = Contribution(index, candidates, settings, field.span, field.path, field.name.span)
        self._contributions.setdefault(name, ([], []))[in_groups].append(contribution)

    def _review(
        self, fields: Sequence[CheckedField], users: Sequence[CheckedRule], groups: Sequence[CheckedRule]
    ) -> None:
        """Warn of what probably is not meant, but for what a comment allows."""
        used, named = frozenset(self._expressions.lets), self._expressions.named
        review(Reviewed(self._mapping, self._target, fields, users, groups, self._lets, used, named), self._found)
        allow(self._mapping.remarks, self._found)

    def _filled(self) -> list[CheckedField]:
        """The fields that rules fill, in the order of the file."""
        fields = []
        for name, (by_users, by_groups) in self._contributions.items():
            target, kind, part = self._targets[name]
            field = CheckedField(name, target, kind, part, tuple(by_users), tuple(by_groups), looks_up=False)
            fields.append(replace(field, looks_up=looks_up(field, self._lets)))
        return fields

    def _ordered(
        self, fields: Sequence[CheckedField], users: Sequence[CheckedRule], groups: Sequence[CheckedRule]
    ) -> tuple[CheckedField, ...] | None:
        """The fields in the order in which they need each other; a circle is reported."""
        try:
            return fields_in_order(fields, users, groups, self._lets)
        except CircleFound as circle:
            first, *others = (self._written[name] for name in circle.names)
            self._found.add(
                codes.CYCLE,
                f"these fields need each other: {' needs '.join([*circle.names, circle.names[0]])}",
                first.name.span,
                hint="read the attribute of the payload instead of `person` in one of them",
                path=first.path,
                related=[Related("it needs this field", other.name.span) for other in others],
            )
            return None


def _names_of(extension: syntax.Extension, user: ResourceSchema) -> Iterator[str]:
    """The names by which expressions read what an extension declares."""
    if extension.urn.value.casefold() == user.core.id.casefold():
        yield from (name.value.partition(".")[0] for name, _ in extension.attributes)
        return
    if extension.short is not None:
        yield extension.short.value
    yield from (short for short, urn in user.short_names.items() if urn.casefold() == extension.urn.value.casefold())


def _is_true(text: object) -> bool:
    return getattr(text, "value", None) == "true"


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
