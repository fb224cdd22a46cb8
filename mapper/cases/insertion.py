"""The bytes of a file of tests and a case -> the bytes with the case at the end of `cases`; nothing else changes."""

from __future__ import annotations

from ..engine.yaml_nodes import ListNode, MapNode, decode, parse
from .written import Written, block


def with_case(before: bytes, case: Written) -> bytes:
    """The file with one more case. Where it cannot be seen how, it comes to the end, and reading it back will tell."""
    source, _ = decode("", before)
    root, _ = parse(source)
    text = source.text
    margin, at = _place(text, root) if isinstance(root, MapNode) else ("  ", len(text))
    lines = block([case], margin)
    if at == len(text) and not isinstance(root, MapNode):
        lines = ["cases:", *lines]
    end = "\r\n" if "\r\n" in text else "\n"
    begin, rest = text[:at], text[at:]
    gap = "" if not begin or begin.endswith(("\n", "\r")) else end
    mark = before[:3] if before.startswith(b"\xef\xbb\xbf") else b""
    return mark + (begin + gap + end.join([*lines, ""]) + rest).encode()


def _place(text: str, root: MapNode) -> tuple[str, int]:
    """How far cases are indented, and where the next one goes: behind the last, or to the end of the file."""
    keys = [key.value for key, _ in root.items]
    cases = {key.value: node for key, node in root.items}.get("cases")
    if not isinstance(cases, ListNode) or not cases.items:
        return "  ", len(text)
    first = cases.items[0].span.start
    dash = text.rfind("-", 0, first)
    margin = text[text.rfind("\n", 0, dash) + 1 : dash] if dash >= 0 else "  "
    if keys[-1] == "cases":
        return margin, len(text)
    last = len(text[: cases.span.end].rstrip())
    line_end = text.find("\n", last)
    return margin, len(text) if line_end < 0 else line_end + 1
