"""A mapping or its tests, and the place of the caret in, what can stand there out, by the sandbox."""

from __future__ import annotations

from typing import Final

from mapper.sandbox import EvaluationStopped, PoolFull, Sandbox
from mapper.schemas.values import Json

COMPLETED: Final = ("mapping", "tests")
"""The panes whose texts can be completed."""


def completions_at(sandbox: Sandbox, pane: str, text: str, at: int) -> tuple[Json, int]:
    """`{from, to, options, complete}` and the status of the answer; where there is no answer, no options."""
    nothing = {"from": at, "to": at, "options": [], "complete": False}
    try:
        return sandbox.ask("complete", pane=pane, text=text, at=at), 200
    except PoolFull:
        return nothing, 429
    except EvaluationStopped as stop:
        return nothing, 500 if stop.reason == "crash" else 200
