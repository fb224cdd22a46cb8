"""The text of an expression and where it fails in, what of another language stands there and what it is here out.

Each construct is a row of `_CONSTRUCTS`: what it looks like, and the words that stand for it here. A row is looked for
only around the place of the fault, so that its cost does not grow with the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from ..foreign_attributes import as_here

_NEAR = 300
"""So many characters before and behind a fault a construct may be away from it."""

TEXT = r"(?:'[^'\\]*'|\"[^\"\\]*\")"
PATH = r"(?:[\w.@]+(?:\([^()]*\)|\[[^\[\]]*\][\w.]*){0,4})"
VALUE = rf"(?:{TEXT}|`[^`]*`|{PATH})"
START = r"(?<![\w.@!)\]'\"`])"


@dataclass(frozen=True, slots=True)
class Foreign:
    """What is wrong with the characters from `start` to `end`, how that is written here, and whether that is sure."""

    message: str
    start: int
    end: int
    meant: str
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class Construct:
    """What a construct looks like, what is wrong with it, and what stands for it here.

    `{name}` in `message` and `meant` is the part of that name; a `meant` that is no text is asked for it. `whole`: it
    is all that the expression is.
    """

    pattern: str
    message: str
    meant: str | Callable[[re.Match[str]], str | None]
    whole: bool = False
    is_sure: bool = True

    def find(self, text: str, at: int) -> Foreign | None:
        """The construct that holds the character at *at*."""
        compiled = re.compile(self.pattern, re.ASCII | re.IGNORECASE | re.DOTALL)
        if self.whole:
            found = compiled.fullmatch(text) if len(text) <= 2 * _NEAR else None
            return self._of(found) if found is not None else None
        stop = min(at + _NEAR, len(text))
        for found in compiled.finditer(text, max(at - _NEAR, 0), stop):
            if found.start() <= at < found.end() and (found.end() < stop or stop == len(text)):
                return self._of(found)
        return None

    def _of(self, found: re.Match[str]) -> Foreign | None:
        parts = {name: part or "" for name, part in found.groupdict().items()}
        meant = self.meant.format(**parts) if isinstance(self.meant, str) else self.meant(found)
        if meant is None:
            return None
        return Foreign(self.message.format(**parts), found.start(), found.end(), meant, self.is_sure)


def foreign(text: str, at: int) -> Foreign | None:
    """What of another language stands in *text* at *at*."""
    return next((found for each in _CONSTRUCTS if (found := each.find(text, at)) is not None), None)


def _single(words: str) -> str:
    """*words* with texts in single quotes."""
    return words.replace('"', "'")


def _matched(found: re.Match[str]) -> str:
    """A text that is compared with a pattern."""
    pattern = found["pattern"].strip("/") if found["pattern"].startswith("/") else found["pattern"][1:-1]
    return f"{'!' if found['negated'] else ''}regex_match({found['value']}, '{pattern}')"


def _among(found: re.Match[str]) -> str:
    """A value that is one of several."""
    items = ", ".join(_single(item) for item in re.findall(rf"{VALUE}|[^,\s]+", found["items"]))
    return f"{'!' if found['negated'] else ''}contains([{items}], {found['value']})"


def _is(found: re.Match[str]) -> str | None:
    """`is` with what stands behind it."""
    what, negated = found["what"], bool(found["negated"])
    if what.lower() in _NOTHING:
        return f"{'!' if negated else ''}is_absent({found['value']})"
    operator = "!=" if negated else "=="
    if what.lower() in ("true", "false"):
        return f"{found['value']} {operator} `{what.lower()}`"
    return f"{found['value']} {operator} {_single(what)}" if what[0] in "'\"`" else None


_NOTHING = frozenset({"null", "none", "nil", "undefined", "empty", "blank", "absent", "missing"})


def _from_root(found: re.Match[str]) -> str:
    """A path from the root: within a filter or a list the names are others."""
    before = found.string[: found.start()]
    return f"user.{found['path']}" if before.count("[") > before.count("]") else found["path"]


def _chosen(found: re.Match[str]) -> str | None:
    """A choice; none where a part of it is no whole expression."""
    parts = [_single(found[name].strip()) for name in ("condition", "value", "other")]
    return f"if_else({', '.join(parts)})" if all(map(_is_whole, parts)) else None


def _negated(found: re.Match[str]) -> str | None:
    """`not` before a value, a call or one comparison."""
    of = _single(found["of"].strip())
    if re.fullmatch(r"\w+(?:\([^()]*\))?", of, re.ASCII):
        return f"!{of}"
    return f"!({of})" if _is_whole(of) and not re.search(r"&&|\|\||\b(?:and|or)\b", of, re.IGNORECASE) else None


def _in_a_row(found: re.Match[str]) -> str | None:
    """Texts that are joined with `+` or `&`: by the sign between the values, else by none."""
    parts = [as_here(_single(part.strip())) for part in re.split(rf"({VALUE})", found[0])[1::2]]
    marks = set(parts[1::2])
    if len(parts) > 2 and len(parts) % 2 and len(marks) == 1 and parts[1].startswith("'"):
        return f"join_present({parts[1]}, {', '.join(parts[::2])})"
    return f"join_present('', {', '.join(parts)})"


def _is_whole(words: str) -> bool:
    """Whether the brackets of *words* match, and nothing in it is a choice of its own."""
    plain = re.sub(r"'[^']*'|`[^`]*`", "", words)
    if not words or re.search(r"\?(?!\w)|(?<!\w):|\b(?:if|then|else)\b", plain.replace("[?", "[")):
        return False
    return all(plain.count(opening) == plain.count(closing) for opening, closing in ("()", "[]", "{}"))


_CONSTRUCTS: tuple[Construct, ...] = (
    # Patterns: Ruby, Perl, Kusto, SQL, Splunk.
    Construct(
        rf"{START}(?P<value>{PATH})\s*(?:=~|==~|~=|~|(?P<negated>!~|\bnot\s+matches\b|\bnot\s+rlike\b)"
        rf"|\b-?matche?s?\b|\brlike\b|\bregexp?\b)\s*(?P<pattern>{TEXT}|/[^/'\\]+/)",
        "a text is compared with a pattern by a function",
        _matched,
    ),
    # One of several: Python, SQL.
    Construct(
        rf"{START}(?P<value>{PATH})\s+(?P<negated>not\s+)?-?in\s*(?:\((?P<items>[^()\[\]]*)\))",
        "'in' is no operator",
        _among,
    ),
    # Nothing: SQL, Python, Jinja2; SCIM filters (RFC 7644).
    Construct(
        rf"{START}(?P<value>{PATH})\s+is\s+(?P<negated>not\s+)?(?P<what>{TEXT}|`[^`]*`|[a-z]+\b)",
        "'is' is no operator",
        _is,
    ),
    Construct(rf"{START}(?P<value>{PATH})\s+(?:pr|exists)\b", "a function asks for it", "!is_absent({value})"),
    # Who is deleted: Entra.
    Construct(
        r".*\bIsSoftDeleted\b.*", "what Entra calls IsSoftDeleted it sends as 'active'",
        "`not: active` for the field `disabled`", whole=True, is_sure=False,
    ),
    # The root: JSONPath; JavaScript, PowerShell, shells, Python.
    Construct(rf"\$\.(?P<path>{PATH})", "a path begins with a name", _from_root),
    Construct(rf"[$#%]\{{\s*(?P<path>{PATH})\s*\}}", "a name stands without braces", "{path}"),
    Construct(
        rf"\s*\{{\s*(?P<path>{PATH})\s*\}}\s*", "a name stands without braces", "{path}", whole=True, is_sure=False
    ),
    Construct(r"\s*=\s*(?P<rest>[A-Za-z].*)", "an expression begins without a sign", "{rest}", whole=True),
    # A choice: JavaScript, C#, Python, Ruby.
    Construct(
        rf"{START}(?P<value>{PATH})\s*\?\?\s*(?P<other>{VALUE})",
        "'??' is no operator",
        lambda found: f"not_null({found['value']}, {_single(found['other'])})",
    ),
    Construct(
        r"(?P<of>[\w.]*\w)\?\.(?P<name>\w+)", "a dot is enough: a part of what is absent is absent", "{of}.{name}"
    ),
    Construct(
        rf"\s*(?P<value>{PATH})\s*\?:\s*(?P<other>{VALUE})\s*",
        "'?:' is no operator",
        lambda found: f"{found['value']} || {_single(found['other'])}",
        whole=True,
    ),
    Construct(
        r"(?P<condition>[^?:]+?)\?(?P<value>[^?:]+):(?P<other>[^?:]+)",
        "a choice is made by a function",
        _chosen,
        whole=True,
    ),
    Construct(
        r"\s*if\b(?P<condition>.+?)\bthen\b(?P<value>.+?)\belse\b(?P<other>.+)",
        "a choice is made by a function", _chosen, whole=True,
    ),
    Construct(
        r"\s*(?P<value>.+?)\bif\b(?P<condition>.+?)\belse\b(?P<other>.+)",
        "a choice is made by a function", _chosen, whole=True,
    ),
    Construct(r"\s*not\s+(?P<of>[^'\"].*)", "'not' is no operator", _negated, whole=True),
    Construct(
        rf"(?:&&|\|\||\band\b|\bor\b)\s*(?P<not>not\s+(?P<of>{PATH}))(?=\s*(?:$|&&|\|\||\)|\]|\band\b|\bor\b))",
        "'not' is no operator",
        lambda found: found[0][: found.start("not") - found.start()] + str(_negated(found)),
    ),
    # Days: nearly everywhere.
    Construct(
        rf"{START}(?P<value>{PATH})\s*(?P<sign>[+-])\s*(?P<days>\d{{1,5}})(?![\w.])", "days are added by a function",
        lambda found: f"add_days({found['value']}, `{found['sign'].strip('+')}{found['days']}`)", is_sure=False,
    ),
    # Texts in a row: nearly everywhere; what is absent counts differently there.
    Construct(
        rf"\s*{VALUE}(?:\s*\+\s*{VALUE}){{1,7}}\s*", "texts are not joined with '+'", _in_a_row, whole=True,
        is_sure=False,
    ),
    Construct(
        rf"\s*(?:{TEXT}\s*&\s*{VALUE}|{PATH}\s*&\s*{TEXT})(?:\s*&\s*{VALUE}){{0,6}}\s*",
        "texts are not joined with '&'", _in_a_row, whole=True, is_sure=False,
    ),
    Construct(
        rf"\s*(?P<one>{PATH})\s*&\s*(?P<other>{PATH})\s*", "'&' is no operator",
        "{one} && {other} for 'and', join_present('', {one}, {other}) for both texts in a row", whole=True,
        is_sure=False,
    ),
    # A place in a list: JavaScript libraries, Jinja2; a forgotten dot.
    Construct(
        r"(?P<of>[A-Za-z_]\w*)\.(?P<place>\d{1,4})(?!\w)", "a place in a list stands in brackets", "{of}[{place}]"
    ),
    Construct(r"(?P<of>[\w.]+\[[^\[\]]*\])(?P<name>[A-Za-z_]\w*)", "a part is read with a dot", "{of}.{name}"),
)  # fmt: skip
