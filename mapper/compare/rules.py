"""Two mappings -> every difference between their rules, in the order of the file, each with its path and both places.

What says the same in another way is no difference: comments, the order of keys, quotes, blanks in expressions, a list
of one candidate, the layout of tables. The order of rules, of candidates and of rows with patterns is one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator

from ..engine.checked import CheckedMapping
from ..engine.reader import read
from ..engine.syntax import Field, MappingSyntax, Rule
from ..engine.text import Span
from ..schemas.target import ObjectType, ReferenceType, TargetSchema
from .alignment import Pair, aligned
from .candidates import compare_candidates, compare_guards
from .declarations import compare_extensions, compare_heads, compare_lets, compare_tables
from .difference import Difference, Kind, Piece, by_name, compared, expression_piece, text_piece
from .settings import compare_defaults, compare_settings
from .written import expression_meaning, field_body_text, field_meaning, guard_meaning


def rule_differences(old: CheckedMapping, new: CheckedMapping) -> list[Difference]:
    """Every difference between the rules of two mappings that check."""
    return list(_Comparison(_syntax(old), _syntax(new)).differences())


def _syntax(mapping: CheckedMapping) -> MappingSyntax:
    """The mapping as it was written."""
    syntax, _ = read(mapping.source, object_fields=free_form_fields(mapping.target))
    assert syntax is not None, "a mapping that was checked can be read"
    return syntax


def free_form_fields(target: TargetSchema) -> frozenset[str]:
    """The names of the fields whose parts are fields of their own."""
    return frozenset(name for name, field in target.fields.items() if isinstance(field.type, ObjectType))


def reference_fields(target: TargetSchema) -> frozenset[str]:
    """The names of the fields that name other records."""
    return frozenset(name for name, field in target.fields.items() if isinstance(field.type, ReferenceType))


class _Comparison:
    """Two mappings as they were written. `shared` are the fields that several rules of one of them fill."""

    def __init__(self, old: MappingSyntax, new: MappingSyntax) -> None:
        self._old = old
        self._new = new
        self._defaults = (old.defaults, new.defaults)
        self._shared = _shared_fields(old) | _shared_fields(new)

    def differences(self) -> Iterator[Difference]:
        """All of them."""
        old, new = self._old, self._new
        yield from compare_heads(old, new)
        yield from compare_extensions(old.extensions, new.extensions)
        yield from compare_defaults(old.defaults, new.defaults)
        yield from compare_lets("let", old.lets, new.lets)
        yield from compare_tables(old.tables, new.tables)
        yield from self._compare_section("users", old.users, new.users)
        yield from self._compare_section("groups", old.groups, new.groups)

    # --- rules --------------------------------------------------------------------------------------------------------

    def _compare_section(self, section: str, old: tuple[Rule, ...], new: tuple[Rule, ...]) -> Iterator[Difference]:
        """What differs between the rules of a section: first by name and content, then by name, then by content."""
        for pair in aligned(old, new, _named_content, _rule_name, _content):
            yield from self._compare_pair(section, pair, old, new)

    def _compare_pair(
        self, section: str, pair: Pair, before: tuple[Rule, ...], after: tuple[Rule, ...]
    ) -> Iterator[Difference]:
        was = None if pair.old is None else before[pair.old]
        is_now = None if pair.new is None else after[pair.new]
        labels = [_label(at, rule) for at, rule in ((pair.old or 0, was), (pair.new or 0, is_now)) if rule is not None]
        path = f"{section}: {labels[-1]}"
        if was is None or is_now is None:
            yield from compared(path, _rule_piece(was), _rule_piece(is_now))
            return
        if _rule_name(was) != _rule_name(is_now):
            yield _between("renamed", path, labels[0], labels[-1], was, is_now)
        if pair.moved:
            numbers = [f"rule {(at or 0) + 1}" for at in (pair.old, pair.new)]
            yield _between("moved", path, numbers[0], numbers[1], was, is_now)
        yield from self._compare_rules(path, was, is_now)

    def _compare_rules(self, path: str, old: Rule, new: Rule) -> Iterator[Difference]:
        yield from compare_guards(path, old.guard, new.guard)
        yield from compared(f"{path}: stands_for", text_piece(old.stands_for), text_piece(new.stands_for))
        yield from compared(f"{path}: called", expression_piece(old.called), expression_piece(new.called))
        yield from compared(f"{path}: create", text_piece(old.create, "false"), text_piece(new.create, "false"))
        yield from compared(f"{path}: rename", text_piece(old.rename, "false"), text_piece(new.rename, "false"))
        yield from compare_lets(f"{path}: let", old.lets, new.lets)
        yield from self._compare_fields(path, "", old.fields, new.fields)

    # --- fields -------------------------------------------------------------------------------------------------------

    def _compare_fields(
        self, path: str, whole: str, old: Iterable[Field], new: Iterable[Field]
    ) -> Iterator[Difference]:
        """What differs between the fields of a rule, or the parts of its free-form field *whole* (`custom_fields.`)."""
        before, after = ({field.name.value: field for field in fields} for fields in (old, new))
        for name, was, is_now in by_name(before, after):
            there = f"{path}: {whole}{name}"
            if was is None or is_now is None or bool(was.parts) != bool(is_now.parts):
                yield from compared(there, _field_piece(was), _field_piece(is_now))
            elif is_now.parts:
                yield from self._compare_fields(path, f"{whole}{name}.", was.parts, is_now.parts)
            else:
                is_shared = f"{whole}{name}" in self._shared
                yield from compare_settings(there, was.settings, is_now.settings, self._defaults, is_shared=is_shared)
                yield from compare_candidates(there, was.candidates, is_now.candidates)


def _shared_fields(mapping: MappingSyntax) -> set[str]:
    """The fields, and parts of free-form ones, that several rules fill."""
    filled = Counter(
        name
        for rule in (*mapping.users, *mapping.groups)
        for field in rule.fields
        for name in [field.name.value, *(f"{field.name.value}.{part.name.value}" for part in field.parts)]
    )
    return {name for name, count in filled.items() if count > 1}


# --- what a rule is called, means and looks like ----------------------------------------------------------------------


def _rule_name(rule: Rule) -> str | None:
    return None if rule.name is None else rule.name.value


def _label(index: int, rule: Rule) -> str:
    return f"rule {index + 1}" if rule.name is None else rule.name.value


def _content(rule: Rule) -> Hashable:
    """What a rule means but for its name."""
    words = tuple(None if word is None else word.value for word in (rule.stands_for, rule.create, rule.rename))
    lets = frozenset((let.name.value, expression_meaning(let.expression)) for let in rule.lets)
    fields = frozenset(map(field_meaning, rule.fields))
    return (guard_meaning(rule.guard), words, expression_meaning(rule.called), lets, fields)


def _named_content(rule: Rule) -> Hashable:
    return (_rule_name(rule), _content(rule))


def _span(rule: Rule) -> Span:
    return rule.span if rule.name is None else rule.name.span


def _between(kind: Kind, path: str, before: str, after: str, old: Rule, new: Rule) -> Difference:
    return Difference(kind, path, before, after, _span(old), _span(new))


def _rule_piece(rule: Rule | None) -> Piece | None:
    """A whole rule, of which the names of its fields say enough."""
    if rule is None:
        return None
    filled = ", ".join(field.name.value for field in rule.fields)
    stands = f"stands for {rule.stands_for.value}" if rule.stands_for is not None else ""
    return Piece(_content(rule), " and ".join(filter(None, [stands, f"fills {filled}" if filled else ""])), _span(rule))


def _field_piece(field: Field | None) -> Piece | None:
    """A whole field without its name, which stands in the path."""
    if field is None:
        return None
    return Piece(field_meaning(field), field_body_text(field), field.name.span)
