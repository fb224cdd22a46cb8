"""A constant or a template that stands where an expression is due: only its key is missing.

In goes a candidate that is a text by itself, out comes whether it was reported, with what to write instead.
"""

from __future__ import annotations

import re

from ...schemas.target import FieldType, ObjectType, RecordsType
from .. import expressions as tree
from ..diagnostics import Diagnostics
from ..suggestions import constant_hint
from ..text import Text
from ..yaml_accidents import TEMPLATE
from ..yaml_quotes import quoted
from .attributes import UNKNOWN_ATTRIBUTE
from .expressions import BY_NAME
from .needless_template import PATH, plain_path

_ONE_PART = re.compile(rf"\{{\{{[ \t]*({PATH.pattern})[ \t]*\}}\}}", re.ASCII)
_DASH = re.compile(r" *-[ -]*")


def lacks_key(text: Text, kind: FieldType, path: str, found: Diagnostics) -> bool:
    """Whether *text*, a candidate of a field of type *kind*, surely is a constant or a template, which is reported."""
    words = text.value.strip()
    if words in ("true", "false") and kind.kind == "boolean":
        message, hint = f"there is no attribute '{words}'", constant_hint(text, words)
        fix = as_candidate(text, f"value: {words}")
        found.add(UNKNOWN_ATTRIBUTE, message, text.span, hint=hint, path=path, fix=fix)
        return True
    if not words.startswith(("{{", "{%")) or "\n" in words or isinstance(kind, RecordsType | ObjectType):
        return False
    _report_template(text, words, kind, path, found)
    return True


def _report_template(text: Text, words: str, kind: FieldType, path: str, found: Diagnostics) -> None:
    """Report the template *words*, which is all of *text*; one plain part is an expression without its braces."""
    fix: str = as_candidate(text, f"template: {quoted(words)}")
    hint: str | None = None
    one = _ONE_PART.fullmatch(words)
    if one is not None and kind.kind != "any":  # a template makes a text of what it prints, a typed field does so too
        fix, hint = plain_path(text, one[1]), f"write {one[1]}, without the braces"
    if found.amend(TEMPLATE, text.span, fix, hint):
        return
    try:
        tree.parse(text.value)
    except tree.InvalidExpression as fault:
        found.add(BY_NAME[fault.code], fault.message, text.span, hint=hint or fault.hint, path=path, fix=fix)


def template_meant(text: Text, kind: FieldType) -> tuple[str, str]:
    """The key for the template *text*, which stands where a constant is due, and how it is written behind that."""
    one = _ONE_PART.fullmatch(text.value.strip())
    if one is not None and kind.kind != "any":
        return "from", plain_path(text, one[1])
    return "template", text.span.text


def as_candidate(text: Text, words: str) -> str:
    """A key and its value in the place of *text*: as it is behind the dash of a list, else in braces."""
    source, start = text.span.source.text, text.span.start
    before = source[max(source.rfind("\n", 0, start), source.rfind("\r", 0, start)) + 1 : start]
    return words if _DASH.fullmatch(before) else f"{{{words}}}"
