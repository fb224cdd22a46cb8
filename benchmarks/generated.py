"""A number of fields in, the text of a mapping out that fills so many, so that nothing is tuned to one file."""

from __future__ import annotations

_HEAD = """\
mapping: 1
name: generated
description: A mapping of {fields} fields, made by a program

defaults:
  empty: clear

users:
  - rule: Everybody
    person:
      primary_email:
        - userName
        - emails[?primary].value | [0]
        - emails[].value | [0]
      name:
        - displayName
        - name.formatted
        - template: "{{{{ name.givenName }}}} {{{{ name.familyName }}}}"
      custom_fields:
"""

_TEXTS = ("title", "nickName", "userType", "preferredLanguage", "profileUrl", "externalId", "locale", "timezone")
_EXTENSION = ("employeeNumber", "costCenter", "organization", "division", "department", "manager.displayName")
_LISTS = ("phoneNumbers", "ims", "photos", "emails")


def mapping(fields: int) -> str:
    """A mapping of *fields* fields with three candidates each: a path with a condition, a list, and a template."""
    return _HEAD.format(fields=fields) + "".join(_field(number) for number in range(fields - 2))


def _field(number: int) -> str:
    text, other = _TEXTS[number % len(_TEXTS)], _TEXTS[(number + 3) % len(_TEXTS)]
    extension, source = _EXTENSION[number % len(_EXTENSION)], _LISTS[number % len(_LISTS)]
    return f"""\
        generated_{number}:
          - from: enterprise.{extension}
            when: {text} != 'none {number}'
          - {source}[?type=='work{number}'].value | [0]
          - template: "{{{{ {text} }}}} / {{{{ {other} }}}} {number}"
"""
