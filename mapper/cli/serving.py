"""An application and a socket in, its answers to requests out, until the process is told to end."""

from __future__ import annotations

import logging
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import closing
from types import FrameType
from typing import TYPE_CHECKING

from .streams import WrongUse

if TYPE_CHECKING:
    from flask import Flask

_SERVER_PACKAGES = ("flask", "waitress", "markdown_it")
_SPARE_THREADS = 10
"""Requests that wait for a worker hold a thread; static files must still be answered beside them."""


def need(missing: ModuleNotFoundError) -> WrongUse:
    """What to tell a user who has the library without the packages of the server; anything else is raised again."""
    if missing.name not in _SERVER_PACKAGES:
        raise missing
    return WrongUse(f"serving needs the package '{missing.name}'; run: pip install 'scim-mapper[server]'")


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens there. Raises WrongUse where that is refused."""
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address, family=family)
    except OSError as refusal:
        reason = (refusal.strerror or str(refusal)).partition(" (")[0]  # Python adds the address in brackets
        raise WrongUse(f"cannot listen on {host}:{port}: {reason.lower()}") from refusal


def address_of(listening: socket.socket) -> str:
    """Where a browser finds what listens there."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def answer(app: Flask, listening: socket.socket, *, workers: int, most_bytes: int, ready: Callable[[], None]) -> None:
    """Answer requests until Ctrl-C or SIGTERM; *ready* is called when the first can come."""
    from waitress.server import create_server

    # A request that waits for a thread is no news; when too many do, the page says so.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    server = create_server(
        app,
        sockets=[listening],
        threads=workers + _SPARE_THREADS,
        max_request_body_size=2 * most_bytes,  # up to there the application refuses with a page of its own
        ident="",
    )
    with app.extensions["sandbox"], closing(server):
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, _end)
        ready()
        try:
            server.run()
        finally:
            # A browser keeps its connection open for the next request.
            for channel in [*getattr(server, "active_channels", {}).values()]:
                channel.close()


def _end(number: int, frame: FrameType | None) -> None:
    sys.exit(0)
