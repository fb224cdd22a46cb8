"""A name of the account, a kind of it, or the name of a connection that is not there."""

from __future__ import annotations

from dataclasses import dataclass

from .. import expressions as tree
from ..diagnostics import Diagnostics, warning
from ..suggestions import closest, did_you_mean
from ..text import Text
from ..yaml_quotes import repair
from .comparisons import NEVER_EQUAL

ACCOUNT_NAME = warning("account-name", "a name that the account does not have, or only if the host declares it")
ACCOUNT_KIND = warning("account-kind", "an account that is compared with a kind that no account is of")
CONNECTION_NAME = warning("connection-name", "a connection that the account does not have")

ACCOUNT_NAMES = ("name", "kind", "organization", "region", "time_zone", "locale")
"""What every account has."""
ACCOUNT_KINDS = ("qa", "production")
"""What the kind of an account is."""

_MEANT = {
    **dict.fromkeys(("environment", "env", "stage", "type", "mode", "is_production", "production", "qa"), "kind"),
    **dict.fromkeys(("tenant", "title", "label"), "name"),
    **dict.fromkeys(("company", "customer", "org", "organisation"), "organization"),
    **dict.fromkeys(("country", "country_code"), "region"),
    **dict.fromkeys(("tz", "zone"), "time_zone"),
    **dict.fromkeys(("language", "lang"), "locale"),
}
"""What else the values of an account are called."""

_FEW = 12


@dataclass(frozen=True, slots=True)
class DeclaredAccount:
    """What a host declares of an account: the names of its values, and its connections (None: nothing is said)."""

    names: frozenset[str]
    connections: tuple[str, ...] | None = None


class AccountCheck:
    """Reports what one expression or template asks of the account. `declared` is None where nobody says what it has."""

    def __init__(self, text: Text, path: str, declared: DeclaredAccount | None, found: Diagnostics) -> None:
        self._text, self._path, self._declared, self._found = text, path, declared, found

    def name(self, node: tree.Attribute) -> None:
        """Report a part of `account` that is not there; where nobody says what is, only one that is nearly there."""
        name = node.name
        if self._declared is not None:
            known = [*ACCOUNT_NAMES, *sorted(self._declared.names.difference(ACCOUNT_NAMES))]
            if name in known:
                return
            hint, fix = did_you_mean(name, known)
            message, hint = f"the account has no '{name}'", hint or f"it has {', '.join(known[:_FEW])}"
        else:
            fix = closest(name, ACCOUNT_NAMES)
            meant = fix or _MEANT.get(name.casefold())
            if meant is None or meant == name:
                return
            message = f"every account has '{meant}', but '{name}' only if the host declares it"
            hint = f"did you mean '{meant}'?" + ("" if fix else f" there are {', '.join(ACCOUNT_NAMES)}")
        place, fix = repair(self._text, node.name_start, node.end, fix)
        self._found.add(ACCOUNT_NAME, message, place, hint=hint, path=self._path, fix=fix)

    def part(self, of: tree.Node) -> bool:
        """Whether *of* is a value of the account that every account has as a text."""
        is_own = isinstance(of, tree.Attribute) and isinstance(of.of, tree.Own) and of.of.kind == "account"
        return is_own and isinstance(of, tree.Attribute) and of.name in ACCOUNT_NAMES

    def whole(self, node: tree.Comparison) -> bool:
        """Whether *node* compares the account itself with a text, which is reported."""
        for one, other in ((node.left, node.right), (node.right, node.left)):
            if isinstance(one, tree.Own) and one.kind == "account" and isinstance(other, tree.Constant):
                break
        else:
            return False
        kind = other.value.casefold() if isinstance(other.value, str) else ""
        meant, fix = f"compare one of its values: {', '.join(f'account.{name}' for name in ACCOUNT_NAMES)}", None
        if kind in ACCOUNT_KINDS:
            fix = f"account.kind {node.operator} '{kind}'"
            meant = f"write {fix}"
        place, fix = repair(self._text, node.start, node.end, fix)
        message = "the account is compared as a whole, and never equals anything"
        self._found.add(NEVER_EQUAL, message, place, hint=meant, path=self._path, fix=fix)
        return True

    def call(self, node: tree.Call) -> None:
        """Report the cases of a `switch`, and the elements of a `contains`, that the kind or connection never is."""
        cases: list[tree.Node] = []
        of = node.arguments[0] if node.arguments else node
        if node.name == "switch":
            cases = list(node.arguments[1:-1:2])
        elif node.name == "contains" and isinstance(of, tree.MultiList):
            cases, of = list(of.items), node.arguments[1]
        for case in cases:
            self.comparison(of, case)

    def comparison(self, left: object, right: object) -> None:
        """Report a comparison of the connection, or of the kind of the account, with what it never is."""
        for one, other in ((left, right), (right, left)):
            if isinstance(other, tree.Constant) and isinstance(other.value, str):
                self.equals(one, other.value, other.start, other.end)

    def equals(self, node: object, value: str, start: int, end: int) -> None:
        """The same for *node* that is to be *value*, which stands at the characters *start* to *end*."""
        if isinstance(node, tree.Own) and node.kind == "connection":
            known = self._declared.connections if self._declared is not None else None
            if known is not None and value not in known:
                hint, fix = did_you_mean(value, known)
                hint = hint or (f"it has {', '.join(known[:_FEW])}" if known else "it has none")
                place, fix = repair(self._text, start, end, f"'{fix}'" if fix is not None else None)
                message = f"the account has no connection '{value}'"
                self._found.add(CONNECTION_NAME, message, place, hint=hint, path=self._path, fix=fix)
        elif is_kind(node) and value not in ACCOUNT_KINDS:
            message = f"the kind of an account is never '{value}'"
            meant = next((f"'{kind}'" for kind in ACCOUNT_KINDS if kind.startswith(value.casefold())), None)
            hint = f"write {meant}" if meant is not None and value else "write 'qa' or 'production'"
            is_sure = value.casefold() in ACCOUNT_KINDS and self._text.value[start : start + 1] == "'"
            place, fix = repair(self._text, start, end, meant if is_sure else None)
            self._found.add(ACCOUNT_KIND, message, place, hint=hint, path=self._path, fix=fix)


def is_kind(node: object) -> bool:
    """Whether *node* is the kind of the account."""
    if not isinstance(node, tree.Attribute) or node.name != "kind":
        return False
    return isinstance(node.of, tree.Own) and node.of.kind == "account"
