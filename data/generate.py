"""Babel (CLDR), pycountry (ISO 3166 and 639) and tzdata in, the small data of mapper/schemas/data out: `make data`.

What these libraries know of countries, regions, languages and time zones is some 60 MB; what the engine needs of it is
a third of one, and it needs none of the libraries.
"""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path

import pycountry
from babel import Locale
from babel.core import get_global
from babel.localedata import exists, locale_identifiers

HERE = Path(__file__).resolve().parent
SHIPPED = HERE.parent / "mapper" / "schemas" / "data"

IN_LANGUAGES = (
    *("ar", "bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "he", "hi", "hr", "hu", "id", "it", "ja", "ko"),
    *("lt", "lv", "ms", "nb", "nl", "pl", "pt", "ro", "ru", "sk", "sl", "sv", "th", "tr", "uk", "vi", "zh", "zh_Hant"),
)
"""Names are known in these languages: those of Europe, and the most spoken of the world."""

OTHER_COUNTRY_NAMES = {
    "CD": ["Congo-Kinshasa", "DR Congo"],
    "CI": ["Ivory Coast"],
    "CV": ["Cape Verde"],
    "CZ": ["Czech Republic", "Tschechische Republik", "Tsjechische Republiek"],
    "FR": ["Republic of France"],
    "GB": ["UK", "U.K.", "Great Britain", "Britain"],
    "MK": ["Macedonia"],
    "MM": ["Burma"],
    "NL": ["Holland"],
    "RU": ["Russian Federation"],
    "SZ": ["Swaziland"],
    "US": ["U.S.", "U.S.A.", "United States of America", "America", "Vereinigte Staaten von Amerika"],
    "VA": ["Vatican"],
    "XK": ["Republic of Kosovo"],
}
"""What people write and no standard lists."""

WITHDRAWN_LANGUAGES = {"in": "id", "iw": "he", "ji": "yi", "jw": "jv", "mo": "ro", "sh": "sr"}
"""Codes that ISO 639 took back and programs still send."""

WINDOWS_ZONES = {"W. Europe Standard Time": "Europe/Amsterdam"}
"""Where we choose another zone than CLDR: Windows names this one after Amsterdam before Berlin; the clocks agree."""


def countries() -> dict[str, object]:
    """ISO 3166-1: the codes, alpha-3 beside them; names by language in the order of the codes; what else is written."""
    by_code = {each.alpha_2: each for each in pycountry.countries}
    codes = sorted([*by_code, "XK"])  # Kosovo has a code of CLDR, and none of ISO
    locales = {language: Locale.parse(language) for language in IN_LANGUAGES}
    others: dict[str, list[str]] = {}
    for code in codes:
        entry = by_code.get(code)
        spoken = [getattr(entry, key, "") for key in ("name", "official_name", "common_name")]
        listed = {locale.territories[code] for locale in locales.values()}
        extra = [*spoken, *OTHER_COUNTRY_NAMES.get(code, [])]
        others[code] = sorted({name for name in extra if name and name not in listed})
    return {
        "codes": codes,
        "alpha_3": [by_code[code].alpha_3 if code in by_code else "XKX" for code in codes],
        "names": {key: [locale.territories[code] for code in codes] for key, locale in locales.items()},
        "others": {code: names for code, names in others.items() if names},
    }


def regions() -> dict[str, object]:
    """ISO 3166-2: per country the code of a state, province or the like, without the country, and its name.

    Where two bear one name, the larger one has it.
    """
    found: dict[str, dict[str, str]] = {}
    for each in sorted(pycountry.subdivisions, key=lambda each: (each.parent_code is not None, each.code)):
        names = found.setdefault(each.country_code, {})
        if each.name not in names.values():
            names[each.code.partition("-")[2]] = each.name
    return dict(sorted(found.items()))


def languages() -> dict[str, object]:
    """ISO 639-1: the codes; names by language in the order of the codes; other codes of these languages.

    `longer` are the languages of CLDR that have a code of three letters only.
    """
    entries = sorted((each for each in pycountry.languages if hasattr(each, "alpha_2")), key=lambda each: each.alpha_2)
    entries = [each for each in entries if each.alpha_2 != "sh"]  # withdrawn; CLDR calls it sr
    codes = [each.alpha_2 for each in entries]
    own = {code: _own_name(code) for code in codes}
    others = WITHDRAWN_LANGUAGES | {each.alpha_3: each.alpha_2 for each in entries}
    others |= {each.bibliographic: each.alpha_2 for each in entries if hasattr(each, "bibliographic")}
    return {
        "codes": codes,
        "longer": sorted({name.partition("_")[0] for name in locale_identifiers()} - {*codes, *others}),
        "others": dict(sorted(others.items())),
        "names": {key: [Locale.parse(key).languages.get(code, "") for code in codes] for key in IN_LANGUAGES},
        "own": {code: name for code, name in own.items() if name and code not in IN_LANGUAGES},
    }


def _own_name(code: str) -> str:
    """What a language calls itself; empty where CLDR does not know."""
    return Locale.parse(code).languages.get(code, "") if exists(code) else ""


def time_zones() -> dict[str, object]:
    """The zones, one name each, and everything else that means one: links, names of Windows and of Rails."""
    files = resources.files("tzdata")
    names = [name for name in files.joinpath("zones").read_text("ascii").split() if name != "Factory"]
    table = files.joinpath("zoneinfo", "zone.tab").read_text("utf-8").splitlines()
    listed = {line.split("\t")[2] for line in table if line and not line.startswith("#")}
    aliases = get_global("zone_aliases")
    # CLDR keeps the oldest name of a zone; of the names that it takes for one, ours is the one in zone.tab.
    newest = {aliases.get(name, name): name for name in names if name in listed}
    zone = {name: newest.get(aliases.get(name, name), aliases.get(name, name)) for name in names}
    windows = {**get_global("windows_zone_mapping"), **WINDOWS_ZONES}
    rails = json.loads((HERE / "rails_zones.json").read_text("utf-8"))
    return {
        "zones": sorted(set(zone.values())),
        "links": {name: target for name, target in zone.items() if name != target},
        "windows": {name: zone[target] for name, target in sorted(windows.items())},
        "rails": {name: zone[target] for name, target in sorted(rails.items())},
    }


FILES = {"countries": countries, "regions": regions, "languages": languages, "time_zones": time_zones}


def text_of(data: dict[str, object]) -> str:
    """JSON with a line for each list and each entry of an object, so that a difference can be read."""
    parts = []
    for key, value in data.items():
        if isinstance(value, dict) and any(isinstance(each, list) for each in value.values()):
            inside = ",\n".join(f"  {_compact(name)}: {_compact(each)}" for name, each in value.items())
            parts.append(f"{_compact(key)}: {{\n{inside}\n}}")
        else:
            parts.append(f"{_compact(key)}: {_compact(value)}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def main() -> None:
    """Write the files."""
    for name, made in FILES.items():
        (SHIPPED / f"{name}.json").write_text(text_of(made()), encoding="utf-8", newline="")


if __name__ == "__main__":
    main()
