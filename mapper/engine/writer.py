"""Pieces of YAML in, their text in one layout out: comments at their place, long and odd texts as they were written.

Two blanks of indentation, the items of a list below their key, one line where a list or a mapping was written on one
and fits there, quotes only where they are needed.
"""

from __future__ import annotations

from .yaml_pieces import Comment, Group, Item, Remark
from .yaml_scalars import keeps_line_ends, written, written_key

COLUMNS = 100
"""So long a line may be that has a list or a mapping on it."""
_ALLOW = "# mapper: allow"


def write(root: Group, most_depth: int) -> str:
    """The text of *root*. Lists and mappings on one line may hold others, together *most_depth* deep."""
    writer = _Writer(most_depth)
    writer.group(root, 0)
    return writer.text()


class _Writer:
    """The lines so far. `lead` is what the next line begins with: the dashes of the lists that it opens."""

    def __init__(self, most_depth: int) -> None:
        self.most_depth = most_depth
        self.lines: list[str] = []
        self.lead = ""
        self.is_sealed = False

    def text(self) -> str:
        """The whole, with one line end at the end."""
        while self.lines and not self.lines[-1] and not self.is_sealed:
            self.lines.pop()
        return "\n".join(self.lines) + "\n"

    def group(self, group: Group, indent: int) -> None:
        """A list or a mapping, item by item."""
        for index, item in enumerate(group.items):
            self._lift_comments(item, indent)
            if index and self._stand_apart(group, group.items[index - 1], item):
                self._blank()
            self._remarks(item.remarks, indent, is_first=index == 0)
            if item.blank and (index or item.remarks):
                self._blank()
            if group.is_map:
                self._pair(item, indent)
            else:
                self._listed(item, indent)
        self._remarks(group.tail, indent, is_first=not group.items)

    def _lift_comments(self, item: Item, indent: int) -> None:
        """Put those comments above *item* that find no place behind it."""
        if not isinstance(item.value, Group):
            return
        if not item.value.items:
            item.remarks += item.value.tail
            item.value.tail = []
        if item.key is None and item.comment is not None and not self._on_one_line(item, indent):
            item.remarks.append(Remark(item.comment.text, blank=False))
            item.comment = None

    def _stand_apart(self, group: Group, before: Item, item: Item) -> bool:
        if group.apart == "sections":
            return any(isinstance(each.value, Group) and not self._on_one_line(each, 0) for each in (before, item))
        return bool(group.apart)

    def _remarks(self, remarks: list[Remark], indent: int, *, is_first: bool) -> None:
        column = len(self.lead) - len(self.lead.lstrip()) if self.lead else indent
        for index, remark in enumerate(remarks):
            if remark.blank and not (is_first and index == 0):
                self._blank()
            self._put([" " * column + remark.text], None, column)

    def _blank(self) -> None:
        """A blank line, but never two, none above everything, and none that a text would take for its own."""
        if self.lines and self.lines[-1] and not self.is_sealed:
            self.lines.append("")

    def _pair(self, item: Item, indent: int) -> None:
        assert item.key is not None
        start = self._take_lead(indent) + written_key(item.key) + ":"
        value = item.value
        if isinstance(value, Group):
            if self._on_one_line(item, indent):
                self._put([f"{start} {_flow(value)}"], item.comment, indent)
            else:
                self._put([start], item.comment, indent)
                self.group(value, indent + 2)
            return
        first, *rest = written(value.text, value.column, indent)
        is_block = value.text.style in ("literal", "folded")
        fits = not rest and len(start) + 1 + len(first) <= COLUMNS
        if value.below and not is_block and not fits:
            self._put([start, " " * (indent + 2) + first, *rest], item.comment, indent)
        else:
            self._put([f"{start} {first}" if first else start, *rest], item.comment, indent)
        self.is_sealed = keeps_line_ends(value.text)

    def _listed(self, item: Item, indent: int) -> None:
        value = item.value
        start = self._take_lead(indent) + "- "
        if isinstance(value, Group):
            if self._on_one_line(item, indent):
                self._put([start + _flow(value)], item.comment, indent + 2)
            else:
                self.lead = start
                self.group(value, indent + 2)
            return
        first, *rest = written(value.text, value.column, indent)
        self._put([(start + first).rstrip(), *rest], item.comment, indent + (2 if first else 1))
        self.is_sealed = keeps_line_ends(value.text)

    def _take_lead(self, indent: int) -> str:
        lead, self.lead = self.lead or " " * indent, ""
        return lead

    def _put(self, lines: list[str], comment: Comment | None, column: int) -> None:
        """Add the lines of something that begins in *column*, with its comment behind the last."""
        self.is_sealed = False
        if comment is not None:
            last = lines[-1]
            start = column if len(lines) == 1 else len(last) - len(last.lstrip())
            lines[-1] = last.ljust(max(len(last) + 2, start + comment.distance)) + comment.text
        self.lines += lines

    def _on_one_line(self, item: Item, indent: int) -> bool:
        """Whether the list or mapping of *item*, at *indent*, is written in brackets."""
        group = item.value
        assert isinstance(group, Group)
        column = indent + (len(written_key(item.key)) + 2 if item.key is not None else 2)
        if not group.items:
            return True
        if group.line and any(words.text.startswith(_ALLOW) for words in (item.comment, *item.remarks[-1:]) if words):
            return True  # what it allows stands on the very line
        is_short = group.line and not group.opened and group.depth <= self.most_depth
        return is_short and column + len(_flow(group)) <= COLUMNS


def _flow(group: Group) -> str:
    """A list or a mapping in brackets."""
    words = ", ".join(_in_flow(item) for item in group.items)
    return f"{{{words}}}" if group.is_map else f"[{words}]"


def _in_flow(item: Item) -> str:
    value = _flow(item.value) if isinstance(item.value, Group) else written(item.value.text, 0, 0, in_flow=True)[0]
    if item.key is None:
        return value
    return f"{written_key(item.key)}: {value}" if value else written_key(item.key)
