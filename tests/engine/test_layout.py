"""One layout: what it is, that a second time nothing changes, and that nothing a file says is lost."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapper import files
from mapper.engine.compiler import compile_mapping
from mapper.engine.text import Source
from mapper.engine.yaml_nodes import parse
from mapper.engine.yaml_pieces import comments_of
from tests.language_cases import read_cases, text_of
from tests.shown_mappings import HEAD, whole_mapping
from tests.test_docs import PAGES, blocks

from .repairable import faulty_texts
from .test_yaml_nodes import plain
from .whole_mappings import mappings

ROOT = Path(__file__).parents[2]
CASES = read_cases(Path(__file__).parent / "layout" / "cases.yaml")
SHIPPED = [*sorted((ROOT / "mappings").glob("*.yaml")), ROOT / "docs" / "examples" / "acme.yaml"]


def laid_out(text: str) -> str:
    after, found = files.lay_out_text(Source("a.yaml", text))
    assert after is not None, list(found)
    return after


@pytest.mark.parametrize("case", [pytest.param(case, id=case["case"]) for case in CASES])
def test_the_layout(case: dict[str, str]) -> None:
    assert laid_out(case["before"]) == case.get("after", case["before"])


def texts() -> Iterator[object]:
    for case in CASES:
        yield pytest.param(case["before"], id=case["case"])
    for file in sorted((ROOT / "tests" / "language").glob("*.yaml")):
        yield from (pytest.param(text_of(case), id=f"{file.stem}: {case['case']}") for case in read_cases(file))
    for page in PAGES:
        for block in blocks(page):
            if block.kind in ("yaml mapping", "yaml fields") and not block.option("faulty"):
                yield pytest.param(whole_mapping(block.kind, block.text), id=block.place)
    for file in SHIPPED:
        yield pytest.param(file.read_text(encoding="utf-8"), id=file.name)
    for name, text in faulty_texts():
        if files.lay_out_text(Source("a.yaml", text))[0] is not None:
            yield pytest.param(text, id=name)


@pytest.mark.parametrize("text", list(texts()))
def test_what_a_text_says_stays_the_same(text: str) -> None:
    says_the_same(text)


def says_the_same(text: str) -> None:
    after = laid_out(text)
    assert laid_out(after) == after
    assert _says(after) == _says(text)
    assert after.endswith("\n")
    if not re.search(r"[|>]|\n\n", text):  # no block of text, whose blanks are its own
        assert not re.search(r"[ \t]$|\n\n\n", after, re.MULTILINE)


def _says(text: str) -> object:
    """The values, comments, faults and the compiled text."""
    root, _ = parse(Source("a.yaml", text))
    assert root is not None
    checked, found = files.check_text(text, name="a.yaml")
    compiled = compile_mapping(checked).text if checked is not None else None
    return (
        plain(root),
        sorted(comments_of(text.replace("\r\n", "\n"), root)),
        sorted(each.code.name for each in found),
        compiled,
    )


@settings(max_examples=max(25, settings.default.max_examples // 10))
@given(mappings)
def test_generated_mappings_say_the_same(mapping: object) -> None:
    """They are written as JSON, which is YAML on one line."""
    says_the_same(json.dumps(mapping))


_LINES = ROOT.joinpath("docs", "examples", "acme.yaml").read_text(encoding="utf-8").split("\n")
_CHANGES = st.sampled_from(
    [
        "# c",
        "  # c",
        "      # c",
        "            # c",
        "",
        "   ",
        "+ # c",
        "+    # c",
        "+ ",
        ":",
        ",",
        "- ",
        "[",
        "|",
        "'",
    ]
)


@given(st.integers(0, len(_LINES)), st.integers(1, 40), st.lists(st.tuples(st.integers(0, 60), _CHANGES), max_size=8))
def test_comments_and_blanks_wherever_they_stand_are_kept(
    first: int, number: int, changes: list[tuple[int, str]]
) -> None:
    lines = ["mapping: 1", "name: a", *(line for line in _LINES[first : first + number])]
    for place, change in changes:
        at = place % len(lines)
        if change.startswith("+"):
            lines[at] += change[1:]
        elif change in (":", ","):  # a value on a line of its own
            lines[at] = lines[at].replace(f"{change} ", f"{change}\n{' ' * 14}", 1)
        elif change[:1] in ("#", " ", ""):
            lines.insert(at, change)
        else:
            lines[at] = change + lines[at]
    text = "\n".join(lines)
    after, _ = files.lay_out_text(Source("a.yaml", text))
    if after is not None:
        says_the_same(text)


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.name)
def test_what_ships_has_the_layout(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert laid_out(text) == text


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_are_those_of_the_file(end: str) -> None:
    text = (
        "mapping: 1\nname:   a\ndescription: |\n  x\n\n  y\nusers:\n- rule: R   # c\n  person:\n    name: displayName"
    )
    expected = laid_out(text).replace("\n", end)
    assert laid_out(text.replace("\n", end)) == expected
    assert laid_out(expected) == expected


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", ["yaml-empty"]),
        ("mapping: 1\nname: a\nlet: [a\n", ["yaml-syntax"]),
        ("mapping: 1\nname: {{ x }}\n", ["unquoted-template"]),
        ("mapping: 1\nname: &a b\n", ["yaml-anchor"]),
        ("mapping: 1\nname: a\nname: b\n", ["duplicate-key"]),
        ("mapping: 2\nname: a\n", ["unsupported-version"]),
        ("services: {web: {image: x}}\n", ["not-a-mapping"]),
        ('{"userName": "babs"}', ["not-a-mapping"]),
        ("- a\n", ["wrong-shape"]),
        ("a\n", ["wrong-shape"]),
    ],
)
def test_what_is_no_mapping_is_refused(text: str, codes: list[str]) -> None:
    after, found = files.lay_out_text(Source("a.yaml", text))
    assert (after, [each.code.name for each in found]) == (None, codes)


def shown() -> Iterator[object]:
    for page in PAGES:
        for block in blocks(page):
            is_file = block.kind == "yaml file" and re.search(r"^(mapping: 1|cases:)", block.text, re.MULTILINE)
            if block.kind in ("yaml mapping", "yaml fields") or is_file:
                whole = block.text if is_file else whole_mapping(block.kind, block.text)
                if not block.option("faulty") and not parse(Source("a.yaml", whole))[1].has_errors:
                    yield pytest.param(whole, whole != block.text, id=block.place)


@pytest.mark.parametrize(("text", "is_piece"), list(shown()))
def test_what_pages_show_has_the_layout(text: str, is_piece: bool) -> None:
    """The head that the tests put above a piece of a mapping has no blank line below it; a whole one is as it is."""
    after = laid_out(text)
    assert (after.replace(f"{HEAD}\n", HEAD) if is_piece else after) == text
