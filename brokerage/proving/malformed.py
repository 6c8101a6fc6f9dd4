"""What nobody should send, drawn by a seed: files, forms, JSON and bytes at the door, each kind with a name to count it by.

Nothing of it may change anything: where a part of it is good, another part spoils the whole.
"""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from random import Random
from typing import NamedTuple
from urllib.parse import quote
from uuid import UUID

from brokerage.kinds import KINDS
from brokerage.proving.clients import Visitor, request, upload

NASTY = (
    "", " ", "\0", "\x1b[2J", "\ufeff", "\u202e", "é" * 3000, "x" * 70_000, "=HYPERLINK(\"http://x\")", "' OR 1=1 --", "<script>",
    "../../etc/passwd", "%00", "-1", "1e999", "nan", "99999999999999999999", "2027-02-30", "24:61", "\r\nSet-Cookie: a=b", "🪨" * 40,
    "{{7*7}}", "none; none", "\ud800",
)  # fmt: skip
SHEET = "xl/worksheets/sheet1.xml"
SWOLLEN = 150_000_000  # bytes in one cell, packed into as many hundred kilobytes
LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha"}">' for n in range(9))
ENTITIES = ('<!ENTITY a8 SYSTEM "file:///etc/passwd">', '<!ENTITY a8 SYSTEM "http://127.0.0.1:9/">', LAUGHS)


class Bad(NamedTuple):
    """One of them: where it goes, which kind it is, and the request."""

    where: str
    kind: str
    sent: bytes


class Sender:
    """Draws one bad input after the other."""

    def __init__(self, chance: Random, visitor: Visitor, token: str, referrals: Sequence[str]) -> None:
        self.chance, self.visitor, self.token, self.referrals = chance, visitor, token, referrals

    def one(self) -> Bad:
        where = self.chance.choice(list(WAYS))
        return self.of(where, self.chance.choice(list(WAYS[where])))

    def of(self, where: str, kind: str) -> Bad:
        return Bad(where, kind, WAYS[where][kind](self))

    def swollen(self) -> Bad:
        """The worst of those that swell: one cell that is held whole."""
        return Bad("imports", "a workbook that swells", self.file("book.xlsx", one_cell(), "vacancies"))

    def text(self) -> str:
        return self.chance.choice(NASTY)

    def file(self, name: str, content: bytes, kind: str = "") -> bytes:
        return upload(self.visitor, kind or self.chance.choice(list(KINDS)), name, content)

    def call(self, method: str, path: str, body: bytes) -> bytes:
        headers = {
            "Authorization": self.chance.choice((f"Bearer {self.token}", f"Bearer {self.token}", "Bearer ss_x")),
            "Idempotency-Key": str(UUID(int=self.chance.getrandbits(128))),
            "Content-Type": self.chance.choice(("application/json", "application/json", "text/plain")),
        }
        if self.chance.random() < 0.1:
            del headers["Idempotency-Key"]
        return request(method, f"/api/v1{path}", headers, body)

    def change(self, body: bytes) -> bytes:
        """That body, to one of the calls that change something."""
        paths = [("POST", "/bookings"), ("POST", "/slots"), ("POST", "/vacancies")]
        one = self.chance.choice(self.referrals)
        paths += [("PATCH", f"/bookings/{one}"), ("POST", f"/bookings/{one}/cancel")]
        return self.call(*self.chance.choice(paths), body)


def _bad_rows(sender: Sender) -> bytes:
    """Rows of which none is good, beside columns that there are."""
    columns = ["reference", *sender.chance.sample(["name", "title", "employer", "vacancy", "starts_at", "places"], 4)]
    rows = [[_sendable(sender.text()) for _ in columns] for _ in range(sender.chance.randint(1, 6))]
    return sender.file("bad.csv", _csv([columns, *rows]))


def _half_good(sender: Sender) -> bytes:
    """Good rows, and then a quotation mark that never closes."""
    good = _csv([["reference", "name"], *([f"EX{sender.chance.randint(1, 10**9)}", "Owlerby"] for _ in range(5))])
    return sender.file("cut.csv", good + b'EX0,"Owl', "employers")


def _no_table(sender: Sender) -> bytes:
    name = sender.chance.choice(("a.csv", "a.xlsx", "a.pdf", "a", ".csv", "x" * 300 + ".csv", "a.xlsx.csv"))
    nothing = (b"", b"\0" * 1000, sender.chance.randbytes(2000), b"reference\n" * 3, b'"' * 999, b"a,b\n" + b"," * 9999)
    return sender.file(name, sender.chance.choice(nothing))


