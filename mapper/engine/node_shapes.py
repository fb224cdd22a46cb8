"""A YAML node -> what is due in its place (a text, a list, a mapping with known keys), or a fault that says so.

Whoever reads a kind of YAML file goes through it with one `NodeShapes`, which collects all faults of the file.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Iterable, Sequence
from typing import Final

from . import diagnostics as codes
from .diagnostics import Code, Diagnostic, Diagnostics, Related
from .foreign_keys import ForeignKeys, foreign_key, foreign_word
from .suggestions import closest, did_you_mean
from .syntax import ListValue, MapValue, Null, Value
from .text import Span, Text
from .yaml_accidents import COLON, SPACE, TAB
from .yaml_misfits import EQUALS, assigned
from .yaml_nodes import ListNode, MapNode, Node, ScalarNode
from .yaml_syntax import SYNTAX

UNKNOWN_KEY = codes.error("unknown-key", "a key that is not known where it stands")
MISPLACED_KEY = codes.error("misplaced-key", "a key that is known, but has no meaning where it stands")
WRONG_SHAPE = codes.error("wrong-shape", "a list, a mapping or a text where something else is due")
CONFLICTING_KEYS = codes.error("conflicting-keys", "two keys that cannot stand side by side")
WRONG_NAME = codes.error("wrong-name", "a name with characters that a name cannot have")
MISSING_KEY = codes.error("missing-key", "a mapping without a key that it must have")

NOTHING_FOREIGN: Final[ForeignKeys] = {}
_BRIEF: Final = 30
_GLUED_LINES: Final = re.compile(r"^( *[A-Za-z_][\w.-]*:)(?=[A-Za-z_])", re.ASCII | re.MULTILINE)
_GLUED: Final = re.compile(r"(?!urn:)[A-Za-z_][\w.-]*:(?=[A-Za-z_])", re.ASCII)

Keys = dict[str, tuple[Text, Node]]
"""The keys that a mapping has, each with its place and its value."""


def shown(word: str) -> str:
    """A word of the user in quotes, cut when it is long."""
    word = " ".join(word.split())
    return f'"{word if len(word) <= 60 else word[:59] + "…"}"'


def described(node: Node) -> str:
    """What a node is, in a sentence."""
    if isinstance(node, ListNode):
        return "a list"
    if isinstance(node, MapNode):
        return "a mapping"
    return "nothing" if node.is_null else shown(node.text.value)


def brief(node: Node) -> str:
    """A value as it is written in a hint: itself where it is short and on one line, else three dots."""
    words = node.span.text if isinstance(node, ScalarNode) else ""
    return words if 0 < len(words) <= _BRIEF and "\n" not in words else "…"


class NodeShapes:
    """Faults of one file: `found`, and the paths of what was left out because of them: `unread`."""

    def __init__(self, found: Diagnostics) -> None:
        self.found = found
        self.unread: list[str] = []
        # Lines that are no YAML were passed over: what seems to be missing may have stood there.
        self.is_damaged = any(one.code is SYNTAX or _is_unsure_depth(one) for one in found)

    def fault(
        self,
        code: Code,
        message: str,
        span: Span,
        path: str,
        hint: str | None = None,
        *related: Related,
        fix: str | None = None,
    ) -> None:
        """Note a fault, and that what stands at *path* could not be read."""
        self.found.add(code, message, span, hint=hint, path=path, fix=fix, related=related)
        self.unread.append(path)

    def wrong(self, node: Node, due: str, path: str, hint: str | None = None, *, fix: str | None = None) -> None:
        """Note that *node* is not what is *due* there."""
        if self.is_damaged and isinstance(node, ScalarNode) and node.is_null:
            self.unread.append(path)
            return
        self.fault(WRONG_SHAPE, f"{due} is due here, not {described(node)}", node.span, path, hint, fix=fix)

    def text(self, node: Node, path: str, due: str = "a text") -> Text | None:
        """A text that is not null. None after a fault."""
        if isinstance(node, ScalarNode) and not node.is_null:
            return node.text
        self.wrong(node, due, path)
        return None

    def one_of(self, node: Node, allowed: Iterable[str], path: str, otherwise: str | None = None) -> Text | None:
        """A text that is one of the *allowed*. None after a fault, with the hint *otherwise* if nothing is near."""
        words = list(allowed)
        due = " or ".join(f"`{word}`" for word in words)
        if isinstance(node, ScalarNode) and node.is_null:
            self.wrong(node, due, path, otherwise)
            return None
        text = self.text(node, path, due)
        if text is None or text.value in words:
            return text
        hint, fix = did_you_mean(text.value, words)
        if hint is None and (meant := foreign_word(text.value, words)) is not None:
            hint = f"did you mean '{meant}'?"
        hint = hint or otherwise
        self.wrong(node, due, path, hint, fix=fix)
        return None

    def flag(self, node: Node, path: str) -> Text | None:
        """`true` or `false`."""
        return self.one_of(node, ("true", "false"), path)

    def texts(self, node: Node, path: str, due: str) -> tuple[Text, ...] | None:
        """One text or a list of texts, at least one. None after a fault."""
        if not isinstance(node, ListNode):
            text = self.text(node, path, f"{due}, or a list of such,")
            return None if text is None else (text,)
        if not node.items:
            self.wrong_empty(node, path)
            return None
        texts = [self.text(item, f"{path}[{index}]", due) for index, item in enumerate(node.items)]
        return tuple(text for text in texts if text is not None) if None not in texts else None

    def items(self, node: Node, path: str, due: str) -> list[tuple[Node, str]]:
        """The items of a list with their paths; one mapping by itself is a list of one. Empty after a fault."""
        if isinstance(node, MapNode):
            return [(node, path)]
        if isinstance(node, ListNode):
            return [(item, f"{path}[{index}]") for index, item in enumerate(node.items)]
        self.wrong(node, due, path)
        return []

    def wrong_empty(self, node: ListNode | MapNode, path: str) -> None:
        """Note that there is nothing in a list or a mapping."""
        self.fault(WRONG_SHAPE, f"{described(node)} without anything in it", node.span, path, "remove it or fill it")

    def mapping(
        self, node: Node, path: str, due: str, hint: str | None = None, line: str | None = None
    ) -> tuple[tuple[Text, Node], ...] | None:
        """The pairs of a mapping whose keys are names of the user. None after a fault.

        A pair on the line of the key above it is to stand on the next one, written as *line* or as it is.
        """
        if isinstance(node, MapNode):
            return node.items
        words = node.text.value if isinstance(node, ScalarNode) else ""
        if words and self.found.amend(
            COLON, node.span, None, f"put {_tick(line or words)} on a line of its own, indented"
        ):
            self.unread.append(path)
            return None
        if not self.lacks_blank(node, path) and not self._has_equals(node, path):
            self.wrong(node, due, path, hint)
        return None

    def lacks_blank(self, node: Node, path: str) -> bool:
        """Whether a text was to be pairs, as in `badge:title`, whose colons have no blank behind them; a fault."""
        if not isinstance(node, ScalarNode) or node.text.style != "plain":
            return False
        lines = node.span.text.splitlines()
        glued = _GLUED.match(node.text.value)
        if glued is None or not all(_GLUED.match(line.strip()) for line in lines):
            return False
        key, words = glued[0], node.text.value
        message, hint = f'a blank is missing after "{key}"', f"write {_tick(f'{key} {words[glued.end() :]}')}"
        place, fix = node.text.at(0, glued.end()), f"{key} "
        if len(lines) > 1:
            place, hint = node.span, "put a blank behind the colon of each line"
            fix = _GLUED_LINES.sub(r"\1 ", node.span.text)
        self.fault(SPACE, message, place, path, hint, fix=fix)
        return True

    def _has_equals(self, node: Node, path: str) -> bool:
        """Whether a text was to be a pair, as in `name = displayName`; a fault."""
        meant = assigned(node.text.value) if isinstance(node, ScalarNode) and node.text.style == "plain" else None
        if meant is None or "\n" in node.span.text:
            return False
        self.fault(WRONG_SHAPE, EQUALS, node.span, path, f"write `{meant}`", fix=meant)
        return True

    def meant_by(self, name: str, known: Collection[str], foreign: ForeignKeys) -> bool:
        """Whether *name* is one of the *known* keys, or may have been meant as such."""
        is_foreign = foreign_key(name, foreign, known) != (None, None, False)
        return name in known or is_foreign or closest(name, known) is not None

    def keys(self, node: MapNode, known: Iterable[str], path: str, foreign: ForeignKeys = NOTHING_FOREIGN) -> Keys:
        """The known keys of a mapping. Any other is a fault, and is then read as the one that was meant."""
        known = tuple(known)
        keys: Keys = {key.value: (key, value) for key, value in node.items if key.value in known}
        for key, value in node.items:
            if key.value not in known:
                meant = self.unknown_key(key, value, known, path, foreign, there=keys)
                if meant is not None:
                    keys.setdefault(meant, (key, value))
        return keys

    def unknown_key(
        self,
        key: Text,
        value: Node,
        known: Iterable[str],
        path: str,
        foreign: ForeignKeys = NOTHING_FOREIGN,
        *,
        there: Container[str] = (),
    ) -> str | None:
        """Note a key that is not known, with those there are or with the one that was meant, which is returned.

        Where the key that was meant is *there* already, or may be, no fix puts it there a second time.
        """
        known = tuple(known)
        near, sentence, is_sure = foreign_key(key.value, foreign, [name for name in known if name not in there])
        hint, fix = (f"did you mean '{near}'?", near if is_sure else None) if near else (sentence, None)
        if hint is None:
            hint, fix = did_you_mean(key.value, known)
            near = closest(key.value, known)
        if hint is None:
            is_expression = any(sign in key.value for sign in "(=|&'?")
            hint = 'put an expression that holds ": " in quotes' if is_expression else f"known here: {', '.join(known)}"
        if fix is not None and (fix in there or self.is_damaged):
            fix = None
        below = join(path, key.value)
        hint = hint.replace("{value}", brief(value)).replace("{key}", key.value)
        self.found.add(UNKNOWN_KEY, f"unknown key {shown(key.value)}", key.span, hint=hint, path=below, fix=fix)
        if near is None:
            self.unread.append(below)
        return near

    def conflict(self, keys: Keys, names: Sequence[str], path: str, hint: str) -> None:
        """Note that the second of *names* cannot stand beside the first."""
        first, second = names[0], names[1]
        related = Related(f'"{first}" is here', keys[first][0].span)
        message = f'"{second}" cannot stand beside "{first}"'
        self.fault(CONFLICTING_KEYS, message, keys[second][0].span, path, hint, related)

    def missing(self, name: str, node: Node, path: str, hint: str | None = None) -> None:
        """Note that a mapping lacks a key; the place is its first line."""
        if self.is_damaged:
            self.unread.append(path)
            return
        span = node.items[0][0].span if isinstance(node, MapNode) and node.items else node.span
        self.fault(MISSING_KEY, f'the key "{name}" is missing', span, path, hint)


def _tick(words: str) -> str:
    return f"`{words}`" if len(words) <= _BRIEF * 2 and "\n" not in words else "it"


def _is_unsure_depth(fault: Diagnostic) -> bool:
    """Whether nobody knows how deep a line with tabs was meant, so that it may have been passed over."""
    return fault.code is TAB and fault.fix is None and fault.span.place.column == 1


def join(path: str, key: str) -> str:
    """The path of a key below *path*."""
    return f"{path}.{key}" if path else key


def to_value(node: Node) -> Value:
    """A node that stands for itself, as a constant."""
    if isinstance(node, ScalarNode):
        return Null(node.span) if node.is_null else node.text
    if isinstance(node, ListNode):
        return ListValue(tuple(to_value(item) for item in node.items), node.span)
    return MapValue(tuple((key, to_value(value)) for key, value in node.items), node.span)
