"""The type of a field, and the section in which it stands -> the keys that it takes, and which go beside which."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final

from ..schemas.target import AnyType, FieldType, RecordsType, ReferenceType
from .keys import CONTENT_KEYS, GROUP_SETTINGS, GUARD_KEYS, ORIGIN_KEYS, REFERENCE_SETTINGS, SETTINGS

OF_BOOLEANS: Final = frozenset({"if", "not"})
"""The sources of a field that is true or false."""
OF_LISTS: Final = frozenset({"each", "entry", "collect"})
"""The sources of a list of entries."""

BESIDE: Final = (("each", "entry"), *((key, "then") for key in ("from", "template", "value", "if", "not")))
"""Of the sources and `then` no two stand in one candidate, but for these pairs."""


def may_be_boolean(kind: FieldType) -> bool:
    """Whether a field of this type may be true or false."""
    return isinstance(kind, AnyType) or kind.kind == "boolean"


def refused_sources(kind: FieldType) -> frozenset[str]:
    """The sources that a field of this type does not have."""
    if isinstance(kind, RecordsType):
        return OF_BOOLEANS
    return OF_LISTS if may_be_boolean(kind) else OF_BOOLEANS | OF_LISTS


def settings_of_type(kind: FieldType, section: str) -> tuple[str, ...]:
    """The settings that a field of this type has in a rule of *section*, `users` or `groups`."""
    refused = set() if isinstance(kind, ReferenceType) else {*REFERENCE_SETTINGS}
    if not isinstance(kind, AnyType):
        refused.add("type")
    if section == "users":
        refused |= GROUP_SETTINGS
    if may_be_boolean(kind):
        refused.discard("else")
    return tuple(name for name in SETTINGS if name not in refused)


def still_fitting(keys: Iterable[str], there: Collection[str]) -> list[str]:
    """Those of *keys* that may be written beside the keys that are *there* already."""
    return [key for key in keys if key not in there and not any(_conflict(key, other) for other in there)]


def _conflict(one: str, other: str) -> bool:
    if any(one in group and other in group for group in (GUARD_KEYS, CONTENT_KEYS)):
        return True
    apart = {*ORIGIN_KEYS, "then"}
    return {one, other} <= apart and (one, other) not in BESIDE and (other, one) not in BESIDE