def _encoded(sender: Sender) -> bytes:
    """In an encoding that it does not say, or says wrongly, or cut in the middle of a letter."""
    text = "reference,name\nEX1,Café “Owlerby”\n"
    wrong = (
        text.encode("utf-16-le"),
        b"\xff\xfe" + text.encode("utf-16-be"),
        b"\xff\xfe" + text.encode("utf-16-le")[:-1],
        b"\xef\xbb\xbf" + text.encode("cp1252"),
        text.encode("utf-7").replace(b",", b"+ACw-"),
        text.encode("cp037", "replace"),
    )
    return sender.file("a.csv", sender.chance.choice(wrong), "vacancies")


def _columns(sender: Sender) -> bytes:
    """The same column twice, none that is known, or thousands."""
    headers = (["reference", "reference"], ["Reference", "name", " NAME "], ["a", "b"], ["reference", *["c"] * 5000])
    header = sender.chance.choice(headers)
    return sender.file("a.csv", _csv([header, ["EX1"] * len(header)]), "employers")


def _cut_workbook(sender: Sender) -> bytes:
    """A workbook that ends too early, or has bytes changed or parts missing."""
    whole = bytearray(_workbook(b""))
    match sender.chance.randrange(3):
        case 0:
            del whole[sender.chance.randrange(30, len(whole) - 30) :]
        case 1:
            for _ in range(200):
                whole[sender.chance.randrange(4, len(whole))] = sender.chance.randrange(256)
        case _:
            whole = bytearray(_packed({sender.chance.choice(("[Content_Types].xml", SHEET, "a")): b"<a/>"}))
    return sender.file("book.xlsx", bytes(whole), "vacancies")


def _reaching_workbook(sender: Sender) -> bytes:
    """A workbook with an entity that reads a file, calls somewhere, or multiplies itself."""
    return sender.file("book.xlsx", _with_entity(sender.chance.choice(ENTITIES)), "vacancies")


def _swelling_workbook(sender: Sender) -> bytes:
    """Small on the way, and far too much once it is unpacked: one cell, millions of cells, or a row of a number beyond all."""
    return sender.file("book.xlsx", sender.chance.choice(SWELLING)(), "vacancies")


def _fields(sender: Sender) -> bytes:
    one = sender.chance.choice(sender.referrals)
    lost = quote(sender.text()[:200], errors="replace")
    paths: tuple[str, ...] = (
        f"/referrals/{one}/book",
        f"/referrals/{one}/cancelled",
        f"/referrals/{lost}/book",
        "/slots/new",
    )
    paths += (
        "/employers/new",
        "/vacancies/new",
        "/interviews/nowhere",
        f"/import/{sender.chance.randint(10**3, 10**30)}",
    )
    return sender.visitor.post(sender.chance.choice(paths), _form(sender))


def _stale(sender: Sender) -> bytes:
    """A form whose token is none."""
    stranger = Visitor(sender.visitor.cookie, _sendable(sender.text()))
    return stranger.post(f"/referrals/{sender.chance.choice(sender.referrals)}/book", _form(sender))


def _form(sender: Sender) -> dict[str, str]:
    names = ("slot", "do", "by", "why", "reference", "vacancy", "starts_at", "places", "minutes", "name", "title")
    form = {name: _sendable(sender.text()) for name in sender.chance.sample(names, 5)}
    form |= {"title": "", "name": "", "by": "x", "starts_at": "x" + form.get("starts_at", "")}
    return form | {"slot": "x" + form.get("slot", "")}


def _address(sender: Sender) -> bytes:
    """What stands in the address is none that there is."""
    word = quote(sender.text()[:500], errors="replace")
    if sender.chance.random() < 0.5:
        return sender.visitor.get(sender.chance.choice((f"/vacancies?q={word}&page={word}", f"/employers/{word}")))
    return sender.call("GET", sender.chance.choice((f"/slots?since={word}", f"/referrals/{word}")), b"")


def _object(sender: Sender) -> bytes:
    """Values of another kind than is asked for."""
    names = ("referral", "slot", "by", "why", "vacancy", "starts_at", "title", sender.text()[:50])
    values: tuple[object, ...] = (None, 7, -1.5, True, [], {}, [[]], sender.text(), {"a": {"b": []}})
    whole = {_sendable(name): sender.chance.choice(values) for name in sender.chance.sample(names, 4)}
    whole |= {"referral": [], "slot": None, "by": 5, "employer": {}}
    return sender.change(json.dumps(whole).encode(errors="replace"))


