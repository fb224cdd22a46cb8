"""Faults of a mapping and the payloads of the page -> fixes that declare what a payload has and the mapping does not.

`mapper check` has no payload, so it cannot know what an attribute holds, and only advises. Here each fix is tried
before it is offered: it takes the fault away, and what it writes has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias

from ..completion.sent import Sent
from ..engine.diagnostics import Diagnostic, Diagnostics, Severity
from ..engine.keys import FILE_KEYS
from ..engine.text import Source, Span
from ..engine.urn_words import short_name
from ..engine.yaml_nodes import ListNode, MapNode, Node, ScalarNode, parse
from ..files import check_text
from ..payloads import is_group
from ..schemas.scim import user_schema
from ..schemas.values import Json
from .offsets import units

MOST_TRIED: Final = 3
"""So many declarations are tried for an answer: each costs a check of the mapping."""

_CODES: Final = ("unknown-attribute", "expression-urn")
_CORE: Final = user_schema().core.id
_BEFORE: Final = re.compile(r"""(?:(\w+)|\\?"([^"\\]+)\\?")\s*\.\s*\Z""", re.ASCII)
_BEHIND: Final = re.compile(r"""\\?"?\.(\w+)""", re.ASCII)
_FAR: Final = 300
"""So many characters before a name are looked at."""


@dataclass(frozen=True, slots=True)
class _Declaration:
    """Attributes with their types, to be declared of the schema *urn*; *short* is what a new extension is called.

    *called* is what is declared, as the button says it.
    """

    called: str
    urn: str
    short: str | None
    attributes: tuple[tuple[str, str], ...]


class _Edit(NamedTuple):
    """A declaration that was tried: where it is written, what is written, and the faults of the mapping after it."""

    place: Span
    written: str
    after: Diagnostics


Fixes: TypeAlias = list[dict[str, Json]]


def declaring(found: Diagnostics, payloads: Iterable[dict[str, Json]]) -> dict[Diagnostic, Fixes]:
    """The fixes of those of the faults *found* of a mapping that a declaration takes away."""
    faults = [each for each in found if each.code.name in _CODES]
    users = [payload for payload in payloads if faults and not is_group(payload)]
    if not users:
        return {}
    root, _ = parse(faults[0].span.source)
    if not isinstance(root, MapNode):
        return {}
    mapping = _Mapping(faults[0].span.source, root, sum(each.severity is Severity.ERROR for each in found))
    has = _Has(users)
    tried: dict[_Declaration, _Edit | None] = {}
    fixes: dict[Diagnostic, Fixes] = {}
    for fault in faults:
        for declaration in _meant(fault, has, mapping):
            if declaration not in tried and len(tried) < MOST_TRIED:
                tried[declaration] = mapping.tried(declaration)
            edit = tried.get(declaration)
            if edit is not None and _mends(edit, fault):
                fixes[fault] = [_fix(declaration, edit)]
                break
    return fixes


def _fix(declaration: _Declaration, edit: _Edit) -> dict[str, Json]:
    edits: Json = [{**units(edit.place), "insert": edit.written}]
    return {"title": f"Declare `{declaration.called}` in `extensions`", "edits": edits}


def _mends(edit: _Edit, fault: Diagnostic) -> bool:
    """Whether the fault is gone after the edit, or can be mended then."""
    moved = len(edit.written) if edit.place.start <= fault.span.start else 0
    left = [each for each in edit.after if each.code is fault.code and each.span.start == fault.span.start + moved]
    return all(each.fix is not None and fault.fix is None for each in left)


# --- what the payloads have ------------------------------------------------------------------------------------------


