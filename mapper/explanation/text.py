"""An explanation -> lines that fit a terminal; values are masked unless they shall be shown.

First a line for each field that is set, then why others are not, then what is about the whole payload. With `whole`
everything that is known of each field.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from ..schemas.normalise import Change
from ..schemas.values import Json
from ..terminal import cut, padded, shown, width, wrapped
from .candidate_text import CandidateText
from .clauses import Clause, staying
from .look import Look
from .pointers import path_text
from .tree import Explanation, FieldExplanation, GroupExplanation, RuleExplanation
from .words import entries

__all__ = ["Look", "as_text"]

_MOST_CHANGES: Final = 12
_MOST_RULES: Final = 20
_MOST_POINTERS: Final = 30
"""So many of each are named; the others are counted."""

_SELDOM_READ: Final = ("/id", "/externalId")
"""What every client sends and hardly any mapping needs: it comes last of what is not read."""

_MOST_OF_NAME: Final = 28
_NARROW: Final = 60
"""On a terminal narrower than this, what is set takes two lines."""

NO_RULE: Final = "no rule applies"
NOT_LOOKED_UP: Final = "Not looked up, as there is no directory"
MASKED: Final = "Values are masked: a letter shows as x, a digit as 9. --show-values shows them."


def as_text(explanation: Explanation | GroupExplanation, look: Look) -> str:
    """The explanation of a user or a group."""
    writer = _Writer(look, explanation.short_names)
    lines = _group(explanation, writer) if isinstance(explanation, GroupExplanation) else _user(explanation, writer)
    return look.lines([*lines, *writer.end()])


def _user(explanation: Explanation, writer: _Writer) -> Iterator[str]:
    title = f"{explanation.action}: {shown(explanation.reason)}" if explanation.reason else explanation.action
    yield from writer.title(title)
    if explanation.reason == NO_RULE and not writer.is_whole:
        yield from writer.rules(explanation.rules)
    else:
        yield from writer.fields(explanation.fields)
        yield from writer.rules(explanation.rules)
    yield from writer.changes(explanation.changes)
    yield from writer.unread(explanation.unread)


def _group(explanation: GroupExplanation, writer: _Writer) -> Iterator[str]:
    stands = "stands for nothing"
    if explanation.stands_for is not None:
        stands = f"stands for the {explanation.stands_for} {writer.value(explanation.called)}"
    yield from writer.title(stands)
    yield from writer.clauses(explanation.because, "    ")
    asked = explanation.rules or next((rules for _, rules, _ in explanation.members), ())
    yield from writer.rules(asked, all_of_them=True)
    for value, rules, fields in explanation.members:
        if fields:
            yield ""
            yield from writer.title(f"member {writer.value(value)}")
            yield from writer.fields(fields)
        elif rules != asked and not all(rule in asked for rule in rules):
            yield ""
            yield from writer.title(f"member {writer.value(value)} receives nothing")
            yield from writer.rules(rules)
    empty = sum(not fields for _, _, fields in explanation.members)
    if empty:
        yield ""
        receive = "member receives" if empty == 1 else "members receive"
        yield from writer.paragraph(f"{empty} {receive} nothing from the rules that apply")
    if explanation.left_out:
        yield ""
        more = f"{explanation.left_out:,} more members are mapped in the same way, and not told of here"
        yield from writer.paragraph(more)
    yield from writer.changes(explanation.changes)


class _Writer:
    """Writes the parts of an explanation."""

    def __init__(self, look: Look, short_names: Mapping[str, str]) -> None:
        self._look, self._names = look, short_names
        self._not_looked_up: dict[str, None] = {}
        self._candidates = CandidateText(look, short_names)

    @property
    def is_whole(self) -> bool:
        """Whether all that is known is told."""
        return self._look.whole

    def title(self, text: str) -> Iterator[str]:
        """What all that follows is about."""
        for line in wrapped(text, self._look.columns, "", "    "):
            yield self._look.paint(line, "strong")

    def paragraph(self, text: str) -> Iterator[str]:
        """A sentence on lines of its own."""
        return wrapped(text, self._look.columns)

    def value(self, value: Json, *, is_constant: bool = False) -> str:
        """A value, masked if it has to be."""
        return self._look.value(value, is_constant=is_constant)

    def clauses(self, clauses: Iterable[Clause], indent: str) -> Iterator[str]:
        """Clauses, each on lines of its own."""
        return self._candidates.clauses(clauses, indent)

    # --- fields ------------------------------------------------------------------------------------------------------

    def fields(self, fields: Sequence[FieldExplanation]) -> Iterator[str]:
        """All fields: those that have a value first."""
        self._not_looked_up |= dict.fromkeys(field.name for field in fields if not field.is_looked_up)
        if self._look.whole:
            for field in fields:
                yield from ("", *self._whole(field))
            return
        filled = [field for field in fields if field.value is not None]
        if filled:
            yield ""
        if filled and filled[0].state == "skipped":
            yield from self._muted("would be set", "")
        yield from self._filled(filled)
        for field in fields:
            if field.value is None:
                yield from ("", *self._whole(field))

    def _filled(self, fields: Sequence[FieldExplanation]) -> Iterator[str]:
        """A line for each: its name, its value, the candidate that gave it."""
        columns = self._look.columns
        rows = [(shown(field.name), self._gist(field), self._origin(field)) for field in fields]
        names = min(max((width(name) for name, _, _ in rows), default=0), _MOST_OF_NAME, columns // 2)
        room = max((columns - names - 4) // 2, 8)
        values = min(max((width(value) for _, value, _ in rows), default=0), room)
        for field, (name, value, origin) in zip(fields, rows, strict=True):
            if columns < _NARROW:
                yield cut(f"{padded(cut(name, names), names)}  {value}", columns)
                yield self._look.paint(cut(f"    {origin}", columns), "muted")
            else:
                head = f"{padded(cut(name, names), names)}  {padded(cut(value, values), values)}  "
                yield head + self._look.paint(cut(origin, columns - width(head)), "muted") if origin else head.rstrip()
            yield from self._candidates.notes(field, "    ")

    def _gist(self, field: FieldExplanation) -> str:
        """The value; of a list of entries how many there are, of a record its name or key."""
        value = field.value
        if isinstance(value, list) and any(isinstance(each, dict) for each in value):
            return entries(len(value))
        if isinstance(value, dict) and value:
            if len(value) == 1 and "name" not in value:
                ((key, known),) = value.items()
                return f"{shown(key)} {self.value(known, is_constant=field.is_constant)}"
            value = value.get("name", value)
        return self.value(value, is_constant=field.is_constant)

    def _origin(self, field: FieldExplanation) -> str:
        given = ("won", "not found")  # a record that is not there yet is set by its key
        winner = next((each for verdict in given for each in field.candidates if each.verdict == verdict), None)
        if winner is None or (winner.verdict == "not found" and not isinstance(field.value, dict)):
            return ""
        group = f", group {self.value(winner.group)}" if winner.group is not None else ""
        return f"line {winner.span.place.line}  {shown(winner.label)}{group}"

    def _whole(self, field: FieldExplanation) -> Iterator[str]:
        """A field, why it is as it is, and its candidates."""
        paint = self._look.paint
        because = list(field.because)
        text = f"{shown(field.name)}  {self._state(field)}"
        if len(because) == 1 and field.state != "set":
            text += f": {self._look.clause(because.pop())}"
        for line in wrapped(text, self._look.columns, "", "    "):
            yield paint(line, "strong")
        yield from self.clauses((*because, *staying(field.staying)), "    ")
        several = len({each.rule for each in field.candidates}) > 1
        for candidate in field.candidates:
            if self._look.whole or candidate.verdict != "not tried":
                is_given = field.state in ("keep", "clear")
                yield from self._candidates.candidate(
                    candidate, "    ", rule=several, is_numbered=len(field.candidates) > 1, is_given=is_given
                )

    def _state(self, field: FieldExplanation) -> str:
        if field.state == "set":
            return f"= {self._gist(field)}"
        if field.state == "skipped":
            return f"would be {self._gist(field)}" if field.value is not None else "has no value"
        return "is cleared" if field.state == "clear" else f"is kept ({shown(field.reason or 'absent')})"

    # --- the whole payload -------------------------------------------------------------------------------------------

    def rules(self, rules: Sequence[RuleExplanation], *, all_of_them: bool = False) -> Iterator[str]:
        """The rules that do not apply, and why."""
        told = [rule for rule in rules if all_of_them or not rule.applies]
        if told:
            yield ""
        for rule in told[:_MOST_RULES]:
            group = f" to the group {self.value(rule.group)}" if rule.group else ""
            verb = "applies" if rule.applies else "does not apply"
            text = f"rule '{shown(rule.name)}' (line {rule.span.place.line}) {verb}{group}"
            yield from wrapped(text, self._look.columns, "", "    ")
            yield from self.clauses(rule.because, "    ")
        if len(told) > _MOST_RULES:
            yield from wrapped(f"and {len(told) - _MOST_RULES:,} more", self._look.columns, "    ", "    ")

    def changes(self, changes: Sequence[Change]) -> Iterator[str]:
        """What was put right before any rule read it, the same of several attributes together."""
        together: dict[str, list[str]] = {}
        for change in changes:
            together.setdefault(str(change), []).append(path_text(change.pointer, self._names))
        if not together:
            return
        yield ""
        yield from self._muted("put right before any rule read it", "")
        for what, paths in together.items():
            yield from self._muted(f"{shown(what)}: {_listed(paths, _MOST_CHANGES)}", "    ")

    def unread(self, pointers: Sequence[str]) -> Iterator[str]:
        """What no rule reads."""
        if not pointers:
            return
        in_order = sorted(pointers, key=lambda pointer: pointer in _SELDOM_READ)
        paths = [path_text(pointer, self._names) for pointer in in_order]
        yield ""
        yield from self._muted("sent, and read by no rule", "")
        yield from self._muted(_listed(paths, _MOST_POINTERS), "    ")

    def end(self) -> Iterator[str]:
        """What can be given to see more: a directory for references, and the wish to see values that were masked."""
        if self._not_looked_up:
            names = _listed(list(self._not_looked_up), _MOST_POINTERS)
            yield from ("", *self._muted(f"{NOT_LOOKED_UP}: {names}. --directory FILE gives one.", ""))
        if self._look.has_masked:
            yield from ("", *self._muted(MASKED, ""))

    def _muted(self, text: str, indent: str) -> Iterator[str]:
        for line in wrapped(text, self._look.columns, indent, indent + "  "):
            yield self._look.paint(line, "muted")


def _listed(paths: Sequence[str], most: int) -> str:
    more = f" and {len(paths) - most:,} more" if len(paths) > most else ""
    return ", ".join(map(shown, paths[:most])) + more
