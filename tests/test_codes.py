"""Every code has a page, every page a code; what a page shows is what the check says, and its repair works."""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pytest

import mapper
from mapper import files, pages
from mapper.cases.suites import load_suites
from mapper.context_files import InvalidContext, read_account, read_declared, read_directory
from mapper.engine.diagnostics import CODES, Diagnostic, Diagnostics
from mapper.engine.outcome import Problem
from mapper.engine.problem_codes import PROBLEMS
from mapper.pages import Block, Page
from mapper.render import diagnostic_text, problem_text

from .language_cases import read_cases
from .shown_mappings import whole_mapping

HERE = Path(pages.__file__).parent
LANGUAGE = Path(__file__).parent / "language"
NAMES = sorted(path.stem for path in HERE.glob("*.md"))
FAULTS = [name for name in NAMES if name not in PROBLEMS]
STORED = {"id": "p1", "primary_email": "old@example.com", "name": "Old Name"}
SENTENCE = re.compile(r"[.?!](?:\s|$)")


def declared() -> set[str]:
    """Every code, once all modules are loaded."""
    for module in pkgutil.walk_packages(mapper.__path__, "mapper."):
        if module.name != "mapper.__main__":
            importlib.import_module(module.name)
    return {*CODES, *PROBLEMS}


# --- that there is a page --------------------------------------------------------------------------------------------


def test_every_code_has_a_page() -> None:
    missing = declared().difference(NAMES)
    assert not missing, (
        f"write a page for {', '.join(sorted(missing))}: a file mapper/pages/CODE.md in the form that "
        "mapper/pages/__init__.py shows; leave its block `text` empty, let `make golden TESTS=tests/test_codes.py` "
        "fill it, and read what it says"
    )


def test_every_page_has_a_code() -> None:
    unknown = set(NAMES) - declared()
    assert not unknown, f"no check has the codes {', '.join(sorted(unknown))}: remove their pages"


def test_every_code_has_a_topic() -> None:
    listed = [name for names in pages.TOPICS.values() for name in names]
    assert sorted(listed) == sorted(declared()), "give each code its place in TOPICS of mapper/pages/__init__.py"


# --- what a page says ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_a_page_has_the_form(name: str) -> None:
    page = pages.page_of(name)
    assert page.example[-1].kind in pages.WHAT
    beside = ("yaml mapping", "yaml fields") if name in PROBLEMS else ("yaml mapping",)
    assert all(block.kind in beside or file_of(block) for block in page.example[:-1])
    assert (page.example[-1].kind == "json user") == (name in PROBLEMS)
    assert 1 <= len(SENTENCE.findall(page.wrong)) <= 4
    assert 2 <= len(SENTENCE.findall(page.why)) <= 5, "the reasons are two to five sentences"


@pytest.mark.parametrize("name", FAULTS)
def test_an_example_has_the_one_fault_that_the_page_shows(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, golden
) -> None:
    monkeypatch.chdir(tmp_path)
    page = pages.page_of(name)
    found = faults(page.example, name)
    said = "".join(f"{diagnostic_text(each)}\n" for each in found)
    path = HERE / f"{name}.md"
    written = path.read_text(encoding="utf-8")
    golden(path, written.replace(f"```text\n{page.said}```", f"```text\n{said}```"))
    assert [each.code.name for each in found] == [name], "one mistake, one fault"
    assert found[0].hint, "the hint tells the next step"


