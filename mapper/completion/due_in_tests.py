"""The keys that lead to a place in a file of tests -> what is due there: keys, fields, attributes, and a few words.

It follows `cases/keys.py`, as `due.py` does for mappings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from ..cases.keys import (
    CASE_KEYS,
    EXPECTED_GROUP_KEYS,
    FILE_KEYS,
    GROUP_KEYS,
    MEMBER_KEYS,
    PROBLEM_KEYS,
    USER_KEYS,
)
from ..engine.checks.account import ACCOUNT_KINDS, ACCOUNT_NAMES
from ..engine.keys import Key, KnownKeys
from ..schemas.names import Names
from ..schemas.scim import Attribute, group_schema, user_schema
from ..schemas.target import RecordsType, TargetField, TargetSchema
from .due import NOTHING, Due, walk, words_due
from .entries import Entry


def due_in_tests_at(path: Iterable[Entry], target: TargetSchema) -> Due:
    """What is due at the entry to which *path* leads from the top of a file of tests of mappings for *target*."""
    return walk(path, _Places(target).file())


class _Places:
    """What is due where in tests of mappings for one target."""

    def __init__(self, target: TargetSchema) -> None:
        self._target = target

    def file(self) -> Due:
        """The top of a file of tests."""
        return self._known(FILE_KEYS)

    def _known(self, keys: KnownKeys, *, of_group: bool = False) -> Due:
        """A mapping with known keys, each of which takes what its word says."""
        return Due(keys=keys, below=lambda name, _: self._of_key(keys, name, of_group=of_group))

    def _of_key(self, keys: KnownKeys, name: str, *, of_group: bool) -> Due:
        key = keys.get(name)
        if key is None:
            return NOTHING
        takes: dict[str, Callable[[], Due]] = {
            "cases": lambda: _one_or_list(self._case),
            "account": _account,
            "resource": lambda: _attributes(group_schema().attributes if name == "group" else user_schema().attributes),
            "members": lambda: _one_or_list(lambda _: _attributes(user_schema().attributes)),
            "groups": lambda: _one_or_list(lambda _: _attributes(group_schema().attributes)),
            "stored": self._person,
            "expected": lambda: self._known(EXPECTED_GROUP_KEYS) if of_group else self._person(),
            "expected members": lambda: _one_or_list(lambda _: self._known(MEMBER_KEYS)),
            "expected person": self._person,
            "fields": lambda: _one_or_list(lambda _: words_due(self._target.fields, key.about)),
            "kept fields": self._kept,
            "problems": lambda: _one_or_list(lambda _: self._known(PROBLEM_KEYS)),
        }
        if key.words:
            return words_due(key.words, key.about)
        made = takes.get(str(key.takes))
        return made() if made is not None else NOTHING

    def _case(self, case: Entry) -> Due:
        """A case: of a group where `group` stands in it, of a user where another key says so."""
        there = {each.key for each in case.below}
        of_group = "group" in there
        keys = GROUP_KEYS if of_group else USER_KEYS if there & (USER_KEYS.keys() - GROUP_KEYS.keys()) else CASE_KEYS
        return self._known(keys, of_group=of_group)

    def _person(self) -> Due:
        return _fields(self._target.fields)

    def _kept(self) -> Due:
        named = words_due(self._target.fields, "")
        return replace(_fields(self._target.fields), item=lambda _: named)


def _fields(fields: Mapping[str, TargetField]) -> Due:
    """A person: a value for each field."""
    return Due(fields=fields, below=lambda name, _: _value(fields.get(name)))


def _value(of: TargetField | None) -> Due:
    if of is None:
        return NOTHING
    if isinstance(of.type, RecordsType):
        entry = _fields(of.type.parts)
        return Due(item=lambda _: entry)
    return Due("constant", of=of)


def _attributes(known: Names[Attribute]) -> Due:
    """What was sent: attributes with their parts, whether one of them or a list."""
    keys = {name: Key(each.description, each.type) for name, each in known.items()}

    def below(name: str, _: Entry) -> Due:
        attribute = known.get(name)
        if attribute is None:
            return NOTHING
        parts = _attributes(attribute.attributes)
        if attribute.type == "boolean":
            parts = words_due(("true", "false"), attribute.description)
        elif attribute.canonical_values:
            parts = words_due(attribute.canonical_values, attribute.description)
        return _one_or_list(lambda _: parts)

    return Due(keys=keys, below=below)


def _account() -> Due:
    keys = {name: Key("", "text") for name in ACCOUNT_NAMES}
    return Due(keys=keys, below=lambda name, _: words_due(ACCOUNT_KINDS, "") if name == "kind" else NOTHING)


def _one_or_list(make: Callable[[Entry], Due]) -> Due:
    """One of something, or a list of such."""

    def below(name: str, entry: Entry) -> Due:
        one = make(entry)
        return one.below(name, entry) if one.below is not None else NOTHING

    return replace(make(_NOWHERE), below=below, item=make)


_NOWHERE = Entry(None, -1, "", 0, 0)
