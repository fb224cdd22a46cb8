"""Requests for the playground -> its page, or the parts of it that change."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from flask import Blueprint, Response, current_app, make_response, render_template, request

from mapper.cases.beside import NamedFiles
from mapper.sandbox import Sandbox

from .answers import answer_to
from .applied import with_fix, with_written
from .attributes import attribute_in_answer
from .cases import saving, tests_count
from .examples import examples, mappings
from .findings import fix_word
from .form import VIEWS, Form, form_of
from .formatting import format_text
from .guide import FORMS, KEYS
from .opened import Opened
from .panes import CONTEXT, FORMATTED, PANES
from .requests import add_requests, found
from .rows import row_token
from .sentences import pieces
from .stopped import STAGES
from .tasks import FIRST, FIRST_TASK, Task
from .versions import Version

LIVE_SCRIPT = "vendor/htmx.min.js"
"""The static file that makes the page live. It is built, not committed; without it the page posts its form."""


def playground(
    sandbox: Sandbox,
    opened: Callable[[], Opened] | None = None,
    beside_tests: Callable[[str], NamedFiles | None] | None = None,
    tasks: Mapping[str, Task] = MappingProxyType({}),
) -> Blueprint:
    """The pages at `/` and `/preview`, and what their scripts ask for; *sandbox* evaluates.

    *opened* gives the texts of files that the page is about; without it the page begins with an example.
    *beside_tests* gives the files that tests name. *tasks* are the examples by task, besides the first.
    """
    tasks = {FIRST: FIRST_TASK, **tasks}
    blueprint = Blueprint("playground", __name__)
    blueprint.add_app_template_filter(attribute_in_answer, "attribute_of")
    for filter_ in (fix_word, pieces, row_token, tests_count):
        blueprint.add_app_template_filter(filter_)

    def with_files(form: Form) -> Form:
        return replace(form, files=beside_tests(form.texts["tests"])) if beside_tests is not None else form

    def posted() -> Form:
        return with_files(form_of(request.form))

    def page_of(form: Form, said: str | None = None, own: Opened | None = None) -> Response:
        return _page(sandbox, form, tasks, said, own)

    @blueprint.get("/")
    def page() -> Response:
        form = _begun(tasks)
        own = opened() if opened is not None else None
        return page_of(with_files(form.with_own(own.texts)) if own else form, own=own)

    @blueprint.post("/")
    def run() -> Response:
        form, said = _pressed(posted().pressed(request.form), tasks, sandbox)
        return page_of(form.compared(), said, opened() if opened is not None else None)

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

    add_requests(blueprint, sandbox, posted, tasks)
    return blueprint


def _begun(tasks: Mapping[str, Task]) -> Form:
    """What a visitor begins with: the example that the address names, else the first."""
    form = Form(dict.fromkeys(PANES, ""), Version())
    if "example" in request.args:
        example = found(examples(), request.args["example"])
        start = mappings()[example.mapping]
        return form.with_mapping(start.text, start.tests).with_text("payload", example.payload)
    return form.with_task(found(tasks, request.args.get("task", FIRST)).texts)


def _pressed(form: Form, tasks: Mapping[str, Task], sandbox: Sandbox) -> tuple[Form, str | None]:
    """The form after a button that replaces texts, such as an entry of the menu, and a sentence on what it did."""
    buttons = request.form
    if "example" in buttons:
        form = form.with_text("payload", found(examples(), buttons["example"]).payload)
    if "start" in buttons:
        start = found(mappings(), buttons["start"])
        form = form.with_mapping(start.text, start.tests)
    if "task" in buttons:
        form = form.with_task(found(tasks, buttons["task"]).texts)
    if "fix" in buttons:
        return with_fix(sandbox, form, buttons["fix"])
    if buttons.get("take") == "written":
        return with_written(sandbox, form)
    if buttons.get("save") == "case":
        saved = saving(sandbox, form)
        return form.with_tests(saved.text) if saved.text is not None else form, saved.sentence
    if (pane := buttons.get("format")) in FORMATTED:
        text, said = format_text(sandbox, pane, form.texts[pane])
        return form.with_text(pane, text), said
    return form, None


def _page(sandbox: Sandbox, form: Form, tasks: Mapping[str, Task], said: str | None, own: Opened | None) -> Response:
    answer = answer_to(sandbox, form)
    is_start = answer.difference is not None and answer.difference.is_start
    live = Path(current_app.static_folder or "", LIVE_SCRIPT).exists()
    page = render_template(
        "playground/page.html",
        answer=answer,
        said=said,
        own=own,
        formatted=FORMATTED,
        texts={**form.texts, "earlier": form.texts["mapping"] if is_start else form.version.text},
        views=VIEWS,
        form=form,
        with_context=any(form.texts[pane].strip() for pane in CONTEXT),
        tasks=tasks,
        examples=examples().values(),
        mappings=mappings().values(),
        forms=FORMS,
        keys=KEYS,
        live_script=LIVE_SCRIPT if live else None,
        **_names(),
    )
    return make_response(page, answer.status)


def _names() -> dict[str, dict[str, str]]:
    return {"panes": PANES, "context": CONTEXT, "stages": STAGES}
