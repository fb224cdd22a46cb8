"""A mapping or its tests, the schemas of the payload, and the place of the caret in, what can stand there out."""

from __future__ import annotations

import json
from typing import Final

from mapper.sandbox import EvaluationStopped, PoolFull, Sandbox
from mapper.schemas.values import Json

COMPLETED: Final = ("mapping", "tests")
"""The panes whose texts can be completed."""


def completions_at(sandbox: Sandbox, pane: str, text: str, at: int, sent: str) -> tuple[Json, int]:
    """`{from, to, options, complete}` and the status of the answer; where there is no answer, no options.

    *sent* is JSON: the names of attributes by the URN of their schema. What is none counts for nothing.
    """
    nothing = {"from": at, "to": at, "options": [], "complete": False}
    try:
        return sandbox.ask("complete", pane=pane, text=text, at=at, sent=_schemas(sent)), 200
    except PoolFull:
        return nothing, 429
    except EvaluationStopped as stop:
        return nothing, 500 if stop.reason == "crash" else 200


def _schemas(sent: str) -> dict[str, list[str]]:
    """What was sent, as far as it has the form that the page gives it."""
    try:
        found = json.loads(sent or "{}")
    except (ValueError, RecursionError):
        return {}
    pairs = found.items() if isinstance(found, dict) else ()
    return {urn: [name for name in names if isinstance(name, str)] for urn, names in pairs if isinstance(names, list)}
