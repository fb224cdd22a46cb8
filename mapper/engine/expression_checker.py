"""The text of an expression and its scope in, the expression with resolved names out, or diagnostics."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from . import expressions as tree
from .certainty import Certainty
from .checked import CheckedExpression
from .checks import expressions as codes
from .checks.alternatives import AlternativeCheck
from .checks.attributes import AttributeCheck, bare_person
from .checks.calls import UNKNOWN_FUNCTION, CallCheck
from .checks.conditions import ConditionCheck
from .checks.named import Named
from .checks.numbers import is_text_due
from .checks.paths import unsure_negation
from .checks.urns import meant_by
from .diagnostics import Code, Diagnostics
from .foreign_expressions import foreign_expression
from .functions import FUNCTIONS
from .nested_quotes import looks_like_text
from .positions import Position, Role, positions
from .price import Surroundings, price
from .scope import Scope, resolve
from .suggestions import constant_hint
from .text import Text
from .yaml_accidents import COLON, COMMA, QUOTE, TEMPLATE
from .yaml_nodes import ANCHOR, TAG
from .yaml_quotes import quoted, repair, replacement

_BRACKETS = re.compile(r"\b([A-Za-z_]\w*)\[([A-Za-z_][\w.]*)\]", re.ASCII)
"""`jobs[title]`: how other languages ask a table."""

MOST_PARTS = 20_000
"""So many parts all expressions and templates of a mapping have at most: what is generated stays that small."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What an expression needs from around it."""

    persons: frozenset[str]
    lets: frozenset[str]
    contexts: frozenset[str]
    calls: bool


