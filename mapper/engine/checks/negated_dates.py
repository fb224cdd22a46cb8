"""`!until(…)` or `!since(…)` makes a field true, and so it does for all whose date is absent.

Who asks for the date as well, anywhere in what rules say of the field, knows that it may be absent.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping

from .. import expressions as tree
from ..checked import AnyHolds, CheckedCandidate, CheckedGuard, CheckedLet, Fixed, From
from ..diagnostics import Diagnostics, warning
from ..expressions.meaning import meaning
from ..text import Text
from ..yaml_quotes import replacement
from .shares import Share, SharedField

NEGATED_DATE = warning("negated-date", "`!` on a date that may be absent, which makes a field true")

_DATES = frozenset({"since", "until"})
_CHOOSES = frozenset({"not_null", "first_present", "if_else", "switch"})
_PATHS = tree.Name | tree.Attribute | tree.Own


def check_negated_dates(field: SharedField, lets: Mapping[str, CheckedLet], found: Diagnostics) -> None:
    """Warn of conditions by which *field*, which is true or false, is true where a date is absent."""
    if field.type.kind != "boolean" or field.checked.part is not None:
        return
    asked: set[Hashable] | None = None
    for share in field.shares:
        for text, node, call, is_unless in _negated(share):
            if asked is None:
                asked = set(map(meaning, _asked(field, lets)))
            paths = [each for each in tree.walk(call.arguments[0]) if isinstance(each, _PATHS)]
            if paths and not any(meaning(each) in asked for each in paths) and not _has_default(call):
                _report(text, node, call, share, found, is_unless=is_unless)


def _negated(share: Share) -> Iterator[tuple[Text, tree.Node, tree.Call, bool]]:
    """The dates by whose `!` or `unless` the field is true: text, what is negated and how, and whether by `unless`."""
    for guard in _guards(share):
        node = guard.condition.node
        if guard.negated and _is_date(node):
            assert isinstance(node, tree.Call)
            yield guard.condition.text, node, node, True
        elif not guard.negated:
            yield from _within(guard.condition.text, node)
    for candidate in share.checked.candidates:
        if isinstance(candidate.origin, AnyHolds):
            for condition in candidate.origin.conditions:
                yield from _within(condition.text, condition.node)
        elif isinstance(candidate.origin, From):
            expression = candidate.origin.expression
            for each in tree.walk(expression.node):
                if isinstance(each, tree.Call) and each.name == "if_else" and _is_true(each.arguments[1]):
                    yield from _within(expression.text, each.arguments[0])


def _guards(share: Share) -> Iterator[CheckedGuard]:
    """The conditions on which a candidate gives the constant true."""
    true = [each for each in share.checked.candidates if isinstance(each.origin, Fixed) and each.origin.value is True]
    if true and share.rule.guard is not None:
        yield share.rule.guard
    for candidate in true:
        yield from candidate.guards


def _within(text: Text, node: tree.Node) -> Iterator[tuple[Text, tree.Node, tree.Call, bool]]:
    for each in tree.walk(node):
        if isinstance(each, tree.Not) and isinstance(each.of, tree.Call) and _is_date(each.of):
            yield text, each, each.of, False


def _is_true(node: tree.Node) -> bool:
    return isinstance(node, tree.Constant) and node.value is True


def _is_date(node: tree.Node) -> bool:
    return isinstance(node, tree.Call) and node.name in _DATES


def _has_default(call: tree.Call) -> bool:
    return any(
        isinstance(each, tree.Or) or (isinstance(each, tree.Call) and each.name in _CHOOSES)
        for each in tree.walk(call.arguments[0])
    )


# --- what is asked ---------------------------------------------------------------------------------------------------


def _asked(field: SharedField, lets: Mapping[str, CheckedLet]) -> Iterator[tree.Node]:
    """Every path that the rules read for *field*, but for those of dates; named expressions by what they read too."""
    waiting = list(_nodes(field))
    seen: set[str] = set()
    while waiting:
        node = waiting.pop()
        if _is_date(node):
            continue
        if isinstance(node, _PATHS):
            yield node
        if isinstance(node, tree.Own) and node.kind == "let" and node.name in lets and node.name not in seen:
            seen.add(node.name)
            waiting.append(lets[node.name].expression.node)
        waiting += tree.parts(node)


def _nodes(field: SharedField) -> Iterator[tree.Node]:
    for share in field.shares:
        if share.rule.guard is not None:
            yield share.rule.guard.condition.node
        yield from _of_candidates(share.checked.candidates)


def _of_candidates(candidates: Iterable[CheckedCandidate]) -> Iterator[tree.Node]:
    for candidate in candidates:
        yield from (guard.condition.node for guard in candidate.guards)
        if isinstance(candidate.origin, AnyHolds):
            yield from (condition.node for condition in candidate.origin.conditions)
        elif isinstance(candidate.origin, From):
            yield candidate.origin.expression.node


def _report(text: Text, node: tree.Node, call: tree.Call, share: Share, found: Diagnostics, *, is_unless: bool) -> None:
    written = text.value[call.start : call.end]
    date = text.value[call.arguments[0].start : call.arguments[0].end]
    meant = f"{date} && !{written}"
    hint = f"write {replacement(text, node.start, node.end, meant)[1]}"
    if is_unless:
        hint = f'write `when: "{meant}"` instead of `unless`' if '"' not in meant else f"ask for '{date}' as well"
    name = share.written.name.value
    message = f"'{name}' becomes true for everybody whose '{date}' is absent, since '{written}' does not hold then"
    found.add(NEGATED_DATE, message, text.at(node.start, node.end), hint=hint, path=share.written.path)
