"""Fixes that declare what a payload has: what they write, that it helps, and where there is none."""

from __future__ import annotations

import json

import pytest

from mapper.files import check_text
from mapper.preview import preview
from mapper.schemas.values import Json

URN = "urn:acme:params:scim:schemas:extension:Custom:2.0:User"
HEAD = "mapping: 1\nname: small\n"
USERS = "users:\n  person:\n    primary_email: userName\n    name: userName\n"
DECLARED = f"extensions:\n  - id: {URN}\n    as: acme\n    attributes:\n      room: string\n      floor: integer\n"
SENT = {"userName": "b@example.com", URN: {"room": "R1", "floor": 3}}


def offered(mapping: str, payload: Json) -> dict[str, str]:
    """The mapping after each fix that declares something, by the title of the fix."""
    after = {}
    for fault in preview(mapping, json.dumps(payload))["faults"]:
        for fix in fault["fixes"]:
            if fix["title"].startswith("Declare"):
                (edit,) = fix["edits"]
                assert edit["from"] == edit["to"]
                after[fix["title"]] = mapping[: edit["from"]] + edit["insert"] + mapping[edit["to"] :]
    return after


@pytest.mark.parametrize(
    "expression", [f"'\"{URN}\".room'", f'"\\"{URN}\\".room"', f"{URN}:room", f"{URN.lower()}.room", "acme.room"]
)
def test_an_extension_is_declared_as_the_payload_has_it(expression: str) -> None:
    mapping = f"{HEAD}\n# Who comes in.\n{USERS}    location: {expression}\n"
    after = offered(mapping, SENT)
    assert after == {"Declare `acme` in `extensions`": mapping.replace("# Who", f"{DECLARED}\n# Who")}
    _, found = check_text(after["Declare `acme` in `extensions`"])
    assert all(fault.fix is not None for fault in found)  # `write acme.room`


def test_the_name_that_a_rule_has_for_it_is_taken() -> None:
    assert offered(f"{HEAD}{USERS}    location: hr.room\n", SENT) == {
        "Declare `hr` in `extensions`": f"{HEAD}{DECLARED}\n{USERS}    location: hr.room\n".replace("acme\n", "hr\n")
    }


@pytest.mark.parametrize(
    ("before", "field", "title", "after"),
    [
        (DECLARED, "job_title: acme.badge", "badge", f"{DECLARED}      badge: string\n"),
        (
            f"extensions:\n- {{id: {URN}, as: acme, attributes: {{room: string}}}} # ours\n",
            "job_title: acme.badge",
            "badge",
            f"extensions:\n- {{id: {URN}, as: acme, attributes: {{room: string, badge: string}}}} # ours\n",
        ),
        (
            f"{DECLARED}  # the last\n\n",
            "job_title: badge",
            "badge",
            f"{DECLARED}  - id: urn:ietf:params:scim:schemas:core:2.0:User\n    attributes:\n      badge: integer\n"
            "  # the last\n\n",
        ),
        (
            "",
            "job_title: enterprise.badge",
            "badge",
            "extensions:\n  - id: urn:ietf:params:scim:schemas:extension:enterprise:2.0:User\n    attributes:\n"
            "      badge: boolean\n\n",
        ),
        (
            "extensions:\n  - id: urn:other:User\n    as: acme\n    attributes: {x: string}\n",
            f"job_title: '\"{URN}\".badge'",
            URN,
            "extensions:\n  - id: urn:other:User\n    as: acme\n    attributes: {x: string}\n"
            f"  - id: {URN}\n    attributes:\n      badge: string\n",
        ),
    ],
    ids=["a block", "in braces", "the core", "the enterprise extension", "a short name that is taken"],
)
def test_it_comes_behind_what_is_declared(before: str, field: str, title: str, after: str) -> None:
    enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
    payload = {"userName": "b@example.com", "badge": 17, URN: {"badge": "B1"}, enterprise: {"badge": True}}
    mapping = f"{HEAD}{before}{USERS}    {field}\n"
    assert offered(mapping, payload)[f"Declare `{title}` in `extensions`"] == f"{HEAD}{after}{USERS}    {field}\n"


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (["a"], "string"),
        ([True, None], "boolean"),
        ([1, 2.5], "decimal"),
        ([12345678901234567890], "integer"),
        ([{"a": 1}], "complex"),
        ([["a"], []], "complex"),
        ([None], None),
        (["a", 1], None),
        ([True, 1], None),
    ],
)
def test_the_type_is_that_of_all_payloads(values: list[Json], kind: str | None) -> None:
    payloads = [{"userName": f"u{at}@example.com", URN: {"x": value}} for at, value in enumerate(values)]
    after = offered(f"{HEAD}{USERS}    custom_fields:\n      x: acme.x\n", payloads)
    assert [f"      x: {kind}\n" in text for text in after.values()] == ([] if kind is None else [True])


@pytest.mark.parametrize(
    ("mapping", "payload"),
    [
        (f"{USERS}    location: acme.room\n", {"userName": "b@example.com"}),
        (f"{USERS}    location: acme.desk\n", SENT),
        (f"{USERS}    location: acme.room\n", {**SENT, "urn:other:User": {"room": "R2"}}),
        (f"{USERS}    location: acme.room\n", {**SENT, "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"]}),
        (f"{USERS}    location: titel\n", SENT),
        (f"extensions: []\n{USERS}    location: acme.room\n", SENT),
        (f"{USERS}    location: '\"urn:a b:User\".room'\n", {"urn:a b:User": {"room": "R1"}}),
        (f"{USERS}    location: acme.room\n", {"urn:x:User: {}\nusers: ": {"room": "R1"}}),
        (f"{USERS}    location: acme.room\n", {URN: {"room: string\nusers:": "R1"}}),
    ],
    ids=[
        "nothing sent", "not sent", "two of them", "a group", "a typo", "an empty list", "no URN",
        "a hostile URN", "a hostile name",
    ],
)  # fmt: skip
def test_what_is_not_certain_is_not_offered(mapping: str, payload: Json) -> None:
    assert offered(HEAD + mapping, payload) == {}


def test_only_a_few_are_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []

    def check(text: str, *, name: str) -> object:
        tried.append(text)
        return check_text(text, name=name)

    monkeypatch.setattr("mapper.preview.declaring.check_text", check)
    fields = "".join(f"      f{at}: attribute{at}\n" for at in range(20))
    payload = {f"attribute{at}": "x" for at in range(20)}
    assert len(offered(f"{HEAD}{USERS}    custom_fields:\n{fields}", payload)) == 3
    assert len(tried) == 3