@pytest.mark.parametrize("name", FAULTS)
def test_the_repair_of_a_page_works(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    page = pages.page_of(name)
    repaired = after_repair(page)
    (found,) = faults(page.example, name)
    if found.fix is not None:
        text = found.span.source.text
        fixed = text[: found.span.start] + found.fix.replace + text[found.span.end :]
        assert fixed == whole(repaired[-1]), "the repair of the page is what the fix gives"
    assert [diagnostic_text(each) for each in faults(repaired, name)] == []


@pytest.mark.parametrize("name", sorted(PROBLEMS))
def test_a_payload_has_the_one_problem_that_the_page_shows(name: str, golden) -> None:
    page = pages.page_of(name)
    found = problems(page.example)
    said = "".join(f"{problem_text(each)}\n" for each in found)
    path = HERE / f"{name}.md"
    golden(path, path.read_text(encoding="utf-8").replace(f"```text\n{page.said}```", f"```text\n{said}```"))
    assert [(each.code, each.severity) for each in found] == [(name, PROBLEMS[name].severity.value)]


@pytest.mark.parametrize("name", sorted(PROBLEMS))
def test_after_the_repair_there_is_no_problem(name: str) -> None:
    assert problems(after_repair(pages.page_of(name))) == []


def problems(example: Sequence[Block]) -> list[Problem]:
    """The problems of the payload of an example for a person who is there."""
    rules = next(block for block in example if block.kind in ("yaml mapping", "yaml fields"))
    records = next((block for block in example if block.kind.startswith("yaml directory")), None)
    directory = read_directory("directory.yaml", records.text.encode()) if records is not None else None
    compiled = mapper.loads(whole(rules), name="acme.yaml")
    return compiled.map_user(json.loads(example[-1].text), current=STORED, directory=directory).problems


def test_every_problem_of_the_language_has_a_page() -> None:
    cases = [case for file in sorted(LANGUAGE.glob("*.yaml")) for case in read_cases(file)]
    found = {each.partition(":")[0] for case in cases for each in case.get("problems", [])}
    assert found == set(PROBLEMS)


def after_repair(page: Page) -> list[Block]:
    """The blocks of an example after the lines of the `diff`, which stand in one of them."""
    lines = page.repair.splitlines(keepends=True)
    old = "".join(line[1:] for line in lines if line[0] in " -")
    new = "".join(line[1:] for line in lines if line[0] in " +")
    assert [f"\n{block.text}".count(f"\n{old}") for block in page.example].count(1) == 1, f"not in the example:\n{old}"
    return [Block(block.kind, f"\n{block.text}".replace(f"\n{old}", f"\n{new}")[1:]) for block in page.example]


# --- the check of an example -----------------------------------------------------------------------------------------


def faults(example: Sequence[Block], code: str) -> list[Diagnostic]:
    """What is wrong with an example. Most are a piece of a mapping, of which the rest fills the required fields."""
    return [each for each in all_faults(example) if each.code.name != "required-never-filled" or code == each.code.name]


def all_faults(example: Sequence[Block]) -> Iterable[Diagnostic]:
    for block in example[:-1]:
        Path(file_of(block) or "acme.yaml").write_text(whole(block), encoding="utf-8")
    last = example[-1]
    if last.kind == "yaml tests":
        return faults_of_tests(last)
    if last.kind == "python":
        content = eval(last.text)
        return (files.check_bytes if isinstance(content, bytes) else files.check_text)(content, name="acme.yaml")[1]
    if last.kind in ("yaml directory", "yaml account"):
        return faults_beside(last)
    account = next((block.text.encode() for block in example if file_of(block) == "account.yaml"), None)
    declared = read_declared("account.yaml", account) if account is not None else None
    return files.check_text(whole(last), name="acme.yaml", account=declared)[1]


def faults_of_tests(block: Block) -> Iterator[Diagnostic]:
    if not Path("acme.yaml").exists():
        fields = "primary_email: userName\nname: displayName\njob_title: title\ndisabled:\n  not: active\n"
        Path("acme.yaml").write_text(whole_mapping("yaml fields", fields), encoding="utf-8")
    Path("acme.tests.yaml").write_text(block.text, encoding="utf-8")
    (suite,) = load_suites([Path("acme.tests.yaml")])
    yield from suite.mapping.faults if suite.mapping is not None else ()
    yield from suite.faults


def faults_beside(block: Block) -> Diagnostics:
    kind = block.kind.split()[1]
    read = read_directory if kind == "directory" else read_account
    try:
        read(f"{kind}.yaml", block.text.encode())
    except InvalidContext as invalid:
        return invalid.diagnostics
    return Diagnostics()


def whole(block: Block) -> str:
    """The text of the file that a block stands for."""
    return whole_mapping(block.kind, block.text) if block.kind in ("yaml mapping", "yaml fields") else block.text


def file_of(block: Block) -> str | None:
    """The name of the file that a block is, if it says so."""
    return block.kind.partition("file=")[2] or None
