"""What became of a payload -> for each row what lights in the editors: its rule, and the attributes that it read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Final

from ..engine.checked import CheckedField, CheckedMapping, Contribution
from ..engine.text import Span
from ..engine.trace import CandidateTrace, Trace
from ..explanation.pointers import escaped, names_of
from ..explanation.reading import Reading, guard_readings, readings
from ..payloads import Item
from ..schemas.values import Json
from .json_spans import spans_at
from .offsets import BYTE_ORDER_MARK, json_source, passed_over, units

MOST_LIGHTS: Final = 2000
"""So many spans are told in one answer."""

MOST_CHARACTERS: Final = 128 * 1024
"""In a longer text of payloads no attribute is looked for."""

_MOST_OF_A_ROW: Final = 30
_MOST_NODES: Final = 1000
"""So many values of a payload are looked at to find those that were taken."""

_SHARED: Final = 2
"""Texts that are shorter are the same object wherever they stand."""

Light = dict[str, Json]
"""The `pane` and the span `from` - `to`; `of` says what stands there: the `candidate` that decided, the `field` with
all that its rule says of it, or an attribute of the payload that was `read`."""


class Lights:
    """Tells of one answer as much as there is room for; *text* is that of the pane with the payloads."""

    def __init__(self, text: str) -> None:
        self._room = MOST_LIGHTS
        self._source = json_source("payload", text)
        self._passed_over = passed_over(self._source, text)
        self._is_short = len(text) <= MOST_CHARACTERS
        self._known: dict[tuple[str, int | None], list[Light]] = {}
        self._readings: dict[int, list[Reading]] = {}

    def of_user(
        self, mapping: CheckedMapping, trace: Trace, decisive: Mapping[str, CandidateTrace | None], item: Item
    ) -> dict[str, list[Light]]:
        """The lights of the rows of a user, fields and parts of free-form ones, each with what decided it."""
        fields = {field.name: field for field in mapping.fields}
        taken = _Taken(trace.payload)
        rules: dict[str, list[Light]] = {}
        pointers: dict[str, list[str]] = {}
        for name, found in decisive.items():
            rules[name] = self._rules(fields.get(name), name, found)
            pointers[name] = list(self._pointers(mapping, found, taken)) if found is not None else []
        return self._told(rules, pointers, item)

    def of_group(self, payload: Mapping[str, Json], names: Iterable[str], item: Item) -> dict[str, list[Light]]:
        """The lights of the rows *names*, which are members of the group *payload*."""
        members = payload.get("members")
        places = {
            str(member.get("value")): f"/members/{at}"
            for at, member in enumerate(members if isinstance(members, list) else ())
            if isinstance(member, dict)
        }
        pointers = {name: [places[name]] if name in places else [] for name in names}
        return self._told({name: [] for name in pointers}, pointers, item)

    def _told(
        self, rules: dict[str, list[Light]], pointers: dict[str, list[str]], item: Item
    ) -> dict[str, list[Light]]:
        text = item.text.removeprefix(BYTE_ORDER_MARK)
        start = self._source.offset(item.line, item.column)
        is_sure = self._room > 0 and self._is_short and self._source.text.startswith(text, start)
        due = {pointer for each in pointers.values() for pointer in each} if is_sure else ()
        spans = spans_at(text, due) if due else {}
        told: dict[str, list[Light]] = {}
        for name, lights in rules.items():
            found = dict.fromkeys(spans[pointer] for pointer in pointers[name] if pointer in spans)
            here = [*lights, *(self._attribute(start + at, start + end) for at, end in found)]
            told[name] = here[: min(_MOST_OF_A_ROW, self._room)]
            self._room -= len(told[name])
        return told

    def _attribute(self, start: int, end: int) -> Light:
        return {"pane": "payload", "of": "read", **units(Span(self._source, start, end), self._passed_over)}

    # What does not depend on the payload is found once for all payloads of the page: candidates are known by what they
    # are in memory.

    def _rules(self, field: CheckedField | None, name: str, decisive: CandidateTrace | None) -> list[Light]:
        key = name, id(decisive.candidate) if decisive is not None else None
        if key not in self._known:
            self._known[key] = list(_rules((*field.users, *field.groups) if field else (), decisive))
        return self._known[key]

    def _pointers(self, mapping: CheckedMapping, decisive: CandidateTrace, taken: _Taken) -> Iterator[str]:
        """What a candidate and its conditions read of the user; of a list or object the one value that was taken."""
        candidate = decisive.candidate
        known = self._readings.get(id(candidate))
        if known is None:
            known = [*readings(candidate, mapping.lets), *guard_readings(candidate, mapping.lets)]
            self._readings[id(candidate)] = known
        for whose, pointer in known:
            if whose == "user" or (whose is None and decisive.current is taken.payload):
                yield taken.below(pointer, decisive.read) or pointer


def _rules(contributions: Sequence[Contribution], decisive: CandidateTrace | None) -> Iterator[Light]:
    """The candidate that decided and its field; where none did, the field as each rule has it."""
    if decisive is not None:
        yield {"pane": "mapping", "of": "candidate", **units(decisive.span)}
    for each in contributions:
        if decisive is None or _is_of(each, decisive):
            whole = Span(each.key.source, each.key.start, max(each.key.end, each.span.end))
            yield {"pane": "mapping", "of": "field", **units(whole)}


def _is_of(contribution: Contribution, candidate: CandidateTrace) -> bool:
    span = contribution.span
    return span.start <= candidate.span.start and candidate.span.end <= span.end


class _Taken:
    """Finds the values of one payload that candidates took."""

    def __init__(self, payload: Json) -> None:
        self.payload = payload
        self._room = _MOST_NODES

    def below(self, pointer: str, taken: Json) -> str | None:
        """Where the very text *taken* stands below *pointer*; None when that is not in one place, or not sure."""
        if not isinstance(taken, str) or len(taken) < _SHARED:
            return None
        value = self.payload
        for name in names_of(pointer):
            value = value.get(name) if isinstance(value, dict) else None
        found = list(islice(self._same(pointer, value, taken), 2))
        return found[0] if len(found) == 1 and self._room > 0 else None

    def _same(self, pointer: str, value: Json, taken: str) -> Iterator[str]:
        """The pointers below *pointer* at which *taken* itself stands, and no text that is equal to it."""
        waiting = [(pointer, value)]
        while waiting and self._room > 0:
            self._room -= 1
            at, each = waiting.pop()
            if each is taken:
                yield at
            elif isinstance(each, dict):
                waiting += ((f"{at}/{escaped(name)}", part) for name, part in each.items())
            elif isinstance(each, list):
                waiting += ((f"{at}/{index}", part) for index, part in enumerate(each))
