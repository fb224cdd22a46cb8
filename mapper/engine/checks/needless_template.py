"""A template of one part, which is an expression, or of none, which is a constant."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from .. import expressions, templates
from ..diagnostics import Diagnostics, warning
from ..shapes import Shape
from ..text import Span, Text
from ..yaml_quotes import quoted
from .likeness import Likeness

NEEDLESS_TEMPLATE = warning("needless-template", "a template of one part alone, or of none")

_KEY = re.compile(r"template[ \t]*:[ \t]*$")
_LONGEST_KEY = 40
PATH = re.compile(r"[A-Za-z_][\w.]*(?:\[-?\d+\](?:\.\w+)*)?", re.ASCII)
"""A path that is the same in a template and in an expression."""


def check_needed(
    text: Text,
    nodes: Sequence[templates.TemplateNode],
    shapes: Sequence[Shape],
    alike: Callable[[], Likeness | None],
    path: str,
    found: Diagnostics,
) -> None:
    """Warn of a template whose *nodes* are one plain part, or text alone. *shapes* are those of the parts.

    *alike* tells which expression a template without parts reads like. A part that is no text is left alone: a template
    makes a text of it. So is a template that has an error.
    """
    if found.has_errors_in(text.span):
        return
    written = [node for node in nodes if not isinstance(node, templates.Literal) or node.text.strip()]
    if all(isinstance(node, templates.Literal) for node in written):
        _constant(text, written, alike, path, found)
        return
    node = written[0]
    is_one = len(written) == 1 and isinstance(node, templates.Output) and isinstance(node.of, _PLAIN)
    if is_one and shapes[0].kind in ("string", "date"):
        words = text.value[node.start : node.end].strip()
        if PATH.fullmatch(words):
            _report(text, "a template of one part is an expression", f"from: {plain_path(text, words)}", path, found)


def plain_path(text: Text, words: str) -> str:
    """The path *words* as it is written in the place of *text*."""
    return quoted(words) if text.in_flow and "[" in words else words


_PLAIN = expressions.Name | expressions.Attribute | expressions.Index


def _constant(
    text: Text,
    written: Sequence[templates.TemplateNode],
    alike: Callable[[], Likeness | None],
    path: str,
    found: Diagnostics,
) -> None:
    if not written or text.value != text.value.strip() or "{" in text.value:
        return
    message, words, like = "a template without any part is a constant", text.span.text, alike()
    if like is None:
        _report(text, message, f"value: {words}", path, found)
    elif like.is_certain:
        _report(text, f"{message}, and this is written like {like.what}", f"from: {words}", path, found)
    else:
        hint = f"write `value: {words}` for the text, or `from: {words}` if {like.what} is meant"
        found.add(NEEDLESS_TEMPLATE, message, text.span, hint=hint, path=path)


def _report(text: Text, message: str, meant: str, path: str, found: Diagnostics) -> None:
    """Report a template together with its key, which *meant* replaces."""
    source, start = text.span.source, text.span.start
    key = _KEY.search(source.text, max(start - _LONGEST_KEY, 0), start)
    if key is None or "\n" in text.span.text:
        name = meant.partition(":")[0]
        is_long = "\n" in text.span.text and meant.endswith(text.span.text)
        hint = f"write `{name}:` instead of `template:`" if is_long else f"write `{meant}`"
        found.add(NEEDLESS_TEMPLATE, message, text.span, hint=hint, path=path)
        return
    place = Span(source, key.start(), text.span.end)
    found.add(NEEDLESS_TEMPLATE, message, place, hint=f"write `{meant}`", path=path, fix=meant)
