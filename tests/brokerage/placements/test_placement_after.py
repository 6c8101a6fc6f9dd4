"""After a placement's paper: who was there, the review, the person's own word, what is made of them, and the job that came of it."""

from dataclasses import asdict, replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from stay import LAST, MONDAY, a_stay
from trade import GRACE, HELEN, NOON, PRIYA, a_referral

from brokerage.models import AuditEntry
from brokerage.placements import copies as placement_papers
from brokerage.placements import hires as placement_hires
from brokerage.placements import jobs as placement_jobs
from brokerage.placements import own_words, papers
from brokerage.placements.jobs import BadJob, JobAlready
from brokerage.placements.own_words import BadWord, ChangedMeanwhile, NoReference, NotAgreedYet, NothingToRead
from brokerage.placing_models import Placed
from brokerage.referrals import Actor
from employers.columns import Refused
from employers.db import transaction
from employers.flows import Act
from employers.models import Vacancy
from employers.placements import attendance as placement_attendance
from employers.placements import reviews as placement_reviews
from employers.placements.after_models import PlacementAttendance, PlacementJob
from employers.placements.attendance import BadDays, Meanwhile, NotBegun, in_hours
from employers.placements.attendance import Typed as Day
from employers.placements.models import Placement
from employers.placements.reviews import BadReview, ReviewedMeanwhile, TooEarly
from employers.placements.reviews import Typed as Review

WEEK_IN = datetime(2027, 1, 22, 16)
OVER = datetime(2027, 1, 30, 9)
TUESDAY = MONDAY + timedelta(days=1)
WRITTEN = Review("Prepared lunch\nServed sixty", "Food hygiene", "Quick to ask.", True, "Helen Marsh")
FOUND_SO = own_words.Typed("yes", "I liked the mornings.", False, "Aisha Rahman", 1)


def by(role: str = "employer", at: datetime = WEEK_IN) -> Act:
    return Act({"employer": HELEN.email, "coordinator": GRACE.email, "keyworker": PRIYA.email}.get(role, "x"), role, at)


def reviewed(session: Session, placed: Placed, typed: Review = WRITTEN) -> None:
    placement_reviews.write(session, placed.placement, typed, by(at=OVER))


def agreed(session: Session, placed: Placed, typed: own_words.Typed = FOUND_SO) -> None:
    own_words.say(session, placed, typed, by="aisha", how="link", now=OVER)


def test_days_are_written_down_and_counted(session: Session) -> None:
    placement = a_stay(session).placement
    typed = {MONDAY: Day("came"), TUESDAY: Day("part", "2:30"), MONDAY + timedelta(days=2): Day("")}
    assert placement_attendance.note(session, placement, typed, by()) == 2
    assert placement_attendance.minutes(session, placement) == 4 * 60 + 30 + 150
    kept = placement_attendance.lines(session, placement, WEEK_IN.date())
    assert [line.mark for line in kept] == ["came 270", "part 150", "", "", ""]
    assert len(placement_attendance.unsaid(session, placement, WEEK_IN.date())) == 2


@pytest.mark.parametrize(("hours", "minutes"), [("2:30", 150), ("2.5", 150), ("2,25", 135), ("3", 180), ("3 h", 180)])
def test_hours_are_read_as_people_write_them(session: Session, hours: str, minutes: int) -> None:
    placement = a_stay(session).placement
    placement_attendance.note(session, placement, {MONDAY: Day("part", hours)}, by())
    assert placement_attendance.minutes(session, placement) == minutes


@pytest.mark.parametrize(
    "typed",
    [
        {MONDAY: Day("part", "half")},
        {MONDAY: Day("part", "0")},
        {MONDAY: Day("part", "2:75")},
        {MONDAY: Day("part", "4:31")},  # the day has four hours and a half
        {MONDAY: Day("part", "99")},
        {MONDAY: Day("ill")},
        {date(2027, 1, 25): Day("came")},
        {date(2027, 1, 16): Day("came")},
        {MONDAY: Day("came"), TUESDAY: Day("part", "")},
    ],
)
def test_what_cannot_be_kept_keeps_nothing(session: Session, typed: dict[date, Day]) -> None:
    placement = a_stay(session).placement
    with pytest.raises(BadDays):
        placement_attendance.note(session, placement, typed, by())
    assert session.scalars(select(PlacementAttendance)).all() == []


def test_whoever_comes_second_is_told(session: Session) -> None:
    placement = a_stay(session).placement
    placement_attendance.note(session, placement, {MONDAY: Day("came")}, by())
    with pytest.raises(Meanwhile, match="18 January"):
        placement_attendance.note(session, placement, {MONDAY: Day("away")}, by("coordinator"))
    same = {MONDAY: Day("came")}
    assert placement_attendance.note(session, placement, same, by("coordinator")) == 0, "both said the same"
    placement_attendance.note(session, placement, {MONDAY: Day("away", seen="came 270")}, by("coordinator"))
    assert placement_attendance.minutes(session, placement) == 0


