"""The name that was probably meant, out of those there are. Silence is better than a silly guess."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable

from .keys import SETTINGS
from .text import Text

_CLOSE_ENOUGH = 0.75
_CLOSE_FOR_SHORT = 0.85
_SHORT_NAME = 4
_MOST_ALIKE = 4
_LETTERS_A_SLIP = 3
"""So many letters of a word allow a slip each; `acme` is no `name`."""
_NEGATIONS = frozenset({"in", "un", "non", "not", "no", "dis", "is_not", "isnot"})
_LONG_NAME = 60
"""Of longer names only the letters are compared that both have."""

FAMILIAR_FIELDS: dict[str, str] = {
    # How other products call the fields of a person, without case, blanks, `_` and `-`.
    "email": "primary_email", "emails": "primary_email", "mail": "primary_email", "emailaddress": "primary_email",
    "username": "primary_email", "login": "primary_email", "upn": "primary_email",
    "firstname": "name", "givenname": "name", "lastname": "name", "surname": "name", "familyname": "name",
    "fullname": "name", "displayname": "name", "formatted": "name",
    "title": "job_title", "position": "job_title", "jobtitle": "job_title", "role": "job_title",
    "phone": "contacts", "phones": "contacts", "phonenumber": "contacts", "phonenumbers": "contacts",
    "telephone": "contacts", "mobile": "contacts", "mobilephone": "contacts", "fax": "contacts",
    "department": "organization", "company": "organization", "division": "organization",
    "organisation": "organization", "employeenumber": "employeeID", "personnelnumber": "employeeID",
    "externalid": "sourceID", "language": "locale", "preferredlanguage": "locale", "tz": "time_zone",
    "address": "addresses", "street": "addresses", "city": "addresses", "postalcode": "addresses",
    "office": "location", "building": "location", "room": "location",
    "linemanager": "manager", "supervisor": "manager", "boss": "manager",
    "calendar": "work_hours", "schedule": "work_hours", "workinghours": "work_hours",
    "active": "disabled", "enabled": "disabled", "inactive": "disabled",
    "notes": "information", "note": "information", "description": "information", "comment": "information",
    "custom": "custom_fields", "attributes": "custom_fields", "extensions": "custom_fields",
}  # fmt: skip

_JOINTS = re.compile(r"[\s_-]+")


def familiar_field(name: str, known: Collection[str]) -> tuple[str | None, str | None]:
    """As `did_you_mean`, for the name of a field: how other products call it counts as well, with no sure repair."""
    hint, fix = did_you_mean(name, known)
    field = FAMILIAR_FIELDS.get(_JOINTS.sub("", name.casefold()))
    if hint is not None or field is None or field not in known:
        return hint, fix
    return f"did you mean '{field}'?", None


def closest(name: str, known: Iterable[str]) -> str | None:
    """The one of *known* that *name* was probably meant to be: another case first, then a near spelling."""
    near = _near(name, known)
    return near[0] if near else None


def _near(name: str, known: Iterable[str]) -> list[str]:
    """The two of *known* that *name* is nearest to, or the one, in another case or spelling."""
    names = list(known)
    folded = name.casefold()
    for candidate in names:
        if candidate.casefold() == folded:
            return [candidate]
    cutoff = _CLOSE_ENOUGH if len(name) >= _SHORT_NAME else _CLOSE_FOR_SHORT
    by_folded = {candidate.casefold(): candidate for candidate in names}
    alike = difflib.get_close_matches(folded, by_folded, n=_MOST_ALIKE, cutoff=cutoff)
    return [by_folded[found] for found in alike if _is_slip(folded, found) and not _is_opposite(folded, found)][:2]


def _is_opposite(one: str, other: str) -> bool:
    """Whether one of two words is the other with `in`, `un` or the like in front, so that it means the opposite."""
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    return longer.endswith(shorter) and longer[: -len(shorter)].strip("_-") in _NEGATIONS


def _is_slip(one: str, other: str) -> bool:
    """Whether few enough slips make *one* of *other*: one in a short word, more in a longer one."""
    if min(len(one), len(other)) > _LONG_NAME:
        return True
    return slips(one, other) <= max(1, max(len(one), len(other)) // _LETTERS_A_SLIP)


def slips(one: str, other: str) -> int:
    """How many letters are left out, added, or another, or two neighbours changed round, to make *one* of *other*."""
    before, last = [0] * (len(other) + 1), list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        line = [row]
        for column, there in enumerate(other, 1):
            fewest = min(last[column] + 1, line[-1] + 1, last[column - 1] + (letter != there))
            if row > 1 and column > 1 and letter == other[column - 2] and there == one[row - 2]:
                fewest = min(fewest, before[column - 2] + 1)
            line.append(fewest)
        before, last = last, line
    return last[-1]


def did_you_mean(name: str, known: Iterable[str]) -> tuple[str | None, str | None]:
    """A hint and the repair for a name that is not there, sure when only one is close; (None, None) when none is."""
    near = _near(name, known)
    return (f"did you mean '{near[0]}'?", near[0] if len(near) == 1 else None) if near else (None, None)


_FROM = re.compile(r"(.*[\s{,-])?from:\s*", re.DOTALL)
_ANSWER = re.compile(r"(?:.*[\s{,-])?(?:if|not):\s*", re.DOTALL)
_CONDITION = re.compile(r"(?:.*[\s{,-])?(?:when|unless|if|not):\s*", re.DOTALL)


_IN_BRACES = re.compile(r".*[{,]\s*(?!then:|each:)(\w+):\s*", re.ASCII | re.DOTALL)
_KEY = re.compile(r"\s*(\w+):\s*", re.ASCII)
_NEAR = 200
"""So many characters in front of an expression tell what it is for."""


def constant_hint(text: Text, word: str) -> str:
    """How *word*, which is all of the expression *text*, is written as a constant in its place."""
    source, start = text.span.source.text, text.span.start
    nearest = max(start - _NEAR, 0)
    before = source[max(source.rfind("\n", nearest, start), nearest) : start]
    is_flag = word in ("true", "false")
    if is_flag and _ANSWER.fullmatch(before):
        return f"for the constant write `value: {word}` instead"
    if is_flag and _CONDITION.fullmatch(before):
        return f"a condition compares, such as active == `{word}`"
    if _CONDITION.fullmatch(before):
        inner = word[1:-1] if word[:1] in ("'", '"') else word
        return "a condition compares, such as userType == '" + inner.replace("'", "\\'") + "'"
    if _FROM.fullmatch(before):
        return f"for the constant write `value: {word}` instead of `from: {word}`"
    if before.strip() == "-":
        return f"for the constant write `- value: {word}`"
    key = _KEY.fullmatch(before)
    if key is not None and key[1] in SETTINGS and word in SETTINGS[key[1]].words:
        where = "stands below the part that it is for, indented, beside `from`"
        return f"the setting `{key[1]}: {word}` {where}; a constant is `value: {word}`"
    in_braces = _IN_BRACES.fullmatch(before) if text.in_flow else None
    if in_braces is not None:
        return f"for the constant write `{in_braces[1]}: {{value: {word}}}`"
    return f"for the constant write `value: {word}` on a line of its own, indented"
