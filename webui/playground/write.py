"""What would be written over the person as stored -> the sentence and the rows that the page shows of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mapper.schemas.values import Json

from .sentences import counted, sentence

_KINDS = {"added": "new", "removed": "removed"}


@dataclass(frozen=True, slots=True)
class Row:
    """A field that changes, or one that stays as it is.

    `before` and `after` are values as `mapper.preview` shows them, None where nothing is held. `kind` is a word for the
    change, None where the two values say it all; `why` is why a field stays. `origin` is the place of its rule.
    """

    field: str
    before: dict[str, Json] | None
    after: dict[str, Json] | None
    was_only: list[int]
    is_only: list[int]
    kind: str | None = None
    why: str | None = None
    origin: dict[str, Json] | None = None


@dataclass(frozen=True, slots=True)
class Write:
    """What is written of one payload: `said` in sentences, the rows that change, and those that stay.

    Of a group nothing is written over a person. `person` is who is stored afterwards, as JSON, None when that is nobody
    else than before.
    """

    number: int
    called: str | None
    action: str
    said: tuple[str, ...]
    is_new: bool = True
    disables: bool | None = None
    changes: tuple[Row, ...] = ()
    same: tuple[Row, ...] = ()
    left_out: int = 0
    person: str | None = None


def write_of(result: dict[str, Json]) -> Write:
    """What is written of a result of `preview`."""
    told = result.get("write")
    if told is None:
        said = "A group is written over no person; the view of the table shows what its members receive."
        return Write(result["number"], result["called"], result["action"], (said,))
    origins = {row["field"]: row["origin"] for row in result["rows"]}
    is_skipped = result["action"] == "skip"
    rows = [
        (field["change"], _row(field, origins.get(field["field"]), _why(field, told["is_new"], is_skipped)))
        for field in told["fields"]
    ]
    return Write(
        result["number"],
        result["called"],
        result["action"],
        tuple(_said(result, told)),
        told["is_new"],
        told["disables"],
        tuple(row for change, row in rows if change != "same"),
        tuple(row for change, row in rows if change == "same"),
        told["left_out"],
        told["person"] if any(change != "same" for change, _ in rows) else None,
    )


def _said(result: dict[str, Json], told: dict[str, Json]) -> Iterator[str]:
    """What happens, in a sentence, and what is to be known beside it."""
    counts = told["counts"]
    changing = counts["added"] + counts["changed"] + counts["removed"]
    if result["action"] == "skip":
        yield sentence(f"nothing is written: {result['reason']}")
    elif told["is_new"]:
        yield sentence(f"a new person is written, with {counted(changing, 'field')}")
    elif changing:
        verb = "changes" if changing == 1 else "change"
        yield sentence(f"{counted(changing, 'field')} {verb}; {counts['same'] or 'no other'} stay as they are")
    else:
        yield "Nothing changes: all that the mapping gives is stored already."
    if told["disables"] is not None:
        yield "The write disables the person." if told["disables"] else "The write ends that the person is disabled."
    if told["look_again"]:
        yield f"On {told['look_again']} it may be something else: some rule asks for the day."


def _row(field: dict[str, Json], origin: dict[str, Json] | None, why: str) -> Row:
    is_same = field["change"] == "same"
    return Row(
        field["field"],
        field["before"],
        field["after"],
        field["was_only"],
        field["is_only"],
        kind="cleared" if field["is_cleared"] and not is_same else _KINDS.get(field["change"]),
        why=why if is_same else None,
        origin=origin,
    )


def _why(field: dict[str, Json], is_new: bool, is_skipped: bool) -> str:
    """Why a field stays as it is; of a new person there is nothing that could be kept, or had been cleared before."""
    if is_skipped:
        return "nothing is written"
    if field["reason"]:
        return f"{'not set' if is_new else 'kept'}: {field['reason']}"
    if field["is_cleared"]:
        return "nothing to clear" if is_new else "cleared, as it was before"
    return "set to what is stored" if field["is_set"] else "no rule fills it"
