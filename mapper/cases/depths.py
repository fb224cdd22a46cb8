"""A case whose keys stand a step too deep or not deep enough -> hints that say where they belong."""

from __future__ import annotations

from ..engine.foreign_keys import ForeignKeys, folded
from ..engine.node_shapes import Keys
from ..engine.yaml_nodes import MapNode, ScalarNode
from ..schemas.scim import ResourceSchema
from .keys import CASE_KEYS, OF_USERS


def too_deep(keys: Keys, payload: str, schema: ResourceSchema, what_is_due: str) -> str:
    """The hint for a case without an expectation: keys of the case that stand inside its *payload*, else *what_is_due*.

    What is an attribute of the *schema* as well, such as the `groups` of a user, may stand there.
    """
    node = keys[payload][1] if payload in keys else None
    if not isinstance(node, MapNode):
        return what_is_due
    inside = [key for key, _ in node.items if key.value in CASE_KEYS and schema.attributes.find(key.value) is None]
    if not inside:
        return what_is_due
    is_one = len(inside) == 1
    names = _and([f"`{key.value}`" for key in inside])
    lines = _and([str(line) for line in dict.fromkeys(key.span.place.line for key in inside)])
    place = f"line{'s' if ' ' in lines else ''} {lines}"
    verbs = ("stands", "belongs", "it") if is_one else ("stand", "belong", "them")
    hint = f"{names} {verbs[0]} inside `{payload}` ({place}) and {verbs[1]} beside it"
    if not inside[0].in_flow:
        hint += f": indent {verbs[2]} like `{payload}`"
    return hint if any(key.value in OF_USERS for key in inside) else f"{hint}; and {what_is_due}"


def not_deep_enough(node: MapNode, schemas: dict[str, ResourceSchema]) -> ForeignKeys:
    """What to say of attributes that stand beside a `user:` or `group:` with nothing below it; nothing without one.

    *schemas* are those of what the keys `user` and `group` hold.
    """
    empty = next(
        (key.value for key, value in node.items if key.value in schemas and _is_nothing(value)),
        None,
    )
    if empty is None:
        return {}
    schema, hint = schemas[empty], f"it belongs to `{empty}`: indent it below `{empty}:`"
    names = [key.value for key, _ in node.items if key.value not in CASE_KEYS]
    return {
        folded(name): hint
        for name in names
        if schema.attributes.find(name) is not None or schema.extensions.find(name) is not None
    }


def _is_nothing(value: object) -> bool:
    return isinstance(value, ScalarNode) and value.is_null


def _and(words: list[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]
