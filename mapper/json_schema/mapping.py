"""A target schema -> the JSON Schema of the mappings that fill it.

It refuses what the reader refuses (keys, shapes, words), and of what the check refuses fields that are not there, and
sources and settings that a field of that type does not have. What an expression says, only `mapper check` knows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from ..engine.field_keys import BESIDE, refused_sources, settings_of_type
from ..engine.keys import (
    CANDIDATE_KEYS,
    CONTENT_KEYS,
    DEFAULT_KEYS,
    EXTENSION_KEYS,
    FILE_KEYS,
    GROUP_KEYS,
    GUARD_KEYS,
    NAME,
    ORIGIN_KEYS,
    PARTS_END,
    RULE_KEYS,
    SETTINGS,
    SLUG,
    TABLE_KEYS,
)
from ..schemas.scim import ATTRIBUTE_TYPES
from ..schemas.target import (
    SCALAR_KINDS,
    AnyType,
    FieldType,
    ObjectType,
    RecordsType,
    ReferenceType,
    TargetField,
    TargetSchema,
)
from ..schemas.values import Json
from .fields import about
from .shapes import (
    ANYTHING,
    DRAFT,
    FLAG,
    TEXT,
    TEXTS,
    Schema,
    a_list,
    conflicts,
    either,
    explained,
    like,
    mapping_of,
    mapping_with,
    needs_one,
    one_of,
    one_or_list,
)

_NAMED: Final = like(NAME, "A name has letters, digits and _.")


def schema_of_mappings(target: TargetSchema) -> Schema:
    """The JSON Schema of a mapping for *target*."""
    return _Mapping(target).whole()


class _Mapping:
    """The schema on its way: `definitions` has what several places refer to."""

    def __init__(self, target: TargetSchema) -> None:
        self._target = target
        self._definitions: dict[str, Json] = {}
        self._shapes: dict[str, Schema] = {
            "version": {"enum": [1, "1"]},
            "slug": like(SLUG, "A name has small letters, digits, - and _, at most 64."),
            "text": TEXT,
            "texts": TEXTS,
            "expression": TEXT,
            "conditions": TEXTS,
            "template": TEXT,
            "constant": ANYTHING,
            "flag": FLAG,
            "true": {"enum": [True, "true"]},
            "type of part": one_of(SCALAR_KINDS),
            "short name": _NAMED,
            "attributes": mapping_of(one_of(ATTRIBUTE_TYPES)),
            "named expressions": mapping_of(TEXT, propertyNames=_NAMED),
            "rows": mapping_of(ANYTHING),
            "names": mapping_of(TEXTS),
        }

    def whole(self) -> Schema:
        """The schema of a file."""
        shapes: dict[str, Schema] = {
            **self._shapes,
            "extensions": one_or_list(mapping_with(explained(EXTENSION_KEYS, self._shapes), ["id"]), least=0),
            "settings": mapping_with(explained(DEFAULT_KEYS, self._shapes)),
            "tables": mapping_of(self._table()),
            "user rules": self._rules("users"),
            "group rules": self._rules("groups"),
        }
        named = {"enum": [self._target.name]}
        properties = explained(FILE_KEYS, shapes)
        properties["target"] = {"description": FILE_KEYS["target"].about, **named}
        required = ["mapping", "name", *(["target"] if self._target.name != "person" else [])]
        return {
            "$schema": DRAFT,
            "$comment": f"A mapping of scim-mapper that fills {self._target.name}. Made by `mapper schema`.",
            **mapping_with(properties, required),
            "definitions": self._definitions,
        }

    def _define(self, name: str, make: Callable[[], Schema]) -> Schema:
        """A reference to the definition *name*, which is made when it is asked for first."""
        if name not in self._definitions:
            self._definitions[name] = {}  # it may refer to itself
            self._definitions[name] = make()
        return {"$ref": f"#/definitions/{name}"}

    def _table(self) -> Schema:
        of_content = {"dependencies": conflicts(CONTENT_KEYS), **needs_one(CONTENT_KEYS, TABLE_KEYS)}
        return mapping_with(explained(TABLE_KEYS, self._shapes), **of_content)

    # --- rules --------------------------------------------------------------------------------------------------------

    def _rules(self, section: str) -> Schema:
        in_groups = section == "groups"
        keys = {**RULE_KEYS, **GROUP_KEYS} if in_groups else RULE_KEYS
        person = mapping_with(
            {
                name: {"description": about(field), **self._field(field, section)}
                for name, field in self._target.fields.items()
                if not field.read_only
            }
        )
        shapes = {**self._shapes, "person": self._define(f"person-of-{section}", lambda: person)}
        needed = needs_one(("person", "stands_for"), keys) if in_groups else {"required": ["person"]}
        rule = mapping_with(explained(keys, shapes), dependencies=conflicts([*GUARD_KEYS]), **needed)
        return one_or_list(self._define(f"rule-of-{section}", lambda: rule))

    # --- fields -------------------------------------------------------------------------------------------------------

    def _field(self, field: TargetField, section: str) -> Schema:
        kind = field.type
        if isinstance(kind, ObjectType):
            return self._define(f"{field.name}-of-{section}", lambda: self._object(field.name, kind, section))
        name = self._kind_name(field)
        return self._define(
            f"{name}-of-{section}",
            lambda: self._with_candidates(name, kind, section),
        )

    @staticmethod
    def _kind_name(field: TargetField) -> str:
        """The name that all fields share that take the same keys."""
        kind = field.type
        if isinstance(kind, RecordsType):
            return field.name
        if isinstance(kind, ReferenceType):
            return "made-reference" if kind.create else "reference"
        return kind.kind if kind.kind in ("boolean", "any") else "value"

    def _object(self, name: str, kind: ObjectType, section: str) -> Schema:
        """A free-form object: its parts, or where one of the keys says so a source of the whole."""
        parts: dict[str, Json] = {
            part.name: {"description": about(part), **self._field(part, section)} for part in kind.parts.values()
        }
        free = self._field(TargetField("part", AnyType()), section)
        of_parts = {"properties": parts, "additionalProperties": free, "minProperties": 1}
        whole = self._with_candidates(f"{name}-as-a-whole", kind, section)
        types = whole.pop("type")
        has_parts = {"type": "object", "propertyNames": {"not": {"enum": sorted(PARTS_END)}}}
        return {"type": types, "if": has_parts, "then": of_parts, "else": whole}

    def _with_candidates(self, name: str, kind: FieldType, section: str) -> Schema:
        """A field: an expression, a list of candidates, or a mapping that is a candidate with settings."""
        item = self._define(f"candidate-of-{name}-of-{section}", lambda: self._candidate(name, kind, section, ()))
        settings = settings_of_type(kind, section)
        return either(self._candidate(name, kind, section, settings), a_list(item, least=1))

    def _candidate(self, name: str, kind: FieldType, section: str, settings: Iterable[str]) -> Schema:
        """A candidate of a field of this type, with the settings of the field beside it."""
        refused = refused_sources(kind)
        origins = [key for key in ORIGIN_KEYS if key not in refused]
        keys = {key: CANDIDATE_KEYS[key] for key in CANDIDATE_KEYS if key not in refused}
        keys |= {key: SETTINGS[key] for key in settings}
        own = self._own_shapes(name, kind, section)
        properties: dict[str, Json] = {
            key: {"description": known.about, **own[key]} if key in own else self._key(key)
            for key, known in keys.items()
        }
        needs: dict[str, Json] = {**conflicts([*origins, "then"], BESIDE), **conflicts([*GUARD_KEYS])}
        if "each" in origins:
            needs["each"] = {**needs["each"], "required": ["entry"]}
        if "else" in keys and section == "users":
            needs["else"] = ["if"]
        return either(TEXT, mapping_with(properties, dependencies=needs, **needs_one(origins, keys)))

    def _own_shapes(self, name: str, kind: FieldType, section: str) -> dict[str, Schema]:
        """What the keys take that take something else in each type of field."""
        item: Schema = {"$ref": f"#/definitions/candidate-of-{name}-of-{section}"}
        own: dict[str, Schema] = {"from": either(TEXT, a_list(item, least=1))}
        if isinstance(kind, RecordsType):
            own |= {"collect": one_or_list(item), "entry": self._parts(kind, section)}
        if isinstance(kind, ReferenceType) and not kind.create:
            own["not_found"] = one_of([word for word in SETTINGS["not_found"].words if word != "create"])
        return own

    def _parts(self, kind: RecordsType, section: str) -> Schema:
        """The parts of an entry."""
        parts = {name: {"description": about(part), **self._field(part, section)} for name, part in kind.parts.items()}
        return mapping_with(parts, minProperties=1)

    def _key(self, name: str) -> Schema:
        """A key that is the same for all fields."""
        return self._define(
            f"key-{name}",
            lambda: explained({name: CANDIDATE_KEYS.get(name) or SETTINGS[name]}, self._shapes)[name],
        )
