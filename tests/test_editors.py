"""What docs/editors.md tells VS Code: its task finds the places that the check prints, its settings name our files."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from mapper.cli import main
from mapper.schemas.values import Json
from tests.test_docs import blocks

ROOT = Path(__file__).parents[1]
SHOWN = {block.option("file"): block.text for block in blocks(ROOT / "docs" / "editors.md")}
TASK: Json = json.loads(SHOWN["tasks.json"])["tasks"][0]
WRONG = "mapping: 1\nname: acme\nusers:\n  rule: R\n  person:\n    name: displayNam\n    nmae: title\n"


def test_the_task_finds_each_fault_at_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "acme.yaml").write_text(WRONG, encoding="utf-8")
    program, command, _ = TASK["command"].split()
    assert (program, TASK["problemMatcher"]["fileLocation"][0]) == ("mapper", "relative")
    printed = CliRunner().invoke(main, [command, "acme.yaml"]).output
    pattern = TASK["problemMatcher"]["pattern"]
    found = [match for line in printed.splitlines() if (match := re.match(pattern["regexp"], line))]
    groups = ("file", "line", "column", "severity", "code")
    assert [[match[pattern[name]] for name in groups] for match in found] == [
        ["acme.yaml", "6", "11", "error", "unknown-attribute"],
        ["acme.yaml", "7", "5", "error", "unknown-field"],
    ]
    assert found[0][pattern["message"]] == "there is no attribute 'displayNam'"


def test_the_settings_name_the_schemas_that_the_command_writes() -> None:
    settings = json.loads(SHOWN["settings.json"])
    written = re.findall(r"> (\S+)", (ROOT / "docs" / "editors.md").read_text(encoding="utf-8"))
    assert {Path(name).name for name in settings["yaml.schemas"]} == set(written[:2])
    assert {path.name for path in (ROOT / "mappings").glob("*.schema.json")} == set(written[:2])
