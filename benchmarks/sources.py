"""The parts that generated mappings are made of, each written twice: in the mapping language and in straight Python.

The Python is what a good engineer writes who has the same to give: the payload is looked at once, what fits already is
taken as it is, and only what does not goes through a function.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from mapper.schemas.scim import ENTERPRISE_USER

_PARENTS = {"": "user", "name": "name", "enterprise": "extension", "enterprise.manager": "manager"}
_ABOVE = {
    "name": 'is_blank(user, "name")',
    "enterprise": "is_blank(user, ENTERPRISE_USER)",
    "enterprise.manager": 'is_blank(user, ENTERPRISE_USER) or is_blank(extension, "manager")',
}


@dataclass(frozen=True, slots=True)
class Where:
    """What the Python of a candidate has to say in the cold: the field, and the pointer of what it read."""

    field: str
    pointer: str

    def fit(self, function: str, value: str, *how: str) -> str:
        """The call that tries *function* on *value*, and keeps why it does not fit."""
        arguments = ", ".join([function, value, repr(self.field), repr(self.pointer), "failed", *how])
        return f"person.fit({arguments})"


class Source(Protocol):
    """Where a candidate takes its value from."""

    def written(self) -> str:
        """The source in the mapping language, with its key unless it is an expression."""

    def pointer(self) -> str:
        """The JSON pointer of what it reads first."""

    def python(self, where: Where) -> Iterator[str]:
        """Lines that give `value`."""

    def blank(self) -> str:
        """A condition that holds when what it reads was sent empty."""


@dataclass(frozen=True, slots=True)
class Path:
    """An attribute, perhaps below another: `title`, `enterprise.costCenter`."""

    path: str

    def written(self) -> str:
        return self.path

    def pointer(self) -> str:
        return "/" + self.path.replace(".", "/").replace("enterprise", ENTERPRISE_USER)

    def read(self) -> str:
        """The expression that reads it."""
        parent, _, attribute = self.path.rpartition(".")
        return f'{_PARENTS[parent]}.get("{attribute}")'

    def python(self, where: Where) -> Iterator[str]:
        yield f"value = {self.read()}"

    def blank(self) -> str:
        parent, _, attribute = self.path.rpartition(".")
        own = f'is_blank({_PARENTS[parent]}, "{attribute}")'
        return f"{_ABOVE[parent]} or {own}" if parent else own


@dataclass(frozen=True, slots=True)
class Filtered:
    """The first value of those elements of a list for which a condition holds: a type, or any text for `primary`."""

    attribute: str
    kind: str | None
    part: str = "value"

    def written(self) -> str:
        condition = "primary" if self.kind is None else f"type == '{self.kind}'"
        return f"{self.attribute}[?{condition}].{self.part} | [0]"

    def pointer(self) -> str:
        return f"/{self.attribute}"

    def _condition(self) -> str:
        held = 'each.get("primary")' if self.kind is None else f'each.get("type") == "{self.kind}"'
        return f"type(each) is dict and {held}"

    def python(self, where: Where) -> Iterator[str]:
        yield "value = None"
        yield f"for each in {self.attribute}:"
        yield f"    if {self._condition()}:"
        yield f'        value = each.get("{self.part}")'
        yield "        if value is not None:"
        yield "            break"

    def blank(self) -> str:
        below = f'any({self._condition()} and is_blank(each, "{self.part}") for each in {self.attribute})'
        return f'is_blank(user, "{self.attribute}") or {below}'


@dataclass(frozen=True, slots=True)
class Words:
    """A template of two texts side by side."""

    first: Path
    second: Path

    def written(self) -> str:
        return f'template: "{{{{ {self.first.path} }}}} {{{{ {self.second.path} }}}}"'

    def pointer(self) -> str:
        return self.first.pointer()

    def python(self, where: Where) -> Iterator[str]:
        yield f"first, second = {self.first.read()}, {self.second.read()}"
        yield "if type(first) is str and type(second) is str:"
        yield '    value = f"{first} {second}".strip()'
        yield "else:"
        cold = where.fit("words", "(first, second)", repr((self.first.path, self.second.path)))
        yield f"    value = {cold}"

    def blank(self) -> str:
        return f"{self.first.blank()} or {self.second.blank()}"


@dataclass(frozen=True, slots=True)
class Remark:
    """A template of a text in capitals, with another in brackets when that is there, and a constant."""

    text: Path
    remark: Path
    number: int

    def written(self) -> str:
        capitals, remark = f"{{{{ {self.text.path} | upper }}}}", self.remark.path
        return f'template: "{capitals}{{% if {remark} %}} ({{{{ {remark} }}}}, {self.number}){{% endif %}}"'

    def pointer(self) -> str:
        return self.text.pointer()

    def python(self, where: Where) -> Iterator[str]:
        yield f"text, remark = {self.text.read()}, {self.remark.read()}"
        yield "if type(text) is str and type(remark) is str:"
        yield f'    value = f"{{text.upper()}} ({{remark}}, {self.number})".strip()'
        yield "else:"
        cold = where.fit("with_remark", "(text, remark)", str(self.number), repr(self.remark.path))
        yield f"    value = {cold}"

    def blank(self) -> str:
        return self.text.blank()  # the remark is taken only when it is there


@dataclass(frozen=True, slots=True)
class Lookup:
    """The row of a table for an attribute."""

    table: str
    key: Path
    ignore_case: bool

    def written(self) -> str:
        return f"lookup('{self.table}', {self.key.path})"

    def pointer(self) -> str:
        return self.key.pointer()

    def python(self, where: Where) -> Iterator[str]:
        composed = 'normalize("NFC", key)'
        folded = f'normalize("NFC", {composed}.casefold())' if self.ignore_case else composed
        yield f"value, key = None, {self.key.read()}"
        yield "if key is not None and type(key) is not str:"
        yield f"    key = {where.fit('key_text', 'key')}"
        yield "if key is not None:"
        yield f"    value = {self.table.upper()}.get({folded})"
        yield "    if value is None:"
        yield f"        missed = no_row({self.table!r}, key, {where.field!r}, {where.pointer!r})"

    def blank(self) -> str:
        return self.key.blank()


@dataclass(frozen=True, slots=True)
class Constant:
    """A text that is always the same."""

    text: str

    def written(self) -> str:
        return f"value: {self.text}"

    def pointer(self) -> str:
        return ""

    def python(self, where: Where) -> Iterator[str]:
        yield f"value = {self.text!r}"

    def blank(self) -> str:
        return "False"


@dataclass(frozen=True, slots=True)
class Guard:
    """A condition of a candidate: an attribute that is not, or is, a certain text."""

    attribute: Path
    text: str
    unless: bool

    def written(self) -> str:
        return f"{'unless' if self.unless else 'when'}: {self.attribute.path} != '{self.text}'"

    def python(self) -> str:
        return f"{self.attribute.read()} {'==' if self.unless else '!='} {self.text!r}"
