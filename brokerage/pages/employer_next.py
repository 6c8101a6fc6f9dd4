"""What is next with one employer: the visit, what was promised in a conversation, and the agreements that need a move."""

from collections.abc import Iterator, Sequence
from datetime import date

from flask import url_for

from brokerage.ledger.models import PlannedVisit
from brokerage.look import clock, day_short
from brokerage.pages import ledger_today
from brokerage.pages.board import Card, soonest
from brokerage.pages.keyworker_tasks import Task
from brokerage.pages.ledger_section import Section

TONES = {"us": "amber", "employer": "blue"}


def tasks(contacts: Section, cards: Sequence[Card], today: date) -> list[Task]:
    """The soonest first of each kind; an agreement on course is none."""
    return [
        *(_visit(each, contacts.names) for each in contacts.planned),
        *(ledger_today.promise(each, today) for each in contacts.promised),
        *_moves(cards),
    ]


def _visit(visit: PlannedVisit, names: dict[str, str]) -> Task:
    at = f", {clock(visit.at)}" if visit.at else ""
    address = url_for("visits.calendar", visit=visit.reference)
    return Task("pine", "cal", f"Visit on {day_short(visit.day)}{at}", names[visit.by], "Calendar entry", address)


def _moves(cards: Sequence[Card]) -> Iterator[Task]:
    for card in sorted(cards, key=soonest):
        if card.move.whose in TONES:
            yield Task(TONES[card.move.whose], "file", card.what, card.move.text, card.move.action, card.address)
