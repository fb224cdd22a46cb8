"""The text of a file of tests and its mapping -> the cases, or the faults of the whole file in one run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from ..engine.allowances import allow, remarks
from ..engine.checked import CheckedMapping
from ..engine.diagnostics import Diagnostics, Related, error
from ..engine.foreign_keys import ForeignKeys
from ..engine.node_shapes import Keys, NodeShapes, join, shown
from ..engine.text import Source, Span, Text
from ..engine.yaml_accidents import TEMPLATE
from ..engine.yaml_nodes import EMPTY, ListNode, MapNode, Node, ScalarNode, parse
from ..engine.yaml_quotes import quoted
from ..schemas.values import Json
from .beside import BesideReader, OpenFile
from .depths import not_deep_enough, too_deep
from .expectations import ExpectationReader
from .keys import CASE_KEYS, FILE_KEYS, GROUP_KEYS, OF_USERS, USER_KEYS
from .tree import Case, Expectations

DUPLICATE_CASE: Final = error("duplicate-case", "two cases of a file of tests with one name")
NO_TIME: Final = error("no-time", "a test without a time, of a mapping that asks for the day")

_BRIEF: Final = 100


class TestsSyntax:
    """A file of tests as YAML: `root` is None when nothing could be made of it, and then `found` says why."""

    __test__ = False  # no class of tests for pytest

    def __init__(self, source: Source, parse: Callable[[Source], tuple[Node | None, Diagnostics]] = parse) -> None:
        """*parse* may keep trees by their source; the faults that it gives are added to."""
        self.source = source
        root, self.found = parse(source)
        if any(fault.code is EMPTY for fault in self.found):
            self.found = Diagnostics()
            self.found.add(EMPTY, "the file is empty", Span(source, 0, 0), hint="tests begin with `cases:`")
        self._quote_templates()
        self.shapes = NodeShapes(self.found)
        if root is not None and not isinstance(root, MapNode) and not self.shapes.is_damaged:
            self.shapes.wrong(root, "a mapping with `cases`", "")
        self.root = root if isinstance(root, MapNode) else None
        self.keys: Keys = self.shapes.keys(self.root, FILE_KEYS, "") if self.root is not None else {}

    def _quote_templates(self) -> None:
        """Say of each `{{ … }}` without quotes no more than that: there is no `template` in tests."""
        for fault in [each for each in self.found if each.code is TEMPLATE]:
            words = fault.span.text
            is_brief = len(words) <= _BRIEF and "\n" not in words
            hint = f"put it in quotes: {quoted(words)}" if is_brief else "put it in quotes"
            self.found.amend(TEMPLATE, fault.span, quoted(words) if "\n" not in words else None, hint)

    @property
    def mapping(self) -> Text | None:
        """The name of the mapping that the tests are for; None when they do not say, and after a fault."""
        if "mapping" not in self.keys:
            return None
        return self.shapes.text(self.keys["mapping"][1], "mapping", "the name of a file")


_OF_CASE: Final[ForeignKeys] = {
    **dict.fromkeys(("name", "title", "test", "description"), "case"),
    **dict.fromkeys(("expected", "expects", "person"), "expect"),
    **dict.fromkeys(("input", "payload", "given"), "user"),
    **dict.fromkeys(("stored", "existing"), "current"),
}
"""How other tools call the keys of a case."""


def read_cases(syntax: TestsSyntax, mapping: CheckedMapping, open_file: OpenFile) -> tuple[Case, ...]:
    """The cases of a file. Its faults are noted in `syntax.found`; a case with one is not among them."""
    if syntax.root is None:
        return ()
    cases = _File(syntax, mapping, open_file).cases()
    allow(remarks(syntax.source, syntax.root), syntax.found)
    return cases


class _File:
    """One file on its way from nodes to cases."""

    def __init__(self, syntax: TestsSyntax, mapping: CheckedMapping, open_file: OpenFile) -> None:
        self.syntax = syntax
        self.shapes = syntax.shapes
        self.mapping = mapping
        self.beside = BesideReader(self.shapes, mapping, open_file)
        self.expectations = ExpectationReader(self.shapes, self.beside.people)
        self.names: dict[str, Text] = {}
        nowhere = Span(syntax.source, 0, 0)
        nobody = Case("", nowhere, {}, False, (), None, None, None, None, None, None, Expectations())
        before = len(self.shapes.unread)
        self.common = self._with_beside(nobody, syntax.keys, "")
        self.has_faulty_head = len(self.shapes.unread) > before

    def cases(self) -> tuple[Case, ...]:
        """The cases without a fault; none when the head of the file, which is for all of them, has one."""
        if "cases" not in self.syntax.keys:
            if self.syntax.root is not None:
                self.shapes.missing("cases", self.syntax.root, "", "begin with `cases:`, and below it `- case: …`")
            return ()
        node = self.syntax.keys["cases"][1]
        if isinstance(node, ListNode) and not node.items:
            self.shapes.wrong_empty(node, "cases")
        read = [self._case(item, path) for item, path in self.shapes.items(node, "cases", "a list of cases")]
        return tuple(case for case in read if case is not None and not self.has_faulty_head)

    def _case(self, node: Node, path: str) -> Case | None:
        if not isinstance(node, MapNode):
            self.shapes.wrong(node, "a mapping with `case`", path)
            return None
        schemas = {"user": self.mapping.user, "group": self.mapping.group}
        keys = self.shapes.keys(node, CASE_KEYS, path, {**_OF_CASE, **not_deep_enough(node, schemas)})
        name = self._name(keys, node, path)
        is_group = "group" in keys
        sent = "group" if is_group else "user"
        payload = self._payload(keys, node, path)
        self._belong_together(keys, path, is_group=is_group)
        if not keys.keys() & set(OF_USERS):
            hint = "say what is expected, such as `expect: {name: Barbara Jensen}`"
            self.shapes.missing("expect", node, path, too_deep(keys, sent, schemas[sent], hint))
        expects = self.expectations.read(keys, path, is_group=is_group)
        case = self._with_beside(replace(self.common, expects=expects, is_group=is_group), keys, path)
        self._needs_time(case, keys, node, path)
        if name is None or payload is None or self.shapes.found.has_errors_in(node.span):
            return None
        written = keys[sent][1]
        file = written.text.value if isinstance(written, ScalarNode) else None
        return replace(case, name=name.value, span=name.span, payload=payload, file=file)

    def _name(self, keys: Keys, node: MapNode, path: str) -> Text | None:
        if "case" not in keys:
            self.shapes.missing("case", node, path, "say what it shows: `case: a manager who left`")
            return None
        name = self.shapes.text(keys["case"][1], join(path, "case"))
        if name is None:
            return None
        first = self.names.setdefault(name.value, name)
        if first is not name:
            related = Related("the first is here", first.span)
            message = f"the case {shown(name.value)} is there twice"
            self.shapes.fault(DUPLICATE_CASE, message, name.span, join(path, "case"), "rename one of the two", related)
        return name

    def _payload(self, keys: Keys, node: MapNode, path: str) -> dict[str, Json] | None:
        if "user" in keys and "group" in keys:
            self.shapes.conflict(keys, ("user", "group"), path, "make it two cases")
            return None
        if "group" in keys:
            return self.beside.group(keys["group"][1], join(path, "group"))
        if "user" in keys:
            return self.beside.user(keys["user"][1], join(path, "user"))
        self.shapes.missing("user", node, path, "say what was sent: `user: {…}`, or the name of a file")
        return None

    def _belong_together(self, keys: Keys, path: str, *, is_group: bool) -> None:
        """Note keys of users in the case of a group, and the other way round."""
        payload, allowed = ("group", GROUP_KEYS) if is_group else ("user", USER_KEYS)
        if payload in keys:
            for name in keys:
                if name not in allowed and name not in ("user", "group"):
                    self.shapes.conflict(keys, (payload, name), path, f"known here: {', '.join(allowed)}")
        if "expect" in keys and "exactly" in keys:
            self.shapes.conflict(keys, ("expect", "exactly"), path, "keep one of the two")

    def _with_beside(self, case: Case, keys: Keys, path: str) -> Case:
        """*case* with what *keys* say of what stands beside its payload."""
        beside = self.beside
        now = beside.instant(keys, path)
        case = replace(case, now=now) if now is not None else case
        if "account" in keys:
            account = beside.account(keys["account"][1], join(path, "account"))
            case = replace(case, account=account)
        if "directory" in keys:
            case = replace(case, directory=beside.directory(keys["directory"][1], join(path, "directory")))
        if "connection" in keys:
            name = self.shapes.text(keys["connection"][1], join(path, "connection"), "the name of a client")
            case = replace(case, connection=name.value if name is not None else None)
        if "groups" in keys:
            case = replace(case, groups=beside.groups(keys["groups"][1], join(path, "groups")))
        if "current" in keys:
            case = replace(case, current=beside.current(keys["current"][1], join(path, "current")))
        if "members" in keys:
            case = replace(case, members=beside.members(keys["members"][1], join(path, "members")))
        return case

    def _needs_time(self, case: Case, keys: Keys, node: MapNode, path: str) -> None:
        """Note a case whose outcome would depend on the day on which it is run."""
        says_none = case.now is None and "now" not in keys and "now" not in self.syntax.keys
        if says_none and "day" in self.mapping.contexts and not self._has_no_time:
            self._has_no_time = True
            span = keys["case"][0].span if "case" in keys else node.span
            message = f"the rules of '{self.mapping.name}' ask for the day, and this case has none"
            hint = "write `now: 2026-01-31T08:00:00Z` at the top of the file, or in the case"
            self.shapes.fault(NO_TIME, message, span, path, hint)

    _has_no_time = False
    """Whether it was said already: once is enough, since a line at the top of the file repairs all cases."""
