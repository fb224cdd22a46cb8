"""A value and the type of its field in, the value of that type out, or the reason why it does not fit.

The generated function asks only where one look did not show that the value fits already (`unfit_test`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from math import isfinite

from ..schemas.target import EnumType, FieldType, RecordsType, ScalarType, TargetField, TooLong
from ..schemas.values import Json, WrittenFloat
from .directory import Directory
from .functions.declaration import CandidateFailure, number_text, type_name
from .functions.identity import email_of
from .outcome import Problem, Stopped
from .places import country_of, is_country_code, is_language, is_time_zone, language_of, zone_of
from .references import refer
from .runtime import copied, without_duplicates
from .settling import Failed, Site, in_list, report_part

LARGEST_VALUE = 64 * 1024
"""So many values and characters a free-form part may have, and a text for which the target says no length."""

_CODES = {"country": is_country_code, "language": is_language, "time_zone": is_time_zone}
"""Kinds of which a text fits that stands in a list, and whether it does."""

_WHOLE_NUMBER = re.compile(r"[+-]?[0-9]{1,400}", re.ASCII)
_DECIMAL = re.compile(r"(?:\+|(-))?0{0,200}([0-9]{1,200})((?:\.[0-9]{1,200})?(?:[eE][+-]?[0-9]{1,3})?)", re.ASCII)
_LOCALE = re.compile(r"([a-z]{2,3})(?:[-_]([a-z]{2}|[0-9]{3}))?", re.ASCII | re.IGNORECASE)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_DATE_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?"
    r"(?:[Zz]|[+-][0-9]{2}:?[0-9]{2})?",
    re.ASCII,
)
_PHONE_URI = re.compile(r"tel:([^;]*)(?:;ext=([0-9]+))?(?:;.*)?", re.ASCII | re.IGNORECASE | re.DOTALL)


class DoesNotFit(CandidateFailure):
    """A value that cannot be converted to the type of its field."""


def unfit_test(kind: FieldType, code: str, bind: Callable[[object], str]) -> str:
    """A Python expression that is false when the value in the name *code* certainly is of the type already.

    Empty where no quick look can tell. *bind* gives the name of a constant in generated code.
    """
    if isinstance(kind, EnumType):
        return f"{code}.__class__ is not str or {code} not in {bind(frozenset(kind.values))}"
    if kind.kind == "boolean":
        return f"{code} is not True and {code} is not False"
    if kind.kind == "integer":
        return f"{code}.__class__ is not int"
    if kind.kind in _CODES:
        return f"{code}.__class__ is not str or not {bind(_CODES[kind.kind])}({code})"
    if isinstance(kind, ScalarType) and kind.kind in ("string", "phone"):
        fits = f"0 < len({code}) <= {bind(kind.length or LARGEST_VALUE)}"
        # A number as people write it begins and ends like one.
        wrong = f"{code}.isspace()" if kind.kind == "string" else _phone_test(code)
        return f"{code}.__class__ is not str or not {fits} or {wrong}"
    return ""


def _phone_test(code: str) -> str:
    return f"{code}[0] not in '+(0123456789' or {code}[-1] not in '0123456789'"


def convert(value: Json, site: Site, problems: list[Problem]) -> Json:
    """*value* as the type of the site's field; None for text without content.

    Raises DoesNotFit. What was cut, and parts of records that do not fit, are added to *problems*.
    """
    if isinstance(value, Stopped):
        return value
    kind = site.type
    if isinstance(kind, RecordsType):
        return _records(value, kind, site, problems)
    if isinstance(value, str) and not value.strip():
        return None
    return _CONVERTERS[kind.kind](value, site, problems)


def nothing_read(site: Site) -> Failed:
    """The failure of a list of which every entry was left out, one of them at least since something in it is wrong."""
    return DoesNotFit("no entry of the list could be read"), site


def convert_part(value: Json, site: Site, problems: list[Problem], index: int) -> Json:
    """The same for a part of an entry that is made from the element at *index* of a list."""
    before = len(problems)
    converted = convert(value, site, problems)
    problems[before:] = [in_list(problem, index) for problem in problems[before:]]
    return converted


def convert_reference(value: Json, site: Site, directory: Directory | None, problems: list[Problem]) -> Json:
    """The record that *value* is the key of, as `{"id", "name"}`; without a directory the key itself.

    A list of keys is tried in order. Raises DoesNotFit, NotFound, Ambiguous or Disabled.
    """
    if isinstance(value, str) and site.key_type is None:
        return refer(value, site, directory)
    if isinstance(value, Stopped):
        return value
    keys = value if isinstance(value, list) and type(value) is not list else [value]
    failure: CandidateFailure | None = None
    for key in keys:
        try:
            return refer(_key(key, site, problems), site, directory)
        except CandidateFailure as failed:
            failure = failure or failed
    if failure is not None:
        raise failure
    return None


def _key(value: Json, site: Site, problems: list[Problem]) -> str:
    """The key as text, in the form of the attribute it is compared with: an e-mail address in lower case."""
    if site.key_type is not None and value is not None:
        value = convert(value, replace(site, type=site.key_type), problems)
    return value if isinstance(value, str) else _text("" if value is None else value, site, problems)


def convert_constant(value: Json, kind: FieldType) -> Json:
    """A constant of a mapping as its field's type, by the same rules. Raises DoesNotFit; a constant is never cut."""
    site = Site("", kind, ("", 1, 1), None, (), None, "", "error", None, False)
    if kind.kind == "reference":
        return _text(value, site, [])
    if value is None:
        raise DoesNotFit(f"null is no {spoken_type(kind)}")
    if isinstance(kind, EnumType):
        # What a payload sends may become `otherwise`; a constant that does is a slip.
        site = replace(site, type=replace(kind, otherwise=None))
    return convert(value, site, [])


