"""Interviews: a seat, the way there and back, moving, cancelling, and whether it took place."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from trade import (
    FAR,
    GRACE,
    HELEN,
    NOON,
    PRIYA,
    TOWN,
    a_participant,
    a_referral,
    a_slot,
    a_vacancy,
    an_agreement,
    an_employer,
)

from brokerage.audit import AuditEntry
from brokerage.diary import busy, hours
from brokerage.interviews import (
    Elsewhere,
    NothingCancelled,
    NotYet,
    SlotFull,
    WrongSlot,
    book,
    cancel,
    free,
    move,
    not_there,
    offered,
    took_place,
    uncancel,
)
from brokerage.places import Place
from brokerage.referral_models import Booking, BusyQuarter, Referral
from brokerage.referrals import NotYourPerson, PausedByThePerson, VacancyGone, take
from employers.columns import BadCells, Refused
from employers.flows import NotNow, SayWhy
from employers.models import Vacancy
from employers.records import save
from employers.times.slots import SLOTS

AFTER = NOON + timedelta(days=9)  # every slot here is over by then


@pytest.fixture
def vacancy(session: Session) -> Vacancy:
    an_employer(session)
    return a_vacancy(session)


@pytest.fixture
def asked(session: Session, vacancy: Vacancy) -> Referral:
    """Somebody whom the employer would like to meet."""
    return a_referral(session, a_participant(session), vacancy)


def another(session: Session, vacancy: Vacancy, reference: str = "P2", state: str = "wanted") -> Referral:
    return a_referral(session, a_participant(session, reference), vacancy, state)


def test_a_booking_takes_a_seat_and_shows_the_time_on_the_card(session: Session, asked: Referral):
    slot = a_slot(session, places=2)

    booking = book(session, asked, slot, GRACE, NOON)

    assert (asked.state, booking.seat, asked.introduction.slot, free(session, slot, NOON)) == ("booked", 1, slot, 1)
    assert (asked.steps[-1].transition, asked.steps[-1].why) == ("book", "11:15 on Tuesday 19 January")
    assert trail(session, "booking") == ["created"]


def test_the_last_place_goes_once_and_the_second_is_told(session: Session, vacancy: Vacancy, asked: Referral):
    slot, late = a_slot(session), another(session, vacancy)
    book(session, asked, slot, GRACE, NOON)

    with pytest.raises(SlotFull, match=r"^The 11:15 place went a moment ago\. Choose another time\.$"):
        book(session, late, slot, GRACE, NOON)

    assert (late.state, late.steps, late.booking) == ("wanted", [], None)


@pytest.mark.parametrize(("places", "seats"), [(None, 1), (0, 0), (3, 3)])
def test_a_slot_has_as_many_seats_as_places_and_one_where_it_does_not_say(session, vacancy, places, seats):
    slot = a_slot(session, places=places)
    people = [another(session, vacancy, f"P{n}") for n in range(5)]

    got = [each for each in people if booked(session, each, slot)]

    assert len(got) == seats
    assert sorted(session.scalars(select(Booking.seat))) == list(range(1, seats + 1))


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"at": "2027-01-14 11:59"}, "is over"),
        ({"vacancy_reference": "V2"}, "for another vacancy"),
        ({"vacancy_reference": None, "agreement_reference": "A2"}, "for people under A2"),
        ({"agreement_reference": "A2"}, "for people under A2"),
    ],
)
def test_a_slot_that_is_over_or_for_others_is_refused(session: Session, asked: Referral, facts, says):
    an_employer(session, "E2")
    an_agreement(session, "A2", "E2")
    a_vacancy(session, "V2", "E2")

    with pytest.raises(WrongSlot, match=says):
        book(session, asked, a_slot(session, **facts), GRACE, NOON)
    assert asked.state == "wanted"


def test_a_slot_is_over_by_the_clock_on_the_wall(session: Session, asked: Referral):
    slot = a_slot(session, at="2027-07-01 10:30")

    assert slot in offered(session, asked, datetime(2027, 7, 1, 9, 15))
    with pytest.raises(WrongSlot, match="is over"):
        book(session, asked, slot, GRACE, datetime(2027, 7, 1, 9, 45))


def test_a_slot_of_an_agreement_is_for_every_vacancy_under_it(session: Session, vacancy: Vacancy, asked: Referral):
    an_agreement(session)
    slot = a_slot(session, vacancy_reference=None, agreement_reference="A1")
    assert offered(session, asked, NOON) == []

    vacancy.agreement_reference = "A1"

    assert offered(session, asked, NOON) == [slot]
    assert book(session, asked, slot, GRACE, NOON)


def test_nobody_is_booked_who_paused_or_for_a_vacancy_that_is_gone(session: Session, vacancy: Vacancy, asked: Referral):
    slot = a_slot(session)

    asked.participant.live = False
    with pytest.raises(PausedByThePerson):
        book(session, asked, slot, GRACE, NOON)
    asked.participant.live, vacancy.closes_on = True, NOON.date() - timedelta(days=1)
    with pytest.raises(VacancyGone):
        book(session, asked, slot, GRACE, NOON)
    vacancy.closes_on, asked.introduction.taken_back_at = None, NOON
    with pytest.raises(WrongSlot, match="not on the employer's desk"):
        book(session, asked, slot, GRACE, NOON)

    assert free(session, slot, NOON) == 1


def test_only_a_promise_books_before_the_employer_has_answered(session: Session, vacancy: Vacancy):
    an_agreement(session, training="kitchen skills")
    vacancy.agreement_reference = "A1"
    waiting, slot = another(session, vacancy, "P3", "introduced"), a_slot(session)
    with pytest.raises(NotNow):
        book(session, waiting, slot, GRACE, NOON)

    waiting.participant.training_completed = "kitchen skills"

    book(session, waiting, slot, GRACE, NOON)
    assert (waiting.state, waiting.introduction.agreement_reference) == ("booked", "A1")


def test_nobody_is_in_two_places_and_the_way_there_counts(session: Session, asked: Referral):
    """Home and site are 3 km apart: three quarters of an hour by bus, so that an hour and a half between two interviews is the least."""
    other = a_referral(session, asked.participant, a_vacancy(session, "V2"))
    book(session, asked, a_slot(session, at="2027-01-19 11:15"), GRACE, NOON)
    close = [
        a_slot(session, f"S{at}", f"2027-01-19 {at}", vacancy_reference="V2") for at in ("10:30", "11:15", "12:00")
    ]
    apart = [a_slot(session, f"S{at}", f"2027-01-19 {at}", vacancy_reference="V2") for at in ("09:00", "13:30")]

    assert offered(session, other, NOON) == apart
    for slot in close:
        with pytest.raises(Elsewhere, match=r"^Person P1 cannot be at .* an interview at 11:15 on 19 January"):
            book(session, other, slot, GRACE, NOON)
    assert book(session, other, apart[1], GRACE, NOON)


@pytest.mark.parametrize(
    ("facts", "where", "minutes"),
    [
        ({}, TOWN, 43),  # 3 km: by bus 28 minutes and 5.1 a km; on foot 47
        ({"travel_modes": "walk"}, TOWN, 47),
        ({"travel_modes": "walk; bus", "travel_max": "bus 45"}, TOWN, 43),
        ({}, FAR, 181),
        ({"travel_modes": None}, TOWN, 60),
        ({"travel_modes": "rail"}, TOWN, 60),
        ({"found_lat": None, "found_lon": None}, TOWN, 60),
        ({}, None, 60),
    ],
)
def test_the_way_is_by_the_persons_own_means_and_an_hour_where_it_is_not_known(session, vacancy, facts, where, minutes):
    vacancy.found_lat, vacancy.found_lon = where or (None, None)

    assert busy.journey(session, a_participant(session, **facts), a_slot(session)) == minutes


def test_a_slot_of_an_agreement_is_where_the_employer_is(session: Session):
    employer = an_employer(session, postcode="HB4 2TR")
    an_agreement(session)
    slot = a_slot(session, vacancy_reference=None, agreement_reference="A1")
    assert busy.site(session, slot) is None

    session.add(Place(code="HB4", latitude=53.4, longitude=-1.5, radius_km=3.0, london=False))
    session.flush()
    assert (busy.site(session, slot).lat, busy.site(session, slot).radius_km) == (53.4, 3.0)

    employer.latitude, employer.longitude = TOWN
    assert busy.site(session, slot).lat == TOWN[0]


@pytest.mark.parametrize(
    ("at", "minutes", "first", "last"),
    [
        ("2027-01-19 12:00", 30, "11:15", "13:00"),
        ("2027-01-19 12:05", 30, "11:15", "13:15"),
        ("2027-01-19 12:05", None, "11:15", "13:15"),
        ("2027-01-19 12:00", 1, "11:15", "12:30"),
    ],
)
def test_quarters_begun_are_quarters_taken(session: Session, vacancy: Vacancy, at, minutes, first, last):
    slot = a_slot(session, at=at, minutes=minutes)

    taken = busy.quarters(session, a_participant(session), slot)  # 43 minutes there, and 43 back

    shown = [f"{hours.FIRST + quarter * hours.QUARTER:%H:%M}" for quarter in (taken[0], taken[-1])]
    assert shown == [first, last]


def test_moving_gives_up_the_old_seat_only_for_a_new_one(session: Session, vacancy: Vacancy, asked: Referral):
    old, full, new = (a_slot(session, f"S{n}", f"2027-01-{18 + n} 11:15") for n in (1, 2, 3))
    book(session, asked, old, GRACE, NOON)
    book(session, another(session, vacancy), full, GRACE, NOON)
    before = set(session.scalars(select(BusyQuarter.quarter).where(BusyQuarter.participant_id == asked.participant_id)))

    with pytest.raises(SlotFull):
        move(session, asked, full, GRACE, NOON)
    assert (asked.booking.slot_reference, free(session, old, NOON), asked.introduction.slot) == ("S1", 0, old)
    assert {each.quarter for each in asked.booking.quarters} == before

    move(session, asked, new, GRACE, NOON)
    assert (asked.state, asked.booking.slot_reference, free(session, old, NOON), free(session, new, NOON)) == (
        "booked",
        "S3",
        1,
        0,
    )
    assert asked.introduction.slot == new
    assert [each.transition for each in asked.steps] == ["book", "move"]


def test_moving_by_a_little_needs_no_way_home_in_between(session: Session, asked: Referral):
    old, new = a_slot(session, "S1", "2027-01-19 11:15"), a_slot(session, "S2", "2027-01-19 11:45")
    book(session, asked, old, GRACE, NOON)

    assert offered(session, asked, NOON) == [new]
    move(session, asked, new, GRACE, NOON)

    assert {each.quarter for each in asked.booking.quarters} == set(busy.quarters(session, asked.participant, new))
    assert set(session.scalars(select(BusyQuarter.quarter))) == set(busy.quarters(session, asked.participant, new))


def test_moving_to_where_it_is_is_refused(session: Session, asked: Referral):
    slot = a_slot(session, places=2)
    book(session, asked, slot, GRACE, NOON)

    with pytest.raises(WrongSlot, match="booked already"):
        move(session, asked, slot, GRACE, NOON)


@pytest.mark.parametrize("actor", [GRACE, HELEN, PRIYA], ids=lambda actor: actor.role)
def test_cancelling_says_by_whom_and_frees_seat_and_time(session: Session, asked: Referral, actor):
    slot = a_slot(session)
    book(session, asked, slot, GRACE, NOON)
    with pytest.raises(SayWhy):
        cancel(session, asked, actor, NOON, why=" ")

    cancel(session, asked, actor, NOON, why="The kitchen is flooded.")

    assert (asked.state, asked.booking, asked.introduction.slot_reference) == ("wanted", None, None)
    assert (asked.steps[-1].role, asked.steps[-1].by, asked.steps[-1].why) == (
        actor.role,
        actor.email,
        "The kitchen is flooded.",
    )
    assert session.scalars(select(BusyQuarter)).all() == []
    assert book(session, asked, slot, GRACE, NOON)


def test_another_keyworker_cancels_nothing(session: Session, asked: Referral):
    book(session, asked, a_slot(session), GRACE, NOON)

    with pytest.raises(NotYourPerson):
        cancel(session, asked, type(PRIYA)("tom@hallbrook.example", "keyworker"), NOON, why="A mistake.")


def test_it_took_place(session: Session, asked: Referral):
    slot = a_slot(session)
    book(session, asked, slot, GRACE, NOON)
    with pytest.raises(NotYet, match=r"at 11:15 on 19 January\. Say afterwards"):
        took_place(session, asked, True, GRACE, NOON)
    assert asked.state == "booked"

    took_place(session, asked, True, HELEN, AFTER)

    assert (asked.state, asked.introduction.met, asked.introduction.slot, free(session, slot, NOON)) == (
        "met",
        True,
        slot,
        0,
    )


def test_it_did_not_take_place_and_can_be_booked_again(session: Session, asked: Referral):
    book(session, asked, a_slot(session), GRACE, NOON)

    took_place(session, asked, False, GRACE, AFTER, why="The bus did not come.")

    assert (asked.state, asked.introduction.met, asked.introduction.slot_reference) == ("wanted", False, None)
    assert asked.steps[-1].transition == "miss"
    again = a_slot(session, "S2", "2027-02-01 11:15")
    book(session, asked, again, GRACE, AFTER)
    assert (asked.state, asked.introduction.met) == ("booked", None)


@pytest.mark.parametrize("transition", ["say_no", "withdraw", "close"])
def test_an_end_before_the_interview_frees_seat_and_time(session: Session, asked: Referral, transition):
    slot = a_slot(session)
    book(session, asked, slot, GRACE, NOON)
    actor, why = (PRIYA, None) if transition == "say_no" else (GRACE, "No longer needed.")

    take(session, asked, transition, actor, NOON, why=why)

    assert free(session, slot, NOON) == 1
    assert session.scalars(select(BusyQuarter)).all() == []


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"starts_at": "2027-01-19 11:30"}, "starts_at"),
        ({"minutes": "45"}, "minutes"),
        ({"vacancy": "V2"}, "vacancy"),
        ({"places": "1"}, "places"),
        ({"places": "clear"}, "places"),
    ],
)
def test_a_slot_stays_as_those_who_are_booked_were_told(session: Session, vacancy: Vacancy, cells, column):
    a_vacancy(session, "V2")
    slot = a_slot(session, places=3)
    for name in ("P1", "P2"):
        book(session, another(session, vacancy, name), slot, GRACE, NOON)

    with pytest.raises(BadCells, match="2 people are booked at that time") as refused:
        save(session, SLOTS, cells, record=slot, whole=False)

    assert [wrong.column for wrong in refused.value.wrong] == [column]
    save(session, SLOTS, {"places": "2", "where": "Back door"}, record=slot, whole=False)
    assert (slot.places, slot.where) == (2, "Back door")


def test_a_slot_is_changed_at_will_while_nobody_is_booked(session: Session, asked: Referral):
    slot = a_slot(session)
    book(session, asked, slot, GRACE, NOON)
    cancel(session, asked, GRACE, NOON, why="The kitchen is flooded.")

    assert save(session, SLOTS, {"starts_at": "2027-01-20 09:00", "places": "0"}, record=slot, whole=False).changes


def booked(session: Session, referral: Referral, slot) -> bool:
    try:
        book(session, referral, slot, GRACE, NOON)
    except Refused:
        return False
    return True


def trail(session: Session, kind: str) -> list[str]:
    return list(session.scalars(select(AuditEntry.action).where(AuditEntry.kind == kind).order_by(AuditEntry.id)))


def test_not_being_there_is_neither_cancelled_nor_not_taking_place_and_the_next_time_is_offered(session, asked):
    slot, other = a_slot(session), a_slot(session, "S2", "2027-01-25 09:00")
    book(session, asked, slot, GRACE, NOON)
    with pytest.raises(NotYet):
        not_there(session, asked, GRACE, NOON)

    not_there(session, asked, GRACE, AFTER)

    assert [step.transition for step in asked.steps] == ["book", "not_there"]
    assert (asked.state, asked.booking, asked.introduction.met, asked.steps[-1].slot_reference) == (
        "wanted",
        None,
        False,
        "S1",
    )
    assert offered(session, asked, AFTER) == [other]
    with pytest.raises(NothingCancelled):
        uncancel(session, asked, GRACE, AFTER)
