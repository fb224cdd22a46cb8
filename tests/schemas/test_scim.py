"""The SCIM schemas that ship, and what a mapping adds to them."""

from __future__ import annotations

import dataclasses
import pickle

import pytest

from mapper.schemas.names import Names
from mapper.schemas.scim import (
    ATTRIBUTE_TYPES,
    ENTERPRISE_USER,
    Attribute,
    InvalidExtension,
    extend,
    group_schema,
    shipped,
    user_schema,
)

ACME = "urn:acme:scim:schemas:2.0:User"
CORE = "urn:ietf:params:scim:schemas:core:2.0:User"
USER_ATTRIBUTES = [
    "schemas",
    "id",
    "externalId",
    "meta",
    "userName",
    "name",
    "displayName",
    "nickName",
    "profileUrl",
    "title",
    "userType",
    "preferredLanguage",
    "locale",
    "timezone",
    "active",
    "password",
    "emails",
    "phoneNumbers",
    "ims",
    "photos",
    "addresses",
    "groups",
    "entitlements",
    "roles",
    "x509Certificates",
]


def test_a_user_has_the_attributes_of_the_rfc():
    assert list(user_schema().attributes) == USER_ATTRIBUTES
    assert user_schema().core.id == "urn:ietf:params:scim:schemas:core:2.0:User"


def test_a_group_has_the_attributes_of_the_rfc_and_a_type():
    assert list(group_schema().core.attributes) == ["displayName", "groupType", "members"]
    assert list(group_schema().attributes["members"].attributes) == ["value", "$ref", "type", "display"]
    assert not group_schema().extensions


def test_the_enterprise_extension_is_there_from_the_start():
    enterprise = user_schema().extensions[ENTERPRISE_USER]
    assert list(enterprise.attributes) == [
        "employeeNumber",
        "costCenter",
        "organization",
        "division",
        "department",
        "manager",
    ]
    assert list(enterprise.attributes["manager"].attributes) == ["value", "$ref", "displayName"]
    assert user_schema().short_names == Names({"enterprise": ENTERPRISE_USER})


def test_groups_of_a_user_have_what_the_engine_adds():
    parts = user_schema().attributes["groups"].attributes
    assert list(parts) == ["value", "$ref", "display", "type", "groupType", "stands_for", "called"]
    assert {part.mutability for part in parts.values()} == {"readOnly"}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("userName", {"required": True, "case_exact": False, "uniqueness": "server", "multi_valued": False}),
        ("password", {"mutability": "writeOnly", "returned": "never"}),
        ("active", {"type": "boolean"}),
        ("id", {"mutability": "readOnly", "returned": "always", "case_exact": True}),
        ("profileUrl", {"type": "reference", "reference_types": ("external",)}),
        ("emails", {"type": "complex", "multi_valued": True}),
        ("emails.type", {"canonical_values": ("work", "home", "other")}),
        ("emails.primary", {"type": "boolean"}),
        ("phoneNumbers.type", {"canonical_values": ("work", "home", "mobile", "fax", "pager", "other")}),
        ("x509Certificates.value", {"type": "binary"}),
        ("meta.created", {"type": "dateTime", "mutability": "readOnly"}),
        ("schemas", {"multi_valued": True, "required": True, "returned": "always"}),
        ("addresses.primary", {"type": "boolean"}),
    ],
)
def test_an_attribute_has_the_characteristics_of_the_rfc(path, expected):
    attributes, attribute = user_schema().attributes, None
    for name in path.split("."):
        attribute = attributes[name]
        attributes = attribute.attributes
    found = {name: getattr(attribute, name) for name in expected}
    assert found == expected


@pytest.mark.parametrize("name", ["user", "enterprise_user", "group", "common"])
def test_the_data_is_that_of_schema_resources(name):
    """RFC 7643 section 7: which characteristics an attribute definition has."""
    data = shipped(name)
    if name != "common":
        assert data["schemas"] == ["urn:ietf:params:scim:schemas:core:2.0:Schema"]
        assert data["meta"]["location"].endswith(data["id"])
    attributes = [*data["attributes"], *(part for each in data["attributes"] for part in each.get("subAttributes", ()))]
    for attribute in attributes:
        assert attribute["type"] in ATTRIBUTE_TYPES
        assert ("subAttributes" in attribute) is (attribute["type"] == "complex")
        assert ("referenceTypes" in attribute) is (attribute["type"] == "reference")
        assert attribute["mutability"] in ("readOnly", "readWrite", "immutable", "writeOnly")
        assert attribute["returned"] in ("always", "never", "default", "request")
        assert attribute.get("uniqueness", "none") in ("none", "server", "global")
        assert attribute["description"].endswith(".")
        assert isinstance(attribute["multiValued"], bool)
        assert isinstance(attribute["required"], bool)


def test_names_are_found_in_any_case():
    user = user_schema()
    assert user.attributes.spelling("USERNAME") == "userName"
    assert user.attributes.find("PhoneNumbers") is user.attributes["phoneNumbers"]
    assert user.extensions.spelling(ENTERPRISE_USER.upper()) == ENTERPRISE_USER
    assert user.short_names.find("Enterprise") == ENTERPRISE_USER
    assert user.attributes.spelling("firstName") is None
    assert user.attributes.find("firstName") is None
    assert "username" not in user.attributes


def test_an_extension_is_added():
    user = extend(user_schema(), ACME, "acme", {"hireDate": "string", "level": "integer"})
    assert list(user.extensions) == [ENTERPRISE_USER, ACME]
    assert user.short_names == Names({"enterprise": ENTERPRISE_USER, "acme": ACME})
    assert user.extensions[ACME].attributes["level"].type == "integer"
    assert list(user_schema().extensions) == [ENTERPRISE_USER], "the schema itself never changes"


