"""Two at once: the last place of a site, a signature, a renewal, one person's two placements, and an interview in the hours of a placement
are each given once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session
from trade import GRACE, NOON, a_participant, a_referral, a_slot, a_vacancy, an_agreement, an_employer

from brokerage import interviews, referrals
from brokerage.placements import deeds, drafts, records
from brokerage.placements.drafts import Typed
from employers.columns import Refused
from employers.db import reading, transaction
from employers.flows import Act
from employers.models import Employer, Slot
from employers.placements import seats as placement_seats
from employers.placements.days import fill
from employers.placements.models import Placement, PlacementSeat, PlacementSignature
from employers.placements.moves import Signing

MONDAY = date(2027, 1, 25)
WORDS = {"supervisor": "Helen Marsh", "tasks": "Washing up", "leads_to": "A reference"}
AT_ONCE = 6


@pytest.fixture
def drafted(database: Engine) -> list[str]:
    """Drafts of as many people at one site, for the same five days; the last two are of one person."""
    made = []
    with transaction(by="test") as session:
        an_employer(session)
        an_agreement(session, kind="work_experience", places=20)
        job = a_vacancy(session, agreement_reference="A1", postcode="HB1 2RH")
        people = [a_participant(session, f"P{number}", share="name") for number in range(AT_ONCE - 1)]
        for person in [*people, people[-1]]:
            card = [{"part": "name", "text": person.called}]
            placed = drafts.draft(session, person, job, GRACE, NOON, scheme="swap", card=card)
            hours = fill(MONDAY, MONDAY + timedelta(days=4), "Mon-Fri 09:30-14:30")
            drafts.edit(session, placed, Typed("swap", hours, words=WORDS), GRACE, NOON)
            made.append(placed.placement.reference)
    return made


def at_once(number: int, what: Callable[[Session, int], object]) -> int:
    """How many of so many did it; whoever was refused has changed nothing."""
    ready = Barrier(number)

    def one(index: int) -> bool:
        ready.wait()
        try:
            with transaction(by="test") as session:
                what(session, index)
        except Refused:
            return False
        return True

    with ThreadPoolExecutor(number) as clients:
        return sum(clients.map(one, range(number)))


def send(reference: str) -> Callable[[Session, int], object]:
    return lambda session, _index: drafts.send(session, records.get(session, reference), GRACE, NOON)


def test_the_last_places_are_given_once(drafted: list[str]) -> None:
    with transaction(by="test") as session:
        placement_seats.set_room(session, session.scalars(select(Employer)).one(), "", "2", by="x", now=NOON)

    sent = at_once(AT_ONCE, lambda session, index: send(drafted[index])(session, index))

    assert sent == 2
    with reading() as session:
        seats = session.execute(select(PlacementSeat.day, func.count()).group_by(PlacementSeat.day)).all()
        assert {number for _, number in seats} == {2}
        assert session.scalar(select(func.count()).where(Placement.state == "to_sign")) == 2


def test_one_person_is_not_sent_to_two_places_at_once(drafted: list[str]) -> None:
    assert at_once(2, lambda session, index: send(drafted[-1 - index])(session, index)) == 1


def test_a_person_is_not_booked_and_sent_to_be_placed_for_the_same_hours(drafted: list[str]) -> None:
    """An interview and the paper at once, for one person after another; whoever is second is told."""
    with transaction(by="test") as session:
        job = a_vacancy(session, "V2")
        a_slot(session, "S1", f"{MONDAY} 11:00", vacancy_reference="V2", places=AT_ONCE)
        asked = [a_referral(session, records.get(session, each).participant, job).reference for each in drafted[:-1]]

    def book(session: Session, referral: str) -> None:
        slot = session.scalars(select(Slot).where(Slot.reference == "S1")).one()
        interviews.book(session, referrals.get(session, referral), slot, GRACE, NOON)

    for placement, referral in zip(drafted, asked, strict=False):

        def one_of_both(session: Session, index: int, placement: str = placement, referral: str = referral) -> None:
            book(session, referral) if index else send(placement)(session, index)

        assert at_once(2, one_of_both) == 1


def test_a_signature_and_a_renewal_are_made_once(drafted: list[str]) -> None:
    with transaction(by="test") as session:
        send(drafted[0])(session, 0)

    def sign(session: Session, _index: int) -> None:
        given = Signing("employer", "Helen Marsh", read=1)
        deeds.sign(session, records.get(session, drafted[0]), given, Act("x", "employer", NOON))

    assert at_once(4, sign) == 1
    with transaction(by="test") as session:
        assert session.scalar(select(func.count(PlacementSignature.id))) == 1
        placed = records.get(session, drafted[0])
        for party, role in (("participant", "participant"), ("programme", "coordinator")):
            deeds.sign(session, placed, Signing(party, "A Name", read=1), Act("x", role, NOON))

    assert at_once(4, lambda session, _index: drafts.renew(session, records.get(session, drafted[0]), GRACE, NOON)) == 1
