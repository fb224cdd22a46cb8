"""Names of files and directories -> the files of tests there, each with its mapping, loaded and run."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final

from ..engine.checked import CheckedMapping
from ..engine.compiler import CompiledMapping
from ..engine.diagnostics import Diagnostics, Severity
from ..engine.node_shapes import shown
from ..engine.suggestions import closest
from ..engine.text import Source, Span
from ..engine.yaml_nodes import MOST_BYTES, decode
from ..files import check
from ..json_reader import MOST_BYTES as MOST_BYTES_OF_PAYLOAD
from .beside import NO_SUCH_FILE, NotOpened, OpenFile
from .coverage import Coverage
from .reader import TestsSyntax, read_cases
from .running import Result, run_cases
from .tree import Case

ENDING: Final = ".tests.yaml"
_YAML: Final = (".yaml", ".yml")
_MOST_NAMES: Final = 2_000
"""Among so many files of a directory a near name is looked for."""


class NoTests(ValueError):
    """There is nothing to run; the sentence says where it was looked for."""


@dataclass(slots=True)
class TestedMapping:
    """A mapping that tests are for: None when it cannot run, its faults, and what all its tests reached."""

    __test__ = False  # no class of tests for pytest

    name: str
    checked: CheckedMapping | None
    compiled: CompiledMapping | None
    faults: Diagnostics
    coverage: Coverage | None

    @classmethod
    def load(cls, path: Path) -> TestedMapping:
        """The mapping of a file. Raises OSError."""
        checked, faults = check(path)
        compiled = CompiledMapping(checked) if checked is not None else None
        return cls(str(path), checked, compiled, faults, Coverage(checked) if checked is not None else None)


@dataclass(slots=True)
class Suite:
    """A file of tests: its mapping (None when it is not found), its cases, its faults, and the results once it ran."""

    path: Path
    mapping: TestedMapping | None
    cases: tuple[Case, ...]
    faults: Diagnostics
    results: list[Result] = field(default_factory=list)
    says_time: bool = False
    """Whether the head of the file has a time, which is then that of every case."""

    def run(self) -> None:
        """Run the cases; there are none when the mapping cannot run."""
        mapping = self.mapping
        if mapping is not None and mapping.checked and mapping.compiled and mapping.coverage:
            self.results = run_cases(self.cases, mapping.checked, mapping.compiled, mapping.coverage)

    @property
    def has_faults(self) -> bool:
        """Whether the tests, or their mapping, have errors, so that not all could run."""
        return self.faults.has_errors or self.mapping is None or self.mapping.checked is None

    @property
    def passed(self) -> bool:
        """Whether all could run, and came out as expected."""
        return not self.has_faults and all(result.passed for result in self.results)


def find_tests(names: Iterable[str]) -> list[Path]:
    """The files of tests that *names* mean, each once: a file of tests, a mapping (the tests beside it), a directory.

    Directories are searched below, but for hidden ones and environments of Python. Raises NoTests when a file has none
    beside it or there are none at all, OSError when a file or directory is not there.
    """
    given = list(names)
    found: dict[Path, None] = {}
    for name in given:
        path = Path(name)
        found |= dict.fromkeys(_below(path, ENDING) if path.is_dir() else [tests_beside(path)])
    if not found:
        raise NoTests(f"there is no file '*{ENDING}' in '{', '.join(given)}'")
    return list(found)


def tests_of(path: Path) -> Path:
    """The name of the tests of a mapping, or *path* itself if it names tests."""
    return path if path.name.endswith(ENDING) else path.with_name(path.name.removesuffix(path.suffix) + ENDING)


def tests_beside(path: Path) -> Path:
    """The file of tests that *path* names, or that stands beside the mapping there. Raises OSError and NoTests."""
    path.stat()
    tests = tests_of(path)
    if not tests.exists():
        raise NoTests(f"'{path}' has no tests: there is no '{tests.name}' beside it")
    return tests


def find_untested(names: Iterable[str], suites: Iterable[Suite]) -> list[Path]:
    """The YAML files below those of *names* that are directories which are no tests, and for which none of *suites* is.

    Whether such a file is a mapping only its content says.
    """
    tested = {Path(suite.mapping.name).resolve() for suite in suites if suite.mapping is not None}
    below = dict.fromkeys(path for name in names if Path(name).is_dir() for path in _below(Path(name), *_YAML))
    return [path for path in below if not path.name.endswith(ENDING) and path.resolve() not in tested]


def _below(folder: Path, *endings: str) -> Iterator[Path]:
    for top, folders, files in os.walk(folder):
        here = Path(top)
        folders[:] = sorted(name for name in folders if not _is_passed_over(here / name))
        yield from (here / name for name in sorted(files) if name.endswith(endings))


def _is_passed_over(folder: Path) -> bool:
    return folder.name.startswith(".") or folder.name == "node_modules" or (folder / "pyvenv.cfg").exists()


def load_suites(paths: Iterable[Path]) -> list[Suite]:
    """The tests of files, with their mappings, each of which is loaded once. Raises OSError."""
    mappings: dict[Path, TestedMapping] = {}
    return [_load(path, mappings) for path in paths]


def _load(path: Path, mappings: dict[Path, TestedMapping]) -> Suite:
    with path.open("rb") as file:
        data = file.read(MOST_BYTES + 1)
    return load_suite(path, data, mappings)


def load_suite(path: Path, data: bytes, mappings: dict[Path, TestedMapping]) -> Suite:
    """The tests that the bytes *data* of the file *path* hold; *mappings* has those that are loaded. Raises OSError."""
    source, undecodable = decode(str(path), data)
    if undecodable.has_errors:
        return Suite(path, None, (), undecodable)
    syntax = TestsSyntax(source)
    opened = files_below(path.parent)
    return suite_of(syntax, _mapping_of(path, syntax, opened, mappings), opened)


def suite_of(syntax: TestsSyntax, mapping: TestedMapping | None, open_file: OpenFile) -> Suite:
    """The tests that were parsed, read as those of *mapping*, whatever mapping they name."""
    path = Path(syntax.source.name)
    if mapping is None or mapping.checked is None:
        return Suite(path, mapping, (), syntax.found)
    cases = read_cases(syntax, mapping.checked, open_file)
    return Suite(path, mapping, cases, syntax.found, says_time="now" in syntax.keys)


def _mapping_of(
    path: Path, syntax: TestsSyntax, open_file: OpenFile, mappings: dict[Path, TestedMapping]
) -> TestedMapping | None:
    """The mapping that the tests name, or that stands beside them; None after a fault."""
    named = syntax.mapping
    if "mapping" in syntax.keys and named is None:
        return None
    beside = path.name.removesuffix(ENDING) + ".yaml"
    where = path.parent / (named.value if named is not None else beside)
    try:
        if named is not None:
            open_file(named.value)  # refuses what does not lie below
        known = mappings.get(where.resolve())
        return known or mappings.setdefault(where.resolve(), TestedMapping.load(where))
    except (OSError, ValueError) as refusal:
        reason = (getattr(refusal, "strerror", None) or str(refusal)).lower()
        name, span = (named.value, named.span) if named is not None else (beside, _start(syntax.source))
        expected = "name the mapping that the tests are for: `mapping: acme.yaml`; it stands beside them or below"
        hint = refusal.hint if isinstance(refusal, NotOpened) else expected
        syntax.shapes.fault(NO_SUCH_FILE, f"cannot use {shown(name)}: {reason}", span, "mapping", hint)
        return None


def _start(source: Source) -> Span:
    return Span(source, 0, 0)


def files_below(folder: Path) -> OpenFile:
    """Opens the files of *folder* and below it, and no others. Of one that is not there a near one is told."""
    root = folder.resolve()

    def read(name: str) -> bytes:
        try:
            path = (folder / name).resolve()
        except ValueError as refusal:  # NUL, half of a character
            raise OSError(0, "no file can have this name") from refusal
        if not path.is_relative_to(root):
            raise OSError(0, "it lies outside of the directory of the tests")
        if path.exists() and not path.is_file():
            raise OSError(0, "it is no file")
        try:
            with path.open("rb") as file:
                return file.read(MOST_BYTES_OF_PAYLOAD + 1)
        except FileNotFoundError as refusal:
            near = _near_file(path)
            if near is None:
                raise
            meant = str(Path(name).with_name(near))
            raise NotOpened(refusal.strerror or str(refusal), f"did you mean '{meant}'?") from refusal

    return read


def _near_file(path: Path) -> str | None:
    """The name of the file in the same directory that *path* was probably meant to be, perhaps without its ending."""
    try:
        with os.scandir(path.parent) as entries:
            names = sorted(entry.name for entry in islice(entries, _MOST_NAMES) if entry.is_file())
    except OSError:
        return None
    return closest(path.name, names) or next((name for name in names if name.startswith(f"{path.name}.")), None)


def errors_in(faults: Diagnostics) -> int:
    """How many of the faults are errors."""
    return sum(found.severity is Severity.ERROR for found in faults)
