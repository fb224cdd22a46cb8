"""A field that the target does not have -> how it is written as a part of a free-form object, which may have any."""

from __future__ import annotations

import re

from ...schemas.target import ObjectType, TargetSchema
from .. import syntax
from ..text import Span

_PART = re.compile(r"[A-Za-z_][\w-]*", re.ASCII)


def own_part(
    field: syntax.Field, target: TargetSchema, taken: set[str], *, is_damaged: bool
) -> tuple[str, Span, str | None]:
    """What to write instead of *field*, its place, and a repair of that where it is certain.

    `custom_fields.badge` is a part of a field that is there; it is put below it unless the rule has that already. Then
    the field is *taken*.
    """
    name, span = field.name.value, field.name.span
    objects = [each for each, it in target.fields.items() if isinstance(it.type, ObjectType)]
    whole, _, part = name.partition(".")
    if whole in objects and _PART.fullmatch(part):
        fix = None
        if whole not in taken and not is_damaged and _is_on_one_line(field):
            rest = span.source.text[span.end : field.span.end]
            fix = f"{whole}:\n{' ' * (span.place.column + 1)}{part}{rest}"
            span = Span(span.source, span.start, field.span.end)
            taken.add(whole)
        return f"write `{part}` on a line of its own below `{whole}:`, indented", span, fix
    fields = f"its fields are {', '.join(each for each, it in target.fields.items() if not it.read_only)}"
    own = f"; one of your own stands below `{objects[0]}:`, indented" if objects else ""
    return fields + own, span, None


def _is_on_one_line(field: syntax.Field) -> bool:
    """Whether key and value are a plain key and an expression on one line of the file, not in braces."""
    key, value = field.name.span, field.span
    line = key.source.text[max(key.source.text.rfind("\n", 0, key.start) + 1, 0) : value.end]
    is_block = field.name.style == "plain" and not field.name.in_flow and not field.parts and not field.settings
    return is_block and "\n" not in line and "\r" not in line and line.strip().startswith(field.name.value)
