"""What may stand at a place of a YAML file -> JSON Schema, draft-07, the newest that all language servers of YAML know.

An editor should say what is wrong where it is wrong. So what may be a text, a list or a mapping is no `anyOf` of three
schemas, of which an editor would have to guess the one that was meant: it is one schema, each of whose keywords speaks
of one of the three. A scalar that YAML takes for a number or a boolean is text to us.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TypeAlias

from ..engine.keys import KnownKeys
from ..schemas.values import Json

Schema: TypeAlias = dict[str, Json]

DRAFT: Final = "http://json-schema.org/draft-07/schema#"

SCALAR: Final = ("string", "number", "boolean")
"""What YAML makes of a scalar that is not null."""

TEXT: Final[Schema] = {"type": [*SCALAR]}
TEXT_OR_NULL: Final[Schema] = {"type": [*SCALAR, "null"]}
ANYTHING: Final[Schema] = {}
TEXTS: Final[Schema] = {"type": [*SCALAR, "array"], "minItems": 1, "items": TEXT}
FLAG: Final[Schema] = {
    "type": ["boolean", "string"],
    "pattern": "^(true|false)$",
    "patternErrorMessage": "true or false is due here.",
}
NUMBER: Final[Schema] = {
    "type": ["number", "string"],
    "pattern": r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$",
    "patternErrorMessage": "A number is due here.",
}


def one_of(words: Sequence[str]) -> Schema:
    """One of a few words."""
    return FLAG if set(words) == {"true", "false"} else {"enum": [*words]}


def like(pattern: str, message: str) -> Schema:
    """A text that is like *pattern* as a whole; an editor says *message* of any other."""
    return {**TEXT, "pattern": f"^({pattern})$", "patternErrorMessage": message}


def a_list(item: Schema, *, least: int = 0) -> Schema:
    """A list."""
    return {"type": "array", "items": item, **({"minItems": least} if least else {})}


def mapping_of(value: Schema, **keywords: Json) -> Schema:
    """A mapping whose keys are names of the user."""
    return {"type": "object", "additionalProperties": value, **keywords}


def mapping_with(properties: Mapping[str, Json], required: Iterable[str] = (), **keywords: Json) -> Schema:
    """A mapping with these keys and no others."""
    needed = {"required": [*required]} if required else {}
    return {"type": "object", "properties": {**properties}, "additionalProperties": False, **needed, **keywords}


def either(*schemas: Schema) -> Schema:
    """What is like one of *schemas*, which are of different kinds (text, list, mapping) and share no keyword."""
    joined: Schema = {}
    kinds: list[str] = []
    for schema in schemas:
        kind = schema["type"]
        kinds += [kind] if isinstance(kind, str) else kind
        joined |= schema
    return {**joined, "type": kinds}


def one_or_list(item: Schema, *, least: int = 1) -> Schema:
    """One of something that is no list, or a list of such."""
    return {"if": {"type": "array"}, "then": a_list(item, least=least), "else": item}


def needs_one(names: Sequence[str], known: Iterable[str]) -> Schema:
    """The keywords for a mapping that has at least one of *names*, all of whose keys are *known*.

    Beside a key that is not known nothing is missing, for it may be one of *names* misspelt. An editor asks for the
    first of them.
    """
    others = [name for name in known if name not in names]
    return {"if": {"propertyNames": {"enum": others}}, "then": {"required": [names[0]]}}


def conflicts(names: Sequence[str], beside: Iterable[tuple[str, str]] = ()) -> dict[str, Json]:
    """Of *names* no two may stand in one mapping, but for the pairs that go *beside* one another.

    It is the value of `dependencies`; an editor then underlines the second key, and says that it is not allowed.
    """
    pairs = set(beside)
    refused = {
        name: {later: False for later in names[index + 1 :] if (name, later) not in pairs}
        for index, name in enumerate(names)
    }
    return {name: {"properties": others} for name, others in refused.items() if others}


def explained(keys: KnownKeys, shapes: Mapping[str, Schema]) -> dict[str, Json]:
    """The properties for *keys*: what each takes, by its name in *shapes*, with its sentence."""
    return {
        name: {"description": key.about, **(one_of(key.words) if key.words else shapes[str(key.takes)])}
        for name, key in keys.items()
    }
