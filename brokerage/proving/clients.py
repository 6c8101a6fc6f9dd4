"""Many people at once, from one thread: kept connections, requests written beforehand, and all answers read as they come.

Threads and an HTTP library on this side would take the processor from the instances that are to be pressed.
"""

import re
import selectors
import socket
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlencode

TOKEN = re.compile(rb'name="csrf_token"[^>]*value="([^"]+)"')
COOKIE = re.compile(r"^set-cookie: (stepping_stone=[^;\r\n]+)", re.IGNORECASE | re.MULTILINE)
LENGTH = re.compile(r"^content-length: *(\d+)", re.IGNORECASE | re.MULTILINE)
PATIENCE = 120.0  # seconds for an answer
NEVER = 0  # the status of what was not answered: the other side went away


@dataclass(frozen=True, slots=True)
class Answer:
    """`seconds` from the moment at which the first of its round was sent."""

    status: int
    head: str
    body: bytes
    seconds: float

    def header(self, name: str) -> str:
        found = re.search(rf"^{name}: *(.*?)\r?$", self.head, re.IGNORECASE | re.MULTILINE)
        return found[1] if found else ""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who has signed in: the cookie, and the token that goes with each form."""

    cookie: str = ""
    token: str = ""

    def get(self, path: str) -> bytes:
        return request("GET", path, {"Cookie": self.cookie})

    def post(self, path: str, form: Mapping[str, str]) -> bytes:
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        return request("POST", path, headers, urlencode({"csrf_token": self.token} | dict(form)).encode())


def request(method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items() if value]
    return "\r\n".join([*lines, "", ""]).encode() + body


class Line:
    """A connection that is kept; it is made anew when the other side has closed it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.socket: socket.socket | None = None
        self.read = b""

    def send(self, asked: bytes) -> bool:
        """Whether it went out."""
        self.read = b""
        for _ in range(2):
            try:
                if self.socket is None:
                    self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=10)
                    self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self.socket.sendall(asked)
            except OSError:
                self.close()
            else:
                return True
        return False

    def take(self) -> tuple[int, str, bytes] | None:
        """Reads what is there; the answer once it is whole. Raises OSError where none will come."""
        if self.socket is None:
            raise ConnectionError
        some = self.socket.recv(1 << 18)
        if not some:
            raise ConnectionError
        self.read += some
        head, found, body = self.read.partition(b"\r\n\r\n")
        if not found:
            return None
        text = head.decode("latin-1")
        length = LENGTH.search(text)
        if len(body) < (int(length[1]) if length else 0):
            return None
        if "connection: close" in text.lower():
            self.close()
        return int(text.split(" ", 2)[1]), text, body

    def close(self) -> None:
        if self.socket is not None:
            with suppress(OSError):
                self.socket.close()
            self.socket = None


class Crowd:
    """So many clients, every other one at the next instance."""

    def __init__(self, ports: Sequence[int], size: int) -> None:
        self.lines = [Line(ports[number % len(ports)]) for number in range(size)]

    def __enter__(self) -> "Crowd":
        return self

    def __exit__(self, *_: object) -> None:
        for line in self.lines:
            line.close()

    def ask(self, asked: Sequence[bytes], *, patience: float = PATIENCE) -> list[Answer]:
        """Sends everything at once, each by a client of its own, and waits for all answers; NEVER for those that none can come for."""
        began = time.monotonic()
        gone = Answer(NEVER, "", b"", 0.0)
        answers = [gone] * len(asked)
        with selectors.DefaultSelector() as waiting:
            for number, line in enumerate(self.lines[: len(asked)]):
                if line.send(asked[number]) and line.socket is not None:
                    waiting.register(line.socket, selectors.EVENT_READ, number)
            while waiting.get_map() and (left := began + patience - time.monotonic()) > 0:
                for key, _ in waiting.select(left):
                    number = key.data
                    if (answer := self._take(number, began)) is not None:
                        waiting.unregister(key.fileobj)
                        answers[number] = answer
            for key in list(waiting.get_map().values()):
                waiting.unregister(key.fileobj)
                self.lines[key.data].close()
        return answers

    def _take(self, number: int, began: float) -> Answer | None:
        try:
            taken = self.lines[number].take()
        except OSError:
            self.lines[number].close()
            return Answer(NEVER, "", b"", time.monotonic() - began)
        return None if taken is None else Answer(*taken, time.monotonic() - began)

    def one(self, asked: bytes) -> Answer:
        return self.ask([asked])[0]


class Dawdlers:
    """Clients that send a request a byte at a time and never end, so many at each instance."""

    BEGUN = (
        b"GET / HT",
        b"GET / HTTP/1.1\r\nHost: x\r\nX-A: ",
        b"POST /import HTTP/1.1\r\nHost: x\r\nContent-Length: 90000\r\n\r\n",
    )

    def __init__(self, ports: Sequence[int], many: int) -> None:
        self.sockets = [
            socket.create_connection(("127.0.0.1", port), timeout=10) for port in ports for _ in range(many)
        ]

    def __enter__(self) -> "Dawdlers":
        for number, each in enumerate(self.sockets):
            each.sendall(self.BEGUN[number % len(self.BEGUN)])
        return self

    def __exit__(self, *_: object) -> None:
        for each in self.sockets:
            each.close()

    def drip(self) -> None:
        for each in self.sockets:
            with suppress(OSError):  # whom the other side has had enough of
                each.sendall(b"x")


def signed_in(port: int, email: str, password: str) -> Visitor:
    """Signs in as a person does: the form, its token, the password."""
    with Crowd([port], 1) as alone:
        form = alone.one(Visitor().get("/sign-in"))
        before = Visitor(_cookie(form), _token(form))
        into = alone.one(before.post("/sign-in", {"email": email, "password": password}))
        cookie = _cookie(into)
        return Visitor(cookie, _token(alone.one(Visitor(cookie).get("/account"))))


def upload(who: Visitor, kind: str, name: str, content: bytes) -> bytes:
    """A file as the import page's form sends it."""
    mark = "----a-part-of-the-proof"
    fields = "".join(
        f'--{mark}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'
        for field, value in (("csrf_token", who.token), ("kind", kind))
    )
    file = (
        f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: text/csv\r\n\r\n'
    )
    headers = {"Cookie": who.cookie, "Content-Type": f"multipart/form-data; boundary={mark}"}
    return request("POST", "/import", headers, f"{fields}{file}".encode() + content + f"\r\n--{mark}--\r\n".encode())


def _cookie(answer: Answer) -> str:
    found = COOKIE.search(answer.head)
    if found is None:
        raise RuntimeError(f"No cookie came with {answer.head}")
    return found[1]


def _token(answer: Answer) -> str:
    found = TOKEN.search(answer.body)
    if found is None:
        raise RuntimeError(f"No token stands on a page that answered {answer.head}")
    return found[1].decode()