def _deep(sender: Sender) -> bytes:
    depth = sender.chance.choice((10, 1000, 100_000))
    return sender.change(sender.chance.choice((b"[" * depth, b'{"a":' * depth, b"[" * depth + b"]" * depth)))


def _twice(sender: Sender) -> bytes:
    """One key with two values, of which neither may be taken."""
    one = sender.chance.choice(sender.referrals)
    return sender.change(
        f'{{"referral": "{one}", "slot": "S1", "referral": [], "slot": {{}}, "by": 5, "by": 6}}'.encode()
    )


def _beyond(sender: Sender) -> bytes:
    number = sender.chance.choice(("1e400", "-1e400", "9" * 400, "NaN", "Infinity", "0." + "1" * 5000, "1" * 5000))
    return sender.change(f'{{"places": {number}, "minutes": {number}, "slot": {number}, "by": {number}}}'.encode())


def _noise(sender: Sender) -> bytes:
    noise = (
        b"",
        b"{",
        b"null",
        b"7",
        b'"x"',
        b"{}",
        b"\xff\xfe{}",
        b'{"slot": "\\ud800"}',
        sender.chance.randbytes(200),
    )
    return sender.change(sender.chance.choice(noise))


def _at_the_door(sender: Sender) -> bytes:
    """What is no request at all; the door may close without a word."""
    post = b"POST /import HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
    return sender.chance.choice(
        (
            b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + sender.chance.randbytes(40) + b"\r\n\r\n",
            b"GET / HTTP/9.9\r\n\r\n",
            b"GET /" + b"a" * 5000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
            post + b"Content-Length: -5\r\n\r\n",
            post + b"Content-Length: 99999999999\r\n\r\n",
            post + b"Content-Length: 5\r\nContent-Length: 7\r\n\r\nabcdefg",
            post + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\n\r\n",
            post + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost: x\r\nCookie: stepping_stone="
            + sender.chance.randbytes(30).hex().encode()
            + b"\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost: x\r\nX-A: a\rSet-Cookie: b=c\r\n\r\n",
            b"GET / HTTP/1.1\r\n" + b"X-A: " + b"b" * 300_000 + b"\r\n\r\n",
        )
    )


def _csv(rows: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode(errors="replace")


def _packed(inside: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in inside.items():
            archive.writestr(name, content)
    return packed.getvalue()


@cache
def _plain() -> Mapping[str, bytes]:
    """The parts of a workbook with nothing wrong about it."""
    import openpyxl

    book, packed = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["reference", "title"])
    book.save(packed)
    with zipfile.ZipFile(packed) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _workbook(more: bytes) -> bytes:
    """A workbook with this after its first row."""
    parts = _plain()
    return _packed({**parts, SHEET: parts[SHEET].replace(b"</sheetData>", more + b"</sheetData>")})


@cache
def _with_entity(entity: str) -> bytes:
    parts, cell = _plain(), b'<row r="2"><c r="A2" t="inlineStr"><is><t>&a8;</t></is></c></row>'
    sheet = parts[SHEET].replace(b"</sheetData>", cell + b"</sheetData>")
    begins = sheet.index(b"<worksheet")
    return _packed({**parts, SHEET: f'<?xml version="1.0"?><!DOCTYPE x [{entity}]>'.encode() + sheet[begins:]})


@cache
def one_cell() -> bytes:
    return _workbook(b'<row r="2"><c r="A2" t="inlineStr"><is><t>' + b"x" * SWOLLEN + b"</t></is></c></row>")


@cache
def many_cells() -> bytes:
    return _workbook(b"<row>" + b"<c/>" * 20_000_000 + b"</row>")


@cache
def far_row() -> bytes:
    return _workbook(b'<row r="999999999"><c r="A999999999" t="inlineStr"><is><t>x</t></is></c></row>')


def _sendable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


SWELLING = (one_cell, many_cells, far_row)
WAYS: Mapping[str, Mapping[str, Callable[[Sender], bytes]]] = {
    "imports": {
        "rows of which none is good": _bad_rows,
        "good rows, then half a row": _half_good,
        "no table": _no_table,
        "another encoding": _encoded,
        "columns twice, unknown or without end": _columns,
        "a workbook cut short": _cut_workbook,
        "a workbook that reaches out": _reaching_workbook,
        "a workbook that swells": _swelling_workbook,
    },
    "pages": {"hostile fields": _fields, "a stale form": _stale, "a hostile address": _address},
    "interface": {
        "JSON of another shape": _object,
        "JSON without end": _deep,
        "a key twice": _twice,
        "a number beyond all": _beyond,
        "no JSON": _noise,
        "a hostile address": _address,
    },
    "door": {"no request": _at_the_door},
}
