"""The `else` that a field of a user rule does not have in, the candidate that says the same out.

Whether its text reads like an attribute is told by its words alone: this is asked while the file is still read.
"""

from __future__ import annotations

import re
from typing import Final

from ..schemas.scim import user_schema
from .functions import FUNCTIONS
from .node_shapes import brief
from .yaml_nodes import Node, ScalarNode

_PATH: Final = re.compile(r"([A-Za-z_]\w*)(\.\w+)*", re.ASCII)
_CALL: Final = re.compile(r"([A-Za-z_]\w*)\([^()]*\)", re.ASCII)
_FIRST: Final = re.compile(r"[A-Za-z_]\w*", re.ASCII)
_HUMP: Final = re.compile(r"[a-z][A-Z]", re.ASCII)


def last_candidate(node: Node) -> str:
    """What to write instead of `else` with the value *node*."""
    shown = brief(node)
    written = f"value: {shown}"
    if shown in ("keep", "clear"):
        written = f"{shown}: true"
    elif isinstance(node, ScalarNode) and "{{" in node.text.value:
        written = f"template: {shown}"
    elif isinstance(node, ScalarNode) and _reads_as_expression(node.text.value):
        written = shown
    return f"make a list of candidates, and write `- {written}` as the last of them"


def begins_with_attribute(words: str) -> bool:
    """Whether *words* begin with the name of an attribute of SCIM, or the short name of an extension of it."""
    first, schema = _FIRST.match(words), user_schema()
    return first is not None and (first[0] in schema.attributes or first[0] in schema.short_names)


def _reads_as_expression(words: str) -> bool:
    """Whether *words* can hardly be a text: a path below an attribute of SCIM, a name with a hump, or a call."""
    call = _CALL.fullmatch(words)
    if call is not None:
        return call[1] in FUNCTIONS
    path, schema = _PATH.fullmatch(words), user_schema()
    if path is None:
        return False
    is_path = path[2] is not None or _HUMP.search(words) is not None
    return is_path and (path[1] in schema.attributes or path[1] in schema.short_names)
