"""What functions cost inside of loops counts against the budget of the payload, in expressions and as filters."""

from __future__ import annotations

import pytest

import mapper
from mapper.schemas.values import Json

STORED = {"id": "p1", "primary_email": "old@example.com", "name": "Old Name"}
TEXT = "ab" * 2000

EACH = {
    "distinct": "count(distinct(user.photos))",
    "pad": "pad(value, `60000`, '.')",
    "replace_text": "replace_text(user.title, 'a', 'bbbbbbbb')",
    "join_present": "join_present(user.title, value, value, value, value, value, value)",
    "split_text": "split_text(user.title, 'a')",
    "transliterate": "transliterate(user.nickName)",
    "regex_match": "regex_match(user.title, '([ab]*a[ab]{200}c)')",
    "regex_replace": "regex_replace(user.title, 'a', 'b')",
}
FILTERS = {
    "distinct": "user.photos | distinct | count",
    "pad": "value | pad(60000, '.')",
    "regex_match": "user.title | regex_match('([ab]*a[ab]{200}c)')",
}


def payload(emails: int) -> dict[str, Json]:
    return {
        "title": TEXT,
        "nickName": "щ" * 4000,
        "photos": [{"value": "x", "display": [[[number] for number in range(2000)]]}],
        "emails": [{"value": f"{number}@example.com"} for number in range(emails)],
    }


def outcome(entry: str, emails: int) -> mapper.Outcome:
    text = (
        f"mapping: 1\nname: a\nusers:\n  rule: R\n  person:\n    contacts:\n      each: emails\n      entry:\n{entry}"
    )
    return mapper.loads(text).map_user(payload(emails), current=STORED)


def is_refused(found: mapper.Outcome) -> bool:
    return any("more steps than a payload of its size may take" in each.message for each in found.problems)


@pytest.mark.parametrize("expression", EACH.values(), ids=EACH)
def test_a_function_repeated_for_each_element_ends(expression):
    entry = f"        label: value\n        email:\n          when: type({expression}) != 'x'\n          from: value\n"
    assert not is_refused(outcome(entry, 1))
    assert is_refused(outcome(entry, 1000))


@pytest.mark.parametrize("piped", FILTERS.values(), ids=FILTERS)
def test_a_filter_repeated_for_each_element_ends(piped):
    entry = f'        label: type\n        email: value\n        telephone:\n          template: "{{{{ {piped} }}}}"\n'
    assert is_refused(outcome(entry, 1000))
