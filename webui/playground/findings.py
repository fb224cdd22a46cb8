"""The answer of the sandbox -> what there is to look at, in sentences: the faults of the texts, then the problems."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mapper.schemas.values import Json

from .attributes import attribute_of
from .sentences import sentence


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at: what is wrong, in which pane and where; `excerpt` is its source line in three parts.

    `place` has lines and columns for people, and `from` and `to` for editors. `fixes` are what certainly repairs it.
    """

    severity: str
    message: str
    code: str
    pane: str
    hint: str | None = None
    place: dict[str, int] | None = None
    excerpt: dict[str, str] | None = None
    about: str | None = None
    fixes: Sequence[dict[str, Json]] = ()


def findings_of(preview: dict[str, Json]) -> Iterator[Finding]:
    """What is wrong with the texts, and what administrators should see of each result."""
    for found in preview["faults"]:
        yield Finding(
            found["severity"],
            sentence(found["message"]),
            found["code"],
            found["pane"],
            hint=sentence(found["hint"]) if found["hint"] else None,
            place=_place(found),
            excerpt=found["excerpt"],
            fixes=found["fixes"],
        )
    for result in preview["results"]:
        for found in result["problems"]:
            place = _place(found["mapping"]) if found["mapping"] else None
            who = result["called"] if preview["payloads"] > 1 else None
            names = (who, found["field"], attribute_of(found["payload"] or "", preview["short_names"]))
            about = ", ".join(dict.fromkeys(name for name in names if name))
            message = sentence(found["message"])
            yield Finding(found["severity"], message, found["code"], "mapping", place=place, about=about or None)


def fix_word(fix: dict[str, Json], pane: str) -> str:
    """The word for a fix of a text, by which its button names it: JSON with the pane and the edits."""
    return json.dumps({"pane": pane, "edits": fix["edits"]})


def _place(found: dict[str, Json]) -> dict[str, int] | None:
    names = ("line", "column", "end_line", "end_column", "from", "to")
    return {name: found[name] for name in names if name in found} if found.get("line") is not None else None
