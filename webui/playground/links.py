"""The texts of the page -> the fragment of a link that brings them back, and the fragment -> the texts.

`static/playground/link.js` does the same in the browser, so a fragment never reaches a server. It is a version mark
and, as base64url, the deflated JSON of those texts that are not blank.
"""

from __future__ import annotations

import json
import re
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from typing import Final

from .panes import PANES

MARK: Final = "1."
"""Stands before what this version writes; no id of the page begins with a figure."""

NAMES: Final = (*PANES, "tests", "earlier", "view")
"""What a link can hold."""

MOST_BYTES: Final = 512 * 1024
"""So long may the texts of a link be together, as JSON: as long as the body of a request."""

_MOST_CHARACTERS: Final = (MOST_BYTES + 1024) * 4 // 3
"""What cannot be deflated grows by less than a thousandth."""

_OF_A_VERSION = re.compile(r"[0-9]+\.")
_BASE64URL = re.compile(r"[A-Za-z0-9_-]*")
_BLANK = re.compile(r"[ \t\r\n]*")

TOO_LONG: Final = "The texts are longer than 512 kB together, which is more than a link can hold."
OTHER_VERSION: Final = "This link was made by another version of the playground, which this one does not know."
NOT_OURS: Final = "This link is damaged, or none of the playground: it may have been cut off when it was copied."
"""What a link that is refused is told, here and in the browser."""


class WrongLink(ValueError):
    """Texts that no link can hold, or a fragment that brings no texts; the message is a sentence for people."""


def encode(texts: Mapping[str, str]) -> str:
    """The fragment, without `#`, that brings *texts* back. Raises WrongLink when they are too long."""
    kept = {name: texts[name] for name in NAMES if not _BLANK.fullmatch(texts.get(name, ""))}
    written = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
    # Half a surrogate pair is no UTF-8; as the escape `\ud83d` it is the same JSON.
    content = written.encode("utf-8", "backslashreplace")
    if len(content) > MOST_BYTES:
        raise WrongLink(TOO_LONG)
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    deflated = packer.compress(content) + packer.flush()
    return MARK + urlsafe_b64encode(deflated).rstrip(b"=").decode("ascii")


def decode(fragment: str) -> dict[str, str]:
    """The texts that a fragment, without `#`, brings; those that are not named are blank. Raises WrongLink."""
    version = _OF_A_VERSION.match(fragment)
    if version is None:
        raise WrongLink(NOT_OURS)
    if version[0] != MARK:
        raise WrongLink(OTHER_VERSION)
    if len(fragment) > _MOST_CHARACTERS:
        raise WrongLink(TOO_LONG)
    packed = fragment[len(MARK) :]
    if not _BASE64URL.fullmatch(packed) or len(packed) % 4 == 1:
        raise WrongLink(NOT_OURS)
    content = _inflated(urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))
    try:
        texts = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError):
        raise WrongLink(NOT_OURS) from None
    if not isinstance(texts, dict) or not all(name in NAMES and isinstance(texts[name], str) for name in texts):
        raise WrongLink(NOT_OURS)
    return texts


def _inflated(deflated: bytes) -> bytes:
    """What was deflated; a small text can stand for a huge one, so no more is unpacked than a link may hold."""
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        content = unpacker.decompress(deflated, MOST_BYTES + 1)
    except zlib.error:
        raise WrongLink(NOT_OURS) from None
    if len(content) > MOST_BYTES:
        raise WrongLink(TOO_LONG)
    if not unpacker.eof or unpacker.unused_data:
        raise WrongLink(NOT_OURS)
    return content
