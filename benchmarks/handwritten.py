"""A SCIM user in, an Outcome out: what `mappings/default.yaml` says, written by hand in plain Python.

The measure for the generated function. It gives the same person, the same reasons and the same problems (but for their
place in a mapping) for a host without directory and account, and normalises the payload by the same function: names in
any case, texts for booleans, one object for a list.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from mapper import Outcome, Problem
from mapper.engine.functions.identity import email_of
from mapper.engine.places import country_of, zone_of
from mapper.schemas.normalise import normalise
from mapper.schemas.scim import ENTERPRISE_USER, ResourceSchema
from mapper.schemas.values import Json, WrittenFloat

_LOCALE = re.compile(r"([a-z]{2,3})(?:[-_]([a-z]{2}|[0-9]{3}))?", re.ASCII | re.IGNORECASE)
_PHONE_URI = re.compile(r"tel:([^;]*)(?:;ext=([0-9]+))?(?:;.*)?", re.ASCII | re.IGNORECASE | re.DOTALL)
_CONTACT_LABELS = ("work", "home", "mobile", "fax", "pager", "other")
_ADDRESS_LABELS = ("home", "mailing")
_BELOW = f"/{ENTERPRISE_USER}"


class Unfit(Exception):
    """A value that is there and cannot be used."""

    code = "does-not-fit"
    reason = "does not fit"


class WrongArgument(Unfit):
    """A value that a question cannot be asked of."""

    code = "function-failed"
    reason = "function failed"


class Cut(Exception):
    """A text that was too long, and what is left of it."""

    def __init__(self, text: str, message: str) -> None:
        super().__init__(message)
        self.text = text


def map_user(payload: Json, schema: ResourceSchema, current: dict[str, Json] | None = None) -> Outcome:
    """The outcome for the SCIM User *payload*; *current* is the person as stored."""
    user = normalise(payload, schema).payload
    person = Person(current)
    extension = _object(user.get(ENTERPRISE_USER))
    no_extension = _is_blank(user, ENTERPRISE_USER)

    _primary_email(person, user)
    _name(person, user)
    person.text("job_title", user, "title", 80, cut=True, clear=True)
    person.text("employeeID", extension, "employeeNumber", 128, _BELOW, blank=no_extension, clear=True)
    person.text("supportID", extension, "supportID", 50, _BELOW, blank=no_extension, clear=True)
    person.text("location", extension, "location", 80, _BELOW, blank=no_extension, cut=True, clear=True)
    _organization(person, user, extension, no_extension)
    person.text("site", extension, "site", None, _BELOW, blank=no_extension, key="name")
    manager, blank = _object(extension.get("manager")), no_extension or _is_blank(extension, "manager")
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


class Person:
    """The outcome while it grows."""

    __slots__ = ("clear", "current", "is_new", "keep", "problems", "values")

    def __init__(self, current: dict[str, Json] | None) -> None:
        self.is_new = current is None
        self.current = current or {}
        self.values: dict[str, Json] = {}
        self.clear: list[str] = []
        self.keep: dict[str, str] = {}
        self.problems: list[Problem] = []

    def text(
        self,
        field: str,
        parent: dict[str, Json],
        attribute: str,
        limit: int | None,
        above: str = "",
        *,
        blank: bool = False,
        cut: bool = False,
        clear: bool = False,
        key: str = "",
    ) -> None:
        """Set a field to the text of an attribute, or to the *key* of a record that it is.

        *above* is the pointer of the parent, *blank* says that the parent was sent empty.
        """
        value = parent.get(attribute)
        if type(value) is str and (limit is None or len(value) <= limit):
            self.values[field] = {key: value} if key else value
            return
        failed: list[Problem] = []
        value = self.fit(limited, value, field, f"{above}/{attribute}", failed, limit, cut)
        if value is not None and key:
            value = {key: value}
        self.end(field, value, failed, value is None and (blank or _is_blank(parent, attribute)), clear=clear)

    def single(self, field: str, convert: Callable[..., Json], user: dict[str, Json], attribute: str) -> None:
        """Set a field to what *convert* makes of an attribute of the user."""
        failed: list[Problem] = []
        value = self.fit(convert, user.get(attribute), field, f"/{attribute}", failed)
        self.end(field, value, failed, value is None and _is_blank(user, attribute))

    def part(
        self,
        convert: Callable[..., Json],
        element: dict[str, Json],
        names: tuple[str, ...],
        index: int,
        field: str,
        pointer: str,
        *how: object,
    ) -> Json:
        """A part of an entry: what *convert* makes of the first attribute of the element that fits."""
        failed: list[Problem] = []
        for name in names:
            sent = element.get(name)
            if sent is None:
                continue
            try:
                return convert(sent, *how)
            except Cut as cut:
                self.problems.append(_in_list("too-long", field, str(cut), f"{pointer}/{name}", index))
                return cut.text
            except Unfit as fault:
                failed.append(_in_list(fault.code, field, str(fault), f"{pointer}/{name}", index))
        self.problems += failed
        return None

    def fit(
        self,
        convert: Callable[..., Json],
        value: Json,
        field: str,
        pointer: str,
        failed: list[Problem],
        *how: object,
    ) -> Json:
        """The value as *convert* gives it; None when there is none or it does not fit, which goes into *failed*."""
        if value is None:
            return None
        try:
            return convert(value, *how)
        except Cut as cut:
            self.problems.append(Problem("too-long", field, str(cut), payload=pointer))
            return cut.text
        except Unfit as fault:
            failed.append(Problem(fault.code, field, str(fault), payload=pointer))
            return None

    def end(self, field: str, value: Json, failed: list[Problem], blank: bool, *, clear: bool = False) -> None:
        """Set the field, or say why it stays or is cleared."""
        if value is not None:
            self.values[field] = value
        elif failed:
            self.problems += failed
            self.keep[field] = (WrongArgument if failed[0].code == WrongArgument.code else Unfit).reason
        elif blank and clear:
            self.clear.append(field)
        else:
            self.keep[field] = "empty" if blank else "absent"

    def outcome(self) -> Outcome:
        """The outcome: nobody is created without name and e-mail address."""
        for field in ("name", "primary_email"):
            if self.is_new and field not in self.values:
                return Outcome("skip", f"'{field}' is required", {}, [], self.keep, self.problems)
        action = "create" if self.is_new else "update"
        return Outcome(action, None, self.values, self.clear, self.keep, self.problems)


def _in_list(code: str, field: str, message: str, pointer: str, index: int) -> Problem:
    """The problem of an element of a list, for whose place field and pointer leave room."""
    return Problem(code, field.format(index), message, payload=pointer.format(index))


# --- fields with rules of their own ----------------------------------------------------------------------------------


def _primary_email(person: Person, user: dict[str, Json]) -> None:
    """The login if it is an e-mail address, else the primary address, else the first."""
    failed: list[Problem] = []
    value = person.fit(email_address, user.get("userName"), "primary_email", "/userName", failed)
    if value is not None:
        person.values["primary_email"] = value
        return
    emails = _list(user.get("emails"))
    primary = _first([each for each in emails if _object(each).get("primary")])
    value = person.fit(email_address, primary, "primary_email", "/emails", failed)
    if value is None:
        value = person.fit(email_address, _first(_flat(emails)), "primary_email", "/emails", failed)
    blank = _is_blank(user, "userName") or _is_blank(user, "emails")
    person.end("primary_email", value, failed, blank or any(_is_blank(each, "value") for each in _flat(emails)))


def _first(emails: list[Json]) -> Json:
    """The first value of e-mail addresses that is there."""
    return next((value for email in emails if (value := _object(email).get("value")) is not None), None)


def _name(person: Person, user: dict[str, Json]) -> None:
    """The display name, else a login that is no e-mail address, else the formatted name, else its parts."""
    failed: list[Problem] = []
    value = person.fit(limited, user.get("displayName"), "name", "/displayName", failed, 128, True)
    if value is None:
        value = person.fit(_login, user.get("userName"), "name", "/userName", failed)
    name = _object(user.get("name"))
    if value is None:
        value = person.fit(limited, name.get("formatted"), "name", "/name/formatted", failed, 128, True)
    if value is None:
        value = person.fit(_full_name, name, "name", "/name/givenName", failed)
    blank = value is None and (
        _is_blank(user, "displayName")
        or _is_blank(user, "userName")
        or _is_blank(user, "name")
        or any(_is_blank(name, part) for part in ("formatted", "givenName", "familyName"))
    )
    person.end("name", value, failed, blank)


def _organization(person: Person, user: dict[str, Json], extension: dict[str, Json], no_extension: bool) -> None:
    """The organization of the extension, else the first that a group bears the name of."""
    failed: list[Problem] = []
    pointer = f"{_BELOW}/organization"
    name = person.fit(limited, extension.get("organization"), "organization", pointer, failed, None, False)
    if name is None:
        groups = [_object(group).get("display") for group in _list(user.get("groups"))]
        name = min((group for group in groups if type(group) is str), default=None)
    blank = name is None and (no_extension or _is_blank(extension, "organization"))
    person.end("organization", {"name": name} if name is not None else None, failed, blank)


def _contacts(person: Person, user: dict[str, Json]) -> None:
    """The phone numbers, and the e-mail addresses but for the primary one."""
    phones, emails = user.get("phoneNumbers"), user.get("emails")
    if type(phones) is not list and type(emails) is not list:
        blank = _is_blank(user, "phoneNumbers") or _is_blank(user, "emails")
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
        sent = _object(each)
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
        email = _object(each)
        sent = email.get("value")
        if own is not None and sent is not None and type(sent) is not str:
            message = f"same_email() takes a string as 'one', not {_type(sent)}"
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
        person.end("addresses", None, [], _is_blank(user, "addresses"), clear=True)
        return
    entries: list[Json] = []
    unread: list[Problem] = []
    before = len(person.problems)
    for index, each in enumerate(addresses):
        sent = _object(each)
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


# --- values: each gives what the field takes, or raises Unfit or Cut -------------------------------------------------


def limited(value: Json, limit: int | None, cut: bool) -> str:
    """A text; a number as it was written."""
    text = value if type(value) is str else _text(value)
    if limit is None or len(text) <= limit:
        return text
    message = f"{len(text)} characters are more than the {limit} that fit"
    if cut:
        raise Cut(text[:limit].rstrip(), f"{message}, so it was cut")
    raise Unfit(message)


def _text(value: Json) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, WrittenFloat):
        return value.text
    if isinstance(value, int | float):
        return str(value)
    raise Unfit(f"{_kind(value)} is no text")


def _login(value: Json) -> str | None:
    """A login, unless it is an e-mail address."""
    if type(value) is not str:
        raise WrongArgument(f"is_email() takes a string as 'text', not {_type(value)}")
    return limited(value, 128, True) if email_of(value) is None else None


def _full_name(name: dict[str, Json]) -> str | None:
    texts = []
    for part in ("givenName", "familyName"):
        value = name.get(part)
        if isinstance(value, list | dict):
            raise Unfit(f"'name.{part}' is {_kind(value)}, which does not print")
        if value is not None:
            texts.append(_text(value))
    return limited(" ".join(texts).strip(), 128, True) if texts else None


def email_address(value: Json) -> str:
    address = email_of(value) if isinstance(value, str) else None
    if address is None:
        raise Unfit(f"{_shown(value)} is no e-mail address")
    if len(address) > 128:
        raise Unfit(f"{len(address)} characters are more than the 128 that fit")
    return address


def locale(value: Json) -> str:
    found = _LOCALE.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise Unfit(f"{_shown(value)} is no locale")
    language, region = found.groups()
    written = language.lower() + (f"-{region.upper()}" if region else "")
    if len(written) > 5:
        raise Unfit(f"{_shown(written)} is longer than the 5 characters that fit")
    return written


def _is_vip(value: Json) -> bool:
    if not isinstance(value, str | list):
        raise WrongArgument(f"contains() takes an array or a string as 'subject', not {_type(value)}")
    return "VIP" in value


def is_inactive(value: Json) -> bool:
    if not isinstance(value, bool):
        raise Unfit(f"{_shown(value)} is neither true nor false")
    return not value


def country(value: Json) -> str:
    """The code of a country, from its code or name."""
    return _code(value, country_of, "country")


def time_zone(value: Json) -> str:
    """The name of a time zone in the IANA database, from any of its names."""
    return _code(value, zone_of, "time zone")


def _code(value: Json, look_up: Callable[[str], str | None], kind: str) -> str:
    code = look_up(value) if isinstance(value, str) else None
    if code is None:
        raise Unfit(f"{_shown(value)} is no {kind} that is known")
    return code


def phone(value: Json) -> str:
    """A phone number as it was written; of a URI its number and extension."""
    text = _text(value).strip()
    uri = _PHONE_URI.fullmatch(text)
    if uri:
        text = f"{uri[1]} ext. {uri[2]}" if uri[2] else uri[1]
    if isinstance(value, bool) or not any(char.isdecimal() for char in text):
        raise Unfit(f"{_shown(value)} is no phone number")
    return text


def _shown(value: Json) -> str:
    """A value as a message may quote it."""
    if not isinstance(value, str):
        return _kind(value)
    shown = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in value[:60])
    return f"'{shown}{'…' if len(value) > 60 else ''}'"


def _kind(value: Json) -> str:
    names = {list: "a list", dict: "an object"}
    return names.get(type(value)) or str(value).lower()[:60]


def _type(value: Json) -> str:
    names = {list: "an array", dict: "an object", bool: "a boolean", str: "a string"}
    return names.get(type(value), "a number")


# --- shapes ----------------------------------------------------------------------------------------------------------


def _object(value: Json) -> dict[str, Json]:
    return value if type(value) is dict else {}


def _list(value: Json) -> list[Json]:
    return value if type(value) is list else []


def _flat(values: list[Json]) -> list[Json]:
    return [each for value in values for each in (value if type(value) is list else [value])]


def _is_blank(parent: Json, attribute: str) -> bool:
    """Whether an attribute was sent empty."""
    return type(parent) is dict and attribute in parent and parent[attribute] in (None, [])
