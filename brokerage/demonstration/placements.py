"""Hallbrook's placements: one that runs in three roles, a trial that waits for its signatures, and a draft with things to ask."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from brokerage import shortlists
from brokerage.demonstration.accounts import GRACE, SAM
from brokerage.placements import deeds, drafts
from brokerage.placements.drafts import Typed
from brokerage.placing_models import Placed
from brokerage.referrals import Actor
from employers.flows import Act
from employers.models import Employer
from employers.placements import moves as placement_moves
from employers.placements import seats as placement_seats
from employers.placements.days import fill
from employers.placements.moves import Signing

RUNS, WAITS, DRAFT = "WHOTEL", "WKITCHEN", "WSCHOOL"


def set_out(session: Session, today: date) -> None:
    """As somebody would have done it on the pages, some days ago."""
    hotel = session.scalars(select(Employer).where(Employer.reference == "E006")).one()
    placement_seats.set_room(session, hotel, "", "3", by=SAM, now=_at(today, 30))
    _runs(session, today)
    _waits(session, today)
    _draft(session, today)


def _runs(session: Session, today: date) -> None:
    """Two weeks at the hotel, since some days."""
    begun, sent = today - timedelta(days=5), _at(today, 16)
    words = {
        "where": "Staff entrance in the yard",
        "supervisor": "Yusuf Demir, at the front desk from 09:00",
        "tasks": "Three roles to see which one suits: rooms with the morning team, then the kitchen, then the front desk.",
        "leads_to": "A reference in any case, and a talk about the post of room attendant. No job is promised.",
        "expenses": "A meal each day; we pay the bus",
        "bring": "Flat shoes; an apron is there",
    }
    hours = fill(begun, begun + timedelta(days=13), "Mon-Fri 09:30-15:30", 30)
    roles = [("Rooms", 3), ("Kitchen", 3), ("Front desk", len(hours) - 6)]
    placed = _begin(session, RUNS, ("P025", "V022", "work_experience"), SAM, sent)
    drafts.edit(session, placed, Typed("work_experience", hours, roles, words), Actor(SAM, "coordinator"), sent)
    drafts.send(session, placed, Actor(SAM, "coordinator"), sent)
    for days, party, role, by, name, how in (
        (15, "employer", "employer", "yusuf.demir@example.org", "Yusuf Demir", "link"),
        (14, "participant", "participant", deeds.ANONYMOUS, "Imran Khalid", "link"),
        (13, "programme", "coordinator", SAM, "Sam Lister", "page"),
    ):
        deeds.sign(session, placed, Signing(party, name, how, 1), Act(by, role, _at(today, days)))
    placement_moves.note_the_days(session, datetime.combine(begun, time(6)))


def _waits(session: Session, today: date) -> None:
    """A trial for a real job, signed by the programme alone."""
    first, sent = today + timedelta(days=7), _at(today, 1)
    words = {
        "supervisor": "Helen Marsh, in the kitchen",
        "tasks": "Everything that the job is: laying out, serving, washing up, beside one of the team.",
        "leads_to": "The job, if both of you want it after the five days. Helen says so on the last one.",
        "expenses": "Lunch is there; we pay the bus",
    }
    hours = fill(first, first + timedelta(days=6), "Mon-Fri 08:30-12:30")
    placed = _begin(session, WAITS, ("P028", "V001", "job_trial"), GRACE, sent)
    drafts.edit(
        session, placed, Typed("job_trial", hours, words=words, only_person=True), Actor(GRACE, "coordinator"), sent
    )
    drafts.send(session, placed, Actor(GRACE, "coordinator"), sent)
    deeds.sign(session, placed, Signing("programme", "Grace Okoye", read=1), Act(GRACE, "coordinator", sent))


def _draft(session: Session, today: date) -> None:
    """Four weeks of mornings, with what is still to be asked."""
    first, at = today + timedelta(days=15), _at(today, 0)
    words = {"tasks": "Reading with small groups, beside the class teacher."}
    hours = fill(first, first + timedelta(days=26), "Mon-Thu 09:15-12:15")
    placed = _begin(session, DRAFT, ("P019", "V030", "work_experience"), GRACE, at)
    drafts.edit(session, placed, Typed("work_experience", hours, words=words), Actor(GRACE, "coordinator"), at)


def _begin(session: Session, reference: str, whom: tuple[str, str, str], by: str, at: datetime) -> Placed:
    person, vacancy = shortlists.participant(session, whom[0]), shortlists.vacancy(session, whom[1])
    card = drafts.named(person)
    made = drafts.draft(
        session, person, vacancy, Actor(by, "coordinator"), at, scheme=whom[2], card=card, agreed_on=at.date()
    )
    made.placement.reference = reference
    session.flush()
    return made


def _at(today: date, days_ago: int) -> datetime:
    return datetime.combine(today - timedelta(days=days_ago), time(9, 40))
