"""Which fields a field reads as `person.x`, and the order in which all of them can be computed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from . import expressions as tree
from .checked import (
    AnyHolds,
    CheckedCandidate,
    CheckedField,
    CheckedLet,
    CheckedRule,
    Collected,
    Entries,
    From,
    FromTemplate,
    Opposite,
)
from .expression_checker import facts


class CircleFound(ValueError):
    """Things that need each other; `names` has them in the order of their need."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(" -> ".join(names))
        self.names = tuple(names)


def order_of_need(names: Iterable[str], needs: Mapping[str, frozenset[str]]) -> list[str]:
    """*names*, each after those it needs and otherwise as they come. Raises CircleFound."""
    names = list(names)
    known = set(names)
    done: dict[str, bool] = {}
    ordered: list[str] = []
    for start in names:
        path = [start]
        while path:
            name = path[-1]
            if done.get(name):
                path.pop()
                continue
            done[name] = False
            waiting = next((need for need in sorted(needs[name]) if need in known and not done.get(need)), None)
            if waiting is None:
                done[name] = True
                ordered.append(name)
                path.pop()
            elif waiting in path:
                raise CircleFound(path[path.index(waiting) :])
            else:
                path.append(waiting)
    return ordered


def fields_in_order(
    fields: Sequence[CheckedField],
    users: Sequence[CheckedRule],
    groups: Sequence[CheckedRule],
    lets: Mapping[str, CheckedLet],
) -> tuple[CheckedField, ...]:
    """The fields, each after those that it, or the condition of a rule that fills it, reads as `person.x`.

    *users* and *groups* are the rules. Raises CircleFound.
    """
    by_name = {field.name: field for field in fields}
    parts: dict[str, set[str]] = {}
    for field in fields:
        parts.setdefault(field.target.name, set()).add(field.name)
    needs = {}
    for field in fields:
        rules = [*(users[each.rule] for each in field.users), *(groups[each.rule] for each in field.groups)]
        nodes = [*candidate_nodes(_candidates(field)), *(node for rule in rules for node in _guard_nodes(rule))]
        read = _persons(nodes, lets)
        needs[field.name] = frozenset(need for name in read for need in _filling(name, by_name, parts))
    return tuple(by_name[name] for name in order_of_need(by_name, needs))


def needs_person(rule: CheckedRule, lets: Mapping[str, CheckedLet]) -> bool:
    """Whether the condition of a rule, itself or by a named expression, reads `person.x`."""
    return bool(_persons(_guard_nodes(rule), lets))


def reads_person(node: tree.Node, lets: Mapping[str, CheckedLet]) -> bool:
    """Whether an expression, itself or by a named expression, reads `person.x`."""
    return bool(_persons([node], lets))


def _guard_nodes(rule: CheckedRule) -> list[tree.Node]:
    return [rule.guard.condition.node] if rule.guard is not None else []


def looks_up(field: CheckedField, lets: Mapping[str, CheckedLet]) -> bool:
    """Whether a candidate of the field, itself or by a named expression, looks something up in a table."""
    return nodes_look_up(candidate_nodes(_candidates(field)), lets)


def nodes_look_up(nodes: Iterable[tree.Node], lets: Mapping[str, CheckedLet]) -> bool:
    """Whether one of the expressions, itself or by a named expression, looks something up in a table."""
    for node in nodes:
        found = facts(node)
        if "tables" in found.contexts or any(lets[name].looks_up for name in found.lets if name in lets):
            return True
    return False


def _filling(name: str, by_name: Mapping[str, CheckedField], parts: Mapping[str, set[str]]) -> Iterable[str]:
    """The fields that fill what `person.NAME` reads: a field, all parts of a free-form one, or one part of it."""
    whole, _, part = name.partition(".")
    if part and whole not in by_name:
        return [name] if name in by_name else []
    return parts.get(whole, ())


def _persons(nodes: Iterable[tree.Node], lets: Mapping[str, CheckedLet]) -> set[str]:
    read: set[str] = set()
    for node in nodes:
        found = facts(node)
        read |= found.persons.union(*(lets[name].needs.persons for name in found.lets if name in lets))
    return read


def _candidates(field: CheckedField) -> Iterator[CheckedCandidate]:
    for contribution in (*field.users, *field.groups):
        yield from contribution.candidates


def candidate_nodes(candidates: Iterable[CheckedCandidate]) -> Iterator[tree.Node]:
    """Every expression of *candidates*: conditions, sources, `then`, the parts of entries and of templates."""
    for candidate in candidates:
        yield from (guard.condition.node for guard in candidate.guards)
        yield from (step.node for step in candidate.then)
        yield from _origin_nodes(candidate)


def _origin_nodes(candidate: CheckedCandidate) -> Iterator[tree.Node]:
    origin = candidate.origin
    if isinstance(origin, From | Opposite):
        yield origin.expression.node
    elif isinstance(origin, FromTemplate):
        yield from origin.expressions
    elif isinstance(origin, AnyHolds):
        yield from (condition.node for condition in origin.conditions)
    elif isinstance(origin, Collected):
        yield from candidate_nodes(origin.candidates)
    elif isinstance(origin, Entries):
        if origin.each is not None:
            yield origin.each.node
        for part in origin.parts:
            yield from candidate_nodes(part.candidates)
