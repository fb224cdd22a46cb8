"""Files in, mappings and their context out: the only part of the library that reads files."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from .engine.checked import CheckedMapping
from .engine.checker import check as check_syntax
from .engine.checks.account import DeclaredAccount
from .engine.compiler import CompiledMapping, compile_mapping
from .engine.diagnostics import Diagnostics, Severity
from .engine.layout import lay_out
from .engine.reader import read, read_bytes
from .engine.syntax import MappingSyntax
from .engine.text import Source
from .engine.yaml_nodes import MOST_BYTES
from .schemas.target import ObjectType, TargetSchema, person_schema

PERSON = {"person": person_schema()}

MOST_KEPT = 16
"""How many compiled mappings are kept. The default one takes 0.3 MiB, and 22 ms that a second load saves; one as large
as the limits allow takes 40 MiB, so these are few."""


class InvalidMapping(ValueError):
    """A mapping that cannot run. `diagnostics` has every fault with its place."""

    def __init__(self, diagnostics: Diagnostics) -> None:
        first = min(diagnostics, key=lambda each: each.severity is not Severity.ERROR)
        place = first.span.place
        hint = f"; {first.hint}" if first.hint else ""
        more = f" (and {len(diagnostics) - 1} more)" if len(diagnostics) > 1 else ""
        super().__init__(f"{place.file}:{place.line}:{place.column}: {first.message}{hint}{more}")
        self.diagnostics = diagnostics


def load(path: str | Path, *, targets: Mapping[str, TargetSchema] = PERSON) -> CompiledMapping:
    """The mapping in the file *path*, compiled.

    *targets* are the target schemas that it may name. Raises OSError when the file cannot be read, InvalidMapping when
    the mapping has errors. The same content under the same name is compiled once, as long as it is one of the last.
    """
    return _compiled(_bytes_of(path), str(path), tuple(targets.items()))


def loads(text: str, *, name: str = "mapping.yaml", targets: Mapping[str, TargetSchema] = PERSON) -> CompiledMapping:
    """The mapping *text*, compiled; diagnostics speak of it as the file *name*. Raises InvalidMapping.

    The same text under the same name is compiled once, as long as it is one of the last.
    """
    return _compiled(text, name, tuple(targets.items()))


@lru_cache(maxsize=MOST_KEPT)
def _compiled(content: str | bytes, name: str, targets: tuple[tuple[str, TargetSchema], ...]) -> CompiledMapping:
    if isinstance(content, bytes):
        checked, found = check_bytes(content, name, targets=dict(targets))
    else:
        checked, found = check_text(content, name=name, targets=dict(targets))
    if checked is None:
        raise InvalidMapping(found)
    return compile_mapping(checked)


def check(
    path: str | Path, *, targets: Mapping[str, TargetSchema] = PERSON, account: DeclaredAccount | None = None
) -> tuple[CheckedMapping | None, Diagnostics]:
    """The mapping in the file *path* as far as it can run (None: not at all), and all its faults.

    *account* says what an account has, so that what rules ask of it is checked as well. Raises OSError.
    """
    return check_bytes(_bytes_of(path), str(path), targets=targets, account=account)


def check_bytes(
    data: bytes, name: str, *, targets: Mapping[str, TargetSchema] = PERSON, account: DeclaredAccount | None = None
) -> tuple[CheckedMapping | None, Diagnostics]:
    """The same for the bytes of a mapping, of which no more than MOST_BYTES + 1 need to be given."""
    _, syntax, found = read_bytes(name, data, object_fields=_object_fields(targets), fields=_fields(targets))
    return _checked(syntax, found, targets, account)


def check_text(
    text: str,
    *,
    name: str = "mapping.yaml",
    targets: Mapping[str, TargetSchema] = PERSON,
    account: DeclaredAccount | None = None,
) -> tuple[CheckedMapping | None, Diagnostics]:
    """The same for the mapping *text*."""
    syntax, found = read(Source(name, text), object_fields=_object_fields(targets), fields=_fields(targets))
    return _checked(syntax, found, targets, account)


def lay_out_text(source: Source, *, targets: Mapping[str, TargetSchema] = PERSON) -> tuple[str | None, Diagnostics]:
    """The text of a mapping or of its tests in one layout. None when it is neither, or no YAML, and then why.

    Raises UnsureLayout when another layout would change what it says.
    """
    return lay_out(source, _object_fields(targets))


def _checked(
    syntax: MappingSyntax | None,
    found: Diagnostics,
    targets: Mapping[str, TargetSchema],
    account: DeclaredAccount | None,
) -> tuple[CheckedMapping | None, Diagnostics]:
    return (check_syntax(syntax, targets, found, account) if syntax is not None else None), found


def _bytes_of(path: str | Path) -> bytes:
    """The bytes of a mapping, or enough of them to see that they are too many."""
    with Path(path).open("rb") as file:
        return file.read(MOST_BYTES + 1)


def _object_fields(targets: Mapping[str, TargetSchema]) -> frozenset[str]:
    """The free-form fields of any of the targets, whose YAML mapping has parts instead of keys."""
    return frozenset(
        name
        for target in targets.values()
        for name, field in target.fields.items()
        if isinstance(field.type, ObjectType)
    )


def _fields(targets: Mapping[str, TargetSchema]) -> frozenset[str]:
    """The fields of any of the targets."""
    return frozenset(name for target in targets.values() for name in target.fields)
