"""What nobody should send, to imports, pages, the programming interface and the door itself: each has a clear answer, soon, and changes nothing.

The control is the same counting over an instance that breaks on what it cannot read.
"""

import csv
import io
import json
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from random import Random
from urllib.parse import quote
from uuid import UUID

from sqlalchemy import func, select

from brokerage.kinds import KINDS
from brokerage.models import AuditEntry
from brokerage.proving import clients, scene
from brokerage.proving.clients import NEVER, Answer, Crowd, Visitor, request, upload
from brokerage.proving.evidence import Check, Control
from brokerage.proving.stage import Stage
from employers.db import reading

FULL, FEW = 5000, 300  # on each engine
AT_ONCE = 8
SOON = 10.0  # seconds for a whole round of bad input
SHOWN = 5
SAID = (
    b"error-summary",
    b'"detail"',
    b"<h1",
    b"Bad Request",
    b"Not Implemented",
    b"Entity Too Large",
    b"Header Fields",
)
NASTY = (
    "", " ", "\0", "\x1b[2J", "\ufeff", "\u202e", "é" * 3000, "x" * 70_000, "=HYPERLINK(\"http://x\")", "' OR 1=1 --", "<script>",
    "../../etc/passwd", "%00", "-1", "1e999", "nan", "99999999999999999999", "2027-02-30", "24:61", "\r\nSet-Cookie: a=b", "🪨" * 40,
    "{{7*7}}", "none; none", "\ud800",
)  # fmt: skip
Bad = tuple[str, bytes]  # where it goes, and the request


def prove(stage: Stage) -> Iterator[Check]:
    number = FEW if stage.quick else FULL
    began, now = time.monotonic(), datetime.now(UTC).replace(tzinfo=None)
    played = scene.set_out(4, now)
    slot = scene.put_slot("S1", scene.at(now, 20), places=2)
    instances = stage.serving()
    visitors = [clients.signed_in(each.port, scene.GRACE.email, scene.PASSWORD) for each in instances]
    bad = Sender(stage.chance, visitors[0], scene.tokens()[0], played.of(), slot)
    before, answers, slowest = _kept(), Counter[tuple[str, int]](), 0.0
    wrong: list[str] = []
    with Crowd([each.port for each in instances], AT_ONCE) as crowd:
        for begin in range(0, number, AT_ONCE):
            some = [bad.one() for _ in range(min(AT_ONCE, number - begin))]
            told = crowd.ask([each for _, each in some], patience=SOON * 3)
            wrong += wrong_in(some, told)
            answers.update((where, each.status) for (where, _), each in zip(some, told, strict=True))
            slowest = max(slowest, *(each.seconds for each in told))
            if begin // AT_ONCE % 100 == 99:
                stage.say(f"  bad inputs: {begin + AT_ONCE} of {number}")
    if (after := _kept()) != before:
        wrong.append(f"Bad input changed what is kept: {before} before, {after} after.")
    counts: dict[str, int | float] = {
        f"to the {where}": sum(n for (w, _), n in answers.items() if w == where) for where in WAYS
    }
    by_status = Counter[int]()
    for (_, status), many in answers.items():
        by_status[status] += many
    counts |= {f"answers of status {status}": many for status, many in sorted(by_status.items())}
    counts["slowest answer in seconds"] = round(slowest, 2)
    what = "malformed input has a clear answer, soon, and changes nothing"
    yield Check("bad inputs", stage.engine, what, counts, wrong[:SHOWN], time.monotonic() - began, _control())


def wrong_in(asked: Sequence[Bad], told: Sequence[Answer]) -> Iterator[str]:
    for (where, sent), answer in zip(asked, told, strict=True):
        if (answer.status >= 500 and answer.status != 501) or (answer.status == NEVER and where != "door"):
            yield f"Status {answer.status} to the {where}, for {sent[:300]!r}"
        elif answer.status >= 400 and not any(each in answer.body for each in SAID):
            yield f"Status {answer.status} without a sentence to the {where}, for {sent[:300]!r}: {answer.body[:100]!r}"
        elif answer.seconds > SOON:
            yield f"{answer.seconds:.0f} seconds to the {where}, for {sent[:300]!r}"


def _kept() -> dict[str, int]:
    """How much of everything there is, and how many lines the trail has."""
    with reading() as session:
        models = {name: kind.model for name, kind in KINDS.items()} | {"trail": AuditEntry}
        return {name: session.scalar(select(func.count()).select_from(model)) or 0 for name, model in models.items()}


