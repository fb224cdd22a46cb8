"""The keys of a case that say what is expected of the outcome -> Expectations, or faults at their place."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from ..engine.node_shapes import Keys, NodeShapes, brief, join, shown
from ..engine.outcome import REASONS_TO_KEEP
from ..engine.problem_codes import PROBLEMS
from ..engine.suggestions import did_you_mean
from ..engine.text import Text
from ..engine.yaml_nodes import ListNode, MapNode, Node, ScalarNode
from .beside import WRONG_TIME
from .keys import EXPECTED_GROUP_KEYS, MEMBER_KEYS, OF_USERS, PROBLEM_KEYS
from .scalars import PersonNodes
from .tree import Expectations, Expected, ExpectedGroup, ExpectedMember

ANYTHING: Final = None
"""What stands for the reason or the field where a case does not say which."""

_NOTHING: Final = frozenset({"", "none", "None", "no", "nothing", "false"})


class ExpectationReader:
    """Reads the expectations of the cases of one file."""

    def __init__(self, shapes: NodeShapes, people: PersonNodes) -> None:
        self._shapes = shapes
        self._people = people

    def read(self, keys: Keys, path: str, *, is_group: bool) -> Expectations:
        """What one case expects."""
        person = group = None
        for name in ("expect", "exactly"):
            if name in keys:
                node, below = keys[name][1], join(path, name)
                if is_group:
                    group = self._group(node, below)
                else:
                    person = self._person(node, below)
        return Expectations(
            person=person,
            group=group,
            exactly=keys["exactly"][0].span if "exactly" in keys else None,
            action=self._action(keys, path),
            clear=self._clear(keys, path),
            keep=self._keep(keys["keep"][1], join(path, "keep")) if "keep" in keys else None,
            problems=self._problems(keys, path),
            look_again=self._look_again(keys, path),
        )

    def _person(self, node: Node, path: str) -> dict[str, Expected]:
        if isinstance(node, MapNode):
            return self._people.expected(node, path)
        self._shapes.wrong(node, "a mapping of fields", path)
        return {}

    def _action(self, keys: Keys, path: str) -> Expected | None:
        if "action" not in keys:
            return None
        text = self._shapes.one_of(keys["action"][1], OF_USERS["action"].words, join(path, "action"))
        return Expected(text.value, text.span) if text is not None else None

    def _clear(self, keys: Keys, path: str) -> Expected | None:
        """The names of the fields that are cleared."""
        if "clear" not in keys:
            return None
        node, below = keys["clear"][1], join(path, "clear")
        names = [name.value for name, at in self._names(node, below) if self._is_field(name, at)]
        return Expected(names, keys["clear"][0].span)

    def _names(self, node: Node, path: str) -> list[tuple[Text, str]]:
        if not isinstance(node, ListNode):
            self._shapes.wrong(node, "a list of fields", path, _as_list(node, path))
            return []
        named = [(item, f"{path}[{index}]") for index, item in enumerate(node.items)]
        texts = [(self._shapes.text(item, at, "a field"), at) for item, at in named]
        return [(text, at) for text, at in texts if text is not None]

    def _is_field(self, name: Text, path: str) -> bool:
        return self._people.field_type(name, path) is not None

    def _keep(self, node: Node, path: str) -> dict[str, Expected]:
        """The fields that stay as they are: a list of names, or each with its reason."""
        if not isinstance(node, MapNode):
            names = self._names(node, path)
            return {name.value: Expected(ANYTHING, name.span) for name, at in names if self._is_field(name, at)}
        kept = {}
        for name, value in node.items:
            below = join(path, name.value)
            reason = self._known(value, below, "the reason why a field is kept", REASONS_TO_KEEP)
            if self._is_field(name, below) and reason is not None:
                kept[name.value] = Expected(reason.value, reason.span)
        return kept

    def _problems(self, keys: Keys, path: str) -> Expected | None:
        """The problems as (code, field), where ANYTHING stands for a field that is not said."""
        if "problems" not in keys:
            return None
        key, node = keys["problems"]
        below = join(path, "problems")
        problems: list[tuple[str, str | None]] = []
        if not isinstance(node, ListNode):
            self._shapes.wrong(node, "a list of problems", below, _as_list(node, below))
        else:
            for index, item in enumerate(node.items):
                problem = self._problem(item, f"{below}[{index}]")
                problems += [problem] if problem is not None else []
        return Expected(problems, key.span)

    def _problem(self, node: Node, path: str) -> tuple[str, str | None] | None:
        if not isinstance(node, MapNode):
            code = self._known(node, path, "the code of a problem, or {code: …, field: …},", PROBLEMS)
            return (code.value, ANYTHING) if code is not None else None
        keys = self._shapes.keys(node, PROBLEM_KEYS, path)
        if "code" not in keys:
            self._shapes.missing("code", node, path, "say which problem it is: `code: does-not-fit`")
            return None
        code = self._known(keys["code"][1], join(path, "code"), "the code of a problem", PROBLEMS)
        if "field" not in keys:
            return (code.value, ANYTHING) if code is not None else None
        field = self._shapes.text(keys["field"][1], join(path, "field"), "a field")
        return (code.value, field.value) if code is not None and field is not None else None

    def _known(self, node: Node, path: str, due: str, known: Iterable[str]) -> Text | None:
        """One of the *known* words, as what is *due* there. None after a fault, which names them."""
        words = list(known)
        text = self._shapes.text(node, path, due)
        if text is None or text.value in words:
            return text
        hint, fix = did_you_mean(text.value, words)
        self._shapes.wrong(node, due, path, hint or f"known here: {', '.join(words)}", fix=fix)
        return None

    def _look_again(self, keys: Keys, path: str) -> Expected | None:
        if "look_again" not in keys:
            return None
        node, below = keys["look_again"][1], join(path, "look_again")
        if isinstance(node, ScalarNode) and node.is_null:
            return Expected(None, keys["look_again"][0].span)
        text = self._shapes.text(node, below, "a day, or null,")
        if text is None:
            return None
        try:
            return Expected(date.fromisoformat(text.value).isoformat(), text.span)
        except ValueError:
            hint = "write a day such as 2026-01-31"
            self._shapes.fault(WRONG_TIME, f"{shown(text.value)} is no day", text.span, below, hint)
            return None

    # --- groups -------------------------------------------------------------------------------------------------------

    def _group(self, node: Node, path: str) -> ExpectedGroup:
        if not isinstance(node, MapNode):
            self._shapes.wrong(node, "a mapping with `stands_for`, `called` or `members`", path)
            return ExpectedGroup(None, None, None)
        keys = self._shapes.keys(node, EXPECTED_GROUP_KEYS, path)
        members = None
        if "members" in keys:
            below = join(path, "members")
            items = self._shapes.items(keys["members"][1], below, "a list of members")
            read = [self._member(item, at) for item, at in items]
            members = tuple(member for member in read if member is not None)
        return ExpectedGroup(self._name(keys, "stands_for", path), self._name(keys, "called", path), members)

    def _name(self, keys: Keys, key: str, path: str) -> Expected | None:
        if key not in keys:
            return None
        node = keys[key][1]
        if isinstance(node, ScalarNode) and node.is_null:
            return Expected(None, keys[key][0].span)
        text = self._shapes.text(node, join(path, key), "a text, or null,")
        return Expected(text.value, text.span) if text is not None else None

    def _member(self, node: Node, path: str) -> ExpectedMember | None:
        if not isinstance(node, MapNode):
            self._shapes.wrong(node, "a member such as {value: u1, person: {…}}", path)
            return None
        keys = self._shapes.keys(node, MEMBER_KEYS, path)
        if "value" not in keys:
            self._shapes.missing("value", node, path, "say who it is: `value: …`")
            return None
        value = self._shapes.text(keys["value"][1], join(path, "value"), "the id of a member")
        person = self._person(keys["person"][1], join(path, "person")) if "person" in keys else {}
        return ExpectedMember(value.value, person, node.span) if value is not None else None


def _as_list(node: Node, path: str) -> str | None:
    """How the list is written that *node* was to be, of one text or of nothing."""
    if not isinstance(node, ScalarNode):
        return None
    words = "" if node.is_null or node.text.value in _NOTHING else brief(node)
    return f"write `{path.rpartition('.')[2]}: [{words}]`"
