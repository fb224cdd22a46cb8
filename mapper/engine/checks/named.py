"""What calls name: a table, a kind of record that groups stand for, a group. Each must be there as it is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .. import expressions as tree
from .. import syntax
from ..diagnostics import Diagnostics, error, warning
from ..shapes import Shape
from ..suggestions import did_you_mean
from ..text import Span, Text
from ..yaml_quotes import repair

UNKNOWN_TABLE = error("unknown-table", "a table that the mapping does not have")
UNKNOWN_KIND = error("unknown-kind", "a kind of record that no group can stand for")
LOOKUP_IN_LIST = warning("lookup-in-list", "a `lookup` in a list, which has no values to give")
STANDS_FOR_NOTHING = warning("stands-for-nothing", "a `group_for` of what no group rule stands for")
BLANKS_IN_GROUP_NAME = warning("blanks-in-group-name", "the name of a group with blanks around it")

KINDS = ("organization", "site")


@dataclass(slots=True)
class Named:
    """What the calls of one mapping can name, and what they named so far."""

    tables: Mapping[str, Shape]
    """The shape of what each table gives."""
    lists: frozenset[str] = frozenset()
    asked: set[str] = field(default_factory=set)
    """The tables that are looked up in."""
    kinds: list[tuple[str, Span, str]] = field(default_factory=list)
    """The kinds that `group_for` asks for, each with its place and its path."""

    def table(self, call: tree.Call, text: Text, path: str, found: Diagnostics) -> None:
        """Note the table that *call* names; report one that is not there, or is of another kind."""
        argument = call.arguments[0]
        assert isinstance(argument, tree.Constant)
        name = str(argument.value)
        self.asked.add(name)
        if name not in self.tables:
            hint, fix = did_you_mean(name, self.tables)
            if fix is not None:
                self.asked.add(fix)
            place, fix = repair(text, argument.start, argument.end, f"'{fix}'" if fix is not None else None)
            found.add(UNKNOWN_TABLE, f"there is no table '{name}'", place, hint=hint, path=path, fix=fix)
        elif call.name == "lookup" and name in self.lists:
            found.add(
                LOOKUP_IN_LIST,
                f"'{name}' is a list, in which a key has no value but itself",
                text.at(argument.start, argument.end),
                hint=f"ask listed('{name}', …) whether it is there, or write `rows:` or `names:` instead of `list:`",
                path=path,
            )

    def kind(self, call: tree.Call, text: Text, path: str, found: Diagnostics) -> None:
        """Note the kind that *call* names; report one that there is not."""
        argument = call.arguments[0]
        assert isinstance(argument, tree.Constant)
        name = str(argument.value)
        if name in KINDS:
            self.kinds.append((name, text.at(argument.start, argument.end), path))
            return
        hint, fix = did_you_mean(name, KINDS)
        place, fix = repair(text, argument.start, argument.end, f"'{fix}'" if fix is not None else None)
        hint = hint or "write 'organization' or 'site'"
        found.add(UNKNOWN_KIND, f"a group stands for no '{name}'", place, hint=hint, path=path, fix=fix)

    def group(self, call: tree.Call, text: Text, path: str, found: Diagnostics) -> None:
        """Report the name of a group in *call* that has blanks around it: names are compared exactly."""
        argument = call.arguments[0]
        if not isinstance(argument, tree.Constant) or not isinstance(argument.value, str):
            return
        name = argument.value
        if name == name.strip():
            return
        place, fix = repair(text, argument.start, argument.end, f"'{name.strip()}'" if "'" not in name else None)
        message = "the name of this group has blanks around it, and names are compared exactly"
        found.add(BLANKS_IN_GROUP_NAME, message, place, hint=f"write '{name.strip()}'", path=path, fix=fix)

    def check_kinds(self, rules: Iterable[syntax.Rule], found: Diagnostics) -> None:
        """Warn of each kind that is asked for and that none of the group *rules* says a group stands for."""
        standing = {rule.stands_for.value for rule in rules if rule.stands_for is not None}
        for name, place, path in self.kinds:
            if name not in standing:
                article = "an" if name == "organization" else "a"
                message = f"no group rule says that a group stands for {article} {name}, so this gives nothing"
                hint = f"add a rule to `groups` with `stands_for: {name}`"
                found.add(STANDS_FOR_NOTHING, message, place, hint=hint, path=path)
