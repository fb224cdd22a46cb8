"""The texts of the page -> what the page says of them: the answer of the sandbox, put into the words of people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from mapper.sandbox import EvaluationStopped, PoolFull, Sandbox
from mapper.schemas.values import Json

from .cases import tests_summary
from .comparison import Comparison, comparison
from .findings import Finding, findings_of
from .form import Form
from .grid import Grid, grid
from .marks import Marks, marks_of, no_marks
from .panes import CONTEXT, PANES
from .rows import opened_rows
from .sentences import counted, sentence
from .stopped import STAGES, stage_of
from .versions import Difference, difference
from .write import Write, write_of


@dataclass(frozen=True, slots=True)
class Answer:
    """What the page shows: a summary, the panes at fault, what is to be looked at, and a result for each payload.

    For want of a pane `at_fault` there is nothing to show; in one that is `faulty` something is wrong. `tests` is what
    became of the tests, None when there are none. What was `stopped` says why; `stage` is the pane on whose
    text the work was then, None when that is not known.

    Of several `payloads` there is a `grid`, and one of the results is `chosen`. `writes` and `comparison` are there in
    the views that show them. `short_names` are those of the extensions by their URNs. `marks` are for the editors.
    """

    summary: str
    status: int = 200
    at_fault: tuple[str, ...] = ()
    faulty: frozenset[str] = frozenset()
    stopped: str | None = None
    stage: str | None = None
    findings: list[Finding] = field(default_factory=list)
    results: list[dict[str, Json]] = field(default_factory=list)
    payloads: int = 0
    grid: Grid | None = None
    chosen: dict[str, Json] | None = None
    writes: tuple[Write, ...] = ()
    comparison: Comparison | None = None
    tests: dict[str, Json] | None = None
    short_names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    note: str | None = None
    difference: Difference | None = None
    marks: Marks = field(default_factory=no_marks)

    @property
    def is_good(self) -> bool:
        """Whether there is a result to show; otherwise the page keeps the last one."""
        return not self.at_fault and self.stopped is None


def answer_to(sandbox: Sandbox, form: Form) -> Answer:
    """Have the texts of *form* evaluated; what stops that is a part of the answer, so that no text is ever lost."""
    texts, preview, stage = form.texts, None, None
    try:
        preview = sandbox.ask(
            "preview",
            mapping=texts["mapping"],
            payload=texts["payload"],
            context={pane: texts[pane] for pane in CONTEXT},
            earlier=form.version.text,
            tests=texts["tests"],
            files=form.files,
            opened=opened_rows(form.opened),
            view=form.view,
        )
    except PoolFull as full:
        status, said, stopped = 429, "busy", sentence(full)
    except EvaluationStopped as stop:
        status, said, stopped = 500 if stop.reason == "crash" else 200, "stopped", sentence(stop)
        stage = stage_of(stop, STAGES)
    differs = difference(form.version, preview, texts["mapping"])
    if preview is None:
        said = f"{PANES[stage]}: {said}" if stage else said
        return Answer(said, status, stopped=stopped, stage=stage, difference=differs)
    findings, results = list(findings_of(preview)), preview["results"]
    one = next((result for result in results if result["number"] == preview["chosen"]), None)
    return Answer(
        _summary(preview, findings, differs),
        at_fault=tuple(preview["at_fault"]),
        faulty=frozenset(found["pane"] for found in preview["faults"] if found["severity"] == "error"),
        findings=findings,
        results=results,
        payloads=preview["payloads"],
        grid=grid(results, preview["faults"], one["number"]) if one else None,
        chosen=one,
        writes=tuple(map(write_of, results)) if form.view == "write" else (),
        comparison=_comparison(form, preview) if form.view == "compare" else None,
        tests=preview["tests"],
        short_names=preview["short_names"],
        note=preview["note"],
        difference=differs,
        marks=marks_of(findings, preview),
    )


def _comparison(form: Form, preview: dict[str, Json]) -> Comparison:
    is_stored = bool(form.texts["current"].strip())
    return comparison(preview["compare"], form.texts["mapping"], form.version.text, is_stored=is_stored)


def _summary(preview: dict[str, Json], findings: list[Finding], differs: Difference | None) -> str:
    """The status line, short enough to be read out at every pause in typing."""
    if preview["at_fault"]:
        return "; ".join(f"{PANES[pane]}: {_trouble(pane, findings)}" for pane in preview["at_fault"])
    parts = ["valid", counted(preview["rules"], "rule")]
    if findings:
        parts.append(counted(len(findings), "problem"))
    if preview["tests"] is not None:
        parts += tests_summary(preview["tests"])
    if differs is not None and differs.short:
        parts.append(differs.short)
    return ", ".join([*parts, f"{preview['milliseconds']:g} ms"])


def _trouble(pane: str, findings: list[Finding]) -> str:
    """YAML is checked to its end, so its errors are counted; of other texts no more is known than that."""
    if pane not in ("mapping", "tests", "directory", "account", "earlier"):
        return "cannot be read"
    return counted(sum(found.pane == pane and found.severity == "error" for found in findings), "error")
