"""A JSON pointer into a payload -> the attribute as a mapping would name it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from jinja2 import pass_context
from jinja2.runtime import Context

_PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")


@pass_context
def attribute_in_answer(context: Context, pointer: str) -> str:
    """The filter of the templates: the attribute by the short names of the answer that is shown."""
    return attribute_of(pointer, context["answer"].short_names)


def attribute_of(pointer: str, short_names: Mapping[str, str]) -> str:
    """`/emails/0/value` (RFC 6901) gives `emails[0].value`; an extension goes by its short name, given by its URN."""
    path = ""
    for token in pointer.split("/")[1:]:
        name = token.replace("~1", "/").replace("~0", "~")
        if name.isdecimal():
            path += f"[{name}]"
            continue
        if name in short_names:
            name = short_names[name]
        elif not _PLAIN_NAME.match(name):
            name = f'"{name}"'
        path += f".{name}" if path else name
    return path
