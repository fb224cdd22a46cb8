"""An HTTP error -> a page with one sentence, or the same as a fragment for the script of a page. Never a trace."""

from __future__ import annotations

from flask import Response, make_response, render_template, request
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
