"""What is taken after all, whatever somebody wrote, goes out as text: no letter gains a header, no calendar an entry, no spreadsheet a formula.

The control is the same looking over letters, entries and rows glued together by hand.
"""

import csv
import io
import re
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.exc import DataError

from brokerage import messages
from brokerage.diary import calendars
from brokerage.pages import listing
from brokerage.proving import scene
from brokerage.proving.evidence import Check, Control
from brokerage.proving.stage import SECRET, Stage
from brokerage.sending import post
from brokerage.sending.outgoing import Undeliverable
from brokerage.sending.work_models import Message
from brokerage.settings import load
from employers.db import transaction
from employers.models import Slot

WHO = "helen@e1.example"
HOSTILE = (
    "Cook\r\nBcc: everybody@example.org", "Cook\nBcc: everybody@example.org", "Cook\rBcc: everybody@example.org",
    "Cook\r\n\r\nAnother letter altogether.", "Cook\x0bBcc: a@b.example", "Cook\x0cBcc: a@b.example", "Cook\x85Bcc: a@b.example",
    "Cook\u2028Bcc: a@b.example", "=?utf-8?Q?=0D=0ABcc:_a@b.example?=", "Cook\0", "Cook\x1b[2J", "Cook\r\n.\r\nMAIL FROM:<a@b.example>",
    "Cook\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:another", "Cook\nATTENDEE:mailto:a@b.example", "Cook;VALUE=URI:http://b.example",
    "Cook\\nATTENDEE:mailto:a@b.example", "é" * 75, "\u202ekooC", "🪨" * 40, '"', "=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "\r=1+1",
    "=cmd|' /C calc'!A0", '=HYPERLINK("http://b.example")', "Cook,=1+1", 'Cook","=1+1', "Cook\n=1+1",
)  # fmt: skip
PROPERTIES = frozenset(
    "BEGIN END VERSION PRODID METHOD UID SEQUENCE DTSTAMP DTSTART DTEND SUMMARY LOCATION ORGANIZER STATUS TRANSP".split()  # noqa: SIM905
)


class Gone(NamedTuple):
    """One string as it left the house: letter and calendar as they are sent, and a spreadsheet's bytes."""

    letter: bytes
    calendar: str
    table: bytes


def check(stage: Stage, now: datetime) -> Check:
    began, refused = time.monotonic(), 0
    wrong: list[str] = []
    for number, text in enumerate(HOSTILE):
        try:
            wrong += wrong_in(_ours(number, text, now), text)
        except (Undeliverable, DataError):  # PostgreSQL holds no NUL
            refused += 1
    counts = {"hostile texts": len(HOSTILE), "letters": len(HOSTILE) - refused, "refused": refused}
    counts |= {"calendar entries": len(HOSTILE) - refused, "rows of a spreadsheet": len(HOSTILE) - refused}
    found = [each for text in HOSTILE for each in wrong_in(_glued(text), text)]
    signs = ("header", "calendar", "formula")
    caught = all(any(sign in each for each in found) for sign in signs)
    control = Control("Letters, entries and rows glued together by hand", caught, {"sentences found": len(found)})
    what = "whatever somebody wrote goes out as text: no header, no calendar entry, no formula of its own"
    return Check("bad inputs", stage.engine, what, counts, wrong[:5], time.monotonic() - began, control)


def wrong_in(gone: Gone, text: str) -> Iterator[str]:
    head = gone.letter.partition(b"\r\n\r\n")[0].decode("ascii", "replace")
    names = {line.partition(":")[0] for line in re.split(r"\r\n|\r|\n", head) if not line.startswith((" ", "\t"))}
    if odd := names - post.HEADERS:
        yield f"The letter of {text!r} has a header of its own: {sorted(odd)}."
    letter = message_from_bytes(gone.letter, policy=policy.default)
    parts = [part.get_content_type() for part in letter.walk() if not part.is_multipart()]
    if letter["To"] != WHO or parts != ["text/plain", "text/calendar"]:
        yield f"The letter of {text!r} goes to {letter['To']} with {parts}."
    lines = re.split(r"\r\n|\r|\n", re.sub(r"\r\n[ \t]", "", gone.calendar.strip()))
    if (odd := {re.split("[:;]", line)[0] for line in lines} - PROPERTIES) or lines.count("BEGIN:VEVENT") != 1:
        yield f"The calendar of {text!r} has more than one entry, or what is none of ours: {sorted(odd)}."
    rows = list(csv.reader(io.StringIO(gone.table.decode("utf-8-sig"), newline="")))
    if [len(row) for row in rows] != [2, 2] or any(cell.startswith(listing.FORMULA) for cell in rows[1]):
        yield f"The spreadsheet of {text!r} has a formula, or other cells than it should: {rows[1:]}."


def _ours(number: int, text: str, now: datetime) -> Gone:
    """Raises Undeliverable, DataError."""
    soon = scene.at(now, 3)
    slot = Slot(reference=f"H{number}", starts_at=soon, minutes=30)
    said = {"uid": f"h{number}@x.example", "sender": "us@x.example", "summary": text, "where": text}
    calendar = calendars.entry(slot, "PUBLISH", now, number=1, **said)
    key = f"hostile {number}"
    with transaction(by=scene.BY) as session:
        messages.put(session, key, WHO, text, text, due_at=now + timedelta(days=9), calendar=calendar)
        message = session.scalars(select(Message).where(Message.key == key)).one()
        letter = messages.letter_of(session, message, now, messages.Rules(load().mail, SECRET, {}))
    return Gone(letter.as_bytes(), calendar, listing.spreadsheet("x", ["a", "b"], [[text, "b"]]).get_data())


def _glued(text: str) -> Gone:
    event = f"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:{text}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    head = f"To: {WHO}\r\nSubject: {text}\r\n"
    return Gone(f"{head}\r\n{text}".encode(), event, f"a,b\r\n{text},b\r\n".encode())
