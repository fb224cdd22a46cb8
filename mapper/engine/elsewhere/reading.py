"""The text of an expression of another language in, the same as it is written here out; NotThis where it is none.

This is no parser of one language: it reads what spreadsheets, Entra, Okta, CEL, Python and JavaScript have in common
with this one, and each part is written here as soon as it is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from ..foreign_attributes import FAMILIAR_NAMES
from ..foreign_attributes import HOLDERS as PROFILES
from .calls import Called, chosen, has_one
from .parts import (
    ATOM,
    COMPARISON,
    NOTHING,
    PIPE,
    Kind,
    NotThis,
    Part,
    call,
    joined,
    negated,
    number,
    text,
    whole,
)

LONGEST: Final = 400
_DEEPEST: Final = 12

_TOKEN: Final = re.compile(
    r"""\s*(?:
      (?P<formatted>f(?:"[^"\\]*"|'[^'\\]*'))
    | (?P<text>"(?:[^"\\]|\\.|"")*"|'(?:[^'\\]|\\.)*')
    | (?P<template>`[^`\\]*\$\{[^`\\]*`)
    | (?P<json>`[^`\\]*`)
    | (?P<range>(?:\w+!)?\$?[A-Z]{1,2}\$?\d*:\$?[A-Z]{1,2}\$?\d*(?!\w))
    | (?P<regex>(?<=[(,])\s*/[^/\n]+/[gimsuy]*|^\s*/[^/\n]+/[gimsuy]*(?=\.))
    | (?P<number>\d+(?:\.\d+)?(?![\w]))
    | (?P<name>[A-Za-z_]\w*)
    | (?P<filter>\[\?)
    | (?P<sign>===|!==|==|!=|<>|<=|>=|=>|&&|\|\||\?\?|\?\.|[-+&!<>=.,()\[\]?:*@|%])
    )""",
    re.ASCII | re.VERBOSE,
)
_COMPARED: Final = {"===": "==", "==": "==", "=": "==", "!==": "!=", "!=": "!=", "<>": "!="} | {
    sign: sign for sign in ("<", "<=", ">", ">=")
}  # fmt: skip
_CONSTANTS: Final = {
    "true": "true", "false": "false", "null": "null", "none": "null", "nil": "null", "undefined": "null",
}  # fmt: skip
HOLDERS: Final = frozenset({
    "String", "Convert", "Arrays", "Groups", "Iso3166Convert", "Time", "Math", "Object", "Date", "Text", "Str",
    "datetime", "cel",
})  # fmt: skip
"""What functions of Okta and others stand behind, as in `String.len(title)`."""
_ROOTS: Final = frozenset({*PROFILES, "source", "this", "self"})
"""What the attributes of a user stand behind elsewhere."""
_LOOPS: Final = {"filter": "filter", "find": "find", "map": "map", "some": "some", "any": "some", "exists": "some"}
_NOTHING: Final = ("empty", "blank", "absent", "missing", "unset")
"""What a value is not that is there, behind `is`."""
_SIZES: Final = frozenset({"length", "size", "count"})


class Token(NamedTuple):
    """A word or a sign, what it is, and where it begins."""

    kind: str
    words: str
    start: int


@dataclass(frozen=True, slots=True)
class Names:
    """What stands for something: `known` tells attributes and own names, `is_user` that they are those of the user."""

    known: Callable[[str], bool]
    tables: Collection[str]
    is_user: bool


@dataclass(slots=True)
class Foreign:
    """A whole expression as it is written here, and the first call that it had elsewhere and not here."""

    words: str
    function: str | None


def as_here(words: str, names: Names) -> Foreign:
    """*words* as they are written here. Raises NotThis where that cannot be said."""
    if len(words) > LONGEST:
        raise NotThis
    reader = _Reader(words, names)
    part = reader.choice()
    reader.end()
    if part.kind in ("nothing", "regex", "range", "place", "number of"):
        raise NotThis
    return Foreign(part.words, reader.function)


class _Reader:
    def __init__(self, words: str, names: Names) -> None:
        self._words, self._names = words, names
        self._tokens = list(_tokens(words.strip().removeprefix("=")))
        self._at = self._depth = 0
        self._variables: list[str] = []
        self._functions: list[str] = []

    @property
    def function(self) -> str | None:
        """The first call that is another one here."""
        return next(filter(None, self._functions), None)

    # --- tokens

    def _peek(self, ahead: int = 0) -> Token:
        at = self._at + ahead
        return self._tokens[at] if at < len(self._tokens) else Token("end", "", len(self._words))

    def _next(self) -> Token:
        self._at += 1
        return self._tokens[self._at - 1] if self._at <= len(self._tokens) else Token("end", "", len(self._words))

    def _take(self, *signs: str) -> str | None:
        """The next token, if it is one of these; a word in any case."""
        token = self._peek()
        found = token.words.casefold() if token.kind == "name" else token.words
        if token.kind in ("sign", "name", "filter") and found in signs:
            self._at += 1
            return found
        return None

    def _need(self, sign: str) -> None:
        if self._take(sign) is None:
            raise NotThis

    def end(self) -> None:
        """Raise NotThis where anything is left."""
        if self._peek().kind != "end":
            raise NotThis

    # --- operators, the loosest first

    def choice(self) -> Part:
        """A choice: `a ? b : c`, `b if a else c`."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise NotThis
        part = self._or()
        if self._take("?"):
            value = self.choice()
            self._need(":")
            part = chosen(part, value, self.choice())
        elif self._take("if"):
            condition = self._or()
            self._need("else")
            part = chosen(condition, part, self.choice())
        elif self._peek().words == "|" and self._peek(1).words == "[" and self._peek(2).kind == "number":
            self._at += 2
            part = Part(f"{part.within(PIPE)} | [{whole(number(self._next().words))}]", PIPE, "path")
            self._need("]")
        self._depth -= 1
        return part

    def _or(self) -> Part:
        parts = [self._and()]
        while sign := self._take("||", "or", "??"):
            other = self._and()
            parts = (
                [call("not_null", joined("||", parts) if parts[1:] else parts[0], other)]
                if sign == "??"
                else [*parts, other]
            )
        return joined("||", parts) if parts[1:] else parts[0]

    def _and(self) -> Part:
        parts = [self._not()]
        while self._take("&&", "and"):
            parts.append(self._not())
        return joined("&&", parts) if parts[1:] else parts[0]

    def _not(self) -> Part:
        if self._take("!", "not"):
            if self._take("!"):
                return negated(call("is_absent", self._not()))
            return negated(self._not())
        return self._compared()

    def _compared(self) -> Part:
        left = self._in_row()
        sign = self._take(*_COMPARED)
        if sign is not None:
            return _comparison(left, _COMPARED[sign], self._in_row())
        is_negated = self._peek().words.casefold() == "not" and self._peek(1).words.casefold() == "in"
        self._at += is_negated
        if self._take("in"):
            among = self._in_row()
            part = call("contains", among, left) if among.kind in ("list", "path", "") else None
            if part is None:
                raise NotThis
            return negated(part) if is_negated else part
        if self._take("is"):
            is_negated = self._take("not") is not None
            if self._take(*_NOTHING):
                asked = call("is_absent", left)
                return negated(asked) if is_negated else asked
            right = self._in_row()
            return _comparison(left, "!=" if is_negated else "==", right) if right.kind != "path" else _not_this()
        return left

    def _in_row(self) -> Part:
        """Texts in a row, or a number of days more or less."""
        parts, signs = [self._operand()], []
        while sign := self._take("+", "&", "-", "%"):
            signs.append(sign)
            parts.append(self._operand())
        if not signs:
            return parts[0]
        if len(parts) == 2 and parts[1].kind == "number" and signs[0] in "+-":
            step = f"{signs[0].strip('+')}{parts[1].value}"
            if parts[0].kind == "place" and step in ("1", "-1"):
                return Part("", kind="place", value=step, items=parts[0].items)
            return call("add_days", parts[0], number(step)) if parts[0].kind in ("", "path") else _not_this()
        if signs == ["-"] and parts[1].kind == "place" and parts[0].words == f"length({parts[1].items[1].words})":
            return Part("", kind="place", value="rest", items=parts[1].items)
        if "-" in signs or "%" in signs:
            raise NotThis
        return _texts_in_row(parts)

    # --- values

    def _operand(self) -> Part:
        token = self._next()
        if token.kind == "sign" and token.words == "-" and self._peek().kind == "number":
            return number(f"-{self._next().words}")
        return self._behind(self._first(token))

    def _first(self, token: Token) -> Part:
        if token.kind == "text":
            return text(_unquoted(token.words))
        if token.kind == "number":
            return number(token.words)
        if token.kind == "json":
            value = token.words.strip("`")
            kind: Kind = "number" if re.fullmatch(r"-?\d+", value, re.ASCII) else "constant"
            return Part(token.words, kind=kind, value=value)
        if token.kind == "range":
            return Part("", kind="range")
        if token.kind == "regex":
            pattern, _, flags = token.words.strip()[1:].rpartition("/")
            return Part("", kind="regex", value=f"(?i){pattern}" if "i" in flags else pattern)
        if token.kind in ("formatted", "template"):
            return self._interpolated(token)
        if token.kind == "name":
            return self._name(token.words)
        if token.words == "(":
            part = self.choice()
            self._need(")")
            return part
        if token.words == "[":
            return self._list()
        if token.words == "@":
            return Part("@", kind="path")
        raise NotThis

    def _interpolated(self, token: Token) -> Part:
        """A text with values in it, as Python and JavaScript have it."""
        inner = token.words[2:-1] if token.kind == "formatted" else token.words[1:-1].replace("${", "{")
        pieces = re.split(r"\{([^{}]*)\}", inner)
        parts = [
            (text(piece) if at % 2 == 0 else _Reader(piece, self._names).choice())
            for at, piece in enumerate(pieces)
            if at % 2 or piece
        ]
        return _texts_in_row(parts)

    def _name(self, name: str) -> Part:
        if self._peek().words == "(":
            return self._called(name, [], is_method=False)
        if self._variables and name == self._variables[-1]:
            return Part("", kind="path", value="element")
        constant = _CONSTANTS.get(name.casefold())
        if constant is not None:
            return Part(f"`{constant}`", kind="constant", value=constant)
        is_behind = self._peek().words == "." and self._peek(1).kind == "name"
        folded = name.casefold()
        if is_behind and name in HOLDERS and self._peek(2).words == "(":
            self._at += 1
            return self._called(self._next().words, [], is_method=False)
        if is_behind and ((folded in _ROOTS and not self._names.known(name)) or folded == "user"):
            inner = self._peek(1).words
            is_call = self._peek(2).words == "("
            meant = self._familiar(inner)
            if not is_call and (folded != "user" or meant is not None):
                self._at += 2
                return meant or Part(inner, kind="path")
        if self._variables:
            return Part(f"user.{name}" if self._names.known(name) and name != "user" else name, kind="path")
        return self._familiar(name) or Part(name, kind="path")

    def _familiar(self, name: str) -> Part | None:
        """What an attribute is here that is called *name* elsewhere."""
        meant = FAMILIAR_NAMES.get(name.casefold())
        if meant is None or self._names.known(name) or not self._names.is_user or self._variables:
            return None
        if "== `" in meant:
            raise NotThis  # as a value it is another thing than as a condition
        return Part(meant, PIPE if " | " in meant else ATOM, "path")

    def _list(self) -> Part:
        """`[a, b]`; `[name]` of Entra is the attribute; `[e.value for e in emails if …]`."""
        looped = self._comprehension("]")
        if looped is not None:
            return looped
        items = self._until("]")
        if len(items) == 1 and items[0].kind == "path":
            return items[0]
        return Part(f"[{', '.join(item.words for item in items)}]", kind="list", items=tuple(items))

    def _until(self, closing: str) -> list[Part]:
        """The values up to the bracket; between two commas there may be none."""
        items: list[Part] = []
        while self._take(closing) is None:
            if self._take(","):
                items.append(NOTHING)
                continue
            items.append(self.choice())
            if self._take(",") is None:
                self._need(closing)
                return items
        return items

    def _called(self, name: str, before: list[Part], *, is_method: bool) -> Part:
        self._need("(")
        if is_method and name.casefold() in _LOOPS and before[0].kind == "path":
            looped = self._loop(_LOOPS[name.casefold()], before[0])
            if looped is not None:
                return looped
        if is_method and name == "filter" and before[0].kind == "list" and self._peek().words == "Boolean":
            self._at += 1
            self._need(")")
            return before[0]
        looped = None if before else self._comprehension(")")
        if looped is not None and name.casefold() in ("any", "next", "list", "sorted", "set"):
            return _asked(looped, name.casefold())
        at = len(self._functions)
        self._functions.append(name)
        arguments = [looped] if looped is not None else self._until(")")
        part = has_one(Called(name, [*before, *arguments], self._names.tables, is_method=is_method))
        if part.words.startswith(f"{name}("):
            self._functions[at] = ""
        return part

    # --- what stands behind a value

    def _behind(self, part: Part) -> Part:
        pick = ""
        while True:
            if self._take(".", "?."):
                token = self._next()
                if token.kind != "name":
                    raise NotThis
                if self._peek().words == "(":
                    if part.kind == "path" and part.words in ("enterprise.manager.value",):
                        raise NotThis
                    part, pick = self._called(token.words, self._receiver(part, pick, token.words), is_method=True), ""
                    if part.kind == "list" and part.value == "find":
                        part, pick = Part(part.words, kind="path", value="list"), " | [0]"
                elif token.words in _SIZES and part.kind in ("path", ""):
                    part, pick = call("length", *self._receiver(part, pick)), ""
                elif part.words != "enterprise.manager.value" or token.words == "value":
                    part = _part_of(part, token.words)
            elif self._peek().kind == "filter":
                part = Part(part.words + self._raw_filter(), kind="path", value="list")
            elif self._peek().words == "[" and part.kind in ("path", ""):
                self._at += 1
                part, pick = self._in_brackets(part, pick)
            else:
                part = Part("@", kind="path") if part.value == "element" else part
                return Part(f"{part.words}{pick}", PIPE, "path") if pick else part

    def _receiver(self, part: Part, pick: str, name: str = "") -> list[Part]:
        if part.kind == "path" and part.words == "user" and name != "get":
            return []
        return [Part(f"{part.words}{pick}", PIPE, "path") if pick else part]

    def _in_brackets(self, part: Part, pick: str) -> tuple[Part, str]:
        token = self._next()
        if token.kind == "text" and _unquoted(token.words).isidentifier():
            part = _part_of(part, _unquoted(token.words))
        elif token.words in ("]", "*"):
            inner = "" if token.words == "]" else "*"
            part = Part(f"{part.words}[{inner}]", kind="path", value="list")
            if not inner:
                return part, pick
        elif token.kind == "number" or token.words == "-":
            place = f"-{self._next().words}" if token.words == "-" else token.words
            if part.words.startswith("regex_match(") and place == "0":
                part = Part(f"regex_extract{part.words.removeprefix('regex_match')}")
            elif part.value == "list":
                pick = f" | [{place}]"
            else:
                part = Part(f"{part.within(ATOM)}[{place}]", kind=part.kind)
        else:
            raise NotThis
        self._need("]")
        return part, pick

    def _raw_filter(self) -> str:
        """A filter of this language, as it stands."""
        start, depth = self._peek().start, 0
        while True:
            token = self._next()
            depth += token.kind == "filter" or token.words in ("[", "(")
            depth -= token.words in ("]", ")") and token.kind == "sign"
            if token.kind == "end":
                raise NotThis
            if depth == 0:
                return self._source[start : token.start + 1]

    @property
    def _source(self) -> str:
        return self._words.strip().removeprefix("=")

    # --- loops

    def _loop(self, does: str, of: Part) -> Part | None:
        """`emails.filter(e => e.primary)`, or `emails.filter(e, e.primary)`; None where it is another call."""
        start = self._at
        is_bracketed = self._take("(") is not None
        variable = self._next()
        self._at += is_bracketed
        if variable.kind != "name" or self._take("=>", ",") is None:
            self._at = start
            return None
        self._variables.append(variable.words)
        body = self.choice()
        self._variables.pop()
        self._need(")")
        if does == "map":
            return Part(
                _projected(f"{of.words}[]" if of.value != "list" else of.words, body), kind="path", value="list"
            )
        filtered = f"{of.words}[?{body.words}]"
        if does == "some":
            return Part(f"length({filtered}) > `0`", COMPARISON)
        return Part(filtered, kind="list" if does == "find" else "path", value="find" if does == "find" else "list")

    def _comprehension(self, closing: str) -> Part | None:
        """`e.value for e in emails if e.primary` up to the bracket; None where there is none."""
        depth, at = 0, self._at
        while at < len(self._tokens) and self._tokens[at].words != "for":
            depth += self._tokens[at].words in ("(", "[")
            depth -= self._tokens[at].words in (")", "]")
            if depth < 0:
                return None
            at += 1
        if at + 2 >= len(self._tokens) or depth or self._tokens[at + 2].words != "in":
            return None
        self._variables.append(self._tokens[at + 1].words)
        body = self.choice()
        self._at += 3
        variable = self._variables.pop()
        of = self._operand()
        condition = None
        if self._take("if"):
            self._variables.append(variable)
            condition = self._or()
            self._variables.pop()
        self._need(closing)
        base = f"{of.words}[?{condition.words}]" if condition is not None else f"{of.words}[]"
        if body.binds < ATOM or body.kind != "path":
            base = base if condition is not None else of.words
            return Part(f"{base}[?{body.words}]" if condition is None else base, kind="list", value="condition")
        return Part(_projected(base, body), kind="path", value="list")


def _tokens(words: str) -> Sequence[Token]:
    found, at = [], 0
    while words[at:].strip():
        token = _TOKEN.match(words, at)
        if token is None or token.lastgroup is None:
            raise NotThis
        found.append(Token(token.lastgroup, token[token.lastgroup], token.start(token.lastgroup)))
        at = token.end()
    return found


def _unquoted(words: str) -> str:
    inner = words[1:-1].replace('""', '"') if words[0] == '"' else words[1:-1]
    return re.sub(r"\\(.)", r"\1", inner)


def _part_of(part: Part, name: str) -> Part:
    if part.value == "element":
        return Part(name, kind="path")
    return Part(f"{part.within(ATOM)}.{name}", kind="path", value=part.value if part.value == "list" else "")


def _projected(base: str, body: Part) -> str:
    return base if body.words == "@" else f"{base}.{body.words}"


def _asked(looped: Part, name: str) -> Part:
    if name == "any" and looped.value == "condition":
        return Part(f"length({looped.words}) > `0`", COMPARISON)
    if name == "any" or looped.kind != "path":
        raise NotThis
    return Part(f"{looped.words} | [0]", PIPE, "path") if name == "next" else looped


def _comparison(left: Part, operator: str, right: Part) -> Part:
    """A comparison; with nothing it asks whether the value is there, of a place whether there is one."""
    is_nothing = (right.kind == "constant" and right.value == "null") or (right.kind == "text" and not right.value)
    if left.kind == "place" and not left.value and right.kind == "number":
        there = {(">=", "0"): True, (">", "-1"): True, ("!=", "-1"): True, (">", "0"): True}
        absent = {("==", "-1"), ("<", "0")}
        found = call("contains", left.items[1], left.items[0])
        if (operator, right.value) in there:
            return found
        return negated(found) if (operator, right.value) in absent else _not_this()
    if left.kind == "number of" and (operator, right.value) in ((">", "0"), (">=", "1")):
        return call("contains", *left.items)
    if "place" in (left.kind, right.kind) or "number of" in (left.kind, right.kind):
        raise NotThis
    if is_nothing and operator in ("==", "!="):
        asked = call("is_absent", left)
        return asked if operator == "==" else negated(asked)
    return Part(f"{left.within(COMPARISON + 1)} {operator} {right.within(COMPARISON + 1)}", COMPARISON)


def _texts_in_row(parts: Sequence[Part]) -> Part:
    """Texts in a row, with what stands between all of them in front where that is one text."""
    between = {part.words for part in parts[1::2]}
    if len(parts) > 2 and len(parts) % 2 and len(between) == 1 and parts[1].kind == "text":
        return call("join_present", parts[1], *parts[::2])
    return call("join_present", text(""), *parts)


def _not_this() -> Part:
    raise NotThis
