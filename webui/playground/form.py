"""The form of the page as it was posted -> the texts, the version to compare with, the view, the open rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from mapper.cases.beside import NamedFiles

from .panes import PANES
from .rows import toggled, with_chosen
from .versions import Version

VIEWS: Final = {
    "person": "Table",
    "write": "Before / after",
    "tests": "Tests",
    "compare": "Compare",
    "json": "JSON",
}
"""What the page can look at: the people, what is written over the people as stored, the tests of the mapping, what
differs from another mapping, and the outcomes as JSON. Each with its name on the switch."""


@dataclass(frozen=True, slots=True)
class Form:
    """What the page holds: the text of each pane, an earlier version of the mapping, the view, and the open rows.

    `toggled` is the row whose button was pressed, `case` the name for a case that is to be saved.
    `files` are those that the tests may name, by name (see `mapper.cases.beside`); None where the page reads none.
    """

    texts: Mapping[str, str]
    version: Version
    view: str = "person"
    opened: str = ""
    toggled: str | None = None
    case: str = ""
    files: NamedFiles | None = None

    def with_mapping(self, text: str, tests: str) -> Form:
        """The form after somebody starts again with this mapping and its tests."""
        return replace(self, texts={**self.texts, "mapping": text, "tests": tests}, version=Version(text))

    def with_tests(self, text: str) -> Form:
        """The form with other tests, looking at what becomes of them."""
        return replace(self, texts={**self.texts, "tests": text}, view="tests", case="")

    def with_task(self, texts: Mapping[str, str]) -> Form:
        """The form with the texts of an example, and nothing else; it may say at which view to look."""
        panes = {pane: texts.get(pane, "") for pane in PANES}
        view = texts.get("view", self.view)
        return replace(self, texts=panes, view=view, opened="", version=Version(texts.get("mapping", "")))

    def with_own(self, texts: Mapping[str, str]) -> Form:
        """The form with texts of one's own; an example of a mapping has nothing to do with one's own mapping."""
        if "mapping" in texts:
            return replace(self, texts={**self.texts, "tests": "", **texts}, version=Version(texts["mapping"]))
        return replace(self, texts={**self.texts, **texts})

    def with_text(self, pane: str, text: str) -> Form:
        """The form with another text in one pane."""
        return replace(self, texts={**self.texts, pane: text})

    def compared(self) -> Form:
        """The form with the version that its mapping is to be compared with; who looks at both compares just those."""
        if self.view == "compare":
            return self
        return replace(self, version=self.version.beside(self.texts["mapping"]))

    def pressed(self, buttons: Mapping[str, str]) -> Form:
        """The form after a button that compares, goes back to the earlier version, chooses a payload, opens a row."""
        form = self
        if buttons.get("compare") == "this":
            form = replace(self, version=Version(self.texts["mapping"], is_picked=True))
        elif buttons.get("compare") == "back":
            form = replace(self, texts={**self.texts, "mapping": self.version.text})
        if "choose" in buttons:
            form = replace(form, opened=with_chosen(self.opened, buttons["choose"]), toggled=f"{buttons['choose']}:")
        if "toggle" in buttons:
            token = buttons["toggle"]
            form = replace(form, opened=toggled(self.opened, token), toggled=token)
        return form


def form_of(fields: Mapping[str, str]) -> Form:
    """The form that was posted as *fields*."""
    texts = {pane: _text(fields, pane) for pane in PANES}
    view = fields.get("view", "")
    # The script does not send the same text twice; and who looks at both mappings has picked the other one.
    earlier = _text(fields, "earlier" if "earlier" in fields else "mapping")
    version = Version(earlier, is_picked=fields.get("since") == "picked" or view == "compare")
    view = view if view in VIEWS else "person"
    return Form(texts, version, view, fields.get("open", ""), case=fields.get("case", ""))


def _text(fields: Mapping[str, str], name: str) -> str:
    """A text with the line ends that its author typed: forms are posted with CRLF."""
    return fields.get(name, "").replace("\r\n", "\n").replace("\r", "\n")
