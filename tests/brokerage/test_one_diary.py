"""The one diary of a participant: interviews, mock interviews and the days of placements respect one another, whichever comes first."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session
from stay import a_stay
from trade import GRACE, NOON, a_participant, a_referral, a_slot, a_vacancy, an_employer

from brokerage import diaries, interviews
from brokerage.diary import busy
from brokerage.diary.mock_models import MockInterview
from brokerage.interviews import Elsewhere
from brokerage.placements import deeds, drafts, looking
from brokerage.placements.drafts import BookedOver, NotYetWhole, Typed
from brokerage.placing_models import Placed
from brokerage.referral_models import Referral
from brokerage.seating import words
from brokerage.seating.gather import scene
from employers.flows import Act
from employers.placements.days import Hours
from employers.placements.moves import Signing

DAY = date(2027, 1, 19)  # a day of the stay, from 09:30 to 14:30; home and any site here are 43 minutes apart
SAID = r"^Aisha Rahman cannot be at 11:15 on 19 January: the placement with Tanner Row Kitchens, from 09:30 to 14:30 that day, takes"


@pytest.fixture
def placed(session: Session) -> Placed:
    return a_stay(session)


@pytest.fixture
def wanted(session: Session, placed: Placed) -> Referral:
    """Another employer would like to meet the same person."""
    an_employer(session, "E2")
    return a_referral(session, placed.participant, a_vacancy(session, "V2", "E2"))


def at(session: Session, reference: str, when: str, **facts: Any) -> Any:
    return a_slot(session, reference, f"2027-01-{when}", **{"vacancy_reference": "V2"} | facts)


def a_mock(session: Session, of: Referral, when: datetime) -> MockInterview:
    made = MockInterview(referral=of, starts_at=when, minutes=45, minutes_away=30, noted_by=GRACE.email)
    session.add(made)
    session.flush()
    return made


WAYS: dict[str, Callable[[Session, Referral, Any], object]] = {
    "book": lambda session, referral, slot: interviews.book(session, referral, slot, GRACE, NOON),
    "hold": lambda session, referral, slot: interviews.hold(
        session, referral, slot, GRACE, NOON, until=NOON + timedelta(hours=1)
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_an_interview_is_not_offered_nor_given_in_the_hours_of_a_placement(session, wanted: Referral, way: str) -> None:
    within, after, weekend = at(session, "S1", "19 11:15"), at(session, "S2", "19 15:30"), at(session, "S3", "23 11:15")
    edge = at(session, "S4", "20 15:00")  # there, the way begins before the day there is over

    assert interviews.offered(session, wanted, NOON) == [after, weekend]
    assert interviews.suited(session, [wanted], within) == []
    assert interviews.suited(session, [wanted], after) == [wanted]
    for slot in (within, edge):
        with pytest.raises(Elsewhere, match="the placement with Tanner Row Kitchens, from 09:30 to 14:30"):
            WAYS[way](session, wanted, slot)
    with pytest.raises(Elsewhere, match=SAID):
        WAYS[way](session, wanted, within)
    assert WAYS[way](session, wanted, after)


def test_moving_confirming_passing_on_and_letting_stand_again_look_too(session: Session) -> None:
    """The stay is sent only after a time was kept, booked and cancelled in its hours."""
    placed = a_stay(session, "draft")
    an_employer(session, "E2")
    job = a_vacancy(session, "V2", "E2")
    own = a_referral(session, placed.participant, job)
    other = a_referral(session, a_participant(session, "P2"), job)
    slot, free = at(session, "S1", "19 11:15"), at(session, "S2", "19 16:00")
    interviews.book(session, own, slot, GRACE, NOON)
    interviews.cancel(session, own, GRACE, NOON, why="So it is.")
    WAYS["hold"](session, own, slot)
    placed.placement.state = "to_sign"
    session.flush()

    with pytest.raises(Elsewhere):
        interviews.confirm(session, own, GRACE, NOON)
    assert interviews.could_stand_again(session, own, GRACE, NOON) is None
    with pytest.raises(Elsewhere):
        interviews.uncancel(session, own, GRACE, NOON)
    session.delete(own.kept_seat)
    session.expire(own, ["kept_seat"])
    interviews.book(session, other, slot, GRACE, NOON)
    with pytest.raises(Elsewhere):
        interviews.reassign(session, other, own, GRACE, NOON)
    assert (other.state, own.state) == ("booked", "wanted")
    interviews.book(session, own, free, GRACE, NOON)
    with pytest.raises(Elsewhere):
        interviews.move(session, own, at(session, "S3", "20 11:15"), GRACE, NOON)
    assert own.booking.slot_reference == "S2"


@pytest.mark.parametrize(
    ("state", "takes"),
    [
        ("draft", False),
        ("to_sign", True),
        ("signed", True),
        ("running", True),
        ("finished", False),
        ("cancelled", False),
    ],
)
def test_the_days_take_the_person_while_the_paper_is_out_or_runs(session: Session, state: str, takes: bool) -> None:
    placed = a_stay(session, state)
    found = busy.taken(session, [placed.participant_id]).get(placed.participant_id, ())
    assert [(each.what, each.starts.date()) for each in found[:1]] == [("placement", date(2027, 1, 18))] * takes


def test_a_paper_over_an_interview_is_not_sent_before_one_of_them_is_moved(session: Session) -> None:
    placed = a_stay(session, "draft")
    referral = a_referral(session, placed.participant, a_vacancy(session, "V2"))
    interviews.book(session, referral, at(session, "S1", "19 15:00"), GRACE, NOON)  # the way begins within the hours

    with pytest.raises(NotYetWhole, match="has an interview at 15:00 on 19 January with Tanner Row Kitchens, and with"):
        drafts.send(session, placed, GRACE, NOON)
    assert placed.placement.state == "draft"

    interviews.move(session, referral, at(session, "S2", "19 16:00"), GRACE, NOON)
    drafts.send(session, placed, GRACE, NOON)
    assert placed.placement.state == "to_sign"


def test_a_change_over_an_interview_changes_nothing(session: Session) -> None:
    placed = a_stay(session)
    referral = a_referral(session, placed.participant, a_vacancy(session, "V2"))
    interviews.book(session, referral, at(session, "S1", "23 11:00"), GRACE, NOON)
    facts = {"supervisor": "Sam Osei", "tasks": "Serve", "leads_to": "A reference"}
    days = [Hours(each.day, each.starts, each.ends) for each in placed.placement.days]
    saturday = Hours(date(2027, 1, 23), time(9, 30), time(12))

    with pytest.raises(NotYetWhole, match="has an interview at 11:00 on 23 January"):
        drafts.edit(session, placed, Typed("work_experience", [*days, saturday], words=facts), GRACE, NOON)
    assert (placed.placement.state, placed.placement.edition) == ("signed", 1)
    assert saturday.day not in [each.day for each in placed.placement.days]


@pytest.mark.parametrize(
    ("party", "role", "said"),
    [
        ("programme", "coordinator", "An interview at 11:15 on 19 January, .* of Aisha Rahman’s hours on 19 January"),
        ("employer", "employer", "^The hours on 19 January are being looked at again, so it cannot be signed just now"),
        ("participant", "participant", "^The hours on 19 January are being looked at again"),
    ],
)
def test_nobody_signs_over_an_interview_and_only_staff_read_where_it_is(session, party, role, said) -> None:
    """As it may stand in tables from before the days of a paper took anybody."""
    placed = a_stay(session, "draft")
    referral = a_referral(session, placed.participant, a_vacancy(session, "V2"))
    interviews.book(session, referral, at(session, "S1", "19 11:15"), GRACE, NOON)
    placed.placement.state = "to_sign"
    session.flush()

    with pytest.raises(BookedOver, match=said):
        deeds.sign(session, placed, Signing(party, "A Name", read=1), Act("x", role, NOON))
    assert not placed.placement.signatures
    assert "Move it first" in "".join(each.text for each in looking.open_points(session, placed, NOON) if each.stops)


def test_a_mock_interview_takes_the_person_as_long_as_its_referral_goes_on(session: Session, wanted: Referral) -> None:
    other = a_referral(session, wanted.participant, a_vacancy(session, "V3", "E2"))
    a_mock(session, other, datetime(2027, 1, 23, 10))
    slot = at(session, "S1", "23 11:15")

    assert interviews.offered(session, wanted, NOON) == []
    with pytest.raises(Elsewhere, match="a mock interview at 10:00 on 23 January, with the way there and back, takes"):
        interviews.book(session, wanted, slot, GRACE, NOON)

    other.state, other.outcome, other.ended_at, other.open = "ended", "withdrawn", NOON, None
    session.flush()
    assert interviews.book(session, wanted, slot, GRACE, NOON)


def test_a_paper_is_not_sent_over_a_mock_interview(session: Session) -> None:
    placed = a_stay(session, "draft")
    referral = a_referral(session, placed.participant, a_vacancy(session, "V2"))
    a_mock(session, referral, datetime(2027, 1, 20, 9))
    with pytest.raises(NotYetWhole, match="has a mock interview at 09:00 on 20 January"):
        drafts.send(session, placed, GRACE, NOON)


def test_a_plan_seats_nobody_in_the_hours_of_a_placement(session: Session, wanted: Referral) -> None:
    at(session, "S1", "19 11:15")
    at(session, "S2", "23 11:15")
    found = scene(session, wanted.vacancy, NOON)

    assert [option.time for option in found.problem.options] == ["S2"]
    assert (
        "the placement with Tanner Row Kitchens, from 09:30 to 14:30 that day, takes some of that time."
        in words.cannot(found, wanted.reference, "S1")
    )


def test_what_stands_in_somebodys_calendar_takes_the_person(session: Session, wanted: Referral) -> None:
    """Other than in calendars of staff: whatever a participant reads as an appointment, nobody books over."""
    person = wanted.participant
    interviews.book(session, wanted, at(session, "S1", "23 11:15"), GRACE, NOON)

    shown = diaries.entries(session, person, diaries.span(NOON.date(), NOON))

    taken = {(each.starts, each.ends) for each in busy.taken(session, [person.id])[person.id]}
    assert {(each.starts, each.ends) for each in shown if each.busy and not each.off} == taken
    assert len(taken) == 11
