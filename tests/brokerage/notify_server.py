"""A server that answers like GOV.UK Notify's interface, as far as we use it, and checks what is sent as that one does."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import sleep
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

from notifications_python_client.authentication import decode_jwt_token, get_token_issuer
from notifications_python_client.errors import TokenError

SERVICE, SECRET = "26785a09-ab16-4eb0-8407-a37497a57506", "3d844edf-8d35-48ac-975b-e847b4f122b0"
KEY = f"tests-{SERVICE}-{SECRET}"
EMAIL, TEXT = str(uuid4()), str(uuid4())
ERRORS = {
    "recipient": (400, "ValidationError", "phone_number Not a UK mobile number 07700900123"),
    "address": (400, "ValidationError", "email_address Not a valid email address grace@hallbrook.example"),
    "too long": (400, "BadRequestError", "Content for template has a character count greater than the limit of 918"),
    "template": (400, "BadRequestError", "Template not found"),
    "team": (400, "BadRequestError", "Can’t send to this recipient using a team-only API key"),
    "key": (403, "AuthError", "Invalid token: API key not found"),
    "limit": (429, "RateLimitError", "Exceeded rate limit for key type LIVE of 3000 requests per 60 seconds"),
    "fault": (500, "Exception", "Internal server error"),
}


class Notify:
    """What it got, and what it answers to the next things that are handed over: the name of an error, or
    `late` (takes it, and its answer comes too late), `lost` (takes it, and the connection breaks), `odd` (takes it, and answers no JSON)."""

    def __init__(self) -> None:
        self.port = 0
        self.got: list[dict] = []
        self.answers: list[str] = []
        self.refused: list[str] = []  # what it would have refused of a client that is built wrongly
        self.lock = threading.Lock()
        self.slow = 0.0  # seconds between taking something and answering

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def became(self, status: str) -> None:
        for each in self.got:
            each["status"] = status


class Answers(BaseHTTPRequestHandler):
    kept: Notify
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if not self.let_in():
            return
        asked = urlsplit(self.path)
        if asked.path == "/v2/notifications":
            reference = parse_qs(asked.query).get("reference", [None])[0]
            found = [each for each in self.kept.got if each["reference"] == reference]
            self.answer(200, {"notifications": found, "links": {}})
            return
        found = [each for each in self.kept.got if each["id"] == asked.path.rpartition("/")[2]]
        self.answer(200, found[0]) if found else self.fail((404, "NoResultFound", "No result found"))

    def do_POST(self) -> None:
        sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if not self.let_in():
            return
        if (what := self.kept.answers.pop(0) if self.kept.answers else "") in ERRORS:
            self.fail(ERRORS[what])
            return
        by_text = self.path == "/v2/notifications/sms"
        expected = (
            {"phone_number", "template_id", "personalisation", "reference"}
            if by_text
            else {"email_address", "template_id", "personalisation", "reference"}
        )
        words = {"body"} if by_text else {"subject", "body"}
        if set(sent) != expected or set(sent["personalisation"]) != words:
            self.kept.refused.append(f"{self.path} {sorted(sent)}")
        if sent["template_id"] != (TEXT if by_text else EMAIL):
            self.kept.refused.append("template")
        made = {"id": str(uuid4()), "status": "created", **sent}
        with self.kept.lock:
            self.kept.got.append(made)
        sleep(1.5 if what == "late" else self.kept.slow)
        if what == "lost":
            self.connection.close()
        elif what == "odd":
            self.answer(201, "<html>")
        else:
            self.answer(201, {"id": made["id"], "reference": made["reference"]})

    def let_in(self) -> bool:
        """The JSON Web Token: whose, signed with the secret, of the last thirty seconds."""
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        try:
            if get_token_issuer(token) == SERVICE and decode_jwt_token(token, SECRET):
                return True
        except TokenError:
            pass
        self.fail((403, "AuthError", "Invalid token: signature, api token not found"))
        return False

    def fail(self, error: tuple[int, str, str]) -> None:
        status, kind, said = error
        self.answer(status, {"status_code": status, "errors": [{"error": kind, "message": said}]})

    def answer(self, status: int, said: object) -> None:
        content = said.encode() if isinstance(said, str) else json.dumps(said).encode()
        try:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)
        except OSError:  # whoever asked has gone
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """Whoever asked was killed meanwhile."""


@contextmanager
def running() -> Iterator[Notify]:
    kept = Notify()
    server = Server(("127.0.0.1", 0), type("Its", (Answers,), {"kept": kept}))
    kept.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield kept
    finally:
        server.shutdown()
        server.server_close()
