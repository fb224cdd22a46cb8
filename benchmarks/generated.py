"""A number of fields in; a mapping of so many fields and the same in straight Python out, so that nothing is tuned.

The fields differ in kind: plain candidates, guards, filters, templates and tables, drawn by a seed that is the number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from textwrap import indent
from typing import cast

from benchmarks.sources import Constant, Filtered, Guard, Lookup, Path, Remark, Source, Where, Words
from mapper import Outcome
from mapper.schemas.scim import ResourceSchema
from mapper.schemas.values import Json

SIZES = (5, 6, 8, 10, 13, 17, 21, 27, 34, 44, 56, 71, 91, 116, 147, 188, 239, 305, 389, 500)
"""The fields of the twenty mappings: each a good quarter more than the one before."""

Function = Callable[[Json, ResourceSchema, dict[str, Json] | None], Outcome]

_TEXTS = ("title", "nickName", "userType", "preferredLanguage", "profileUrl", "externalId", "locale", "timezone")
_BELOW = ("employeeNumber", "costCenter", "organization", "division", "department", "manager.displayName")
_PATHS = (*_TEXTS, *(f"enterprise.{name}" for name in _BELOW), "name.givenName", "name.familyName", "name.middleName")
_LISTS = ("phoneNumbers", "ims", "photos", "emails")
_KINDS = ("work", "home", "mobile", "xmpp", "photo", "thumbnail")
_ROWS = ("Employee VIP", "Head of Research", "en-US", "Acoustics", "4130", "Example Studios", "Nadi", "Nadia", "Okafor")

_MISFITS = {
    "string": ("type(value) is not str or len(value) > LONGEST", "limited", ("LONGEST", "False")),
    "email": ("", "email_address", ("None",)),
    "country": ("type(value) is not str or not is_country_code(value)", "country", ()),
    "phone": ("type(value) is not str or value[0] not in PHONE_BEGINS or value[-1] not in DIGITS", "phone", ()),
    "boolean": ("value is not True and value is not False", "boolean", ()),
}
"""Type to a test that is false when a value is of it already, the function that converts, and what else it takes."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A source, perhaps with a condition."""

    source: Source
    guard: Guard | None = None

    def written(self) -> str:
        source = self.source.written()
        if self.guard is None:
            return source
        keyed = source if isinstance(self.source, Words | Remark | Constant) else f"from: {source}"
        return f"{keyed}\n  {self.guard.written()}"

    def python(self, field: Field) -> Iterator[str]:
        """Lines that give `value` as the type of the field, or None."""
        where = Where(field.name, self.source.pointer())
        lines = [*self.source.python(where)]
        if not isinstance(self.source, Constant):
            misfit, function, how = _MISFITS[field.type]
            lines.append(f"if value is not None{f' and ({misfit})' if misfit else ''}:")
            lines.append(f"    value = {where.fit(function, 'value', *how)}")
        if self.guard is None:
            yield from lines
        else:
            yield "value = None"
            yield f"if {self.guard.python()}:"
            yield from (f"    {line}" for line in lines)

    def blank(self) -> str:
        blank = self.source.blank()
        return f"({blank})" if self.guard is None else f"({self.guard.python()} and ({blank}))"


@dataclass(frozen=True, slots=True)
class Field:
    """A part of `custom_fields` with its type and its candidates."""

    name: str
    type: str
    candidates: tuple[Candidate, ...]

    @property
    def clear(self) -> bool:
        """Whether it is cleared when it was sent empty; true and false have nothing to be cleared to."""
        return self.type != "boolean"

    def written(self) -> str:
        """The lines of the mapping."""
        part = self.name.removeprefix("custom_fields.")
        candidates = "".join(f"- {each.written()}\n" for each in self.candidates)
        empty = "" if self.clear else "  empty: keep\n"
        return f"{part}:\n  type: {self.type}\n{empty}  from:\n{indent(candidates, '    ')}"

    def python(self) -> str:
        """The lines of the function."""
        looks_up = any(isinstance(each.source, Lookup) for each in self.candidates)
        lines = ["failed = []", *(["missed = None"] if looks_up else []), *self.candidates[0].python(self)]
        for candidate in self.candidates[1:]:
            lines += ["if value is None:", *(f"    {line}" for line in candidate.python(self))]
        lines += ["if value is not None:", f"    parts[{self.name.removeprefix('custom_fields.')!r}] = value", "else:"]
        if looks_up:
            lines += ["    if missed is not None and not failed:", "        person.problems.append(missed)"]
        blank = " or ".join(each.blank() for each in self.candidates)
        lines.append(f"    person.end({self.name!r}, None, failed, {blank}, clear={self.clear})")
        return "\n".join(lines) + "\n"


@dataclass(frozen=True, slots=True)
class Generated:
    """A mapping, and the text of a Python module whose function `map_user` does the same."""

    mapping: str
    python: str

    def function(self) -> Function:
        """The function of the module."""
        names: dict[str, object] = {}
        exec(compile(self.python, "<straight Python>", "exec"), names)  # noqa: S102 - our own text
        return cast(Function, names["map_user"])


