"""What stands in the tables as a plan sees it: who waits, who can come when, and the sentence for each."""

from datetime import datetime, time, timedelta

import pytest
from sqlalchemy.orm import Session
from trade import FAR, GRACE, NOON, TOWN, a_participant, a_referral, a_slot, a_vacancy, an_agreement, an_employer

from brokerage import accounts, interviews
from brokerage.diary import attendance
from brokerage.diary.mock_models import MockInterview
from brokerage.referral_models import PromisedPlace, Referral
from brokerage.seating import gather, promises, words
from brokerage.seating.changes import faults
from brokerage.seating.exact import best
from brokerage.seating.gather import Scene
from brokerage.shortlists import NotThere
from employers.models import Slot, Vacancy


@pytest.fixture
def vacancy(session: Session) -> Vacancy:
    an_employer(session)
    return a_vacancy(session)


def waits(session: Session, vacancy: Vacancy, reference: str = "P1", state: str = "wanted", **facts) -> Referral:
    return a_referral(session, a_participant(session, reference, **facts), vacancy, state)


def seen(session: Session, of) -> Scene:
    return gather.scene(session, of, NOON)


def planned(session: Session, of) -> dict[str, str]:
    return best(seen(session, of).problem)


def test_a_chain_moves_so_that_everybody_is_seated(session: Session, vacancy: Vacancy):
    """First come first served would seat one: the first takes the only time of the second."""
    waits(session, vacancy, "P1", available="any")
    waits(session, vacancy, "P2", available="Tue 10:00-13:00")
    early, late = a_slot(session, "S1", "2027-01-19 11:15"), a_slot(session, "S2", "2027-01-21 15:00")

    assert planned(session, vacancy) == {"R-P1-V1": late.reference, "R-P2-V1": early.reference}


@pytest.mark.parametrize(
    ("facts", "seated", "says"),
    [
        ({"available": "Tue 10:15-13:00"}, True, "Free from 10:15 to 13:00 that day; 43 minutes by bus."),
        ({"available": "Tue 11:00-13:00"}, False, "Person cannot be at 11:15: free from 11:00 to 13:00 that day"),
        ({"available": "Wed 09:00-17:00"}, False, "Person cannot be at 11:15: not free that day"),
        (
            {"available": "any", "caring": "Tue 11:30-12:00"},
            False,
            "Person cannot be at 11:15: free until 11:30 and from 12:00 that day, and the journey takes",
        ),
        ({"available": None, "caring": "none"}, True, "Not known: when Person could come. Ask before it is booked."),
        ({"available": "any", "caring": None}, True, "Not known: whether Person cares for somebody then. Ask"),
        ({"available": "Tue 10:00-13:00 / Wed 09:00-17:00", "caring": "none"}, True, "which week of the rota it is"),
        ({"available": "any", "caring": "none", "travel_modes": None}, True, "how long the journey takes"),
    ],
)
def test_the_own_week_caring_and_the_way_there_decide_and_what_is_not_known_leaves_nobody_out(
    session: Session, vacancy: Vacancy, facts, seated, says
):
    waits(session, vacancy, **({"caring": "none"} | facts))
    a_slot(session)
    found = seen(session, vacancy)

    assert bool(best(found.problem)) == seated
    said = words.reason(found, found.problem.options[0]) if seated else words.cannot(found, "R-P1-V1", "S1")
    assert says in said


def test_the_school_run_is_kept(session: Session, vacancy: Vacancy):
    """At the gate at 15:10, beside the work: what lasts until 15:15 suits in the holidays only."""
    school = {"school_found_lat": TOWN[0], "school_found_lon": TOWN[1], "school_found_radius_km": 0.0}
    run = school | {"school_postcode": "HB3 2SW", "drop_off": time(8, 45), "pick_up": time(15, 10)}
    waits(session, vacancy, available="any", caring="none", **run)
    a_slot(session, "S1", "2027-01-19 14:45")
    found = seen(session, vacancy)
    assert found.problem.options[0].unknown == ("season",), "no calendar is loaded: there may be no school that day"

    a_slot(session, "S2", "2027-01-20 13:30")
    assert planned(session, vacancy) == {"R-P1-V1": "S2"}, "a time that suits in term and holidays is better"


