"""A piece of a mapping as documents show it -> a whole mapping, of which the check says no more than of the piece."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Sequence
from typing import Final

from mapper.files import check_text

_HEAD: Final = "mapping: 1\nname: acme\n"
_REQUIRED: Final = "required-never-filled"
_ALLOWED: Final = f"  # mapper: allow {_REQUIRED} because only a part is shown"


def whole_mapping(kind: str, text: str) -> str:
    """The mapping that *text* is (`yaml mapping`, whose head may be left out) or stands in (`yaml fields`)."""
    if kind == "yaml fields":
        return f"{_HEAD}users:\n  - rule: Everybody\n    person:\n{textwrap.indent(text, '      ')}"
    return text if re.search(r"^mapping:", text, re.MULTILINE) else _HEAD + text


def as_part(mapping: str) -> str:
    """A mapping that leaves out required fields, with the comment that allows it; any other as it is."""
    _, found = check_text(mapping, name="mapping.yaml")
    lines = mapping.split("\n")
    for line in {each.span.place.line for each in found if each.code.name == _REQUIRED}:
        lines[line - 1] += _ALLOWED
    return "\n".join(lines)


def mapping_of_expressions(expressions: Sequence[str]) -> str:
    """A mapping that shows what expressions or templates give: each fills a part of a field that takes any value."""
    parts = "".join(
        f"      {'result' if len(expressions) == 1 else f'result_{number}'}: {_candidate(expression)}\n"
        for number, expression in enumerate(expressions, 1)
    )
    return (
        f"{_HEAD}users:\n  rule: Everybody\n  person:\n"
        "    primary_email:\n      value: babs@example.com\n    name:\n      value: Babs Jensen\n"
        f"    custom_fields:\n{parts}"
    )


def _candidate(expression: str) -> str:
    """An expression or a template as it is written behind the key of a field. JSON in double quotes is YAML too."""
    text = json.dumps(expression, ensure_ascii=False)
    return f"\n        template: {text}" if expression.startswith("{{") else text
