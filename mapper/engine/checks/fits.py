"""What an expression gives and the type of its field in; reported is what can never become a value of that type."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from ...schemas.target import FieldType, RecordsType, ReferenceType
from .. import syntax
from ..conversions import spoken_type
from ..diagnostics import Code, Diagnostics
from ..shapes import Shape, spoken
from ..suggestions import familiar_field
from ..text import Text
from . import fields as codes
from .account import ACCOUNT_NAMES

_NEVER_BOOLEAN = frozenset(
    {"integer", "decimal", "email", "phone", "locale", "language", "time_zone", "country", "date", "datetime"}
)
_RECORD_KEYS = ("id", "name", "external_id", "sourceID")
_PERSON_KEYS = ("id", "scim_id")


class FitCheck:
    """Reports the values of one mapping that fit nowhere. `fields` are those of the person.

    `rows_of_lists` has the tables whose rows are lists of texts, each with the key and the first text of one row.
    """

    def __init__(
        self, fields: Collection[str], found: Diagnostics, rows_of_lists: Mapping[str, tuple[str, str]] | None = None
    ) -> None:
        self._fields, self._found, self._rows_of_lists = fields, found, rows_of_lists or {}

    def value(self, text: Text, shape: Shape, kind: FieldType, field: str, path: str) -> None:
        """Report an expression *text* that gives *shape* where the *field* of the type *kind* takes something else."""
        if isinstance(kind, RecordsType):
            self._records(text, shape, kind, field, path)
        elif kind.kind == "object":
            self._object(text, shape, field, path)
        elif shape.tried and isinstance(kind, ReferenceType):
            return
        elif kind.kind != "any" and shape.kind == "list":
            message = f"this gives a list, and '{field}' takes one value"
            words = text.value.strip()
            first = self._in_group(words, kind) or self._of_names(words) or _first_of(words, shape.element)
            self._report(codes.LIST_FOR_ONE, message, text, path, first)
        elif kind.kind != "any" and shape.kind == "object":
            message = f"this gives an object, and '{field}' takes a single value"
            hint = f"take one of its parts: {', '.join(list(shape.attributes)[:6])}" if shape.attributes else None
            if (
                isinstance(kind, ReferenceType)
                and "value" in (shape.attributes or ())
                and _PATH.fullmatch(text.value.strip())
            ):
                hint = f"write {text.value.strip()}.value"
            if _RECORD.fullmatch(text.value.strip()):
                hint = f"write {text.value.strip()}.name"
            if text.value.strip() == "account":
                hint = f"take one of its values: {', '.join(f'account.{name}' for name in ACCOUNT_NAMES)}"
            self._report(codes.OBJECT_FOR_VALUE, message, text, path, hint)

        elif shape.kind == "boolean" and kind.kind in _NEVER_BOOLEAN:
            due = spoken_type(kind)
            message = f"this gives true or false, and '{field}' takes {'an' if due[0] in 'aeiou' else 'a'} {due}"
            hint = f"say what it is to be in either case: if_else({text.value.strip()}, …, …)"
            self._report(codes.BOOLEAN_FOR_VALUE, message, text, path, hint)

    def _in_group(self, words: str, kind: FieldType) -> str | None:
        """What to write for groups with a name where true or false is due."""
        asked = in_group(words) if kind.kind == "boolean" else None
        return f"write {asked}" if asked is not None else None

    def _of_names(self, words: str) -> str | None:
        """What to do about a look-up in a table whose rows have lists, which may be meant as names."""
        table = _LOOKED_UP.match(words)
        row = self._rows_of_lists.get(table[1]) if table is not None else None
        if row is None:
            return None
        value, name = row
        first = "put ` | [0]` behind it to take the first"
        return f"{first}, or write `names:` instead of `rows:` in the table if '{name}' is to give '{value}'"

    def record_key(self, setting: syntax.Setting, kind: ReferenceType, path: str) -> None:
        """Report a `found_by` with an attribute that no record of that kind has."""
        known = record_keys(kind, self._fields)
        if known is None or setting.text in known:
            return
        hint, fix = familiar_field(setting.text, known)
        if hint is None and "." in setting.text:
            hint = familiar_field(setting.text.rpartition(".")[2], known)[0]
            hint = hint or familiar_field(setting.text.partition(".")[0], known)[0]
        shown = ", ".join(list(known)[:_FEW])
        message = f"no {kind.to} is found by '{setting.text}'"
        place = setting.value.span
        self._found.add(
            codes.UNKNOWN_RECORD_KEY, message, place, hint=hint or f"it is found by {shown}", path=path, fix=fix
        )

    def _records(self, text: Text, shape: Shape, kind: RecordsType, field: str, path: str) -> None:
        parts = ", ".join(kind.parts)
        if shape.is_single or shape.kind == "object":
            message = f"this gives {spoken(shape)}, and '{field}' takes a list of entries"
            hint = f"write `entry:` on a line of its own, indented, and below it its parts: {parts}"
            self._report(codes.NO_SUCH_PARTS, message, text, path, hint)
            return
        element = shape.element
        if element is None or element.kind == "unknown" or (element.kind == "object" and element.attributes is None):
            return
        if any(name in (element.attributes or ()) for name, part in kind.parts.items() if part.content):
            return
        message = f"the elements of this list have no part of an entry of '{field}'"
        words = text.value.strip()
        hint = f"write `each: {words}` on a line of its own, and below it `entry:` with its parts: {parts}"
        self._report(codes.NO_SUCH_PARTS, message, text, path, hint)

    def _object(self, text: Text, shape: Shape, field: str, path: str) -> None:
        if not shape.is_single and shape.kind != "list":
            return
        message = f"this gives {spoken(shape)}, and '{field}' takes an object"
        hint = (
            f"write each part on a line of its own below `{field}:`, indented, such as `my_part: {text.value.strip()}`"
        )
        self._report(codes.NO_SUCH_PARTS, message, text, path, hint)

    def _report(self, code: Code, message: str, text: Text, path: str, hint: str | None) -> None:
        self._found.add(code, message, text.at(0, len(text.value)), hint=hint, path=path)


def in_group(words: str) -> str | None:
    """How it is asked whether there are the groups that *words* choose by one name; None where they do not."""
    groups = _GROUPS_OF_NAME.fullmatch(words)
    return f"in_group({groups[1]})" if groups is not None else None


def record_keys(kind: ReferenceType, fields: Collection[str]) -> list[str] | None:
    """By what records of a kind are found, where *fields* are those of people; None for a kind only the host knows."""
    if kind.to == "person":
        return list(dict.fromkeys([kind.found_by, "primary_email", "employeeID", *_PERSON_KEYS, *fields]))
    if kind.to in ("organization", "site", "calendar"):
        return list(dict.fromkeys([kind.found_by, *_RECORD_KEYS]))
    return None


def _first_of(words: str, element: Shape | None) -> str:
    """How the first value of the list *words* is taken."""
    if element is None or "value" not in (element.attributes or ()) or not _PATH.fullmatch(words):
        return "put ` | [0]` behind it to take the first"
    return f"write {words}{'' if words.endswith(']') else '[]'}.value | [0]"


_RECORD = re.compile(r"person\.\w+", re.ASCII)
_PATH = re.compile(r"[\w.]+(?:\[[^\[\]|]*\])?", re.ASCII)
_GROUPS_OF_NAME = re.compile(r"groups\[\?\s*display\s*==\s*('(?:[^'\\]|\\.)*')\s*\]")
_LOOKED_UP = re.compile(r"lookup\(\s*'([^'\\]*)'\s*,")
_FEW = 12
