"""What a field ends in, without a value or with one that no candidate gave -> the clauses that say why."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from ..engine.checked import CheckedField, CheckedMapping, CheckedRule, FieldSettings, Fixed, Stop
from ..engine.outcome import Outcome
from ..schemas.values import Json
from .clauses import Clause, Telling
from .tree import CandidateExplanation, State


class Endings:
    """Explains the end of each field of one outcome; *applies* says whether a rule does."""

    def __init__(self, mapping: CheckedMapping, outcome: Outcome, applies: Callable[[CheckedRule], bool]) -> None:
        self._mapping, self._outcome, self._applies = mapping, outcome, applies

    def why(
        self, field: CheckedField, state: State, reason: str | None, candidates: Sequence[CandidateExplanation]
    ) -> Iterator[Clause]:
        """What the candidates do not say."""
        verdicts = [each.verdict for each in candidates]
        has_won = "won" in verdicts
        if reason in _POLICIES:
            key, _, value = str(reason).partition(": ")
            yield (_POLICIES[reason].format(place=self._place(field, key, value) if value else ""),)
        elif state == "set":
            yield from self._of_set(field, verdicts)
        elif state == "skipped":
            return
        elif not has_won and all(verdict == "not tried" for verdict in verdicts):
            yield ("no rule that fills it applies",)
        elif state == "clear":
            yield self._of_cleared(field, verdicts)
        elif reason in ("absent", "empty"):
            yield from self._of_kept(field, reason)
        elif reason in _KEYS:
            yield (f"the record that it names cannot be used, and `{_KEYS[reason]}` does not say clear",)

    def is_else(self, field: CheckedField, value: Json) -> bool:
        """Whether a value that no candidate gave is what `else` says."""
        said = (each.settings.otherwise for each in (*field.users, *field.groups))
        return any(isinstance(each, Fixed) and each.value == value for each in said)

    def _of_set(self, field: CheckedField, verdicts: Sequence[str]) -> Iterator[Clause]:
        for problem in self._outcome.problems:
            if problem.field == field.name and problem.code == "too-long":
                yield (Telling(problem.message),)
        if "won" in verdicts:
            return
        if "not found" in verdicts:
            yield ("the record is not there yet: the key is set, so that it can be linked when it arrives",)
        elif verdicts:
            yield ("no candidate gave a value, so it is what `else` says",)

    def _of_cleared(self, field: CheckedField, verdicts: Sequence[str]) -> Clause:
        if "says clear" in verdicts:
            return ("a rule says `clear`",)
        key = next((_KEYS[verdict] for verdict in verdicts if verdict in _KEYS), None)
        if key is not None:
            return (f"the record that it names cannot be used, and the rules say `{key}: clear`",)
        if any(isinstance(each.settings.otherwise, Stop) for each in (*field.users, *field.groups)):
            return ("no candidate gave a value, and the rules clear the field then",)
        if self._says(field, "missing") != "clear":
            place = self._place(field, "empty", "clear")
            return (f"it was sent empty, and `empty: clear`{place} clears it" if place else "it was sent empty",)
        if self._says(field, "empty") != "clear":
            return ("no candidate gave a value, and the rules say `missing: clear`",)
        return ("no candidate gave a value, and the rules clear the field then",)

    def _of_kept(self, field: CheckedField, reason: str) -> Iterator[Clause]:
        key = "missing" if reason == "absent" else "empty"
        sent = "no candidate gave a value" if reason == "absent" else "it was sent empty"
        says = self._says(field, key)
        if says == "clear" and field.type.kind == "boolean":
            yield (f"{sent}; what is true or false has nothing to be cleared to",)
        elif says == "error":
            yield (f"{sent}, which `{key}: error` reports",)
        elif says == "keep":
            yield (f"{sent}, and `{key}` does not say clear",)

    def _place(self, field: CheckedField, key: str, value: str) -> str:
        """Where an applying rule says *value* of *key*: ` (line 11)`; nothing where that is not certain."""
        sections = ((field.users, self._mapping.users), (field.groups, self._mapping.groups))
        spans = [each.span for those, rules in sections for each in those if self._applies(rules[each.rule])]
        written = re.compile(rf"(?<![\w#'\"]){key}[ ]*:[ ]+['\"]?{value}\b")
        found = [(span, match.start()) for span in spans for match in written.finditer(span.text)]
        if len(found) != 1:
            return ""
        span, at = found[0]
        return f" (line {span.place.line + span.text.count(chr(10), 0, at)})"

    def _says(self, field: CheckedField, key: str) -> str | None:
        """What the first applying rule that says something says of *key*, else the defaults."""
        sections = ((field.users, self._mapping.users), (field.groups, self._mapping.groups))
        for contributions, rules in sections:
            for each in contributions:
                said = _setting(each.settings, key)
                if said is not None and self._applies(rules[each.rule]):
                    return said
        return _setting(self._mapping.defaults, key) or _DEFAULTS[key]


def _setting(settings: FieldSettings, key: str) -> str | None:
    return settings.missing if key == "missing" else settings.empty


_DEFAULTS: Final = {"missing": "keep", "empty": "clear"}

_KEYS: Final[Mapping[str | None, str]] = {"not found": "not_found", "disabled": "disabled"}
"""The verdicts on references, and the keys that say what happens then."""

_POLICIES: Final[Mapping[str | None, str]] = {
    "write: create": "`write: create`{place} fills it for a new person only, and this one is stored already",
    "write: blank": "`write: blank`{place} fills it only where the stored person has nothing, and this one has",
    "write: never": "`write: never`{place}: the field is only for matching",
    "required": "the rules say to clear it, but a person must have it, so it stays",
    "a rule says keep": "a rule says `keep`",
}
