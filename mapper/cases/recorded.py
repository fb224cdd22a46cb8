"""A payload, what stands beside it and its outcome -> the keys of a case, as they are to stand in a file of tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ..context_files import KINDS
from ..engine.checked import CheckedMapping
from ..engine.compiler import CompiledMapping
from ..engine.directory import RecordsDirectory
from ..engine.outcome import GroupOutcome, Outcome, Problem
from ..payloads import is_group
from ..schemas.normalise import normalise
from ..schemas.target import FieldType
from ..schemas.values import Json
from . import written
from .scalars import type_of
from .written import Written, as_text


@dataclass(frozen=True, slots=True)
class Recorded:
    """What is to be recorded: a payload with the name of its file, if it has one, and what stands beside it.

    None where nothing is given: then the head of the file of tests counts. `directory_file` is the file that the
    directory was read from.
    """

    payload: dict[str, Json]
    file: str | None
    name: str | None = None
    current: dict[str, Json] | None = None
    groups: Sequence[Json] | None = None
    directory: RecordsDirectory | None = None
    directory_file: str | None = None
    account: dict[str, Json] | None = None
    connection: str | None = None
    now: datetime | None = None


def payload(value: dict[str, Json], mapping: CheckedMapping) -> Written:
    """The user or the group."""
    return written.resource(value, mapping.group if is_group(value) else mapping.user)


def beside(
    recorded: Recorded, mapping: CheckedMapping, compiled: CompiledMapping, folder: Path, now: datetime | None
) -> dict[str, Written]:
    """The keys for what stands beside a payload, of tests that stand in *folder*."""
    keys: dict[str, Written] = {}
    if recorded.groups is not None:
        keys["groups"] = _groups(recorded, mapping, compiled)
    if recorded.current is not None:
        known = {name: value for name, value in recorded.current.items() if name in mapping.target.fields}
        keys["current"] = written.person(known, _types(mapping), is_stored=True)
    if now is not None:
        keys["now"] = as_text(now.astimezone(UTC).isoformat().replace("+00:00", "Z"))
    if recorded.account is not None:
        keys["account"] = written.texts(recorded.account)
    if recorded.connection is not None:
        keys["connection"] = as_text(recorded.connection)
    if recorded.directory is not None:
        keys["directory"] = _directory(recorded, folder)
    return keys


def _types(mapping: CheckedMapping) -> written.TypeOf:
    types = {field.name: field.type for field in mapping.fields}

    def of(name: str) -> FieldType:
        return type_of(name, mapping.target, types)

    return of


def _groups(recorded: Recorded, mapping: CheckedMapping, compiled: CompiledMapping) -> Written:
    """The groups of the user; of their members the user only, since others have nothing to do with the case."""
    user = normalise(recorded.payload, mapping.user).payload
    groups = compiled.groups(recorded.groups or ()).of(user)
    return [written.resource(_own(group, user.get("id")), mapping.group) for group in groups]


def _own(group: Mapping[str, Json], user: Json) -> dict[str, Json]:
    members = group.get("members")
    own = [each for each in members if isinstance(each, dict) and each.get("value") == user] if members else []
    rest = {name: value for name, value in group.items() if name != "members"}
    return {**rest, "members": own} if own else rest


def _directory(recorded: Recorded, folder: Path) -> Written:
    """The name of the file if it lies below the tests, else the records themselves."""
    name = below(Path(recorded.directory_file), folder) if recorded.directory_file is not None else None
    if name is not None:
        return as_text(name)
    assert recorded.directory is not None
    records = recorded.directory.records
    return {key: written.texts(list(records[kind])) for key, kind in KINDS.items() if records.get(kind)}


def below(file: Path, folder: Path) -> str | None:
    """How tests in *folder* name *file*; None when it does not lie below."""
    path, root = file.resolve(), folder.resolve()
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else None


# --- the outcome -----------------------------------------------------------------------------------------------------


def expectations(outcome: Outcome | GroupOutcome, mapping: CheckedMapping) -> dict[str, Written]:
    """The keys of a case that expects exactly this outcome."""
    types = _types(mapping)
    keys: dict[str, Written] = {}
    if isinstance(outcome, GroupOutcome):
        keys["exactly"] = _group(outcome, types)
    else:
        keys["action"] = as_text(outcome.action)
        if outcome.action != "skip":
            keys["exactly"] = written.person(outcome.person, types, is_stored=False)
            keys |= {"clear": [as_text(name) for name in outcome.clear]} if outcome.clear else {}
            keys |= {"keep": {name: as_text(reason) for name, reason in outcome.keep.items()}} if outcome.keep else {}
    if outcome.problems or "exactly" not in keys:
        keys["problems"] = [_problem(problem) for problem in outcome.problems]
    if outcome.look_again is not None:
        keys["look_again"] = as_text(outcome.look_again)
    return keys


def _group(outcome: GroupOutcome, types: written.TypeOf) -> Written:
    members: list[Written] = [
        {
            "value": as_text(member["value"]),
            **({"person": written.person(member["person"], types, is_stored=False)} if member.get("person") else {}),
        }
        for member in outcome.members
    ]
    keys: dict[str, Written] = {}
    for name, value in (("stands_for", outcome.stands_for), ("called", outcome.called)):
        keys |= {name: as_text(value)} if value is not None else {}
    return keys | ({"members": members} if members else {})


def _problem(problem: Problem) -> Written:
    if problem.field is None:
        return as_text(problem.code)
    return {"code": as_text(problem.code), "field": as_text(problem.field)}
