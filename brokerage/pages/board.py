"""The board of agreements: totals, and the promises grouped by whose move it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from brokerage.look import day_short, day_year
from employers.agreement_life import STATES, last_day, state
from employers.agreements import Promise, promise
from employers.clock import local
from employers.models import Agreement, Vacancy
from employers.next_moves import Move, Whose, due, next_move

# Whose move, the heading, what it says, and the edge in the hue of whoever has the move.
GROUPS: tuple[tuple[Whose, str, str, str], ...] = (
    ("us", "Needs a move from us", "What the employer did is done; the next step is ours.", "amber"),
    ("employer", "Needs a move from the employer", "We are waiting for a job or a time.", "blue"),
    ("nobody", "On course", "There is a job, and time to spare.", "pine"),
)

PROMISED = {
    "guaranteed_interview": ("guaranteed interview", "guaranteed interviews"),
    "ring_fenced": ("ring-fenced post", "ring-fenced posts"),
    "work_experience": ("work-experience placement", "work-experience placements"),
    "job_trial": ("job trial", "job trials"),
}


def what(agreement: Agreement) -> str:
    """What is promised, as `8 guaranteed interviews`."""
    one, many = PROMISED[agreement.kind]
    if agreement.places is None:
        return f"{many[:1].upper()}{many[1:]}, no number agreed"
    return f"{agreement.places:,} {one if agreement.places == 1 else many}"


@dataclass(frozen=True, slots=True)
class Card:
    """One promise as the board has it."""

    agreement: Agreement
    promise: Promise
    due: date | None
    move: Move
    stands: str
    today: date

    @property
    def over(self) -> bool:
        return self.stands in ("ended", "renewed")

    @property
    def state(self) -> str:
        """Where it stands, in words."""
        return STATES[self.stands]

    @property
    def days_left(self) -> int | None:
        """Days to the end of the day to look to, that day counted; None where there is none, or it is over."""
        return None if self.due is None or self.over else (self.due - self.today).days + 1

    @property
    def what(self) -> str:
        return what(self.agreement)

    @property
    def by(self) -> str:
        """The day to look to: Fri 11 Dec this year, 9 April 2027 in another."""
        if self.due is None:
            return ""
        return day_short(self.due) if self.due.year == self.today.year else day_year(self.due)

    @property
    def ended(self) -> str:
        """The day on which it ended, by its days or before its time."""
        stopped = next((each for each in reversed(self.agreement.steps) if each.transition == "stop"), None)
        early = local(stopped.at).date() if stopped else None
        day = min((each for each in (early, last_day(self.agreement)) if each), default=self.today)
        return day_short(day) if day.year == self.today.year else day_year(day)

    @property
    def address(self) -> str:
        """Where the next move is made."""
        return where(self.move)


@dataclass(frozen=True, slots=True)
class Group:
    heading: str
    says: str
    edge: str
    cards: Sequence[Card]


def board(cards: Sequence[Card]) -> list[Group]:
    """The groups that have something in them, the soonest to end first in each."""
    groups = []
    for whose, heading, says, edge in GROUPS:
        mine = sorted((card for card in cards if card.move.whose == whose), key=soonest)
        if mine:
            groups.append(Group(heading, says, edge, mine))
    return groups


def card(agreement: Agreement, today: date) -> Card:
    move = next_move(agreement, today)
    return Card(agreement, promise(agreement, today), due(agreement, today), move, state(agreement, today), today)


def soonest(card: Card) -> tuple[bool, date, str]:
    return card.due is None, card.due or date.max, card.agreement.reference


def totals(cards: Sequence[Card]) -> dict[str, int]:
    """{held, booked, owed, declined, broken: how many of all promises}"""
    names = ("held", "booked", "owed", "declined", "broken")
    return {name: sum(getattr(card.promise, name) for card in cards) for name in names}


def where(move: Move) -> str:
    if isinstance(move.about, Vacancy):
        return url_for("vacancies.show", reference=move.about.reference)
    if move.whose == "employer":
        return url_for("employers.show", reference=move.about.employer_reference, _anchor="speak")
    return url_for("agreements.show", reference=move.about.reference)
