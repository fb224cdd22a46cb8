"""Two lists -> which elements are the same, which moved, and which are in one of them only.

It takes a sort and no more, so that lists of any length can be compared.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import NamedTuple, TypeVar

Element = TypeVar("Element")


class Pair(NamedTuple):
    """An element by its index in both lists, None where it is not there. `moved`: it no longer follows the others."""

    old: int | None
    new: int | None
    moved: bool = False


def aligned(
    old: Sequence[Element], new: Sequence[Element], *keys: Callable[[Element], Hashable], in_place: bool = False
) -> list[Pair]:
    """The elements of both lists, in the order of the new one; what was removed stands where it was.

    Elements with an equal key are the same one: by the first of *keys*, those that are left by the next. With
    *in_place* what is then left between the same two neighbours in both lists is the same, in its order.
    """
    there: dict[int, int] = _ends(old, new, keys[0])
    for key in keys:
        _match(old, new, key, there)
    if in_place:
        _match_in_place(len(old), len(new), there)
    staying = _longest_rise(there)
    return _in_order(len(old), len(new), there, staying)


def _ends(old: Sequence[Element], new: Sequence[Element], key: Callable[[Element], Hashable]) -> dict[int, int]:
    """What is the same from the beginning on, and up to the end: of several equal elements those that stay."""
    most = min(len(old), len(new))
    head = next((at for at in range(most) if key(old[at]) != key(new[at])), most)
    tail = next((at for at in range(most - head) if key(old[-1 - at]) != key(new[-1 - at])), most - head)
    first, first_new = len(old) - tail, len(new) - tail
    return {**{at: at for at in range(head)}, **{first + at: first_new + at for at in range(tail)}}


def _match(
    old: Sequence[Element], new: Sequence[Element], key: Callable[[Element], Hashable], there: dict[int, int]
) -> None:
    taken = set(there.values())
    waiting: defaultdict[Hashable, deque[int]] = defaultdict(deque)
    for index, element in enumerate(new):
        if index not in taken:
            waiting[key(element)].append(index)
    for index, element in enumerate(old):
        if index not in there and (same := waiting.get(key(element))):
            there[index] = same.popleft()


def _match_in_place(old: int, new: int, there: dict[int, int]) -> None:
    before = after = 0
    staying = _longest_rise(there)
    taken = set(there.values())
    for end_before, end_after in [*((index, there[index]) for index in staying), (old, new)]:
        left = [index for index in range(before, end_before) if index not in there]
        right = [index for index in range(after, end_after) if index not in taken]
        there.update(zip(left, right, strict=False))
        before, after = end_before + 1, end_after + 1


def _longest_rise(there: dict[int, int]) -> list[int]:
    """The most old indexes, rising, whose new indexes rise as well: those elements stay where they are."""
    ends: list[int] = []  # the least new index in which a rise of each length ends, and the old index of it
    last: list[int] = []
    previous: dict[int, int | None] = {}
    for index in sorted(there):
        length = bisect_left(ends, there[index])
        previous[index] = last[length - 1] if length else None
        ends[length : length + 1] = [there[index]]
        last[length : length + 1] = [index]
    rise: list[int] = []
    index_or_none = last[-1] if last else None
    while index_or_none is not None:
        rise.append(index_or_none)
        index_or_none = previous[index_or_none]
    return rise[::-1]


def _in_order(old: int, new: int, there: dict[int, int], staying: Iterable[int]) -> list[Pair]:
    stays = set(staying)
    placed: list[tuple[int, int, Pair]] = []
    after = -1
    for index in range(old):
        if index in there:
            placed.append((there[index], 0, Pair(index, there[index], index not in stays)))
            after = there[index] if index in stays else after
        else:
            placed.append((after, 1 + index, Pair(index, None)))
    taken = set(there.values())
    placed += [(index, 0, Pair(None, index)) for index in range(new) if index not in taken]
    return [pair for *_, pair in sorted(placed, key=lambda each: each[:2])]
