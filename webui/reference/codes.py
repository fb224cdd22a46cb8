"""The blocks of the document of codes -> the examples of its codes, each at the line of what the check says of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from mapper.pages import Block as Part
from mapper.pages import page_of

from .blocks import Block
from .examples import USER, Example
from .parts import as_part, whole_mapping
from .python_texts import text_of_python

_OTHER: Final = """\
primary_email: userName
name: displayName
job_title: title
disabled:
  not: active
"""
"""What is mapped where the fault is in none of the mapping's lines."""

_PANES: Final = {
    "yaml": "mapping",
    "yaml tests": "tests",
    "yaml directory": "directory",
    "yaml directory file=directory.yaml": "directory",
    "yaml account": "account",
    "json user": "payload",
    "json group": "payload",
    "json current": "current",
}


def examples_of_codes(blocks: Iterable[Block]) -> dict[int, Example]:
    """The example of each code, where the page can show it: it has no bytes that are no text, and no files."""
    said = {block.line: block.heading for block in blocks if block.kind == "text"}
    examples = {line: (code, _texts(code)) for line, code in said.items()}
    return {line: Example(texts, code) for line, (code, texts) in examples.items() if texts is not None}


def _texts(code: str) -> dict[str, str] | None:
    """The texts of which a code is reported; None when the page cannot have them."""
    texts = {"mapping": whole_mapping("yaml fields", _OTHER), "payload": USER}
    for block in page_of(code).example:
        pane = "mapping" if block.kind in ("yaml mapping", "yaml fields", "python") else _PANES.get(block.kind)
        text = _text(code, block)
        if pane is None or text is None:
            return None
        texts[pane] = text
    return texts | ({"view": "tests"} if "tests" in texts else {})


def _text(code: str, block: Part) -> str | None:
    if block.kind == "python":
        return text_of_python(block.text)
    if block.kind in ("yaml mapping", "yaml fields"):
        mapping = whole_mapping(block.kind, block.text)
        return mapping if code == "required-never-filled" else as_part(mapping)
    return block.text
