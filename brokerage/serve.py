"""Serves the pages with waitress, which needs no other program and runs on any machine."""

import errno
import socket

import click
from waitress import create_server

from brokerage.app import create_app
from brokerage.settings import Settings
from employers.columns import Refused


class PortTaken(Refused):
    def __init__(self, host: str, port: int) -> None:
        super().__init__(
            f"Something else already listens on {host}:{port}. Stop it, or set another port under [server] in the settings."
        )


class OpenToTheNetwork(Refused):
    def __init__(self, host: str) -> None:
        super().__init__(
            f"On {host} passwords would cross the network in the clear. Put a proxy with HTTPS before it and set server.address to its "
            "https:// address, or set server.host to 127.0.0.1."
        )


def serve(settings: Settings) -> None:
    """Says where it answers, then answers until it is stopped. Raises PortTaken, OpenToTheNetwork, and what opening the database raises."""
    if not settings.only_this_machine and not settings.over_https:
        raise OpenToTheNetwork(settings.server.host)
    with _listening(settings.server.host, settings.server.port) as door:
        answering = create_server(
            create_app(settings),
            sockets=[door],
            threads=settings.server.threads,
            connection_limit=settings.server.connections,
            ident="",
        )
        click.echo(f"Stepping Stone answers on {settings.address}. Ctrl+C stops it.")
        try:
            answering.run()
        finally:
            answering.close()


def _listening(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise PortTaken(host, port) from None