def generated(size: int) -> Generated:
    """A mapping of *size* fields and its Python."""
    random = Random(size)  # noqa: S311 - the same mapping every time is what is meant
    fields = [_field(random, number) for number in range(size - 2)]
    tables = [each.source for field in fields for each in field.candidates if isinstance(each.source, Lookup)]
    rows = {table: {f"{row}": f"{row} of {table.table}" for row in random.sample(_ROWS, 6)} for table in tables}
    mapping = _MAPPING.format(tables=_tables(rows), fields=indent("".join(f.written() for f in fields), " " * 8))
    written = "".join(f"{table.table.upper()} = {_folded(table, rows[table])!r}\n" for table in tables)
    python = _PYTHON.format(tables=written, fields=indent("".join(f.python() for f in fields), "    "))
    return Generated(mapping, python)


def _tables(rows: dict[Lookup, dict[str, str]]) -> str:
    if not rows:
        return ""
    lines = ["tables:"]
    for table, pairs in rows.items():
        lines += [f"  {table.table}:", *(["    ignore_case: true"] if table.ignore_case else []), "    rows:"]
        lines += [f'      "{key}": {value}' for key, value in pairs.items()]
    return "\n".join(lines) + "\n"


def _folded(table: Lookup, rows: dict[str, str]) -> dict[str, str]:
    return {key.casefold() if table.ignore_case else key: value for key, value in rows.items()}


def _field(random: Random, number: int) -> Field:
    make = random.choice((_plain, _guarded, _filtered, _template, _table, _typed))
    kind, candidates = make(random, number)
    return Field(f"custom_fields.generated_{number}", kind, candidates)


Made = tuple[str, tuple[Candidate, ...]]


def _plain(random: Random, number: int) -> Made:
    return "string", tuple(Candidate(Path(path)) for path in random.sample(_PATHS, random.randint(1, 4)))


def _guarded(random: Random, number: int) -> Made:
    first, second, third = random.sample(_PATHS, 3)
    guard = Guard(Path(random.choice(_TEXTS)), f"none {number}", unless=False)
    other = Guard(Path(random.choice(_TEXTS)), f"never {number}", unless=True)
    last = Constant(f"Constant {number}") if random.random() < 0.3 else Path(third)
    return "string", (Candidate(Path(first), guard), Candidate(Path(second), other), Candidate(last))


def _filtered(random: Random, number: int) -> Made:
    lists = random.sample(_LISTS, random.randint(1, 2))
    return "string", tuple(Candidate(Filtered(name, random.choice((None, *_KINDS)))) for name in lists)


def _template(random: Random, number: int) -> Made:
    first, second, third, fourth = (Path(path) for path in random.sample(_PATHS, 4))
    guard = Guard(Path(random.choice(_TEXTS)), f"none {number}", unless=False)
    both = [Candidate(Words(first, second)), Candidate(Remark(third, fourth, number), guard)]
    random.shuffle(both)
    return "string", tuple(both)


def _table(random: Random, number: int) -> Made:
    key, other = random.sample(_PATHS, 2)
    lookup = Candidate(Lookup(f"table_{number}", Path(key), random.random() < 0.5))
    return "string", (lookup, Candidate(Path(other))) if random.random() < 0.5 else (lookup,)


def _typed(random: Random, number: int) -> Made:
    kind = random.choice(("email", "country", "phone", "boolean"))
    sources: dict[str, tuple[Source, ...]] = {
        "email": (Filtered("emails", None), Filtered("emails", "home")),
        "country": (Filtered("addresses", random.choice(("work", "home")), "country"),),
        "phone": (Filtered("phoneNumbers", random.choice(_KINDS)), Filtered("phoneNumbers", "work")),
        "boolean": (Path("active"),),
    }
    return kind, tuple(map(Candidate, sources[kind]))


_MAPPING = """\
mapping: 1
name: generated
description: A mapping made by a program

extensions:
  - id: urn:ietf:params:scim:schemas:extension:enterprise:2.0:User
    attributes:
      site: string
      location: string
      supportID: string
{tables}
users:
  - rule: Everybody
    person:
      primary_email:
        from: userName
        empty: keep
      name:
        from: displayName
        empty: keep
      custom_fields:
{fields}"""

_PYTHON = """\
from unicodedata import normalize

from benchmarks.person_by_hand import Person
from benchmarks.texts_by_hand import DIGITS, LONGEST, PHONE_BEGINS, key_text, no_row, with_remark, words
from benchmarks.values_by_hand import (
    boolean, country, email_address, is_blank, limited, list_of, object_of, phone
)
from mapper.engine.places import is_country_code
from mapper.schemas.normalise import normalise
from mapper.schemas.scim import ENTERPRISE_USER

{tables}

def map_user(payload, schema, current=None):
    user = normalise(payload, schema).payload
    person = Person(current)
    name, extension = object_of(user.get("name")), object_of(user.get(ENTERPRISE_USER))
    manager = object_of(extension.get("manager"))
    phoneNumbers, emails = list_of(user.get("phoneNumbers")), list_of(user.get("emails"))
    ims, photos, addresses = list_of(user.get("ims")), list_of(user.get("photos")), list_of(user.get("addresses"))
    failed = []
    value = person.fit(email_address, user.get("userName"), "primary_email", "/userName", failed)
    person.end("primary_email", value, failed, value is None and is_blank(user, "userName"))
    person.text("name", user, "displayName", 128, cut=True)
    parts = {{}}
{fields}    if parts:
        person.values["custom_fields"] = parts
    return person.outcome()
"""
