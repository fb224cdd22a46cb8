"""What differs from another mapping -> what the page says of it, in a sentence and in words for each difference."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mapper.schemas.values import Json

from .sentences import counted, sentence

_KEPT = re.compile(r"\Akept(?= -> )|(?<= -> )kept\Z")
"""A side of a shape that says so; the texts that a mapping holds stand in quotes there."""

_BY = {"both": "", "old": " by the other mapping", "new": " by this mapping"}


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs: `said` in sentences; the differences of rules, the fields with counts, and the people.

    All but `said` and the shapes are as `mapper.preview` gives them; empty where nothing could be compared. `kept` is
    the word for a field that is left as it is.
    """

    said: tuple[str, ...]
    rules: tuple[dict[str, Json], ...] = ()
    rules_left_out: int = 0
    fields: tuple[dict[str, Json], ...] = ()
    fields_left_out: int = 0
    people: tuple[dict[str, Json], ...] = ()
    whom: str = "People"
    kept: str = "kept"


def comparison(told: dict[str, Json] | None, text: str, other: str, *, is_stored: bool) -> Comparison:
    """What is said of *told*, which is None when there was nothing to compare; *text* and *other* are the mappings.

    *is_stored*: the person as stored was given. Without one all people are new, and nothing can be kept.
    """
    if told is None:
        return Comparison((_nothing(text, other),))
    kept = "kept" if is_stored else "not set"
    return Comparison(
        tuple(_said(told, is_stored=is_stored)),
        tuple(told["rules"]),
        told["rules_left_out"],
        tuple(_in_words(field, kept) for field in told["fields"]),
        told["fields_left_out"],
        tuple(told["people"]),
        "People and groups" if told["has_groups"] else "People",
        kept,
    )


def _in_words(field: dict[str, Json], kept: str) -> dict[str, Json]:
    """A field whose shapes of change have the word *kept* where `mapper diff` says that a field is kept."""
    shapes = [{**each, "shape": _KEPT.sub(kept, each["shape"])} for each in field["shapes"]]
    return {**field, "shapes": shapes}


def _nothing(text: str, other: str) -> str:
    if other.strip() and other != text:
        return "Nothing is compared yet."
    both = "Both mappings are the same text: change this one, or put another one above."
    return both if other.strip() else "Put a mapping above to compare with this one."


def _said(told: dict[str, Json], *, is_stored: bool) -> Iterator[str]:
    """The numbers, as `mapper diff` gives them, and what they do not tell."""
    rules = len(told["rules"]) + told["rules_left_out"]
    if not rules and not told["differ"]:
        yield sentence(f"nothing differs: the rules mean the same, and {_same(told)}")
    else:
        in_rules = counted(rules, "difference") if rules else "no difference"
        yield sentence(f"{_differing(told)}; {in_rules} in the rules")
    for by, number in sorted(told["failed_by"].items()):
        yield sentence(f"{counted(number, 'payload')} cannot be mapped{_BY[by]}")
    if told["is_unseen"] and not is_stored:
        yield "All people are taken as new: a difference in write shows only beside a person as stored."


def _differing(told: dict[str, Json]) -> str:
    """How many people differ."""
    differ, (people, whom) = told["differ"], _people(told)
    if people == 1:
        return f"the {whom} {'differs' if differ else 'is the same'}"
    return f"{differ} of {people} {whom} {'differs' if differ == 1 else 'differ'}"


def _same(told: dict[str, Json]) -> str:
    people, whom = _people(told)
    return f"the {whom} comes out the same" if people == 1 else f"all {people} {whom} come out the same"


def _people(told: dict[str, Json]) -> tuple[int, str]:
    """How many can differ, and the word for them."""
    people = told["read"] - told["failed_by"].get("both", 0)
    if people == 1:
        return people, "group" if told["has_groups"] else "person"
    return people, "people and groups" if told["has_groups"] else "people"
