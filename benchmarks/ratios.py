"""A comparison in, the times of all who take part out, measured in turns so that a busy machine is fair to them."""

from __future__ import annotations

import gc
from timeit import Timer
from typing import Protocol

from benchmarks.comparisons import Comparison
from benchmarks.on_node import OnNode

_TURNS = 15
_SECONDS_PER_TURN = 0.02


class Clock(Protocol):
    """What tells the seconds of so many calls: a `timeit.Timer`, or a rival that runs elsewhere and times itself."""

    def timeit(self, number: int) -> float: ...


def times(comparison: Comparison) -> dict[str, float]:
    """The seconds of one call, the best of many turns: ours first, then each rival by name."""
    subjects = {"ours": comparison.ours, **comparison.rivals}
    clocks: dict[str, Clock] = {
        name: subject if isinstance(subject, OnNode) else Timer(subject) for name, subject in subjects.items()
    }
    calls = {name: _calls_per_turn(clock) for name, clock in clocks.items()}
    best = dict.fromkeys(subjects, float("inf"))
    for _ in range(_TURNS):
        for name, clock in clocks.items():
            gc.collect()  # a timer switches it off, and nobody shall pay for what another left behind
            best[name] = min(best[name], clock.timeit(calls[name]) / calls[name])
    return best


def ratios(comparison: Comparison) -> dict[str, float]:
    """How long ours takes in times of each rival."""
    seconds = times(comparison)
    return {name: seconds["ours"] / seconds[name] for name in comparison.rivals}


def _calls_per_turn(clock: Clock) -> int:
    once = min(clock.timeit(1) for _ in range(3))
    return max(1, int(_SECONDS_PER_TURN / once))
