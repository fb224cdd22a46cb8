"""The texts that people type into the page, each with the word by which the page speaks of it."""

from __future__ import annotations

from typing import Final

CONTEXT: Final = {
    "current": "stored person",
    "groups": "groups",
    "directory": "directory",
    "account": "account",
    "connection": "client",
    "now": "time",
}
"""What stands beside the payload: the names that the preview has for it."""

PANES: Final = {"mapping": "mapping", "payload": "payload", "tests": "tests", **CONTEXT, "earlier": "other mapping"}

STAGES: Final = {
    "mapping": "It was reading the",
    "payload": "It was applying the mapping to the",
    "tests": "It was running the",
    "earlier": "It was comparing with the",
}
"""What an evaluation that was stopped was at, by the text on which it worked then."""

FORMATTED: Final = ("mapping", "payload", "tests", "current")
"""The texts with a button that gives them one layout."""
