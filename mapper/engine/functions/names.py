"""Functions about names of persons: the parts of a full name, and what is made of them.

A full name is read as people of Europe and America write it, given name first or behind a comma. Where more is known,
a mapping had better use `name.givenName` and `name.familyName`.
"""

from __future__ import annotations

from ...schemas.values import Json
from .declaration import Example, Function, Parameter

_PREFIXES = frozenset(
    (
        *("mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sir", "dame", "lord", "lady", "rev", "hon"),
        *("ir", "ing", "drs", "mw", "mevr", "dhr", "herr", "frau", "dipl-ing", "fru", "mme", "mlle"),
        *("sra", "srta", "señor", "señora", "sig", "dott"),
    )
)
_SUFFIXES = frozenset(
    (
        *("jr", "sr", "junior", "senior", "ii", "iii", "iv", "phd", "md", "dds", "dvm", "esq", "bsc", "msc", "mba"),
        *("cpa", "llb", "llm", "mbe", "obe", "cbe", "rn"),
    )
)
_PARTICLES = frozenset(
    (
        *("van", "von", "vom", "der", "den", "de", "del", "dela", "della", "di", "da", "das", "do", "dos", "du", "des"),
        *("la", "le", "el", "al", "bin", "ibn", "ter", "ten", "te", "zu", "zum", "zur", "af", "av", "op", "'t"),
    )
)
"""Words that begin a family name: `van der Berg`."""


def _name_parts(text: str) -> Json:
    return {part: " ".join(words) for part, words in _parts(text).items() if words} or None


def _initials(text: str) -> str | None:
    parts = _parts(text)
    words = [word for part in ("given", "middle", "family") for word in parts[part] if not _is(word, _PARTICLES)]
    letters = (piece[0] for word in words for piece in word.split("-") if piece and piece[0].isalpha())
    return "".join(letters).upper() or None


def _sort_name(text: str) -> str | None:
    parts = _parts(text)
    pieces = (parts["family"], [*parts["given"], *parts["middle"]], parts["suffix"])
    return ", ".join(" ".join(words) for words in pieces if words) or None


def _parts(text: str) -> dict[str, list[str]]:
    """The words of each part of a full name."""
    chunks = [words for words in (chunk.split() for chunk in text.split(",")) if words]
    suffix: list[str] = []
    while len(chunks) > 1 and all(_is(word, _SUFFIXES) for word in chunks[-1]):
        suffix = chunks.pop() + suffix
    family = _without_suffix(chunks[0], suffix) if len(chunks) > 1 else []
    words = [word for chunk in chunks[1 if family else 0 :] for word in chunk]
    words = _without_suffix(words, suffix)
    start = 0
    while start < len(words) - (not family) and _is(words[start], _PREFIXES):
        start += 1
    prefix, words = words[:start], words[start:]
    if family:
        family = _trailing_particles(words) + family
    elif len(words) > 1 or prefix:
        family = _family(words)
    return {"given": words[:1], "middle": words[1:], "family": family, "prefix": prefix, "suffix": suffix}


def _without_suffix(words: list[str], suffix: list[str]) -> list[str]:
    """The words before those at the end that are suffixes, which go in front of *suffix*."""
    end = len(words)
    while end > 1 and _is(words[end - 1], _SUFFIXES):
        end -= 1
    suffix[:0] = words[end:]
    return words[:end]


def _family(words: list[str]) -> list[str]:
    """Take the family name off the end of *words*: from the first particle on, else the last word.

    A first word is a given name whatever it is, but for a particle in small letters: `de Vries` has none, Van Morrison
    has one.
    """
    particles = (at for at, word in enumerate(words) if _is(word, _PARTICLES) and (at > 0 or word.islower()))
    start = next(particles, len(words) - 1)
    family = words[start:]
    del words[start:]
    return family


def _trailing_particles(words: list[str]) -> list[str]:
    """Take the particles off the end of *words*, as in `Berg, Jan van der`."""
    start = len(words)
    while start > 1 and _is(words[start - 1], _PARTICLES):
        start -= 1
    particles = words[start:]
    del words[start:]
    return particles


def _is(word: str, kind: frozenset[str]) -> bool:
    return word.replace(".", "").casefold() in kind


_TEXT = Parameter("text", ("string",))
_BABS: Json = {"displayName": "Ms. Barbara Jane Jensen III"}
_JAN: Json = {"displayName": "Jan van der Berg"}

NAMES: tuple[Function, ...] = (
    Function(
        "name_parts",
        _name_parts,
        (_TEXT,),
        None,
        "The parts of a full name that are there, of `given`, `middle`, `family`, `prefix` and `suffix`.",
        (
            Example(
                "name_parts(displayName)",
                _BABS,
                {"given": "Barbara", "middle": "Jane", "family": "Jensen", "prefix": "Ms.", "suffix": "III"},
            ),
            Example("name_parts(displayName).family", _JAN, "van der Berg"),
            Example("name_parts(displayName).given", {"displayName": "Jensen, Babs"}, "Babs"),
        ),
        main="text",
    ),
    Function(
        "initials",
        _initials,
        (_TEXT,),
        None,
        "The first letters of given, middle and family names, as capitals; titles and words such as `van` have none.",
        (
            Example("initials(displayName)", _BABS, "BJJ"),
            Example("initials(displayName)", {"displayName": "Jean-Luc de la Croix"}, "JLC"),
        ),
        main="text",
    ),
    Function(
        "sort_name",
        _sort_name,
        (_TEXT,),
        None,
        "The name as lists sort it: family name, comma, given names; the title in front is left out.",
        (
            Example("sort_name(displayName)", _JAN, "van der Berg, Jan"),
            Example("sort_name(displayName)", _BABS, "Jensen, Barbara Jane, III"),
            Example("sort_name(displayName)", {"displayName": "Jensen, Babs"}, "Jensen, Babs"),
        ),
        main="text",
    ),
)
