"""The function library -> the list of all functions, and what one of them takes, does and gives."""

from __future__ import annotations

from collections.abc import Iterator

import click

from ..engine.foreign_functions import familiar_function
from ..engine.functions import KINDS
from ..engine.functions.declaration import Example, Function
from ..engine.functions.filters import FILTERS
from ..engine.suggestions import did_you_mean
from ..engine.templates.filters import filter_named, filter_usage
from ..json_writer import write_json
from ..schemas.values import Json
from ..terminal import cut
from .streams import paint

LIBRARY: dict[str, tuple[Function, ...]] = {**KINDS, "Filters of Jinja2": tuple(FILTERS.values())}
"""Every function of expressions and every filter of Jinja2, by what it is about."""


def chosen(name: str | None) -> list[tuple[str, Function]]:
    """Those of a name, or all, each behind what it is about. A filter of Jinja2 can bear the name of a function."""
    return [(kind, each) for kind, listed in LIBRARY.items() for each in listed if name in (None, each.name)]


def suggestion(name: str) -> str | None:
    """A hint for a name that is not there: one that is close, one that means it, else those that speak of it."""
    names = [each.name for _, each in chosen(None)]
    hint = did_you_mean(name, names)[0]
    familiar = familiar_function(name, names)
    if hint is None and familiar is not None:
        return f"did you mean '{familiar.name}'?"
    if hint is not None:
        return hint
    speaking = list(dict.fromkeys(each.name for kind, each in chosen(None) if _speaks_of(name, kind, each)))
    return f"see {', '.join(speaking[:_MOST_NAMED])}" if speaking else None


_MOST_NAMED = 6
_SHORTEST = 3


def _speaks_of(word: str, kind: str, function: Function) -> bool:
    """Whether a function is about what *word* says, by its name, what it does or what it is listed under."""
    texts = f"{function.name} {function.about} {kind}".casefold()
    return len(word) >= _SHORTEST and word.casefold() in texts


def overview(columns: int | None) -> str:
    """A line for each function, by what they are about, at most *columns* wide."""
    longest = max(len(function.name) for _, function in chosen(None))
    parts = []
    for kind, listed in LIBRARY.items():
        lines = [f"  {each.name:{longest}}  {each.about}" for each in sorted(listed, key=lambda each: each.name)]
        parts.append("\n".join([paint(kind, "strong"), *(cut(line, columns or len(line)) for line in lines)]))
    return "\n\n".join(parts)


def function_text(kind: str, function: Function) -> str:
    """One function: how it is called, what it does, and what it gives."""
    used = filter_usage(function) if filter_named(function.name) is function else None
    lines = [
        paint(function.signature, "strong"),
        *click.wrap_text(function.about, width=100, initial_indent="  ", subsequent_indent="  ").splitlines(),
        paint(f"  {kind}", "muted") + (f"; in templates: {{{{ {used} }}}}" if used else ""),
    ]
    if function.examples:
        lines += ["", *(f"  {_example(each)}" for each in function.examples)]
    return "\n".join(lines)


def _example(example: Example) -> str:
    on = f" on {write_json(example.payload)}" if example.payload != {} else ""
    return f"{example.expression}{on} is {write_json(example.result)}"


def function_json(kind: str, function: Function) -> dict[str, Json]:
    """One function as programs read it."""
    return {
        "name": function.name,
        "kind": kind,
        "signature": function.signature,
        "about": function.about,
        "parameters": list(_parameters(function)),
        "returns": function.returns,
        "filter": filter_named(function.name) is function,
        "examples": [
            {"expression": each.expression, "payload": each.payload, "result": each.result}
            for each in function.examples
        ],
    }


def _parameters(function: Function) -> Iterator[dict[str, Json]]:
    for each in function.parameters:
        yield {
            "name": each.name,
            "types": list(each.types),
            "items": list(each.items),
            "takes_absent": each.takes_absent,
            "constant": each.constant,
            "optional": each.optional,
            "variadic": each.variadic,
        }
