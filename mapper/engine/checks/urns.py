"""A URN without double quotes in, what was meant out: an attribute of the core, the short name of its extension.

The parser finds it (`expression-urn`), but does not know which extensions there are.
"""

from __future__ import annotations

import re

from ...schemas.scim import group_schema, user_schema
from ..scope import Scope

_PARTS = re.compile(r"[.:]([A-Za-z][\w$-]*(?:\.[A-Za-z][\w$-]*)*)", re.ASCII)
_UNKNOWN = re.compile(r"(?P<urn>urn:.+?)(?:(?:\.|:(?=[a-z]))(?P<part>[A-Za-z_]\w*))?", re.ASCII | re.IGNORECASE)
_OF_ALL = frozenset({"urn", "ietf", "params", "scim", "schemas", "extension", "user"})
"""Words of URNs that no extension is called after."""


def meant_by(words: str, scope: Scope) -> tuple[str, str | None]:
    """A hint for the URN *words*, perhaps with an attribute behind it, and what certainly stands for it."""
    folded = words.casefold()
    for urn, name in sorted(_names(scope).items(), key=lambda pair: -len(pair[0])):
        parts = _PARTS.fullmatch(words, len(urn))
        if not folded.startswith(urn.casefold()) or not (parts or len(words) == len(urn)):
            continue
        # The names of the current node stand by themselves.
        path = "" if parts is None else parts[1]
        is_core = name == ("group" if scope.root == "group" else "user") and scope.root in ("user", "group")
        meant = path if is_core and path else f"{name}.{path}" if path else name
        return f"write {meant}", meant
    return _undeclared(words), None


def _names(scope: Scope) -> dict[str, str]:
    """How the schemas that are known here are called in an expression, by their URNs."""
    before = "" if scope.root == "user" else "user."
    names = {urn: f'{before}"{urn}"' for urn in scope.user.attributes or () if ":" in urn}
    names |= {urn: short for short, urn in scope.extensions.items()}
    return names | {user_schema().core.id: "user"} | ({group_schema().core.id: "group"} if scope.group else {})


def _undeclared(words: str) -> str:
    """The advice for a URN of no extension that the mapping knows."""
    found = _UNKNOWN.fullmatch(words)
    urn, part = (found["urn"], found["part"] or "NAME") if found is not None else (words, "NAME")
    named = (word for word in urn.split(":") if word.isidentifier() and word.casefold() not in _OF_ALL)
    short = next(named, "ext").lower()
    declared = f"{{id: {urn}, as: {short}, attributes: {{{part}: string}}}}"
    return f"declare it in `extensions`, such as {declared}, and write {short}.{part}"
