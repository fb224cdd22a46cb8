"""Requests for the reference -> its pages. Each is rendered once, as long as its text stays what it is."""

from __future__ import annotations

from functools import lru_cache

from flask import Blueprint, abort, render_template

from mapper.pages import TOPICS

from .blocks import blocks_of, parser
from .codes import examples_of_codes
from .documents import DOCUMENTS, document_text
from .examples import Example, examples_of
from .functions import examples_of_functions
from .rendering import Page, render


def reference() -> Blueprint:
    """The pages below `/reference/`."""
    blueprint = Blueprint("reference", __name__, url_prefix="/reference")
    explained = frozenset(code for codes in TOPICS.values() for code in codes)
    blueprint.add_app_template_test(explained.__contains__, "explained_code")

    @blueprint.get("/")
    def overview() -> str:
        return render_template("reference/overview.html", documents=DOCUMENTS.values())

    @blueprint.get("/<name>")
    def document(name: str) -> str:
        if name not in DOCUMENTS:
            abort(404)
        page = _page(name, document_text(name))
        return render_template(
            "reference/document.html", documents=DOCUMENTS.values(), document=DOCUMENTS[name], page=page
        )

    return blueprint


@lru_cache(maxsize=2 * len(DOCUMENTS))
def _page(name: str, text: str) -> Page:
    return render(text, examples_in(name, text))


def examples_in(name: str, text: str) -> dict[int, Example]:
    """The examples of the document of that name, by the line that each ends on."""
    tokens = parser().parse(text)
    if name == "codes":
        return examples_of_codes(blocks_of(tokens))
    found = examples_of(blocks_of(tokens))
    return found | examples_of_functions(tokens) if name == "functions" else found
