"""A path takes an index, a slice, a filter or a part where there is none, so that it gives nothing for ever."""

from __future__ import annotations

import re

from .. import expressions as tree
from ..diagnostics import Diagnostics, error
from ..scope import Scope
from ..shapes import Shape, spoken
from ..text import Text
from ..yaml_quotes import repair, replacement

NO_LIST = error("no-list", "an index, a slice or a filter where there is no list")
NEGATED_PATH = error("negated-path", "a path behind `!`, which binds to the first name alone")

_STEPS = {
    "list": "[*]", "slice": "a slice", "flatten": "[]", "filter": "a filter", "values": ".*", "index": "an index",
}  # fmt: skip


_SLICE = re.compile(r"\[\s*(-?\d*)\s*:\s*(-?\d*)\s*\]", re.ASCII)


class PathCheck:
    """Reports the steps of the paths of one expression that can never find anything."""

    def __init__(self, text: Text, path: str, found: Diagnostics) -> None:
        self._text, self._path, self._found = text, path, found

    def negated(self, node: tree.Node) -> bool:
        """Whether the path *node* begins with a `!` that does not hold for all of it, which is reported."""
        first = node
        while isinstance(first, tree.Attribute | tree.Index | tree.Projection):
            first = first.of
        if first is node or not isinstance(first, tree.Not) or first.start != node.start:
            return False
        words = self._text.value
        meant = f"!({words[first.start + 1 : node.end].strip()})"
        message = f"'!' binds to '{words[first.start + 1 : first.end].strip()}' alone here, not to the whole path"
        place, fix = repair(self._text, node.start, node.end, meant)
        self._found.add(NEGATED_PATH, message, place, hint=f"write {meant}", path=self._path, fix=fix)
        return True

    def step(self, node: tree.Index | tree.Projection, of: Shape, walked: tree.Projection | None) -> bool:
        """Whether the last step of *node* finds a list, or for `.*` an object; what does not is reported.

        *walked* is the projection on whose elements the path stands, if there is one.
        """
        wanted = "object" if isinstance(node, tree.Projection) and node.kind == "values" else "list"
        if of.kind in ("unknown", wanted):
            return True
        kind = node.kind if isinstance(node, tree.Projection) else "index"
        start, end = node.of.end, _step_end(node)
        words = self._text.value
        taken = _taken(words[node.of.start : start], words[start:end]) if of.kind == "string" else None
        if taken is not None:
            message = "a slice takes elements of a list, and the characters of a text are taken by a function"
            hint = f"write {replacement(self._text, node.of.start, end, taken)[1]}"
            self._found.add(NO_LIST, message, self._text.at(node.of.start, end), hint=hint, path=self._path)
        elif walked is not None and starts_on_element(node):
            self._behind_projection(kind, of, walked, start, end)
        else:
            self._found.add(
                NO_LIST,
                f"{_STEPS[kind]} is taken from {spoken(of)}, which is no {wanted}",
                self._text.at(start, end),
                hint=self._without(kind, of, start, end),
                path=self._path,
            )
        return False

    def _behind_projection(self, kind: str, of: Shape, walked: tree.Projection, start: int, end: int) -> None:
        does = "takes one of" if kind == "index" else "looks into"
        words = self._text.value
        meant = f"{words[walked.start : start].rstrip()} | {words[start : walked.end].lstrip(' .')}"
        before, behind = words[: walked.start].rstrip()[-2:], words[walked.end :].lstrip()[:2]
        stands_alone = _alone(before[-1:], before) and _alone(behind[:1], behind)
        piped = f" | {words[start:end].lstrip(' .')}" if stands_alone else None
        place, fix = repair(self._text, start, end, piped)
        self._found.add(
            NO_LIST,
            f"{_STEPS[kind]} directly behind {_STEPS[walked.kind]} {does} each element, and here each is {spoken(of)}",
            place,
            hint=f"write {meant if stands_alone else f'({meant})'}",
            path=self._path,
            fix=fix,
        )

    def _without(self, kind: str, of: Shape, start: int, end: int) -> str:
        if kind == "values":
            return "take its elements with []" if of.kind == "list" else "remove it"
        before = self._text.value[:start].rstrip()
        if before.endswith("|"):
            start = len(before) - 1
        return f"{spoken(of)} is one value already: remove {self._text.value[start:end].strip()}"


def _alone(neighbour: str, signs: str) -> bool:
    """Whether a `|` may be written next to what stands beside *neighbour*, the nearest of *signs*."""
    return neighbour in ("", "(", ")", ",") or (neighbour == "|" and signs != "||")


def _taken(of: str, cut: str) -> str | None:
    """How the characters of a text are taken that *cut* means as a slice; None where it is none, or takes steps."""
    found = _SLICE.fullmatch(cut.strip())
    if found is None or of[:1] in ("", ".") or not (found[1] or found[2]):
        return None
    if not found[1]:
        return f"left({of}, `{found[2]}`)"
    return f"mid({of}, `{found[1]}`, `{found[2]}`)" if found[2] else f"mid({of}, `{found[1]}`)"


def _step_end(node: tree.Index | tree.Projection) -> int:
    """Where the bracket or star of the last step ends: on the right of it a projection goes on."""
    return node.end if isinstance(node, tree.Index) else tree.leftmost(node.right).start


def starts_on_element(node: tree.Node) -> bool:
    """Whether a path begins directly behind a projection, with nothing written for the element."""
    first = tree.leftmost(node)
    return isinstance(first, tree.Current) and first.start == first.end


def unsure_negation(meant: str, written: str, scope: Scope) -> str | None:
    """What to write where *meant* is `!` on a boolean of the user as a condition; None where it is not.

    `!` holds as well for those of whom nothing was sent, which the words it stands for do not tell.
    """
    name = meant[1:].strip("()")
    attribute = (scope.user.attributes or {}).get(name)
    is_one = scope.current is scope.user and attribute is not None and attribute.kind == "boolean"
    if meant not in (f"!{name}", f"!({name})") or not is_one:
        return None
    return f"write {name} == `false`, or {written} to take those without '{name}' as well"
