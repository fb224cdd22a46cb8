"""What every answer carries and every request must meet: headers of protection, and a host that is ours."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from flask import Flask, Response, abort, g, request

MOST_TEXT_BYTES = 512 * 1024
"""So many bytes of UTF-8 may the texts of one request have together."""

_OWN_NAMES = frozenset({"127.0.0.1", "localhost", "[::1]"})

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self'; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def protect(app: Flask, hosts: Iterable[str]) -> None:
    """Let *app* answer only for this machine's names and *hosts* (without ports), and with headers of protection."""
    app.add_template_global(style_nonce)
    known = _OWN_NAMES | {f"[{name}]" if ":" in name else name.lower() for name in hosts}

    @app.before_request
    def check_host() -> None:
        # A page of another site can make a browser send it our answers by pointing its own name here.
        if _name(request.headers.get("Host", "")) not in known:
            abort(400, "this server does not answer for the host name of the request")

    @app.after_request
    def add_headers(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = _POLICY.format(nonce=style_nonce())
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer"
        if request.endpoint != "static":
            response.headers["Cache-Control"] = "no-store"
        return response


def limit_texts(app: Flask) -> None:
    """Let *app* refuse a form whose texts are longer than MOST_TEXT_BYTES together, however they were sent."""

    @app.before_request
    def check_texts() -> None:
        if sum(len(text.encode(errors="replace")) for _, text in request.form.items(multi=True)) > MOST_TEXT_BYTES:
            abort(413)


def style_nonce() -> str:
    """The nonce with which style sheets of the page being answered may be added by its editors."""
    if "style_nonce" not in g:
        g.style_nonce = secrets.token_urlsafe(16)
    nonce: str = g.style_nonce
    return nonce


def _name(host: str) -> str:
    """The host without its port: `localhost:8080` and `[::1]:8080` give `localhost` and `[::1]`."""
    end = host.find("]") + 1 if host.startswith("[") else host.find(":")
    return (host[:end] if end > 0 else host).lower()
