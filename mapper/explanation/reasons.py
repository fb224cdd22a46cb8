"""Why an expression gave nothing, and why a condition held or did not: clauses that say what was there instead.

Every clause is about values that are known (`values.py`). Where they are not, nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final, TypeGuard

from ..engine import expressions as tree
from ..engine.checked import CheckedExpression, CheckedGuard, CheckedMapping
from ..engine.functions import FUNCTIONS
from ..engine.suggestions import closest
from ..engine.trace import Trace
from ..engine.urn_words import is_urn, near_urn
from ..schemas.values import Json, kind_of
from .call_reasons import CallReasons
from .clauses import Clause, Shown, Telling, listing
from .condition_reasons import ConditionReasons
from .nearness import nearest
from .values import UNKNOWN, Values
from .walk import Walk
from .words import Words, entries, name_text

MOST_REASONS: Final = 6
"""So many reasons are given for one candidate: whoever reads them looks into the first."""

_MOST_ELEMENTS: Final = 1000
_MOST_KEYS: Final = 200
_DEEPEST_LET: Final = 3


class Reasons:
    """Finds reasons behind one trace of *mapping*."""

    def __init__(self, trace: Trace, mapping: CheckedMapping) -> None:
        self.trace, self.mapping = trace, mapping
        self.values = Values(trace)
        self.calls = CallReasons(trace, mapping)

    def is_absent(self, expression: CheckedExpression, current: Json) -> bool:
        """Whether *expression* gave nothing on *current*."""
        return self.values.first(expression.node, current) is None

    def absent(self, expression: CheckedExpression, current: Json) -> tuple[Clause, ...]:
        """Why *expression* gave no value on *current*."""
        return first_of(Absence(self, expression.text.value).absent(expression.node, (current,)))

    def absent_part(self, text: str, node: tree.Node, current: Json) -> tuple[Clause, ...]:
        """Why a part of the template *text* gave nothing."""
        return first_of(Absence(self, text).absent(node, (current,)))

    def step(self, steps: Sequence[CheckedExpression], read: Json) -> tuple[Clause, ...]:
        """Which of the *steps* of `then` gave nothing, and why; *read* is the value that they began with."""
        current = read
        for step in steps:
            value = self.values.first(step.node, current)
            if value is None:
                said: Clause = (f"`{' '.join(step.text.value.split())}` in `then` gives nothing for ", Shown(current))
                why = Absence(self, step.text.value, is_sent=False).absent(step.node, (current,))
                return said, *islice((each for each in why if Shown(current) not in each), MOST_REASONS)
            if value is UNKNOWN:
                break
            current = value
        return ()

    def not_passed(self, guard: CheckedGuard, current: Json) -> tuple[Clause, ...]:
        """Why *guard* did not let pass; nothing when it did, or was not asked."""
        walk = Absence(self, guard.condition.text.value).conditions
        node = guard.condition.node
        return first_of(walk.held(node, (current,)) if guard.negated else walk.failed(node, (current,)))

    def not_held(self, condition: CheckedExpression, current: Json) -> tuple[Clause, ...]:
        """Why *condition* did not hold on *current*."""
        return first_of(Absence(self, condition.text.value).conditions.failed(condition.node, (current,)))

    def ambiguous(self, expression: CheckedExpression, current: Json) -> tuple[Clause, ...]:
        """What an expression that gave a value chose although others would have done as well."""
        words = Words(expression.text.value)
        picks = (node for node in tree.walk(expression.node) if isinstance(node, tree.Call) and node.name == "pick")
        return first_of(clause for node in picks for clause in self._ambiguous_pick(words, node, current))

    def _ambiguous_pick(self, words: Words, node: tree.Call, current: Json) -> Iterator[Clause]:
        """`pick` took the first of several."""
        values, kind = (self.values.first(argument, current) for argument in node.arguments)
        count = self.calls.picked(values, kind)
        if count > 1:
            yield (f"{count} entries of `{words.of(node.arguments[0])}` are of that kind; the first was taken",)


def first_of(clauses: Iterator[Clause]) -> tuple[Clause, ...]:
    """The first of *clauses*, each once."""
    kept: list[Clause] = []
    for clause in clauses:
        if clause not in kept:
            kept.append(clause)
        if len(kept) == MOST_REASONS:
            break
    return tuple(kept)


class Absence:
    """Goes through one expression, whose words are those of *text*, for why it gave nothing.

    `is_sent`: the values that it starts at are parts of a payload, which can be sent or not.
    """

    def __init__(self, reasons: Reasons, text: str, depth: int = 0, *, is_sent: bool = True) -> None:
        self._reasons, self.text, self._depth, self._is_sent = reasons, text, depth, is_sent
        self.values, self.calls, self._words = reasons.values, reasons.calls, Words(text)

    @property
    def conditions(self) -> ConditionReasons:
        """Why conditions within the same expression held, or did not."""
        return ConditionReasons(self)

    def absent(self, node: tree.Node, currents: Sequence[Json]) -> Iterator[Clause]:
        """Why *node* gave nothing on those of *currents* on which it did."""
        known = zip(currents, self.values.of(node, currents), strict=True)
        nothing = [current for current, value in known if value is None or value == []]
        if not nothing:
            return
        if isinstance(node, tree.Name):
            yield from self._no_attribute(node, node.name, nothing)
        elif isinstance(node, tree.Attribute):
            yield from self._no_attribute(node, node.name, self.values.of(node.of, nothing), node.of, nothing)
        elif isinstance(node, tree.Index):
            yield from self._no_element(node, nothing)
        elif isinstance(node, tree.Projection):
            yield from self._empty_projection(node, nothing)
        elif isinstance(node, tree.Pipe | tree.Chain):
            yield from self._handed_on(node, nothing)
        elif isinstance(node, tree.Or | tree.And):
            yield from self._either(node, nothing)
        elif isinstance(node, tree.Comparison):
            yield from self.conditions.unordered(node, nothing)
        elif isinstance(node, tree.Call):
            yield from self._call(node, nothing)
        elif isinstance(node, tree.Own):
            yield from self._own(node, nothing)

    def let_place(self, let: str) -> str:
        """Where a named expression stands: ` (line 5)`."""
        return f" (line {self._reasons.mapping.lets[let].expression.text.span.place.line})"

    def inside(self, let: str, currents: Sequence[Json]) -> tuple[Walk, tree.Node, list[Json]] | None:
        """A named expression, to go on in: what walks it, its node, and where it was evaluated; None when too deep."""
        if self._depth == _DEEPEST_LET:
            return None
        checked = self._reasons.mapping.lets[let]
        inner = Absence(self._reasons, checked.expression.text.value, self._depth + 1)
        return inner, checked.expression.node, self.values.roots(checked, currents[0])

    # --- attributes and elements -------------------------------------------------------------------------------------

    def _no_attribute(
        self,
        node: tree.Node,
        name: str,
        parents: Sequence[Json],
        of: tree.Node | None = None,
        currents: Sequence[Json] = (),
    ) -> Iterator[Clause]:
        """An attribute is not there, was sent empty, or its parent is not what it should be."""
        if isinstance(of, tree.MultiHash):
            yield from self.absent(next((item for key, item, _ in reversed(of.items) if key == name), of), currents)
            return
        known = [parent for parent in parents if parent is not UNKNOWN]
        objects = [parent for parent in known if isinstance(parent, dict)]
        others = [parent for parent in known if parent is not None and not isinstance(parent, dict)]
        if of is not None and known and all(parent is None for parent in known):
            outside = self._outside(name, of)
            yield from ((f"`{self._words.of(node)}` was not sent", *outside),) if outside else self.absent(of, currents)
        elif any(name in parent for parent in objects):
            yield self._empty(node, next(parent[name] for parent in objects if name in parent), of)
        elif objects:
            yield self._not_there(node, name, objects, of)
        elif others:
            whole = self._words.of(of) if of is not None else "what stands here"
            hint = f"; take an element first, such as `{whole}[0]`" if isinstance(others[0], list) and of else ""
            yield (Telling(f"`{whole}` is {kind_of(others[0])} here, which has no '{name}'{hint}"),)

    def _empty(self, node: tree.Node, value: Json, of: tree.Node | None) -> Clause:
        """An attribute that is there, but null or a list without elements."""
        if value == []:
            return (f"`{self._words.of(node)}` has no entries",)
        return (f"`{self._words.of(node)}` {'was sent empty' if self._was_sent(of) else 'is null'}",)

    def _not_there(
        self, node: tree.Node, name: str, objects: Sequence[dict[str, Json]], of: tree.Node | None
    ) -> Clause:
        """An attribute that no object has, and one with nearly its name."""
        keys = list(islice(dict.fromkeys(key for each in objects for key in each), _MOST_KEYS))
        near = near_urn(name, keys) if is_urn(name) else nearest(name, keys) or closest(name, keys)
        if self._was_sent(of):
            hint = (Telling(f", but `{self._words.sibling(node, near)}` was"),) if near else self._outside(name, of)
            return (f"`{self._words.of(node)}` was not sent", *hint)
        owner = f"`{self._words.of(of)}`" if of is not None else "the value"
        if isinstance(of, tree.Own) and of.kind in _OWNERS:
            owner, nobody = _OWNERS[of.kind]
            if not any(objects):
                return (nobody,)
        return (f"{owner} has no '{name}'", *((Telling(f", but it has '{near}'"),) if near else ()))

    def _outside(self, name: str, of: tree.Node | None) -> Clause:
        """What is said of a part of an extension, which hangs at *of*, that was sent beside the attributes of SCIM."""
        is_extension = isinstance(of, tree.Attribute) and isinstance(of.of, tree.Own) and of.of.start == of.of.end
        payload = self._reasons.trace.payload
        if of is None or not is_extension or not isinstance(payload, dict) or payload.get(name) is None:
            return ()
        return (Telling(f", but `{name_text(name)}` was, outside of `{self._words.of(of)}`"),)

    def _was_sent(self, of: tree.Node | None) -> bool:
        """Whether what hangs at *of* (None: at the current node) is a part of a payload."""
        root = tree.leftmost(of) if of is not None else None
        if isinstance(root, tree.Own):
            return root.kind in ("user", "group")
        return self._is_sent and (root is None or isinstance(root, tree.Name | tree.Current))

    def _no_element(self, node: tree.Index, currents: Sequence[Json]) -> Iterator[Clause]:
        values = self.values.of(node.of, currents)
        lists = [value for value in values if isinstance(value, list)]
        words = self._words.of(node.of)
        if not lists:
            others = [value for value in values if value is not None and value is not UNKNOWN]
            if others:
                yield (Telling(f"`{words}` is {kind_of(others[0])}, and no list"),)
            yield from self.absent(node.of, currents)
        elif all(not value for value in lists):
            yield (f"`{words}` has no entries",)
            if not isinstance(node.of, tree.Name | tree.Attribute):
                yield from self.absent(node.of, currents)
        elif all(not -len(value) <= node.index < len(value) for value in lists):
            yield (f"`{words}` has {entries(max(map(len, lists)))}, so there is none at {node.index}",)
        elif isinstance(node.of, tree.MultiList):
            yield from self.absent(node.of.items[node.index], currents)

    # --- projections -------------------------------------------------------------------------------------------------

    def _empty_projection(self, node: tree.Projection, currents: Sequence[Json]) -> Iterator[Clause]:
        found = [self.values.elements(node, current) for current in currents]
        lists = [elements for elements in found if elements is not None]
        elements = [element for each in lists for element in each]
        words = self._words.of(node.of)
        if not lists:
            values = self.values.of(node.of, currents)
            others = [value for value in values if value is not None and value is not UNKNOWN]
            if others:
                kind = "an object" if node.kind == "values" else "a list"
                yield (Telling(f"`{words}` is {kind_of(others[0])} here, and no {kind.split()[-1]}"),)
            yield from self.absent(node.of, currents)
        elif not elements:
            yield (f"`{words}` has no entries",)
            if isinstance(node.of, tree.Projection):
                yield from self.absent(node.of, currents)
        elif node.condition is not None:
            yield from self._filtered(node, node.condition, elements)
        else:
            yield from self._no_right_side(node, elements)

    def _no_right_side(self, node: tree.Projection, elements: Sequence[Json]) -> Iterator[Clause]:
        """What is read of the elements is in none of them."""
        if len(elements) > 1 or not isinstance(node.right, tree.Attribute | tree.Name):
            which = "the one entry" if len(elements) == 1 else f"none of the {len(elements):,} entries"
            verb = "gives no" if len(elements) == 1 else "gives a"
            yield (f"{which} of `{self._words.of(node.of)}` {verb} value for `{self._words.of(node.right)}`",)
        yield from self._of_elements(node).absent(node.right, elements[:_MOST_ELEMENTS])

    def _filtered(self, node: tree.Projection, condition: tree.Node, elements: Sequence[Json]) -> Iterator[Clause]:
        """None passes the condition, or what is read of those that do is not there."""
        looked_at = elements[:_MOST_ELEMENTS]
        truths = [self.values.truth(condition, each) for each in looked_at]
        words, asked = self._words.of(node.of), self._words.of(condition)
        inner = self._of_elements(node)
        passing = [each for each, truth in zip(looked_at, truths, strict=True) if truth]
        if passing:
            verb = "passes" if len(passing) == 1 else "pass"
            yield (f"{len(passing)} of {entries(len(elements))} of `{words}` {verb} `{asked}`, but without a value",)
            yield from inner.absent(node.right, passing)
        elif len(looked_at) < len(elements) or None in truths:
            yield (f"no entry of `{words}` passes `{asked}` and has a value",)
        elif len(elements) == 1:
            yield (f"the one entry of `{words}` does not pass `{asked}`",)
        else:
            yield (f"none of the {len(elements)} entries of `{words}` passes `{asked}`",)
        if not passing:
            yield from inner.conditions.failed(condition, looked_at)

    def _of_elements(self, node: tree.Projection) -> Absence:
        """What goes on in the elements of a projection."""
        return Absence(self._reasons, self.text, self._depth, is_sent=self._was_sent(node.of) and _is_plain(node.of))

    def _handed_on(self, node: tree.Pipe | tree.Chain, currents: Sequence[Json]) -> Iterator[Clause]:
        """The left side gave nothing, or the right side nothing for it."""
        left = node.left if isinstance(node, tree.Pipe) else node.of
        if isinstance(left, tree.Projection) and _is_first(node.right):
            yield from self._empty_projection(left, currents)  # whatever it gave, its first element was none
            return
        values = self.values.of(left, currents)
        if all(value is None or value == [] for value in values):
            yield from self.absent(left, currents)
            return
        if isinstance(left, tree.MultiList) and _is_one_of(node.right, len(left.items)):
            yield from self.absent(left.items[node.right.index], currents)
            return
        is_sent = self._was_sent(left) and _is_plain(left)
        inner = Absence(self._reasons, self.text, self._depth, is_sent=is_sent)
        yield from inner.absent(node.right, [value for value in values if value is not UNKNOWN])

    # --- what is combined --------------------------------------------------------------------------------------------

    def _either(self, node: tree.Or | tree.And, currents: Sequence[Json]) -> Iterator[Clause]:
        """Both sides of `||` gave nothing; of `&&` the left one, or the right one."""
        left = self.values.of(node.left, currents)
        yield from self._falsy(node.left, currents)
        if isinstance(node, tree.Or) or any(value not in (None, []) for value in left if value is not UNKNOWN):
            yield from self._falsy(node.right, currents)

    def _falsy(self, node: tree.Node, currents: Sequence[Json]) -> Iterator[Clause]:
        values = self.values.of(node, currents)
        said = [value for value in values if value is False or value in ("", {})]
        if said:
            yield (f"`{self._words.of(node)}` is ", *listing(said), ", which counts as nothing here")
        yield from self.absent(node, currents)

    def _call(self, node: tree.Call, currents: Sequence[Json]) -> Iterator[Clause]:
        """An argument that may not be absent was, or the function found nothing."""
        if node.name in ("not_null", "first_present", "join_present"):
            for argument in node.arguments:
                yield from self.absent(argument, currents)
            return
        given = []
        for current in currents:
            absent = self.absent_argument(node, current)
            if absent is not None:
                yield from self.absent(absent, (current,))
            else:
                given.append(current)
        if node.name == "if_else":
            yield from self._not_chosen(node, given)
        else:
            words = [self._words.of(argument) for argument in node.arguments]
            for current in given:
                values = [self.values.first(argument, current) for argument in node.arguments]
                yield from self.calls.nothing(node, self._words.of(node), words, values)

    def absent_argument(self, node: tree.Call, current: Json) -> tree.Node | None:
        """The first argument that was absent on *current*, where that makes the call absent."""
        function = FUNCTIONS[node.name]
        for at, argument in enumerate(node.arguments):
            if not function.parameter(at).takes_absent and self.values.first(argument, current) is None:
                return argument
        return None

    def _not_chosen(self, node: tree.Call, currents: Sequence[Json]) -> Iterator[Clause]:
        """`if_else` chose a branch that gave nothing, or there was none to choose."""
        condition, chosen, *otherwise = node.arguments
        for current in currents:
            truth = self.values.truth(condition, current)
            if truth is True:
                yield from self.absent(chosen, (current,))
            elif truth is False:
                yield from self.conditions.failed(condition, (current,))
                for branch in otherwise:
                    yield from self.absent(branch, (current,))

    def _own(self, node: tree.Own, currents: Sequence[Json]) -> Iterator[Clause]:
        if node.kind == "let":
            yield (f"`{self._words.of(node)}` in `let`{self.let_place(node.name)} gives nothing",)
            inside = self.inside(node.name, currents)
            if inside is not None:
                walk, inner, roots = inside
                yield from walk.absent(inner, roots)
        elif node.kind == "person":
            yield (f"the person has no '{node.name}' here; the explanation of that field says why",)
        elif node.kind == "connection":
            yield ("no connection is given",)


_OWNERS: Final = {
    "account": ("the account", "nothing is given of the account"),
    "current": ("the stored person", "no person is stored yet"),
}
"""Whose values stand under a name of the mapping, and what is said when there are none at all."""


def _is_first(node: tree.Node) -> bool:
    """Whether it is the `[0]` of `… | [0]`."""
    return isinstance(node, tree.Index) and node.index == 0 and isinstance(node.of, tree.Current)


def _is_one_of(node: tree.Node, count: int) -> TypeGuard[tree.Index]:
    """Whether it takes one of *count* elements of what it is given."""
    return isinstance(node, tree.Index) and isinstance(node.of, tree.Current) and -count <= node.index < count


def _is_plain(node: tree.Node) -> bool:
    """Whether *node* takes parts of what is there, and makes nothing new."""
    made = (tree.Call, tree.MultiList, tree.MultiHash, tree.Constant)
    return not any(isinstance(each, made) for each in tree.walk(node))
