"""The JUnit report: what services read of it, and characters that XML does not have."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from mapper.cases.junit import junit
from mapper.cases.suites import find_tests, load_suites

from .test_cases import MAPPING

TESTS = """\
cases:
  - case: passes
    user: {userName: a@example.com, displayName: A}
    expect: {name: A}
  - case: "fails <&]]>\\u202e 田中"
    user: user.json
    expect: {name: B, job_title: T}
  - case: is at fault
    user: {userName: a@example.com}
    expect: {nam: A}
"""


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ET.Element:
    monkeypatch.chdir(tmp_path)
    Path("acme.yaml").write_text(MAPPING, encoding="utf-8")
    Path("acme.tests.yaml").write_text(TESTS, encoding="utf-8")
    payload = {"userName": "a@example.com", "displayName": "<b>&\x1b\x0b\ufffe]]></b>", "title": "a\nb"}
    Path("user.json").write_text(json.dumps(payload), encoding="utf-8")
    Path("other.yaml").write_text("mapping: 1\nname: other\n", encoding="utf-8")
    Path("other.tests.yaml").write_text("cases:\n  - {case: a, user: {userName: a}, action: skip}\n", encoding="utf-8")
    Path("wrong.yaml").write_text("mapping: 2\nname: wrong\n", encoding="utf-8")
    Path("wrong.tests.yaml").write_text("cases:\n  - {case: a, user: {userName: a}, action: skip}\n", encoding="utf-8")
    suites = load_suites(find_tests(["."]))
    for suite in suites:
        suite.run()
    return ET.fromstring(junit(suites))


def test_numbers_add_up(report: ET.Element) -> None:
    assert report.tag == "testsuites"
    numbers = [
        (each.get("name"), *(int(each.get(key, "")) for key in ("tests", "failures", "errors", "skipped")))
        for each in (report, *report)
    ]
    assert numbers == [
        ("mapper test", 5, 1, 2, 0),
        ("acme.tests.yaml", 3, 1, 1, 0),
        ("other.tests.yaml", 1, 0, 0, 0),
        ("wrong.tests.yaml", 1, 0, 1, 0),
    ]
    for suite in report:
        assert len(suite.findall("testcase")) == int(suite.get("tests", ""))
        assert len(suite.findall("testcase/failure")) == int(suite.get("failures", ""))
        assert len(suite.findall("testcase/error")) == int(suite.get("errors", ""))
        assert sum(float(case.get("time", "")) for case in suite) == pytest.approx(
            float(suite.get("time", "")), abs=1e-4
        )


def test_each_case_has_its_place_and_what_differs(report: ET.Element) -> None:
    error, passed, failed = report[0]
    assert (passed.get("name"), passed.get("file"), passed.get("line")) == ("passes", "acme.tests.yaml", "2")
    assert list(passed) == []
    assert failed.get("name") == "fails <&]]>\\u202e 田中"
    assert failed[0].get("message") == "differs: name, job_title"
    told = failed[0].text or ""
    assert 'got       "<b>&\\u001b\\u000b\\ufffe]]></b>"' in told
    assert 'got       "a\\nb"' in told
    assert "acme.yaml:9:13  displayName  won" in told
    assert (error.get("line"), error[0].tag, error[0].get("type")) == ("10", "error", "unknown-field")
    assert "hint: did you mean 'name'?" in (error[0].text or "")
    assert report[2][0][0].get("type") == "unsupported-version"
