"""A SCIM user in, an Outcome out: `mappings/default.yaml` as a host interprets it that has jmespath and Jinja2.

Fields, candidates, guards and parts are data, walked for every payload; expressions and templates are compiled once.
Normalising, conversion and how a field ends are those of the function that was written by hand.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import jmespath
from jinja2.sandbox import ImmutableSandboxedEnvironment

from benchmarks import handwritten
from benchmarks import values_by_hand as by_hand
from benchmarks.person_by_hand import Person
from mapper import Outcome, Problem
from mapper.engine.functions.identity import email_of
from mapper.schemas.normalise import normalise
from mapper.schemas.scim import ENTERPRISE_USER, ResourceSchema
from mapper.schemas.values import Json

_SANDBOX = ImmutableSandboxedEnvironment()
_ENTERPRISE = f'"{ENTERPRISE_USER}"'

Source = Callable[[Json], Json]
Guard = Callable[[Json, Person], bool]


def _expression(text: str) -> Source:
    return jmespath.compile(text).search


def _template(text: str) -> Source:
    render = _SANDBOX.from_string(text).render
    return lambda user: render(user).strip() or None


@dataclass(frozen=True, slots=True)
class Candidate:
    """One way to a value, with the condition under which it counts."""

    source: Source
    guard: Guard | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """A field or part of an entry: its candidates, and how a value becomes one of it."""

    name: str
    candidates: tuple[Candidate, ...]
    convert: Callable[..., Json]
    how: tuple[object, ...] = ()
    clear: bool = False


@dataclass(frozen=True, slots=True)
class Entries:
    """One entry for each element of a list."""

    each: Source
    labels: tuple[str, ...]
    otherwise: str
    parts: tuple[Field, ...]
    guard: Guard | None = None


def _field(
    name: str, *sources: str, convert: Callable[..., Json] = by_hand.limited, how: object = (), clear: bool = False
) -> Field:
    candidates = tuple(Candidate(_expression(source)) for source in sources)
    return Field(name, candidates, convert, how if isinstance(how, tuple) else (how,), clear)


def _key(value: Json, name: str) -> Json:
    return {name: by_hand.limited(value, None, False)}


_NAME = Field(
    "name",
    (
        Candidate(_expression("displayName")),
        Candidate(_expression("userName"), lambda user, _: email_of(user.get("userName") or "") is None),
        Candidate(_expression("name.formatted")),
        Candidate(_template("{{ name.givenName }} {{ name.familyName }}")),
    ),
    by_hand.limited,
    (128, True),
)
_FIELDS = (
    _field(
        "primary_email",
        "userName",
        "emails[?primary].value | [0]",
        "emails[].value | [0]",
        convert=by_hand.email_address,
    ),
    _NAME,
    _field("job_title", "title", how=(80, True), clear=True),
    _field("employeeID", f"{_ENTERPRISE}.employeeNumber", how=(128, False), clear=True),
    _field("supportID", f"{_ENTERPRISE}.supportID", how=(50, False), clear=True),
    _field("location", f"{_ENTERPRISE}.location", how=(80, True), clear=True),
    _field("organization", f"{_ENTERPRISE}.organization", "sort(groups[].display) | [0]", convert=_key, how="name"),
    _field("site", f"{_ENTERPRISE}.site", convert=_key, how="name"),
    _field("manager", f"{_ENTERPRISE}.manager.value", convert=_key, how="scim_id", clear=True),
    _field("locale", "locale", convert=by_hand.locale),
    _field("time_zone", "timezone", convert=by_hand.time_zone),
    _field("vip", "userType && contains(userType, 'VIP')", convert=lambda value: value),
    _field("disabled", "active", convert=handwritten.is_inactive),
    _field("sourceID", "id", how=(128, False)),
)


def _is_other_address(email: Json, person: Person) -> bool:
    return (email.get("value") or "").strip().lower() != person.values.get("primary_email")


_CONTACT = ("work", "home", "mobile", "fax", "pager", "other"), "other"
_LISTS = {
    "contacts": (
        Entries(_expression("phoneNumbers"), *_CONTACT, (_field("telephone", "value", convert=by_hand.phone),)),
        Entries(
            _expression("emails"),
            *_CONTACT,
            (_field("email", "value", convert=by_hand.email_address),),
            _is_other_address,
        ),
    ),
    "addresses": (
        Entries(
            _expression("addresses"),
            ("home", "mailing"),
            "mailing",
            (
                _field("address", "streetAddress", "formatted", how=(1024, True)),
                _field("city", "locality", how=(128, True)),
                _field("state", "region", how=(30, False)),
                _field("zip", "postalCode", how=(20, False)),
                _field("country", "country", convert=by_hand.country),
            ),
        ),
    ),
}
_LABEL = _expression("type")


def map_user(payload: Json, schema: ResourceSchema) -> Outcome:
    """The outcome for the SCIM User *payload* of a person who is not there yet."""
    user = normalise(payload, schema).payload
    person = Person(None)
    for field in _FIELDS:
        failed: list[Problem] = []
        value = _first(field, user, person, field.name, failed)
        person.end(field.name, value, failed, False, clear=field.clear)
    for name, sources in _LISTS.items():
        lists = [_entries(source, user, person, name) for source in sources]
        sent = [entries for entries in lists if entries is not None]
        value = handwritten.unique([entry for entries in sent for entry in entries]) if sent else None
        person.end(name, value, [], False, clear=True)
    person.values["source"] = "SCIM"
    return person.outcome()


def _entries(source: Entries, user: Json, person: Person, name: str) -> list[Json] | None:
    elements = source.each(user)
    if not isinstance(elements, list):
        return None
    entries = []
    for index, element in enumerate(elements):
        if source.guard is not None and not source.guard(element, person):
            continue
        entry = {}
        for part in source.parts:
            value = _first(part, element, person, f"{name}[{index}].{part.name}", person.problems)
            if value is not None:
                entry[part.name] = value
        if entry:
            label = handwritten.label(_LABEL(element), source.labels, source.otherwise)
            entries.append({"label": label, **entry, "integration": True})
    return entries


def _first(field: Field, current: Json, person: Person, name: str, failed: list[Problem]) -> Json:
    """What the first candidate gives that fits."""
    for candidate in field.candidates:
        if candidate.guard is None or candidate.guard(current, person):
            value = person.fit(field.convert, candidate.source(current), name, "", failed, *field.how)
            if value is not None:
                return value
    return None
