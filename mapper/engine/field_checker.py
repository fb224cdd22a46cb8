"""A field as written, its target and its scope in, its checked candidates out, or diagnostics."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..schemas.target import (
    FieldType,
    RecordsType,
    TargetField,
)
from . import syntax
from .checked import (
    AnyHolds,
    CheckedCandidate,
    CheckedExpression,
    CheckedGuard,
    CheckedLet,
    CheckedOrigin,
    CheckedPart,
    Collected,
    Entries,
    From,
    FromTemplate,
    Opposite,
    Stop,
)
from .checks import fields as codes
from .checks.attributes import UNKNOWN_FIELD
from .checks.constants import ConstantCheck, a_type
from .checks.fits import FitCheck
from .checks.keys import lacks_key
from .checks.needless_then import check_then, instead_of_if
from .checks.negations import check_negation
from .checks.reach import ReachCheck
from .checks.separators import check_separators
from .checks.templates import check_template
from .diagnostics import Code, Diagnostics
from .expression_checker import ExpressionChecker
from .needs import candidate_nodes, nodes_look_up
from .node_shapes import MISPLACED_KEY
from .positions import Role
from .scope import Scope
from .settings_checker import SettingsChecker
from .shapes import BOOLEAN, UNKNOWN, Shape
from .suggestions import did_you_mean
from .text import Span

_LABEL = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class _Around:
    """What candidates inherit from the `from` list they stand in."""

    guards: tuple[CheckedGuard, ...] = ()
    then: tuple[syntax.Candidate, ...] = ()


class FieldChecker:
    """Checks the fields of rules."""

    def __init__(
        self,
        expressions: ExpressionChecker,
        lets: Mapping[str, CheckedLet],
        fits: FitCheck,
        settings: SettingsChecker,
        found: Diagnostics,
    ) -> None:
        self._expressions, self._lets, self._found = expressions, lets, found
        self._fits, self._settings = fits, settings
        self._reach, self._constants = ReachCheck(found), ConstantCheck(expressions, found)

    # --- candidates --------------------------------------------------------------------------------------------------

    def candidates(
        self, written: Iterable[syntax.Candidate], target: TargetField, kind: FieldType, scope: Scope
    ) -> tuple[CheckedCandidate, ...]:
        """The candidates that have no fault, those of `from` lists one by one in their place."""
        checked: list[CheckedCandidate] = []
        for candidate in written:
            checked += self._candidate(candidate, target, kind, scope, _Around())
        return tuple(checked)

    def _candidate(
        self, written: syntax.Candidate, target: TargetField, kind: FieldType, scope: Scope, around: _Around
    ) -> list[CheckedCandidate]:
        origin = written.origin
        if isinstance(origin, syntax.FirstOf):
            return self._list(written, origin, target, kind, scope, around)
        inner = scope
        each: CheckedExpression | None = None
        if isinstance(origin, syntax.Entry) and origin.each is not None:
            each = self._expressions.check(origin.each, scope, f"{written.path}.each")
            if each is None:
                return []
            inner = scope.inside("element", _element_of(each.shape), each.growth)
        guards = self.guards(written.guard, inner)
        checked, shape = self._origin(origin, written, each, target, kind, inner if each is not None else scope)
        growth = checked.expression.growth if isinstance(checked, From | Opposite) else 1
        if isinstance(checked, FromTemplate) and guards is not None:
            check_separators(checked, around.guards + guards, written.path, self._found)
        if isinstance(checked, AnyHolds) and not check_then(written, checked, scope, self._found):
            return []
        if checked is None and isinstance(origin, syntax.AnyOf):
            return []  # what `then` was to make of it depends on what is meant
        then = self._then(self._steps(written, around), shape, growth, scope)
        if checked is None or guards is None or then is None:
            return []
        if not then and isinstance(origin, syntax.Expression):
            self._fits.value(origin.text, shape, kind, target.name, written.path)
            if isinstance(checked, From):
                check_negation(written, checked.expression, kind, self._found)
        label = _label(written)
        return [CheckedCandidate(checked, around.guards + guards, then, written.span, written.path, label)]

    def _list(
        self,
        written: syntax.Candidate,
        origin: syntax.FirstOf,
        target: TargetField,
        kind: FieldType,
        scope: Scope,
        around: _Around,
    ) -> list[CheckedCandidate]:
        """The candidates of a `from` list: its guard guards each, its `then` runs after their own."""
        guards = self.guards(written.guard, scope)
        outer = around.then if written.then is None else (written, *around.then)
        inside = _Around(around.guards + (guards or ()), outer)
        checked: list[CheckedCandidate] = []
        for candidate in origin.candidates:
            checked += self._candidate(candidate, target, kind, scope, inside)
        return checked if guards is not None else []

    def guards(self, guard: syntax.Guard | None, scope: Scope) -> tuple[CheckedGuard, ...] | None:
        """The guard as a tuple of one, empty without one, None when it has a fault."""
        if guard is None:
            return ()
        condition = self._expressions.check(guard.condition, scope, guard.path, "condition")
        return None if condition is None else (CheckedGuard(condition, guard.kind == "unless"),)

    def _steps(self, written: syntax.Candidate, around: _Around) -> list[syntax.Candidate]:
        """Those whose `then` runs on what *written* gives. A `then` that has no value to run on is reported."""
        steps = [step for step in (written, *around.then) if step.then is not None]
        if isinstance(written.origin, syntax.Stop):
            self._no_then(steps[:1] if written.then is not None else [], "this candidate stops the search", "remove it")
            return []
        if isinstance(written.origin, syntax.Entry | syntax.Collect):
            self._no_then(steps, "this is a list of entries", "put it into a part of the entry")
        return steps

    def _no_then(self, steps: list[syntax.Candidate], why: str, hint: str) -> None:
        for step in steps:
            if step.then is not None:
                message = f"`then` has no value to work on, because {why}"
                self._report(MISPLACED_KEY, message, step.then.span, f"{step.path}.then", hint)

    def _then(
        self, steps: list[syntax.Candidate], shape: Shape, growth: float, scope: Scope
    ) -> tuple[CheckedExpression, ...] | None:
        """The expressions of `then`, each on what the one before gives."""
        checked: list[CheckedExpression] = []
        for step in steps:
            if step.then is None:
                continue
            inner = scope.inside("value", shape, growth)
            expression = self._expressions.check(step.then, inner, f"{step.path}.then")
            if expression is None:
                return None
            checked.append(expression)
            shape, growth = expression.shape, expression.growth
        return tuple(checked)

    def _origin(
        self,
        origin: syntax.Origin,
        written: syntax.Candidate,
        each: CheckedExpression | None,
        target: TargetField,
        kind: FieldType,
        scope: Scope,
    ) -> tuple[CheckedOrigin | None, Shape]:
        path = written.path
        if isinstance(origin, syntax.Expression):
            if written.span == origin.text.span and lacks_key(origin.text, kind, path, self._found):
                return None, UNKNOWN
            expression = self._expressions.check(origin.text, scope, path)
            return (From(expression), expression.shape) if expression is not None else (None, UNKNOWN)
        if isinstance(origin, syntax.Template):
            return check_template(origin.text, path, scope, self._found, self._expressions), Shape("string")
        if isinstance(origin, syntax.Constant):
            return self._constants.value(origin.value, kind, target.name, path, scope), UNKNOWN
        if isinstance(origin, syntax.Stop):
            return Stop(origin.action), UNKNOWN
        if isinstance(origin, syntax.AnyOf | syntax.Opposite):
            return self._boolean(origin, target, kind, scope, written), BOOLEAN
        if isinstance(origin, syntax.Collect):
            return self._collect(origin, target, kind, scope, written), UNKNOWN
        assert isinstance(origin, syntax.Entry)
        return self._entry(origin, each, target, kind, scope, written), UNKNOWN

    def _boolean(
        self,
        origin: syntax.AnyOf | syntax.Opposite,
        target: TargetField,
        kind: FieldType,
        scope: Scope,
        written: syntax.Candidate,
    ) -> CheckedOrigin | None:
        """`if` and `not`, which only a boolean field has."""
        key = "if" if isinstance(origin, syntax.AnyOf) else "not"
        if kind.kind not in ("boolean", "any"):
            message = f"`{key}` gives true or false, and '{target.name}' takes {a_type(kind)}"
            self._report(codes.WRONG_SOURCE, message, written.span, written.path, instead_of_if(written, scope))
            return None
        texts = origin.conditions if isinstance(origin, syntax.AnyOf) else (origin.text,)
        role: Role = "condition" if isinstance(origin, syntax.AnyOf) else "value"
        checked = [self._expressions.check(text, scope, written.path, role) for text in texts]
        conditions = tuple(condition for condition in checked if condition is not None)
        if len(conditions) < len(checked):
            return None
        return AnyHolds(conditions) if isinstance(origin, syntax.AnyOf) else Opposite(conditions[0])

    # --- lists of records --------------------------------------------------------------------------------------------

    def _collect(
        self, origin: syntax.Collect, target: TargetField, kind: FieldType, scope: Scope, written: syntax.Candidate
    ) -> Collected | None:
        if not isinstance(kind, RecordsType):
            self._no_list("collect", target, kind, written)
            return None
        candidates = self.candidates(origin.candidates, target, kind, scope)
        for candidate in candidates:
            if isinstance(candidate.origin, Stop):
                message = f"`{candidate.origin.action}` is no list of entries that could be joined with others"
                hint = "make `collect` a candidate of a list, and this another one"
                self._report(codes.WRONG_SOURCE, message, candidate.span, candidate.path, hint)
        return Collected(candidates)

    def _no_list(self, key: str, target: TargetField, kind: FieldType, written: syntax.Candidate) -> None:
        self._report(
            codes.WRONG_SOURCE,
            f"`{key}` makes a list of entries, and '{target.name}' takes {a_type(kind)}",
            written.span,
            written.path,
            "say with `from` where its one value comes from",
        )

    def _entry(
        self,
        origin: syntax.Entry,
        each: CheckedExpression | None,
        target: TargetField,
        kind: FieldType,
        scope: Scope,
        written: syntax.Candidate,
    ) -> Entries | None:
        if not isinstance(kind, RecordsType):
            self._no_list("each" if origin.each is not None else "entry", target, kind, written)
            return None
        names = {part.name.value for part in origin.parts}
        parts = [self._part(part, each, target, kind, scope, names) for part in origin.parts]
        return Entries(each, tuple(part for part in parts if part is not None), kind.owner)

    def _part(
        self,
        part: syntax.Field,
        each: CheckedExpression | None,
        target: TargetField,
        kind: RecordsType,
        scope: Scope,
        names: set[str],
    ) -> CheckedPart | None:
        declared = kind.parts.get(part.name.value)
        if declared is None:
            hint, fix = did_you_mean(part.name.value, kind.parts)
            self._found.add(
                UNKNOWN_FIELD,
                f"an entry of '{target.name}' has no part '{part.name.value}'",
                part.name.span,
                hint=hint or f"its parts are {', '.join(kind.parts)}",
                path=part.path,
                fix=fix if fix not in names else None,
            )
            return None
        settings = self._settings.settings(part, declared, declared.type, {}, scope, in_groups=False)
        pointer = each.reads[0] if each is not None and each.reads else ("" if each is not None else None)
        candidates = self.candidates(part.candidates, declared, declared.type, scope)
        self._reach.candidates(candidates, declared.type, declared.too_long)
        return CheckedPart(
            target.name,
            declared.name,
            declared.type,
            candidates,
            declared.content,
            nodes_look_up(candidate_nodes(candidates), self._lets),
            pointer,
            settings.too_long or declared.too_long,
        )

    def _report(self, code: Code, message: str, span: Span, path: str, hint: str | None = None) -> None:
        self._found.add(code, message, span, hint=hint, path=path)


def _element_of(shape: Shape) -> Shape:
    return shape.element if shape.kind == "list" and shape.element is not None else UNKNOWN


def _label(written: syntax.Candidate) -> str:
    """What a candidate is called in explanations: the text of its source as written, on one line."""
    origin = written.origin
    if isinstance(origin, syntax.Expression | syntax.Template | syntax.Opposite):
        text = origin.text.span.text
    elif isinstance(origin, syntax.Constant):
        text = origin.value.span.text
    else:
        text = written.span.text
    text = _LABEL.sub(" ", text).strip()
    return f"{text[:77]}…" if len(text) > 78 else text
