"""Why an expression gave nothing, and why a condition did not hold: clauses that say what was there instead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from ..engine import expressions as tree
from ..engine.checked import CheckedExpression, CheckedGuard, CheckedMapping
from ..engine.functions import FUNCTIONS
from ..engine.suggestions import closest
from ..engine.trace import Trace
from ..schemas.values import Json, kind_of
from .call_reasons import CallReasons
from .clauses import Clause, Shown, listing
from .nearness import nearest, nearness
from .values import UNKNOWN, Values

MOST_REASONS: Final = 6
"""So many reasons are given for one candidate: whoever reads them looks into the first."""

_MOST_ELEMENTS: Final = 20
_MOST_KEYS: Final = 200
_DEEPEST_LET: Final = 3


class Reasons:
    """Finds reasons behind one trace of *mapping*."""

    def __init__(self, trace: Trace, mapping: CheckedMapping) -> None:
        self._trace, self._mapping = trace, mapping
        self._values = Values(trace, mapping)
        self._calls = CallReasons(trace, mapping)

    def is_absent(self, expression: CheckedExpression, current: Json) -> bool:
        """Whether *expression* gave nothing on *current*."""
        return self._values.first(expression.node, current) is None

    def absent(self, expression: CheckedExpression, current: Json) -> tuple[Clause, ...]:
        """Why *expression* gave no value on *current*."""
        return _first(_Walk(self, expression.text.value).absent(expression.node, (current,)))

    def absent_part(self, text: str, node: tree.Node, current: Json) -> tuple[Clause, ...]:
        """Why a part of the template *text* printed nothing."""
        if self._values.first(node, current) is not None:
            return ()
        return _first(_Walk(self, text).absent(node, (current,)))

    def not_passed(self, guard: CheckedGuard, current: Json) -> tuple[Clause, ...]:
        """Why *guard* did not let pass."""
        walk, node = _Walk(self, guard.condition.text.value), guard.condition.node
        return _first(walk.held(node, (current,)) if guard.negated else walk.failed(node, (current,)))

    def not_held(self, condition: CheckedExpression, current: Json) -> tuple[Clause, ...]:
        """Why *condition* did not hold on *current*."""
        return _first(_Walk(self, condition.text.value).failed(condition.node, (current,)))

    def ambiguous(self, expression: CheckedExpression, current: Json) -> tuple[Clause, ...]:
        """What an expression that gave a value chose although others would have done as well."""
        walk = _Walk(self, expression.text.value)
        picks = (node for node in tree.walk(expression.node) if isinstance(node, tree.Call) and node.name == "pick")
        return _first(clause for node in picks for clause in walk.ambiguous_pick(node, current))


def _first(clauses: Iterator[Clause]) -> tuple[Clause, ...]:
    """The first of *clauses*, each once."""
    kept: list[Clause] = []
    for clause in clauses:
        if clause not in kept:
            kept.append(clause)
        if len(kept) == MOST_REASONS:
            break
    return tuple(kept)


class _Walk:
    """Goes through one expression, whose words are those of *text*."""

    def __init__(self, reasons: Reasons, text: str, depth: int = 0) -> None:
        self._reasons, self._text, self._depth = reasons, text, depth
        self._values, self._calls = reasons._values, reasons._calls

    def _words(self, node: tree.Node) -> str:
        return " ".join(self._text[node.start : node.end].split()) or "the value"

    # --- nothing was given -------------------------------------------------------------------------------------------

    def absent(self, node: tree.Node, currents: Sequence[Json]) -> Iterator[Clause]:
        """Why *node* gave nothing on any of *currents*."""
        if isinstance(node, tree.Name):
            yield from self._no_attribute(node, node.name, currents)
        elif isinstance(node, tree.Attribute):
            yield from self._no_attribute(node, node.name, self._values.of(node.of, currents), node.of, currents)
        elif isinstance(node, tree.Index):
            yield from self._no_element(node, currents)
        elif isinstance(node, tree.Projection):
            yield from self._empty_projection(node, currents)
        elif isinstance(node, tree.Pipe):
            yield from self._pipe(node, currents)
        elif isinstance(node, tree.Chain):
            yield from self.absent(node.of, currents)
        elif isinstance(node, tree.Or | tree.And):
            yield from self._either(node, currents)
        elif isinstance(node, tree.Call):
            yield from self._call(node, currents)
        elif isinstance(node, tree.Own):
            yield from self._own(node)

    def _no_attribute(
        self,
        node: tree.Node,
        name: str,
        parents: Sequence[Json],
        of: tree.Node | None = None,
        currents: Sequence[Json] = (),
    ) -> Iterator[Clause]:
        """An attribute is not there, was sent empty, or its parent is not what it should be."""
        known = [parent for parent in parents if parent is not UNKNOWN]
        objects = [parent for parent in known if isinstance(parent, dict)]
        if of is not None and known and all(parent is None for parent in known):
            yield from self.absent(of, currents)
        elif any(name in parent for parent in objects):
            yield (f"`{self._words(node)}` was sent empty",)
        elif objects:
            yield self._not_sent(node, name, objects, of)
        elif known and known[0] is not None:
            whole = self._words(of) if of is not None else "what stands here"
            yield (f"`{whole}` is {kind_of(known[0])} here, which has no '{name}'",)

    def _not_sent(self, node: tree.Node, name: str, objects: Sequence[dict[str, Json]], of: tree.Node | None) -> Clause:
        """An attribute that no object has, and one with nearly its name."""
        keys = list(islice(dict.fromkeys(key for each in objects for key in each), _MOST_KEYS))
        near = nearest(name, keys) or closest(name, keys)
        if isinstance(of, tree.Own) and of.kind in ("account", "current"):
            who = "the account" if of.kind == "account" else "the stored person"
            return (f"{who} has no '{name}'" + (f", but it has '{near}'" if near else ""),)
        return (f"`{self._words(node)}` was not sent" + (f", but '{near}' was" if near else ""),)

    def _no_element(self, node: tree.Index, currents: Sequence[Json]) -> Iterator[Clause]:
        lists = [value for value in self._values.of(node.of, currents) if isinstance(value, list)]
        if not lists:
            yield from self.absent(node.of, currents)
        elif all(not value for value in lists):
            yield (f"`{self._words(node.of)}` has no entries",)
        else:
            yield (f"`{self._words(node.of)}` has {_entries(max(map(len, lists)))}, so there is none at {node.index}",)

    def _empty_projection(self, node: tree.Projection, currents: Sequence[Json]) -> Iterator[Clause]:
        found = [self._values.elements(node, current) for current in currents]
        lists = [elements for elements in found if elements is not None]
        elements = [element for each in lists for element in each]
        if not lists:
            yield from self.absent(node.of, currents)
        elif not elements:
            yield (f"`{self._words(node.of)}` has no entries",)
        elif node.condition is not None:
            yield from self._filtered(node, node.condition, elements)
        else:
            yield from self.absent(node.right, elements[:_MOST_ELEMENTS])

    def _filtered(self, node: tree.Projection, condition: tree.Node, elements: Sequence[Json]) -> Iterator[Clause]:
        """None passes the condition, or what is read of those that do is not there."""
        looked_at = elements[:_MOST_ELEMENTS]
        answers = self._values.answers(condition, looked_at)
        passing = [each for each, answer in zip(looked_at, answers, strict=True) if answer is True]
        if passing:
            yield from self.absent(node.right, passing)
            return
        none = "the one entry" if len(elements) == 1 else f"none of the {len(elements)} entries"
        verb = "does not pass" if len(elements) == 1 else "passes"
        yield (f"{none} of `{self._words(node.of)}` {verb} `{self._words(condition)}`",)
        yield from self.failed(condition, looked_at)

    def _pipe(self, node: tree.Pipe, currents: Sequence[Json]) -> Iterator[Clause]:
        left = list(self.absent(node.left, currents))
        yield from left
        if not left:
            yield from self.absent(node.right, self._values.of(node.left, currents))

    def _either(self, node: tree.Or | tree.And, currents: Sequence[Json]) -> Iterator[Clause]:
        for side in (node.left, node.right):
            if any(value is None or value == [] for value in self._values.of(side, currents)):
                yield from self.absent(side, currents)

    def _call(self, node: tree.Call, currents: Sequence[Json]) -> Iterator[Clause]:
        """An argument that may not be absent was, or the function found nothing."""
        absent = self._absent_argument(node, currents)
        if absent is not None:
            yield from self.absent(absent, currents)
        elif node.name in ("not_null", "first_present", "join_present"):
            for argument in node.arguments:
                yield from self.absent(argument, currents)
        else:
            for values in self._given(node, currents):
                yield from self._calls.nothing(node, self._words(node), self._arguments(node), values)

    def _absent_argument(self, node: tree.Call, currents: Sequence[Json]) -> tree.Node | None:
        """The first argument that was absent on all of *currents*, where that makes the call absent."""
        function = FUNCTIONS[node.name]
        for at, argument in enumerate(node.arguments):
            values = self._values.of(argument, currents)
            if not function.parameter(at).takes_absent and values and all(value is None for value in values):
                return argument
        return None

    def _given(self, node: tree.Call, currents: Sequence[Json]) -> Iterator[tuple[Json, ...]]:
        """The values of all arguments, once for each of *currents*."""
        return zip(*(self._values.of(argument, currents) for argument in node.arguments), strict=True)

    def _arguments(self, node: tree.Call) -> list[str]:
        return [self._words(argument) for argument in node.arguments]

    def _own(self, node: tree.Own) -> Iterator[Clause]:
        if node.kind == "let" and self._depth < _DEEPEST_LET:
            let = self._reasons._mapping.lets[node.name]
            yield (f"`{self._words(node)}` in `let` has no value",)
            inner = _Walk(self._reasons, let.expression.text.value, self._depth + 1)
            yield from inner.absent(let.expression.node, self._roots(let.root))
        elif node.kind == "person":
            yield (f"the person has no {node.name!r} here: no rule gives it, and none is stored",)
        elif node.kind == "connection":
            yield ("no connection is given",)
        elif node.kind in ("account", "current"):
            yield (f"nothing is known of `{node.kind}`",)

    def _roots(self, root: str) -> Sequence[Json]:
        return (self._reasons._trace.payload,) if root == "user" else ()

    # --- a condition did not hold ------------------------------------------------------------------------------------

    def failed(self, node: tree.Node, currents: Sequence[Json]) -> Iterator[Clause]:
        """Why the condition *node* held on none of *currents*."""
        if isinstance(node, tree.And):
            yield from self._conjunct(node, currents)
        elif isinstance(node, tree.Or):
            yield from self.failed(node.left, currents)
            yield from self.failed(node.right, currents)
        elif isinstance(node, tree.Not):
            yield from self.held(node.of, currents)
        elif isinstance(node, tree.Comparison):
            yield from self._comparison(node, currents)
        elif isinstance(node, tree.Call):
            yield from self._false_call(node, currents)
        elif isinstance(node, tree.Own) and node.kind == "let":
            yield from self._false_let(node)
        else:
            yield from self._false_value(node, currents)

    def held(self, node: tree.Node, currents: Sequence[Json]) -> Iterator[Clause]:
        """What the condition *node* held on, where it should not have."""
        if isinstance(node, tree.Own) and node.kind == "let" and self._depth < _DEEPEST_LET:
            let = self._reasons._mapping.lets[node.name]
            inner = _Walk(self._reasons, let.expression.text.value, self._depth + 1)
            yield (f"`{self._words(node)}` holds",)
            yield from inner.held(let.expression.node, self._roots(let.root))
        elif isinstance(node, tree.Not):
            yield from self.failed(node.of, currents)
        elif isinstance(node, tree.Comparison | tree.Call | tree.And | tree.Or):
            yield (f"`{self._words(node)}` holds", *self._because(node, currents))
        else:
            values = [value for value in self._values.of(node, currents) if value is not UNKNOWN]
            yield (f"`{self._words(node)}` is ", *listing(values)) if values else (f"`{self._words(node)}` holds",)

    def _because(self, node: tree.Node, currents: Sequence[Json]) -> Clause:
        """The values of the paths in a condition: `: `userType` is 'Contractor'`."""
        said: list[str | Shown] = []
        for path in _paths(node):
            values = [value for value in self._values.of(path, currents) if value is not UNKNOWN]
            if values:
                said += [": " if not said else ", ", f"`{self._words(path)}` is ", *self._are(values)]
        return tuple(said)

    def _are(self, values: Sequence[Json]) -> Clause:
        return ("absent",) if all(value is None for value in values) else listing(values)

    def _conjunct(self, node: tree.And, currents: Sequence[Json]) -> Iterator[Clause]:
        """The side of `&&` that failed; which one it was is not always known, and then it is both."""
        left = list(self.failed(node.left, currents))
        truths = [self._truth(node.left, current) for current in currents]
        if any(truth is not True for truth in truths):
            yield from left
        if any(truth is not False for truth in truths):
            rest = [current for current, truth in zip(currents, truths, strict=True) if truth is not False]
            yield from self.failed(node.right, rest)

    def _truth(self, node: tree.Node, current: Json) -> bool | None:
        """Whether a condition is true of *current*; None when that is not known."""
        if isinstance(node, tree.And | tree.Or):
            sides = [self._truth(node.left, current), self._truth(node.right, current)]
            decisive = isinstance(node, tree.Or)
            return decisive if decisive in sides else None if None in sides else not decisive
        if isinstance(node, tree.Not):
            truth = self._truth(node.of, current)
            return None if truth is None else not truth
        if isinstance(node, tree.Comparison) and node.operator in ("==", "!="):
            left, right = self._values.first(node.left, current), self._values.first(node.right, current)
            if UNKNOWN in (left, right):
                return None
            return (type(left) is type(right) and left == right) == (node.operator == "==")
        value = self._values.first(node, current)
        return None if value is UNKNOWN else bool(value) or (value == 0 and value is not False)

    def _comparison(self, node: tree.Comparison, currents: Sequence[Json]) -> Iterator[Clause]:
        """The values of the sides that are no constants, and those that are nearly equal."""
        pairs = list(zip(self._values.of(node.left, currents), self._values.of(node.right, currents), strict=True))
        known = [pair for pair in pairs if UNKNOWN not in pair]
        for left, right in known if node.operator == "==" else ():
            near = nearness(left, right) if left is not None and right is not None else None
            if near:
                side, value, other = self._varying(node, left, right)
                yield (f"`{side}` is ", Shown(value), f", and `{other}` is asked for: {near}")
        yield from self._sides(node, known)

    def _varying(self, node: tree.Comparison, left: Json, right: Json) -> tuple[str, Json, str]:
        if isinstance(node.left, tree.Constant):
            return self._words(node.right), right, self._words(node.left)
        return self._words(node.left), left, self._words(node.right)

    def _sides(self, node: tree.Comparison, known: Sequence[tuple[Json, Json]]) -> Iterator[Clause]:
        for at, side in enumerate((node.left, node.right)):
            values = [pair[at] for pair in known]
            if isinstance(side, tree.Constant) or not values:
                continue
            yield (f"`{self._words(side)}` is ", *self._are(values))

    def _false_call(self, node: tree.Call, currents: Sequence[Json]) -> Iterator[Clause]:
        absent = self._absent_argument(node, currents)
        if absent is not None:
            yield from self.absent(absent, currents)
            return
        for values in self._given(node, currents):
            yield from self._calls.false(node, self._words(node), self._arguments(node), values)

    def _false_let(self, node: tree.Own) -> Iterator[Clause]:
        yield (f"`{self._words(node)}` does not hold",)
        if self._depth < _DEEPEST_LET:
            let = self._reasons._mapping.lets[node.name]
            inner = _Walk(self._reasons, let.expression.text.value, self._depth + 1)
            yield from inner.failed(let.expression.node, self._roots(let.root))

    def _false_value(self, node: tree.Node, currents: Sequence[Json]) -> Iterator[Clause]:
        values = [value for value in self._values.of(node, currents) if value is not UNKNOWN]
        present = [value for value in values if value is not None]
        if present:
            yield (f"`{self._words(node)}` is ", *listing(present))
        else:
            yield from self.absent(node, currents)

    # --- more than one would have done -------------------------------------------------------------------------------

    def ambiguous_pick(self, node: tree.Call, current: Json) -> Iterator[Clause]:
        """`pick` took the first of several."""
        values, kind = (self._values.first(argument, current) for argument in node.arguments)
        count = self._calls.picked(values, kind)
        if count > 1:
            yield (f"{count} entries of `{self._words(node.arguments[0])}` are of that kind; the first was taken",)


def _paths(node: tree.Node) -> Iterator[tree.Node]:
    """The plain paths in a condition, from left to right."""
    if isinstance(node, tree.Name | tree.Attribute | tree.Own):
        yield node
        return
    for part in tree.parts(node):
        yield from _paths(part)


def _entries(count: int) -> str:
    return "1 entry" if count == 1 else f"{count} entries"
