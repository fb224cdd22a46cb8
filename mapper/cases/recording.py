"""A payload, what stands beside it and a file of tests -> that file with one more case, which passes.

What stands in the file stays byte for byte. The case holds the present outcome, whatever it is: read it before you keep
it.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Literal

from ..engine.diagnostics import Diagnostics
from ..engine.yaml_nodes import decode
from ..json_writer import write_json
from ..payloads import is_group
from ..rewriting import AS_NEW, OWNER_ONLY, write_beside
from .beside import OpenFile
from .comparison import compare
from .insertion import with_case
from .reader import TestsSyntax
from .recorded import Recorded, below, beside, expectations, payload
from .running import explained
from .suites import ENDING, Suite, TestedMapping, load_suite, suite_of, tests_of
from .tree import Case
from .written import Written, as_text

_BLANK = re.compile(rb"(?:\xef\xbb\xbf)?(?:[ \t]*+(?:#[^\r\n]*+)?(?:\r?\n|\Z))*+")

Reason = Literal["faults", "taken", "unwritable"]


class NotRecorded(ValueError):
    """A case that cannot be recorded: one sentence.

    `reason`: the tests or their mapping have `faults`, there is a case of that name, or the payload cannot be YAML.
    """

    def __init__(self, reason: Reason, sentence: str, faults: Diagnostics | None = None) -> None:
        super().__init__(sentence)
        self.reason = reason
        self.faults = faults


def record(path: Path, recorded: Recorded, present: datetime) -> tuple[Path, str]:
    """Append a case to the tests of *path*, a mapping or a file of tests, which is made when it is not there.

    *present* is the time of a case whose mapping asks for the day, where nothing says another one. Gives the file and
    the name of the case. Raises OSError when a file cannot be used, NotRecorded when there are faults or the payload
    cannot stand in YAML.
    """
    tests = tests_of(path)
    before = tests.read_bytes() if tests.exists() else b""
    mappings: dict[Path, TestedMapping] = {}

    def mapping_beside() -> TestedMapping:
        beside = tests.with_name(tests.name.removesuffix(ENDING) + ".yaml")
        return mappings.setdefault(beside.resolve(), TestedMapping.load(beside))

    recording = _Recording(tests, before, lambda data: load_suite(tests, data, mappings), mapping_beside)
    name, data = recording.append(recorded, present)
    _replace(tests.resolve(), data)
    return tests, name


def record_in_text(
    text: str, mapping: TestedMapping, recorded: Recorded, present: datetime, open_file: OpenFile
) -> tuple[str, str]:
    """Append a case to the *text* of tests of *mapping*; the files that they name are opened by *open_file*.

    Gives the text and the name of the case. Raises NotRecorded.
    """

    def read(data: bytes) -> Suite:
        source, undecodable = decode("the text of the tests", data)
        syntax = TestsSyntax(source)
        if undecodable.has_errors:
            return Suite(Path(source.name), mapping, (), undecodable)
        return suite_of(syntax, mapping, open_file)

    before = text.encode(errors="surrogatepass")
    name, data = _Recording(Path("the tests"), before, read, lambda: mapping).append(recorded, present)
    return data.decode(), name


def is_blank(tests: bytes) -> bool:
    """Whether nothing stands there, or only comments."""
    return _BLANK.fullmatch(tests) is not None


class _Recording:
    """Tests that get a case. Each attempt is read back by *load*, so that what is kept is what will be read.

    *mapping* gives that of tests in which nothing stands yet.
    """

    def __init__(
        self, tests: Path, before: bytes, load: Callable[[bytes], Suite], mapping: Callable[[], TestedMapping]
    ) -> None:
        self.tests = tests
        self.before = before
        self.load = load
        self.suite = None if is_blank(before) else load(before)
        if self.suite is not None and self.suite.faults.has_errors:
            raise NotRecorded("faults", f"'{tests}' has faults, and nothing was recorded", self.suite.faults)
        tested = self.suite.mapping if self.suite is not None else mapping()
        assert tested is not None
        if tested.checked is None or tested.compiled is None:
            raise NotRecorded("faults", f"'{tested.name}' has faults, and nothing was recorded", tested.faults)
        self.checked, self.compiled = tested.checked, tested.compiled

    def append(self, recorded: Recorded, present: datetime) -> tuple[str, bytes]:
        """The name of the case, and the file with it."""
        name = recorded.name or self._unused_name(recorded)
        if name in self._taken():
            sentence = f"'{self.tests}' has a case called '{name}' already; choose another --case"
            raise NotRecorded("taken", sentence)
        refused: Suite | None = None
        for attempt in self._attempts(recorded, present):
            begin = {"case": as_text(name), **attempt}
            # A case has to expect something to be one; what it is, its outcome then says.
            draft = self.load(with_case(self.before, {**begin, "problems": []}))
            case = draft.cases[-1] if draft.cases and not draft.faults.has_errors else None
            if case is None or not _is_same(case, recorded):
                refused = draft
                continue
            outcome, _ = explained(case, self.compiled)
            data = with_case(self.before, {**begin, **expectations(outcome, self.checked)})
            suite = self.load(data)
            if not suite.faults.has_errors and self._passes(suite, name):
                return name, data
            refused = suite
        faults = refused.faults if refused is not None and refused.faults.has_errors else None
        sentence = "this payload cannot be written as YAML; put it into a file of its own beside the tests"
        raise NotRecorded("unwritable", f"{sentence}, below '{self.tests.parent}'", faults)

    def _attempts(self, recorded: Recorded, present: datetime) -> Iterator[dict[str, Written]]:
        """The payload in place; when that cannot be read back the name of its file, if that lies below the tests."""
        key = "group" if is_group(recorded.payload) else "user"
        besides = beside(recorded, self.checked, self.compiled, self.tests.parent, self._now(recorded, present))
        yield {key: payload(recorded.payload, self.checked), **besides}
        file = below(Path(recorded.file), self.tests.parent) if recorded.file is not None else None
        if file is not None:
            yield {key: as_text(file), **besides}

    def _now(self, recorded: Recorded, present: datetime) -> datetime | None:
        """The time to write: the one that is given, else the present one where it is asked for and nothing says one."""
        if recorded.now is not None or "day" not in self.checked.contexts:
            return recorded.now
        says_one = self.suite is not None and self.suite.says_time
        return None if says_one else present.replace(microsecond=0)

    def _passes(self, suite: Suite, name: str) -> bool:
        """Whether all cases are read as before, and the new one passes."""
        before = self.suite.cases if self.suite is not None else ()
        names = [case.name for case in suite.cases]
        if names != [*(case.name for case in before), name]:
            return False
        outcome, _ = explained(suite.cases[-1], self.compiled)
        return not compare(suite.cases[-1], outcome, self.checked.target)

    def _taken(self) -> set[str]:
        """The names of the cases that there are."""
        return {case.name for case in self.suite.cases} if self.suite is not None else set()

    def _unused_name(self, recorded: Recorded) -> str:
        """What people call the user or the group; with a number when a case is called so already."""
        known = {name.casefold(): value for name, value in recorded.payload.items()}
        names = [known.get("displayname"), known.get("username"), known.get("id")]
        name = next((each for each in names if isinstance(each, str) and each.strip()), "a user")
        name = " ".join(name.split())[:60]
        taken = self._taken()
        numbered = (f"{name} ({number})" for number in range(2, len(taken) + 3))
        return name if name not in taken else next(each for each in numbered if each not in taken)


def _is_same(case: Case, recorded: Recorded) -> bool:
    """Whether a payload was read back as it was sent, every number digit by digit."""
    return write_json(case.payload) == write_json(recorded.payload)


def _replace(path: Path, data: bytes) -> None:
    """Write a file as a whole or not at all; whoever reads it meanwhile sees the old one."""
    rights = stat.S_IMODE(path.stat().st_mode) if path.exists() else None
    written = write_beside(path, data, AS_NEW if rights is None else OWNER_ONLY)
    try:
        if rights is not None:
            written.chmod(rights)
        written.replace(path)
    except BaseException:
        written.unlink(missing_ok=True)
        raise
