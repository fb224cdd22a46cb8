"""Plain data that describes a host's records -> a TargetSchema: what a mapping may fill, and with values of what type.

`person` ships. Data may hold its scalars as text ("128", "true"), as YAML read without guessing gives them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import ClassVar, Final, Literal, TypeAlias, cast, get_args

from .names import Names
from .scim import shipped
from .values import Json, kind_of

ScalarKind: TypeAlias = Literal[
    "string",
    "text",
    "boolean",
    "integer",
    "decimal",
    "email",
    "phone",
    "locale",
    "language",
    "time_zone",
    "country",
    "date",
    "datetime",
]

SCALAR_KINDS: Final[tuple[str, ...]] = get_args(ScalarKind)
KINDS: Final = (*SCALAR_KINDS, "enum", "reference", "records", "object")

VALUE_LISTS: Final = ("iso_4217",)
"""Lists of values that ship and that an enum may name instead of giving its own."""

TooLong: TypeAlias = Literal["cut", "error"]


class InvalidTargetSchema(ValueError):
    """A target schema that cannot be used: one clause, where in the data (`fields.name.length`), and what to do."""

    def __init__(self, message: str, path: str, hint: str | None = None) -> None:
        super().__init__(message, path, hint)
        self.message = message
        self.path = path
        self.hint = hint

    def __str__(self) -> str:
        place = f"{self.path}: " if self.path else ""
        return f"{place}{self.message}; {self.hint}" if self.hint else f"{place}{self.message}"


@dataclass(frozen=True, slots=True)
class ScalarType:
    """One value of a kind; at most `length` characters and `size` bytes of UTF-8, None where there is no limit."""

    kind: ScalarKind
    length: int | None = None
    size: int | None = None


@dataclass(frozen=True, slots=True)
class EnumType:
    """One of `values`. What is none of them becomes `otherwise`, or does not fit when that is None."""

    kind: ClassVar[Literal["enum"]] = "enum"
    values: tuple[str, ...]
    otherwise: str | None = None


@dataclass(frozen=True, slots=True)
class ReferenceType:
    """Another record: of which kind, by which attribute it is found, and whether a mapping may have it made."""

    kind: ClassVar[Literal["reference"]] = "reference"
    to: str
    found_by: str = "name"
    create: bool = False


@dataclass(frozen=True, slots=True)
class RecordsType:
    """A list of records made of `parts`. The flag `owner` marks those that came from the mapping."""

    kind: ClassVar[Literal["records"]] = "records"
    parts: Names[TargetField]
    owner: str


@dataclass(frozen=True, slots=True)
class ObjectType:
    """An object with any parts; those that are named in `parts` have a type."""

    kind: ClassVar[Literal["object"]] = "object"
    parts: Names[TargetField]


@dataclass(frozen=True, slots=True)
class AnyType:
    """Any JSON value: a part of an object of which nothing is said."""

    kind: ClassVar[Literal["any"]] = "any"


FieldType: TypeAlias = ScalarType | EnumType | ReferenceType | RecordsType | ObjectType | AnyType


@dataclass(frozen=True, slots=True)
class TargetField:
    """A field, or a part of a record or object.

    `too_long` says what becomes of a text beyond the limit. A record whose only parts are no `content` is empty.
    `description` is for people.
    """

    name: str
    type: FieldType
    required: bool = False
    read_only: bool = False
    too_long: TooLong = "error"
    content: bool = True
    description: str = ""


@dataclass(frozen=True, slots=True)
class TargetSchema:
    """The fields of a record by name, and the `key` by which a record that is there already is matched."""

    name: str
    key: str
    fields: Names[TargetField]

    @classmethod
    def from_data(cls, data: Json) -> TargetSchema:
        """Read `{name, key, fields: {NAME: {type, …}}}`. Raises InvalidTargetSchema at the first fault."""
        whole = _Data(data, "")
        whole.has_only(("name", "key", "description", "fields"))
        fields = _fields(whole.inside("fields"), KINDS)
        key = whole.text("key")
        if key not in fields:
            raise InvalidTargetSchema(f"there is no field '{key}'", "key", "records are matched by a field they have")
        if not isinstance(fields[key].type, ScalarType):
            raise InvalidTargetSchema(f"'{key}' is no single value", "key", "records are matched by a single value")
        return cls(whole.text("name"), key, fields)


@cache
def person_schema() -> TargetSchema:
    """The target schema `person`, which ships."""
    return TargetSchema.from_data(shipped("person"))


@dataclass(frozen=True, slots=True)
class _Data:
    """An object of the data and its path; gives what stands in it as the type that is due, or says what is wrong."""

    value: Json
    path: str
    hint: str | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.value, dict):
            raise InvalidTargetSchema(f"an object is due here, and this is {kind_of(self.value)}", self.path, self.hint)

    def at(self, key: str) -> str:
        """The path of *key*."""
        return f"{self.path}.{key}" if self.path else key

    def fault(self, key: str, due: str) -> InvalidTargetSchema:
        """The fault of what stands at *key*, where *due* is due."""
        if key not in self.value:
            return InvalidTargetSchema(f"'{key}' is missing", self.path, f"it is {due}")
        return InvalidTargetSchema(f"{due} is due here, and this is {kind_of(self.value[key])}", self.at(key))

    def has_only(self, keys: Iterable[str]) -> None:
        """Raise InvalidTargetSchema for a key that is none of *keys*."""
        for key in self.value:
            if key not in keys:
                raise InvalidTargetSchema(f"unknown key '{key}'", self.path, f"the keys are {', '.join(keys)}")

    def inside(self, key: str, hint: str | None = None) -> _Data:
        """The object at *key*; *hint* is for what is none."""
        if key not in self.value:
            raise self.fault(key, "an object")
        return _Data(self.value[key], self.at(key), hint)

    def text(self, key: str, default: str | None = None) -> str:
        """The text at *key*, which is not blank."""
        text = self.value.get(key, default)
        if not isinstance(text, str) or not text.strip():
            raise self.fault(key, "a text")
        return text

    def choice(self, key: str, choices: tuple[str, ...], default: str | None = None) -> str:
        """The text at *key*, one of *choices*."""
        text = self.text(key, default)
        if text not in choices:
            raise InvalidTargetSchema(f"'{text}' is no {key}", self.at(key), f"choose from {', '.join(choices)}")
        return text

    def flag(self, key: str, *, default: bool = False) -> bool:
        """The boolean at *key*, perhaps as text."""
        value = self.value.get(key, default)
        if isinstance(value, bool):
            return value
        if value in ("true", "false"):
            return bool(value == "true")
        raise self.fault(key, "true or false")

    def limit(self, key: str) -> int | None:
        """The positive number at *key*, perhaps as text; None when there is none."""
        if key not in self.value:
            return None
        value = self.value[key]
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < _MOST_DIGITS:
            value = int(value)
        if type(value) is not int or value < 1:
            raise self.fault(key, "a positive number")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """The list of texts at *key*, which is not empty and has none twice."""
        values = self.value.get(key)
        if not isinstance(values, list) or not values or not all(isinstance(each, str) for each in values):
            raise self.fault(key, "a list of texts")
        if len(set(values)) < len(values):
            raise InvalidTargetSchema("a value is there twice", self.at(key))
        return tuple(values)


_MOST_DIGITS = 10


def _fields(data: _Data, kinds: tuple[str, ...]) -> Names[TargetField]:
    fields = [(name, _field(name, data.inside(name, "such as {type: string}"), kinds)) for name in data.value]
    try:
        return Names(fields)
    except ValueError as fault:
        raise InvalidTargetSchema(str(fault), data.path) from fault


_FIELD_KEYS = ("type", "required", "read_only", "too_long", "content", "description")


def _field(name: object, data: _Data, kinds: tuple[str, ...]) -> TargetField:
    if not isinstance(name, str) or not name.isidentifier():
        raise InvalidTargetSchema(f"'{name}' is no name of a field", data.path, "it has letters, digits and _ only")
    kind = data.choice("type", kinds)
    keys, read = _READERS.get(kind, (_LIMITS.get(kind, ()), _scalar))
    data.has_only((*_FIELD_KEYS, *keys))
    return TargetField(
        name,
        read(data),
        required=data.flag("required"),
        read_only=data.flag("read_only"),
        too_long=cast(TooLong, data.choice("too_long", get_args(TooLong), "error")),
        content=data.flag("content", default=True),
        description=data.text("description") if "description" in data.value else "",
    )


def _scalar(data: _Data) -> FieldType:
    return ScalarType(cast(ScalarKind, data.text("type")), data.limit("length"), data.limit("size"))


def _enum(data: _Data) -> FieldType:
    if isinstance(data.value.get("values"), str):
        values = tuple(shipped(data.choice("values", VALUE_LISTS))["values"])
    else:
        values = data.texts("values")
    otherwise = data.text("otherwise") if "otherwise" in data.value else None
    if otherwise is not None and otherwise not in values:
        raise InvalidTargetSchema(f"'{otherwise}' is none of the values", data.at("otherwise"))
    return EnumType(values, otherwise)


def _reference(data: _Data) -> FieldType:
    return ReferenceType(data.text("to"), data.text("found_by", "name"), data.flag("create"))


def _records(data: _Data) -> FieldType:
    parts = _fields(data.inside("parts"), _PART_KINDS)
    owner = data.text("owner")
    if owner in parts:
        raise InvalidTargetSchema(f"the flag '{owner}' is a part as well", data.at("owner"), "the engine sets it")
    if not any(part.content for part in parts.values()):
        raise InvalidTargetSchema("no part is content", data.at("parts"), "a record of such parts would be empty")
    return RecordsType(parts, owner)


def _object(data: _Data) -> FieldType:
    return ObjectType(_fields(data.inside("parts"), _PART_KINDS) if "parts" in data.value else Names())


# The limit that a kind has; others have none, and one that is written there would mean nothing.
_LIMITS: Final[Mapping[str, tuple[str, ...]]] = {
    **dict.fromkeys(("string", "email", "phone", "locale"), ("length",)),
    "text": ("size",),
}

# Records and objects do not stand in one another.
_PART_KINDS: Final = (*SCALAR_KINDS, "enum", "reference")

_READERS: Final[Mapping[str, tuple[tuple[str, ...], Callable[[_Data], FieldType]]]] = {
    "enum": (("values", "otherwise"), _enum),
    "reference": (("to", "found_by", "create"), _reference),
    "records": (("parts", "owner"), _records),
    "object": (("parts",), _object),
}
