"""YAML text -> a tree of nodes in which every scalar is the text it was written as and knows its place.

No object is ever built from the file. Refused, each with its place: anchors, aliases, tags, merge keys, directives,
keys that are no text, a key twice in one mapping, several documents, characters that are no text, and files that are
too large or too deep. After a fault the rest of the file is still read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from . import diagnostics as codes
from .diagnostics import Code, Diagnostics, Related
from .functions import FUNCTIONS
from .text import Source, Span, Style, Text
from .yaml_accidents import TAB, Accident, find_accidents
from .yaml_characters import NO_TEXT_DECODED, report_character, without_forbidden
from .yaml_syntax import SyntaxFault, explain

MOST_BYTES = 256 * 1024
MOST_NODES = 20_000
MOST_DEPTH = 24
_BEGINS: Final = frozenset({"rule", "case"})
"""Keys with which a rule of a mapping or a case of a test begins, and those that have what it is about."""
_BODIES: Final = frozenset({"person", "user", "group", "payload", "expect"})
_NAMED: Final = "remove it; an expression that is used twice gets a name in `let`"
_MOST_READINGS = 12
"""How often a file is read again after a repair; with it the time is bounded however many faults there are."""
_MOST_READ_AGAIN = MOST_BYTES
"""How many characters all those readings may have together."""

ANCHOR = codes.error("yaml-anchor", "an anchor or an alias, which YAML uses to say a thing once and mean it twice")
TAG = codes.error("yaml-tag", "a tag, with which YAML names the type of a value")
MERGE = codes.error("yaml-merge", "a merge key")
DUPLICATE_KEY = codes.error("duplicate-key", "a key that stands twice in one mapping")
KEY = codes.error("yaml-key", "a key that is no text")
DOCUMENTS = codes.error("yaml-documents", "a second YAML document in the file")
EMPTY = codes.error("yaml-empty", "a file with nothing in it")
TOO_LARGE = codes.error("yaml-too-large", "a file with more bytes or more values than are read")
TOO_DEEP = codes.error("yaml-too-deep", "lists and mappings nested deeper than is read")
ENCODING = codes.error("yaml-encoding", "bytes that are not UTF-8")

_ESCAPE_OUT_OF_RANGE = re.compile(r"\\U(?!000|0010)[0-9A-Fa-f]{8}")
_STYLES: Final[Mapping[str | None, Style]] = {"'": "single", '"': "double", "|": "literal", ">": "folded"}


@dataclass(frozen=True, slots=True)
class ScalarNode:
    """A scalar as written. `is_null` for an unquoted `null` or `~`, and for nothing at all after a colon or a dash."""

    text: Text
    is_null: bool

    @property
    def span(self) -> Span:
        """Its characters, with quotes."""
        return self.text.span


@dataclass(frozen=True, slots=True)
class ListNode:
    """A list."""

    items: tuple[Node, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class MapNode:
    """A mapping, in the order of the file; no key stands twice."""

    items: tuple[tuple[Text, Node], ...]
    span: Span


Node: TypeAlias = "ScalarNode | ListNode | MapNode"


def decode(name: str, data: bytes) -> tuple[Source, Diagnostics]:
    """The text of a file as a Source; one byte order mark is passed over. Bytes that are not UTF-8 are a fault."""
    found = Diagnostics()
    try:
        return Source(name, data[: MOST_BYTES + 8].decode("utf-8-sig")), found
    except UnicodeDecodeError as error:
        # A character cut in two by the limit is no fault of the encoding: the size is reported by `parse`.
        readable = data[: error.start].decode("utf-8-sig")
        source = Source(name, readable)
        if error.start < MOST_BYTES:
            found.add(
                ENCODING,
                f"the file is not UTF-8: byte {error.start + 1} is 0x{data[error.start]:02x}",
                Span(source, len(readable), len(readable)),
                hint="save the file as UTF-8",
            )
        return source, found


def parse(source: Source) -> tuple[Node | None, Diagnostics]:
    """Read YAML text. The tree is None when nothing could be made of it, and then there is at least one error."""
    found = Diagnostics()
    if len(source.text) > MOST_BYTES or len(source.text.encode("utf-8", "replace")) > MOST_BYTES:
        found.add(
            TOO_LARGE,
            f"the file has more than {MOST_BYTES // 1024} KiB",
            Span(source, 0, 0),
            hint="split it, or leave out what is not used",
        )
        return None, found
    shadow = _Shadow(source, without_forbidden(source, found))
    reading = _Reading(source, shadow)
    most = min(_MOST_READINGS, 1 + _MOST_READ_AGAIN // (len(source.text) + 1))
    for _ in range(most):
        if reading.is_beyond_limits or not shadow.repair(reading, found):
            break
        reading = _Reading(source, shadow)
    reading.report(found)
    return reading.root, found


def _shorten(words: str) -> str:
    return words if len(words) <= 40 else words[:39] + "…"


def _tag_advice(tag: str, words: str) -> str:
    """What to write instead of a tag before *words*."""
    name = tag.lstrip("!")
    if name == "not" and words.isidentifier():
        return f"write `not: {words}` on a line of its own, indented"
    if name in FUNCTIONS:
        return f"a function is called in an expression, with its arguments in brackets: `{name}(…)`"
    return "remove it, or put the text in quotes"


class _Shadow:
    """The text that the parser is given: as long as the file, place by place, with accidents made harmless.

    `texts` has what really stands at a place, for scalars that had to be hidden from the parser. `tabbed` has the
    beginnings of lines with tabs, of which is said no more than that, since nobody knows how deep they were meant.
    """

    def __init__(self, source: Source, text: str) -> None:
        self.source = source
        self.text = text
        self.texts: dict[int, Text] = {}
        self.tabbed: set[int] = set()

    def repair(self, reading: _Reading, found: Diagnostics) -> bool:
        """Report what kept the parser from reading, and hide it. False when there is nothing more to hide."""
        accidents = find_accidents(self.source, self.text)
        if reading.fault is None and accidents:
            # What was read tells which of them only look like one, in the midst of a longer text.
            starts = reading.starts()
            accidents = [accident for accident in accidents if accident.start in starts]
        for accident in accidents:
            found.add(accident.code, accident.message, accident.span, hint=accident.hint, fix=accident.fix)
        hidden = [accident for accident in accidents if accident.instead is not None]
        if hidden:
            self._hide(hidden)
            return True
        if reading.fault is not None and reading.fault.instead is not None:
            reading.report_fault(found)
            start, end, instead = reading.fault.instead
            if reading.fault.meant is not None:
                self.texts[start] = Text(reading.fault.meant, Span(self.source, start, end), "double")
            self.text = self.text[:start] + instead + self.text[end:]
            return True
        return False

    def _hide(self, accidents: Iterable[Accident]) -> None:
        pieces, at = [], 0
        for accident in accidents:
            instead = accident.instead or ""
            pieces += [self.text[at : accident.start], instead]
            at = accident.start + len(instead)
            self.texts.update(accident.texts)
            if accident.code is TAB:
                self.tabbed.add(accident.start)
        self.text = "".join([*pieces, self.text[at:]])


class _Open:
    """A list or a mapping whose end has not come yet."""

    __slots__ = ("end", "flow", "is_map", "items", "key", "keys", "lacks_dash", "pairs", "start", "wants_key")

    def __init__(self, start: int, *, flow: bool, is_map: bool) -> None:
        self.start = self.end = start
        self.flow = flow
        self.items: list[Node] = []
        self.pairs: list[tuple[Text, Node]] = []
        self.keys: dict[str, Text] = {}
        self.key: Text | None = None
        self.is_map = self.wants_key = is_map
        self.lacks_dash = False
        """Whether the next item of a list began in it without a dash; its keys stand twice."""


class _Reading:
    """One reading of the shadow: the tree, and the faults of its own."""

    def __init__(self, source: Source, shadow: _Shadow) -> None:
        self.source = source
        self.root: Node | None = None
        self.fault: SyntaxFault | None = None
        self._texts = shadow.texts
        self._tabbed = shadow.tabbed
        self._text = shadow.text
        self._found: list[tuple[Code, str, Span, str, tuple[Related, ...]]] = []
        self._characters: list[tuple[int, Span]] = []
        self._open: list[_Open] = []
        self._nodes = 0
        self._documents = 0
        self._ended = False
        self._is_merge = False
        self.is_beyond_limits = False
        try:
            self._read(YAML(typ="safe", pure=True).parse(shadow.text))
        except MarkedYAMLError as error:
            context, problem = error.context_mark, error.problem_mark or error.context_mark
            self.fault = explain(
                shadow.text,
                error.problem or "",
                problem.index if problem else 0,
                error.context or "",
                context.index if context else None,
            )
        except (OverflowError, ValueError):
            # The parser makes a character of every escape without asking whether there is one of that number.
            escape = _ESCAPE_OUT_OF_RANGE.search(shadow.text)
            if escape is None:
                raise
            message = f'"{escape[0]}" is no character'
            self.fault = SyntaxFault.at_line(shadow.text, escape.start(), escape.end(), message, "remove the escape")

    def report(self, found: Diagnostics) -> None:
        """Put the faults of this reading to the others."""
        for code, message, span, hint, related in self._found:
            found.add(code, message, span, hint=hint, related=related)
        for code_point, span in self._characters:
            report_character(found, code_point, span)
        self.report_fault(found)
        if self.root is None and not found.has_errors:
            found.add(EMPTY, "the file is empty", Span(self.source, 0, 0), hint="a mapping begins with `mapping: 1`")

    def report_fault(self, found: Diagnostics) -> None:
        """Put the place at which the parser gave up, if it did."""
        fault = self.fault
        if fault is not None and self._text.rfind("\n", 0, fault.start) + 1 not in self._tabbed:
            span = Span(self.source, fault.start, fault.end)
            found.add(fault.code, fault.message, span, hint=fault.hint, fix=fault.fix)

    def starts(self) -> set[int]:
        """Where the keys and values begin that were read."""
        starts: set[int] = set()
        waiting = [self.root] if self.root is not None else []
        while waiting:
            node = waiting.pop()
            starts.add(node.span.start)
            if isinstance(node, ListNode):
                waiting += node.items
            elif isinstance(node, MapNode):
                starts.update(key.span.start for key, _ in node.items)
                waiting += [value for _, value in node.items]
        return starts | {span.start for code, _, span, _, _ in self._found if code in (KEY, TAG)}

    def _read(self, events: Iterable[Event]) -> None:
        for event in events:
            if isinstance(event, ScalarEvent):
                self._scalar(event)
            elif isinstance(event, (MappingStartEvent, SequenceStartEvent)):
                self._start(event)
            elif isinstance(event, (MappingEndEvent, SequenceEndEvent)):
                self._end(event)
            elif isinstance(event, AliasEvent):
                self._alias(event)
            elif isinstance(event, DocumentStartEvent):
                self._document(event)
            if self._ended:
                break

    def _fault(self, code: Code, message: str, start: int, end: int, hint: str, *related: Related) -> None:
        self._found.append((code, message, Span(self.source, start, end), hint, related))

    def _stop(self, code: Code, message: str, event: Event, hint: str) -> None:
        """Give up reading: what has more than the limits is not looked at any further."""
        self._fault(code, message, event.start_mark.index, event.end_mark.index, hint)
        self._ended = self.is_beyond_limits = True
        self.root = None

    def _document(self, event: DocumentStartEvent) -> None:
        self._documents += 1
        if self._documents > 1:
            start = event.start_mark.index
            self._fault(DOCUMENTS, "a second document begins here", start, start + 3, "keep one document in a file")
            self._ended = True

    def _count(self, event: NodeEvent) -> None:
        self._nodes += 1
        if self._nodes > MOST_NODES:
            self._stop(TOO_LARGE, f"the file has more than {MOST_NODES:,} values", event, "leave out what is not used")

    def _properties(self, event: ScalarEvent | MappingStartEvent | SequenceStartEvent) -> None:
        """Refuse a tag and an anchor; the node itself is read as if it had none."""
        start, end = event.start_mark.index, event.end_mark.index
        if event.anchor is not None:
            at = self._text.rfind("&", 0, start + 1)  # as with the tag below
            until = at + 1 + len(event.anchor)
            self._fault(ANCHOR, f'"&{_shorten(event.anchor)}" is an anchor of YAML', at, until, _NAMED)
        if event.tag is not None:
            # The parser's mark is at the last of several properties; the tag may stand before it.
            start = max(self._text.rfind("!", 0, start + 1), 0)
            tag = self._text[start:end].split(maxsplit=1)[0]
            hint = _tag_advice(tag, self._text[start + len(tag) : end].strip())
            self._fault(TAG, f'"{_shorten(tag)}" is a tag of YAML', start, start + len(tag), hint)

    def _scalar(self, event: ScalarEvent) -> None:
        self._count(event)
        if event.anchor is not None or event.tag is not None:
            self._properties(event)
        start, end = event.start_mark.index, event.end_mark.index
        if start == end and self._open and (key := self._open[-1].key) is not None and not self._open[-1].wants_key:
            # The parser's own mark is at what comes next, be it lines below.
            start = end = self._text.find(":", key.span.end) + 1
        hidden = self._texts.get(start) if self._texts else None
        if hidden is not None:
            self._add(ScalarNode(hidden, False), hidden.span.end)
            return
        style = _STYLES.get(event.style, "plain")
        value: str = event.value
        span = Span(self.source, start, end)
        if style == "double" and (bad := NO_TEXT_DECODED.search(value)):
            self._characters.append((ord(bad[0]), span))
        in_flow = bool(self._open) and self._open[-1].flow
        self._add(ScalarNode(Text(value, span, style, in_flow), style == "plain" and value in ("", "~", "null")), end)

    def _start(self, event: MappingStartEvent | SequenceStartEvent) -> None:
        self._count(event)
        if event.anchor is not None or event.tag is not None:
            self._properties(event)
        if len(self._open) >= MOST_DEPTH:
            self._stop(TOO_DEEP, f"nested more than {MOST_DEPTH} deep", event, "write it flatter")
            return
        is_map = isinstance(event, MappingStartEvent)
        self._open.append(_Open(event.start_mark.index, flow=bool(event.flow_style), is_map=is_map))

    def _end(self, event: MappingEndEvent | SequenceEndEvent) -> None:
        opened = self._open.pop()
        # A block ends with its last value: the parser's own mark is beyond the comments that follow.
        end = event.end_mark.index if opened.flow else opened.end
        span = Span(self.source, opened.start, end)
        node = MapNode(tuple(opened.pairs), span) if isinstance(event, MappingEndEvent) else None
        self._add(node or ListNode(tuple(opened.items), span), end)

    def _alias(self, event: AliasEvent) -> None:
        start, end = event.start_mark.index, event.end_mark.index
        self._count(event)
        if not self._is_merge:
            hint = (
                "write out what it stands for, or name that in `let`; an expression that starts with `*` goes in quotes"
            )
            self._fault(ANCHOR, f'"*{_shorten(event.anchor)}" is an alias of YAML', start, end, hint)
        self._add(ScalarNode(Text(self._text[start:end], Span(self.source, start, end)), False), end)

    def _add(self, node: Node, end: int) -> None:
        """Put a node where it belongs: it is a key, the value of one, an item, or the whole."""
        if not self._open:
            if not self._ended:
                self.root = node
            return
        top = self._open[-1]
        top.end = end
        self._is_merge = False
        if top.wants_key:
            top.key = self._key(node, top)
            top.wants_key = False
        elif top.is_map:
            if top.key is not None:
                top.pairs.append((top.key, node))
            top.wants_key = True
        else:
            top.items.append(node)

    def _key(self, node: Node, opened: _Open) -> Text | None:
        span = node.span
        if not isinstance(node, ScalarNode) or node.is_null:
            self._fault(KEY, "a key must be text", span.start, span.end, "put it in quotes if it is meant as text")
            return None
        key = node.text
        if key.value == "<<" and key.style == "plain":
            self._fault(MERGE, '"<<" is a merge key of YAML', span.start, span.end, "write out the keys it would bring")
            self._is_merge = True
            return None
        first = opened.keys.setdefault(key.value, key)
        if first is not key and (opened.lacks_dash or self._begins_again(key, first, opened)):
            opened.lacks_dash = True
            return None
        if first is not key:
            self._fault(
                DUPLICATE_KEY,
                f'the key "{_shorten(key.value)}" stands twice',
                span.start,
                span.end,
                "keep one of the two",
                Related("the first is here", first.span),
            )
            return None
        return key

    def _begins_again(self, key: Text, first: Text, opened: _Open) -> bool:
        """Whether the next item of a list begins without a dash in the midst of the one before, which is a fault."""
        is_first = next(iter(opened.keys.values())) is first
        if opened.flow or key.value not in _BEGINS or not is_first or _BODIES.isdisjoint(opened.keys):
            return False
        hint = f"write `- {key.value}: …` as deep as the dash of the first, and indent what belongs to it"
        if len(self._open) < 2 or self._open[-2].is_map:
            hint = f"begin each with a dash, `- {key.value}: …`, and indent what belongs to it"
        message = f'a second "{key.value}:" stands in the midst of the first'
        self._fault(
            DUPLICATE_KEY, message, key.span.start, key.span.end, hint, Related("the first is here", first.span)
        )
        return True
