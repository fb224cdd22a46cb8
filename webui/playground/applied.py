"""What an answer offers to do with a text, by the buttons beside it -> the form with that done, and a sentence on it.

The offer is looked for again in the answer to the texts as they are, so that no changed text is spoiled.
"""

from __future__ import annotations

from dataclasses import replace

from mapper.sandbox import Sandbox
from mapper.schemas.values import Json

from .answers import answer_to
from .findings import fix_word
from .form import Form

_UNIT = "utf-16-le"


def with_fix(sandbox: Sandbox, form: Form, word: str) -> tuple[Form, str]:
    """The form after the fix that *word* names (see `findings.fix_word`)."""
    for found in answer_to(sandbox, form).findings:
        for fix in found.fixes:
            if fix_word(fix, found.pane) == word:
                return form.with_text(
                    found.pane, _edited(form.texts[found.pane], fix["edits"])
                ), f"{fix['title']}: done."
    return form, "The text has changed since, so nothing was done."


def with_written(sandbox: Sandbox, form: Form) -> tuple[Form, str]:
    """The form with the person as written in place of the person as stored."""
    form = replace(form, view="write")
    for write in answer_to(sandbox, form).writes[:1]:
        if write.person is not None:
            return form.with_text("current", write.person), "The person as written is the one as stored."
    return form, "Nobody is written, so the person as stored stays."


def _edited(text: str, edits: list[dict[str, Json]]) -> str:
    """The text with each of *edits* made, whose places are UTF-16 code units of the text as it was."""
    units = text.encode(_UNIT, errors="surrogatepass")
    for edit in sorted(edits, key=lambda each: each["from"], reverse=True):
        insert = str(edit["insert"]).encode(_UNIT, errors="surrogatepass")
        units = units[: 2 * edit["from"]] + insert + units[2 * edit["to"] :]
    return units.decode(_UNIT, errors="surrogatepass")