class Sender:
    """Draws one bad input after the other. Nothing of it may do anything, so nothing of it is whole."""

    def __init__(self, chance: Random, visitor: Visitor, token: str, referrals: Sequence[str], slot: str) -> None:
        self.chance, self.visitor, self.token, self.referrals, self.slot = chance, visitor, token, referrals, slot

    def one(self) -> Bad:
        where = self.chance.choice(list(WAYS))
        return where, WAYS[where](self)

    def text(self) -> str:
        return self.chance.choice(NASTY)

    def import_(self) -> bytes:
        kind = self.chance.choice(list(KINDS))
        name, content = self.chance.choice(FILES)(self)
        return upload(self.visitor, kind, name, content)

    def page(self) -> bytes:
        path = self.chance.choice(
            (
                f"/referrals/{self.chance.choice(self.referrals)}/book",
                f"/referrals/{self.chance.choice(self.referrals)}/cancelled",
                f"/referrals/{quote(self.text()[:200], errors='replace')}/book",
                "/slots/new",
                "/employers/new",
                "/vacancies/new",
                "/interviews/nowhere",
                f"/import/{self.chance.randint(10**3, 10**30)}",
            )
        )
        names = ("slot", "do", "by", "why", "reference", "vacancy", "starts_at", "places", "minutes", "name", "title")
        form = {name: _sendable(self.text()) for name in self.chance.sample(names, 5)}
        form |= {"title": "", "name": "", "by": "x", "starts_at": "x" + form.get("starts_at", "")}
        form["slot"] = "x" + form.get("slot", "")
        visitor = self.visitor if self.chance.random() < 0.8 else Visitor(self.visitor.cookie, _sendable(self.text()))
        return visitor.post(path, form)

    def interface(self) -> bytes:
        method, path = self.chance.choice(
            (
                ("POST", "/bookings"),
                ("PATCH", f"/bookings/{self.chance.choice(self.referrals)}"),
                ("POST", f"/bookings/{self.chance.choice(self.referrals)}/cancel"),
                ("POST", "/slots"),
                ("POST", "/vacancies"),
                ("GET", f"/slots?since={quote(self.text()[:500], errors='replace')}"),
                ("GET", f"/referrals/{quote(self.text()[:500], errors='replace')}"),
            )
        )
        headers = {
            "Authorization": self.chance.choice((f"Bearer {self.token}", "Bearer ss_x", "Basic eDp4")),
            "Idempotency-Key": str(UUID(int=self.chance.getrandbits(128))),
            "Content-Type": self.chance.choice(("application/json", "application/json", "text/plain")),
        }
        if self.chance.random() < 0.1:
            del headers["Idempotency-Key"]
        return request(method, f"/api/v1{path}", headers, self.chance.choice(BODIES)(self))

    def door(self) -> bytes:
        """What is no request at all; the door may close without a word."""
        return self.chance.choice(
            (
                b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + self.chance.randbytes(40) + b"\r\n\r\n",
                b"GET / HTTP/9.9\r\n\r\n",
                b"GET /" + b"a" * 5000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
                b"POST /import HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
                b"POST /import HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n",
                b"POST /import HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
                b"GET / HTTP/1.1\r\nHost: x\r\nCookie: stepping_stone="
                + self.chance.randbytes(30).hex().encode()
                + b"\r\n\r\n",
                b"GET / HTTP/1.1\r\n" + b"X-A: " + b"b" * 300_000 + b"\r\n\r\n",
            )
        )


def _bad_rows(sender: Sender) -> tuple[str, bytes]:
    """Rows of which none is good, beside columns that there are."""
    columns = [
        "reference",
        *sender.chance.sample(["name", "title", "employer", "vacancy", "starts_at", "places", "kind"], 4),
    ]
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    for _ in range(sender.chance.randint(1, 6)):
        writer.writerow([_sendable(sender.text()) for _ in columns])
    return "bad.csv", text.getvalue().encode(errors="replace")


def _no_table(sender: Sender) -> tuple[str, bytes]:
    name = sender.chance.choice(("a.csv", "a.xlsx", "a.pdf", "a", ".csv", "x" * 300 + ".csv", "a.xlsx.csv"))
    content = sender.chance.choice(
        (
            b"",
            b"\0" * 1000,
            sender.chance.randbytes(2000),
            b"reference\n" * 3,
            b'"' * 999,
            b"a,b\n" + b"," * 9999,
            b"\xff\xfe",
        )
    )
    return name, content


def _bad_archive(sender: Sender) -> tuple[str, bytes]:
    """A workbook that is none: parts missing, an entity that grows, or 50 MB of nothing packed small."""
    inside = sender.chance.choice(
        (
            {},
            {"[Content_Types].xml": b"<a/>"},
            {"xl/workbook.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'},
            {"xl/worksheets/sheet1.xml": b" " * 50_000_000},
        )
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in inside.items():
            archive.writestr(name, content)
    return "book.xlsx", packed.getvalue()


def _object(sender: Sender) -> bytes:
    names = ("referral", "slot", "by", "why", "vacancy", "starts_at", "title", sender.text()[:50])
    values: tuple[object, ...] = (None, 7, -1.5, True, [], {}, [[]], sender.text(), {"a": {"b": []}})
    whole = {_sendable(name): sender.chance.choice(values) for name in sender.chance.sample(names, 4)}
    return json.dumps(whole | {"referral": [], "slot": None, "by": 5, "employer": {}}).encode(errors="replace")


def _deep(sender: Sender) -> bytes:
    return b"[" * sender.chance.choice((10, 1000, 100_000))


def _noise(sender: Sender) -> bytes:
    return sender.chance.choice((b"", b"{", b"null", b"7", b'"x"', b"{}", b"\xff\xfe{}", sender.chance.randbytes(200)))


def _sendable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def _control() -> Control:
    """What the counting says to an answer that breaks, one without a word and one that never ends."""
    asked: list[Bad] = [("page", b"x")] * 3
    told = [Answer(500, "", b"", 0.1), Answer(422, "", b"", 0.1), Answer(200, "", b"", SOON + 1)]
    found = list(wrong_in(asked, told))
    return Control("An answer of status 500, one without a sentence, and one after eleven seconds", len(found) == 3)


FILES: tuple[Callable[[Sender], tuple[str, bytes]], ...] = (_bad_rows, _bad_rows, _no_table, _bad_archive)
BODIES: tuple[Callable[[Sender], bytes], ...] = (_object, _object, _deep, _noise)
WAYS: dict[str, Callable[[Sender], bytes]] = {
    "imports": Sender.import_,
    "pages": Sender.page,
    "interface": Sender.interface,
    "door": Sender.door,
}
