"""Functions that ask what the mapping or the host knows: tables and groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...schemas.values import Json
from ..groups import Link, standing_for
from ..tables import listed, look_up
from .declaration import Function, Parameter


def _in_group(groups: Sequence[Mapping[str, Json]], name: str) -> bool:
    return any(group.get("displayName") == name for group in groups)


def _group_for(links: Sequence[Link], kind: str) -> Json:
    return standing_for(links, kind) or None


_TABLE = Parameter("table", ("string",))
_LOOKED_UP = Parameter("key", ("string", "number"))

LOOKUPS: tuple[Function, ...] = (
    Function(
        "lookup",
        look_up,
        (_TABLE, _LOOKED_UP),
        None,
        "The value of the row of a table of the mapping; absent when there is none.",
        main="key",
        context="tables",
    ),
    Function(
        "listed",
        listed,
        (_TABLE, _LOOKED_UP),
        "boolean",
        "Whether a list among the tables has a value.",
        main="key",
        context="tables",
    ),
    Function(
        "in_group",
        _in_group,
        (Parameter("name", ("string",)),),
        "boolean",
        "Whether the person is a direct member of the group of exactly this name.",
        main="name",
        context="groups",
    ),
    Function(
        "group_for",
        _group_for,
        (Parameter("kind", ("string",)),),
        None,
        "The names of what the person's groups stand for, of the kind 'organization' or 'site'.",
        main="kind",
        context="links",
    ),
)
