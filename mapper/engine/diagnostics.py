"""What is wrong with a mapping: one sentence with its place, collected, sorted and capped. Rendering is elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import Enum

from .text import Span

MOST_DIAGNOSTICS = 200
"""More than this many faults of one file are counted, not listed."""


class Severity(Enum):
    """An error can never work; a warning probably does not do what was meant."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Fix:
    """The text that certainly repairs the fault when it replaces the diagnostic's span."""

    replace: str


@dataclass(frozen=True, slots=True)
class Related:
    """A second place that belongs to a fault, such as the first of two keys."""

    message: str
    span: Span


@dataclass(frozen=True, slots=True)
class Code:
    """A stable name of a kind of fault, with its one severity and what it is about."""

    name: str
    severity: Severity
    about: str


CODES: dict[str, Code] = {}
"""Every code there is, by name. A code is added where its check is defined."""


def error(name: str, about: str) -> Code:
    """Declare a code for what can never work. Raises ValueError when the name is taken."""
    return _declare(Code(name, Severity.ERROR, about))


def warning(name: str, about: str) -> Code:
    """Declare a code for what probably is not meant. Raises ValueError when the name is taken."""
    return _declare(Code(name, Severity.WARNING, about))


def _declare(code: Code) -> Code:
    if code.name in CODES:
        raise ValueError(f"the code {code.name!r} is declared twice")
    CODES[code.name] = code
    return code


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One fault: a lower-case clause without a full stop, its place, and advice in the hint.

    `path` says where in the mapping it is, in the words of the file: `users[0].person.name[1]`.
    """

    code: Code
    message: str
    span: Span
    hint: str | None = None
    path: str = ""
    fix: Fix | None = None
    related: tuple[Related, ...] = ()

    @property
    def severity(self) -> Severity:
        """The severity of the code: every fault of a kind weighs the same."""
        return self.code.severity


def _place(found: Diagnostic) -> tuple[int, int, str]:
    return found.span.start, found.span.end, found.code.name


@dataclass(slots=True)
class Diagnostics:
    """The faults of one mapping, in the order of the file, each once."""

    _found: dict[tuple[int, int, str, str], Diagnostic] = field(default_factory=dict)
    _errors: dict[tuple[int, int, str, str], Code] = field(default_factory=dict)

    def add(
        self,
        code: Code,
        message: str,
        span: Span,
        *,
        hint: str | None = None,
        path: str = "",
        fix: str | None = None,
        related: Iterable[Related] = (),
    ) -> None:
        """Note a fault. The same code and message at the same place counts once."""
        diagnostic = Diagnostic(code, message, span, hint, path, Fix(fix) if fix is not None else None, tuple(related))
        key = (span.start, span.end, code.name, message)
        self._found.setdefault(key, diagnostic)
        if code.severity is Severity.ERROR:
            self._errors[key] = code

    def amend(
        self, code: Code, span: Span, fix: str | None, hint: str | None = None, whole: Span | None = None
    ) -> bool:
        """Give the fault of *code* at *span* a fix or none, perhaps another hint, as it is known now what stands there.

        With *whole* that is the place to replace.

        False when there is no such fault.
        """
        for key, each in self._found.items():
            if each.code is code and each.span == span:
                repair = Fix(fix) if fix is not None else None
                self._found[key] = replace(each, fix=repair, hint=hint or each.hint, span=whole or span)
                return True
        return False

    def silence(self, allowed: Collection[tuple[Code, int]]) -> set[tuple[Code, int]]:
        """Take out the warnings that are *allowed*, each a code in a line. Gives those that there were."""
        silenced: set[tuple[Code, int]] = set()
        for key, each in list(self._found.items()):
            said = each.code, each.span.place.line
            if said in allowed and each.severity is Severity.WARNING:
                del self._found[key]
                silenced.add(said)
        return silenced

    def copy(self) -> Diagnostics:
        """The same faults, to which others may be added."""
        return Diagnostics(dict(self._found), dict(self._errors))

    def __iter__(self) -> Iterator[Diagnostic]:
        """In the order of the file, at most MOST_DIAGNOSTICS of them; then warnings are left out first."""
        kept = sorted(self._found.values(), key=_place)
        if len(kept) > MOST_DIAGNOSTICS:
            kept.sort(key=lambda each: each.severity is not Severity.ERROR)
            kept = sorted(kept[:MOST_DIAGNOSTICS], key=_place)
        return iter(kept)

    def __len__(self) -> int:
        return len(self._found)

    def has_errors_in(self, span: Span, code: Code | None = None) -> bool:
        """Whether one of the errors lies inside of *span*, of *code* if that is given."""
        return any(
            span.start <= start and end <= span.end and code in (None, found)
            for (start, end, _, _), found in self._errors.items()
        )

    @property
    def has_errors(self) -> bool:
        """Whether one of them is an error, so that the mapping cannot run."""
        return bool(self._errors)
