"""An `if` or an `else` that holds a candidate where a condition or a constant stands in, what to write instead out.

`if` and `else` say true or false at once; what has a source of its own, such as `not: active`, is a candidate.
"""

from __future__ import annotations

from .keys import CANDIDATE_KEYS
from .node_shapes import brief
from .yaml_nodes import ListNode, MapNode, Node


def is_candidate(node: Node) -> bool:
    """Whether *node* is a mapping with a source, or such a list that only has some."""
    return isinstance(node, MapNode) and bool(node.items) and all(key.value in CANDIDATE_KEYS for key, _ in node.items)


def instead_of_if(conditions: Node, otherwise: Node | None) -> str | None:
    """What to write for the *conditions* of an `if`, some of which are candidates; None where none is."""
    items = conditions.items if isinstance(conditions, ListNode) else (conditions,)
    others = [item for item in items if not is_candidate(item)]
    candidates = [written(item) for item in items if is_candidate(item)]
    if not candidates:
        return None
    if len(others) == 1:
        candidates.insert(0, f"if: {brief(others[0])}")
    elif others:
        candidates.insert(0, f"if: [{', '.join(brief(other) for other in others)}]")
    if otherwise is not None and not is_candidate(otherwise):
        word = brief(otherwise)
        candidates.append(f"{word}: true" if word in ("keep", "clear") else f"value: {word}")
    elif otherwise is not None:
        candidates.append(written(otherwise))
    return _listed(candidates)


def instead_of_else(conditions: Node, otherwise: Node) -> str:
    """What to write for an `else` that is a candidate."""
    shown = brief(conditions)
    if isinstance(conditions, ListNode):
        shown = f"[{', '.join(brief(item) for item in conditions.items)}]"
    return _listed([f"if: {shown}", written(otherwise)])


def written(node: Node) -> str:
    """A candidate on one line, as it stands behind its dash."""
    pairs = node.items if isinstance(node, MapNode) else ()
    words = ", ".join(f"{key.value}: {brief(value)}" for key, value in pairs)
    return words if len(pairs) == 1 else f"{{{words}}}"


def _listed(candidates: list[str]) -> str:
    if len(candidates) == 1:
        return f"write `{candidates[0]}` instead of `if`"
    shown = [f"`- {candidate}`" for candidate in candidates]
    return f"make the field a list of candidates: {', '.join(shown[:-1])} and {shown[-1]}"
