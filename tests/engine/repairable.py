"""Every text with faults that the cases of the language, of reading, of templates and of advice have."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from ruamel.yaml import YAML

from tests.language_cases import read_cases, text_of

HERE = Path(__file__).parent
HEAD = "mapping: 1\nname: a\n"
RULE = f"{HEAD}users:\n  - rule: R\n    person:\n"


def faulty_texts() -> Iterator[tuple[str, str]]:
    """A name and a text for each."""
    for file in sorted((HERE.parent / "language").glob("*.yaml")):
        yield from ((f"{file.stem}: {case['case']}", text_of(case)) for case in read_cases(file) if "faults" in case)
    for name in ("mappings", "accidents", "yaml"):
        for case in _load(HERE / "reading" / f"{name}.yaml"):
            head = HEAD if name == "mappings" else ""
            yield f"{name}: {case['case']}", case.get("whole", head + case.get("yaml", ""))
    for group in _load(HERE / "templates" / "faults.yaml"):
        for case in group["cases"]:
            yield f"template: {case['template']}", f"{RULE}      name: {{template: {json.dumps(case['template'])}}}\n"
    for file in sorted((HERE / "advice").glob("*.yaml")):
        for case in _load(file):
            field = "".join(f"      {line}\n" for line in case["field"].split("\n"))
            section = "groups" if case.get("group") else "users"
            rule = "".join(f"    {line}\n" for line in case.get("rule", "").splitlines())
            text = f"{HEAD}{case.get('head', '')}{section}:\n  - rule: R\n{rule}    person:\n{field}"
            if case.get("whole"):
                text = f"{HEAD}{case.get('head', '')}{case['field']}"
            yield f"{file.stem}: {case['field']}", text


def _load(file: Path) -> list[dict[str, str]]:
    return YAML(typ="safe", pure=True).load(file.read_text(encoding="utf-8"))  # type: ignore[no-any-return]