def test_another_interview_and_the_way_between_take_the_person(session: Session, vacancy: Vacancy):
    asked = waits(session, vacancy, available="any")
    other = a_referral(session, asked.participant, a_vacancy(session, "V2"))
    interviews.book(session, other, a_slot(session, "S9", "2027-01-19 10:45", vacancy_reference="V2"), GRACE, NOON)
    a_slot(session)
    found = seen(session, vacancy)

    assert best(found.problem) == {}
    assert words.cannot(found, asked.reference, "S1") == (
        "Person cannot be at 11:15: another interview at 10:45, with the way there and back, takes some of that time."
    )
    assert [way.what for way in words.ways(found, asked.reference)] == ["new"]
    assert "Tuesday 19 January, 11:15" in words.why_unseated(found, asked.reference, {})


def test_a_mock_interview_comes_first(session: Session, vacancy: Vacancy):
    asked = waits(session, vacancy, available="any", caring="none")
    at = datetime(2027, 1, 19, 9)
    session.add(MockInterview(referral=asked, starts_at=at, minutes=45, minutes_away=25, noted_by=GRACE.email))
    for number, hour in enumerate(("08:30", "11:15", "12:30"), 1):
        a_slot(session, f"S{number}", f"2027-01-19 {hour}")
    session.flush()
    found = seen(session, vacancy)

    assert best(found.problem) == {asked.reference: "S3"}
    assert "Back from a 09:00 mock interview by 10:10" in words.reason(found, found.problem.options[0])
    assert "and 2 hours are kept between the two" in words.cannot(found, asked.reference, "S2")


def test_one_of_us_goes_along_with_one_person_at_a_time(session: Session, vacancy: Vacancy):
    sam = accounts.invite(session, "sam@hallbrook.example", "coordinator", "Sam")
    for name in ("P1", "P2"):
        attendance.say_need(session, waits(session, vacancy, name, available="any"), companion=sam)
    a_slot(session, "S1", "2027-01-19 11:15")
    a_slot(session, "S2", "2027-01-19 11:30")
    assert len(planned(session, vacancy)) == 1

    a_slot(session, "S3", "2027-01-20 11:30")
    assert len(planned(session, vacancy)) == 2


def test_a_coordinator_attends_one_employer_at_a_time(session: Session):
    accounts.invite(session, GRACE.email, "coordinator", "Grace")
    for number in ("1", "2"):
        an_employer(session, f"E{number}", coordinator=GRACE.email)
        job = a_vacancy(session, f"V{number}", f"E{number}")
        waits(session, job, f"P{number}", available="any")
        a_slot(session, f"S{number}", "2027-01-19 11:15", vacancy_reference=f"V{number}", with_coordinator=True)
    first = session.query(Referral).filter_by(reference="R-P1-V1").one()
    interviews.book(session, first, session.query(Slot).filter_by(reference="S1").one(), GRACE, NOON)

    found = seen(session, job)
    assert best(found.problem) == {}
    assert words.cannot(found, "R-P2-V2", "S2") == (
        "Person cannot be at 11:15: Grace cannot be there, as another interview takes some of that time."
    )


def test_who_waits_is_who_is_wanted_or_promised_and_is_not_being_asked(session: Session, vacancy: Vacancy):
    an_agreement(session, places=1, training="kitchen skills")
    vacancy.agreement_reference = "A1"
    wanted = waits(session, vacancy, "P1")
    waits(session, vacancy, "P2", "introduced")
    entitled = [
        waits(session, vacancy, name, "introduced", training_completed="kitchen skills") for name in ("P3", "P4")
    ]
    kept = waits(session, vacancy, "P5")
    slot = a_slot(session, places=4, agreement_reference="A1")
    interviews.hold(session, kept, slot, GRACE, NOON, until=NOON + timedelta(hours=1))
    found = seen(session, vacancy)

    assert set(found.referrals) == {each.reference for each in (wanted, *entitled)}
    assert found.times["S1"].places == 3
    assert len(best(found.problem)) == 2, "one promise is left for two people"
    assert [each.what for each in faults(found.problem, dict.fromkeys(found.referrals, "S1"))] == ["cap"]


