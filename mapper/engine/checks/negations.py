"""`!` on a boolean attribute, `since` or `until` as the value of a field: it is true where those are absent.

`not:` gives the opposite as well, and leaves absent what is absent.
"""

from __future__ import annotations

import re

from ...schemas.target import FieldType
from .. import expressions as tree
from .. import syntax
from ..checked import CheckedExpression
from ..diagnostics import Diagnostics, warning
from ..text import Span, Text
from ..yaml_accidents import NEGATION
from ..yaml_quotes import quoted
from .keys import as_candidate

NEGATED_VALUE = warning("negated-value", "`!` as the value of a field, which makes true of what is absent")

_PLAIN = re.compile(r"[A-Za-z_][\w.]*", re.ASCII)
_KEY = re.compile(r"( *)([\w.-]+):[ \t]+", re.ASCII)
_FROM_KEY = re.compile(r"from:[ \t]*\Z")
_NEAR = 100


def check_negation(
    written: syntax.Candidate, expression: CheckedExpression, kind: FieldType, found: Diagnostics
) -> None:
    """Report the candidate *written* of a field of the type *kind* when it is `!` on what may be absent."""
    node = expression.node
    if not expression.negates or not isinstance(node, tree.Not) or kind.kind not in ("boolean", "any"):
        return
    text, is_date = expression.text, isinstance(node.of, tree.Call)
    is_unquoted = found.has_errors_in(text.span, NEGATION)
    if (found.has_errors_in(text.span) and not is_unquoted) or (is_date and kind.kind == "any"):
        return
    attribute = text.value[node.of.start : node.of.end]
    meant = f"not: {attribute if _PLAIN.fullmatch(attribute) else quoted(attribute)}"
    span, fix = _repair(written, text, meant)
    if is_unquoted:
        if not is_date:
            found.amend(NEGATION, text.span, fix, _hint(written, text, meant), span)
        return
    if is_date or text.style not in ("plain", "single", "double") or "\n" in span.text:
        span, fix = text.span, None
    message = f"'!' makes true of '{attribute}' where it is absent"
    found.add(NEGATED_VALUE, message, span, hint=_hint(written, text, meant), path=written.path, fix=fix)


def _repair(written: syntax.Candidate, text: Text, meant: str) -> tuple[Span, str | None]:
    """The place to replace, and what to write there: a candidate by itself gets a key, `from` another one."""
    source, start = text.span.source, text.span.start
    if written.span == text.span:
        line = source.text[source.text.rfind("\n", 0, start) + 1 : start]
        alone = _KEY.fullmatch(line)
        if alone is None or text.in_flow:
            return text.span, as_candidate(text, meant)
        end = "\r\n" if "\r\n" in source.text else "\n"
        return Span(source, start - len(line) + len(alone[1]), text.span.end), f"{alone[2]}:{end}{alone[1]}  {meant}"
    key = _FROM_KEY.search(source.text[max(start - _NEAR, 0) : start])
    if key is None:
        return text.span, None
    return Span(source, start - len(key[0]), text.span.end), meant


def _hint(written: syntax.Candidate, text: Text, meant: str) -> str:
    if written.span != text.span:
        return f"write `{meant}` instead, which leaves it absent"
    fix = as_candidate(text, meant)
    return f"write `- {meant}`" if fix == meant else f"write `{meant}` on a line of its own, indented"
