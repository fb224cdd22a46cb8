"""A fault of an expression and its text in, an error with its place, a hint and perhaps a sure repair out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from .foreign import START, VALUE, foreign


class InvalidExpression(ValueError):
    """An expression that cannot be parsed: a stable code, one clause, its place, perhaps a hint and a sure repair.

    Codes: `expression-syntax`, `expression-urn`, `expression-too-long`, `expression-too-deep`, `expression-literal`,
    `expression-slice`.
    The repair `fix` replaces the characters from `start` to `end`.
    """

    def __init__(
        self, code: str, message: str, start: int, end: int, hint: str | None = None, fix: str | None = None
    ) -> None:
        super().__init__(message)
        self.code, self.message, self.start, self.end, self.hint, self.fix = code, message, start, end, hint, fix

    @property
    def is_number(self) -> bool:
        """Whether it is about a number that is a constant, and only lacks backticks."""
        return self.message == _BARE_NUMBER


def syntax_fault(
    text: str, message: str, start: int, end: int, hint: str | None = None, fix: str | None = None
) -> InvalidExpression:
    """The fault of *text* at *start*: what a known mistake explains there, else as it is given."""
    for known in _MISTAKES:
        fault = known(text, start)
        if fault is not None:
            return fault
    return InvalidExpression("expression-syntax", message, start, end, hint, fix)


_BARE_NUMBER = "a number must stand in backticks"
_FILTERED_PLACE = re.compile(r"\[\?\s*(-?\d{1,9})\s*\]", re.ASCII)


def bare_number(text: str, start: int) -> InvalidExpression | None:
    """The fault of a number outside backticks at *start*, where a value is due."""
    for filtered in _around(_FILTERED_PLACE, text, start):
        message = "a filter takes a condition, and an element by its place has no '?'"
        return _mistake(message, filtered.start(), filtered.end(), f"[{filtered[1]}]")
    found = re.compile(r"-?\d+(?:\.\d+)?(?![\w.])", re.ASCII).match(text, start)
    if found is None:
        return None
    return _mistake(_BARE_NUMBER, found.start(), found.end(), f"`{found[0]}`")


def _mistake(message: str, start: int, end: int, fix: str) -> InvalidExpression:
    """A mistake with a sure repair."""
    return InvalidExpression("expression-syntax", message, start, end, f"write {fix}", fix)


def _around(pattern: re.Pattern[str], text: str, at: int) -> Iterator[re.Match[str]]:
    """The match of *pattern* that holds the character at *at*, if there is one."""
    return (found for found in pattern.finditer(text) if found.start() <= at < found.end())


_URN = re.compile(r"\burn:[a-z\d][a-z\d-]*:[\w:.-]*\w", re.ASCII | re.IGNORECASE)
_SCIM_URN = re.compile(
    r"(urn:ietf:params:scim:schemas:(?:core|extension:[\w-]+):\d+\.\d+:\w+)(?:[:.](\w+)\b)?", re.ASCII | re.IGNORECASE
)
_ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:user"
_LAST_NAME = re.compile(r"(urn:.+)\.([A-Za-z_]\w*)", re.ASCII | re.IGNORECASE)


def _urn(text: str, at: int) -> InvalidExpression | None:
    """A URN without quotes. Only in those of SCIM is it sure where the name of the schema ends."""
    for found in _around(_URN, text, at):
        message = "a URN must stand in double quotes"
        known = _SCIM_URN.match(text, found.start())
        if known is None:
            cut = _LAST_NAME.fullmatch(found[0])
            meant = f'"{cut[1]}".{cut[2]}' if cut is not None else f'"{found[0]}"'
            return InvalidExpression("expression-urn", message, found.start(), found.end(), f"write {meant}")
        name = "enterprise" if known[1].casefold() == _ENTERPRISE else f'"{known[1]}"'
        meant = f"{name}.{known[2]}" if known[2] else name
        return InvalidExpression("expression-urn", message, known.start(), known.end(), f"write {meant}", meant)
    return None


_WORD = re.compile(r"[\w$-]+")


def _odd_name(text: str, at: int) -> InvalidExpression | None:
    """A name with a hyphen, a dollar sign or letters beyond ASCII."""
    for found in _around(_WORD, text, at):
        if re.fullmatch(r"\$(?!ref\b)[A-Za-z_]\w*", found[0], re.ASCII):
            return _mistake("a name has no '$' in front of it", found.start(), found.end(), found[0][1:])
        plain = re.fullmatch(r"[A-Za-z_]\w*", found[0], re.ASCII)
        named = found[0][0] != "-" and re.search(r"[^\W\d]", found[0])
        if plain or not named or text[found.end() :].lstrip().startswith("("):
            return None
        return _mistake(
            f"the name {found[0]!r} must stand in double quotes", found.start(), found.end(), f'"{found[0]}"'
        )
    return None


_FOREIGN = re.compile(
    r"!==|===|<>|=>|=<|(?<![=!<>])=(?![=~<>])|\b(?:and|or|eq|ne|gt|ge|lt|le)\b|(?<!&)&(?!&)", re.ASCII | re.IGNORECASE
)
_MEANT = {
    "!==": "!=", "===": "==", "=>": ">=", "=<": "<=", "<>": "!=", "=": "==", "and": "&&", "or": "||", "&": "&&",
    "eq": "==", "ne": "!=", "gt": ">", "ge": ">=", "lt": "<", "le": "<=",
}  # fmt: skip


_LAMBDA = re.compile(r"\(\s*(?:\w+|\([^()]*\))\Z", re.ASCII)
"""What stands in front of the `=>` of a function of JavaScript."""


def _foreign_operator(text: str, at: int) -> InvalidExpression | None:
    """An operator of another language between two values."""
    for found in _around(_FOREIGN, text, at):
        before = text[: found.start()].rstrip()
        if found[0] == "=>" and _LAMBDA.search(before):
            message, hint = (
                "'=>' is no operator",
                "a filter is written [?condition], as in emails[?primary].value | [0]",
            )
            return InvalidExpression("expression-syntax", message, found.start(), found.end(), hint)
        if before and before[-1] not in "=!<>:&|" and text[found.end() :].strip():
            return _mistake(f"{found[0]!r} is no operator", found.start(), found.end(), _MEANT[found[0].lower()])
    return None


def _construct(text: str, at: int) -> InvalidExpression | None:
    """A construct of another language."""
    found = foreign(text, at)
    if found is None:
        return None
    fix = found.meant if found.is_sure else None
    hint = f"write {found.meant}"
    return InvalidExpression("expression-syntax", found.message, found.start, found.end, hint, fix)


_VALUE = r"(?:'[^']*'|\"[^\"]*\"|`[^`]*`|[\w.]+)"
_WORDS_BETWEEN = r"in|co|sw|ew|contains|includes|like|starts?\s*with|begins?\s*with|ends?\s*with"
_WORD_BETWEEN = re.compile(
    rf"{START}({VALUE})\s+(not\s+)?({_WORDS_BETWEEN})\s+(\[[^\[\]]*\]|{VALUE})(?![\w.(\[])", re.ASCII | re.IGNORECASE
)
_LIST = re.compile(r"\[(?:\*?\]|\?)")
_GROUPS = re.compile(r"(?:user\.)?groups(?:(?:\[\*?\])?\.display)?")
_CALLED = {"s": "starts_with", "b": "starts_with", "e": "ends_with"}


def _word_between(text: str, at: int) -> InvalidExpression | None:
    """`in`, or a word of SCIM filters (RFC 7644, section 3.4.2.2), between two values: here a function says it."""
    for found in _around(_WORD_BETWEEN, text, at):
        value, negated, word, other = found.groups()
        one, other = value.replace('"', "'"), other.replace('"', "'")
        function = _CALLED.get(word[0].lower(), "contains")
        if word.lower() == "like":
            function, other = _of_pattern(other)
        where, what = (other, one) if word.lower() == "in" else (one, other)
        if _LIST.search(what) or (function != "contains" and _LIST.search(where)):
            return None
        arguments = f"{where}, {what}"
        if function == "contains" and _GROUPS.fullmatch(where):
            function, arguments = "in_group", what
        meant = f"{'!' if negated else ''}{function}({arguments})"
        fault = _mistake(f"{word!r} is no operator", found.start(), found.end(), meant)
        if function == "in_group" and word.lower() in ("co", "like"):
            fault.fix = None  # a part of the name may be meant
        return fault
    return None


def _of_pattern(pattern: str) -> tuple[str, str]:
    """The function that does what `like` does with a pattern of SQL, and the text without its `%`."""
    inner = pattern.strip("'")
    function = "contains"
    if inner.endswith("%") != inner.startswith("%"):
        function = "starts_with" if inner.endswith("%") else "ends_with"
    return function, pattern.replace(inner, inner.strip("%")) if inner.strip("%") else pattern


_BARE_FILTER = re.compile(rf"\[\s*([\w.]+)\s*(===?|!=|<>|=|\beq\b|\bne\b)\s*({_VALUE})\s*\]", re.ASCII | re.IGNORECASE)


def _bare_filter(text: str, at: int) -> InvalidExpression | None:
    """A filter without its question mark, perhaps with the words of SCIM filters."""
    for found in _around(_BARE_FILTER, text, at):
        name, operator, value = found.groups()
        operator = _MEANT.get(operator.lower(), operator)
        meant = f"[?{name} {operator} {value}]".replace('"', "'")
        return _mistake("a filter begins with '[?'", found.start(), found.end(), meant)
    return None


def _comma(text: str, at: int) -> InvalidExpression | None:
    """A comma between two expressions."""
    before = text[:at]
    if text[at : at + 1] != "," or sum(map(before.count, "([{")) != sum(map(before.count, ")]}")):
        return None
    message = "a comma does not join expressions"
    hint = "write || between them, make a list of candidates, or join texts with join_present(' ', title, nickName)"
    return InvalidExpression("expression-syntax", message, at, at + 1, hint)


_HINTS = {
    "?": "a filter is written [?condition], a choice if_else(condition, value, other)",
    "=": "values are compared with ==, a text with a pattern by regex_match(title, '^Chief')",
    "~": "a pattern is looked for by regex_match(title, '^Chief')",
    "$": "an attribute is written without it, such as title or name.givenName",
    "#": "an attribute is written without it, such as title or name.givenName",
    "^": "a pattern is looked for by regex_match(title, '^Chief')",
    "+": "texts are joined with join_present(' ', title, nickName), or in a template",
    "-": "a name with a hyphen stands in double quotes; there is no arithmetic",
    "*": "there is no arithmetic",
    "/": "there is no arithmetic",
    "%": "there is no arithmetic",
    ":": "a part is read with a dot, such as name.givenName",
    "‘": "write straight quotes: '",
    "’": "write straight quotes: '",
    "“": "text stands in straight single quotes: '",
    "”": "text stands in straight single quotes: '",
}


def _foreign_character(text: str, at: int) -> InvalidExpression | None:
    """A character that other languages have."""
    hint = _HINTS.get(text[at : at + 1])
    if hint is None:
        return None
    return InvalidExpression("expression-syntax", f"{text[at]!r} is not expected here", at, at + 1, hint)


def _foreign_not(text: str, at: int) -> InvalidExpression | None:
    """`not` before a value."""
    found = re.search(r"\bnot\s+\Z", text[:at], re.ASCII)
    if found is None or at == len(text):
        return None
    start = found.start()
    return InvalidExpression("expression-syntax", "'not' is no operator", start, start + 3, "write !(condition)")


def _template(text: str, at: int) -> InvalidExpression | None:
    """A template where an expression is due. No expression begins like one."""
    start = len(text) - len(text.lstrip())
    if not text.startswith(("{{", "{%"), start):
        return None
    words = text.strip()
    quotes = "'" if '"' in words or "\\" in words else '"'
    quoted = words.replace("'", "''") if quotes == "'" else words
    shown = f": template: {quotes}{quoted}{quotes}" if len(words) <= _SHORT and "\n" not in words else ""
    hint = f"write it behind `template:` on a line of its own, indented{shown}"
    return InvalidExpression("expression-syntax", "this is a template, no expression", start, len(text), hint)


_SHORT = 60

_MISTAKES: tuple[Callable[[str, int], InvalidExpression | None], ...] = (
    _template,
    _urn,
    _odd_name,
    _bare_filter,
    _word_between,
    _construct,
    _foreign_operator,
    _foreign_character,
    _foreign_not,
    _comma,
)
