"""The node of a field of a person -> `Field`, with its candidates, its settings or its parts; faults go to the shapes.

A candidate or a setting that cannot be read is left out, and so is a field without a readable candidate: one mistake,
one message, and the rest stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple, TypeVar

from . import diagnostics as codes
from .checks.fields import WRONG_CONSTANT
from .depths import keys_below_fields, keys_beside_entry, siblings_of_fields
from .diagnostics import Related
from .else_advice import begins_with_attribute, last_candidate
from .expression_reader import read_expression
from .foreign_keys import OF_FIELD
from .if_advice import instead_of_else, instead_of_if, is_candidate
from .keys import CANDIDATE_KEYS, GROUP_SETTINGS, GUARD_KEYS, ORIGIN_KEYS, PARTS_END, SETTINGS
from .nesting import is_nothing, reunited, undashed
from .node_shapes import (
    CONFLICTING_KEYS,
    MISPLACED_KEY,
    WRONG_NAME,
    WRONG_SHAPE,
    Keys,
    NodeShapes,
    brief,
    described,
    join,
    shown,
    to_value,
)
from .setting_advice import instead_of_word
from .suggestions import closest, familiar_field
from .syntax import (
    AnyOf,
    Candidate,
    Collect,
    Constant,
    Entry,
    Expression,
    Field,
    FirstOf,
    Guard,
    Opposite,
    Origin,
    Setting,
    Stop,
    Template,
)
from .text import Text
from .yaml_nodes import MERGE, ListNode, MapNode, Node, ScalarNode

MISSING_SOURCE = codes.error("missing-source", "a candidate that does not say where its value comes from")

_OF_FIELDS = frozenset({*CANDIDATE_KEYS, *SETTINGS} - {"disabled", "type"})

_NUMBERED: Final = re.compile(r"(\w+)\[\d*\]", re.ASCII)

_T = TypeVar("_T")


class FieldNames(NamedTuple):
    """The fields of the targets by name: all that are known, and those that are free-form objects."""

    known: frozenset[str]
    objects: frozenset[str]


class FieldReader:
    """Reads the fields of one section: of `users`, or of `groups`, whose fields have settings of their own."""

    def __init__(self, shapes: NodeShapes, names: FieldNames, *, in_groups: bool) -> None:
        self.shapes = shapes
        self.known_fields, self.object_fields = names
        self.in_groups = in_groups

    def fields(self, node: Node, path: str) -> tuple[Field, ...]:
        """The fields of a `person`."""
        node = undashed(node, "fields", "person", self.shapes, path)
        hint = "write its fields below it, indented, such as `name: displayName`" if is_nothing(node) else None
        pairs = self.shapes.mapping(node, path, "a mapping of fields", hint) or ()
        if isinstance(node, MapNode):
            names = {key.value for key, value in pairs if is_nothing(value)}
            node = self._moved(reunited(node, names, _OF_FIELDS.__contains__, self.shapes, path), path)
            pairs = node.items
        return _present(self._field(name, body, join(path, name.value)) for name, body in pairs)

    def _moved(self, node: MapNode, path: str) -> MapNode:
        """The fields *node* with what stands a step too far left or right in them where it was meant."""
        known, objects = self.known_fields, self.object_fields
        node = keys_below_fields(node, known, self.shapes, path, in_groups=self.in_groups, objects=objects)
        return siblings_of_fields(node, self._is_known, "field", self.shapes, path)

    def _field(self, name: Text, node: Node, path: str) -> Field | None:
        if isinstance(node, MapNode) and (numbered := _NUMBERED.fullmatch(name.value)):
            hint = f"write `{numbered[1]}:`, below it `entry:`, and below that the parts, each indented"
            self.shapes.fault(WRONG_NAME, f"{shown(name.value)} is no name of a field", name.span, path, hint)
            return None
        # A misspelt name is told later; what stands below it is read as what it was meant to be.
        is_object = name.value in self.object_fields or familiar_field(name.value, self.object_fields)[0] is not None
        if is_object and isinstance(node, MapNode) and _has_parts(node):
            return self._with_parts(name, node, path)
        if name.value in self.object_fields and (
            self.shapes.lacks_blank(node, path) or self._is_mixed(name.value, node, path)
        ):
            return None
        return self._with_candidates(name, node, path)

    def _is_mixed(self, name: str, node: Node, path: str) -> bool:
        """Whether the parts of an object stand in a list, or beside a source of the whole, which are faults."""
        if isinstance(node, MapNode):
            part = next((key for key, _ in node.items if not _is_key(key.value)), None)
            whole = next((pair for pair in node.items if pair[0].value in PARTS_END), None)
            if part is None or whole is None:
                return False
            message = f'"{whole[0].value}" cannot stand beside the parts of "{name}"'
            hint = f"write it below the part that it is for: `{part.value}: {{{whole[0].value}: {brief(whole[1])}}}`"
            related = Related(f'"{part.value}" is here', part.span)
            self.shapes.fault(CONFLICTING_KEYS, message, whole[0].span, path, hint, related)
            return True
        items = node.items if isinstance(node, ListNode) else ()
        pairs = [item.items[0] for item in items if isinstance(item, MapNode) and item.items]
        if not pairs or any(_is_key(key.value) for key, _ in pairs):
            return False
        key, value = pairs[0]
        hint = f"write the parts below `{name}:` without dashes, such as `{key.value}: {brief(value)}`"
        self.shapes.wrong(node, "a mapping of parts", path, hint)
        return True

    def _with_parts(self, name: Text, node: MapNode, path: str) -> Field | None:
        if not node.items:
            self.shapes.wrong_empty(node, path)
            return None
        if self.known_fields:
            node = siblings_of_fields(node, self._is_part, "part", self.shapes, path)
        parts = self._parts(node, path)
        return Field(name, (), {}, parts, node.span, path) if parts else None

    def _is_known(self, name: str, value: Node) -> bool:
        """Whether *name* is that of a field, and no key that a field has as well."""
        is_key = name in CANDIDATE_KEYS or name in SETTINGS
        return name in self.known_fields and not (is_key and isinstance(value, ScalarNode))

    def _is_part(self, name: str, value: Node) -> bool:
        """Whether *name* can only be that of a part of a free-form object, beside the keys of another one."""
        known = (*CANDIDATE_KEYS, *SETTINGS)
        is_source = not isinstance(value, ScalarNode) or begins_with_attribute(value.text.value)
        return is_source and name not in known and not self.shapes.meant_by(name, known, OF_FIELD)

    def _parts(self, node: MapNode, path: str) -> tuple[Field, ...]:
        return _present(self._with_candidates(key, body, join(path, key.value)) for key, body in node.items)

    def _with_candidates(self, name: Text, node: Node, path: str) -> Field | None:
        settings: dict[str, Setting] = {}
        if isinstance(node, ListNode):
            if not node.items:
                self._empty(node, path)
                return None
            candidates = self._list(node, path)
        elif isinstance(node, MapNode):
            if not node.items:
                self._empty(node, path)
                return None
            node = keys_beside_entry(node, self.shapes, path, of_field=True)
            settings = self.settings(node, path)
            candidates = _present([self._candidate(node, path, of_field=True)])
        elif node.is_null:
            hint = "write where its value comes from, or remove the field"
            self.shapes.wrong(node, "an expression, a list of candidates or a mapping", path, hint)
            return None
        else:
            candidates = _present([self._expression(node, path)])
        return Field(name, candidates, settings, (), node.span, path) if candidates else None

    def _empty(self, node: ListNode | MapNode, path: str) -> None:
        """Note that a field has nothing in it, which is no way to clear it."""
        if self.shapes.found.has_errors_in(node.span, MERGE):
            return
        hint = "remove the field, which then stays as it is, or write `clear: true` below it"
        if path.rpartition(".")[2] in self.object_fields:
            hint = "remove it or fill it"
        self.shapes.fault(WRONG_SHAPE, f"{described(node)} without anything in it", node.span, path, hint)

    # --- settings -----------------------------------------------------------------------------------------------------

    def settings(self, node: MapNode, path: str) -> dict[str, Setting]:
        """The settings among the keys of a field."""
        settings = {}
        has_if = any(key.value == "if" for key, _ in node.items)
        for key, value in node.items:
            if key.value not in SETTINGS:
                continue
            if key.value in GROUP_SETTINGS and not self.in_groups and not (has_if and key.value == "else"):
                beside = ', or beside "if"' if key.value == "else" else ""
                message = f'"{key.value}" belongs into a group rule{beside}'
                hint = "remove it" if key.value == "override" else last_candidate(value)
                self.shapes.fault(MISPLACED_KEY, message, key.span, join(path, key.value), hint)
                continue
            conditions = _value_of(node, "if")
            if key.value == "else" and conditions is not None and is_candidate(value):
                if instead_of_if(conditions, value) is None:
                    hint = instead_of_else(conditions, value)
                    message = "true, false, `keep` or `clear` is due here, not a candidate"
                    self.shapes.fault(WRONG_CONSTANT, message, value.span, join(path, "else"), hint)
                continue
            setting = self.setting(key.value, key, value, join(path, key.value))
            if setting is not None:
                settings[key.value] = setting
        return settings

    def setting(self, name: str, key: Text, value: Node, path: str) -> Setting | None:
        """The setting *name*, written as *key*, when its value is one that it takes."""
        words = SETTINGS[name].words
        if words:
            word = self.shapes.one_of(value, words, path, instead_of_word(name, value))
        elif name == "else":
            return Setting(key, to_value(value))
        else:
            word = self.shapes.text(value, path)
        return Setting(key, word) if word is not None else None

    # --- candidates ---------------------------------------------------------------------------------------------------

    def _list(self, node: ListNode, path: str) -> tuple[Candidate, ...]:
        if not node.items:
            self.shapes.wrong_empty(node, path)
        paths = (f"{path}[{index}]" for index in range(len(node.items)))
        return _present(self._item(item, item_path) for item, item_path in zip(node.items, paths, strict=True))

    def _item(self, node: Node, path: str) -> Candidate | None:
        if isinstance(node, MapNode):
            node = keys_beside_entry(node, self.shapes, path, of_field=False)
            return self._candidate(node, path, of_field=False)
        if isinstance(node, ListNode) or node.is_null:
            self.shapes.wrong(node, "an expression or a mapping", path)
            return None
        return self._expression(node, path)

    def _expression(self, node: ScalarNode, path: str) -> Candidate | None:
        text = self.expression(node, path)
        return Candidate(Expression(text), None, None, node.span, path) if text is not None else None

    def expression(self, node: Node, path: str) -> Text | None:
        """The text of an expression or a condition. None after a fault."""
        return read_expression(node, path, self.shapes)

    def guard(self, keys: Keys, path: str) -> Guard | None:
        """`when` or `unless` of a candidate or a rule. Of both, which is a fault, the first."""
        both = [name for name in keys if name in GUARD_KEYS]
        if len(both) == 2:
            self.shapes.conflict(keys, both, path, "join them in one condition with `&&` and `!`")
        for name in both:
            node, below = keys[name][1], join(path, name)
            if isinstance(node, ListNode):
                hint = "join them with && where all must hold, with || where one is enough"
                self.shapes.wrong(node, "one condition", below, hint)
                continue
            condition = self.expression(node, below)
            if condition is not None:
                return Guard("when" if name == "when" else "unless", condition, join(path, name))
        return None

    def _candidate(self, node: MapNode, path: str, *, of_field: bool) -> Candidate | None:
        """A mapping with a source; that of a field may have the settings of the field besides, which are read apart."""
        node = reunited(node, ("entry",), lambda name: not _is_key(name), self.shapes, path)
        keys, all_known = self._candidate_keys(node, path, of_field=of_field)
        origins = [name for name in keys if name in ORIGIN_KEYS and not (name == "entry" and "each" in keys)]
        if len(origins) > 1:
            self._several_origins(keys, origins, path)
            return None
        if not origins:
            if all_known and not self.shapes.found.has_errors_in(node.span, MERGE):
                hint = "say it with from, template, value, clear or keep"
                step = brief(keys["then"][1]) if "then" in keys else "…"
                if step != "…" and "@" not in step:
                    hint = f"write `from: {step}` instead of `then: {step}`, which is for a value that is read already"
                self.shapes.fault(MISSING_SOURCE, "nothing says where the value comes from", node.span, path, hint)
            return None
        origin = self._origin(origins[0], keys, node, path)
        guard = self.guard(keys, path)
        then = self.expression(keys["then"][1], join(path, "then")) if "then" in keys else None
        has_failed = (has_guard(keys) and guard is None) or ("then" in keys and then is None)
        return None if origin is None or has_failed else Candidate(origin, guard, then, node.span, path)

    def _several_origins(self, keys: Keys, origins: list[str], path: str) -> None:
        """Note that a candidate says twice where its value comes from; `if` beside another source is a condition."""
        hint = "write a list of candidates: the first that gives a value wins"
        if "if" in origins and len(origins) == 2 and not has_guard(keys):
            condition = keys["if"][1]
            hint = f"on a condition a candidate counts with `when: {brief(condition)}` instead of `if`"
            origins = sorted(origins, key=lambda name: name == "if")
        self.shapes.conflict(keys, origins, path, hint)

    def _candidate_keys(self, node: MapNode, path: str, *, of_field: bool) -> tuple[Keys, bool]:
        """The keys of a candidate, and whether there was no other."""
        keys: Keys = {}
        all_known = True
        lost = _parts_beside_each(node)
        for key, value in node.items:
            if key.value in CANDIDATE_KEYS:
                keys[key.value] = (key, value)
            elif key in lost:
                all_known = False
            elif key.value not in SETTINGS:
                fitting = self._fitting(node, path, of_field=of_field)
                meant = self.shapes.unknown_key(key, value, fitting, path, OF_FIELD, there=keys)
                all_known = False
                if (
                    meant is not None
                    and meant in CANDIDATE_KEYS
                    and not any(other.value == meant for other, _ in node.items)
                ):
                    keys.setdefault(meant, (key, value))
            elif not of_field:
                message = f'"{key.value}" belongs to the field, not to one of its candidates'
                hint = "put the list below `from`, and the setting beside it"
                if key.value == "else":
                    hint, all_known = last_candidate(value), all_known and len(node.items) > 1
                self.shapes.fault(MISPLACED_KEY, message, key.span, join(path, key.value), hint)
        return keys, all_known

    def _fitting(self, node: MapNode, path: str, *, of_field: bool) -> tuple[str, ...]:
        """The keys that fit into a candidate besides those that are there already."""
        there = {key.value for key, _ in node.items}
        origins = tuple(ORIGIN_KEYS) if not there & {*ORIGIN_KEYS} else ("entry",) if "each" in there else ()
        guards = tuple(GUARD_KEYS) if not there & {*GUARD_KEYS} else ()
        misplaced = GROUP_SETTINGS if not self.in_groups else frozenset()
        settings = [name for name in SETTINGS if name not in misplaced or (name == "else" and "if" in there)]
        if "." not in path.partition(".person.")[2]:
            settings.remove("type")  # only a part of a free-form object has it
        fitting = (*origins, *guards, "then", *(settings if of_field else ()))
        return tuple(name for name in fitting if name not in there)

    def _origin(self, name: str, keys: Keys, node: MapNode, path: str) -> Origin | None:
        """What the candidate takes its value from, by the one key that says it."""
        value = keys[name][1]
        below = join(path, name)
        if name == "from":
            return self._from(value, below)
        if name in ("each", "entry"):
            return self._entry(keys, node, path)
        if name == "collect":
            return self._collect(value, below)
        if name == "if":
            return self._if(value, _value_of(node, "else"), below)
        if name == "value":
            return Constant(to_value(value))
        if name in ("clear", "keep"):
            return self._stop(name, value, below)
        text = self.expression(value, below) if name == "not" else self.shapes.text(value, below, "a template")
        if text is None:
            return None
        return Opposite(text) if name == "not" else Template(text)

    def _if(self, node: Node, otherwise: Node | None, path: str) -> Origin | None:
        hint = instead_of_if(node, otherwise)
        if hint is not None:
            items = node.items if isinstance(node, ListNode) else (node,)
            self.shapes.wrong(next(filter(is_candidate, items)), "a condition", path, hint)
            return None
        conditions = self.shapes.texts(node, path, "a condition")
        return AnyOf(conditions) if conditions else None

    def _from(self, node: Node, path: str) -> Origin | None:
        if isinstance(node, ListNode):
            candidates = self._list(node, path)
            return FirstOf(candidates) if candidates else None
        text = self.shapes.text(node, path, "an expression or a list of candidates")
        return Expression(text) if text is not None else None

    def _stop(self, name: str, node: Node, path: str) -> Stop | None:
        if self.shapes.one_of(node, ("true",), path) is None:
            return None
        return Stop("clear" if name == "clear" else "keep")

    def _entry(self, keys: Keys, node: MapNode, path: str) -> Entry | None:
        if "entry" not in keys:
            hint = "say which parts each entry has: `entry: {label: type, …}`"
            if lost := [f"`{key.value}`" for key in _parts_beside_each(node)]:
                hint = f"put {' and '.join([', '.join(lost[:-1]), lost[-1]][not lost[:-1] :])} below `entry:`, indented"
            self.shapes.missing("entry", node, path, hint)
            return None
        each = self.expression(keys["each"][1], join(path, "each")) if "each" in keys else None
        below = join(path, "entry")
        body = undashed(keys["entry"][1], "parts", "entry", self.shapes, below)
        if not isinstance(body, MapNode):
            self.shapes.wrong(body, "a mapping of parts", below)
            return None
        if not body.items:
            self.shapes.wrong_empty(body, below)
            return None
        parts = self._parts(body, below)
        return Entry(each, parts) if parts and (each is not None or "each" not in keys) else None

    def _collect(self, node: Node, path: str) -> Collect | None:
        candidates = self._list(node, path) if isinstance(node, ListNode) else _present([self._item(node, path)])
        return Collect(candidates) if candidates else None


def _is_key(name: str) -> bool:
    """Whether *name* is a key of a candidate or a setting, or may have been meant as such."""
    return name in CANDIDATE_KEYS or name in SETTINGS or closest(name, (*CANDIDATE_KEYS, *SETTINGS)) is not None


def _parts_beside_each(node: MapNode) -> list[Text]:
    """The parts of an entry that stand beside `each`, since `entry` is missing."""
    there = {key.value for key, _ in node.items}
    return [key for key, _ in node.items if not _is_key(key.value)] if "each" in there and "entry" not in there else []


def _value_of(node: MapNode, name: str) -> Node | None:
    return next((value for key, value in node.items if key.value == name), None)


def has_guard(keys: Keys) -> bool:
    """Whether there is a condition, readable or not."""
    return any(name in keys for name in GUARD_KEYS)


def _has_parts(node: MapNode) -> bool:
    return not any(key.value in PARTS_END for key, _ in node.items)


def _present(found: Iterable[_T | None]) -> tuple[_T, ...]:
    return tuple(one for one in found if one is not None)
