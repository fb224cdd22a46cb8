"""JSON values -> YAML in block style that is read back as the same values, without needless quotes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from json.encoder import encode_basestring
from typing import TypeAlias

from ..engine.text import Source
from ..engine.yaml_nodes import MapNode, ScalarNode, parse
from ..json_writer import write_json
from ..schemas.names import Names
from ..schemas.scim import Attribute, ResourceSchema
from ..schemas.target import AnyType, FieldType, ObjectType, RecordsType
from ..schemas.values import Json
from .scalars import json_scalar


@dataclass(frozen=True, slots=True)
class Scalar:
    """A scalar as it is to stand in the file."""

    text: str


TypeOf: TypeAlias = Callable[[str], FieldType]
"""Gives the type of a field, or of a part of a free-form one such as `custom_fields.cost_center`."""

Written: TypeAlias = "Scalar | list[Written] | dict[str, Written]"


def block(value: Written, margin: str) -> list[str]:
    """The lines of a value, each with *margin* before it."""
    if isinstance(value, Scalar):
        return [margin + value.text]
    if isinstance(value, list):
        lines = []
        for item in value:
            is_empty = not isinstance(item, Scalar) and not item
            inner = [f"{margin}  {_nothing(item)}"] if is_empty else block(item, f"{margin}  ")
            lines += [f"{margin}- {inner[0][len(margin) + 2 :]}", *inner[1:]]
        return lines
    lines = []
    for name, part in value.items():
        key = margin + as_text(name).text
        if isinstance(part, Scalar):
            lines.append(f"{key}: {part.text}")
        elif not part:
            lines.append(f"{key}: {_nothing(part)}")
        else:
            lines += [f"{key}:", *block(part, margin + "  ")]
    return lines


def _nothing(value: Written) -> str:
    return "[]" if isinstance(value, list) else "{}"


# --- scalars ---------------------------------------------------------------------------------------------------------


def as_text(value: Json) -> Scalar:
    """A scalar where text is due: a text that looks like a number needs no quotes."""
    return Scalar(_plain(value) or encode_basestring(value)) if isinstance(value, str) else Scalar(write_json(value))


def as_json(value: Json) -> Scalar:
    """A scalar where nothing is known of its type: a text that looks like a number has quotes."""
    if isinstance(value, str) and _is_json(value):
        return Scalar(encode_basestring(value))
    return as_text(value)


def _is_json(text: str) -> bool:
    found = _read_plain(text)
    return found is None or not isinstance(json_scalar(found.text), str)


def _plain(text: str) -> str | None:
    return text if _read_plain(text) is not None else None


@lru_cache(maxsize=1024)
def _read_plain(text: str) -> ScalarNode | None:
    """What the reader makes of *text* without quotes, as a key, a value and an item; None when that is not *text*."""
    if not text or "\n" in text or not text.isprintable():
        return None
    root, found = parse(Source("", f"- {text}: {text}\n- {text}\n"))
    if len(found) or root is None or isinstance(root, ScalarNode | MapNode) or len(root.items) != 2:
        return None
    pair, item = root.items
    if not isinstance(pair, MapNode) or len(pair.items) != 1 or not isinstance(item, ScalarNode) or item.is_null:
        return None
    key, value = pair.items[0]
    same = isinstance(value, ScalarNode) and (key.value, value.text.value, item.text.value) == (text, text, text)
    return item if same and item.text.style == "plain" else None


# --- values of a type ------------------------------------------------------------------------------------------------


def _shaped(value: Json, scalar: Callable[[Json], Scalar]) -> Written:
    """A value all of whose scalars are written alike."""
    if isinstance(value, dict):
        return {name: _shaped(part, scalar) for name, part in value.items()}
    return [_shaped(part, scalar) for part in value] if isinstance(value, list | tuple) else scalar(value)


def texts(value: Json) -> Written:
    """A value in which all scalars are texts, as in an account or a directory."""
    return _shaped(value, as_text)


def resource(payload: Mapping[str, Json], schema: ResourceSchema) -> Written:
    """A user or a group: the attributes of its schema decide where text is due."""
    result: dict[str, Written] = {}
    for name, value in payload.items():
        extension = schema.extensions.find(name)
        if extension is not None and isinstance(value, dict):
            result[name] = _object(value, extension.attributes)
        else:
            result[name] = _attribute(value, schema.attributes.find(name))
    return result


def _object(value: Mapping[str, Json], known: Names[Attribute]) -> Written:
    return {name: _attribute(part, known.find(name)) for name, part in value.items()}


def _attribute(value: Json, attribute: Attribute | None) -> Written:
    if isinstance(value, list | tuple):
        return [_attribute(each, attribute) for each in value]
    if isinstance(value, dict):
        return _object(value, attribute.attributes if attribute is not None else Names())
    is_text = attribute is not None and attribute.type not in ("boolean", "integer", "decimal")
    return as_text(value) if is_text else as_json(value)


def person(fields: Mapping[str, Json], kind_of: TypeOf, *, is_stored: bool) -> Written:
    """A person; *kind_of* gives the type of a field. Only of a stored one it counts whose the entries of a list are."""
    return {name: _field(value, kind_of, name, is_stored=is_stored) for name, value in fields.items()}


def _field(value: Json, kind_of: TypeOf, name: str, *, is_stored: bool) -> Written:
    kind = kind_of(name)
    if isinstance(kind, ObjectType) and isinstance(value, dict):
        return {part: _typed(inner, kind_of(f"{name}.{part}")) for part, inner in value.items()}
    if isinstance(kind, RecordsType) and isinstance(value, list):
        return [
            {part: _typed(inner, _part(kind, part)) for part, inner in entry.items() if is_stored or part != kind.owner}
            for entry in value
        ]
    return _typed(value, kind)


def _part(kind: RecordsType, name: str) -> FieldType:
    return kind.parts[name].type if name in kind.parts else AnyType()


def _typed(value: Json, kind: FieldType) -> Written:
    return _shaped(value, as_json if isinstance(kind, AnyType | ObjectType) else as_text)
