"""The tree of a mapping and the schemas in, a CheckedMapping out, or every fault of the file in one run."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ..schemas.scim import InvalidExtension, ResourceSchema, extend, group_schema, user_schema
from ..schemas.target import AnyType, FieldType, ObjectType, ReferenceType, TargetField, TargetSchema
from . import syntax
from .allowances import allow
from .checked import CheckedField, CheckedMapping, CheckedRule, Contribution, GroupLink
from .checks import fields as codes
from .checks.account import DeclaredAccount
from .checks.attributes import UNKNOWN_FIELD
from .checks.constants import ConstantCheck
from .checks.extensions import check_declared
from .checks.fits import FitCheck
from .checks.named import Named
from .checks.own_parts import familiar_entry, own_part
from .diagnostics import Diagnostics, Related
from .expression_checker import ExpressionChecker
from .field_checker import FieldChecker
from .let_checker import LetChecker
from .needs import CircleFound, fields_in_order, looks_up, reads_person
from .review import Reviewed, review
from .scope import Scope
from .settings_checker import SettingsChecker, settings_of
from .shapes import UNKNOWN, field_shape, resource_shape
from .suggestions import did_you_mean, familiar_field
from .table_checker import check_table, row_of_lists, table_shape
from .text import Text
from .yaml_syntax import SYNTAX


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
        self._undeclared = dict.fromkeys(mapping.unread_short_names, ("extensions", UNKNOWN))
        self._user = self._extended(user_schema())
        self._tables = {table.name.value: check_table(table, found) for table in mapping.tables}
        unread = {path.split(".")[1] for path in mapping.unread if path.startswith("tables.")}
        tables = {name: table_shape(table) for name, table in self._tables.items()}
        lists = frozenset(table.name.value for table in mapping.tables if table.items is not None)
        self._expressions = ExpressionChecker(found, Named(dict.fromkeys(unread, UNKNOWN) | tables, lists))
        self._named = LetChecker(self._expressions, self._user, target, found)
        self._lets = self._named.lets
        rows_of_lists = {table.name.value: row for table in mapping.tables if (row := row_of_lists(table)) is not None}
        fits = FitCheck(target.fields, found, rows_of_lists)
        self._settings = SettingsChecker(self._expressions, fits, found)
        self._fields = FieldChecker(self._expressions, self._lets, fits, self._settings, found)
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
        scope = self._named.scope_with(self._mapping.lets, scope, "")
        constants = ConstantCheck(self._expressions, self._found)
        for table in self._mapping.tables:
            constants.in_table(table, scope)
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
            user = self._with_extension(user, extension)
            if extension.short is not None and user.attributes.spelling(extension.short.value) is not None:
                self._found.add(
                    codes.SHORT_NAME,
                    f"'{extension.short.value}' is also the name of an attribute, which is then written with quotes",
                    extension.short.span,
                    hint=f"choose another short name, or write user.{extension.short.value} for the attribute",
                    path=extension.path,
                )
        return user

    def _with_extension(self, user: ResourceSchema, extension: syntax.Extension) -> ResourceSchema:
        """*user* with what of *extension* can be declared; each attribute that cannot is told."""
        attributes = {name.value: kind.value for name, kind in extension.attributes}
        short = extension.short.value if extension.short is not None else None
        while True:
            try:
                return extend(user, extension.urn.value, short, attributes)
            except InvalidExtension as fault:
                wrong = next((each for each in extension.attributes if each[0].value == fault.name), None)
                place = wrong[1].span if wrong is not None else extension.urn.span
                self._found.add(codes.WRONG_EXTENSION, str(fault), place, hint=fault.hint, path=extension.path)
                # One mistake, one message: what the extension was to declare can be anything.
                self._undeclared |= dict.fromkeys(_names_of(extension, user), (extension.path, UNKNOWN))
                if wrong is None:
                    return user
                # Nor is a part of an attribute that is not there a mistake of its own.
                dropped = f"{wrong[0].value}.".casefold()
                attributes = {n: t for n, t in attributes.items() if not f"{n}.".casefold().startswith(dropped)}

    # --- rules -------------------------------------------------------------------------------------------------------

    def _rule(self, index: int, rule: syntax.Rule, scope: Scope, section: str = "users") -> CheckedRule:
        scope = self._named.scope_with(rule.lets, scope, f"{section}[{index}].")
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
        inner = self._named.scope_again(rule.lets, scope, f"groups[{index}].")
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
            meant = self._unknown_field(field, taken)
            if meant is None:
                return
            name, target = meant, self._target.fields[meant]
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
            kind = declared.type if declared is not None else self._settings.part_type(part)
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

    def _unknown_field(self, field: syntax.Field, taken: set[str]) -> str | None:
        """Report a field that the target does not have; the one that surely was meant, if no other rule fills that."""
        name = field.name.value
        hint, fix = familiar_field(name, self._target.fields) if "." not in name else (None, None)
        if fix in taken or self._is_damaged:
            fix = None
        span, repair = field.name.span, fix
        if hint is None:
            hint, span, repair = own_part(field, self._target, taken, is_damaged=self._is_damaged)
        elif fix is None:
            hint = familiar_entry(field, self._target) or hint
        taken.add(fix or name)
        message = f"'{self._target.name}' has no field '{name}'"
        self._found.add(UNKNOWN_FIELD, message, span, hint=hint, path=field.path, fix=repair)
        return fix

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
        settings = self._settings.settings(field, target, kind, self._mapping.defaults, scope, in_groups=in_groups)
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
        whole = Reviewed(self._mapping, self._target, fields, users, groups, self._lets, used, named, self._is_damaged)
        review(whole, self._found)
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
