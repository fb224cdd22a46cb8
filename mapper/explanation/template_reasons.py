"""Why a template printed nothing: the parts that are absent, and the branches and loops that kept others out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from ..engine import expressions, templates
from ..engine.checked import FromTemplate
from ..schemas.values import Json
from .clauses import Clause, Shown, listing
from .reasons import Reasons, first_of
from .values import UNKNOWN
from .words import Words

_NODES: Final = (
    expressions.Name,
    expressions.Attribute,
    expressions.Index,
    expressions.Own,
)


class TemplateReasons:
    """Finds reasons for templates."""

    def __init__(self, reasons: Reasons) -> None:
        self._reasons = reasons

    def nothing(self, origin: FromTemplate, current: Json) -> tuple[Clause, ...]:
        """Why the template printed nothing on *current*."""
        return (("no part of it printed anything",), *first_of(self._body(origin, origin.nodes, current)))

    def _body(self, origin: FromTemplate, nodes: Sequence[templates.TemplateNode], current: Json) -> Iterator[Clause]:
        """The parts that were certainly reached; of a branch only what it hangs on."""
        for node in nodes:
            if isinstance(node, templates.Output):
                yield from self._value(origin, node.of, current)
            elif isinstance(node, templates.If):
                for condition, _ in node.branches:
                    yield from self._read_by(origin, condition, current)
                yield from self._otherwise(origin, node, current)
            elif isinstance(node, templates.For):
                yield from self._value(origin, node.of, current)

    def _value(self, origin: FromTemplate, value: templates.Value, current: Json) -> Iterator[Clause]:
        """Why a value is absent, or what stands behind the filter that made nothing of it."""
        if isinstance(value, _NODES):
            yield from self._reasons.absent_part(origin.text.value, value, current)
        elif isinstance(value, templates.Filter):
            base = value.of
            while isinstance(base, templates.Filter):
                base = base.of
            known = self._known(base, current)
            if known is None:
                yield from self._value(origin, base, current)
            elif known is not UNKNOWN:
                words = Words(origin.text.value)
                yield (f"`{_written(origin, value)}` prints nothing: `{words.of(base)}` is ", Shown(known))  # type: ignore[arg-type]
        elif isinstance(value, templates.Choice):
            yield from self._read_by(origin, value.condition, current)
        else:
            for part in templates.parts(value):
                yield from self._value(origin, part, current)

    def _otherwise(self, origin: FromTemplate, node: templates.If, current: Json) -> Iterator[Clause]:
        """What is printed where no condition holds, if it is known that none does."""
        if all(self._known(condition, current) is None for condition, _ in node.branches):
            yield from self._body(origin, node.otherwise, current)

    def _read_by(self, origin: FromTemplate, condition: templates.Value, current: Json) -> Iterator[Clause]:
        """The values that a condition reads."""
        if isinstance(condition, _NODES):
            known = self._known(condition, current)
            if known is None:
                yield from self._reasons.absent_part(origin.text.value, condition, current)
            elif known is not UNKNOWN:
                yield (f"`{_written(origin, condition)}` is ", *listing([known]))
            return
        for part in templates.parts(condition):
            yield from self._read_by(origin, part, current)

    def _known(self, value: templates.Value, current: Json) -> Json:
        """What a plain path gave; UNKNOWN for anything else."""
        return self._reasons.values.first(value, current) if isinstance(value, _NODES) else UNKNOWN


def _written(origin: FromTemplate, value: templates.Value) -> str:
    return " ".join(origin.text.value[value.start : value.end].split())
