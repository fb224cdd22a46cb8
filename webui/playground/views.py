"""Requests for the playground -> its page, or the parts of it that change."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, abort, current_app, make_response, render_template, request

from mapper.sandbox import Sandbox

from .answers import Answer, answer_to
from .attributes import attribute_of
from .examples import FIRST, examples

LIVE_SCRIPT = "vendor/htmx.min.js"
"""The static file that makes the page live. It is built, not committed; without it the page posts its form."""


def playground(sandbox: Sandbox) -> Blueprint:
    """The pages at `/` and `/preview`; *sandbox* evaluates."""
    blueprint = Blueprint("playground", __name__)
    blueprint.add_app_template_filter(attribute_of)

    @blueprint.get("/")
    def page() -> Response:
        example = examples().get(request.args.get("example", FIRST))
        if example is None:
            abort(404)
        answer = answer_to(sandbox, example.mapping, example.payload)
        return _page(answer, example.mapping, example.payload, opened=example.name)

    @blueprint.post("/")
    def run() -> Response:
        mapping, payload = _text("mapping"), _text("payload")
        return _page(answer_to(sandbox, mapping, payload), mapping, payload)

    @blueprint.post("/preview")
    def preview() -> Response:
        answer = answer_to(sandbox, _text("mapping"), _text("payload"))
        response = make_response(render_template("playground/_answer.html", answer=answer), answer.status)
        response.headers["X-Revision"] = str(request.form.get("revision", 0, type=int))
        if not answer.is_good:
            # Only the parts that bear an id are replaced; the last good person stays where it is.
            response.headers["HX-Reswap"] = "none"
        return response

    return blueprint


def _page(answer: Answer, mapping: str, payload: str, opened: str | None = None) -> Response:
    live = Path(current_app.static_folder or "", LIVE_SCRIPT).exists()
    page = render_template(
        "playground/page.html",
        answer=answer,
        mapping=mapping,
        payload=payload,
        view=request.form.get("view"),
        opened=opened,
        examples=examples().values(),
        live_script=LIVE_SCRIPT if live else None,
    )
    return make_response(page, answer.status)


def _text(name: str) -> str:
    """A text area's text with the line ends that its author typed: forms are posted with CRLF."""
    return request.form.get(name, "").replace("\r\n", "\n")
