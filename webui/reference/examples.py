"""The blocks of a document -> the examples that open in the playground, each at the line of the block that ends it.

An example begins with a mapping. What follows is for that mapping, and each piece stands until another of its kind; a
user or group takes the place of the one before with all that was said of it. An outcome, or what the check says, ends
an example, and the next one may go on with the same mapping. `tests/test_docs.py` reads the documents in the same way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from .blocks import Block
from .parts import as_part, mapping_of_expressions, whole_mapping

USER: Final = """\
{
  "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
  "userName": "babs@example.com",
  "name": {"givenName": "Babs", "familyName": "Jensen"},
  "displayName": "Babs Jensen",
  "title": "Tour Guide",
  "active": true
}
"""
"""Who is mapped where an example tells of nobody."""

STORED: Final = '{"id": "p1", "primary_email": "old@example.com", "name": "Old Name"}\n'
"""The person of a user who is there already, where an example tells of no other."""

_PANES: Final = {
    "json current": "current",
    "json groups": "groups",
    "yaml directory": "directory",
    "yaml account": "account",
    "yaml tests": "tests",
}
_PAYLOADS: Final = ("json user", "json group", "json payload")
_OF_A_PAYLOAD: Final = ("payload", "current", "connection", "now")
_ENDS: Final = ("json outcome", "faults")


@dataclass(frozen=True, slots=True)
class Example:
    """The texts of an example by the names of the panes, and what it is about, for those who hear the page."""

    texts: Mapping[str, str]
    about: str


def examples_of(blocks: Iterable[Block]) -> dict[int, Example]:
    """The examples of a document, by the line of the block that each ends with."""
    reader = _Reader()
    for block in blocks:
        reader.read(block)
    reader.close()
    return reader.found


class _Reader:
    """Block after block in; `found` has the examples. `_last` is a piece that no example has ended with yet."""

    def __init__(self) -> None:
        self.found: dict[int, Example] = {}
        self._numbers: dict[str, int] = {}
        self._texts: dict[str, str] = {}
        self._last: Block | None = None
        self._user = USER

    def read(self, block: Block) -> None:
        kind = _kind(block)
        if kind == "json user":
            self._user = block.text
        if kind in ("yaml mapping", "yaml fields"):
            self.close()
            self._texts, self._last = {"mapping": as_part(whole_mapping(kind, block.text))}, block
        elif kind == "expressions" and not block.option("search"):
            self._show(block, {"mapping": mapping_of_expressions(_expressions(block.text)), "payload": self._user})
        elif self._texts:
            self._take(kind, block)

    def close(self) -> None:
        """Show what was begun and did not end with an outcome."""
        if self._last is not None:
            self._show(self._last, self._texts)
        self._last = None

    def _take(self, kind: str, block: Block) -> None:
        """A block that follows a mapping."""
        if kind in _ENDS:
            self._show(block, self._texts)
            self._last = None
        elif kind in _PAYLOADS:
            self._texts = {name: text for name, text in self._texts.items() if name not in _OF_A_PAYLOAD}
            said = {name: block.option(name) for name in ("connection", "now")}
            self._texts |= {"payload": block.text, **{name: text for name, text in said.items() if text}}
            if kind == "json user" and not block.option("new"):
                self._texts["current"] = STORED
            self._last = block
        elif kind in _PANES:
            self._texts[_PANES[kind]] = block.text
            self._last = block

    def _show(self, block: Block, texts: Mapping[str, str]) -> None:
        """Keep an example; those below one heading are told apart by their numbers."""
        number = self._numbers[block.heading] = self._numbers.get(block.heading, 0) + 1
        about = block.heading if number == 1 else f"{block.heading}, example {number}"
        view = {"view": "tests"} if "tests" in texts else {}
        self.found[block.line] = Example({"payload": USER, **texts, **view}, about)


def _kind(block: Block) -> str:
    """The kind of a block; that of a file is what is in it. Mappings for another target are of no kind."""
    if block.kind == "yaml file":
        kinds = {"target:": "", "mapping:": "yaml mapping", "cases:": "yaml tests"}
        return next((kind for key, kind in kinds.items() if re.search(rf"^{key}", block.text, re.MULTILINE)), "")
    if block.kind == "json file":
        return "json payload" if re.search('"(?:userName|displayName)": ', block.text) else ""
    return block.kind


def _expressions(text: str) -> list[str]:
    """The expressions of a block whose lines say what each gives."""
    return [line.rpartition(" → ")[0].strip() for line in text.splitlines()]
