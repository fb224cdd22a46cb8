"""What came of no answer by the sandbox -> the sentence that says why, and at which text it was stopped."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from mapper.sandbox import EvaluationStopped, PoolFull

from .panes import PANES
from .sentences import sentence

STAGES: Final = {
    "mapping": "It was reading the",
    "payload": "It was applying the mapping to the",
    "tests": "It was running the",
    "earlier": "It was comparing with the",
}
"""What a preview that was stopped was at, by the text on which it worked then."""

SAVING: Final = {
    "mapping": "It was reading the",
    "payload": "It was reading the",
    "tests": "It was adding the case to the",
}
"""The same of a case that was to be saved."""


def stage_of(stop: EvaluationStopped, stages: Mapping[str, str]) -> str | None:
    """The text on which it worked when it was stopped; None when that is not known, or is none of *stages*."""
    # What is too large is the answer as a whole.
    return stop.stage if stop.stage in stages and stop.reason != "size" else None


def refusal_said(refusal: PoolFull | EvaluationStopped, stages: Mapping[str, str]) -> str:
    """Why there is no answer, in sentences; the last one says at which of *stages* it was stopped, if that is known."""
    stage = stage_of(refusal, stages) if isinstance(refusal, EvaluationStopped) else None
    return f"{sentence(refusal)} {stages[stage]} {PANES[stage]} then." if stage else sentence(refusal)
