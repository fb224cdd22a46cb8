"""Cases of the language as data: what a case says is done, and what it expects is compared.

The keys of a case are told in `tests/language/README.md`.
"""

from __future__ import annotations

import textwrap
from datetime import datetime
from pathlib import Path

import pytest
from ruamel.yaml import YAML

import mapper
from mapper.context_files import read_declared
from mapper.engine.diagnostics import Diagnostic, Severity
from mapper.engine.outcome import REASONS_TO_KEEP, Problem
from mapper.files import check_text
from mapper.json_reader import read_json
from mapper.schemas.values import Json

STORED = {"id": "p1", "primary_email": "old@example.com", "name": "Old Name"}
KINDS = {"organizations": "organization", "sites": "site", "calendars": "calendar", "people": "person"}
KEYS = {
    "case", "fields", "mapping", "user", "user_json", "group", "members", "current", "groups", "directory", "account",
    "connection", "now", "person", "clear", "problems", "keep", "action", "reason", "look_again", "stands_for",
    "called", "receive", "faults", "warned", "account_file",
}  # fmt: skip


def read_cases(file: Path) -> list[dict[str, Json]]:
    """The cases of a file, as YAML 1.2 reads them."""
    cases: list[dict[str, Json]] = YAML(typ="safe", pure=True).load(file.read_text(encoding="utf-8"))
    return cases


def text_of(case: dict[str, Json]) -> str:
    if "mapping" in case:
        return str(case["mapping"])
    fields = textwrap.indent(str(case["fields"]), "      ")
    return f"mapping: 1\nname: case\nusers:\n  - rule: R\n    person:\n{fields}"


def faults(case: dict[str, Json]) -> list[str]:
    """The codes of the errors, with their place where the case rules on it."""
    with pytest.raises(mapper.InvalidMapping) as caught:
        mapper.loads(text_of(case), name="case.yaml")
    found = []
    for diagnostic, expected in zip(errors(caught.value), [*case["faults"], *[""] * 50], strict=False):
        place = diagnostic.span.place
        found.append(f"{diagnostic.code.name}@{place.line}:{place.column}" if "@" in expected else diagnostic.code.name)
    return found


def warned(case: dict[str, Json]) -> list[str]:
    """The codes of the warnings of a mapping, with their place where the case rules on it.

    Most cases are a piece of a mapping, of which the rest fills the required fields.
    """
    account = read_declared("account.yaml", case["account_file"].encode()) if "account_file" in case else None
    checked, all_found = check_text(text_of(case), name="case.yaml", account=account)
    assert (checked is None) == ("faults" in case), [each.message for each in all_found]
    shown = [each for each in all_found if each.severity is Severity.WARNING]
    found = [each for each in shown if each.code.name != "required-never-filled"]
    expected = [*case["warned"], *[""] * 50]
    return [
        f"{each.code.name}@{each.span.place.line}:{each.span.place.column}" if "@" in due else each.code.name
        for each, due in zip(found, expected, strict=False)
    ]


def errors(fault: mapper.InvalidMapping) -> list[Diagnostic]:
    return [each for each in fault.diagnostics if each.severity is Severity.ERROR]


def context_of(case: dict[str, Json]) -> dict[str, Json]:
    context: dict[str, Json] = {"account": case.get("account"), "connection": case.get("connection")}
    if "directory" in case:
        context["directory"] = mapper.RecordsDirectory({KINDS[key]: rows for key, rows in case["directory"].items()})
    now = case.get("now", "2026-01-01T00:00:00Z")
    context["now"] = datetime.fromisoformat(now)
    return context


def check_user(compiled: mapper.CompiledMapping, case: dict[str, Json]) -> None:
    payload = read_json(case["user_json"]) if "user_json" in case else case["user"]
    context = {"groups": case.get("groups", ()), "current": case.get("current", STORED), **context_of(case)}
    outcome = compiled.map_user(payload, **context)
    explained, _ = compiled.explain(payload, **context)
    assert explained == outcome
    if "action" in case:
        assert outcome.action == case["action"]
    if case.get("action") != "skip":
        assert outcome.person == case["person"]
    assert sorted(outcome.clear) == sorted(case.get("clear", []))
    assert sorted(map(spoken, outcome.problems)) == sorted(case.get("problems", []))
    assert set(outcome.keep.values()) <= set(REASONS_TO_KEEP)
    for field, reason in case.get("keep", {}).items():
        assert outcome.keep.get(field) == reason
    for key in ("reason", "look_again"):
        if key in case:
            assert getattr(outcome, key) == case[key]


def check_group(compiled: mapper.CompiledMapping, case: dict[str, Json]) -> None:
    outcome = compiled.map_group(case["group"], members=case.get("members", ()), **context_of(case))
    assert outcome.stands_for == case["stands_for"]
    assert outcome.called == case["called"]
    assert outcome.members == case["receive"]
    assert sorted(map(spoken, outcome.problems)) == sorted(case.get("problems", []))


def spoken(problem: Problem) -> str:
    return f"{problem.code}:{problem.field}" if problem.field else problem.code
