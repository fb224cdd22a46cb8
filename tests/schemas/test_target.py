"""Target schemas: the one that ships, those of hosts, and what is wrong with them."""

from __future__ import annotations

import copy
import pickle
from dataclasses import replace

import pytest

from mapper.schemas.target import (
    EnumType,
    InvalidTargetSchema,
    ObjectType,
    RecordsType,
    ReferenceType,
    ScalarType,
    TargetField,
    TargetSchema,
    person_schema,
)

ASSET = {
    "name": "asset",
    "key": "tag",
    "fields": {
        "tag": {"type": "string", "length": "20", "required": "true"},
        "note": {"type": "text", "size": 100, "too_long": "cut"},
        "state": {"type": "enum", "values": ["new", "used"], "otherwise": "used"},
        "owner": {"type": "reference", "to": "person", "found_by": "primary_email", "create": "false"},
        "place": {"type": "reference", "to": "site"},
        "parts": {
            "type": "records",
            "owner": "imported",
            "parts": {"kind": {"type": "string", "content": "false"}, "count": {"type": "integer"}},
        },
        "more": {"type": "object", "parts": {"bought": {"type": "date"}}},
    },
}


def test_a_host_brings_its_own():
    schema = TargetSchema.from_data(ASSET)
    assert (schema.name, schema.key) == ("asset", "tag")
    assert dict(schema.fields) == {
        "tag": TargetField("tag", ScalarType("string", length=20), required=True),
        "note": TargetField("note", ScalarType("text", size=100), too_long="cut"),
        "state": TargetField("state", EnumType(("new", "used"), "used")),
        "owner": TargetField("owner", ReferenceType("person", "primary_email")),
        "place": TargetField("place", ReferenceType("site", "name")),
        "parts": schema.fields["parts"],
        "more": schema.fields["more"],
    }
    parts, more = schema.fields["parts"].type, schema.fields["more"].type
    assert isinstance(parts, RecordsType)
    assert parts.owner == "imported"
    assert dict(parts.parts) == {
        "kind": TargetField("kind", ScalarType("string"), content=False),
        "count": TargetField("count", ScalarType("integer")),
    }
    assert isinstance(more, ObjectType)
    assert dict(more.parts) == {"bought": TargetField("bought", ScalarType("date"))}


def test_a_schema_can_be_pickled_and_compared():
    schema = TargetSchema.from_data(ASSET)
    assert pickle.loads(pickle.dumps(schema)) == schema
    assert hash(TargetSchema.from_data(ASSET)) == hash(schema)
    assert person_schema() is person_schema()
    assert schema.fields.spelling("TAG") == "tag"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("name", TargetField("name", ScalarType("string", 128), required=True, too_long="cut")),
        ("primary_email", TargetField("primary_email", ScalarType("email", 128), required=True)),
        ("job_title", TargetField("job_title", ScalarType("string", 80), too_long="cut")),
        ("location", TargetField("location", ScalarType("string", 80), too_long="cut")),
        ("employeeID", TargetField("employeeID", ScalarType("string", 128))),
        ("authenticationID", TargetField("authenticationID", ScalarType("string", 128))),
        ("sourceID", TargetField("sourceID", ScalarType("string", 128))),
        ("supportID", TargetField("supportID", ScalarType("string", 50))),
        ("source", TargetField("source", ScalarType("string", 30))),
        ("information", TargetField("information", ScalarType("text", size=65536), too_long="cut")),
        ("locale", TargetField("locale", ScalarType("locale", 5))),
        ("time_zone", TargetField("time_zone", ScalarType("time_zone"))),
        ("time_format_24h", TargetField("time_format_24h", ScalarType("boolean"))),
        ("vip", TargetField("vip", ScalarType("boolean"))),
        ("disabled", TargetField("disabled", ScalarType("boolean"))),
        ("auto_translation", TargetField("auto_translation", ScalarType("boolean"))),
        ("exclude_team_notifications", TargetField("exclude_team_notifications", ScalarType("boolean"))),
        ("cost_per_hour", TargetField("cost_per_hour", ScalarType("decimal"))),
        (
            "send_email_notifications",
            TargetField("send_email_notifications", EnumType(("always", "when_offline", "never"))),
        ),
        (
            "show_notification_popup",
            TargetField("show_notification_popup", EnumType(("always", "important_only", "never"))),
        ),
        ("do_not_translate_languages", TargetField("do_not_translate_languages", ScalarType("string"))),
        ("organization", TargetField("organization", ReferenceType("organization", "name", create=True))),
        ("site", TargetField("site", ReferenceType("site", "name", create=True))),
        ("manager", TargetField("manager", ReferenceType("person", "scim_id"))),
        ("work_hours", TargetField("work_hours", ReferenceType("calendar", "name"))),
        ("id", TargetField("id", ScalarType("string"), read_only=True)),
        ("created_at", TargetField("created_at", ScalarType("datetime"), read_only=True)),
        ("updated_at", TargetField("updated_at", ScalarType("datetime"), read_only=True)),
    ],
)
def test_a_person_has_the_field(name, expected):
    assert replace(person_schema().fields[name], description="") == expected


