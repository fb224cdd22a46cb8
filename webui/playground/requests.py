"""What the scripts of the page ask for besides previews: completions, one layout, a new case, texts of the menu."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from flask import Blueprint, Response, abort, make_response, request

from mapper.sandbox import Sandbox

from .cases import saving
from .completing import COMPLETED, completions_at
from .examples import examples, mappings
from .form import Form, form_of
from .formatting import format_text
from .panes import FORMATTED
from .tasks import Task

Entry = TypeVar("Entry")


def add_requests(blueprint: Blueprint, sandbox: Sandbox, posted: Callable[[], Form], tasks: Mapping[str, Task]) -> None:
    """Add the addresses `/completions` and `/format`, and those below `/examples` and `/tests`; *sandbox* evaluates."""

    @blueprint.post("/tests/case")
    def save_case() -> dict[str, str | None]:
        saved = saving(sandbox, posted())
        return {"tests": saved.text, "said": saved.sentence}

    @blueprint.post("/format")
    def formatted() -> dict[str, str | None]:
        pane = request.form.get("pane", "")
        if pane not in FORMATTED:
            abort(404)
        text, said = format_text(sandbox, pane, request.form.get("text", "").replace("\r\n", "\n"))
        return {"text": text, "refused": said}

    @blueprint.post("/completions")
    def completions() -> Response:
        at = request.form.get("at", type=int)
        if at is None or at < 0:
            abort(400, "`at` is the place of the caret, in UTF-16 code units from the start of the text")
        pane = request.form.get("pane", "mapping")
        if pane not in COMPLETED:
            abort(404)
        text, sent = form_of(request.form).texts[pane], request.form.get("sent", "")
        answer, status = completions_at(sandbox, pane, text, at, sent)
        return make_response(answer, status)

    @blueprint.get("/examples/tasks/<name>")
    def example_task(name: str) -> dict[str, str]:
        return dict(found(tasks, name).texts)

    @blueprint.get("/examples/payloads/<name>")
    def example_payload(name: str) -> Response:
        return Response(found(examples(), name).payload, mimetype="application/json")

    @blueprint.get("/examples/mappings/<name>")
    def example_mapping(name: str) -> Response:
        return Response(found(mappings(), name).text, mimetype="text/plain")

    @blueprint.get("/examples/tests/<name>")
    def example_tests(name: str) -> Response:
        return Response(found(mappings(), name).tests, mimetype="text/plain")


def found(entries: Mapping[str, Entry], name: str) -> Entry:
    """The entry of this name; else the request is answered with 404."""
    entry = entries.get(name)
    return entry if entry is not None else abort(404)
