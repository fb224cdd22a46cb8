"""The value of a setting that is none of its words in, what to write instead out."""

from __future__ import annotations

from typing import Final

from .else_advice import last_candidate
from .yaml_nodes import Node, ScalarNode

_AWAITED: Final = frozenset({"await", "awaited", "wait", "later", "retry", "pending", "defer"})


def instead_of_word(setting: str, value: Node) -> str | None:
    """What to write for *value* behind *setting*: `missing`, `empty` or `not_found`; None where nobody can tell."""
    if setting not in ("missing", "empty", "not_found") or not isinstance(value, ScalarNode):
        return None
    words = value.text.value
    if setting == "not_found" and words.casefold() in _AWAITED:
        return f"write `{setting}: keep`, with which a person who is not there yet is awaited"
    if not words or value.is_null:
        return f"write `{setting}: clear`, which takes back what stands there"
    return last_candidate(value) if setting == "missing" else None
