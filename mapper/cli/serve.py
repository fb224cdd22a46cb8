"""`mapper serve`: the playground over HTTP, until it is told to end."""

from __future__ import annotations

import signal
import socket
import sys
from contextlib import closing
from types import FrameType

import click

from .streams import WrongUse

_SERVER_PACKAGES = ("flask", "waitress")
_EVERY_ADDRESS = ("0.0.0.0", "::")  # noqa: S104 (only compared with)
_SPARE_THREADS = 10
"""Requests that wait for a worker hold a thread; static files must still be answered beside them."""


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 for all.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8080, show_default=True, help="Port; 0 for any that is free."
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=2,
    show_default=True,
    help="Processes that evaluate what visitors write.",
)
@click.option("--name", "names", multiple=True, help="Host name under which it is reached, such as mapper.acme.com.")
def command(host: str, port: int, workers: int, names: tuple[str, ...]) -> None:
    """Serve the playground: a mapping and a payload in the browser, live.

    \b
    On this machine, for yourself:
        mapper serve
    For others, behind a proxy that ends TLS:
        mapper serve --host 0.0.0.0 --workers 4 --name mapper.acme.com

    It prints its address when it is ready; /healthz answers from then on. Ctrl-C or SIGTERM ends it.
    """
    try:
        from waitress.server import create_server

        from webui.app import MOST_BODY_BYTES, create_app
    except ModuleNotFoundError as missing:
        if missing.name not in _SERVER_PACKAGES:
            raise
        raise WrongUse(
            f"serving needs the package '{missing.name}'; run: pip install 'scim-mapper[server]'"
        ) from missing

    with _listen(host, port) as listening:
        app = create_app(workers=workers, hosts=names if host in _EVERY_ADDRESS else (*names, host))
        server = create_server(
            app,
            sockets=[listening],
            threads=workers + _SPARE_THREADS,
            max_request_body_size=2 * MOST_BODY_BYTES,  # up to there the application refuses with a page of its own
            ident="",
        )
        with app.extensions["sandbox"], closing(server):
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, _end)
            click.echo(f"serving on {_address(listening)} (Ctrl-C ends it)")
            server.run()


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address, family=family)
    except OSError as refusal:
        reason = (refusal.strerror or str(refusal)).partition(" (")[0]  # Python adds the address in brackets
        raise WrongUse(f"cannot listen on {host}:{port}: {reason.lower()}") from refusal


def _address(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _end(number: int, frame: FrameType | None) -> None:
    sys.exit(0)