class _Has:
    """What payloads have: attributes of the core and of extensions, each with its type."""

    def __init__(self, users: Sequence[dict[str, Json]]) -> None:
        self._users = users
        parts = [(urn, part) for user in users for urn, part in user.items() if isinstance(part, dict)]
        names: dict[str, list[str]] = {}
        for urn, part in parts:
            names.setdefault(urn, []).extend(part)
        self._sent = Sent(names)
        self.extensions = tuple(self._sent.extensions())

    def attributes(self, urn: str) -> tuple[tuple[str, str], ...]:
        """Those of an extension, whatever the case of *urn*, as far as it is known what they hold."""
        held = _values(self._users, urn)
        names = {name.casefold(): name for name in reversed(self._sent.attributes(urn))}
        typed = ((name, _type(_values(held, name))) for name in reversed(names.values()))
        return tuple((name, kind) for name, kind in typed if kind is not None)

    def attribute(self, urn: str, name: str) -> tuple[tuple[str, str], ...]:
        """The one of them of that name, in whatever case; also of the core."""
        if urn.casefold() != _CORE.casefold():
            return tuple(each for each in self.attributes(urn) if each[0].casefold() == name.casefold())
        kind = _type(_values(self._users, name))
        return tuple((fit, kind) for fit in Sent({urn: [name]}).attributes(urn) if kind is not None)


def _values(objects: Iterable[Json], name: str) -> list[Json]:
    """What objects have under a name, in whatever case."""
    pairs = (pair for each in objects if isinstance(each, dict) for pair in each.items())
    return [value for key, value in pairs if key.casefold() == name.casefold()]


def _type(values: Iterable[Json]) -> str | None:
    """The type of an attribute that has these values; None when there are none, or of several types."""
    kinds = {_kind(value) for value in values if value is not None}
    kinds = {"decimal"} if kinds == {"integer", "decimal"} else kinds
    return kinds.pop() if len(kinds) == 1 else None


def _kind(value: Json) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "integer"
    return "decimal" if isinstance(value, float) else "string" if isinstance(value, str) else "complex"


# --- what is meant ---------------------------------------------------------------------------------------------------


def _meant(fault: Diagnostic, has: _Has, mapping: _Mapping) -> Iterator[_Declaration]:
    """What may be declared so that *fault* goes away."""
    words = fault.span.text.replace('"', "").replace("\\", "")
    source, start, end = fault.span.source.text, fault.span.start, fault.span.end
    undeclared = [urn for urn in has.extensions if not mapping.knows(urn)]
    for urn in sorted(undeclared, key=len, reverse=True):
        if words.casefold().startswith(urn.casefold()) and words[len(urn) : len(urn) + 1] in ("", ".", ":"):
            yield from _declarations(urn, short_name(urn), has)
            return
    if ":" in words:
        return
    behind = _BEHIND.match(source, end)
    if behind is not None:
        having = [urn for urn in undeclared if has.attribute(urn, behind[1])]
        if len(having) == 1:
            yield from _declarations(having[0], words, has)
    before = _BEFORE.search(source, max(0, start - _FAR), start)
    schema = mapping.called(before[1] or before[2]) if before is not None else _CORE
    if schema is not None and (attributes := has.attribute(schema, words)):
        yield _Declaration(words, schema, None, attributes)


def _declarations(urn: str, short: str, has: _Has) -> Iterator[_Declaration]:
    """All of an extension, with a short name if that is free."""
    attributes = has.attributes(urn)
    if attributes:
        yield _Declaration(short, urn, short, attributes)
        yield _Declaration(urn, urn, None, attributes)


# --- where it is written ---------------------------------------------------------------------------------------------


