"""The texts that a page begins with, where they are those of files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mapper.schemas.values import Json


@dataclass(frozen=True, slots=True)
class Opened:
    """The `texts` by pane; the names of those that are `files`, with digests of what they hold.

    `are_written` says that edits go into the files.
    """

    texts: Mapping[str, str]
    files: Mapping[str, tuple[str, str]]
    are_written: bool

    def name(self, pane: str) -> str | None:
        """The name of the file that stands in the pane."""
        found = self.files.get(pane)
        return found[0] if found else None

    def as_json(self) -> dict[str, Json]:
        """What the script of the page has to know of the files, by pane."""
        return {pane: {"name": name, "digest": digest} for pane, (name, digest) in self.files.items()}