def spoken_type(kind: FieldType) -> str:
    """What a type is called in sentences."""
    return _SPOKEN.get(kind.kind, kind.kind)


_SPOKEN = {
    "string": "text",
    "any": "value",
    "records": "list of entries",
    "email": "e-mail address",
    "time_zone": "time zone",
    "phone": "phone number",
    "datetime": "date and time",
    "enum": "value of its list",
    "integer": "whole number",
    "decimal": "number",
    "reference": "name of a record",
}


# --- one type each ---------------------------------------------------------------------------------------------------


def _text(value: Json, site: Site, problems: list[Problem]) -> str:
    """Text stays, a number becomes the text it was sent as, digit by digit; true and false become their names."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return number_text(value)
    raise DoesNotFit(f"{_article(value)} is no text")


def _string(value: Json, site: Site, problems: list[Problem]) -> str:
    text = _text(value, site, problems)
    limit = _longest(site) or LARGEST_VALUE
    if len(text) > limit:
        return _too_long(text[:limit], f"{len(text)} characters are more than the {limit} that fit", site, problems)
    return text


def _long_text(value: Json, site: Site, problems: list[Problem]) -> str:
    text = _text(value, site, problems)
    limit = site.type.size if isinstance(site.type, ScalarType) else None
    encoded = text.encode(errors="surrogatepass")
    if limit is not None and len(encoded) > limit:
        whole = encoded[:limit].decode(errors="ignore")
        return _too_long(whole, f"{len(encoded)} bytes are more than the {limit} that fit", site, problems)
    return text


def _too_long(cut: str, message: str, site: Site, problems: list[Problem]) -> str:
    if site.too_long != "cut":
        raise DoesNotFit(message)
    problems.append(Problem("too-long", site.field, f"{message}, so it was cut", "warning", site.place, site.pointer))
    return cut.rstrip()


def _boolean(value: Json, site: Site, problems: list[Problem]) -> bool:
    if isinstance(value, bool):
        return value
    named = {"true": True, "false": False}.get(value.strip().lower()) if isinstance(value, str) else None
    if named is None:
        raise DoesNotFit(f"{_shown(value)} is neither true nor false")
    return named


def _integer(value: Json, site: Site, problems: list[Problem]) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and _WHOLE_NUMBER.fullmatch(value.strip()):
        return int(value)
    raise DoesNotFit(f"{_shown(value)} is no whole number")


def _decimal(value: Json, site: Site, problems: list[Problem]) -> float:
    """A JSON number that remembers its digits: `12.50` is not `12.5` for those who count money."""
    found = _DECIMAL.fullmatch(value.strip()) if isinstance(value, str) else None
    number: Json = value
    if found:
        sign, whole, rest = found.groups(default="")
        number = WrittenFloat(sign + whole + rest) if rest else int(sign + whole)
    if isinstance(number, bool) or not isinstance(number, int | float):
        raise DoesNotFit(f"{_shown(value)} is no number")
    if isinstance(number, float) and not isfinite(number):
        raise DoesNotFit(f"{_shown(value)} is no number that a computer can hold")
    return number


def _email(value: Json, site: Site, problems: list[Problem]) -> str:
    address = email_of(value) if isinstance(value, str) else None
    if address is None:
        raise DoesNotFit(f"{_shown(value)} is no e-mail address")
    limit = _longest(site)
    if limit is not None and len(address) > limit:
        raise DoesNotFit(f"{len(address)} characters are more than the {limit} that fit")
    return address


def _locale(value: Json, site: Site, problems: list[Problem]) -> str:
    """`en_us` is the locale `en-US`."""
    found = _LOCALE.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise DoesNotFit(f"{_shown(value)} is no locale such as en-GB")
    language, region = found.groups()
    locale = language.lower() + (f"-{region.upper()}" if region else "")
    limit = _longest(site)
    if limit is not None and len(locale) > limit:
        raise DoesNotFit(f"{_shown(locale)} is longer than the {limit} characters that fit")
    return locale


def _enum(value: Json, site: Site, problems: list[Problem]) -> str:
    text = _text(value, site, problems).strip()
    assert isinstance(site.type, EnumType)
    values = site.type.values
    if text in values:
        return text
    folded = text.casefold()
    for allowed in values:
        if allowed.casefold() == folded:
            return allowed
    if site.type.otherwise is not None:
        return site.type.otherwise
    raise DoesNotFit(f"{_shown(value)} is none of {', '.join(values[:6])}{' …' if len(values) > 6 else ''}")


def _phone(value: Json, site: Site, problems: list[Problem]) -> str:
    """Text stays as people read it, without blanks at its ends; of a URI (RFC 3966) number and extension are taken.

    What has no digit is no number.
    """
    text = _text(value, site, problems).strip()
    uri = _PHONE_URI.fullmatch(text)
    if uri:
        text = f"{uri[1]} ext. {uri[2]}" if uri[2] else uri[1]
    if isinstance(value, bool) or not any(char.isdecimal() for char in text):
        raise DoesNotFit(f"{_shown(value)} is no phone number")
    return _string(text, site, problems)


def _country(value: Json, site: Site, problems: list[Problem]) -> str:
    """`USA`, `United States` and `Vereinigte Staaten` are the country `US`."""
    return _code(value, country_of, "country", "NL or Netherlands")


def _language(value: Json, site: Site, problems: list[Problem]) -> str:
    """`Nederlands`, `nld` and `nl-BE` are the language `nl`."""
    return _code(value, language_of, "language", "nl or Dutch")


def _time_zone(value: Json, site: Site, problems: list[Problem]) -> str:
    """`Amsterdam` and `W. Europe Standard Time` are the time zone `Europe/Amsterdam`."""
    return _code(value, zone_of, "time zone", "Europe/Amsterdam")


def _code(value: Json, look_up: Callable[[str], str | None], kind: str, example: str) -> str:
    code = look_up(value) if isinstance(value, str) else None
    if code is None:
        raise DoesNotFit(f"{_shown(value)} is no {kind} that is known, such as {example}")
    return code


def _date(value: Json, site: Site, problems: list[Problem]) -> str:
    """A day; of a date and time the day as it is written."""
    text = value.strip() if isinstance(value, str) else ""
    if _DATE_TIME.fullmatch(text):
        return _datetime(text, site, problems)[:10]
    if not _DATE.fullmatch(text):
        raise DoesNotFit(f"{_shown(value)} is no date such as 2026-01-31")
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as fault:
        raise DoesNotFit(f"{_shown(value)} is no day of the calendar") from fault


def _datetime(value: Json, site: Site, problems: list[Problem]) -> str:
    text = value.strip() if isinstance(value, str) else ""
    if not _DATE_TIME.fullmatch(text):
        raise DoesNotFit(f"{_shown(value)} is no date and time such as 2026-01-31T08:00:00Z")
    try:
        return datetime.fromisoformat(text.upper()).isoformat().replace("+00:00", "Z")
    except ValueError as fault:
        raise DoesNotFit(f"{_shown(value)} is no time of the calendar") from fault


def _object(value: Json, site: Site, problems: list[Problem]) -> Json:
    if not isinstance(value, dict):
        raise DoesNotFit(f"{_article(value)} is no object")
    return _anything(value, site, problems)


def _anything(value: Json, site: Site, problems: list[Problem]) -> Json:
    """A copy, unless it is too large: a value may hang in a result many times over."""
    room = LARGEST_VALUE
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            room -= sum(map(len, part))
            waiting += part.values()
        elif isinstance(part, list):
            waiting += part
        elif isinstance(part, float) and not isfinite(part):
            raise DoesNotFit("not every number in it is finite")
        room -= 1 + (len(part) if isinstance(part, str) else 0)
        if room < len(waiting):
            raise DoesNotFit(f"it is larger than {LARGEST_VALUE // 1024} KiB")
    return copied(value)


def _longest(site: Site) -> int | None:
    return site.type.length if isinstance(site.type, ScalarType) else None


def _records(value: Json, kind: RecordsType, site: Site, problems: list[Problem]) -> list[Json]:
    """A list of records that an expression gave, part by part; what does not fit is left out and reported."""
    if not isinstance(value, list):
        raise DoesNotFit(f"{_article(value)} is no list of entries")
    entries, before = [], len(problems)
    for index, element in enumerate(value):
        entry = _record(element, index, kind, site, problems)
        if entry:
            entries.append(entry)
    if not entries and len(problems) > before:
        raise nothing_read(site)[0]
    return without_duplicates(entries)


def _record(
    element: Json, index: int, kind: RecordsType, site: Site, problems: list[Problem]
) -> dict[str, Json] | None:
    """One entry, or None when nothing of it is content."""
    if not isinstance(element, dict):
        fault = DoesNotFit(f"{_article(element)} is no entry with parts")
        report_part(problems, [(fault, _below(site, "", kind, "error"))], index)
        return None
    entry: dict[str, Json] = {}
    content = False
    for name, value in element.items():
        part = kind.parts.get(name)
        below = _below(site, f".{name}", part.type if part else kind, part.too_long if part else "error")
        try:
            converted = _part(value, name, part, below, problems, index)
        except CandidateFailure as failure:
            report_part(problems, [(failure, below)], index)
            continue
        if converted is not None:
            entry[name] = converted
            content = content or (part is not None and part.content)
    if not content:
        return None
    entry[kind.owner] = True
    return entry


def _part(value: Json, name: str, part: TargetField | None, site: Site, problems: list[Problem], index: int) -> Json:
    if value is None:
        return None
    if part is None:
        raise DoesNotFit(f"an entry has no part '{name}'")
    return convert_part(value, site, problems, index)


def _below(site: Site, part: str, kind: FieldType, too_long: TooLong) -> Site:
    return replace(site, field=f"{site.field}[{{index}}]{part}", type=kind, too_long=too_long)


def _shown(value: Json) -> str:
    """A value as a sentence may quote it: short text in quotes, else what kind of value it is."""
    if isinstance(value, str):
        shown = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in value[:60])
        return f"'{shown}{'…' if len(value) > 60 else ''}'"
    return _article(value)


def _article(value: Json) -> str:
    kind = type_name(value)
    if kind == "null":
        return kind
    if kind == "boolean":
        return str(value).lower()
    if kind == "number":
        return number_text(value)[:60]
    names = {"string": "a text", "array": "a list", "object": "an object"}
    return names.get(kind, kind)


_CONVERTERS: dict[str, Callable[[Json, Site, list[Problem]], Json]] = {
    "string": _string,
    "text": _long_text,
    "boolean": _boolean,
    "integer": _integer,
    "decimal": _decimal,
    "email": _email,
    "phone": _phone,
    "locale": _locale,
    "language": _language,
    "time_zone": _time_zone,
    "country": _country,
    "date": _date,
    "datetime": _datetime,
    "enum": _enum,
    "object": _object,
    "any": _anything,
}