@pytest.mark.parametrize(("state", "at"), [("to_sign", WEEK_IN), ("cancelled", WEEK_IN), ("signed", NOON)])
def test_nothing_is_written_of_what_has_not_begun(session: Session, state: str, at: datetime) -> None:
    with pytest.raises(NotBegun):
        placement_attendance.note(session, a_stay(session, state).placement, {MONDAY: Day("came")}, by(at=at))


def test_the_participant_is_not_asked_for_an_account_of_days(session: Session) -> None:
    with pytest.raises(Refused):
        placement_attendance.note(session, a_stay(session).placement, {MONDAY: Day("came")}, by("participant"))


def test_days_after_it_ended_are_none(session: Session) -> None:
    placement = a_stay(session, "ended", ended_by="participant", ended_on=TUESDAY).placement
    assert [line.day for line in placement_attendance.lines(session, placement, LAST)] == [MONDAY, TUESDAY]


def test_a_review_is_written_on_the_last_day_at_the_earliest(session: Session) -> None:
    placement = a_stay(session).placement
    with pytest.raises(TooEarly):
        placement_reviews.write(session, placement, WRITTEN, by())
    on_the_last = placement_reviews.write(session, placement, WRITTEN, by(at=datetime(2027, 1, 29, 12)))
    assert (on_the_last.edition, on_the_last.confirmed_as) == (1, "Helen Marsh")


def test_a_change_of_the_review_asks_the_person_again(session: Session) -> None:
    placed = a_stay(session)
    reviewed(session, placed)
    agreed(session, placed)
    assert own_words.certified(session, placed)
    reviewed(session, placed)
    assert own_words.of(session, placed) is not None, "the same words are the same edition"
    with pytest.raises(ReviewedMeanwhile, match="Helen Marsh"):
        reviewed(session, placed, replace(WRITTEN, did="Something else"))
    reviewed(session, placed, replace(WRITTEN, did="Something else", seen=1))
    assert own_words.of(session, placed) is None
    with pytest.raises(NotAgreedYet):
        own_words.certified(session, placed)
    with pytest.raises(ChangedMeanwhile):
        agreed(session, placed)


@pytest.mark.parametrize(
    "typed", [replace(WRITTEN, did=" "), replace(WRITTEN, confirmed_as=""), replace(WRITTEN, words=""), replace(WRITTEN, did="x" * 5000)]
)  # fmt: skip
def test_a_review_needs_its_words_and_a_name(session: Session, typed: Review) -> None:
    with pytest.raises(BadReview):
        reviewed(session, a_stay(session), typed)


def test_a_no_keeps_the_certificate_back_and_needs_no_words(session: Session) -> None:
    placed = a_stay(session)
    with pytest.raises(NothingToRead):
        agreed(session, placed)
    reviewed(session, placed)
    agreed(session, placed, replace(FOUND_SO, agrees="no", text=""))
    with pytest.raises(NotAgreedYet):
        placement_papers.certificate(session, placed, "person")
    agreed(session, placed)
    assert placement_papers.certificate(session, placed, "person")


@pytest.mark.parametrize(
    "typed", [replace(FOUND_SO, agrees=""), replace(FOUND_SO, signed_as=" "), replace(FOUND_SO, text="x" * 5000)]
)
def test_an_own_word_that_cannot_be_kept_is_said(session: Session, typed: own_words.Typed) -> None:
    placed = a_stay(session)
    reviewed(session, placed)
    with pytest.raises(BadWord):
        agreed(session, placed, typed)


def test_papers_are_made_of_what_was_said(session: Session) -> None:
    placed = a_stay(session)
    placement_attendance.note(session, placed.placement, {MONDAY: Day("came"), TUESDAY: Day("away")}, by())
    reviewed(session, placed)
    agreed(session, placed)
    certificate = placement_papers.certificate(session, placed, "person")
    assert certificate.name == "Aisha Rahman"
    assert certificate.line == (
        "Kitchen assistant at Tanner Row Kitchens, 18 January 2027 to 29 January 2027, 4 h 30 min in all."
    )
    assert certificate.did == ("Prepared lunch", "Served sixty")
    assert "attend" not in str(asdict(certificate)), "nobody is told of a day that was missed"
    assert placement_papers.reference(session, placed, "person").words == ("Quick to ask.",)
    for paper in (certificate, placement_papers.reference(session, placed, "person")):
        assert papers.pdf(paper, OVER).startswith(b"%PDF-")


def test_a_reference_is_only_what_was_meant_as_one(session: Session) -> None:
    placed = a_stay(session)
    reviewed(session, placed, replace(WRITTEN, is_reference=False))
    agreed(session, placed)
    with pytest.raises(NoReference):
        placement_papers.reference(session, placed, "person")


