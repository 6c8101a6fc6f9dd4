"""The one way out over HTTP: JSON from the addresses that the settings name, within a time and a size, and from nowhere else.

The standard library's client follows no redirect and asks no proxy of the environment, so that nothing leads it elsewhere.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from socket import SHUT_RDWR, socket
from threading import Timer
from typing import Any
from urllib.parse import urlsplit


class NoAnswer(Exception):
    """Nothing that can be used came back; the message says why, to whoever looks after the machine."""


@dataclass(frozen=True, slots=True)
class Outside:
    """Where may be asked: `origins` such as `http://127.0.0.1:5000`; seconds and bytes of a whole answer at the most."""

    origins: frozenset[str]
    seconds: float
    largest: int

    def ask(self, address: str, body: Mapping[str, Any] | None = None) -> Any:
        """The JSON at an address; with a body, the answer to it. Raises `NoAnswer`.

        The answer to a refusal (400 to 499) is JSON too: planners say there that no way leads to a place."""
        connection, path = self._connection(address)
        try:
            connection.connect()
            return self._answer(connection, path, body)
        except (OSError, HTTPException, ValueError, RecursionError) as error:
            raise NoAnswer(f"{origin(address)}: {error or type(error).__name__}") from error
        finally:
            connection.close()

    def _connection(self, address: str) -> tuple[HTTPConnection, str]:
        if origin(address) not in self.origins:
            raise NoAnswer(f"{address} is not an address that the settings name.")
        parts = urlsplit(address)
        kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return kind(parts.hostname or "", parts.port, timeout=self.seconds), path

    def _answer(self, connection: HTTPConnection, path: str, body: Mapping[str, Any] | None) -> Any:
        # Each read may take the whole time, and a server can send a byte now and then: the timer ends it.
        timer = Timer(self.seconds, _hang_up, [connection.sock])
        timer.daemon = True
        timer.start()
        try:
            sent = None if body is None else json.dumps(body)
            headers = {"Accept": "application/json", "Connection": "close"} | (
                {} if body is None else {"Content-Type": "application/json"}
            )
            connection.request("GET" if body is None else "POST", path, sent, headers)
            return self._read(connection.getresponse())
        finally:
            timer.cancel()

    def _read(self, response: HTTPResponse) -> Any:
        if not (response.status == 200 or 400 <= response.status < 500):
            raise NoAnswer(f"The answer was {response.status}; a redirect is not followed.")
        content = response.read(self.largest + 1)
        if len(content) > self.largest:
            raise NoAnswer(f"The answer was longer than {self.largest} bytes.")
        return json.loads(content)


def origin(address: str) -> str:
    """`http://127.0.0.1:5000` of an address below it; empty for one that is not plain http or https."""
    with suppress(ValueError):
        parts = urlsplit(address)
        if parts.scheme in {"http", "https"} and parts.hostname and "@" not in parts.netloc:
            port = parts.port or (443 if parts.scheme == "https" else 80)
            return f"{parts.scheme}://{parts.hostname}:{port}"
    return ""


def _hang_up(line: socket) -> None:
    with suppress(OSError):
        line.shutdown(SHUT_RDWR)
