"""A text that means a country, a region, a language or a time zone in, its code out; None for what nobody knows.

The data is made by `make data` from CLDR, ISO 3166, ISO 639 and the time zone database. What is longer than any name of
the kind is none, so that a look-up costs the same whatever was sent.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType

from ..schemas.scim import shipped
from ..schemas.values import Json

LONGEST_NAME = 100

_TAG = re.compile(
    r"([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}|[0-9]{3}))?(?:[.@][\w.@-]*)?", re.ASCII | re.IGNORECASE
)
_LANGUAGE_OF_COUNTRY = re.compile(r"([^()]+)\(([^()]+)\)")
_WEIGHT = re.compile(r"\s*q\s*=\s*([01](?:\.[0-9]{0,3})?)\s*", re.ASCII | re.IGNORECASE)
_OFFSET = re.compile(r"\((?:gmt|utc)(?:[+-][0-9]{2}:[0-9]{2})?\) ?", re.ASCII)


# --- countries -------------------------------------------------------------------------------------------------------


def is_country_code(text: str) -> bool:
    """Whether *text* is a code of ISO 3166-1 alpha-2 as it is written there, or XK."""
    return text in _country_codes()


def country_of(text: str) -> str | None:
    """The code (ISO 3166-1 alpha-2) of a country, from a code of two or three letters or a name in many languages."""
    name = text.strip()
    if len(name) > LONGEST_NAME:
        return None
    code = _codes_of_countries().get(name.upper())
    if code is not None:
        return code
    folded = _folded(name)
    return _country_names().get(folded) or _country_names().get(folded.removeprefix("the"))


def countries_in(language: str) -> Mapping[str, str] | None:
    """What countries are called in a language (a tag such as `de` or `zh-Hant-TW`), by code; None when not known."""
    spoken = _language_of_names(language)
    return _countries_in(spoken) if spoken in _data("countries")["names"] else None


@cache
def _countries_in(language: str | None) -> Mapping[str, str]:
    data = _data("countries")
    return MappingProxyType(dict(zip(data["codes"], data["names"][language], strict=True)))


@cache
def _country_codes() -> frozenset[str]:
    return frozenset(_data("countries")["codes"])


@cache
def _codes_of_countries() -> Mapping[str, str]:
    data = _data("countries")
    return dict(zip([*data["codes"], *data["alpha_3"]], data["codes"] * 2, strict=True))


@cache
def _country_names() -> Mapping[str, str]:
    data = _data("countries")
    pairs = [(name, code) for names in data["names"].values() for name, code in zip(names, data["codes"], strict=True)]
    return _index([*pairs, *((name, code) for code, names in data["others"].items() for name in names)])


# --- regions ---------------------------------------------------------------------------------------------------------


def region_of(text: str, country: str) -> str | None:
    """The code (ISO 3166-2, without the country) of a state or province of a country, from such a code or its name."""
    name = text.strip()
    regions = _data("regions").get(country)
    if len(name) > LONGEST_NAME or regions is None:
        return None
    code = name.upper().removeprefix(f"{country}-")
    return code if code in regions else _region_names(country).get(_folded(name))


@cache
def _region_names(country: str) -> Mapping[str, str]:
    regions = _data("regions")[country]
    # `Madrid, Comunidad de` is called Madrid, unless another one is.
    shorter = [(name.partition(",")[0], code) for code, name in regions.items() if "," in name]
    return {**_index(shorter), **_index((name, code) for code, name in regions.items())}


# --- languages -------------------------------------------------------------------------------------------------------


def is_language(text: str) -> bool:
    """Whether *text* is the code of a language as it is written in ISO 639: `nl`."""
    return text in _language_codes()


def language_of(text: str) -> str | None:
    """The code of a language, from whatever `tag_of` reads."""
    tag = tag_of(text)
    return tag.partition("-")[0] if tag is not None else None


def tag_of(text: str) -> str | None:
    """A language tag (BCP 47) `en`, `en-US` or `zh-Hant-TW`.

    From a tag or a locale in any spelling, the name of a language in many languages, perhaps with a country in
    brackets, or a list with weights as in the header Accept-Language (RFC 9110 section 12.5.4): the heaviest is taken.
    """
    if len(text) > LONGEST_NAME:
        return None
    weighed = [(_weight(part), part.partition(";")[0].strip()) for part in text.split(",")]
    return _single_tag(max(weighed, key=lambda pair: pair[0])[1])


def _weight(part: str) -> float:
    found = _WEIGHT.fullmatch(part.partition(";")[2])
    return float(found[1]) if found else 1.0


def _single_tag(text: str) -> str | None:
    found = _TAG.fullmatch(text)
    language = _coded_language(found[1].lower()) if found else None
    if found and language:
        return _tag(language, found[2], found[3])
    spoken = _LANGUAGE_OF_COUNTRY.fullmatch(text)
    if spoken:
        return _tag(_language_names().get(_folded(spoken[1])), None, spoken[2])
    return _language_names().get(_folded(text))


def _tag(language: str | None, script: str | None, region: str | None) -> str | None:
    country = region if region is None or region.isdigit() else country_of(region)
    if language is None or (region is not None and country is None):
        return None
    return "-".join(part for part in (language, script and script.title(), country) if part)


def _coded_language(code: str) -> str | None:
    return code if code in _language_codes() else _data("languages")["others"].get(code)


def _language_of_names(language: str) -> str | None:
    """The language of a tag as the data calls it."""
    tag = tag_of(language)
    if tag is None:
        return None
    if tag.startswith("zh") and ("Hant" in tag or tag[-3:] in ("-TW", "-HK", "-MO")):
        return "zh_Hant"
    return {"no": "nb"}.get(tag.partition("-")[0], tag.partition("-")[0])


@cache
def _language_codes() -> frozenset[str]:
    data = _data("languages")
    return frozenset([*data["codes"], *data["longer"]])


@cache
def _language_names() -> Mapping[str, str]:
    data = _data("languages")
    pairs = [(name, code) for names in data["names"].values() for name, code in zip(names, data["codes"], strict=True)]
    return _index([*pairs, *((name, code) for code, name in data["own"].items())])


# --- time zones ------------------------------------------------------------------------------------------------------


def is_time_zone(text: str) -> bool:
    """Whether *text* is the one name that we use for a zone: `Europe/Amsterdam`."""
    return text in _zones()


def zone_of(text: str) -> str | None:
    """The IANA name of a time zone, from any name of it there, in Windows or in Rails, with or without its offset."""
    if text in _zones():
        return text
    name = text.strip()
    if len(name) > LONGEST_NAME:
        return None
    return _zone_names().get(_OFFSET.sub("", _folded_zone(name), count=1))


@cache
def _zones() -> frozenset[str]:
    return frozenset(_data("time_zones")["zones"])


@cache
def _zone_names() -> Mapping[str, str]:
    data = _data("time_zones")
    names = {name: zone for kind in ("links", "windows", "rails") for name, zone in data[kind].items()}
    return {_folded_zone(name): zone for name, zone in [*names.items(), *((zone, zone) for zone in data["zones"])]}


def _folded_zone(name: str) -> str:
    """Signs stay, for `Etc/GMT+1` is not `Etc/GMT-1`."""
    return name.casefold().replace("_", " ")


# --- names -----------------------------------------------------------------------------------------------------------


@cache
def _data(name: str) -> Mapping[str, Json]:
    return MappingProxyType(shipped(name))


def _folded(name: str) -> str:
    """A name without case, accents, blanks and punctuation; what forms a syllable in Asian scripts stays."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return "".join(
        char
        for char in decomposed
        if not unicodedata.combining(char) and (char.isalnum() or unicodedata.category(char)[0] == "M")
    )


def _index(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Codes by folded name; a name that means two things means none."""
    index: dict[str, str] = {}
    for name, code in pairs:
        folded = _folded(name)
        if folded:
            index[folded] = code if index.get(folded, code) == code else ""
    return {name: code for name, code in index.items() if code}