def test_the_agreement_says_all_of_it(session: Session) -> None:
    placed = a_stay(session)
    said = placement_papers.agreement(session, placed, "person", NOON)
    assert "10 days, 45 h in all, at most 22 h 30 min in a week." in said.total
    assert said.purpose[0].startswith("Work experience, unpaid. Taking part is voluntary")
    assert ("What may be known there", "Cooks for eight.") in said.place
    assert [each.role for each in said.days] == ["Kitchen"] * 5 + ["Counter"] * 5
    assert said.days[0].hours == "09:30 to 14:30, 30 min break"
    assert [each.name for each in said.signatures] == ["Aisha Rahman", "Helen Marsh", "Grace Okoye"]
    assert "Signed by all three" in said.mark
    assert papers.pdf(said, NOON).startswith(b"%PDF-")


def test_the_employers_copy_has_only_what_was_agreed_to(session: Session) -> None:
    placed = a_stay(session)
    reviewed(session, placed)
    agreed(session, placed)
    copies = [
        placement_papers.agreement(session, placed, "employer", NOON),
        placement_papers.certificate(session, placed, "employer"),
        placement_papers.reference(session, placed, "employer"),
    ]
    for copy in copies:
        text = str(asdict(copy))
        assert "Aisha" in text
        for private in ("Rahman", "Priya", "priya@", "aisha@home", "comes on the first day", "mornings"):
            assert private not in text, private


def test_a_signature_under_an_earlier_edition_is_none(session: Session) -> None:
    placed = a_stay(session)
    placed.placement.edition, placed.placement.state = 2, "to_sign"
    said = placement_papers.agreement(session, placed, "programme", NOON)
    assert {each.when for each in said.signatures} == {"Not yet"}
    assert "Still to sign: the participant, the employer, the programme." in said.mark


def test_a_job_that_comes_of_it_is_a_hire(session: Session) -> None:
    placed = a_stay(session)
    typed = placement_jobs.Typed("Kitchen assistant", "2027-02-01", "2027-07-31", "20")
    made = placement_jobs.start(session, placed.placement, typed, GRACE, OVER)
    assert (made.starts_on, made.ends_on, made.hours_week) == (date(2027, 2, 1), date(2027, 7, 31), 20.0)
    assert placement_hires.hires(session, NOON) == {"E1": 1}
    assert placement_hires.hires(session, OVER + timedelta(days=1)) == {}
    with pytest.raises(JobAlready):
        placement_jobs.start(session, placed.placement, typed, GRACE, OVER)


def test_a_trial_that_went_well_ends_the_referral_with_the_job(session: Session) -> None:
    placed = a_stay(session, kind="job_trial", scheme="job_trial", job_weeks=52, only_person=True)
    job = session.scalars(select(Vacancy)).one()
    job.agreement_reference, job.contract, job.pay_from = None, "permanent", 12.5
    placed.referral = a_referral(session, placed.participant, job, "met")
    placement_jobs.start(session, placed.placement, placement_jobs.Typed("Assistant", "2027-02-01"), GRACE, OVER)
    assert (placed.referral.state, placed.referral.outcome) == ("ended", "started")
    assert placement_hires.hires(session, NOON) == {}, "the referral is counted already"


@pytest.mark.parametrize(
    "typed",
    [
        placement_jobs.Typed("", "2027-02-01"),
        placement_jobs.Typed("Porter", ""),
        placement_jobs.Typed("Porter", "soon"),
        placement_jobs.Typed("Porter", "2027-02-01", "2027-01-01"),
        placement_jobs.Typed("Porter", "2027-02-01", "", "many"),
        placement_jobs.Typed("Porter", "2027-02-01", "", "nan"),
    ],
)
def test_a_job_that_cannot_be_kept_is_said(session: Session, typed: placement_jobs.Typed) -> None:
    with pytest.raises(BadJob):
        placement_jobs.start(session, a_stay(session).placement, typed, GRACE, OVER)
    assert session.scalars(select(PlacementJob)).all() == []


def test_an_employer_writes_down_no_job(session: Session) -> None:
    typed = placement_jobs.Typed("Porter", "2027-02-01")
    with pytest.raises(Refused):
        placement_jobs.start(session, a_stay(session).placement, typed, Actor(HELEN.email, "employer"), OVER)


def test_all_of_it_stands_in_the_trail(database: Engine) -> None:
    with transaction(by="test") as session:
        placed = a_stay(session)
    with transaction(by=HELEN.email) as session:
        placement = session.scalars(select(Placement)).one()
        placement_attendance.note(session, placement, {MONDAY: Day("came")}, by())
        placement_reviews.write(session, placement, WRITTEN, by(at=OVER))
    with transaction(by="aisha") as session:
        agreed(session, session.get_one(Placed, placed.id))
    with transaction(by="test") as session:
        kinds = {"placement_attendance", "placement_review", "own_word"}
        found = session.scalars(select(AuditEntry).where(AuditEntry.kind.in_(kinds)).order_by(AuditEntry.id)).all()
    assert [(each.kind, each.by) for each in found] == [
        ("placement_attendance", HELEN.email),
        ("placement_review", HELEN.email),
        ("own_word", "aisha"),
    ]


def test_time_in_words() -> None:
    assert [in_hours(each) for each in (0, 30, 60, 90, 600)] == ["0 h", "30 min", "1 h", "1 h 30 min", "10 h"]
