"""An HTTP error -> a page with one sentence, or the same as a fragment for the script of a page. Never a trace.

A fault of the program is logged with its place, and without its message: that may hold what a visitor sent.
"""

from __future__ import annotations

import traceback
from types import TracebackType

from flask import Flask, Response, make_response, render_template, request
from werkzeug.exceptions import HTTPException

_SENTENCES = {
    400: "The request could not be understood.",
    403: "This page is for the browser that opened the address which `mapper play` printed, and that works once.",
    404: "There is no such page here.",
    405: "This page cannot be asked in that way.",
    413: "This is more than 512 kB; no more than that can be previewed at once.",
    500: "Something went wrong on the server. It is our fault, and it has been noted.",
}

_TITLES = {413: "Too large"}
"""Where the name that HTTP has is none of people's."""


class Application(Flask):
    """Flask, but no log holds what a visitor sent."""

    def log_exception(self, exc_info: tuple[type, BaseException, TracebackType] | tuple[None, None, None]) -> None:
        """Log where a fault of the program is."""
        kind, _, at = exc_info
        trace = "".join(traceback.format_tb(at))
        self.logger.error("a request was ended by a fault of the program\n%s%s", trace, kind.__name__ if kind else "")


def answer_error(error: HTTPException) -> Response:
    """The page or fragment for *error*; a sentence given to `abort` goes before the usual one of its status."""
    status = error.code or 500
    sentence = _SENTENCES.get(status, f"The request was refused ({error.name.lower()}).")
    if status == 400 and error.description != type(error).description and error.description:
        sentence = error.description[0].upper() + error.description[1:] + "."
    title = _TITLES.get(status, error.name)
    template = "_error.html" if "HX-Request" in request.headers else "error.html"
    response = make_response(render_template(template, title=title, sentence=sentence), status)
    if template == "_error.html":
        # Only the parts that bear an id are replaced; the last good person stays where it is.
        response.headers["HX-Reswap"] = "none"
    for name, value in error.get_headers():
        if name == "Allow":
            response.headers[name] = value
    return response