def test_every_field_of_a_person_is_described_in_a_sentence():
    described = {name: field.description for name, field in person_schema().fields.items()}
    assert [name for name, text in described.items() if not text.endswith(".") or "\n" in text] == []


def test_a_description_is_a_text():
    fields = {"name": {"type": "string", "description": "What people call them."}}
    data = {"name": "employee", "key": "name", "fields": fields}
    assert TargetSchema.from_data(data).fields["name"].description == "What people call them."
    fields["name"]["description"] = 7
    with pytest.raises(InvalidTargetSchema, match="a text is due here"):
        TargetSchema.from_data(data)


def test_a_person_has_lists_and_free_parts():
    person = person_schema()
    assert person.key == "primary_email"
    assert len(person.fields) == 32
    contacts, addresses = person.fields["contacts"].type, person.fields["addresses"].type
    assert isinstance(contacts, RecordsType)
    assert isinstance(addresses, RecordsType)
    assert contacts.owner == addresses.owner == "integration"
    assert {name: part.type.kind for name, part in contacts.parts.items()} == {
        "label": "enum",
        "telephone": "phone",
        "email": "email",
    }
    labels = EnumType(("work", "home", "mobile", "fax", "pager", "other"), "other")
    assert contacts.parts["label"] == TargetField("label", labels, content=False)
    assert addresses.parts["label"].type == EnumType(("home", "mailing"), "mailing")
    lengths = {name: part.type.length for name, part in addresses.parts.items() if isinstance(part.type, ScalarType)}
    assert lengths == {"address": 1024, "city": 128, "state": 30, "zip": 20, "country": None}
    assert person.fields["custom_fields"].type.kind == "object"


def test_the_currencies_are_those_of_iso_4217():
    type_ = person_schema().fields["cost_per_hour_currency"].type
    assert isinstance(type_, EnumType)
    assert {"EUR", "USD", "JPY", "CHF", "INR"} <= set(type_.values)
    assert all(len(code) == 3 and code.isalpha() and code.isupper() for code in type_.values)
    assert list(type_.values) == sorted(type_.values)


def changed(**changes: object) -> dict[str, object]:
    data = copy.deepcopy(ASSET)
    for path, value in changes.items():
        *above, last = path.split("__")
        place = data
        for name in above:
            place = place[name]
        place[last] = value
    return data


