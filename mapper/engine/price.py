"""What an expression costs, known before it runs: how its result grows and how often it walks its input.

But for a few functions JMESPath is linear in its input, so one walk over the tree gives two factors: *growth*, how
many times larger than the input a result can be when it is walked by value, and *work*, how many times the input is
walked. `[@,@]|[@,@]|…` has no loop and doubles at every step: counting loops alone would not find it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from . import expressions as tree
from .functions import FUNCTIONS

HIGHEST_PRICE = 256
"""An expression of which growth or work is above this is refused; those of daily use stay below 20."""

UNCOUNTED_PRICE = 32
"""Up to this an expression runs without counting its steps."""


@dataclass(frozen=True, slots=True)
class Price:
    """Growth and work, as factors of the size of the input. `counted`: only the run can tell what it really costs."""

    growth: float
    work: float
    counted: bool

    @property
    def refused(self) -> bool:
        """Whether no payload should ever be given to it."""
        return max(self.growth, self.work) > HIGHEST_PRICE

    @property
    def counts_at_run_time(self) -> bool:
        """Whether its steps are counted while it runs."""
        return self.counted or max(self.growth, self.work) > UNCOUNTED_PRICE


LOOK_UP = 1 / 16
"""The work of one look-up beside that of walking the whole input."""

MOST_JOINED = 4
"""A joining function whose arguments grow no more than this writes little besides what was sent."""

_WALKED = ("groups", "links")
"""What functions walk of the context: a call inside of a loop takes the product of both."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an expression is evaluated among: it costs more when it is repeated, or reads what has grown already.

    `growth` is that of the current node, `lets` has that of each named expression by its key. `repeated` says that it
    is evaluated once per element or per group, `outer` that its current node is the same every time.
    """

    growth: float = 1
    lets: Mapping[str, float] = field(default_factory=dict)
    repeated: bool = False
    outer: bool = False


ALONE = Surroundings()


def price(node: tree.Node, around: Surroundings = ALONE) -> Price:
    """The price of an expression, the names of which are resolved.

    A loop that walks a list hanging on an outer name inside another loop takes the square of the input, and so does a
    function of such a list: then the steps are counted.
    """
    found = _Pricer(around).price(node, depth=int(around.repeated))
    counted = found.counted and any(map(_walks, tree.walk(node)))
    return _after(Price(around.growth, 0, counted), Price(found.growth, found.work, False))


class _Pricer:
    def __init__(self, around: Surroundings) -> None:
        self._around = around

    def price(self, node: tree.Node, depth: int) -> Price:
        """The price of *node*, which stands inside of *depth* loops."""
        if isinstance(node, tree.Own):
            growth = self._around.lets.get(node.name, 1) if node.kind == "let" else 1
            return Price(growth, LOOK_UP, depth > 0)
        if isinstance(node, tree.Name | tree.Current):
            return Price(1, LOOK_UP, self._around.outer and depth > 0)
        if isinstance(node, tree.Attribute | tree.Index | tree.Not | tree.Reference):
            return self.price(node.of, depth)
        if isinstance(node, tree.Constant):
            return Price(1 + _size(node.value) / 16, LOOK_UP, False)
        if isinstance(node, tree.Pipe):
            return _after(self.price(node.left, depth), self.price(node.right, depth))
        if isinstance(node, tree.Chain):
            return _after(self.price(node.of, depth), self.price(node.right, depth))
        if isinstance(node, tree.Projection):
            return self._projection(node, depth)
        if isinstance(node, tree.Or | tree.And):
            left, right = self.price(node.left, depth), self.price(node.right, depth)
            return Price(max(left.growth, right.growth), left.work + right.work, left.counted or right.counted)
        if isinstance(node, tree.Comparison):
            both = _beside([self.price(node.left, depth), self.price(node.right, depth)])
            compared = LOOK_UP if _is_single(node.left) or _is_single(node.right) else both.growth
            return Price(1, both.work + compared, both.counted)
        if isinstance(node, tree.MultiList | tree.MultiHash):
            return _beside([self.price(item, depth) for item in tree.parts(node)])
        return self._call(node, depth)

    def _projection(self, node: tree.Projection, depth: int) -> Price:
        each = self.price(node.right, depth + 1)
        if node.condition is not None:
            condition = self.price(node.condition, depth + 1)
            each = Price(each.growth, each.work + condition.work, each.counted or condition.counted)
        each = Price(each.growth, each.work + 1, each.counted)
        return _after(self.price(node.of, depth), each)

    def _call(self, node: tree.Call, depth: int) -> Price:
        function = FUNCTIONS.get(node.name)
        lists = [self.price(argument, depth) for argument in node.arguments if not isinstance(argument, tree.Reference)]
        total = _beside(lists)
        for argument in node.arguments:
            if isinstance(argument, tree.Reference):
                total = _after(total, self.price(argument.of, depth + 1))
        if node.name == "to_string":
            total = Price(2 * total.growth, total.work + 2 * total.growth, total.counted)
        counted = total.counted
        if function is not None and function.grows:
            counted = counted or total.growth > MOST_JOINED or not _constant_first(node)
        if function is not None and function.context in _WALKED:
            counted = counted or depth > 0
        return Price(total.growth, total.work + total.growth, counted)


def _walks(node: tree.Node) -> bool:
    """Whether a node walks what it is given, and does not only look up a part of it."""
    if isinstance(node, tree.Comparison):
        return not (_is_single(node.left) or _is_single(node.right))
    return isinstance(node, tree.Projection | tree.Call)


def _is_single(node: tree.Node) -> bool:
    """Whether it is a literal that is compared in one step."""
    return isinstance(node, tree.Constant) and not isinstance(node.value, list | dict)


def _constant_first(node: tree.Call) -> bool:
    """Whether the first argument, which a joining function repeats, is a short constant."""
    first = node.arguments[0] if node.arguments else None
    return isinstance(first, tree.Constant) and _size(first.value) <= 16


def _after(first: Price, second: Price) -> Price:
    """The second step works on the result of the first."""
    return Price(first.growth * second.growth, first.work + first.growth * second.work, first.counted or second.counted)


def _beside(prices: list[Price]) -> Price:
    """Several results that hang side by side."""
    return Price(
        sum(each.growth for each in prices) or 1,
        sum(each.work for each in prices),
        any(each.counted for each in prices),
    )


def _size(value: object) -> int:
    """Nodes and characters of a literal."""
    if isinstance(value, list):
        return 1 + sum(_size(item) for item in value)
    if isinstance(value, dict):
        return 1 + sum(1 + _size(item) for item in value.values())
    return len(value) if isinstance(value, str) else 1
