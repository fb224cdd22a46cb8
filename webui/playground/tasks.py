"""Examples by task: the texts of each, by the names of the panes; and the one that a visitor sees first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

_MAPPING: Final = """\
mapping: 1
name: first-steps

users:
  person:
    # The first candidate that gives a value wins.
    primary_email:
      - emails[?primary].value | [0]
      - userName
    name:
      - displayName
      - join_present(' ', name.givenName, name.familyName)
    job_title: title
    organization: enterprise.organization
    location: addresses[?type == 'work'].locality | [0]
    locale: preferredLanguage
    # A mistake: F8 goes there and tells it, Ctrl+. mends it.
    vip: starts_with('Chief', title)
    disabled:
      not: active
"""

_PAYLOAD: Final = """\
{
  "schemas": [
    "urn:ietf:params:scim:schemas:core:2.0:User",
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
  ],
  "userName": "lwojcik@acme.example",
  "displayName": "Łucja Wójcik",
  "name": {"givenName": "Łucja", "familyName": "Wójcik"},
  "title": "Chief Information Officer",
  "emails": [
    {"type": "work", "value": "lucja.wojcik@acme.example", "primary": true}
  ],
  "addresses": [
    {"type": "work", "locality": "Gdańsk", "country": "PL"}
  ],
  "preferredLanguage": "pl-PL",
  "active": true,
  "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {
    "organization": "Acme Polska",
    "employeeNumber": "0042"
  }
}
"""


@dataclass(frozen=True, slots=True)
class Task:
    """An example by what it does: its `texts`, by the names of the panes; those that it does not name are blank."""

    title: str
    texts: Mapping[str, str]


FIRST: Final = "first-steps"
FIRST_TASK: Final = Task("First steps", {"mapping": _MAPPING, "payload": _PAYLOAD})
"""What a visitor sees first: it works, and has one mistake that one key mends."""
