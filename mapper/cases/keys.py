"""The keys of a file of tests: where each one stands, what it takes, and what it means in a sentence.

The reader of tests knows its keys by these tables, and the JSON Schema for editors is made of them.
"""

from __future__ import annotations

from typing import Final, get_args

from ..engine.keys import Key, KnownKeys
from ..engine.outcome import Action

_BESIDE: Final[KnownKeys] = {
    "now": Key("The time at which the rules run, such as 2026-01-31 or 2026-01-31T08:00:00Z.", "text"),
    "account": Key("The values of the account: in place, or the name of a file of YAML.", "account"),
    "connection": Key("The name of the client.", "text"),
    "directory": Key("The records of the account: in place, or the name of a file of YAML.", "directory"),
    "groups": Key("The groups of the user, in place of those of the payload: names, or whole groups.", "groups"),
}
FILE_KEYS: Final[KnownKeys] = {
    "mapping": Key("The file of the mapping, where it is another than the one beside the tests.", "text"),
    **_BESIDE,
    "cases": Key("What the mapping is to make of whom: a list of cases.", "cases"),
}

OF_USERS: Final[KnownKeys] = {
    "expect": Key("Fields that are set to these values; nothing is said of those that it does not name.", "expected"),
    "exactly": Key("All that is set: nothing else is, nothing is cleared, and there are no problems.", "expected"),
    "action": Key("What happens to the person.", get_args(Action)),
    "clear": Key("All fields that are cleared, in any order.", "fields"),
    "keep": Key("Fields that stay as they are: names, or each with its reason.", "kept fields"),
    "problems": Key("All problems, in any order: the code, or `{code: does-not-fit, field: locale}`.", "problems"),
    "look_again": Key("The day on which the rules should run again, or null.", "text or null"),
}
"""What may be expected of the outcome of a user. A case has at least one of these."""

_OF_USERS_ONLY: Final = frozenset({"user", "groups", "current", "action", "clear", "keep"})
_OF_GROUPS_ONLY: Final = frozenset({"group", "members"})

CASE_KEYS: Final[KnownKeys] = {
    "case": Key("What the case shows; no two cases have one name.", "text"),
    "user": Key("What the client sent: in place, or the name of a file of JSON.", "resource"),
    "group": Key("Instead of a user: a group, in place, or the name of a file of JSON.", "resource"),
    "members": Key("The users among the members of the group that are known.", "members"),
    "current": Key("The person as stored, in place or in a file of JSON. Without it the person is new.", "stored"),
    **_BESIDE,
    **OF_USERS,
}
USER_KEYS: Final[KnownKeys] = {name: key for name, key in CASE_KEYS.items() if name not in _OF_GROUPS_ONLY}
GROUP_KEYS: Final[KnownKeys] = {name: key for name, key in CASE_KEYS.items() if name not in _OF_USERS_ONLY}

# --- of what is expected ---------------------------------------------------------------------------------------------

EXPECTED_GROUP_KEYS: Final[KnownKeys] = {
    "stands_for": Key("What the group stands for; null: nothing.", "text or null"),
    "called": Key("The name of the organization or site; null: it has none.", "text or null"),
    "members": Key("What each member receives.", "expected members"),
}
MEMBER_KEYS: Final[KnownKeys] = {
    "value": Key("The id of the member.", "text"),
    "person": Key("The fields that the member receives.", "expected person"),
}
PROBLEM_KEYS: Final[KnownKeys] = {
    "code": Key("Which problem it is, such as `does-not-fit`.", "problem"),
    "field": Key("The field that has it.", "text"),
}
