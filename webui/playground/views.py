"""Requests for the playground -> its page, or the parts of it that change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from flask import Blueprint, Response, current_app, make_response, render_template, request

from mapper.sandbox import Sandbox

from .answers import answer_to
from .attributes import attribute_of
from .cases import saving, tests_count
from .examples import FIRST, examples, mappings
from .form import VIEWS, Form, form_of
from .formatting import format_text
from .guide import FORMS, KEYS
from .opened import Opened
from .panes import CONTEXT, FORMATTED, PANES
from .requests import add_requests, found
from .rows import row_token
from .sentences import pieces
from .versions import Version

LIVE_SCRIPT = "vendor/htmx.min.js"
"""The static file that makes the page live. It is built, not committed; without it the page posts its form."""


def playground(
    sandbox: Sandbox,
    opened: Callable[[], Opened] | None = None,
    beside_tests: Callable[[str], dict[str, str]] | None = None,
) -> Blueprint:
    """The pages at `/` and `/preview`, and what their scripts ask for; *sandbox* evaluates.

    *opened* gives the texts of files that the page is about; without it the page begins with an example.
    *beside_tests* gives the texts of the files that tests name.
    """
    blueprint = Blueprint("playground", __name__)
    for filter_ in (attribute_of, pieces, row_token, tests_count):
        blueprint.add_app_template_filter(filter_)

    def with_files(form: Form) -> Form:
        return replace(form, files=beside_tests(form.texts["tests"])) if beside_tests is not None else form

    def posted() -> Form:
        return with_files(form_of(request.form))

    @blueprint.get("/")
    def page() -> Response:
        example = found(examples(), request.args.get("example", FIRST))
        texts = dict.fromkeys(PANES, "") | {"payload": example.payload}
        start = mappings()[example.mapping]
        form = Form(texts, Version()).with_mapping(start.text, start.tests)
        own = opened() if opened is not None else None
        return _page(sandbox, with_files(form.with_own(own.texts)) if own else form, own=own)

    @blueprint.post("/")
    def run() -> Response:
        form = posted().pressed(request.form)
        # An entry of the menu posts the form like any button, and replaces one text of it.
        if "example" in request.form:
            form = form.with_text("payload", found(examples(), request.form["example"]).payload)
        if "start" in request.form:
            start = found(mappings(), request.form["start"])
            form = form.with_mapping(start.text, start.tests)
        said = None
        if request.form.get("save") == "case":
            saved = saving(sandbox, form)
            form, said = form.with_tests(saved.text) if saved.text is not None else form, saved.sentence
        elif (pane := request.form.get("format")) in FORMATTED:
            text, said = format_text(sandbox, pane, form.texts[pane])
            form = form.with_text(pane, text)
        return _page(sandbox, form.compared(), said, opened() if opened is not None else None)

    @blueprint.post("/preview")
    def preview() -> Response:
        form = posted().compared()
        answer = answer_to(sandbox, form)
        fragment = render_template("playground/_answer.html", answer=answer, form=form, **_names())
        response = make_response(fragment, answer.status)
        response.headers["X-Revision"] = str(request.form.get("revision", 0, type=int))
        if not answer.is_good:
            # Only the parts that bear an id are replaced; the last good person stays where it is.
            response.headers["HX-Reswap"] = "none"
        return response

    add_requests(blueprint, sandbox, posted)
    return blueprint


def _page(sandbox: Sandbox, form: Form, said: str | None = None, own: Opened | None = None) -> Response:
    answer = answer_to(sandbox, form)
    live = Path(current_app.static_folder or "", LIVE_SCRIPT).exists()
    page = render_template(
        "playground/page.html",
        answer=answer,
        said=said,
        own=own,
        formatted=FORMATTED,
        texts={**form.texts, "earlier": form.version.text},
        views=VIEWS,
        form=form,
        with_context=any(form.texts[pane].strip() for pane in CONTEXT),
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
