"""A document in Markdown, and its examples by the line that each ends on -> its page: title, contents and HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from markdown_it.token import Token
from markupsafe import Markup, escape

from webui.playground.links import encode

from .addresses import PLAYGROUND, address_of, file_of
from .blocks import block_of, line_of, parser, plain
from .examples import Example

_CAPTIONS: Final = {
    "yaml mapping": "mapping",
    "yaml fields": "fields of a mapping",
    "yaml tests": "tests",
    "yaml directory": "directory",
    "yaml account": "account",
    "json user": "user",
    "json group": "group",
    "json members": "members",
    "json current": "stored person",
    "json groups": "groups",
    "json outcome": "outcome",
    "expressions": "expressions",
    "diff": "repair",
    "console": "terminal",
    "python": "Python",
}
"""What stands above a block of each kind; above a file stands its name."""

_SHORT: Final = 40
"""Lines of so many characters fit on the narrowest page. What is longer can be scrolled, by keyboard too."""

_NOT_IN_ANCHORS = re.compile(r"[^\w -]")

_SAID = re.compile(r"\S+:\d+:\d+: (?:error|warning)\[")

_BLOCK = Markup('<figure class="block">{}<pre{}><code>{}</code></pre></figure>\n')
_VALUE = re.compile(r'"(?:[^"\\]|\\.){1,30}"')
"""A short text of JSON: a line is broken beside it, and not within."""

_WHOLE = Markup('<span class="whole">{}</span>')
_WRAPPED = Markup(' class="wrapped"')
_SCROLLED = Markup(' tabindex="0"')
_CAPTION = Markup("<figcaption>{}</figcaption>")
_OPEN = Markup('<p class="open"><a href="{}">Open in the playground <span class="unseen">{}</span></a></p>\n')
_TRY = Markup(' <a class="try" href="{}">Try it <span class="unseen">{}</span></a>')


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading in the contents of a page, with those below it."""

    anchor: str
    words: str
    below: list[Entry] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Page:
    """A document as it is shown."""

    title: str
    contents: list[Entry]
    html: Markup


def render(text: str, examples: Mapping[int, Example]) -> Page:
    """The page of a document. Its HTML is made here; none of it is taken from the text."""
    tokens = parser().parse(text)
    title = next((plain(tokens[at + 1]) for at, token in enumerate(tokens) if token.type == "heading_open"), "")
    contents = _with_anchors(tokens)
    shown = list(_shown(list(_without_pictures(tokens)), examples))
    return Page(title, contents, Markup(parser().renderer.render(shown, parser().options, {})))  # noqa: S704


def _with_anchors(tokens: Sequence[Token]) -> list[Entry]:
    """Give the headings their anchors, as code hosts do it, and list them."""
    contents: list[Entry] = []
    taken: dict[str, int] = {}
    for at, token in enumerate(tokens):
        if token.type != "heading_open" or token.tag not in ("h2", "h3"):
            continue
        words = plain(tokens[at + 1])
        anchor = _NOT_IN_ANCHORS.sub("", words.lower()).replace(" ", "-")
        number = taken[anchor] = taken.get(anchor, -1) + 1
        entry = Entry(f"{anchor}-{number}" if number else anchor, words)
        token.attrSet("id", entry.anchor)
        (contents if token.tag == "h2" or not contents else contents[-1].below).append(entry)
    return contents


def _without_pictures(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens without paragraphs that are a picture: whoever reads here has the page itself."""
    left_out = 0
    for at, token in enumerate(tokens):
        if token.type == "paragraph_open" and [each.type for each in tokens[at + 1].children or []] == ["image"]:
            left_out = 3  # the paragraph, what is in it, its end
        if left_out:
            left_out -= 1
        else:
            yield token


def _shown(tokens: Sequence[Token], examples: Mapping[int, Example]) -> Iterator[Token]:
    """The tokens with blocks and links as the application has them, and with a link for each example."""
    for token in tokens:
        example = examples.get(line_of(token))
        if token.type == "fence":
            yield _html("html_block", _block(token))
            if example is not None:
                yield _html("html_block", _OPEN.format(_address(example), example.about))
            continue
        if token.type == "inline":
            token.children = list(_linked(token.children or []))
            if example is not None:
                token.children.append(_html("html_inline", _TRY.format(_address(example), example.about)))
        yield token


def _html(kind: str, content: Markup) -> Token:
    return Token(kind, "", 0, content=str(content))


def _address(example: Example) -> str:
    return f"{PLAYGROUND}#{encode(example.texts)}"


def _block(token: Token) -> Markup:
    block = block_of(token)
    is_said = _SAID.match(block.text) is not None
    caption = "what the check says" if is_said else block.option("file") or _CAPTIONS.get(block.kind)
    content = _content(block.kind, block.text)
    is_wide = any(len(line) > _SHORT for line in block.text.splitlines())
    how = _WRAPPED if is_said or block.kind.startswith("json") else _SCROLLED if is_wide else ""
    return _BLOCK.format(_CAPTION.format(caption) if caption else "", how, content)


def _content(kind: str, text: str) -> Markup:
    if kind == "diff":
        return Markup("").join(map(_changed, text.splitlines()))
    if not kind.startswith("json"):
        return escape(text)
    values = (_WHOLE.format(value) for value in _VALUE.findall(text))
    return Markup("").join(part for around in _VALUE.split(text) for part in (escape(around), next(values, "")))


def _changed(line: str) -> Markup:
    """A line of a repair: taken away, added, or neither."""
    tag = {"-": "del", "+": "ins"}.get(line[:1])
    return Markup("<{0}>{1}</{0}>\n").format(tag, line) if tag else escape(f"{line}\n")


def _linked(children: Sequence[Token]) -> Iterator[Token]:
    """The parts of a line; a link that leads nowhere here is its words, and the name of the file."""
    file: str | None = None
    words = ""
    for child in children:
        if child.type == "link_open":
            link = str(child.attrGet("href") or "")
            address = address_of(link)
            file, words = (file_of(link) if address is None else None), ""
            if address is None:
                continue
            child.attrSet("href", address)
        elif child.type == "link_close" and file is not None:
            if words != file:
                yield _html("html_inline", Markup(" (<code>{}</code>)").format(file))
            file = None
            continue
        words += child.content
        yield child
