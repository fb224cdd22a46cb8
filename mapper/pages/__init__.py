"""The name of a code -> its page: what is wrong, an example, what the check says of it, the repair, and why.

A page is the Markdown file beside this one that is called as its code, and reads the same in an editor, on a code host
and on a terminal. It has this form, and `tests/test_codes.py` runs all that it shows:

    # the-code

    One paragraph: what is wrong, in the words of those who write mappings.

    ```yaml fields      the example: fields of a rule, or one of the kinds in WHAT. Files that it needs stand
    ...                 before it: `yaml mapping` before `yaml tests`, `json file=NAME` before either.
    ```

    ```text             exactly what the check prints of the whole file: one fault, of this code
    ...
    ```

    ```diff             the repair: lines with `-` become those with `+`, and then the example is clean.
    ...                 Where the check has a fix, this is what the fix gives.
    ```

    ## Why

    Two to five sentences: why this is checked, and what silently happened without it.

The page of a problem, which a payload has and not the mapping, ends its example with that payload, `json user`; the
text is what `mapper run` prints of it, and after the repair there is no problem.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import resources
from typing import Final

WHAT: Final[dict[str, str]] = {
    "yaml fields": "in the fields of a rule",
    "yaml mapping": "in a mapping",
    "yaml": "in a file",
    "yaml tests": "in the tests of a mapping",
    "yaml directory": "in a directory of organizations, sites and people",
    "yaml account": "in the values of an account",
    "json user": "when this is sent",
    "python": "in a file that Python makes, since it cannot be shown",
}
"""The kinds of an example, with where it stands; a mapping may leave out `mapping: 1` and its name."""

TOPICS: Final[dict[str, tuple[str, ...]]] = {
    "YAML": (
        "unquoted-template", "unquoted-negation", "unquoted-at", "unquoted-backtick", "unquoted-quote",
        "unquoted-colon", "unquoted-comma", "unquoted-hash", "comment-in-text", "double-quoted-backslash",
        "curly-quotes", "missing-space", "yaml-tab", "yaml-syntax", "duplicate-key", "yaml-key", "yaml-anchor",
        "yaml-merge", "yaml-tag", "yaml-directive", "yaml-documents", "yaml-empty", "yaml-encoding", "yaml-character",
        "yaml-too-large", "yaml-too-deep",
    ),
    "Keys": (
        "not-a-mapping", "unsupported-version", "wrong-name", "unknown-key", "misplaced-key", "missing-key",
        "conflicting-keys", "missing-source", "wrong-shape",
    ),
    "Expressions": (
        "expression-syntax", "expression-urn", "expression-literal", "expression-slice", "expression-too-long",
        "expression-too-deep", "expression-too-expensive", "bare-literal", "unknown-attribute", "part-of-list",
        "part-of-single-value",
        "no-list", "negated-path", "piped-name", "bare-person", "account-name", "account-kind", "connection-name",
        "unknown-function", "wrong-arguments", "wrong-pattern", "uncalled-function", "name-in-then", "never-equal",
        "group-by-place", "date-order", "text-order", "no-order", "unusual-case", "address-case", "primary-as-type",
        "swapped-arguments",
        "wildcard-in-text", "boolean-or", "negated-value", "never-holds",
        "always-holds", "never-reached",
    ),
    "Templates": (
        "template-syntax", "template-not-allowed", "unknown-filter", "filter-arguments", "template-does-not-print",
        "template-comparison", "template-number", "template-character", "template-too-long", "template-too-deep",
        "dangling-separator", "needless-template",
    ),
    "Fields": (
        "unknown-target", "unknown-field", "read-only-field", "required-never-filled", "wrong-source",
        "wrong-constant", "wrong-setting", "unknown-record-key", "list-for-one-value", "object-for-value",
        "boolean-for-value", "no-such-parts", "cycle", "filled-twice", "whole-beside-part", "never-taken-back",
        "asked-too-late", "qa-address", "no-effect", "read-as-text", "negated-date", "needless-then",
    ),
    "Names, extensions and tables": (
        "hidden-name", "hiding-short-name", "wrong-extension", "declared-already", "unused-let", "unknown-table",
        "wrong-table", "empty-table", "unreachable-row", "row-for-rest", "unused-table", "lookup-in-list",
        "unknown-kind", "stands-for-nothing", "blanks-in-group-name",
    ),
    "Comments that allow a warning": (
        "wrong-allow", "unused-allow",
    ),
    "Tests of mappings": (
        "duplicate-case", "no-time", "wrong-time", "misspelt-attribute", "wrong-payload", "no-such-file",
        "unusable-file",
    ),
    "Directories and accounts": (
        "missing-id", "unknown-time-zone",
    ),
    "Problems of a payload": (
        "does-not-fit", "too-long", "function-failed", "not-found", "disabled", "ambiguous", "no-such-row", "missing",
        "empty", "required", "nothing-to-clear",
    ),
}  # fmt: skip
"""The codes by what they are about, in the order in which they are listed."""

_FENCED = r"```{kind}\n(?P<{name}>(?:(?!```).*\n)*)```\n\n"
_FORM = re.compile(
    r"# (?P<code>[a-z-]+)\n\n(?P<wrong>(?:(?!```|#).+\n)+)\n"
    r"(?P<example>(?:```(?!text|diff)[^`\n]+\n(?:(?!```).*\n)*```\n\n)+)"
    + _FENCED.format(kind="text", name="said")
    + _FENCED.format(kind="diff", name="repair")
    + r"## Why\n\n(?P<why>(?:(?!```|#).+\n)+)"
)
_BLOCK = re.compile(r"```(?P<kind>[^`\n]+)\n(?P<text>(?:(?!```).*\n)*)```\n")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block of an example: what it says it is, and its text."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page in its parts. The fault is in the last block of the example; paragraphs are one line each."""

    code: str
    wrong: str
    example: tuple[Block, ...]
    said: str
    repair: str
    why: str


def text_of(code: str) -> str:
    """The page of a code as it is written. Raises FileNotFoundError without one."""
    return resources.files(__name__).joinpath(f"{code}.md").read_text(encoding="utf-8")


def page_of(code: str) -> Page:
    """The page of a code. Raises FileNotFoundError without one, and ValueError when it has another form."""
    found = _FORM.fullmatch(text_of(code))
    if found is None or found["code"] != code:
        raise ValueError(f"the page {code}.md has not the form that mapper/pages/__init__.py shows")
    return Page(
        code,
        _one_line(found["wrong"]),
        tuple(Block(block["kind"], block["text"]) for block in _BLOCK.finditer(found["example"])),
        found["said"],
        found["repair"],
        _one_line(found["why"]),
    )


def _one_line(paragraph: str) -> str:
    return " ".join(paragraph.split())
