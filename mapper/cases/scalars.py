"""Nodes of YAML -> JSON values: scalars are read as written, and the place where they stand decides on the type."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from ..engine.checks.attributes import UNKNOWN_FIELD
from ..engine.checks.fields import WRONG_CONSTANT
from ..engine.conversions import spoken_type
from ..engine.diagnostics import warning
from ..engine.node_shapes import NodeShapes, join, shown
from ..engine.suggestions import closest, familiar_field
from ..engine.text import Text
from ..engine.yaml_nodes import ListNode, MapNode, Node, ScalarNode
from ..json_reader import read_json
from ..schemas.names import Names
from ..schemas.scim import Attribute, ResourceSchema
from ..schemas.target import AnyType, EnumType, FieldType, ObjectType, RecordsType, ReferenceType, TargetSchema
from ..schemas.values import InvalidPayload, Json
from .tree import AsWritten, Expected

MISSPELT: Final = warning("misspelt-attribute", "an attribute in a test that is nearly one of the schema")

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?", re.ASCII)
_BOOLEANS: Final = {"true": True, "false": False}
_ANY: Final = AnyType()


def json_scalar(text: Text) -> Json:
    """The JSON value that is written as an unquoted `true`, `false` or number; all else is text."""
    if text.style != "plain":
        return text.value
    if text.value in _BOOLEANS:
        return _BOOLEANS[text.value]
    return _number(text)


def _number(text: Text) -> Json:
    """The number that a text is, else the text. One that no computer holds (`1e999`) is no number."""
    if text.style != "plain" or not _NUMBER.fullmatch(text.value):
        return text.value
    try:
        return read_json(text.value)
    except InvalidPayload:
        return text.value


def type_of(name: str, target: TargetSchema, types: Mapping[str, FieldType]) -> FieldType:
    """The type of a field, or of a part of a free-form one: what the mapping says in *types*, or the target."""
    whole, dot, part = name.partition(".")
    field = target.fields.get(whole)
    kind: FieldType = field.type if field is not None else _ANY
    if not dot:
        return kind
    declared = kind.parts.get(part) if isinstance(kind, ObjectType) else None
    return types.get(name) or (declared.type if declared is not None else _ANY)


class PayloadNodes:
    """Reads users and groups: the SCIM schema of an attribute decides what its scalars are."""

    def __init__(self, shapes: NodeShapes) -> None:
        self._shapes = shapes

    def resource(self, node: MapNode, schema: ResourceSchema, path: str) -> dict[str, Json]:
        """The user or group in a mapping of YAML."""
        result: dict[str, Json] = {}
        for key, value in node.items:
            below = join(path, key.value)
            extension = schema.extensions.find(key.value)
            if extension is not None and isinstance(value, MapNode):
                result[key.value] = self._object(value, extension.attributes, below)
            else:
                result[key.value] = self._value(value, self._attribute(key, schema.attributes, below), below)
        return result

    def _object(self, node: MapNode, known: Names[Attribute], path: str) -> dict[str, Json]:
        result: dict[str, Json] = {}
        for key, value in node.items:
            below = join(path, key.value)
            result[key.value] = self._value(value, self._attribute(key, known, below), below)
        return result

    def _attribute(self, key: Text, known: Names[Attribute], path: str) -> Attribute | None:
        """The attribute of a name, in any case. A client may send others, but what is nearly one is told."""
        found = known.find(key.value)
        near = closest(key.value, known) if found is None else None
        if near is not None:
            message = f"there is no attribute {shown(key.value)}"
            self._shapes.found.add(MISSPELT, message, key.span, hint=f"did you mean '{near}'?", path=path)
        return found

    def _value(self, node: Node, attribute: Attribute | None, path: str) -> Json:
        if isinstance(node, ListNode):
            return [self._value(item, attribute, f"{path}[{index}]") for index, item in enumerate(node.items)]
        if isinstance(node, MapNode):
            return self._object(node, attribute.attributes if attribute else Names(), path)
        return None if node.is_null else _of_type(node.text, attribute)


def _of_type(text: Text, attribute: Attribute | None) -> Json:
    """A scalar as the type of its attribute; what cannot be of that type stays text, as a client could send it."""
    if attribute is None:
        return json_scalar(text)
    if attribute.type == "boolean":
        return _BOOLEANS.get(text.value, text.value) if text.style == "plain" else text.value
    return _number(text) if attribute.type in ("integer", "decimal") else text.value


class PersonNodes:
    """Reads what is expected of a person, or a person as stored: the type of a field decides what its scalars are.

    *types* are those of the fields, and of the parts of free-form fields as `custom_fields.cost_center`.
    """

    def __init__(self, shapes: NodeShapes, target: TargetSchema, types: Mapping[str, FieldType]) -> None:
        self._shapes = shapes
        self._target = target
        self._types = types

    def expected(self, node: MapNode, path: str) -> dict[str, Expected]:
        """The fields of an expected person, a free-form field by its parts."""
        fields: dict[str, Expected] = {}
        taken = {key.value for key, _ in node.items}
        for key, value in node.items:
            below = join(path, key.value)
            kind = self.field_type(key, below, taken)
            if isinstance(kind, ObjectType):
                fields |= self._parts(key.value, value, below)
            elif kind is not None:
                fields[key.value] = Expected(self._expected(value, kind, below), value.span)
        return fields

    def stored(self, node: MapNode, path: str) -> dict[str, Json]:
        """A person as stored."""
        person: dict[str, Json] = {}
        taken = {key.value for key, _ in node.items}
        for key, value in node.items:
            below = join(path, key.value)
            kind = self.field_type(key, below, taken)
            if isinstance(kind, ObjectType) and isinstance(value, MapNode):
                person[key.value] = {
                    part.value: self._stored(inner, self.part_type(key.value, part.value), join(below, part.value))
                    for part, inner in value.items
                }
            elif kind is not None:
                person[key.value] = self._stored(value, kind, below)
        return person

    def field_type(self, name: Text, path: str, taken: set[str] | None = None) -> FieldType | None:
        """The type of a field, or of a part written as `custom_fields.cost_center`; None after a fault.

        No fix gives one of the names *taken*, to which that of a fix is added.
        """
        whole, dot, part = name.value.partition(".")
        field = self._target.fields.get(whole)
        if field is not None and (not dot or isinstance(field.type, ObjectType)):
            return self.part_type(whole, part) if dot else field.type
        hint, fix = familiar_field(name.value, self._target.fields)
        if fix is not None and taken is not None:
            fix = fix if fix not in taken else None
            taken |= {fix} if fix is not None else set()
        message = f"there is no field {shown(name.value)}"
        self._shapes.fault(UNKNOWN_FIELD, message, name.span, path, hint, fix=fix)
        return None

    def part_type(self, field: str, part: str) -> FieldType:
        """The type of a part of a free-form field."""
        return type_of(f"{field}.{part}", self._target, self._types)

    def _parts(self, field: str, node: Node, path: str) -> dict[str, Expected]:
        if not isinstance(node, MapNode):
            self._shapes.wrong(node, "a mapping of parts", path)
            return {}
        parts = {}
        for key, value in node.items:
            below = join(path, key.value)
            expected = self._expected(value, self.part_type(field, key.value), below)
            parts[f"{field}.{key.value}"] = Expected(expected, value.span)
        return parts

    # --- values of a type ---------------------------------------------------------------------------------------------

    def _expected(self, node: Node, kind: FieldType, path: str) -> Json:
        if isinstance(node, ScalarNode) and node.is_null:
            hint = "a field that is cleared stands in `clear`, one that stays as it is in `keep`"
            self._shapes.fault(WRONG_CONSTANT, "null is no value of a field", node.span, path, hint)
            return None
        return self._typed(node, kind, path, is_expected=True)

    def _stored(self, node: Node, kind: FieldType, path: str) -> Json:
        if isinstance(node, ScalarNode) and node.is_null:
            return None
        return self._typed(node, kind, path, is_expected=False)

    def _typed(self, node: Node, kind: FieldType, path: str, *, is_expected: bool) -> Json:
        if isinstance(kind, RecordsType):
            return self._records(node, kind, path, is_expected=is_expected)
        if isinstance(kind, ReferenceType):
            return self._record_found(node, kind, path)
        if isinstance(kind, AnyType | ObjectType):
            return _untyped(node, is_expected=is_expected)
        if not isinstance(node, ScalarNode):
            self._shapes.wrong(node, f"a {spoken_type(kind)}", path)
            return None
        return self._scalar(node, kind, path, is_expected=is_expected)

    def _scalar(self, node: ScalarNode, kind: FieldType, path: str, *, is_expected: bool) -> Json:
        text = node.text
        if kind.kind == "boolean":
            flag = self._shapes.flag(node, path)
            return None if flag is None else flag.value == "true"
        if kind.kind in ("integer", "decimal"):
            number = _number(text)
            if isinstance(number, str):
                self._shapes.fault(
                    WRONG_CONSTANT, f"{shown(text.value)} is no number", node.span, path, "write digits, such as 42.5"
                )
            return number
        if isinstance(kind, EnumType) and is_expected and text.value not in kind.values:
            near = closest(text.value, kind.values)
            hint = f"did you mean '{near}'?" if near else f"it is one of {', '.join(kind.values[:_FEW])}"
            self._shapes.fault(WRONG_CONSTANT, f"{shown(text.value)} is none of its values", node.span, path, hint)
        return text.value

    def _record_found(self, node: Node, kind: ReferenceType, path: str) -> Json:
        """A record as it stands in an outcome: its key, or its id and name; all of that is text."""
        if isinstance(node, MapNode):
            return {key.value: _text_within(value) for key, value in node.items}
        hint = f"without a directory it is its key, such as {{{kind.found_by}: …}}, with one {{id: …, name: …}}"
        self._shapes.wrong(node, "a record", path, hint)
        return None

    def _records(self, node: Node, kind: RecordsType, path: str, *, is_expected: bool) -> Json:
        if not isinstance(node, ListNode):
            self._shapes.wrong(node, "a list of entries", path)
            return None
        return [
            self._record(item, kind, f"{path}[{index}]", is_expected=is_expected)
            for index, item in enumerate(node.items)
        ]

    def _record(self, node: Node, kind: RecordsType, path: str, *, is_expected: bool) -> Json:
        if not isinstance(node, MapNode):
            self._shapes.wrong(node, f"an entry with {', '.join(kind.parts)}", path)
            return None
        record: dict[str, Json] = {}
        for name, (_, value) in self._shapes.keys(node, (*kind.parts, kind.owner), path).items():
            below = join(path, name)
            if name == kind.owner:
                flag = self._shapes.flag(value, below)
                record[name] = flag is not None and flag.value == "true"
            elif is_expected:
                record[name] = self._expected(value, kind.parts[name].type, below)
            else:
                record[name] = self._stored(value, kind.parts[name].type, below)
        return record


_FEW = 12


def _untyped(node: Node, *, is_expected: bool) -> Json:
    if isinstance(node, ListNode):
        return [_untyped(item, is_expected=is_expected) for item in node.items]
    if isinstance(node, MapNode):
        return {key.value: _untyped(value, is_expected=is_expected) for key, value in node.items}
    if node.is_null:
        return None
    if is_expected and node.text.style == "plain":
        return AsWritten(node.text.value, json_scalar(node.text))
    return json_scalar(node.text)


def _text_within(node: Node) -> Json:
    if isinstance(node, ScalarNode):
        return None if node.is_null else node.text.value
    return _untyped(node, is_expected=False)
