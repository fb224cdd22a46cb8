"""What the scripts of the page ask for besides previews: texts of the menu, a text in one layout, a new case."""

from __future__ import annotations

from typing import TypeVar

from flask import Blueprint, Response, abort, make_response, request

from mapper.sandbox import Sandbox

from .cases import saving
from .examples import examples, mappings
from .form import form_of
from .formatting import format_text
from .panes import FORMATTED

Entry = TypeVar("Entry")


def add_requests(blueprint: Blueprint, sandbox: Sandbox) -> None:
    """Add the addresses below `/examples`, `/tests` and `/format`; *sandbox* evaluates."""

    @blueprint.post("/tests/case")
    def save_case() -> Response:
        saved = saving(sandbox, form_of(request.form))
        refused = saved.text is None
        answer = {"said": saved.sentence, "tests": saved.text}
        return make_response(answer, 422 if refused else 200)

    @blueprint.post("/format")
    def formatted() -> dict[str, str | None]:
        pane = request.form.get("pane", "")
        if pane not in FORMATTED:
            abort(404)
        text, said = format_text(sandbox, pane, request.form.get("text", "").replace("\r\n", "\n"))
        return {"text": text, "refused": said}

    @blueprint.get("/examples/payloads/<name>")
    def example_payload(name: str) -> Response:
        return Response(found(examples(), name).payload, mimetype="application/json")

    @blueprint.get("/examples/mappings/<name>")
    def example_mapping(name: str) -> Response:
        return Response(found(mappings(), name).text, mimetype="text/plain")

    @blueprint.get("/examples/tests/<name>")
    def example_tests(name: str) -> Response:
        return Response(found(mappings(), name).tests, mimetype="text/plain")


def found(entries: dict[str, Entry], name: str) -> Entry:
    """The entry of this name; else the request is answered with 404."""
    entry = entries.get(name)
    return entry if entry is not None else abort(404)