def test_an_extension_needs_no_short_name():
    user = extend(user_schema(), ACME, None, {"hireDate": "string"})
    assert list(user.short_names) == ["enterprise"]


def test_an_extension_that_is_there_gets_more_attributes():
    user = extend(
        user_schema(), ENTERPRISE_USER.upper(), None, {"site": "string", "department": "string", "location": "string"}
    )
    assert list(user.extensions) == [ENTERPRISE_USER]
    assert list(user.extensions[ENTERPRISE_USER].attributes)[-3:] == ["manager", "site", "location"]
    assert user.short_names["enterprise"] == ENTERPRISE_USER


def test_a_known_extension_may_have_another_short_name():
    user = extend(user_schema(), ENTERPRISE_USER, "work", {})
    assert dict(user.short_names) == {"enterprise": ENTERPRISE_USER, "work": ENTERPRISE_USER}
    assert dict(extend(user, ENTERPRISE_USER, "work", {}).short_names) == dict(user.short_names)


def test_the_core_gets_what_clients_send_there_beyond_the_rfc():
    user = extend(user_schema(), CORE.lower(), None, {"organizations": "complex", "title": "string"})
    assert list(user.attributes) == [*USER_ATTRIBUTES, "organizations"]
    assert list(user.core.attributes) == [*user_schema().core.attributes, "organizations"]
    assert dict(user.extensions) == dict(user_schema().extensions)
    assert dict(user.short_names) == dict(user_schema().short_names)


def test_a_name_with_a_dot_adds_a_part():
    user = extend(user_schema(), ENTERPRISE_USER, None, {"Manager.managerId": "string"})
    manager = user.extensions[ENTERPRISE_USER].attributes["manager"]
    assert list(manager.attributes)[-1] == "managerId"
    assert (manager.type, manager.attributes["managerId"].type) == ("complex", "string")
    assert list(user.extensions[ENTERPRISE_USER].attributes) == list(
        user_schema().extensions[ENTERPRISE_USER].attributes
    )


def test_a_part_may_be_added_to_what_was_just_declared():
    user = extend(user_schema(), ACME, "acme", {"badge": "complex", "badge.number": "integer"})
    assert user.extensions[ACME].attributes["badge"].attributes["number"].type == "integer"


@pytest.mark.parametrize(
    ("urn", "short_name", "attributes", "message", "name"),
    [
        ("acme", None, {}, "'acme' is no URN", None),
        ("urn:acme", None, {}, "'urn:acme' is no URN", None),
        ("urn:acme:a b", None, {}, "'urn:acme:a b' is no URN", None),
        (
            "urn:ietf:params:scim:schemas:core:2.0:user",
            "core",
            {},
            "attributes of the core schema have no short name",
            None,
        ),
        (CORE, None, {"UserName": "boolean"}, "'userName' is there already, of the type string", "UserName"),
        (CORE, None, {"ID": "complex"}, "'id' is there already, of the type string", "ID"),
        (CORE, None, {"title.short": "string"}, "there is no complex attribute 'title'", "title.short"),
        (CORE, None, {"name.": "string"}, "'' is no name of an attribute", "name."),
        (CORE, None, {"name.a.b": "string"}, "'a.b' is no name of an attribute", "name.a.b"),
        (CORE, None, {"name.nick": "text"}, "'text' is no type of SCIM", "name.nick"),
        (CORE, None, {"emails.PRIMARY": "string"}, "'primary' is there already, of the type boolean", "emails.PRIMARY"),
        (ACME, "a-b", {}, "'a-b' is no short name", None),
        (ACME, "", {}, "'' is no short name", None),
        (ACME, "enterprise", {}, f"the short name 'enterprise' is taken by '{ENTERPRISE_USER}'", None),
        (ACME, "Enterprise", {}, f"the short name 'Enterprise' is taken by '{ENTERPRISE_USER}'", None),
        (ACME, "acme", {"a b": "string"}, "'a b' is no name of an attribute", "a b"),
        (ACME, "acme", {"1a": "string"}, "'1a' is no name of an attribute", "1a"),
        (ACME, "acme", {"a": "text"}, "'text' is no type of SCIM", "a"),
        (ACME, "acme", {"a": "String"}, "'String' is no type of SCIM", "a"),
        (ACME, "acme", {"site": "string", "Site": "string"}, "the name 'site' is there twice", None),
        (
            ENTERPRISE_USER,
            None,
            {"Department": "boolean"},
            "'department' is there already, of the type string",
            "Department",
        ),
    ],
)
def test_an_extension_that_cannot_be(urn, short_name, attributes, message, name):
    with pytest.raises(InvalidExtension) as caught:
        extend(user_schema(), urn, short_name, attributes)
    assert str(caught.value) == message
    assert caught.value.name == name
    assert vars(pickle.loads(pickle.dumps(caught.value))) == vars(caught.value)


def test_schemas_are_cached_immutable_and_can_be_pickled():
    user = user_schema()
    assert user_schema() is user
    assert {user: 1}[user] == 1
    again = pickle.loads(pickle.dumps(user))
    assert (again.core, again.attributes, again.extensions) == (user.core, user.attributes, user.extensions)
    with pytest.raises(dataclasses.FrozenInstanceError):
        user.core.name = "x"
    with pytest.raises(TypeError):
        user.attributes["x"] = Attribute("x", "string")


def test_names_that_differ_in_case_only_are_one_name():
    with pytest.raises(ValueError, match="the name 'a' is there twice"):
        Names([("b", 1), ("a", 2), ("A", 3)])
    assert Names({"a": 1}) != {"a": 1}
    assert hash(Names({"a": 1})) == hash(Names({"a": 1}))
    assert len(Names()) == 0
