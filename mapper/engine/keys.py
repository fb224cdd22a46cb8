"""The keys of the language: where each one stands, what it takes, and what it means in a sentence.

The reader knows its keys by these tables, and the JSON Schema for editors is made of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

SLUG: Final = "[a-z0-9][a-z0-9_-]{0,63}"
"""What the name of a mapping looks like."""

NAME: Final = "[A-Za-z_][A-Za-z0-9_]{0,63}"
"""What a name looks like that expressions use."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key: what it means, and what it takes, in a word or as the few words that there are."""

    about: str
    takes: str | tuple[str, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """The few words that it takes; none where it takes something else."""
        return self.takes if isinstance(self.takes, tuple) else ()


KnownKeys: TypeAlias = Mapping[str, Key]
"""The keys that are known in one place."""

# --- of a file -------------------------------------------------------------------------------------------------------

FILE_KEYS: Final[KnownKeys] = {
    "mapping": Key("The version of the language, which is 1.", "version"),
    "name": Key("What the mapping is called: small letters, digits, `-` and `_`.", "slug"),
    "description": Key("What the mapping is for, in your own words.", "text"),
    "target": Key("The schema of what is filled; `person` unless the host has others.", "text"),
    "extensions": Key("Attributes that your client sends beyond those of SCIM.", "extensions"),
    "defaults": Key("Settings for every field of the file that says nothing else.", "settings"),
    "let": Key(
        "Named expressions for the whole file, which expressions and templates use by name.", "named expressions"
    ),
    "tables": Key("Tables by name, for `lookup()` and `listed()`.", "tables"),
    "users": Key("What becomes of a user: one rule, or a list of rules.", "user rules"),
    "groups": Key("What groups stand for, and what they give to their members: one rule or several.", "group rules"),
}

EXTENSION_KEYS: Final[KnownKeys] = {
    "id": Key("The URN of the SCIM schema, as your client sends it.", "text"),
    "as": Key("A short name for the URN in expressions: `acme` for `urn:acme:scim:schemas:2.0:User`.", "short name"),
    "attributes": Key("The attributes by name, each with its type, such as `hireDate: string`.", "attributes"),
}

TABLE_KEYS: Final[KnownKeys] = {
    "rows": Key("Keys with their values: `4201: Architect`.", "rows"),
    "names": Key("Values with all that means them: `NL: [Netherlands, Nederland]`.", "names"),
    "list": Key("Keys without a value, for `listed()`.", "texts"),
    "match": Key(
        "How a key is found: `exact`, `prefix` (the longest one wins), or `pattern` with `?` and `*`.",
        ("exact", "prefix", "pattern"),
    ),
    "ignore_case": Key("Whether capital and small letters are the same.", "flag"),
    "ignore_accents": Key("Whether `é` and `e` are the same.", "flag"),
    "otherwise": Key("The value of a key that has no row; null: nothing, without a report.", "constant"),
}
CONTENT_KEYS: Final = ("rows", "names", "list")
"""A table has one of these."""

# --- of a rule -------------------------------------------------------------------------------------------------------

GUARD_KEYS: Final[KnownKeys] = {
    "when": Key("It counts only if this condition holds.", "expression"),
    "unless": Key("It counts only if this condition does not hold.", "expression"),
}
RULE_KEYS: Final[KnownKeys] = {
    "rule": Key("The name of the rule, in your own words.", "text"),
    **GUARD_KEYS,
    "let": Key("Named expressions, for this rule.", "named expressions"),
    "person": Key("The fields that the rule fills. Each takes the first value that fits of its candidates.", "person"),
}
GROUP_KEYS: Final[KnownKeys] = {
    "stands_for": Key("The group is an organization or a site of the account.", ("organization", "site")),
    "called": Key("The name of the organization or site; without it the `displayName` of the group.", "expression"),
    "create": Key("Whether the organization or site is made if it is not there.", "flag"),
    "rename": Key("Whether the organization or site follows the name of the group.", "flag"),
}
"""Only a rule of `groups` has these."""

# --- of a candidate and a field --------------------------------------------------------------------------------------

ORIGIN_KEYS: Final[KnownKeys] = {
    "from": Key("Where the value comes from: an expression, or a list of candidates.", "expression or candidates"),
    "template": Key(
        'Several parts in one text, in double quotes: `"{{ name.givenName }} {{ name.familyName }}"`.', "template"
    ),
    "value": Key("A constant.", "constant"),
    "if": Key(
        "Of a field that is true or false: true if one of these conditions holds, else what `else` says.", "conditions"
    ),
    "not": Key("Of a field that is true or false: the opposite of an expression; absent stays absent.", "expression"),
    "each": Key("The list of which each element becomes an entry; `entry` says how.", "expression"),
    "entry": Key("The parts of an entry, each with candidates of its own, read at the element.", "parts of entry"),
    "collect": Key("Several lists joined in one: pairs of `each` and `entry`, or expressions.", "candidates"),
    "clear": Key("The search stops here, and the field is cleared.", "true"),
    "keep": Key("The search stops here, and the field stays as it is.", "true"),
}
CANDIDATE_KEYS: Final[KnownKeys] = {
    **ORIGIN_KEYS,
    **GUARD_KEYS,
    "then": Key("An expression on the value, which is `@`: `then: before(@, '@')`.", "expression"),
}
PARTS_END: Final = frozenset({"from", "template", "value", "each", "collect", "clear", "keep", "if", "not"})
"""With one of these keys the mapping of a free-form object is a candidate, without any it is its parts."""

SETTINGS: Final[KnownKeys] = {
    "write": Key(
        "When the field is written: `always`, for a new person (`create`), where nothing stands (`blank`), or `never`.",
        ("always", "create", "blank", "never"),
    ),
    "missing": Key("What happens when all candidates are absent.", ("keep", "clear", "error")),
    "empty": Key("What happens when one was sent empty and none gave a value.", ("clear", "keep", "error")),
    "found_by": Key("The attribute by which the record is looked up, such as `name` or `id`.", "text"),
    "not_found": Key("What happens when there is no such record.", ("keep", "clear", "create", "error")),
    "disabled": Key("What happens when the record found is disabled.", ("keep", "clear")),
    "else": Key(
        "What holds when no condition does, or who is in no such group: a value, `keep` or `clear`.", "constant"
    ),
    "type": Key("The type of a part of a free-form object.", "type of part"),
    "override": Key("Whether the group rule goes before the user rules.", ("false", "true")),
    "too_long": Key("What happens to a text that is longer than the field.", ("cut", "error")),
}
REFERENCE_SETTINGS: Final = frozenset({"found_by", "not_found", "disabled"})
"""Only a field that is a reference to a record has these."""

GROUP_SETTINGS: Final = frozenset({"else", "override"})
"""Only a field of a group rule has these, but that `else` also stands beside `if`."""

DEFAULT_KEYS: Final[KnownKeys] = {
    name: SETTINGS[name] for name in ("write", "missing", "empty", "not_found", "disabled", "too_long")
}
