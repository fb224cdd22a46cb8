"""Requests of the page for the files of the user -> what they hold, how that differs, or that they were written."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, abort, make_response, request

from webui.playground.opened import Opened

from .differences import differing_lines
from .files import ChangedOnDisk, FileText, NotText, OwnFile, OwnFiles


def play(files: OwnFiles) -> Blueprint:
    """The addresses below `/files`: a pane's file is read by GET and written by POST.

    The entity tag of a file is its digest. Beside `/compared` a text is only set against what the file holds.
    """
    blueprint = Blueprint("play", __name__)

    @blueprint.get("/files/<pane>")
    def read(pane: str) -> Response:
        try:
            answer = _told(_found(files, pane).read())
        except (OSError, NotText) as refusal:
            return _refused(refusal)
        answer.make_conditional(request)
        return answer

    @blueprint.post("/files/<pane>/compared")
    def compare(pane: str) -> Response:
        file, text = _found(files, pane), _text()
        try:
            return _told_beside(text, file.read())
        except (OSError, NotText) as refusal:
            return _refused(refusal)

    @blueprint.post("/files/<pane>")
    def write(pane: str) -> Response:
        file = _found(files, pane)
        if not files.are_written:
            abort(403)
        text = _text()
        try:
            return make_response({"digest": file.write(text, request.form.get("known", ""))})
        except ChangedOnDisk as changed:
            return _told_beside(text, changed.found, 409)
        except (OSError, NotText, UnicodeEncodeError) as refusal:
            return _refused(refusal)

    return blueprint


def opening(files: OwnFiles) -> Callable[[], Opened]:
    """What gives the texts of the files anew; where one cannot be read any more, the request is answered with why."""

    def opened() -> Opened:
        try:
            return files.opened()
        except OSError as refusal:
            abort(400, f"the file '{refusal.filename}' cannot be read: {(refusal.strerror or 'refused').lower()}")
        except NotText as refusal:
            abort(400, f"a file cannot be shown: {refusal}")

    return opened


def _found(files: OwnFiles, pane: str) -> OwnFile:
    file = files.files.get(pane)
    return file if file is not None else abort(404)


def _text() -> str:
    """The text that came, with the line ends of a page."""
    if "text" not in request.form:
        abort(400, "`text` is what the file is to hold")
    return request.form["text"].replace("\r\n", "\n")


def _told(found: FileText) -> Response:
    answer = make_response({"text": found.text, "digest": found.digest})
    answer.set_etag(found.digest)
    return answer


def _told_beside(text: str, found: FileText, status: int = 200) -> Response:
    """What a file holds, and in which lines *text* differs."""
    lines = differing_lines(found.text, text)
    return make_response({"text": found.text, "digest": found.digest, "lines": lines}, status)


def _refused(refusal: Exception) -> Response:
    """What the system or the text refuses, as a clause; the page puts the name of the file before it."""
    why = refusal.strerror if isinstance(refusal, OSError) else str(refusal)
    if isinstance(refusal, UnicodeEncodeError):
        why = "the text holds half a character"
    return make_response({"said": (why or "the system refuses").lower()}, 422)
