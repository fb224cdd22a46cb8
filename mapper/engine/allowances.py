"""The text of a mapping and its faults in; warnings that a comment allows are taken out, idle comments become faults.

`# mapper: allow CODE because REASON` stands at the end of the line in which the fault begins, or in a line of its own
above it. Where the fault is in a text of several lines, that is the line in which the text begins.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .diagnostics import CODES, Code, Diagnostics, Severity, warning
from .suggestions import closest, did_you_mean
from .text import Source, Span
from .yaml_nodes import ListNode, MapNode, Node

WRONG_ALLOW = warning("wrong-allow", "a comment that allows a fault, and cannot be read or may not do so")
UNUSED_ALLOW = warning("unused-allow", "a comment that allows a warning which is not there")

FORM = "# mapper: allow CODE because REASON"

_COMMENT = re.compile(r"(?:^|(?<=[ \t]))#[ \t]*mapper:[ \t]*([^\r\n]*)", re.MULTILINE)
_ALLOW = re.compile(r"allow[ \t]+(?P<code>[\w-]+)(?:[ \t]+because(?P<reason>[ \t]+\S.*)?)?[ \t]*")
_HEADER = re.compile(r"[^\r\n]*")
_FIRST_WORD = re.compile(r"[\w-]*")
_MEANT = ("allow", "allows", "ignore", "disable", "silence", "skip", "noqa")
_OWN = (WRONG_ALLOW, UNUSED_ALLOW)


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment that begins with `mapper:`: what it says, and the numbers of the lines that it speaks of."""

    said: str
    span: Span
    lines: range


def remarks(source: Source, root: Node) -> tuple[Remark, ...]:
    """The comments of a mapping that speak to this program; what looks like one within a text is none."""
    found = list(_COMMENT.finditer(source.text)) if "mapper:" in source.text else []
    if not found:
        return ()
    texts = sorted(_long_texts(root))
    starts = [start for _, start, _ in texts]
    ends = {source.position(header)[0]: source.position(end)[0] for header, _, end in texts}
    # From the last to the first, so that a line of comments alone knows which line it is about when one above asks.
    about: dict[int, int] = {}
    comments = []
    for each in reversed(found):
        before = bisect.bisect_right(starts, each.start()) - 1
        if before < 0 or each.start() >= texts[before][2]:
            comments.append(_remark(source, each, ends, about))
    return tuple(reversed(comments))


def _remark(source: Source, found: re.Match[str], ends: Mapping[int, int], about: dict[int, int]) -> Remark:
    """A comment, which speaks of its own line, or where it stands alone of the next; *ends* has those of long texts."""
    own, column = source.position(found.start())
    line = own
    if not source.line(own)[: column - 1].strip():
        line += 1
        while line not in about and source.line(line).lstrip().startswith("#"):
            line += 1
        line = about.get(line, line)
        about[own] = line
    span = Span(source, found.start(), found.start() + len(found[0].rstrip()))
    return Remark(found[1].rstrip(), span, range(line, max(ends.get(line, line), line) + 1))


def _long_texts(root: Node) -> Iterator[tuple[int, int, int]]:
    """Where the texts stand that hold a `#` or go over several lines, and where they begin behind `|` and `>`."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, MapNode):
            waiting += [value for _, value in node.items]
            texts = [key for key, _ in node.items]
        elif isinstance(node, ListNode):
            waiting += node.items
            continue
        else:
            texts = [node.text]
        for text in texts:
            raw, start = text.span.text, text.span.start
            if "#" in raw or "\n" in raw or "\r" in raw:
                header = _HEADER.match(raw) if text.style in ("literal", "folded") else None
                yield start, start + (header.end() if header else 0), start + len(raw.rstrip())


def allow(comments: tuple[Remark, ...], found: Diagnostics) -> None:
    """Take the warnings out of *found* that one of the *comments* allows, and report what is wrong with those."""
    if not comments:
        return
    read = [(remark, _allowed(remark, found)) for remark in comments]
    allowing = [(remark, code) for remark, code in read if code is not None]
    silenced = found.silence({(code, line) for remark, code in allowing for line in remark.lines})
    if found.has_errors:  # then not all warnings were looked for
        return
    for remark, code in allowing:
        if not any((code, line) in silenced for line in remark.lines):
            message = f"there is no `{code.name}` here that this could allow"
            found.add(UNUSED_ALLOW, message, remark.span, hint="remove the comment")


def _allowed(remark: Remark, found: Diagnostics) -> Code | None:
    """The code that a comment allows; None when it allows none, which is reported if it was meant to."""
    read = _ALLOW.fullmatch(remark.said)
    if read is None:
        word = _FIRST_WORD.match(remark.said.casefold())
        if word is not None and closest(word[0], _MEANT) is not None:
            found.add(WRONG_ALLOW, "this comment allows nothing as it is written", remark.span, hint=f"write `{FORM}`")
        return None
    name, code = read["code"], CODES.get(read["code"])
    if code is None:
        hint, _ = did_you_mean(name, CODES)
        hint = hint or "the codes are listed in docs/codes.md"
        found.add(WRONG_ALLOW, f"there is no code '{name}'", remark.span, hint=hint)
        return None
    if code.severity is Severity.ERROR or code in _OWN:
        why = "is an error, and only warnings can be" if code.severity is Severity.ERROR else "itself cannot be"
        hint = "repair what it is about, and remove the comment"
        found.add(WRONG_ALLOW, f"`{name}` {why} allowed", remark.span, hint=hint)
        return None
    if read["reason"] is None:
        hint = f"write `# mapper: allow {name} because` and the reason"
        found.add(WRONG_ALLOW, "this comment does not say why", remark.span, hint=hint)
    return code
