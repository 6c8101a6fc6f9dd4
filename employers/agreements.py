"""Agreements: their columns, and what must hold between them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from employers import readers
from employers.columns import Column, Values
from employers.models import LINE, LIST, NOTES, Agreement, Employer
from employers.records import Broken, Kind
from employers.words import AGREEMENT_KINDS
from matching import grammar

WHAT, WHEN, WHOM = "What they promised", "When", "For whom"

COLUMNS = (
    Column(
        "reference",
        "Reference",
        readers.reference,
        WHAT,
        "A short name for files, such as A002. It stays.",
        required=True,
    ),
    Column(
        "employer", "Employer", readers.line, WHAT, required=True, attribute="employer_reference", links_to=Employer
    ),
    Column("kind", "Kind", readers.one(AGREEMENT_KINDS), WHAT, control="one", choices=AGREEMENT_KINDS, required=True),
    Column("starts_on", "First day", grammar.day, WHEN, control="date"),
    Column("ends_on", "Last day", grammar.day, WHEN, "From this day on it no longer holds", "date"),
    Column("places", "Places", readers.whole(0, 100_000), WHAT, "Interviews, posts or placements promised", "number"),
    Column(
        "area",
        "Where people live",
        readers.items,
        WHOM,
        "Area codes or postcode districts that qualify, separated by ; Empty: anywhere.",
        longest=LIST,
    ),
    Column("training", "Training", readers.line, WHOM, "What somebody completes to be entitled", longest=LINE),
    Column("certificate", "Certificate", readers.line, WHOM, "What somebody holds to be entitled", longest=LINE),
    Column("days_to_interview", "Days to the interview", readers.whole(0, 1000, "days"), WHEN, control="number"),
    Column(
        "ring_fenced_until", "Ring-fenced until", grammar.day, WHEN, "The last day on which nobody else is seen", "date"
    ),
    Column("notes", "Notes", readers.lines, WHAT, control="lines", longest=NOTES),
)


def rules(values: Values) -> Iterator[Broken]:
    start, end, fenced = values["starts_on"], values["ends_on"], values["ring_fenced_until"]
    if start and end and end <= start:
        yield "ends_on", f"it ends on or before the first day, {start}; write a later day"
    if start and fenced and fenced < start:
        yield "ring_fenced_until", f"it is before the first day, {start}; write a later day"
    if end and fenced and fenced > end:
        yield "ring_fenced_until", f"it is after the last day, {end}; write an earlier day"


AGREEMENTS = Kind("agreement", "agreements", Agreement, COLUMNS, rules)


@dataclass(frozen=True, slots=True)
class Promise:
    """How far a promise is kept. `promised` is None where no number was agreed; the others count places of it.

    `waiting` are taken by people who were introduced under it and have no interview booked yet. Once the agreement has ended they
    are `broken`: somebody was promised an interview and no time ever came of it. One that was booked and did not take place is nobody's
    fault, and what nobody was introduced for was never used; neither is broken."""

    promised: int | None
    held: int = 0
    booked: int = 0
    broken: int = 0
    waiting: int = 0

    @property
    def used(self) -> int:
        return self.held + self.booked

    @property
    def owed(self) -> int:
        """What is neither held nor booked nor broken; after the end, what was never used. Without a number, what people wait for."""
        return self.waiting if self.promised is None else max(0, self.promised - self.used - self.broken)

    @property
    def left(self) -> int | None:
        """Places that nobody has taken; None where no number was agreed."""
        return None if self.promised is None else max(0, self.owed - self.waiting)


def promise(agreement: Agreement, on: date) -> Promise:
    """What is promised and what of it is used on that day, counted from the cards that were laid under it."""
    cards = agreement.promised
    held = sum(card.met is True for card in cards)
    booked = sum(card.met is None and card.slot_reference is not None for card in cards)
    waiting = len(cards) - held - booked
    ended = agreement.ends_on is not None and agreement.ends_on <= on
    broken = sum(card.met is None and card.slot_reference is None for card in cards) if ended else 0
    return Promise(agreement.places, held=held, booked=booked, broken=broken, waiting=waiting - broken)
