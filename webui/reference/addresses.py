"""A link of a document -> the address it has in the application, seen from the page of a document."""

from __future__ import annotations

import posixpath
import re
from typing import Final

from webui.playground.examples import mappings

from .documents import DOCUMENTS

PLAYGROUND: Final = "../"
"""The playground, seen from the page of a document."""

_CODE: Final = re.compile(r"mapper/pages/([a-z-]+)\.md")
_DOCUMENT: Final = re.compile(r"docs/([a-z]+)\.md")
_MAPPING: Final = re.compile(r"mappings/([a-z]+)\.yaml")


def address_of(link: str) -> str | None:
    """Where a link leads; None when that is a file of the project which the application does not show."""
    if link.startswith(("#", "https://")):
        return link
    anchor, file = link.partition("#")[2], file_of(link)
    if found := _CODE.fullmatch(file):
        return f"codes#{found[1]}"
    if (found := _DOCUMENT.fullmatch(file)) and found[1] in DOCUMENTS:
        return f"{found[1]}#{anchor}" if anchor else found[1]
    if (found := _MAPPING.fullmatch(file)) and found[1] in mappings():
        return f"{PLAYGROUND}examples/mappings/{found[1]}"
    return None


def file_of(link: str) -> str:
    """The file of the project that a link of a document names."""
    return posixpath.normpath(posixpath.join("docs", link.partition("#")[0]))
