"""A JSON pointer into a payload -> the attribute as a mapping would name it."""

from __future__ import annotations

import re

_ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
_PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")


def attribute_of(pointer: str) -> str:
    """`/emails/0/value` (RFC 6901) gives `emails[0].value`; the enterprise extension goes by its short name."""
    path = ""
    for token in pointer.split("/")[1:]:
        name = token.replace("~1", "/").replace("~0", "~")
        if name.isdecimal():
            path += f"[{name}]"
            continue
        if name == _ENTERPRISE:
            name = "enterprise"
        elif not _PLAIN_NAME.match(name):
            name = f'"{name}"'
        path += f".{name}" if path else name
    return path
