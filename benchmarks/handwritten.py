"""A SCIM user in, an Outcome out: what `mappings/default.yaml` says, written by hand in plain Python.

The measure for the generated function. It gives the same person, the same reasons and the same problems (but for their
place in a mapping) for a host without directory and account, and normalises the payload by the same function: names in
any case, texts for booleans, one object for a list.
"""

from __future__ import annotations

from benchmarks.person_by_hand import Person
from benchmarks.values_by_hand import (
    Unfit,
    WrongArgument,
    boolean,
    country,
    email_address,
    flat,
    is_blank,
    kind_of,
    limited,
    list_of,
    locale,
    object_of,
    phone,
    text_of,
    time_zone,
    type_of,
)
from mapper import Outcome, Problem
from mapper.engine.functions.identity import email_of
from mapper.schemas.normalise import normalise
from mapper.schemas.scim import ENTERPRISE_USER, ResourceSchema
from mapper.schemas.values import Json

_CONTACT_LABELS = ("work", "home", "mobile", "fax", "pager", "other")
_ADDRESS_LABELS = ("home", "mailing")
_BELOW = f"/{ENTERPRISE_USER}"


def map_user(payload: Json, schema: ResourceSchema, current: dict[str, Json] | None = None) -> Outcome:
    """The outcome for the SCIM User *payload*; *current* is the person as stored."""
    user = normalise(payload, schema).payload
    person = Person(current)
    extension = object_of(user.get(ENTERPRISE_USER))
    no_extension = is_blank(user, ENTERPRISE_USER)

    _primary_email(person, user)
    _name(person, user)
    person.text("job_title", user, "title", 80, cut=True, clear=True)
    person.text("employeeID", extension, "employeeNumber", 128, _BELOW, blank=no_extension, clear=True)
    person.text("supportID", extension, "supportID", 50, _BELOW, blank=no_extension, clear=True)
    person.text("location", extension, "location", 80, _BELOW, blank=no_extension, cut=True, clear=True)
    _organization(person, user, extension, no_extension)
    person.text("site", extension, "site", None, _BELOW, blank=no_extension, key="name")
    manager, blank = object_of(extension.get("manager")), no_extension or is_blank(extension, "manager")
    person.text("manager", manager, "value", None, f"{_BELOW}/manager", blank=blank, clear=True, key="scim_id")
    if person.is_new:
        person.single("locale", locale, user, "locale")
        person.single("time_zone", time_zone, user, "timezone")
    else:
        person.keep["locale"] = person.keep["time_zone"] = "write: create"
    person.single("vip", _is_vip, user, "userType")
    person.single("disabled", is_inactive, user, "active")
    _contacts(person, user)
    _addresses(person, user)
    person.values["source"] = "SCIM"
    person.text("sourceID", user, "id", 128)
    return person.outcome()


# --- fields with rules of their own ----------------------------------------------------------------------------------


def _primary_email(person: Person, user: dict[str, Json]) -> None:
    """The login if it is an e-mail address, else the primary address, else the first."""
    failed: list[Problem] = []
    value = person.fit(email_address, user.get("userName"), "primary_email", "/userName", failed)
    if value is not None:
        person.values["primary_email"] = value
        return
    emails = list_of(user.get("emails"))
    primary = _first([each for each in emails if object_of(each).get("primary")])
    value = person.fit(email_address, primary, "primary_email", "/emails", failed)
    if value is None:
        value = person.fit(email_address, _first(flat(emails)), "primary_email", "/emails", failed)
    blank = is_blank(user, "userName") or is_blank(user, "emails")
    person.end("primary_email", value, failed, blank or any(is_blank(each, "value") for each in flat(emails)))


def _first(emails: list[Json]) -> Json:
    """The first value of e-mail addresses that is there."""
    return next((value for email in emails if (value := object_of(email).get("value")) is not None), None)


def _name(person: Person, user: dict[str, Json]) -> None:
    """The display name, else a login that is no e-mail address, else the formatted name, else its parts."""
    failed: list[Problem] = []
    value = person.fit(limited, user.get("displayName"), "name", "/displayName", failed, 128, True)
    if value is None:
        value = person.fit(_login, user.get("userName"), "name", "/userName", failed)
    name = object_of(user.get("name"))
    if value is None:
        value = person.fit(limited, name.get("formatted"), "name", "/name/formatted", failed, 128, True)
    if value is None:
        value = person.fit(_full_name, name, "name", "/name/givenName", failed)
    blank = value is None and (
        is_blank(user, "displayName")
        or is_blank(user, "userName")
        or is_blank(user, "name")
        or any(is_blank(name, part) for part in ("formatted", "givenName", "familyName"))
    )
    person.end("name", value, failed, blank)


def _organization(person: Person, user: dict[str, Json], extension: dict[str, Json], no_extension: bool) -> None:
    """The organization of the extension, else the first that a group bears the name of."""
    failed: list[Problem] = []
    pointer = f"{_BELOW}/organization"
    name = person.fit(limited, extension.get("organization"), "organization", pointer, failed, None, False)
    if name is None:
        groups = [object_of(group).get("display") for group in list_of(user.get("groups"))]
        name = min((group for group in groups if type(group) is str), default=None)
    blank = name is None and (no_extension or is_blank(extension, "organization"))
    person.end("organization", {"name": name} if name is not None else None, failed, blank)


