"""The text of a mapping's tests -> what the page shows of them: the cases, what differs, and how much they reach.

Tests are parsed once for a text, and run once for a text and a mapping: to edit a payload does not run them again.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import Final

from ..cases.beside import NamedFile, NamedFiles, NotOpened, OpenFile
from ..cases.comparison import Difference
from ..cases.coverage import Coverage, Line, Missing
from ..cases.origins import Origin
from ..cases.reader import TestsSyntax
from ..cases.recording import is_blank
from ..cases.report import state_lines
from ..cases.running import Result, run_cases
from ..cases.suites import Suite, TestedMapping, suite_of
from ..engine.checked import CheckedMapping
from ..engine.compiler import CompiledMapping
from ..engine.diagnostics import Diagnostics
from ..engine.text import Source
from ..engine.yaml_nodes import Node, parse
from ..schemas.values import Json
from ..terminal import cut, shown
from .explained import place
from .faults import fault_of_yaml
from .problems import problems_told

TESTS_NAME: Final = "mapping.tests.yaml"

MOST_SECONDS: Final = 0.5
"""So long the cases of a text may take of the processor; those after that are counted, and not run."""

MOST_FAILED: Final = 50
MOST_PASSED: Final = 500
"""So many cases are told of each kind."""

MOST_DIFFERENCES: Final = 100
"""So many differences are told of all cases together."""

_MOST_OF_ONE: Final = 30
_MOST_LINES: Final = 10
_MOST_MISSING: Final = 300
_MOST_COLUMNS: Final = 200


@dataclass(frozen=True, slots=True)
class Tested:
    """What is `told` of the tests (None: there are none), their faults, and the marks of the lines of the mapping.

    `is_at_fault`: no case can be used.
    """

    told: dict[str, Json] | None = None
    faults: list[dict[str, Json]] = field(default_factory=list)
    coverage: list[Json] = field(default_factory=list)
    is_at_fault: bool = False


def tested(text: str, compiled: CompiledMapping | None, files: NamedFiles | None, *, in_full: bool) -> Tested:
    """The tests in *text*, run against the mapping; *files* are those that they may name, by name.

    `told` has how many cases `passed` and `failed`, how many `errors` the text has, and how many cases there was no
    time for. When it is to be told *in_full* it also has the cases, and how much of the mapping they reach.
    """
    if compiled is None or is_blank(text.encode(errors="surrogatepass")):
        return Tested()
    suite = _ran(text, compiled, _kept(files) if files is not None else None)
    faults = [fault_of_yaml("tests", found) for found in suite.faults]
    passed = sum(result.passed for result in suite.results)
    told: dict[str, Json] = {
        "passed": passed,
        "failed": len(suite.results) - passed,
        "errors": sum(fault["severity"] == "error" for fault in faults),
        "not_run": len(suite.cases) - len(suite.results),
    }
    is_at_fault = suite.faults.has_errors and not suite.cases
    if not in_full or is_at_fault:
        return Tested(told, faults, is_at_fault=is_at_fault)
    coverage = suite.mapping.coverage if suite.mapping is not None else None
    assert coverage is not None
    told |= {**_cases(suite.results, compiled.checked), "coverage": _coverage(coverage)}
    return Tested(told, faults, [_mark(line) for line in coverage.lines])


def tested_mapping(compiled: CompiledMapping) -> TestedMapping:
    """The mapping as tests need it, of which nothing was reached yet."""
    checked = compiled.checked
    return TestedMapping(checked.source.name, checked, compiled, Diagnostics(), Coverage(checked))


def opening(files: NamedFiles | None) -> OpenFile:
    """Opens *files*, given by name, and no others."""

    def open_file(name: str) -> bytes:
        if files is None:
            raise NotOpened("this page reads no files", "write in its place what the file holds")
        if name not in files:
            raise OSError(0, "it is not there, or cannot be read")
        file = files[name]
        if isinstance(file, str):
            return file.encode(errors="surrogateescape")
        reason, hint = file
        raise NotOpened(str(reason), hint) if hint is not None else OSError(0, reason)

    return open_file


def _kept(files: NamedFiles) -> tuple[tuple[str, NamedFile], ...]:
    """The same files as a key under which a run is kept."""
    return tuple((name, file if isinstance(file, str) else tuple(file)) for name, file in files.items())


@lru_cache(2)  # the other one is that of whoever uses the same worker
def _ran(text: str, compiled: CompiledMapping, files: tuple[tuple[str, NamedFile], ...] | None) -> Suite:
    syntax = TestsSyntax(Source(TESTS_NAME, text), _parse)
    suite = suite_of(syntax, tested_mapping(compiled), opening(dict(files) if files is not None else None))
    mapping = suite.mapping
    assert mapping is not None
    assert mapping.coverage is not None
    until = time.process_time() + MOST_SECONDS
    for case in suite.cases:
        if time.process_time() > until:
            break
        suite.results += run_cases((case,), compiled.checked, compiled, mapping.coverage)
    return suite


def _parse(source: Source) -> tuple[Node | None, Diagnostics]:
    root, found = _parsed(source)
    return root, found.copy()


@lru_cache(2)
def _parsed(source: Source) -> tuple[Node | None, Diagnostics]:
    return parse(source)


# --- cases -----------------------------------------------------------------------------------------------------------


def _cases(results: Sequence[Result], mapping: CheckedMapping) -> dict[str, Json]:
    """The cases in the order of the text; of those that are too many the last are left out, and counted."""
    room = {True: MOST_PASSED, False: MOST_FAILED}
    differences = MOST_DIFFERENCES
    told: list[Json] = []
    for result in results:
        if room[result.passed] > 0:
            room[result.passed] -= 1
            most = min(differences, _MOST_OF_ONE)
            told.append(_case(result, mapping, most))
            differences -= min(len(result.differences), most)
    return {"cases": told, "left_out": len(results) - len(told)}


def _case(result: Result, mapping: CheckedMapping, most: int) -> Json:
    differences = result.differences[:most]
    return {
        "name": _cut(result.case.name),
        "place": place(result.case.span),
        "passed": result.passed,
        "differences": [_difference(*each, mapping) for each in differences],
        "left_out": len(result.differences) - len(differences),
    }


def _difference(difference: Difference, origins: Sequence[Origin], mapping: CheckedMapping) -> Json:
    """What `mapper test` prints of a difference."""
    return {
        "field": _cut(difference.field),
        "place": place(difference.span),
        "expected": [_cut(line) for line in islice(state_lines(difference.expected), _MOST_LINES)],
        "got": [_cut(line) for line in islice(state_lines(difference.got), _MOST_LINES)],
        "from": [_origin(each) for each in origins] or _of_problem(difference, mapping),
    }


def _origin(origin: Origin) -> Json:
    return {
        "place": place(origin.span) if origin.span is not None else None,
        "text": _cut(" ".join(origin.text.split())),
        "verdict": _cut(origin.verdict),
        "payload": None,
    }


def _of_problem(difference: Difference, mapping: CheckedMapping) -> list[Json]:
    """Where a problem is that was not expected, in the mapping and in the payload."""
    told = problems_told([difference.problem], mapping) if difference.problem is not None else []
    return [{"place": each["mapping"], "text": "", "verdict": "", "payload": each["payload"]} for each in told]


# --- coverage --------------------------------------------------------------------------------------------------------


def _coverage(coverage: Coverage) -> Json:
    missing = coverage.missing
    return {
        "percent": coverage.percent,
        "reached": coverage.total - len(missing),
        "total": coverage.total,
        "missing": [
            {"what": each.what, "text": _cut(each.text), "lacks": each.lacks, "place": place(each.span)}
            for each in missing[:_MOST_MISSING]
        ],
        "left_out": max(0, len(missing) - _MOST_MISSING),
    }


def _mark(line: Line) -> Json:
    """The mark of a line: whether all, something or nothing that begins on it was reached, and what was not."""
    missing = len(line.missing)
    state = "covered" if not missing else "missed" if missing == line.total else "partly"
    title = "; ".join(map(_lacking, line.missing[:3])) + ("; …" if missing > 3 else "")
    return {"line": line.number, "state": state, "title": title or "reached by the tests"}


def _lacking(missing: Missing) -> str:
    return f"{missing.what} {missing.lacks}: {cut(missing.text, 60)}"


def _cut(text: str) -> str:
    return cut(shown(text), _MOST_COLUMNS)
