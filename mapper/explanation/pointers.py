"""JSON pointers (RFC 6901) -> paths as a mapping writes them: `/emails/0/value` is `emails[0].value`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .words import name_text


def names_of(pointer: str) -> list[str]:
    """The names and places in a pointer, without the escapes."""
    return [name.replace("~1", "/").replace("~0", "~") for name in pointer.split("/")[1:]]


def escaped(name: str) -> str:
    """A name as it is written in a pointer."""
    return name.replace("~", "~0").replace("/", "~1")


def path_text(pointer: str, short_names: Mapping[str, str]) -> str:
    """The path; *short_names* has, by URN, the names under which the mapping reads extensions."""
    return "".join(_pieces(names_of(pointer), short_names)) or "@"


def _pieces(names: list[str], short_names: Mapping[str, str]) -> Iterator[str]:
    for at, name in enumerate(names):
        if at and name.isascii() and name.isdigit():
            yield f"[{name}]"
        else:
            known = short_names.get(name, "") if not at else ""
            yield ("." if at else "") + (known or name_text(name))
