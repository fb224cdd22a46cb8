"""Settings in, a WSGI application out: the only place that knows every part of it."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Flask
from werkzeug.exceptions import HTTPException

from mapper.sandbox import Limits, Sandbox

from .errors import Application, answer_error
from .play import Entrance, OwnFiles, opening, play
from .playground import playground
from .protection import MOST_TEXT_BYTES, limit_texts, protect
from .reference import reference, tasks

MOST_BODY_BYTES = 3 * MOST_TEXT_BYTES + 4096
"""A request with a longer body is refused unread: a form writes some characters with three times their bytes."""


def create_app(
    *,
    workers: int = 2,
    waiting: int = 8,
    hosts: Iterable[str] = (),
    limits: Limits | None = None,
    own: OwnFiles | None = None,
) -> Flask:
    """The playground as a WSGI application.

    *workers* processes evaluate, *waiting* requests may wait for them; *limits* are those of each process. *hosts*
    are the names under which the server is reached besides those of this machine. The processes are in
    `app.extensions["sandbox"]`; they end with Python, or with its `close()`.

    With *own* files the page is about these, and answers only who comes by the path of `app.extensions["entrance"]`.
    """
    app = Application("webui", static_folder="static", template_folder="templates")
    # Texts of people come as form fields, so both limits of Werkzeug mean the same here.
    app.config.update(MAX_CONTENT_LENGTH=MOST_BODY_BYTES, MAX_FORM_MEMORY_SIZE=MOST_BODY_BYTES)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    protect(app, hosts)
    if own is not None:
        entrance = Entrance()
        entrance.guard(app)  # first of all: of others not even the form is read
        app.extensions["entrance"] = entrance
    limit_texts(app)
    app.register_error_handler(HTTPException, answer_error)
    sandbox = Sandbox(workers, waiting=waiting, limits=limits)
    app.extensions["sandbox"] = sandbox
    if sandbox.limits_note:
        app.logger.warning(sandbox.limits_note)
    if own is None:
        app.register_blueprint(playground(sandbox, tasks=tasks()))
    else:
        app.register_blueprint(play(own))
        app.register_blueprint(playground(sandbox, opening(own), own.beside_tests, tasks()))
    app.register_blueprint(reference())
    app.add_url_rule("/healthz", "healthz", lambda: {"status": "ok"})
    return app
