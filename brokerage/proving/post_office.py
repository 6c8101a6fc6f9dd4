"""A mail server of the proof's own, which takes every letter and remembers when: enough of SMTP (RFC 5321) for one sender on this machine."""

import email
import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage


@dataclass
class PostOffice:
    """`letters` in the order in which they were taken. `after_yes` is called once the server has said yes, before anything else."""

    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    after_yes: Callable[[], None] = lambda: None

    def until(self, many: int, patience: float, still: Callable[[], bool] = lambda: True) -> bool:
        """Waits until so many letters have come; whether they have."""
        until = time.monotonic() + patience
        while len(self.letters) < many and time.monotonic() < until and still():
            time.sleep(0.002)
        return len(self.letters) >= many


@contextmanager
def opened() -> Iterator[PostOffice]:
    office = PostOffice()

    class Counter(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            with suppress(OSError):  # whoever writes may be killed at any word
                _serve(self, office)

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True

    with Server(("127.0.0.1", 0), Counter) as server:
        office.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        try:
            yield office
        finally:
            server.shutdown()


def _serve(line: socketserver.StreamRequestHandler, office: PostOffice) -> None:
    def say(words: str) -> None:
        line.wfile.write(f"{words}\r\n".encode())
        line.wfile.flush()

    say("220 a post office of the proof")
    while word := line.rfile.readline():
        verb = word[:4].upper()
        if verb == b"DATA":
            say("354 go on")
            letter = _read(line)
            office.letters.append(letter)
            say("250 it is ours now")
            office.after_yes()
        elif verb == b"QUIT":
            say("221 goodbye")
            return
        else:
            say("250 as you say")


def _read(line: socketserver.StreamRequestHandler) -> EmailMessage:
    """Up to the single full stop. Raises ConnectionError where the sender went away before it."""
    lines = []
    while (each := line.rfile.readline()) != b".\r\n":
        if not each:
            raise ConnectionError
        lines.append(each.removeprefix(b"."))
    made = email.message_from_bytes(b"".join(lines), policy=policy.default)
    assert isinstance(made, EmailMessage)  # noqa: S101 (that is what the policy makes)
    return made
