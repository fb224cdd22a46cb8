"""Every example of README.md and docs/*.md: it runs, and gives what the page says.

A fenced block says what it is behind its backticks. An example begins with a mapping; what follows is for that mapping,
and each piece stands until another of its kind.
A user or group takes the place of the one before with all that was said of it.

| block | meaning |
| --- | --- |
| `yaml mapping` | a mapping, which checks clean; `mapping: 1` and a name may be left out |
| `yaml fields` | the fields of a mapping with one rule, which checks clean |
| `faults` | exactly what `mapper check` prints of the mapping above, behind which `faulty` stands |
| `json user` | a user who is there already; behind it may stand `new`, `now=2026-01-31`, `connection=NAME` |
| `json group`, `json members` | a group, and the users among its members |
| `json current`, `json groups`, `yaml directory`, `yaml account` | the rest of the context |
| `json outcome` | what comes out. Each key that is shown is exact, but that of a problem a part may be shown; `clear` and `problems` are empty when they are not shown |
| `expressions` | a line each, `expression → result`, read at the user above; `expressions search` is plain JMESPath |
| `console` | commands after `$ ` and exactly what they print, in a copy of `docs/` and `mappings/` with the `file=` blocks above |
| `yaml file=NAME`, `json file=NAME` | a file for the commands that follow; `file=NAME` may stand behind any kind |
| `python` | a program that runs without an error beside the `file=` blocks above |
| `yaml ci`, `sh ci` | a pipeline, which `test_pipelines.py` runs |
| `sh`, `text`, or nothing | only to be read |
"""  # noqa: E501

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

import mapper
from mapper import context_files, files, render
from mapper.cli import main as program
from mapper.json_reader import read_json
from mapper.json_writer import write_json
from mapper.schemas.values import Json

