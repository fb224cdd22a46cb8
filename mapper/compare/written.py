"""A piece of a mapping as it was written -> what it means, which two writings may share, and a line that shows it.

Meanings are compared with `==` and can be hashed. Comments, quotes, blanks in expressions, parentheses that change
nothing and the order of keys are no part of a meaning; one candidate means the same flat and as a list of one.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import fields, is_dataclass
from functools import lru_cache
from typing import Final

from ..engine import expressions
from ..engine.syntax import (
    AnyOf,
    Candidate,
    Collect,
    Constant,
    Entry,
    Expression,
    Field,
    FirstOf,
    Guard,
    ListValue,
    Null,
    Opposite,
    Origin,
    Setting,
    Stop,
    Template,
    Value,
)
from ..engine.templates import InvalidTemplate, parse_template
from ..engine.text import Text
from ..json_writer import write_json

_PLACES = frozenset({"start", "end", "name_start", "name_end", "operator_start"})
"""Where a node of an expression or a template stands; that says nothing of what it means."""

_MOST_KEPT: Final = 512
"""Meanings that are kept: each piece is looked at several times, by itself and within its rule, in both mappings."""


# --- what it means ---------------------------------------------------------------------------------------------------


def expression_meaning(text: Text | None) -> Hashable:
    """What an expression means; None for none."""
    return None if text is None else _expression_meaning(text.value)


def template_meaning(text: Text) -> Hashable:
    """What a template means. The text that it prints is trimmed, so blanks at its two ends mean nothing."""
    return _template_meaning(text.value.strip())


@lru_cache(maxsize=_MOST_KEPT)
def _expression_meaning(text: str) -> Hashable:
    try:
        return _without_places(expressions.parse(text))
    except expressions.InvalidExpression:
        return text


@lru_cache(maxsize=_MOST_KEPT)
def _template_meaning(text: str) -> Hashable:
    try:
        return _without_places(parse_template(text))
    except InvalidTemplate:
        return text


def _without_places(node: object) -> Hashable:
    if isinstance(node, expressions.MultiHash):
        return ("MultiHash", tuple((key, _without_places(item)) for key, item, _ in node.items))
    if isinstance(node, tuple):
        return tuple(map(_without_places, node))
    if is_dataclass(node):
        inner = (getattr(node, each.name) for each in fields(node) if each.name not in _PLACES)
        return (type(node).__name__, *map(_without_places, inner))
    return write_json(node)  # true is not 1


def value_meaning(value: Value | None) -> Hashable:
    """What a constant means; None for none."""
    if value is None or isinstance(value, Null):
        return None if value is None else ("null",)
    if isinstance(value, Text):
        return value.value
    if isinstance(value, ListValue):
        return tuple(map(value_meaning, value.items))
    return frozenset((key.value, value_meaning(item)) for key, item in value.items)


def guard_meaning(guard: Guard | None) -> Hashable:
    """What a condition means, and whether it must hold; None for none."""
    return None if guard is None else (guard.kind, expression_meaning(guard.condition))


def origin_meaning(origin: Origin) -> Hashable:
    """What a candidate takes its value from."""
    if isinstance(origin, Expression):
        return expression_meaning(origin.text)
    if isinstance(origin, Template):
        return ("template", template_meaning(origin.text))
    if isinstance(origin, Constant):
        return ("value", value_meaning(origin.value))
    if isinstance(origin, Opposite):
        return ("not", expression_meaning(origin.text))
    if isinstance(origin, AnyOf):
        return ("if", frozenset(map(expression_meaning, origin.conditions)))
    if isinstance(origin, Stop):
        return (origin.action,)
    if isinstance(origin, Entry):
        return ("entry", expression_meaning(origin.each), frozenset(map(field_meaning, origin.parts)))
    return (type(origin).__name__, candidates_meaning(origin.candidates))


def candidate_meaning(candidate: Candidate) -> Hashable:
    """What a candidate means."""
    return (origin_meaning(candidate.origin), guard_meaning(candidate.guard), expression_meaning(candidate.then))


def candidates_meaning(candidates: Iterable[Candidate]) -> Hashable:
    """What candidates in their order mean."""
    return tuple(map(candidate_meaning, flat(candidates)))


def field_meaning(field: Field) -> Hashable:
    """What a field means by itself, with its settings as they were written."""
    settings = frozenset((name, value_meaning(setting.value)) for name, setting in field.settings.items())
    return (
        field.name.value,
        candidates_meaning(field.candidates),
        settings,
        frozenset(map(field_meaning, field.parts)),
    )


def flat(candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    """The candidates in their order; a list among them that has no condition and no `then` is not there by itself."""
    for candidate in candidates:
        if not isinstance(candidate.origin, FirstOf):
            yield candidate
        elif candidate.guard is None and candidate.then is None:
            yield from flat(candidate.origin.candidates)
        else:
            yield _merged(candidate, tuple(flat(candidate.origin.candidates)))


def _merged(outer: Candidate, inner: tuple[Candidate, ...]) -> Candidate:
    """A list of candidates as one of it, where it has only one and the two do not say the same thing twice."""
    only = inner[0]
    is_simple = len(inner) == 1 and not (outer.guard and only.guard) and not (outer.then and only.then)
    if not is_simple:
        return Candidate(FirstOf(inner), outer.guard, outer.then, outer.span, outer.path)
    return Candidate(only.origin, outer.guard or only.guard, outer.then or only.then, outer.span, outer.path)


# --- how it is shown -------------------------------------------------------------------------------------------------


def expression_text(text: Text) -> str:
    """An expression on one line."""
    return " ".join(text.value.split())


def value_text(value: Value) -> str:
    """A constant on one line."""
    if isinstance(value, Text):
        return value.value
    if isinstance(value, Null):
        return "null"
    if isinstance(value, ListValue):
        return f"[{', '.join(map(value_text, value.items))}]"
    return f"{{{', '.join(f'{key.value}: {value_text(item)}' for key, item in value.items)}}}"


def setting_text(setting: Setting) -> str:
    """The value of a setting on one line."""
    return value_text(setting.value)


def guard_text(guard: Guard) -> str:
    """`when: CONDITION`."""
    return f"{guard.kind}: {expression_text(guard.condition)}"


def origin_text(origin: Origin) -> str:
    """What a candidate takes its value from, with its key: `template: TEXT`, but a single expression by itself."""
    if isinstance(origin, Expression):
        return expression_text(origin.text)
    if isinstance(origin, Template):
        return f"template: {origin.text.value.strip()}"
    if isinstance(origin, Constant):
        return f"value: {value_text(origin.value)}"
    if isinstance(origin, Opposite):
        return f"not: {expression_text(origin.text)}"
    if isinstance(origin, AnyOf):
        return f"if: {_listed(map(expression_text, origin.conditions))}"
    if isinstance(origin, Stop):
        return f"{origin.action}: true"
    if isinstance(origin, Entry):
        each = f"each: {expression_text(origin.each)}, " if origin.each is not None else ""
        return f"{each}entry: {{{', '.join(map(field_text, origin.parts))}}}"
    key = "collect" if isinstance(origin, Collect) else "from"
    return f"{key}: {candidates_text(origin.candidates)}"


def candidate_text(candidate: Candidate) -> str:
    """A candidate on one line: `from: userName, unless: is_email(userName)`."""
    if candidate.guard is None and candidate.then is None:
        return origin_text(candidate.origin)
    source = origin_text(candidate.origin)
    said = [f"from: {source}" if isinstance(candidate.origin, Expression) else source]
    said += [guard_text(candidate.guard)] if candidate.guard is not None else []
    said += [f"then: {expression_text(candidate.then)}"] if candidate.then is not None else []
    return ", ".join(said)


def candidates_text(candidates: Iterable[Candidate]) -> str:
    """Candidates on one line: one by itself, several as `[…]`."""
    return _listed(
        text if _is_expression(candidate) else f"{{{text}}}"
        for candidate in flat(candidates)
        for text in [candidate_text(candidate)]
    )


def _is_expression(candidate: Candidate) -> bool:
    return isinstance(candidate.origin, Expression) and candidate.guard is None and candidate.then is None


def field_text(field: Field) -> str:
    """A field on one line: `label: type`."""
    body = field_body_text(field)
    return f"{field.name.value}: {{{body}}}" if field.parts or field.settings else f"{field.name.value}: {body}"


def field_body_text(field: Field) -> str:
    """What stands behind the name of a field, on one line: `from: title, empty: clear`."""
    if field.parts:
        return ", ".join(map(field_text, field.parts))
    source = candidates_text(field.candidates)
    if not field.settings:
        return source
    candidates = tuple(flat(field.candidates))
    key = "" if len(candidates) == 1 and not _is_expression(candidates[0]) else "from: "
    source = source[1:-1] if not key else source
    return ", ".join([f"{key}{source}", *(f"{name}: {setting_text(said)}" for name, said in field.settings.items())])


def _listed(texts: Iterable[str]) -> str:
    all_texts = list(texts)
    return all_texts[0] if len(all_texts) == 1 else f"[{', '.join(all_texts)}]"