@dataclass(slots=True)
class ExpressionChecker:
    """Checks the expressions of one mapping; each is parsed once."""

    found: Diagnostics
    named: Named
    contexts: set[str] = field(default_factory=set)
    """Which contexts (`tables`, `groups`, `links`, `day`, `work`) any expression so far asks for."""
    patterns: set[str] = field(default_factory=set)
    """The regular expressions of all expressions and templates so far."""
    lets: set[str] = field(default_factory=set)
    """The named expressions that any expression so far uses."""
    reads_groups: bool = False
    """Whether any expression so far reads `groups` of the user."""
    growths: dict[str, float] = field(default_factory=dict)
    """How much larger than what was sent the value of each named expression may be."""
    present: set[str] = field(default_factory=set)
    """The named expressions that give a value for every payload."""
    nodes: dict[str, tree.Node] = field(default_factory=dict)
    """What each named expression stands for, with resolved names."""
    weights: dict[str, int] = field(default_factory=dict)
    """How much is written wherever a named expression is used that cannot stand at the top, counted in parts."""
    written: int = 0
    """How many parts all expressions and templates so far have."""
    trials: int = 30
    """Of how many faulty expressions it is still tried how the whole of them is written here."""

    def check(self, text: Text, scope: Scope, path: str, role: Role = "value") -> CheckedExpression | None:
        """The checked expression; None when it has a fault, which is reported."""
        before = len(self.found)
        try:
            parsed = tree.parse(text.value)
        except tree.InvalidExpression as fault:
            if not self._is_foreign(text, path, scope, role, codes.BY_NAME[fault.code], fault.message):
                self.report(fault, text, path, scope, role)
            return None
        calls = CallCheck(text, path, self.named, self.patterns, self.found)
        if not self._calls_known(parsed, text, path, scope, role):
            return None
        node = resolve(parsed, scope, bare_person(text, path, self.found))
        if not self.has_room(tree.walk(node), text, path):
            return None
        attributes = AttributeCheck(text, path, scope, self.found, calls)
        shape = attributes.shape(node, scope.current)
        certainty = Certainty(attributes.shapes, self.present, self.nodes)
        if len(self.found) == before and not self.found.has_errors_in(text.span):
            self._look(text, path, certainty, Position(node, role, here=scope.root != "element"))
        outer = scope.repeated and scope.root != "element"
        cost = price(node, Surroundings(scope.growth, self.growths, scope.repeated, outer))
        if cost.refused:
            self.found.add(
                codes.TOO_EXPENSIVE,
                "this expression multiplies its input more than 256 times",
                text.at(node.start, node.end),
                hint="each [@, @], {a: @, b: @} or to_string() multiplies what the steps before it gave; use fewer",
                path=path,
            )
        if len(self.found) > before and self.found.has_errors_in(text.span):
            return None
        needed = facts(node)
        self.contexts |= needed.contexts
        self.lets |= needed.lets
        pointers = reads(node)
        self.reads_groups |= any(pointer.startswith("/groups") for pointer in pointers)
        is_there = certainty.is_there(node, here=scope.root != "element")
        counted = cost.counts_at_run_time
        return CheckedExpression(text, node, shape, pointers, cost.growth, counted, is_there, certainty.negates(node))

    def _calls_known(self, parsed: tree.Node, text: Text, path: str, scope: Scope, role: Role) -> bool:
        """Whether every function exists and gets as many arguments as it takes; what is not is reported."""
        faults = Diagnostics()
        if CallCheck(text, path, self.named, self.patterns, faults).known(parsed):
            return True
        first = next(iter(faults))
        if not self._is_foreign(text, path, scope, role, first.code, first.message):
            for each in faults:
                fix = each.fix.replace if each.fix is not None else None
                self.found.add(each.code, each.message, each.span, hint=each.hint, path=path, fix=fix)
        return False

    def _is_foreign(self, text: Text, path: str, scope: Scope, role: Role, code: Code, message: str) -> bool:
        """Whether a faulty expression is one of another language as a whole, which is reported.

        It is not where what is said of its faults leads to an expression without any at once.
        """
        if self.trials <= 0 or self._is_broken_by_yaml(text):
            return False
        self.trials -= 1
        meant = foreign_expression(text.value, scope, self.named.tables, lambda tried: self._tried(tried, scope, role))
        if meant is None:
            return False
        written = replacement(text, 0, len(text.value), meant.words)[1]
        if role == "condition" and unsure_negation(meant.words, written, scope) is not None:
            return False
        hint = f"write {written}"
        if meant.tables:
            shown = " and ".join(f"`{name}`" for name in meant.tables)
            hint += f", with the table {shown} below `tables`"
        if any(self.found.amend(code, text.span, None, hint) for code in (COLON, COMMA, QUOTE)):
            return True
        if meant.function is not None:
            code, message = UNKNOWN_FUNCTION, f"there is no function '{meant.function}'"
        self.found.add(code, message, text.at(0, len(text.value)), hint=hint, path=path)
        return True

    def _is_broken_by_yaml(self, text: Text) -> bool:
        """Whether YAML reads *text* otherwise than it was meant, so that this is what is told."""
        if self.found.has_errors_in(text.span, QUOTE) and looks_like_text(text.value):
            return True
        return any(self.found.has_errors_in(text.span, code) for code in (TEMPLATE, TAG, ANCHOR))

    def _tried(self, text: Text, scope: Scope, role: Role) -> Diagnostics:
        """The faults that *text* would have."""
        other = self.apart()
        other.trials = 0
        other.check(text, scope, "", role)
        return other.found

    def apart(self) -> ExpressionChecker:
        """A checker that knows the same names and reports to itself, for what may be no expression at all."""
        named = Named(self.named.tables, self.named.lists)
        return ExpressionChecker(
            Diagnostics(),
            named,
            growths=self.growths,
            present=self.present,
            nodes=self.nodes,
            weights=self.weights,
        )

    def use_what(self, other: ExpressionChecker) -> None:
        """Take what *other* uses as used, so that it is not reported as needless besides."""
        self.lets |= other.lets
        self.named.asked |= other.named.asked

    def _look(self, text: Text, path: str, certainty: Certainty, whole: Position) -> None:
        """Report what works and cannot be meant, in an expression without faults."""
        alternatives = AlternativeCheck(text, path, certainty, self.found)
        conditions = ConditionCheck(text, path, certainty, self.found)
        before, all_positions = len(self.found), list(positions(whole))
        for position in all_positions:
            alternatives.look(position)
        if len(self.found) == before:
            for position in all_positions:
                conditions.look(position)

    def has_room(self, nodes: Iterable[object], text: Text, path: str) -> bool:
        """Whether the mapping may have *nodes* as well; the first that are too many are reported."""
        before = self.written
        for node in nodes:
            self.written += self.weights.get(node.name, 1) if isinstance(node, tree.Own) else 1
        if before <= MOST_PARTS < self.written:
            message = f"up to here the expressions and templates of this mapping have more than {MOST_PARTS:,} parts"
            hint = "name an expression that is used often in `let`, or use a table"
            self.found.add(codes.TOO_LONG, message, text.span, hint=hint, path=path)
        return self.written <= MOST_PARTS

    def report(self, fault: tree.InvalidExpression, text: Text, path: str, scope: Scope, role: Role = "value") -> None:
        """Report a fault of the parser at its place in the file, unless YAML broke the text, which was reported."""
        is_colon = text.value[fault.start : fault.end] == ":"
        of_yaml = (COLON if is_colon else TEMPLATE, TAG, ANCHOR)
        if any(self.found.has_errors_in(text.span, code) for code in of_yaml) or self._is_quoted_text(text):
            return
        start, end = fault.start, fault.end
        span, message, hint, fix = text.at(start, end), fault.message, fault.hint, fault.fix
        if fault.code == codes.URN.name:
            hint, fix = meant_by(text.value[fault.start : fault.end], scope)
        elif fault.is_number and self._is_text(fault, text, scope, path):
            fix = f"'{text.value[fault.start : fault.end]}'"
            message, hint = "a text is due here, and this is a number", f"write {fix}"
        looked_up = self._looked_up(text.value) if fault.code == codes.SYNTAX.name else None
        if looked_up is not None:
            (start, end), fix = looked_up
            message, hint = "a table is asked by a function, not with brackets", f"write {fix}"
        meant = fix or (hint.removeprefix("write ") if hint is not None and hint.startswith('write "') else None)
        if meant is not None:
            span, written = replacement(text, start, end, meant)
            hint, fix = f"write {written}", repair(text, start, end, fix)[1]
            unsure = unsure_negation(meant, written, scope) if role == "condition" else None
            hint, fix = (unsure, None) if unsure is not None else (hint, fix)
            is_whole = start == 0 and end == len(text.value)
            if is_whole and self.found.amend(COLON, text.span, None, hint):
                return
        self.found.add(
            codes.BY_NAME[fault.code],
            message,
            span,
            hint=hint,
            path=path,
            fix=fix,
        )

    def _looked_up(self, words: str) -> tuple[tuple[int, int], str] | None:
        """Where a table is read like `jobs[title]`, and the call that was meant; None where none is."""
        for found in _BRACKETS.finditer(words):
            if found[1] in self.named.tables:
                return found.span(), f"lookup('{found[1]}', {found[2]})"
        return None

    def _is_quoted_text(self, text: Text) -> bool:
        """Whether *text* is a constant with its quotes inside of it, which was reported; told is now what it lacks."""
        if text.value == text.span.text or not looks_like_text(text.value):
            return False
        return self.found.amend(QUOTE, text.span, None, constant_hint(text, quoted(text.value)))

    def _is_text(self, fault: tree.InvalidExpression, text: Text, scope: Scope, path: str) -> bool:
        """Whether the number of a fault stands where a text is due, when all else is as it should be."""
        words = f"{text.value[: fault.start]}{fault.fix}{text.value[fault.end :]}"
        repaired, ignored = Text(words, text.span, text.style), Diagnostics()
        calls = CallCheck(repaired, path, Named(self.named.tables), set(), ignored)
        try:
            parsed = tree.parse(words)
        except tree.InvalidExpression:
            return False
        if not calls.known(parsed):
            return False
        node = resolve(parsed, scope, bare_person(repaired, path, ignored))
        attributes = AttributeCheck(repaired, path, scope, ignored, calls)
        attributes.shape(node, scope.current)
        return is_text_due(node, fault.start, attributes.shapes)


