"""A URN in, what was meant out: an attribute of the core, the short name of its extension, or one to be declared.

Without double quotes the parser finds it (`expression-urn`), but does not know which extensions there are; in quotes it
is a name that no schema has.
"""

from __future__ import annotations

import re

from ...schemas.scim import group_schema, user_schema
from ..scope import Scope
from ..urn_words import is_slip, near_urn, short_name

_PARTS = re.compile(r"[.:]([A-Za-z][\w$-]*(?:\.[A-Za-z][\w$-]*)*)", re.ASCII)
_UNKNOWN = re.compile(r"(?P<urn>urn:.+?)(?:(?:\.|:(?=(?-i:[a-z])))(?P<part>[A-Za-z_]\w*))?", re.ASCII | re.IGNORECASE)


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


def quoted_meant_by(urn: str, part: str | None, scope: Scope) -> tuple[str, str | None]:
    """The same for the name *urn* that no schema has, which stood in double quotes, perhaps with *part* behind it."""
    hint, fix = meant_by(urn, scope)
    if fix is not None:
        return hint, fix
    near = near_urn(urn, scope.user.attributes or ())
    if near is not None and is_slip(urn, near):
        return f"did you mean '{near}'?", near
    return _undeclared(f"{urn}.{part}" if part is not None else urn), None


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
    short = short_name(urn)
    declared = f"{{id: {urn}, as: {short}, attributes: {{{part}: string}}}}"
    return f"declare it in `extensions`, such as `{declared}`, and write `{short}.{part}`"