from .shown_mappings import whole_mapping

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
NAME = "acme.yaml"
STORED = {"id": "p1", "primary_email": "old@example.com", "name": "Old Name"}
FENCE = re.compile(r"^```(?P<kind>[^\n`]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^()\s]+)\)")
CONTEXT = ("json user", "json group", "json members", "json current", "json groups", "yaml directory", "yaml account")
TO_READ = ("", "sh", "text", "yaml file", "json file", "yaml ci")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: where it stands, what it says it is, what it holds."""

    place: str
    words: tuple[str, ...]
    text: str

    @property
    def kind(self) -> str:
        """Its language and what it is for: `json user`."""
        words = self.words[:2] if self.words[:1] in (("yaml",), ("json",)) else self.words[:1]
        return " ".join(words).partition("=")[0]

    def option(self, name: str) -> str | None:
        """The value of `name=value` behind the kind, or the name itself when it stands there alone."""
        found = (word.partition("=") for word in self.words)
        return next((value or word for word, _, value in found if word == name), None)


@dataclass(frozen=True, slots=True)
class Example:
    """A block that says what comes out, with all that it is about."""

    claim: Block
    mapping: str | None
    context: dict[str, Block] = field(default_factory=dict)
    files: tuple[tuple[str, str], ...] = ()

    def json(self, kind: str, default: Json = None) -> Json:
        """The value of a block of the context."""
        return json.loads(self.context[kind].text) if kind in self.context else default


def blocks(page: Path) -> Iterator[Block]:
    text = page.read_text(encoding="utf-8")
    for found in FENCE.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        yield Block(f"{page.name}:{line}", tuple(found["kind"].split()), found["text"])


def examples(page: Path) -> Iterator[Example]:
    """The examples of a page, and the blocks of a kind that nobody knows."""
    around = Example(Block("", (), ""), None)
    for block in blocks(page):
        if (name := block.option("file")) is not None:
            around = replace(around, files=(*around.files, (name, block.text)))
        if block.kind in ("yaml mapping", "yaml fields"):
            around = Example(block, whole_mapping(block.kind, block.text), {}, around.files)
            if not block.option("faulty"):
                yield around
        elif block.kind in CONTEXT:
            replaced = CONTEXT[:4] if block.kind in ("json user", "json group") else ()
            kept = {kind: other for kind, other in around.context.items() if kind not in replaced}
            around = replace(around, context={**kept, block.kind: block})
        elif block.kind not in TO_READ:
            yield replace(around, claim=block)


def all_examples() -> list[object]:
    return [pytest.param(example, id=example.claim.place) for page in PAGES for example in examples(page)]


@pytest.mark.parametrize("example", all_examples())
def test_example(example: Example, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    check(example)


def check(example: Example) -> None:
    runs = RUNS.get(example.claim.kind)
    assert runs is not None, f"{example.claim.place}: '{' '.join(example.claim.words)}' is no kind of block"
    runs(example)


def is_clean(example: Example) -> None:
    assert faults_of(example) == ""


def tells_its_faults(example: Example) -> None:
    assert faults_of(example) == example.claim.text


def faults_of(example: Example) -> str:
    assert example.mapping is not None, "no mapping stands above"
    _, found = files.check_text(example.mapping, name=NAME)
    # Most examples are a piece of a mapping, of which the rest fills the required fields.
    found = [each for each in found if each.code.name != "required-never-filled"]
    return "\n".join(f"{render.diagnostic_text(each)}\n" for each in found)


def has_outcome(example: Example) -> None:
    assert example.mapping is not None, "no mapping stands above"
    compiled = mapper.loads(example.mapping, name=NAME)
    outcome = json.loads(write_json(run(compiled, example).as_json()))
    expected = {"clear": [], "problems": [], **json.loads(example.claim.text)}
    if "json group" in example.context:
        del expected["clear"]
    problems = expected.pop("problems")
    assert {key: outcome[key] for key in expected} == expected
    shown = [{key: told[key] for key in problem} for told, problem in zip(outcome["problems"], problems, strict=False)]
    assert shown + outcome["problems"][len(shown) :] == problems


def run(compiled: mapper.CompiledMapping, example: Example) -> mapper.Outcome | mapper.GroupOutcome:
    subject = example.context.get("json user") or example.context["json group"]
    context = {
        "directory": read_yaml(example, "yaml directory", context_files.read_directory),
        "account": read_yaml(example, "yaml account", context_files.read_account),
        "connection": subject.option("connection"),
        "now": datetime.fromisoformat(subject.option("now") or "2026-01-01").replace(tzinfo=UTC),
    }
    if subject.kind == "json group":
        return compiled.map_group(read_json(subject.text), members=example.json("json members", ()), **context)
    current = None if subject.option("new") else example.json("json current", STORED)
    groups = example.json("json groups", ())
    return compiled.map_user(read_json(subject.text), current=current, groups=groups, **context)


def read_yaml(example: Example, kind: str, read: Json) -> Json:
    return read(kind, example.context[kind].text.encode()) if kind in example.context else None


def gives_results(example: Example) -> None:
    """Each expression is the part of a free-form object, which takes any value."""
    user = example.json("json user")
    lines = [line.rpartition(" → ") for line in example.claim.text.splitlines()]
    expected = [(expression.strip(), json.loads(result)) for expression, _, result in lines]
    if example.claim.option("search"):
        assert [(expression, mapper.search(expression, user)) for expression, _ in expected] == expected
        return
    parts = "".join(f"        x{number}: {json.dumps(pair[0])}\n" for number, pair in enumerate(expected))
    text = f"mapping: 1\nname: acme\nusers:\n  - rule: R\n    person:\n      custom_fields:\n{parts}"
    outcome = mapper.loads(text).map_user(user, current=STORED)
    given = json.loads(write_json(outcome.person.get("custom_fields", {})))
    assert [(pair[0], given.get(f"x{number}")) for number, pair in enumerate(expected)] == expected


def lay_out_files(example: Example) -> None:
    for folder in ("mappings", "docs"):
        shutil.copytree(ROOT / folder, folder)
    for name, text in example.files:
        Path(name).write_text(text, encoding="utf-8")


def run_program(example: Example) -> None:
    lay_out_files(example)
    code = compile(example.claim.text, example.claim.place, "exec", dont_inherit=True)
    exec(code, {"__name__": "example"})


def run_console(example: Example) -> None:
    lay_out_files(example)
    console, printed = Console(), ""
    for line in example.claim.text.splitlines():
        if line.startswith("$ "):
            printed += f"{line}\n{console.run(line[2:])}"
    assert printed == example.claim.text


class Console:
    """As much of a shell as the pages need: `mapper` with `<` and `>`, `cat`, `cd`, `echo $?`, `diff` of two equals."""

    def __init__(self) -> None:
        self.exit_code = 0

    def run(self, line: str) -> str:
        """What a command prints."""
        if line == "echo $?":
            return f"{self.exit_code}\n"
        command, *arguments = shlex.split(line)
        assert command in ("mapper", "cat", "cd", "diff"), f"no page runs '{command}'"
        if command == "mapper":
            return self._mapper(arguments)
        if command == "cd":
            os.chdir(arguments[0])
            return ""
        texts = [Path(argument).read_text(encoding="utf-8") for argument in arguments]
        if command == "cat":
            return "".join(texts)
        assert texts[0] == texts[1]
        return ""

    def _mapper(self, words: list[str]) -> str:
        streams = {sign: words[at + 1] for at, sign in enumerate(words) if sign in "<>"}
        arguments = [word for at, word in enumerate(words) if word not in "<>" and words[at - 1] not in streams]
        given = Path(streams["<"]).read_bytes() if "<" in streams else None
        result = CliRunner(env={"COLUMNS": "100"}).invoke(program, arguments, input=given)
        self.exit_code = result.exit_code
        if ">" not in streams:
            return result.output
        Path(streams[">"]).write_bytes(result.stdout_bytes)
        return result.stderr


RUNS = {
    "yaml mapping": is_clean,
    "yaml fields": is_clean,
    "faults": tells_its_faults,
    "json outcome": has_outcome,
    "expressions": gives_results,
    "console": run_console,
    "python": run_program,
}


@pytest.mark.parametrize("words", ["json utcome", "yaml", "ruby"])
def test_a_block_of_an_unknown_kind_is_refused(words: str, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"```yaml fields\njob_title: title\n```\n\n```{words}\n{{}}\n```\n", encoding="utf-8")
    with pytest.raises(AssertionError, match=f"page.md:5: '{words}' is no kind of block"):
        check(list(examples(page))[-1])


def test_every_fence_is_read() -> None:
    for page in PAGES:
        fences = [line for line in page.read_text(encoding="utf-8").splitlines() if line.lstrip().startswith("```")]
        assert len(fences) == 2 * len(list(blocks(page))), f"{page.name} has a fence that is indented or not closed"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    links = LINK.findall(FENCE.sub("", page.read_text(encoding="utf-8")))
    assert [link for link in links if not leads_somewhere(page, link)] == []


def leads_somewhere(page: Path, link: str) -> bool:
    """Whether a link within the project names a file that is there, and a heading of it."""
    if "://" in link:
        return True
    name, _, anchor = link.partition("#")
    target = page.parent / name if name else page
    if not target.exists() or not anchor:
        return target.exists()
    headings = re.findall(r"^#+ (.*)", FENCE.sub("", target.read_text(encoding="utf-8")), re.MULTILINE)
    return anchor in [re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings]
