"""A template and a payload in, what the generated function prints out; and the same by Jinja2's sandbox."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from jinja2 import Undefined
from jinja2.sandbox import SandboxedEnvironment

from mapper.engine import expressions as tree
from mapper.engine.checks.named import Named
from mapper.engine.checks.templates import check_template
from mapper.engine.diagnostics import Diagnostic, Diagnostics
from mapper.engine.emitter import Emitter, build
from mapper.engine.emptiness_emitter import EmptinessEmitter
from mapper.engine.expression_checker import ExpressionChecker
from mapper.engine.expression_emitter import ExpressionEmitter, NoNames, Operand
from mapper.engine.functions.declaration import CandidateFailure
from mapper.engine.scope import Scope
from mapper.engine.shapes import STRING, UNKNOWN, Shape
from mapper.engine.template_emitter import TemplateEmitter
from mapper.engine.text import Source, Span, Text
from mapper.engine.work import Work
from mapper.schemas.values import Json


class Refused(Exception):
    """A template with faults."""

    def __init__(self, faults: list[Diagnostic]) -> None:
        super().__init__("; ".join(f"{fault.code.name}: {fault.message}" for fault in faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Printed:
    """What a template gives: a text, or none and whether a part was sent empty; or why it fails."""

    text: str | None = None
    empty: bool = False
    failure: str | None = None


@dataclass(frozen=True, slots=True)
class Compiled:
    """A template as a function, with its Python text and the attributes that it reads."""

    function: Callable[[Json, Work], Json]
    text: str
    reads: tuple[str, ...]

    def run(self, payload: Json, work: Work | None = None) -> Printed:
        try:
            text, empty = self.function(payload, work or Work(payload))
        except CandidateFailure as failure:
            return Printed(failure=str(failure))
        return Printed(text, empty)


class Names(NoNames):
    """The user is the whole payload; there are no other names."""

    def operand(self, own: tree.Own) -> Operand:
        assert own.kind == "user"
        return Operand("user", "object")

    def may_fail(self, own: tree.Own) -> bool:
        raise LookupError(own.name)

    def sent_empty(self, own: tree.Own) -> str:
        raise LookupError(own.name)


def compiled(template: str, shape: Shape = UNKNOWN) -> Compiled:
    """The template, in the scope of a rule for users of the given shape. Raises Refused."""
    found = Diagnostics()
    text = Text(template, Span(Source("template", template), 0, len(template)))
    scope = Scope("user", shape, shape, None, {}, {}, {"name": STRING})
    origin = check_template(text, "path", scope, found, ExpressionChecker(found, Named({"centres": UNKNOWN})))
    if origin is None:
        raise Refused(list(found))
    assert not found.has_errors
    out = Emitter()
    expressions = ExpressionEmitter(out, Names(), mapping=True)
    writer = TemplateEmitter(out, expressions, EmptinessEmitter(out, expressions, Names()))
    printed, questions = writer.emit(origin, Operand("user", "object"))
    with out.block(f"if {printed.code} is not None:"):
        out.write(f"return {printed.code}, False")
    answers = [question() for question in questions]
    out.write(f"return None, {' or '.join(answers)}")
    written = out.text("printing", "user, work")
    return Compiled(build(written, "printing", out.bound), written, origin.reads)


def reference(template: str, payload: Json, finalize: Callable[[Json], Json] | None = None) -> str:
    """What Jinja2's sandbox prints, trimmed."""
    environment = SandboxedEnvironment(keep_trailing_newline=True, finalize=finalize)
    return environment.from_string(template).render(payload).strip()


__all__ = ["Compiled", "Printed", "Refused", "Undefined", "compiled", "reference"]
