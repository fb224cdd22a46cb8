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

FORMATTED: Final = ("mapping", "payload", "tests", "current")
"""The texts with a button that gives them one layout."""
