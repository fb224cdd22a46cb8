"""Names of files -> those that hold mappings or their tests, told apart from other YAML by how they begin."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from .streams import STANDARD_INPUT, reading

TESTS_ENDING: Final = ".tests.yaml"

_MOST_BYTES: Final = 2**20
_MAPPING: Final = re.compile(rb"""^(?:\xef\xbb\xbf)?["']?mapping["']?[ \t]*:""", re.MULTILINE)
_CASES: Final = re.compile(rb"^cases[ \t]*:", re.MULTILINE)


def are_tests(name: str) -> bool:
    """Whether *name* is that of tests of a mapping."""
    return name.endswith(TESTS_ENDING)


def ours(names: Iterable[str]) -> tuple[str, ...]:
    """The files that are mappings (`mapping:` begins a line) or tests of them, and those that cannot be read."""
    return tuple(name for name in names if _is_ours(name))


def _is_ours(name: str) -> bool:
    if name == STANDARD_INPUT:
        return True
    try:
        return _says(_CASES if are_tests(name) else _MAPPING, name)
    except OSError:
        return True  # the command says why


def is_mapping(name: str) -> bool:
    """Whether the file *name* can be read and is a mapping."""
    try:
        return _says(_MAPPING, name)
    except OSError:
        return False


def _says(line: re.Pattern[bytes], name: str) -> bool:
    with reading(name) as file:
        return bool(line.search(file.read(_MOST_BYTES)))
