"""Functions about countries, regions, languages and time zones: a text in any spelling in, the code of it out."""

from __future__ import annotations

from collections.abc import Mapping

from ..places import countries_in, country_of, region_of, tag_of, zone_of
from .declaration import Example, Function, FunctionFailure, Parameter


def _country_name(country: str, language: str) -> str | None:
    code = country_of(country)
    return _names_in(language)[code] if code is not None else None


def _names_in(language: str) -> Mapping[str, str]:
    """What countries are called in a language, by code. Raises FunctionFailure when nobody knows."""
    names = countries_in(language)
    if names is None:
        raise FunctionFailure(f"country_name() knows no names in the language '{language[:40]}'")
    return names


def _known_country(text: str) -> None:
    if country_of(text) is None:
        raise FunctionFailure(f"'{text[:40]}' is no country that is known, such as NL or Netherlands")


def _region_code(text: str, country: str) -> str | None:
    code = country_of(country)
    return region_of(text, code) if code is not None else None


_TEXT = Parameter("text", ("string",))
_COUNTRY = Parameter("country", ("string",), check=_known_country)

PLACES: tuple[Function, ...] = (
    Function(
        "country_code",
        country_of,
        (_TEXT,),
        None,
        "The code of two letters (ISO 3166-1) of a country, from such a code, one of three letters, or its name in one "
        "of 37 languages; absent when it is none.",
        (
            Example("country_code(title)", {"title": "Vereinigte Staaten"}, "US"),
            Example("country_code(title)", {"title": "nld"}, "NL"),
            Example("country_code(title)", {"title": "Atlantis"}, None),
        ),
        main="text",
    ),
    Function(
        "country_name",
        _country_name,
        (_COUNTRY, Parameter("language", ("string",), check=_names_in)),
        None,
        "What a country is called in a language, such as `en` or `de-AT`; absent when it is no country. Fails for a "
        "language of which no names are known.",
        (
            Example("country_name(title, 'en')", {"title": "NL"}, "Netherlands"),
            Example("country_name(title, 'fr')", {"title": "Netherlands"}, "Pays-Bas"),
        ),
        main="country",
    ),
    Function(
        "region_code",
        _region_code,
        (_TEXT, _COUNTRY),
        None,
        "The code (ISO 3166-2, without the country) of a state or province, from such a code or its name; absent when "
        "the country has none such.",
        (
            Example("region_code(title, 'US')", {"title": "California"}, "CA"),
            Example("region_code(title, 'NL')", {"title": "NL-NH"}, "NH"),
        ),
        main="text",
    ),
    Function(
        "language_tag",
        tag_of,
        (_TEXT,),
        None,
        "A language tag (BCP 47), from a tag or locale in any spelling, the name of a language in many languages, or a "
        "list with weights as browsers send it; absent when it is none.",
        (
            Example("language_tag(preferredLanguage)", {"preferredLanguage": "en_us"}, "en-US"),
            Example("language_tag(preferredLanguage)", {"preferredLanguage": "Nederlands"}, "nl"),
            Example("language_tag(preferredLanguage)", {"preferredLanguage": "en;q=0.5, da"}, "da"),
        ),
        main="text",
    ),
    Function(
        "time_zone",
        zone_of,
        (_TEXT,),
        None,
        "The name of a time zone in the IANA database, from any name that it has there, in Windows or in Rails; absent "
        "when it is none.",
        (
            Example("time_zone(timezone)", {"timezone": "W. Europe Standard Time"}, "Europe/Amsterdam"),
            Example("time_zone(timezone)", {"timezone": "Eastern Time (US & Canada)"}, "America/New_York"),
        ),
        main="text",
    ),
)
