"""Who may see and write the files of the user: the browser that came with the code of the address, and no other.

Other programs and other users of the machine reach the same port; the code stands in what `mapper play` prints, is used
once, and becomes a cookie.
"""

from __future__ import annotations

import hmac
import secrets
from typing import Final

from flask import Flask, abort, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

COOKIE: Final = "mapper-play"

_OPEN: Final = frozenset({"static", "enter", "healthz"})
"""What anybody may ask for: it tells nothing of the files."""


class Entrance:
    """The one-use code of an address, and the cookie that takes its place."""

    def __init__(self) -> None:
        self._code: str | None = secrets.token_urlsafe(24)
        self._cookie = secrets.token_urlsafe(32)

    @property
    def path(self) -> str:
        """The path, with the code, that the user opens."""
        return f"/enter?code={self._code}"

    def guard(self, app: Flask) -> None:
        """Let *app* answer only who has the cookie, and take no form that another site sends."""
        app.add_url_rule("/enter", "enter", self._enter)

        @app.before_request
        def check() -> None:
            if request.endpoint in _OPEN:
                return
            if not _is_same(request.cookies.get(f"{COOKIE}-{_port()}", ""), self._cookie):
                abort(403)
            origin = request.headers.get("Origin")
            if request.method == "POST" and origin is not None and origin.partition("://")[2] != request.host:
                abort(403)

    def _enter(self) -> AnyResponse:
        code, self_code = request.args.get("code", ""), self._code
        if self_code is None or not _is_same(code, self_code):
            abort(403)
        self._code = None
        answer: AnyResponse = redirect(url_for("playground.page"))
        answer.set_cookie(f"{COOKIE}-{_port()}", self._cookie, httponly=True, samesite="Strict")
        return answer


def _is_same(given: str, secret: str) -> bool:
    """Whether they are equal, in a time that tells nothing of how far they are."""
    return hmac.compare_digest(given.encode(errors="replace"), secret.encode())


def _port() -> str:
    """The port that the browser asked: cookies do not know ports, and two programs may run."""
    return request.host.rpartition(":")[2]
