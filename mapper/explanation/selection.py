"""An explanation and the names of fields -> the explanation of those alone: `contacts`, `contacts[1].telephone`.

`contacts[1]` is an entry as the person has it, which is not always the element of that number in the payload.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from ..engine.checked import CheckedMapping
from ..engine.suggestions import familiar_field
from ..schemas.normalise import Change
from ..schemas.target import ObjectType, RecordsType
from ..schemas.values import Json
from .pointers import names_of
from .tree import (
    CandidateExplanation,
    ElementExplanation,
    Explanation,
    FieldExplanation,
    GroupExplanation,
    Read,
)

_ASKED: Final = re.compile(r"(?P<field>[^.\[\]]+)(?:\[(?P<index>\d{1,6})\])?(?:\.(?P<part>.+))?")


class UnknownField(ValueError):
    """There is no such field: one sentence, and a `hint` when a name is near."""

    def __init__(self, sentence: str, hint: str | None = None) -> None:
        super().__init__(sentence)
        self.hint = hint


def select(explanation: Explanation, mapping: CheckedMapping, asked: Sequence[str]) -> Explanation:
    """Only the fields *asked*, with what is about them. Raises UnknownField."""
    unfilled = "no rule of the mapping fills it"
    fields = tuple(field for name in asked for field in _fields(explanation.fields, mapping, name, unfilled))
    reads = [read.pointer for field in fields for each in field.candidates for read in _reads(each)]
    rules = {each.rule for field in fields for each in field.candidates}
    return replace(
        explanation,
        fields=fields,
        rules=tuple(rule for rule in explanation.rules if rule.name in rules),
        changes=tuple(change for change in explanation.changes if _is_read(change, reads)),
        unread=explanation.unread if any(field.value is None for field in fields) else (),
    )


def select_of_group(explanation: GroupExplanation, mapping: CheckedMapping, asked: Sequence[str]) -> GroupExplanation:
    """Of every member only the fields *asked*. Raises UnknownField."""
    unfilled = "no rule that applies to the group fills it"
    members = tuple(
        (value, rules, tuple(field for name in asked for field in _fields(fields, mapping, name, unfilled)))
        for value, rules, fields in explanation.members
    )
    if not members:
        for name in asked:
            _known(mapping, name)
    return replace(explanation, members=members)


def _fields(
    fields: Sequence[FieldExplanation], mapping: CheckedMapping, asked: str, unfilled: str
) -> Iterator[FieldExplanation]:
    """The field that is asked for, or all parts of a free-form one."""
    name, index, part = _known(mapping, asked)
    kind = mapping.target.fields[name].type
    if isinstance(kind, RecordsType):
        found = next((field for field in fields if field.name == name), None)
        if found is None:
            yield _unfilled(asked, unfilled)
        else:
            yield _entries(found, kind, asked, index, part) if index is not None or part is not None else found
        return
    wanted = [field for field in fields if field.name == asked or (part is None and field.name.startswith(f"{name}."))]
    yield from wanted or [_unfilled(asked, unfilled)]


def _unfilled(name: str, sentence: str) -> FieldExplanation:
    return FieldExplanation(name, "keep", None, "absent", ((sentence,),), ())


def _known(mapping: CheckedMapping, asked: str) -> tuple[str, int | None, str | None]:
    """Field, place of the entry, and part. Raises UnknownField for what the target does not have."""
    target = mapping.target
    found = _ASKED.fullmatch(asked.strip())
    name = found["field"] if found else asked
    if found is None or name not in target.fields:
        whole = next((each.name for each in mapping.fields if each.part == name), None)
        hint = f"did you mean '{whole}'?" if whole is not None else familiar_field(name, list(target.fields))[0]
        raise UnknownField(f"'{target.name}' has no field '{name}'", hint)
    kind, part, index = target.fields[name].type, found["part"], found["index"]
    if isinstance(kind, RecordsType):
        if part is not None and part not in kind.parts:
            hint = familiar_field(part, list(kind.parts))[0]
            raise UnknownField(f"an entry of '{name}' has no part '{part}'", hint)
    elif index is not None:
        raise UnknownField(f"'{name}' is no list, so it has no [{index}]")
    elif part is not None and not isinstance(kind, ObjectType):
        raise UnknownField(f"'{name}' has no parts")
    return name, int(index) if index is not None else None, part


# --- entries ---------------------------------------------------------------------------------------------------------


def _entries(
    field: FieldExplanation, kind: RecordsType, asked: str, index: int | None, part: str | None
) -> FieldExplanation:
    """One entry of a list, one part of all of them, or one part of one. Raises UnknownField for one that is not there.

    What became of the elements that gave no entry is part of the whole list.
    """
    entries = field.value if isinstance(field.value, list) else []
    if index is not None and index >= len(entries):
        has = f"has {len(entries)} entr{'y' if len(entries) == 1 else 'ies'}" if entries else "has no entries"
        raise UnknownField(f"'{field.name}' {has}, so there is no [{index}]", f"'{field.name}' tells of all elements")
    wanted = entries if index is None else [entries[index]]
    values = [entry.get(part) if isinstance(entry, dict) else None for entry in wanted] if part else wanted
    value: Json = values[0] if index is not None else values or None
    bare = [_without(entry, kind.owner) for entry in wanted] if index is not None else None
    candidates = tuple(narrowed for each in field.candidates for narrowed in _narrowed(each, bare, part))
    return replace(field, name=asked, value=value, because=(), candidates=candidates, staying=0)


def _narrowed(
    candidate: CandidateExplanation, wanted: Sequence[Json] | None, part: str | None
) -> Iterator[CandidateExplanation]:
    """The candidate with the elements that became the *wanted* entries (None: with all), and their *part* alone."""
    inside = tuple(each for inner in candidate.inside for each in _narrowed(inner, wanted, part))
    narrowed = (
        (element, tuple(each for each in element.parts if part in (None, each.name))) for element in candidate.elements
    )
    elements = tuple(
        replace(element, parts=parts)
        for element, parts in narrowed
        if (parts or element.verdict != "entry") and (wanted is None or _is_one_of(element, wanted))
    )
    if inside or elements:
        yield replace(candidate, inside=inside, elements=elements, reads=(), because=(), left_out=0)


def _is_one_of(element: ElementExplanation, entries: Sequence[Json]) -> bool:
    """Whether one of *entries*, without the flag of their owner, is what an element became."""
    entry = {part.name: part.value for part in element.parts if part.value is not None}
    return element.verdict == "entry" and entry in entries


def _without(entry: Json, owner: str) -> Json:
    """An entry without the flag of its owner, for which no element has a part."""
    return {name: value for name, value in entry.items() if name != owner} if isinstance(entry, dict) else entry


# --- what is about them ----------------------------------------------------------------------------------------------


def _reads(candidate: CandidateExplanation) -> Iterator[Read]:
    yield from candidate.reads
    for inner in candidate.inside:
        yield from _reads(inner)


def _is_read(change: Change, reads: Sequence[str]) -> bool:
    """Whether what was changed is, holds or hangs below something that is read; places in lists do not count."""
    changed = _folded(change.pointer)
    return any(changed[: len(read)] == read[: len(changed)] for read in map(_folded, reads))


def _folded(pointer: str) -> list[str]:
    return [name.casefold() for name in names_of(pointer) if not name.isdigit()]