def test_nothing_is_planned_for_somebody_who_paused(session: Session, vacancy: Vacancy):
    asked = waits(session, vacancy, live=False)
    a_slot(session)
    found = seen(session, vacancy)

    assert best(found.problem) == {}
    assert words.why_unseated(found, asked.reference, {}).startswith("Paused by the person")
    assert words.ways(found, asked.reference) == []


def test_what_is_planned_can_be_booked(session: Session):
    """A dozen people, two jobs under one agreement, times of every kind: the plan is booked as it stands."""
    an_employer(session)
    an_agreement(session, places=20)
    jobs = [a_vacancy(session, name, agreement_reference="A1") for name in ("V1", "V2")]
    for number in range(12):
        facts = {"available": ("any", "Tue 09:00-14:00", "Wed 10:00-16:00", None)[number % 4]}
        person = a_participant(session, f"P{number}", **facts, **_home(number))
        for job in jobs if number % 3 == 0 else jobs[number % 2 : number % 2 + 1]:
            a_referral(session, person, job)
    for number in range(14):
        at = f"2027-01-{19 + number % 3} {9 + number // 3:02}:{15 * (number % 4):02}"
        both = {"vacancy_reference": None, "agreement_reference": "A1"}
        a_slot(session, f"S{number:02}", at, places=1 + number % 2, **(both if number % 2 else {}))
    agreement = gather.subject(session, "A1")
    plan = planned(session, agreement)
    assert len(plan) > 12

    for ask, time_of_it in plan.items():
        referral = session.query(Referral).filter_by(reference=ask).one()
        interviews.book(session, referral, session.query(Slot).filter_by(reference=time_of_it).one(), GRACE, NOON)


def test_a_promise_that_cannot_be_met_is_said_early_and_vanishes_with_the_times(session: Session, vacancy: Vacancy):
    agreement = an_agreement(session, places=5)
    vacancy.agreement_reference = "A1"
    for number, name in enumerate(("P1", "P2", "P3"), 1):
        promised(session, waits(session, vacancy, name, available="any"), number)
    a_slot(session, "S1", "2027-01-19 11:15")
    a_slot(session, "S2", "2027-01-25 11:15")
    [risk] = promises.at_risk(session, NOON)
    assert (risk.agreement, risk.waiting) == (agreement, 3)
    assert words.needed(risk.short, NOON.date()) == "2 more places are needed by 22 January"
    assert promises.at_risk(session, NOON, lambda _employer: False) == []

    a_slot(session, "S3", "2027-01-20 11:15", places=2)
    assert promises.at_risk(session, NOON) == []


def test_a_promise_that_is_late_comes_first(session: Session, vacancy: Vacancy):
    an_agreement(session, places=5)
    vacancy.agreement_reference = "A1"
    promised(session, waits(session, vacancy, "P2", available="any"), 1)
    late = waits(session, vacancy, "P3", available="any")
    late.introduction.laid_at = NOON - timedelta(days=30)
    promised(session, late, 2)
    a_slot(session)

    assert planned(session, vacancy) == {late.reference: "S1"}


def test_a_time_that_would_suit_is_named(session: Session, vacancy: Vacancy):
    asked = waits(session, vacancy, available="Tue,Wed 08:00-11:00", caring="none")
    a_slot(session)
    found = seen(session, vacancy)

    [way] = words.ways(found, asked.reference)

    assert way.said == "A place at 09:00 on Tuesday 19 January would seat Person."
    assert words.why_unseated(found, asked.reference, {}) == (
        "Free from 08:00 to 11:00 that day: Tuesday 19 January, offered at 11:15. The journey takes 43 minutes by bus."
    )
    a_slot(session, "S2", way.at.strftime("%Y-%m-%d %H:%M"))
    assert planned(session, vacancy) == {asked.reference: "S2"}


def test_a_reference_that_is_nobodys_is_refused(session: Session):
    with pytest.raises(NotThere):
        gather.subject(session, "V9")


def promised(session: Session, referral: Referral, number: int) -> None:
    referral.agreement_reference = referral.introduction.agreement_reference = "A1"
    session.add(PromisedPlace(agreement_reference="A1", number=number, referral_id=referral.id))
    session.flush()


def _home(number: int) -> dict:
    lat, lon = FAR if number == 5 else (53.40 + number / 500, -1.5)
    return {"found_lat": lat, "found_lon": lon}
