"""Why the directory has no record for a key: a key that is nearly the same, or the same one under another attribute."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Final

from ..engine.directory import RecordsDirectory
from ..engine.settling import Site
from ..engine.trace import Trace
from ..schemas.target import ReferenceType
from .clauses import Clause, Shown, Telling
from .nearness import nearness

_MOST_RECORDS: Final = 20_000


def _begins(text: str, beginning: str) -> bool:
    """Whether *text* begins with the words of *beginning*, in any case, and goes on with another word."""
    folded, begun = text.casefold(), " ".join(beginning.casefold().split())
    return bool(begun) and folded.startswith(begun) and not folded[len(begun) : len(begun) + 1].isalnum()


class RecordReasons:
    """Finds reasons in the records of *trace*; *nearest* finds the nearest of several keys.

    The directory of a host is asked for one key at a time and cannot be looked through: of it nothing is said.
    """

    def __init__(self, trace: Trace, nearest: Callable[[str, Iterable[str]], str | None]) -> None:
        self._trace, self._nearest = trace, nearest

    def not_looked_up(self, site: Site) -> Iterator[Clause]:
        """That a reference stands for a key only, as there is no directory."""
        if isinstance(site.type, ReferenceType) and self._trace.directory is None:
            yield (f"no directory is given, so no {site.type.to} was looked up",)

    def not_found(self, site: Site, sentence: str) -> Iterator[Clause]:
        """What is near to the key that *sentence* says no record has."""
        directory = self._trace.directory
        if not isinstance(site.type, ReferenceType) or not isinstance(directory, RecordsDirectory):
            return
        kind, attribute = site.type.to, site.found_by or "name"
        begin = f"no {kind} has the {attribute} '"
        if not sentence.startswith(begin):
            return
        key = sentence[len(begin) : -1]
        records = list(islice(directory.records.get(kind, ()), _MOST_RECORDS))
        if not records:
            yield (Telling(f"the directory holds no {kind} at all"),)
            return
        keys = [str(held) for each in records if (held := each.get(attribute)) is not None]
        near = self._nearest(key, keys)
        if near is not None:
            yield f"there is one with the {attribute} ", Shown(near), Telling(f", which is {nearness(key, near)}")
            return
        longer = next((held for held in keys if _begins(held, key)), None)
        if longer is not None:
            yield f"there is one with the {attribute} ", Shown(longer), Telling(", which begins with it")
            return
        shorter = next((held for held in keys if _begins(key, held)), None)
        if shorter is not None:
            yield f"there is one with the {attribute} ", Shown(shorter), Telling(", with which it begins")
            return
        other = next(
            (
                name
                for each in records
                for name, held in each.items()
                if name != attribute and not isinstance(held, (dict, list, bool)) and str(held) == key
            ),
            None,
        )
        if other is not None:
            yield f"there is one with the {other} ", Shown(key), Telling(f": is `found_by: {other}` meant?")
