"""The documents of the reference, by name: what each is about, and its text in Markdown.

They are the files of `docs/`, which the wheel carries beside this module. The pages of the codes lie in
`mapper/pages/`; here they stand below the list of their topic.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Final

from mapper.pages import text_of

SHIPPED: Final = "texts"
"""The folder beside this module into which the wheel puts the files of `docs/`."""

_IN_THE_PROJECT: Final = Path(__file__).parents[2] / "docs"
_MADE = re.compile(r"\A<!--[^\n]*-->\n+")
_HEADING = re.compile(r"\A(?=# )|^(?=## Why$)", re.MULTILINE)
_TOPIC = re.compile(r"^(?=## )", re.MULTILINE)
_CODE = re.compile(r"^\| \[`([a-z-]+)`\]", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Document:
    """A document: the name in its address, what it is called in the menu, and a sentence on what is in it."""

    name: str
    called: str
    about: str


DOCUMENTS: Final = {
    document.name: document
    for document in (
        Document(
            "playground", "Playground", "This page in the browser: its panes, views, keys, links, and what is stored."
        ),
        Document("language", "Language", "All that a mapping can say, from the first steps to the rare."),
        Document("cookbook", "Cookbook", "Tasks that partners meet, with rules to copy."),
        Document("functions", "Functions", "What expressions and templates can call, each with examples."),
        Document("codes", "Codes", "What the check finds: an example of each fault, its repair, and the reason."),
        Document("explain", "Why a field is empty", "How to see where each value comes from, or why there is none."),
        Document("reviewing", "Reviewing", "What a new version of a mapping changes: rules and people that differ."),
        Document("commands", "Commands", "The program `mapper` on the command line."),
        Document("editors", "Editors", "Completion and explanation as you write, in your own editor."),
        Document("ci", "Pipelines", "Hooks and pipelines that look at every change."),
        Document("embedding", "Embedding", "The engine in a product of your own."),
    )
}
"""All documents by name, in the order of the menu."""


def document_text(name: str) -> str:
    """The whole text of a document, without the line that says how it was made."""
    text = _MADE.sub("", _file(f"{name}.md"))
    return _with_pages(text) if name == "codes" else text


def _file(name: str) -> str:
    shipped = resources.files("webui.reference").joinpath(SHIPPED, name)
    return (shipped if shipped.is_file() else _IN_THE_PROJECT / name).read_text(encoding="utf-8")


def _with_pages(text: str) -> str:
    """The list of codes with the page of each below its topic, their headings two levels further down."""
    first, *topics = _TOPIC.split(text)
    pages = ([topic.rstrip("\n"), *map(_page, _CODE.findall(topic))] for topic in topics)
    return "\n\n".join([first.rstrip("\n"), *("\n\n".join(parts) for parts in pages)]) + "\n"


def _page(code: str) -> str:
    return _HEADING.sub("##", text_of(code)).rstrip("\n")
