"""A route planner of the tests' own, on this machine: it speaks as OSRM, Valhalla and OpenTripPlanner do, and misbehaves on demand."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import unquote

Answer = Callable[[str, Any], tuple[int, Any]]  # path, body -> status, what is sent (bytes as they are, else JSON)


class PlannerServer(ThreadingHTTPServer):
    """`asked` is every request's path and body, in order; `answer` is what it says to one."""

    daemon_threads = True
    answer: Answer

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[tuple[str, Any]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, *_: Any) -> None:
        """A client that has hung up is what some tests want."""


class _Handler(BaseHTTPRequestHandler):
    server: PlannerServer

    def do_GET(self) -> None:
        self._answer(None)

    def do_POST(self) -> None:
        self._answer(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

    def _answer(self, body: Any) -> None:
        path = unquote(self.path)
        self.server.asked.append((path, body))
        status, said = self.server.answer(path, body)
        if callable(said):
            said(self)
            return
        content = said if isinstance(said, bytes) else json.dumps(said).encode()
        self.send_response(status)
        if 300 <= status < 400:
            self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        """Nothing on the terminal."""


@contextmanager
def planner_server(answer: Answer) -> Iterator[PlannerServer]:
    server = PlannerServer()
    server.answer = answer
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def osrm(minutes: float) -> Answer:
    return lambda _path, _body: (200, {"code": "Ok", "routes": [{"duration": minutes * 60}]})
