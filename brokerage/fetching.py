"""The one way out over HTTP, within a time and a size: `Outside` asks the addresses that the settings name for JSON and nobody
else; `Public` reads a page that a person names, anywhere but in a network of one's own.

The standard library's client follows no redirect and asks no proxy of the environment, so that nothing leads it elsewhere.
"""

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from socket import SHUT_RDWR, SOCK_STREAM, create_connection, getaddrinfo, socket
from ssl import create_default_context
from threading import Thread, Timer
from time import monotonic
from typing import Any
from urllib.parse import quote, urljoin, urlsplit


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


Address = IPv4Address | IPv6Address
INTO_IPV4 = IPv6Network("64:ff9b::/96")  # NAT64: the last four bytes are an address of IPv4
SAFE = "/%:@!$&'()*+,;=~-._?"
REDIRECTS = (301, 302, 303, 307, 308)
WHO = "Stepping-Stone (reads single job adverts that a person asked for)"


def is_public(address: Address) -> bool:
    """Whether an address belongs to everybody's network: none of this machine, of a network of one's own or of a cloud's inside."""
    if isinstance(address, IPv6Address):
        inside = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if address in INTO_IPV4:
            inside = IPv4Address(int(address) & 0xFFFFFFFF)
        if inside is not None:
            return is_public(inside)
        if address.is_site_local:
            return False
    return address.is_global and not (address.is_multicast or address.is_reserved)


@dataclass(frozen=True, slots=True)
class Public:
    """A page on the public web, without cookies or sign-in: `seconds` and `largest` bytes for all of it, redirects included.

    A name is looked up once and that very address is connected to: it cannot turn into another between look and call."""

    seconds: float
    largest: int
    redirects: int = 3
    ports: frozenset[int] = frozenset({80, 443})
    may: Callable[[Address], bool] = is_public

    def page(self, address: str) -> tuple[bytes, str]:
        """What stands there, as it was sent, and the address where it stood. Raises `NoAnswer`, in words for whoever typed it."""
        ends = monotonic() + self.seconds
        for _ in range(self.redirects + 1):
            try:
                content, further = self._ask(address, ends)
            except (OSError, HTTPException, ValueError) as error:
                raise NoAnswer(
                    f"{_host(address)} did not answer as a web site does: {error or 'no answer'}."
                ) from error
            if further is None:
                return content, address
            if address.startswith("https:") and not further.startswith("https:"):
                raise NoAnswer(f"{_host(address)} leads to a page that is not secured, which was not followed.")
            address = further
        raise NoAnswer(f"{_host(address)} leads from page to page without end.")

    def _ask(self, address: str, ends: float) -> tuple[bytes, str | None]:
        """The content, or where a redirect leads."""
        if not origin(address):
            raise NoAnswer("Write the whole address of a web page, such as https://jobs.example.org/porter.")
        parts = urlsplit(address)
        host, port = parts.hostname or "", int(origin(address).rpartition(":")[2])
        if port not in self.ports:
            raise NoAnswer(f"{_host(address)} is asked at its usual ports only, not at {port}.")
        lines = [self._connected(host, port, ends)]
        timer = Timer(max(0.0, ends - monotonic()), lambda: _hang_up(lines[-1]))
        timer.daemon = True
        timer.start()
        try:
            if parts.scheme == "https":
                lines.append(create_default_context().wrap_socket(lines[0], server_hostname=host))
            connection = HTTPConnection(host, port, timeout=self.seconds)
            connection.sock = lines[-1]
            path = quote(parts.path or "/", safe=SAFE) + (f"?{quote(parts.query, safe=SAFE)}" if parts.query else "")
            connection.request(
                "GET", path, headers={"User-Agent": WHO, "Accept": "text/html, application/json, */*;q=.5"}
            )
            found = self._found(connection.getresponse(), address)
        finally:
            timer.cancel()
            lines[-1].close()
        if monotonic() >= ends:  # what was cut off may look like an end
            raise NoAnswer(f"{_host(address)} took longer than {self.seconds:g} seconds.")
        return found

    def _found(self, response: HTTPResponse, address: str) -> tuple[bytes, str | None]:
        if response.status in REDIRECTS and (further := response.getheader("Location")):
            return b"", urljoin(address, further)
        if response.status != 200:
            raise NoAnswer(f"{_host(address)} has no such page for us: it answered {response.status}.")
        content = response.read(self.largest + 1)
        if len(content) > self.largest:
            raise NoAnswer(
                f"The page at {_host(address)} is larger than {self.largest // 1000:,} kB, which no advert is."
            )
        return content, None

    def _connected(self, host: str, port: int, ends: float) -> socket:
        found = _looked_up(host, port, ends)
        if not found:
            raise NoAnswer(f"There is no web site {host}. Look at how it is written.")
        if not all(map(self.may, found)):
            raise NoAnswer(f"{host} lies in a network of its own, not on the public web, so it was not asked.")
        return create_connection((str(found[0]), port), timeout=max(0.1, ends - monotonic()))


def origin(address: str) -> str:
    """`http://127.0.0.1:5000` of an address below it; empty for one that is not plain http or https."""
    with suppress(ValueError):
        parts = urlsplit(address)
        if parts.scheme in {"http", "https"} and parts.hostname and "@" not in parts.netloc:
            port = parts.port or (443 if parts.scheme == "https" else 80)
            return f"{parts.scheme}://{parts.hostname}:{port}"
    return ""


def _host(address: str) -> str:
    with suppress(ValueError):
        return urlsplit(address).hostname or "That address"
    return "That address"


def _looked_up(host: str, port: int, ends: float) -> list[Address]:
    """All addresses of a name. The system's own look-up knows no time, so it is left behind when that is over."""
    found: list[Address] = []

    def look() -> None:
        with suppress(OSError, ValueError):
            answers = getaddrinfo(host, port, type=SOCK_STREAM)
            found.extend(ip_address(str(answer[4][0]).partition("%")[0]) for answer in answers)

    looking = Thread(target=look, daemon=True)
    looking.start()
    looking.join(max(0.0, ends - monotonic()))
    return list(found)


def _hang_up(line: socket) -> None:
    with suppress(OSError):
        line.shutdown(SHUT_RDWR)