@pytest.mark.parametrize(
    ("data", "path", "message"),
    [
        ([], "", "an object is due here, and this is a list"),
        ({}, "", "'fields' is missing"),
        (changed(fields=[]), "fields", "an object is due here, and this is a list"),
        (changed(colour="x"), "", "unknown key 'colour'"),
        (changed(name=""), "name", "a text is due here, and this is blank text"),
        (changed(key="serial"), "key", "there is no field 'serial'"),
        (changed(key="parts"), "key", "'parts' is no single value"),
        (changed(fields__tag="string"), "fields.tag", "an object is due here, and this is text"),
        (changed(fields__tag={}), "fields.tag", "'type' is missing"),
        (changed(fields__tag__type="txt"), "fields.tag.type", "'txt' is no type"),
        (changed(fields__tag__type=None), "fields.tag.type", "a text is due here, and this is null"),
        (changed(fields__tag__values=["a"]), "fields.tag", "unknown key 'values'"),
        (changed(fields__tag__length="0"), "fields.tag.length", "a positive number is due here, and this is text"),
        (
            changed(fields__tag__length="9" * 5000),
            "fields.tag.length",
            "a positive number is due here, and this is text",
        ),
        (changed(fields__tag__size=80), "fields.tag", "unknown key 'size'"),
        (changed(fields__tag={"type": "text", "length": 9}), "fields.tag", "unknown key 'length'"),
        (changed(fields__tag={"type": "boolean", "length": 9}), "fields.tag", "unknown key 'length'"),
        (changed(fields__tag__length=-1), "fields.tag.length", "a positive number is due here, and this is a number"),
        (
            changed(fields__tag__length=True),
            "fields.tag.length",
            "a positive number is due here, and this is a boolean",
        ),
        (changed(fields__tag__required="yes"), "fields.tag.required", "true or false is due here, and this is text"),
        (changed(fields__tag__too_long="drop"), "fields.tag.too_long", "'drop' is no too_long"),
        (changed(fields__TAG={"type": "string"}), "fields", "the name 'tag' is there twice"),
        (changed(fields={"a b": {"type": "string"}}), "fields.a b", "'a b' is no name of a field"),
        (changed(fields={1: {"type": "string"}}), "fields.1", "'1' is no name of a field"),
        (changed(fields__state__values=[]), "fields.state.values", "a list of texts is due here, and this is a list"),
        (changed(fields__state__values=["a", "a"]), "fields.state.values", "a value is there twice"),
        (changed(fields__state__values="iso_1"), "fields.state.values", "'iso_1' is no values"),
        (changed(fields__state__otherwise="lost"), "fields.state.otherwise", "'lost' is none of the values"),
        (changed(fields__owner={"type": "reference"}), "fields.owner", "'to' is missing"),
        (changed(fields__parts={"type": "records", "owner": "x"}), "fields.parts", "'parts' is missing"),
        (changed(fields__parts__owner="count"), "fields.parts.owner", "the flag 'count' is a part as well"),
        (changed(fields__parts__parts={}), "fields.parts.parts", "no part is content"),
        (
            changed(fields__parts__parts__count={"type": "records"}),
            "fields.parts.parts.count.type",
            "'records' is no type",
        ),
    ],
)
def test_a_schema_that_cannot_be_used(data, path, message):
    with pytest.raises(InvalidTargetSchema) as caught:
        TargetSchema.from_data(data)
    assert (caught.value.path, caught.value.message) == (path, message)
    told = f"{message}; {caught.value.hint}" if caught.value.hint else message
    assert str(caught.value) == (f"{path}: {told}" if path else told)
    assert vars(pickle.loads(pickle.dumps(caught.value))) == vars(caught.value)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (changed(fields__tag="string"), "fields.tag: an object is due here, and this is text; such as {type: string}"),
        (changed(fields__tag__lenght=4), "fields.tag: unknown key 'lenght'; the keys are type, required, "),
        (changed(fields__tag__type="str"), "fields.tag.type: 'str' is no type; choose from string, text, "),
    ],
)
def test_a_traceback_tells_what_to_do(data, said):
    with pytest.raises(InvalidTargetSchema) as caught:
        TargetSchema.from_data(data)
    assert str(caught.value).startswith(said)
