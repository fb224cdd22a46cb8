"""An outcome and the person as stored -> what would be written: each field before and after, and why.

What is not stored, `null` and what is empty are three things, before and after. The fields after are those of `merge`,
with which hosts apply an outcome, so what is told here is what they write.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final, Literal, TypeAlias

from ..compare.alignment import aligned
from ..compare.rules import free_form_fields
from ..compare.shapes import is_same
from ..engine.outcome import Outcome, merge
from ..json_writer import write_json
from ..schemas.target import TargetSchema
from ..schemas.values import Json
from .values import free_form_parts, shown

MOST_FIELDS: Final = 300
"""So many fields are told of; those that change come first."""


class Missing(Enum):
    """What is held where there is no value at all, not even null."""

    MISSING = "missing"


Held: TypeAlias = "Json | Missing"
"""What a person has in a field."""

Change: TypeAlias = Literal["added", "changed", "removed", "same"]


@dataclass(frozen=True, slots=True)
class Written:
    """A field, or a part of a free-form one (`custom_fields.desk`), before and after.

    The outcome sets it, clears it, or says for what `reason` it keeps it, or says nothing of it.
    """

    field: str
    before: Held
    after: Held
    is_cleared: bool = False
    reason: str | None = None
    is_set: bool = False

    @property
    def change(self) -> Change:
        """What becomes of it."""
        if self.before is self.after is Missing.MISSING:
            return "same"
        if self.before is Missing.MISSING:
            return "added"
        if self.after is Missing.MISSING:
            return "removed"
        return "same" if is_same(self.before, self.after) else "changed"


def written(outcome: Outcome, current: Mapping[str, Json] | None, target: TargetSchema) -> list[Written]:
    """Every field that is stored, set, cleared or kept; None for *current*: there is no such person yet."""
    before, after = dict(current or {}), merge(outcome, current, target) or {}
    is_skipped = outcome.action == "skip"
    clear, keep = ((), {}) if is_skipped else (outcome.clear, outcome.keep)
    free_form = free_form_fields(target)
    person = {} if is_skipped else outcome.person
    set_ = {*person, *(name for name, _ in free_form_parts(person, free_form))}
    fields = [
        Written(name, old, new, name in clear, keep.get(name), name in set_)
        for top in dict.fromkeys([*person, *after])
        for name, old, new in _parts(top, before.get(top, Missing.MISSING), after[top], top in free_form)
    ]
    told = {each.field for each in fields}
    fields += (
        Written(name, Missing.MISSING, Missing.MISSING, name in clear, keep.get(name))
        for name in (*clear, *keep)
        if name not in told
    )
    return fields


def _parts(name: str, before: Held, after: Json, is_free_form: bool) -> Iterator[tuple[str, Held, Held]]:
    """A field by itself; a free-form one by its parts, if it has some and is no other kind of value before."""
    held = {} if before is Missing.MISSING else before
    if is_free_form and isinstance(held, dict) and isinstance(after, dict) and (held or after):
        for part in dict.fromkeys([*after, *held]):
            yield f"{name}.{part}", held.get(part, Missing.MISSING), after.get(part, Missing.MISSING)
    else:
        yield name, before, after


# --- for the page ----------------------------------------------------------------------------------------------------


def write_told(outcome: Outcome, current: Mapping[str, Json] | None, target: TargetSchema) -> dict[str, Json]:
    """What would be written, as JSON: `fields` of bounded number and size, and how many are `left_out`.

    Of each field `before` and `after` are None where nothing is held (null has the kind `null`). `was_only` and
    `is_only` number the entries or parts that one side has and the other has not. `counts` is by change. `disables`
    is true when the write disables the person, false when it ends that. `person` is the JSON text of who is stored
    afterwards, None when nothing is written.
    """
    fields = sorted(written(outcome, current, target), key=lambda each: each.change == "same")
    counts: dict[str, Json] = {"added": 0, "changed": 0, "removed": 0, "same": 0}
    for each in fields:
        counts[each.change] += 1
    return {
        "is_new": current is None,
        "fields": [_told(each) for each in fields[:MOST_FIELDS]],
        "left_out": max(0, len(fields) - MOST_FIELDS),
        "counts": counts,
        "disables": _disables(fields),
        "look_again": outcome.look_again,
        "person": None if outcome.action == "skip" else write_json(merge(outcome, current, target), indent=2),
    }


def _told(field: Written) -> dict[str, Json]:
    was_only, is_only = _differing(field.before, field.after)
    return {
        "field": field.field,
        "change": field.change,
        "before": None if isinstance(field.before, Missing) else shown(field.before),
        "after": None if isinstance(field.after, Missing) else shown(field.after),
        "was_only": was_only,
        "is_only": is_only,
        "is_cleared": field.is_cleared,
        "reason": field.reason,
        "is_set": field.is_set,
    }


def _differing(before: Held, after: Held) -> tuple[list[int], list[int]]:
    """The numbers of the entries of two lists, or of the parts of two objects, that only one of them has."""
    if isinstance(before, list) and isinstance(after, list):
        pairs = aligned(before, after, _typed_text)
        gone = [pair.old for pair in pairs if pair.old is not None and pair.new is None]
        return gone, [pair.new for pair in pairs if pair.new is not None and pair.old is None]
    if isinstance(before, dict) and isinstance(after, dict):
        return _other_parts(before, after), _other_parts(after, before)
    return [], []


def _other_parts(one: dict[str, Json], other: dict[str, Json]) -> list[int]:
    return [at for at, (name, part) in enumerate(one.items()) if name not in other or not is_same(part, other[name])]


def _typed_text(entry: Json) -> str:
    """The text by which entries are the same, to the last type; the order of parts says nothing."""
    if isinstance(entry, dict):
        return f"{{{','.join(f'{write_json(name)}:{_typed_text(entry[name])}' for name in sorted(entry))}}}"
    if isinstance(entry, list):
        return f"[{','.join(map(_typed_text, entry))}]"
    return write_json(entry)


def _disables(fields: list[Written]) -> bool | None:
    """Whether the write disables the person, or ends that; None when it does neither."""
    for each in fields:
        if each.field == "disabled" and (each.before is True) is not (each.after is True):
            return each.after is True
    return None