def _contacts(person: Person, user: dict[str, Json]) -> None:
    """The phone numbers, and the e-mail addresses but for the primary one."""
    phones, emails = user.get("phoneNumbers"), user.get("emails")
    if type(phones) is not list and type(emails) is not list:
        blank = is_blank(user, "phoneNumbers") or is_blank(user, "emails")
        person.end("contacts", None, [], blank, clear=True)
        return
    unread: list[Problem] = []
    numbers = _telephones(person, phones, unread) if type(phones) is list else None
    addresses = _other_addresses(person, emails, unread) if type(emails) is list else None
    if numbers is None and addresses is None:
        person.end("contacts", None, unread, False)
        return
    person.problems += unread
    person.values["contacts"] = unique((numbers or []) + (addresses or []))


def _telephones(person: Person, phones: list[Json], unread: list[Problem]) -> list[Json] | None:
    entries: list[Json] = []
    before = len(person.problems)
    for index, each in enumerate(phones):
        sent = object_of(each)
        number = person.part(phone, sent, ("value",), index, "contacts[{}].telephone", "/phoneNumbers/{}")
        if number is not None:
            kind = label(sent.get("type"), _CONTACT_LABELS, "other")
            entries.append({"label": kind, "telephone": number, "integration": True})
    return _readable(entries, len(person.problems) > before, "contacts", "/phoneNumbers", unread)


def _other_addresses(person: Person, emails: list[Json], unread: list[Problem]) -> list[Json] | None:
    """The e-mail addresses that are not the primary one."""
    entries: list[Json] = []
    before = len(person.problems)
    own = person.values.get("primary_email", person.current.get("primary_email"))
    for index, each in enumerate(emails):
        email = object_of(each)
        sent = email.get("value")
        if own is not None and sent is not None and type(sent) is not str:
            message = f"same_email() takes a string as 'one', not {type_of(sent)}"
            person.problems.append(Problem(WrongArgument.code, f"contacts[{index}]", message, payload="/emails"))
        elif own is None or sent is None or sent.strip().lower() != own.strip().lower():
            address = person.part(email_address, email, ("value",), index, "contacts[{}].email", "/emails/{}")
            if address is not None:
                kind = label(email.get("type"), _CONTACT_LABELS, "other")
                entries.append({"label": kind, "email": address, "integration": True})
    return _readable(entries, len(person.problems) > before, "contacts", "/emails", unread)


def _addresses(person: Person, user: dict[str, Json]) -> None:
    addresses = user.get("addresses")
    if type(addresses) is not list:
        person.end("addresses", None, [], is_blank(user, "addresses"), clear=True)
        return
    entries: list[Json] = []
    unread: list[Problem] = []
    before = len(person.problems)
    for index, each in enumerate(addresses):
        sent = object_of(each)
        entry: dict[str, Json] = {
            "label": label(sent.get("type"), _ADDRESS_LABELS, "mailing"),
            "address": person.part(
                limited,
                sent,
                ("streetAddress", "formatted"),
                index,
                "addresses[{}].address",
                "/addresses/{}",
                1024,
                True,
            ),
            "city": person.part(limited, sent, ("locality",), index, "addresses[{}].city", "/addresses/{}", 128, True),
            "state": person.part(limited, sent, ("region",), index, "addresses[{}].state", "/addresses/{}", 30, False),
            "zip": person.part(limited, sent, ("postalCode",), index, "addresses[{}].zip", "/addresses/{}", 20, False),
            "country": person.part(country, sent, ("country",), index, "addresses[{}].country", "/addresses/{}"),
        }
        entry = {name: part for name, part in entry.items() if part is not None}
        if len(entry) > 1:
            entry["integration"] = True
            entries.append(entry)
    readable = _readable(entries, len(person.problems) > before, "addresses", "/addresses", unread)
    person.end("addresses", unique(readable) if readable is not None else None, unread, False)


def _readable(entries: list[Json], faulty: bool, field: str, pointer: str, unread: list[Problem]) -> list[Json] | None:
    """The entries; None, and a problem in *unread*, when there are none since something in the list is wrong."""
    if entries or not faulty:
        return entries
    unread.append(Problem(Unfit.code, field, "no entry of the list could be read", payload=pointer))
    return None


def label(kind: Json, labels: tuple[str, ...], otherwise: str) -> str:
    """The label for the type of an element, in any case."""
    if type(kind) is not str:
        return otherwise
    if kind not in labels:
        kind = kind.strip().casefold()
    return kind if kind in labels else otherwise


def unique(entries: list[Json]) -> list[Json]:
    """The entries without those that stand there already."""
    kept: list[Json] = []
    for entry in entries:
        if entry not in kept:
            kept.append(entry)
    return kept


def _login(value: Json) -> str | None:
    """A login, unless it is an e-mail address."""
    if type(value) is not str:
        raise WrongArgument(f"is_email() takes a string as 'text', not {type_of(value)}")
    return limited(value, 128, True) if email_of(value) is None else None


def _full_name(name: dict[str, Json]) -> str | None:
    texts = []
    for part in ("givenName", "familyName"):
        value = name.get(part)
        if isinstance(value, list | dict):
            raise Unfit(f"'name.{part}' is {kind_of(value)}, which does not print")
        if value is not None:
            texts.append(text_of(value))
    return limited(" ".join(texts).strip(), 128, True) if texts else None


def _is_vip(value: Json) -> bool:
    if not isinstance(value, str | list):
        raise WrongArgument(f"contains() takes an array or a string as 'subject', not {type_of(value)}")
    return "VIP" in value


def is_inactive(value: Json) -> bool:
    return not boolean(value)
