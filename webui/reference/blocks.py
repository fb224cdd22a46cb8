"""A text in Markdown -> its tokens, and the fenced blocks among them. What looks like HTML is text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: the line it begins on, what it says it is, its text, and the heading it stands below."""

    line: int
    words: tuple[str, ...]
    text: str
    heading: str

    @property
    def kind(self) -> str:
        """Its language, and of YAML and JSON also what it is for: `json user`; a name is left out."""
        language, *rest = self.words or ("",)
        use = rest[0].partition("=")[0] if rest and language in ("yaml", "json") else ""
        return f"{language} {use}" if use else language.partition("=")[0]

    def option(self, name: str) -> str | None:
        """The value of `name=value` behind the kind, or the name itself when it stands there alone."""
        found = (word.partition("=") for word in self.words)
        return next((value or word for word, _, value in found if word == name), None)


@cache
def parser() -> MarkdownIt:
    """What reads and renders Markdown, with tables and without HTML."""
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def blocks_of(tokens: list[Token]) -> Iterator[Block]:
    """The fenced blocks of a document."""
    heading = ""
    for at, token in enumerate(tokens):
        if token.type == "heading_open":
            heading = plain(tokens[at + 1])
        elif token.type == "fence":
            yield block_of(token, heading)


def block_of(token: Token, heading: str = "") -> Block:
    """A fenced block."""
    return Block(line_of(token), tuple(token.info.split()), token.content, heading)


def line_of(token: Token) -> int:
    """The line, from 0, that a token begins on; -1 when nothing is known of it."""
    return token.map[0] if token.map else -1


def plain(inline: Token) -> str:
    """The words of a line of text without its marks."""
    return "".join(child.content for child in inline.children or () if child.type in ("text", "code_inline"))
