"""A candidate that is never reached, since one above it always gives a value or ends the search.

In go the candidates of a field as they compete, out come warnings that show what hides what.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence

from ...schemas.target import FieldType, ScalarType, TooLong
from .. import expressions as tree
from ..checked import (
    AnyHolds,
    CheckedCandidate,
    CheckedField,
    CheckedRule,
    Contribution,
    Fixed,
    From,
    Opposite,
    Stop,
)
from ..diagnostics import Diagnostics, Related, warning
from ..expressions.meaning import meaning
from ..text import Text

NEVER_REACHED = warning("never-reached", "something behind what always gives a value")


class ReachCheck:
    """Reports the candidates of one mapping that are never reached."""

    def __init__(self, found: Diagnostics) -> None:
        self._found = found

    def field(self, field: CheckedField, users: Sequence[CheckedRule]) -> bool:
        """Report what is never reached in the rules that fill *field*; *users* are all user rules.

        Gives whether one of the rules hides all that later ones say of it.
        """
        last: CheckedCandidate | None = None
        for contribution in field.users:
            if last is not None:
                self._hidden(contribution, last, "leave it out, or give the rule above a condition")
                continue
            ends = self.candidates(contribution.candidates, field.type, field.target.too_long)
            if users[contribution.rule].guard is None:
                last = ends
        for contribution in field.groups:
            if last is not None and not contribution.settings.override:
                self._hidden(contribution, last, "write `override: true` beside it, so that it goes before user rules")
            else:
                self.candidates(contribution.candidates, field.type, field.target.too_long)
        return last is not None

    def candidates(
        self, candidates: Sequence[CheckedCandidate], kind: FieldType, too_long: TooLong
    ) -> CheckedCandidate | None:
        """Report those of one list that are never reached. The one that always ends it, None without one."""
        seen: dict[Hashable, CheckedCandidate] = {}
        ended: dict[Hashable, CheckedCandidate] = {}
        for candidate in candidates:
            guards = _guards(candidate)
            last = ended.get(()) or ended.get(guards)
            if last is not None:
                self._report(candidate, last, "leave it out, or put it in front of the other")
                return ended.get(())
            if _ends(candidate, kind, too_long):
                ended[guards] = candidate
            if isinstance(candidate.origin, From):
                self._repeated(candidate, candidate.origin, guards, seen)
            elif isinstance(candidate.origin, AnyHolds):
                self._conditions(candidate.origin, candidate.path)
        return ended.get(())

    def _hidden(self, contribution: Contribution, last: CheckedCandidate, hint: str) -> None:
        if contribution.candidates:
            self._report(contribution.candidates[0], last, hint)

    def _report(self, candidate: CheckedCandidate, last: CheckedCandidate, hint: str) -> None:
        where = "above it" if not last.guards else "above it, under the same condition,"
        ends = "ends the search" if isinstance(last.origin, Stop) else "always gives a value"
        self._found.add(
            NEVER_REACHED,
            f"this is never reached, since '{last.label}' {where} {ends}",
            candidate.span,
            hint=hint,
            path=candidate.path,
            related=[Related("this comes first", last.span)],
        )

    def _repeated(
        self, candidate: CheckedCandidate, origin: From, guards: Hashable, seen: dict[Hashable, CheckedCandidate]
    ) -> None:
        """Report a candidate that reads what one above reads under the same condition, or under none."""
        words = _compact(origin.expression.text), tuple(_compact(step.text) for step in candidate.then)
        before = seen.get((words, ())) or seen.get((words, guards))
        seen.setdefault((words, guards), candidate)
        if before is None or not _means_the_same(before, candidate):
            return
        self._found.add(
            NEVER_REACHED,
            f"'{candidate.label}' is read above already",
            candidate.span,
            hint="leave it out",
            path=candidate.path,
            related=[Related("it is read here first", before.span)],
        )

    def _conditions(self, origin: AnyHolds, path: str) -> None:
        """Report a condition of `if` that stands above already."""
        seen: dict[str, Text] = {}
        for condition in origin.conditions:
            before = seen.setdefault(_compact(condition.text), condition.text)
            if before is not condition.text:
                self._found.add(
                    NEVER_REACHED,
                    "this condition stands above already",
                    condition.text.span,
                    hint="leave it out",
                    path=path,
                    related=[Related("it stands here first", before.span)],
                )


# --- what always ends the search -------------------------------------------------------------------------------------


def _ends(candidate: CheckedCandidate, kind: FieldType, too_long: TooLong) -> bool:
    """Whether a candidate whose conditions hold gives a value that fits for every payload, or stops the search."""
    origin = candidate.origin
    if candidate.then:
        return False
    if isinstance(origin, Stop):
        return True
    if kind.kind == "reference":
        return False  # a record that is not found is no fit
    if isinstance(origin, Fixed):
        return origin.value is not None
    if not isinstance(origin, From | Opposite):
        return False
    if kind.kind == "boolean":
        return origin.expression.is_there and origin.expression.shape.kind == "boolean"
    is_text = isinstance(kind, ScalarType) and kind.kind in ("string", "text") and isinstance(origin, From)
    if not is_text or origin.expression.shape.kind != "string" or not origin.expression.is_there:
        return False
    return _fits(origin.expression.node, cuts=too_long == "cut")


def _fits(node: tree.Node, *, cuts: bool) -> bool:
    """Whether each text that *node* may give has something in it, and is not too long for its field."""
    if isinstance(node, tree.Constant):
        return isinstance(node.value, str) and bool(node.value.strip()) and (cuts or len(node.value) <= _SHORT)
    if isinstance(node, tree.Or):
        return _fits(node.left, cuts=cuts) and _fits(node.right, cuts=cuts)
    if isinstance(node, tree.Call) and node.name in ("not_null", "first_present"):
        return all(_fits(argument, cuts=cuts) for argument in node.arguments)
    return cuts and isinstance(node, tree.Name | tree.Attribute)


_SHORT = 5
"""A constant that is no longer fits into every field."""


# --- what is the same ------------------------------------------------------------------------------------------------


def _guards(candidate: CheckedCandidate) -> Hashable:
    """The conditions of a candidate; empty without any."""
    return tuple((_compact(each.condition.text), each.negated) for each in candidate.guards)


def _compact(text: Text) -> str:
    """The words of an expression without blanks, by which two are told apart at little cost."""
    return "".join(text.value.split())


def _means_the_same(one: CheckedCandidate, other: CheckedCandidate) -> bool:
    """Whether two candidates of the same words but for blanks are the same; *one* may have no conditions."""
    return all(meaning(first) == meaning(second) for first, second in zip(_nodes(one), _nodes(other), strict=False))


def _nodes(candidate: CheckedCandidate) -> Iterator[tree.Node]:
    if isinstance(candidate.origin, From):
        yield candidate.origin.expression.node
    yield from (step.node for step in candidate.then)
    yield from (guard.condition.node for guard in candidate.guards)
