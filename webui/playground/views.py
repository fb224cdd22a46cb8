"""Requests for the playground -> its page, or the parts of it that change."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from flask import Blueprint, Response, abort, current_app, make_response, render_template, request

from mapper.sandbox import Sandbox

from .answers import Answer, answer_to
from .attributes import attribute_of
from .examples import FIRST, examples, mappings
from .guide import FORMS, KEYS
from .panes import CONTEXT, PANES

LIVE_SCRIPT = "vendor/htmx.min.js"
"""The static file that makes the page live. It is built, not committed; without it the page posts its form."""

Entry = TypeVar("Entry")


def playground(sandbox: Sandbox) -> Blueprint:
    """The pages at `/` and `/preview`, and the texts of the menu below `/examples`; *sandbox* evaluates."""
    blueprint = Blueprint("playground", __name__)
    blueprint.add_app_template_filter(attribute_of)

    @blueprint.get("/")
    def page() -> Response:
        example = _found(examples(), request.args.get("example", FIRST))
        texts = dict.fromkeys(PANES, "") | {"mapping": mappings()[example.mapping].text, "payload": example.payload}
        return _page(answer_to(sandbox, texts), texts)

    @blueprint.post("/")
    def run() -> Response:
        texts = _texts()
        # An entry of the menu posts the form like any button, and replaces one text of it.
        if "example" in request.form:
            texts["payload"] = _found(examples(), request.form["example"]).payload
        if "start" in request.form:
            texts["mapping"] = _found(mappings(), request.form["start"]).text
        return _page(answer_to(sandbox, texts), texts)

    @blueprint.post("/preview")
    def preview() -> Response:
        answer = answer_to(sandbox, _texts())
        response = make_response(render_template("playground/_answer.html", answer=answer, **_names()), answer.status)
        response.headers["X-Revision"] = str(request.form.get("revision", 0, type=int))
        if not answer.is_good:
            # Only the parts that bear an id are replaced; the last good person stays where it is.
            response.headers["HX-Reswap"] = "none"
        return response

    @blueprint.get("/examples/payloads/<name>")
    def example_payload(name: str) -> Response:
        return Response(_found(examples(), name).payload, mimetype="application/json")

    @blueprint.get("/examples/mappings/<name>")
    def example_mapping(name: str) -> Response:
        return Response(_found(mappings(), name).text, mimetype="text/plain")

    return blueprint


def _page(answer: Answer, texts: dict[str, str]) -> Response:
    live = Path(current_app.static_folder or "", LIVE_SCRIPT).exists()
    page = render_template(
        "playground/page.html",
        answer=answer,
        texts=texts,
        with_context=any(texts[pane].strip() for pane in CONTEXT),
        view=request.form.get("view"),
        examples=examples().values(),
        mappings=mappings().values(),
        forms=FORMS,
        keys=KEYS,
        live_script=LIVE_SCRIPT if live else None,
        **_names(),
    )
    return make_response(page, answer.status)


def _names() -> dict[str, dict[str, str]]:
    return {"panes": PANES, "context": CONTEXT}


def _texts() -> dict[str, str]:
    """The text of each pane with the line ends that its author typed: forms are posted with CRLF."""
    return {pane: request.form.get(pane, "").replace("\r\n", "\n") for pane in PANES}


def _found(entries: dict[str, Entry], name: str) -> Entry:
    entry = entries.get(name)
    return entry if entry is not None else abort(404)
