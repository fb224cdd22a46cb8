"""Results of tests -> a JUnit report (XML), which the services that run tests read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from ..engine.diagnostics import Diagnostic, Severity
from ..render import diagnostic_text
from .report import difference_lines
from .running import Result
from .suites import Suite

# XML 1.0 section 2.2 has no way to write these; the others steer terminals or turn the direction of text.
_NO_XML = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufffe\uffff]"
)


def junit(suites: Sequence[Suite]) -> bytes:
    """The report: a suite for each file of tests, a testcase for each case, and one for each error in the files."""
    root = Element("testsuites", name="mapper test")
    for suite in suites:
        _add_suite(root, suite)
    _count(root, list(root), [float(each.get("time", "0")) for each in root])
    indent(root)
    report: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return report + b"\n"


def _add_suite(root: Element, suite: Suite) -> None:
    element = SubElement(root, "testsuite", name=_text(str(suite.path)), file=_text(str(suite.path)))
    mapping = suite.mapping
    errors = [*(mapping.faults if mapping is not None and mapping.checked is None else ()), *suite.faults]
    for found in errors:
        if found.severity is Severity.ERROR:
            _add_error(element, suite, found)
    for result in suite.results:
        _add_case(element, suite, result)
    _count(element, list(element), [result.seconds for result in suite.results])


def _count(element: Element, inner: list[Element], seconds: list[float]) -> None:
    """Put the numbers of what is in it to an element."""
    element.set("tests", str(sum(int(each.get("tests", "1")) for each in inner)))
    for name in ("failure", "error"):
        found = [
            int(each.get(f"{name}s", "0")) if each.tag == "testsuite" else len(each.findall(name)) for each in inner
        ]
        element.set(f"{name}s", str(sum(found)))
    element.set("skipped", "0")
    element.set("time", f"{sum(seconds):.6f}")


def _add_case(element: Element, suite: Suite, result: Result) -> None:
    case = result.case
    added = _testcase(element, suite, case.name, case.span.place.line, result.seconds)
    if not result.passed:
        fields = ", ".join(dict.fromkeys(difference.field for difference, _ in result.differences))
        failure = SubElement(added, "failure", message=_text(f"differs: {fields}"), type="difference")
        lines = [line for each in result.differences for line in difference_lines(*each)]
        failure.text = _text("\n".join([f"{case.span.place.file}:{case.span.place.line}", *lines]))


def _add_error(element: Element, suite: Suite, found: Diagnostic) -> None:
    place = found.span.place
    added = _testcase(element, suite, f"{place.file}:{place.line}:{place.column}", place.line, 0.0)
    error = SubElement(added, "error", message=_text(found.message), type=found.code.name)
    error.text = _text(diagnostic_text(found))


def _testcase(element: Element, suite: Suite, name: str, line: int, seconds: float) -> Element:
    group = suite.path.name.removesuffix(".yaml")
    return SubElement(
        element,
        "testcase",
        name=_text(name),
        classname=_text(group),
        file=_text(str(suite.path)),
        line=str(line),
        time=f"{seconds:.6f}",
    )


def _text(text: str) -> str:
    """*text* with escapes for the characters that cannot stand in XML or in a log."""
    return _NO_XML.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)
