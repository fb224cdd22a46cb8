"""Results of tests -> text for people, in which only what differs is told, and JSON for programs."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Sequence

from ..engine.diagnostics import Diagnostics
from ..engine.text import Span
from ..json_writer import write_json
from ..render import Paint, counted, diagnostic_json, diagnostic_text, plain
from ..schemas.values import Json
from ..terminal import cut, shown
from .comparison import Difference, State, as_json, state_text
from .origins import Origin
from .running import Result
from .suites import Suite, TestedMapping, errors_in
from .tree import Case

_LABEL = 10
"""The width of `expected`, `got` and `from` with the blanks behind them."""
_WORDS = 60
"""So much is shown of a candidate; its place says where the rest stands."""


def report_text(suites: Sequence[Suite], *, coverage: bool, paint: Paint = plain) -> str:
    """What differs and what is at fault, a line of numbers, and how much of each mapping was reached.

    *coverage*: what was not reached is listed.
    """
    parts = [diagnostic_text(found, paint) for faults in _all_faults(suites) for found in faults]
    parts += [_failure(suite, result, paint) for suite in suites for result in suite.results if not result.passed]
    coverages = _coverage_lines(suites, listed=coverage, paint=paint)
    parts.append("\n".join([summary(suites, paint), *coverages, *_more(suites)]))
    return "\n\n".join(parts)


def summary(suites: Sequence[Suite], paint: Paint = plain) -> str:
    """`12 passed, 1 failed`, and how many faults kept tests from running."""
    passed, failed, faults = numbers(suites)
    text = f"{passed} passed, {failed} failed"
    if faults:
        text += f", {counted(faults, 'error')} in the files"
    return paint(text, "error" if failed or faults else "strong")


def _more(suites: Sequence[Suite]) -> Iterator[str]:
    """How the first field that differs can be looked into."""
    for suite in suites:
        for result in suite.results:
            field = next((each.source for each, _ in result.differences if each.source is not None), None)
            if field is not None and suite.mapping is not None:
                yield shown(_more_of(suite, suite.mapping, result.case, field))
                return


def _more_of(suite: Suite, mapping: TestedMapping, case: Case, field: str) -> str:
    """The command that explains a field of a case, and what of the case has to be put into files for it."""
    file = str(suite.path.parent / case.file) if case.file is not None else "FILE"
    words = ["mapper", "explain", mapping.name, file, field]
    words += ["--group"] if case.is_group else []
    words += ["--connection", case.connection] if case.connection is not None else []
    words += ["--now", case.now.isoformat().replace("+00:00", "Z")] if case.now is not None else []
    told = [f"{shlex.join(words)} tells more"]
    if case.file is None:
        told.append(f"FILE holds the {'group' if case.is_group else 'user'} of the case as JSON")
    beside = [f"--{name}" for name in ("current", "groups", "directory", "account") if getattr(case, name) is not None]
    told += [f"what stands beside it goes into files for {', '.join(beside)}"] if beside else []
    return "; ".join(told)


def numbers(suites: Sequence[Suite]) -> tuple[int, int, int]:
    """How many cases passed and failed, and how many errors the files of tests and the mappings have."""
    results = [result for suite in suites for result in suite.results]
    passed = sum(result.passed for result in results)
    return passed, len(results) - passed, sum(errors_in(faults) for faults in _all_faults(suites))


def tested_mappings(suites: Iterable[Suite]) -> list[TestedMapping]:
    """The mappings that ran, each once, though several files of tests may be for one."""
    mappings = {id(suite.mapping): suite.mapping for suite in suites if suite.mapping is not None}
    return [mapping for mapping in mappings.values() if mapping.coverage is not None]


def _all_faults(suites: Iterable[Suite]) -> Iterator[Diagnostics]:
    """The faults of mappings, each mapping once, and of tests."""
    told: set[int] = set()
    for suite in suites:
        if suite.mapping is not None and suite.mapping.checked is None and id(suite.mapping) not in told:
            told.add(id(suite.mapping))
            yield suite.mapping.faults
        yield suite.faults


# --- text ------------------------------------------------------------------------------------------------------------


def _failure(suite: Suite, result: Result, paint: Paint) -> str:
    lines = [f"{paint(_at(result.case.span), 'strong')}: {paint('failed', 'error')}: {shown(result.case.name)}"]
    for difference, origins in result.differences:
        lines += difference_lines(difference, origins, paint)
    return "\n".join(lines)


def difference_lines(difference: Difference, origins: Sequence[Origin], paint: Paint = plain) -> list[str]:
    """One difference: the field, what was expected, what came, and which lines of the mapping it came from."""
    lines = [f"  {paint(shown(difference.field), 'strong')}"]
    lines += _labelled("expected", state_lines(difference.expected), paint)
    lines += _labelled("got", state_lines(difference.got), paint)
    lines += _labelled("from", _origin_lines(difference, origins), paint)
    return lines


def _labelled(label: str, texts: Sequence[str], paint: Paint) -> list[str]:
    """Lines of which the first has a label, and the others stand below it."""
    labels = [label, *[""] * len(texts)]
    return [f"    {paint(each.ljust(_LABEL), 'muted')}{text}" for each, text in zip(labels, texts, strict=False)]


def state_lines(state: State) -> list[str]:
    """A state in words; a list of entries takes a line for each."""
    value = as_json(state.value)
    if state.does == "set" and isinstance(value, list) and len(value) > 1 and isinstance(value[0], dict):
        return [write_json(entry) for entry in value]
    return [shown(state_text(state))]


def _origin_lines(difference: Difference, origins: Sequence[Origin]) -> list[str]:
    if difference.problem is not None and difference.problem.mapping is not None:
        place = ":".join(map(str, difference.problem.mapping))
        payload = f" (payload {difference.problem.payload})" if difference.problem.payload else ""
        return [shown(f"{place}{payload}")]
    return [_origin(origin) for origin in origins]


def _origin(origin: Origin) -> str:
    text = f"{_at(origin.span)}  {cut(shown(origin.text), _WORDS)}" if origin.span is not None else shown(origin.text)
    return f"{text}  {shown(origin.verdict)}" if origin.verdict else text


def _at(span: Span) -> str:
    place = span.place
    return f"{shown(place.file)}:{place.line}:{place.column}"


def _coverage_lines(suites: Sequence[Suite], *, listed: bool, paint: Paint) -> Iterator[str]:
    for mapping in tested_mappings(suites):
        coverage = mapping.coverage
        assert coverage is not None
        missing = coverage.missing
        line = f"{shown(mapping.name)}: {coverage.percent} % covered"
        if not missing:
            yield line
            continue
        hint = "" if listed else "; --coverage lists it"
        yield f"{line}, {len(missing)} of {coverage.total} not reached{hint}"
        for each in missing if listed else ():
            what = "" if each.what == "candidate" else f"{each.what} "
            yield f"  {_at(each.span)}  {what}{cut(shown(each.text), _WORDS)}  {paint(each.lacks, 'muted')}"


# --- JSON ------------------------------------------------------------------------------------------------------------


def report_json(suites: Sequence[Suite]) -> dict[str, Json]:
    """All results, as in the output of `mapper test --format json`."""
    passed, failed, faults = numbers(suites)
    return {
        "passed": passed,
        "failed": failed,
        "errors": faults,
        "faults": [diagnostic_json(found) for listed in _all_faults(suites) for found in listed],
        "cases": [_case_json(suite, result) for suite in suites for result in suite.results],
        "coverage": [_coverage_json(mapping) for mapping in tested_mappings(suites)],
    }


def _case_json(suite: Suite, result: Result) -> Json:
    place = result.case.span.place
    return {
        "case": result.case.name,
        "passed": result.passed,
        "mapping": suite.mapping.name if suite.mapping is not None else None,
        "file": place.file,
        "line": place.line,
        "differences": [_difference_json(*each) for each in result.differences],
    }


def _difference_json(difference: Difference, origins: Sequence[Origin]) -> Json:
    problem = difference.problem
    return {
        "field": difference.field,
        "line": difference.span.place.line,
        "expected": difference.expected.as_json(),
        "got": difference.got.as_json(),
        "from": [origin.as_json() for origin in origins],
        "problem": problem.as_json() if problem is not None else None,
    }


def _coverage_json(mapping: TestedMapping) -> Json:
    coverage = mapping.coverage
    assert coverage is not None
    missing = coverage.missing
    return {
        "mapping": mapping.name,
        "percent": coverage.percent,
        "reached": coverage.total - len(missing),
        "total": coverage.total,
        "missing": [each.as_json() for each in missing],
    }
