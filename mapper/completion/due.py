"""The keys that lead to a place -> what is due there: which keys or fields, and what a text there is.

It follows `engine/keys.py`: what a key takes, said there in a word, is what is due below it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Literal, TypeAlias

from ..engine.checks.fits import record_keys
from ..engine.field_keys import may_be_boolean, refused_sources, settings_of_type
from ..engine.keys import (
    CANDIDATE_KEYS,
    DEFAULT_KEYS,
    EXTENSION_KEYS,
    FILE_KEYS,
    GROUP_KEYS,
    GROUP_SETTINGS,
    ORIGIN_KEYS,
    PARTS_END,
    RULE_KEYS,
    SETTINGS,
    TABLE_KEYS,
    KnownKeys,
)
from ..schemas.scim import ATTRIBUTE_TYPES, user_schema
from ..schemas.target import (
    SCALAR_KINDS,
    AnyType,
    FieldType,
    ObjectType,
    RecordsType,
    ReferenceType,
    TargetField,
    TargetSchema,
)
from .entries import Entry
from .sent import Sent

Scalar: TypeAlias = Literal["nothing", "expression", "template", "constant", "words"]
"""What a text is: `words` is one of a few, `constant` a value of a field."""

Wanted: TypeAlias = Literal["value", "condition", "boolean", "list"]
"""What an expression is to give."""

Step: TypeAlias = tuple[Literal["element", "value"], str]
"""The current node is an element of what an expression gives, or its value."""


@dataclass(frozen=True, slots=True)
class Around:
    """In which section and rule something stands, and the steps that lead to its current node."""

    section: str = ""
    rule: Entry | None = None
    steps: tuple[Step, ...] = ()

    def inside(self, *step: Step) -> Around:
        """The same with further steps."""
        return replace(self, steps=(*self.steps, *step))


@dataclass(frozen=True, slots=True)
class Due:
    """What may stand at a place.

    `keys` and `fields` are those of a mapping; `below` says what is due below one of them in the entry in which it
    stands, `item` what in an item of a list. `scalar` is what a text is, `about` its sentence, `of` its field. `sent`
    are attributes of a payload, which may be declared.
    """

    scalar: Scalar = "nothing"
    words: tuple[str, ...] = ()
    about: str = ""
    wanted: Wanted = "value"
    of: TargetField | None = None
    keys: KnownKeys = field(default_factory=dict)
    fields: Mapping[str, TargetField] = field(default_factory=dict)
    sent: tuple[str, ...] = ()
    below: Callable[[str, Entry], Due] | None = None
    item: Callable[[Entry], Due] | None = None
    around: Around = Around()


NOTHING: Final = Due()
_FLAGS: Final = ("true", "false")


def due_at(path: Iterable[Entry], target: TargetSchema, targets: Iterable[str], sent: Sent) -> Due:
    """What is due at the entry to which *path* leads from the top of a mapping for *target*."""
    return walk(path, _Places(target, tuple(targets), sent).file())


def walk(path: Iterable[Entry], due: Due) -> Due:
    """What is due at the end of *path*, at the beginning of which *due* is."""
    for entry in path:
        if entry.key is None:
            due = due.item(entry) if due.item is not None else NOTHING
        else:
            due = due.below(entry.key, entry.above or entry) if due.below is not None else NOTHING
    return due


class _Places:
    """What is due where in a mapping for one target."""

    def __init__(self, target: TargetSchema, targets: tuple[str, ...], sent: Sent) -> None:
        self._target, self._targets, self._sent = target, targets, sent

    def file(self) -> Due:
        """The top of a mapping."""
        return Due(keys=FILE_KEYS, below=lambda key, _: self._of_key(FILE_KEYS, key, Around("users")))

    def _of_key(self, keys: KnownKeys, name: str, around: Around) -> Due:
        """What is due below one of *keys*, by the word for what it takes."""
        key = keys.get(name)
        if key is None:
            return NOTHING
        takes: dict[str, Callable[[], Due]] = {
            "version": lambda: words_due(("1",), key.about),
            "flag": lambda: words_due(_FLAGS, key.about),
            "true": lambda: words_due(("true",), key.about),
            "type of part": lambda: words_due(SCALAR_KINDS, key.about),
            "extensions": lambda: self._one_or_list(self._extension(around)),
            "settings": lambda: self._known(DEFAULT_KEYS, around),
            "named expressions": lambda: Due(below=lambda *_: _expression(around)),
            "tables": lambda: Due(below=lambda *_: self._known(TABLE_KEYS, around)),
            "user rules": lambda: self._rules("users"),
            "group rules": lambda: self._rules("groups"),
            "expression": lambda: _expression(around, "condition" if name in ("when", "unless") else "value"),
        }
        if key.words:
            return words_due(key.words, key.about)
        if name == "target":
            return words_due(self._targets, key.about)
        if key is EXTENSION_KEYS["id"]:
            user = user_schema()
            return words_due(dict.fromkeys((*self._sent.extensions(), *user.extensions, user.core.id)), key.about)
        made = takes.get(str(key.takes))
        return made() if made is not None else NOTHING

    def _known(self, keys: KnownKeys, around: Around) -> Due:
        """A mapping with known keys."""
        return Due(keys=keys, below=lambda key, _: self._of_key(keys, key, around), around=around)

    def _extension(self, around: Around) -> Due:
        known = self._known(EXTENSION_KEYS, around)

        def below(key: str, extension: Entry) -> Due:
            if key != "attributes":
                return self._of_key(EXTENSION_KEYS, key, around)
            urn = extension.find("id")
            sent = self._sent.attributes(urn.text) if urn is not None else ()
            return Due(sent=sent, below=lambda *_: words_due(ATTRIBUTE_TYPES, ""))

        return replace(known, below=below)

    @staticmethod
    def _one_or_list(one: Due) -> Due:
        return replace(one, item=lambda _: one)

    # --- rules and fields ---------------------------------------------------------------------------------------------

    def _rules(self, section: str) -> Due:
        keys = {**RULE_KEYS, **GROUP_KEYS} if section == "groups" else RULE_KEYS

        def below(key: str, rule: Entry) -> Due:
            around = Around(section, rule)
            return self._person(around) if key == "person" else self._of_key(keys, key, around)

        return self._one_or_list(Due(keys=keys, below=below, around=Around(section)))

    def _person(self, around: Around) -> Due:
        writable = {name: each for name, each in self._target.fields.items() if not each.read_only}
        return self._fields(writable, around)

    def _fields(self, fields: Mapping[str, TargetField], around: Around) -> Due:
        def below(name: str, _: Entry) -> Due:
            return self._field(fields[name], around) if name in fields else NOTHING

        return Due(fields=fields, below=below, around=around)

    def _field(self, of: TargetField, around: Around) -> Due:
        if isinstance(of.type, ObjectType):
            return self._free_form(of, of.type, around)
        return self._candidate(of, around, settings_of_type(of.type, around.section))

    def _free_form(self, of: TargetField, kind: ObjectType, around: Around) -> Due:
        """A free-form object: its parts, or where one of the keys says so a source of the whole."""
        whole = self._candidate(of, around, settings_of_type(kind, around.section))

        def below(key: str, entry: Entry) -> Due:
            if whole.below is not None and any(each.key in PARTS_END for each in entry.below):
                return whole.below(key, entry)
            return self._field(kind.parts.get(key) or TargetField(key, AnyType()), around)

        return replace(whole, fields=kind.parts, below=below)

    # --- candidates ---------------------------------------------------------------------------------------------------

    def _candidate(self, of: TargetField, around: Around, settings: Iterable[str] = ()) -> Due:
        """A field or a candidate of it: an expression, a list of candidates, or a mapping with these keys."""
        refused = refused_sources(of.type)
        keys = {name: key for name, key in CANDIDATE_KEYS.items() if name not in refused}
        keys |= {name: SETTINGS[name] for name in settings}

        def below(key: str, entry: Entry) -> Due:
            return self._of_candidate(key, entry, of, around) if key in keys else NOTHING

        return replace(
            _expression(around, _wanted(of.type)),
            of=of,
            keys=keys,
            below=below,
            item=lambda _: self._candidate(of, around),
        )

    def _of_candidate(self, key: str, entry: Entry, of: TargetField, around: Around) -> Due:
        """What is due below a key of a candidate, whose other keys are those of *entry*."""
        each = entry.find("each")
        at_element = around.inside(("element", each.text)) if each is not None else around
        candidate = self._candidate(of, around)
        made: dict[str, Callable[[], Due]] = {
            "from": lambda: replace(candidate, keys={}, below=None),
            "template": lambda: Due("template", of=of, around=around),
            "value": lambda: Due("constant", of=of, around=around),
            "else": lambda: Due("constant", ("keep", "clear"), of=of, around=around),
            "if": lambda: _conditions(around),
            "not": lambda: _expression(around, "boolean"),
            "each": lambda: _expression(around, "list"),
            "collect": lambda: candidate,
            "when": lambda: _expression(at_element, "condition"),
            "unless": lambda: _expression(at_element, "condition"),
            "then": lambda: _expression(around.inside(("value", _source(entry)))),
            "entry": lambda: self._fields(_parts(of.type), at_element),
            "found_by": lambda: words_due(self._found_by(of.type), SETTINGS[key].about),
            "not_found": lambda: words_due(_not_found(of.type), SETTINGS[key].about),
        }
        return made[key]() if key in made else self._of_key({**ORIGIN_KEYS, **SETTINGS}, key, around)

    def _found_by(self, kind: FieldType) -> tuple[str, ...]:
        known = record_keys(kind, self._target.fields) if isinstance(kind, ReferenceType) else None
        return tuple(known or ())


def words_due(words: Iterable[str], about: str) -> Due:
    """One of a few words, with the sentence about them."""
    return Due("words", tuple(words), about)


def _expression(around: Around, wanted: Wanted = "value") -> Due:
    return Due("expression", wanted=wanted, around=around)


def _conditions(around: Around) -> Due:
    """A condition, or a list of them."""
    return replace(_expression(around, "condition"), item=lambda _: _expression(around, "condition"))


def _source(entry: Entry) -> str:
    """The expression whose value `then` works on; empty where it is no single one."""
    origin = entry.find("from")
    return origin.text if origin is not None and not origin.below else ""


def _wanted(kind: FieldType) -> Wanted:
    if isinstance(kind, RecordsType):
        return "list"
    return "boolean" if may_be_boolean(kind) and not isinstance(kind, AnyType) else "value"


def _parts(kind: FieldType) -> Mapping[str, TargetField]:
    return kind.parts if isinstance(kind, RecordsType) else {}


def _not_found(kind: FieldType) -> tuple[str, ...]:
    made = isinstance(kind, ReferenceType) and kind.create
    return tuple(word for word in SETTINGS["not_found"].words if made or word != "create")


def beside(due: Due, there: frozenset[str]) -> list[str]:
    """The keys that are due beside those that are *there*, but for `else` of a user rule, which needs an `if`."""
    needs_if = due.around.section == "users" and "if" not in there
    return [key for key in due.keys if key not in there and not (key in GROUP_SETTINGS and needs_if)]
