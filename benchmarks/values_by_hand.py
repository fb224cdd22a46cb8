"""A value of a payload in, what a field takes out, or why it does not fit: conversions as one writes them by hand."""

from __future__ import annotations

import re
from collections.abc import Callable

from mapper.engine.functions.identity import email_of
from mapper.engine.places import country_of, zone_of
from mapper.schemas.values import Json, WrittenFloat

_LOCALE = re.compile(r"([a-z]{2,3})(?:[-_]([a-z]{2}|[0-9]{3}))?", re.ASCII | re.IGNORECASE)
_PHONE_URI = re.compile(r"tel:([^;]*)(?:;ext=([0-9]+))?(?:;.*)?", re.ASCII | re.IGNORECASE | re.DOTALL)


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


def limited(value: Json, limit: int | None, cut: bool) -> str:
    """A text; a number as it was written."""
    text = value if type(value) is str else text_of(value)
    if limit is None or len(text) <= limit:
        return text
    message = f"{len(text)} characters are more than the {limit} that fit"
    if cut:
        raise Cut(text[:limit].rstrip(), f"{message}, so it was cut")
    raise Unfit(message)


def text_of(value: Json) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, WrittenFloat):
        return value.text
    if isinstance(value, int | float):
        return str(value)
    raise Unfit(f"{kind_of(value)} is no text")


def email_address(value: Json, limit: int | None = 128) -> str:
    address = email_of(value) if isinstance(value, str) else None
    if address is None:
        raise Unfit(f"{shown(value)} is no e-mail address")
    if limit is not None and len(address) > limit:
        raise Unfit(f"{len(address)} characters are more than the {limit} that fit")
    return address


def locale(value: Json) -> str:
    found = _LOCALE.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise Unfit(f"{shown(value)} is no locale such as en-GB")
    language, region = found.groups()
    written = language.lower() + (f"-{region.upper()}" if region else "")
    if len(written) > 5:
        raise Unfit(f"{shown(written)} is longer than the 5 characters that fit")
    return written


def boolean(value: Json) -> bool:
    if not isinstance(value, bool):
        raise Unfit(f"{shown(value)} is neither true nor false")
    return value


def country(value: Json) -> str:
    """The code of a country, from its code or name."""
    return _code(value, country_of, "country", "NL or Netherlands")


def time_zone(value: Json) -> str:
    """The name of a time zone in the IANA database, from any of its names."""
    return _code(value, zone_of, "time zone", "Europe/Amsterdam")


def _code(value: Json, look_up: Callable[[str], str | None], kind: str, example: str) -> str:
    code = look_up(value) if isinstance(value, str) else None
    if code is None:
        raise Unfit(f"{shown(value)} is no {kind} that is known, such as {example}")
    return code


def phone(value: Json) -> str:
    """A phone number as it was written; of a URI its number and extension."""
    text = text_of(value).strip()
    uri = _PHONE_URI.fullmatch(text)
    if uri:
        text = f"{uri[1]} ext. {uri[2]}" if uri[2] else uri[1]
    if isinstance(value, bool) or not any(char.isdecimal() for char in text):
        raise Unfit(f"{shown(value)} is no phone number")
    return text


def shown(value: Json) -> str:
    """A value as a message may quote it."""
    if not isinstance(value, str):
        return kind_of(value)
    shown = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in value[:60])
    return f"'{shown}{'…' if len(value) > 60 else ''}'"


def kind_of(value: Json) -> str:
    names = {list: "a list", dict: "an object"}
    return names.get(type(value)) or str(value).lower()[:60]


def type_of(value: Json) -> str:
    names = {list: "an array", dict: "an object", bool: "a boolean", str: "a string"}
    return names.get(type(value), "a number")


# --- shapes ----------------------------------------------------------------------------------------------------------


def object_of(value: Json) -> dict[str, Json]:
    return value if type(value) is dict else {}


def list_of(value: Json) -> list[Json]:
    return value if type(value) is list else []


def flat(values: list[Json]) -> list[Json]:
    return [each for value in values for each in (value if type(value) is list else [value])]


def is_blank(parent: Json, attribute: str) -> bool:
    """Whether an attribute was sent empty."""
    return type(parent) is dict and attribute in parent and parent[attribute] in (None, [])
