"""A target schema -> the JSON Schema of the tests of mappings that fill it, which refuses what their reader refuses.

In a payload any attribute may stand, as from a client; those of SCIM are offered and explained.
"""

from __future__ import annotations

import re

from ..cases.keys import (
    CASE_KEYS,
    EXPECTED_GROUP_KEYS,
    FILE_KEYS,
    GROUP_KEYS,
    MEMBER_KEYS,
    OF_USERS,
    PROBLEM_KEYS,
    USER_KEYS,
)
from ..context_files import CONNECTIONS, KINDS
from ..engine.checks.account import ACCOUNT_KINDS
from ..engine.outcome import REASONS_TO_KEEP
from ..engine.problem_codes import PROBLEMS
from ..schemas.names import Names
from ..schemas.scim import Attribute, ResourceSchema, group_schema, user_schema
from ..schemas.target import ObjectType, TargetSchema
from ..schemas.values import Json
from .fields import SOMETHING, about, expected_value, stored_value
from .shapes import (
    DRAFT,
    FLAG,
    TEXT,
    TEXT_OR_NULL,
    TEXTS,
    Schema,
    a_list,
    either,
    explained,
    mapping_of,
    mapping_with,
    needs_one,
    one_or_list,
)


def schema_of_tests(target: TargetSchema) -> Schema:
    """The JSON Schema of the tests of a mapping for *target*."""
    problem = mapping_with(explained(PROBLEM_KEYS, {"problem": _ref("problem"), "text": TEXT}), ["code"])
    shapes: dict[str, Schema] = {
        "text": TEXT,
        "text or null": TEXT_OR_NULL,
        "account": either(TEXT, _account()),
        "directory": either(TEXT, _directory()),
        "groups": a_list(either(TEXT, _resource(group_schema()))),
        "members": a_list(_ref("user")),
        "stored": either(TEXT_OR_NULL, _person(target, is_expected=False)),
        "resource": {},
        "expected": {},
        "fields": a_list(_field_name(target)),
        "kept fields": either(a_list(_field_name(target)), _kept(target)),
        "problems": a_list({"if": {"type": "object"}, "then": problem, "else": _ref("problem")}),
        "cases": one_or_list(_ref("case")),
    }
    return {
        "$schema": DRAFT,
        "$comment": f"Tests of mappings of scim-mapper that fill {target.name}. Made by `mapper schema --tests`.",
        **mapping_with(explained(FILE_KEYS, shapes), ["cases"]),
        "definitions": {
            "case": _case(shapes),
            "user": either(TEXT, _resource(user_schema())),
            "group": either(TEXT, _resource(group_schema())),
            "expected-person": _person(target, is_expected=True),
            "expected-group": _expected_group(),
            "problem": {"enum": [*PROBLEMS]},
            "reason": {"enum": [*REASONS_TO_KEEP]},
        },
    }


def _ref(name: str) -> Schema:
    return {"$ref": f"#/definitions/{name}"}


def _case(shapes: dict[str, Schema]) -> Schema:
    """A case: of a group where `group` stands in it, else of a user. Each refuses the keys of the other."""
    group: dict[str, Json] = {"group": _ref("group"), **dict.fromkeys(("expect", "exactly"), _ref("expected-group"))}
    user: dict[str, Json] = {"user": _ref("user"), **dict.fromkeys(("expect", "exactly"), _ref("expected-person"))}
    group |= {name: False for name in CASE_KEYS if name not in GROUP_KEYS}
    user |= {name: False for name in CASE_KEYS if name not in USER_KEYS}
    of_either = {"if": {"required": ["group"]}, "then": {"properties": group}, "else": {"properties": user}}
    return mapping_with(
        explained(CASE_KEYS, shapes),
        ["case"],
        dependencies={"expect": {"properties": {"exactly": False}}},
        allOf=[of_either, needs_one(("user", "group"), CASE_KEYS), needs_one([*OF_USERS], CASE_KEYS)],
    )


# --- what was sent, and what stands beside it ------------------------------------------------------------------------


def _resource(schema: ResourceSchema) -> Schema:
    extensions = {urn: _attributes(extension.attributes) for urn, extension in schema.extensions.items()}
    return {"type": "object", "properties": {**_attributes(schema.attributes)["properties"], **extensions}}


def _attributes(known: Names[Attribute]) -> Schema:
    return {"properties": {name: _attribute(attribute) for name, attribute in known.items()}}


def _attribute(attribute: Attribute) -> Schema:
    """An attribute, with its parts; whether it is a list of them is left to the client."""
    schema: Schema = {"description": attribute.description} if attribute.description else {}
    if attribute.attributes:
        parts = _attributes(attribute.attributes)
        schema |= {**parts, "items": parts} if attribute.multi_valued else parts
    return schema


def _account() -> Schema:
    named: dict[str, Json] = dict.fromkeys(("name", "organization", "region", "time_zone", "locale"), TEXT_OR_NULL)
    others = {"kind": {"enum": [*ACCOUNT_KINDS, None]}, CONNECTIONS: TEXTS}
    return mapping_of(TEXT_OR_NULL, properties={**named, **others})


def _directory() -> Schema:
    known = {"id": TEXT, "name": TEXT, "disabled": FLAG}
    record = mapping_of(TEXT_OR_NULL, properties=known, required=["id", "name"])
    return mapping_with(dict.fromkeys(KINDS, a_list(record)))


# --- people ----------------------------------------------------------------------------------------------------------


def _person(target: TargetSchema, *, is_expected: bool) -> Schema:
    """A person as expected or as stored; the part of a free-form field may stand by itself."""
    value = expected_value if is_expected else stored_value
    fields = {name: {"description": about(field), **value(field.type)} for name, field in target.fields.items()}
    return mapping_with(fields, patternProperties=_parts(target, SOMETHING if is_expected else {}))


def _parts(target: TargetSchema, value: Schema) -> dict[str, Json]:
    """The parts of free-form fields by names such as `custom_fields.cost_center`."""
    free = [name for name, field in target.fields.items() if isinstance(field.type, ObjectType)]
    return {f"^{re.escape(name)}\\..": value for name in free}


def _field_name(target: TargetSchema) -> Schema:
    """The name of a field, or of a part of a free-form one."""
    named: list[Json] = [{"enum": [*target.fields]}]
    return {"anyOf": [*named, *({**TEXT, "pattern": pattern} for pattern in _parts(target, {}))]}


def _kept(target: TargetSchema) -> Schema:
    reasons = {name: {"description": about(field), "allOf": [_ref("reason")]} for name, field in target.fields.items()}
    return mapping_with(reasons, patternProperties=_parts(target, _ref("reason")))


def _expected_group() -> Schema:
    member = mapping_with(explained(MEMBER_KEYS, {"text": TEXT, "expected person": _ref("expected-person")}), ["value"])
    shapes = {"text or null": TEXT_OR_NULL, "expected members": one_or_list(member, least=0)}
    return mapping_with(explained(EXPECTED_GROUP_KEYS, shapes))
