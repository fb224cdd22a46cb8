"""Files of ours that are torn off or have one character wrong: the check, its repairs and the layout never fail.

`make test` checks each mapping torn at every fourth character, repairs and lays out what is torn at some ends of lines,
and changes some characters; `make fuzz` does all of that everywhere.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from mapper import files
from mapper.cases.suites import ENDING, TestedMapping, load_suite
from mapper.engine.diagnostics import Diagnostics
from mapper.engine.layout import UnsureLayout
from mapper.engine.repairs import repair
from mapper.engine.text import Source

from .shown_mappings import whole_mapping

ROOT = Path(__file__).parents[1]
SHIPPED = [*sorted((ROOT / "mappings").glob("*.yaml")), ROOT / "docs" / "examples" / "acme.yaml"]
MAPPINGS = [path for path in SHIPPED[:-1] if not path.name.endswith(ENDING)]
IS_FUZZ = settings.default.max_examples >= 1000
CHANGES = settings.default.max_examples // (100 if IS_FUZZ else 10)
"""So many characters of each file are changed."""
SIGNS = "'\"`:{}[]()#&*!|>%@,.-?=<~\\\t\n \r\0\ufeff“é😀0x"
_SHOWN = re.compile(r"^```(yaml (?:mapping|fields))\b[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)

# Of the fuzz, as what hypothesis tries: it has a number of inputs that nobody waits for.
pytestmark = pytest.mark.hypothesis


STEP = 1 if IS_FUZZ else 4
"""Each mapping is torn at every so many characters: at all of them it takes as long as a third of all tests."""


def checker(path: Path) -> Callable[[Source], Diagnostics]:
    """What `mapper check` does with a text in the place of the file *path*."""
    if not path.name.endswith(ENDING):
        return lambda source: files.check_text(source.text, name=source.name)[1]
    loaded: dict[Path, TestedMapping] = {}
    return lambda source: load_suite(path, source.text.encode(), loaded).faults


def survives(path: Path, text: str, check: Callable[[Source], Diagnostics], *, is_laid_out: bool = True) -> None:
    """The *text* can be checked, repaired and laid out, or is refused with faults that stand in it."""
    source = Source(str(path), text)

    def checked(draft: Source) -> Diagnostics:
        return within(check(draft), draft.text)

    repaired = repair(source, checked)
    assert len(repaired.source.text) < 2 * len(text) + 200
    if not is_laid_out:
        return
    try:
        written, found = files.lay_out_text(source)
    except UnsureLayout:
        return
    assert written is not None or found.has_errors


def within(found: Diagnostics, text: str) -> Diagnostics:
    """What was *found*, all of which stands in the *text*."""
    for fault in found:
        assert 0 <= fault.span.start <= fault.span.end <= len(text), fault
    return found


def cuts(text: str) -> list[int]:
    """Where the *text* can be torn off so that something else is left: what is left of a comment is a comment."""
    ends = range(len(text))
    return [end for end in ends if not text[text.rfind("\n", 0, end) + 1 : end].lstrip().startswith("# ")]


def changes(text: str, seed: str, number: int) -> Iterator[str]:
    """The *text* with a character left out, put in or replaced, *number* times."""
    chance = random.Random(seed)
    for _ in range(number):
        at, sign, left_out = chance.randrange(len(text)), chance.choice(SIGNS), chance.randrange(2)
        yield text[:at] + ("" if left_out and chance.randrange(2) else sign) + text[at + left_out :]


def shown() -> list[str]:
    """The mappings of the cookbook."""
    text = (ROOT / "docs" / "cookbook.md").read_text(encoding="utf-8")
    return [whole_mapping(kind, piece) for kind, piece in _SHOWN.findall(text)]


@pytest.mark.parametrize("path", [pytest.param(path, id=path.name) for path in MAPPINGS])
def test_a_mapping_that_is_torn_off_anywhere_has_faults_or_none(path: Path) -> None:
    text, check = path.read_text(encoding="utf-8"), checker(path)
    for end in cuts(text)[::STEP]:
        within(check(Source(str(path), text[:end])), text[:end])


@pytest.mark.parametrize("path", [pytest.param(path, id=path.name) for path in SHIPPED])
def test_what_is_left_of_a_file_that_is_torn_off_can_be_repaired_and_laid_out(path: Path) -> None:
    text, check = path.read_text(encoding="utf-8"), checker(path)
    ends = [end for end in range(len(text)) if IS_FUZZ or text[end - 1 : end] == "\n"]
    if not IS_FUZZ:
        ends = ends[::3] if path.name.endswith(ENDING) else ends[::2]
    for number, end in enumerate(ends):
        survives(path, text[:end], check, is_laid_out=IS_FUZZ or number % 3 == 0)


@pytest.mark.parametrize("path", [pytest.param(path, id=path.name) for path in SHIPPED])
def test_a_file_with_a_wrong_character_has_faults_or_none(path: Path) -> None:
    text, check = path.read_text(encoding="utf-8"), checker(path)
    for changed in changes(text, path.name, CHANGES):
        survives(path, changed, check)


def test_there_are_mappings_in_the_cookbook() -> None:
    assert len(shown()) > 20


@pytest.mark.parametrize("number", range(len(shown())))
def test_what_the_cookbook_shows_with_a_wrong_character_has_faults_or_none(number: int) -> None:
    text, path = shown()[number], Path("cookbook.yaml")
    check = checker(path)
    for changed in changes(text, f"cookbook {number}", CHANGES // 4):
        survives(path, changed, check)
