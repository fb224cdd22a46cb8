"""The tests of the mapping, and a case that was saved or refused -> the words of the page."""

from __future__ import annotations

from dataclasses import dataclass

from mapper.sandbox import EvaluationStopped, PoolFull, Sandbox
from mapper.schemas.values import Json

from .form import Form
from .panes import CONTEXT
from .sentences import counted
from .stopped import SAVING, refusal_said


@dataclass(frozen=True, slots=True)
class Saving:
    """What became of the wish to save a case: the text of the tests, None when it was refused, and a sentence."""

    text: str | None
    sentence: str


def saving(sandbox: Sandbox, form: Form) -> Saving:
    """The tests of *form* with its payload and the present outcome as one more case."""
    texts = form.texts
    try:
        saved = sandbox.ask(
            "save_case",
            mapping=texts["mapping"],
            payload=texts["payload"],
            context={pane: texts[pane] for pane in CONTEXT},
            tests=texts["tests"],
            name=form.case,
            files=form.files,
        )
    except (PoolFull, EvaluationStopped) as stop:
        return Saving(None, f"Nothing was saved. {refusal_said(stop, SAVING)}")
    if "refused" in saved:
        return Saving(None, f"Nothing was saved: {saved['refused']}.")
    return Saving(saved["tests"], f"Saved as the case “{saved['case']}”.")


def tests_summary(tests: dict[str, Json]) -> list[str]:
    """What the status line says of the tests: `5 tests passed`, `1 of 5 tests failed`."""
    passed, failed = tests["passed"], tests["failed"]
    parts = []
    if failed:
        of_all = counted(passed + failed, "test") if passed else counted(failed, "test")
        parts.append(f"{failed} of {of_all} failed" if passed else f"{of_all} failed")
    elif passed:
        parts.append(f"{counted(passed, 'test')} passed")
    if tests["errors"]:
        parts.append(f"{counted(tests['errors'], 'error')} in the tests")
    if tests["not_run"]:
        parts.append(f"{counted(tests['not_run'], 'test')} not run")
    return parts


def tests_count(tests: dict[str, Json]) -> str:
    """What matters most of it beside the word `Tests` of the switch: `4 ok`, or `1 failed`."""
    if tests["failed"]:
        return f"{tests['failed']:,} failed"
    return counted(tests["errors"], "error") if tests["errors"] else f"{tests['passed']:,} ok"
