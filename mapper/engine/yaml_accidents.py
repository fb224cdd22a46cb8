"""The lines of a YAML text -> the places where it says something else to YAML than to the person who wrote it.

An expression is often no YAML as it stands: `!active` is a tag there, `{{ x }}` a mapping, a comma ends an entry of
`{…}`, ` #` begins a comment. Each of these is found by a look at the raw lines and gets one sentence and, where it is
certain, one fix. So that the rest of the file can still be read, an accident also says what to give the parser in its
place: as many harmless characters, so that no later place is moved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from . import diagnostics as codes
from .diagnostics import Code
from .nested_quotes import advice, end_in_flow, meant
from .raw_lines import Line, Value, values_of
from .text import Source, Span, Style, Text
from .yaml_quotes import quoted

TEMPLATE = codes.error("unquoted-template", "a template without quotes, which YAML reads as a mapping")
NEGATION = codes.error("unquoted-negation", "an expression that starts with `!`, which YAML reads as a tag")
BACKTICK = codes.error("unquoted-backtick", "an expression that starts with a backtick, which YAML keeps for itself")
AT = codes.error("unquoted-at", "an expression that starts with `@`, which YAML keeps for itself")
QUOTE = codes.error("unquoted-quote", "an expression that starts with a quote, which YAML reads as the whole text")
COLON = codes.error("unquoted-colon", 'text with ": " in it, which YAML reads as the end of a key')
HASH = codes.error("unquoted-hash", 'an expression with " #" in it, where YAML begins a comment')
COMMENT = codes.warning("comment-in-text", 'text with " #" in it, where YAML begins a comment')
COMMA = codes.error("unquoted-comma", "an expression with a comma or a bracket inside `{…}` or `[…]` of YAML")
BACKSLASH = codes.error("double-quoted-backslash", "a backslash in double quotes, where YAML reads it as an escape")
CURLY = codes.error("curly-quotes", "typographic quotes, which are no quotes for YAML or JMESPath")
TAB = codes.error("yaml-tab", "a line that is indented with a tab")
SPACE = codes.error("missing-space", "a key without a blank after its colon, or an item without one after its dash")

MOST_ACCIDENTS = 200
"""More than this many in one look are left for the next."""

_FREE_TEXT = frozenset({"description", "rule", "case", "template", "value", "name", "called"})
_NEGATED = re.compile(r"!!?(?!!)[ ]?(?:[(@'\"`]|[A-Za-z_][\w.]*(?:$|[(\[]|\s*(?:&&|\|\||[|=!<>)])))")
_GLUED_KEY = re.compile(
    r"(from|when|unless|then|template|value|rule|empty|missing|write|found_by|not_found|each|entry|collect|if|else|not"
    r"|case|name|target|description|clear|keep|mapping|users|groups|person|let|tables|defaults):(?=[^\s:])"
)
_URN_KEY = re.compile(r"urn:[^\s{}\[\],]+:\s+[{\[]")
_NESTED_KEY = re.compile(r"(from|when|unless|then|template|value|each|entry|collect|if|else|not|clear|keep): ")
_NEAR = 200
_KEY_BEFORE = re.compile(r"([\w.-]+):[ \t]*\Z", re.ASCII)
_YAML_ESCAPE = re.compile(r'\\(?:[0tnre "/\\N_LP\r\n]|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})')
_TABBED_LINE = re.compile(r"^\t[ \t]*(?=[^ \t\r\n])", re.MULTILINE)
_BLANKS_FIRST = re.compile(r"^ +[^ \r\n]", re.MULTILINE)
_ESCAPE = re.compile(r"\\(?:\r\n|.)", re.DOTALL)
_ONE_TEXT = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"\\]|\\.)*\"", re.DOTALL)
_COLON_INSIDE = re.compile(r":(?=[ \t]|$)")


@dataclass(frozen=True, slots=True)
class Accident:
    """What is wrong at *span*, how to repair it, and what to give the parser *instead* from *start* on.

    `instead` is None for a mere warning. `texts` has, by place, what really stands where `instead` hides it.
    """

    code: Code
    message: str
    span: Span
    hint: str
    fix: str | None
    start: int
    instead: str | None
    texts: tuple[tuple[int, Text], ...] = ()


def find_accidents(source: Source, text: str) -> list[Accident]:
    """The accidents in *text*, in the order of the file. *text* is that of the source, or its shadow."""
    found: list[Accident] = []
    end = 0
    for line in values_of(text):
        for accident in _Look(source, text, line).accidents():
            if accident.start >= end:  # else it is a part of the one before, which takes it along
                found.append(accident)
                end = accident.start + len(accident.instead or "")
        if len(found) >= MOST_ACCIDENTS:
            break
    return _with_sure_depths(text, found)


def _with_sure_depths(text: str, found: list[Accident]) -> list[Accident]:
    """The accidents, with a fix for tabs where it is sure how deep they were meant: nothing is indented otherwise."""
    tabbed = _TABBED_LINE.findall(text)
    indented = [each for each in found if each.code is TAB and text[each.start - 1 : each.start] in ("", "\r", "\n")]
    if not tabbed or len(tabbed) != len(indented) or _BLANKS_FIRST.search(text) or any(" " in each for each in tabbed):
        hint = "use blanks, as many as the lines have beside which it stands"
        return [replace(each, hint=hint) if each in indented else each for each in found]
    return [_with_blanks(each) if each in indented else each for each in found]


def _with_blanks(tabs: Accident) -> Accident:
    """The accident of a line that is indented with tabs only, each of which is two blanks."""
    blanks = "  " * len(tabs.span.text)
    return replace(tabs, hint=f"write {len(blanks)} blanks instead", fix=blanks)


class _Look:
    """A look at one line, and at what its value may bring along from the lines below."""

    def __init__(self, source: Source, text: str, line: Line) -> None:
        self.source = source
        self.text = text
        self.line = line

    def accidents(self) -> Iterator[Accident]:
        """What is wrong with the line."""
        line = self.line
        if line.tabs:
            start, end = line.tabs
            blanks = " " * (end - start)
            fix = " " if start > line.body else None
            yield self._accident(
                TAB, "a tab stands where only blanks may stand", start, end, "use blanks", fix=fix, instead=blanks
            )
        glued = _GLUED_KEY.match(self.text, line.body)
        if glued is not None and not line.key:
            yield self._glued(glued)
            return
        if line.broken_key:
            start, end = line.broken_key
            yield self._quoted(COLON, start, end, 'holds ": ", which YAML reads as the end of a key')
            return
        for value in line.values:
            accident = self._accident_of(value)
            if accident is not None:
                yield accident

    def _accident_of(self, value: Value) -> Accident | None:
        start, end = value.start, value.end
        words = self.text[start:end]
        if not words:
            return None
        return (
            self._at_start(words, start, end)
            or self._in_double_quotes(value)
            or self._after_quotes(value)
            or self._in_plain(words, value)
        )

    def _at_start(self, words: str, start: int, end: int) -> Accident | None:
        """What gives itself away by the characters with which it starts."""
        if words.startswith(("{{", "{%")):
            return self._template(words, start, end)
        if _NEGATED.match(words):
            return self._quoted(NEGATION, start, end, 'starts with "!", which YAML reads as a tag')
        if words.startswith("`"):
            return self._quoted(BACKTICK, start, end, "starts with a backtick, which YAML allows only in quotes")
        if words.startswith("@"):
            return self._quoted(AT, start, end, 'starts with "@", which YAML allows only in quotes')
        if words[0] in "“”„‟«":
            return self._curly(words, start, end)
        return None

    def _template(self, words: str, start: int, end: int) -> Accident:
        what = f'starts with "{words[:2]}", which YAML reads as a mapping'
        accident = self._quoted(TEMPLATE, start, end, what)
        is_outside = self.line.body == 0 or self.text[self.line.body - 1] in "\r\n"
        key = self._key_before(start)
        if key is None or is_outside or key in _FREE_TEXT - {"name"}:
            return accident
        shown = f"`template: {quoted(words)}`" if len(words) <= 60 and "\n" not in words else "it behind `template:`"
        return replace(accident, hint=f"write {shown} on a line of its own, indented", fix=None)

    def _in_double_quotes(self, value: Value) -> Accident | None:
        start, end = value.start, value.end
        if self.text[start] != '"' or not value.closed or value.rest:
            return None
        raw = self.text[start:end]
        wrong = [escape for escape in _ESCAPE.finditer(raw) if not _YAML_ESCAPE.match(raw, escape.start())]
        if not wrong or any(escape[0][1] in "xuU" for escape in wrong):
            return None
        at = {escape.start() for escape in wrong}
        repaired = "".join("\\\\" if index in at else char for index, char in enumerate(raw))
        meant = re.sub(r"\\([\"\\/])", r"\1", raw[1:-1])
        return self._accident(
            BACKSLASH,
            f'in double quotes "{wrong[0][0]}" is an escape of YAML, not a backslash',
            start,
            end,
            "write the backslash twice, or use single quotes around the text",
            fix=repaired,
            instead=_harmless(raw),
            texts=((start, Text(meant, Span(self.source, start, end), "double")),),
        )

    def _after_quotes(self, value: Value) -> Accident | None:
        """`'a' == b`, or `"f("a")"`: the text does not end where the second quote does."""
        start, end = value.start, value.end
        if self.text[start] not in "'\"" or not value.rest:
            return None
        if value.in_flow:
            end = end_in_flow(self.text, start) or end
        words = self.text[start:end]
        if _ONE_TEXT.fullmatch(words):
            return None  # what follows belongs to a bracket that is not closed, which the parser tells
        text = meant(words, is_text=self._key_before(start) in _FREE_TEXT - {"name"})
        accident = self._quoted(QUOTE, start, end, "goes on after its second quote, where YAML ends the text")
        if text == words:
            return accident
        style: Style = "single" if words[0] == "'" else "double"
        hidden = Text(text, Span(self.source, start, end), style, value.in_flow)
        return replace(accident, hint=advice(words, text), fix=quoted(text), texts=((start, hidden),))

    def _key_before(self, start: int) -> str | None:
        """The key in front of a value on its line."""
        key = _KEY_BEFORE.search(self.text[max(self.line.body, start - _NEAR) : start])
        return key[1] if key is not None else None

    def _in_plain(self, words: str, value: Value) -> Accident | None:
        start, end = value.start, value.end
        if value.in_flow and _URN_KEY.match(words):
            return None  # the extension of a user in a test
        if value.brackets and value.in_flow:
            accident = self._quoted(COMMA, start, end, "holds a comma or a bracket, which YAML reads as its own here")
            return accident if _closes(words) else replace(accident, fix=None)
        if words[0] in "'\"|>[{&*!%":
            return None
        if value.in_flow and not self.text[max(start - 9, 0) : start].rstrip().endswith(":"):
            return None  # an item: `[a: b]` is a list of one mapping
        nested = _NESTED_KEY.match(words)
        if nested is not None and not value.in_flow:
            message = f'"{nested[1]}" is a key on the line of another key'
            accident = self._quoted(COLON, start, end, "")
            hint = f"put `{_shorten(words)}` on a line of its own, indented"
            return replace(accident, message=message, hint=hint, fix=None)
        if _COLON_INSIDE.search(words):
            return self._quoted(COLON, start, end, 'holds ": ", which YAML reads as the end of a key')
        if value.hash_inside:
            return self._quoted(HASH, start, end, 'is cut off at " #", where YAML begins a comment')
        comment = self.text[end : value.line_end].lstrip()
        if self.line.key in _FREE_TEXT and comment.startswith("#") and comment[1:2].isalnum():
            return self._comment(comment.rstrip(), start, end)
        return None

    def _comment(self, cut: str, start: int, end: int) -> Accident:
        message = f'"{_shorten(cut)}" is a comment, not a part of the text'
        hint = "put the whole text in quotes, or a blank after the `#`"
        at = self.text.index("#", end)
        return Accident(COMMENT, message, Span(self.source, at, at + len(cut)), hint, None, start, None)

    def _curly(self, words: str, start: int, end: int) -> Accident | None:
        inner = words[1:-1] if len(words) > 1 and words[-1] in "“”‟»" else ""
        if not inner and self.line.key in _FREE_TEXT:
            return None  # a sentence that begins with a quoted word
        return self._accident(
            CURLY,
            f'"{words[0]}" is no quote for YAML',
            start,
            end,
            "use straight quotes",
            fix=quoted(inner) if inner else None,
            instead=_harmless(words),
            texts=((start, Text(inner or words, Span(self.source, start, end))),),
        )

    def _glued(self, glued: re.Match[str]) -> Accident:
        """`from:title`: the key gives up a character, so that a blank finds room and the value stays in its place."""
        key, start, end = glued[1], glued.start(), glued.end()
        return self._accident(
            SPACE,
            f'a blank is missing after "{key}:"',
            start,
            end,
            f"write `{key}: …`",
            fix=f"{key}: ",
            instead=f"{_harmless(key[1:])}: ",
            texts=((start, Text(key, Span(self.source, start, start + len(key)))),),
        )

    def _quoted(self, code: Code, start: int, end: int, what: str) -> Accident:
        """An accident that quotes around the whole text repair."""
        words = self.source.text[start:end]
        return self._accident(
            code,
            f'"{_shorten(words)}" {what}',
            start,
            end,
            f"put it in quotes: {quoted(words)}" if len(words) <= 100 and "\n" not in words else "put it in quotes",
            fix=quoted(words) if "\n" not in words and "\r" not in words else None,
            instead=_harmless(words),
            texts=((start, Text(words, Span(self.source, start, end))),),
        )

    def _accident(
        self,
        code: Code,
        message: str,
        start: int,
        end: int,
        hint: str,
        *,
        fix: str | None = None,
        instead: str | None = None,
        texts: tuple[tuple[int, Text], ...] = (),
    ) -> Accident:
        return Accident(code, message, Span(self.source, start, end), hint, fix, start, instead, texts)


def _closes(words: str) -> bool:
    """Whether each bracket in *words* is closed there; else nobody knows how far it was meant to go."""
    return all(words.count(first) == words.count(last) for first, last in ("()", "[]", "{}"))


def _harmless(words: str) -> str:
    """As many characters, which YAML reads as a plain text; line ends stay where they are."""
    return re.sub(r"[^\r\n]", "x", words)


def _shorten(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= 40 else words[:39] + "…"
