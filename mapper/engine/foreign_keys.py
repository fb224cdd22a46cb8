"""A key or a word as users of other tools write it -> the key of the language that was meant, or what to write instead.

Each place of a mapping has its table. Names are without case, blanks, `_` and `-`. What stands for a name is a key,
which is then read as if it had been written, or a sentence, in which `{value}` is what stood behind the key.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Final, TypeAlias

ForeignKeys: TypeAlias = Mapping[str, str]

_JOINTS = re.compile(r"[\s_-]+")

_LAST = "write a list of candidates, and `- value: {value}` as the last of them"
_THEN = "say in `then` what is done to the value, which is `@` there: `then: upper(@)`"
_COMMENT = "for a comment begin the line with `#`"
_TARGET = "the field is the key itself: leave this line out"
_DEFAULT = "write it below `defaults:`, indented, for all fields"
_FOUND_BY = "of a reference write `from: {value}`, and below it `found_by: {key}`"
_PART = "write it below `entry:`, indented, since it is a part of an entry"
_REFERENCE = "of a reference write with `from` where the key comes from, and with `found_by` what it is compared with"

_WHEN: Final = dict.fromkeys(("if", "condition", "conditions", "where", "onlyif", "match", "matches", "guard"), "when")
_UNLESS: Final = dict.fromkeys(("ifnot", "unlessif", "exceptif", "except", "whennot"), "unless")

OF_FILE: Final[ForeignKeys] = {
    "version": "mapping", "mappingversion": "mapping",
    "title": "name", "id": "name", "comment": "description", "about": "description",
    "rules": "users", "rule": "users", "user": "users", "people": "users", "persons": "users", "mappings": "users",
    "group": "groups", "schemas": "extensions", "schema": "extensions",
    "vars": "let", "variables": "let", "variable": "let", "definitions": "let", "aliases": "let",
    "lookups": "tables", "lookup": "tables", "dictionaries": "tables", "dictionary": "tables", "maps": "tables",
    "settings": "defaults", "options": "defaults", "config": "defaults",
    **dict.fromkeys(("missing", "empty", "notfound", "toolong", "write"), _DEFAULT),
    "person": "it belongs into a rule: write `users:`, and below it, indented, `rule: Everybody` and `person:`",
    "fields": "fields belong into a rule: write `users:`, and below it, indented, `rule: Everybody` and `person:`",
    "attributes": "fields belong into a rule: write `users:`, and below it, indented, `rule: Everybody` and `person:`",
}  # fmt: skip

OF_EXTENSION: Final[ForeignKeys] = {
    "urn": "id", "uri": "id", "schema": "id", "schemaid": "id", "schemauri": "id", "namespace": "id",
    "alias": "as", "name": "as", "short": "as", "shortname": "as", "prefix": "as",
    "fields": "attributes", "properties": "attributes", "attrs": "attributes", "attribute": "attributes",
}  # fmt: skip

OF_TABLE: Final[ForeignKeys] = {
    **dict.fromkeys(("default", "defaults", "defaultvalue", "else", "fallback", "other", "others"), "otherwise"),
    **dict.fromkeys(("type", "kind", "mode", "matching", "matchtype", "by", "lookup"), "match"),
    **dict.fromkeys(("row", "entries", "data", "map", "mapping", "mappings", "pairs", "content"), "rows"),
    **dict.fromkeys(("synonyms", "alias", "aliases"), "names"),
    **dict.fromkeys(("items", "keys", "elements", "members"), "list"),
    **dict.fromkeys(("caseinsensitive", "ignorecasing", "nocase"), "ignore_case"),
    **dict.fromkeys(("accentinsensitive", "ignorediacritics"), "ignore_accents"),
    "casesensitive": "capital and small letters differ unless there is `ignore_case: true`",
    "values": "keys with values stand below `rows`, keys without in `list`",
}  # fmt: skip

OF_RULE: Final[ForeignKeys] = {
    **_WHEN, **_UNLESS, "filter": "when",
    "name": "rule", "title": "rule", "label": "rule", "id": "rule",
    **dict.fromkeys(("fields", "map", "mapping", "mappings", "set", "attributes", "target", "then", "user"), "person"),
    "vars": "let", "variables": "let", "variable": "let",
    "else": "write a second rule, with `unless` and the same condition",
    "defaults": "it stands at the top of the file, beside `users`", "tables": "it stands at the top of the file",
    "priority": "of two rules the upper one goes first", "order": "of two rules the upper one goes first",
    "enabled": "a rule that is not to count is made a comment, with `#` in front of its lines",
    "description": _COMMENT, "comment": _COMMENT, "note": _COMMENT, "notes": _COMMENT,
}  # fmt: skip

OF_FIELD: Final[ForeignKeys] = {
    **{name: key for name, key in {**_WHEN, **_UNLESS}.items() if name != "if"},
    **dict.fromkeys(("constant", "const", "static", "literal", "fixed", "text", "val"), "value"),
    **dict.fromkeys(("source", "src", "path", "expression", "expr", "jmespath", "attribute", "attr", "input"), "from"),
    **dict.fromkeys(("field", "get", "read", "column", "property", "claim"), "from"),
    **dict.fromkeys(("default", "defaultvalue", "fallback", "otherwise", "ifabsent", "orelse"), _LAST),
    **dict.fromkeys(("transform", "apply", "function", "functions", "post", "postprocess", "map"), "then"),
    **dict.fromkeys(("filter", "filters", "format", "case", "modifier", "modifiers"), _THEN),
    **dict.fromkeys(("foreach", "loop", "iterate", "over"), "each"),
    **dict.fromkeys(("entries", "item", "items", "element", "parts"), "entry"),
    **dict.fromkeys(("concat", "format_string", "pattern_string", "jinja", "jinja2", "tpl"), "template"),
    **dict.fromkeys(("onempty", "ifempty", "whenempty", "ifnull", "onnull"), "empty"),
    **dict.fromkeys(("onmissing", "ifmissing", "onabsent", "whenmissing"), "missing"),
    **dict.fromkeys(("onnotfound", "ifnotfound", "unknown"), "not_found"),
    **dict.fromkeys(("ondisabled", "ifdisabled", "inactive"), "disabled"),
    **dict.fromkeys(("by", "matchby", "findby", "foundby", "lookupby", "searchby", "identifiedby"), "found_by"),
    **dict.fromkeys(("mode", "update", "overwrite", "behaviour", "behavior"), "write"),
    **dict.fromkeys(("truncate", "ontoolong", "overflow"), "too_long"),
    **dict.fromkeys(("maxlength", "length", "max"), "write `too_long: cut`; how long it may be the field knows"),
    **dict.fromkeys(("required", "mandatory"), "write `missing: error`, which reports a value that is not there"),
    **dict.fromkeys(("optional", "nullable"), "leave it out: a field whose attribute is not sent is kept"),
    **dict.fromkeys(("target", "to", "destination", "dest", "output"), _TARGET),
    **dict.fromkeys(("lookup", "table"), "write `from: lookup('a_table', title)`, with the table below `tables`"),
    **dict.fromkeys(("switch", "choose", "cases", "mapping", "mappings"), "write a table, and `from: lookup(…)`"),
    **dict.fromkeys(("regex", "pattern", "extract"), "write `then: regex_extract(@, '…')`"),
    **dict.fromkeys(("replace",), "write `then: replace_text(@, '…', '…')`"),
    **dict.fromkeys(("join", "separator"), "write `from: join_present(' ', name.givenName, name.familyName)`"),
    **dict.fromkeys(("lower", "upper", "trim", "lowercase", "uppercase"), _THEN),
    **dict.fromkeys(("id", "name", "sourceid", "primaryemail", "employeeid"), _FOUND_BY),
    **dict.fromkeys(("externalid", "email"), _REFERENCE),
    **dict.fromkeys(("telephone", "label", "address", "city", "state", "zip", "country"), _PART),
    **dict.fromkeys(("description", "comment", "note", "notes"), _COMMENT),
}  # fmt: skip

_WORDS: Final[Mapping[str, str]] = {
    # For each word the words of settings that it may mean; the one that its key takes is meant.
    **dict.fromkeys(("startswith", "beginswith", "begins", "starts", "longest"), "prefix"),
    **dict.fromkeys(("glob", "wildcard", "wildcards", "like", "regex", "regexp", "re"), "pattern"),
    **dict.fromkeys(("equals", "equal", "is", "full", "same"), "exact"),
    **dict.fromkeys(("new", "once", "initial", "oncreate", "insert", "createonly", "first"), "create"),
    **dict.fromkeys(("ifempty", "empty", "ifblank", "fill", "unset", "null"), "blank clear"),
    **dict.fromkeys(("remove", "delete", "erase", "reset", "none"), "clear"),
    **dict.fromkeys(("ignore", "skip", "leave", "preserve", "retain", "unchanged"), "keep"),
    **dict.fromkeys(("fail", "raise", "reject", "required", "problem"), "error"),
    **dict.fromkeys(("make", "add"), "create"),
    **dict.fromkeys(("truncate", "trim", "shorten"), "cut"),
    **dict.fromkeys(("update", "overwrite", "both", "everytime"), "always"),
    **dict.fromkeys(("readonly", "off"), "never false"),
    **dict.fromkeys(("yes", "on", "1", "y"), "true"),
    **dict.fromkeys(("no", "0", "n"), "false never"),
    **dict.fromkeys(("department", "company", "organisation", "org", "team"), "organization"),
    **dict.fromkeys(("location", "office", "building"), "site"),
}
_UNSURE: Final = frozenset({
    "name", "title", "label", "id", "match", "map", "mapping", "mappings", "set", "user", "rule", "rules",
    "group", "text", "schema", "schemas", "settings", "options", "config", "by", "type", "kind", "mode",
    "lookup", "field", "get", "read", "data", "items", "keys", "members", "content", "element", "item", "parts",
    "update", "overwrite", "function", "functions", "post", "concat", "unknown", "inactive", "input", "then",
    "target", "truncate", "version",
})  # fmt: skip
"""These may mean something else as well, so that nothing is repaired."""


def folded(name: str) -> str:
    """*name* as the tables of foreign keys have it: without case, blanks, `_` and `-`."""
    return _JOINTS.sub("", name.casefold())


def foreign_key(name: str, table: ForeignKeys, known: Collection[str]) -> tuple[str | None, str | None, bool]:
    """What *name* means by *table*: a key of *known*, or a sentence; the last tells whether the key is sure."""
    in_table = folded(name)
    meant = table.get(in_table)
    if meant is None:
        return None, None, False
    if " " in meant:
        return None, meant, False
    return (meant, None, in_table not in _UNSURE) if meant in known else (None, None, False)


def foreign_word(word: str, allowed: Collection[str]) -> str | None:
    """The one of the *allowed* words that *word* of another tool means."""
    meant = [one for one in _WORDS.get(folded(word), "").split() if one in allowed]
    return meant[0] if len(meant) == 1 else None
