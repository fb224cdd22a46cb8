"""A comparison in, the times of all who take part out, measured in turns so that a busy machine is fair to them."""

from __future__ import annotations

import gc
from timeit import Timer

from benchmarks.comparisons import Comparison, Subject

_TURNS = 15
_SECONDS_PER_TURN = 0.02


def times(comparison: Comparison) -> dict[str, float]:
    """The seconds of one call, the best of many turns: ours first, then each rival by name."""
    subjects = {"ours": comparison.ours, **comparison.rivals}
    timers = {name: (Timer(subject), _calls_per_turn(subject)) for name, subject in subjects.items()}
    best = dict.fromkeys(subjects, float("inf"))
    for _ in range(_TURNS):
        for name, (timer, calls) in timers.items():
            gc.collect()  # a timer switches it off, and nobody shall pay for what another left behind
            best[name] = min(best[name], timer.timeit(calls) / calls)
    return best


def ratios(comparison: Comparison) -> dict[str, float]:
    """How long ours takes in times of each rival."""
    seconds = times(comparison)
    return {name: seconds["ours"] / seconds[name] for name in comparison.rivals}


def _calls_per_turn(subject: Subject) -> int:
    once = min(Timer(subject).repeat(3, 1))
    return max(1, int(_SECONDS_PER_TURN / once))
