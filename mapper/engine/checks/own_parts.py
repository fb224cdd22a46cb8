"""A field that the target does not have -> how it is written as a part of a field that is there, or with its shape."""

from __future__ import annotations

import re

from ...schemas.target import ObjectType, RecordsType, ReferenceType, TargetSchema
from .. import syntax
from ..text import Span

_FAMILIAR_PARTS = {
    # How other products call what is a part of an entry here, without case, blanks, `_` and `-`.
    **dict.fromkeys(("phone", "phonenumber", "telephone", "mobile", "mobilephone", "fax"), ("contacts", "telephone")),
    **dict.fromkeys(("street", "address"), ("addresses", "address")),
    "city": ("addresses", "city"),
    "postalcode": ("addresses", "zip"),
}
_JOINTS = re.compile(r"[\s_-]+")
_OF_FIELD = re.compile(r"(\w+)(?:\[\d*\])?(?:\.(\w+))?", re.ASCII)
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
    if (shaped := _shaped(field, target)) is not None:
        return shaped, span, None
    fields = f"its fields are {', '.join(each for each, it in target.fields.items() if not it.read_only)}"
    own = f"; one of your own stands below `{objects[0]}:`, indented" if objects else ""
    return fields + own, span, None


def _shaped(field: syntax.Field, target: TargetSchema) -> str | None:
    """How `manager.employeeID: X` or `contacts[0].telephone: X` is written; None where it is neither."""
    name = _OF_FIELD.fullmatch(field.name.value)
    if name is None or name[1] not in target.fields:
        return None
    kind, words = target.fields[name[1]].type, _words(field)
    if isinstance(kind, ReferenceType) and name[2]:
        return f"write `{name[1]}:`, and below it, indented, `from: {words}` and `found_by: {name[2]}`"
    if isinstance(kind, RecordsType) and name[2]:
        return _as_entry(name[1], name[2], words)
    return f"write `{name[1]}` without brackets" if not name[2] else None


def familiar_entry(field: syntax.Field, target: TargetSchema) -> str | None:
    """How `mobile: X`, a field in other products, is written as an entry; None where it is no part of one."""
    name = _JOINTS.sub("", field.name.value.casefold())
    whole, part = _FAMILIAR_PARTS.get(name, ("", ""))
    kind = target.fields[whole].type if whole in target.fields else None
    if not isinstance(kind, RecordsType) or part not in kind.parts:
        return None
    return _as_entry(whole, part, _words(field))


def _as_entry(whole: str, part: str, words: str) -> str:
    return f"write `{whole}:`, below it `entry:`, and below that `{part}: {words}`, each indented"


def _words(field: syntax.Field) -> str:
    """The one expression of a field, as it is written, or three dots."""
    origin = field.candidates[0].origin if len(field.candidates) == 1 else None
    return origin.text.span.text if isinstance(origin, syntax.Expression) else "…"


def _is_on_one_line(field: syntax.Field) -> bool:
    """Whether key and value are a plain key and an expression on one line of the file, not in braces."""
    key, value = field.name.span, field.span
    line = key.source.text[max(key.source.text.rfind("\n", 0, key.start) + 1, 0) : value.end]
    is_block = field.name.style == "plain" and not field.name.in_flow and not field.parts and not field.settings
    return is_block and "\n" not in line and "\r" not in line and line.strip().startswith(field.name.value)