class _Mapping:
    """A mapping that may get a declaration; it has so many *errors*."""

    def __init__(self, source: Source, root: MapNode, errors: int) -> None:
        self._source, self._root, self._errors = source, root, errors
        self._keys = _keys(root)
        listed = self._keys.get("extensions")
        self._entries = [_keys(each) for each in listed.items] if isinstance(listed, ListNode) else []

    def knows(self, urn: str) -> bool:
        """Whether the extension is declared, or there from the start."""
        known = [*(_text(entry.get("id")) for entry in self._entries), *user_schema().extensions]
        return urn.casefold() in (each.casefold() for each in known if each is not None)

    def called(self, name: str) -> str | None:
        """The URN of the extension that is called so in expressions."""
        for entry in self._entries:
            if name in (_text(entry.get("as")), _text(entry.get("id"))):
                return _text(entry.get("id"))
        return user_schema().short_names.get(name)

    def tried(self, declaration: _Declaration) -> _Edit | None:
        """The declaration as it is written; None where it cannot be, or where that has more faults."""
        found = self._place(declaration)
        if found is None:
            return None
        at, written = found
        text = self._source.text
        _, after = check_text(text[:at] + written + text[at:], name=self._source.name)
        if sum(each.severity is Severity.ERROR for each in after) > self._errors:
            return None
        if any(each.span.start < at + len(written) and at < each.span.end for each in after):
            return None
        return _Edit(Span(self._source, at, at), written, after)

    def _place(self, declaration: _Declaration) -> tuple[int, str] | None:
        """Where the declaration belongs, and the text for it."""
        for entry in self._entries:
            if (_text(entry.get("id")) or "").casefold() == declaration.urn.casefold():
                return self._in_entry(entry.get("attributes"), declaration)
        lines = _entry(declaration)
        listed = self._keys.get("extensions")
        if listed is None:
            return self._at_top(["extensions:", *(f"  {line}" for line in lines), ""])
        if not isinstance(listed, ListNode) or not listed.items:
            return None
        margin = self._margin(listed.items[0].span.start)
        return self._below(listed, [f"{margin}{line}" for line in lines]) if margin is not None else None

    def _in_entry(self, attributes: Node | None, declaration: _Declaration) -> tuple[int, str] | None:
        """Behind the last of the attributes that are declared already."""
        if not isinstance(attributes, MapNode) or not attributes.items:
            return None
        first, last = attributes.items[0][0], attributes.items[-1][1]
        if first.in_flow:
            return last.span.end, "".join(f", {name}: {kind}" for name, kind in declaration.attributes)
        margin = " " * (first.span.place.column - 1)
        return self._below(attributes, [f"{margin}{name}: {kind}" for name, kind in declaration.attributes])

    def _at_top(self, lines: list[str]) -> tuple[int, str] | None:
        """In front of the first key that stands behind `extensions` by custom, and of the comments above it."""
        order = list(FILE_KEYS)
        later = order[order.index("extensions") + 1 :]
        key = next((key for key, _ in self._root.items if key.value in later), None)
        if key is None or key.span.place.column != 1:
            return None
        at, text = key.span.start, self._source.text
        while at > 0 and text[text.rfind("\n", 0, at - 1) + 1 : at].startswith("#"):
            at = text.rfind("\n", 0, at - 1) + 1
        return at, "\n".join([*lines, ""])

    def _below(self, node: Node, lines: list[str]) -> tuple[int, str]:
        text = self._source.text
        end = text.find("\n", len(text[: node.span.end].rstrip()))
        return (len(text), "\n" + "\n".join(lines) + "\n") if end < 0 else (end + 1, "\n".join([*lines, ""]))

    def _margin(self, start: int) -> str | None:
        """What stands before the dash of an entry that starts there; None where that is no block."""
        text = self._source.text
        line = text[text.rfind("\n", 0, start) + 1 : start]
        found = re.fullmatch(r"( *)-\s+", line)
        return found[1] if found is not None else None


def _entry(declaration: _Declaration) -> list[str]:
    short = [f"  as: {declaration.short}"] if declaration.short is not None else []
    attributes = [f"    {name}: {kind}" for name, kind in declaration.attributes]
    return [f"- id: {declaration.urn}", *short, "  attributes:", *attributes]


def _keys(node: Node | None) -> Mapping[str, Node]:
    return {key.value: value for key, value in node.items} if isinstance(node, MapNode) else {}


def _text(node: Node | None) -> str | None:
    return node.text.value if isinstance(node, ScalarNode) else None
