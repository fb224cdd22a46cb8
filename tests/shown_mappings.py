"""A piece of a mapping as documents show it -> the text of a whole mapping."""

from __future__ import annotations

import re
import textwrap

HEAD = "mapping: 1\nname: acme\n"


def whole_mapping(kind: str, text: str) -> str:
    """The mapping that *text* is (`yaml mapping`, whose head may be left out) or stands in (`yaml fields`)."""
    if kind == "yaml fields":
        return f"{HEAD}users:\n  - rule: Everybody\n    person:\n{textwrap.indent(text, '      ')}"
    return text if re.search(r"^mapping:", text, re.MULTILINE) else HEAD + text
