"""`mapper serve`: the playground over HTTP, until it is told to end."""

from __future__ import annotations

import click

from .serving import address_of, answer, listen, need

_EVERY_ADDRESS = ("0.0.0.0", "::")  # noqa: S104 (only compared with)


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
        import waitress  # noqa: F401 (missed here, before anything is started)

        from webui.app import MOST_BODY_BYTES, create_app
    except ModuleNotFoundError as missing:
        raise need(missing) from missing

    with listen(host, port) as listening:
        app = create_app(workers=workers, hosts=names if host in _EVERY_ADDRESS else (*names, host))
        told = f"serving on {address_of(listening)} (Ctrl-C ends it)"
        answer(app, listening, workers=workers, most_bytes=MOST_BODY_BYTES, ready=lambda: click.echo(told))