def facts(node: tree.Node) -> Facts:
    """What the resolved expression *node* needs from around it."""
    persons, lets, contexts, calls = set(), set(), set(), False
    of_parts: set[int] = set()
    for each in tree.walk(node):
        if isinstance(each, tree.Own) and each.kind == "person":
            if id(each) not in of_parts:
                persons.add(each.name)
        elif isinstance(each, tree.Attribute) and isinstance(each.of, tree.Own) and each.of.kind == "person":
            # A part of a free-form field: the other parts are not needed for it.
            of_parts.add(id(each.of))
            persons.add(f"{each.of.name}.{each.name}")
        elif isinstance(each, tree.Own) and each.kind == "let":
            lets.add(each.name)
        elif isinstance(each, tree.Call):
            calls = True
            context = FUNCTIONS[each.name].context
            if context is not None:
                contexts.add(context)
    return Facts(frozenset(persons), frozenset(lets), frozenset(contexts), calls)


def reads(node: tree.Node) -> tuple[str, ...]:
    """The attributes of the payload that an expression reads, as JSON pointers; those of conditions come last.

    A path is followed as far as one pointer can say: up to the first projection or index.
    """
    sources: list[str] = []
    conditions: list[str] = []
    _collect(node, sources, conditions)
    return tuple(dict.fromkeys([*sources, *conditions]))


def _collect(node: tree.Node, sources: list[str], conditions: list[str]) -> None:
    pointer = _pointer(node)
    if pointer is not None:
        sources.append(pointer)
        return
    if isinstance(node, tree.Projection):
        # What stands right of a projection is read below the list, which the pointer of the list says already.
        _collect(node.of, sources, conditions)
        return
    if isinstance(node, tree.Pipe | tree.Chain):
        _collect(node.left if isinstance(node, tree.Pipe) else node.of, sources, conditions)
        return
    into = conditions if isinstance(node, tree.Comparison | tree.Not) else sources
    for part in tree.parts(node):
        _collect(part, into, conditions)


def _pointer(node: tree.Node) -> str | None:
    """The JSON pointer (RFC 6901) of a plain path from the current node or the user; None for anything else."""
    path = path_of(node)
    return path[1] if path is not None else None


def path_of(node: tree.Node) -> tuple[str | None, str] | None:
    """Where a plain path starts (`user`, `group`, or None: at the current node), and its JSON pointer from there."""
    names: list[str] = []
    root: str | None = None
    while isinstance(node, tree.Attribute):
        names.append(node.name)
        node = node.of
    if isinstance(node, tree.Name):
        names.append(node.name)
    elif isinstance(node, tree.Own) and node.kind in ("user", "group") and names:
        root = node.kind
    else:
        return None
    return root, "".join(f"/{name.replace('~', '~0').replace('/', '~1')}" for name in reversed(names))
