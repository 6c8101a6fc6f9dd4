"""Agreements: their columns, and what must hold between them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import object_session

from employers import readers
from employers.agreement_life import state
from employers.columns import Column, Values
from employers.models import LINE, LIST, NOTES, Agreement, Employer, Introduction
from employers.placements.life import state as placement_state
from employers.placements.models import Placement, PlacementStep
from employers.records import Broken
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


# {where a placement stands: what it is of the promise}
PLACED: dict[str, str] = {
    "to_sign": "waiting",
    "signed": "booked",
    "running": "booked",
    "finished": "held",
    "ended": "held",
    "cancelled": "taken_back",
}
Standing = Literal["held", "booked", "waiting", "broken", "declined", "taken_back"]


@dataclass(frozen=True, slots=True)
class Promise:
    """How far a promise is kept. `promised` is None where no number was agreed; held, booked, waiting and broken take places of it.

    `waiting` are taken by people who were introduced under it and have no interview booked yet. Once the agreement has ended they
    are `broken`: somebody was promised an interview and no time ever came of it, unless somebody says that it is honoured still. One that
    was booked and did not take place is nobody's fault, and what nobody was introduced for was never used; neither is broken.
    What was `declined` by the employer, or `taken_back` by the person or by us, can be promised again. `stands`: the employer still has to
    find people for what is left; not while it is a draft, nor once somebody has said what becomes of what was owed."""

    promised: int | None
    held: int = 0
    booked: int = 0
    broken: int = 0
    waiting: int = 0
    declined: int = 0
    taken_back: int = 0
    stands: bool = True

    @property
    def used(self) -> int:
        return self.held + self.booked

    @property
    def owed(self) -> int:
        """What is neither held nor booked nor broken; after the end, what was never used. Without a number, what people wait for."""
        if self.promised is None or not self.stands:
            return self.waiting
        return max(0, self.promised - self.used - self.broken)

    @property
    def left(self) -> int | None:
        """Places that nobody has taken; None where no number was agreed."""
        return None if self.promised is None else max(0, self.owed - self.waiting)

    @property
    def given(self) -> int:
        """How many people were promised an interview, ever."""
        return self.used + self.waiting + self.broken + self.declined + self.taken_back


def promise(agreement: Agreement, on: date) -> Promise:
    """What is promised and what of it is used on that day, counted from the cards and the placements under it."""
    stands, settled = state(agreement, on), agreement.life.settled if agreement.life else None
    counted: Counter[str] = Counter()
    known = placements_under(agreement)
    for placement in known:
        counted[PLACED[placement_state(placement, on)]] += 1
    cards = {each.introduction_id for each in known}  # whoever has a placement is counted by it
    counted.update(standing(card, lost=lost(agreement, on)) for card in agreement.promised if card.id not in cards)
    open_still = stands not in ("draft", "renewed") and (stands != "ended" or settled is None)
    return Promise(agreement.places, stands=open_still, **counted)


def placements_under(agreement: Agreement) -> Sequence[Placement]:
    """The placements under it that the employer was ever given to sign, of a chain the last; none under one that promises something else."""
    session = object_session(agreement) if agreement.kind in ("work_experience", "job_trial") else None
    if session is None:
        return ()
    sent = Placement.steps.any(PlacementStep.transition == "send")
    of_it = select(Placement).where(Placement.agreement_reference == agreement.reference, sent)
    found = session.scalars(of_it.order_by(Placement.id)).all()
    renewed = {each.renews for each in found}
    return [each for each in found if each.reference not in renewed]


def lost(agreement: Agreement, on: date) -> bool:
    """Whether it has ended, and nobody said that whoever waits is still seen."""
    honoured = agreement.life is not None and agreement.life.settled == "honoured"
    return state(agreement, on) == "ended" and not honoured


def standing(card: Introduction, *, lost: bool) -> Standing:
    """Which one of them a promised interview is. `lost`: its agreement has ended, and nobody said that it is honoured."""
    if card.met:
        return "held"
    if card.answer == "not_this_time":
        return "declined"
    if card.taken_back_at is not None:
        return "taken_back"
    if card.met is None and card.slot_reference is not None:
        return "booked"
    return "broken" if lost and card.met is None else "waiting"


def why_declined(agreement: Agreement) -> Counter[str]:
    """{reason: how often the employer gave it} for interviews that were promised; a word of REASONS."""
    declined = (card for card in agreement.promised if standing(card, lost=False) == "declined")
    return Counter(card.reason for card in declined if card.reason is not None)
